//! Scanners over markup that accept exactly what Liquid's regular expressions accept (`lib/liquid.rb`), in one pass.
//! All of them take bytes and positions; every position they give lies on a character boundary.

use memchr::memchr;

use crate::text::is_space;

/// `\w`: ASCII letters, digits and the underscore.
pub(crate) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// `VariableSegment`, `[\w\-]`.
pub(crate) fn is_segment(byte: u8) -> bool {
    is_word(byte) || byte == b'-'
}

/// The first position from `at` on that is no white space (`\s*`).
pub(crate) fn skip_space(text: &[u8], at: usize) -> usize {
    skip_while(text, at, is_space)
}

/// The first position from `at` on whose byte `wanted` refuses.
pub(crate) fn skip_while(text: &[u8], at: usize, wanted: impl Fn(u8) -> bool) -> usize {
    text[at..]
        .iter()
        .position(|&byte| !wanted(byte))
        .map_or(text.len(), |n| at + n)
}

/// The end of the `QuotedString` that opens at `at`.
pub(crate) fn quoted_string(text: &[u8], at: usize) -> Option<usize> {
    let quote = *text.get(at)?;
    if quote != b'"' && quote != b'\'' {
        return None;
    }
    memchr(quote, &text[at + 1..]).map(|n| at + n + 2)
}

/// The end of the longest `(?:[^\s,\|'"]|QuotedString)+` at `at`; `at` itself where there is none.
pub(crate) fn run(text: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = text.get(at) {
        match byte {
            b',' | b'|' => break,
            b'"' | b'\'' => match quoted_string(text, at) {
                Some(end) => at = end,
                None => break,
            },
            _ if is_space(byte) => break,
            _ => at += 1,
        }
    }
    at
}

/// The end of the `QuotedFragment` at `at`.
pub(crate) fn fragment(text: &[u8], at: usize) -> Option<usize> {
    quoted_string(text, at).or_else(|| {
        let end = run(text, at);
        (end > at).then_some(end)
    })
}

/// The first `QuotedFragment` from `at` on.
pub(crate) fn find_fragment(text: &[u8], mut at: usize) -> Option<(usize, usize)> {
    while at < text.len() {
        if let Some(end) = fragment(text, at) {
            return Some((at, end));
        }
        at += 1;
    }
    None
}

/// The first `QuotedFragment+` from `at` on.
pub(crate) fn find_run(text: &[u8], at: usize) -> Option<(usize, usize)> {
    find_fragment(text, at).map(|(start, _)| (start, run(text, start)))
}

/// Whether a `QuotedFragment` can reach from `at` exactly to the end of the text.
pub(crate) fn fragment_to_end(text: &[u8], at: usize) -> bool {
    at < text.len() && (quoted_string(text, at) == Some(text.len()) || run(text, at) == text.len())
}

/// `(\w+)\s*\:\s*` at `at`: the end of the name and where its value begins.
pub(crate) fn attribute_name(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let name_end = skip_while(text, at, is_word);
    let colon = skip_space(text, name_end);
    if name_end == at || text.get(colon) != Some(&b':') {
        return None;
    }
    Some((name_end, skip_space(text, colon + 1)))
}

/// Goes over a text as `text.scan(TagAttributes)` does: names with their values.
pub(crate) struct TagAttributes<'s> {
    text: &'s str,
    at: usize,
}

impl<'s> TagAttributes<'s> {
    pub(crate) fn new(text: &'s str) -> Self {
        TagAttributes { text, at: 0 }
    }
}

impl<'s> Iterator for TagAttributes<'s> {
    type Item = (&'s str, &'s str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            let start = skip_while(bytes, self.at, |byte| !is_word(byte));
            if start == bytes.len() {
                break;
            }
            if let Some((name_end, value)) = attribute_name(bytes, start)
                && let Some(end) = fragment(bytes, value)
            {
                self.at = end;
                return Some((&self.text[start..name_end], &self.text[value..end]));
            }
            self.at = skip_while(bytes, start, is_word);
        }
        self.at = bytes.len();
        None
    }
}

/// `(VariableSignature+)` at `at`: the end of the longest run of `\(?[\w\-\.\[\]]\)?`.
pub(crate) fn signature(text: &[u8], mut at: usize) -> usize {
    let is_signature = |byte: u8| is_segment(byte) || matches!(byte, b'.' | b'[' | b']');
    loop {
        let inner = at + usize::from(text.get(at) == Some(&b'('));
        if !text.get(inner).copied().is_some_and(is_signature) {
            return at;
        }
        at = inner + 1;
        if text.get(at) == Some(&b')') {
            at += 1;
        }
    }
}

/// The line breaks in a piece of source.
pub(crate) fn count_lines(text: &str) -> u32 {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_end_where_the_expression_says() {
        assert_eq!(fragment(b"\"a b\"c", 0), Some(5));
        assert_eq!(fragment(b"c\"a b\" d", 0), Some(6));
        assert_eq!(fragment(b"'open", 0), None);
        assert_eq!(find_fragment(b"'open", 0), Some((1, 5)));
        assert_eq!(run(b"\"a\"'b'c|d", 0), 7);
    }

    #[test]
    fn attributes_are_found_anywhere() {
        let found: Vec<_> = TagAttributes::new("x-limit:2, a b : 'c d' e: ,f:g").collect();
        assert_eq!(found, [("limit", "2"), ("b", "'c d'"), ("f", "g")]);
    }

    #[test]
    fn signatures_take_brackets_and_parentheses() {
        assert_eq!(signature(b"(a)b.c[0] = 1", 0), 9);
        assert_eq!(signature(b"((a", 0), 0);
    }
}
