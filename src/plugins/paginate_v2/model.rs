//! From templates to pages: which documents a template shows, in which order, on how many pages
//! (`PaginateV2::Generator::PaginationModel`, `PaginationPage`).

use std::sync::Arc;

use super::index::{self, Index};
use super::pager::{self, Addresses, Portion};
use super::{Place, get, is_set, merged, sorting, text};
use crate::error::{Error, Result};
use crate::jekyll::log::Log;
use crate::jekyll::merge::{ruby_to_s, set};
use crate::jekyll::page::Page;
use crate::jekyll::path;
use crate::jekyll::site::Site;
use crate::jekyll::slug::downcase;
use crate::liquid::to_i;
use crate::text::strip;
use crate::value::{Hash, Map, StrKey, Value, no_method};

/// Makes the pages of every template; says how many templates there are, if any.
pub(super) fn run(site: &mut Site, defaults: &Map) -> Result<Option<usize>> {
    let mut templates = Vec::new();
    for (place, page) in site.pages.iter().enumerate() {
        if let Value::Hash(pagination) = page.get("pagination")?
            && pagination.get_str("enabled").is_some_and(Value::is_truthy)
        {
            templates.push(place);
        }
    }
    let log = site.setup.log.clone();
    if templates.is_empty() {
        log.warn(
            "Pagination:",
            "Is enabled, but I couldn't find any pagination page. Skipping pagination. Pages must have 'pagination: \
             enabled: true' in their front-matter for pagination to work.",
        );
        return Ok(None);
    }
    let mut gone = 0;
    for place in &templates {
        // templates leave the list as their turn comes, and what is made of them goes to its end
        let page = &site.pages[place - gone];
        let mut config = merged(defaults, &page.get("pagination")?)?;
        if !get(&config, "title_suffix").is_nil() {
            if get(&config, "title").is_nil() {
                let title = format!(":title{}", text(&config, "title_suffix")?);
                set(&mut config, "title", title);
            }
            config.shift_remove(&StrKey("title_suffix"));
        }
        let shown_path = ruby_to_s(&page.shown_path())?;
        if is_set(&config, "debug") {
            print_configuration(&config, &shown_path, log.as_ref())?;
        }
        if !is_set(&config, "enabled") {
            continue;
        }
        if !is_set(&config, "debug") {
            log.debug("Pagination:", &format!("found page: {shown_path}"));
        }
        let documents = documents(site, &get(&config, "collection"))?;
        let chosen = chosen(site, &config, documents)?;
        let template = Arc::new(site.pages.remove(place - gone));
        gone += 1;
        paginate(site, &template, &config, &chosen)?;
    }
    Ok(Some(templates.len()))
}

/// The documents of the collections that a configuration names (`get_docs_in_collections`).
fn documents(site: &Site, names: &Value) -> Result<Vec<Place>> {
    let names: Vec<String> = match names {
        Value::Str(text) => {
            let names = index::collection_names(text);
            names.into_iter().map(str::to_string).collect()
        }
        Value::Array(names) => names.iter().map(ruby_to_s).collect::<Result<_>>()?,
        other => return Err(no_method(other, "each")),
    };
    let mut found = Vec::new();
    for name in names {
        let name = downcase(strip(&name));
        for (place, collection) in site.collections.iter().enumerate() {
            let label = collection.info.name.as_str();
            if label != name && (name != "all" || label == "posts") {
                continue;
            }
            for (at, document) in collection.docs.iter().enumerate() {
                let is_template = document.data.contains_key(&StrKey("pagination"));
                if !is_template && !document.get("hidden")?.is_truthy() {
                    found.push((place, at));
                }
            }
        }
    }
    Ok(found)
}

