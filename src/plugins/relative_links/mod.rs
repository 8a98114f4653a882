//! jekyll-relative-links 0.7.0: links to files become links to what is made of them (`JekyllRelativeLinks::Generator`).

mod links;

use std::collections::HashMap;

use self::links::{Link, Links};
use super::asking::{is_markdown, option};
use super::optional_front_matter::matches_any;
use super::places::{Place, pages, written_documents};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::encoding::Body;
use crate::jekyll::filters::UrlBase;
use crate::jekyll::filters::uri::Uri;
use crate::jekyll::path;
use crate::jekyll::plugin::{Generator, Plugin, Priority};
use crate::jekyll::site::Site;
use crate::value::{Value, no_method};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct RelativeLinks;

impl Plugin for RelativeLinks {
    fn name(&self) -> &str {
        "jekyll-relative-links"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(LinkGenerator)]
    }
}

/// The generator.
struct LinkGenerator;

impl Generator for LinkGenerator {
    fn class_name(&self) -> &str {
        "JekyllRelativeLinks::Generator"
    }

    fn priority(&self) -> Priority {
        Priority::Lowest
    }

    fn generate(&self, site: &mut Site) -> Result<()> {
        let setup = site.setup.clone();
        let option = |key| option(&setup.config, "relative_links", key);
        if matches!(option("enabled")?, Value::Bool(false)) {
            return Ok(());
        }
        let mut places = pages(site);
        if matches!(option("collections")?, Value::Bool(true)) {
            places.extend(written_documents(site)?);
        }
        let excluded = option("exclude")?.as_array().cloned().unwrap_or_default();
        let mut targets: Option<Targets> = None;
        for place in places {
            let standing = place.of(site);
            let relative_path = standing.relative_path().to_string();
            if !is_markdown(&setup.config, standing.extension()) {
                continue;
            }
            match option("exclude")? {
                Value::Nil | Value::Bool(false) | Value::Array(_) | Value::Hash(_) => {}
                given => return Err(no_method(given, "any?")),
            }
            if !excluded.is_empty() && matches_any(&setup, &excluded, &relative_path) {
                let message = format!("excluded {relative_path}");
                setup.log.debug("Relative Links:", &message);
                continue;
            }
            let mut standing = standing;
            let Body::Text(text) = standing.content().clone() else {
                continue;
            };
            if text.contains('[') {
                let targets = match &targets {
                    Some(targets) => targets,
                    None => targets.insert(Targets::of(site)?),
                };
                let replaced = targets.replace(&text, path::dirname(&relative_path), site)?;
                if let Some(replaced) = replaced {
                    *place.of(site).content() = Body::Text(replaced.into());
                }
            }
            let mut standing = place.of(site);
            if standing.has_excerpt()? {
                standing.make_excerpt()?;
            }
        }
        Ok(())
    }
}

/// What links may lead to.
struct Targets {
    urls: UrlBase,
    /// The folder that paths without a beginning count from.
    folder: String,
    by_path: HashMap<String, Target>,
}

#[derive(Clone, Copy)]
enum Target {
    Place(Place),
    File(usize),
}

impl Targets {
    fn of(site: &mut Site) -> Result<Self> {
        let mut by_path = HashMap::new();
        let mut add = |path: &str, target| {
            let path = path.strip_prefix('/').unwrap_or(path);
            by_path.entry(path.to_string()).or_insert(target);
        };
        for (index, page) in site.pages.iter().enumerate() {
            add(page.relative_path(), Target::Place(Place::Page(index)));
        }
        for (index, file) in site.static_files.iter().enumerate() {
            add(&file.relative_path, Target::File(index));
        }
        for place in written_documents(site)? {
            add(place.of(site).relative_path(), Target::Place(place));
        }
        Ok(Targets {
            urls: UrlBase::of(site.setup.config.entries()),
            folder: site.setup.environment.folder().to_string(),
            by_path,
        })
    }

    /// The text with its links replaced; nothing where none is.
    fn replace(&self, text: &str, folder: &str, site: &mut Site) -> Result<Option<String>> {
        let mut out = String::new();
        let mut copied = 0;
        for link in Links::of(text) {
            if let Some(replacement) = self.replacement(&link, folder, site)? {
                out.push_str(&text[copied..link.start]);
                out.push_str(&replacement);
                copied = link.end;
            }
        }
        if copied == 0 {
            return Ok(None);
        }
        out.push_str(&text[copied..]);
        Ok(Some(out))
    }

    fn replacement(
        &self,
        link: &Link<'_>,
        folder: &str,
        site: &mut Site,
    ) -> Result<Option<String>> {
        let is_absolute = || Uri::parse(link.path).is_ok_and(|uri| uri.is_absolute());
        if link.path.starts_with('#') || is_absolute() {
            return Ok(None);
        }
        let Some(url) = self.url_of(link.path, folder, site)? else {
            return Ok(None);
        };
        let (text, fragment, title) = (link.text, link.fragment, link.title);
        Ok(Some(match link.is_inline {
            true => format!("[{text}]({url}{fragment}{title})"),
            false => format!("\n[{text}]: {url}{fragment}{title}"),
        }))
    }

    fn url_of(&self, given: &str, folder: &str, site: &mut Site) -> Result<Option<String>> {
        let from = match given.starts_with('/') {
            true => "",
            false => folder,
        };
        let from = path::expand(from, &self.folder);
        let given = given.strip_prefix('/').unwrap_or(given);
        let whole = path::expand(given, &from);
        let below = whole
            .strip_prefix(&self.folder)
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or(&whole);
        let url = match self.by_path.get(&unescape(below)) {
            None => return Ok(None),
            Some(Target::File(index)) => site.static_files[*index].url()?.to_string(),
            Some(Target::Place(place)) => place.of(site).url()?.to_string(),
        };
        self.urls.relative(&url).map(Some)
    }
}

/// `CGI.unescape`
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digit = |at: usize| behind.get(at).and_then(|b| char::from(*b).to_digit(16));
        rest = behind;
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &behind[2..];
            }
            (b'+', ..) => bytes.push(b' '),
            _ => bytes.push(first),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_string())
}
