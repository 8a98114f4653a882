//! SafeYAML's PsychHandler: the parser's events → values, by the rules of its one shared pending key.
//! A collection is placed when it begins and filled when it ends, so it can lie in itself; aliases share it.

use std::borrow::Cow;
use std::collections::HashMap;

use smallvec::SmallVec;

use super::resolve;
use super::token::Kind;
use crate::error::{Error, ErrorKind, Result};
use crate::value::{Array, Hash, Map, Value, no_conversion};

/// How deep collections may lie in one another, aliases followed.
const MAX_DEPTH: usize = 1000;

/// How many entries `<<` may copy in one document.
const MAX_MERGED: usize = 1_000_000;

/// How a scalar's text becomes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scalar {
    /// By its looks: plain, or with a tag of any kind.
    Plain,
    /// As a String.
    Quoted,
    /// From base64.
    Binary,
}

impl Scalar {
    /// What a scalar's token says.
    pub fn without_tag(kind: Kind) -> Self {
        match kind {
            Kind::QuotedScalar => Scalar::Quoted,
            _ => Scalar::Plain,
        }
    }
}

/// Events → values.
#[derive(Default)]
pub(super) struct Builder<'a> {
    root: Option<Value>,
    open: SmallVec<[Open; 8]>,
    /// The items of all open collections, outermost first; keys and values of a mapping alternate.
    items: Vec<Value>,
    /// The key that waits for its value, whatever mapping it came from.
    key: Option<Value>,
    anchors: HashMap<&'a str, usize, foldhash::fast::RandomState>,
    anchored: Vec<Anchored>,
    merged: usize,
}

/// A collection that has not ended.
struct Open {
    collection: Collection,
    /// Where its items begin.
    first: usize,
    /// Which of the anchored values it is.
    anchor: Option<usize>,
    /// How many anchors there were when it began.
    anchored_before: usize,
    /// How many collections lie in one another below it.
    height: usize,
    /// Whether it lies in itself.
    recursive: bool,
}

#[derive(Clone)]
enum Collection {
    Sequence(Array),
    Mapping(Hash),
}

/// What an anchor names.
struct Anchored {
    value: Value,
    /// How many collections lie in one another, it included.
    height: usize,
    /// The index in [`Builder::open`] of a collection that has not ended.
    open: Option<usize>,
}

impl<'a> Builder<'a> {
    pub fn scalar(
        &mut self,
        text: Cow<'_, str>,
        scalar: Scalar,
        anchor: Option<&'a str>,
    ) -> Result<()> {
        let value = match scalar {
            Scalar::Plain => resolve::plain(&text)?,
            Scalar::Quoted => Value::Str(text.as_ref().into()),
            Scalar::Binary => binary(&text),
        };
        if let Some(name) = anchor {
            self.anchor(name, value.clone(), None);
        }
        self.add(value, None)
    }

    /// What the anchor names, resolved again as if it were plain; nil for an unknown one.
    pub fn alias(&mut self, name: &str) -> Result<()> {
        let Some(anchored) = self
            .anchors
            .get(name)
            .and_then(|&index| self.anchored.get(index))
        else {
            return self.add(Value::Nil, None);
        };
        let (height, open) = (anchored.height, anchored.open);
        let value = match &anchored.value {
            Value::Str(text) => resolve::plain(text)?,
            Value::Bytes(_) => {
                let message = "invalid byte sequence in UTF-8";
                return Err(Error::ruby("ArgumentError", message));
            }
            value => value.clone(),
        };
        if self.open.len() + height > MAX_DEPTH {
            return Err(too_deep());
        }
        if let Some(index) = open
            && let Some(open) = self.open.get_mut(index)
        {
            open.recursive = true;
        }
        if let Some(parent) = self.open.last_mut() {
            parent.height = parent.height.max(height);
        }
        self.add(value, open)
    }

    pub fn start_sequence(&mut self, anchor: Option<&'a str>) -> Result<()> {
        let array = Array::hole();
        self.start(
            Value::Array(array.clone()),
            Collection::Sequence(array),
            anchor,
        )
    }

    pub fn start_mapping(&mut self, anchor: Option<&'a str>) -> Result<()> {
        let hash = Hash::hole();
        self.start(Value::Hash(hash.clone()), Collection::Mapping(hash), anchor)
    }

    fn start(
        &mut self,
        value: Value,
        collection: Collection,
        anchor: Option<&'a str>,
    ) -> Result<()> {
        if self.open.len() >= MAX_DEPTH {
            return Err(too_deep());
        }
        let anchored_before = self.anchored.len();
        let index = self.open.len();
        let anchor = anchor.map(|name| self.anchor(name, value.clone(), Some(index)));
        self.add(value, None)?;
        self.open.push(Open {
            collection,
            first: self.items.len(),
            anchor,
            anchored_before,
            height: 0,
            recursive: false,
        });
        Ok(())
    }

