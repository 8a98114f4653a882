//! A document of a collection: a post, a draft, or what else a collection holds (document.rb).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::io;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering as Atomic};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::error::{Error, ErrorKind, Result};
use crate::front_matter;
use crate::value::{
    Array, Clock, Fraction, Map, Str, StrKey, Time, Value, no_conversion, no_method, shared,
};
use crate::yaml;

use super::collection::CollectionInfo;
use super::encoding::Body;
use super::excerpt::{self, Excerpt};
use super::front_matter_defaults::{LookUp, Matching, parse_date};
use super::fs::{FileTime, refused, unreadable};
use super::log::{Level, Log};
use super::merge::{deep_merge, flattened, pluralized, ruby_to_s, set, split};
use super::path;
use super::permalink;
use super::render::asker;
use super::render::reads::Read;
use super::setup::Setup;
use super::slug::{downcase, slugify, titleize};

/// A document of a collection.
pub struct Document {
    /// What is settled about its site.
    pub setup: Arc<Setup>,
    /// Its collection.
    pub collection: Arc<CollectionInfo>,
    /// Its file, absolute.
    pub path: String,
    /// Its file, relative to the folder of all collections.
    pub relative_path: String,
    /// The extension of its file, with the dot.
    pub extname: String,
    /// What stands below the front matter.
    pub content: Body,
    /// The line of the file on which the content begins.
    pub body_line: u32,
    /// Its front matter and what Jekyll adds. Where an excerpt is made of the content, nil stands under `excerpt`.
    pub data: Map,
    /// The excerpt that is made of the content, unless the front matter has one.
    pub excerpt: Option<Excerpt>,
    /// What rendering makes of it.
    pub rendered: Rendered,
    /// Whether front matter defaults answer for keys that the data lack.
    asks_defaults: bool,
    /// Whether the date among the data has been read from text already.
    date_is_read: bool,
    matching: LookUp,
    late_date: LateDate,
    url: OnceLock<Result<String>>,
    output_ext: OnceLock<Result<String>>,
    id: OnceLock<Result<String>>,
}

/// The date of a document that has none. Asking for it makes it part of the data.
struct LateDate {
    date: OnceLock<Value>,
    /// The place of the first among those rendered that has asked.
    asked_by: AtomicUsize,
    /// Whether the URL holds it: then who asks for the URL asks for the date.
    in_url: AtomicBool,
}

impl Default for LateDate {
    fn default() -> Self {
        LateDate {
            date: OnceLock::new(),
            asked_by: AtomicUsize::new(usize::MAX),
            in_url: AtomicBool::new(false),
        }
    }
}

impl LateDate {
    /// The date, where whoever looks at the data now finds it there.
    fn found(&self, setup: &Setup) -> Option<&Value> {
        let place = asker::place(setup).unwrap_or(0);
        let is_there = || self.asked_by.load(Atomic::Acquire) <= place;
        if !is_there() {
            asker::take_turn(setup);
        }
        self.date.get().filter(|_| is_there())
    }

    fn ask(&self, setup: &Setup, make: impl FnOnce() -> Value) -> Value {
        asker::note(setup, Read::Order);
        let date = self.date.get_or_init(make).clone();
        let place = asker::place(setup).unwrap_or(0);
        if self.asked_by.load(Atomic::Acquire) > place && asker::may_leave_traces(setup) {
            self.asked_by.fetch_min(place, Atomic::AcqRel);
        }
        date
    }
}

/// What rendering makes of a document or a page, in the order in which it comes to be.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The content once converters have run, without a layout.
    pub converted: OnceLock<Converted>,
    /// The content in its layouts.
    pub output: OnceLock<Output>,
}

impl Rendered {
    /// What is written; nothing before it is rendered.
    pub fn text(&self) -> &str {
        self.output.get().map_or("", |output| output)
    }
}

/// What converters make of a body or an excerpt.
#[derive(Debug, Clone, Default)]
pub struct Converted {
    /// The text.
    pub text: Str,
    /// Whether Ruby holds it as US-ASCII: it does where it all began with a number or nothing, and is ASCII.
    pub is_us_ascii: bool,
}

