//! jekyll-seo-tag 2.8.0: `{% seo %}`, the head of a page for search engines (`Jekyll::SeoTag`, its drops and template).

use std::cell::OnceCell;

use super::asking::{dig, filter, filtered, filters, get, or, or_else, printed, variable};
use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::filters::uri::Uri;
use crate::jekyll::plugin::Plugin;
use crate::liquid::{Context, ParseContext, Registry, Tag, TagMarkup, to_i, to_s};
use crate::text::sprintf;
use crate::value::{Hash, Map, Str, StrKey, Value, no_conversion, no_method, to_json};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct SeoTag;

impl Plugin for SeoTag {
    fn name(&self) -> &str {
        "jekyll-seo-tag"
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        registry.tag("seo", parse);
    }
}

fn parse(tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    let markup = tag.markup.to_ascii_lowercase();
    Ok(Box::new(Seo {
        with_title: !markup.contains("title=false"),
    }))
}

/// `{% seo %}`
struct Seo {
    with_title: bool,
}

impl Tag for Seo {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let facts = Facts::of(cx)?;
        facts.write(self.with_title, cx, out)
    }
}

/// What is said about a page.
struct Facts {
    site: Value,
    page: Value,
    paginator: Value,
    site_title: Option<Str>,
    page_title: Option<Str>,
    title: Option<String>,
    locale: String,
    description: Option<Str>,
    author: Hash,
    canonical_url: OnceCell<Value>,
    image: Option<Image>,
}

/// The image of a page.
struct Image {
    /// Its address, absolute.
    path: Value,
    /// What the front matter says of it.
    given: Map,
}

/// A text without markup, as attributes hold it; nothing where it is empty.
fn plain(value: &Value, cx: &mut Context<'_>) -> Result<Option<Str>> {
    let names = [
        "markdownify",
        "strip_html",
        "normalize_whitespace",
        "escape_once",
    ];
    let text = filtered(cx, &names, value)?;
    Ok((!text.is_empty()).then_some(text))
}

impl Facts {
    fn of(cx: &mut Context<'_>) -> Result<Self> {
        let (site, page) = (variable(cx, "site")?, variable(cx, "page")?);
        let paginator = cx.find_variable("paginator")?.into_owned();
        let named = or_else(get(&site, "title")?, || get(&site, "name"))?;
        let site_title = plain(&named, cx)?;
        let own_title = plain(&get(&page, "title")?, cx)?;
        let page_title = own_title.or_else(|| site_title.clone());
        let site_description = plain(&get(&site, "description")?, cx)?;
        let tagline = plain(&get(&site, "tagline")?, cx)?;
        let title = match (&site_title, &page_title) {
            (Some(site), page) if Some(site) != page.as_ref() => {
                let page = page.as_deref().unwrap_or_default();
                Some(format!("{page} | {site}"))
            }
            (Some(site), _) if site_description.is_some() => {
                let behind = tagline.or_else(|| site_description.clone());
                let behind = behind.unwrap_or_default();
                Some(format!("{site} | {behind}"))
            }
            (_, page) => page.as_ref().map(|title| title.to_string()),
        };
        let title = match (page_number(&site, &paginator)?, title) {
            (Some(number), Some(title)) => Some(format!("{number}{title}")),
            (Some(_), None) => {
                return Err(no_conversion(&Value::Nil, "String"));
            }
            (None, title) => title,
        };
        let author = author(&site, &page)?;
        let locale = locale(&site, &page)?;
        // the gem asks for the text of an excerpt that has not become Liquid's: its own begins anew
        let excerpt = || match &page {
            Value::Hash(page) => Ok(page.get_str("excerpt").cloned().unwrap_or_default()),
            page => get(page, "excerpt"),
        };
        let own = or_else(get(&page, "description")?, excerpt)?;
        let description = plain(&own, cx)?.or(site_description);
        let image = image(&page, cx)?;
        Ok(Facts {
            site,
            page,
            paginator,
            site_title,
            page_title,
            title,
            locale,
            description,
            author,
            canonical_url: OnceCell::new(),
            image,
        })
    }

