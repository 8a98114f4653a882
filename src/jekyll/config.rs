//! The configuration of a site: Jekyll's defaults, the site's files, what the caller sets on top (configuration.rb).
//! One ordered hash; what is asked often has a method of its own.

use crate::error::{Error, ErrorKind, Result};
use crate::value::{
    Array, Clock, Hash, Map, Time, Value, Zone, no_conversion, no_method, without_keys,
};
use crate::yaml;

use super::environment::Environment;
use super::fs::Files;
use super::log::{Level, Log};
use super::merge::{deep_merge, deep_merged, ruby_to_s, set};
use super::path;
use super::permalink;

/// A configuration ready for a site: every default filled in.
#[derive(Clone)]
pub struct Config {
    entries: Hash,
}

impl Config {
    /// `Jekyll.configuration(overrides)`: defaults, then the configuration files, then `overrides`.
    ///
    /// The files are those that `overrides["config"]` names, else the first of `_config.yml`, `_config.yaml` and
    /// `_config.toml` in the source folder. Prints which were read.
    ///
    /// # Errors
    /// A file that is named and missing, one with a syntax error, a key that must be an array and is none.
    pub fn load(
        overrides: &Map,
        files: &dyn Files,
        environment: &Environment,
        log: &dyn Log,
    ) -> Result<Self> {
        let mut overrides = stringified(overrides)?;
        let mut read = Map::default();
        let skip = overrides.shift_remove(&Value::from("skip_config_files"));
        if !skip.is_some_and(|v| v.is_truthy()) {
            if log.takes(Level::Debug) {
                log.debug("Logging at level:", "debug");
                log.debug("Jekyll Version:", super::JEKYLL_VERSION);
            }
            read = read_files(
                &config_files(&overrides, files, environment)?,
                files,
                environment,
                log,
            )?;
        }
        deep_merge(&mut read, &overrides)?;
        Self::with_defaults(&read, environment)
    }

    /// The files that [`Config::load`] reads, whether or not they are there.
    ///
    /// # Errors
    /// A name of a file that cannot be printed.
    pub fn paths(
        overrides: &Map,
        files: &dyn Files,
        environment: &Environment,
    ) -> Result<Vec<String>> {
        let found = config_files(overrides, files, environment)?;
        Ok(found
            .into_iter()
            .map(|file| environment.expand(&file.path))
            .collect())
    }

    /// `Configuration.from`: a configuration of these keys, without reading a file.
    ///
    /// # Errors
    /// `collections` that is neither a hash nor an array of names.
    pub fn with_defaults(keys: &Map, environment: &Environment) -> Result<Self> {
        let mut entries = deep_merged(&defaults(environment.folder()), &stringified(keys)?)?;
        add_default_collections(&mut entries)?;
        add_default_excludes(&mut entries);
        Ok(Config {
            entries: Hash::new(entries),
        })
    }

    /// The same with another content: what a theme or a plugin makes of it.
    pub fn replaced(entries: Map) -> Self {
        Config {
            entries: Hash::new(entries),
        }
    }

    /// Puts a value under a key.
    pub fn set(&mut self, key: &str, value: impl Into<Value>) {
        let mut entries = self.entries.as_map().clone();
        set(&mut entries, key, value);
        self.entries = Hash::new(entries);
    }

    /// All keys, in Jekyll's order.
    pub fn entries(&self) -> &Hash {
        &self.entries
    }

    /// The value of a key; nil where there is none.
    pub fn get(&self, key: &str) -> &Value {
        self.entries.get_str(key).unwrap_or(&Value::Nil)
    }

    /// Whether the value of a key is truthy.
    pub fn is_set(&self, key: &str) -> bool {
        self.get(key).is_truthy()
    }

    /// The value of a key that ought to be text; empty where it is not.
    pub fn text(&self, key: &str) -> &str {
        match self.get(key) {
            Value::Str(text) | Value::Symbol(text) => text,
            _ => "",
        }
    }

    /// The value of a key below another one (`kramdown`, `input`).
    pub fn below(&self, key: &str, inner: &str) -> &Value {
        self.get(key)
            .as_hash()
            .and_then(|hash| hash.get_str(inner))
            .unwrap_or(&Value::Nil)
    }

    /// `clock` in the zone that `timezone` names.
    pub fn clock(&self, clock: &Clock) -> Clock {
        match self.get("timezone") {
            Value::Str(zone) => Clock {
                now: clock.now.clone(),
                zone: Zone::named(zone),
                asked: clock.asked.clone(),
            },
            _ => clock.clone(),
        }
    }
}

/// The names of Jekyll's own keys: a theme's configuration has no say in them.
pub fn is_default_key(key: &Value) -> bool {
    defaults("/").contains_key(key)
}

