//! Documents of collections: the object that lists hold (`Jekyll::Document`) and what templates see of it
//! (`Jekyll::Drops::DocumentDrop`).

use std::any::Any;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock, Weak};

use super::{Keyed, is_common};
use crate::error::Result;
use crate::jekyll::document::{Converted, Document, Output};
use crate::jekyll::render::reads::Read;
use crate::jekyll::render::{Rendering, asker};
use crate::liquid::to_s;
use crate::value::{Array, Drop, Hash, Map, Str, StrKey, Value};

/// A document in its place among the others.
pub(crate) struct DocumentNode {
    /// The document.
    pub(crate) document: Document,
    /// Which collection it is in.
    pub(crate) collection: usize,
    /// Its place in the collection.
    pub(crate) position: usize,
    /// Its place among all that is rendered.
    pub(crate) order: usize,
    /// What became of its excerpt.
    pub(crate) excerpt: OnceLock<Converted>,
    /// The documents before and behind it in the collection, as templates see them, once somebody has asked.
    pub(crate) neighbours: OnceLock<[Option<Weak<dyn Drop>>; 2]>,
    /// The site that it belongs to.
    pub(crate) rendering: Weak<Rendering>,
}

impl DocumentNode {
    /// `content`: raw until it is converted.
    pub(crate) fn content(&self) -> Value {
        self.note(Read::Content(self.order));
        match self.look(&self.document.rendered.converted) {
            Some(converted) => Value::Str(converted.text.clone()),
            None => self.document.content.to_value(),
        }
    }

    /// `output`: nil until it is rendered.
    pub(crate) fn output(&self) -> Value {
        self.note(Read::Content(self.order));
        self.look(&self.document.rendered.output)
            .map_or(Value::Nil, Value::from)
    }

    /// Says that this is read, by whoever asks.
    pub(super) fn note(&self, read: Read<'_>) {
        asker::note(&self.document.setup, read);
    }

    fn look<'s, T>(&self, slot: &'s OnceLock<T>) -> Option<&'s T> {
        asker::look(&self.document.setup, self.order, slot)
    }

    /// `Document#to_s`
    pub(crate) fn text(&self) -> Result<Str> {
        let shown = match self.output() {
            Value::Nil => self.content(),
            output => output,
        };
        match shown {
            Value::Nil => Ok("NO CONTENT".into()),
            Value::Str(text) => Ok(text),
            other => Ok(Str::from(&*other.to_s()?)),
        }
    }

    /// `data["excerpt"].to_s`: rendered when it is first asked for.
    pub(crate) fn excerpt_text(self: &Arc<Self>) -> Result<Value> {
        self.note(Read::Data(self.order));
        self.note(Read::Excerpt(self.order));
        if self.document.excerpt.is_some() {
            return match self.rendering.upgrade() {
                Some(rendering) => rendering.document_excerpt(self).map(Value::from),
                None => Ok(Value::from("")),
            };
        }
        let given = self.document.get("excerpt")?;
        Ok(match given {
            Value::Str(_) => given,
            other => Value::from(&*to_s(&other)?),
        })
    }

    /// Whether Ruby holds the text under a key as US-ASCII; of an excerpt, once it is rendered.
    fn is_us_ascii(&self, key: &str) -> bool {
        let rendered = &self.document.rendered;
        match key {
            "content" => self
                .look(&rendered.converted)
                .is_some_and(|it| it.is_us_ascii),
            "output" => self.look(&rendered.output).is_some_and(Output::is_us_ascii),
            "excerpt" if self.document.excerpt.is_some() => {
                self.excerpt.get().is_some_and(|it| it.is_us_ascii)
            }
            "excerpt" => self
                .document
                .get("excerpt")
                .is_ok_and(|given| given.is_us_ascii()),
            _ => false,
        }
    }

    /// `previous`: the document before it in the collection.
    pub(crate) fn previous(&self) -> Value {
        self.neighbour(0)
    }

    /// `next`: the document behind it in the collection.
    pub(crate) fn next(&self) -> Value {
        self.neighbour(1)
    }

    fn neighbour(&self, side: usize) -> Value {
        let neighbours = self.neighbours.get_or_init(|| {
            let rendering = self.rendering.upgrade();
            let position = self.position;
            [position.checked_sub(1), Some(position + 1)].map(|position| {
                let rendering = rendering.as_ref()?;
                let object = rendering.document_at(self.collection, position?)?;
                match &object.drop {
                    Value::Drop(drop) => Some(Arc::downgrade(drop)),
                    _ => None,
                }
            })
        });
        let neighbour = neighbours[side].as_ref().and_then(Weak::upgrade);
        neighbour.map_or(Value::Nil, Value::Drop)
    }
}

