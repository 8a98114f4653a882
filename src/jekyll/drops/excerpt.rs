//! Excerpts: rendered when they are first asked for, and what `page` is while that happens
//! (`Jekyll::Excerpt`, `Jekyll::Drops::ExcerptDrop`).

use std::any::Any;
use std::cmp::Ordering;
use std::sync::Arc;

use super::document::json_entries;
use super::{DocumentNode, Keyed, is_common};
use crate::error::Result;
use crate::jekyll::path;
use crate::jekyll::render::reads::Read;
use crate::value::{Array, Drop, Hash, Map, Str, StrKey, Value};

/// The excerpt of a document, as it is `page` to itself.
pub(crate) struct ExcerptDrop {
    /// The document.
    pub(crate) node: Arc<DocumentNode>,
}

impl ExcerptDrop {
    fn raw(&self) -> Value {
        match &self.node.document.excerpt {
            Some(excerpt) => Value::from(excerpt.content.as_str()),
            None => Value::Nil,
        }
    }

    /// Asking an excerpt that is being rendered for its output renders it again, without an end.
    fn output(&self) -> Result<Value> {
        match self.node.rendering.upgrade() {
            Some(rendering) => rendering.document_excerpt(&self.node).map(Value::from),
            None => Ok(Value::Nil),
        }
    }
}

impl Keyed for ExcerptDrop {
    const METHODS: &'static [&'static str] = &[
        "layout",
        "date",
        "excerpt",
        "name",
        "title",
        "categories",
        "output",
        "id",
        "content",
        "next",
        "previous",
        "path",
        "tags",
        "collection",
        "relative_path",
        "url",
    ];

    fn method(&self, name: &str) -> Result<Option<Value>> {
        let document = &self.node.document;
        self.node.note(Read::Data(self.node.order));
        self.node.note(Read::Content(self.node.order));
        Ok(Some(match name {
            "layout" => document.get("layout")?,
            "date" => document.date()?.into_owned(),
            "excerpt" => Value::Nil,
            "name" => match document.get("name")? {
                name if name.is_truthy() => name,
                _ => Value::from(document.basename()),
            },
            "title" | "categories" | "tags" => document.get(name)?,
            "output" => self.output()?,
            "id" => Value::from(format!("{}#excerpt", document.id()?)),
            "content" => self.raw(),
            "next" => self.node.next(),
            "previous" => self.node.previous(),
            "path" | "relative_path" => {
                Value::from(path::join(&document.relative_path, "#excerpt"))
            }
            "collection" => Value::from(document.collection.label.as_str()),
            "url" => Value::from(document.url()?),
            _ => return Ok(None),
        }))
    }

    fn behind(&self) -> Option<&Map> {
        Some(&self.node.document.data)
    }

    fn data_keys(&self) -> Vec<Value> {
        let hidden = |key: &&Value| !matches!(key.as_str(), Some("layout" | "excerpt"));
        self.node
            .document
            .data
            .keys()
            .filter(hidden)
            .cloned()
            .collect()
    }

    fn data(&self, key: &str) -> Result<Value> {
        self.node.document.get(key)
    }

    fn knows(&self, key: &str) -> bool {
        Self::METHODS.contains(&key)
            || self.node.document.data.contains_key(&StrKey(key))
            || is_common(key)
    }
}

impl Drop for ExcerptDrop {
    fn class_name(&self) -> &str {
        "Jekyll::Drops::ExcerptDrop"
    }

    fn get(&self, key: &str) -> Result<Value> {
        self.answer(key)
    }

    fn has_key(&self, key: &str) -> bool {
        self.knows(key)
    }

    fn to_s(&self) -> Result<Str> {
        match self.output()? {
            Value::Str(text) => Ok(text),
            _ => Ok(Str::new()),
        }
    }

    fn inspect(&self) -> Result<Str> {
        self.pretty()
    }

    fn to_hash(&self) -> Result<Option<Hash>> {
        self.entries().map(Some)
    }

    fn to_json_hash(&self, depth: usize) -> Result<Option<Hash>> {
        json_entries(self.entries()?, depth).map(Some)
    }

    fn to_array(&self) -> Result<Option<Array>> {
        Ok(Some(self.each()))
    }

    fn packed(&self, key: &Value) -> Result<Value> {
        self.pair(key)
    }

    fn walk(&self) -> Result<()> {
        self.output().map(drop)
    }

    fn compare(&self, other: &dyn Drop) -> Option<Ordering> {
        let other = other.as_any().downcast_ref::<ExcerptDrop>()?;
        Some(self.node.document.compare(&other.node.document))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
