//! `{% comment %} … {% endcomment %}` (`Liquid::Comment`): tags in it are parsed, and may fail, but nothing is kept.

use crate::error::Result;
use crate::liquid::body::Body;
use crate::liquid::context::Context;
use crate::liquid::parse_context::{BlockEnd, ParseContext};
use crate::liquid::tag::{Tag, TagMarkup};

struct Comment;

pub(super) fn parse(_tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    while let BlockEnd::Tag(_) = cx.parse_body("comment", &mut Body::default())? {}
    Ok(Box::new(Comment))
}

impl Tag for Comment {
    fn render(&self, _cx: &mut Context<'_>, _out: &mut String) -> Result<()> {
        Ok(())
    }

    fn is_block(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        true
    }
}
