//! The files of a site behind one small trait, so that a whole site can be read and written on disk or in memory.
//! What is written is written whole: beside the old file first, then put in its place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::UNIX_EPOCH;

use crate::error::{Error, ErrorKind};

/// What an entry of a folder is, links not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A socket, a device, a pipe.
    Other,
}

/// One entry of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name; what is no UTF-8 in it is replaced.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Whether the name was valid UTF-8; Jekyll stops at one that is not.
    pub valid_name: bool,
}

/// A moment as file systems keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct FileTime {
    /// Seconds since 1970.
    pub seconds: i64,
    /// Nanoseconds within that second.
    pub nanoseconds: u32,
}

/// What is known of a file without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metadata {
    /// What it is.
    pub kind: Kind,
    /// Its length in bytes.
    pub length: u64,
    /// When it was last modified.
    pub modified: FileTime,
}

/// Which file it is and when anything about it changed, links followed: what differs once a file does, unless both
/// happen at one tick of the file system's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The device and the number of the file.
    pub file: (u64, u64),
    /// Its length in bytes.
    pub length: u64,
    /// When it was last modified.
    pub modified: FileTime,
    /// When anything about it changed, which nobody can set.
    pub changed: FileTime,
}

/// What a write did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// The file is new or has new bytes.
    Changed,
    /// The file held these bytes already and was not touched.
    Unchanged,
}

/// Reading and writing by absolute path. Paths are text, parted by `/`.
pub trait Files: Send + Sync {
    /// All bytes of a file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// All bytes of a file whose beginning is wanted; of another one no more than the beginning is read.
    fn read_if(&self, path: &str, wanted: &dyn Fn(&[u8]) -> bool) -> io::Result<Option<Vec<u8>>> {
        let bytes = self.read(path)?;
        Ok(wanted(&bytes).then_some(bytes))
    }

    /// The entries of a folder, without `.` and `..`, in the order in which the file system gives them.
    fn list(&self, folder: &str) -> io::Result<Vec<Entry>>;

    /// What `path` is, links followed.
    fn metadata(&self, path: &str) -> io::Result<Metadata>;

    /// What `path` is, links not followed.
    fn link_metadata(&self, path: &str) -> io::Result<Metadata> {
        self.metadata(path)
    }

    /// The stamp of a regular file; none where there is no telling.
    fn stamp(&self, _path: &str) -> Option<Stamp> {
        None
    }

    /// The path with all links resolved (`File.realpath`).
    fn real_path(&self, path: &str) -> io::Result<String>;

    /// Writes a file whole, unless it holds these bytes already; makes its folders.
    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<Written>;

    /// Writes a file whole where there is none.
    fn create(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.write(path, bytes).map(|_| ())
    }

    /// Makes a folder, and those above it; one that is there is no error.
    fn make_folder(&self, _path: &str) -> io::Result<()> {
        Ok(())
    }

    /// Copies a file with its mode, and its time to the second; a link is copied as a link if `keep_links`.
    fn copy(&self, from: &str, to: &str, keep_links: bool) -> io::Result<Written>;

    /// Removes a file, a link or a whole folder; what is not there is no error.
    fn remove(&self, path: &str) -> io::Result<()>;

    /// Whether there is a folder at `path`, links followed (`File.directory?`).
    fn is_folder(&self, path: &str) -> bool {
        self.metadata(path).is_ok_and(|m| m.kind == Kind::Folder)
    }

    /// Whether there is a regular file at `path`, links followed (`File.file?`).
    fn is_file(&self, path: &str) -> bool {
        self.metadata(path).is_ok_and(|m| m.kind == Kind::File)
    }

    /// Whether there is anything at `path`, links followed (`File.exist?`).
    fn exists(&self, path: &str) -> bool {
        self.metadata(path).is_ok()
    }

