//! Which documents stand under which tag, category or language, and what filters leave of them
//! (`PaginateV2::Generator::PaginationIndexer`).

use std::collections::HashSet;

use indexmap::IndexMap;

use super::{Place, get};
use crate::error::Result;
use crate::jekyll::document::Document;
use crate::jekyll::merge::ruby_to_s;
use crate::jekyll::site::Site;
use crate::jekyll::slug::downcase;
use crate::text::is_space_char;
use crate::text::strip;
use crate::value::{Hash, Map, StrKey, Value, no_method};

/// Documents by the names under which they stand, in lower case.
pub(super) type Index = IndexMap<String, Vec<Place>>;

/// The documents by what stands under a key of their front matter.
pub(super) fn by(site: &Site, documents: &[Place], key: &str) -> Result<Index> {
    let mut index = Index::new();
    for &place in documents {
        let document = &site.collections[place.0].docs[place.1];
        for name in names(document, key)? {
            let name = downcase(strip(&ruby_to_s(&name)?));
            for part in split(&name) {
                let part = strip(part);
                index.entry(part.to_string()).or_default().push(place);
            }
        }
    }
    Ok(index)
}

/// What stands under a key of a document's front matter, as a list: text is cut at semicolons, commas and blanks.
pub(super) fn names(document: &Document, key: &str) -> Result<Vec<Value>> {
    match document.data.get(&StrKey(key)) {
        None | Some(Value::Nil) => Ok(Vec::new()),
        Some(Value::Str(text)) => {
            let is_cut = |c: char| matches!(c, ';' | ',') || is_space_char(c);
            Ok(pieces(text, is_cut).into_iter().map(Value::from).collect())
        }
        Some(Value::Array(names)) => Ok(names.to_vec()),
        Some(Value::Hash(hash)) => Ok(pairs(hash)),
        Some(other @ Value::Int(_)) => Err(no_method(other, "each")),
        Some(other) => Err(no_method(other, "size")),
    }
}

/// A hash as Ruby goes over it.
fn pairs(hash: &Hash) -> Vec<Value> {
    hash.iter()
        .map(|(key, value)| Value::from(vec![key.clone(), value.clone()]))
        .collect()
}

/// The parts of a text between semicolons and commas.
pub(super) fn split(text: &str) -> Vec<&str> {
    pieces(text, |c| matches!(c, ';' | ','))
}

/// The names of collections in a text.
pub(super) fn collection_names(text: &str) -> Vec<&str> {
    pieces(text, |c| matches!(c, ';' | ',') || is_space_char(c))
}

/// `String#split` at single characters: what is empty at the end is left out.
fn pieces(text: &str, is_cut: impl Fn(char) -> bool) -> Vec<&str> {
    let mut pieces: Vec<&str> = text.split(is_cut).collect();
    while pieces.last().is_some_and(|piece| piece.is_empty()) {
        pieces.pop();
    }
    pieces
}

/// The documents that stand under all that a configuration asks for under a key.
pub(super) fn filtered(
    config: &Map,
    key: &str,
    documents: Vec<Place>,
    index: &Index,
) -> Result<Vec<Place>> {
    let wanted: Vec<Value> = match get(config, key) {
        Value::Nil => return Ok(documents),
        Value::Str(text) => split(&text).into_iter().map(Value::from).collect(),
        Value::Array(wanted) => wanted.to_vec(),
        Value::Hash(wanted) => pairs(&wanted),
        other => return Err(no_method(&other, "each")),
    };
    let mut left = documents;
    for name in wanted {
        let name = downcase(strip(&ruby_to_s(&name)?));
        let Some(under) = index.get(&name) else {
            left.clear();
            continue;
        };
        let under: HashSet<Place> = under.iter().copied().collect();
        let mut seen = HashSet::new();
        left.retain(|place| under.contains(place) && seen.insert(*place));
    }
    Ok(left)
}
