//! Abbreviations: every place in text where a defined one stands as a word.

use super::block::Document;
use super::scan::{at, char_at, is_space, is_w};
use super::tree::{ContentModel, Id, Kind, NIL, Str};
use super::unicode::is_separator;

/// The abbreviations of a document as a tree of bytes. White space in them is one edge, and stands for any
/// white space in the text.
struct Finder {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    edges: Vec<(u8, usize)>,
    ends: bool,
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
        let mut finder = Finder {
            nodes: vec![Node::default()],
        };
        for abbrev in &doc.abbrevs {
            let mut node = 0;
            for b in abbrev.key.bytes() {
                node = finder.child(node, b);
            }
            finder.nodes[node].ends = true;
        }
        finder
    }

    fn child(&mut self, node: usize, b: u8) -> usize {
        if let Some(next) = self.next(node, b) {
            return next;
        }
        self.nodes.push(Node::default());
        let next = self.nodes.len() - 1;
        let edges = &mut self.nodes[node].edges;
        edges.insert(edges.partition_point(|&(known, _)| known < b), (b, next));
        next
    }

    fn next(&self, node: usize, b: u8) -> Option<usize> {
        let edges = &self.nodes[node].edges;
        edges
            .binary_search_by_key(&b, |&(known, _)| known)
            .ok()
            .map(|at| edges[at].1)
    }

    /// The ranges of all abbreviations in a text.
    fn find_all(&self, text: &str) -> Vec<(usize, usize)> {
        let bytes = text.as_bytes();
        let mut found = Vec::new();
        let mut start = 0;
        let mut pos = 0;
        while pos < bytes.len() {
            // A word begins at the start of a line, where the last search ended, or behind a character
            // that is no part of a word.
            let begins = (pos == start || !is_w(bytes[pos - 1])) && text.is_char_boundary(pos);
            match if begins { self.find(text, pos) } else { None } {
                Some(end) if end > pos => {
                    // kramdown stands before the character that sets the word apart, and takes what begins there,
                    // be it a word or not.
                    let before = text[start..pos].chars().next_back();
                    let earlier = pos - before.map_or(0, char::len_utf8);
                    found.push(match self.longest(text, earlier) {
                        (Some(end), _) if end > earlier => (earlier, end),
                        _ => (pos, end),
                    });
                    start = found[found.len() - 1].1;
                    pos = start;
                }
                _ => pos += 1,
            }
        }
        found
    }

    /// The end of the longest abbreviation at `pos`, if it or a shorter one ends where a word may end.
    fn find(&self, text: &str, pos: usize) -> Option<usize> {
        let (longest, ends_word) = self.longest(text, pos);
        longest.filter(|_| ends_word)
    }

    /// The end of the longest abbreviation at `pos`, and whether it or a shorter one ends where a word may end.
    fn longest(&self, text: &str, pos: usize) -> (Option<usize>, bool) {
        let mut node = 0;
        let mut end = pos;
        let mut longest = None;
        let mut ends_word = false;
        loop {
            if self.nodes[node].ends {
                longest = Some(end);
                ends_word |= end >= text.len() || !is_w(at(text, end));
            }
            let space = skip_any_space(text, end);
            if space > end
                && let Some(next) = self.next(node, b' ')
            {
                node = next;
                // White space at the end of an abbreviation may be shorter than what is there.
                ends_word |= self.nodes[node].ends && space > end + 1;
                end = space;
                continue;
            }
            match text.as_bytes().get(end).and_then(|&b| self.next(node, b)) {
                Some(next) => {
                    node = next;
                    end += 1;
                }
                None => return (longest, ends_word),
            }
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
