//! The public face: [`Engine`] renders Liquid, Markdown and pages in memory, [`Site`] builds a whole site.

mod build;
mod builder;
mod pages;
pub(crate) mod profile;
#[cfg(feature = "cli")]
mod rebuild;

use std::borrow::Cow;
use std::fmt;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Serialize;

use crate::error::{Error, Result, TEMPLATE};
use crate::jekyll::config::Config;
use crate::jekyll::environment::Environment as ProcessEnvironment;
use crate::jekyll::fs::DiskFiles;
use crate::jekyll::log::{Collected, Level};
use crate::jekyll::plugin::Plugin;
use crate::jekyll::render::Rendering;
use crate::jekyll::setup::Host;
use crate::jekyll::threads::Threads;
use crate::liquid;
use crate::value::{Clock, Hash, Map, StrKey, Value, to_value};

pub(crate) use build::Build;
#[cfg(feature = "serve")]
pub(crate) use build::NewFile;
pub use builder::Builder;
pub(crate) use builder::{Plugins, SOURCE};
pub(crate) use pages::{Pages, Parts, lines};
#[cfg(feature = "cli")]
pub(crate) use rebuild::{Changed, Rebuild};

/// Renders Liquid, Markdown and whole pages as Jekyll does, in memory.
///
/// It is made once, by [`Engine::builder`], and may be used from any thread. What it parses of includes and layouts it
/// keeps.
///
/// ```
/// use rekyll::Engine;
///
/// let engine = Engine::builder()
///     .config_str("baseurl: /blog")?
///     .include("icon.html", r#"<i class="{{ include.name }}"></i>"#)
///     .build()?;
/// let html = engine.liquid(r#"{% include icon.html name="pin" %} {{ "/a" | relative_url }}"#, &())?;
/// assert_eq!(html, r#"<i class="pin"></i> /blog/a"#);
/// # Ok::<(), rekyll::Error>(())
/// ```
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

struct Inner {
    rendering: Arc<Rendering>,
    pages: Pages,
    messages: builder::Messages,
}

impl Engine {
    /// An engine to be, with Jekyll's defaults.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Renders a Liquid template once. `data` are its variables: anything that is `Serialize` as a map, or `()`; beside
    /// them there are `site` and `jekyll`.
    ///
    /// ```
    /// # use rekyll::Engine;
    /// let engine = Engine::builder().include("row.html", "{{ include.of | divided_by: include.by }}").build()?;
    /// let error = engine.liquid("A row:\n{% include row.html of=1 by=0 %}", &()).unwrap_err();
    /// assert_eq!(error.to_string(), "Liquid error (/site/_includes/row.html line 1): divided by 0 included ");
    /// assert_eq!((error.file(), error.line()), (Some("/site/_includes/row.html"), Some(1)));
    /// assert_eq!(error.chain()[0].line, Some(2));
    /// # Ok::<(), rekyll::Error>(())
    /// ```
    ///
    /// # Errors
    /// A template that cannot be parsed, or fails while it renders, with Liquid's own message. The template lies in no
    /// file; line and column are there all the same.
    pub fn liquid<T: Serialize + ?Sized>(&self, template: &str, data: &T) -> Result<String> {
        self.parse(template)?.render(data)
    }

    /// Parses a Liquid template, to be rendered often.
    ///
    /// ```
    /// # use rekyll::Engine;
    /// let engine = Engine::builder().build()?;
    /// let template = engine.parse("{{ name | upcase }}")?;
    /// let data = std::collections::BTreeMap::from([("name", "é")]);
    /// assert_eq!(template.render(&data)?, "É");
    /// # Ok::<(), rekyll::Error>(())
    /// ```
    ///
    /// # Errors
    /// `Liquid syntax error (line …): …`
    pub fn parse(&self, template: &str) -> Result<Template> {
        Ok(Template {
            template: self.0.rendering.parse(template).map_err(Error::in_text)?,
            engine: self.clone(),
        })
    }

    /// Converts Markdown to HTML, with the Markdown converter that the configuration names and its options.
    ///
    /// ```
    /// # use rekyll::Engine;
    /// let engine = Engine::builder().build()?;
    /// assert_eq!(engine.markdown("# 제목 {#t}")?, "<h1 id=\"t\">제목</h1>\n");
    /// # Ok::<(), rekyll::Error>(())
    /// ```
    ///
    /// # Errors
    /// A converter that the configuration names and that does not exist, or an option that kramdown refuses.
    pub fn markdown(&self, text: &str) -> Result<String> {
        self.0.rendering.markdown(text)
    }

