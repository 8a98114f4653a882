//! jekyll-readme-index 0.3.0: a README is the index of its folder (`JekyllReadmeIndex::Generator`).

use super::asking::is_markdown;
use super::optional_front_matter::page_of;
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::merge::set;
use crate::jekyll::page::Page;
use crate::jekyll::path;
use crate::jekyll::plugin::{Generator, Plugin, Priority};
use crate::jekyll::setup::refuse_keyless;
use crate::jekyll::site::Site;
use crate::value::Value;

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReadmeIndex;

impl Plugin for ReadmeIndex {
    fn name(&self) -> &str {
        "jekyll-readme-index"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(Readmes)]
    }
}

/// The generator.
struct Readmes;

impl Generator for Readmes {
    fn class_name(&self) -> &str {
        "JekyllReadmeIndex::Generator"
    }

    fn priority(&self) -> Priority {
        Priority::Low
    }

    fn generate(&self, site: &mut Site) -> Result<()> {
        let setup = site.setup.clone();
        let option = |key| setup.config.below("readme_index", key);
        refuse_keyless(setup.config.get("readme_index"))?;
        if matches!(option("enabled"), Value::Bool(false)) {
            return Ok(());
        }
        let removes = matches!(option("remove_originals"), Value::Bool(true));
        let found: Vec<String> = site
            .static_files
            .iter()
            .filter(|file| is_readme(&setup.config, &file.relative_path))
            .map(|file| file.path.clone())
            .collect();
        for path in found {
            let Some(index) = site.static_files.iter().position(|file| file.path == path) else {
                continue;
            };
            let file = &site.static_files[index];
            let folder = path::dirname(file.url()?).to_string();
            if has_index(site, &folder)? {
                continue;
            }
            let mut page = page_of(file)?;
            site.page_hooks.call(&mut page)?;
            set(&mut page.data, "permalink", format!("{folder}/"));
            site.pages.push(page);
            if removes {
                site.take_files(|file| file.path == path);
            }
        }
        if matches!(option("with_frontmatter"), Value::Bool(true)) {
            move_pages(site)?;
        }
        Ok(())
    }
}

/// Gives READMEs with front matter the address of their folder.
fn move_pages(site: &mut Site) -> Result<()> {
    let setup = site.setup.clone();
    for index in 0..site.pages.len() {
        let page = &site.pages[index];
        let shown = page.shown_path();
        let is_readme = shown
            .as_str()
            .is_some_and(|path| is_readme(&setup.config, &format!("/{path}")));
        if !is_readme {
            continue;
        }
        let folder = path::dirname(page.url()?).to_string();
        if !has_index(site, &folder)? {
            let moved = moved(&site.pages[index], format!("{folder}/"));
            site.pages[index] = moved;
        }
    }
    Ok(())
}

/// The same page at another address: a page remembers the one that it was asked for, and goes on to remember its extension.
fn moved(page: &Page, permalink: String) -> Page {
    let mut moved = Page::without_file(page.setup.clone(), &page.base, &page.dir, &page.name);
    moved.class_name = page.class_name;
    moved.content = page.content.clone();
    moved.body_line = page.body_line;
    moved.data = page.data.clone();
    moved.excerpt = page.excerpt.clone();
    moved.pager = page.pager.clone();
    moved.keep_output_ext(page);
    set(&mut moved.data, "permalink", permalink);
    moved
}

/// `%r!/readme(\.ext)$!i`
fn is_readme(config: &Config, relative_path: &str) -> bool {
    let Some((_, name)) = relative_path.rsplit_once('/') else {
        return false;
    };
    let extension = path::extname(name);
    name[..name.len() - extension.len()].eq_ignore_ascii_case("readme")
        && extension == extension.to_lowercase()
        && is_markdown(config, extension)
}

/// Whether something stands at the address of a folder already.
fn has_index(site: &Site, folder: &str) -> Result<bool> {
    let folder = if folder.ends_with('/') {
        folder.to_lowercase()
    } else {
        format!("{}/", folder.to_lowercase())
    };
    let is_index = |url: &str| {
        url.to_lowercase()
            .strip_prefix(&folder)
            .is_some_and(|rest| {
                matches!(
                    rest,
                    "" | "index.html" | "index.htm" | "index.xhtml" | "index.xml"
                )
            })
    };
    for page in &site.pages {
        if is_index(page.url()?) {
            return Ok(true);
        }
    }
    for file in &site.static_files {
        if is_index(file.url()?) {
            return Ok(true);
        }
    }
    Ok(false)
}
