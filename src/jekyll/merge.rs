//! Jekyll's deep merge of hashes (utils.rb `deep_merge_hashes`) and the way it reads lists from them.

use crate::error::{Error, ErrorKind, Result};
use crate::text::is_strippable;
use crate::value::{Hash, Map, StrKey, Value};

/// Hashes nested deeper than this are not merged: YAML may hold itself.
const DEEPEST: usize = 1000;

/// Merges `other` into `target`: hashes key by key, everything else replaced, but never by nil.
///
/// # Errors
/// `stack level too deep` for hashes that hold themselves.
pub fn deep_merge(target: &mut Map, other: &Map) -> Result<()> {
    merge_at(target, other, 0)
}

/// The two merged into a new hash; `other` has the last word.
///
/// # Errors
/// As [`deep_merge`].
pub fn deep_merged(one: &Map, other: &Map) -> Result<Map> {
    let mut merged = one.clone();
    deep_merge(&mut merged, other)?;
    Ok(merged)
}

fn merge_at(target: &mut Map, other: &Map, depth: usize) -> Result<()> {
    if depth > DEEPEST {
        return Err(Error::new(ErrorKind::Limit, "stack level too deep"));
    }
    for (key, new) in other {
        let Some(old) = target.get_mut(key) else {
            target.insert(key.clone(), new.clone());
            continue;
        };
        match (&*old, new) {
            (_, Value::Nil) => {}
            (Value::Hash(below), Value::Hash(above)) => {
                let mut merged = below.as_map().clone();
                merge_at(&mut merged, above, depth + 1)?;
                *old = Value::Hash(Hash::new(merged));
            }
            _ => *old = new.clone(),
        }
    }
    Ok(())
}

/// Sets the value at a String key, in its old place if there is one.
pub fn set(map: &mut Map, key: &str, value: impl Into<Value>) {
    let value = value.into();
    match map.get_mut(&StrKey(key)) {
        Some(place) => *place = value,
        None => {
            map.insert(Value::from(key), value);
        }
    }
}

/// `value.to_s` in Ruby, which for an Array is what `inspect` gives.
///
/// # Errors
/// What a drop answers with.
pub fn ruby_to_s(value: &Value) -> Result<String> {
    match value {
        Value::Array(_) => {
            let mut text = String::new();
            value.inspect(&mut text)?;
            Ok(text)
        }
        value => value.to_s().map(std::borrow::Cow::into_owned),
    }
}

/// The value's items with those of nested arrays in their place (`flatten`), nil left out if `compact`.
pub fn flattened(values: &[Value], compact: bool) -> Vec<Value> {
    let mut flat = Vec::with_capacity(values.len());
    let mut waiting: Vec<std::slice::Iter<'_, Value>> = vec![values.iter()];
    while let Some(items) = waiting.last_mut() {
        match items.next() {
            None => {
                waiting.pop();
            }
            Some(Value::Array(nested)) if waiting.len() < DEEPEST => waiting.push(nested.iter()),
            Some(Value::Nil) if compact => {}
            Some(value) => flat.push(value.clone()),
        }
    }
    flat
}

/// `Utils.pluralized_array_from_hash`: what stands under the singular key, else under the plural one, as a list.
/// Text under the plural key is split at whitespace.
pub fn pluralized(map: &Map, singular: &str, plural: &str) -> Vec<Value> {
    let one = map.get(&StrKey(singular)).filter(|v| v.is_truthy());
    let value = match (one, map.get(&StrKey(plural))) {
        (Some(value), _) => value.clone(),
        (None, Some(Value::Str(text))) => split(text),
        (None, Some(Value::Array(values))) => Value::Array(values.clone()),
        _ => return Vec::new(),
    };
    flattened(&[value], true)
}

/// `String#split` without arguments.
pub fn split(text: &str) -> Value {
    text.split(is_strippable)
        .filter(|word| !word.is_empty())
        .map(Value::from)
        .collect::<crate::value::Array>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::{Hash, from_json};

    fn map(json: &str) -> Hash {
        match from_json(serde_json::from_str(json).unwrap()) {
            Value::Hash(hash) => hash,
            _ => Hash::default(),
        }
    }

    #[test]
    fn nil_never_replaces_and_arrays_do() {
        let merged = deep_merged(
            &map(r#"{"a":{"x":1,"y":[1]},"b":2}"#),
            &map(r#"{"b":null,"c":null,"a":{"y":[2],"z":3}}"#),
        );
        assert_eq!(
            Value::from(merged.unwrap()),
            Value::Hash(map(r#"{"a":{"x":1,"y":[2],"z":3},"b":2,"c":null}"#))
        );
    }

    #[test]
    fn a_hash_that_holds_itself_is_an_error() {
        let hole = Hash::hole();
        hole.fill(std::iter::once((Value::from("a"), Value::Hash(hole.clone()))).collect());
        assert!(deep_merged(&hole, &hole).is_err());
    }

    #[test]
    fn lists_from_singular_or_plural() {
        let list = |json| Value::from(pluralized(&map(json), "tag", "tags")).shown();
        assert_eq!(list(r#"{"tag":"a b","tags":"c d"}"#), r#"["a b"]"#);
        assert_eq!(list(r#"{"tags":"c  d\n"}"#), r#"["c", "d"]"#);
        assert_eq!(
            list(r#"{"tags":["c d",null,["e",1]]}"#),
            r#"["c d", "e", 1]"#
        );
        assert_eq!(list(r#"{"tags":5}"#), "[]");
    }
}
