//! `{% link path %}`: the URL of a page, a document or a file (`Jekyll::Tags::Link`).

use super::markup::Markup;
use crate::error::{Error, Result};
use crate::jekyll::render::Registers;
use crate::liquid::{Context, ParseContext, Tag, TagMarkup, Visitor};
use crate::text::strip;

struct LinkTag {
    path: Markup,
}

/// Parses `{% link %}`.
pub(super) fn parse(tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    Ok(Box::new(LinkTag {
        path: Markup::new(strip(tag.markup)),
    }))
}

impl Tag for LinkTag {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let path = self.path.render(cx)?;
        let registers = Registers::of(cx)?;
        match registers.url_of_file(&path)? {
            Some(url) => out.push_str(&registers.urls().relative(&url)?),
            None => {
                return Err(Error::ruby(
                    "ArgumentError",
                    format!(
                        "Could not find document '{path}' in tag 'link'.\n\n\
                         Make sure the document exists and the path is correct.\n"
                    ),
                ));
            }
        }
        Ok(())
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.path.visit(visitor);
    }
}
