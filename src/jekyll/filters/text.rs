//! Filters that turn a text into another: escaping, counting, joining into a sentence (`Jekyll::Filters`).

use std::borrow::Cow;

use super::ruby::to_s;
use super::uri::{self, Class};
use crate::error::{Error, Result};
use crate::text::{is_space_char, xml_attribute};
use crate::value::{Str, Value, no_conversion, no_method};

/// `xml_escape`
pub(super) fn xml_escape(input: &Value) -> Result<Value> {
    Ok(Value::from(xml_attribute(&to_s(input)?)))
}

/// `inspect`: Ruby's form, fit for HTML.
pub(super) fn inspect(input: &Value) -> Result<Value> {
    let mut text = String::new();
    input.inspect(&mut text)?;
    Ok(Value::from(xml_attribute(&text)))
}

/// `cgi_escape` (`CGI.escape`).
pub(super) fn cgi_escape(input: &Value) -> Result<Value> {
    let bytes: &[u8] = match input {
        Value::Str(s) => s.as_bytes(),
        Value::Bytes(b) => b,
        _ => {
            return Err(no_conversion(input, "String"));
        }
    };
    let mut out = Str::with_capacity(bytes.len());
    for part in bytes.split(|&b| b == b' ').enumerate() {
        if part.0 > 0 {
            out.push('+');
        }
        out.push_str(&uri::encode_component(part.1, Class::Unreserved));
    }
    Ok(Value::Str(out))
}

/// `uri_escape` (`Addressable::URI.normalize_component`).
pub(super) fn uri_escape(input: &Value) -> Result<Value> {
    match input {
        Value::Nil => Ok(Value::Nil),
        Value::Str(s) => Ok(Value::from(uri::normalize_component(s, Class::Uri))),
        Value::Bytes(b) => Ok(Value::from(uri::encode_component(
            &uri::unencode(b, false),
            Class::Uri,
        ))),
        _ => Err(Error::ruby(
            "TypeError",
            format!("Can't convert {} into String.", input.class_name()),
        )),
    }
}

/// `normalize_whitespace`
pub(super) fn normalize_whitespace(input: &Value) -> Result<Value> {
    let text = to_s(input)?;
    let mut out = Str::with_capacity(text.len());
    // A space before each run of other characters but the first; those at the ends are stripped in any case.
    for run in text.split(is_space_char).filter(|run| !run.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(run);
    }
    let stripped = out.trim_matches(|c| c == ' ' || c == '\0');
    Ok(Value::from(stripped))
}

/// `number_of_words`
pub(super) fn number_of_words(input: &Value, mode: &Value) -> Result<Value> {
    let mode = mode.as_str().unwrap_or_default();
    let cjk = matches!(mode, "cjk" | "auto");
    let text = match input {
        Value::Str(s) => Cow::Borrowed(s.as_str()),
        Value::Bytes(_) if cjk => {
            return Err(Error::liquid("invalid byte sequence in UTF-8"));
        }
        Value::Bytes(b) => String::from_utf8_lossy(b),
        _ => return Err(no_method(input, if cjk { "scan" } else { "split" })),
    };
    let count = match mode {
        "cjk" => cjk_and_words(&text).0,
        "auto" => match cjk_and_words(&text) {
            (_, 0) => words(&text),
            (count, _) => count,
        },
        _ => words(&text),
    };
    Ok(Value::from(count))
}

/// How many words Ruby's `split` makes of a text.
fn words(text: &str) -> usize {
    // Without a branch, as words are short, and counted in bytes, which the processor adds many at a time.
    const MOST: usize = u8::MAX as usize;
    let is_space = |byte: u8| (byte == b' ') | (byte.wrapping_sub(b'\t') < 5);
    let Some((first, rest)) = text.as_bytes().split_first() else {
        return 0;
    };
    let mut count = usize::from(!is_space(*first));
    for (before, after) in text.as_bytes().chunks(MOST).zip(rest.chunks(MOST)) {
        let begins = before.iter().zip(after);
        let begins = begins.map(|(&before, &after)| u8::from(is_space(before) & !is_space(after)));
        count += usize::from(begins.sum::<u8>());
    }
    count
}

