//! `jekyll.version`, `jekyll.environment` (`Jekyll::Drops::JekyllDrop`).

use std::any::Any;

use crate::error::Result;
use crate::jekyll::JEKYLL_VERSION;
use crate::value::{Drop, Hash, Str, Value};

/// What templates see of Jekyll itself.
pub(crate) struct JekyllDrop {
    /// `JEKYLL_ENV`
    pub(crate) environment: Str,
}

impl Drop for JekyllDrop {
    fn class_name(&self) -> &str {
        "Jekyll::Drops::JekyllDrop"
    }

    fn get(&self, key: &str) -> Result<Value> {
        Ok(match key {
            "version" => Value::from(JEKYLL_VERSION),
            "environment" => Value::Str(self.environment.clone()),
            "to_h" => Value::from(self.entries()),
            _ => Value::Nil,
        })
    }

    fn to_s(&self) -> Result<Str> {
        Ok(self.class_name().into())
    }

    fn to_hash(&self) -> Result<Option<Hash>> {
        Ok(Some(self.entries()))
    }

    fn to_json_hash(&self, _depth: usize) -> Result<Option<Hash>> {
        Ok(Some(self.entries()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl JekyllDrop {
    fn entries(&self) -> Hash {
        Hash::from_iter([
            ("version", Value::from(JEKYLL_VERSION)),
            ("environment", Value::Str(self.environment.clone())),
        ])
    }
}
