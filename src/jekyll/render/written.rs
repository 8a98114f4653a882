//! The hooks that are called once a document is on disk (`:post_write`).

use super::Rendering;
use super::item::Item;
use crate::error::Result;
use crate::jekyll::plugin::{Event, Hooked};
use crate::value::Value;

impl Rendering {
    /// Calls the hooks of everything that was written, in the order in which it is.
    ///
    /// # Errors
    /// The first that a hook fails with.
    pub fn tell_written(&self) -> Result<()> {
        if !self.machinery.hooks().any(Event::PostWrite) {
            return Ok(());
        }
        for node in &self.pages {
            let page = &node.page;
            let output = page.rendered.output.get();
            self.tell(
                &Item::Page(node),
                &mut Hooked {
                    relative_path: page.relative_path(),
                    url: page.url()?,
                    output_ext: &page.output_ext()?,
                    data: &Value::from(page.data.clone()),
                    lookup: &|key| page.get(key),
                    setup: &self.setup,
                    is_written: true,
                    text: &mut output.map(|output| output.to_string()).unwrap_or_default(),
                    log: self.log(),
                },
            )?;
        }
        for node in &self.documents {
            let document = &node.document;
            if !document.is_written()? {
                continue;
            }
            let output = document.rendered.output.get();
            self.tell(
                &Item::Document(node),
                &mut Hooked {
                    relative_path: &document.relative_path,
                    url: document.url()?,
                    output_ext: &document.output_ext()?,
                    data: &Value::from(document.data.clone()),
                    lookup: &|key| document.get(key),
                    setup: &self.setup,
                    is_written: true,
                    text: &mut output.map(|output| output.to_string()).unwrap_or_default(),
                    log: self.log(),
                },
            )?;
        }
        Ok(())
    }

    fn tell(&self, item: &Item<'_>, hooked: &mut Hooked<'_>) -> Result<()> {
        let hooks = self.machinery.hooks();
        item.owners()
            .iter()
            .try_for_each(|owner| hooks.call(owner, Event::PostWrite, hooked))
    }
}
