//! YAML as Jekyll reads it: libyaml's scanner and parser, SafeYAML's handler and guesses, Psych's messages.
//! Only the first document counts, tags build no objects, and what is wrong behind the first document stays unseen.

mod builder;
mod parser;
mod reader;
mod resolve;
mod scalar;
mod scanner;
mod tag;
mod token;
mod typed;

use crate::error::Result;
use crate::value::Value;

pub use typed::{from_typed, typed};

/// The value of a text, as `SafeYAML.load(text, file)` gives it: false where there is no document at all (nothing,
/// comments only), nil for an empty one. `file` is named in messages; without one they say `<unknown>`.
///
/// ```
/// # use rekyll::yaml;
/// let value = yaml::load("a: 1\nb: '1'\n", None)?;
/// assert_eq!(format!("{value:?}"), r#"{"a"=>1, "b"=>"1"}"#);
/// # Ok::<(), rekyll::error::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Yaml`](crate::error::ErrorKind::Yaml) with Psych's message where libyaml refuses the text; a Ruby
/// TypeError or ArgumentError where SafeYAML stumbles (`<<: 1`, `1__0.5`);
/// [`ErrorKind::Limit`](crate::error::ErrorKind::Limit) where collections nest, or merges multiply, beyond reason.
pub fn load(text: &str, file: Option<&str>) -> Result<Value> {
    load_input(reader::Input::new(text), file)
}

/// The value of a file's bytes, as `SafeYAML.load_file` gives it: a byte order mark is no part of the text.
///
/// # Errors
/// Those of [`load`], and libyaml's messages for bytes that are no UTF-8.
pub fn load_bytes(bytes: &[u8], file: Option<&str>) -> Result<Value> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    load_input(reader::Input::from_bytes(text), file)
}

fn load_input(input: reader::Input<'_>, file: Option<&str>) -> Result<Value> {
    let document = parser::Parser::new(input, file).document()?;
    Ok(document.unwrap_or(Value::Bool(false)))
}