impl From<Converted> for Value {
    fn from(converted: Converted) -> Self {
        Value::Str(converted.text)
    }
}

/// What a document or a page becomes.
#[derive(Debug, Clone)]
pub enum Output {
    /// What was converted, as it is.
    Converted(Converted),
    /// That with something round it, or changed.
    Placed {
        /// The text.
        text: Arc<String>,
        /// As [`Converted::is_us_ascii`].
        is_us_ascii: bool,
    },
}

impl Output {
    /// Whether Ruby holds it as US-ASCII.
    pub fn is_us_ascii(&self) -> bool {
        match self {
            Output::Converted(converted) => converted.is_us_ascii,
            Output::Placed { is_us_ascii, .. } => *is_us_ascii,
        }
    }
}

impl Deref for Output {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Output::Converted(converted) => &converted.text,
            Output::Placed { text, .. } => text,
        }
    }
}

impl From<&Output> for Value {
    fn from(output: &Output) -> Self {
        match output {
            Output::Converted(converted) => Value::Str(converted.text.clone()),
            Output::Placed { text, .. } => Value::from(text.as_str()),
        }
    }
}

impl Document {
    /// A document that has not been read: its data are what its path says.
    ///
    /// # Errors
    /// None that a path brings about.
    pub fn new(setup: Arc<Setup>, collection: Arc<CollectionInfo>, path: String) -> Result<Self> {
        let relative_path = path::without_first(&path, &format!("{}/", setup.collections_path));
        let mut document = Document {
            extname: path::extname(&path).to_string(),
            setup,
            collection,
            path,
            relative_path,
            content: Body::None,
            body_line: 1,
            data: Map::default(),
            excerpt: None,
            rendered: Rendered::default(),
            asks_defaults: true,
            date_is_read: false,
            matching: LookUp::told(),
            late_date: LateDate::default(),
            url: OnceLock::new(),
            output_ext: OnceLock::new(),
            id: OnceLock::new(),
        };
        let draft = document.is_draft();
        set(&mut document.data, "draft", draft);
        let special = if draft {
            "_drafts"
        } else {
            &document.collection.relative_directory
        };
        let categories = categories_of_path(
            &document.relative_path,
            special,
            path::basename(&document.path),
        );
        document.merge_data(
            [("categories", categories.into())]
                .into_iter()
                .collect::<crate::value::Hash>()
                .as_map(),
            "file path",
        )?;
        Ok(document)
    }

    /// Reads a document from the bytes of its file (`Document#read`). What cannot be read is told to `log`, and the
    /// document is what it had become by then.
    ///
    /// # Errors
    /// A date that cannot be read, and with `strict_front_matter` everything that is wrong.
    pub fn read(mut self, bytes: io::Result<Vec<u8>>, log: &dyn Log) -> Result<Self> {
        if log.takes(Level::Debug) {
            log.debug("Reading:", &self.relative_path);
        }
        if self.is_yaml_file() {
            let bytes = bytes.map_err(|e| unreadable(&e, &self.path))?;
            self.asks_defaults = false;
            self.data = match yaml::load_bytes(&bytes, Some(&self.path))? {
                Value::Hash(data) => data.as_map().clone(),
                Value::Nil | Value::Bool(false) => Map::default(),
                // a post without content is passed over, whatever it holds
                _ if self.collection.label == "posts" => Map::default(),
                other => return Err(no_method(&other, "key?")),
            };
        } else if let Err(error) = self.read_all(bytes, log) {
            self.tell_read_error(error, log)?;
        }
        Ok(self)
    }

    fn read_all(&mut self, bytes: io::Result<Vec<u8>>, log: &dyn Log) -> Result<()> {
        let defaults = self.setup.defaults.all(self.matching(log)?)?;
        if !defaults.is_empty() {
            self.merge_data(&defaults, "front matter defaults")?;
        }
        let bytes = bytes.map_err(|e| unreadable(&e, &self.path))?;
        self.read_content(bytes)?;
        self.fill_title()?;
        self.fill_categories()?;
        let tags = pluralized(&self.data, "tag", "tags");
        let tags: Map = std::iter::once((Value::from("tags"), tags.into())).collect();
        self.merge_data(&tags, "YAML front matter")?;
        self.make_excerpt(log)
    }

