//! Templates that nobody wrote: one for each tag, category and collection, made of a layout
//! (`PaginateV2::AutoPages`, `BaseAutoPage`).

use indexmap::IndexMap;

use super::{defaults, get, index, is_set, merged};
use crate::error::Result;
use crate::jekyll::log::Level;
use crate::jekyll::merge::{deep_merged, ruby_to_s, set};
use crate::jekyll::page::Page;
use crate::jekyll::path;
use crate::jekyll::site::Site;
use crate::jekyll::slug::{downcase, slugify};
use crate::text::strip;
use crate::value::{Hash, Map, StrKey, Value, no_method};

/// The name of their files.
const INDEX: &str = "index.html";

/// A kind of such pages.
struct Kind {
    /// Where it is configured.
    key: &'static str,
    /// Where the documents say what they stand under.
    index: &'static str,
    /// What stands for the name in titles and permalinks.
    placeholder: &'static str,
    /// What the pagination is told to filter by.
    filter: &'static str,
}

const KINDS: [Kind; 3] = [
    Kind {
        key: "tags",
        index: "tags",
        placeholder: ":tag",
        filter: "tag",
    },
    Kind {
        key: "categories",
        index: "categories",
        placeholder: ":cat",
        filter: "category",
    },
    Kind {
        key: "collections",
        index: "__coll",
        placeholder: ":coll",
        filter: "collection",
    },
];

/// Adds the pages of all kinds that are configured (`AutoPages.create_autopages`).
pub(super) fn create(site: &mut Site) -> Result<()> {
    let setup = site.setup.clone();
    let (config, log) = (&setup.config, setup.log.as_ref());
    let autopages = merged(&defaults::autopages(), config.get("autopages"))?;
    let pagination = merged(&defaults::pagination(), config.get("pagination"))?;
    if !is_set(&autopages, "enabled") {
        log.info("AutoPages:", "Disabled/Not configured in site.config.");
        return Ok(());
    }
    for collection in &mut site.collections {
        let name = collection.info.name.clone();
        for document in &mut collection.docs {
            if !document.data.contains_key(&StrKey("pagination")) {
                set(&mut document.data, "__coll", name.as_str());
            }
        }
    }
    for kind in &KINDS {
        let of_kind = match get(&autopages, kind.key) {
            Value::Nil => continue,
            Value::Hash(of_kind) => of_kind,
            Value::Str(_) => Hash::default(),
            other => return Err(no_method(&other, "[]")),
        };
        if !of_kind.get_str("enabled").is_some_and(Value::is_truthy) {
            let message = format!(
                "{} pages are disabled/not configured in site.config.",
                kind.key
            );
            log.info("AutoPages:", &message);
            continue;
        }
        log.info("AutoPages:", &format!("Generating {} pages", kind.key));
        let layouts: Vec<Value> = match of_kind.get_str("layouts") {
            Some(Value::Array(layouts)) => layouts.to_vec(),
            other => return Err(no_method(&other.cloned().unwrap_or_default(), "each")),
        };
        for (name, display_name) in names(site, kind.index)? {
            for layout in &layouts {
                let layout = ruby_to_s(layout)?;
                let mut made = page(site, &of_kind, &pagination, &layout, kind, &name)?;
                let shown = Hash::from_iter([
                    ("layout_path", Value::from(path::join("_layouts", &layout))),
                    ("display_name", Value::from(display_name.as_str())),
                ]);
                set(&mut made.data, "autopage", Value::Hash(shown));
                site.pages.push(made);
            }
        }
    }
    Ok(())
}

/// All names under a key of the documents' front matter, in lower case, and as they were first written.
fn names(site: &Site, key: &str) -> Result<IndexMap<String, String>> {
    let mut names = IndexMap::new();
    for document in site.collections.iter().flat_map(|c| &c.docs) {
        if document.data.contains_key(&StrKey("pagination")) {
            continue;
        }
        for name in index::names(document, key)? {
            let Value::Str(name) = name else {
                return Err(no_method(&name, "strip"));
            };
            for part in index::split(strip(&name)) {
                let small = downcase(strip(part));
                names.entry(small).or_insert_with(|| part.to_string());
            }
        }
    }
    Ok(names)
}

fn page(
    site: &Site,
    of_kind: &Hash,
    pagination: &Map,
    layout: &str,
    kind: &Kind,
    name: &str,
) -> Result<Page> {
    let setup = site.setup.clone();
    let source = setup.source.clone();
    let file = path::sanitized(&path::sanitized(&source, "_layouts"), layout);
    let bytes = setup.files.read(&file);
    let log = setup.log.clone();
    // Jekyll reads the layout, and asks for the page's path, before it has its folder.
    if log.takes(Level::Debug) {
        log.debug("Reading:", INDEX);
    }
    let read = Page::read_yaml(
        setup.clone(),
        &source,
        "_layouts",
        layout,
        bytes,
        log.as_ref(),
    )?;
    let below = |key: &str| match read.data.get(&StrKey(key)) {
        Some(value) if value.is_truthy() => value.clone(),
        _ => Value::Hash(Hash::default()),
    };
    let mut pagination = merged(pagination, &below("pagination"))?;
    let options = match below("autopages") {
        Value::Hash(own) => deep_merged(of_kind, &own)?,
        _ => of_kind.as_map().clone(),
    };
    set(&mut pagination, kind.filter, name);
    let filled = |key: &str| -> Result<String> {
        let name = slug(site, of_kind, name)?;
        match get(&options, key) {
            Value::Str(pattern) => Ok(pattern.as_str().replacen(kind.placeholder, &name, 1)),
            other => Err(no_method(&other, "sub")),
        }
    };
    let permalink = filled("permalink")?;
    let title = filled("title")?;
    let mut page = Page::without_file(setup, &source, "", INDEX);
    page.set_dir(&permalink);
    page.class_name = match kind.filter {
        "tag" => "Jekyll::PaginateV2::AutoPages::TagAutoPage",
        "category" => "Jekyll::PaginateV2::AutoPages::CategoryAutoPage",
        _ => "Jekyll::PaginateV2::AutoPages::CollectionAutoPage",
    };
    page.path = file;
    page.content = read.content;
    page.body_line = read.body_line;
    page.data = read.data;
    page.set_url(&path::join(&permalink, INDEX));
    page.answer_as(&path::join("_layouts", layout));
    set(&mut page.data, "permalink", permalink);
    let ext = path::extname(layout);
    let base = path::basename(layout);
    set(
        &mut page.data,
        "layout",
        base.strip_suffix(ext).unwrap_or(base),
    );
    set(&mut page.data, "title", title);
    set(&mut page.data, "pagination", Value::from(pagination));
    Ok(page)
}

fn slug(site: &Site, of_kind: &Hash, name: &str) -> Result<String> {
    let options = match of_kind.get_str("slugify") {
        Some(Value::Hash(options)) => options,
        other => {
            let other = other.cloned().unwrap_or_default();
            return Err(no_method(&other, "has_key?"));
        }
    };
    let option = |key: &str| options.get_str(key);
    let mode = option("mode").and_then(Value::as_str);
    let cased = option("cased").is_some_and(Value::is_truthy);
    Ok(slugify(name, mode, cased, site.setup.log.as_ref()))
}
