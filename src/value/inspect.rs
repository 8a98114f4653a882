//! Ruby 3.1's `inspect`: strings quoted and escaped, hashes as `{"a"=>1, :b=>nil}`, what holds itself as `[...]`.
//! Containers are walked without recursion, so no nesting is too deep.

use std::fmt::Write;

use super::path::Path;
use super::print::{MAX_ELEMENTS, MAX_LENGTH, too_large};
use super::printable::PRINTABLE;
use super::{Array, Hash, Value};
use crate::error::Result;

/// A container whose elements are being written, and how many of them are.
enum Open<'v> {
    Array(&'v Array, usize),
    Hash(&'v Hash, usize),
    /// Between a key and its value.
    Pair(&'v Value),
}

impl Value {
    /// Appends what Ruby's `inspect` gives.
    ///
    /// # Errors
    /// What a drop answers with, and [`ErrorKind::Limit`](crate::error::ErrorKind::Limit) where the text would grow
    /// beyond all bounds.
    pub fn inspect(&self, out: &mut String) -> Result<()> {
        let mut open = Vec::new();
        let mut path = Path::default();
        begin(self, &mut open, &mut path, out)?;
        let mut count = 0;
        while let Some(top) = open.pop() {
            count += 1;
            if count > MAX_ELEMENTS || out.len() > MAX_LENGTH {
                return Err(too_large());
            }
            match top {
                Open::Pair(value) => {
                    out.push_str("=>");
                    begin(value, &mut open, &mut path, out)?;
                }
                Open::Array(array, index) => match array.get(index) {
                    Some(item) => {
                        separate(index, out);
                        open.push(Open::Array(array, index + 1));
                        begin(item, &mut open, &mut path, out)?;
                    }
                    None => {
                        path.leave();
                        out.push(']');
                    }
                },
                Open::Hash(hash, index) => match hash.get_index(index) {
                    Some((key, value)) => {
                        separate(index, out);
                        open.push(Open::Hash(hash, index + 1));
                        open.push(Open::Pair(value));
                        begin(key, &mut open, &mut path, out)?;
                    }
                    None => {
                        path.leave();
                        out.push('}');
                    }
                },
            }
        }
        Ok(())
    }
}

fn separate(index: usize, out: &mut String) {
    if index > 0 {
        out.push_str(", ");
    }
}

/// Writes a value, or opens it where it is a container.
fn begin<'v>(
    value: &'v Value,
    open: &mut Vec<Open<'v>>,
    path: &mut Path,
    out: &mut String,
) -> Result<()> {
    match value {
        Value::Nil => out.push_str("nil"),
        Value::Str(s) => inspect_str(s, out),
        Value::Bytes(b) => inspect_bytes(b, out),
        Value::Symbol(s) => inspect_symbol(s, out),
        Value::Time(t) => t.inspect(out),
        Value::Date(d) => d.inspect(out),
        Value::DateTime(d) => d.inspect(out),
        Value::Drop(d) => out.push_str(&d.inspect()?),
        Value::Array(array) => {
            if path.enter_array(array) {
                out.push('[');
                open.push(Open::Array(array, 0));
            } else {
                out.push_str("[...]");
            }
        }
        Value::Hash(hash) => {
            if path.enter_hash(hash) {
                out.push('{');
                open.push(Open::Hash(hash, 0));
            } else {
                out.push_str("{...}");
            }
        }
        _ => value.write_to_s(out)?,
    }
    Ok(())
}

/// `String#inspect`.
pub fn inspect_str(text: &str, out: &mut String) {
    out.push('"');
    inspect_chars(text, true, out);
    out.push('"');
}

fn inspect_bytes(bytes: &[u8], out: &mut String) {
    out.push('"');
    for chunk in bytes.utf8_chunks() {
        inspect_chars(chunk.valid(), true, out);
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02X}");
        }
    }
    out.push('"');
}

/// Escapes what must be; a symbol of ASCII alone is not Unicode to Ruby and gets `\x01`, not `\u0001`.
fn inspect_chars(text: &str, unicode: bool, out: &mut String) {
    out.reserve(text.len());
    let bytes = text.as_bytes();
    let (mut copied, mut at) = (0, 0);
    while let Some(&byte) = bytes.get(at) {
        if is_plain(byte) {
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let next = at + c.len_utf8();
        let short = match c {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\x0c' => "\\f",
            '\x0b' => "\\v",
            '\x08' => "\\b",
            '\x07' => "\\a",
            '\x1b' => "\\e",
            '#' if matches!(bytes.get(next), Some(b'{' | b'$' | b'@')) => "\\#",
            _ => "",
        };
        if short.is_empty() && (c == '#' || is_printable(c)) {
            at = next;
            continue;
        }
        out.push_str(&text[copied..at]);
        (copied, at) = (next, next);
        if !short.is_empty() {
            out.push_str(short);
            continue;
        }
        let code = c as u32;
        let _ = match (unicode, code) {
            (false, _) => write!(out, "\\x{code:02X}"),
            (true, ..=0xFFFF) => write!(out, "\\u{code:04X}"),
            (true, _) => write!(out, "\\u{{{code:X}}}"),
        };
    }
    out.push_str(&text[copied..]);
}

/// Whether a byte is a character that is never escaped.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\' | b'#')
}

