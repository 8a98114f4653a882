//! The part of a text that stands for it in a list: what comes before the separator (excerpt.rb).

use std::collections::HashSet;

use memchr::memmem;

use super::log::Log;
use super::setup::RenderFacts;
use crate::text::is_space_char;
use crate::value::Value;

/// The excerpt of a document or a page, not yet rendered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Its text: the beginning of the content, tags closed, link definitions appended.
    pub content: String,
}

/// What is needed to tell of an excerpt that had to be changed.
pub struct Told<'a> {
    /// The document or page.
    pub relative_path: &'a str,
    /// Which tags have an end tag.
    pub facts: &'a dyn RenderFacts,
    /// Who is told.
    pub log: &'a dyn Log,
}

/// `Excerpt#extract_excerpt`: everything before `separator`, open Liquid blocks closed, and the definitions of links
/// that are used there appended.
pub fn extract(content: &str, separator: &str, told: &Told<'_>) -> Excerpt {
    let (head, tail) = content.split_once(separator).unwrap_or((content, ""));
    if tail.is_empty() {
        return Excerpt {
            content: head.to_string(),
        };
    }
    let mut excerpt = head.to_string();
    if head.contains("{%") {
        close_blocks(&mut excerpt, separator, told);
    }
    let definitions = link_definitions(tail, &excerpt);
    if !definitions.is_empty() {
        excerpt.push_str("\n\n");
        excerpt.push_str(&definitions.join("\n"));
    }
    Excerpt { content: excerpt }
}

/// Appends the end tags that the separator has cut off, innermost first.
fn close_blocks(head: &mut String, separator: &str, told: &Told<'_>) {
    let names: Vec<String> = tag_names(head).into_iter().map(str::to_string).collect();
    let mut ends = end_names(head);
    let mut settled = HashSet::new();
    let mut modified = false;
    for name in names.iter().rev() {
        if !told.facts.is_block_tag(name) || !settled.insert(name) {
            continue;
        }
        if ends.iter().any(|end| end.starts_with(name.as_str())) {
            continue;
        }
        modified = true;
        head.push_str("\n{% end");
        head.push_str(name);
        head.push_str(" %}");
        ends.push(name.clone());
    }
    if modified {
        print_warning(separator, told);
    }
}

/// The names of all tags in a text (`/{%-?\s*(\w+)\s*.*?-?%}/m`).
fn tag_names(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(open) = memmem::find(&text.as_bytes()[at..], b"{%") {
        let start = at + open;
        let name = name_at(text, start + 2);
        let close = memmem::find(&text.as_bytes()[start + 2 + name.0..], b"%}");
        match close {
            Some(close) if !name.1.is_empty() => {
                names.push(name.1);
                at = start + 2 + name.0 + close + 2;
            }
            None => break,
            _ => at = start + 1,
        }
    }
    names
}

/// The word behind `{%`, and how many bytes lead to its end.
fn name_at(text: &str, at: usize) -> (usize, &str) {
    let rest = &text[at..];
    let named = rest
        .strip_prefix('-')
        .unwrap_or(rest)
        .trim_start_matches(is_space_char);
    let length = named
        .bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'_')
        .count();
    (rest.len() - named.len() + length, &named[..length])
}

/// What stands behind `end` in the tags of a text, tags within tags too.
fn end_names(text: &str) -> Vec<String> {
    let last_close = memmem::rfind(text.as_bytes(), b"%}").unwrap_or(0);
    memmem::find_iter(text.as_bytes(), b"{%")
        .filter_map(|open| {
            let (length, name) = name_at(text, open + 2);
            let name = name.strip_prefix("end")?;
            (open + 2 + length <= last_close).then(|| name.to_string())
        })
        .collect()
}

/// The definitions in `tail` of links that `head` uses (`/^ {0,3}(?:(\[[^\]]+\])(:.+))$/`).
fn link_definitions<'a>(tail: &'a str, head: &str) -> Vec<&'a str> {
    let bytes = tail.as_bytes();
    let mut definitions = Vec::new();
    // Where the last definition ends.
    let mut end = 0;
    // The first `]` at or behind the place looked at, as long as it lies there.
    let mut close = 0;
    for open in memchr::memchr_iter(b'[', bytes) {
        if open < end || !begins_line(&bytes[..open]) {
            continue;
        }
        if close <= open {
            close = memchr::memchr(b']', &bytes[open..]).map_or(bytes.len(), |at| open + at);
        }
        if close == bytes.len() {
            break;
        }
        if let Some((label_end, definition_end)) = definition_end(bytes, open, close) {
            if memmem::find(head.as_bytes(), &bytes[open..label_end]).is_some() {
                definitions.push(&tail[open..definition_end]);
            }
            end = definition_end;
        }
    }
    definitions
}

/// Whether what follows this begins a line, three spaces in front at most.
fn begins_line(before: &[u8]) -> bool {
    let spaces = before
        .iter()
        .rev()
        .take(4)
        .take_while(|b| **b == b' ')
        .count();
    spaces <= 3 && matches!(before[..before.len() - spaces].last(), None | Some(b'\n'))
}

/// The ends of the label and of the whole definition, if there is one.
fn definition_end(bytes: &[u8], open: usize, close: usize) -> Option<(usize, usize)> {
    if close <= open + 1 || bytes.get(close + 1) != Some(&b':') {
        return None;
    }
    let end = memchr::memchr(b'\n', &bytes[close..]).map_or(bytes.len(), |n| close + n);
    (end > close + 2).then_some((close + 1, end))
}

fn print_warning(separator: &str, told: &Told<'_>) {
    let log = told.log;
    log.warn(
        "Warning:",
        &format!("Excerpt modified in {}!", told.relative_path),
    );
    log.warn(
        "",
        &format!(
            "Found a Liquid block containing the excerpt separator {}.",
            Value::from(separator).shown()
        ),
    );
    log.warn(
        "",
        "The block has been modified with the appropriate closing tag.",
    );
    log.warn(
        "",
        "Feel free to define a custom excerpt or excerpt_separator in the",
    );
    log.warn(
        "",
        "document's Front Matter if the generated excerpt is unsatisfactory.",
    );
}
