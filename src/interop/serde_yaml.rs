//! `serde_yaml::Value` and `Mapping` in and out.
//!
//! | | in | out |
//! |---|---|---|
//! | keys | of any kind, in their order | of any kind, in their order |
//! | tags | gone, as SafeYAML drops them | (there are none) |
//! | integers | all that it holds: 64 bits | up to 64 bits; larger ones are text |
//! | floats | all | all |
//! | times, dates, symbols, ranges | (there are none) | text |
//! | text that is no UTF-8 | (there is none) | U+FFFD for what is wrong |
//! | drops | (there are none) | mappings, where they can say all they hold; text otherwise |
//!
//! `serde_yaml` has resolved its scalars by rules of its own: it makes text of a date and of `yes`, and a float of `1e3`.
//! [`yaml::load`](crate::yaml::load) reads the text of front matter as Jekyll does.

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
///
/// ```
/// let front_matter: serde_yaml::Mapping = serde_yaml::from_str("z: !tag 1\n5: [a]")?;
/// let hash = rekyll::Value::from(front_matter);
/// assert_eq!(hash.to_s()?, r#"{"z"=>1, 5=>["a"]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

/// Integers of more than 64 bits, times and dates are text.
///
/// ```
/// let data = rekyll::yaml::load("z: 2024-01-02\n5: [~, 2.5]\n", None)?;
/// let yaml = serde_yaml::Value::try_from(&data)?;
/// assert_eq!(serde_yaml::to_string(&yaml)?, "z: 2024-01-02\n5:\n- null\n- 2.5\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// A container that holds itself or lies too deep; a drop that fails.
impl TryFrom<&Value> for Yaml {
    type Error = Error;

    fn try_from(value: &Value) -> Result<Self> {
        to_yaml(value, 0)
    }
}

/// ```
/// let page = rekyll::Engine::builder().build()?.page("a.md", "---\ntitle: 제목\n---\n")?;
/// let front_matter = serde_yaml::Mapping::try_from(&page.data)?;
/// assert_eq!(front_matter["title"], "제목");
/// # Ok::<(), rekyll::Error>(())
/// ```
///
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
    fn what_it_cannot_hold_is_text() -> Result<()> {
        let value = crate::yaml::load(
            "[36893488147419103232, 2024-01-02, .inf, 2024-01-02 03:04:05]",
            None,
        )?;
        let yaml = Yaml::try_from(&value)?;
        let shown: Yaml = ::serde_yaml::from_str(
            "['36893488147419103232', '2024-01-02', .inf, '2024-01-02 03:04:05 +0000']",
        )
        .map_err(|e| Error::liquid(e.to_string()))?;
        assert_eq!(yaml, shown);
        Ok(())
    }

    #[test]
    fn a_container_that_holds_itself_is_an_error() {
        let array = crate::value::Array::hole();
        array.fill(vec![Value::Array(array.clone())]);
        assert!(Yaml::try_from(&Value::Array(array)).is_err());
    }
}
