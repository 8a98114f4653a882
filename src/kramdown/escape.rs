//! Escaping for HTML in kramdown's three ways.

use super::scan::reference;
use memchr::{memchr, memchr3};

/// Escapes `<`, `>` and `&`, whatever they belong to.
pub(crate) fn all(text: &str, out: &mut String) {
    escape(text, out, false, |_| false);
}

/// Escapes `<`, `>` and `&`, but leaves character references alone.
pub(crate) fn text(text: &str, out: &mut String) {
    escape(text, out, false, |rest| reference(rest, 0).is_some());
}

/// As `text`, and quotation marks too.
pub(crate) fn attribute(text: &str, out: &mut String) {
    escape(text, out, true, |rest| reference(rest, 0).is_some());
}

fn escape(text: &str, out: &mut String, quotes: bool, keep: impl Fn(&str) -> bool) {
    let bytes = text.as_bytes();
    let mut from = 0;
    let mut quote = if quotes { memchr(b'"', bytes) } else { None };
    let mut other = memchr3(b'<', b'>', b'&', bytes);
    loop {
        let special = match (quote, other) {
            (Some(quote), Some(other)) => quote.min(other),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => break,
        };
        let escaped = match bytes[special] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ if keep(&text[special..]) => "&",
            _ => "&amp;",
        };
        out.push_str(&text[from..special]);
        out.push_str(escaped);
        from = special + 1;
        if quote == Some(special) {
            quote = memchr(b'"', &bytes[from..]).map(|at| from + at);
        }
        if other == Some(special) {
            other = memchr3(b'<', b'>', b'&', &bytes[from..]).map(|at| from + at);
        }
    }
    out.push_str(&text[from..]);
}

/// What begins with the next `<`, if the text before it is the same when it is escaped.
pub(crate) fn up_to_tag(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..]
            .iter()
            .position(|byte| matches!(byte, b'<' | b'>' | b'&'))?;
        match bytes[at] {
            b'<' => return Some(&text[at..]),
            b'&' if reference(&text[at..], 0).is_some() => at += 1,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn references_stay() {
        let mut out = String::new();
        super::attribute("a&amp;b & \"<&#x1f;&#;", &mut out);
        assert_eq!(out, "a&amp;b &amp; &quot;&lt;&#x1f;&amp;#;");
    }
}
