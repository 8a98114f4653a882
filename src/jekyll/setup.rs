//! What is settled about a site before its first file is read: configuration, folders, time, theme (site.rb `initialize`).
//! Shared by everything that belongs to the site, and never changed afterwards.

use std::sync::Arc;

use num_bigint::Sign;

use crate::error::{Error, ErrorKind, Result};
use crate::liquid::Limits;
use crate::value::{
    Clock, Map, Time, Value, no_conversion, no_conversion_of, no_method, without_keys,
};

use super::config::{Config, is_default_key};
use super::encoding::Encoding;
use super::environment::Environment;
use super::front_matter_defaults::{FrontMatterDefaults, Reading, normalized, parse_date};
use super::fs::{Files, refused};
use super::log::{InOrder, Log};
use super::merge::{deep_merged, ruby_to_s, set};
use super::path;
use super::plugin::Converter;
use super::theme::Theme;
use super::threads::Threads;
use crate::yaml;

/// What a site is built with: its files, its clock, the environment, and who is told what happens.
#[derive(Clone)]
pub struct Host {
    /// Where files are read and written.
    pub files: Arc<dyn Files>,
    /// The time, and the zone where the configuration names none.
    pub clock: Clock,
    /// Environment variables and working folder.
    pub environment: Environment,
    /// Who is told.
    pub log: Arc<dyn Log>,
    /// How much the rendering of one template may do.
    pub limits: Limits,
}

/// What reading has to know of the render side.
pub trait RenderFacts: Send + Sync {
    /// The extension of what the converters make of a file with this extension (both with their dots).
    fn output_ext(&self, ext: &str) -> String;

    /// The converter of Markdown.
    fn markdown(&self) -> &dyn Converter;

    /// Whether there is a Liquid tag of this name that has an end tag.
    fn is_block_tag(&self, name: &str) -> bool;
}

/// Everything about a site that is settled before its first file is read.
#[derive(Clone)]
pub struct Setup {
    /// The configuration, with the theme's below it.
    pub config: Config,
    /// The source folder, absolute.
    pub source: String,
    /// The destination folder, absolute.
    pub dest: String,
    /// `site.time`.
    pub time: Time,
    /// The theme, if one is named.
    pub theme: Option<Theme>,
    /// What templates see as `theme`, where a plugin says so.
    pub theme_variable: Option<Value>,
    /// The front matter defaults.
    pub defaults: FrontMatterDefaults,
    /// What converters and tags there are.
    pub facts: Arc<dyn RenderFacts>,
    /// The encoding of the files.
    pub encoding: Encoding,
    /// The name of the folder that holds all collections, or empty.
    pub collections_dir: String,
    /// Where collections lie, absolute: the source or the folder below it.
    pub collections_path: String,
    /// `permalink`, the style of the site.
    pub permalink_style: String,
    /// The folders in which includes are looked up, in order.
    pub includes_load_paths: Vec<String>,
    /// `include`
    pub include: Vec<Value>,
    /// `exclude`
    pub exclude: Vec<Value>,
    /// `keep_files`
    pub keep_files: Vec<String>,
    /// `safe`
    pub safe: bool,
    /// `future`
    pub future: bool,
    /// `unpublished`
    pub unpublished: bool,
    /// `show_drafts`
    pub show_drafts: bool,
    /// `strict_front_matter`
    pub strict_front_matter: bool,
    /// `limit_posts`; 0 is no limit.
    pub limit_posts: usize,
    /// Where files are read and written.
    pub files: Arc<dyn Files>,
    /// The time, in the zone of the site.
    pub clock: Clock,
    /// Environment variables and working folder.
    pub environment: Environment,
    /// Who is told what happens.
    pub log: Arc<dyn Log>,
    /// On how many threads the site is built.
    pub threads: Threads,
    /// Which site it is of, whatever a hook has changed since in a copy.
    pub(crate) site: SiteMark,
}

/// What tells one site from another.
#[derive(Clone, Default)]
pub(crate) struct SiteMark(Arc<()>);

