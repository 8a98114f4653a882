//! What a plugin can add to Jekyll: converters, generators, tags, filters, hooks, in Jekyll's order (plugin.rb, hooks.rb).
//! The built-in plugins use it like any other.
//!
//! A plugin is one type that says what it adds. Jekyll's order holds: generators and converters by [`Priority`], those of
//! one priority as the plugins were named; hooks by their number, the highest first, and as they were registered. In safe
//! mode a plugin takes part only where [`Plugin::is_safe`] says so.
//!
//! ```
//! use rekyll::Plugin;
//! use rekyll::error::Result;
//! use rekyll::jekyll::config::Config;
//! use rekyll::jekyll::encoding::Body;
//! use rekyll::jekyll::page::Page;
//! use rekyll::jekyll::plugin::{Converter, Converting, Event, Generator, Hooks, Owner, Priority, SiteEvent};
//! use rekyll::jekyll::site::Site;
//! use rekyll::liquid::{Context, ParseContext, Registry, Tag, TagMarkup};
//!
//! struct Shouting;
//!
//! impl Plugin for Shouting {
//!     fn name(&self) -> &str {
//!         "shouting"
//!     }
//!
//!     fn register(&self, registry: &mut Registry, _config: &Config) {
//!         registry.filter("shout", 0, |input, _, _| Ok(input.to_s()?.to_uppercase().into()));
//!         registry.tag("hurrah", |tag: TagMarkup<'_>, _: &mut ParseContext<'_>| {
//!             Ok(Box::new(Hurrah(tag.markup.trim().to_string())) as Box<dyn Tag>)
//!         });
//!     }
//!
//!     fn converters(&self, _config: &Config) -> Vec<Box<dyn Converter>> {
//!         vec![Box::new(Loud)]
//!     }
//!
//!     fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
//!         vec![Box::new(Index)]
//!     }
//!
//!     fn hook(&self, hooks: &mut Hooks, _config: &Config) {
//!         hooks.register_site(SiteEvent::AfterInit, Hooks::NORMAL, |site| {
//!             site.setup_mut().config.set("mood", "loud");
//!             Ok(())
//!         });
//!         hooks.register(Owner::Pages, Event::PostRender, Hooks::NORMAL, |page| {
//!             page.text.push_str("<!-- the end -->");
//!             Ok(())
//!         });
//!     }
//! }
//!
//! /// `{% hurrah NAME %}`
//! struct Hurrah(String);
//!
//! impl Tag for Hurrah {
//!     fn render(&self, _cx: &mut Context<'_>, out: &mut String) -> Result<()> {
//!         out.push_str("Hurrah, ");
//!         out.push_str(&self.0);
//!         Ok(())
//!     }
//! }
//!
//! /// `.loud` to `.txt`
//! struct Loud;
//!
//! impl Converter for Loud {
//!     fn class_name(&self) -> &str {
//!         "Loud"
//!     }
//!
//!     fn matches(&self, extension: &str) -> bool {
//!         extension == ".loud"
//!     }
//!
//!     fn output_ext(&self, _extension: &str) -> Option<String> {
//!         Some(".txt".to_string())
//!     }
//!
//!     fn convert(&self, text: &str, _document: &Converting<'_>) -> Result<String> {
//!         Ok(text.to_uppercase())
//!     }
//! }
//!
//! /// A page that says how many there are.
//! struct Index;
//!
//! impl Generator for Index {
//!     fn class_name(&self) -> &str {
//!         "Index"
//!     }
//!
//!     fn priority(&self) -> Priority {
//!         Priority::Low
//!     }
//!
//!     fn generate(&self, site: &mut Site) -> Result<()> {
//!         let source = site.setup.source.clone();
//!         let mut page = Page::without_file(site.setup.clone(), &source, "", "count.txt");
//!         page.content = Body::Text(format!("{} pages", site.pages.len()).into());
//!         site.pages.push(page);
//!         Ok(())
//!     }
//! }
//!
//! # let folder = std::env::temp_dir().join(format!("rekyll-plugin-{}", std::process::id()));
//! # let (source, dest) = (folder.join("site"), folder.join("_site"));
//! # std::fs::create_dir_all(&source).unwrap();
//! let write = |name, text| std::fs::write(source.join(name), text).unwrap();
//! write("a.html", "---\n---\n{% hurrah you %}: {{ site.mood | shout }} ");
//! write("b.loud", "---\n---\nhey ");
//! rekyll::Site::load(&source)?.plugin(Shouting).build(&dest)?;
//! let read = |name| std::fs::read_to_string(dest.join(name)).unwrap();
//! assert_eq!(read("a.html"), "Hurrah, you: LOUD <!-- the end -->");
//! assert_eq!(read("b.txt"), "HEY <!-- the end -->");
//! assert_eq!(read("count.txt"), "2 pages<!-- the end -->");
//! # std::fs::remove_dir_all(folder).unwrap();
//! # Ok::<(), rekyll::Error>(())
//! ```

