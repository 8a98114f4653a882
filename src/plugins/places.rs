//! Documents and pages alike, by their places in a site, for generators that go over both.

use crate::error::Result;
use crate::jekyll::document::Document;
use crate::jekyll::encoding::Body;
use crate::jekyll::excerpt::{self, Excerpt};
use crate::jekyll::merge::set;
use crate::jekyll::page::Page;
use crate::jekyll::setup::Setup;
use crate::jekyll::site::Site;
use crate::value::{Map, StrKey, Value};

/// Where a document or a page stands in its site.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// The document of a collection.
    Document(usize, usize),
    /// A page.
    Page(usize),
}

/// What stands at a place.
pub(super) enum Standing<'a> {
    /// A document.
    Document(&'a mut Document),
    /// A page.
    Page(&'a mut Page),
}

/// All pages.
pub(super) fn pages(site: &Site) -> Vec<Place> {
    (0..site.pages.len()).map(Place::Page).collect()
}

/// The documents that are written (`Site#docs_to_write`).
pub(super) fn written_documents(site: &Site) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    for (collection, of) in site.collections.iter().enumerate() {
        for (index, document) in of.docs.iter().enumerate() {
            if document.is_written()? {
                places.push(Place::Document(collection, index));
            }
        }
    }
    Ok(places)
}

impl Place {
    /// What stands there.
    pub(super) fn of(self, site: &mut Site) -> Standing<'_> {
        match self {
            Place::Document(collection, index) => {
                Standing::Document(&mut site.collections[collection].docs[index])
            }
            Place::Page(index) => Standing::Page(&mut site.pages[index]),
        }
    }
}

impl Standing<'_> {
    /// Its front matter with the defaults.
    pub(super) fn get(&self, key: &str) -> Result<Value> {
        match self {
            Standing::Document(document) => document.get(key),
            Standing::Page(page) => page.get(key),
        }
    }

    /// What templates see under a key of its front matter.
    pub(super) fn told(&self, key: &str) -> Result<Value> {
        match self {
            Standing::Page(page)
                if page.seen.is_some() && !page.data.contains_key(&StrKey(key)) =>
            {
                Ok(page
                    .defaults()?
                    .get(&StrKey(key))
                    .cloned()
                    .unwrap_or_default())
            }
            _ => self.get(key),
        }
    }

    /// Its URL.
    pub(super) fn url(&self) -> Result<&str> {
        match self {
            Standing::Document(document) => document.url(),
            Standing::Page(page) => page.url(),
        }
    }

    /// Its file, relative to the source.
    pub(super) fn relative_path(&self) -> &str {
        match self {
            Standing::Document(document) => &document.relative_path,
            Standing::Page(page) => page.relative_path(),
        }
    }

    /// The extension of its file.
    pub(super) fn extension(&self) -> &str {
        match self {
            Standing::Document(document) => &document.extname,
            Standing::Page(page) => &page.ext,
        }
    }

    /// Its front matter.
    pub(super) fn data(&mut self) -> &mut Map {
        match self {
            Standing::Document(document) => &mut document.data,
            Standing::Page(page) => &mut page.data,
        }
    }

    /// What stands below the front matter.
    pub(super) fn content(&mut self) -> &mut Body {
        match self {
            Standing::Document(document) => &mut document.content,
            Standing::Page(page) => &mut page.content,
        }
    }

    /// Whether there is an excerpt, made of the content or not.
    pub(super) fn has_excerpt(&self) -> Result<bool> {
        let made = match self {
            Standing::Document(document) => document.excerpt.is_some(),
            Standing::Page(page) => page.excerpt.is_some(),
        };
        Ok(made || self.get("excerpt")?.is_truthy())
    }

    /// Notes that a generator asked for all that templates see of it (`Page#to_liquid`). Among that are the address of a
    /// page, which may be impossible, the front matter defaults, of which something may be said, and the excerpt, which
    /// may be one that cannot be rendered and otherwise stays.
    pub(super) fn tell_all(&mut self) -> Result<()> {
        if let Standing::Page(page) = self {
            page.url()?;
            page.defaults()?;
            page.check_excerpt()?;
            page.has_told_excerpt = true;
        }
        Ok(())
    }

    /// Makes the excerpt of the content as it is now (`Excerpt.new`), where that is still to be seen.
    pub(super) fn make_excerpt(&mut self) -> Result<()> {
        match self {
            Standing::Document(document) => {
                let separator = document.excerpt_separator()?;
                let setup = &document.setup;
                let (path, text) = (&document.relative_path, document.content.as_str());
                document.excerpt = Some(extract(setup, path, text, &separator));
            }
            Standing::Page(page) => {
                let (separator, setup) = (page.excerpt_separator()?, &page.setup);
                let (path, text) = (page.relative_path(), page.content.as_str());
                let excerpt = extract(setup, path, text, separator);
                if page.has_told_excerpt {
                    // it stays, but what is to be said of the other one was said
                    return Ok(());
                }
                page.has_documents_excerpt = true;
                page.excerpt = Some(excerpt);
            }
        }
        set(self.data(), "excerpt", Value::Nil);
        Ok(())
    }
}

fn extract(setup: &Setup, relative_path: &str, text: &str, separator: &str) -> Excerpt {
    let told = excerpt::Told {
        relative_path,
        facts: setup.facts.as_ref(),
        log: setup.log.as_ref(),
    };
    excerpt::extract(text, separator, &told)
}
