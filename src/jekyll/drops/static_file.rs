//! Files that are copied: the object that lists hold (`Jekyll::StaticFile`) and what templates see of it
//! (`Jekyll::Drops::StaticFileDrop`).

use std::any::Any;
use std::sync::Arc;

use super::{Keyed, keyed_drop};
use crate::error::Result;
use crate::jekyll::render::asker;
use crate::jekyll::render::reads::Read;
use crate::jekyll::static_file::StaticFile;
use crate::value::{Array, Drop, Hash, Map, Str, StrKey, Value};

/// A file as lists hold it.
pub(crate) struct StaticFileObject {
    /// The file.
    pub(crate) file: Arc<StaticFile>,
    drop: Value,
}

impl StaticFileObject {
    /// The object of a file, with its drop.
    pub(crate) fn new(file: Arc<StaticFile>) -> Self {
        StaticFileObject {
            drop: Value::drop(StaticFileDrop(file.clone())),
            file,
        }
    }
}

impl Drop for StaticFileObject {
    fn class_name(&self) -> &str {
        "Jekyll::StaticFile"
    }

    fn get(&self, key: &str) -> Result<Value> {
        StaticFileDrop(self.file.clone()).get(key)
    }

    /// Ruby prints the object's address, which nobody can rely on.
    fn to_s(&self) -> Result<Str> {
        Ok("#<Jekyll::StaticFile>".into())
    }

    fn inspect(&self) -> Result<Str> {
        let mut shown = String::from("#<Jekyll::StaticFile @relative_path=");
        crate::value::inspect_str(&self.file.relative_path, &mut shown);
        shown.push('>');
        Ok(shown.into())
    }

    fn to_liquid(&self) -> Option<Value> {
        Some(self.drop.clone())
    }

    fn to_json_hash(&self, _depth: usize) -> Result<Option<Hash>> {
        StaticFileDrop(self.file.clone()).entries().map(Some)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A file as templates see it.
pub(crate) struct StaticFileDrop(pub(crate) Arc<StaticFile>);

impl Keyed for StaticFileDrop {
    const METHODS: &'static [&'static str] = &[
        "name",
        "modified_time",
        "basename",
        "extname",
        "path",
        "collection",
    ];

    fn method(&self, name: &str) -> Result<Option<Value>> {
        Ok(Some(match name {
            "name" => Value::from(self.0.name.as_str()),
            "modified_time" => {
                asker::note(&self.0.setup, Read::FileTimes);
                Value::Time(self.0.modified_time()?.clone())
            }
            "basename" => Value::from(self.0.basename()),
            "extname" => Value::from(self.0.extname.as_str()),
            "path" => Value::from(self.0.relative_path.as_str()),
            "collection" => self
                .0
                .kind()
                .map_or(Value::Nil, |kind| Value::Symbol(kind.into())),
            _ => return Ok(None),
        }))
    }

    fn behind(&self) -> Option<&Map> {
        self.0.data().ok()
    }

    fn data(&self, key: &str) -> Result<Value> {
        Ok(self
            .0
            .data()?
            .get(&StrKey(key))
            .cloned()
            .unwrap_or_default())
    }
}

impl Drop for StaticFileDrop {
    fn class_name(&self) -> &str {
        "Jekyll::Drops::StaticFileDrop"
    }

    fn to_s(&self) -> Result<Str> {
        Ok(self.class_name().into())
    }

    keyed_drop!();
}