    fn canonical_url(&self, cx: &mut Context<'_>) -> Result<Value> {
        if let Some(url) = self.canonical_url.get() {
            return Ok(url.clone());
        }
        let own = get(&self.page, "canonical_url")?;
        let url = if to_s(&own)?.is_empty() {
            let url = filtered(cx, &["absolute_url"], &get(&self.page, "url")?)?;
            Value::from(match url.strip_suffix("/index.html") {
                Some(folder) => Str::from(format!("{folder}/")),
                None => url,
            })
        } else {
            own
        };
        Ok(self.canonical_url.get_or_init(|| url).clone())
    }

    fn author_name(&self) -> Value {
        self.author.get_str("name").cloned().unwrap_or_default()
    }

    fn write(&self, with_title: bool, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        out.push_str("<!-- Begin Jekyll SEO tag v2.8.0 -->\n");
        if let Some(title) = self.title.as_ref().filter(|_| with_title) {
            out.push_str(&format!("<title>{title}</title>\n"));
        }
        let version = crate::JEKYLL_VERSION;
        meta("name", "generator", &format!("Jekyll v{version}"), out);
        if let Some(title) = &self.page_title {
            meta("property", "og:title", title, out);
        }
        let author = self.author_name();
        if author.is_truthy() {
            meta("name", "author", &printed(&author)?, out);
        }
        meta("property", "og:locale", &self.locale, out);
        if let Some(description) = &self.description {
            meta("name", "description", description, out);
            meta("property", "og:description", description, out);
        }
        if get(&self.site, "url")?.is_truthy() {
            let url = self.canonical_url(cx)?;
            link("canonical", &printed(&url)?, out);
            meta("property", "og:url", &printed(&url)?, out);
        }
        if let Some(title) = &self.site_title {
            meta("property", "og:site_name", title, out);
        }
        self.write_image(out)?;
        self.write_kind(cx, out)?;
        self.write_twitter(cx, out)?;
        self.write_services(out)?;
        out.push_str("<script type=\"application/ld+json\">\n");
        out.push_str(&to_json(&self.json_ld(cx)?)?);
        out.push_str("</script>\n<!-- End Jekyll SEO tag -->\n");
        Ok(())
    }

    fn write_image(&self, out: &mut String) -> Result<()> {
        let Some(image) = &self.image else {
            return Ok(());
        };
        meta("property", "og:image", &to_s(&image.path)?, out);
        for key in ["height", "width", "alt"] {
            let value = image.given(key);
            if value.is_truthy() {
                meta(
                    "property",
                    &format!("og:image:{key}"),
                    &printed(value)?,
                    out,
                );
            }
        }
        Ok(())
    }

    fn write_kind(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let date = get(&self.page, "date")?;
        if date.is_truthy() {
            meta("property", "og:type", "article", out);
            let date = filtered(cx, &["date_to_xmlschema"], &date)?;
            meta("property", "article:published_time", &date, out);
        } else {
            meta("property", "og:type", "website", out);
        }
        for (rel, there, path) in [
            ("prev", "previous_page", "previous_page_path"),
            ("next", "next_page", "next_page_path"),
        ] {
            if get(&self.paginator, there)?.is_truthy() {
                let path = get(&self.paginator, path)?;
                link(rel, &filtered(cx, &["absolute_url"], &path)?, out);
            }
        }
        Ok(())
    }

    fn write_twitter(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        match &self.image {
            Some(image) => {
                let card = or(
                    dig(&self.page, &["twitter", "card"])?,
                    or(
                        dig(&self.site, &["twitter", "card"])?,
                        Value::from("summary_large_image"),
                    ),
                );
                meta("name", "twitter:card", &printed(&card)?, out);
                meta("property", "twitter:image", &to_s(&image.path)?, out);
                let alt = image.given("alt");
                if alt.is_truthy() {
                    meta("name", "twitter:image:alt", &printed(alt)?, out);
                }
            }
            None => meta("name", "twitter:card", "summary", out),
        }
        if let Some(title) = &self.page_title {
            meta("property", "twitter:title", title, out);
        }
        let twitter = get(&self.site, "twitter")?;
        if twitter.is_truthy() {
            let username = get(&twitter, "username")?;
            let username = filter(cx, "remove", &username, &[Value::from("@")])?;
            meta(
                "name",
                "twitter:site",
                &format!("@{}", to_s(&username)?),
                out,
            );
            let key = |key| self.author.get_str(key).filter(|v| v.is_truthy());
            if let Some(Value::Str(name)) = key("twitter").or_else(|| key("name")) {
                let name = name.replace("@", "");
                meta("name", "twitter:creator", &format!("@{name}"), out);
            }
        }
        Ok(())
    }

