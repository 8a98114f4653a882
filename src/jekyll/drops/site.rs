//! `site` (`Jekyll::Drops::SiteDrop`).

use std::any::Any;
use std::borrow::Cow;
use std::sync::Arc;

use super::{DocumentNode, Keyed, is_common, keyed_drop};
use crate::error::Result;
use crate::jekyll::render::reads::Read;
use crate::jekyll::render::{Rendering, asker};
use crate::value::{Array, Drop, Hash, Map, Str, Value};

/// A site as templates see it.
pub(crate) struct SiteDrop {
    /// The site.
    pub(crate) rendering: Arc<Rendering>,
    /// The document that is being rendered, for `site.related_posts`.
    pub(crate) current: Option<Arc<DocumentNode>>,
}

impl Keyed for SiteDrop {
    const METHODS: &'static [&'static str] = &[
        "time",
        "static_files",
        "pages",
        "categories",
        "html_pages",
        "posts",
        "collections",
        "data",
        "documents",
        "config",
        "related_posts",
        "tags",
    ];

    /// All but what [`SiteDrop::found`] lends.
    fn method(&self, name: &str) -> Result<Option<Value>> {
        let rendering = &self.rendering;
        let read = match name {
            "time" => Some(Read::SiteTime),
            "categories" | "tags" | "html_pages" => Some(Read::EveryData),
            _ => None,
        };
        if let Some(read) = read {
            asker::note(rendering.setup(), read);
        }
        Ok(Some(match name {
            "pages" => rendering.lists().pages(),
            "time" => Value::Time(rendering.setup().time.clone()),
            "static_files" => rendering.lists().static_files(),
            "collections" => rendering.lists().collections(rendering)?,
            "categories" => rendering.lists().categories(rendering)?,
            "tags" => rendering.lists().tags(rendering)?,
            "documents" => rendering.lists().documents(rendering),
            "html_pages" => rendering.lists().html_pages(rendering)?,
            "related_posts" => match &self.current {
                Some(current) => rendering.related_posts(current),
                None => Value::Nil,
            },
            "config" => Value::Nil,
            _ => return Ok(None),
        }))
    }

    fn behind(&self) -> Option<&Map> {
        Some(self.rendering.setup().config.entries().as_map())
    }

    fn data_keys(&self) -> Vec<Value> {
        self.rendering.config_keys()
    }

    fn data(&self, key: &str) -> Result<Value> {
        Ok(self.rendering.config(key).clone())
    }

    fn answer(&self, key: &str) -> Result<Value> {
        match self.found(key)? {
            Some(found) => Ok(found.into_owned()),
            None => self.data(key),
        }
    }

    fn knows(&self, key: &str) -> bool {
        Self::METHODS.contains(&key)
            || self.rendering.has_collection(key)
            || self.rendering.has_config(key)
            || is_common(key)
    }
}

impl SiteDrop {
    /// What a key stands for, borrowed where the site holds it; `None` for one that is not known. A collection hides
    /// whatever else is known by its name.
    fn found(&self, key: &str) -> Result<Option<Cow<'_, Value>>> {
        let rendering = &self.rendering;
        if key == "posts" {
            let posts = rendering.lists().posts(rendering)?;
            return Ok(Some(Cow::Borrowed(posts)));
        }
        if let Some(docs) = rendering.documents_of(key) {
            return Ok(Some(Cow::Owned(Value::Array(docs))));
        }
        if key == "data" {
            asker::note(rendering.setup(), Read::SiteData);
            return Ok(Some(Cow::Borrowed(rendering.data())));
        }
        if let Some(value) = self.method(key)? {
            return Ok(Some(Cow::Owned(value)));
        }
        if let Some(value) = self.common(key)? {
            return Ok(Some(Cow::Owned(value)));
        }
        let is_known = rendering.has_config(key);
        Ok(is_known.then(|| Cow::Borrowed(rendering.config(key))))
    }
}

impl Drop for SiteDrop {
    fn class_name(&self) -> &str {
        "Jekyll::Drops::SiteDrop"
    }

    fn to_s(&self) -> Result<Str> {
        Ok(self.class_name().into())
    }

    fn entry(&self, key: &str) -> Option<Result<Option<Cow<'_, Value>>>> {
        Some(self.found(key))
    }

    keyed_drop!();
}
