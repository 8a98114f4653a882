//! What templates see of a site: drops (drops/*.rb), and the objects behind them as lists hold them.

mod collection;
mod document;
mod excerpt;
mod jekyll;
mod page;
mod site;
mod static_file;
mod theme;

pub(crate) use collection::CollectionDrop;
pub(crate) use document::{DocumentDrop, DocumentNode, DocumentObject};
pub(crate) use excerpt::ExcerptDrop;
pub(crate) use jekyll::JekyllDrop;
pub(crate) use page::{PageNode, PageObject};
pub(crate) use site::SiteDrop;
pub(crate) use static_file::StaticFileObject;
pub(crate) use theme::ThemeDrop;

use std::any::Any;

use crate::error::Result;
use crate::value::{Array, Drop, Hash, Str, Value, to_json_pretty};

/// Whether an object answers to `url`, as `relative_url` asks.
pub(crate) fn has_url(drop: &dyn Drop) -> bool {
    drop.as_any().is::<DocumentDrop>() || drop.as_any().is::<ExcerptDrop>()
}

/// What all of Jekyll's drops have in common (`Jekyll::Drops::Drop`): their keys, and the entries under them.
pub(crate) trait Keyed {
    /// The names of the drop's own methods, in the order in which its entries come.
    const METHODS: &'static [&'static str];

    /// What a method of its own answers; `None` for a name that is none.
    fn method(&self, name: &str) -> Result<Option<Value>>;

    /// The data behind the drop (`fallback_data`): its keys.
    fn data_keys(&self) -> Vec<Value>;

    /// A value of the data behind the drop.
    fn data(&self, key: &str) -> Result<Value>;

    /// `drop[key]`
    fn answer(&self, key: &str) -> Result<Value> {
        if let Some(value) = self.method(key)? {
            return Ok(value);
        }
        match key {
            "keys" => Ok(Value::from(self.keys())),
            "count" => Ok(Value::from(self.keys().len())),
            "to_h" | "to_hash" => self.entries().map(Value::from),
            "first" => match self.keys().first() {
                Some(key) => {
                    let value = self.answer(key.as_str().unwrap_or_default())?;
                    Ok(Value::from(vec![key.clone(), value]))
                }
                None => Ok(Value::Nil),
            },
            _ => self.data(key),
        }
    }

    /// `drop.key?(key)`
    fn knows(&self, key: &str) -> bool {
        Self::METHODS.contains(&key)
            || matches!(key, "keys" | "count" | "to_h" | "to_hash" | "first")
            || self
                .data_keys()
                .iter()
                .any(|known| known.as_str() == Some(key))
    }

    /// `drop.keys`
    fn keys(&self) -> Vec<Value> {
        let methods = Self::METHODS.iter().map(|name| Value::from(*name));
        let rest = self
            .data_keys()
            .into_iter()
            .filter(|key| key.as_str().is_none_or(|key| !Self::METHODS.contains(&key)));
        methods.chain(rest).collect()
    }

    /// `drop.to_h`
    fn entries(&self) -> Result<Hash> {
        self.keys()
            .into_iter()
            .map(|key| {
                let value = match key.as_str() {
                    Some(name) => self.answer(name)?,
                    None => Value::Nil,
                };
                Ok((key, value))
            })
            .collect()
    }

    /// `drop.inspect`
    fn pretty(&self) -> Result<Str> {
        to_json_pretty(&Value::Hash(self.entries()?)).map(Str::from)
    }

    /// What a loop over the drop sees: `each` hands out keys with their values, and a loop takes the first of the two.
    fn each(&self) -> Array {
        Array::new(self.keys())
    }
}

/// Stands where an object could not be made: asking it for anything gives the reason.
pub(crate) struct Failed(pub(crate) crate::error::Error);

impl Drop for Failed {
    fn class_name(&self) -> &str {
        "Hash"
    }

    fn get(&self, _key: &str) -> Result<Value> {
        Err(self.0.clone())
    }

    fn to_s(&self) -> Result<Str> {
        Err(self.0.clone())
    }

    fn to_hash(&self) -> Result<Option<Hash>> {
        Err(self.0.clone())
    }

    fn to_array(&self) -> Result<Option<Array>> {
        Err(self.0.clone())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The methods of `Drop` that [`Keyed`] answers.
macro_rules! keyed_drop {
    () => {
        fn get(&self, key: &str) -> Result<Value> {
            self.answer(key)
        }

        fn has_key(&self, key: &str) -> bool {
            self.knows(key)
        }

        fn inspect(&self) -> Result<Str> {
            self.pretty()
        }

        fn to_hash(&self) -> Result<Option<Hash>> {
            self.entries().map(Some)
        }

        fn to_json_hash(&self, _depth: usize) -> Result<Option<Hash>> {
            self.entries().map(Some)
        }

        fn to_array(&self) -> Result<Option<Array>> {
            Ok(Some(self.each()))
        }

        fn as_any(&self) -> &dyn Any {
            self
        }
    };
}
pub(crate) use keyed_drop;