impl Setup {
    /// Settles a site: finds its theme, merges the theme's configuration, reads the time.
    ///
    /// # Errors
    /// A theme that cannot be found, a destination that holds the source, a time that cannot be read, a negative
    /// `limit_posts`, and keys of an impossible type.
    pub fn new(config: Config, facts: Arc<dyn RenderFacts>, host: Host) -> Result<Self> {
        let theme = find_theme(&config, &host)?;
        Self::with_theme(config, theme, facts, host)
    }

    /// Whether it is of the same site as another, though a hook may have changed one of them.
    pub(crate) fn is_of_site_of(&self, other: &Setup) -> bool {
        Arc::ptr_eq(&self.site.0, &other.site.0)
    }

    /// The same of another site: one of these files, that is built now, and on one thread.
    ///
    /// # Errors
    /// A time that cannot be read.
    pub fn again(&self, files: Arc<dyn Files>, log: Arc<dyn Log>) -> Result<Self> {
        Ok(Setup {
            time: site_time(&self.config, &self.clock)?,
            files,
            log: Arc::new(InOrder::new(log)),
            threads: Threads::one(),
            ..self.clone()
        })
    }

    /// As [`Setup::new`], with a theme that has been looked up already.
    ///
    /// # Errors
    /// Those of [`Setup::new`].
    pub fn with_theme(
        config: Config,
        theme: Option<Theme>,
        facts: Arc<dyn RenderFacts>,
        host: Host,
    ) -> Result<Self> {
        let environment = host.environment;
        refuse_types(&config, &environment)?;
        let clock = config.clock(&host.clock);
        let folder =
            |key: &str| -> Result<String> { environment.known(&ruby_to_s(config.get(key))?) };
        let (source, dest) = (folder("source")?, folder("destination")?);
        refuse_file_for_cache(&config, &source, host.files.as_ref())?;
        let permalink_style = match config.get("permalink") {
            Value::Str(style) | Value::Symbol(style) => style.to_string(),
            other => return Err(no_method(other, "to_sym")),
        };
        let includes_load_paths = includes_load_paths(&config, &source, theme.as_ref())?;
        let config = match &theme {
            Some(theme) => {
                with_theme_config(config, theme, host.files.as_ref(), host.log.as_ref())?
            }
            None => config,
        };
        let given_defaults = config.get("defaults").clone();
        let mut entries = config.entries().as_map().clone();
        set(
            &mut entries,
            "defaults",
            normalized(&given_defaults, &clock),
        );
        let config = Config::replaced(entries);
        let time = site_time(&config, &clock)?;
        let limit_posts = limit_posts(&config)?;
        refuse_destination_around_source(&source, &dest)?;
        let collections_dir = ruby_to_s(config.get("collections_dir"))?;
        let collections_path = if collections_dir.is_empty() {
            source.clone()
        } else {
            path::sanitized(&source, &collections_dir)
        };
        let values = |key: &str| {
            config
                .get(key)
                .as_array()
                .map_or(Vec::new(), |a| a.to_vec())
        };
        Ok(Setup {
            defaults: FrontMatterDefaults::new(given_defaults, &source, &collections_dir),
            encoding: Encoding::of(config.get("encoding")),
            include: values("include"),
            exclude: values("exclude"),
            keep_files: values("keep_files")
                .iter()
                .map(ruby_to_s)
                .collect::<Result<_>>()?,
            safe: config.is_set("safe"),
            future: config.is_set("future"),
            unpublished: config.is_set("unpublished"),
            show_drafts: config.is_set("show_drafts"),
            strict_front_matter: config.is_set("strict_front_matter"),
            source,
            dest,
            time,
            theme,
            theme_variable: None,
            facts,
            collections_dir,
            collections_path,
            permalink_style,
            includes_load_paths,
            limit_posts,
            config,
            files: host.files,
            clock,
            threads: Threads::of(&environment),
            site: SiteMark::default(),
            environment,
            log: Arc::new(InOrder::new(host.log)),
        })
    }

    /// Puts another theme in place of the one that there is: what a plugin does before anything is read.
    ///
    /// # Errors
    /// An `includes_dir` that cannot be printed.
    pub fn set_theme(&mut self, theme: Theme) -> Result<()> {
        self.includes_load_paths = includes_load_paths(&self.config, &self.source, Some(&theme))?;
        self.config.set("theme", theme.name.as_str());
        self.theme = Some(theme);
        Ok(())
    }

