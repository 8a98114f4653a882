//! jekyll-redirect-from 0.16.0: pages that lead on to other addresses, and `redirects.json`
//! (`JekyllRedirectFrom::Generator`, `RedirectPage`).

use super::asking::{dig, refuse_undiggable, variable};
use super::places::{self, Place};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::encoding::Body;
use crate::jekyll::filters::UrlBase;
use crate::jekyll::layout::Layout;
use crate::jekyll::merge::set;
use crate::jekyll::page::{Page, REDIRECT_PAGE};
use crate::jekyll::plugin::{Generator, Plugin};
use crate::jekyll::site::Site;
use crate::liquid::{Context, ParseContext, Registry, Tag, TagMarkup, to_s};
use crate::value::{Hash, Map, StrKey, Value, no_conversion, no_method, to_json};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct RedirectFrom;

/// The tag that stands in the layout of redirecting pages.
const TAG: &str = "rekyll_redirect_page";

impl Plugin for RedirectFrom {
    fn name(&self) -> &str {
        "jekyll-redirect-from"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(Redirects)]
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        registry.tag(TAG, parse);
    }
}

fn parse(_tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    Ok(Box::new(RedirectPage))
}

/// Prints the page that leads on.
struct RedirectPage;

impl Tag for RedirectPage {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let target = dig(&variable(cx, "page")?, &["redirect", "to"])?;
        let to = to_s(&target)?;
        out.push_str(
            "<!DOCTYPE html>\n<html lang=\"en-US\">\n  <meta charset=\"utf-8\">\n  \
             <title>Redirecting&hellip;</title>\n",
        );
        for (before, behind) in [
            ("  <link rel=\"canonical\" href=\"", "\">\n"),
            ("  <script>location=\"", "\"</script>\n"),
            ("  <meta http-equiv=\"refresh\" content=\"0; url=", "\">\n"),
        ] {
            out.push_str(before);
            out.push_str(&to);
            out.push_str(behind);
        }
        out.push_str(
            "  <meta name=\"robots\" content=\"noindex\">\n  <h1>Redirecting&hellip;</h1>\n  <a href=\"",
        );
        out.push_str(&to);
        out.push_str("\">Click here if you are not redirected.</a>\n</html>\n");
        Ok(())
    }
}

/// The generator.
struct Redirects;

impl Generator for Redirects {
    fn class_name(&self) -> &str {
        "JekyllRedirectFrom::Generator"
    }

    fn generate(&self, site: &mut Site) -> Result<()> {
        if !site.layouts.contains_key("redirect") {
            site.layouts.insert("redirect".to_string(), layout());
        }
        let urls = UrlBase::of(site.setup.config.entries());
        let mut redirects = Map::default();
        let mut places = places::written_documents(site)?;
        places.extend(places::pages(site));
        for place in places {
            place.of(site).tell_all()?;
            redirect_to_it(site, place, &urls, &mut redirects)?;
            redirect_it(site, place, &urls, &mut redirects)?;
        }
        write_redirects(site, redirects)
    }
}

fn layout() -> Layout {
    Layout {
        name: "redirect.html".to_string(),
        path: "jekyll-redirect-from/redirect.html".to_string(),
        relative_path: "_layouts/redirect.html".to_string(),
        ext: "html".to_string(),
        data: Map::default(),
        content: Body::Text(format!("{{% {TAG} %}}").into()),
        body_line: 1,
    }
}

/// Adds a page for each address of `redirect_from`.
fn redirect_to_it(
    site: &mut Site,
    place: Place,
    urls: &UrlBase,
    redirects: &mut Map,
) -> Result<()> {
    let standing = place.of(site);
    let sources: Vec<Value> = match standing.told("redirect_from")? {
        Value::Array(sources) => sources.iter().filter(|s| !s.is_nil()).cloned().collect(),
        Value::Nil => return Ok(()),
        source => vec![source],
    };
    let target = standing.url()?.to_string();
    for from in sources {
        let page = redirect_page(site, &from, &Value::from(target.as_str()), urls)?;
        note(&page.data, redirects);
        site.pages.push(page);
    }
    Ok(())
}

/// Makes a document with `redirect_to` lead on itself.
fn redirect_it(site: &mut Site, place: Place, urls: &UrlBase, redirects: &mut Map) -> Result<()> {
    let standing = place.of(site);
    let target = match standing.told("redirect_to")? {
        Value::Array(targets) => targets.iter().find(|t| !t.is_nil()).cloned(),
        target => Some(target),
    };
    let Some(target) = target.filter(Value::is_truthy) else {
        return Ok(());
    };
    let from = Value::from(standing.url()?);
    let page = redirect_page(site, &from, &target, urls)?;
    note(&page.data, redirects);
    let mut standing = place.of(site);
    standing.data().extend(page.data);
    *standing.content() = Body::Text("".into());
    Ok(())
}

/// A page that leads on (`RedirectPage.from_paths`, `#set_paths`).
fn redirect_page(site: &Site, from: &Value, to: &Value, urls: &UrlBase) -> Result<Page> {
    let setup = site.setup.clone();
    let source = setup.source.clone();
    let mut page = Page::without_file(setup, &source, "", "redirect.html");
    page.class_name = REDIRECT_PAGE;
    page.content = Body::Text("".into());
    set(&mut page.data, "sitemap", false);
    set(&mut page.data, "layout", "redirect");
    site.page_hooks.call(&mut page)?;
    set_paths(&mut page.data, from, to, urls)?;
    Ok(page)
}

fn set_paths(entries: &mut Map, from: &Value, to: &Value, urls: &UrlBase) -> Result<()> {
    let Value::Str(from) = from else {
        let method = match from {
            Value::Array(_) | Value::Hash(_) => "start_with?",
            _ => "empty?",
        };
        return Err(no_method(from, method));
    };
    let from = if from.is_empty() || from.starts_with('/') {
        from.to_string()
    } else {
        format!("/{from}")
    };
    let Value::Str(to) = to else {
        return Err(no_conversion(to, "String"));
    };
    let is_absolute = to
        .lines()
        .any(|line| line.starts_with("http://") || line.starts_with("https://"));
    let to = if is_absolute {
        to.to_string()
    } else {
        urls.absolute(to)?
    };
    set(entries, "permalink", from.as_str());
    let redirect = Hash::from_iter([("from", Value::from(from)), ("to", Value::from(to))]);
    set(entries, "redirect", Value::Hash(redirect));
    Ok(())
}

/// Notes for `redirects.json` where a page leads.
fn note(entries: &Map, redirects: &mut Map) {
    if let Some(Value::Hash(redirect)) = entries.get(&StrKey("redirect")) {
        let end = |key| redirect.get_str(key).cloned().unwrap_or_default();
        redirects.insert(end("from"), end("to"));
    }
}

fn write_redirects(site: &mut Site, redirects: Map) -> Result<()> {
    let setup = site.setup.clone();
    refuse_undiggable(setup.config.get("redirect_from"))?;
    let is_off = matches!(
        setup.config.below("redirect_from", "json"),
        Value::Bool(false)
    );
    if is_off || setup.files.exists(&setup.in_source_dir("redirects.json")) {
        return Ok(());
    }
    let source = setup.source.clone();
    let mut page = Page::without_file(setup, &source, "", "redirects.json");
    page.class_name = "JekyllRedirectFrom::PageWithoutAFile";
    page.content = Body::Text(to_json(&Value::from(redirects))?.into());
    site.page_hooks.call(&mut page)?;
    set(&mut page.data, "layout", Value::Nil);
    site.pages.push(page);
    Ok(())
}