    /// Whether `path` is a symbolic link (`File.symlink?`).
    fn is_link(&self, path: &str) -> bool {
        self.link_metadata(path).is_ok_and(|m| m.kind == Kind::Link)
    }
}

/// The error that Ruby raises where the system refuses: `No such file or directory @ rb_sysopen - /a`.
/// `call` is what Ruby was doing (`rb_sysopen`, `rb_file_s_mtime`, `dir_chdir`, …).
pub fn refused(error: &io::Error, call: &str, path: &str) -> Error {
    Error::new(
        ErrorKind::Io,
        format!("{} @ {call} - {path}", reason(error)),
    )
    .at(path, None, None)
}

/// The error of a file that cannot be read.
pub fn unreadable(error: &io::Error, path: &str) -> Error {
    let call = match error.kind() {
        io::ErrorKind::IsADirectory => "io_fread",
        _ => "rb_sysopen",
    };
    refused(error, call, path)
}

/// The system's words for an error, as Ruby prints them.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_string(),
        None => match error.kind() {
            io::ErrorKind::NotFound => "No such file or directory".to_string(),
            io::ErrorKind::PermissionDenied => "Permission denied".to_string(),
            io::ErrorKind::IsADirectory => "Is a directory".to_string(),
            io::ErrorKind::AlreadyExists => "File exists".to_string(),
            io::ErrorKind::NotADirectory => "Not a directory".to_string(),
            _ => text,
        },
    }
}

/// The files of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct DiskFiles;

static TEMPORARY: AtomicU64 = AtomicU64::new(0);

/// How much of a file is looked at before the rest is read.
const BEGINNING: usize = 4096;

impl Files for DiskFiles {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn read_if(&self, path: &str, wanted: &dyn Fn(&[u8]) -> bool) -> io::Result<Option<Vec<u8>>> {
        let mut file = fs::File::open(path)?;
        let mut bytes = Vec::new();
        Read::take(&mut file, BEGINNING as u64).read_to_end(&mut bytes)?;
        if !wanted(&bytes) {
            return Ok(None);
        }
        file.read_to_end(&mut bytes)?;
        Ok(wanted(&bytes).then_some(bytes))
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        fs::read_dir(folder)?
            .map(|entry| {
                let entry = entry?;
                let kind = kind_of(entry.file_type()?);
                let (name, valid_name) = match entry.file_name().into_string() {
                    Ok(name) => (name, true),
                    Err(name) => (name.to_string_lossy().into_owned(), false),
                };
                Ok(Entry {
                    name,
                    kind,
                    valid_name,
                })
            })
            .collect()
    }

    fn metadata(&self, path: &str) -> io::Result<Metadata> {
        fs::metadata(path).map(|m| metadata_of(&m))
    }

    fn link_metadata(&self, path: &str) -> io::Result<Metadata> {
        fs::symlink_metadata(path).map(|m| metadata_of(&m))
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        stamp_of(&metadata)
    }

