//! `{% increment name %}` and `{% decrement name %}` (`Liquid::Increment`, `Decrement`): they count in the environment,
//! apart from what `assign` sets.

use crate::error::Result;
use crate::liquid::context::Context;
use crate::liquid::convert::{add, to_s};
use crate::liquid::parse_context::ParseContext;
use crate::liquid::tag::{Tag, TagMarkup, Visitor};
use crate::text::strip;
use crate::value::{Str, Value};

struct Counter {
    name: Str,
    step: i64,
}

pub(super) fn parse_increment(
    tag: TagMarkup<'_>,
    _cx: &mut ParseContext<'_>,
) -> Result<Box<dyn Tag>> {
    Ok(Box::new(Counter {
        name: strip(tag.markup).into(),
        step: 1,
    }))
}

pub(super) fn parse_decrement(
    tag: TagMarkup<'_>,
    _cx: &mut ParseContext<'_>,
) -> Result<Box<dyn Tag>> {
    Ok(Box::new(Counter {
        name: strip(tag.markup).into(),
        step: -1,
    }))
}

impl Tag for Counter {
    /// Shows the count before it is incremented, or after it is decremented.
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let before = match cx.environment().get(&self.name)? {
            Some(value) if value.is_truthy() => value.into_owned(),
            _ => Value::Int(0),
        };
        let after = add(&before, self.step)?;
        let shown = if self.step > 0 { &before } else { &after };
        out.push_str(&to_s(shown)?);
        cx.set_us_ascii(shown.is_us_ascii());
        cx.environment_mut().set(&self.name, after)
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        visitor.count(&self.name);
    }
}
