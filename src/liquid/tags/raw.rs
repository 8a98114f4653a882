//! `{% raw %} … {% endraw %}` (`Liquid::Raw`).

use crate::error::{Error, Result};
use crate::liquid::context::Context;
use crate::liquid::parse_context::ParseContext;
use crate::liquid::tag::{Tag, TagMarkup};
use crate::text::is_space;
use crate::value::Str;

struct Raw(Str);

pub(super) fn parse(tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    if !tag.markup.bytes().all(is_space) {
        return Err(Error::syntax("Syntax Error in 'raw' - Valid syntax: raw"));
    }
    Ok(Box::new(Raw(cx.parse_raw("raw")?)))
}

impl Tag for Raw {
    fn render(&self, _cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        out.push_str(&self.0);
        Ok(())
    }

    fn is_block(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}
