//! The filters of Liquid 4.0.4 (`Liquid::StandardFilters`), by what they work on.

mod arrays;
mod case;
mod html;
mod numbers;
mod sort;
mod strings;
mod times;
mod url;

use std::borrow::Cow;

use super::convert::to_s;
use super::registry::Registry;
use crate::error::Result;
use crate::value::Value;

pub(super) use arrays::MAX_ITEMS;
pub use arrays::{items, numbers, property};
pub use sort::merge_sort;

/// Adds all filters.
pub(crate) fn register(registry: &mut Registry) {
    strings::register(registry);
    html::register(registry);
    url::register(registry);
    arrays::register(registry);
    numbers::register(registry);
    times::register(registry);
}

/// Writes what `map` makes of `input.to_s`.
fn map_text(
    input: &Value,
    out: &mut String,
    map: impl FnOnce(&str, &mut String),
) -> Result<Option<Value>> {
    map(&to_s(input)?, out);
    Ok(None)
}

/// `input.to_s` of an argument that may be absent.
fn text_or<'a>(arguments: &'a [Value], index: usize, default: &'a str) -> Result<Cow<'a, str>> {
    arguments
        .get(index)
        .map_or(Ok(Cow::Borrowed(default)), to_s)
}

/// The argument, or nil.
fn argument(arguments: &[Value], index: usize) -> &Value {
    arguments.get(index).unwrap_or(&Value::Nil)
}
