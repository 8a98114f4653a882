//! What a plugin can add to Jekyll: converters, generators, tags, filters, hooks, in Jekyll's order (plugin.rb, hooks.rb).
//! The built-in plugins use it like any other.

use std::any::Any;
use std::cmp::Reverse;
use std::sync::{Arc, Mutex, PoisonError};

use super::config::Config;
use super::log::Log;
use super::setup::Setup;
use super::site::Site;
use crate::error::Result;
use crate::liquid::Registry;
use crate::value::{Array, Drop, Hash, Str, Value};

/// A plugin as it is named under `plugins:`.
pub trait Plugin: Send + Sync {
    /// The name of its gem (`jekyll-sitemap`).
    fn name(&self) -> &str;

    /// Whether it may run in safe mode (`safe true`).
    fn is_safe(&self) -> bool {
        true
    }

    /// Its converters, for a site with this configuration.
    fn converters(&self, _config: &Config) -> Vec<Box<dyn Converter>> {
        Vec::new()
    }

    /// Its generators, for a site with this configuration.
    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        Vec::new()
    }

    /// Adds its tags and filters.
    fn register(&self, _registry: &mut Registry, _config: &Config) {}

    /// Those of its tags that have an end tag.
    fn block_tags(&self) -> &[&str] {
        &[]
    }

    /// Whether it matters to its tags, filters, converters or hooks which document is rendered first: then the
    /// documents are rendered one by one, in Jekyll's order.
    fn is_sequential(&self) -> bool {
        false
    }

    /// Adds its hooks.
    fn hook(&self, _hooks: &mut Hooks, _config: &Config) {}
}

/// The order among converters and among generators, the highest first (`Plugin::PRIORITIES`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Priority {
    /// `:lowest`
    Lowest,
    /// `:low`
    Low,
    /// `:normal`
    #[default]
    Normal,
    /// `:high`
    High,
    /// `:highest`
    Highest,
}

/// Turns the text of documents into something else (`Jekyll::Converter`).
pub trait Converter: Send + Sync {
    /// The name of the Ruby class, for messages (`Jekyll::Converters::Markdown`).
    fn class_name(&self) -> &str;

    /// Its place among the converters.
    fn priority(&self) -> Priority {
        Priority::Normal
    }

    /// Whether it converts files with this extension (`.md`).
    fn matches(&self, extension: &str) -> bool;

    /// The extension of what it makes of a file with this one; `None` where it has no say in it.
    fn output_ext(&self, extension: &str) -> Option<String>;

    /// The converted text.
    ///
    /// # Errors
    /// What the text cannot be converted for.
    fn convert(&self, text: &str, document: &Converting<'_>) -> Result<String>;

    /// What `{% highlight %}` puts before and behind its HTML, so that it survives the conversion.
    fn highlighter_fixes(&self) -> Option<(&str, &str)> {
        None
    }
}

/// What a converter is told about the text before it.
#[derive(Clone, Copy)]
pub struct Converting<'a> {
    /// The page that is converted, by its path relative to the source; none for a document or where a filter converts.
    pub page: Option<&'a str>,
    /// The site.
    pub setup: &'a Setup,
    /// Takes files that are to be written beside the page; none where nothing is written.
    pub beside: Option<&'a FilesBeside>,
    /// Who is told what happens.
    pub log: &'a dyn Log,
}

impl<'a> Converting<'a> {
    /// A text that belongs to no page.
    pub fn text(setup: &'a Setup) -> Self {
        Converting {
            page: None,
            setup,
            beside: None,
            log: setup.log.as_ref(),
        }
    }
}

/// A file that a converter makes beside a page: the map of a style sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Its name in the folder of the page's output.
    pub name: String,
    /// What it holds.
    pub text: String,
}

/// The files that converters make beside a page.
#[derive(Debug, Default)]
pub struct FilesBeside(Mutex<Vec<Beside>>);

impl FilesBeside {
    /// Adds a file.
    pub fn add(&self, file: Beside) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(file);
    }

    /// The files, in the order in which they were added.
    pub fn into_files(self) -> Vec<Beside> {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds pages, documents and data once everything is read (`Jekyll::Generator`).
pub trait Generator: Send + Sync {
    /// The name of the Ruby class, for messages.
    fn class_name(&self) -> &str;

    /// Its place among the generators.
    fn priority(&self) -> Priority {
        Priority::Normal
    }

    /// Changes the site.
    ///
    /// # Errors
    /// What stops the build.
    fn generate(&self, site: &mut Site) -> Result<()>;
}

/// Puts generators or converters in Jekyll's order: by priority, and as they came.
pub fn in_order<T: ?Sized>(items: &mut [Box<T>], priority: impl Fn(&T) -> Priority) {
    items.sort_by_key(|item| Reverse(priority(item)));
}

/// Whose hook is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// `:pages`
    Pages,
    /// `:documents`: documents of every collection.
    Documents,
    /// The documents of one collection, by its label (`:posts`).
    Collection(String),
}

