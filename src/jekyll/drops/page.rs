//! Pages: the object that lists hold (`Jekyll::Page`), and the Hash that templates see of it
//! (`Jekyll::Convertible#to_liquid`).

use std::any::Any;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock, Weak};

use super::Failed;
use crate::error::Result;
use crate::jekyll::document::Converted;
use crate::jekyll::merge::{deep_merge, set};
use crate::jekyll::page::Page;
use crate::jekyll::path;
use crate::jekyll::render::reads::Read;
use crate::jekyll::render::{Rendering, asker};
use crate::liquid::to_s;
use crate::value::{Drop, Hash, Map, Str, StrKey, Value};

/// A page in its place among all that is rendered.
pub(crate) struct PageNode {
    /// The page.
    pub(crate) page: Page,
    /// Its place among all that is rendered.
    pub(crate) order: usize,
    /// What became of its excerpt.
    pub(crate) excerpt: OnceLock<Converted>,
    /// The site that it belongs to.
    pub(crate) rendering: Weak<Rendering>,
    /// What templates see of it before and after it is converted.
    seen: [OnceLock<Hash>; 2],
}

/// The attributes that a page has beside its front matter (`ATTRIBUTES_FOR_LIQUID`), but for its excerpt.
const ATTRIBUTES: [&str; 5] = ["content", "dir", "name", "path", "url"];

impl PageNode {
    /// A page that has not been rendered.
    pub(crate) fn new(page: Page, order: usize, rendering: Weak<Rendering>) -> Self {
        PageNode {
            page,
            order,
            excerpt: OnceLock::new(),
            rendering,
            seen: Default::default(),
        }
    }

    /// `content`: raw until it is converted.
    pub(crate) fn content(&self) -> Value {
        match self.converted() {
            Some(converted) => Value::Str(converted.text.clone()),
            None => self.page.content.to_value(),
        }
    }

    /// Says that this is read, by whoever asks.
    fn note(&self, read: Read<'_>) {
        asker::note(&self.page.setup, read);
    }

    fn converted(&self) -> Option<&Converted> {
        self.note(Read::Content(self.order));
        let slot = &self.page.rendered.converted;
        asker::look(&self.page.setup, self.order, slot)
    }

    /// `to_liquid`: a Hash of the moment. What it holds changes once, when the page is converted.
    ///
    /// # Errors
    /// Those of its URL, its front matter defaults, and of its excerpt, which is rendered for it.
    pub(crate) fn hash(self: &Arc<Self>) -> Result<Hash> {
        self.hash_with(self.converted())
    }

    fn hash_with(self: &Arc<Self>, converted: Option<&Converted>) -> Result<Hash> {
        self.note(Read::Data(self.order));
        if self.page.excerpt.is_some() {
            self.note(Read::Excerpt(self.order));
        }
        let seen = &self.seen[usize::from(converted.is_some())];
        if let Some(hash) = seen.get() {
            return Ok(hash.clone());
        }
        let content = match converted {
            Some(converted) => Value::Str(converted.text.clone()),
            None => self.page.content.to_value(),
        };
        let excerpt = self.excerpt_text()?;
        let hash = Hash::new(entries(&self.page, content, Some(excerpt))?);
        if !asker::may_keep(&self.page.setup) {
            return Ok(hash);
        }
        Ok(seen.get_or_init(|| hash).clone())
    }

    /// The page that its excerpt is the beginning of.
    pub(crate) fn excerpted(&self) -> &Page {
        self.page.excerpt_of.as_deref().unwrap_or(&self.page)
    }

    /// The entries that its excerpt sees, which finds itself under `excerpt`.
    pub(crate) fn entries_for_excerpt(self: &Arc<Self>) -> Result<Map> {
        self.note(Read::Data(self.order));
        let mut entries = match &self.page.excerpt_of {
            Some(page) => entries(page, page.content.to_value(), None),
            None => entries(&self.page, self.content(), None),
        }?;
        if !self.page.has_documents_excerpt {
            let excerpt = Value::drop(OwnExcerpt { node: self.clone() });
            set(&mut entries, "excerpt", excerpt);
        }
        Ok(entries)
    }

