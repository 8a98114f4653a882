//! How cmark-gfm escapes text and addresses, and which raw tags its tag filter disarms.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

use crate::text::{entity, is_space_char, replace_bytes};

/// Text: `&`, `<`, `>` and `"` become entities.
pub(super) fn escape_html(text: &str, out: &mut String) {
    replace_bytes(text, out, |byte, _| entity(byte));
}

/// An address: what may not stand in one is percent-encoded, byte by byte.
pub(super) fn escape_href(url: &str, out: &mut String) {
    for byte in url.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#x27;"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(byte as char),
            b'-' | b'_' | b'.' | b'+' | b'!' | b'*' | b'(' | b')' | b',' | b'%' | b'#' | b'@'
            | b'?' | b'=' | b';' | b':' | b'/' | b'$' | b'~' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// Text with its character references as what they stand for.
pub(super) fn unescape_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        unescaped.push_str(&rest[..at]);
        rest = &rest[at..];
        let semicolon = rest.bytes().take(LONGEST + 2).position(|b| b == b';');
        let length = semicolon.map_or(1, |end| end + 1);
        let name = &rest[1..length.max(2) - 1];
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '#';
        let length = if length > 2 && name.chars().all(is_name) {
            length
        } else {
            1
        };
        // The parser knows them all.
        for event in Parser::new(&rest[..length]) {
            if let Event::Text(meaning) = event {
                unescaped.push_str(&meaning);
            }
        }
        rest = &rest[length..];
    }
    unescaped.push_str(rest);
    Cow::Owned(unescaped)
}

/// No character reference has a longer name.
const LONGEST: usize = 32;

const FILTERED: [&str; 9] = [
    "title",
    "textarea",
    "style",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "script",
    "plaintext",
];

/// Raw HTML with the opening `<` of the filtered tags escaped.
pub(super) fn filter_tags(html: &str, out: &mut String) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        out.push_str(if opens_filtered(rest) { "&lt;" } else { "<" });
    }
    out.push_str(rest);
}

fn opens_filtered(after: &str) -> bool {
    FILTERED.iter().any(|name| {
        after
            .get(..name.len())
            .is_some_and(|tag| tag.eq_ignore_ascii_case(name))
            && (after[name.len()..].starts_with("/>")
                || after[name.len()..].starts_with(|c: char| c == '>' || is_space_char(c)))
    })
}