use std::any::Any;
use std::cmp::Reverse;
use std::sync::{Arc, Mutex, PoisonError};

use super::config::Config;
use super::converters::KeptSheets;
use super::log::Log;
use super::setup::{Host, Setup};
use super::site::Site;
use crate::error::Result;
use crate::liquid::Registry;
use crate::value::{Array, Drop, Map, Str, Value};

/// A plugin as it is named under `plugins:`; [the module](self) shows one.
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

    /// The Markdown processors that `markdown:` may then name.
    fn markdown_processors(&self, _config: &Config) -> Vec<Box<dyn MarkdownProcessor>> {
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

    /// The names of further plugins that it loads, for a site with this configuration.
    fn loads(&self, _config: &Config, _host: &Host) -> Vec<String> {
        Vec::new()
    }
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

    /// What `{% highlight %}` puts in place of line ends, for the converter of Markdown.
    fn highlighted_line_end(&self) -> Option<&str> {
        None
    }
}

/// What makes HTML of Markdown (a class below `Jekyll::Converters::Markdown`).
pub trait MarkdownProcessor: Send + Sync {
    /// The name that `markdown:` names it by (`CommonMark`).
    fn name(&self) -> &str;

    /// The HTML.
    ///
    /// # Errors
    /// What the text cannot be converted for.
    fn convert(&self, text: &str, document: &Converting<'_>) -> Result<String>;

    /// What `{% highlight %}` puts in place of line ends, so that blank lines in code do not end its block.
    fn highlighted_line_end(&self) -> Option<&str> {
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
    /// Whether Ruby would hold the text as US-ASCII: it is made of ASCII alone and begins with a number that a template
    /// printed. kramdown prints entities by their numbers then.
    pub us_ascii: bool,
    /// What sheets in templates have become in this build.
    pub(crate) sheets: Option<&'a KeptSheets>,
}

impl<'a> Converting<'a> {
    /// A text that belongs to no page.
    pub fn text(setup: &'a Setup) -> Self {
        Converting {
            page: None,
            setup,
            beside: None,
            log: setup.log.as_ref(),
            us_ascii: false,
            sheets: None,
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
    /// The documents of one collection, by its label (`:posts`); see [`Owner::of_collection`].
    Collection(String),
}

impl Owner {
    /// The owner that bears a collection's label. One called `pages` has the hooks of pages, one called `documents` those
    /// of all documents, which are then called twice.
    pub fn of_collection(label: &str) -> Self {
        match label {
            "pages" => Owner::Pages,
            "documents" => Owner::Documents,
            label => Owner::Collection(label.to_string()),
        }
    }
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
    /// Gives its URL, or says why it has none. It may hold the date, which an undated draft gets when somebody asks.
    pub url: &'a dyn Fn() -> Result<&'a str>,
    /// The extension of what is written, with its dot.
    pub output_ext: &'a str,
    /// Its front matter.
    pub data: &'a Value,
    /// A value of its front matter, or of the defaults below that.
    pub lookup: &'a dyn Fn(&str) -> Result<Value>,
    /// Whether it will be written.
    pub is_written: bool,
    /// Whether Ruby would hold the text as US-ASCII, as far as that is known: it is made of ASCII alone, begins with a
    /// number that a template printed, and stands in no layout.
    pub us_ascii: bool,
    /// Its text at this moment: raw before, converted after [`Event::PostConvert`], with layout in [`Event::PostRender`].
    /// What the hook leaves there counts.
    pub text: &'a mut String,
    /// What is settled about the site.
    pub setup: &'a Setup,
    /// Who is told what happens.
    pub log: &'a dyn Log,
}

/// At which moment of a build a hook is called for the whole site (`:site`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteEvent {
    /// `:after_init`: configured, nothing read.
    AfterInit,
    /// `:after_reset`: at the beginning of a build, before reading.
    AfterReset,
    /// `:post_read`: all is read, no generator has run.
    PostRead,
    /// `:pre_render`: generators have run, nothing is rendered. What a hook puts into the configuration, templates see.
    PreRender,
}

impl Hooked<'_> {
    /// Whether plugins that change HTML look at it: a written HTML page, or whatever a permalink gives a folder.
    ///
    /// # Errors
    /// Those of front matter defaults.
    pub fn is_html(&self) -> Result<bool> {
        if self.is_written && self.output_ext == ".html" {
            return Ok(true);
        }
        Ok(matches!((self.lookup)("permalink")?, Value::Str(link) if link.ends_with('/')))
    }
}

/// A hook.
pub type Hook = dyn Fn(&mut Hooked<'_>) -> Result<()> + Send + Sync;
/// A hook for the whole site.
pub type SiteHook = dyn Fn(&mut Site) -> Result<()> + Send + Sync;
/// A hook that is told which files have new bytes.
pub type WrittenHook = dyn Fn(&Setup, &[String]) -> Result<()> + Send + Sync;

/// Hooks in the order in which they are called: by priority, and as they were registered.
#[derive(Clone, Default)]
pub struct Hooks {
    documents: Vec<Registered>,
    site: Vec<(Reverse<i32>, SiteEvent, Arc<SiteHook>)>,
    post_write: Vec<(Reverse<i32>, Arc<WrittenHook>)>,
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

    /// Registers a hook for the whole site.
    pub fn register_site(
        &mut self,
        event: SiteEvent,
        priority: i32,
        hook: impl Fn(&mut Site) -> Result<()> + Send + Sync + 'static,
    ) {
        self.site.push((Reverse(priority), event, Arc::new(hook)));
        self.site.sort_by_key(|(priority, ..)| *priority);
    }

    /// Registers a hook that is called once everything is written (`:site`, `:post_write`): with the files that are new
    /// or have new bytes, absolute.
    pub fn register_post_write(
        &mut self,
        priority: i32,
        hook: impl Fn(&Setup, &[String]) -> Result<()> + Send + Sync + 'static,
    ) {
        self.post_write.push((Reverse(priority), Arc::new(hook)));
        self.post_write.sort_by_key(|(priority, _)| *priority);
    }

    /// Calls the hooks for the whole site.
    ///
    /// # Errors
    /// The first that a hook fails with.
    pub fn call_site(&self, event: SiteEvent, site: &mut Site) -> Result<()> {
        self.site
            .iter()
            .filter(|(_, registered, _)| *registered == event)
            .try_for_each(|(.., hook)| hook(site))
    }

    /// Calls the hooks of `:site`, `:post_write`.
    ///
    /// # Errors
    /// The first that a hook fails with.
    pub fn call_post_write(&self, setup: &Setup, written: &[String]) -> Result<()> {
        self.post_write
            .iter()
            .try_for_each(|(_, hook)| hook(setup, written))
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

/// Documents in what a generator leaves for templates, by the places of their collections and their places in those:
/// what templates see of them is made once generators are done.
pub struct DocumentPlaces(Vec<(usize, usize)>);

impl DocumentPlaces {
    /// The documents at these places.
    pub fn new(places: Vec<(usize, usize)>) -> Self {
        DocumentPlaces(places)
    }
}

impl Drop for DocumentPlaces {
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

/// What a generator left, its [`DocumentPlaces`] filled from the documents of all collections.
pub(crate) fn with_documents(left: &Map, collections: &[Array]) -> Map {
    left.iter()
        .map(|(key, value)| {
            let value = match value.downcast_drop::<DocumentPlaces>() {
                Some(places) => places
                    .0
                    .iter()
                    .filter_map(|&(collection, place)| collections.get(collection)?.get(place))
                    .cloned()
                    .collect::<Array>()
                    .into(),
                None => value.clone(),
            };
            (key.clone(), value)
        })
        .collect()
}