fn is_printable(c: char) -> bool {
    let code = c as u32;
    let at = PRINTABLE.partition_point(|&(_, end)| end < code);
    PRINTABLE.get(at).is_some_and(|&(start, _)| start <= code)
}

fn inspect_symbol(name: &str, out: &mut String) {
    out.push(':');
    if is_plain_symbol(name) {
        out.push_str(name);
    } else {
        out.push('"');
        inspect_chars(name, !name.is_ascii(), out);
        out.push('"');
    }
}

const OPERATORS: [&str; 28] = [
    "[]", "[]=", "+", "-", "+@", "-@", "!", "!=", "!~", "~", "==", "===", "=~", "<=>", "<", "<=",
    "<<", ">", ">=", ">>", "*", "**", "/", "%", "&", "|", "^", "`",
];

/// Whether Ruby's source could spell the symbol without quotes.
fn is_plain_symbol(name: &str) -> bool {
    if OPERATORS.contains(&name) {
        return true;
    }
    if let Some(global) = name.strip_prefix('$') {
        return is_global(global);
    }
    if let Some(variable) = name.strip_prefix("@@").or_else(|| name.strip_prefix('@')) {
        return is_identifier(variable);
    }
    let stem = name.strip_suffix(['?', '!', '=']).unwrap_or(name);
    is_identifier(stem)
}

fn is_global(name: &str) -> bool {
    let bytes = name.as_bytes();
    match bytes {
        [b'-', rest @ ..] => {
            rest.len() == name.chars().count() - 1
                && is_word(&name[1..])
                && name.chars().count() == 2
        }
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        [b'0'] => true,
        [one] if b"~*$?!@/\\;,.=:<>\"&`'+_".contains(one) => true,
        _ => is_identifier(name),
    }
}

fn is_identifier(name: &str) -> bool {
    !name.starts_with(|c: char| c.is_ascii_digit()) && is_word(name)
}

fn is_word(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|c| c == '_' || c.is_ascii_alphanumeric() || (!c.is_ascii() && is_printable(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inspect(value: impl Into<Value>) -> String {
        let mut out = String::new();
        value.into().inspect(&mut out).unwrap();
        out
    }

    #[test]
    fn containers_are_inspected_as_ruby_3_1_does() {
        let hash: Hash = [
            (Value::from("a"), Value::Symbol("b".into())),
            (Value::Nil, 1.0.into()),
        ]
        .into_iter()
        .collect();
        let array = vec![
            1.into(),
            vec![Value::Nil, Vec::new().into()].into(),
            hash.into(),
            Value::Range(1, 2),
        ];
        assert_eq!(
            inspect(array),
            "[1, [nil, []], {\"a\"=>:b, nil=>1.0}, 1..2]"
        );
    }

    #[test]
    fn what_holds_itself_ends_in_dots() {
        let array = Array::hole();
        let hash: Hash = [("k", Value::Array(array.clone()))].into_iter().collect();
        array.fill(vec![hash.into(), array.clone().into()]);
        assert_eq!(inspect(array), "[{\"k\"=>[...]}, [...]]");
    }

    #[test]
    fn strings_escape_what_cannot_be_printed() {
        assert_eq!(
            inspect("é#a #{b} #$c\u{7f}\u{1}\u{1b}"),
            "\"é#a \\#{b} \\#$c\\u007F\\u0001\\e\""
        );
        assert_eq!(
            inspect("\u{200b}\u{2028}\u{10ffff}"),
            "\"\u{200b}\\u2028\\u{10FFFF}\""
        );
        assert_eq!(
            inspect(Value::Bytes(b"a\xff\xe3\x81"[..].into())),
            "\"a\\xFF\\xE3\\x81\""
        );
    }

    #[test]
    fn symbols_are_quoted_where_source_would_need_it() {
        for (name, shown) in [
            ("a?", ":a?"),
            ("a b", ":\"a b\""),
            ("[]=", ":[]="),
            ("1a", ":\"1a\""),
            ("\u{1}", ":\"\\x01\""),
        ] {
            assert_eq!(inspect(Value::Symbol(name.into())), shown);
        }
    }
}
