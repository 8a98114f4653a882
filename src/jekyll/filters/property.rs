//! What `where`, `find`, `sort` and `group_by` look at in each item, and how they compare it
//! (`Jekyll::Filters#item_property` and its helpers).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::fast::FixedState;

use super::ruby::to_i;
use crate::error::{Error, Result};
use crate::jekyll::drops::PageObject;
use crate::jekyll::render::asker;
use crate::jekyll::setup::Setup;
use crate::liquid::{property, to_liquid, to_s};
use crate::text::is_space_char;
use crate::value::{Drop, Str, Value, no_method};

/// The properties read so far, kept for the whole build: `site.filter_cache[:item_property]`.
///
/// Only objects with an identity are kept; what plain data answer cannot change.
#[derive(Default)]
pub(crate) struct PropertyCache {
    kept: Mutex<Columns>,
}

/// By the property's name, then by the object's address.
type Columns = HashMap<Str, HashMap<usize, Kept, FixedState>, FixedState>;

/// A property, and the object that it was read from, so that no other object takes its place in memory.
struct Kept {
    _object: Arc<dyn Drop>,
    value: Value,
}

impl PropertyCache {
    /// The property of an item; numbers in text become numbers, so that they sort as such.
    ///
    /// # Errors
    /// `TypeError`, `NoMethodError` where the item cannot be asked, and what a drop answers with.
    pub(crate) fn item_property(
        &self,
        item: &Value,
        property: &Value,
        setup: &Setup,
    ) -> Result<Value> {
        let name = to_s(property)?;
        let Value::Drop(object) = item else {
            return read_property(item, &name);
        };
        if changes(&name) && !asker::take_turn(setup) {
            return read_property(item, &name);
        }
        let address = Arc::as_ptr(object).cast::<u8>() as usize;
        if let Some(kept) = self.lock().get(&*name).and_then(|kept| kept.get(&address)) {
            return Ok(kept.value.clone());
        }
        // not under the lock: the answer may have to be rendered, which may ask for properties itself
        let value = read_property(item, &name)?;
        if value.is_truthy() && asker::may_keep(setup) {
            let kept = Kept {
                _object: Arc::clone(object),
                value: value.clone(),
            };
            let mut columns = self.lock();
            let column = columns.entry(Str::from(&*name)).or_default();
            return Ok(column.entry(address).or_insert(kept).value.clone());
        }
        Ok(value)
    }

