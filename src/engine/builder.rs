//! From configuration, includes, layouts and filters of the caller to an [`Engine`].

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use super::pages::{Pages, Parts};
use super::{Engine, Inner};
use crate::error::{Error, ErrorKind, Result};
use crate::jekyll::config::Config;
use crate::jekyll::environment::Environment;
use crate::jekyll::fs::{MemoryFiles, refused};
use crate::jekyll::log::{self, Level, Log};
use crate::jekyll::merge::deep_merge;
use crate::jekyll::plugin::Plugin;
use crate::jekyll::setup::Host;
use crate::liquid::{Arity, Limits, Registry};
use crate::value::{Clock, Map, Value, to_value};
use crate::yaml;

/// Where the site of an engine seems to lie.
pub(crate) const SOURCE: &str = "/site";

/// An [`Engine`] to be. What is given later wins over what was given before.
#[derive(Default)]
pub struct Builder {
    config: Map,
    files: Vec<(String, Arc<[u8]>)>,
    plugins: Vec<Arc<dyn Plugin>>,
    clock: Option<Clock>,
    limits: Limits,
    messages: Messages,
}

impl Builder {
    /// Adds the keys of a `_config.yml`; hashes are merged, all else is replaced.
    ///
    /// # Errors
    /// Psych's message for YAML that cannot be read, and [`ErrorKind::Config`] for what is no mapping.
    pub fn config_str(self, yaml: &str) -> Result<Self> {
        let value = yaml::load(yaml, None)?;
        self.merge(value)
    }

    /// Adds the keys of a configuration file, as [`Builder::config_str`].
    ///
    /// # Errors
    /// Those of [`Builder::config_str`], and a file that cannot be read.
    pub fn config_file(self, path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let name = path.to_string_lossy();
        let bytes = fs::read(path).map_err(|e| refused(&e, "rb_sysopen", &name))?;
        self.merge(yaml::load_bytes(&bytes, Some(&name))?)
    }

    /// Adds keys to the configuration from anything that is `Serialize` as a map.
    ///
    /// # Errors
    /// [`ErrorKind::Config`] for what is no map.
    pub fn config<T: Serialize + ?Sized>(self, config: &T) -> Result<Self> {
        let value = to_value(config)?;
        self.merge(value)
    }

    fn merge(mut self, value: Value) -> Result<Self> {
        match value {
            Value::Hash(keys) => deep_merge(&mut self.config, &keys)?,
            Value::Nil | Value::Bool(false) => {}
            other => {
                let message = format!("a configuration is a mapping, not {}", other.class_name());
                return Err(Error::new(ErrorKind::Config, message));
            }
        }
        Ok(self)
    }

    /// Adds an include by its name (`icon.html`, `sub/folder/icon.html`).
    #[must_use]
    pub fn include(self, name: &str, source: &str) -> Self {
        self.file("_includes", name, source.as_bytes())
    }

    /// Adds every file of a folder as an include.
    ///
    /// # Errors
    /// A folder or file that cannot be read.
    pub fn includes_dir(self, folder: impl AsRef<Path>) -> Result<Self> {
        self.files_of("_includes", folder.as_ref())
    }

    /// Adds a layout by its file name (`post.html`); it may have front matter.
    #[must_use]
    pub fn layout(self, name: &str, source: &str) -> Self {
        self.file("_layouts", name, source.as_bytes())
    }

    /// Adds every file of a folder as a layout.
    ///
    /// # Errors
    /// A folder or file that cannot be read.
    pub fn layouts_dir(self, folder: impl AsRef<Path>) -> Result<Self> {
        self.files_of("_layouts", folder.as_ref())
    }

    fn file(mut self, folder: &str, name: &str, bytes: &[u8]) -> Self {
        self.files
            .push((format!("{SOURCE}/{folder}/{name}"), bytes.into()));
        self
    }

