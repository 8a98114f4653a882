//! Smart quotes: ten rules, the first that fits the mark and the character before it.

use super::Spans;
use crate::kramdown::scan::*;
use crate::kramdown::tree::Kind;
use crate::kramdown::unicode::is_beside_boundary;

/// Indices into the option `smart_quotes`.
const LSQUO: u32 = 0;
const RSQUO: u32 = 1;
const LDQUO: u32 = 2;
const RDQUO: u32 = 3;

fn left(mark: u8) -> u32 {
    if mark == b'"' { LDQUO } else { LSQUO }
}

fn right(mark: u8) -> u32 {
    if mark == b'"' { RDQUO } else { RSQUO }
}

fn is_mark(b: u8) -> bool {
    b == b'"' || b == b'\''
}

/// What a rule makes of the text at its position.
struct Match {
    /// The bytes before the mark that stay text.
    before: usize,
    quotes: [Option<u32>; 2],
    end: usize,
}

impl Spans<'_, '_, '_> {
    pub(super) fn smart_quotes(&mut self) -> bool {
        let Some(found) = rule(self.s, self.pos) else {
            return false;
        };
        let line = self.line_number();
        self.text_to(self.pos + found.before);
        for quote in found.quotes.into_iter().flatten() {
            let id = self.add(Kind::SmartQuote);
            let node = self.doc.tree.node_mut(id);
            node.extra = quote;
            node.line = line;
        }
        self.pos = found.end;
        true
    }
}

fn rule(s: &str, pos: usize) -> Option<Match> {
    let first = char_at(s, pos)?;
    let len = first.len_utf8();
    let mark = at(s, pos);
    let next = at(s, pos + len);
    if !is_mark(mark) && (first == '\\' || !is_mark(next)) {
        return None;
    }
    let single = |quote, before, end| Match {
        before,
        quotes: [Some(quote), None],
        end,
    };
    // The mark itself, before emphasis or punctuation.
    if is_mark(mark) {
        if matches!(next, b'_' | b'*') && pos + 2 < s.len() && !space_at(s, pos + 2) {
            return Some(single(left(mark), 0, pos + 1));
        }
        if is_punctuation(next) && !s[pos + 2..].starts_with("..") && !boundary_behind(s, pos + 1) {
            return Some(single(right(mark), 0, pos + 1));
        }
    }
    let spaced = space_at(s, pos);
    // Both marks before a word, with or without a space before them; then decades.
    for (before, start) in [(1, pos + 1), (0, pos)] {
        if before == 1 && !spaced {
            continue;
        }
        let pair = (at(s, start), at(s, start + 1));
        if is_w(at(s, start + 2)) && start + 2 < s.len() {
            let quotes = match pair {
                (b'"', b'\'') => Some([Some(LDQUO), Some(LSQUO)]),
                (b'\'', b'"') => Some([Some(LSQUO), Some(LDQUO)]),
                _ => None,
            };
            if let Some(quotes) = quotes {
                return Some(Match {
                    before,
                    quotes,
                    end: start + 2,
                });
            }
        }
    }
    for (before, start) in [(1, pos + 1), (0, pos)] {
        if (before == 0 || spaced) && at(s, start) == b'\'' && is_decade(s, start + 1) {
            return Some(single(RSQUO, before, start + 1));
        }
    }
    if is_mark(next) {
        if spaced && is_w(at(s, pos + 2)) {
            return Some(single(left(next), 1, pos + 2));
        }
        if !matches!(
            first,
            ' ' | '\\' | '\t' | '\r' | '\n' | '[' | '{' | '(' | '-'
        ) {
            return Some(single(right(next), len, pos + len + 1));
        }
    }
    if is_mark(mark) && ends_word(s, pos + 1) {
        return Some(single(right(mark), 0, pos + 1));
    }
    // Whatever is left opens; single marks are looked for first.
    for wanted in [b'\'', b'"'] {
        if next == wanted {
            return Some(single(left(wanted), len, pos + len + 1));
        }
        if mark == wanted {
            return Some(single(left(wanted), 0, pos + 1));
        }
    }
    None
}

fn is_punctuation(b: u8) -> bool {
    b.is_ascii_punctuation() && b != b'&'
}

/// Whether a word begins or ends behind the character at `pos`.
fn boundary_behind(s: &str, pos: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(is_beside_boundary);
    word(char_at(s, pos)) != word(char_at(s, pos + 1))
}

fn is_decade(s: &str, pos: usize) -> bool {
    at(s, pos).is_ascii_digit() && at(s, pos + 1).is_ascii_digit() && at(s, pos + 2) == b's'
}

/// White space, the end of a line, or an `s` that ends a word.
fn ends_word(s: &str, pos: usize) -> bool {
    match char_at(s, pos) {
        None => true,
        Some('s') => !char_at(s, pos + 1).is_some_and(is_beside_boundary),
        Some(c) => c.is_ascii() && is_space(c as u8),
    }
}
