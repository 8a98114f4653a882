//! `{% break %}` and `{% continue %}` (`Liquid::Break`, `Continue`).

use crate::error::Result;
use crate::liquid::context::Context;
use crate::liquid::parse_context::ParseContext;
use crate::liquid::tag::{Interrupt, Tag, TagMarkup, TagParser};

pub(super) struct Parser(pub(super) Interrupt);

impl TagParser for Parser {
    fn parse(&self, _tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
        Ok(Box::new(InterruptTag(self.0)))
    }
}

struct InterruptTag(Interrupt);

impl Tag for InterruptTag {
    fn render(&self, _cx: &mut Context<'_>, _out: &mut String) -> Result<()> {
        Ok(())
    }

    fn interrupt(&self) -> Option<Interrupt> {
        Some(self.0)
    }
}
