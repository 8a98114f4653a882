//! Removes from the destination what the site no longer has (cleaner.rb).

use crate::error::{Error, Result};

use super::destination::Destination;
use super::path::{self, PathSet};
use super::setup::Setup;
use crate::value::{Value, no_conversion, no_method};

/// What lies in the destination and will not be written again, absolute; `destinations` are the files that will be.
/// Files that stand where a folder is to be come last.
///
/// # Errors
/// `stack level too deep` where `keep_files` names the destination itself: Jekyll looks for the folders between both
/// without an end.
pub fn obsolete<'d>(
    setup: &Setup,
    standing: &Destination<'_>,
    destinations: impl Iterator<Item = &'d str> + Clone,
) -> Result<Vec<String>> {
    let dest = setup.dest.as_str();
    let new_files: PathSet<'_> = destinations.clone().collect();
    let new_folders: indexmap::IndexSet<&str, foldhash::fast::FixedState> = destinations
        .flat_map(|file| path::folders_between(file, dest))
        .collect();
    let kept: Vec<String> = setup
        .keep_files
        .iter()
        .map(|file| setup.in_dest_dir(file))
        .collect();
    if kept.iter().any(|file| file.trim_end_matches('/') == dest) {
        return Err(Error::ruby("SystemStackError", "stack level too deep"));
    }
    let kept_folders: PathSet<'_> = kept
        .iter()
        .flat_map(|file| path::folders_between(file, dest))
        .collect();
    let is_kept = |file: &str| {
        let inside = file
            .strip_prefix(dest)
            .and_then(|rest| rest.strip_prefix('/'));
        inside.is_some_and(|inside| {
            setup
                .keep_files
                .iter()
                .any(|keep| inside.starts_with(keep.as_str()))
        })
    };
    let mut obsolete = Vec::new();
    for file in standing.paths() {
        let stays = new_files.contains(file)
            || new_folders.contains(file)
            || kept_folders.contains(file)
            || is_kept(file);
        if !stays {
            obsolete.push(file.to_string());
        }
    }
    let replaced = new_folders.iter().filter(|folder| standing.is_file(folder));
    obsolete.extend(replaced.map(|folder| folder.to_string()));
    Ok(obsolete)
}

/// `keep_files` has to be a list of texts.
///
/// # Errors
/// TypeError for what is no text; NoMethodError for what is no list.
pub fn check_keep_files(keep_files: &Value) -> Result<()> {
    match keep_files {
        Value::Array(files) => match files.iter().find(|file| file.as_str().is_none()) {
            Some(file) => Err(no_conversion(file, "String")),
            None => Ok(()),
        },
        Value::Str(_) => Err(no_method(keep_files, "flat_map")),
        other => Err(no_conversion(other, "String")),
    }
}

/// Removes what is obsolete, and the state of incremental builds where this is none (`Cleaner#cleanup!`). What cannot be
/// removed stays (`rm_rf`).
pub fn clean(setup: &Setup, standing: &mut Destination<'_>, obsolete: &[String]) {
    standing.remove(obsolete);
    if !setup.config.is_set("incremental") {
        let _ = setup.files.remove(&setup.in_source_dir(".jekyll-metadata"));
    }
}
