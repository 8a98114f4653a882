//! The variables of one level of a rendering: few, found by a hash that was taken when the template was parsed.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::value::{Str, Value};

/// A variable's name with its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    text: Str,
    hash: u64,
}

impl Name {
    /// A name, hashed.
    pub fn new(text: &str) -> Self {
        Name {
            hash: hash(text),
            text: text.into(),
        }
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
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
    /// Where a hash lies, kept from [`INDEXED`] entries on.
    index: HashMap<u64, usize, BuildHasherDefault<Identity>>,
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
    pub fn get(&self, name: &Name) -> Option<&Value> {
        self.position(&name.text, name.hash)
            .map(|at| &self.entries[at].value)
    }

    /// The value of a name that was not hashed before.
    pub fn get_str(&self, name: &str) -> Option<&Value> {
        if self.entries.is_empty() {
            return None;
        }
        self.position(name, hash(name))
            .map(|at| &self.entries[at].value)
    }

    /// Sets a name to a value.
    pub fn set(&mut self, name: &Name, value: Value) {
        match self.position(&name.text, name.hash) {
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

    /// Forgets all names.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.index.clear();
    }

    fn position(&self, name: &str, hash: u64) -> Option<usize> {
        let fits = |entry: &Entry| entry.name.hash == hash && entry.name.text.as_str() == name;
        if self.entries.len() >= INDEXED {
            let at = *self.index.get(&hash)?;
            if fits(&self.entries[at]) {
                return Some(at);
            }
        }
        self.entries.iter().position(fits)
    }

    fn extend_index(&mut self) {
        for at in self.index.len()..self.entries.len() {
            self.index.entry(self.entries[at].name.hash).or_insert(at);
        }
    }
}

fn hash(name: &str) -> u64 {
    use std::hash::BuildHasher;
    foldhash::fast::FixedState::default().hash_one(name)
}

/// Takes a hash for what it is.
#[derive(Clone, Copy, Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
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
}
