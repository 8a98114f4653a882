//! At the library's border: values of other crates go in as data and come out again.
//! Each crate is a feature of its own, on by default.

#[cfg(feature = "liquid")]
pub mod liquid;
#[cfg(feature = "serde_yaml")]
pub mod serde_yaml;

mod serde_json;

#[cfg(any(feature = "liquid", feature = "serde_yaml"))]
use crate::{
    error::{Error, ErrorKind},
    value::Value,
};

#[cfg(any(feature = "liquid", feature = "serde_yaml"))]
/// How deep containers may lie in one another before a conversion refuses them (a value may hold itself).
const DEEPEST: usize = 512;

#[cfg(any(feature = "liquid", feature = "serde_yaml"))]
fn too_deep() -> Error {
    Error::new(ErrorKind::Limit, "value nested too deeply to convert")
}

#[cfg(any(feature = "liquid", feature = "serde_yaml"))]
/// The text of a value that another crate cannot hold as it is, and of a key in a map of strings.
fn text_of(value: &Value) -> Result<String, Error> {
    Ok(match value {
        Value::Symbol(name) => name.to_string(),
        Value::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        other => other.to_s()?.into_owned(),
    })
}