/// A document as lists hold it.
pub(crate) struct DocumentObject {
    /// The document.
    pub(crate) node: Arc<DocumentNode>,
    /// What templates see of it.
    pub(crate) drop: Value,
}

impl DocumentObject {
    /// The object of a document, with its drop.
    pub(crate) fn new(node: Arc<DocumentNode>) -> Self {
        DocumentObject {
            drop: Value::drop(DocumentDrop { node: node.clone() }),
            node,
        }
    }
}

impl Drop for DocumentObject {
    fn class_name(&self) -> &str {
        "Jekyll::Document"
    }

    fn get(&self, key: &str) -> Result<Value> {
        match &self.drop {
            Value::Drop(drop) => drop.get(key),
            _ => Ok(Value::Nil),
        }
    }

    fn to_s(&self) -> Result<Str> {
        self.node.text()
    }

    fn inspect(&self) -> Result<Str> {
        let document = &self.node.document;
        Ok(Str::from(format!(
            "#<Jekyll::Document {} collection={}>",
            document.relative_path, document.collection.label
        )))
    }

    fn to_liquid(&self) -> Option<Value> {
        Some(self.drop.clone())
    }

    fn entry(&self, key: &str) -> Option<Result<Option<Cow<'_, Value>>>> {
        match &self.drop {
            Value::Drop(drop) => drop.entry(key),
            _ => None,
        }
    }

    fn equals(&self, other: &dyn Drop) -> bool {
        match other.as_any().downcast_ref::<DocumentObject>() {
            Some(other) => Arc::ptr_eq(&self.node, &other.node),
            None => false,
        }
    }

    fn compare(&self, other: &dyn Drop) -> Option<Ordering> {
        let other = other.as_any().downcast_ref::<DocumentObject>()?;
        self.node.note(Read::Data(self.node.order));
        other.node.note(Read::Data(other.node.order));
        Some(self.node.document.compare(&other.node.document))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A document as templates see it.
pub(crate) struct DocumentDrop {
    /// The document.
    pub(crate) node: Arc<DocumentNode>,
}

/// What a document says of its neighbours when JSON is made of it: no more of theirs (`NESTED_OBJECT_FIELD_BLACKLIST`).
const NOT_NESTED: [&str; 5] = ["content", "output", "excerpt", "next", "previous"];

impl Keyed for DocumentDrop {
    const METHODS: &'static [&'static str] = &[
        "excerpt",
        "title",
        "categories",
        "output",
        "id",
        "content",
        "name",
        "next",
        "previous",
        "path",
        "date",
        "tags",
        "collection",
        "relative_path",
        "url",
    ];

    fn method(&self, name: &str) -> Result<Option<Value>> {
        if let Some(lent) = self.lent(name) {
            return lent.map(|value| Some(value.into_owned()));
        }
        let document = &self.node.document;
        let is_of_the_place = matches!(
            name,
            "content"
                | "excerpt"
                | "output"
                | "next"
                | "previous"
                | "path"
                | "relative_path"
                | "collection"
        );
        if !is_of_the_place {
            self.node.note(Read::Data(self.node.order));
        }
        Ok(Some(match name {
            "url" => Value::from(document.url()?),
            "content" => self.node.content(),
            "excerpt" => self.node.excerpt_text()?,
            "output" => self.node.output(),
            "id" => Value::from(document.id()?),
            "name" => match document.get("name")? {
                name if name.is_truthy() => name,
                _ => Value::from(document.basename()),
            },
            "next" => self.node.next(),
            "previous" => self.node.previous(),
            "path" | "relative_path" => Value::from(document.relative_path.as_str()),
            "collection" => Value::from(document.collection.label.as_str()),
            _ => return Ok(None),
        }))
    }

    fn behind(&self) -> Option<&Map> {
        Some(&self.node.document.data)
    }

    fn data_keys(&self) -> Vec<Value> {
        self.node.note(Read::Data(self.node.order));
        self.node.document.data.keys().cloned().collect()
    }

    fn data(&self, key: &str) -> Result<Value> {
        self.node.document.get(key)
    }

    fn knows(&self, key: &str) -> bool {
        self.node.note(Read::Data(self.node.order));
        Self::METHODS.contains(&key) || self.node.document.has(key) || is_common(key)
    }
}

