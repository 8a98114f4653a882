//! `{% capture name %} … {% endcapture %}` (`Liquid::Capture`).

use crate::error::{Error, Result};
use crate::liquid::body::Body;
use crate::liquid::context::Context;
use crate::liquid::parse_context::ParseContext;
use crate::liquid::scan::signature;
use crate::liquid::scope::Name;
use crate::liquid::tag::{Tag, TagMarkup, Visitor};
use crate::value::Value;

struct Capture {
    to: Name,
    body: Body,
}

pub(super) fn parse(tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    let bytes = tag.markup.as_bytes();
    let name = (0..bytes.len())
        .map(|start| (start, signature(bytes, start)))
        .find(|(start, end)| end > start)
        .ok_or_else(|| Error::syntax("Syntax Error in 'capture' - Valid syntax: capture [var]"))?;
    Ok(Box::new(Capture {
        to: Name::new(&tag.markup[name.0..name.1]),
        body: cx.parse_block("capture")?,
    }))
}

impl Tag for Capture {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let start = out.len();
        self.body.render(cx, out)?;
        let captured = &out[start..];
        cx.add_assigned(|| captured.chars().count() as u64);
        let value = Value::from(captured);
        cx.note_us_ascii(&self.to, cx.is_us_ascii() && captured.is_ascii());
        cx.assign(&self.to, value);
        out.truncate(start);
        Ok(())
    }

    fn is_block(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        true
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.body.visit(visitor);
        visitor.set(self.to.as_str());
    }
}
