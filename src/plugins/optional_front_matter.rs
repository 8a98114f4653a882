//! jekyll-optional-front-matter 0.3.2: Markdown without front matter becomes pages (`JekyllOptionalFrontMatter::Generator`).

use super::asking::{is_markdown, option};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::glob::fnmatch;
use crate::jekyll::page::Page;
use crate::jekyll::path;
use crate::jekyll::plugin::{Generator, Plugin};
use crate::jekyll::setup::Setup;
use crate::jekyll::site::Site;
use crate::jekyll::static_file::StaticFile;
use crate::value::Value;

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct OptionalFrontMatter;

impl Plugin for OptionalFrontMatter {
    fn name(&self) -> &str {
        "jekyll-optional-front-matter"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(Pages)]
    }
}

/// Files that speak to those who look at the repository, not at the site.
const NO_PAGES: [&str; 8] = [
    "README",
    "LICENSE",
    "LICENCE",
    "COPYING",
    "CODE_OF_CONDUCT",
    "CONTRIBUTING",
    "ISSUE_TEMPLATE",
    "PULL_REQUEST_TEMPLATE",
];

/// The generator.
struct Pages;

impl Generator for Pages {
    fn class_name(&self) -> &str {
        "JekyllOptionalFrontMatter::Generator"
    }

    fn generate(&self, site: &mut Site) -> Result<()> {
        let setup = site.setup.clone();
        let option = |key| option(&setup.config, "optional_front_matter", key);
        let is_required = setup.config.is_set("require_front_matter");
        if is_required || matches!(option("enabled")?, Value::Bool(false)) {
            return Ok(());
        }
        let mut added = Vec::new();
        for file in &site.static_files {
            if is_markdown(&setup.config, &file.extname) {
                let mut page = page_of(file)?;
                site.page_hooks.call(&mut page)?;
                if !is_refused(&setup, &page.basename, page.relative_path()) {
                    added.push(page);
                }
            }
        }
        site.pages.extend(added);
        if matches!(option("remove_originals")?, Value::Bool(true)) {
            site.take_files(|file| {
                is_markdown(&setup.config, &file.extname)
                    && !is_refused(&setup, file.basename(), &file.relative_path)
            });
        }
        Ok(())
    }
}

/// The page that a file would be if it had front matter. It is looked for where a page lies, not below `collections_dir`.
pub(super) fn page_of(file: &StaticFile) -> Result<Page> {
    let setup = file.setup.clone();
    let folder = path::join(&file.base, &file.dir);
    let bytes = setup.files.read(&path::join(&folder, &file.name));
    let log = setup.log.clone();
    Page::read(
        setup,
        &file.base,
        &file.dir,
        &file.name,
        bytes,
        log.as_ref(),
    )
}

fn is_refused(setup: &Setup, basename: &str, relative_path: &str) -> bool {
    if setup.config.get("include").as_array().is_some()
        && (matches_any(setup, &setup.include, relative_path)
            || matches_any(setup, &setup.include, path::basename(relative_path)))
    {
        return false;
    }
    NO_PAGES.contains(&basename.to_uppercase().as_str())
}

/// `EntryFilter#glob_include?`
pub(super) fn matches_any(setup: &Setup, patterns: &[Value], entry: &str) -> bool {
    let entry = path::join(&setup.source, entry);
    patterns.iter().filter_map(Value::as_str).any(|pattern| {
        let pattern = path::join(&setup.source, pattern);
        fnmatch(&pattern, &entry)
            || entry.starts_with(&pattern)
            || (pattern.strip_suffix('/') == Some(entry.as_str()) && setup.files.is_folder(&entry))
    })
}