    fn real_path(&self, path: &str) -> io::Result<String> {
        Ok(fs::canonicalize(path)?.to_string_lossy().into_owned())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<Written> {
        let mut target = Cow::Borrowed(Path::new(path));
        let mut old = fs::symlink_metadata(path).ok();
        if old.as_ref().is_some_and(fs::Metadata::is_symlink) {
            // File.write goes through a link, so the file behind it is the one to replace
            if let Ok(real) = fs::canonicalize(path) {
                target = Cow::Owned(real);
            }
            old = fs::metadata(&target).ok();
        }
        if let Some(old) = &old
            && old.is_file()
            && old.len() == bytes.len() as u64
            && fs::read(&target).is_ok_and(|held| held == bytes)
        {
            return Ok(Written::Unchanged);
        }
        let placed = put_in_place(&target, &|temporary| {
            let mut file = fs::File::create_new(temporary)?;
            file.write_all(bytes)?;
            match &old {
                Some(old) if old.is_file() => file.set_permissions(old.permissions()),
                _ => Ok(()),
            }
        });
        match placed {
            Err(e) if must_stay(&target, &e) => fs::write(&target, bytes)?,
            placed => placed?,
        }
        Ok(Written::Changed)
    }

    fn create(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        put_in_place(Path::new(path), &|temporary| {
            fs::File::create_new(temporary)?.write_all(bytes)
        })
    }

    fn make_folder(&self, path: &str) -> io::Result<()> {
        match fs::create_dir(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => fs::create_dir_all(path),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && self.is_folder(path) => Ok(()),
            made => made,
        }
    }

    fn copy(&self, from: &str, to: &str, keep_links: bool) -> io::Result<Written> {
        let mut source = fs::symlink_metadata(from)?;
        if source.is_symlink() {
            if keep_links {
                return copy_link(from, to);
            }
            source = fs::metadata(from)?;
        }
        let modified = UNIX_EPOCH
            .checked_add(std::time::Duration::from_secs(
                u64::try_from(metadata_of(&source).modified.seconds).unwrap_or(0),
            ))
            .unwrap_or(UNIX_EPOCH);
        let times = fs::FileTimes::new()
            .set_accessed(modified)
            .set_modified(modified);
        if same_bytes(from, &source, to) {
            if fs::metadata(to)?.modified().ok() != Some(modified) {
                fs::File::options()
                    .append(true)
                    .open(to)?
                    .set_times(times)?;
            }
            return Ok(Written::Unchanged);
        }
        put_in_place(Path::new(to), &|temporary| {
            let mut reader = fs::File::open(from)?;
            let mut file = create_like(temporary, &source)?;
            io::copy(&mut reader, &mut file)?;
            file.set_times(times)
        })?;
        Ok(Written::Changed)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let removed = match fs::symlink_metadata(path) {
            Ok(found) if found.is_dir() => fs::remove_dir_all(path),
            Ok(_) => fs::remove_file(path),
            Err(e) => Err(e),
        };
        match removed {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

fn kind_of(file_type: fs::FileType) -> Kind {
    if file_type.is_dir() {
        Kind::Folder
    } else if file_type.is_file() {
        Kind::File
    } else if file_type.is_symlink() {
        Kind::Link
    } else {
        Kind::Other
    }
}

#[cfg(unix)]
fn stamp_of(metadata: &fs::Metadata) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt;
    Some(Stamp {
        file: (metadata.dev(), metadata.ino()),
        length: metadata.len(),
        modified: metadata_of(metadata).modified,
        changed: FileTime {
            seconds: metadata.ctime(),
            nanoseconds: u32::try_from(metadata.ctime_nsec()).unwrap_or_default(),
        },
    })
}

#[cfg(not(unix))]
fn stamp_of(_metadata: &fs::Metadata) -> Option<Stamp> {
    None
}

fn metadata_of(metadata: &fs::Metadata) -> Metadata {
    Metadata {
        kind: kind_of(metadata.file_type()),
        length: metadata.len(),
        modified: metadata.modified().map(file_time).unwrap_or_default(),
    }
}

fn file_time(time: std::time::SystemTime) -> FileTime {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => FileTime {
            seconds: i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
            nanoseconds: after.subsec_nanos(),
        },
        Err(before) => {
            let before = before.duration();
            let whole = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
            match before.subsec_nanos() {
                0 => FileTime {
                    seconds: -whole,
                    nanoseconds: 0,
                },
                nanos => FileTime {
                    seconds: -whole - 1,
                    nanoseconds: 1_000_000_000 - nanos,
                },
            }
        }
    }
}

/// Lets `fill` make a file of another name in the folder of `target`, then renames it; on failure nothing is left.
fn put_in_place(target: &Path, fill: &dyn Fn(&Path) -> io::Result<()>) -> io::Result<()> {
    let folder = target.parent().unwrap_or(Path::new("/"));
    let number = TEMPORARY.fetch_add(1, Ordering::Relaxed);
    static PROCESS: OnceLock<u32> = OnceLock::new();
    let process = PROCESS.get_or_init(std::process::id);
    let temporary = folder.join(format!(".rekyll-{process}-{number}"));
    let filled = match fill(&temporary) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            fill(&temporary)
        }
        other => other,
    };
    let placed = filled.and_then(|()| fs::rename(&temporary, target));
    if placed.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    placed
}

