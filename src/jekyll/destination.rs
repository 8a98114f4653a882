//! What lies in the destination of a site. It is looked at once, so that neither cleaning nor writing has to ask the disk
//! about every file and folder again.

use std::collections::HashSet;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};

use indexmap::IndexMap;

use super::fs::{Files, Kind, Written};
use super::path;
use super::setup::Setup;

/// The destination as it is, kept up to date by whoever changes it, several at a time.
pub struct Destination<'s> {
    files: &'s dyn Files,
    root: &'s str,
    /// Whether nothing below is a link: a path that is not listed may lead somewhere through one.
    is_plain: AtomicBool,
    /// What lay below before anything was written, by absolute path, a folder before what it holds.
    entries: Entries,
    /// The folders that are known to be there.
    folders: RwLock<HashSet<String, foldhash::fast::FixedState>>,
}

impl<'s> Destination<'s> {
    /// Looks through the destination of a site.
    pub fn of(setup: &'s Setup) -> Self {
        let (files, root) = (setup.files.as_ref(), setup.dest.as_str());
        let entries = all_below(setup, root);
        Destination {
            files,
            root,
            is_plain: AtomicBool::new(
                entries
                    .values()
                    .all(|kind| matches!(kind, Kind::File | Kind::Folder)),
            ),
            entries,
            folders: RwLock::default(),
        }
    }

    /// The destination of a site, not looked at: whoever writes asks the disk.
    pub fn unseen(setup: &'s Setup) -> Self {
        Destination {
            files: setup.files.as_ref(),
            root: setup.dest.as_str(),
            is_plain: AtomicBool::new(false),
            entries: Entries::default(),
            folders: RwLock::default(),
        }
    }

    /// The paths of all that lies there.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Whether a file lies at a path (`File.file?`).
    pub fn is_file(&self, path: &str) -> bool {
        if self.is_plain() {
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
    pub fn write(&self, path: &str, bytes: &[u8]) -> io::Result<Written> {
        if !self.is_plain() || self.entries.contains_key(path) {
            return self.files.write(path, bytes);
        }
        self.make_folders(path::dirname(path))?;
        self.files.create(path, bytes)?;
        Ok(Written::Changed)
    }

    /// Copies a file.
    ///
    /// # Errors
    /// What the system refuses.
    pub fn copy(&self, from: &str, to: &str, keep_links: bool) -> io::Result<Written> {
        if self.is_plain() {
            self.make_folders(path::dirname(to))?;
        }
        let written = self.files.copy(from, to, keep_links)?;
        if keep_links && self.is_plain() && self.files.is_link(to) {
            self.is_plain.store(false, Ordering::Relaxed);
        }
        Ok(written)
    }

    fn is_plain(&self) -> bool {
        self.is_plain.load(Ordering::Relaxed)
    }

    /// Makes a folder and those above it, where they are not there.
    fn make_folders(&self, folder: &str) -> io::Result<()> {
        let mut missing = Vec::new();
        {
            let made = self.folders.read().unwrap_or_else(PoisonError::into_inner);
            let is_there =
                |folder: &str| made.contains(folder) || self.entries.contains_key(folder);
            let mut above = folder;
            while above.len() >= self.root.len() && !is_there(above) {
                missing.push(above);
                above = path::dirname(above);
            }
        }
        for folder in missing.into_iter().rev() {
            self.files.make_folder(folder)?;
            let mut made = self.folders.write().unwrap_or_else(PoisonError::into_inner);
            made.insert(folder.to_string());
        }
        Ok(())
    }
}

type Entries = IndexMap<String, Kind, foldhash::fast::FixedState>;

/// All that lies below a folder, by absolute path, a folder before what it holds. All folders of one depth are listed
/// side by side; links are not followed.
fn all_below(setup: &Setup, root: &str) -> Entries {
    let mut entries = Entries::default();
    let mut folders = vec![root.to_string()];
    while !folders.is_empty() {
        let lists = setup.threads.map(folders, |folder| {
            let listed = setup.files.list(&folder).unwrap_or_default();
            let below = listed.into_iter();
            let below = below.map(|entry| (path::join(&folder, &entry.name), entry.kind));
            below.collect::<Vec<_>>()
        });
        folders = Vec::new();
        for (path, kind) in lists.into_iter().flatten() {
            if kind == Kind::Folder {
                folders.push(path.clone());
            }
            entries.insert(path, kind);
        }
    }
    // What lies in a folder comes soon behind it, which saves removing what has gone with it.
    entries.sort_unstable_keys();
    entries
}
