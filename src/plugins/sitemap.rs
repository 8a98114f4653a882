//! jekyll-sitemap 1.4.0: `sitemap.xml` and `robots.txt` (`Jekyll::JekyllSitemap`).

use super::asking::{demand, filtered, get, or, variable};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::encoding::Body;
use crate::jekyll::merge::set;
use crate::jekyll::page::Page;
use crate::jekyll::plugin::{Generator, Plugin, Priority};
use crate::jekyll::site::Site;
use crate::liquid::{Context, ParseContext, Registry, Tag, TagMarkup, items, to_s};
use crate::value::Value;

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sitemap;

/// The lines of the gem's template, as it is minified, that its errors name.
const DOCUMENTS: u32 = 4;
const DOCUMENT_MODIFIED: u32 = 6;
const PAGES: u32 = 8;
const PAGE_MODIFIED: u32 = 10;
const FILES: u32 = 12;

/// The tag that is the whole of `sitemap.xml`.
const TAG: &str = "rekyll_sitemap";

impl Plugin for Sitemap {
    fn name(&self) -> &str {
        "jekyll-sitemap"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(JekyllSitemap)]
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        registry.tag(TAG, parse);
    }
}

fn parse(_tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    Ok(Box::new(Urls))
}

/// The generator.
struct JekyllSitemap;

impl Generator for JekyllSitemap {
    fn class_name(&self) -> &str {
        "Jekyll::JekyllSitemap"
    }

    fn priority(&self) -> Priority {
        Priority::Lowest
    }

    fn generate(&self, site: &mut Site) -> Result<()> {
        let exists = |url: &str| -> Result<bool> {
            for page in &site.pages {
                if page.url()? == url {
                    return Ok(true);
                }
            }
            for file in &site.static_files {
                if file.url()? == url {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        let (has_sitemap, has_robots) = (exists("/sitemap.xml")?, exists("/robots.txt")?);
        let has_style = exists("/sitemap.xsl")?;
        if !has_sitemap {
            let mut page = made_page(site, "sitemap.xml", format!("{{% {TAG} %}}"))?;
            set(&mut page.data, "xsl", has_style);
            site.pages.push(page);
        }
        if !has_robots {
            let text = "Sitemap: {{ \"sitemap.xml\" | absolute_url }}\n";
            let page = made_page(site, "robots.txt", text.to_string())?;
            site.pages.push(page);
        }
        Ok(())
    }
}

fn made_page(site: &Site, name: &str, content: String) -> Result<Page> {
    let setup = site.setup.clone();
    let source = setup.source.clone();
    let mut page = Page::without_file(setup, &source, "", name);
    page.content = Body::Text(content.into());
    site.page_hooks.call(&mut page)?;
    set(&mut page.data, "layout", Value::Nil);
    Ok(page)
}

/// Prints the sitemap.
struct Urls;

impl Tag for Urls {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let (page, site) = (variable(cx, "page")?, variable(cx, "site")?);
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        if get(&page, "xsl")?.is_truthy() {
            let style = filtered(cx, &["absolute_url"], &Value::from("/sitemap.xsl"))?;
            out.push_str(&format!(
                "<?xml-stylesheet type=\"text/xsl\" href=\"{style}\"?>\n"
            ));
        }
        out.push_str(
            "<urlset xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
             xsi:schemaLocation=\"http://www.sitemaps.org/schemas/sitemap/0.9 \
             http://www.sitemaps.org/schemas/sitemap/0.9/sitemap.xsd\" \
             xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        documents(&site, cx, out)?;
        pages(&site, cx, out)?;
        files(&site, cx, out)?;
        out.push_str("</urlset>\n");
        Ok(())
    }
}

fn documents(site: &Value, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
    for collection in items(&get(site, "collections")?)?.iter() {
        if is_false(&get(collection, "output")?) {
            continue;
        }
        for document in listed(drops(&get(collection, "docs")?)?, DOCUMENTS, cx)? {
            let modified = demand(cx, &document, "last_modified_at", DOCUMENT_MODIFIED)?;
            let modified = or(modified, get(&document, "date")?);
            url(&get(&document, "url")?, &modified, cx, out)?;
        }
    }
    Ok(())
}

/// What a list holds, as templates see it.
fn drops(list: &Value) -> Result<Vec<Value>> {
    let items = items(list)?;
    Ok(items
        .iter()
        .cloned()
        .map(crate::liquid::to_liquid)
        .collect())
}

/// Those that do not say `sitemap: false`.
fn listed(all: impl IntoIterator<Item = Value>, line: u32, cx: &Context<'_>) -> Result<Vec<Value>> {
    let mut listed = Vec::new();
    for item in all {
        if !is_false(&demand(cx, &item, "sitemap", line)?) {
            listed.push(item);
        }
    }
    Ok(listed)
}

fn pages(site: &Value, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
    for page in listed(drops(&get(site, "html_pages")?)?, PAGES, cx)? {
        let address = get(&page, "url")?;
        if address.as_str() == Some("/404.html") {
            continue;
        }
        let modified = demand(cx, &page, "last_modified_at", PAGE_MODIFIED)?;
        url(&address, &modified, cx, out)?;
    }
    Ok(())
}

fn files(site: &Value, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
    let mut published = Vec::new();
    for file in drops(&get(site, "static_files")?)? {
        let extension = get(&file, "extname")?;
        if matches!(
            extension.as_str(),
            Some(".htm" | ".html" | ".xhtml" | ".pdf")
        ) {
            published.push(file);
        }
    }
    for file in listed(published, FILES, cx)? {
        if get(&file, "name")?.as_str() != Some("404.html") {
            url(&get(&file, "path")?, &get(&file, "modified_time")?, cx, out)?;
        }
    }
    Ok(())
}

fn url(address: &Value, modified: &Value, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
    let address = Value::from(to_s(address)?.replace("/index.html", "/"));
    out.push_str("<url>\n<loc>");
    out.push_str(&filtered(cx, &["absolute_url", "xml_escape"], &address)?);
    out.push_str("</loc>\n");
    if modified.is_truthy() {
        out.push_str("<lastmod>");
        out.push_str(&filtered(cx, &["date_to_xmlschema"], modified)?);
        out.push_str("</lastmod>\n");
    }
    out.push_str("</url>\n");
    Ok(())
}

fn is_false(value: &Value) -> bool {
    matches!(value, Value::Bool(false))
}
