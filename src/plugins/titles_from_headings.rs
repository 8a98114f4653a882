//! jekyll-titles-from-headings 0.5.3: the first heading is the title (`JekyllTitlesFromHeadings::Generator`).

use std::sync::LazyLock;

use fancy_regex::Regex;

use super::asking::{filtered_early, is_markdown, option};
use super::places::{Standing, pages, written_documents};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::encoding::Body;
use crate::jekyll::merge::set;
use crate::jekyll::plugin::{Converting, Generator, Plugin, Priority};
use crate::jekyll::setup::Setup;
use crate::jekyll::site::Site;
use crate::text::strip;
use crate::value::{StrKey, Value};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct TitlesFromHeadings;

impl Plugin for TitlesFromHeadings {
    fn name(&self) -> &str {
        "jekyll-titles-from-headings"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(Titles)]
    }
}

/// A heading with `#` or underlined, before anything else.
static TITLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let space = r"[ \t\r\n\x0B\x0C]";
    let marked = format!(r"\#{{1,3}}{space}+(.*)(?:{space}+\#{{1,3}})?");
    let underlined = format!(r"(.*)\r?\n[-=]+{space}*");
    Regex::new(&format!(r"\A{space}*(?:{marked}|{underlined})(?m:$)")).ok()
});

/// What is left of footnotes.
static FOOTNOTE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\[\^[^\]]*\]").ok());

/// The generator.
struct Titles;

impl Generator for Titles {
    fn class_name(&self) -> &str {
        "JekyllTitlesFromHeadings::Generator"
    }

    fn priority(&self) -> Priority {
        Priority::Lowest
    }

    fn generate(&self, site: &mut Site) -> Result<()> {
        let setup = site.setup.clone();
        let option = |key| option(&setup.config, "titles_from_headings", key);
        if matches!(option("enabled")?, Value::Bool(false)) {
            return Ok(());
        }
        let strips = matches!(option("strip_title")?, Value::Bool(true));
        let mut places = pages(site);
        if matches!(option("collections")?, Value::Bool(true)) {
            places.extend(written_documents(site)?);
        }
        for place in places {
            let mut standing = place.of(site);
            if !is_markdown(&setup.config, standing.extension()) {
                continue;
            }
            let is_page = matches!(standing, Standing::Page(_));
            if is_page && !standing.get("title")?.is_nil() {
                continue;
            }
            let heading = heading(standing.content().as_str());
            let title = match heading {
                Some(heading) => Value::from(without_markup(&heading, &setup)?),
                None => standing.get("title")?,
            };
            set(standing.data(), "title", title);
            let strips = match standing.data().get(&StrKey("strip_title")) {
                Some(own) => matches!(own, Value::Bool(true)),
                None => strips,
            };
            if strips {
                strip_title(&mut standing)?;
            }
        }
        Ok(())
    }
}

/// The text of the heading that a text begins with.
fn heading(text: &str) -> Option<String> {
    let found = TITLE.as_ref()?.captures(text).ok()??;
    let heading = found.get(1).or_else(|| found.get(2))?;
    Some(heading.as_str().to_string())
}

fn without_markup(heading: &str, setup: &Setup) -> Result<String> {
    let html = setup
        .facts
        .markdown()
        .convert(heading, &Converting::text(setup))?;
    let text = filtered_early(setup, &["strip_html", "normalize_whitespace"], &html)?;
    Ok(match FOOTNOTE.as_ref() {
        Some(footnote) => footnote.replace_all(&text, "").into_owned(),
        None => text,
    })
}

/// Takes the heading out of the text.
fn strip_title(standing: &mut Standing<'_>) -> Result<()> {
    let Body::Text(text) = standing.content().clone() else {
        return Ok(());
    };
    let found = TITLE.as_ref().and_then(|title| title.find(&text).ok()?);
    let behind = found.map_or(0, |found| found.end());
    *standing.content() = Body::Text(strip(&text[behind..]).into());
    let makes_excerpt = match standing {
        Standing::Document(document) => {
            document.collection.label == "posts" && !document.excerpt_separator()?.is_empty()
        }
        Standing::Page(_) => false,
    };
    if makes_excerpt {
        standing.make_excerpt()?;
    }
    Ok(())
}