/// The documents that filters leave, sorted.
fn chosen(site: &mut Site, config: &Map, documents: Vec<Place>) -> Result<Vec<Place>> {
    let log = site.setup.log.clone();
    let is_debugged = is_set(config, "debug");
    let mut categories: Index = index::by(site, &documents, "categories")?;
    categories.insert("posts".to_string(), documents.clone());
    let tags = index::by(site, &documents, "tags")?;
    let locales = index::by(site, &documents, "locale")?;
    let mut left = documents;
    for (name, key, index) in [
        ("Category", "category", &categories),
        ("Tag", "tag", &tags),
        ("Locale", "locale", &locales),
    ] {
        let before = left.len();
        left = index::filtered(config, key, left, index)?;
        if is_debugged {
            let line = format!("Filtering by: {name:<9} {before:>3} => {}", left.len());
            log.puts(&format!("{TOPIC} {line}"));
        }
    }
    let field = get(config, "sort_field");
    if !field.is_truthy() {
        return Ok(left);
    }
    if is_debugged {
        log.puts(&format!(
            "{TOPIC}Rolling through the date fields for all documents"
        ));
    }
    for &(collection, at) in &left {
        let document = &mut site.collections[collection].docs[at];
        document.date()?;
        document.settle_date();
    }
    sorting::sort(site, &mut left, &ruby_to_s(&field)?)?;
    let offset = usize::try_from(number(config, "offset")?).unwrap_or(0);
    left.truncate(left.len().saturating_sub(offset));
    if is_set(config, "sort_reverse") {
        left.reverse();
    }
    Ok(left)
}

fn number(config: &Map, key: &str) -> Result<i64> {
    to_i(&get(config, key))
}

/// How many pages there are.
fn count_pages(config: &Map, documents: usize) -> Result<i64> {
    let per_page = number(config, "per_page")?;
    if per_page == 0 {
        let message = if documents == 0 { "NaN" } else { "Infinity" };
        return Err(Error::ruby("FloatDomainError", message));
    }
    let count = i64::try_from(documents).unwrap_or(i64::MAX);
    // towards the greater, as Ruby's `ceil` of a quotient
    let pages = -(-count).div_euclid(per_page);
    let pages = if per_page < 0 {
        count / per_page
    } else {
        pages
    };
    let limit = match is_set(config, "limit") {
        true => number(config, "limit")?,
        false => 0,
    };
    let pages = if limit > 0 { pages.min(limit) } else { pages };
    Ok(if pages == 0 { 1 } else { pages })
}

/// Makes the pages of a template.
fn paginate(
    site: &mut Site,
    template: &Arc<Page>,
    config: &Map,
    documents: &[Place],
) -> Result<()> {
    let total = count_pages(config, documents.len())?;
    let name = match get(config, "indexpage") {
        Value::Nil => String::new(),
        Value::Str(name) if name.bytes().all(|b| b == b'.') => {
            return Err(no_method(&Value::Nil, "+"));
        }
        Value::Str(name) => name.split('.').next().unwrap_or_default().to_string(),
        other => return Err(no_method(&other, "split")),
    };
    let ext = match get(config, "extension") {
        Value::Nil => String::new(),
        ext @ (Value::Bool(_) | Value::Float(_)) => return Err(no_method(&ext, "[]")),
        ext => {
            let ext = ruby_to_s(&ext)?;
            match ext.starts_with('.') {
                true => ext,
                false => format!(".{ext}"),
            }
        }
    };
    let permalink = template.get("permalink")?;
    let first = match permalink.is_truthy() {
        true => ruby_to_s(&permalink)?,
        false => template.url_dir()?,
    };
    let first = match first.ends_with('/') {
        true => first,
        false => format!("{first}/"),
    };
    let others = path::join(&first, &text(config, "permalink")?);
    let addresses = Addresses::new(&first, &others, &name, &ext);
    let file_name = format!("{name}{ext}");
    let mut made = Vec::new();
    for number in 1..=total {
        let mut page = copy_of(template, &file_name)?;
        let info = Hash::from_iter([
            ("curr_page", Value::Int(number)),
            ("total_pages", Value::Int(total)),
        ]);
        set(&mut page.data, "pagination_info", Value::Hash(info));
        let page_path = addresses.page(number, total);
        page.set_url(&url_of(&page_path, &file_name, &ext));
        if permalink.is_truthy() {
            set(&mut page.data, "permalink", page_path.as_str());
        }
        let title = title(site, template, config, (number, total))?;
        set(&mut page.data, "title", title.clone());
        if number > 1 {
            set(&mut page.data, "autogen", "jekyll-paginate-v2");
        }
        let portion = Portion {
            number,
            total,
            per_page: self::number(config, "per_page")?,
            documents,
        };
        made.push((page, pager::pager(&portion, &addresses), (page_path, title)));
    }
    lay_trails(config, &mut made)?;
    for (mut page, pager, _) in made {
        page.pager = Value::Hash(Hash::from_iter(pager));
        site.pages.push(page);
    }
    Ok(())
}

