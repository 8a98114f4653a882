//! jekyll-archives 2.3.0: a page for each year, month, day, tag and category of the posts
//! (`Jekyll::Archives::Archives`, `Archive`).

use std::any::Any;
use std::borrow::Cow;

use indexmap::IndexMap;

use super::asking::{dig, refuse_undiggable};
use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::encoding::Body;
use crate::jekyll::filters::ruby::to_i;
use crate::jekyll::merge::{deep_merged, ruby_to_s, set};
use crate::jekyll::page::Page;
use crate::jekyll::plugin::{DocumentPlaces, Generator, Hooks, Plugin, SiteEvent};
use crate::jekyll::site::Site;
use crate::jekyll::slug::slugify;
use crate::jekyll::{path, permalink};
use crate::liquid::merge_sort;
use crate::value::{Date, Drop, Hash, Map, Str, Time, Value, no_conversion, no_method};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Archives;

impl Plugin for Archives {
    fn name(&self) -> &str {
        "jekyll-archives"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(ArchivePages)]
    }

    fn hook(&self, hooks: &mut Hooks, _config: &Config) {
        hooks.register_site(SiteEvent::AfterInit, Hooks::NORMAL, |site| {
            refuse_other_than_hash(site);
            Ok(())
        });
    }
}

/// What the generator says when it is made, before anything is read.
fn refuse_other_than_hash(site: &Site) {
    let given = site.setup.config.entries().get_str("jekyll-archives");
    if let Some(given) = given
        && given.as_hash().is_none()
    {
        let log = &site.setup.log;
        let shown = given.shown();
        log.warn("Archives:", &format!("Expected a hash but got {shown}"));
        log.warn("", "Archives will not be generated for this site.");
    }
}

/// The generator.
struct ArchivePages;

/// What an archive gathers.
enum Title {
    /// The posts under a tag or a category.
    Name(String),
    /// The posts under a hash: its entries go into the address.
    Entries(Hash),
    /// The posts under anything else: it has no name in the end.
    Unnamed,
    /// The posts of a year, a month, a day: the numbers as they are written.
    Date(Vec<String>),
}

impl Generator for ArchivePages {
    fn class_name(&self) -> &str {
        "Jekyll::Archives::Archives"
    }

    fn generate(&self, site: &mut Site) -> Result<()> {
        let given = site.setup.config.get("jekyll-archives").clone();
        let is_there = site
            .setup
            .config
            .entries()
            .get_str("jekyll-archives")
            .is_some();
        let given = match given {
            Value::Hash(given) => given,
            Value::Nil if !is_there => Hash::default(),
            _ => return Ok(()),
        };
        let config = Hash::new(deep_merged(&defaults(), &given)?);
        set(&mut site.added, "jekyll-archives", config.clone());
        set(&mut site.added, "archives", Vec::new());
        let mut archives = Vec::new();
        for (kind, key) in [("tag", "tags"), ("category", "categories")] {
            if is_enabled(&config, key) {
                for (name, posts) in by_attribute(site, key)? {
                    let title = match name {
                        Value::Str(name) => Title::Name(name.to_string()),
                        Value::Hash(entries) => Title::Entries(entries),
                        _ => Title::Unnamed,
                    };
                    archives.push((kind, title, posts));
                }
            }
        }
        by_dates(site, &mut archives)?;
        archives.retain(|(kind, title, _)| {
            !matches!(title, Title::Date(_)) || is_enabled(&config, kind)
        });
        for (kind, title, posts) in archives {
            let page = archive(site, &config, kind, &title, posts)?;
            site.pages.push(page);
        }
        Ok(())
    }
}

fn defaults() -> Map {
    let permalinks = [
        ("year", "/:year/"),
        ("month", "/:year/:month/"),
        ("day", "/:year/:month/:day/"),
        ("tag", "/tag/:name/"),
        ("category", "/category/:name/"),
    ];
    let permalinks = permalinks.map(|(kind, permalink)| (kind, Value::from(permalink)));
    let permalinks = Hash::from_iter(permalinks);
    let mut defaults = Map::default();
    set(&mut defaults, "layout", "archive");
    set(&mut defaults, "enabled", Vec::new());
    set(&mut defaults, "permalinks", permalinks);
    defaults
}

fn is_enabled(config: &Hash, kind: &str) -> bool {
    match config.get_str("enabled") {
        Some(Value::Bool(enabled)) => *enabled,
        Some(Value::Str(all)) => all == "all",
        Some(Value::Array(kinds)) => kinds.iter().any(|known| known.as_str() == Some(kind)),
        _ => false,
    }
}