    fn read_content(&mut self, bytes: Vec<u8>) -> Result<()> {
        let text = match self.setup.encoding.decode(bytes) {
            Ok(text) => text,
            Err(undecoded) => {
                let refusal = self.setup.encoding.refusal(&undecoded);
                self.content = undecoded.into();
                return Err(refusal);
            }
        };
        let Some((yaml, body)) = front_matter::split(&text) else {
            self.content = Body::Text(shared(&text));
            return Ok(());
        };
        self.content = Body::Text(shared(body));
        self.body_line = line_behind(&text, body);
        match yaml::load(yaml, None)? {
            Value::Nil | Value::Bool(false) => Ok(()),
            Value::Hash(data) => self.merge_data(&data, "YAML front matter"),
            other => Err(Error::ruby(
                "NoMethodError",
                format!("{}{NO_KEYS}", no_method(&other, "key?")),
            )),
        }
    }

    fn tell_read_error(&self, error: Error, log: &dyn Log) -> Result<()> {
        let path = &self.path;
        let told = if error.kind() == ErrorKind::Yaml {
            format!("YAML Exception reading {path}: {error}")
        } else {
            format!("could not read file {path}: {error}")
        };
        log.error("Error:", &told);
        if self.setup.strict_front_matter || is_fatal(error.kind()) {
            return Err(error.at(path, None, None));
        }
        Ok(())
    }

    /// `Document#merge_data!`
    fn merge_data(&mut self, other: &Map, source: &str) -> Result<()> {
        let merged = self.merged_categories(other)?;
        deep_merge(&mut self.data, merged.as_ref().unwrap_or(other))?;
        let Some(date) = self.data.get(&StrKey("date")) else {
            return Ok(());
        };
        let is_new = other
            .get(&StrKey("date"))
            .is_some_and(|date| !date.is_nil());
        let time = match date {
            Value::Time(date) if reads_back(date) => {
                if self.date_is_read && !is_new {
                    return Ok(());
                }
                self.setup.clock.localtime(date)
            }
            _ => {
                let text = ruby_to_s(date)?;
                parse_date(&text, &self.setup.clock, || {
                    format!(
                        "Document '{}' does not have a valid date in the {source}.",
                        self.relative_path
                    )
                })?
            }
        };
        set(&mut self.data, "date", time);
        self.date_is_read = true;
        Ok(())
    }

    /// `other` with its categories added to those that are there.
    fn merged_categories(&self, other: &Map) -> Result<Option<Map>> {
        let given = match other.get(&StrKey("categories")) {
            None | Some(Value::Nil) => return Ok(None),
            Some(Value::Str(text)) => split(text),
            Some(given) => given.clone(),
        };
        let all = match (self.data.get(&StrKey("categories")), &given) {
            (Some(Value::Array(old)), Value::Array(new)) => {
                let union: indexmap::IndexSet<Value> =
                    old.iter().chain(new.iter()).cloned().collect();
                union.into_iter().collect::<Array>().into()
            }
            (Some(Value::Array(_)), other) => {
                return Err(no_conversion(other, "Array"));
            }
            _ => given,
        };
        let mut merged = other.clone();
        set(&mut merged, "categories", all);
        Ok(Some(merged))
    }

    fn fill_title(&mut self) -> Result<()> {
        let (slug, ext) = match dated_name(&self.relative_path) {
            Some((date, slug, ext)) => {
                let (slug, ext) = (slug.to_string(), ext.to_string());
                let date = date.to_string();
                self.take_date_of_name(&date)?;
                (slug, Some(ext))
            }
            None => match dateless_name(&self.relative_path) {
                Some((slug, ext)) => (slug.to_string(), Some(ext.to_string())),
                None => (path::stem(&self.path).to_string(), None),
            },
        };
        let slug = path::without_trailing_dots(&slug);
        self.set_unless_truthy("title", || titleize(slug).into());
        self.set_unless_truthy("slug", || slug.into());
        self.set_unless_truthy("ext", || ext.into());
        Ok(())
    }

