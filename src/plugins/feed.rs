//! jekyll-feed 0.17.0: Atom feeds of posts, collections, categories and tags (`JekyllFeed::Generator`, `MetaTag`).

use super::asking::{
    demand, filter, filtered, get, is_empty, or, or_else, printed, refuse_undiggable, variable,
};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::encoding::Body;
use crate::jekyll::merge::set;
use crate::jekyll::page::Page;
use crate::jekyll::plugin::{Generator, Plugin, Priority};
use crate::jekyll::setup::refuse_keyless;
use crate::jekyll::site::Site;
use crate::liquid::{
    Context, ParseContext, Registry, Tag, TagMarkup, items, to_i, to_liquid, to_s,
};
use crate::text::xml_attribute;
use crate::value::{
    Array, Hash, Map, StrKey, Value, no_coercion, no_conversion, no_method, without_keys,
};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Feed;

/// The tag that is the whole of a feed.
const TAG: &str = "rekyll_feed";

impl Plugin for Feed {
    fn name(&self) -> &str {
        "jekyll-feed"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(Feeds)]
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        registry.tag(TAG, parse).tag("feed_meta", parse_meta);
    }
}

fn parse(_tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    Ok(Box::new(Entries))
}

fn parse_meta(_tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    Ok(Box::new(MetaTag))
}

/// `{% feed_meta %}`: the link to the feed.
struct MetaTag;

impl Tag for MetaTag {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let site = variable(cx, "site")?;
        let options = get(&site, "feed")?;
        refuse_undiggable(&options)?;
        let path = or_else(get(&options, "path")?, || Ok(Value::from("feed.xml")))?;
        let address = filtered(cx, &["absolute_url"], &path)?;
        out.push_str("<link type=\"application/atom+xml\" rel=\"alternate\" href=");
        quote(&address, out);
        let title = or_else(get(&site, "title")?, || get(&site, "name"))?;
        if title.is_truthy() {
            out.push_str(" title=");
            quote(&to_s(&title)?, out);
        }
        out.push_str(" />");
        Ok(())
    }
}

/// `encode(xml: :attr)`
fn quote(text: &str, out: &mut String) {
    out.push('"');
    out.push_str(&xml_attribute(text));
    out.push('"');
}

/// The generator.
struct Feeds;

impl Generator for Feeds {
    fn class_name(&self) -> &str {
        "JekyllFeed::Generator"
    }

    fn priority(&self) -> Priority {
        Priority::Lowest
    }

    fn generate(&self, site: &mut Site) -> Result<()> {
        let setup = site.setup.clone();
        let option = |key| setup.config.below("feed", key);
        refuse_keyless(setup.config.get("feed"))?;
        let is_development = setup.environment.jekyll_env() == "development";
        if is_development && option("disable_in_development").is_truthy() {
            let log = &setup.log;
            log.info("Jekyll Feed:", "Skipping feed generation in development");
            return Ok(());
        }
        let found = collections(&setup.config)?;
        leave(site, &found);
        for (name, path, categories) in found {
            let shown = to_s(&name)?.into_owned();
            let generating = format!("Generating feed for {shown}");
            setup.log.info("Jekyll Feed:", &generating);
            let prefix = match shown.as_str() {
                "posts" => "/feed".to_string(),
                name => format!("/feed/{name}"),
            };
            for category in distinct(categories.into_iter().chain([Value::Nil])) {
                let at = match &path {
                    _ if category.is_truthy() => format!("{prefix}/{}.xml", to_s(&category)?),
                    Value::Str(path) => path.to_string(),
                    path if path.is_truthy() => return Err(no_method(path, "start_with?")),
                    _ => format!("{prefix}.xml"),
                };
                make_page(site, &at, name.clone(), category, Value::Nil)?;
            }
        }
        if option("tags").is_truthy() {
            generate_tags(site)?;
        }
        Ok(())
    }
}

