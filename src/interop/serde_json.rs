//! `serde_json::Value` in and out.
//!
//! In: everything, numbers of any size included. Out: times, dates, symbols and drops become text as `jsonify` prints
//! them; keys become text.

use crate::error::{Error, Result};
use crate::value::{self, Value};

/// Everything that JSON holds, with the order of its keys.
///
/// ```
/// let data = rekyll::Value::from(serde_json::json!({"title": "제목", "n": 5}));
/// let engine = rekyll::Engine::builder().build()?;
/// assert_eq!(engine.liquid("{{ title }} {{ n | plus: 1 }}", &data)?, "제목 6");
/// # Ok::<(), rekyll::Error>(())
/// ```
impl From<::serde_json::Value> for Value {
    fn from(json: ::serde_json::Value) -> Self {
        value::from_json(json)
    }
}

/// As `jsonify` would print it.
///
/// # Errors
/// What JSON cannot say: Infinity, NaN, text that is not UTF-8, a container that holds itself.
impl TryFrom<&Value> for ::serde_json::Value {
    type Error = Error;

    fn try_from(value: &Value) -> Result<Self> {
        value::from_value(value)
    }
}