    /// Facebook and those who ask for a proof that a site is one's own.
    fn write_services(&self, out: &mut String) -> Result<()> {
        let mut write = |object: &Value, key: &str, attribute: &str, name: &str| -> Result<()> {
            let value = get(object, key)?;
            if value.is_truthy() {
                meta(attribute, name, &printed(&value)?, out);
            }
            Ok(())
        };
        let facebook = get(&self.site, "facebook")?;
        write(&facebook, "admins", "property", "fb:admins")?;
        write(&facebook, "publisher", "property", "article:publisher")?;
        write(&facebook, "app_id", "property", "fb:app_id")?;
        let proofs = get(&self.site, "webmaster_verifications")?;
        if !proofs.is_truthy() {
            return write(
                &self.site,
                "google_site_verification",
                "name",
                "google-site-verification",
            );
        }
        for (key, name) in [
            ("google", "google-site-verification"),
            ("bing", "msvalidate.01"),
            ("alexa", "alexaVerifyID"),
            ("yandex", "yandex-verification"),
            ("baidu", "baidu-site-verification"),
            ("facebook", "facebook-domain-verification"),
        ] {
            write(&proofs, key, "name", name)?;
        }
        Ok(())
    }

    fn is_home_or_about(&self) -> Result<bool> {
        let url = get(&self.page, "url")?;
        let Some(url) = url.as_str().and_then(|url| url.strip_prefix('/')) else {
            return Ok(false);
        };
        let file = url.strip_prefix("about/").unwrap_or(url);
        let is_index = |file: &str| {
            file.strip_prefix("index").is_some_and(|rest| {
                let mut rest = rest.chars();
                rest.next().is_some_and(|c| c != '\n') && matches!(rest.as_str(), "htm" | "html")
            })
        };
        Ok(file.is_empty() || is_index(file))
    }

    /// What the page is, for machines: entries in the order of their names.
    fn json_ld(&self, cx: &mut Context<'_>) -> Result<Value> {
        let seo = sub_hash(&self.page, "seo")?;
        let social = sub_hash(&self.site, "social")?;
        let is_home = self.is_home_or_about()?;
        let date = get(&self.page, "date")?;
        let kind = or_else(get(&seo, "type")?, || {
            Ok(Value::from(match () {
                () if is_home => "WebSite",
                () if date.is_truthy() => "BlogPosting",
                () => "WebPage",
            }))
        })?;
        let modified = or_else(get(&seo, "date_modified")?, || {
            or_else(get(&self.page, "last_modified_at")?, || Ok(date.clone()))
        })?;
        let mut xmlschema = |date: &Value| match date.is_truthy() {
            true => filters(cx, &["date_to_xmlschema"], date),
            false => Ok(Value::Nil),
        };
        let (modified, published) = (xmlschema(&modified)?, xmlschema(&date)?);
        let links = or_else(get(&seo, "links")?, || match is_home {
            true => get(&social, "links"),
            false => Ok(Value::Nil),
        })?;
        let url = self.canonical_url(cx)?;
        let is_work = matches!(kind.as_str(), Some("BlogPosting" | "CreativeWork"));
        let entity = match is_work {
            true => hash([("@type", Value::from("WebPage")), ("@id", url.clone())]),
            false => Value::Nil,
        };
        let text = |text: &Option<Str>| text.clone().map_or(Value::Nil, Value::Str);
        let entries = [
            ("@context", Value::from("https://schema.org")),
            ("@type", kind),
            ("author", self.author_entry()),
            ("dateModified", modified),
            ("datePublished", published),
            ("description", text(&self.description)),
            ("headline", text(&self.page_title)),
            ("image", self.image_entry()),
            ("mainEntityOfPage", entity),
            ("name", self.name(&seo, &social, is_home, cx)?),
            ("publisher", self.publisher(cx)?),
            ("sameAs", links),
            ("url", url),
        ];
        Ok(hash(entries.into_iter().filter(|(_, v)| !v.is_nil())))
    }