fn hash<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Hash(entries.into_iter().collect())
}

fn list(texts: &[&str]) -> Value {
    Value::Array(texts.iter().map(|t| Value::from(*t)).collect())
}

fn defaults(folder: &str) -> Map {
    let no = || Value::Bool(false);
    let empty = || Value::Array(Array::default());
    let entries: [(&str, Value); 40] = [
        ("source", folder.into()),
        ("destination", path::join(folder, "_site").into()),
        ("collections_dir", "".into()),
        ("cache_dir", ".jekyll-cache".into()),
        ("plugins_dir", "_plugins".into()),
        ("layouts_dir", "_layouts".into()),
        ("data_dir", "_data".into()),
        ("includes_dir", "_includes".into()),
        ("collections", Value::Hash(Hash::default())),
        ("safe", no()),
        ("include", list(&[".htaccess"])),
        ("exclude", empty()),
        ("keep_files", list(&[".git", ".svn"])),
        ("encoding", "utf-8".into()),
        ("markdown_ext", "markdown,mkdown,mkdn,mkd,md".into()),
        ("strict_front_matter", no()),
        ("show_drafts", Value::Nil),
        ("limit_posts", Value::Int(0)),
        ("future", no()),
        ("unpublished", no()),
        ("whitelist", empty()),
        ("plugins", empty()),
        ("markdown", "kramdown".into()),
        ("highlighter", "rouge".into()),
        ("lsi", no()),
        ("excerpt_separator", "\n\n".into()),
        ("incremental", no()),
        ("detach", no()),
        ("port", "4000".into()),
        ("host", "127.0.0.1".into()),
        ("baseurl", Value::Nil),
        ("show_dir_listing", no()),
        ("permalink", "date".into()),
        ("paginate_path", "/page:num".into()),
        ("timezone", Value::Nil),
        ("quiet", no()),
        ("verbose", no()),
        ("defaults", empty()),
        ("liquid", default_liquid()),
        ("kramdown", default_kramdown()),
    ];
    entries
        .into_iter()
        .map(|(key, value)| (Value::from(key), value))
        .collect()
}

fn default_liquid() -> Value {
    hash([
        ("error_mode", "warn".into()),
        ("strict_filters", Value::Bool(false)),
        ("strict_variables", Value::Bool(false)),
    ])
}

fn default_kramdown() -> Value {
    hash([
        ("auto_ids", Value::Bool(true)),
        (
            "toc_levels",
            Value::Array((1..=6).map(Value::Int).collect()),
        ),
        ("entity_output", "as_char".into()),
        ("smart_quotes", "lsquo,rsquo,ldquo,rdquo".into()),
        ("input", "GFM".into()),
        ("hard_wrap", Value::Bool(false)),
        ("guess_lang", Value::Bool(true)),
        ("footnote_nr", Value::Int(1)),
        ("show_warnings", Value::Bool(false)),
    ])
}

/// What is never read, besides what the site names (`Configuration::DEFAULT_EXCLUDES`).
const DEFAULT_EXCLUDES: [&str; 10] = [
    ".sass-cache",
    ".jekyll-cache",
    "gemfiles",
    "Gemfile",
    "Gemfile.lock",
    "node_modules",
    "vendor/bundle/",
    "vendor/cache/",
    "vendor/gems/",
    "vendor/ruby/",
];

fn stringified(entries: &Map) -> Result<Map> {
    entries
        .iter()
        .map(|(key, value)| Ok((Value::from(ruby_to_s(key)?), value.clone())))
        .collect()
}

/// A configuration file, and whether it is the one that Jekyll looks for by itself.
struct ConfigFile {
    path: String,
    is_default: bool,
}

fn config_files(
    overrides: &Map,
    files: &dyn Files,
    environment: &Environment,
) -> Result<Vec<ConfigFile>> {
    let named = |value: &Value| -> Result<ConfigFile> {
        Ok(ConfigFile {
            path: ruby_to_s(value)?,
            is_default: false,
        })
    };
    match overrides.get(&Value::from("config")) {
        Some(Value::Array(names)) => return names.iter().map(named).collect(),
        Some(name) if !ruby_to_s(name)?.is_empty() => return Ok(vec![named(name)?]),
        _ => {}
    }
    let source = match overrides.get(&Value::from("source")) {
        Some(source) if source.is_truthy() => ruby_to_s(source)?,
        _ => environment.folder().to_string(),
    };
    // Jekyll looks for the file of a source without a name at the root of all.
    let source = match source.as_str() {
        "" => source,
        _ => environment.known(&source).unwrap_or(source),
    };
    let candidate = |ext: &&str| path::sanitized(&source, &format!("_config.{ext}"));
    let found = ["yml", "yaml", "toml"]
        .iter()
        .find(|ext| files.exists(&candidate(ext)))
        .unwrap_or(&"yml");
    Ok(vec![ConfigFile {
        path: candidate(found),
        is_default: true,
    }])
}

