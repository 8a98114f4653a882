//! What a renderer renders: documents, pages, and the excerpts of both.

use std::borrow::Cow;
use std::sync::Arc;

use super::Rendering;
use crate::error::Result;
use crate::jekyll::document::Rendered;
use crate::jekyll::drops::{DocumentNode, DocumentObject, ExcerptDrop, PageNode};
use crate::jekyll::encoding::Body;
use crate::jekyll::path;
use crate::jekyll::plugin::Owner;
use crate::liquid::to_s;
use crate::value::{Hash, StrKey, Value, no_conversion};

/// Something to render.
#[derive(Clone, Copy)]
pub(super) enum Item<'a> {
    /// A document of a collection.
    Document(&'a Arc<DocumentNode>),
    /// A page.
    Page(&'a Arc<PageNode>),
    /// The excerpt of a document.
    DocumentExcerpt(&'a Arc<DocumentNode>),
    /// The excerpt of a page.
    PageExcerpt(&'a Arc<PageNode>),
}

impl<'a> Item<'a> {
    pub(super) fn is_excerpt(self) -> bool {
        matches!(self, Item::DocumentExcerpt(_) | Item::PageExcerpt(_))
    }

    /// `relative_path`, as messages name it.
    pub(super) fn relative_path(self) -> Cow<'a, str> {
        match self {
            Item::Document(node) => Cow::Borrowed(&node.document.relative_path),
            Item::Page(node) => Cow::Borrowed(node.page.relative_path()),
            Item::DocumentExcerpt(node) => {
                Cow::Owned(path::join(&node.document.relative_path, "#excerpt"))
            }
            Item::PageExcerpt(node) => {
                Cow::Owned(path::join(node.excerpted().relative_path(), "#excerpt"))
            }
        }
    }

    /// `path`, as Liquid's errors and the kept templates name it; none where the front matter takes it away.
    ///
    /// # Errors
    /// TypeError for the excerpt of a page whose path is no text.
    pub(super) fn path(self) -> Result<Option<Cow<'a, str>>> {
        Ok(Some(match self {
            Item::Document(node) => Cow::Borrowed(&node.document.path),
            Item::Page(node) => match node.page.shown_path() {
                Value::Nil | Value::Bool(false) => return Ok(None),
                path => Cow::Owned(to_s(&path)?.into_owned()),
            },
            Item::DocumentExcerpt(node) => Cow::Owned(path::join(&node.document.path, "#excerpt")),
            Item::PageExcerpt(node) => match node.excerpted().shown_path() {
                path @ (Value::Str(_) | Value::Array(_)) => {
                    Cow::Owned(path::join(&to_s(&path)?, "#excerpt"))
                }
                other => return Err(no_conversion(&other, "String")),
            },
        }))
    }

    /// Whether its template has no name and there is no theme: Jekyll takes it for one of the theme's.
    pub(super) fn is_nameless(self) -> bool {
        match self {
            Item::Page(node) => node.page.shown_path().is_nil() && node.page.setup.theme.is_none(),
            _ => false,
        }
    }

    /// Its file, absolute, and the line on which its content begins.
    pub(super) fn place(self) -> (&'a str, u32) {
        match self {
            Item::Document(node) | Item::DocumentExcerpt(node) => {
                (&node.document.path, node.document.body_line)
            }
            Item::Page(node) => (&node.page.path, node.page.body_line),
            Item::PageExcerpt(node) => (&node.excerpted().path, node.excerpted().body_line),
        }
    }

    /// The extension of its file.
    pub(super) fn extension(self) -> &'a str {
        match self {
            Item::Document(node) | Item::DocumentExcerpt(node) => &node.document.extname,
            Item::Page(node) => &node.page.ext,
            Item::PageExcerpt(node) => &node.excerpted().ext,
        }
    }

    /// `data[key]`
    pub(super) fn get(self, key: &str) -> Result<Value> {
        match self {
            Item::Document(node) | Item::DocumentExcerpt(node) => node.document.get(key),
            Item::Page(node) => node.page.get(key),
            Item::PageExcerpt(node) => node.excerpted().get(key),
        }
    }

    /// The layout that is named for it. An excerpt does not know that of its document, only one of the defaults.
    pub(super) fn layout(self) -> Result<Value> {
        match self {
            Item::Document(_) | Item::Page(_) => self.get("layout"),
            Item::DocumentExcerpt(node) => node.document.default_layout(),
            Item::PageExcerpt(node) => {
                let defaults = node.excerpted().defaults()?;
                Ok(defaults.get(&StrKey("layout")).cloned().unwrap_or_default())
            }
        }
    }

    /// `content`, not yet rendered.
    pub(super) fn content(self) -> Cow<'a, Body> {
        let excerpt = |excerpt: &'a Option<crate::jekyll::excerpt::Excerpt>| {
            let text = excerpt.as_ref().map_or("", |e| e.content.as_str());
            Cow::Owned(Body::Text(text.into()))
        };
        match self {
            Item::Document(node) => Cow::Borrowed(&node.document.content),
            Item::Page(node) => Cow::Borrowed(&node.page.content),
            Item::DocumentExcerpt(node) => excerpt(&node.document.excerpt),
            Item::PageExcerpt(node) => excerpt(&node.page.excerpt),
        }
    }

    /// Where others see what becomes of it; they do not see an excerpt before it is done.
    pub(super) fn rendered(self) -> Option<&'a Rendered> {
        match self {
            Item::Document(node) => Some(&node.document.rendered),
            Item::Page(node) => Some(&node.page.rendered),
            Item::DocumentExcerpt(_) | Item::PageExcerpt(_) => None,
        }
    }

    /// What `page` is.
    pub(super) fn to_liquid(self, rendering: &Rendering) -> Result<Value> {
        Ok(match self {
            Item::Document(node) => rendering
                .document_at(node.collection, node.position)
                .map_or(Value::Nil, |object: &DocumentObject| object.drop.clone()),
            Item::Page(node) => Value::Hash(node.hash()?),
            Item::DocumentExcerpt(node) => Value::drop(ExcerptDrop { node: node.clone() }),
            Item::PageExcerpt(node) => Value::Hash(Hash::new(node.entries_for_excerpt()?)),
        })
    }

    /// `paginator`
    pub(super) fn pager(self) -> Value {
        match self {
            Item::Page(node) => node.page.pager.clone(),
            _ => Value::Nil,
        }
    }

    /// Whether Liquid is to look at the content, if there is anything of Liquid in it.
    pub(super) fn may_hold_liquid(self) -> Result<bool> {
        if matches!(self.get("render_with_liquid")?, Value::Bool(false)) {
            return Ok(false);
        }
        Ok(match self {
            Item::Document(node) | Item::DocumentExcerpt(node) => {
                node.document.extname != ".coffee" && !node.document.is_yaml_file()
            }
            Item::Page(_) | Item::PageExcerpt(_) => true,
        })
    }

    /// `place_in_layout?`
    pub(super) fn is_placed_in_layout(self, layout: &Value) -> bool {
        let is_asset = match self {
            Item::Document(node) => node.document.is_asset_file() || node.document.is_yaml_file(),
            Item::Page(node) => node.page.is_asset_file(),
            Item::DocumentExcerpt(_) | Item::PageExcerpt(_) => true,
        };
        !is_asset && !self.is_excerpt() && layout.as_str() != Some("none")
    }

    /// The document, for `site.related_posts`.
    pub(super) fn document(self) -> Option<Arc<DocumentNode>> {
        match self {
            Item::Document(node) => Some(Arc::clone(node)),
            _ => None,
        }
    }

    /// Whose hooks are called for it, in order.
    pub(super) fn owners(self) -> Vec<Owner> {
        match self {
            Item::Document(node) => vec![
                Owner::of_collection(&node.document.collection.label),
                Owner::Documents,
            ],
            Item::Page(_) => vec![Owner::Pages],
            Item::DocumentExcerpt(_) | Item::PageExcerpt(_) => Vec::new(),
        }
    }
}