/// The page with its `paginator`, and what trails say of it: its path and its title.
type Made = (Page, Vec<(&'static str, Value)>, (String, Value));

fn lay_trails(config: &Map, made: &mut [Made]) -> Result<()> {
    let trail = get(config, "trail");
    if !trail.is_truthy() || made.len() < 2 {
        return Ok(());
    }
    let length = |key: &str| -> Result<usize> {
        let value = match &trail {
            Value::Hash(trail) => trail.get_str(key).cloned().unwrap_or_default(),
            other => return Err(no_method(other, "[]")),
        };
        Ok(usize::try_from(to_i(&value)?).unwrap_or(0))
    };
    let (before, behind) = (length("before")?, length("after")?);
    if before == 0 && behind == 0 {
        return Ok(());
    }
    let pages: Vec<(String, Value)> = made.iter().map(|(_, _, shown)| shown.clone()).collect();
    for (at, (_, pager, _)) in made.iter_mut().enumerate() {
        if let Some((_, place)) = pager.iter_mut().find(|(key, _)| *key == "page_trail") {
            *place = pager::trail(&pages, at + 1, before, behind);
        }
    }
    Ok(())
}

/// A page like the template, with its excerpt and without a file of its own (`PaginationPage`).
fn copy_of(template: &Arc<Page>, file_name: &str) -> Result<Page> {
    let mut page = Page::without_file(template.setup.clone(), "", "", file_name);
    page.class_name = "Jekyll::PaginateV2::Generator::PaginationPage";
    page.data = template.data.clone();
    page.excerpt = template.excerpt.clone();
    page.excerpt_of = page.excerpt.is_some().then(|| template.clone());
    page.answer_as(template.answers_as());
    match template.get("autopage")? {
        Value::Hash(autopage) => {
            if autopage.get_str("display_name").is_some() {
                set(&mut page.data, "autopages", Value::Hash(autopage));
            }
        }
        _ => {
            page.content = template.content.clone();
            page.body_line = template.body_line;
        }
    }
    Ok(page)
}

fn url_of(page_path: &str, file_name: &str, ext: &str) -> String {
    if page_path.ends_with('/') {
        path::join(page_path, file_name)
    } else if page_path.ends_with(ext) {
        page_path.to_string()
    } else {
        format!("{page_path}{ext}")
    }
}

fn title(site: &Site, template: &Page, config: &Map, (number, total): (i64, i64)) -> Result<Value> {
    let title = match template.get("title")? {
        title if title.is_truthy() => title,
        _ => site.setup.config.get("title").clone(),
    };
    if number == 1 || !config.contains_key(&StrKey("title")) {
        return Ok(title);
    }
    let titled = text(config, "title")?.replacen(":title", &ruby_to_s(&title)?, 1);
    Ok(Value::from(pager::numbered(&titled, number, total)))
}

/// What stands before every line that is printed with `debug`.
const TOPIC: &str = "        Pagination: ";

/// `_debug_print_config_info`
fn print_configuration(config: &Map, path: &str, log: &dyn Log) -> Result<()> {
    let or_not_set = |key: &str, unset: &str| -> Result<String> {
        let value = get(config, key);
        match value.is_nil() || value.as_str() == Some(unset) {
            true => Ok("[Not set]".to_string()),
            false => ruby_to_s(&value),
        }
    };
    let print = |label: &str, value: String| {
        // labels stand in a column of twenty, which the topic has filled already
        log.puts(&format!("{TOPIC}{label}{value}"));
    };
    print("----------------------------", String::new());
    print("Page: ", path.to_string());
    print(" Active configuration", String::new());
    for (label, key) in [
        ("Enabled: ", "enabled"),
        ("Items per page: ", "per_page"),
        ("Permalink: ", "permalink"),
        ("Title: ", "title"),
        ("Limit: ", "limit"),
        ("Sort by: ", "sort_field"),
        ("Sort reverse: ", "sort_reverse"),
    ] {
        print(&column(label), text(config, key)?);
    }
    print(" Active Filters", String::new());
    print(&column("Collection: "), text(config, "collection")?);
    print(&column("Offset: "), text(config, "offset")?);
    print(&column("Category: "), or_not_set("category", "posts")?);
    print(&column("Tag: "), or_not_set("tag", "\0")?);
    print(&column("Locale: "), or_not_set("locale", "\0")?);
    Ok(())
}

fn column(label: &str) -> String {
    format!("{:<20}", format!("  {label}"))
}
