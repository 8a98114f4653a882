//! Filters on HTML.

use memchr::memmem::Finder;
use memchr::{memchr, memchr_iter};

use crate::error::Result;
use crate::liquid::convert::to_s;
use crate::liquid::registry::Registry;
use crate::value::Value;

pub(super) fn register(registry: &mut Registry) {
    registry
        .filter("escape", 0, |input, _, _| escape(input))
        .filter("h", 0, |input, _, _| escape(input))
        .filter("escape_once", 0, |input, _, _| escape_once(input))
        .filter("strip_html", 0, |input, _, _| {
            Ok(strip_tags(&strip_blocks(&to_s(input)?)).into())
        })
        .filter("strip_newlines", 0, |input, _, _| {
            Ok(strip_newlines(&to_s(input)?).into())
        })
        .filter("newline_to_br", 0, |input, _, _| {
            Ok(to_s(input)?.replace('\n', "<br />\n").into())
        });
}

fn entity(byte: u8) -> Option<&'static str> {
    Some(match byte {
        b'&' => "&amp;",
        b'<' => "&lt;",
        b'>' => "&gt;",
        b'"' => "&quot;",
        b'\'' => "&#39;",
        _ => return None,
    })
}

/// Writes the text with what `replacement` gives in place of bytes.
fn replace_bytes<'r>(
    text: &str,
    replacement: impl Fn(u8, usize) -> Option<&'r str>,
) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if let Some(new) = replacement(byte, at) {
            if copied == 0 {
                out.reserve(text.len() + text.len() / 8 + 8);
            }
            out.push_str(&text[copied..at]);
            out.push_str(new);
            copied = at + 1;
        }
    }
    (copied > 0).then(|| {
        out.push_str(&text[copied..]);
        out
    })
}

fn escape(input: &Value) -> Result<Value> {
    if input.is_nil() {
        return Ok(Value::Nil);
    }
    escaped(input, |byte, _| entity(byte))
}

/// As `escape`, but what is an entity already stays.
fn escape_once(input: &Value) -> Result<Value> {
    let text = to_s(input)?;
    let bytes = text.as_bytes();
    escaped(input, |byte, at| match byte {
        b'&' if begins_entity(&bytes[at + 1..]) => None,
        _ => entity(byte),
    })
}

fn escaped<'r>(input: &Value, replacement: impl Fn(u8, usize) -> Option<&'r str>) -> Result<Value> {
    let text = to_s(input)?;
    Ok(match (replace_bytes(&text, replacement), input) {
        (Some(escaped), _) => escaped.into(),
        (None, Value::Str(_)) => input.clone(),
        (None, _) => text.as_ref().into(),
    })
}

/// `([a-zA-Z]+|(#\d+));`
fn begins_entity(behind: &[u8]) -> bool {
    let (name, is_name): (&[u8], fn(&u8) -> bool) = match behind.strip_prefix(b"#") {
        Some(digits) => (digits, u8::is_ascii_digit),
        None => (behind, u8::is_ascii_alphabetic),
    };
    let length = name.iter().take_while(|byte| is_name(byte)).count();
    length > 0 && name.get(length) == Some(&b';')
}

/// Scripts, comments and styles with all that is in them, as far as they are closed.
fn strip_blocks(text: &str) -> String {
    const BLOCKS: [(&[u8], &[u8]); 3] = [
        (b"<script", b"</script>"),
        (b"<!--", b"-->"),
        (b"<style", b"</style>"),
    ];
    let bytes = text.as_bytes();
    let ends = BLOCKS.map(|(_, end)| Finder::new(end));
    let mut never_closed = [false; 3];
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for open in memchr_iter(b'<', bytes) {
        if open < copied {
            continue;
        }
        let Some(kind) = (0..3).find(|&kind| bytes[open..].starts_with(BLOCKS[kind].0)) else {
            continue;
        };
        let inner = open + BLOCKS[kind].0.len();
        if never_closed[kind] {
            continue;
        }
        match ends[kind].find(&bytes[inner..]) {
            None => never_closed[kind] = true,
            Some(at) => {
                out.push_str(&text[copied..open]);
                copied = inner + at + BLOCKS[kind].1.len();
            }
        }
    }
    out.push_str(&text[copied..]);
    out
}

fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = memchr(b'<', rest.as_bytes())
        && let Some(close) = memchr(b'>', &rest.as_bytes()[open..])
    {
        out.push_str(&rest[..open]);
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

/// `\r?\n` goes.
fn strip_newlines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr(b'\n', rest.as_bytes()) {
        let line = &rest[..at];
        out.push_str(line.strip_suffix('\r').unwrap_or(line));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out
}
