//! Filters on HTML.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr2, memmem};

use super::map_text;
use crate::error::Result;
use crate::liquid::registry::Registry;
use crate::text::{html_entity, replace_bytes};
use crate::value::Value;

pub(super) fn register(registry: &mut Registry) {
    registry
        .text_filter("escape", 0, |input, _, _, out| escape(input, out))
        .text_filter("h", 0, |input, _, _, out| escape(input, out))
        .text_filter("escape_once", 0, |input, _, _, out| {
            map_text(input, out, escape_once)
        })
        .text_filter("strip_html", 0, |input, _, _, out| {
            map_text(input, out, strip_html)
        })
        .text_filter("strip_newlines", 0, |input, _, _, out| {
            map_text(input, out, strip_newlines)
        })
        .text_filter("newline_to_br", 0, |input, _, _, out| {
            map_text(input, out, newline_to_br)
        });
}

fn escape(input: &Value, out: &mut String) -> Result<Option<Value>> {
    if input.is_nil() {
        return Ok(Some(Value::Nil));
    }
    map_text(input, out, |text, out| {
        replace_bytes(text, out, |byte, _| html_entity(byte))
    })
}

/// As `escape`, but what is an entity already stays.
fn escape_once(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    replace_bytes(text, out, |byte, at| match byte {
        b'&' if begins_entity(&bytes[at + 1..]) => None,
        _ => html_entity(byte),
    });
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

/// How scripts, comments and styles begin and end.
const BLOCKS: [(&[u8], &[u8]); 3] = [
    (b"<script", b"</script>"),
    (b"<!--", b"-->"),
    (b"<style", b"</style>"),
];

/// Which block begins with the `<` that the text begins with. Most tags are none, which two more bytes tell.
fn block_at(text: &[u8]) -> Option<usize> {
    match text {
        [_, b's', b'c' | b't', ..] | [_, b'!', ..] => {
            (0..BLOCKS.len()).find(|&kind| text.starts_with(BLOCKS[kind].0))
        }
        _ => None,
    }
}

/// Scripts, comments and styles with all that is in them, as far as they are closed.
fn strip_blocks(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut never_closed = [false; BLOCKS.len()];
    let mut out = String::new();
    let mut copied = 0;
    for open in memchr_iter(b'<', bytes) {
        if open < copied {
            continue;
        }
        let Some(kind) = block_at(&bytes[open..]).filter(|&kind| !never_closed[kind]) else {
            continue;
        };
        let inner = open + BLOCKS[kind].0.len();
        match memmem::find(&bytes[inner..], BLOCKS[kind].1) {
            None => never_closed[kind] = true,
            Some(at) => {
                out.push_str(&text[copied..open]);
                copied = inner + at + BLOCKS[kind].1.len();
            }
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// Blocks, then tags: nearly always there are tags alone.
fn strip_html(text: &str, out: &mut String) {
    let start = out.len();
    if !strip_tags(text, out, |rest| block_at(rest).is_some()) {
        out.truncate(start);
        strip_tags(&strip_blocks(text), out, |_| false);
    }
}

/// Writes the text without its tags; false where it stopped at a `<`, told what begins with it.
fn strip_tags(text: &str, out: &mut String, stops: impl Fn(&[u8]) -> bool) -> bool {
    let bytes = text.as_bytes();
    let mut copied = 0;
    let mut open = None;
    let mut from = 0;
    while let Some(at) = angle(&bytes[from..]).map(|at| from + at) {
        from = at + 1;
        match (bytes[at], open) {
            (b'<', _) if stops(&bytes[at..]) => return false,
            (b'<', None) => open = Some(at),
            (b'>', Some(begin)) => {
                out.push_str(&text[copied..begin]);
                copied = from;
                open = None;
            }
            _ => {}
        }
    }
    out.push_str(&text[copied..]);
    true
}

/// Where the next `<` or `>` stands. Tags are short and close to one another: a search of many bytes at once is begun
/// where the next few have none.
fn angle(bytes: &[u8]) -> Option<usize> {
    const FEW: usize = 24;
    const EACH: u64 = 0x0101_0101_0101_0101;
    // They differ in one bit, which is masked: what is left of either is zero then, and the lowest zero is told surely.
    let mask = !(u64::from(b'<' ^ b'>') * EACH);
    let either = u64::from(b'<' & b'>') * EACH;
    let mut at = 0;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        if at >= FEW {
            return memchr2(b'<', b'>', &bytes[at..]).map(|found| at + found);
        }
        let left = (u64::from_le_bytes(*chunk) & mask) ^ either;
        let zeros = left.wrapping_sub(EACH) & !left & (EACH << 7);
        if zeros != 0 {
            return Some(at + zeros.trailing_zeros() as usize / 8);
        }
        at += chunk.len();
    }
    let found = bytes[at..]
        .iter()
        .position(|&byte| matches!(byte, b'<' | b'>'));
    found.map(|found| at + found)
}

/// `\r?\n` goes.
fn strip_newlines(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr(b'\n', rest.as_bytes()) {
        let line = &rest[..at];
        out.push_str(line.strip_suffix('\r').unwrap_or(line));
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

fn newline_to_br(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr(b'\n', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str("<br />\n");
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::{angle, strip_html};

    #[test]
    fn angles_wherever_they_stand() {
        // Bytes that differ from an angle by one, and by the bit in which the two differ.
        for filler in [b'=', b';', b'?', 0xbc, 0] {
            for length in 0..70 {
                let mut bytes = vec![filler; length];
                assert_eq!(angle(&bytes), None);
                for at in (0..length).rev() {
                    bytes[at] = if at % 2 == 0 { b'<' } else { b'>' };
                    assert_eq!(angle(&bytes), Some(at), "of {length}");
                }
            }
        }
    }

    #[test]
    fn blocks_go_with_what_is_in_them_and_tags_alone() {
        for (html, text) in [
            (
                "<span>a</span><st<b>c<script>d</script>e<!f>g<!--h-->i<style>j",
                "acegij",
            ),
            ("<a <script>x</script> b>c</a> <s>d</s>", "c d"),
        ] {
            let mut out = String::new();
            strip_html(html, &mut out);
            assert_eq!(out, text);
        }
    }
}
