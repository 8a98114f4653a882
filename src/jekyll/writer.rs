//! Puts what was rendered into the destination: only what changed, every file whole (site.rb `write`).

use std::io;

use indexmap::IndexMap;

use crate::error::{Error, Result};

use super::destination::Destination;
use super::fs::{Files, Written, refused, unreadable};
use super::log::{Level, Log};
use super::path::{self, PathSet};
use super::render::{Content, Output};
use super::setup::Setup;
use super::static_file::StaticFile;

/// Writes the output of a document or page to `destination`, an absolute path.
///
/// # Errors
/// What the system refuses.
pub fn write(
    setup: &Setup,
    standing: &Destination<'_>,
    destination: &str,
    output: &[u8],
) -> Result<Written> {
    let log = setup.log.as_ref();
    if log.takes(Level::Debug) {
        log.debug("Writing:", destination);
    }
    let written = standing.write(destination, output);
    written.map_err(|e| unwritable(setup.files.as_ref(), &e, destination))
}

/// Tells of a file that is not written because a later one takes its place, as Jekyll writes both.
pub fn tell(log: &dyn Log, output: &Output<'_>) {
    if let Content::Bytes(_) = output.content {
        log.debug("Writing:", &output.destination);
    }
}

/// The error of a file that cannot be written: of its folder where that cannot be made, else of the file.
fn unwritable(files: &dyn Files, error: &io::Error, destination: &str) -> Error {
    let folder = path::dirname(destination);
    let ends = folder
        .match_indices('/')
        .map(|(at, _)| at)
        .skip(1)
        .chain([folder.len()]);
    let missing = ends
        .map(|end| &folder[..end])
        .find(|above| !files.is_folder(above));
    match missing {
        None => refused(error, "rb_sysopen", destination),
        Some(above) if files.exists(above) => {
            let error = io::Error::from(io::ErrorKind::AlreadyExists);
            refused(&error, "dir_s_mkdir", above)
        }
        Some(above) => refused(error, "dir_s_mkdir", above),
    }
}

/// Whether one of these files is to be written where another wants a folder: then it matters which comes first.
pub fn are_nested<'d>(dest: &'d str, destinations: impl Iterator<Item = &'d str> + Clone) -> bool {
    let files: PathSet<'_> = destinations.clone().collect();
    let mut folders = PathSet::default();
    destinations.into_iter().any(|file| {
        path::folders_between(file, dest)
            .take_while(|folder| folders.insert(*folder))
            .any(|folder| files.contains(folder))
    })
}

/// Copies a static file to `destination`. A link stays a link, but in safe mode and in production.
///
/// # Errors
/// What the system refuses.
pub fn copy(file: &StaticFile, standing: &Destination<'_>, destination: &str) -> Result<Written> {
    let setup = &file.setup;
    let keeps_links = !setup.safe && setup.environment.jekyll_env() != "production";
    let written = standing.copy(&file.path, destination, keeps_links);
    written.map_err(|e| match setup.files.metadata(&file.path) {
        // What lies there is removed first (`FileUtils.rm`).
        Ok(_) if setup.files.is_folder(destination) => {
            let error = io::Error::from(io::ErrorKind::IsADirectory);
            refused(&error, "apply2files", destination)
        }
        Ok(_) => unwritable(setup.files.as_ref(), &e, destination),
        Err(e) => unreadable(&e, &file.path),
    })
}

/// Tells of destinations that several files share (`Doctor.conflicting_urls`); whether there are any.
pub fn tell_conflicts(outputs: &[Output<'_>], log: &dyn Log) -> bool {
    let things = || outputs.iter().filter(|output| !output.may_share);
    let mut seen = PathSet::default();
    let shared: PathSet<'_> = things()
        .map(|output| output.destination.as_str())
        .filter(|destination| !seen.insert(*destination))
        .collect();
    let mut destinations: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for output in things() {
        let destination = output.destination.as_str();
        if shared.contains(destination) {
            destinations
                .entry(destination)
                .or_default()
                .push(&output.path);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jekyll::fs::MemoryFiles;

    #[test]
    fn a_file_where_a_folder_is_to_be() {
        let files = MemoryFiles::default();
        files.insert("/s/_site", *b"");
        let error = io::Error::from(io::ErrorKind::NotADirectory);
        assert_eq!(
            unwritable(&files, &error, "/s/_site/a/index.html").to_string(),
            "File exists @ dir_s_mkdir - /s/_site"
        );
    }

    #[test]
    fn files_at_the_place_of_folders() {
        let nested = |files: &[&'static str]| are_nested("/d", files.iter().copied());
        assert!(nested(&["/d/a/b/c", "/d/x", "/d/a/b/d", "/d/a"]));
        assert!(nested(&["/d/a", "/d/a/b"]));
        assert!(!nested(&["/d/a/b/c", "/d/a/b/d", "/d/b"]));
    }

    fn output(destination: &str, path: &'static str, may_share: bool) -> Output<'static> {
        Output {
            destination: destination.to_owned(),
            path: path.into(),
            content: Content::Bytes((&b""[..]).into()),
            is_kept: false,
            may_share,
        }
    }

    #[test]
    fn conflicts_with_pages_that_lead_on_are_not_told() {
        let log = crate::jekyll::log::Collected::from(Level::Warn);
        let outputs = [
            output("/d/a", "redirect.html", true),
            output("/d/a", "redirect.html", true),
            output("/d/a", "a.md", false),
        ];
        assert!(!tell_conflicts(&outputs, &log));
        assert!(log.entries().is_empty());
    }

    #[test]
    fn conflicts_are_told_once_each() {
        let log = crate::jekyll::log::Collected::from(Level::Warn);
        let outputs = [
            output("/d/a", "a.md", false),
            output("/d/b", "b.md", false),
            output("/d/a", "c.md", false),
            output("/d/a", "redirect.html", true),
        ];
        assert!(tell_conflicts(&outputs, &log));
        let told: Vec<String> = log.entries().iter().map(|e| e.line()).collect();
        assert_eq!(
            told,
            [
                "          Conflict: The following destination is shared by multiple files.",
                "                    The written file may end up with unexpected contents.",
                "                    \u{1b}[36m/d/a\u{1b}[0m",
                "                     - a.md",
                "                     - c.md",
                "                    ",
            ]
        );
    }
}
