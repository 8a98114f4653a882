//! jekyll-archives 2.3.0: a page for each year, month, day, tag and category of the posts
//! (`Jekyll::Archives::Archives`, `Archive`).

use indexmap::IndexMap;

use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::encoding::Body;
use crate::jekyll::merge::{deep_merged, set};
use crate::jekyll::page::Page;
use crate::jekyll::plugin::{DocumentPlaces, Generator, Plugin};
use crate::jekyll::site::Site;
use crate::jekyll::slug::slugify;
use crate::jekyll::{path, permalink};
use crate::liquid::merge_sort;
use crate::value::{Date, Hash, Map, Time, Value};

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
}

/// The generator.
struct ArchivePages;

/// What an archive gathers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Title {
    /// The posts under a tag or a category.
    Name(String),
    /// The posts under something that is no text: it has no name in the end.
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
            other => {
                let log = &site.setup.log;
                let shown = other.shown();
                log.warn("Archives:", &format!("Expected a hash but got {shown}"));
                log.warn("", "Archives will not be generated for this site.");
                return Ok(());
            }
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
        if let Value::Time(time) = post.date()? {
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
    let unescaped = permalink::unescape(&url);
    let unescaped = unescaped.strip_prefix('/').unwrap_or(&unescaped);
    let mut relative_path = unescaped.to_string();
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
    let layout = match of_kind(config, "layouts", kind) {
        Some(layout) if layout.is_truthy() => layout,
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

fn of_kind(config: &Hash, key: &str, kind: &str) -> Option<Value> {
    config.get_str(key)?.as_hash()?.get_str(kind).cloned()
}

fn url(site: &Site, config: &Hash, kind: &str, title: &Title) -> Result<String> {
    let template = of_kind(config, "permalinks", kind).unwrap_or_default();
    let Value::Str(mut template) = template else {
        let shown = template.shown();
        let message = format!("Template {shown} provided is invalid.");
        return Err(Error::ruby("ArgumentError", message));
    };
    let slug;
    let mut values: Vec<(&str, &str)> = Vec::new();
    match title {
        Title::Name(name) => {
            let mode = config.get_str("slug_mode").and_then(Value::as_str);
            slug = slugify(name, mode, false, site.setup.log.as_ref());
            values.push(("name", &slug));
        }
        Title::Unnamed => template = template.replace("/:name", ""),
        Title::Date(parts) => {
            values.extend(
                ["year", "month", "day"]
                    .into_iter()
                    .zip(parts.iter().map(String::as_str)),
            );
        }
    }
    values.push(("type", kind));
    Ok(permalink::sanitize(&permalink::fill(&template, &values)?))
}

fn date(parts: &[String]) -> Value {
    let number = |at: usize| {
        parts
            .get(at)
            .map_or(1, |part| part.parse::<i64>().unwrap_or(1))
    };
    let small = |at: usize| u8::try_from(number(at)).unwrap_or(1);
    Date::from_civil(number(0), small(1), small(2)).map_or(Value::Nil, Value::Date)
}