    /// Renders one file of a site as Jekyll would: front matter, Liquid, Markdown, layouts. `path`, relative to the
    /// site's source, decides what it is: `_posts/2024-01-02-a.md` is a post.
    ///
    /// ```
    /// # use rekyll::Engine;
    /// let engine = Engine::builder().layout("post.html", "<main>{{ content }}</main>").build()?;
    /// let page = engine.page("_posts/2024-01-02-hello.md", "---\nlayout: post\ntitle: Hello\n---\n*{{ page.title }}*\n")?;
    /// assert_eq!(page.url, "/2024/01/02/hello.html");
    /// assert_eq!(page.output, "<main><p><em>Hello</em></p>\n</main>");
    /// assert_eq!(page.data.get_str("title").and_then(|t| t.as_str()), Some("Hello"));
    /// # Ok::<(), rekyll::Error>(())
    /// ```
    ///
    /// # Errors
    /// Front matter that Jekyll refuses, and whatever its rendering fails with. A file that Jekyll would not write (a
    /// draft, a post with `published: false`, one without front matter) is [`ErrorKind::Usage`](crate::ErrorKind). Errors
    /// and messages name files as if the site lay in `/site`.
    pub fn page(&self, path: &str, source: &str) -> Result<Page> {
        self.0.page(path, source)
    }

    /// The tags and filters that templates may use.
    #[cfg(feature = "liquid")]
    pub(crate) fn registry(&self) -> &liquid::Registry {
        self.0.rendering.registry()
    }

    /// Applies a filter of this engine, with these variables for its expressions.
    #[cfg(feature = "liquid")]
    pub(crate) fn apply_filter(
        &self,
        filter: &liquid::Filter,
        input: &Value,
        arguments: &[Value],
        mut variables: Map,
    ) -> Result<Value> {
        self.0
            .rendering
            .apply_filter(filter, input, arguments, &mut variables)
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

impl Inner {
    fn page(&self, path: &str, source: &str) -> Result<Page> {
        let log = Arc::new(Collected::from(Level::Warn));
        let page = self.pages.page(path, source, &log);
        lines(&log).iter().for_each(|line| self.messages.tell(line));
        page
    }
}

/// A parsed template: parsed once, rendered often, from any thread.
#[derive(Clone)]
pub struct Template {
    template: liquid::Template,
    engine: Engine,
}

impl Template {
    /// Renders the template with these variables, as [`Engine::liquid`] does. Each rendering starts anew: `cycle` and
    /// `increment` do not go on from the one before.
    ///
    /// # Errors
    /// The first error of the rendering, with Liquid's own message.
    pub fn render<T: Serialize + ?Sized>(&self, data: &T) -> Result<String> {
        let own = match to_value(data)? {
            Value::Hash(hash) => hash.as_map().clone(),
            Value::Nil => Map::default(),
            other => {
                return Err(Error::new(
                    crate::ErrorKind::Usage,
                    format!("variables have to be a map, not {}", other.class_name()),
                ));
            }
        };
        let rendering = &self.engine.0.rendering;
        let page = own.get(&StrKey("page")).cloned().unwrap_or_default();
        let mut variables = Variables {
            own,
            given: rendering.payload(),
        };
        rendering
            .render_template(&self.template, &mut variables, page)
            .map_err(|error| match error.file() {
                Some(_) => error.through_template(TEMPLATE, 1),
                None => error.in_text(),
            })
    }

    /// What strict Liquid would have refused in the template, in Liquid's words.
    pub fn warnings(&self) -> Vec<String> {
        self.template
            .warnings()
            .iter()
            .map(ToString::to_string)
            .collect()
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template")
            .field("source", &self.template.source())
            .finish_non_exhaustive()
    }
}

/// The caller's variables, before those that every template has.
struct Variables<E> {
    own: Map,
    given: E,
}

impl<E: liquid::Environment> liquid::Environment for Variables<E> {
    fn get(&self, name: &str) -> Result<Option<Cow<'_, Value>>> {
        match self.own.get(&StrKey(name)) {
            Some(value) => Ok(Some(Cow::Borrowed(value))),
            None => self.given.get(name),
        }
    }

    fn get_value(&self, key: &Value) -> Result<Option<Cow<'_, Value>>> {
        Ok(self.own.get(key).map(Cow::Borrowed))
    }

    fn set(&mut self, name: &str, value: Value) -> Result<()> {
        self.own.insert(Value::from(name), value);
        Ok(())
    }

    fn recall(&mut self, state: &mut liquid::TemplateState) {
        self.given.recall(state);
    }

    fn carry(&self) -> Option<liquid::Carry> {
        self.given.carry()
    }
}

