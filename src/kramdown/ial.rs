//! Attribute lists: what stands between `{:` and `}`, and how lists are laid over attributes.

use super::HashMap;
use super::scan::{at, id_name, is_space, is_w, space_at, strip, take};
use super::tree::{Id, Str, Tree};
use indexmap::IndexMap;
use std::cell::Cell;

/// The references and attributes of a list, in the order in which they first came.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub(crate) struct Ial {
    pub(crate) refs: Vec<String>,
    pub(crate) pairs: IndexMap<String, String>,
}

impl Ial {
    pub(crate) fn has_ref(&self, name: &str) -> bool {
        self.refs.iter().any(|known| known == name)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.get(key).map(String::as_str)
    }

    fn set(&mut self, key: &str, value: String) {
        match self.pairs.get_mut(key) {
            Some(old) => *old = value,
            None => drop(self.pairs.insert(key.to_string(), value)),
        }
    }

    fn add_class(&mut self, class: &str) {
        match self.pairs.get_mut("class") {
            Some(old) => {
                old.push(' ');
                old.push_str(class);
                if old.starts_with(' ') {
                    old.drain(..old.len() - super::scan::lstrip(old).len());
                }
            }
            None => self.set("class", class.to_string()),
        }
    }

    /// Adds what `other` holds; classes come together.
    pub(crate) fn merge(&mut self, other: &Ial) {
        self.refs.extend(other.refs.iter().cloned());
        for (key, value) in &other.pairs {
            if key == "class" {
                self.add_class(value);
            } else {
                self.set(key, value.clone());
            }
        }
    }

    /// Adds what the text of a list says. False when nothing in it could be read.
    pub(crate) fn parse(&mut self, text: &str) -> bool {
        let stripped = strip(text);
        if stripped.is_empty() || stripped == ":" {
            return true;
        }
        let mut found = false;
        let mut pos = 0;
        while pos < text.len() {
            let start = if is_space(at(text, pos)) {
                pos + 1
            } else {
                pos
            };
            let may_start = pos == 0 || start > pos;
            // A list that begins with white space may be entered before it or behind it.
            let end = if may_start {
                (if pos == 0 { self.entry(text, 0) } else { None }).or_else(|| {
                    if start > pos {
                        self.entry(text, start)
                    } else {
                        None
                    }
                })
            } else {
                None
            };
            match end {
                Some(end) => {
                    found = true;
                    pos = end;
                }
                None => pos += super::scan::char_at(text, pos).map_or(1, char::len_utf8),
            }
        }
        found
    }

    fn entry(&mut self, text: &str, pos: usize) -> Option<usize> {
        if let Some(end) = id_name(text, pos) {
            if at(text, end) == b'='
                && let Some((value, close)) = quoted(text, end + 1)
            {
                self.set(&text[pos..end], value);
                return Some(close);
            }
            return closes(text, end).then(|| {
                self.refs.push(text[pos..end].to_string());
                end
            });
        }
        self.ids_and_classes(text, pos)
    }

    fn ids_and_classes(&mut self, text: &str, pos: usize) -> Option<usize> {
        let mut parts: Vec<(u8, std::ops::Range<usize>)> = Vec::new();
        let mut end = pos;
        loop {
            let start = end + 1;
            let stop = match at(text, end) {
                b'#' if at(text, start).is_ascii_alphabetic() => take(text, start, |c| {
                    c.is_ascii() && (is_w(c as u8) || c == ':' || c == '-')
                }),
                b'.' => take(text, start, |c| {
                    !(c.is_ascii() && is_space(c as u8)) && c != '.' && c != '#'
                }),
                _ => break,
            };
            if stop == start {
                break;
            }
            parts.push((at(text, end), start..stop));
            end = stop;
        }
        if parts.is_empty() || !closes(text, end) {
            return None;
        }
        for (mark, range) in parts {
            if mark == b'#' {
                self.set("id", text[range].to_string());
            } else {
                self.add_class(&text[range]);
            }
        }
        Some(end)
    }
}

