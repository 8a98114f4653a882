//! `{% post_url 2010-07-21-name %}`: the URL of a post (`Jekyll::Tags::PostUrl`).

use super::post_name::PostName;
use crate::error::Result;
use crate::jekyll::render::Registers;
use crate::liquid::{Context, ParseContext, Tag, TagMarkup};

struct PostUrlTag(PostName);

/// Parses `{% post_url %}`.
pub(super) fn parse(tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    Ok(Box::new(PostUrlTag(PostName::parse(tag.markup)?)))
}

impl Tag for PostUrlTag {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let registers = Registers::of(cx)?;
        let url = registers.url_of_post(&self.0)?;
        out.push_str(&registers.urls().relative(&url)?);
        Ok(())
    }
}