    fn name(
        &self,
        seo: &Value,
        social: &Value,
        is_home: bool,
        cx: &mut Context<'_>,
    ) -> Result<Value> {
        let own = get(seo, "name")?;
        if own.is_truthy()
            && let Some(name) = plain(&own, cx)?
        {
            return Ok(Value::Str(name));
        }
        if !is_home {
            return Ok(Value::Nil);
        }
        let social = get(social, "name")?;
        let name = match social.is_truthy() {
            true => plain(&social, cx)?,
            false => self.site_title.clone(),
        };
        Ok(name.map_or(Value::Nil, Value::Str))
    }

    fn author_entry(&self) -> Value {
        let name = self.author_name();
        let kind = self.author.get_str("type").filter(|kind| kind.is_truthy());
        let is_known = kind.is_none_or(|k| matches!(k.as_str(), Some("Organization" | "Person")));
        if !name.is_truthy() || !is_known {
            return Value::Nil;
        }
        let kind = kind.cloned().unwrap_or_else(|| Value::from("Person"));
        let mut entries = vec![("@type", kind), ("name", name)];
        if let Some(url) = self.author.get_str("url").filter(|url| url.is_truthy()) {
            entries.push(("url", url.clone()));
        }
        hash(entries)
    }

    fn image_entry(&self) -> Value {
        let Some(image) = &self.image else {
            return Value::Nil;
        };
        let is_path = |key: &Value| key.as_str() == Some("path");
        if image.given.keys().all(is_path) {
            return image.path.clone();
        }
        let rest = image.given.iter().filter(|(key, _)| !is_path(key));
        let mut entries: Map = rest.map(|(k, v)| (k.clone(), v.clone())).collect();
        entries.insert(Value::from("url"), image.path.clone());
        entries.insert(Value::from("@type"), Value::from("imageObject"));
        Value::from(entries)
    }

    fn publisher(&self, cx: &mut Context<'_>) -> Result<Value> {
        let logo = get(&self.site, "logo")?;
        if !logo.is_truthy() {
            return Ok(Value::Nil);
        }
        if logo.as_str().is_none() {
            let message = format!("Can't convert {} into String.", logo.class_name());
            return Err(Error::ruby("TypeError", message));
        }
        let names: &[&str] = match is_absolute(&logo) {
            Some(true) => &["uri_escape"],
            _ => &["absolute_url", "uri_escape"],
        };
        let url = filters(cx, names, &logo)?;
        let logo = hash([("@type", Value::from("ImageObject")), ("url", url)]);
        let mut entries = vec![("@type", Value::from("Organization")), ("logo", logo)];
        let name = self.author_name();
        if name.is_truthy() {
            entries.push(("name", name));
        }
        Ok(hash(entries))
    }
}

impl Image {
    fn given(&self, key: &str) -> &Value {
        self.given.get(&StrKey(key)).unwrap_or(&Value::Nil)
    }
}

fn hash<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    Value::Hash(entries.into_iter().collect())
}

fn meta(attribute: &str, name: &str, content: &str, out: &mut String) {
    for part in [
        "<meta ",
        attribute,
        "=\"",
        name,
        "\" content=\"",
        content,
        "\" />\n",
    ] {
        out.push_str(part);
    }
}

fn link(rel: &str, address: &str, out: &mut String) {
    for part in ["<link rel=\"", rel, "\" href=\"", address, "\" />\n"] {
        out.push_str(part);
    }
}

/// A hash below another, an empty one where there is none.
fn sub_hash(object: &Value, key: &str) -> Result<Value> {
    let inner = get(object, key)?;
    Ok(match inner {
        Value::Hash(_) => inner,
        _ => Value::Hash(Hash::default()),
    })
}

/// Whether an address names a scheme; nothing where it is no address.
fn is_absolute(address: &Value) -> Option<bool> {
    let uri = Uri::parse(address.as_str()?).ok()?;
    Some(uri.is_absolute())
}

/// `Page 2 of 3 for `, on pages behind the first.
fn page_number(site: &Value, paginator: &Value) -> Result<Option<String>> {
    let current = get(paginator, "page")?;
    if !current.is_truthy() || to_i(&current)? <= 1 {
        return Ok(None);
    }
    let total = get(paginator, "total_pages")?;
    let message = get(site, "seo_paginator_message")?;
    let message = match message.is_truthy() {
        true => to_s(&message)?.into_owned(),
        false => "Page %<current>s of %<total>s for ".to_string(),
    };
    Ok(Some(fill(&message, to_i(&current)?, to_i(&total)?)?))
}

