//! The page for a folder without an index: names, times and sizes, sorted as the query asks (`?N=D`, `?M=A`, `?S=A`).

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use super::path::{encoded, is_disclosed};
use super::text::escaped;
use crate::value::Clock;

/// What a folder holds.
struct Entry {
    name: String,
    modified: Option<SystemTime>,
    size: Option<u64>,
}

/// The page that lists `folder`, which is shown as `path`.
///
/// # Errors
/// What the system refuses.
pub fn page(folder: &Path, path: &str, query: &str, clock: &Clock) -> io::Result<String> {
    let mut entries = entries(folder)?;
    let (column, descending) = order(query);
    match column {
        'M' => entries.sort_by(|a, b| {
            a.modified
                .cmp(&b.modified)
                .then_with(|| a.name.cmp(&b.name))
        }),
        'S' => entries.sort_by(|a, b| a.size.cmp(&b.size).then_with(|| a.name.cmp(&b.name))),
        _ => entries.sort_by(|a, b| a.name.cmp(&b.name)),
    }
    if descending {
        entries.reverse();
    }
    let title = format!("Index of {}", escaped(path));
    let turned = if descending { 'A' } else { 'D' };
    let mut html = format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>\n\
         body {{ font-family: sans-serif; margin: 2em; }}\n\
         th, td {{ padding: .2em 2em .2em 0; text-align: left; }}\n\
         td:last-child {{ text-align: right; }}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n<table>\n<thead><tr>\
         <th><a href=\"?N={turned}\">Name</a></th><th><a href=\"?M={turned}\">Last modified</a></th>\
         <th><a href=\"?S={turned}\">Size</a></th></tr></thead>\n<tbody>\n\
         <tr><td><a href=\"..\">Parent Directory</a></td><td></td><td>-</td></tr>\n"
    );
    for entry in entries {
        let size = entry.size.map_or("-".to_string(), |size| size.to_string());
        // writing to a String cannot fail
        let _ = writeln!(
            html,
            "<tr><td><a href=\"{}\">{}</a></td><td>{}</td><td>{size}</td></tr>",
            // what stands before a colon would be the scheme of a URL
            encoded(entry.name.as_bytes()).replace(':', "%3A"),
            escaped(&entry.name),
            shown_time(entry.modified, clock),
        );
    }
    html.push_str("</tbody>\n</table>\n</body>\n</html>\n");
    Ok(html)
}

fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if !is_disclosed(&name) {
            continue;
        }
        let metadata = fs::metadata(entry.path()).ok();
        let is_folder = metadata.as_ref().is_some_and(fs::Metadata::is_dir);
        entries.push(Entry {
            name: if is_folder { name + "/" } else { name },
            modified: metadata.as_ref().and_then(|m| m.modified().ok()),
            size: metadata.filter(|_| !is_folder).map(|m| m.len()),
        });
    }
    Ok(entries)
}

/// The column that the query names first, and whether it is to descend.
fn order(query: &str) -> (char, bool) {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(key, value)| match key {
            "N" | "M" | "S" => Some((key.chars().next().unwrap_or('N'), value != "A")),
            _ => None,
        })
        .unwrap_or(('N', false))
}

fn shown_time(modified: Option<SystemTime>, clock: &Clock) -> String {
    modified
        .map(|time| clock.localtime(&Clock::system_time(time)))
        .and_then(|time| time.strftime("%Y/%m/%d %H:%M").ok())
        .unwrap_or_default()
}
