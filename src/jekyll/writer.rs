//! Puts what was rendered into the destination: only what changed, every file whole (site.rb `write`).

use indexmap::IndexMap;

use crate::error::Result;

use super::fs::{Written, refused};
use super::log::{Level, Log};
use super::setup::Setup;
use super::static_file::StaticFile;

/// Writes the output of a document or page to `destination`, an absolute path.
///
/// # Errors
/// What the system refuses.
pub fn write(setup: &Setup, destination: &str, output: &[u8], log: &dyn Log) -> Result<Written> {
    if log.takes(Level::Debug) {
        log.debug("Writing:", destination);
    }
    let written = setup.files.write(destination, output);
    written.map_err(|e| refused(&e, "rb_sysopen", destination))
}

/// Copies a static file to `destination`. A link stays a link, but in safe mode and in production.
///
/// # Errors
/// What the system refuses.
pub fn copy(file: &StaticFile, destination: &str) -> Result<Written> {
    let setup = &file.setup;
    let keeps_links = !setup.safe && setup.environment.jekyll_env() != "production";
    let written = setup.files.copy(&file.path, destination, keeps_links);
    written.map_err(|e| refused(&e, "rb_sysopen", &file.path))
}

/// Tells of destinations that several files share (`Doctor.conflicting_urls`); whether there are any. Each thing that
/// is written comes with its destination and its path, in Jekyll's order: pages, static files, documents.
pub fn tell_conflicts(things: impl IntoIterator<Item = (String, String)>, log: &dyn Log) -> bool {
    let mut destinations: IndexMap<String, Vec<String>> = IndexMap::new();
    for (destination, path) in things {
        destinations.entry(destination).or_default().push(path);
    }
    destinations.retain(|_, paths| paths.len() > 1);
    for (destination, paths) in &destinations {
        log.warn(
            "Conflict:",
            "The following destination is shared by multiple files.",
        );
        log.warn("", "The written file may end up with unexpected contents.");
        log.warn("", &format!("\u{1b}[36m{destination}\u{1b}[0m"));
        for path in paths {
            log.warn("", &format!(" - {path}"));
        }
        log.warn("", "");
    }
    !destinations.is_empty()
}
