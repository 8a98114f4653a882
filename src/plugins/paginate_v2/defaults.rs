//! What is configured where nothing is: for pagination, and for the pages that are made for tags and the like.

use crate::jekyll::merge::set;
use crate::value::{Array, Hash, Map, Value};

/// `PaginateV2::Generator::DEFAULT`
pub(super) fn pagination() -> Map {
    let trail = Hash::from_iter([("before", Value::Int(0)), ("after", Value::Int(0))]);
    let mut map = Map::default();
    set(&mut map, "enabled", false);
    set(&mut map, "collection", "posts");
    set(&mut map, "offset", 0_usize);
    set(&mut map, "per_page", 10_usize);
    set(&mut map, "permalink", "/page:num/");
    set(&mut map, "title", ":title - page :num");
    set(&mut map, "page_num", 1_usize);
    set(&mut map, "sort_reverse", false);
    set(&mut map, "sort_field", "date");
    set(&mut map, "limit", 0_usize);
    set(&mut map, "trail", Value::Hash(trail));
    set(&mut map, "indexpage", Value::Nil);
    set(&mut map, "extension", "html");
    set(&mut map, "debug", false);
    set(&mut map, "legacy", false);
    map
}

/// `PaginateV2::AutoPages::DEFAULT`
pub(super) fn autopages() -> Map {
    let of_kind = |layout: &str, title: &str, permalink: &str| {
        let layouts: Array = std::iter::once(Value::from(layout)).collect();
        let slugify =
            Hash::from_iter([("mode", Value::from("none")), ("cased", Value::Bool(false))]);
        Value::Hash(Hash::from_iter([
            ("layouts", Value::Array(layouts)),
            ("title", Value::from(title)),
            ("permalink", Value::from(permalink)),
            ("enabled", Value::Bool(true)),
            ("slugify", Value::Hash(slugify)),
        ]))
    };
    let mut map = Map::default();
    set(&mut map, "enabled", false);
    set(
        &mut map,
        "tags",
        of_kind("autopage_tags.html", "Posts tagged with :tag", "/tag/:tag"),
    );
    set(
        &mut map,
        "categories",
        of_kind(
            "autopage_category.html",
            "Posts in category :cat",
            "/category/:cat",
        ),
    );
    set(
        &mut map,
        "collections",
        of_kind(
            "autopage_collection.html",
            "Posts in collection :coll",
            "/collection/:coll",
        ),
    );
    map
}