/// What became of one file of a site.
#[derive(Clone)]
#[non_exhaustive]
pub struct Page {
    /// Its URL, percent-encoded, without `baseurl`.
    pub url: String,
    /// Its content with its layouts round it: the bytes that Jekyll writes.
    pub output: String,
    /// Its front matter, as Jekyll completes it.
    pub data: Hash,
    /// The warnings and errors that Jekyll would have printed, a line each.
    pub messages: Vec<String>,
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("url", &self.url)
            .field("output", &self.output)
            .field("data", &Value::from(self.data.clone()))
            .field("messages", &self.messages)
            .finish()
    }
}

/// A site on disk.
///
/// ```
/// # let folder = std::env::temp_dir().join(format!("rekyll-doc-{}", std::process::id()));
/// # let (source, dest) = (folder.join("site"), folder.join("_site"));
/// # std::fs::create_dir_all(&source).unwrap();
/// # std::fs::write(source.join("index.md"), "---\ntitle: Hi\n---\n# {{ page.title }}\n").unwrap();
/// let report = rekyll::Site::load(&source)?.build(&dest)?;
/// assert_eq!(report.written, [dest.join("index.html")]);
/// assert_eq!(report.unchanged, 0);
/// # std::fs::remove_dir_all(folder).unwrap();
/// # Ok::<(), rekyll::Error>(())
/// ```
pub struct Site {
    overrides: Map,
    plugins: Vec<Box<dyn Plugin>>,
    threads: Option<NonZeroUsize>,
    limits: liquid::Limits,
}

impl Site {
    /// The site in this folder. Nothing is read yet.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind) where there is no such folder.
    pub fn load(source: impl AsRef<Path>) -> Result<Self> {
        let source = source.as_ref();
        if let Err(error) = std::fs::read_dir(source) {
            let path = source.to_string_lossy();
            return Err(crate::jekyll::fs::refused(&error, "dir_initialize", &path));
        }
        let source = source.to_string_lossy();
        Ok(Site {
            overrides: Map::from_iter([build::entry("source", source.as_ref())]),
            plugins: Vec::new(),
            threads: None,
            limits: liquid::Limits::default(),
        })
    }

    /// Builds the site on so many threads, in place of what REKYLL_THREADS says or the machine has. What comes out is the
    /// same.
    #[must_use]
    pub fn threads(mut self, threads: NonZeroUsize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// Sets a key of the configuration, over what the site's own files say (as a flag of the program does).
    ///
    /// # Errors
    /// [`ErrorKind::Usage`](crate::ErrorKind) for what is no value.
    pub fn set<T: Serialize + ?Sized>(mut self, key: &str, value: &T) -> Result<Self> {
        self.overrides.insert(Value::from(key), to_value(value)?);
        Ok(self)
    }

    /// Adds a plugin of the caller's.
    #[must_use]
    pub fn plugin(mut self, plugin: impl Plugin + 'static) -> Self {
        self.plugins.push(Box::new(plugin));
        self
    }

    /// Sets how much the rendering of each document and layout may do. Without it there is no limit, as in Jekyll.
    #[must_use]
    pub fn limits(mut self, limits: liquid::Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Reads, renders and writes the site. Files whose bytes do not change are not touched, and what does not belong to
    /// the site any more is removed, as Jekyll does.
    ///
    /// # Errors
    /// Whatever stops Jekyll from building the site. Nothing has been written then, unless writing itself failed.
    pub fn build(mut self, destination: impl AsRef<Path>) -> Result<Report> {
        let destination = destination.as_ref().to_string_lossy();
        self.overrides.insert(
            Value::from("destination"),
            Value::from(destination.as_ref()),
        );
        let log = Arc::new(Collected::from(Level::Warn));
        let mut environment = ProcessEnvironment::of_process();
        if let Some(threads) = self.threads {
            environment.set(Threads::VARIABLE, threads.to_string());
        }
        let config = Config::load(&self.overrides, &DiskFiles, &environment, log.as_ref())?;
        let host = Host {
            files: Arc::new(DiskFiles),
            clock: Clock::from_env(),
            environment,
            log: log.clone(),
            limits: self.limits,
        };
        let done = Build::new(config, host, self.plugins)?.process()?;
        Ok(Report {
            written: done
                .written
                .into_iter()
                .map(|file| PathBuf::from(file.destination))
                .collect(),
            unchanged: done.unchanged,
            warnings: lines(&log),
        })
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site")
            .field("overrides", &self.overrides)
            .finish_non_exhaustive()
    }
}

/// What a build did.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report {
    /// The files that got new bytes.
    pub written: Vec<PathBuf>,
    /// How many files held their bytes already.
    pub unchanged: usize,
    /// The warnings and errors that Jekyll would have printed, a line each.
    pub warnings: Vec<String>,
}
