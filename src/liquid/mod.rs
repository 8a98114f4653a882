//! Liquid 4.0.4: templates are parsed once, by the strict grammar or by what its lax scanners find, and rendered often.
//!
//! [`Template::parse`] needs a [`Registry`] of tags and filters, [`Template::render`] a [`Context`], which holds the
//! caller's variables ([`Environment`]) and what the template remembers ([`TemplateState`]).

mod big_range;
mod body;
mod bytes;
mod condition;
mod context;
mod convert;
mod encoding;
mod expression;
mod filters;
mod lexer;
mod parse_context;
mod parser;
mod registry;
mod scan;
mod scope;
mod state;
mod tag;
mod tags;
mod template;
mod tokenizer;
#[cfg(feature = "cli")]
mod uses;
mod variable;

pub use body::Body;
pub use condition::Condition;
pub use context::{Carry, Context, Environment, RenderOptions};
pub use convert::{to_i, to_integer, to_s};
pub use expression::{Command, Expression, Key, MethodLiteral, VariableLookup, to_liquid};
pub use filters::{items, merge_sort, numbers, property};
pub use parse_context::{BlockEnd, ParseContext};
pub use registry::{Arity, Filter, Registry};
pub use scope::Name;
pub use state::{Limits, TemplateState};
pub use tag::{Interrupt, Tag, TagMarkup, TagParser, Visitor};
pub use tags::{BlankFiles, PartialFiles, register_include};
pub use template::{ErrorMode, ParseOptions, Template};
#[cfg(feature = "cli")]
pub(crate) use uses::{Use, uses};
pub use variable::Variable;
