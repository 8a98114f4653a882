//! The order of documents on pages: by a field of their front matter (`Utils.sort_values`, `sort_get_post_data`).

use std::cmp::Ordering;

use super::Place;
use crate::error::{Error, Result};
use crate::jekyll::site::Site;
use crate::jekyll::slug::downcase;
use crate::liquid::merge_sort;
use crate::text::strip;
use crate::value::{Map, StrKey, Value, no_method};

/// Sorts documents by a field; `a:b` is `b` below `a`.
pub(super) fn sort(site: &Site, documents: &mut [Place], field: &str) -> Result<()> {
    let keys: Vec<String> = field.split(':').map(|key| downcase(strip(key))).collect();
    let mut keyed = Vec::with_capacity(documents.len());
    for &place in documents.iter() {
        let document = &site.collections[place.0].docs[place.1];
        keyed.push((field_of(&document.data, &keys)?, place));
    }
    merge_sort(&mut keyed, &mut |(a, _), (b, _)| compare(a, b))?;
    for (place, (_, sorted)) in documents.iter_mut().zip(keyed) {
        *place = sorted;
    }
    Ok(())
}

fn field_of(data: &Map, keys: &[String]) -> Result<Value> {
    let mut keys = keys.iter();
    let Some(first) = keys.next() else {
        return Ok(Value::Nil);
    };
    let mut value = match data.get(&StrKey(first)) {
        Some(value) => value.clone(),
        None => return Ok(Value::Nil),
    };
    for key in keys {
        value = match &value {
            Value::Hash(below) => match below.get_str(key) {
                Some(value) => value.clone(),
                None => return Ok(Value::Nil),
            },
            other => return Err(no_method(other, "has_key?")),
        };
    }
    Ok(match value {
        Value::Hash(_) => Value::Nil,
        value => value,
    })
}

/// Nothing comes before something, and texts are compared whatever their case.
fn compare(a: &Value, b: &Value) -> Result<Ordering> {
    let order = match (a, b) {
        (Value::Nil, Value::Nil) => Some(Ordering::Equal),
        (Value::Nil, _) => Some(Ordering::Less),
        (_, Value::Nil) => Some(Ordering::Greater),
        (Value::Str(a), Value::Str(b)) => Some(downcase(a).cmp(&downcase(b))),
        (Value::Str(_), other) => return Err(no_method(other, "downcase")),
        (a, b) => a.compare(b),
    };
    order.ok_or_else(|| {
        Error::ruby(
            "ArgumentError",
            "comparison of Jekyll::Document with Jekyll::Document failed",
        )
    })
}