/// Whether a file may be written although its folder does not let anyone make files: then it has to be done in place.
fn must_stay(target: &Path, error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::PermissionDenied
        && fs::metadata(target).is_ok_and(|m| m.is_file() && !m.permissions().readonly())
}

fn same_bytes(from: &str, source: &fs::Metadata, to: &str) -> bool {
    let same_shape =
        fs::symlink_metadata(to).is_ok_and(|old| old.is_file() && old.len() == source.len());
    if !same_shape {
        return false;
    }
    let (Ok(mut one), Ok(mut other)) = (fs::File::open(from), fs::File::open(to)) else {
        return false;
    };
    let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let Ok(n) = one.read(&mut left) else {
            return false;
        };
        if other.read_exact(&mut right[..n]).is_err() || left[..n] != right[..n] {
            return false;
        }
        if n == 0 {
            return true;
        }
    }
}

#[cfg(unix)]
fn create_like(path: &Path, source: &fs::Metadata) -> io::Result<fs::File> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
    fs::File::options()
        .write(true)
        .create_new(true)
        .mode(source.permissions().mode())
        .open(path)
}

#[cfg(not(unix))]
fn create_like(path: &Path, _source: &fs::Metadata) -> io::Result<fs::File> {
    fs::File::create_new(path)
}

#[cfg(unix)]
fn copy_link(from: &str, to: &str) -> io::Result<Written> {
    let target = fs::read_link(from)?;
    if fs::read_link(to).is_ok_and(|old| old == target) {
        return Ok(Written::Unchanged);
    }
    put_in_place(Path::new(to), &|temporary| {
        std::os::unix::fs::symlink(&target, temporary)
    })?;
    Ok(Written::Changed)
}

#[cfg(not(unix))]
fn copy_link(from: &str, to: &str) -> io::Result<Written> {
    DiskFiles.copy(from, to, false)
}

/// Files that exist in memory alone; every folder that a path names exists.
#[derive(Debug, Default)]
pub struct MemoryFiles {
    files: RwLock<BTreeMap<String, Arc<[u8]>>>,
    modified: FileTime,
}

impl MemoryFiles {
    /// No files; every file that is written will bear this time.
    pub fn new(modified: FileTime) -> Self {
        MemoryFiles {
            files: RwLock::default(),
            modified,
        }
    }

    /// These files, and one more or another.
    pub fn with_file(&self, path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        let files = MemoryFiles {
            files: RwLock::new(self.with(BTreeMap::clone)),
            modified: self.modified,
        };
        files.insert(path, bytes);
        files
    }

    /// Adds or replaces a file.
    pub fn insert(&self, path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) {
        self.files
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(super::path::without_empty_parts(path.into()), bytes.into());
    }

    /// All files below `folder`, with their paths relative to it.
    pub fn below(&self, folder: &str) -> BTreeMap<String, Arc<[u8]>> {
        let prefix = prefix_of(folder);
        self.with(|files| {
            files
                .range(prefix.clone()..)
                .take_while(|(path, _)| path.starts_with(&prefix))
                .map(|(path, bytes)| (path[prefix.len()..].to_string(), bytes.clone()))
                .collect()
        })
    }

