//! jekyll-readme-index 0.3.0: a README is the index of its folder (`JekyllReadmeIndex::Generator`).

use std::collections::{HashMap, HashSet};

use super::asking::{is_markdown, option};
use super::optional_front_matter::page_of;
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::merge::set;
use crate::jekyll::path;
use crate::jekyll::plugin::{Generator, Plugin, Priority};
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
        let option = |key| option(&setup.config, "readme_index", key);
        if matches!(option("enabled")?, Value::Bool(false)) {
            return Ok(());
        }
        let is_readme = |path: &str| is_readme(&setup.config, path);
        let mut indexes: Option<Indexes> = None;
        let mut taken = HashSet::new();
        for file in &site.static_files {
            if !is_readme(&file.relative_path) {
                continue;
            }
            let folder = path::dirname(file.url()?).to_string();
            let indexes = match &mut indexes {
                Some(indexes) => indexes,
                None => indexes.insert(Indexes::of(site)?),
            };
            if indexes.has(&folder) {
                continue;
            }
            let mut page = page_of(file)?;
            site.page_hooks.call(&mut page)?;
            set(&mut page.data, "permalink", format!("{folder}/"));
            indexes.add(page.url()?);
            site.pages.push(page);
            taken.insert(file.path.clone());
        }
        if matches!(option("remove_originals")?, Value::Bool(true)) && !taken.is_empty() {
            site.take_files(|file| taken.contains(&file.path));
        }
        if matches!(option("with_frontmatter")?, Value::Bool(true)) {
            move_pages(site)?;
        }
        Ok(())
    }
}

/// Gives READMEs with front matter the address of their folder.
fn move_pages(site: &mut Site) -> Result<()> {
    let setup = site.setup.clone();
    let mut indexes = Indexes::of(site)?;
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
        if !indexes.has(&folder) {
            let page = &mut site.pages[index];
            indexes.remove(page.url()?);
            page.set_permalink(&format!("{folder}/"));
            indexes.add(page.url()?);
        }
    }
    Ok(())
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

/// The folders at whose addresses something stands, by how much it is.
struct Indexes(HashMap<String, usize>);

/// What stands at the address of a folder is called so, or not at all.
const NAMES: [&str; 5] = ["", "index.html", "index.htm", "index.xhtml", "index.xml"];

impl Indexes {
    fn of(site: &Site) -> Result<Self> {
        let mut indexes = Indexes(HashMap::new());
        for page in &site.pages {
            indexes.add(page.url()?);
        }
        for file in &site.static_files {
            indexes.add(file.url()?);
        }
        Ok(indexes)
    }

    /// The folder that is shown at an address.
    fn folder(url: &str) -> Option<String> {
        let url = url.to_lowercase();
        let name = &url[url.rfind('/')? + 1..];
        NAMES
            .contains(&name)
            .then(|| url[..url.len() - name.len()].to_string())
    }

    fn add(&mut self, url: &str) {
        if let Some(folder) = Self::folder(url) {
            *self.0.entry(folder).or_default() += 1;
        }
    }

    fn remove(&mut self, url: &str) {
        if let Some(count) = Self::folder(url).and_then(|folder| self.0.get_mut(&folder)) {
            *count -= 1;
        }
    }

    fn has(&self, folder: &str) -> bool {
        let mut folder = folder.to_lowercase();
        if !folder.ends_with('/') {
            folder.push('/');
        }
        self.0.get(&folder).is_some_and(|count| *count > 0)
    }
}
