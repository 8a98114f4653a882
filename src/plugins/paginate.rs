//! jekyll-paginate 1.1.0: the posts of a blog spread over pages (`Jekyll::Paginate::Pagination`, `Pager`).

use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::merge::ruby_to_s;
use crate::jekyll::page::Page;
use crate::jekyll::path;
use crate::jekyll::plugin::{DocumentPlaces, Generator, Plugin, Priority};
use crate::jekyll::site::Site;
use crate::liquid::{merge_sort, to_i};
use crate::value::{Hash, Value, no_method};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Paginate;

impl Plugin for Paginate {
    fn name(&self) -> &str {
        "jekyll-paginate"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(Pagination)]
    }
}

/// The generator.
struct Pagination;

impl Generator for Pagination {
    fn class_name(&self) -> &str {
        "Jekyll::Paginate::Pagination"
    }

    fn priority(&self) -> Priority {
        Priority::Lowest
    }

    fn generate(&self, site: &mut Site) -> Result<()> {
        if site.setup.config.get("paginate").is_nil() || site.pages.is_empty() {
            return Ok(());
        }
        match template_page(site)? {
            Some(template) => paginate(site, template),
            None => {
                site.setup.log.warn(
                    "Pagination:",
                    "Pagination is enabled, but I couldn't find an index.html page to use as the \
                     pagination template. Skipping pagination.",
                );
                Ok(())
            }
        }
    }
}

/// The page that shows the posts: the deepest `index.html` on the way to `paginate_path`.
fn template_page(site: &Site) -> Result<Option<usize>> {
    let setup = &site.setup;
    let pattern = match setup.config.get("paginate_path") {
        flag @ (Value::Nil | Value::Bool(_)) => return Err(no_method(flag, "[]")),
        pattern => leading_slash(&ruby_to_s(pattern)?),
    };
    let expand = |path: &str| setup.environment.known_from(&path[1..], &setup.source);
    let pattern = expand(&pattern)?;
    let folder = path::dirname(&pattern);
    let mut found: Option<(usize, usize)> = None;
    for (index, page) in site.pages.iter().enumerate() {
        if page.name != "index.html" {
            continue;
        }
        let Value::Str(shown) = page.shown_path() else {
            continue;
        };
        let file = expand(&leading_slash(&shown))?;
        if !is_in_hierarchy(&setup.source, path::dirname(&file), folder) {
            continue;
        }
        let length = shown.chars().count();
        if found.is_none_or(|(_, longest)| length > longest) {
            found = Some((index, length));
        }
    }
    Ok(found.map(|(index, _)| index))
}

/// `Pager.in_hierarchy`: whether the page lies in the folder or above it, but not above the source.
fn is_in_hierarchy(source: &str, page_folder: &str, folder: &str) -> bool {
    let mut folder = folder;
    loop {
        let above = path::dirname(folder);
        if folder == above || folder == path::dirname(source) {
            return false;
        }
        if page_folder == folder {
            return true;
        }
        folder = above;
    }
}

fn paginate(site: &mut Site, template: usize) -> Result<()> {
    let per_page = to_i(site.setup.config.get("paginate"))?;
    let (collection, posts) = (site.posts_place(), shown_posts(site)?);
    let Some(pages) = count_pages(posts.len(), per_page)? else {
        return Ok(());
    };
    let first_url = site.pages[template].url()?.to_string();
    let url_of = |number: usize, site: &Site| {
        if number <= 1 {
            return first_url.clone();
        }
        let pattern = site.setup.config.text("paginate_path");
        leading_slash(&pattern.replacen(":num", &number.to_string(), 1))
    };
    let pattern = site.setup.config.get("paginate_path");
    if pages > 1 && !matches!(pattern, Value::Str(_)) {
        return Err(no_method(pattern, "sub"));
    }
    for number in 1..=pages {
        let from = (number - 1) * per_page.unsigned_abs() as usize;
        let to = posts.len().min(from + per_page.unsigned_abs() as usize);
        let neighbour = |exists: bool, number: usize| {
            if exists {
                (Value::from(number), Value::from(url_of(number, site)))
            } else {
                (Value::Nil, Value::Nil)
            }
        };
        let (previous, previous_path) = neighbour(number > 1, number.saturating_sub(1));
        let (next, next_path) = neighbour(number < pages, number + 1);
        let pager = Value::Hash(Hash::from_iter([
            ("page", Value::from(number)),
            ("per_page", Value::Int(per_page)),
            (
                "posts",
                Value::drop(DocumentPlaces::new(
                    posts[from.min(to)..to]
                        .iter()
                        .map(|&post| (collection, post))
                        .collect(),
                )),
            ),
            ("total_posts", Value::from(posts.len())),
            ("total_pages", Value::from(pages)),
            ("previous_page", previous),
            ("previous_page_path", previous_path),
            ("next_page", next),
            ("next_page_path", next_path),
        ]));
        if number == 1 {
            site.pages[template].pager = pager;
        } else {
            let mut page = copy_of(site, template)?;
            site.page_hooks.call(&mut page)?;
            page.set_dir(&url_of(number, site));
            page.pager = pager;
            site.pages.push(page);
        }
    }
    Ok(())
}

/// The same page once more, read from the folder that its URL names, as the plugin does.
fn copy_of(site: &Site, template: usize) -> Result<Page> {
    let setup = &site.setup;
    let page = &site.pages[template];
    let dir = page.url_dir()?;
    let file = path::sanitized(&path::sanitized(&setup.source, &dir), &page.name);
    let bytes = setup.files.read(&file);
    Page::read(
        setup.clone(),
        &setup.source,
        &dir,
        &page.name,
        bytes,
        setup.log.as_ref(),
    )
}

/// The places among the posts of those that are not hidden, the newest first.
fn shown_posts(site: &Site) -> Result<Vec<usize>> {
    let posts = site.posts();
    let mut places: Vec<usize> = (0..posts.len()).collect();
    merge_sort(&mut places, &mut |&a, &b| Ok(posts[b].compare(&posts[a])))?;
    let mut shown = Vec::with_capacity(places.len());
    for place in places {
        if !posts[place].get("hidden")?.is_truthy() {
            shown.push(place);
        }
    }
    Ok(shown)
}

/// `Pager.calculate_pages`; `None` where there is nothing to make pages of.
fn count_pages(posts: usize, per_page: i64) -> Result<Option<usize>> {
    match usize::try_from(per_page) {
        Ok(0) if posts == 0 => Err(Error::ruby("FloatDomainError", "NaN")),
        Ok(0) => Err(Error::ruby("FloatDomainError", "Infinity")),
        Ok(per_page) => Ok(Some(posts.div_ceil(per_page))),
        Err(_) => Ok(None),
    }
}

fn leading_slash(path: &str) -> String {
    if path.starts_with('/') {
        path.to_string()
    } else {
        format!("/{path}")
    }
}
