//! Files that are read again and again while a site is watched: one that is as it was is not read from the disk again.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};

use super::fs::{Entry, FileTime, Files, Metadata, Stamp, Written};

/// Files whose contents are kept for as long as their stamps stay the same.
pub struct RememberedFiles {
    files: Arc<dyn Files>,
    kept: RwLock<Kept>,
}

/// What is kept, and how many bytes that is.
#[derive(Default)]
struct Kept {
    contents: HashMap<String, (Stamp, Content)>,
    size: usize,
}

/// What is known of a file.
#[derive(Clone)]
enum Content {
    /// All of it.
    All(Arc<[u8]>),
    /// Its beginning, for which the rest was not wanted.
    Beginning(Arc<[u8]>),
}

/// A longer file is not kept.
const LONGEST: usize = 1 << 20;

/// More bytes are not kept in all.
const MOST: usize = 128 << 20;

/// So long a file has to be left alone before its stamp is trusted: within it, file systems may give one time to two
/// changes.
const SETTLING_SECONDS: f64 = 0.1;

/// The same where times are kept to the second or two.
const SETTLING_SECONDS_COARSE: f64 = 3.0;

impl Content {
    fn bytes(&self) -> &[u8] {
        match self {
            Content::All(bytes) | Content::Beginning(bytes) => bytes,
        }
    }
}

impl RememberedFiles {
    /// These files, none of them read yet.
    pub fn new(files: Arc<dyn Files>) -> Self {
        RememberedFiles {
            files,
            kept: RwLock::default(),
        }
    }

    fn find(&self, path: &str, stamp: &Stamp) -> Option<Content> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let (old, content) = kept.contents.get(path)?;
        (old == stamp).then(|| content.clone())
    }

    /// Keeps what was read of a file that had this stamp before that.
    fn keep(&self, path: &str, stamp: Option<Stamp>, content: Content) {
        let Some(stamp) = stamp.filter(is_settled) else {
            return;
        };
        let size = content.bytes().len();
        if size > LONGEST {
            return;
        }
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.size + size > MOST {
            *kept = Kept::default();
        }
        kept.size += size;
        let old = kept.contents.insert(path.to_string(), (stamp, content));
        if let Some((_, old)) = old {
            kept.size -= old.bytes().len();
        }
    }
}

/// Whether whatever changes the file from now on changes its stamp too.
fn is_settled(stamp: &Stamp) -> bool {
    let seconds = |time: &FileTime| time.seconds as f64 + f64::from(time.nanoseconds) / 1e9;
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |now| now.as_secs_f64());
    let is_coarse = stamp.changed.nanoseconds == 0;
    let settling = if is_coarse {
        SETTLING_SECONDS_COARSE
    } else {
        SETTLING_SECONDS
    };
    now - seconds(&stamp.changed) > settling
}

impl Files for RememberedFiles {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let stamp = self.files.stamp(path);
        if let Some(stamp) = &stamp
            && let Some(Content::All(bytes)) = self.find(path, stamp)
        {
            return Ok(bytes.to_vec());
        }
        let bytes = self.files.read(path)?;
        self.keep(path, stamp, Content::All(bytes.as_slice().into()));
        Ok(bytes)
    }

    fn read_if(&self, path: &str, wanted: &dyn Fn(&[u8]) -> bool) -> io::Result<Option<Vec<u8>>> {
        let stamp = self.files.stamp(path);
        match stamp.as_ref().and_then(|stamp| self.find(path, stamp)) {
            Some(Content::All(bytes)) => return Ok(wanted(&bytes).then(|| bytes.to_vec())),
            Some(Content::Beginning(bytes)) if !wanted(&bytes) => return Ok(None),
            _ => {}
        }
        let looks = RefCell::new(Vec::new());
        let read = self.files.read_if(path, &|bytes| {
            looks.borrow_mut().push(Arc::<[u8]>::from(bytes));
            wanted(bytes)
        })?;
        match &read {
            Some(bytes) => self.keep(path, stamp, Content::All(bytes.as_slice().into())),
            None => {
                if let Some(first) = looks.into_inner().into_iter().next()
                    && !wanted(&first)
                {
                    self.keep(path, stamp, Content::Beginning(first));
                }
            }
        }
        Ok(read)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Entry>> {
        self.files.list(folder)
    }

    fn metadata(&self, path: &str) -> io::Result<Metadata> {
        self.files.metadata(path)
    }

    fn link_metadata(&self, path: &str) -> io::Result<Metadata> {
        self.files.link_metadata(path)
    }

    fn stamp(&self, path: &str) -> Option<Stamp> {
        self.files.stamp(path)
    }

    fn real_path(&self, path: &str) -> io::Result<String> {
        self.files.real_path(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<Written> {
        self.files.write(path, bytes)
    }

    fn create(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.files.create(path, bytes)
    }

    fn make_folder(&self, path: &str) -> io::Result<()> {
        self.files.make_folder(path)
    }

    fn copy(&self, from: &str, to: &str, keep_links: bool) -> io::Result<Written> {
        self.files.copy(from, to, keep_links)
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        self.files.remove(path)
    }

    fn is_folder(&self, path: &str) -> bool {
        self.files.is_folder(path)
    }

    fn is_file(&self, path: &str) -> bool {
        self.files.is_file(path)
    }

    fn exists(&self, path: &str) -> bool {
        self.files.exists(path)
    }

    fn is_link(&self, path: &str) -> bool {
        self.files.is_link(path)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::jekyll::fs::DiskFiles;
    use std::fs;
    use std::time::Duration;

    fn wants_a(bytes: &[u8]) -> bool {
        bytes.starts_with(b"a")
    }

    #[test]
    fn what_is_kept_is_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        let name = path.to_str().unwrap();
        let files = RememberedFiles::new(Arc::new(DiskFiles));
        assert!(files.read(name).is_err());
        for (text, is_wanted) in [("a1", true), ("b1", false), ("b2", false), ("a2", true)] {
            fs::write(&path, text).unwrap();
            for _ in 0..2 {
                // once fresh from the disk and, after a while, once kept
                let read = files.read_if(name, &wants_a).unwrap();
                let expected = is_wanted.then(|| text.as_bytes().to_vec());
                assert_eq!(read, expected, "{text}");
                assert_eq!(files.read(name).unwrap(), text.as_bytes());
                std::thread::sleep(Duration::from_millis(120));
            }
        }
        let kept = files.kept.read().unwrap();
        assert_eq!(kept.size, 2);
        assert!(matches!(kept.contents[name].1, Content::All(_)));
    }

    #[test]
    fn what_was_changed_just_now_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        let files = RememberedFiles::new(Arc::new(DiskFiles));
        for number in 0..500 {
            let text = format!("{number:03}");
            fs::write(&path, &text).unwrap();
            assert_eq!(files.read(path.to_str().unwrap()).unwrap(), text.as_bytes());
        }
    }
}
