//! `{% link path %}`: the URL of a page, a document or a file (`Jekyll::Tags::Link`).

use std::sync::OnceLock;

use super::include::render_markup;
use crate::error::{Error, Result};
use crate::jekyll::render::Registers;
use crate::liquid::{Context, ParseContext, Tag, TagMarkup, Template, Visitor};

struct LinkTag {
    path: String,
    /// The path as a template, where there is anything of Liquid in it.
    template: Option<OnceLock<Template>>,
}

/// Parses `{% link %}`.
pub(super) fn parse(tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    let path = tag
        .markup
        .trim_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '\x0B' | '\0'));
    let is_template = path.contains("{{") || path.contains("{%");
    Ok(Box::new(LinkTag {
        path: path.to_string(),
        template: is_template.then(OnceLock::new),
    }))
}

impl LinkTag {
    fn render_path(&self, cx: &mut Context<'_>) -> Result<String> {
        let mut path = String::new();
        match &self.template {
            Some(slot) => render_markup(&self.path, slot, cx, &mut path)?,
            None => path.push_str(&self.path),
        }
        Ok(path)
    }
}

impl Tag for LinkTag {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let path = self.render_path(cx)?;
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
        if let Some(template) = self.template.as_ref().and_then(OnceLock::get) {
            template.visit(visitor);
        }
    }
}