    fn files_of(mut self, kind: &str, root: &Path) -> Result<Self> {
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            let shown = folder.to_string_lossy().into_owned();
            let entries =
                fs::read_dir(&folder).map_err(|e| refused(&e, "dir_initialize", &shown))?;
            for entry in entries {
                let path = entry
                    .map_err(|e| refused(&e, "dir_initialize", &shown))?
                    .path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let bytes = fs::read(&path)
                    .map_err(|e| refused(&e, "rb_sysopen", &path.to_string_lossy()))?;
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
                self = self.file(kind, &name.replace('\\', "/"), &bytes);
            }
        }
        Ok(self)
    }

    /// Adds a filter. It gets what stands before it and its arguments, those with names as one hash behind the others.
    ///
    /// ```
    /// # use rekyll::Engine;
    /// let engine = Engine::builder()
    ///     .filter("shout", |input, _args| Ok(input.to_s()?.to_uppercase().into()))
    ///     .build()?;
    /// assert_eq!(engine.liquid("{{ 'hey' | shout }}", &())?, "HEY");
    /// # Ok::<(), rekyll::Error>(())
    /// ```
    #[must_use]
    pub fn filter(
        self,
        name: &str,
        function: impl Fn(&Value, &[Value]) -> Result<Value> + Send + Sync + 'static,
    ) -> Self {
        self.plugin(OwnFilter {
            name: name.to_string(),
            function: Arc::new(function),
        })
    }

    /// Adds a plugin: tags, filters, converters, generators, hooks.
    #[must_use]
    pub fn plugin(mut self, plugin: impl Plugin + 'static) -> Self {
        self.plugins.push(Arc::new(plugin));
        self
    }

    /// Sets the clock and the zone that templates see, in place of SOURCE_DATE_EPOCH, TZ and the machine's own.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Sets how much the rendering of one template may do, for templates of people whom nobody knows: a page, its layouts
    /// and [`Engine::liquid`] alike. Without it there is no limit, as in Jekyll.
    ///
    /// ```
    /// use rekyll::liquid::Limits;
    ///
    /// let limits = Limits { render_score: Some(1_000), ..Limits::default() };
    /// let engine = rekyll::Engine::builder().limits(limits).build()?;
    /// let template = engine.parse("{% for i in (1..max) %}{{ i }}{% endfor %}")?;
    /// assert!(template.render(&std::collections::BTreeMap::from([("max", 100)])).is_ok());
    /// let error = template.render(&std::collections::BTreeMap::from([("max", 2_000)])).unwrap_err();
    /// assert_eq!(error.to_string(), "Liquid error: Memory limits exceeded");
    /// # Ok::<(), rekyll::Error>(())
    /// ```
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets who is told what Jekyll would have printed as warnings and errors, a line at a time: front matter that could
    /// not be read, a layout that does not exist, an option that nobody has. Those of a page come once it is done, and are
    /// its [`messages`](crate::Page::messages) too. The engine itself keeps none.
    ///
    /// ```
    /// # use rekyll::Engine;
    /// let (send, messages) = std::sync::mpsc::channel();
    /// let engine = Engine::builder()
    ///     .on_message(move |line| drop(send.send(line.to_string())))
    ///     .build()?;
    /// let page = engine.page("a.md", "---\nlayout: none-such\n---\n")?;
    /// let line = "     Build Warning: Layout 'none-such' requested in a.md does not exist.";
    /// assert_eq!(messages.recv().unwrap(), line);
    /// assert_eq!(page.messages, [line]);
    /// # Ok::<(), rekyll::Error>(())
    /// ```
    #[must_use]
    pub fn on_message(mut self, told: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.messages = Messages(Some(Arc::new(told)));
        self
    }

    /// The engine.
    ///
    /// # Errors
    /// A configuration that Jekyll refuses, a theme or plugin that cannot be found.
    pub fn build(self) -> Result<Engine> {
        let environment = Environment::default();
        let mut config = self.config;
        config.insert(Value::from("source"), Value::from(SOURCE));
        config.insert(
            Value::from("destination"),
            Value::from(format!("{SOURCE}/_site")),
        );
        let config = Config::with_defaults(&config, &environment)?;
        let files = MemoryFiles::new(Default::default());
        for (name, bytes) in self.files {
            files.insert(name, bytes);
        }
        let parts = Parts {
            config,
            files: Arc::new(files),
            clock: self.clock.unwrap_or_else(Clock::from_env),
            environment,
            limits: self.limits,
            plugins: Plugins(self.plugins),
        };
        let (pages, mut build) = Pages::begin(parts, Arc::new(self.messages.clone()))?;
        build.read_and_generate()?;
        Ok(Engine(Arc::new(Inner {
            rendering: build.freeze()?,
            pages,
            messages: self.messages,
        })))
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// Who is told what Jekyll would have printed.
#[derive(Clone, Default)]
pub(super) struct Messages(Option<Arc<Told>>);

type Told = dyn Fn(&str) + Send + Sync;

impl Messages {
    pub(super) fn tell(&self, line: &str) {
        if let Some(told) = &self.0 {
            told(line);
        }
    }
}

impl Log for Messages {
    fn write(&self, level: Level, topic: &str, message: &str) {
        if self.takes(level) {
            self.tell(&log::line(topic, message));
        }
    }

    fn takes(&self, level: Level) -> bool {
        self.0.is_some() && level >= Level::Warn
    }
}

/// The caller's plugins, which every site that is made for a page shares.
#[derive(Default)]
pub(crate) struct Plugins(Vec<Arc<dyn Plugin>>);

impl Plugins {
    pub(super) fn boxed(&self) -> Vec<Box<dyn Plugin>> {
        let shared = self.0.iter().map(|plugin| SharedPlugin(plugin.clone()));
        shared
            .map(|plugin| Box::new(plugin) as Box<dyn Plugin>)
            .collect()
    }
}

struct SharedPlugin(Arc<dyn Plugin>);

impl Plugin for SharedPlugin {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn is_safe(&self) -> bool {
        self.0.is_safe()
    }

    fn converters(&self, config: &Config) -> Vec<Box<dyn crate::jekyll::plugin::Converter>> {
        self.0.converters(config)
    }

    fn markdown_processors(
        &self,
        config: &Config,
    ) -> Vec<Box<dyn crate::jekyll::plugin::MarkdownProcessor>> {
        self.0.markdown_processors(config)
    }

    fn generators(&self, config: &Config) -> Vec<Box<dyn crate::jekyll::plugin::Generator>> {
        self.0.generators(config)
    }

    fn register(&self, registry: &mut Registry, config: &Config) {
        self.0.register(registry, config);
    }

    fn block_tags(&self) -> &[&str] {
        self.0.block_tags()
    }

    fn is_sequential(&self) -> bool {
        self.0.is_sequential()
    }

    fn hook(&self, hooks: &mut crate::jekyll::plugin::Hooks, config: &Config) {
        self.0.hook(hooks, config);
    }

    fn loads(&self, config: &Config, host: &Host) -> Vec<String> {
        self.0.loads(config, host)
    }
}

type FilterFunction = dyn Fn(&Value, &[Value]) -> Result<Value> + Send + Sync;

/// A filter that is a closure.
struct OwnFilter {
    name: String,
    function: Arc<FilterFunction>,
}

impl Plugin for OwnFilter {
    fn name(&self) -> &str {
        &self.name
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        let function = self.function.clone();
        registry.filter(&self.name, Arity::at_least(0), move |input, args, _| {
            function(input, args)
        });
    }
}