    /// Ends the innermost collection.
    pub fn end(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let items = self.items.drain(open.first..);
        match open.collection {
            Collection::Sequence(array) => array.fill(items.collect()),
            Collection::Mapping(hash) => hash.fill(mapping(items)),
        }
        if let Some(parent) = self.open.last_mut() {
            parent.height = parent.height.max(open.height + 1);
        }
        if let Some(anchored) = open.anchor.and_then(|index| self.anchored.get_mut(index)) {
            anchored.open = None;
            anchored.height = open.height + 1;
        }
        if open.recursive {
            // From anything within it everything else within it can be reached.
            for anchored in self.anchored.iter_mut().skip(open.anchored_before) {
                anchored.height = anchored.height.saturating_add(open.height + 1);
            }
        }
    }

    /// The value of the document.
    pub fn finish(self) -> Value {
        self.root.unwrap_or_default()
    }

    fn anchor(&mut self, name: &'a str, value: Value, open: Option<usize>) -> usize {
        let index = self.anchored.len();
        self.anchors.insert(name, index);
        self.anchored.push(Anchored {
            value,
            height: 0,
            open,
        });
        index
    }

    /// Puts a value where the next one belongs. `open` is set for a collection that has not ended.
    fn add(&mut self, value: Value, open: Option<usize>) -> Result<()> {
        match self.open.last() {
            None => {
                self.root.get_or_insert(value);
            }
            Some(Open {
                collection: Collection::Sequence(_),
                ..
            }) => self.items.push(value),
            Some(_) => match self.key.take() {
                // A nil key counts as none, so the next value is taken for the key.
                None => self.key = Some(value).filter(|key| !key.is_nil()),
                Some(Value::Str(key)) if key == "<<" => self.merge(&value, open)?,
                Some(key) => {
                    self.items.push(key);
                    self.items.push(value);
                }
            },
        }
        Ok(())
    }

    /// `<<`: copies the entries that the other hash has at this moment.
    fn merge(&mut self, value: &Value, open: Option<usize>) -> Result<()> {
        let Value::Hash(hash) = value else {
            return Err(no_conversion(value, "Hash"));
        };
        let before = self.items.len();
        match open {
            None => {
                self.count_merged(2 * hash.len())?;
                let entries = hash.iter().flat_map(|(k, v)| [k.clone(), v.clone()]);
                self.items.extend(entries);
            }
            Some(index) if index + 1 < self.open.len() => {
                let (first, end) = (self.open[index].first, self.open[index + 1].first);
                self.count_merged(end - first)?;
                self.items.extend_from_within(first..end);
            }
            // Into itself
            Some(_) => {}
        }
        debug_assert!((self.items.len() - before).is_multiple_of(2));
        Ok(())
    }

    fn count_merged(&mut self, items: usize) -> Result<()> {
        self.merged = self.merged.saturating_add(items);
        if self.merged / 2 > MAX_MERGED {
            let message = format!("<< copies more than {MAX_MERGED} entries");
            return Err(Error::new(ErrorKind::Limit, message));
        }
        Ok(())
    }
}

/// Keys and values in turn: the last value of a key counts, in its first place.
fn mapping(mut items: impl ExactSizeIterator<Item = Value>) -> Map {
    let mut map = Map::with_capacity_and_hasher(items.len() / 2, Default::default());
    while let (Some(key), Some(value)) = (items.next(), items.next()) {
        map.insert(key, value);
    }
    map
}

fn too_deep() -> Error {
    let message = format!("YAML collections lie more than {MAX_DEPTH} levels deep");
    Error::new(ErrorKind::Limit, message)
}

/// Base64 as Ruby's `unpack("m")` reads it: what is no digit is skipped, and padding ends it.
fn binary(text: &str) -> Value {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut group = [0; 4];
    let mut length = 0;
    for byte in text.bytes() {
        match base64_digit(byte) {
            Some(digit) => {
                group[length] = digit;
                length += 1;
            }
            None if byte == b'=' && length >= 2 => break,
            None => {}
        }
        if length == 4 {
            bytes.extend(base64_group(group));
            length = 0;
        }
    }
    if length >= 2 {
        group[length..].fill(0);
        bytes.extend(&base64_group(group)[..length - 1]);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Value::from(text),
        Err(error) => Value::Bytes(error.into_bytes().into()),
    }
}

fn base64_digit(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

fn base64_group([a, b, c, d]: [u8; 4]) -> [u8; 3] {
    [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]
}
