//! Text as Ruby's String treats it: what is white space, what `strip` takes away, bytes in whose place others stand.

mod sprintf;

pub(crate) use sprintf::sprintf;

/// What Ruby raises, as an ArgumentError, where it opens a file as text that begins with the mark of UTF-16 or UTF-32.
pub(crate) const NEEDS_BINMODE: &str = "ASCII incompatible encoding needs binmode";

/// Whether bytes begin with the byte order mark of UTF-16 or UTF-32.
pub(crate) fn has_wide_mark(bytes: &[u8]) -> bool {
    const MARKS: [&[u8]; 3] = [b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"];
    MARKS.iter().any(|mark| bytes.starts_with(mark))
}

/// `\s` in a regular expression: the six ASCII characters of white space.
#[inline]
pub(crate) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// `\s`, for a character.
#[inline]
pub(crate) fn is_space_char(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

/// What `strip` takes away: white space and NUL.
#[inline]
pub(crate) fn is_strippable(c: char) -> bool {
    c == '\0' || is_space_char(c)
}

/// `lstrip`
pub(crate) fn lstrip(text: &str) -> &str {
    text.trim_start_matches(is_strippable)
}

/// `rstrip`
pub(crate) fn rstrip(text: &str) -> &str {
    text.trim_end_matches(is_strippable)
}

/// `strip`
pub(crate) fn strip(text: &str) -> &str {
    text.trim_matches(is_strippable)
}

/// Writes the text with what `replacement` gives in place of bytes, which are ASCII; it is told where they stand.
#[inline]
pub(crate) fn replace_bytes<'r>(
    text: &str,
    out: &mut String,
    replacement: impl Fn(u8, usize) -> Option<&'r str>,
) {
    let mut copied = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if let Some(new) = replacement(byte, at) {
            out.push_str(&text[copied..at]);
            out.push_str(new);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
}

/// What stands for `&`, `<`, `>` and `"` in HTML and XML.
#[inline]
pub(crate) fn entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        _ => None,
    }
}

/// [`entity`], and for the apostrophe what `CGI.escapeHTML` writes.
#[inline]
pub(crate) fn html_entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'\'' => Some("&#39;"),
        byte => entity(byte),
    }
}

/// `CGI.escapeHTML`
pub(crate) fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    replace_bytes(text, &mut out, |byte, _| html_entity(byte));
    out
}

/// `encode(xml: :attr)` without the quotation marks.
pub(crate) fn xml_attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    replace_bytes(text, &mut out, |byte, _| match byte {
        b'\'' => Some("&apos;"),
        byte => entity(byte),
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strip_takes_nul_and_no_space_beyond_ascii() {
        assert_eq!(strip("\0 \x0b\x0c\r\n\ta\u{a0}\0"), "a\u{a0}");
        assert_eq!(lstrip("\0 a "), "a ");
        assert_eq!(rstrip(" a\0 "), " a");
    }

    #[test]
    fn bytes_are_replaced_where_they_stand() {
        let mut out = String::new();
        replace_bytes("é&a&", &mut out, |byte, at| {
            (byte == b'&' && at > 2).then_some("+")
        });
        assert_eq!(out, "é&a+");
        assert_eq!(escape_html("é<'\">&"), "é&lt;&#39;&quot;&gt;&amp;");
        assert_eq!(xml_attribute("'\""), "&apos;&quot;");
    }
}
