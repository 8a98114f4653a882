//! What a site asks for and this program does not have, each thing with its place: plugins, keys of the configuration,
//! options of kramdown, tags and filters. Jekyll has no such check.

use std::collections::HashSet;

use crate::cli::{Context, config};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::converters::option_value;
use crate::jekyll::fs::{DiskFiles, Files};
use crate::jekyll::glob::glob;
use crate::jekyll::log::Log;
use crate::jekyll::plugin_manager::{self, By};
use crate::jekyll::render::{Content, Rendering};
use crate::jekyll::setup::{Host, find_theme};
use crate::kramdown::{OptionError, Options};
use crate::liquid::{Registry, Use, uses};
use crate::plugins;

/// A file's path as it is shown, and its text.
struct Text {
    path: String,
    text: String,
}

/// Says what the configuration and the Gemfile ask for in vain; whether there is nothing of the kind.
pub(super) fn nothing_in_configuration(
    context: &Context<'_>,
    configuration: &Config,
    host: &Host,
) -> Result<bool> {
    let files = texts(
        &Config::paths(&config::overrides(context), &DiskFiles, context.environment)?,
        host.environment.folder(),
    );
    let gemfile = texts(
        &[host.environment.expand("Gemfile")],
        host.environment.folder(),
    );
    let mut found = Vec::new();
    let theme = find_theme(configuration, host)?;
    for requirement in plugin_manager::requirements(configuration, theme.as_ref(), host) {
        let name = requirement.name;
        if plugins::find(&name).is_some() || plugins::is_part_of_jekyll(&name) {
            continue;
        }
        let place = match requirement.by {
            By::Config => place(&files, &["plugins", &name]),
            By::Gemfile => place(&gemfile, &[&name]),
            By::Theme => None,
        };
        let what = format!("the plugin {name}");
        if !found.iter().any(|(known, _)| *known == what) {
            found.push((what, place));
        }
    }
    if configuration.is_set("lsi") {
        found.push(("the key lsi".to_string(), place(&files, &["lsi"])));
    }
    for name in options_of_kramdown(configuration) {
        let words: Vec<&str> = std::iter::once("kramdown")
            .chain(name.split(": "))
            .collect();
        let place = place(&files, &words);
        found.push((format!("kramdown's option {name}"), place));
    }
    Ok(tell(found, context.console.as_ref()))
}

/// Says which tags and filters of the site nobody brings; whether there are none.
pub(super) fn nothing_in_templates(context: &Context<'_>, site: &Rendering) -> Result<bool> {
    let setup = site.setup();
    let outputs = site.outputs()?;
    let pages = outputs
        .iter()
        .filter(|output| matches!(output.content, Content::Bytes(_)))
        .map(|output| setup.in_source_dir(&output.path));
    let layouts = setup.in_source_dir(setup.config.text("layouts_dir"));
    let folders = std::iter::once(&layouts).chain(&setup.includes_load_paths);
    let parts = folders.flat_map(|folder| {
        let files = glob(&DiskFiles, folder, "**/*", false);
        files
            .into_iter()
            .map(move |file| format!("{folder}/{file}"))
    });
    let mut seen = HashSet::new();
    let paths: Vec<String> = pages
        .chain(parts)
        .filter(|path| seen.insert(path.clone()))
        .collect();
    let mut found = Vec::new();
    for Text { path, text } in texts(&paths, &setup.source) {
        if text.contains("\nrender_with_liquid: false\n") {
            continue;
        }
        for (what, line) in unknown(&text, site.registry()) {
            found.push((what, Some((path.clone(), line))));
        }
    }
    Ok(tell(found, context.console.as_ref()))
}

fn tell(found: Vec<(String, Option<(String, u32)>)>, log: &dyn Log) -> bool {
    for (what, place) in &found {
        let place = place
            .as_ref()
            .map(|(file, line)| format!(", {file}, line {line}"))
            .unwrap_or_default();
        log.warn(
            "Lacking:",
            &format!("{} does not have {what}{place}", env!("CARGO_PKG_NAME")),
        );
    }
    found.is_empty()
}

/// The options of kramdown that are set and not supported; those within another behind its name.
fn options_of_kramdown(config: &Config) -> Vec<String> {
    let mut lacking = Vec::new();
    let Some(given) = config.get("kramdown").as_hash() else {
        return lacking;
    };
    let mut options = Options::jekyll();
    for (key, value) in given.iter() {
        let key = key.to_s().unwrap_or_default();
        if let Err(OptionError::Unsupported(name)) = options.set(&key, option_value(value)) {
            lacking.push(name);
        }
    }
    lacking
}

/// The files that can be read, shown relative to a folder.
fn texts(paths: &[String], folder: &str) -> Vec<Text> {
    let read = |path: &String| {
        let bytes = DiskFiles.read(path).ok()?;
        let relative = path
            .strip_prefix(folder)
            .and_then(|rest| rest.strip_prefix('/'));
        Some(Text {
            path: relative.unwrap_or(path).to_string(),
            text: String::from_utf8(bytes).ok()?,
        })
    };
    paths.iter().filter_map(read).collect()
}

/// Where the last of some words stands in a configuration, each behind the one before; comments do not count.
fn place(files: &[Text], words: &[&str]) -> Option<(String, u32)> {
    files.iter().find_map(|file| {
        let mut wanted = words.iter().peekable();
        for (number, line) in file.text.lines().enumerate() {
            if line.trim_start().starts_with('#') {
                continue;
            }
            while wanted.next_if(|word| has_word(line, word)).is_some() {}
            if wanted.peek().is_none() {
                return Some((file.path.clone(), number as u32 + 1));
            }
        }
        None
    })
}

fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(is_part) && !line[at + word.len()..].starts_with(is_part)
    })
}

/// The tags and filters of a template that are not registered, with their lines; each once.
fn unknown(text: &str, registry: &Registry) -> Vec<(String, u32)> {
    let mut seen = HashSet::new();
    uses(text)
        .into_iter()
        .filter(|(what, _)| match what {
            Use::Tag(name) => registry.find_tag(name).is_none(),
            Use::Filter(name) => registry.find_filter(name).is_none(),
        })
        .filter(|(what, _)| seen.insert(*what))
        .map(|(what, line)| match what {
            Use::Tag(name) => (format!("the tag {name}"), line),
            Use::Filter(name) => (format!("the filter {name}"), line),
        })
        .collect()
}
