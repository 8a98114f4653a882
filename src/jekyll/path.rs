//! Paths as Ruby's `File` and Jekyll's `PathManager` treat them: plain text, joined and cleaned without asking the disk.
//! Every path that leaves this module through [`sanitized`] lies under its base.

use std::collections::HashSet;

/// Paths among which others are looked for.
pub type PathSet<'p> = HashSet<&'p str, foldhash::fast::FixedState>;

/// `File.join(base, item)`: one slash at the seam, whatever either side brings.
pub fn join(base: &str, item: &str) -> String {
    let mut joined = String::with_capacity(base.len() + item.len() + 1);
    if item.starts_with('/') {
        joined.push_str(base.trim_end_matches('/'));
    } else {
        joined.push_str(base);
        if !base.ends_with('/') {
            joined.push('/');
        }
    }
    joined.push_str(item);
    joined
}

/// `File.expand_path(path, base)` for an absolute `base`: dots resolved, slashes single, no slash at the end.
/// A leading `~` is a name like any other here.
pub fn expand(path: &str, base: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let whole = if path.starts_with('/') {
        [path, ""]
    } else {
        [base, path]
    };
    for part in whole.iter().flat_map(|p| p.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut expanded = String::with_capacity(path.len() + base.len() + 1);
    for part in &parts {
        expanded.push('/');
        expanded.push_str(part);
    }
    if parts.is_empty() {
        expanded.push('/');
    }
    expanded
}

/// `Jekyll.sanitized_path(base, questionable)`: the path forced under `base` (path_manager.rb).
pub fn sanitized(base: &str, questionable: &str) -> String {
    if base == questionable {
        return base.to_string();
    }
    let clean = expand(questionable, "/");
    if clean == base || is_inside(&clean, base) {
        return clean;
    }
    join(base, &clean)
}

/// Whether a path lies below a folder, both written alike.
pub fn is_inside(path: &str, base: &str) -> bool {
    path.strip_prefix(base)
        .is_some_and(|rest| rest.starts_with('/'))
}

/// The path without parts that say nothing (`a//b`, `a/./b`, `a/`).
pub fn without_empty_parts(path: String) -> String {
    let says_nothing = |part: &str| matches!(part, "" | ".");
    let (root, rest) = match path.strip_prefix('/') {
        Some(rest) => ("/", rest),
        None => ("", path.as_str()),
    };
    if !rest.split('/').any(says_nothing) {
        return path;
    }
    let parts = rest.split('/').filter(|part| !says_nothing(part));
    format!("{root}{}", parts.collect::<Vec<_>>().join("/"))
}

/// `File.basename(path)`.
pub fn basename(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return if path.is_empty() { "" } else { "/" };
    }
    trimmed.rsplit('/').next().unwrap_or(trimmed)
}

/// `File.basename(path, ".*")`: the last extension dropped, unless nothing would remain.
pub fn stem(path: &str) -> &str {
    let name = basename(path);
    let dots = name.len() - name.trim_start_matches('.').len();
    match name[dots..].rfind('.') {
        Some(dot) => &name[..dots + dot],
        None => name,
    }
}

/// `File.extname(path)`: with its dot; a name that starts with dots has none there, `a.` has `.`.
pub fn extname(path: &str) -> &str {
    let name = basename(path);
    let visible = name.trim_start_matches('.');
    match visible.rfind('.') {
        Some(dot) => &visible[dot..],
        None => "",
    }
}

/// `File.dirname(path)`.
pub fn dirname(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return if path.is_empty() { "." } else { "/" };
    }
    match trimmed.rfind('/') {
        None => ".",
        Some(slash) => match trimmed[..slash].trim_end_matches('/') {
            "" => "/",
            dir => dir,
        },
    }
}

/// The folders between a file and one above it, from the file on.
pub fn folders_between<'a>(file: &'a str, above: &'a str) -> impl Iterator<Item = &'a str> {
    let mut current = file;
    std::iter::from_fn(move || {
        current = dirname(current);
        (current.len() > above.len() && current.starts_with(above)).then_some(current)
    })
}

/// Without the dots at its end (`gsub(/\.*\z/, "")`).
pub fn without_trailing_dots(text: &str) -> &str {
    text.trim_end_matches('.')
}

/// `text.sub(needle, "")` for a literal needle: the first occurrence, wherever it stands.
pub fn without_first(text: &str, needle: &str) -> String {
    text.replacen(needle, "", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_as_ruby_does() {
        for (base, item, joined) in [
            ("a/", "/b", "a/b"),
            ("a//", "b", "a//b"),
            ("a", "//b", "a//b"),
            ("a", "", "a/"),
            ("", "", "/"),
            ("", "b", "/b"),
            ("/", "b", "/b"),
        ] {
            assert_eq!(join(base, item), joined, "{base:?} {item:?}");
        }
    }

    #[test]
    fn names_and_extensions() {
        for (path, ext, stem_) in [
            ("a.b", ".b", "a"),
            (".a", "", ".a"),
            ("..a", "", "..a"),
            ("a.", ".", "a"),
            ("a..", ".", "a."),
            (".a.b", ".b", ".a"),
            ("a.b/", ".b", "a"),
            ("a/.b", "", ".b"),
            ("a.b ", ".b ", "a"),
        ] {
            assert_eq!(extname(path), ext, "{path:?}");
            assert_eq!(stem(path), stem_, "{path:?}");
        }
    }

    #[test]
    fn stays_under_its_base() {
        for (path, inside) in [
            ("../../etc", "/s/etc"),
            ("/etc", "/s/etc"),
            ("/s/a", "/s/a"),
            ("/sa", "/s/sa"),
            ("~/x", "/s/~/x"),
            ("c:/win", "/s/c:/win"),
            ("", "/s/"),
            ("/s", "/s"),
        ] {
            assert_eq!(sanitized("/s", path), inside, "{path:?}");
        }
    }

    #[test]
    fn folders_between_a_file_and_one_above_it() {
        let between = |file| folders_between(file, "/d").collect::<Vec<_>>();
        assert_eq!(between("/d/a/b/c.html"), ["/d/a/b", "/d/a"]);
        assert!(between("/d/c.html").is_empty());
    }

    #[test]
    fn directories() {
        assert_eq!(dirname("/a/b/"), "/a");
        assert_eq!(dirname("a"), ".");
        assert_eq!(dirname("/a"), "/");
        assert_eq!(dirname("a//b"), "a");
    }
}
