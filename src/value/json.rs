//! JSON as Ruby's `json` 2.6.1 writes it for `jsonify` and for a drop's `inspect`, and JSON data as values.

use std::fmt::Write;

use super::path::Path;
use super::print::write_float;
use super::{Array, Hash, Map, Value};
use crate::error::{Error, Result};

/// Deeper than this Ruby's generator does not go.
const MAX_NESTING: usize = 100;

/// What `jsonify` prints for a value.
///
/// # Errors
/// Ruby's: `nesting of 100 is too deep`, `1000: Infinity not allowed in JSON`, `source sequence is illegal/malformed
/// utf-8`, `stack level too deep` for what holds itself and for NaN; and what a drop answers with.
pub fn to_json(value: &Value) -> Result<String> {
    let mut out = String::new();
    Generator::new(false, &mut out).value(value)?;
    Ok(out)
}

/// What `JSON.pretty_generate` prints for a value.
///
/// # Errors
/// As [`to_json`].
pub fn to_json_pretty(value: &Value) -> Result<String> {
    let mut out = String::new();
    Generator::new(true, &mut out).value(value)?;
    Ok(out)
}

/// `JSON::State`: where the text goes, and the containers that are open.
struct Generator<'o> {
    pretty: bool,
    out: &'o mut String,
    open: Path,
}

impl<'o> Generator<'o> {
    fn new(pretty: bool, out: &'o mut String) -> Self {
        Generator {
            pretty,
            out,
            open: Path::default(),
        }
    }

    fn value(&mut self, value: &Value) -> Result<()> {
        match value {
            Value::Nil => self.out.push_str("null"),
            Value::Bool(_) | Value::Int(_) | Value::BigInt(_) => value.write_to_s(self.out)?,
            Value::Float(f) => self.float(*f)?,
            Value::Str(s) | Value::Symbol(s) => write_string(s, self.out),
            Value::Bytes(b) => return Err(refuse_bytes(b)),
            Value::Array(a) => self.array(a)?,
            Value::Hash(h) => self.hash(h)?,
            Value::Drop(d) => match d.to_json_hash(self.open.len())? {
                Some(hash) => self.hash(&hash)?,
                None => write_string(&d.to_s()?, self.out),
            },
            _ => write_string(&value.to_s()?, self.out),
        }
        Ok(())
    }

    fn float(&mut self, f: f64) -> Result<()> {
        if f.is_nan() {
            // Jekyll turns a value into what Liquid sees until that equals it, and NaN never does.
            return Err(stack_level_too_deep());
        }
        if f.is_infinite() {
            let mut message = String::from("1000: ");
            write_float(f, &mut message);
            message.push_str(" not allowed in JSON");
            return Err(Error::ruby("JSON::GeneratorError", message));
        }
        write_float(f, self.out);
        Ok(())
    }

    fn array(&mut self, array: &Array) -> Result<()> {
        self.check_depth()?;
        if !self.open.enter_array(array) {
            return Err(stack_level_too_deep());
        }
        self.out.push('[');
        if self.pretty {
            self.out.push('\n');
        }
        for (index, item) in array.iter().enumerate() {
            self.separate(index);
            self.value(item)?;
        }
        self.open.leave();
        if self.pretty {
            self.out.push('\n');
            self.indent();
        }
        self.out.push(']');
        Ok(())
    }

    fn hash(&mut self, hash: &Hash) -> Result<()> {
        self.check_depth()?;
        if !self.open.enter_hash(hash) {
            return Err(stack_level_too_deep());
        }
        self.out.push('{');
        if self.pretty {
            self.out.push('\n');
        }
        for (index, (key, value)) in hash.iter().enumerate() {
            self.separate(index);
            self.key(key)?;
            self.out.push_str(if self.pretty { ": " } else { ":" });
            self.value(value)?;
        }
        self.open.leave();
        if self.pretty {
            if !hash.is_empty() {
                self.out.push('\n');
            }
            self.indent();
        }
        self.out.push('}');
        Ok(())
    }

    /// A key is written as the string that its `to_s` gives.
    fn key(&mut self, key: &Value) -> Result<()> {
        match key {
            Value::Bytes(b) => return Err(refuse_bytes(b)),
            Value::Array(_) => {
                let mut text = String::new();
                key.inspect(&mut text)?;
                write_string(&text, self.out);
            }
            _ => write_string(&key.to_s()?, self.out),
        }
        Ok(())
    }

    fn separate(&mut self, index: usize) {
        if index > 0 {
            self.out.push(',');
            if self.pretty {
                self.out.push('\n');
            }
        }
        if self.pretty {
            self.indent();
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.open.len() {
            self.out.push_str("  ");
        }
    }

    fn check_depth(&self) -> Result<()> {
        if self.open.len() < MAX_NESTING {
            return Ok(());
        }
        let message = format!("nesting of {MAX_NESTING} is too deep");
        Err(Error::ruby("JSON::NestingError", message))
    }
}

fn stack_level_too_deep() -> Error {
    Error::ruby("SystemStackError", "stack level too deep")
}

/// The message for bytes that are no UTF-8: whether the first wrong character is cut off or malformed.
fn refuse_bytes(bytes: &[u8]) -> Error {
    let at = match std::str::from_utf8(bytes) {
        Ok(_) => 0,
        Err(e) => e.valid_up_to(),
    };
    let length = match bytes.get(at) {
        Some(0xC0..=0xDF) => 2,
        Some(0xE0..=0xEF) => 3,
        Some(0xF0..=0xF7) => 4,
        Some(0xF8..=0xFB) => 5,
        Some(0xFC..) => 6,
        _ => 1,
    };
    let message = if at + length > bytes.len() {
        "partial character in source, but hit end"
    } else {
        "source sequence is illegal/malformed utf-8"
    };
    Error::ruby("JSON::GeneratorError", message)
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= b' ' && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[from..at]);
        from = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            0x0c => out.push_str("\\f"),
            0x08 => out.push_str("\\b"),
            _ => {
                let _ = write!(out, "\\u{byte:04x}");
            }
        }
    }
    out.push_str(&text[from..]);
    out.push('"');
}

