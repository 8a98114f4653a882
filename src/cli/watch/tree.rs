//! What the source held when it was last looked at.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Changes, Ignored, Watched};

/// The files and folders that are watched.
#[derive(Debug, Default)]
pub struct Tree {
    source: PathBuf,
    ignored: Ignored,
    beside: Vec<PathBuf>,
    files: Vec<PathBuf>,
    known: BTreeMap<PathBuf, State>,
}

/// What was seen of a file or folder.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Folder,
    File(Stamp),
}

/// What changes when a file does.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    identity: (u64, i64, i64),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Stamp {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            identity: identity(metadata),
        }
    }
}

/// Which file it is, and when anything about it changed.
#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn identity(_metadata: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

impl Tree {
    /// Looks at everything for the first time; returns what is to be watched as well.
    pub fn new(watched: Watched) -> (Self, Vec<PathBuf>) {
        let mut tree = Tree {
            source: watched.source,
            ignored: watched.ignored,
            beside: watched.folders,
            files: watched.files,
            known: BTreeMap::new(),
        };
        let mut folders: Vec<PathBuf> = tree
            .files
            .iter()
            .filter_map(|file| file.parent())
            .filter(|folder| !tree.is_inside(folder))
            .map(Path::to_path_buf)
            .collect();
        tree.look_at_all(&mut Changes::default(), &mut folders);
        (tree, folders)
    }

    /// The folders that are watched.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        let beside = self.files.iter().filter_map(|file| file.parent());
        let below = self
            .known
            .iter()
            .filter(|(_, state)| **state == State::Folder);
        below.map(|(path, _)| path.as_path()).chain(beside)
    }

    /// Looks at everything.
    pub fn look_at_all(&mut self, changes: &mut Changes, folders: &mut Vec<PathBuf>) {
        let mut tops = vec![self.source.clone()];
        tops.extend(self.beside.iter().chain(&self.files).cloned());
        for top in tops {
            self.look_at(&top, false, changes, folders);
        }
    }

    /// Looks at a file or at a folder and all in it, tells what changed and which folders are new. A file that was
    /// written is told whatever it looks like.
    pub fn look_at(
        &mut self,
        path: &Path,
        was_written: bool,
        changes: &mut Changes,
        folders: &mut Vec<PathBuf>,
    ) {
        let mut ahead = vec![path.to_path_buf()];
        while let Some(path) = ahead.pop() {
            if !self.is_watched(&path) {
                continue;
            }
            match fs::metadata(&path) {
                Err(_) => self.forget(&path, changes),
                Ok(metadata) if metadata.is_dir() => {
                    if self.is_inside(&path) && !leads_upwards(&path) {
                        self.enter(path, &mut ahead, changes, folders);
                    }
                }
                Ok(metadata) => self.look_at_file(path, &metadata, was_written, changes),
            }
        }
    }

    fn is_watched(&self, path: &Path) -> bool {
        let is_wanted = |inside: &Path| !self.ignored.ignores(inside);
        let is_other = |inside: &Path| !Ignored::default().ignores(inside);
        let inside = |folder: &PathBuf| path.strip_prefix(folder).is_ok_and(is_other);
        self.files.iter().any(|file| file == path)
            || path.strip_prefix(&self.source).is_ok_and(is_wanted)
            || self.beside.iter().any(inside)
    }

    /// Whether a folder is watched with all in it, or would be if it were of interest.
    fn is_inside(&self, folder: &Path) -> bool {
        folder.starts_with(&self.source) || self.beside.iter().any(|top| folder.starts_with(top))
    }

    fn look_at_file(
        &mut self,
        path: PathBuf,
        metadata: &Metadata,
        was_written: bool,
        changes: &mut Changes,
    ) {
        let now = State::File(Stamp::of(metadata));
        match self.known.get(&path) {
            Some(State::Folder) => {
                self.forget(&path, changes);
                changes.added.push(path.clone());
            }
            Some(before) if *before == now && !was_written => return,
            Some(_) => changes.modified.push(path.clone()),
            None => changes.added.push(path.clone()),
        }
        self.known.insert(path, now);
    }

    fn enter(
        &mut self,
        folder: PathBuf,
        ahead: &mut Vec<PathBuf>,
        changes: &mut Changes,
        folders: &mut Vec<PathBuf>,
    ) {
        match self.known.insert(folder.clone(), State::Folder) {
            Some(State::Folder) => {}
            Some(State::File(_)) => {
                changes.removed.push(folder.clone());
                folders.push(folder.clone());
            }
            None => folders.push(folder.clone()),
        }
        let Ok(entries) = fs::read_dir(&folder) else {
            return;
        };
        let mut there: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect();
        there.sort();
        let gone: Vec<PathBuf> = self
            .below(&folder)
            .filter(|path| path.parent() == Some(&folder) && there.binary_search(path).is_err())
            .cloned()
            .collect();
        for path in gone {
            self.forget(&path, changes);
        }
        ahead.append(&mut there);
    }

    /// Everything known below a folder.
    fn below<'a>(&'a self, folder: &'a Path) -> impl Iterator<Item = &'a PathBuf> {
        let from = (Bound::Excluded(folder), Bound::Unbounded);
        self.known
            .range::<Path, _>(from)
            .map(|(path, _)| path)
            .take_while(move |path| path.starts_with(folder))
    }

    /// Forgets a file, or a folder and all in it.
    fn forget(&mut self, path: &Path, changes: &mut Changes) {
        let mut gone: Vec<PathBuf> = self.below(path).cloned().collect();
        gone.push(path.to_path_buf());
        for path in gone {
            if let Some(State::File(_)) = self.known.remove(&path) {
                changes.removed.push(path);
            }
        }
    }
}