    /// `site.in_source_dir(path)`: the path forced under the source.
    pub fn in_source_dir(&self, path: &str) -> String {
        path::sanitized(&self.source, path)
    }

    /// `site.in_dest_dir(path)`: the path forced under the destination.
    pub fn in_dest_dir(&self, path: &str) -> String {
        path::sanitized(&self.dest, path)
    }

    /// The extension of what becomes of a file: that of its permalink, or what the converters make of it
    /// (renderer.rb `output_ext`).
    ///
    /// # Errors
    /// NoMethodError for a permalink that is no text.
    pub fn output_ext(&self, ext: &str, permalink: &Value) -> Result<String> {
        match permalink {
            Value::Nil | Value::Bool(false) => {}
            Value::Str(permalink) if permalink.ends_with('/') => {}
            Value::Str(permalink) => match path::extname(permalink) {
                "" => {}
                ext => return Ok(ext.to_string()),
            },
            other => return Err(no_method(other, "end_with?")),
        }
        Ok(self.facts.output_ext(ext))
    }

    /// What reading front matter defaults needs; `log` is told of sets that are wrong.
    pub fn reading<'a>(&'a self, log: &'a dyn Log) -> Reading<'a> {
        Reading {
            files: self.files.as_ref(),
            clock: &self.clock,
            log,
        }
    }
}

/// Keys of a type at which Jekyll stops before it says where the site lies.
fn refuse_types(config: &Config, environment: &Environment) -> Result<()> {
    match config.get("timezone") {
        Value::Nil | Value::Bool(false) | Value::Str(_) => {}
        other => return Err(no_conversion(other, "String")),
    }
    for key in ["source", "destination"] {
        if !matches!(config.get(key), Value::Nil | Value::Str(_)) {
            return Err(no_conversion(config.get(key), "String"));
        }
    }
    text_or_none(config.get("encoding"), "downcase")?;
    text_or_none(config.get("cache_dir"), "start_with?")?;
    match config.get("liquid") {
        Value::Nil => {}
        Value::Str(_) => return Err(no_method(&Value::Nil, "to_sym")),
        other => {
            refuse_keyless(other)?;
            match config.below("liquid", "error_mode") {
                Value::Str(_) | Value::Symbol(_) => {}
                mode => return Err(no_method(mode, "to_sym")),
            }
        }
    }
    refuse_plugins_dir(config.get("plugins_dir"), environment)?;
    match config.get("kramdown") {
        Value::Str(_) | Value::Array(_) => Err(no_conversion_of("Symbol", "Integer")),
        Value::Nil | Value::Bool(false) | Value::Hash(_) => Ok(()),
        other => Err(no_method(other, "[]=")),
    }
}

/// Jekyll makes a folder for its cache, which fails where a file stands in the way. There is no cache here.
fn refuse_file_for_cache(config: &Config, source: &str, files: &dyn Files) -> Result<()> {
    if config.is_set("safe") || config.is_set("disable_disk_cache") {
        return Ok(());
    }
    let mut path = path::sanitized(source, config.text("cache_dir"));
    while files.link_metadata(&path).is_err() {
        match path::dirname(&path) {
            above if above == path => return Ok(()),
            above => path = above.to_string(),
        }
    }
    if files.is_folder(&path) {
        return Ok(());
    }
    let error = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
    Err(refused(&error, "dir_s_mkdir", &path))
}

/// Folders by other things than their names, or in the home of a user that there is not.
fn refuse_plugins_dir(dirs: &Value, environment: &Environment) -> Result<()> {
    let dirs = match dirs {
        Value::Nil => return Ok(()),
        Value::Array(dirs) => &dirs[..],
        Value::Hash(pairs) if pairs.is_empty() => return Ok(()),
        // A hash is a list of pairs.
        Value::Hash(_) => return Err(no_conversion_of("Array", "String")),
        one => std::slice::from_ref(one),
    };
    dirs.iter().try_for_each(|dir| match dir {
        Value::Str(dir) => environment.known(dir).map(|_| ()),
        other => Err(no_conversion(other, "String")),
    })
}

