//! Jekyll in Rust: Liquid, Markdown, pages and whole sites as Jekyll 4.4.1 makes them, to the byte.
//!
//! Seven names carry it. [`Engine`] renders in memory; [`Template`] is parsed once and rendered often; [`Page`] is what
//! became of one file; [`Site`] builds a site on disk; [`Value`] holds what Ruby would hold; [`Error`] says in Jekyll's
//! words what went wrong, and with `{:#}` where; [`Plugin`] adds tags, filters, converters and generators.
//!
//! The modules below them are what these are made of; docs/ARCHITECTURE.md in the repository says how they hang
//! together.

/// The Jekyll whose output this library writes.
pub const JEKYLL_VERSION: &str = "4.4.1";

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
pub mod commonmark;
mod engine;
pub mod error;
pub mod eval;
pub mod front_matter;
pub mod highlight;
pub mod interop;
pub mod jekyll;
pub mod kramdown;
pub mod liquid;
mod plugins;
pub mod sass;
mod text;
pub mod value;
pub mod yaml;

pub use engine::{Builder, Engine, Page, Report, Site, Template};
pub use error::{Error, ErrorKind};
pub use jekyll::plugin::Plugin;
pub use value::Value;

/// The README's example is tested with the rest.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