    /// `Page#excerpt`: what the front matter says, or the rendered beginning of the page.
    fn excerpt_text(self: &Arc<Self>) -> Result<Value> {
        if self.page.excerpt.is_some() {
            return match self.rendering.upgrade() {
                Some(rendering) => rendering.page_excerpt(self).map(Value::from),
                None => Ok(Value::Nil),
            };
        }
        let given = self.page.get("excerpt")?;
        if !given.is_truthy() {
            return Ok(Value::Nil);
        }
        Ok(match given {
            Value::Str(_) => given,
            other => Value::from(&*to_s(&other)?),
        })
    }
}

/// What templates see of a page: its front matter, and its attributes beside that.
fn entries(page: &Page, content: Value, excerpt: Option<Value>) -> Result<Map> {
    let mut own = page.data.clone();
    if let Some(seen) = &page.seen {
        for (key, value) in seen {
            if let Some(key) = key.as_str() {
                put(&mut own, key, value.clone());
            }
        }
    }
    let attributes = if page.seen.is_some() {
        &[][..]
    } else {
        &ATTRIBUTES
    };
    for &name in attributes {
        if name == "name"
            && let Some(excerpt) = &excerpt
        {
            put(&mut own, "excerpt", excerpt.clone());
        }
        let value = match name {
            "content" => content.clone(),
            "dir" => Value::from(page.url_dir()?),
            "name" => Value::from(page.name.as_str()),
            "path" => page.shown_path(),
            _ => Value::from(page.url()?),
        };
        put(&mut own, name, value);
    }
    let mut entries = page.defaults()?;
    if entries.is_empty() {
        return Ok(own);
    }
    deep_merge(&mut entries, &own)?;
    Ok(entries)
}

/// Sets an entry as a merge of hashes would: in its old place, and nil not over another value.
fn put(entries: &mut Map, key: &str, value: Value) {
    if value.is_nil() && entries.contains_key(&StrKey(key)) {
        return;
    }
    set(entries, key, value);
}

/// The excerpt of a page as it finds itself while it is rendered (`Jekyll::PageExcerpt`).
struct OwnExcerpt {
    node: Arc<PageNode>,
}

impl Drop for OwnExcerpt {
    fn class_name(&self) -> &str {
        "Jekyll::PageExcerpt"
    }

    fn get(&self, _key: &str) -> Result<Value> {
        Ok(Value::Nil)
    }

    /// It would have to be rendered for that, which never ends.
    fn to_s(&self) -> Result<Str> {
        match self.node.rendering.upgrade() {
            Some(rendering) => rendering.page_excerpt(&self.node).map(|it| it.text),
            None => Ok(Str::new()),
        }
    }

    fn inspect(&self) -> Result<Str> {
        let id = path::join(self.node.excerpted().relative_path(), "#excerpt");
        let mut shown = format!("#<{} id=", self.class_name());
        crate::value::inspect_str(&id, &mut shown);
        shown.push('>');
        Ok(shown.into())
    }

    fn to_liquid(&self) -> Option<Value> {
        Some(match self.node.entries_for_excerpt() {
            Ok(entries) => Value::Hash(Hash::new(entries)),
            Err(error) => Value::drop(Failed(error)),
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A page as lists hold it.
pub(crate) struct PageObject {
    /// The page.
    pub(crate) node: Arc<PageNode>,
}

impl Drop for PageObject {
    fn class_name(&self) -> &str {
        self.node.page.class_name
    }

    fn get(&self, key: &str) -> Result<Value> {
        match self.entry(key) {
            Some(found) => Ok(found?.map(Cow::into_owned).unwrap_or_default()),
            None => Ok(self.node.hash()?.get_str(key).cloned().unwrap_or_default()),
        }
    }

    /// All but the content is the same at all times; an excerpt that has to be rendered is left to `to_liquid`.
    fn entry(&self, key: &str) -> Option<Result<Option<Cow<'_, Value>>>> {
        if key == "content" || self.node.page.excerpt.is_some() {
            return None;
        }
        let hash = self.node.hash_with(None).ok()?;
        Some(Ok(hash.get_str(key).cloned().map(Cow::Owned)))
    }

    fn to_s(&self) -> Result<Str> {
        match self.node.content() {
            Value::Nil => Ok(Str::new()),
            Value::Str(text) => Ok(text),
            other => Ok(Str::from(&*other.to_s()?)),
        }
    }

    fn inspect(&self) -> Result<Str> {
        Ok(self.node.page.shown().into())
    }

    fn to_liquid(&self) -> Option<Value> {
        Some(match self.node.hash() {
            Ok(hash) => Value::Hash(hash),
            Err(error) => Value::drop(Failed(error)),
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