/// Leaves in the configuration what was made of it: templates see that under `site.feed`.
fn leave(site: &mut Site, found: &[(Value, Value, Vec<Value>)]) {
    let setup = site.setup.clone();
    let Value::Hash(feed) = setup.config.get("feed") else {
        return;
    };
    let mut feed = feed.as_map().clone();
    if let Some(Value::Hash(named)) = feed.get(&StrKey("collections")) {
        let mut named = named.as_map().clone();
        for (name, path, categories) in found {
            let mut meta = match named.get(name) {
                Some(Value::Hash(meta)) => meta.as_map().clone(),
                _ => Map::default(),
            };
            if name.as_str() == Some("posts") {
                set(&mut meta, "path", path.clone());
            }
            set(&mut meta, "categories", categories.clone());
            named.insert(name.clone(), Value::Hash(Hash::new(meta)));
        }
        set(&mut feed, "collections", Value::Hash(Hash::new(named)));
    }
    if !feed.get(&StrKey("path")).is_some_and(Value::is_truthy) {
        let posts = found
            .iter()
            .find(|(name, ..)| name.as_str() == Some("posts"));
        let path = posts.map(|(_, path, _)| path.clone());
        set(&mut feed, "path", path.unwrap_or_default());
    }
    set(&mut site.added, "feed", Value::Hash(Hash::new(feed)));
}

/// The collections that get feeds, with their paths and categories.
fn collections(config: &Config) -> Result<Vec<(Value, Value, Vec<Value>)>> {
    if let text @ Value::Str(_) = config.get("feed") {
        return Err(without_keys(text));
    }
    let none = || Value::Hash(Hash::default());
    let mut named: Vec<(Value, Value)> = match config.below("feed", "collections") {
        Value::Array(names) => names.iter().map(|n| (n.clone(), none())).collect(),
        Value::Hash(named) => named.iter().map(|(n, m)| (n.clone(), m.clone())).collect(),
        _ => Vec::new(),
    };
    if !named.iter().any(|(name, _)| name.as_str() == Some("posts")) {
        named.push((Value::from("posts"), none()));
    }
    let mut found = Vec::with_capacity(named.len());
    for (name, meta) in named {
        let is_posts = name.as_str() == Some("posts");
        match &meta {
            Value::Hash(_) => {}
            Value::Nil | Value::Bool(false) if is_posts => {}
            other => return Err(without_keys(other)),
        }
        let (mut path, mut categories) = (get(&meta, "path")?, get(&meta, "categories")?);
        if is_posts {
            if !path.is_truthy() {
                path = config.below("feed", "path").clone();
            }
            if !categories.is_truthy() {
                categories = config.below("feed", "categories").clone();
            }
        }
        let categories = match categories {
            Value::Array(categories) => distinct(categories.iter().cloned()),
            Value::Hash(categories) => {
                let pair =
                    |(key, value): (&Value, &Value)| Value::from(vec![key.clone(), value.clone()]);
                distinct(categories.iter().map(pair))
            }
            Value::Nil | Value::Bool(false) => Vec::new(),
            other => return Err(no_method(&other, "to_set")),
        };
        found.push((name, path, categories));
    }
    Ok(found)
}

fn distinct(values: impl Iterator<Item = Value>) -> Vec<Value> {
    let set: Hash = values.map(|value| (value, Value::Nil)).collect();
    set.keys().cloned().collect()
}

/// Feeds for posts with a tag.
fn generate_tags(site: &mut Site) -> Result<()> {
    let setup = site.setup.clone();
    let option = |key| get(setup.config.below("feed", "tags"), key);
    let mut used = Vec::new();
    for post in site.posts() {
        if let Value::Array(tags) = post.get("tags")? {
            used.extend(tags.iter().cloned());
        }
    }
    let used = distinct(used.into_iter());
    if used.is_empty() {
        return Ok(());
    }
    let (only, except) = (option("only")?, option("except")?);
    let wanted = match &only {
        Value::Array(only) => only.to_vec(),
        Value::Nil | Value::Bool(false) => used,
        Value::Int(_) | Value::Float(_) => return Err(no_coercion("Array", &only)),
        only => return Err(no_method(only, "-")),
    };
    let except = match except {
        Value::Array(except) => except,
        Value::Nil | Value::Bool(false) => Array::default(),
        other => return Err(no_conversion(&other, "Array")),
    };
    let folder = match option("path")? {
        path if path.is_truthy() => to_s(&path)?.into_owned(),
        _ => "/feed/by_tag/".to_string(),
    };
    let except = distinct(except.iter().cloned());
    for tag in wanted.iter().filter(|tag| !except.contains(tag)) {
        if !matches!(tag, Value::Str(_) | Value::Nil) {
            return Err(no_conversion(tag, "String"));
        }
        let name = to_s(tag)?;
        if name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            continue;
        }
        let generating = format!("Generating feed for posts tagged {name}");
        setup.log.info("Jekyll Feed:", &generating);
        let at = format!("{folder}{name}.xml");
        make_page(site, &at, Value::from("posts"), Value::Nil, tag.clone())?;
    }
    Ok(())
}