    fn set_unless_truthy(&mut self, key: &str, value: impl FnOnce() -> Value) {
        if !self.data.get(&StrKey(key)).is_some_and(Value::is_truthy) {
            set(&mut self.data, key, value());
        }
    }

    /// `modify_date`: the date in the name counts where none is given, or none but that of the build.
    fn take_date_of_name(&mut self, date: &str) -> Result<()> {
        let takes = match self.data.get(&StrKey("date")) {
            Some(Value::Time(given)) => given.epoch() == self.setup.time.epoch(),
            Some(given) => !given.is_truthy(),
            None => true,
        };
        if takes {
            let date: Map = std::iter::once((Value::from("date"), date.into())).collect();
            self.merge_data(&date, "filename")?;
        }
        Ok(())
    }

    fn fill_categories(&mut self) -> Result<()> {
        let given = match self.data.get(&StrKey("categories")) {
            Some(Value::Array(given)) => given.to_vec(),
            Some(Value::Nil) | None => Vec::new(),
            Some(other) => vec![other.clone()],
        };
        let more = pluralized(&self.data, "category", "categories");
        let texts: Vec<Value> = given
            .iter()
            .chain(&more)
            .map(|category| ruby_to_s(category).map(Value::from))
            .collect::<Result<_>>()?;
        let all: Value = flattened(&texts, false).into();
        let other: Map = std::iter::once((Value::from("categories"), all)).collect();
        self.merge_data(&other, "YAML front matter")
    }

    fn make_excerpt(&mut self, log: &dyn Log) -> Result<()> {
        let separator = self.excerpt_separator()?;
        if separator.is_empty()
            || self
                .data
                .get(&StrKey("excerpt"))
                .is_some_and(Value::is_truthy)
        {
            return Ok(());
        }
        let told = excerpt::Told {
            relative_path: &self.relative_path,
            facts: self.setup.facts.as_ref(),
            log,
        };
        self.excerpt = Some(excerpt::extract(self.content.as_str(), &separator, &told));
        set(&mut self.data, "excerpt", Value::Nil);
        Ok(())
    }

    /// `excerpt_separator`: that of the document, or of the site.
    ///
    /// # Errors
    /// None that front matter brings about.
    pub fn excerpt_separator(&self) -> Result<String> {
        let own = self.get("excerpt_separator")?;
        if own.is_truthy() {
            ruby_to_s(&own)
        } else {
            ruby_to_s(self.setup.config.get("excerpt_separator"))
        }
    }

    /// `data[key]`: the front matter, then the date that was asked for, then the front matter defaults.
    ///
    /// # Errors
    /// Those of front matter defaults.
    pub fn get(&self, key: &str) -> Result<Value> {
        self.find(key).map(Cow::into_owned)
    }

