//! What kind of thing a file is: the table is Jekyll's (mime.types, mime_types_charset.json), the look-up WEBrick's.

use std::collections::HashMap;
use std::sync::OnceLock;

/// A media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaType {
    /// Its name.
    pub name: &'static str,
    /// Whether it is text, to which the site's encoding is added.
    pub has_charset: bool,
}

/// What a file is that nothing is known of.
pub const UNKNOWN: MediaType = MediaType {
    name: "application/octet-stream",
    has_charset: false,
};

/// One type a line, with its extensions; those that begin with `+` take a charset.
const TABLE: &str = include_str!("mime.types");

/// The type of a file of this name: by its last extension, else by the one before, as in `index.html.ko`.
pub fn of(name: &str) -> MediaType {
    static BY_EXTENSION: OnceLock<HashMap<&'static str, MediaType>> = OnceLock::new();
    let by_extension = BY_EXTENSION.get_or_init(|| table().collect());
    let mut parts = name.rsplitn(3, '.');
    let (last, before) = (parts.next(), parts.next());
    let has_dot = |part: &Option<&str>| part.is_some();
    let find = |extension: Option<&str>| {
        let extension = extension?.to_lowercase();
        by_extension.get(extension.as_str()).copied()
    };
    let first = last
        .filter(|_| has_dot(&before))
        .filter(|part| is_word(part));
    let second = before.filter(|_| parts.next().is_some());
    find(first)
        .or_else(|| find(second.filter(|_| last.is_some_and(is_word_or_dash))))
        .unwrap_or(UNKNOWN)
}

fn table() -> impl Iterator<Item = (&'static str, MediaType)> {
    TABLE.lines().flat_map(|line| {
        let mut words = line.split(' ');
        let name = words.next().unwrap_or_default();
        let media_type = MediaType {
            name: name.trim_start_matches('+'),
            has_charset: name.starts_with('+'),
        };
        words.map(move |extension| (extension, media_type))
    })
}

fn is_word(part: &str) -> bool {
    !part.is_empty() && part.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())
}

fn is_word_or_dash(part: &str) -> bool {
    is_word(&part.replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As WEBrick answers under `jekyll serve`.
    #[test]
    fn types_by_name() {
        let name = |file| of(file).name;
        assert_eq!(name("a.html"), "text/html");
        assert_eq!(name("A.HTML"), "text/html");
        assert_eq!(name("a.tar.gz"), "application/gzip");
        assert_eq!(name("a.css.map"), "application/json");
        assert_eq!(name("a.html.ko"), "text/html");
        assert_eq!(name("a.xhtml"), "application/xhtml+xml");
        assert_eq!(name("a.mjs"), "application/javascript");
        assert_eq!(name("a.rb"), "application/octet-stream");
        assert_eq!(name("html"), "application/octet-stream");
        assert_eq!(name("a.unknown"), "application/octet-stream");
        assert!(of("a.css").has_charset);
        assert!(of("a.webmanifest").has_charset);
        assert!(!of("a.xml").has_charset);
        assert!(!of("a.svg").has_charset);
    }
}