/// `format(message, current: 2, total: 3)`
fn fill(message: &str, current: i64, total: i64) -> Result<String> {
    let number = |shown: &str, name: &str| match name {
        "current" => Ok(current),
        "total" => Ok(total),
        _ => Err(Error::ruby("KeyError", format!("key{shown} not found"))),
    };
    let refused = |message| Error::ruby("ArgumentError", message);
    let mut out = String::new();
    let mut rest = message;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let braced = rest.strip_prefix("%{").and_then(|b| b.split_once('}'));
        if let Some((name, behind)) = braced {
            out.push_str(&number(&format!("{{{name}}}"), name)?.to_string());
            rest = behind;
            continue;
        }
        let is_width = |c: char| "-+ #.".contains(c) || c.is_ascii_digit();
        let behind = rest[1..].trim_start_matches(is_width);
        let mut directive = rest[..rest.len() - behind.len()].to_string();
        let named = behind.strip_prefix('<').and_then(|b| b.split_once('>'));
        let (value, behind) = match named {
            Some((name, behind)) => (Some(number(&format!("<{name}>"), name)?), behind),
            None => (None, behind),
        };
        let is_kind = |c: char| c.is_ascii_alphabetic() || c == '%';
        let end = behind.find(is_kind).map_or(behind.len(), |at| at + 1);
        directive.push_str(&behind[..end]);
        if value.is_none() && directive.ends_with(|c: char| c.is_ascii_alphabetic()) {
            let message = "can't convert Hash into Integer";
            return Err(Error::ruby("TypeError", message));
        }
        sprintf(&directive, value.unwrap_or(0), &mut out).map_err(refused)?;
        rest = &behind[end..];
    }
    out.push_str(rest);
    Ok(out)
}

fn locale(site: &Value, page: &Value) -> Result<String> {
    let mut locale = Value::from("en_US");
    for (object, key) in [
        (page, "locale"),
        (site, "locale"),
        (page, "lang"),
        (site, "lang"),
    ] {
        let named = get(object, key)?;
        if named.is_truthy() {
            locale = named;
            break;
        }
    }
    match &locale {
        Value::Str(locale) => Ok(locale.as_str().replace('-', "_")),
        other => Err(no_method(other, "tr")),
    }
}

/// The author of a page, as a hash: its own, the first of several, that of the site.
fn author(site: &Value, page: &Value) -> Result<Hash> {
    let first = match get(page, "authors")? {
        Value::Array(authors) => authors.first().cloned().unwrap_or_default(),
        _ => Value::Nil,
    };
    for source in [get(page, "author")?, first, get(site, "author")?] {
        if to_s(&source)?.is_empty() {
            continue;
        }
        return Ok(match source {
            Value::Hash(author) => author,
            Value::Str(name) => {
                let known = dig(site, &["data", "authors", &name])?;
                let mut author = Map::default();
                author.insert(Value::from("name"), Value::Str(name));
                if let Value::Hash(known) = known {
                    author.extend(known.iter().map(|(k, v)| (k.clone(), v.clone())));
                }
                Hash::new(author)
            }
            _ => Hash::default(),
        });
    }
    Ok(Hash::default())
}

fn image(page: &Value, cx: &mut Context<'_>) -> Result<Option<Image>> {
    let given = get(page, "image")?;
    let mut entries = Map::default();
    entries.insert(Value::from("path"), Value::Nil);
    match given {
        Value::Hash(given) => entries.extend(given.iter().map(|(k, v)| (k.clone(), v.clone()))),
        Value::Str(_) => {
            entries.insert(Value::from("path"), given);
        }
        _ => {}
    }
    let raw = ["path", "facebook", "twitter"]
        .iter()
        .filter_map(|key| entries.get(&StrKey(key)))
        .find(|path| path.is_truthy())
        .cloned();
    let Some(raw) = raw else {
        return Ok(None);
    };
    let names: &[&str] = match is_absolute(&raw) {
        Some(false) => &["absolute_url", "uri_escape"],
        _ => &["uri_escape"],
    };
    let path = filters(cx, names, &raw)?;
    Ok(Some(Image {
        path,
        given: entries,
    }))
}