    /// As [`Document::get`], borrowed where it is front matter.
    ///
    /// # Errors
    /// As there.
    pub fn find(&self, key: &str) -> Result<Cow<'_, Value>> {
        let held = self.data.get(&StrKey(key));
        if matches!(key, "date" | "draft")
            && let Some(late) = self.written_late(key, held)
        {
            return Ok(Cow::Owned(late));
        }
        match held {
            Some(held) => Ok(Cow::Borrowed(held)),
            None => self.default_of(key).map(Cow::Owned),
        }
    }

    /// What asking for the date has written: the date itself, and on the way whether this is a draft.
    fn written_late(&self, key: &str, held: Option<&Value>) -> Option<Value> {
        let is_written_late = match (key, held) {
            ("draft", Some(Value::Bool(false))) => self.is_draft(),
            _ => !held.is_some_and(Value::is_truthy),
        };
        if !is_written_late {
            return None;
        }
        let date = self.late_date.found(&self.setup)?;
        Some(match key {
            "date" => date.clone(),
            _ => Value::Bool(self.is_draft()),
        })
    }

    /// `data.key?(key)`: also of what asking for the date has written.
    pub fn has(&self, key: &str) -> bool {
        self.data.contains_key(&StrKey(key))
            || (matches!(key, "date" | "draft") && self.written_late(key, None).is_some())
    }

    /// `data[key]` without what was written late.
    fn held(&self, key: &str) -> Result<Cow<'_, Value>> {
        match self.data.get(&StrKey(key)) {
            Some(held) => Ok(Cow::Borrowed(held)),
            None => self.default_of(key).map(Cow::Owned),
        }
    }

    /// The layout that front matter defaults name for it.
    ///
    /// # Errors
    /// Those of front matter defaults.
    pub fn default_layout(&self) -> Result<Value> {
        self.found_in_defaults("layout")
    }

    fn default_of(&self, key: &str) -> Result<Value> {
        if !self.asks_defaults {
            return Ok(Value::Nil);
        }
        self.found_in_defaults(key)
    }

    fn found_in_defaults(&self, key: &str) -> Result<Value> {
        let matching = self.matching(self.setup.log.as_ref())?;
        let found = self.setup.defaults.find(matching, key)?;
        Ok(found.unwrap_or(Value::Nil))
    }

    fn matching(&self, log: &dyn Log) -> Result<&Matching> {
        self.matching.matching(
            &self.setup.defaults,
            &self.relative_path,
            &self.collection.label,
            &self.setup.reading(log),
        )
    }

    /// `Document#date`. Asking makes it part of the data, as in Jekyll: that of the build, of a draft that of its file.
    ///
    /// # Errors
    /// A draft's file that is gone.
    pub fn date(&self) -> Result<Cow<'_, Value>> {
        let held = self.held("date")?;
        if held.is_truthy() {
            return Ok(held);
        }
        let date = if self.is_draft() {
            let found = self.setup.files.metadata(&self.path);
            let found = found.map_err(|e| refused(&e, "rb_file_s_mtime", &self.path))?;
            local_time(found.modified, &self.setup.clock)
        } else {
            self.setup.time.clone()
        };
        let asked = self.late_date.ask(&self.setup, || Value::Time(date));
        Ok(Cow::Owned(asked))
    }

    /// Makes the date that was asked for part of the data, where the document can still be changed.
    pub fn settle_date(&mut self) {
        if let Some(date) = std::mem::take(&mut self.late_date).date.take() {
            let draft = self.is_draft();
            self.set_unless_truthy("draft", || draft.into());
            set(&mut self.data, "date", date);
        }
    }

    /// `draft?`
    pub fn is_draft(&self) -> bool {
        self.data
            .get(&StrKey("draft"))
            .is_some_and(Value::is_truthy)
            || (self.collection.label == "posts"
                && !self
                    .relative_path
                    .contains(&self.collection.relative_directory))
    }

    /// `published?`: whether the front matter does not say `published: false`.
    pub fn is_published(&self) -> bool {
        !matches!(
            self.data.get(&StrKey("published")),
            Some(Value::Bool(false))
        )
    }

    /// `Publisher#publish?`
    ///
    /// # Errors
    /// A date that is no time.
    pub fn is_publishable(&self) -> Result<bool> {
        let published = self
            .data
            .get(&StrKey("published"))
            .is_none_or(Value::is_truthy);
        Ok((published || self.setup.unpublished) && !self.is_hidden_in_the_future()?)
    }

    /// `Publisher#hidden_in_the_future?`
    ///
    /// # Errors
    /// A date that is no time.
    pub fn is_hidden_in_the_future(&self) -> Result<bool> {
        if self.setup.future {
            return Ok(false);
        }
        let date = match &*self.date()? {
            Value::Time(date) => date.epoch(),
            Value::Int(date) => i128::from(*date),
            Value::Float(date) => *date as i128,
            Value::Str(date) => {
                let digits = date.bytes().take_while(u8::is_ascii_digit).count();
                date[..digits].parse().unwrap_or(0)
            }
            other => return Err(no_method(other, "to_i")),
        };
        Ok(date > self.setup.time.epoch())
    }

    /// `write?`: whether it becomes a file of the site.
    ///
    /// # Errors
    /// As [`Document::is_publishable`].
    pub fn is_written(&self) -> Result<bool> {
        Ok(self.collection.is_written()? && self.is_publishable()?)
    }

    /// `File.basename(path)`
    pub fn basename(&self) -> &str {
        path::basename(&self.path)
    }

    /// The name of its file without the extension.
    pub fn basename_without_ext(&self) -> &str {
        path::stem(&self.path)
    }

    /// Whether it is all data: `.yml`, `.yaml`.
    pub fn is_yaml_file(&self) -> bool {
        matches!(self.extname.as_str(), ".yml" | ".yaml")
    }

    /// Whether it is Sass or CoffeeScript.
    pub fn is_asset_file(&self) -> bool {
        matches!(self.extname.as_str(), ".sass" | ".scss" | ".coffee")
    }

    /// `output_ext`, as it was when it was first asked for (`Renderer#output_ext`).
    ///
    /// # Errors
    /// A permalink that is no text.
    pub fn output_ext(&self) -> Result<&str> {
        let ext = self.output_ext.get_or_init(|| {
            let permalink = self.get("permalink")?;
            self.setup.output_ext(&self.extname, &permalink)
        });
        ext.as_deref().map_err(Error::clone)
    }

    /// The path below the collection's folder, without the extension.
    pub fn cleaned_relative_path(&self) -> String {
        let end = self.relative_path.len() - self.extname.len();
        let cleaned = path::without_first(
            &self.relative_path[..end],
            &self.collection.relative_directory,
        );
        path::without_trailing_dots(&cleaned).to_string()
    }

    /// `Document#url`
    ///
    /// # Errors
    /// A template with an unknown key, text that cannot be made part of a URL.
    pub fn url(&self) -> Result<&str> {
        let url = self.url.get_or_init(|| self.make_url());
        self.ask_for_date_of_url()?;
        url.as_deref().map_err(Error::clone)
    }

    /// Who asks for a URL that holds the date asks for the date, also where the URL has been made before.
    fn ask_for_date_of_url(&self) -> Result<()> {
        if self.late_date.in_url.load(Atomic::Relaxed) {
            self.date()?;
        }
        Ok(())
    }

    fn make_url(&self) -> Result<String> {
        let own = self.get("permalink")?;
        let template = match own {
            Value::Str(own) => own.to_string(),
            Value::Nil | Value::Bool(false) => self.collection.url_template(&self.setup)?,
            other => return Err(no_method(&other, "gsub")),
        };
        let filled = permalink::fill_document(&template, &|key| self.url_value(key))?;
        Ok(permalink::sanitize(&filled))
    }

    /// What stands for a key in a permalink template (drops/url_drop.rb).
    fn url_value(&self, key: &str) -> Option<Result<String>> {
        let format = match key {
            "collection" => return Some(Ok(self.collection.label.clone())),
            "path" => return Some(Ok(self.cleaned_relative_path())),
            "output_ext" => return Some(self.output_ext().map(str::to_string)),
            "name" => return Some(Ok(self.slug_of(self.basename_without_ext(), false))),
            "title" => return Some(self.slug(true)),
            "slug" => return Some(self.slug(false)),
            "categories" => return Some(self.joined_categories(downcase)),
            "slugified_categories" => {
                return Some(self.joined_categories(|c| self.slug_of(c, false)));
            }
            "year" => "%Y",
            "month" => "%m",
            "day" => "%d",
            "hour" => "%H",
            "minute" => "%M",
            "second" => "%S",
            "i_day" => "%-d",
            "i_month" => "%-m",
            "short_month" => "%b",
            "long_month" => "%B",
            "short_year" => "%y",
            "w_year" => "%G",
            "week" => "%V",
            "w_day" => "%u",
            "short_day" => "%a",
            "long_day" => "%A",
            "y_day" => "%j",
            _ => return None,
        };
        if self.held("date").is_ok_and(|date| !date.is_truthy()) {
            self.late_date.in_url.store(true, Atomic::Relaxed);
        }
        Some(self.date().and_then(|date| match &*date {
            Value::Time(time) => time.strftime(format),
            Value::Date(date) => date.strftime(format),
            Value::DateTime(moment) => moment.strftime(format),
            other => Err(no_method(other, "strftime")),
        }))
    }

    fn slug(&self, pretty: bool) -> Result<String> {
        match self.get("slug")? {
            Value::Str(slug) => Ok(self.slug_of(&slug, pretty)),
            Value::Nil => Ok(self.slug_of(self.basename_without_ext(), pretty)),
            other => Err(no_method(&other, "gsub")),
        }
    }

    fn slug_of(&self, text: &str, pretty: bool) -> String {
        let mode = pretty.then_some("pretty");
        slugify(text, mode, pretty, self.setup.log.as_ref())
    }

    fn joined_categories(&self, form: impl Fn(&str) -> String) -> Result<String> {
        let categories = match self.get("categories")? {
            Value::Array(categories) => categories.to_vec(),
            Value::Nil => Vec::new(),
            other => vec![other],
        };
        let mut formed = indexmap::IndexSet::new();
        for category in &categories {
            formed.insert(form(&ruby_to_s(category)?));
        }
        Ok(formed.into_iter().collect::<Vec<_>>().join("/"))
    }

    /// `Document#id`
    ///
    /// # Errors
    /// As [`Document::url`].
    pub fn id(&self) -> Result<&str> {
        let id = self.id.get_or_init(|| {
            let slug = self.get("slug")?;
            let slug = if slug.is_truthy() {
                ruby_to_s(&slug)?
            } else {
                self.basename_without_ext().to_string()
            };
            Ok(path::join(path::dirname(self.url()?), &slug))
        });
        self.ask_for_date_of_url()?;
        id.as_deref().map_err(Error::clone)
    }

    /// The file that it becomes, absolute.
    ///
    /// # Errors
    /// As [`Document::url`], and a URL that is no path once it is unescaped.
    pub fn destination(&self) -> Result<String> {
        let url = self.url()?;
        let mut path = self.setup.in_dest_dir(&permalink::unescape_for_path(url)?);
        if url.ends_with('/') {
            return Ok(path::join(&path, "index.html"));
        }
        let ext = self.output_ext()?;
        if !path.ends_with(ext) {
            path.push_str(ext);
        }
        Ok(path)
    }

    /// `<=>`: by date, then by path.
    pub fn compare(&self, other: &Document) -> Ordering {
        let (own, others) = (self.find("date"), other.find("date"));
        let by_date = match (own, others) {
            (Ok(own), Ok(others)) => own.compare(&others),
            _ => None,
        };
        match by_date {
            Some(Ordering::Less) => Ordering::Less,
            Some(Ordering::Greater) => Ordering::Greater,
            _ => self.path.cmp(&other.path),
        }
    }
}