/// The entries of a document, its neighbours cut short where they stand too deep.
pub(super) fn json_entries(entries: Hash, depth: usize) -> Result<Hash> {
    if depth < 2 {
        return Ok(entries);
    }
    let mut map: Map = entries.as_map().clone();
    for key in ["previous", "next"] {
        if let Some(place) = map.get_mut(&StrKey(key))
            && let Some(neighbour) = place.downcast_drop::<DocumentDrop>()
        {
            *place = Value::Hash(neighbour.collapsed()?);
        }
    }
    Ok(Hash::new(map))
}

impl DocumentDrop {
    /// What a key stands for, borrowed where it is front matter; `None` for one that is not known.
    fn found(&self, key: &str) -> Result<Option<Cow<'_, Value>>> {
        let document = &self.node.document;
        if let Some(lent) = self.lent(key) {
            return lent.map(Some);
        }
        if Self::METHODS.contains(&key) || is_common(key) {
            return self.answer(key).map(|value| Some(Cow::Owned(value)));
        }
        self.node.note(Read::Data(self.node.order));
        match document.has(key) {
            true => document.find(key).map(Some),
            false => Ok(None),
        }
    }

    /// What a method gives that the document holds.
    fn lent(&self, method: &str) -> Option<Result<Cow<'_, Value>>> {
        let document = &self.node.document;
        let lent = match method {
            "title" | "categories" | "tags" => document.find(method),
            "date" => document.date(),
            _ => return None,
        };
        self.node.note(Read::Data(self.node.order));
        Some(lent)
    }

    fn collapsed(&self) -> Result<Hash> {
        self.keys()
            .into_iter()
            .filter(|key| key.as_str().is_none_or(|key| !NOT_NESTED.contains(&key)))
            .map(|key| {
                let value = self.entry_under(&key)?;
                Ok((key, value))
            })
            .collect()
    }
}

impl Drop for DocumentDrop {
    fn class_name(&self) -> &str {
        "Jekyll::Drops::DocumentDrop"
    }

    fn get(&self, key: &str) -> Result<Value> {
        self.answer(key)
    }

    fn has_key(&self, key: &str) -> bool {
        self.knows(key)
    }

    fn is_us_ascii(&self, key: &str) -> bool {
        self.node.is_us_ascii(key)
    }

    fn to_s(&self) -> Result<Str> {
        self.node.text()
    }

    fn inspect(&self) -> Result<Str> {
        self.pretty()
    }

    fn to_hash(&self) -> Result<Option<Hash>> {
        self.entries().map(Some)
    }

    fn to_json_hash(&self, depth: usize) -> Result<Option<Hash>> {
        json_entries(self.entries()?, depth).map(Some)
    }

    fn to_array(&self) -> Result<Option<Array>> {
        Ok(Some(self.each()))
    }

    fn packed(&self, key: &Value) -> Result<Value> {
        self.pair(key)
    }

    fn walk(&self) -> Result<()> {
        self.node.excerpt_text().map(drop)
    }

    fn entry(&self, key: &str) -> Option<Result<Option<Cow<'_, Value>>>> {
        Some(self.found(key))
    }

    fn equals(&self, other: &dyn Drop) -> bool {
        match other.as_any().downcast_ref::<DocumentDrop>() {
            Some(other) => Arc::ptr_eq(&self.node, &other.node),
            None => false,
        }
    }

    fn compare(&self, other: &dyn Drop) -> Option<Ordering> {
        let other = other.as_any().downcast_ref::<DocumentDrop>()?;
        self.node.note(Read::Data(self.node.order));
        other.node.note(Read::Data(other.node.order));
        let (own, others) = (&self.node.document, &other.node.document);
        let by_date = match (own.date(), others.date()) {
            (Ok(own), Ok(others)) => own.compare(&others),
            _ => None,
        };
        Some(match by_date {
            None | Some(Ordering::Equal) => own.relative_path.cmp(&others.relative_path),
            Some(order) => order,
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
