//! How cmark-gfm escapes text and addresses, and which raw tags its tag filter disarms.

/// Text: `&`, `<`, `>` and `"` become entities.
pub(super) fn escape_html(text: &str, out: &mut String) {
    let mut kept = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[kept..at]);
        out.push_str(entity);
        kept = at + 1;
    }
    out.push_str(&text[kept..]);
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
                || after[name.len()..]
                    .starts_with(|c: char| c == '>' || c == '\x0b' || c.is_ascii_whitespace()))
    })
}