/// Whether reading what the time prints gives the same moment.
fn reads_back(time: &Time) -> bool {
    let (year, ..) = time.civil();
    (1000..=9999).contains(&year)
        && time.offset() % 60 == 0
        && *time.fraction() == Fraction::default()
}

/// What Ruby appends to the error of front matter that is no hash: the line of Jekyll's code.
const NO_KEYS: &str =
    "\n\n      if other.key?(\"categories\") && !other[\"categories\"].nil?\n              ^^^^^";

/// Whether an error of this kind stops the build wherever it occurs (`Jekyll::Errors::FatalException`).
pub fn is_fatal(kind: ErrorKind) -> bool {
    match kind {
        ErrorKind::Fatal
        | ErrorKind::Config
        | ErrorKind::FrontMatter
        | ErrorKind::MissingDependency => true,
        // That of a date, or of the name of a post, which a template may bring about.
        ErrorKind::Ruby(class) => class.starts_with("Jekyll::Errors::"),
        _ => false,
    }
}

/// The line of `text` on which its end `body` begins, 1 being the first.
pub(super) fn line_behind(text: &str, body: &str) -> u32 {
    let before = &text.as_bytes()[..text.len() - body.len()];
    u32::try_from(memchr::memchr_iter(b'\n', before).count() + 1).unwrap_or(u32::MAX)
}