/// Adds a feed, unless there is such a file.
fn make_page(
    site: &mut Site,
    at: &str,
    collection: Value,
    category: Value,
    tags: Value,
) -> Result<()> {
    let setup = site.setup.clone();
    let exists = |file: &str| setup.files.exists(&setup.in_source_dir(file));
    if exists(at) {
        return Ok(());
    }
    let mut page = Page::without_file(setup.clone(), &setup.source, "", at);
    page.class_name = "JekyllFeed::PageWithoutAFile";
    page.content = Body::Text(format!("{{% {TAG} %}}").into());
    site.page_hooks.call(&mut page)?;
    for (key, value) in [
        ("layout", Value::Nil),
        ("sitemap", Value::Bool(false)),
        ("xsl", Value::Bool(exists("feed.xslt.xml"))),
        ("collection", collection),
        ("category", category),
        ("tags", tags),
    ] {
        set(&mut page.data, key, value);
    }
    site.pages.push(page);
    Ok(())
}

/// Prints a feed.
struct Entries;

impl Tag for Entries {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let (page, site) = (variable(cx, "page")?, variable(cx, "site")?);
        head(&page, &site, cx, out)?;
        let posts = posts(&page, &site, cx)?;
        let feed = ask(cx, &site, "feed")?;
        let limit = or(ask(cx, &feed, "posts_limit")?, Value::Int(10));
        let limit = usize::try_from(to_i(&limit)?).unwrap_or(0);
        for post in posts.iter().take(limit) {
            entry(&to_liquid(post.clone()), &site, cx, out)?;
        }
        out.push_str("</feed>");
        Ok(())
    }
}

/// As [`demand`], of the template's only line.
fn ask(cx: &Context<'_>, object: &Value, key: &str) -> Result<Value> {
    demand(cx, object, key, 1)
}

/// Everything before the first entry.
fn head(page: &Value, site: &Value, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    if get(page, "xsl")?.is_truthy() {
        let style = filtered(cx, &["absolute_url"], &Value::from("/feed.xslt.xml"))?;
        out.push_str("<?xml-stylesheet type=\"text/xml\" href=\"");
        out.push_str(&style);
        out.push_str("\"?>");
    }
    let lang = ask(cx, site, "lang")?;
    let lang = lang.is_truthy().then_some(lang);
    out.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" ");
    if let Some(lang) = &lang {
        write(out, &["xml:lang=\"", &printed(lang)?, "\""]);
    }
    let version = crate::JEKYLL_VERSION;
    let generator = "><generator uri=\"https://jekyllrb.com/\" version=\"";
    write(out, &[generator, version, "\">Jekyll</generator>"]);
    let own = filtered(cx, &["absolute_url"], &get(page, "url")?)?;
    let self_link = "\" rel=\"self\" type=\"application/atom+xml\" />";
    write(out, &["<link href=\"", &own, self_link]);
    let home = filtered(cx, &["absolute_url"], &Value::from("/"))?;
    let alternate = "\" rel=\"alternate\" type=\"text/html\" ";
    write(out, &["<link href=\"", &home, alternate]);
    if let Some(lang) = &lang {
        write(out, &["hreflang=\"", &printed(lang)?, "\" "]);
    }
    let time = filtered(cx, &["date_to_xmlschema"], &get(site, "time")?)?;
    write(out, &["/><updated>", &time, "</updated>"]);
    element(
        "id",
        &["absolute_url", "xml_escape"],
        &get(page, "url")?,
        cx,
        out,
    )?;
    let title = title(page, site, cx)?;
    if title.is_truthy() {
        let title = filtered(cx, &["smartify", "xml_escape"], &title)?;
        write(out, &["<title type=\"html\">", &title, "</title>"]);
    }
    let description = ask(cx, site, "description")?;
    if description.is_truthy() {
        element("subtitle", &["xml_escape"], &description, cx, out)?;
    }
    let author = ask(cx, site, "author")?;
    if author.is_truthy() {
        out.push_str("<author>");
        let name = or(ask(cx, &author, "name")?, author.clone());
        element("name", &["xml_escape"], &name, cx, out)?;
        for key in ["email", "uri"] {
            contact(key, &ask(cx, &author, key)?, cx, out)?;
        }
        out.push_str("</author>");
    }
    Ok(())
}

