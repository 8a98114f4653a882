//! jekyll-coffeescript 1.2.2, as far as it goes without a CoffeeScript compiler: the pages get their addresses, and keep
//! their text. Which they are is said once.

use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::plugin::{Converter, Converting, Hooks, Plugin, SiteEvent};
use crate::jekyll::site::Site;

/// The plugin.
#[derive(Debug, Clone, Default)]
pub struct CoffeeScript;

impl Plugin for CoffeeScript {
    fn name(&self) -> &str {
        "jekyll-coffeescript"
    }

    fn converters(&self, _config: &Config) -> Vec<Box<dyn Converter>> {
        vec![Box::new(Unconverted)]
    }

    fn hook(&self, hooks: &mut Hooks, _config: &Config) {
        let told = Arc::new(Mutex::new(Vec::new()));
        hooks.register_site(SiteEvent::PreRender, Hooks::NORMAL, move |site| {
            tell(
                site,
                &mut told.lock().unwrap_or_else(PoisonError::into_inner),
            );
            Ok(())
        });
    }
}

/// Says which files stay as they are, unless it has been said already.
fn tell(site: &Site, told: &mut Vec<String>) {
    let pages = site.pages.iter().filter(|page| is_coffee(&page.ext));
    let documents = site.collections.iter().flat_map(|c| &c.docs);
    let documents = documents.filter(|document| is_coffee(&document.extname));
    let files: Vec<String> = pages
        .map(|page| page.relative_path().to_string())
        .chain(documents.map(|document| document.relative_path.clone()))
        .collect();
    if files.is_empty() || *told == files {
        return;
    }
    let message = format!(
        "{} cannot compile it: {} keep their text. Compile them before the build, with `coffee --compile`.",
        env!("CARGO_PKG_NAME"),
        files.join(", ")
    );
    site.setup.log.warn("CoffeeScript:", &message);
    *told = files;
}

fn is_coffee(extension: &str) -> bool {
    extension.eq_ignore_ascii_case(".coffee")
}

/// The converter (`Jekyll::Converters::CoffeeScript`).
struct Unconverted;

impl Converter for Unconverted {
    fn class_name(&self) -> &str {
        "Jekyll::Converters::CoffeeScript"
    }

    fn matches(&self, extension: &str) -> bool {
        is_coffee(extension)
    }

    fn output_ext(&self, _extension: &str) -> Option<String> {
        Some(".js".to_string())
    }

    fn convert(&self, text: &str, _document: &Converting<'_>) -> Result<String> {
        Ok(text.to_string())
    }
}