/// A file's time as local time.
pub(super) fn local_time(time: FileTime, clock: &Clock) -> Time {
    let nanos = Duration::new(0, time.nanoseconds);
    let moment: Option<SystemTime> = match u64::try_from(time.seconds) {
        Ok(seconds) => UNIX_EPOCH.checked_add(Duration::from_secs(seconds)),
        Err(_) => UNIX_EPOCH.checked_sub(Duration::from_secs(time.seconds.unsigned_abs())),
    };
    let moment = moment
        .and_then(|m| m.checked_add(nanos))
        .unwrap_or(UNIX_EPOCH);
    clock.localtime(&Clock::system_time(moment))
}

/// The folders above `special_dir` (a regexp of Jekyll's, in which a dot stands for any character).
fn categories_of_path(relative_path: &str, special_dir: &str, basename: &str) -> Array {
    if relative_path.starts_with(special_dir) {
        return Array::default();
    }
    let above = match position(relative_path, special_dir) {
        Some(at) => &relative_path[..at],
        None => relative_path,
    };
    above
        .split('/')
        .filter(|part| !part.is_empty() && *part != special_dir && *part != basename)
        .map(Value::from)
        .collect()
}

fn position(text: &str, pattern: &str) -> Option<usize> {
    if !pattern.contains('.') {
        return text.find(pattern);
    }
    let fits = |at: usize| {
        let mut chars = text[at..].chars();
        pattern
            .chars()
            .all(|p| chars.next().is_some_and(|c| p == c || p == '.'))
    };
    text.char_indices().map(|(at, _)| at).find(|at| fits(*at))
}

