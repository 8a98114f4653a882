//! A collection: documents of one kind in a folder of their own (collection.rb).

use std::cmp::Ordering;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::liquid::merge_sort;
use crate::value::{StrKey, Value, no_conversion, no_method};

use super::document::Document;
use super::log::Log;
use super::merge::ruby_to_s;
use super::path;
use super::permalink;
use super::setup::{Setup, refuse_keyless};

/// What a collection is, without its documents.
pub struct CollectionInfo {
    /// The key under which it is configured.
    pub name: String,
    /// Its label: the name without what may not stand in one.
    pub label: String,
    /// What is configured for it.
    pub metadata: Value,
    /// Its folder, as its documents' paths begin: `_notes`.
    pub relative_directory: String,
    /// Its folder, absolute.
    pub directory: String,
}

/// A collection and its documents, in order.
pub struct Collection {
    /// What it is.
    pub info: Arc<CollectionInfo>,
    /// Its documents.
    pub docs: Vec<Document>,
}

impl CollectionInfo {
    /// The collection that is configured under `name`.
    ///
    /// # Errors
    /// A name that is no text.
    pub fn new(name: &Value, config: &super::config::Config, source: &str) -> Result<Self> {
        let Value::Str(name) = name else {
            return Err(no_method(name, "gsub"));
        };
        let allowed = |c: &char| c.is_ascii_alphanumeric() || "_-.".contains(*c);
        let label: String = name.chars().filter(allowed).collect();
        let metadata = match config.get("collections") {
            Value::Hash(all) => all.get_str(&label).filter(|m| m.is_truthy()).cloned(),
            _ => None,
        };
        let relative_directory = format!("_{label}");
        let container = ruby_to_s(config.get("collections_dir"))?;
        let directory = path::sanitized(source, &path::join(&container, &relative_directory));
        Ok(CollectionInfo {
            name: name.to_string(),
            metadata: metadata.unwrap_or_else(|| Value::Hash(crate::value::Hash::default())),
            label,
            relative_directory,
            directory,
        })
    }

    fn setting(&self, key: &str) -> Result<Option<&Value>> {
        match &self.metadata {
            Value::Hash(metadata) => Ok(metadata.get(&StrKey(key))),
            other => Err(no_method(other, "fetch")),
        }
    }

    /// `write?`: whether its documents become files.
    ///
    /// # Errors
    /// Metadata that is no hash.
    pub fn is_written(&self) -> Result<bool> {
        Ok(self.setting("output")?.is_some_and(Value::is_truthy))
    }

    /// `url_template`
    ///
    /// # Errors
    /// A permalink that is no text.
    pub fn url_template(&self, setup: &Setup) -> Result<String> {
        match self.setting("permalink")? {
            None => Ok(permalink::with_suffix(
                "/:collection/:path",
                &setup.permalink_style,
            )),
            Some(Value::Str(template)) => Ok(template.to_string()),
            Some(Value::Nil | Value::Bool(false)) => Err(Error::ruby(
                "ArgumentError",
                "One of :template or :permalink must be supplied.",
            )),
            Some(other) => Err(no_method(other, "gsub")),
        }
    }
}

impl Collection {
    /// Puts the documents in order: as listed, by a key, or by date and path (`sort_docs!`).
    ///
    /// # Errors
    /// Metadata that is no hash; those of front matter defaults.
    pub fn sort(&mut self, log: &dyn Log) -> Result<()> {
        let docs = std::mem::take(&mut self.docs);
        refuse_keyless(&self.info.metadata)?;
        let setting = |key| match &self.info.metadata {
            Value::Hash(metadata) => metadata.get_str(key).cloned(),
            // text that is asked for a key answers with the key, if that is a part of it
            Value::Str(text) if text.contains(key) => Some(Value::from(key)),
            _ => None,
        };
        self.docs = match (setting("order"), setting("sort_by")) {
            (Some(Value::Array(order)), _) => rearranged(sorted(docs)?, &order, &self.info)?,
            (_, Some(Value::Str(key))) => sorted_by_key(docs, &key, log)?,
            _ => sorted(docs)?,
        };
        Ok(())
    }
}

/// `docs.sort!`
///
/// # Errors
/// Those of front matter defaults, as soon as two documents have to be compared.
pub fn sorted(docs: Vec<Document>) -> Result<Vec<Document>> {
    if docs.len() > 1 {
        for doc in &docs {
            doc.get("date")?;
        }
    }
    sorted_by(docs, &mut |a, b| a.compare(b))
}

/// Sorts as Ruby does. Places are sorted, not what stands there: documents are large.
fn sorted_by<T>(items: Vec<T>, compare: &mut dyn FnMut(&T, &T) -> Ordering) -> Result<Vec<T>> {
    let mut places: Vec<usize> = (0..items.len()).collect();
    merge_sort(&mut places, &mut |&a, &b| Ok(compare(&items[a], &items[b])))?;
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    Ok(places.iter().filter_map(|&it| items[it].take()).collect())
}

fn rearranged(
    docs: Vec<Document>,
    order: &[Value],
    info: &CollectionInfo,
) -> Result<Vec<Document>> {
    let mut placed: indexmap::IndexMap<String, Option<Document>> = indexmap::IndexMap::new();
    for entry in order {
        let Value::Str(entry) = entry else {
            return Err(no_conversion(entry, "String"));
        };
        placed.insert(path::join(&info.relative_directory, entry), None);
    }
    for doc in docs {
        placed.insert(doc.relative_path.clone(), Some(doc));
    }
    Ok(placed.into_values().flatten().collect())
}

fn sorted_by_key(docs: Vec<Document>, key: &str, log: &dyn Log) -> Result<Vec<Document>> {
    let keyed: Vec<(Value, Document)> = docs
        .into_iter()
        .map(|doc| Ok((doc.get(key)?, doc)))
        .collect::<Result<_>>()?;
    let warn = |doc: &Document| {
        let message = format!("'{key}' not defined in {}", doc.relative_path);
        log.warn("Sort warning:", &message);
    };
    let sorted = sorted_by(keyed, &mut |(a, left), (b, right)| {
        let by_key = match (a.is_nil(), b.is_nil()) {
            (true, false) => {
                warn(left);
                Some(Ordering::Greater)
            }
            (false, true) => {
                warn(right);
                Some(Ordering::Less)
            }
            _ => a.compare(b),
        };
        match by_key {
            None | Some(Ordering::Equal) => left.compare(right),
            Some(order) => order,
        }
    })?;
    Ok(sorted.into_iter().map(|(_, doc)| doc).collect())
}
