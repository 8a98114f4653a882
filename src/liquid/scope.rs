//! The variables of one level of a rendering: few, found by a number that was made when the template was parsed.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher};

use crate::value::{Str, Value};

/// A variable's name with a number to find it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    text: Str,
    key: Key,
}

/// What a name is found by: up to seven bytes themselves with their number, or a hash of more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key(u64);

impl Key {
    const HASHED: u64 = 1 << 63;

    fn new(name: &str) -> Self {
        let bytes = name.as_bytes();
        if bytes.len() < 8 {
            let mut packed = [0; 8];
            packed[..bytes.len()].copy_from_slice(bytes);
            packed[7] = bytes.len() as u8;
            return Key(u64::from_le_bytes(packed));
        }
        Key(foldhash::fast::FixedState::default().hash_one(name) | Self::HASHED)
    }

    /// Whether equal keys are equal names.
    fn is_exact(self) -> bool {
        self.0 & Self::HASHED == 0
    }
}

impl Name {
    /// A name with its number.
    pub fn new(text: &str) -> Self {
        Name {
            key: Key::new(text),
            text: text.into(),
        }
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The name as shared text.
    pub(crate) fn text(&self) -> &Str {
        &self.text
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Name::new(text)
    }
}

/// Names and their values; a name keeps its place.
#[derive(Clone, Default)]
pub struct Scope {
    entries: Vec<Entry>,
    /// Where a key lies, kept from [`INDEXED`] entries on.
    index: HashMap<Key, usize, BuildHasherDefault<Mixed>>,
}

#[derive(Clone)]
struct Entry {
    name: Name,
    value: Value,
}

/// So few entries are faster walked than looked up.
const INDEXED: usize = 16;

impl Scope {
    /// The value of a name.
    #[inline]
    pub fn get(&self, name: &Name) -> Option<&Value> {
        if self.entries.is_empty() {
            return None;
        }
        self.position(&name.text, name.key)
            .map(|at| &self.entries[at].value)
    }

    /// The value of a name that is text only.
    pub fn get_str(&self, name: &str) -> Option<&Value> {
        if self.entries.is_empty() {
            return None;
        }
        self.position(name, Key::new(name))
            .map(|at| &self.entries[at].value)
    }

    /// Sets a name to a value.
    pub fn set(&mut self, name: &Name, value: Value) {
        match self.position(&name.text, name.key) {
            Some(at) => self.entries[at].value = value,
            None => {
                self.entries.push(Entry {
                    name: name.clone(),
                    value,
                });
                if self.entries.len() >= INDEXED {
                    self.extend_index();
                }
            }
        }
    }

    /// Sets all that another scope holds.
    pub fn take_in(&mut self, other: Scope) {
        for entry in other.entries {
            self.set(&entry.name, entry.value);
        }
    }

    #[inline]
    fn position(&self, name: &str, key: Key) -> Option<usize> {
        let fits = |entry: &Entry| {
            entry.name.key == key && (key.is_exact() || entry.name.text.as_str() == name)
        };
        if self.entries.len() >= INDEXED {
            let at = *self.index.get(&key)?;
            if fits(&self.entries[at]) {
                return Some(at);
            }
        }
        self.entries.iter().position(fits)
    }

    fn extend_index(&mut self) {
        for at in self.index.len()..self.entries.len() {
            self.index.entry(self.entries[at].name.key).or_insert(at);
        }
    }
}

/// The scopes of a rendering: the outermost, which `assign` fills, and small ones on top of it, side by side in one list.
#[derive(Default)]
pub(crate) struct Scopes {
    outermost: Scope,
    keys: Vec<Key>,
    entries: Vec<Entry>,
    /// Where each small scope begins.
    starts: Vec<usize>,
}

impl Scopes {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() + 1
    }

    pub(crate) fn push(&mut self) {
        self.starts.push(self.keys.len());
    }

    pub(crate) fn pop(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.keys.truncate(start);
            self.entries.truncate(start);
        }
    }

    /// The scope that `assign` fills.
    pub(crate) fn outermost_mut(&mut self) -> &mut Scope {
        &mut self.outermost
    }

    /// The value of a name in the outermost scope, where no smaller one has it.
    pub(crate) fn outermost_value_mut(&mut self, name: &Name) -> Option<&mut Value> {
        if self.position(0, &name.text, name.key).is_some() {
            return None;
        }
        let at = self.outermost.position(&name.text, name.key)?;
        Some(&mut self.outermost.entries[at].value)
    }

    /// The innermost value of a name.
    #[inline]
    pub(crate) fn get(&self, name: &Name) -> Option<&Value> {
        match self.position(0, &name.text, name.key) {
            Some(at) => Some(&self.entries[at].value),
            None => self.outermost.get(name),
        }
    }

    /// As [`Scopes::get`], by text.
    pub(crate) fn get_str(&self, name: &str) -> Option<&Value> {
        match self.position(0, name, Key::new(name)) {
            Some(at) => Some(&self.entries[at].value),
            None => self.outermost.get_str(name),
        }
    }

    /// Sets a name in the innermost scope.
    pub(crate) fn set(&mut self, name: &Name, value: Value) {
        let Some(&start) = self.starts.last() else {
            return self.outermost.set(name, value);
        };
        match self.position(start, &name.text, name.key) {
            Some(at) => self.entries[at].value = value,
            None => {
                self.keys.push(name.key);
                self.entries.push(Entry {
                    name: name.clone(),
                    value,
                });
            }
        }
    }

    /// The last entry of this name from `start` on.
    #[inline]
    fn position(&self, start: usize, name: &str, key: Key) -> Option<usize> {
        let found = self.keys[start..]
            .iter()
            .enumerate()
            .rev()
            .find(|(at, other)| {
                **other == key
                    && (key.is_exact() || self.entries[start + at].name.text.as_str() == name)
            });
        found.map(|(at, _)| start + at)
    }
}

/// Spreads a key over the bits that a table looks at.
#[derive(Clone, Copy, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        let mixed = (self.0 ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_among_few_and_many() {
        let mut scope = Scope::default();
        for round in 0..2 {
            for i in 0..100 {
                scope.set(&Name::new(&format!("n{i}")), Value::Int(i + round));
                assert_eq!(scope.get_str("n0").and_then(Value::as_int), Some(round));
            }
        }
        for i in 0..100 {
            let name = Name::new(&format!("n{i}"));
            assert_eq!(scope.get(&name).and_then(Value::as_int), Some(i + 1));
        }
        assert!(scope.get_str("n100").is_none());
    }

    #[test]
    fn short_and_long_names_are_told_apart() {
        let mut scope = Scope::default();
        for (value, name) in ["", "a", "a\0", "abcdefg", "abcdefgh", "abcdefghi"]
            .iter()
            .enumerate()
        {
            scope.set(&Name::new(name), Value::from(value));
        }
        assert_eq!(scope.get_str("").and_then(Value::as_int), Some(0));
        assert_eq!(scope.get_str("a\0").and_then(Value::as_int), Some(2));
        assert_eq!(scope.get_str("abcdefg").and_then(Value::as_int), Some(3));
        assert_eq!(scope.get_str("abcdefgh").and_then(Value::as_int), Some(4));
    }
}
