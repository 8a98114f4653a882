//! The lists that `site` gives, made once for a whole build: looking at one costs the same whatever its length.

use std::sync::{Arc, OnceLock};

use super::Rendering;
use crate::error::Result;
use crate::jekyll::drops::{CollectionDrop, DocumentObject};
use crate::liquid::merge_sort;
use crate::value::{Array, Hash, Map, Value};

/// The lists of a site.
#[derive(Default)]
pub(crate) struct Lists {
    /// The documents of each collection, in its order.
    pub(super) collections: Vec<Array>,
    /// The files of each collection, once somebody asks.
    pub(super) collection_files: OnceLock<Vec<Array>>,
    /// Files that generators took away and that their collections list all the same, with their places among the others.
    pub(super) taken_files: Vec<(usize, Value)>,
    /// The pages.
    pub(super) pages: Array,
    /// The files that are copied.
    pub(super) static_files: Array,
    posts: OnceLock<Value>,
    documents: OnceLock<Array>,
    html_pages: OnceLock<Array>,
    drops: OnceLock<Array>,
    tags: OnceLock<Hash>,
    categories: OnceLock<Hash>,
}

/// `get_or_init` for what may fail.
fn made<T>(slot: &OnceLock<T>, make: impl FnOnce() -> Result<T>) -> Result<&T> {
    if let Some(value) = slot.get() {
        return Ok(value);
    }
    let value = make()?;
    Ok(slot.get_or_init(|| value))
}

impl Lists {
    /// `site.pages`
    pub(crate) fn pages(&self) -> Value {
        Value::Array(self.pages.clone())
    }

    /// `site.static_files`
    pub(crate) fn static_files(&self) -> Value {
        Value::Array(self.static_files.clone())
    }

    /// `site.posts`: the newest first.
    pub(crate) fn posts(&self, rendering: &Rendering) -> Result<&Value> {
        made(&self.posts, || {
            let mut posts = rendering.posts().to_vec();
            merge_sort(&mut posts, &mut |a, b| {
                Ok(b.compare(a).unwrap_or(std::cmp::Ordering::Equal))
            })?;
            Ok(Value::from(posts))
        })
    }

    /// `site.documents`: those of all collections, each followed by the collection's files.
    pub(crate) fn documents(&self, rendering: &Rendering) -> Value {
        let documents = self.documents.get_or_init(|| {
            let mut all = Vec::new();
            for (index, docs) in self.collections.iter().enumerate() {
                all.extend(docs.iter().cloned());
                all.extend(rendering.files_of(index).iter().cloned());
            }
            Array::new(all)
        });
        Value::Array(documents.clone())
    }

    /// `site.html_pages`
    pub(crate) fn html_pages(&self, rendering: &Rendering) -> Result<Value> {
        made(&self.html_pages, || {
            let mut found = Vec::new();
            for (node, object) in rendering.pages.iter().zip(self.pages.iter()) {
                if node.page.is_html()? || node.page.url()?.ends_with('/') {
                    found.push(object.clone());
                }
            }
            Ok(Array::new(found))
        })
        .map(|pages| Value::Array(pages.clone()))
    }

    /// `site.collections`: sorted by label.
    pub(crate) fn collections(&self, rendering: &Rendering) -> Result<Value> {
        let drops = self.drops.get_or_init(|| {
            let mut infos: Vec<_> = rendering.collections.iter().enumerate().collect();
            infos.sort_by(|(_, a), (_, b)| a.label.cmp(&b.label));
            infos
                .into_iter()
                .map(|(index, info)| {
                    Value::drop(CollectionDrop {
                        info: Arc::clone(info),
                        docs: self.collections[index].clone(),
                        files: rendering.files_of(index),
                    })
                })
                .collect()
        });
        Ok(Value::Array(drops.clone()))
    }

    /// `site.tags`
    pub(crate) fn tags(&self, rendering: &Rendering) -> Result<Value> {
        made(&self.tags, || by_attribute(rendering, "tags")).map(|tags| Value::Hash(tags.clone()))
    }

    /// `site.categories`
    pub(crate) fn categories(&self, rendering: &Rendering) -> Result<Value> {
        made(&self.categories, || by_attribute(rendering, "categories"))
            .map(|categories| Value::Hash(categories.clone()))
    }
}

/// `Site#post_attr_hash`: the posts under each of their tags or categories, the newest first.
fn by_attribute(rendering: &Rendering, name: &str) -> Result<Hash> {
    let mut groups: indexmap::IndexMap<Value, Vec<Value>, foldhash::fast::RandomState> =
        indexmap::IndexMap::default();
    for post in rendering.posts().iter() {
        let Some(object) = post.downcast_drop::<DocumentObject>() else {
            continue;
        };
        if let Value::Array(values) = object.node.document.get(name)? {
            for value in values.iter() {
                groups.entry(value.clone()).or_default().push(post.clone());
            }
        }
    }
    let mut hash = Map::default();
    for (value, mut posts) in groups {
        merge_sort(&mut posts, &mut |a, b| {
            Ok(a.compare(b).unwrap_or(std::cmp::Ordering::Equal))
        })?;
        posts.reverse();
        hash.insert(value, Value::from(posts));
    }
    Ok(Hash::new(hash))
}
