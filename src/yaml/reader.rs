//! What libyaml's reader refuses before anything is scanned: bytes that are no UTF-8 and control characters.
//! It decodes in blocks, so a document that ends before the block with the bad character still loads.

/// How many bytes libyaml decodes at a time.
const BLOCK: usize = 16 * 1024;

/// The text as far as it can be read, and why it ends there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'a> {
    /// Everything before the block that holds the first refused character, or all of it.
    pub text: &'a str,
    /// What is wrong with that character.
    pub refused: Option<Refused>,
}

/// A character that the reader does not let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refused {
    /// libyaml's words.
    pub problem: &'static str,
    /// Where it stands, in characters and lines from 0.
    pub line: u32,
    pub column: u32,
}

impl<'a> Input<'a> {
    pub fn new(text: &'a str) -> Self {
        match first_control(text) {
            None => Input {
                text,
                refused: None,
            },
            Some((at, width)) => Input::refuse(
                &text[..at],
                block_start(text, at, width),
                "control characters are not allowed",
            ),
        }
    }

    pub fn from_bytes(bytes: &'a [u8]) -> Self {
        let valid = match std::str::from_utf8(bytes) {
            Ok(text) => return Input::new(text),
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        };
        let input = Input::new(valid);
        if input.refused.is_some() {
            return input;
        }
        let (problem, width) = malformed(&bytes[valid.len()..]);
        let end = match width {
            // Only the end of the file shows that the sequence is incomplete.
            0 => valid.len(),
            width => block_start(valid, valid.len(), width),
        };
        Input::refuse(valid, end, problem)
    }

    fn refuse(before: &'a str, end: usize, problem: &'static str) -> Self {
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let newlines = before.bytes().filter(|&b| b == b'\n').count();
        Input {
            text: &before[..end],
            refused: Some(Refused {
                problem,
                line: u32::try_from(newlines).unwrap_or(u32::MAX),
                column: u32::try_from(before[line_start..].chars().count()).unwrap_or(u32::MAX),
            }),
        }
    }
}

/// The first character outside YAML's printable set, with its width in bytes.
fn first_control(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut start = 0;
    for chunk in bytes.chunks(64) {
        if chunk.iter().fold(false, |any, &b| any | is_suspect(b)) {
            let found = (start..start + chunk.len())
                .find_map(|at| control_width(&bytes[at..]).map(|width| (at, width)));
            if found.is_some() {
                return found;
            }
        }
        start += chunk.len();
    }
    None
}

/// A byte with which a control character may begin.
fn is_suspect(b: u8) -> bool {
    (b < 0x20 && b != b'\t' && b != b'\n' && b != b'\r') | (b == 0x7f) | (b == 0xc2) | (b == 0xef)
}

fn control_width(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'\t' | b'\n' | b'\r', ..] => None,
        [0..=0x1f | 0x7f, ..] => Some(1),
        // C1, but for NEL
        [0xc2, 0x80..=0x84 | 0x86..=0x9f, ..] => Some(2),
        [0xef, 0xbf, 0xbe | 0xbf, ..] => Some(3),
        _ => None,
    }
}

/// Where the block begins in which the character at `at` is decoded; a character is never split between blocks.
fn block_start(text: &str, at: usize, width: usize) -> usize {
    let mut start = 0;
    while at + width > start + BLOCK {
        let mut end = start + BLOCK;
        if end >= at {
            return at;
        }
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        start = end;
    }
    start
}

/// What is wrong with the sequence these bytes begin with, and its width; 0 where the file ends within it.
fn malformed(bytes: &[u8]) -> (&'static str, usize) {
    let width = match bytes.first() {
        Some(0xc0..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf7) => 4,
        _ => return ("invalid leading UTF-8 octet", 1),
    };
    let Some(sequence) = bytes.get(..width) else {
        return ("incomplete UTF-8 octet sequence", 0);
    };
    let problem = match sequence {
        s if s[1..].iter().any(|b| b & 0xc0 != 0x80) => "invalid trailing UTF-8 octet",
        [0xc0 | 0xc1, ..] | [0xe0, 0x80..=0x9f, ..] | [0xf0, 0x80..=0x8f, ..] => {
            "invalid length of a UTF-8 sequence"
        }
        _ => "invalid Unicode character",
    };
    (problem, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_character_spoils_its_block_only() {
        let text = "x".repeat(BLOCK) + "\u{1}";
        let input = Input::new(&text);
        assert_eq!(input.text.len(), BLOCK);
        assert_eq!(input.refused.map(|r| r.column), Some(BLOCK as u32));
        let text = "é".repeat(BLOCK) + "\u{1}";
        assert_eq!(Input::new(&text).text.len(), 2 * BLOCK);
        assert_eq!(Input::new("a\u{85}\u{a0}b\tc").refused, None);
    }

    #[test]
    fn malformed_sequences_are_told_apart() {
        let problem = |bytes| Input::from_bytes(bytes).refused.map(|r| r.problem);
        assert_eq!(problem(b"a\xff"), Some("invalid leading UTF-8 octet"));
        assert_eq!(
            problem(b"a\xe2\x80"),
            Some("incomplete UTF-8 octet sequence")
        );
        assert_eq!(
            problem(b"a\xe2\x28\xa1"),
            Some("invalid trailing UTF-8 octet")
        );
        assert_eq!(
            problem(b"a\xc0\x80"),
            Some("invalid length of a UTF-8 sequence")
        );
        assert_eq!(problem(b"a\xed\xa0\x80"), Some("invalid Unicode character"));
        assert_eq!(
            problem(b"a\x01\xff"),
            Some("control characters are not allowed")
        );
    }
}
