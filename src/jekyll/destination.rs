//! What lies in the destination of a site. It is looked at once, so that neither cleaning nor writing has to ask the disk
//! about every file and folder again.

use std::io;

use indexmap::IndexMap;

use super::fs::{Files, Kind, Written};
use super::glob::glob_entries;
use super::path;
use super::setup::Setup;

/// The destination as it is, kept up to date by whoever changes it.
pub struct Destination<'s> {
    files: &'s dyn Files,
    root: &'s str,
    has_root: bool,
    /// Whether nothing below is a link: a path that is not listed may lead somewhere through one.
    is_plain: bool,
    /// What lies below, by absolute path, a folder before what it holds.
    entries: IndexMap<String, Kind, foldhash::fast::FixedState>,
}

impl<'s> Destination<'s> {
    /// Looks through the destination of a site.
    pub fn of(setup: &'s Setup) -> Self {
        let (files, root) = (setup.files.as_ref(), setup.dest.as_str());
        let entries: IndexMap<_, _, _> = glob_entries(files, root, "**/*", true)
            .into_iter()
            .map(|found| (path::join(root, &found.path), found.kind))
            .collect();
        Destination {
            files,
            root,
            has_root: !entries.is_empty() || files.is_folder(root),
            is_plain: entries
                .values()
                .all(|kind| matches!(kind, Kind::File | Kind::Folder)),
            entries,
        }
    }

    /// The destination of a site, not looked at: whoever writes asks the disk.
    pub fn unseen(setup: &'s Setup) -> Self {
        Destination {
            files: setup.files.as_ref(),
            root: setup.dest.as_str(),
            has_root: true,
            is_plain: false,
            entries: IndexMap::default(),
        }
    }

    /// The paths of all that lies there.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Whether a file lies at a path (`File.file?`).
    pub fn is_file(&self, path: &str) -> bool {
        if self.is_plain {
            return self.entries.get(path) == Some(&Kind::File);
        }
        self.files.is_file(path)
    }

    /// Removes what lies at a path, with all below it. What cannot be removed stays, as with `rm_rf`.
    pub fn remove(&mut self, paths: &[String]) {
        let mut removed: Option<&str> = None;
        for path in paths {
            let is_below = |folder: &str| {
                path.strip_prefix(folder)
                    .is_some_and(|rest| rest.starts_with('/'))
            };
            if removed.is_some_and(is_below) {
                self.entries.swap_remove(path);
                continue;
            }
            if self.files.remove(path).is_ok() {
                self.entries.swap_remove(path);
                removed = Some(path);
            }
        }
    }

    /// Writes a file whole, unless it holds these bytes already.
    ///
    /// # Errors
    /// What the system refuses.
    pub fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<Written> {
        if !self.is_plain || self.entries.contains_key(path) {
            return self.files.write(path, bytes);
        }
        self.make_folders(path::dirname(path))?;
        self.files.create(path, bytes)?;
        self.entries.insert(path.to_string(), Kind::File);
        Ok(Written::Changed)
    }

    /// Copies a file.
    ///
    /// # Errors
    /// What the system refuses.
    pub fn copy(&mut self, from: &str, to: &str, keep_links: bool) -> io::Result<Written> {
        if self.is_plain {
            self.make_folders(path::dirname(to))?;
        }
        let written = self.files.copy(from, to, keep_links)?;
        if self.is_plain && !self.entries.contains_key(to) {
            self.is_plain = !(keep_links && self.files.is_link(to));
            self.entries.insert(to.to_string(), Kind::File);
        }
        Ok(written)
    }

    /// Makes a folder and those above it, where they are not there.
    fn make_folders(&mut self, folder: &str) -> io::Result<()> {
        let mut missing = Vec::new();
        let mut current = folder;
        while current.len() > self.root.len() && !self.entries.contains_key(current) {
            missing.push(current);
            current = path::dirname(current);
        }
        if !self.has_root {
            self.files.make_folder(self.root)?;
            self.has_root = true;
        }
        for folder in missing.into_iter().rev() {
            self.files.make_folder(folder)?;
            self.entries.insert(folder.to_string(), Kind::Folder);
        }
        Ok(())
    }
}
