//! A site as it is read: every document, page, file, layout and piece of data, before anything is rendered (site.rb).

use std::sync::Arc;

use indexmap::IndexMap;

use crate::error::{Error, ErrorKind, Result};
use crate::value::{Map, Value, no_method};

use super::collection::{Collection, CollectionInfo};
use super::config::Config;
use super::document::Document;
use super::layout::Layout;
use super::page::Page;
use super::reader;
use super::setup::{Host, RenderFacts, Setup, SiteMark};
use super::static_file::StaticFile;

/// A site that has been read: plain data that generators may change.
pub struct Site {
    /// What is settled about it.
    pub setup: Arc<Setup>,
    /// The layouts by name: the path below the folder of layouts, without the extension.
    pub layouts: IndexMap<String, Layout>,
    /// The collections in the order of the configuration, posts among them.
    pub collections: Vec<Collection>,
    /// The pages.
    pub pages: Vec<Page>,
    /// The files that are copied as they are, those of collections among them.
    pub static_files: Vec<StaticFile>,
    /// Files that generators took away and that their collections list all the same, with their places in `static_files`.
    pub(crate) taken_files: Vec<(usize, StaticFile)>,
    /// What the data files hold.
    pub data: Map,
    /// What generators add to the configuration for templates to see (`site.archives`).
    pub added: Map,
    /// What is done to pages as they are made.
    pub page_hooks: PageHooks,
}

/// What plugins do to every page that a generator makes (`:pages`, `:post_init`).
#[derive(Clone, Default)]
pub struct PageHooks(Vec<PageHook>);

type PageHook = Arc<dyn Fn(&mut Page) -> Result<()> + Send + Sync>;

impl PageHooks {
    /// Adds one.
    pub fn add(&mut self, hook: impl Fn(&mut Page) -> Result<()> + Send + Sync + 'static) {
        self.0.push(Arc::new(hook));
    }

    /// Calls them for a page that has the front matter it begins with.
    ///
    /// # Errors
    /// The first that one fails with.
    pub fn call(&self, page: &mut Page) -> Result<()> {
        self.0.iter().try_for_each(|hook| hook(page))
    }
}

impl Site {
    /// A site of this configuration, with nothing in it yet (`Site#initialize`).
    ///
    /// # Errors
    /// Those of [`Setup::new`], and `collections` that are no hash.
    pub fn new(config: Config, facts: Arc<dyn RenderFacts>, host: Host) -> Result<Self> {
        Self::with_setup(Setup::new(config, facts, host)?)
    }

    /// As [`Site::new`], of what is settled already.
    ///
    /// # Errors
    /// `collections` that are no hash, names of collections that are no text.
    pub fn with_setup(setup: Setup) -> Result<Self> {
        let mut site = Self::empty(setup);
        site.reset()?;
        Ok(site)
    }

    /// As [`Site::with_setup`], for a site that is going to be read: Jekyll looks at the names of collections when it
    /// reads the first of their files, and they are refused then.
    ///
    /// # Errors
    /// `collections` that are no hash.
    pub(crate) fn to_be_read(setup: Setup) -> Result<Self> {
        let mut site = Self::empty(setup);
        match site.reset() {
            Err(error) if error.kind() != ErrorKind::Ruby("ArgumentError") => {}
            done => done?,
        }
        Ok(site)
    }

    /// Takes files away from those that are copied.
    pub(crate) fn take_files(&mut self, is_taken: impl Fn(&StaticFile) -> bool) {
        let mut kept = Vec::with_capacity(self.static_files.len());
        let mut places = Vec::new();
        for (place, file) in std::mem::take(&mut self.static_files)
            .into_iter()
            .enumerate()
        {
            if !is_taken(&file) {
                kept.push(file);
                continue;
            }
            places.push(place);
            if file.collection.is_some() {
                self.taken_files.push((place, file));
            }
        }
        // one that was taken before stood before the file that is at its place now
        self.taken_files.sort_by_key(|(place, _)| *place);
        for (place, _) in &mut self.taken_files {
            *place -= places.partition_point(|before| before < place);
        }
        self.static_files = kept;
    }

    fn empty(mut setup: Setup) -> Self {
        setup.site = SiteMark::default();
        Site {
            collections: Vec::new(),
            setup: Arc::new(setup),
            layouts: IndexMap::new(),
            pages: Vec::new(),
            static_files: Vec::new(),
            taken_files: Vec::new(),
            data: Map::default(),
            added: Map::default(),
            page_hooks: PageHooks::default(),
        }
    }

    /// What is settled about the site, to be changed: by hooks, before anything is read or rendered. What has been read
    /// already goes on with what was settled then.
    pub fn setup_mut(&mut self) -> &mut Setup {
        Arc::make_mut(&mut self.setup)
    }

    /// Forgets all that has been read (`Site#reset`).
    ///
    /// # Errors
    /// As [`Site::new`].
    pub fn reset(&mut self) -> Result<()> {
        let config = &self.setup.config;
        let names: Vec<Value> = match config.get("collections") {
            Value::Hash(collections) => collections.keys().cloned().collect(),
            Value::Array(names) => names.to_vec(),
            Value::Nil => Vec::new(),
            _ => {
                return Err(Error::ruby(
                    "ArgumentError",
                    "Your `collections` key must be a hash or an array.",
                ));
            }
        };
        let mut collections = Vec::with_capacity(names.len() + 1);
        for name in &names {
            collections.push(Collection {
                info: Arc::new(CollectionInfo::new(name, config, &self.setup.source)?),
                docs: Vec::new(),
            });
        }
        if !names.iter().any(|name| name.as_str() == Some("posts")) {
            let name = Value::from("posts");
            collections.push(Collection {
                info: Arc::new(CollectionInfo::new(&name, config, &self.setup.source)?),
                docs: Vec::new(),
            });
        }
        self.collections = collections;
        self.layouts.clear();
        self.pages.clear();
        self.static_files.clear();
        self.taken_files.clear();
        self.data.clear();
        self.added.clear();
        self.page_hooks = PageHooks::default();
        Ok(())
    }

    /// Reads everything (`Site#read`), and leaves the newest posts where there is a limit.
    ///
    /// # Errors
    /// A date, front matter or data file that cannot be read, a file that the system refuses.
    pub fn read(&mut self) -> Result<()> {
        if self.collections.is_empty() {
            self.reset()?;
        }
        let container = self.setup.config.get("collections_dir");
        if !matches!(
            container,
            Value::Nil | Value::Str(_) | Value::Array(_) | Value::Hash(_)
        ) {
            return Err(no_method(container, "empty?"));
        }
        reader::read(self)?;
        let limit = self.setup.limit_posts;
        if limit > 0 {
            let posts = &mut self.posts_mut().docs;
            let surplus = posts.len().saturating_sub(limit);
            posts.drain(..surplus);
        }
        Ok(())
    }

    /// The collection of this name, as configured.
    pub fn collection(&self, name: &str) -> Option<&Collection> {
        self.collections.iter().find(|c| c.info.name == name)
    }

    /// The posts, oldest first.
    pub fn posts(&self) -> &[Document] {
        self.collection("posts").map_or(&[], |c| &c.docs)
    }

    /// The place of the posts among the collections.
    pub fn posts_place(&self) -> usize {
        let found = self.collections.iter().position(|c| c.info.name == "posts");
        // there always is one: `reset` sees to it
        found.unwrap_or(0)
    }

    /// The collection of posts.
    pub fn posts_mut(&mut self) -> &mut Collection {
        let place = self.posts_place();
        &mut self.collections[place]
    }
}