/// A name that is text; nothing is as good as an empty one.
///
/// # Errors
/// NoMethodError: the first method that Ruby calls on it.
pub(crate) fn text_or_none<'v>(value: &'v Value, method: &str) -> Result<&'v str> {
    match value {
        Value::Nil => Ok(""),
        Value::Str(text) => Ok(text),
        other => Err(no_method(other, method)),
    }
}

/// What Ruby says of a value in place of which there ought to be a hash, as soon as it is asked for a key: text has no
/// such part, nothing at all is as good as an empty hash.
///
/// # Errors
/// TypeError, NoMethodError.
pub(crate) fn refuse_keyless(value: &Value) -> Result<()> {
    match value {
        Value::Nil | Value::Bool(false) | Value::Hash(_) | Value::Str(_) => Ok(()),
        other => Err(without_keys(other)),
    }
}

/// The folders in which includes are looked up: the site's, the theme's.
fn includes_load_paths(
    config: &Config,
    source: &str,
    theme: Option<&Theme>,
) -> Result<Vec<String>> {
    let own = path::sanitized(source, &ruby_to_s(config.get("includes_dir"))?);
    let of_theme = theme.and_then(|theme| theme.includes.clone());
    Ok(std::iter::once(own).chain(of_theme).collect())
}

/// The theme that a configuration names.
///
/// # Errors
/// `The NAME theme could not be found.`
pub fn find_theme(config: &Config, host: &Host) -> Result<Option<Theme>> {
    match config.get("theme") {
        Value::Nil => Ok(None),
        Value::Str(name) => {
            let source = host.environment.expand(&ruby_to_s(config.get("source"))?);
            let (files, log) = (host.files.as_ref(), host.log.as_ref());
            Theme::find(name, &source, files, &host.environment, log).map(Some)
        }
        other => {
            host.log.warn(
                "Theme:",
                &format!(
                    "value of 'theme' in config should be String to use gem-based themes, but got {}",
                    other.class_name()
                ),
            );
            Ok(None)
        }
    }
}

/// `Site#load_theme_configuration`: the theme's keys below the site's, Jekyll's own keys left out.
fn with_theme_config(
    config: Config,
    theme: &Theme,
    files: &dyn Files,
    log: &dyn Log,
) -> Result<Config> {
    let file = path::sanitized(&theme.root, "_config.yml");
    if matches!(config.get("ignore_theme_config"), Value::Bool(true)) || files.is_link(&file) {
        return Ok(config);
    }
    let Ok(bytes) = files.read(&file) else {
        return Ok(config);
    };
    let Value::Hash(themes) = yaml::load_bytes(&bytes, Some(&file))? else {
        return Ok(config);
    };
    log.info("Theme Config file:", &file);
    let own: Map = themes
        .iter()
        .filter(|(key, _)| !is_default_key(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    Ok(Config::replaced(deep_merged(&own, config.entries())?))
}

fn site_time(config: &Config, clock: &Clock) -> Result<Time> {
    match config.get("time") {
        Value::Nil | Value::Bool(false) => Ok(clock.now()),
        time => parse_date(&ruby_to_s(time)?, clock, || {
            "Invalid time in _config.yml.".to_string()
        }),
    }
}

fn limit_posts(config: &Config) -> Result<usize> {
    let limit = match config.get("limit_posts") {
        Value::Int(limit) => usize::try_from(*limit).ok(),
        // Beyond 64 bits there are no posts to leave out.
        Value::BigInt(limit) => (limit.sign() == Sign::Plus).then_some(usize::MAX),
        Value::Float(limit) => (limit.is_nan() || *limit >= 0.0).then_some(*limit as usize),
        other => return Err(no_method(other, "negative?")),
    };
    limit.ok_or_else(|| Error::ruby("ArgumentError", "limit_posts must be a non-negative number"))
}

fn refuse_destination_around_source(source: &str, dest: &str) -> Result<()> {
    let inside = source
        .strip_prefix(dest)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || dest == "/");
    if inside {
        return Err(Error::new(
            ErrorKind::Fatal,
            "Destination directory cannot be or contain the Source directory.",
        ));
    }
    Ok(())
}