fn read_files(
    config_files: &[ConfigFile],
    files: &dyn Files,
    environment: &Environment,
    log: &dyn Log,
) -> Result<Map> {
    let mut config = Map::default();
    for file in config_files.iter().filter(|f| !f.path.is_empty()) {
        match read_file(file, files, environment, log) {
            Ok(Some(read)) => deep_merge(&mut config, &read)?,
            Ok(None) => {}
            // Jekyll rescues every ArgumentError here, and leaves the files that follow unread
            Err(e) if e.kind() == ErrorKind::Ruby("ArgumentError") => {
                log.warn(
                    "WARNING:",
                    "Error reading configuration. Using defaults (and options).",
                );
                log.remark(&e.to_string());
                break;
            }
            Err(e) => return Err(e),
        }
    }
    check(&config, log)?;
    add_default_collections(&mut config)?;
    Ok(config)
}

fn read_file(
    file: &ConfigFile,
    files: &dyn Files,
    environment: &Environment,
    log: &dyn Log,
) -> Result<Option<Hash>> {
    let path = environment.known(&file.path)?;
    let ext = path::extname(&path).to_ascii_lowercase();
    let is_toml = ext.contains(".toml");
    if !is_toml && !ext.contains(".yml") && !ext.contains(".yaml") {
        return Err(Error::ruby(
            "ArgumentError",
            format!("No parser for '{path}' is available. Use a .y(a)ml or .toml file instead."),
        ));
    }
    let bytes = match files.read(&path) {
        Ok(bytes) => bytes,
        Err(_) if file.is_default => {
            log.warn("Configuration file:", "none");
            return Ok(None);
        }
        Err(_) => {
            log.error(
                "Fatal:",
                &format!("The configuration file '{path}' could not be found."),
            );
            let message = format!("The Configuration file '{path}' could not be found.");
            return Err(Error::ruby("LoadError", message));
        }
    };
    let read = if is_toml {
        log.debug("Requiring:", "tomlrb");
        read_toml(&bytes, &path)?
    } else {
        match yaml::load_bytes(&bytes, Some(&path))? {
            Value::Nil | Value::Bool(false) => Value::Hash(Hash::default()),
            value => value,
        }
    };
    match read {
        Value::Hash(read) => {
            log.info("Configuration file:", &path);
            Ok(Some(read))
        }
        _ => Err(Error::ruby(
            "ArgumentError",
            format!("Configuration file: (INVALID) {path}"),
        )),
    }
}

fn check(config: &Map, log: &dyn Log) -> Result<()> {
    if let Some(value) = config.get(&Value::from("plugins"))
        && value.as_array().is_none()
    {
        let given = value.shown();
        log.error(
            &format!(
                "'plugins' should be set as an array of gem-names, but was: {given}. Use 'plugins_dir' instead to \
                 set the directory for your non-gemified Ruby plugins."
            ),
            "",
        );
        return Err(not_an_array("plugins", &given));
    }
    for key in ["include", "exclude"] {
        if let Some(value) = config.get(&Value::from(key))
            && value.as_array().is_none()
        {
            return Err(not_an_array(key, &value.shown()));
        }
    }
    Ok(())
}

fn not_an_array(key: &str, given: &str) -> Error {
    Error::new(
        ErrorKind::Config,
        format!("'{key}' should be set as an array, but was: {given}."),
    )
}

fn add_default_collections(config: &mut Map) -> Result<()> {
    let given = match config.get(&Value::from("collections")) {
        None | Some(Value::Nil) => return Ok(()),
        Some(Value::Hash(hash)) => hash.as_map().clone(),
        Some(Value::Array(names)) => names
            .iter()
            .map(|name| (name.clone(), Value::Hash(Hash::default())))
            .collect(),
        Some(other) => {
            return Err(no_conversion(other, "Hash"));
        }
    };
    let posts = (Value::from("posts"), Value::Hash(Hash::default()));
    let mut collections: Map = std::iter::once(posts).collect();
    deep_merge(&mut collections, &given)?;
    let mut posts = match collections.get(&Value::from("posts")) {
        Some(Value::Hash(posts)) => posts.as_map().clone(),
        Some(list @ Value::Array(_)) => return Err(without_keys(list)),
        // `text["output"] = true` takes the place of the word in the text.
        Some(Value::Str(text)) if text.contains("output") => {
            return Err(no_conversion(&Value::Bool(true), "String"));
        }
        Some(text @ Value::Str(_)) => return Err(without_keys(text)),
        Some(other) => return Err(no_method(other, "[]=")),
        None => Map::default(),
    };
    set(&mut posts, "output", true);
    let style = config.get(&Value::from("permalink"));
    let has_own = posts
        .get(&Value::from("permalink"))
        .is_some_and(Value::is_truthy);
    if let Some(style) = style.filter(|s| s.is_truthy())
        && !has_own
    {
        let style = ruby_to_s(style)?;
        set(
            &mut posts,
            "permalink",
            permalink::template_of_style(&style),
        );
    }
    set(&mut collections, "posts", posts);
    set(config, "collections", collections);
    Ok(())
}

