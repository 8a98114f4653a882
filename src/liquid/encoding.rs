//! In which encoding Ruby would hold what a template prints. It joins the pieces into a String of the encoding of the
//! first: and what numbers, nil and times print is US-ASCII. As long as nothing else comes, the whole stays US-ASCII,
//! which kramdown takes to heart: it writes no character that the encoding does not have.

use crate::value::Value;

/// What is known of the encoding while a template is rendered.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Encoding {
    /// Whether the next piece is the first one of a template whose encoding is asked for.
    pub(crate) is_wanted: bool,
    /// Whether what was printed last is US-ASCII.
    pub(crate) is_ascii: bool,
}

impl Encoding {
    /// Takes the question, so that nobody else answers it.
    pub(crate) fn take(&mut self) -> bool {
        std::mem::take(&mut self.is_wanted)
    }
}

/// Whether Ruby prints the value in US-ASCII.
pub(crate) fn is_ascii(value: &Value) -> bool {
    let mut value = value;
    // arrays may hold themselves
    for _ in 0..64 {
        match value {
            Value::Array(array) => match array.first() {
                Some(first) => value = first,
                None => return true,
            },
            Value::Hash(hash) => return hash.is_empty(),
            Value::Symbol(name) => return name.is_ascii(),
            Value::Str(_) | Value::Bytes(_) | Value::Drop(_) => return false,
            _ => return true,
        }
    }
    false
}

/// Whether a filter gives text in the encoding in which it gets it.
pub(crate) fn is_kept_by(filter: &str) -> bool {
    matches!(
        filter,
        "append"
            | "capitalize"
            | "downcase"
            | "escape"
            | "escape_once"
            | "h"
            | "inspect"
            | "join"
            | "lstrip"
            | "markdownify"
            | "newline_to_br"
            | "normalize_whitespace"
            | "remove"
            | "remove_first"
            | "replace"
            | "replace_first"
            | "rstrip"
            | "slice"
            | "smartify"
            | "strip"
            | "strip_html"
            | "strip_newlines"
            | "truncate"
            | "truncatewords"
            | "upcase"
            | "url_encode"
            | "xml_escape"
    )
}