/// At which moment of a document's rendering a hook is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// `:pre_render`: before Liquid.
    PreRender,
    /// `:post_convert`: converted, not yet in its layout.
    PostConvert,
    /// `:post_render`: in its layout.
    PostRender,
    /// `:post_write`: on disk.
    PostWrite,
}

/// The document that a hook is called for.
pub struct Hooked<'a> {
    /// Its path, relative to the source (to the collections' folder for a document).
    pub relative_path: &'a str,
    /// Its URL.
    pub url: &'a str,
    /// The extension of what is written, with its dot.
    pub output_ext: &'a str,
    /// Its front matter.
    pub data: &'a Value,
    /// Whether it will be written.
    pub is_written: bool,
    /// Its text at this moment: raw before, converted after [`Event::PostConvert`], with layout in [`Event::PostRender`].
    /// What the hook leaves there counts.
    pub text: &'a mut String,
    /// Who is told what happens.
    pub log: &'a dyn Log,
}

/// A hook.
pub type Hook = dyn Fn(&mut Hooked<'_>) -> Result<()> + Send + Sync;
/// A hook for the whole site.
pub type SiteHook = dyn Fn(&mut Site) -> Result<()> + Send + Sync;

/// Hooks in the order in which they are called: by priority, and as they were registered.
#[derive(Clone, Default)]
pub struct Hooks {
    documents: Vec<Registered>,
    post_read: Vec<(Reverse<i32>, Arc<SiteHook>)>,
}

#[derive(Clone)]
struct Registered {
    owner: Owner,
    event: Event,
    priority: Reverse<i32>,
    hook: Arc<Hook>,
}

impl Hooks {
    /// The priority of a hook that names none (`:normal`).
    pub const NORMAL: i32 = 20;

    /// Registers a hook for an owner and an event; the higher the priority, the earlier it is called.
    pub fn register(
        &mut self,
        owner: Owner,
        event: Event,
        priority: i32,
        hook: impl Fn(&mut Hooked<'_>) -> Result<()> + Send + Sync + 'static,
    ) {
        self.documents.push(Registered {
            owner,
            event,
            priority: Reverse(priority),
            hook: Arc::new(hook),
        });
        self.documents.sort_by_key(|registered| registered.priority);
    }

    /// Registers a hook that is called once everything is read (`:site`, `:post_read`).
    pub fn register_post_read(
        &mut self,
        priority: i32,
        hook: impl Fn(&mut Site) -> Result<()> + Send + Sync + 'static,
    ) {
        self.post_read.push((Reverse(priority), Arc::new(hook)));
        self.post_read.sort_by_key(|(priority, _)| *priority);
    }

    /// Calls the hooks of `:site`, `:post_read`.
    ///
    /// # Errors
    /// The first that a hook fails with.
    pub fn post_read(&self, site: &mut Site) -> Result<()> {
        self.post_read.iter().try_for_each(|(_, hook)| hook(site))
    }

    /// Whether there is a hook for this event at all.
    pub fn any(&self, event: Event) -> bool {
        self.documents.iter().any(|hook| hook.event == event)
    }

    /// Calls the hooks of one owner.
    ///
    /// # Errors
    /// The first that a hook fails with.
    pub fn call(&self, owner: &Owner, event: Event, document: &mut Hooked<'_>) -> Result<()> {
        self.documents
            .iter()
            .filter(|registered| registered.event == event && registered.owner == *owner)
            .try_for_each(|registered| (registered.hook)(document))
    }
}

/// Posts in what a generator leaves for templates, by their places among all posts (the oldest is 0): what templates
/// see of them is made once generators are done.
pub struct PostPlaces(Vec<usize>);

impl PostPlaces {
    /// The posts at these places.
    pub fn new(places: Vec<usize>) -> Self {
        PostPlaces(places)
    }
}

impl Drop for PostPlaces {
    fn class_name(&self) -> &str {
        "Array"
    }

    fn get(&self, _key: &str) -> Result<Value> {
        Ok(Value::Nil)
    }

    fn to_s(&self) -> Result<Str> {
        Ok(Str::new())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// What a generator left, its [`PostPlaces`] filled from all posts.
pub(crate) fn with_posts(left: &Value, posts: &Array) -> Value {
    let Value::Hash(entries) = left else {
        return left.clone();
    };
    let entries: Hash = entries
        .iter()
        .map(|(key, value)| {
            let value = match value.downcast_drop::<PostPlaces>() {
                Some(places) => places
                    .0
                    .iter()
                    .filter_map(|&place| posts.get(place).cloned())
                    .collect::<Array>()
                    .into(),
                None => value.clone(),
            };
            (key.clone(), value)
        })
        .collect();
    Value::Hash(entries)
}
