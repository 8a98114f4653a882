//! Abbreviations: every place in text where a defined one stands as a word.

use super::block::Document;
use super::scan::{at, char_at, is_space, is_w};
use super::tree::{ContentModel, Id, Kind, NIL, Str};
use super::unicode::is_separator;

/// The abbreviations of a document, the longest first, by their first byte.
struct Finder {
    keys: Vec<Key>,
    first: [bool; 256],
}

/// An abbreviation; white space in it stands for any white space in the text.
struct Key {
    words: Vec<String>,
}

/// Puts abbreviations into the text below `top`, but for the text of raw HTML.
pub(crate) fn replace(doc: &mut Document<'_>, top: Id) {
    if doc.abbrevs.is_empty() {
        return;
    }
    let finder = Finder::new(doc);
    let mut id = doc.tree.node(top).first;
    while id != NIL {
        let next = doc.tree.following(id, top);
        if doc.tree.kind(id) == Kind::Text {
            let parent = doc.tree.node(id).parent;
            if doc.tree.node(parent).model != ContentModel::Raw {
                split(doc, id, &finder);
            }
        }
        id = next;
    }
}

fn split(doc: &mut Document<'_>, id: Id, finder: &Finder) {
    let Str::Range(from, _) = doc.tree.node(id).value else {
        return;
    };
    let found = finder.find_all(doc.tree.value(id));
    if found.is_empty() {
        return;
    }
    let end = from + doc.tree.value(id).len() as u32;
    let mut pos = from;
    for (start, stop) in found {
        piece(doc, id, Kind::Text, pos, from + start as u32);
        piece(
            doc,
            id,
            Kind::Abbreviation,
            from + start as u32,
            from + stop as u32,
        );
        pos = from + stop as u32;
    }
    piece(doc, id, Kind::Text, pos, end);
    doc.tree.unlink(id);
}

fn piece(doc: &mut Document<'_>, before: Id, kind: Kind, from: u32, to: u32) {
    if from < to {
        let id = doc.tree.create(kind);
        doc.tree.node_mut(id).value = Str::Range(from, to);
        doc.tree.insert_before(before, id);
    }
}

impl Finder {
    fn new(doc: &Document<'_>) -> Finder {
        let mut sorted: Vec<&str> = doc
            .abbrevs
            .iter()
            .map(|abbrev| abbrev.key.as_str())
            .collect();
        sorted.sort_by_key(|key| std::cmp::Reverse(key.chars().count()));
        let mut first = [false; 256];
        let keys = sorted
            .into_iter()
            .map(|key| {
                let words: Vec<String> = key.split(' ').map(str::to_string).collect();
                match words.first().and_then(|word| word.as_bytes().first()) {
                    Some(&b) => first[usize::from(b)] = true,
                    None => first = [true; 256],
                }
                Key { words }
            })
            .collect();
        Finder { keys, first }
    }

    /// The ranges of all abbreviations in a text.
    fn find_all(&self, text: &str) -> Vec<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        let mut start = 0;
        let mut pos = 0;
        while pos < bytes.len() {
            if !self.first[usize::from(bytes[pos])] || !text.is_char_boundary(pos) {
                pos += 1;
                continue;
            }
            // A word begins at the start of a line, where the last search ended, or behind a character
            // that is no part of a word.
            let begins = pos == start || !is_w(bytes[pos - 1]);
            let end = if begins && self.is_word_at(text, pos) {
                self.any_at(text, pos)
            } else {
                None
            };
            match end {
                Some(end) if end > pos => {
                    found.push((pos, end));
                    start = end;
                    pos = end;
                }
                _ => pos += 1,
            }
        }
        found
    }

    fn is_word_at(&self, text: &str, pos: usize) -> bool {
        self.keys.iter().any(|key| key.is_word_at(text, pos))
    }

    /// The end of the longest abbreviation at `pos`, whatever follows it.
    fn any_at(&self, text: &str, pos: usize) -> Option<usize> {
        self.keys.iter().find_map(|key| key.at(text, pos))
    }
}

impl Key {
    fn at(&self, text: &str, pos: usize) -> Option<usize> {
        let mut end = pos;
        for (index, word) in self.words.iter().enumerate() {
            if index > 0 {
                let behind = skip_any_space(text, end);
                if behind == end {
                    return None;
                }
                end = behind;
            }
            if !text[end..].starts_with(word.as_str()) {
                return None;
            }
            end += word.len();
        }
        Some(end)
    }

    /// Whether the abbreviation stands at `pos` and no word goes on behind it.
    fn is_word_at(&self, text: &str, pos: usize) -> bool {
        match self.at(text, pos) {
            None => false,
            Some(end) if end < text.len() && is_w(at(text, end)) => {
                // White space at its end may be shorter than it is.
                self.words.len() > 1
                    && self.words.last().is_some_and(String::is_empty)
                    && end > pos + self.words[0].len() + 1
            }
            Some(_) => true,
        }
    }
}

fn skip_any_space(text: &str, mut pos: usize) -> usize {
    while let Some(c) = char_at(text, pos) {
        if !((c.is_ascii() && is_space(c as u8)) || is_separator(c)) {
            break;
        }
        pos += c.len_utf8();
    }
    pos
}

/// The definition that an abbreviation in the text belongs to.
pub(crate) fn definition(doc: &Document<'_>, value: &str) -> Option<usize> {
    if let Some(&index) = doc.abbrev_names.get(value) {
        return Some(index);
    }
    let mut plain = String::with_capacity(value.len());
    let mut pos = 0;
    while let Some(c) = char_at(value, pos) {
        let behind = skip_any_space(value, pos);
        if behind > pos {
            plain.push(' ');
            pos = behind;
        } else {
            plain.push(c);
            pos += c.len_utf8();
        }
    }
    doc.abbrev_names.get(&plain).copied()
}