fn add_default_excludes(config: &mut Map) {
    if let Some(Value::Array(given)) = config.get(&Value::from("exclude")) {
        let all = given
            .iter()
            .cloned()
            .chain(DEFAULT_EXCLUDES.map(Value::from));
        let unique: indexmap::IndexSet<Value> = all.collect();
        set(config, "exclude", unique.into_iter().collect::<Array>());
    }
}

fn read_toml(bytes: &[u8], path: &str) -> Result<Value> {
    let refused = |message: String| Error::new(ErrorKind::Config, message).at(path, None, None);
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Error::ruby("ArgumentError", "invalid byte sequence in UTF-8"))?;
    match text.parse::<toml::Table>() {
        Ok(table) => Ok(from_toml(toml::Value::Table(table))),
        // tomlrb reads the token, and Ruby's Time refuses the numbers: then Jekyll goes on with its defaults.
        Err(e) if e.span().is_some_and(|span| is_at_moment(text, span.start)) => {
            Err(Error::ruby("ArgumentError", "argument out of range"))
        }
        Err(e) => Err(refused(format!("({path}): {e}"))),
    }
}

/// Whether a date or a time stands here, by its shape alone.
fn is_at_moment(text: &str, at: usize) -> bool {
    let is_part = |b: &&u8| b.is_ascii_alphanumeric() || b"-+:. ".contains(b);
    let Some(before) = text.as_bytes().get(..at) else {
        return false;
    };
    let start = at - before.iter().rev().take_while(is_part).count();
    let moment = text.as_bytes()[start..].trim_ascii_start();
    let time = |text| after_shape(text, &["29", "59", "69"], b':');
    match after_shape(moment, &["9999", "19", "39"], b'-') {
        // What follows and is no time is not of the date, and wrong by itself.
        Some([b'T' | b't' | b' ', rest @ ..]) if rest.first().is_some_and(u8::is_ascii_digit) => {
            time(rest).is_some()
        }
        Some(_) => true,
        None => time(moment).is_some(),
    }
}

/// What stands behind numbers with a separator between them; each may have digits up to those of its pattern.
fn after_shape<'t>(text: &'t [u8], numbers: &[&str], separator: u8) -> Option<&'t [u8]> {
    let mut rest = text;
    for (i, number) in numbers.iter().enumerate() {
        if i > 0 {
            rest = rest.strip_prefix(&[separator])?;
        }
        for highest in number.bytes() {
            let (digit, behind) = rest.split_first()?;
            if !(b'0'..=highest).contains(digit) {
                return None;
            }
            rest = behind;
        }
    }
    Some(rest)
}

/// Tables are nested no deeper than the parser allows.
fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(i) => Value::Int(i),
        toml::Value::Float(f) => Value::Float(f),
        toml::Value::Boolean(b) => Value::Bool(b),
        toml::Value::Datetime(moment) => match time_of_toml(&moment) {
            Some(time) => Value::Time(time),
            None => moment.to_string().into(),
        },
        toml::Value::Array(values) => values.into_iter().map(from_toml).collect::<Array>().into(),
        toml::Value::Table(table) => Value::Hash(
            table
                .into_iter()
                .map(|(key, value)| (Value::from(key), from_toml(value)))
                .collect(),
        ),
    }
}

/// A date is its midnight, and what names no zone stands in UTC.
fn time_of_toml(moment: &toml::value::Datetime) -> Option<Time> {
    let date = moment.date?;
    let midnight = format!(
        "{:04}-{:02}-{:02}T00:00:00Z",
        date.year, date.month, date.day
    );
    let utc = Clock::fixed(0, Zone::utc());
    let text = match moment.time {
        None => midnight,
        Some(_) if moment.offset.is_none() => format!("{moment}Z"),
        Some(_) => moment.to_string(),
    };
    let time = Time::parse(&text.replace('T', " ").replace('Z', "+00:00"), &utc).ok()?;
    Some(time.with_offset(time.offset()))
}
