//! `paginator` on a page: its documents, its neighbours, their addresses (`PaginateV2::Generator::Paginator`, `Utils`).

use super::Place;
use crate::jekyll::plugin::DocumentPlaces;
use crate::value::{Hash, Value};

/// Where the pages of one template lie.
pub(super) struct Addresses {
    /// The first page, as `page_path` names it.
    first_page: String,
    /// All others, with `:num`.
    other_pages: String,
    /// The first page, as links to it have it.
    first_link: String,
    /// All others.
    other_links: String,
}

impl Addresses {
    /// The addresses of pages whose first one is `first`, where files are named `name` with the extension `ext`.
    pub(super) fn new(first: &str, others: &str, name: &str, ext: &str) -> Self {
        let name_or = if name.is_empty() { "index" } else { name };
        let ext_or = if ext.is_empty() { ".html" } else { ext };
        let link = |url: &str| match name {
            "" => url.to_string(),
            name => full_path(url, name, ext),
        };
        Addresses {
            first_page: full_path(first, name_or, ext_or),
            other_pages: full_path(others, name_or, ext_or),
            first_link: link(first),
            other_links: link(others),
        }
    }

    /// `page_path`
    pub(super) fn page(&self, number: i64, total: i64) -> String {
        let pattern = match number {
            1 => &self.first_page,
            _ => &self.other_pages,
        };
        numbered(pattern, number, total)
    }

    fn link(&self, number: i64, total: i64) -> String {
        let pattern = match number {
            1 => &self.first_link,
            _ => &self.other_links,
        };
        numbered(pattern, number, total)
    }
}

/// `Utils.ensure_full_path`
fn full_path(url: &str, name: &str, ext: &str) -> String {
    if url.ends_with('/') {
        format!("{url}{name}{ext}")
    } else if !url.contains('.') {
        format!("{url}{name}")
    } else {
        url.to_string()
    }
}

/// `Utils.format_page_number`
pub(super) fn numbered(pattern: &str, number: i64, total: i64) -> String {
    pattern
        .replacen(":num", &number.to_string(), 1)
        .replacen(":max", &total.to_string(), 1)
}

/// What a page shows, and of how many.
pub(super) struct Portion<'a> {
    /// The number of the page.
    pub(super) number: i64,
    /// How many pages there are.
    pub(super) total: i64,
    /// How many documents a page shows.
    pub(super) per_page: i64,
    /// All documents.
    pub(super) documents: &'a [Place],
}

/// `Paginator#to_liquid`, without the trail.
pub(super) fn pager(portion: &Portion<'_>, addresses: &Addresses) -> Vec<(&'static str, Value)> {
    let (number, total) = (portion.number, portion.total);
    let neighbour = |is_there: bool, number: i64| match is_there {
        true => (
            Value::Int(number),
            Value::from(addresses.link(number, total)),
        ),
        false => (Value::Nil, Value::Nil),
    };
    let (previous, previous_path) = neighbour(number != 1, number - 1);
    let (next, mut next_path) = neighbour(number != total, number + 1);
    if !next.is_nil() {
        next_path = Value::from(numbered(&addresses.other_links, number + 1, total));
    }
    let last_path = numbered(&addresses.other_links, total, total);
    vec![
        ("per_page", Value::Int(portion.per_page)),
        ("posts", Value::drop(DocumentPlaces::new(shown(portion)))),
        ("total_posts", Value::from(portion.documents.len())),
        ("total_pages", Value::Int(total)),
        ("page", Value::Int(number)),
        ("page_path", Value::from(addresses.page(number, total))),
        ("previous_page", previous),
        ("previous_page_path", previous_path),
        ("next_page", next),
        ("next_page_path", next_path),
        ("first_page", Value::Int(1)),
        ("first_page_path", Value::from(addresses.link(1, total))),
        ("last_page", Value::Int(total)),
        ("last_page_path", Value::from(last_path)),
        ("page_trail", Value::Nil),
    ]
}

/// The documents of one page.
fn shown(portion: &Portion<'_>) -> Vec<Place> {
    let per_page = usize::try_from(portion.per_page).unwrap_or(0);
    let before = usize::try_from(portion.number - 1).unwrap_or(0);
    let documents = portion.documents.iter();
    documents
        .skip(before.saturating_mul(per_page))
        .take(per_page)
        .copied()
        .collect()
}

/// The pages that a page names in its trail (`page_trail`): so many before it, so many behind.
pub(super) fn trail(
    pages: &[(String, Value)],
    number: usize,
    before: usize,
    behind: usize,
) -> Value {
    let length = before + behind + 1;
    let mut start = (number - 1).saturating_sub(before);
    let end = (start + length).min(pages.len());
    if end - start < length {
        // the trail stays as long where there are enough pages
        start = start.saturating_sub(length - (end - start));
    }
    pages[start..end]
        .iter()
        .enumerate()
        .map(|(at, (path, title))| {
            Value::Hash(Hash::from_iter([
                ("num", Value::from(start + at + 1)),
                ("path", Value::from(path.as_str())),
                ("title", title.clone()),
            ]))
        })
        .collect::<Vec<_>>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::{full_path, numbered};

    #[test]
    fn addresses_of_pages() {
        assert_eq!(full_path("/a/", "index", ".html"), "/a/index.html");
        assert_eq!(full_path("/page2", "index", ".html"), "/page2index");
        assert_eq!(full_path("/a.x", "index", ".html"), "/a.x");
        assert_eq!(numbered("/:num/:num/:max", 2, 9), "/2/:num/9");
    }
}
