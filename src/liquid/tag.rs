//! What a tag is: how it is parsed, what it does when it is rendered, and how others look into it.

use std::any::Any;

use super::context::Context;
use super::expression::{Expression, VariableLookup};
use super::parse_context::ParseContext;
use crate::error::Result;
use crate::value::Str;

/// A tag as it stands in the source.
#[derive(Debug, Clone, Copy)]
pub struct TagMarkup<'s> {
    /// Its name.
    pub name: &'s str,
    /// What follows the name; white space at its end is still there.
    pub markup: &'s str,
    /// The line on which it begins.
    pub line: u32,
}

/// Makes a tag from its markup. Functions and closures of the same form are parsers too.
pub trait TagParser: Send + Sync {
    /// Reads the markup, and for a block what follows up to its end.
    ///
    /// # Errors
    /// [`Error::syntax`](crate::error::Error::syntax) where the markup makes no sense.
    fn parse(&self, tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>>;
}

impl<F> TagParser for F
where
    F: Fn(TagMarkup<'_>, &mut ParseContext<'_>) -> Result<Box<dyn Tag>> + Send + Sync,
{
    fn parse(&self, tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
        self(tag, cx)
    }
}

/// What ends the body that holds it, up to the next loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interrupt {
    /// `{% break %}`
    Break,
    /// `{% continue %}`
    Continue,
}

/// A parsed tag.
pub trait Tag: Any + Send + Sync {
    /// Appends what the tag prints.
    ///
    /// # Errors
    /// Whatever the tag cannot do; the line and the template's name are added by the body that holds the tag.
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()>;

    /// Whether it is a block (`Liquid::Block`): then it prints nothing at all if it is blank.
    fn is_block(&self) -> bool {
        false
    }

    /// Whether it prints nothing but white space (`blank?`). A block around blank tags is blank itself.
    fn is_blank(&self) -> bool {
        false
    }

    /// What the tag interrupts instead of being rendered.
    fn interrupt(&self) -> Option<Interrupt> {
        None
    }

    /// Shows what the tag holds to a visitor: expressions, filters, bodies, names it sets.
    fn visit(&self, _visitor: &mut dyn Visitor) {}
}

/// Looks at what a template touches.
pub trait Visitor {
    /// A tag, before what it holds. Return false to pass over what it holds.
    fn tag(&mut self, _name: &str, _tag: &dyn Tag) -> bool {
        true
    }

    /// A variable that is looked up.
    fn lookup(&mut self, _lookup: &VariableLookup) {}

    /// A filter that is applied, and its arguments: those without a name, then those with one.
    fn filter(&mut self, _name: &str, _arguments: &[Expression], _named: &[(Str, Expression)]) {}

    /// A name that is set by `assign`, `capture` or a loop.
    fn set(&mut self, _name: &str) {}

    /// A counter that `increment` or `decrement` writes.
    fn count(&mut self, _name: &str) {}
}
