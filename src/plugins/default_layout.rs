//! jekyll-default-layout 0.1.5: layouts for Markdown that names none (`JekyllDefaultLayout::Generator`).

use super::asking::is_markdown;
use super::places::{Place, Standing, pages};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::merge::set;
use crate::jekyll::plugin::{Generator, Plugin, Priority};
use crate::jekyll::site::Site;
use crate::value::{StrKey, Value};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct DefaultLayout;

impl Plugin for DefaultLayout {
    fn name(&self) -> &str {
        "jekyll-default-layout"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(Layouts)]
    }
}

/// The generator.
struct Layouts;

impl Generator for Layouts {
    fn class_name(&self) -> &str {
        "JekyllDefaultLayout::Generator"
    }

    fn priority(&self) -> Priority {
        Priority::Lowest
    }

    fn generate(&self, site: &mut Site) -> Result<()> {
        let setup = site.setup.clone();
        let known: Vec<bool> = ["home", "page", "post", "default"]
            .iter()
            .map(|name| site.layouts.contains_key(*name))
            .collect();
        let mut places = pages(site);
        for (collection, of) in site.collections.iter().enumerate() {
            if of.info.name == "posts" {
                places.extend((0..of.docs.len()).map(|index| Place::Document(collection, index)));
            }
        }
        for place in places {
            let mut standing = place.of(site);
            if !is_markdown(&setup.config, standing.extension()) {
                continue;
            }
            standing.tell_all()?;
            if names_layout(&standing)? {
                continue;
            }
            let is_page = matches!(standing, Standing::Page(_));
            let layout = if known[0] && standing.url()? == "/" {
                Value::from("home")
            } else if known[1] && is_page {
                Value::from("page")
            } else if known[2] && !is_page {
                Value::from("post")
            } else if known[3] {
                Value::from("default")
            } else {
                Value::Nil
            };
            set(standing.data(), "layout", layout);
        }
        Ok(())
    }
}

/// Whether a layout is named for it, be it nil.
fn names_layout(standing: &Standing<'_>) -> Result<bool> {
    let key = &StrKey("layout");
    Ok(match standing {
        Standing::Document(document) => document.data.contains_key(key),
        Standing::Page(page) => page.data.contains_key(key) || page.defaults()?.contains_key(key),
    })
}