/// Whether an entry may end at `pos`: before white space or at the end of the list.
fn closes(text: &str, pos: usize) -> bool {
    pos >= text.len() || space_at(text, pos)
}

/// A quoted value at `pos`: unescaped, and where it ends. A quote inside needs no backslash as long as no
/// white space follows it.
fn quoted(text: &str, pos: usize) -> Option<(String, usize)> {
    let quote = at(text, pos);
    if quote != b'"' && quote != b'\'' {
        return None;
    }
    let bytes = text.as_bytes();
    let mut escaped_close = None;
    let mut at_byte = pos + 1;
    let close = loop {
        match bytes.get(at_byte) {
            None | Some(b'}' | 2) => break escaped_close?,
            Some(&b) if b == quote && closes(text, at_byte + 1) => break at_byte,
            Some(b'\\')
                if bytes
                    .get(at_byte + 1)
                    .is_some_and(|&b| b == quote || b == b'}') =>
            {
                if bytes[at_byte + 1] == quote && closes(text, at_byte + 2) {
                    escaped_close = Some(at_byte + 1);
                }
                at_byte += 2;
            }
            Some(_) => at_byte += 1,
        }
    };
    let mut value = String::with_capacity(close - pos);
    let mut chars = text[pos + 1..close].chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(&next) if c == '\\' && (next == '}' || next == quote as char) => {
                value.push(next);
                chars.next();
            }
            _ => value.push(c),
        }
    }
    Some((value, close + 1))
}

/// The attribute list definitions of a document.
#[derive(Default, Debug)]
pub(crate) struct Alds {
    known: HashMap<String, Ial>,
    /// How many references have been followed.
    followed: Cell<usize>,
}

/// Definitions may refer to themselves through others, where Ruby never comes to an end: how deep references are
/// followed, how many of them for one element, and how many for all.
const DEEPEST: usize = 200;
const MOST: usize = 1000;
const MOST_IN_ALL: usize = 1_000_000;

impl Alds {
    pub(crate) fn entry(&mut self, name: &str) -> &mut Ial {
        self.known.entry(name.to_string()).or_default()
    }

    /// Lays a list, and all that it refers to, over the attributes of `id`.
    pub(crate) fn apply(&self, tree: &mut Tree, id: Id, ial: &Ial) {
        let rest = MOST_IN_ALL.saturating_sub(self.followed.get());
        let most = MOST.min(rest);
        let mut budget = most;
        self.apply_within(tree, id, ial, &mut budget, 0);
        self.followed.set(self.followed.get() + most - budget);
    }

    fn apply_within(&self, tree: &mut Tree, id: Id, ial: &Ial, budget: &mut usize, depth: usize) {
        for name in &ial.refs {
            if depth == DEEPEST || *budget == 0 {
                break;
            }
            if let Some(referred) = self.known.get(name) {
                *budget -= 1;
                self.apply_within(tree, id, referred, budget, depth + 1);
            }
        }
        for (key, value) in &ial.pairs {
            let value = if key == "class" {
                let joined = match tree.attr(id, "class") {
                    Some(old) => format!("{old} {value}"),
                    None => value.clone(),
                };
                tree.store(super::scan::lstrip(&joined))
            } else {
                tree.store(value)
            };
            let name = match key.as_str() {
                "class" => Str::Static("class"),
                "id" => Str::Static("id"),
                key => tree.store(key),
            };
            tree.set_attr(id, name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Ial {
        let mut ial = Ial::default();
        ial.parse(text);
        ial
    }

    #[test]
    fn entries() {
        let ial = parse(" .a .b#c key=\"v\" ref");
        assert_eq!(ial.refs, ["ref"]);
        assert_eq!(ial.get("class"), Some("a b"));
        assert_eq!(ial.get("id"), Some("c"));
        assert_eq!(ial.get("key"), Some("v"));
    }

    #[test]
    fn a_quote_inside_a_value() {
        assert_eq!(parse("t=\"a \\\" b\"").get("t"), Some("a \" b"));
        assert_eq!(parse("t=\"it\"s\"").get("t"), Some("it\"s"));
        assert_eq!(parse("key=val").get("key"), None);
    }
}
