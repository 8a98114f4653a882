//! What filters make of text that is no UTF-8, as YAML's `!binary` can bring it: most refuse it, some look at bytes alone.

use crate::error::{Error, Result};
use crate::text::is_strippable;
use crate::value::Value;

/// What a filter does with an input that is no UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnBytes {
    /// It knows itself.
    Knows,
    /// It takes the text as it is, wrong bytes and all.
    Takes,
    /// It takes the text if there is no wrong byte at its beginning, or at its end, behind white space.
    Strips { left: bool, right: bool },
    /// It raises this ArgumentError.
    Refuses(&'static str),
    /// It is kramdown, which has its own words.
    Converts,
}

impl OnBytes {
    pub(crate) fn of_filter(name: &str) -> Self {
        match name {
            "append" | "prepend" | "escape" | "h" | "xml_escape" | "replace" | "replace_first"
            | "remove" | "remove_first" | "slice" | "truncate" => OnBytes::Takes,
            "strip" => OnBytes::strips(true, true),
            "lstrip" => OnBytes::strips(true, false),
            "rstrip" => OnBytes::strips(false, true),
            "upcase" | "downcase" | "capitalize" => OnBytes::Refuses("input string invalid"),
            "abs"
            | "absolute_url"
            | "at_least"
            | "at_most"
            | "ceil"
            | "divided_by"
            | "escape_once"
            | "floor"
            | "minus"
            | "modulo"
            | "newline_to_br"
            | "normalize_whitespace"
            | "number_of_words"
            | "plus"
            | "relative_url"
            | "round"
            | "slugify"
            | "split"
            | "strip_html"
            | "strip_index"
            | "strip_newlines"
            | "times"
            | "truncatewords"
            | "url_decode" => OnBytes::Refuses("invalid byte sequence in UTF-8"),
            "markdownify" | "smartify" => OnBytes::Converts,
            _ => OnBytes::Knows,
        }
    }

    fn strips(left: bool, right: bool) -> Self {
        OnBytes::Strips { left, right }
    }

    /// The result, or `None` where the filter is to be called as ever.
    ///
    /// # Errors
    /// What Ruby says where the filter does not take the input; those of the filter.
    pub(crate) fn apply(
        self,
        bytes: &[u8],
        arguments: &[Value],
        filter: impl FnOnce(&Value, &[Value]) -> Result<Value>,
    ) -> Option<Result<Value>> {
        match self {
            OnBytes::Knows => None,
            OnBytes::Refuses(message) => Some(Err(Error::liquid(message))),
            OnBytes::Converts => Some(Err(Error::ruby(
                "RuntimeError",
                "The source text contains invalid characters for the used encoding UTF-8",
            ))),
            OnBytes::Strips { left, right } => {
                let text = stand_in(bytes);
                let is_wrong = |c: Option<char>| c.is_some_and(|c| wrong_byte(c).is_some());
                let blank = |c: char| is_strippable(c);
                if left && is_wrong(text.trim_start_matches(blank).chars().next())
                    || right && is_wrong(text.trim_end_matches(blank).chars().next_back())
                {
                    return Some(Err(Error::liquid("invalid byte sequence in UTF-8")));
                }
                Some(filter(&Value::from(text), arguments).map(restored))
            }
            OnBytes::Takes => {
                let arguments: Vec<Value> = arguments.iter().map(shown).collect();
                let input = Value::from(stand_in(bytes));
                Some(filter(&input, &arguments).map(restored))
            }
        }
    }
}

/// Wrong bytes are characters from here on, in the last plane's private area, while a filter looks at the text.
const FIRST: u32 = 0x10_FF00;

fn stand_in(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        let wrong = chunk.invalid().iter();
        text.extend(wrong.filter_map(|byte| char::from_u32(FIRST + u32::from(*byte))));
    }
    text
}

fn shown(value: &Value) -> Value {
    match value {
        Value::Bytes(bytes) => Value::from(stand_in(bytes)),
        _ => value.clone(),
    }
}

fn wrong_byte(c: char) -> Option<u8> {
    u8::try_from(u32::from(c).checked_sub(FIRST)?).ok()
}

fn restored(value: Value) -> Value {
    match &value {
        Value::Str(text) if text.chars().any(|c| wrong_byte(c).is_some()) => {
            let mut bytes = Vec::with_capacity(text.len());
            for c in text.chars() {
                match wrong_byte(c) {
                    Some(byte) => bytes.push(byte),
                    None => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                }
            }
            // Two halves may have become a whole.
            match String::from_utf8(bytes) {
                Ok(text) => Value::from(text),
                Err(error) => Value::Bytes(error.into_bytes().into()),
            }
        }
        _ => value,
    }
}