    fn with<T>(&self, look: impl FnOnce(&BTreeMap<String, Arc<[u8]>>) -> T) -> T {
        look(&self.files.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn prefix_of(folder: &str) -> String {
    format!("{}/", folder.trim_end_matches('/'))
}

fn not_found() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

impl Files for MemoryFiles {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.with(|files| files.get(path).map(|bytes| bytes.to_vec()))
            .ok_or_else(not_found)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        let prefix = prefix_of(folder);
        let mut entries: Vec<Entry> = Vec::new();
        self.with(|files| {
            for (path, _) in files
                .range(prefix.clone()..)
                .take_while(|(path, _)| path.starts_with(&prefix))
            {
                let (name, kind) = match path[prefix.len()..].split_once('/') {
                    Some((folder, _)) => (folder, Kind::Folder),
                    None => (&path[prefix.len()..], Kind::File),
                };
                if entries.last().is_none_or(|last| last.name != name) {
                    entries.push(Entry {
                        name: name.to_string(),
                        kind,
                        valid_name: true,
                    });
                }
            }
        });
        // `a.b` sorts between `a` and `a/c`: a folder's paths may stand apart from each other, but not its names
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        entries.dedup_by(|a, b| a.name == b.name);
        if entries.is_empty() && prefix != "/" {
            return Err(not_found());
        }
        Ok(entries)
    }

    fn metadata(&self, path: &str) -> io::Result<Metadata> {
        let prefix = prefix_of(path);
        let (kind, length) = self
            .with(|files| match files.get(path) {
                Some(bytes) => Some((Kind::File, bytes.len() as u64)),
                None => files
                    .range(prefix.clone()..)
                    .next()
                    .filter(|(path, _)| path.starts_with(&prefix))
                    .map(|_| (Kind::Folder, 0)),
            })
            .ok_or_else(not_found)?;
        Ok(Metadata {
            kind,
            length,
            modified: self.modified,
        })
    }

    fn real_path(&self, path: &str) -> io::Result<String> {
        self.metadata(path)?;
        Ok(path.to_string())
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<Written> {
        if self.is_folder(path) {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        if self.with(|files| files.get(path).is_some_and(|held| **held == *bytes)) {
            return Ok(Written::Unchanged);
        }
        self.insert(path, bytes);
        Ok(Written::Changed)
    }

    fn copy(&self, from: &str, to: &str, _keep_links: bool) -> io::Result<Written> {
        let bytes = self.read(from)?;
        self.write(to, &bytes)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let prefix = prefix_of(path);
        self.files
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|held, _| held != path && !held.starts_with(&prefix));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_has_the_folders_its_paths_name() {
        let files = MemoryFiles::default();
        files.insert("/s/a/x", *b"1");
        files.insert("/s/a.b", *b"2");
        files.insert("/s/a/y", *b"3");
        let names: Vec<_> = files
            .list("/s")
            .unwrap()
            .into_iter()
            .map(|e| (e.name, e.kind))
            .collect();
        assert_eq!(
            names,
            [
                ("a".to_string(), Kind::Folder),
                ("a.b".to_string(), Kind::File)
            ]
        );
        assert!(files.is_folder("/s/a") && !files.is_folder("/s/b"));
        files.remove("/s/a").unwrap();
        assert!(!files.exists("/s/a/x") && files.exists("/s/a.b"));
    }

    #[test]
    fn a_file_is_replaced_whole_and_only_if_it_differs() {
        let folder = std::env::temp_dir().join(format!("rekyll-fs-{}", std::process::id()));
        let path = folder.join("sub/a").to_string_lossy().into_owned();
        assert_eq!(DiskFiles.write(&path, b"one").unwrap(), Written::Changed);
        let first = fs::metadata(&path).unwrap().modified().unwrap();
        assert_eq!(DiskFiles.write(&path, b"one").unwrap(), Written::Unchanged);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), first);
        assert_eq!(DiskFiles.write(&path, b"two").unwrap(), Written::Changed);
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.join("sub")).unwrap().count(), 1);
        fs::remove_dir_all(&folder).unwrap();
    }
}
