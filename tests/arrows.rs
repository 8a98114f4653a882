//! Who may use whom: the arrows of docs/ARCHITECTURE.md, read off the `crate::` paths in the source.

use std::fs;
use std::path::Path;

use crate::fixtures::{files_under, root};

/// A module and those that it may use, beside itself.
const ARROWS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("text", &[]),
    ("value", &["error", "text"]),
    ("yaml", &["error", "text", "value"]),
    ("front_matter", &["error", "text", "value", "yaml"]),
    ("liquid", &["error", "text", "value"]),
    ("kramdown", &["error", "text"]),
    ("commonmark", &["error", "text"]),
    ("highlight", &["error", "text"]),
    ("sass", &["error"]),
    ("jekyll", JEKYLL),
    (
        "plugins",
        &[
            JEKYLL_ITSELF,
            "error",
            "text",
            "value",
            "yaml",
            "front_matter",
            "liquid",
            "commonmark",
        ],
    ),
    (
        "interop",
        &["error", "value", "yaml", "liquid", JEKYLL_ITSELF, "engine"],
    ),
    ("engine", ALL_BELOW_ENGINE),
    ("eval", ALL_BELOW_EVAL),
    ("cli", ALL_BELOW_CLI),
];

const JEKYLL_ITSELF: &str = "jekyll";
/// The modules one above the other: from `jekyll` on each may use all that stand before it.
const ALL: [&str; 14] = [
    "error",
    "text",
    "value",
    "yaml",
    "front_matter",
    "liquid",
    "kramdown",
    "commonmark",
    "highlight",
    "sass",
    "jekyll",
    "plugins",
    "engine",
    "eval",
];
const JEKYLL: &[&str] = ALL.split_at(10).0;
const ALL_BELOW_ENGINE: &[&str] = ALL.split_at(12).0;
const ALL_BELOW_EVAL: &[&str] = ALL.split_at(13).0;
const ALL_BELOW_CLI: &[&str] = &ALL;

/// Names for a drawer into which anything goes.
const DRAWERS: &[&str] = &["utils", "util", "common", "helpers", "misc", "shared"];

#[test]
fn modules_use_only_what_lies_below_them() {
    let source = root().join("src");
    let mut wrong = Vec::new();
    for file in files_under(&source) {
        let name = file.strip_prefix(&source).unwrap();
        if file.extension().is_none_or(|e| e != "rs")
            || name == Path::new("lib.rs")
            || name == Path::new("main.rs")
        {
            continue;
        }
        let first = name
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_str()
            .unwrap();
        let module = first.trim_end_matches(".rs");
        let text = fs::read_to_string(&file).unwrap();
        for (number, used) in uses(&text) {
            if let Some(complaint) = complaint(module, &used) {
                wrong.push(format!("src/{}:{number}: {complaint}", name.display()));
            }
        }
    }
    for (module, _) in ARROWS {
        let is_there =
            source.join(module).is_dir() || source.join(format!("{module}.rs")).is_file();
        if !is_there {
            wrong.push(format!("there is no module {module}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_named_for_being_left_over() {
    for file in files_under(&root().join("src")) {
        for part in file.components() {
            let part = part.as_os_str().to_string_lossy();
            let stem = part.trim_end_matches(".rs");
            assert!(
                !DRAWERS.contains(&stem),
                "{} is named for nothing",
                file.display()
            );
        }
    }
}

#[test]
fn a_wrong_arrow_is_seen() {
    let text = "// crate::cli in a comment\nuse crate::{jekyll::Site, value::Value};\nlet x = crate::cli::run();\n";
    let seen: Vec<_> = uses(text);
    assert_eq!(
        seen,
        [(2, "jekyll".into()), (2, "value".into()), (3, "cli".into())]
    );
    assert!(complaint("liquid", "jekyll").is_some());
    assert!(complaint("liquid", "value").is_none());
    assert!(complaint("newcomer", "value").is_some());
}

fn complaint(module: &str, used: &str) -> Option<String> {
    let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
        return Some(format!(
            "{module} has no arrows: draw them in tests/arrows.rs and docs/ARCHITECTURE.md"
        ));
    };
    // What begins with a capital is a public name of the crate's root, which is re-exported from a module below.
    let is_module = used.starts_with(|c: char| c.is_ascii_lowercase());
    let wrong = is_module && used != module && !allowed.contains(&used);
    wrong.then(|| format!("{module} may not use {used}"))
}

/// The modules that code names by `crate::`, with their lines; comments do not count.
fn uses(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut group: Option<usize> = None;
    for (number, line) in text.lines().enumerate().map(|(n, l)| (n + 1, l)) {
        let code = line.split("//").next().unwrap_or("");
        let mut rest = code;
        if let Some(depth) = &mut group {
            let (names, after) = names_of_group(rest, depth);
            found.extend(names.into_iter().map(|name| (number, name)));
            match after {
                Some(after) => (rest, group) = (after, None),
                None => continue,
            }
        }
        while let Some(at) = rest.find("crate::") {
            // `$crate::` and `::crate::` are other things, and so is a longer word.
            let before = rest[..at].chars().next_back();
            rest = &rest[at + "crate::".len()..];
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            if let Some(inside) = rest.strip_prefix('{') {
                let mut depth = 1;
                let (names, after) = names_of_group(inside, &mut depth);
                found.extend(names.into_iter().map(|name| (number, name)));
                match after {
                    Some(after) => rest = after,
                    None => {
                        group = Some(depth);
                        break;
                    }
                }
            } else {
                found.push((number, first_name(rest)));
            }
        }
    }
    found
}

/// The first names of the paths in `{a::b, c}`, and what follows the group, if it ends here.
fn names_of_group<'a>(text: &'a str, depth: &mut usize) -> (Vec<String>, Option<&'a str>) {
    let mut names = Vec::new();
    let mut starts = true;
    for (at, c) in text.char_indices() {
        match c {
            '{' => *depth += 1,
            '}' => {
                *depth -= 1;
                if *depth == 0 {
                    return (names, Some(&text[at + 1..]));
                }
            }
            ',' => starts = *depth == 1,
            c if starts && *depth == 1 && !c.is_whitespace() => {
                names.push(first_name(&text[at..]));
                starts = false;
            }
            _ => {}
        }
    }
    (names, None)
}

fn first_name(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}