fn write(out: &mut String, parts: &[&str]) {
    parts.iter().for_each(|part| out.push_str(part));
}

/// An element whose text has gone through filters.
fn element(
    name: &str,
    filters: &[&str],
    text: &Value,
    cx: &mut Context<'_>,
    out: &mut String,
) -> Result<()> {
    let text = filtered(cx, filters, text)?;
    write(out, &["<", name, ">", &text, "</", name, ">"]);
    Ok(())
}

fn contact(name: &str, value: &Value, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
    match value.is_truthy() {
        true => element(name, &["xml_escape"], value, cx, out),
        false => Ok(()),
    }
}

/// The title of the site, with what the feed is of behind it.
fn title(page: &Value, site: &Value, cx: &mut Context<'_>) -> Result<Value> {
    let title = ask(cx, site, "title")?;
    let mut title = or(title, ask(cx, site, "name")?);
    let collection = get(page, "collection")?;
    let category = get(page, "category")?;
    let is_posts = collection.as_str() == Some("posts");
    for (part, shown) in [
        (collection, !is_posts),
        (category.clone(), category.is_truthy()),
    ] {
        if shown {
            let part = filtered(cx, &["capitalize"], &part)?;
            title = Value::from(format!("{} | {part}", to_s(&title)?));
        }
    }
    Ok(title)
}

/// The posts of a feed, the newest first.
fn posts(page: &Value, site: &Value, cx: &mut Context<'_>) -> Result<Array> {
    let tag = get(page, "tags")?;
    let mut posts = if tag.is_truthy() {
        let tags = ask(cx, site, "tags")?;
        ask(cx, &tags, &to_s(&tag)?)?
    } else {
        let collection = ask(cx, page, "collection")?;
        ask(cx, site, &to_s(&collection)?)?
    };
    let category = get(page, "category")?;
    if category.is_truthy() {
        posts = filter(cx, "where", &posts, &[Value::from("categories"), category])?;
    }
    if let Value::Array(all) = &posts
        && !ask(cx, site, "show_drafts")?.is_truthy()
    {
        let mut shown = Vec::with_capacity(all.len());
        for post in all.iter() {
            if !matches!(
                ask(cx, &to_liquid(post.clone()), "draft")?,
                Value::Bool(true)
            ) {
                shown.push(post.clone());
            }
        }
        posts = Value::from(shown);
    }
    let sorted = filter(cx, "sort", &posts, &[Value::from("date")])?;
    let reversed = filter(cx, "reverse", &sorted, &[])?;
    Ok(items(&reversed)?.iter().cloned().collect())
}

