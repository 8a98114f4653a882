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

use crate::error::{Error, Result};
use crate::value::{Array, Drop, Hash, Map, Str, Value, to_json_pretty};

/// Whether an object answers to `url`, as `relative_url` asks.
pub(crate) fn has_url(drop: &dyn Drop) -> bool {
    drop.as_any().is::<DocumentDrop>() || drop.as_any().is::<ExcerptDrop>()
}

/// Whether every drop has a method of this name that templates may call: what `Drop` and `Enumerable` bring.
pub(crate) fn is_common(key: &str) -> bool {
    matches!(
        key,
        "keys"
            | "count"
            | "to_hash"
            | "first"
            | "min"
            | "max"
            | "sort"
            | "content_methods"
            | "include?"
            | "merge"
            | "fetch"
    )
}

/// What such a method answers for a drop with these keys. Those that want an argument get none from a template.
pub(crate) fn of_keys(
    method: &str,
    mut keys: Vec<Value>,
    value_of: &dyn Fn(&Value) -> Result<Value>,
) -> Result<Value> {
    let goes_round = |key: &Value| key.as_str().is_some_and(asks_for_all);
    if asks_for_all(method) && keys.iter().any(goes_round) {
        return Err(Error::ruby("SystemStackError", "stack level too deep"));
    }
    let pair = |key: Option<&Value>| match key {
        Some(key) => Ok(Value::from(vec![key.clone(), value_of(key)?])),
        None => Ok(Value::Nil),
    };
    if matches!(method, "count" | "min" | "max") {
        // They go over the entries, and an excerpt that asks for this while it is rendered goes round.
        keys.iter().try_for_each(|key| value_of(key).map(|_| ()))?;
    }
    match method {
        "count" => Ok(Value::from(keys.len())),
        "to_hash" => entries_of(keys, value_of).map(Value::from),
        "first" => pair(keys.first()),
        "min" | "max" | "sort" => {
            sort_keys(&mut keys)?;
            match method {
                "min" => pair(keys.first()),
                "max" => pair(keys.last()),
                _ => {
                    let pairs: Result<Vec<Value>> =
                        keys.iter().map(|key| pair(Some(key))).collect();
                    Ok(Value::from(pairs?))
                }
            }
        }
        "include?" | "merge" => Err(lacking("1")),
        "fetch" => Err(lacking("1..2")),
        _ => Ok(Value::from(keys)),
    }
}

/// Whether a method looks at every entry; under a key of such a name it would be its own entry.
fn asks_for_all(method: &str) -> bool {
    matches!(method, "count" | "min" | "max" | "sort" | "to_hash")
}

fn lacking(expected: &str) -> Error {
    let message = format!("wrong number of arguments (given 0, expected {expected})");
    Error::ruby("ArgumentError", message)
}

fn sort_keys(keys: &mut [Value]) -> Result<()> {
    let comparable = keys.windows(2).all(|two| two[0].compare(&two[1]).is_some());
    if !comparable {
        let message = "comparison of Array with Array failed";
        return Err(Error::ruby("ArgumentError", message));
    }
    keys.sort_by(|a, b| a.compare(b).unwrap_or(std::cmp::Ordering::Equal));
    Ok(())
}

fn entries_of(keys: Vec<Value>, value_of: &dyn Fn(&Value) -> Result<Value>) -> Result<Hash> {
    keys.into_iter()
        .map(|key| {
            let value = value_of(&key)?;
            Ok((key, value))
        })
        .collect()
}

/// What all of Jekyll's drops have in common (`Jekyll::Drops::Drop`): their keys, and the entries under them.
pub(crate) trait Keyed {
    /// The names of the drop's own methods, in the order in which its entries come.
    const METHODS: &'static [&'static str];

    /// What a method of its own answers; `None` for a name that is none.
    fn method(&self, name: &str) -> Result<Option<Value>>;

    /// The data behind the drop (`fallback_data`), where it is a hash.
    fn behind(&self) -> Option<&Map>;

    /// The keys of the data behind the drop.
    fn data_keys(&self) -> Vec<Value> {
        let data = self.behind().into_iter();
        data.flat_map(Map::keys).cloned().collect()
    }

    /// A value of the data behind the drop.
    fn data(&self, key: &str) -> Result<Value>;

    /// `drop[key]`
    fn answer(&self, key: &str) -> Result<Value> {
        if let Some(value) = self.method(key)? {
            return Ok(value);
        }
        match self.common(key)? {
            Some(value) => Ok(value),
            None => self.data(key),
        }
    }

    /// What one of the methods answers that all drops share; `None` for any other name.
    fn common(&self, key: &str) -> Result<Option<Value>> {
        if !is_common(key) {
            return Ok(None);
        }
        if key == "content_methods" {
            let names = Self::METHODS.iter().map(|name| Value::from(*name));
            return Ok(Some(names.collect::<Vec<_>>().into()));
        }
        of_keys(key, self.keys(), &|key| self.entry_under(key)).map(Some)
    }

    /// What stands under one of the keys, which may be no text, as `0: x` gives.
    fn entry_under(&self, key: &Value) -> Result<Value> {
        match key.as_str() {
            Some(name) => self.answer(name),
            None => {
                let held = self.behind().and_then(|data| data.get(key));
                Ok(held.cloned().unwrap_or_default())
            }
        }
    }

    /// `drop.key?(key)`
    fn knows(&self, key: &str) -> bool {
        Self::METHODS.contains(&key)
            || is_common(key)
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
        entries_of(self.keys(), &|key| self.entry_under(key))
    }

    /// `drop.inspect`
    fn pretty(&self) -> Result<Str> {
        to_json_pretty(&Value::Hash(self.entries()?)).map(Str::from)
    }

    /// A key with its value.
    fn pair(&self, key: &Value) -> Result<Value> {
        Ok(Value::from(vec![key.clone(), self.entry_under(key)?]))
    }

    /// What a loop over the drop sees: `each` hands out keys with their values, and a loop takes the first of the two.
    fn each(&self) -> Array {
        Array::new(self.keys())
    }
}

/// Stands where an object could not be made: asking it for anything gives the reason.
pub(crate) struct Failed(pub(crate) Error);

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

    fn failure(&self) -> Option<Error> {
        Some(self.0.clone())
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

        fn packed(&self, key: &Value) -> Result<Value> {
            self.pair(key)
        }

        fn as_any(&self) -> &dyn Any {
            self
        }
    };
}
pub(crate) use keyed_drop;
