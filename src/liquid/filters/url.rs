//! `url_encode` and `url_decode`, as Ruby's CGI has them.

use std::fmt::Write;

use super::map_text;
use crate::error::{Error, Result};
use crate::liquid::convert::to_s;
use crate::liquid::registry::Registry;
use crate::value::Value;

pub(super) fn register(registry: &mut Registry) {
    registry
        .text_filter("url_encode", 0, |input, _, _, out| match input {
            Value::Nil => Ok(Some(Value::Nil)),
            Value::Bytes(bytes) => {
                encode(bytes, out);
                Ok(None)
            }
            _ => map_text(input, out, |text, out| encode(text.as_bytes(), out)),
        })
        .filter("url_decode", 0, |input, _, _| match input {
            Value::Nil => Ok(Value::Nil),
            _ => decode(&to_s(input)?),
        });
}

/// `CGI.escape`: a blank becomes `+`.
fn encode(text: &[u8], out: &mut String) {
    for &byte in text {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'-' | b'~' => {
                out.push(byte as char);
            }
            b' ' => out.push('+'),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}

/// `CGI.unescape`; bytes that are no text are refused.
fn decode(text: &str) -> Result<Value> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' && bytes.len() - at < 3 {
            // Ruby stops where the text ends too early for an escape: not even a `+` behind it is a blank.
            out.extend_from_slice(&bytes[at..]);
            break;
        }
        let escaped = (byte == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let escaped = escaped.and_then(|digits| {
            let digit = |index: usize| (digits[index] as char).to_digit(16);
            u8::try_from(digit(0)? * 16 + digit(1)?).ok()
        });
        match (byte, escaped) {
            (_, Some(decoded)) => {
                out.push(decoded);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            _ => out.push(byte),
        }
        at += 1;
    }
    match String::from_utf8(out) {
        Ok(text) => Ok(text.into()),
        Err(_) => Err(Error::liquid("invalid byte sequence in UTF-8")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding_ends_at_a_cut_escape() {
        for (text, decoded) in [
            ("+%+", " %+"),
            ("%zz+", "%zz "),
            ("%4+", "%4 "),
            ("%4+x", "%4 x"),
            ("%2B+%", "+ %"),
        ] {
            assert_eq!(decode(text).unwrap().as_str(), Some(decoded));
        }
    }
}
