//! `{% ifchanged %} … {% endifchanged %}` (`Liquid::Ifchanged`): all of a template share what was printed last.

use crate::error::Result;
use crate::liquid::body::Body;
use crate::liquid::context::Context;
use crate::liquid::parse_context::ParseContext;
use crate::liquid::tag::{Tag, TagMarkup, Visitor};

struct IfChanged {
    body: Body,
}

pub(super) fn parse(_tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    Ok(Box::new(IfChanged {
        body: cx.parse_block("ifchanged")?,
    }))
}

impl Tag for IfChanged {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        cx.stack(|cx| {
            let start = out.len();
            self.body.render(cx, out)?;
            let printed = &out[start..];
            let last = &mut cx.recalled_state().ifchanged;
            if last.as_deref() == Some(printed) {
                out.truncate(start);
            } else {
                *last = Some(printed.to_string());
            }
            Ok(())
        })
    }

    fn is_block(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        self.body.is_blank()
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.body.visit(visitor);
    }
}