/// One post.
fn entry(post: &Value, site: &Value, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
    out.push_str("<entry");
    let lang = ask(cx, post, "lang")?;
    if lang.is_truthy() {
        write(out, &[" xml:lang=\"", &printed(&lang)?, "\""]);
    }
    let shown = [
        "smartify",
        "strip_html",
        "normalize_whitespace",
        "xml_escape",
    ];
    let title = ask(cx, post, "title")?;
    let title = filtered(cx, &shown, &title)?;
    let url = filter(cx, "absolute_url", &get(post, "url")?, &[])?;
    write(
        out,
        &[
            "><title type=\"html\">",
            &title,
            "</title><link href=\"",
            &to_s(&url)?,
        ],
    );
    write(
        out,
        &[
            "\" rel=\"alternate\" type=\"text/html\" title=\"",
            &title,
            "\" />",
        ],
    );
    let date = get(post, "date")?;
    element("published", &["date_to_xmlschema"], &date, cx, out)?;
    let updated = or(ask(cx, post, "last_modified_at")?, date);
    element("updated", &["date_to_xmlschema"], &updated, cx, out)?;
    element(
        "id",
        &["absolute_url", "xml_escape"],
        &get(post, "id")?,
        cx,
        out,
    )?;
    let excerpt_only = |cx: &Context<'_>, of: &Value| {
        let feed = ask(cx, of, "feed")?;
        ask(cx, &feed, "excerpt_only")
    };
    if !or(excerpt_only(cx, post)?, excerpt_only(cx, site)?).is_truthy() {
        let base = filtered(cx, &["xml_escape"], &url)?;
        let content = filtered(cx, &["strip"], &get(post, "content")?)?;
        write(
            out,
            &[
                "<content type=\"html\" xml:base=\"",
                &base,
                "\"><![CDATA[",
                &content,
            ],
        );
        out.push_str("]]></content>");
    }
    author(post, site, cx, out)?;
    categories(post, cx, out)?;
    summary(post, cx, out)?;
    image(post, cx, out)?;
    out.push_str("</entry>");
    Ok(())
}

fn author(post: &Value, site: &Value, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
    let own = ask(cx, post, "author")?;
    let first = match ask(cx, post, "authors")? {
        Value::Array(authors) => to_liquid(authors.first().cloned().unwrap_or_default()),
        _ => Value::Nil,
    };
    let author = or(own, or(first, ask(cx, site, "author")?));
    let data = ask(cx, site, "data")?;
    let known = match (ask(cx, &data, "authors")?, &author) {
        (authors @ Value::Hash(_), Value::Str(name)) => ask(cx, &authors, name)?,
        (Value::Hash(authors), author) => authors.get(author).cloned().unwrap_or_default(),
        _ => Value::Nil,
    };
    let author = or(known, author);
    let email = ask(cx, &author, "email")?;
    let uri = ask(cx, &author, "uri")?;
    let name = or(or(ask(cx, &author, "name")?, author), Value::from(""));
    out.push_str("<author>");
    element("name", &["xml_escape"], &name, cx, out)?;
    contact("email", &email, cx, out)?;
    contact("uri", &uri, cx, out)?;
    out.push_str("</author>");
    Ok(())
}

fn categories(post: &Value, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
    let category = ask(cx, post, "category")?;
    let mut terms = Vec::new();
    if category.is_truthy() {
        terms.push(category);
    } else {
        terms.extend(loop_over(&get(post, "categories")?)?);
    }
    terms.extend(loop_over(&get(post, "tags")?)?);
    for term in terms {
        let term = filtered(cx, &["xml_escape"], &term)?;
        write(out, &["<category term=\"", &term, "\" />"]);
    }
    Ok(())
}

/// What `for` goes over: a text is its only item, nil has none.
fn loop_over(value: &Value) -> Result<Vec<Value>> {
    Ok(match value {
        Value::Array(array) => array.to_vec(),
        Value::Str(text) if !text.is_empty() => vec![value.clone()],
        _ => Vec::new(),
    })
}

fn summary(post: &Value, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
    let summary = or(ask(cx, post, "description")?, ask(cx, post, "excerpt")?);
    if summary.is_truthy() && !is_empty(&summary) {
        let text = filtered(cx, &["strip_html", "normalize_whitespace"], &summary)?;
        write(
            out,
            &["<summary type=\"html\"><![CDATA[", &text, "]]></summary>"],
        );
    }
    Ok(())
}

fn image(post: &Value, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
    let image = ask(cx, post, "image")?;
    let mut image = or(ask(cx, &image, "path")?, image);
    if !image.is_truthy() {
        return Ok(());
    }
    if !image.as_str().is_some_and(|text| text.contains("://")) {
        image = filter(cx, "absolute_url", &image, &[])?;
    }
    let image = filtered(cx, &["xml_escape"], &image)?;
    let media = "http://search.yahoo.com/mrss/";
    let thumbnail = [
        "<media:thumbnail xmlns:media=\"",
        media,
        "\" url=\"",
        &image,
        "\" />",
    ];
    write(out, &thumbnail);
    let content = "<media:content medium=\"image\" url=\"";
    write(out, &[content, &image, "\" xmlns:media=\"", media, "\" />"]);
    Ok(())
}