/// The posts under each tag or category, the newest first.
fn by_attribute(site: &Site, key: &str) -> Result<Vec<(Value, Vec<usize>)>> {
    let mut groups: IndexMap<Value, Vec<usize>> = IndexMap::new();
    for (place, post) in site.posts().iter().enumerate() {
        if let Value::Array(values) = post.get(key)? {
            for value in values.iter() {
                groups.entry(value.clone()).or_default().push(place);
            }
        }
    }
    groups
        .into_iter()
        .map(|(value, posts)| Ok((value, newest_first(site, posts)?)))
        .collect()
}

/// `posts.sort!.reverse!`
fn newest_first(site: &Site, mut posts: Vec<usize>) -> Result<Vec<usize>> {
    let all = site.posts();
    merge_sort(&mut posts, &mut |&a, &b| Ok(all[a].compare(&all[b])))?;
    posts.reverse();
    Ok(posts)
}

/// A page for each year, followed by its months, each followed by its days.
fn by_dates(site: &Site, archives: &mut Vec<(&'static str, Title, Vec<usize>)>) -> Result<()> {
    let mut dates = Vec::new();
    for (place, post) in site.posts().iter().enumerate() {
        if let Value::Time(time) = post.date()?.into_owned() {
            dates.push((place, time));
        }
    }
    let part = |time: &Time, format: &str| time.strftime(format).unwrap_or_default();
    let group = |posts: &[usize], format: &str| {
        let mut groups: IndexMap<String, Vec<usize>> = IndexMap::new();
        for &place in posts {
            if let Ok(at) = dates.binary_search_by_key(&place, |(place, _)| *place) {
                let key = part(&dates[at].1, format);
                groups.entry(key).or_default().push(place);
            }
        }
        groups
            .into_iter()
            .map(|(key, posts)| Ok((key, newest_first(site, posts)?)))
            .collect::<Result<Vec<_>>>()
    };
    let all: Vec<usize> = (0..site.posts().len()).collect();
    for (year, of_year) in group(&all, "%Y")? {
        let months = group(&of_year, "%m")?;
        archives.push(("year", Title::Date(vec![year.clone()]), of_year));
        for (month, of_month) in months {
            let days = group(&of_month, "%d")?;
            let title = Title::Date(vec![year.clone(), month.clone()]);
            archives.push(("month", title, of_month));
            for (day, of_day) in days {
                let title = Title::Date(vec![year.clone(), month.clone(), day]);
                archives.push(("day", title, of_day));
            }
        }
    }
    Ok(())
}

/// The page of an archive.
fn archive(
    site: &Site,
    config: &Hash,
    kind: &'static str,
    title: &Title,
    posts: Vec<usize>,
) -> Result<Page> {
    let setup = site.setup.clone();
    let url = url(site, config, kind, title)?;
    let unescaped = permalink::unescape_text(&url)?;
    let unescaped = unescaped.strip_prefix('/').unwrap_or(&unescaped);
    let mut relative_path = unescaped.to_string();
    if relative_path.contains('\0') {
        return Err(Error::ruby("ArgumentError", "string contains null byte"));
    }
    if url.ends_with('/') {
        relative_path = path::join(&relative_path, "index.html");
    }
    let ext = path::extname(&relative_path).to_string();
    let name = path::basename(&relative_path);
    let name = name.strip_suffix(ext.as_str()).unwrap_or(name).to_string();
    let source = setup.source.clone();
    let mut page = Page::without_file(setup, &source, "", &relative_path);
    page.class_name = "Jekyll::Archives::Archive";
    page.name = name;
    page.ext = ext;
    page.content = Body::Text("".into());
    page.set_url(&url);
    let layout = match of_kind(config, "layouts", kind)? {
        layout if layout.is_truthy() => layout,
        _ => config.get_str("layout").cloned().unwrap_or_default(),
    };
    set(&mut page.data, "layout", layout);
    let collection = site.posts_place();
    let posts = posts.into_iter().map(|post| (collection, post)).collect();
    let mut seen = Map::default();
    set(&mut seen, "posts", Value::drop(DocumentPlaces::new(posts)));
    set(&mut seen, "type", kind);
    let (shown_title, date) = match title {
        Title::Name(name) => (Value::from(name.as_str()), Value::Nil),
        Title::Entries(entries) => (Value::Nil, date_of_entries(entries)),
        Title::Unnamed => (Value::Nil, Value::Nil),
        Title::Date(parts) => (Value::Nil, date(parts)),
    };
    set(&mut seen, "title", shown_title);
    set(&mut seen, "date", date);
    set(&mut seen, "name", page.name.as_str());
    set(&mut seen, "path", relative_path);
    set(&mut seen, "url", url);
    set(&mut seen, "permalink", Value::Nil);
    page.seen = Some(seen);
    page.kind = kind;
    page.listed_under = Some("archives");
    Ok(page)
}

/// `@config.dig(key, kind)`
fn of_kind(config: &Hash, key: &str, kind: &str) -> Result<Value> {
    let kinds = config.get_str(key).cloned().unwrap_or_default();
    refuse_undiggable(&kinds)?;
    dig(&kinds, &[kind])
}

fn url(site: &Site, config: &Hash, kind: &str, title: &Title) -> Result<String> {
    let template = match of_kind(config, "permalinks", kind)? {
        Value::Str(template) => template,
        template @ (Value::Nil | Value::Bool(false)) => {
            let shown = template.shown();
            let message = format!("Template {shown} provided is invalid.");
            return Err(Error::ruby("ArgumentError", message));
        }
        template => return Err(no_method(&template, "index")),
    };
    let mut values: Vec<(Cow<'_, str>, Value)> = Vec::new();
    match title {
        Title::Name(title) => {
            let name = slug(site, config, title);
            values.push(("name".into(), Value::from(name)));
        }
        Title::Unnamed => values.push(("name".into(), Value::Nil)),
        Title::Entries(entries) => {
            for (key, value) in entries.iter() {
                values.push((ruby_to_s(key)?.into(), value.clone()));
            }
        }
        Title::Date(parts) => {
            let parts = parts.iter().map(|part| Value::from(part.as_str()));
            let names = ["year", "month", "day"].map(Cow::Borrowed);
            values.extend(names.into_iter().zip(parts));
        }
    }
    values.push(("type".into(), Value::from(kind)));
    let mut url = template.to_string();
    for (key, value) in &values {
        if !url.contains(':') {
            break;
        }
        url = filled(&url, key, value)?;
    }
    Ok(permalink::sanitize(&url))
}

/// `Utils.slugify`, which takes a mode of any class and knows none but texts.
fn slug(site: &Site, config: &Hash, title: &str) -> String {
    let mode = match config.get_str("slug_mode") {
        None | Some(Value::Nil | Value::Bool(false)) => None,
        Some(Value::Str(mode)) => Some(mode.as_str()),
        Some(_) => Some(""),
    };
    slugify(title, mode, false, site.setup.log.as_ref())
}

/// One step of `URL#generate_url_from_hash`: a value may be anything that YAML can hold.
fn filled(url: &str, key: &str, value: &Value) -> Result<String> {
    match value {
        Value::Nil => Ok(url.replace(&format!("/:{key}"), "")),
        Value::Str(text) => permalink::fill(url, &[(key, text)]),
        Value::Hash(entries) if entries.is_empty() => Ok(url.replace(&format!(":{key}"), "")),
        Value::Hash(_) | Value::Array(_) => Err(no_conversion(value, "String")),
        _ => Err(no_method(value, "empty?")),
    }
}

fn date(parts: &[String]) -> Value {
    let parts: Vec<i64> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    date_from(&parts).map_or(Value::Nil, Value::Date)
}

/// The date that a hash makes; one that it does not make says so when it is printed.
fn date_of_entries(entries: &Hash) -> Value {
    let made = || -> Result<Date> {
        let parts = entries
            .values()
            .map(|value| Ok(to_i(value)?.as_int().unwrap_or(i64::MAX)))
            .collect::<Result<Vec<i64>>>()?;
        let refused = |message: String| Error::ruby("ArgumentError", message);
        match parts.len() {
            0..=4 => date_from(&parts).ok_or_else(|| refused("invalid date".to_string())),
            given => {
                let message = format!("wrong number of arguments (given {given}, expected 0..4)");
                Err(refused(message))
            }
        }
    };
    match made() {
        Ok(date) => Value::Date(date),
        Err(reason) => Value::drop(NoDate(reason)),
    }
}

/// `Date.new`: months and days below zero count from the end.
fn date_from(parts: &[i64]) -> Option<Date> {
    let part = |at: usize| parts.get(at).copied().unwrap_or(1);
    let year = parts.first().copied().unwrap_or(-4712);
    let month = match part(1) {
        month @ -12..0 => month + 13,
        month => month,
    };
    let month = u8::try_from(month).ok()?;
    match part(2) {
        day @ -31..0 => {
            let last = (28..=31)
                .rev()
                .find_map(|day| Date::from_civil(year, month, day))?;
            let date = Date::from_jd(last.jd() + day + 1);
            (date.civil().1 == month).then_some(date)
        }
        day => Date::from_civil(year, month, u8::try_from(day).ok()?),
    }
}

/// Stands for a date that there is not.
struct NoDate(Error);

impl Drop for NoDate {
    fn class_name(&self) -> &str {
        "Date"
    }

    fn get(&self, _key: &str) -> Result<Value> {
        Err(self.0.clone())
    }

    fn to_s(&self) -> Result<Str> {
        Err(self.0.clone())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
