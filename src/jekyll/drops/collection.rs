//! `site.collections` (`Jekyll::Drops::CollectionDrop`).

use std::any::Any;
use std::sync::Arc;

use super::{Keyed, keyed_drop};
use crate::error::Result;
use crate::jekyll::collection::CollectionInfo;
use crate::value::{Array, Drop, Hash, Map, Str, Value, no_method};

/// A collection as templates see it.
pub(crate) struct CollectionDrop {
    /// The collection.
    pub(crate) info: Arc<CollectionInfo>,
    /// Its documents.
    pub(crate) docs: Array,
    /// Its files.
    pub(crate) files: Array,
}

impl Keyed for CollectionDrop {
    const METHODS: &'static [&'static str] = &[
        "label",
        "files",
        "output",
        "docs",
        "relative_directory",
        "directory",
    ];

    fn method(&self, name: &str) -> Result<Option<Value>> {
        Ok(Some(match name {
            "label" => Value::from(self.info.label.as_str()),
            "files" => Value::Array(self.files.clone()),
            "output" => Value::Bool(self.info.is_written()?),
            "docs" => Value::Array(self.docs.clone()),
            "relative_directory" => Value::from(self.info.relative_directory.as_str()),
            "directory" => Value::from(self.info.directory.as_str()),
            _ => return Ok(None),
        }))
    }

    fn behind(&self) -> Option<&Map> {
        match &self.info.metadata {
            Value::Hash(metadata) => Some(metadata.as_map()),
            _ => None,
        }
    }

    fn data(&self, key: &str) -> Result<Value> {
        Ok(match &self.info.metadata {
            Value::Hash(metadata) => metadata.get_str(key).cloned().unwrap_or_default(),
            other => return Err(no_method(other, "key?")),
        })
    }
}

impl Drop for CollectionDrop {
    fn class_name(&self) -> &str {
        "Jekyll::Drops::CollectionDrop"
    }

    fn to_s(&self) -> Result<Str> {
        let mut shown = String::new();
        Value::Array(self.docs.clone()).inspect(&mut shown)?;
        Ok(shown.into())
    }

    keyed_drop!();
}
