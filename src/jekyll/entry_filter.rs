//! Which entries of a folder Jekyll reads: include, exclude, special and backup names, links in safe mode (entry_filter.rb).

use crate::error::{Error, Result};
use crate::value::Value;

use super::fs::refused;
use super::glob::fnmatch;
use super::log::{Level, Log};
use super::path;
use super::setup::Setup;

/// Sorts out the entries of one folder.
pub struct EntryFilter<'a> {
    setup: &'a Setup,
    /// The folder, relative to the source as Jekyll writes it (`/sub`, `_notes`, or empty).
    base: String,
    /// Where the entries lie, absolute.
    folder: String,
    exclude: Vec<Pattern>,
    include: Vec<Pattern>,
}

/// A pattern of `include` or `exclude` behind the source, as Jekyll compares it.
struct Pattern {
    text: String,
    /// Whether it says more than its letters.
    has_magic: bool,
}

impl Pattern {
    fn new(source: &str, pattern: &str) -> Self {
        let text = path::join(source, pattern);
        Pattern {
            has_magic: text.contains(['*', '?', '[', '\\']),
            text,
        }
    }
}

impl<'a> EntryFilter<'a> {
    /// A filter for entries of `folder`; `base` is what excluded paths are prefixed with.
    pub fn new(setup: &'a Setup, base: &str, folder: &str) -> Self {
        let base = base
            .strip_prefix(&*setup.source)
            .unwrap_or(base)
            .to_string();
        let texts = |values: &'a [Value]| values.iter().filter_map(Value::as_str);
        let include: Vec<&str> = texts(&setup.include).collect();
        let exclude = texts(&setup.exclude)
            .filter(|pattern| !include.contains(pattern))
            .map(|pattern| Pattern::new(&setup.source, pattern))
            .collect();
        let include = include
            .iter()
            .map(|pattern| Pattern::new(&setup.source, pattern))
            .collect();
        EntryFilter {
            setup,
            base,
            folder: folder.to_string(),
            exclude,
            include,
        }
    }

    /// The entries that Jekyll reads, in their order. An entry is a path relative to the folder.
    ///
    /// # Errors
    /// ArgumentError for a name that is no UTF-8, as `valid` tells.
    pub fn filter<T>(
        &self,
        entries: Vec<T>,
        name: &dyn Fn(&T) -> (&str, bool),
        log: &dyn Log,
    ) -> Result<Vec<T>> {
        let mut kept = Vec::with_capacity(entries.len());
        for entry in entries {
            let (entry_name, valid) = name(&entry);
            if self.reads(entry_name, valid, log)? {
                kept.push(entry);
            }
        }
        Ok(kept)
    }

    /// [`EntryFilter::filter`] for plain paths.
    ///
    /// # Errors
    /// As there.
    pub fn filter_paths(&self, entries: Vec<String>, log: &dyn Log) -> Result<Vec<String>> {
        self.filter(entries, &|entry: &String| (entry.as_str(), true), log)
    }

    fn reads(&self, entry: &str, valid: bool, log: &dyn Log) -> Result<bool> {
        if entry.ends_with('.') {
            return Ok(false);
        }
        let included = self.is_included(entry);
        if self.is_excluded(entry, log) && !included {
            return Ok(false);
        }
        if is_refused_link(self.setup, &path::join(&self.folder, entry), entry)? {
            return Ok(false);
        }
        if included {
            return Ok(true);
        }
        if !valid {
            return Err(Error::ruby(
                "ArgumentError",
                "invalid byte sequence in UTF-8",
            ));
        }
        Ok(!is_special(entry) && !entry.ends_with('~'))
    }

    fn is_included(&self, entry: &str) -> bool {
        let name = path::basename(entry);
        self.matches_any(&self.include, entry)
            || (name != entry && self.matches_any(&self.include, name))
    }

    fn is_excluded(&self, entry: &str, log: &dyn Log) -> bool {
        let relative = path::join(&self.base, entry);
        let excluded = self.matches_any(&self.exclude, &relative);
        if excluded && log.takes(Level::Debug) {
            log.debug("EntryFilter:", &format!("excluded {relative}"));
        }
        excluded
    }

    /// `glob_include?`: a pattern matches as a glob, as a prefix of the text, or with a slash behind a folder's name.
    fn matches_any(&self, patterns: &[Pattern], entry: &str) -> bool {
        if patterns.is_empty() {
            return false;
        }
        let entry = path::join(&self.setup.source, entry);
        patterns.iter().any(|pattern| {
            entry.starts_with(&pattern.text)
                || (pattern.has_magic && fnmatch(&pattern.text, &entry))
                || (pattern.text.strip_suffix('/') == Some(entry.as_str())
                    && self.setup.files.is_folder(&entry))
        })
    }
}

/// Whether `path` is a link that safe mode does not follow: one that leads out of the source. `shown` is the path as
/// Jekyll has it.
///
/// # Errors
/// A link that leads nowhere.
pub fn is_refused_link(setup: &Setup, path: &str, shown: &str) -> Result<bool> {
    if !setup.safe || !setup.files.is_link(path) {
        return Ok(false);
    }
    let real = setup.files.real_path(path);
    let real = real.map_err(|e| refused(&e, "rb_check_realpath_internal", shown))?;
    Ok(!real.starts_with(&setup.source))
}

fn is_special(entry: &str) -> bool {
    let special = |name: &str| name.starts_with(['.', '_', '#', '~']);
    special(entry) || special(path::basename(entry))
}