/// A JSON value as the value that Ruby's parser would make of it: integers of any size, other numbers as Floats.
pub fn from_json(json: serde_json::Value) -> Value {
    let mut open: Vec<Building> = Vec::new();
    let mut next = (Value::Nil, json);
    loop {
        let (key, json) = next;
        let mut done = match json {
            serde_json::Value::Array(items) => {
                open.push(Building::array(key, items));
                None
            }
            serde_json::Value::Object(entries) => {
                open.push(Building::hash(key, entries));
                None
            }
            scalar => Some((key, scalar_from_json(scalar))),
        };
        next = loop {
            let Some(top) = open.last_mut() else {
                return done.map_or(Value::Nil, |(_, value)| value);
            };
            if let Some((key, value)) = done.take() {
                top.add(key, value);
            }
            if let Some(next) = top.rest.next() {
                break next;
            }
            done = open.pop().map(Building::finish);
        };
    }
}

/// A container of which some elements are converted already.
struct Building {
    /// The key in the outer hash that it goes to.
    key: Value,
    /// The entries of a hash; none for an array.
    entries: Option<Map>,
    items: Vec<Value>,
    rest: std::vec::IntoIter<(Value, serde_json::Value)>,
}

impl Building {
    fn array(key: Value, items: Vec<serde_json::Value>) -> Self {
        let rest: Vec<_> = items.into_iter().map(|item| (Value::Nil, item)).collect();
        Building {
            key,
            entries: None,
            items: Vec::with_capacity(rest.len()),
            rest: rest.into_iter(),
        }
    }

    fn hash(key: Value, entries: serde_json::Map<String, serde_json::Value>) -> Self {
        let rest: Vec<_> = entries
            .into_iter()
            .map(|(key, value)| (Value::from(key), value))
            .collect();
        Building {
            key,
            entries: Some(Map::default()),
            items: Vec::new(),
            rest: rest.into_iter(),
        }
    }

    fn add(&mut self, key: Value, value: Value) {
        match &mut self.entries {
            Some(entries) => {
                entries.insert(key, value);
            }
            None => self.items.push(value),
        }
    }

    fn finish(self) -> (Value, Value) {
        let value = match self.entries {
            Some(entries) => Value::from(entries),
            None => Value::from(self.items),
        };
        (self.key, value)
    }
}

fn scalar_from_json(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Bool(b) => Value::Bool(b),
        serde_json::Value::String(s) => Value::from(s),
        serde_json::Value::Number(n) => number_from_json(&n.to_string()),
        _ => Value::Nil,
    }
}

fn number_from_json(text: &str) -> Value {
    if let Ok(i) = text.parse::<i64>() {
        return Value::Int(i);
    }
    if let Ok(i) = text.parse::<num_bigint::BigInt>() {
        return Value::from(i);
    }
    Value::Float(text.parse().unwrap_or(f64::NAN))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generate(value: impl Into<Value>) -> String {
        match to_json(&value.into()) {
            Ok(json) => json,
            Err(e) => e.bare_message().to_string(),
        }
    }

    #[test]
    fn strings_and_keys() {
        assert_eq!(
            generate("\u{7f}\u{2028}/\u{1}\"é\n"),
            "\"\u{7f}\u{2028}/\\u0001\\\"é\\n\""
        );
        let hash: Hash = [
            (Value::Nil, 1.into()),
            (1.5.into(), Value::Nil),
            (vec![1.into()].into(), 1e20.into()),
        ]
        .into_iter()
        .collect();
        assert_eq!(generate(hash), "{\"\":1,\"1.5\":null,\"[1]\":1.0e+20}");
    }

    #[test]
    fn refuses_what_json_cannot_hold() {
        assert_eq!(
            generate(f64::NEG_INFINITY),
            "1000: -Infinity not allowed in JSON"
        );
        assert_eq!(
            generate(Value::Bytes(b"a\xffb"[..].into())),
            "partial character in source, but hit end"
        );
        assert_eq!(
            generate(Value::Bytes(b"a\x80b"[..].into())),
            "source sequence is illegal/malformed utf-8"
        );
        let nested =
            |depth| (1..depth).fold(Value::from(Vec::new()), |inner, _| vec![inner].into());
        assert_eq!(generate(nested(101)), "nesting of 100 is too deep");
        assert!(to_json(&nested(100)).is_ok());
    }

    #[test]
    fn pretty_json_has_rubys_empty_lines() {
        let data = serde_json::json!({"a": [], "b": {}, "c": [1, {"x": 2}]});
        assert_eq!(
            to_json_pretty(&from_json(data)).unwrap(),
            "{\n  \"a\": [\n\n  ],\n  \"b\": {\n  },\n  \"c\": [\n    1,\n    {\n      \"x\": 2\n    }\n  ]\n}"
        );
    }

    #[test]
    fn numbers_of_any_size_are_read() {
        let data: serde_json::Value =
            serde_json::from_str("[1, -0, 123456789012345678901234567890, 1.0, 1e3]").unwrap();
        let mut text = String::new();
        from_json(data).inspect(&mut text).unwrap();
        assert_eq!(text, "[1, 0, 123456789012345678901234567890, 1.0, 1000.0]");
    }
}
