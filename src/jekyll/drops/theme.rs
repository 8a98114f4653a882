//! `theme` (`Jekyll::Drops::ThemeDrop`).

use std::any::Any;

use super::{Keyed, keyed_drop};
use crate::error::Result;
use crate::value::{Array, Drop, Hash, Str, Value};

/// A theme as templates see it.
pub(crate) struct ThemeDrop {
    /// Its folder, which is told in development only.
    pub(crate) root: Value,
    /// What its gem says of itself.
    pub(crate) gem: Hash,
}

impl Keyed for ThemeDrop {
    const METHODS: &'static [&'static str] = &[
        "root",
        "authors",
        "version",
        "description",
        "metadata",
        "dependencies",
    ];

    fn method(&self, name: &str) -> Result<Option<Value>> {
        Ok(match name {
            "root" => Some(self.root.clone()),
            _ if Self::METHODS.contains(&name) => {
                Some(self.gem.get_str(name).cloned().unwrap_or_default())
            }
            _ => None,
        })
    }

    fn data_keys(&self) -> Vec<Value> {
        Vec::new()
    }

    fn data(&self, _key: &str) -> Result<Value> {
        Ok(Value::Nil)
    }
}

impl Drop for ThemeDrop {
    fn class_name(&self) -> &str {
        "Jekyll::Drops::ThemeDrop"
    }

    fn to_s(&self) -> Result<Str> {
        Ok(self.class_name().into())
    }

    keyed_drop!();
}