/// CJK characters and words between them together, and CJK characters alone.
fn cjk_and_words(text: &str) -> (usize, usize) {
    let (mut count, mut cjk, mut in_word) = (0, 0, false);
    for c in text.chars() {
        if is_cjk(c) {
            cjk += 1;
            count += 1;
            in_word = false;
        } else if is_space_char(c) {
            in_word = false;
        } else if !in_word {
            count += 1;
            in_word = true;
        }
    }
    (count, cjk)
}

/// Han, Katakana, Hiragana and Hangul, as Unicode 13 has them (Ruby 3.1's `\p{Han}` …).
fn is_cjk(c: char) -> bool {
    if c < '\u{1100}' {
        return false;
    }
    let c = u32::from(c);
    let at = CJK.partition_point(|&(_, last)| last < c);
    CJK.get(at).is_some_and(|&(first, _)| first <= c)
}

#[rustfmt::skip]
const CJK: &[(u32, u32)] = &[
    (0x1100, 0x11FF), (0x2E80, 0x2E99), (0x2E9B, 0x2EF3), (0x2F00, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007),
    (0x3021, 0x3029), (0x302E, 0x302F), (0x3038, 0x303B), (0x3041, 0x3096), (0x309D, 0x309F), (0x30A1, 0x30FA),
    (0x30FD, 0x30FF), (0x3131, 0x318E), (0x31F0, 0x321E), (0x3260, 0x327E), (0x32D0, 0x32FE), (0x3300, 0x3357),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFC), (0xA960, 0xA97C), (0xAC00, 0xD7A3), (0xD7B0, 0xD7C6), (0xD7CB, 0xD7FB),
    (0xF900, 0xFA6D), (0xFA70, 0xFAD9), (0xFF66, 0xFF6F), (0xFF71, 0xFF9D), (0xFFA0, 0xFFBE), (0xFFC2, 0xFFC7),
    (0xFFCA, 0xFFCF), (0xFFD2, 0xFFD7), (0xFFDA, 0xFFDC), (0x16FF0, 0x16FF1), (0x1B000, 0x1B11E), (0x1B150, 0x1B152),
    (0x1B164, 0x1B167), (0x1F200, 0x1F200), (0x20000, 0x2A6DD), (0x2A700, 0x2B734), (0x2B740, 0x2B81D), (0x2B820, 0x2CEA1),
    (0x2CEB0, 0x2EBE0), (0x2F800, 0x2FA1D), (0x30000, 0x3134A),
];

/// `array_to_sentence_string`
pub(super) fn array_to_sentence_string(input: &Value, connector: Option<&Value>) -> Result<Value> {
    let connector = match connector {
        Some(value) => to_s(value)?,
        None => Cow::Borrowed("and"),
    };
    let items: Vec<Value> = match input {
        Value::Array(array) => array.to_vec(),
        // a String and a Hash have a length and take an index, but a part of them cannot be joined
        Value::Str(text) => {
            let chars: Vec<char> = text.chars().collect();
            if chars.len() > 2 {
                let head: String = chars[..chars.len() - 1].iter().collect();
                return Err(no_method(&Value::from(head), "join"));
            }
            chars
                .into_iter()
                .map(|c| Value::from(c.to_string()))
                .collect()
        }
        Value::Hash(hash) if hash.len() > 2 => return Err(no_method(&Value::Nil, "join")),
        Value::Hash(hash) => (0..hash.len() as i64)
            .map(|i| hash.get(&Value::Int(i)).cloned().unwrap_or_default())
            .collect(),
        _ => return Err(no_method(input, "length")),
    };
    let text = match items.as_slice() {
        [] => String::new(),
        [one] => to_s(one)?.into_owned(),
        [one, two] => format!("{} {connector} {}", to_s(one)?, to_s(two)?),
        [head @ .., last] => {
            let mut out = String::new();
            crate::value::join(&head.iter().cloned().collect(), ", ", &mut out)?;
            format!("{out}, {connector} {}", to_s(last)?)
        }
    };
    Ok(Value::from(text))
}

/// `to_integer`
pub(super) fn to_integer(input: &Value) -> Result<Value> {
    super::ruby::to_i(match input {
        Value::Bool(true) => &Value::Int(1),
        Value::Bool(false) => &Value::Int(0),
        _ => input,
    })
}
