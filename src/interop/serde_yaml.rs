//! `serde_yaml::Value` and `Mapping` in and out.
//!
//! In: keys of any kind and their order are kept; a tag is dropped, as SafeYAML drops it; numbers are i64, u64 or f64.
//! Out: integers beyond 64 bits, times, dates, symbols and drops become text.

use ::serde_yaml::{Mapping, Number, Value as Yaml};

use super::{DEEPEST, text_of, too_deep};
use crate::error::{Error, Result};
use crate::value::{Hash, Map, Value};

/// Front matter that a generator already holds.
///
/// ```
/// let front_matter: serde_yaml::Value = serde_yaml::from_str("title: 제목\ntags: [a, b]")?;
/// let engine = rekyll::Engine::builder().build()?;
/// let page = rekyll::Value::from(front_matter);
/// assert_eq!(engine.liquid("{{ title }}: {{ tags | join: '+' }}", &page)?, "제목: a+b");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl From<Yaml> for Value {
    fn from(yaml: Yaml) -> Self {
        match yaml {
            Yaml::Null => Value::Nil,
            Yaml::Bool(b) => Value::Bool(b),
            Yaml::Number(n) => number(&n),
            Yaml::String(s) => Value::from(s),
            Yaml::Sequence(items) => Value::Array(items.into_iter().map(Value::from).collect()),
            Yaml::Mapping(entries) => Value::from(entries),
            Yaml::Tagged(tagged) => Value::from(tagged.value),
        }
    }
}

/// A mapping becomes a Hash with the same keys in the same order.
impl From<Mapping> for Value {
    fn from(entries: Mapping) -> Self {
        let entries: Map = entries
            .into_iter()
            .map(|(key, value)| (Value::from(key), Value::from(value)))
            .collect();
        Value::Hash(Hash::new(entries))
    }
}

fn number(n: &Number) -> Value {
    match (n.as_i64(), n.as_u64()) {
        (Some(small), _) => Value::Int(small),
        (_, Some(large)) => Value::from(large),
        _ => Value::Float(n.as_f64().unwrap_or(f64::NAN)),
    }
}

/// Tags are gone, numbers of more than 64 bits are text.
///
/// # Errors
/// A container that holds itself or lies too deep; a drop that fails.
impl TryFrom<&Value> for Yaml {
    type Error = Error;

    fn try_from(value: &Value) -> Result<Self> {
        to_yaml(value, 0)
    }
}

/// # Errors
/// As for a whole value.
impl TryFrom<&Hash> for Mapping {
    type Error = Error;

    fn try_from(hash: &Hash) -> Result<Self> {
        to_mapping(hash, 0)
    }
}

fn to_mapping(hash: &Hash, depth: usize) -> Result<Mapping> {
    hash.iter()
        .map(|(key, value)| Ok((to_yaml(key, depth + 1)?, to_yaml(value, depth + 1)?)))
        .collect()
}

fn to_yaml(value: &Value, depth: usize) -> Result<Yaml> {
    if depth > DEEPEST {
        return Err(too_deep());
    }
    Ok(match value {
        Value::Nil => Yaml::Null,
        Value::Bool(b) => Yaml::Bool(*b),
        Value::Int(i) => Yaml::Number((*i).into()),
        Value::Float(f) => Yaml::Number((*f).into()),
        Value::BigInt(i) => match u64::try_from(&**i) {
            Ok(large) => Yaml::Number(large.into()),
            Err(_) => Yaml::String(i.to_string()),
        },
        Value::Array(items) => items
            .iter()
            .map(|item| to_yaml(item, depth + 1))
            .collect::<Result<Vec<_>>>()?
            .into(),
        Value::Hash(hash) => Yaml::Mapping(to_mapping(hash, depth)?),
        Value::Drop(drop) => match drop.to_hash()? {
            Some(hash) => Yaml::Mapping(to_mapping(&hash, depth)?),
            None => Yaml::String(text_of(value)?),
        },
        other => Yaml::String(text_of(other)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_kinds_of_keys_survive_both_ways() -> Result<()> {
        let text = "z: 1\n5: [2.5, ~, true]\na: {y: 18446744073709551615}\n";
        let yaml: Yaml = ::serde_yaml::from_str(text).map_err(|e| Error::liquid(e.to_string()))?;
        let value = Value::from(yaml.clone());
        assert_eq!(
            value.to_s()?,
            r#"{"z"=>1, 5=>[2.5, nil, true], "a"=>{"y"=>18446744073709551615}}"#
        );
        assert_eq!(Yaml::try_from(&value)?, yaml);
        Ok(())
    }

    #[test]
    fn a_container_that_holds_itself_is_an_error() {
        let array = crate::value::Array::hole();
        array.fill(vec![Value::Array(array.clone())]);
        assert!(Yaml::try_from(&Value::Array(array)).is_err());
    }
}