    fn lock(&self) -> MutexGuard<'_, Columns> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a property of a document may be another once it, or one beside it, is rendered.
pub(super) fn changes(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default();
    matches!(
        first,
        "content"
            | "output"
            | "excerpt"
            | "next"
            | "previous"
            | "first"
            | "min"
            | "max"
            | "sort"
            | "to_hash"
    )
}

fn read_property(item: &Value, name: &str) -> Result<Value> {
    if let Some(page) = item.downcast_drop::<PageObject>()
        && !name.contains('.')
        && let Some(found) = page.entry(name)
    {
        return parse_sort_input(found?.map(Cow::into_owned).unwrap_or_default());
    }
    let seen = to_liquid(item.clone());
    let index = |value: &Value, key: &str| property(value, &Value::from(key));
    let value = if name.contains('.') {
        let mut keys: Vec<&str> = name.split('.').collect();
        while keys.last().is_some_and(|key| key.is_empty()) {
            keys.pop();
        }
        let mut value = seen.clone();
        for key in keys {
            value = if responds_to_index(&value) {
                index(&value, key).map_err(|e| accessing(&seen, name, e))?
            } else {
                Value::Bool(false)
            };
        }
        value
    } else {
        index(&seen, name).map_err(|e| accessing(&seen, name, e))?
    };
    parse_sort_input(value)
}

fn responds_to_index(value: &Value) -> bool {
    matches!(
        value,
        Value::Hash(_)
            | Value::Drop(_)
            | Value::Array(_)
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::Symbol(_)
            | Value::Int(_)
            | Value::BigInt(_)
    )
}

/// The message that Jekyll gives where an array was asked for a name.
fn accessing(seen: &Value, name: &str, error: Error) -> Error {
    if !matches!(seen, Value::Array(_)) {
        return error;
    }
    let mut shown = String::new();
    let mut quoted = String::new();
    if seen.inspect(&mut shown).is_err() || Value::from(name).inspect(&mut quoted).is_err() {
        return error;
    }
    let head: String = shown.chars().take(20).collect();
    Error::ruby(
        "TypeError",
        format!(
            "Error accessing object ({head}) with given key. Expected an integer but got {quoted} instead."
        ),
    )
}

/// A number that stands in text becomes one.
fn parse_sort_input(value: Value) -> Result<Value> {
    let text = match &value {
        Value::Str(text) | Value::Symbol(text) => text,
        _ => return Ok(value),
    };
    let body = text.trim_matches(is_space_char);
    let digits = body.strip_prefix('-').unwrap_or(body);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if is_digits(digits) {
        return to_i(&value);
    }
    let float_like = match digits.split_once('.') {
        Some(("", fraction)) => is_digits(fraction),
        Some((whole, fraction)) => is_digits(whole) && (fraction.is_empty() || is_digits(fraction)),
        None => false,
    };
    if float_like {
        if let Value::Symbol(_) = value {
            return Err(no_method(&value, "to_f"));
        }
        return Ok(Value::Float(
            body.trim_end_matches('.').parse().unwrap_or_default(),
        ));
    }
    Ok(value)
}

/// What a filter compares a property with.
pub(super) enum Target {
    /// nil
    Nil,
    /// `empty` or `blank`
    Nothing,
    /// Anything else, as text.
    Text(String),
}

impl Target {
    /// Whether the property is what was asked for (`compare_property_vs_target`).
    pub(super) fn matches(&self, property: &Value) -> Result<bool> {
        match (self, property) {
            (Target::Nil, _) => Ok(property.is_nil()),
            (Target::Nothing, Value::Nil) => Ok(true),
            (Target::Nothing, Value::Array(array)) => {
                let mut joined = String::new();
                crate::value::join(array, "", &mut joined)?;
                Ok(joined.is_empty())
            }
            (Target::Nothing, Value::Hash(hash)) => Ok(hash.iter().all(|(key, value)| {
                to_s(key).is_ok_and(|k| k.is_empty()) && to_s(value).is_ok_and(|v| v.is_empty())
            })),
            (Target::Nothing, _) => Ok(to_s(property)?.is_empty()),
            (Target::Text(text), Value::Str(property)) => Ok(property.as_str() == text),
            (Target::Text(_), Value::Nil) => Ok(false),
            (Target::Text(text), Value::Array(items)) => any_prints(items, text),
            // To Ruby's `Array()` a time is its second, minute, hour, day, month, year, …: `where: "date", "2024"`
            // finds a year, or a minute.
            (Target::Text(text), Value::Time(time)) => any_prints(&time.to_a(), text),
            (Target::Text(text), Value::Hash(hash)) => {
                for (key, value) in hash.iter() {
                    let pair = Value::from(vec![key.clone(), value.clone()]);
                    if to_s(&pair)? == text.as_str() {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            (Target::Text(text), Value::Range(first, last)) => {
                Ok((*first..=*last).any(|i| i.to_string() == *text))
            }
            (Target::Text(text), _) => Ok(to_s(property)? == text.as_str()),
        }
    }
}

fn any_prints(items: &[Value], text: &str) -> Result<bool> {
    for item in items {
        if to_s(item)? == text {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The order of two properties: by `<=>`, or as text where they have none; nil goes where `nils` says.
pub(super) fn compare_properties(a: &Value, b: &Value, nils: Ordering) -> Result<Ordering> {
    match (a.is_nil(), b.is_nil()) {
        (false, true) => Ok(nils.reverse()),
        (true, false) => Ok(nils),
        _ => match a.compare(b) {
            Some(order) => Ok(order),
            None => Ok(to_s(a)?.as_bytes().cmp(to_s(b)?.as_bytes())),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_text_are_numbers() {
        let read = |text: &str| {
            let mut shown = String::new();
            let value = parse_sort_input(Value::from(text)).unwrap();
            value.inspect(&mut shown).unwrap();
            shown
        };
        assert_eq!(read(" 12\n"), "12");
        assert_eq!(read("-.5"), "-0.5");
        assert_eq!(read("5."), "5.0");
        assert_eq!(read("1e5"), "\"1e5\"");
        assert_eq!(read("1.2.3"), "\"1.2.3\"");
        assert_eq!(read(""), "\"\"");
    }

    #[test]
    fn a_time_is_its_parts() {
        let time = crate::yaml::load("2024-01-02 03:04:05", None).unwrap();
        for (text, fits) in [
            ("2024", true),
            ("4", true),
            ("false", true),
            ("", true),
            ("04", false),
            ("2024-01-02 03:04:05 +0000", false),
        ] {
            assert_eq!(Target::Text(text.into()).matches(&time).unwrap(), fits);
        }
    }

    #[test]
    fn nothing_is_what_joins_to_nothing() {
        let list =
            |items: &[&str]| Value::from(items.iter().map(|i| Value::from(*i)).collect::<Vec<_>>());
        for (property, fits) in [
            (Value::Nil, true),
            (list(&["", ""]), true),
            (list(&["a"]), false),
            (Value::Bool(false), false),
        ] {
            assert_eq!(Target::Nothing.matches(&property).unwrap(), fits);
        }
    }
}
