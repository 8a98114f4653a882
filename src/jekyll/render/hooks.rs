//! The hooks of documents and pages, called while they are rendered and once they are on disk (`:post_write`).

use std::borrow::Cow;

use super::Rendering;
use super::item::Item;
use crate::error::Result;
use crate::jekyll::plugin::{Event, Hooked};
use crate::value::Value;

impl Rendering {
    /// Calls the hooks of a document or a page; excerpts have none.
    ///
    /// # Errors
    /// The first that a hook fails with.
    pub(super) fn call_hooks(
        &self,
        item: Item<'_>,
        event: Event,
        text: &mut Cow<'_, str>,
        us_ascii: bool,
    ) -> Result<()> {
        let hooks = self.machinery.hooks();
        if !hooks.any(event) {
            return Ok(());
        }
        let url = || match item {
            Item::Document(node) | Item::DocumentExcerpt(node) => node.document.url(),
            Item::Page(node) | Item::PageExcerpt(node) => node.page.url(),
        };
        let (output_ext, data, is_written) = match item {
            Item::Document(node) => (
                node.document.output_ext()?,
                Value::from(node.document.data.clone()),
                node.document.is_written()?,
            ),
            Item::Page(node) => (
                node.page.output_ext()?,
                Value::from(node.page.data.clone()),
                true,
            ),
            Item::DocumentExcerpt(_) | Item::PageExcerpt(_) => return Ok(()),
        };
        let mut hooked = Hooked {
            relative_path: &item.relative_path(),
            url: &url,
            output_ext,
            data: &data,
            lookup: &|key| item.get(key),
            is_written,
            us_ascii: us_ascii && text.is_ascii(),
            text: text.to_mut(),
            setup: &self.setup,
            log: self.log(),
        };
        item.owners()
            .iter()
            .try_for_each(|owner| hooks.call(owner, event, &mut hooked))
    }

    /// Calls the hooks of everything that was written, in the order in which it is.
    ///
    /// # Errors
    /// The first that a hook fails with.
    pub fn tell_written(&self) -> Result<()> {
        if !self.machinery.hooks().any(Event::PostWrite) {
            return Ok(());
        }
        for node in &self.pages {
            let mut text = Cow::Borrowed(node.page.rendered.text());
            self.call_hooks(Item::Page(node), Event::PostWrite, &mut text, false)?;
        }
        for node in &self.documents {
            if node.document.is_written()? {
                let mut text = Cow::Borrowed(node.document.rendered.text());
                self.call_hooks(Item::Document(node), Event::PostWrite, &mut text, false)?;
            }
        }
        Ok(())
    }
}
