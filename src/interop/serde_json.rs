//! `serde_json::Value` in and out.
//!
//! | | in | out |
//! |---|---|---|
//! | keys | in their order | in their order; text, whatever they were, and the last of equal ones stays |
//! | integers | of any size | of any size |
//! | floats | all | all but Infinity and NaN, which are errors |
//! | times, dates, symbols, ranges | (there are none) | text |
//! | text that is no UTF-8 | (there is none) | an error |
//! | drops | (there are none) | what `jsonify` prints of them |
//!
//! Numbers of any size take `serde_json`'s feature `arbitrary_precision` and the order of keys its `preserve_order`;
//! this crate turns both on.

use crate::error::{Error, ErrorKind, Result};
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
/// ```
/// let data = rekyll::yaml::load("z: 12345678901234567890123\n5: [2024-01-02, ~]\n", None)?;
/// let json = serde_json::Value::try_from(&data)?;
/// assert_eq!(json.to_string(), r#"{"z":12345678901234567890123,"5":["2024-01-02",null]}"#);
/// assert_eq!(json["5"][1], serde_json::Value::Null);
/// # Ok::<(), rekyll::Error>(())
/// ```
///
/// # Errors
/// What JSON cannot say: Infinity, NaN, text that is not UTF-8, a container that holds itself, 100 containers inside one
/// another.
impl TryFrom<&Value> for ::serde_json::Value {
    type Error = Error;

    fn try_from(value: &Value) -> Result<Self> {
        let text = value::to_json(value)?;
        ::serde_json::from_str(&text).map_err(|e| Error::new(ErrorKind::Usage, e.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back(text: &str) -> Result<String> {
        let json: ::serde_json::Value = ::serde_json::from_str(text).expect("JSON");
        Ok(::serde_json::Value::try_from(&Value::from(json))?.to_string())
    }

    #[test]
    fn json_comes_back_as_it_was() -> Result<()> {
        for text in [
            "null",
            r#"{"z":1,"a":[true,2.5,-123456789012345678901234567890],"":{}}"#,
            r#""\u0000 \"제목\"""#,
        ] {
            assert_eq!(there_and_back(text)?, text);
        }
        Ok(())
    }

    #[test]
    fn what_json_cannot_say_is_an_error() {
        let array = crate::value::Array::hole();
        array.fill(vec![Value::Array(array.clone())]);
        for value in [
            Value::Float(f64::NAN),
            Value::Float(f64::INFINITY),
            Value::Bytes(b"\xff".as_slice().into()),
            Value::Array(array),
        ] {
            assert!(::serde_json::Value::try_from(&value).is_err());
        }
    }
}
