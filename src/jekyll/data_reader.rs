//! The data files of a site or a theme: YAML, JSON, CSV and TSV (readers/data_reader.rb).

use crate::error::{Error, ErrorKind, Result};
use crate::text::is_space_char;
use crate::value::{Hash, Map, Value};
use crate::yaml;

use super::csv;
use super::entry_filter::is_refused_link;
use super::fs::unreadable;
use super::glob::glob;
use super::log::Level;
use super::merge::set;
use super::path;
use super::setup::Setup;
use super::slug_letters::is_kept;

/// A folder of data deeper than this is not read.
const DEEPEST: usize = 256;

/// What the data files below `folder` hold, by sanitized name. `root` is the source or the theme's folder.
///
/// # Errors
/// A file with a syntax error, or one that the system refuses.
pub fn read(setup: &Setup, folder: &str, root: &str) -> Result<Map> {
    let options = Options {
        csv: csv::Options::of(
            setup.config.get("csv_reader"),
            ',',
            setup.config.get("encoding"),
        ),
        tsv: csv::Options::of(
            setup.config.get("tsv_reader"),
            '\t',
            setup.config.get("encoding"),
        ),
    };
    let mut paths = Vec::new();
    let nodes = nodes_of(setup, folder, &mut paths, 0)?;
    let read = setup.threads.map(paths.iter().collect(), |path| {
        read_file(setup, path, &options)
    });
    let log = setup.log.as_ref();
    let mut values = Vec::with_capacity(read.len());
    for (path, value) in paths.iter().zip(read) {
        if log.takes(Level::Debug) {
            log.debug(
                "Reading:",
                &path::without_first(path, &path::join(root, "")),
            );
        }
        values.push(value?);
    }
    Ok(built(nodes, &values))
}

struct Options {
    csv: Result<csv::Options>,
    tsv: Result<csv::Options>,
}

/// An entry of a folder of data.
enum Node {
    File { key: String, index: usize },
    Folder { key: String, nodes: Vec<Node> },
}

fn nodes_of(
    setup: &Setup,
    folder: &str,
    paths: &mut Vec<String>,
    depth: usize,
) -> Result<Vec<Node>> {
    let files = setup.files.as_ref();
    if depth > DEEPEST {
        return Err(Error::new(
            ErrorKind::Limit,
            format!("data folders are nested too deep: {folder}"),
        ));
    }
    let mut nodes = Vec::new();
    if !files.is_folder(folder) || is_refused_link(setup, folder, folder)? {
        return Ok(nodes);
    }
    let mut entries = glob(files, folder, "*.{yaml,yml,json,csv,tsv}", false);
    let all = glob(files, folder, "*", false);
    entries.extend(
        all.into_iter()
            .filter(|e| files.is_folder(&path::join(folder, e))),
    );
    for entry in entries {
        let path = path::sanitized(folder, &entry);
        if is_refused_link(setup, &path, &path)? {
            continue;
        }
        if files.is_folder(&path) {
            nodes.push(Node::Folder {
                key: sanitized_name(&entry),
                nodes: nodes_of(setup, &path, paths, depth + 1)?,
            });
        } else {
            nodes.push(Node::File {
                key: sanitized_name(path::stem(&entry)),
                index: paths.len(),
            });
            paths.push(path);
        }
    }
    Ok(nodes)
}

fn built(nodes: Vec<Node>, values: &[Value]) -> Map {
    let mut map = Map::default();
    for node in nodes {
        match node {
            Node::File { key, index } => set(
                &mut map,
                &key,
                values.get(index).cloned().unwrap_or_default(),
            ),
            Node::Folder { key, nodes } => set(&mut map, &key, Hash::new(built(nodes, values))),
        }
    }
    map
}

fn read_file(setup: &Setup, path: &str, options: &Options) -> Result<Value> {
    let bytes = setup.files.read(path).map_err(|e| unreadable(&e, path))?;
    let in_file = |e: Error| e.at(path, None, None);
    match path::extname(path).to_ascii_lowercase().as_str() {
        ".csv" => csv::read(&bytes, options.csv.as_ref().map_err(Error::clone)?).map_err(in_file),
        ".tsv" => csv::read(&bytes, options.tsv.as_ref().map_err(Error::clone)?).map_err(in_file),
        _ => yaml::load_bytes(&bytes, Some(path)),
    }
}

/// The name of a file or folder as a key: words, hyphens and underscores of ASCII.
pub fn sanitized_name(name: &str) -> String {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let behind = name.trim_start_matches(is_space_char);
    let goes_on_with_word = behind
        .chars()
        .next()
        .is_none_or(|c| c == '_' || c.is_alphanumeric() || is_kept(c));
    let name = if goes_on_with_word { behind } else { name };
    let mut key = String::with_capacity(name.len());
    let mut in_space = false;
    for c in name.chars() {
        if is_space_char(c) {
            if !in_space {
                key.push('_');
            }
            in_space = true;
        } else if is_word(c) || c == '-' {
            key.push(c);
            in_space = false;
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_keys() {
        for (name, key) in [
            ("a b", "a_b"),
            ("a  b", "a_b"),
            (" a", "a"),
            ("a ", "a_"),
            ("a.b", "ab"),
            ("a - b", "a_-_b"),
            ("- a", "-_a"),
            ("é é", "_"),
            ("categories.01", "categories01"),
            ("a!  !b", "a_b"),
            ("! a", "_a"),
            ("   ", ""),
            ("a ! b", "a_b"),
            ("한글", ""),
        ] {
            assert_eq!(sanitized_name(name), key, "{name:?}");
        }
    }
}
