//! The variables that templates start from (`Jekyll::Drops::UnifiedPayloadDrop`). One payload goes through the whole
//! build: what a document leaves in it, the next one finds.

use std::borrow::Cow;
use std::sync::Arc;

use super::Rendering;
use crate::error::Result;
use crate::jekyll::drops::{DocumentNode, JekyllDrop, SiteDrop};
use crate::liquid::Environment;
use crate::value::{Map, StrKey, Value};

/// The payload.
pub(crate) struct Payload {
    /// `content`: what a layout is put round.
    pub(crate) content: Value,
    /// `page`
    pub(crate) page: Value,
    /// `layout`: the front matter of layouts.
    pub(crate) layout: Value,
    /// `paginator`
    pub(crate) paginator: Value,
    /// `highlighter_prefix`
    pub(crate) prefix: Value,
    /// `highlighter_suffix`
    pub(crate) suffix: Value,
    site: Value,
    jekyll: Value,
    theme: Value,
    /// What `increment` and `decrement` count.
    counters: Map,
}

impl Payload {
    /// A payload in which nothing has been left yet.
    pub(crate) fn new(rendering: &Arc<Rendering>) -> Self {
        let environment = rendering.setup().environment.jekyll_env().into();
        let mut payload = Payload {
            content: Value::Nil,
            page: Value::Nil,
            layout: Value::Nil,
            paginator: Value::Nil,
            prefix: Value::Nil,
            suffix: Value::Nil,
            site: Value::Nil,
            jekyll: Value::drop(JekyllDrop { environment }),
            theme: rendering.theme(),
            counters: Map::default(),
        };
        payload.set_current(rendering, None);
        payload
    }

    /// Says which document is being rendered (`site.current_document=`).
    pub(crate) fn set_current(
        &mut self,
        rendering: &Arc<Rendering>,
        current: Option<Arc<DocumentNode>>,
    ) {
        self.site = Value::drop(SiteDrop {
            rendering: Arc::clone(rendering),
            current,
        });
    }

    fn field(&mut self, name: &str) -> Option<&mut Value> {
        Some(match name {
            "content" => &mut self.content,
            "page" => &mut self.page,
            "layout" => &mut self.layout,
            "paginator" => &mut self.paginator,
            "highlighter_prefix" => &mut self.prefix,
            "highlighter_suffix" => &mut self.suffix,
            _ => return None,
        })
    }
}

impl Environment for Payload {
    fn get(&self, name: &str) -> Result<Option<Cow<'_, Value>>> {
        let value = match name {
            "page" => &self.page,
            "content" => &self.content,
            "layout" => &self.layout,
            "paginator" => &self.paginator,
            "highlighter_prefix" => &self.prefix,
            "highlighter_suffix" => &self.suffix,
            _ => match self.counters.get(&StrKey(name)) {
                Some(counted) => counted,
                None => match name {
                    "site" => &self.site,
                    "jekyll" => &self.jekyll,
                    "theme" => &self.theme,
                    _ => return Ok(None),
                },
            },
        };
        Ok(Some(Cow::Borrowed(value)))
    }

    fn set(&mut self, name: &str, value: Value) -> Result<()> {
        match self.field(name) {
            Some(field) => *field = value,
            None => {
                self.counters.insert(Value::from(name), value);
            }
        }
        Ok(())
    }
}
