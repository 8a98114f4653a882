//! Markup of a tag that may be a template itself.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::error::{Error, Result};
use crate::liquid::{Context, ParseOptions, Template, Visitor};

/// Markup that is rendered before its tag reads it, where there is anything of Liquid in it.
pub(crate) struct Markup {
    text: String,
    template: Option<OnceLock<Template>>,
}

impl Markup {
    pub(crate) fn new(text: &str) -> Markup {
        let is_template = text.contains("{{") || text.contains("{%");
        Markup {
            text: text.to_string(),
            template: is_template.then(OnceLock::new),
        }
    }

    /// What the markup says at this place.
    pub(crate) fn render(&self, cx: &mut Context<'_>) -> Result<Cow<'_, str>> {
        let Some(slot) = &self.template else {
            return Ok(Cow::Borrowed(&self.text));
        };
        let mut out = String::new();
        render_markup(&self.text, slot, cx, &mut out)?;
        Ok(Cow::Owned(out))
    }

    /// Goes through the template, once it is parsed.
    pub(crate) fn visit(&self, visitor: &mut dyn Visitor) {
        if let Some(template) = self.template.as_ref().and_then(OnceLock::get) {
            template.visit(visitor);
        }
    }
}

/// Renders markup that is a template of its own, which is parsed once and whose errors bear the line of the tag.
pub(super) fn render_markup(
    markup: &str,
    slot: &OnceLock<Template>,
    cx: &mut Context<'_>,
    out: &mut String,
) -> Result<()> {
    let template = match slot.get() {
        Some(template) => template.clone(),
        None => {
            let options = cx
                .parse_options()
                .ok_or_else(|| Error::liquid("no template is being rendered"))?;
            let template = Template::parse(
                markup,
                &ParseOptions {
                    line_numbers: false,
                    ..options.clone()
                },
            )?;
            slot.get_or_init(|| template).clone()
        }
    };
    template.render(cx, out)
}