/// Whether a link leads to a folder that holds it, so that walking it would never end.
fn leads_upwards(folder: &Path) -> bool {
    let is_link = fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_symlink());
    is_link
        && fs::canonicalize(folder).is_ok_and(|real| {
            let above = folder
                .parent()
                .and_then(|parent| fs::canonicalize(parent).ok());
            above.is_none_or(|above| above.starts_with(real))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[PathBuf]) -> Vec<&str> {
        paths
            .iter()
            .map(|path| path.file_name().unwrap().to_str().unwrap())
            .collect()
    }

    #[test]
    fn tells_what_changed() {
        let root = tempfile::tempdir().unwrap();
        let source = root.path().join("site");
        fs::create_dir_all(source.join("a/b")).unwrap();
        fs::create_dir_all(source.join("_site")).unwrap();
        fs::write(source.join("a/one.md"), "1").unwrap();
        fs::write(source.join("a/b/two.md"), "2").unwrap();
        fs::create_dir_all(root.path().join("theme/_layouts")).unwrap();
        let (mut tree, folders) = Tree::new(Watched {
            source: source.clone(),
            ignored: Ignored::new([PathBuf::from("_site")]),
            folders: vec![root.path().join("theme")],
            files: vec![root.path().join("other.yml")],
        });
        assert_eq!(folders.len(), 6);
        let mut look = || {
            let (mut changes, mut folders) = (Changes::default(), Vec::new());
            tree.look_at_all(&mut changes, &mut folders);
            (changes, folders)
        };
        assert!(look().0.is_empty());
        fs::write(source.join("a/one.md"), "one").unwrap();
        fs::create_dir_all(source.join("c/d")).unwrap();
        fs::write(source.join("c/d/three.md"), "3").unwrap();
        fs::write(source.join("_site/four.html"), "4").unwrap();
        fs::write(root.path().join("other.yml"), "a: 1").unwrap();
        fs::write(root.path().join("theme/_layouts/x.html"), "x").unwrap();
        fs::write(root.path().join("nothing.yml"), "a: 1").unwrap();
        fs::remove_dir_all(source.join("a/b")).unwrap();
        let (changes, folders) = look();
        assert_eq!(names(&changes.modified), ["one.md"]);
        assert_eq!(names(&changes.added), ["three.md", "x.html", "other.yml"]);
        assert_eq!(names(&changes.removed), ["two.md"]);
        assert_eq!(names(&folders), ["c", "d"]);
        assert!(look().0.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_a_folder_above_ends() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("a")).unwrap();
        std::os::unix::fs::symlink(root.path(), root.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink(".", root.path().join("a/self")).unwrap();
        let (tree, _) = Tree::new(Watched {
            source: root.path().to_path_buf(),
            ignored: Ignored::default(),
            folders: Vec::new(),
            files: Vec::new(),
        });
        assert_eq!(tree.known.len(), 2);
    }
}
