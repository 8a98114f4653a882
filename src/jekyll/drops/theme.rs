//! `theme` (`Jekyll::Drops::ThemeDrop`).

use std::any::Any;

use super::{Keyed, keyed_drop};
use crate::error::Result;
use crate::jekyll::theme::Theme;
use crate::value::{Array, Drop, Hash, Map, Str, Value};

/// A theme as templates see it.
pub(crate) struct ThemeDrop {
    /// Its folder, which is told in development only.
    root: Value,
    /// What its gem says of itself.
    gem: Hash,
}

impl ThemeDrop {
    /// A theme, its folder told or not.
    pub(crate) fn new(theme: &Theme, tells_root: bool) -> Self {
        let gem = &theme.specification;
        let text = |text: &Option<String>| Value::from(text.as_deref());
        let metadata = gem.metadata.iter().map(|(key, value)| {
            let (key, value) = (key.as_str(), value.as_str());
            (Value::from(key), Value::from(value))
        });
        let dependencies = gem.runtime_dependencies.iter().map(|(name, versions)| {
            let versions = match versions.as_slice() {
                [] => ">= 0".to_string(),
                versions => versions.join(", "),
            };
            Value::from(format!("{name} ({versions})"))
        });
        ThemeDrop {
            root: Value::from(if tells_root { theme.root.as_str() } else { "" }),
            gem: Hash::from_iter([
                ("authors", Value::from(gem.authors.join(", "))),
                ("version", Value::from(gem.version.as_str())),
                (
                    "description",
                    match &gem.description {
                        Some(description) => Value::from(description.as_str()),
                        None => text(&gem.summary),
                    },
                ),
                ("metadata", Value::Hash(metadata.collect())),
                ("dependencies", dependencies.collect::<Array>().into()),
            ]),
        }
    }
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

    fn behind(&self) -> Option<&Map> {
        None
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