/// Date, slug and extension of a dated name (`DATE_FILENAME_MATCHER`), at the end of a path.
pub fn dated_name(path: &str) -> Option<(&str, &str, &str)> {
    let start_of_name = path.rfind('/').map_or(0, |slash| slash + 1);
    [0, start_of_name].into_iter().find_map(|start| {
        let name = &path[start..];
        let date = date_length(name)?;
        let rest = name[date..].strip_prefix('-')?;
        let dot = rest.rfind('.')?;
        let fits = dot + 1 < rest.len() && !rest[..dot].contains('/');
        fits.then(|| (&name[..date], &rest[..dot], &rest[dot..]))
    })
}

fn date_length(name: &str) -> Option<usize> {
    let digits = |from: usize| name[from..].bytes().take_while(u8::is_ascii_digit).count();
    let year = digits(0);
    let hyphen = |at: usize| name.as_bytes().get(at) == Some(&b'-');
    if !(2..=4).contains(&year) || !hyphen(year) {
        return None;
    }
    let month = digits(year + 1);
    let day_at = year + 1 + month + 1;
    if !(1..=2).contains(&month) || !hyphen(day_at - 1) {
        return None;
    }
    let day = digits(day_at);
    ((1..=2).contains(&day)).then_some(day_at + day)
}

/// Slug and extension of any other name (`DATELESS_FILENAME_MATCHER`).
pub fn dateless_name(path: &str) -> Option<(&str, &str)> {
    let dot = path.rfind('.')?;
    if dot + 1 == path.len() {
        return None;
    }
    let start = path[..dot].rfind('/').map_or(0, |slash| slash + 1);
    Some((&path[start..dot], &path[dot..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_and_without_dates() {
        assert_eq!(
            dated_name("_posts/sub/2020-1-02-a-b.c.md"),
            Some(("2020-1-02", "a-b.c", ".md"))
        );
        assert_eq!(dated_name("12345-1-1-a.md"), None);
        assert_eq!(
            dated_name("2020-01-01-.md"),
            Some(("2020-01-01", "", ".md"))
        );
        assert_eq!(dated_name("2020-01-01.md"), None);
        assert_eq!(dated_name("x2020-01-01-a.md"), None);
        assert_eq!(
            dated_name("2020-01-01-d/_posts/2019-02-02-x.md"),
            Some(("2019-02-02", "x", ".md"))
        );
        assert_eq!(dateless_name("_a/b.c/file"), Some(("b", ".c/file")));
        assert_eq!(dateless_name("_a/b.md"), Some(("b", ".md")));
        assert_eq!(dateless_name("_a/b."), None);
    }

    #[test]
    fn categories_are_the_folders_above() {
        let of = |path, special| {
            let categories = categories_of_path(path, special, path::basename(path));
            categories
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_string)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(of("a/b/_posts/c/2020-01-01-x.md", "_posts"), "a b");
        assert_eq!(of("_posts/c/2020-01-01-x.md", "_posts"), "");
        assert_eq!(of("a/_xyz/b.md", "_x.z"), "a");
    }
}
