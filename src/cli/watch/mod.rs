//! Watches a site's source: what changed since the last look, found by the system's notices or by looking at every file
//! now and then (jekyll-watch, listen).

mod ignored;
mod tree;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

pub use ignored::Ignored;
use tree::Tree;

/// So long it has to be quiet before changes are told, so that what is saved together is built together.
const QUIET: Duration = Duration::from_millis(3);

/// Changes are told after this time even if it never gets quiet.
const LONGEST_WAIT: Duration = Duration::from_millis(40);

/// How often every file is looked at where the system gives no notice.
const POLL: Duration = Duration::from_millis(250);

/// What changed; files, absolute.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files with new content.
    pub modified: Vec<PathBuf>,
    /// New files.
    pub added: Vec<PathBuf>,
    /// Files that are gone.
    pub removed: Vec<PathBuf>,
}

impl Changes {
    /// All files, as they are told.
    pub fn all(&self) -> impl Iterator<Item = &PathBuf> {
        self.modified.iter().chain(&self.added).chain(&self.removed)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }
}

/// What reaches the watcher.
enum Notice {
    /// Something of the file system.
    Event(notify::Result<Event>),
    /// It is to stop.
    Stop,
}

/// Makes the watcher stop.
#[derive(Clone)]
pub struct Stopper(Sender<Notice>);

impl Stopper {
    /// Makes it stop; it finishes what it is at.
    pub fn stop(&self) {
        // Who is gone has stopped.
        let _ = self.0.send(Notice::Stop);
    }
}

/// What is to be watched.
pub struct Watched {
    /// The source of the site.
    pub source: PathBuf,
    /// What in it is of no interest.
    pub ignored: Ignored,
    /// Other folders, with all in them.
    pub folders: Vec<PathBuf>,
    /// Single files, wherever they are.
    pub files: Vec<PathBuf>,
}

/// Watches.
pub struct Watcher {
    tree: Tree,
    inbox: Receiver<Notice>,
    outbox: Sender<Notice>,
    system: Option<RecommendedWatcher>,
    polls: bool,
}

impl Watcher {
    /// A watcher that watches nothing: it only waits until it is to stop.
    pub fn idle() -> Self {
        let (outbox, inbox) = mpsc::channel();
        Watcher {
            tree: Tree::default(),
            inbox,
            outbox,
            system: None,
            polls: false,
        }
    }

    /// Begins to watch; from now on no change is missed. Where the system gives no notice, or with `force_polling`, every
    /// file is looked at again and again.
    pub fn start(watched: Watched, force_polling: bool) -> Self {
        let mut watcher = Watcher::idle();
        let outbox = watcher.outbox.clone();
        if !force_polling {
            let tell = move |event| {
                if is_of_interest(&event) {
                    let _ = outbox.send(Notice::Event(event));
                }
            };
            watcher.system = notify::recommended_watcher(tell).ok();
        }
        watcher.polls = watcher.system.is_none();
        watcher.watch(watched);
        watcher
    }

    /// Watches something else from now on.
    pub fn watch(&mut self, watched: Watched) {
        if let Some(system) = &mut self.system {
            for folder in self.tree.folders() {
                let _ = system.unwatch(folder);
            }
        }
        let (tree, folders) = Tree::new(watched);
        self.tree = tree;
        self.notice(&folders);
    }

    /// What makes it stop.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.outbox.clone())
    }

    /// Waits for changes; nothing when it is to stop.
    pub fn wait(&mut self) -> Option<Changes> {
        loop {
            let mut events = Vec::new();
            if !self.gather(&mut events) {
                return None;
            }
            let changes = self.look(events);
            if !changes.is_empty() {
                return Some(changes);
            }
        }
    }

    /// Collects notices until it is quiet; false when it is to stop.
    fn gather(&self, events: &mut Vec<notify::Result<Event>>) -> bool {
        let mut notice = if self.polls {
            self.inbox.recv_timeout(POLL)
        } else {
            self.inbox
                .recv()
                .map_err(|_| RecvTimeoutError::Disconnected)
        };
        let start = Instant::now();
        loop {
            match notice {
                Ok(Notice::Event(event)) => events.push(event),
                Err(RecvTimeoutError::Timeout) => return true,
                Ok(Notice::Stop) | Err(RecvTimeoutError::Disconnected) => return false,
            }
            if start.elapsed() > LONGEST_WAIT {
                return true;
            }
            notice = self.inbox.recv_timeout(QUIET);
        }
    }

    /// Looks at what the notices name, and at everything where they cannot be relied on.
    fn look(&mut self, events: Vec<notify::Result<Event>>) -> Changes {
        let mut changes = Changes::default();
        let mut folders = Vec::new();
        let mut everything = self.polls;
        for event in events {
            let Ok(event) = event else {
                everything = true;
                continue;
            };
            everything |= event.need_rescan();
            for path in &event.paths {
                let was_written = is_write(&event.kind);
                self.tree
                    .look_at(path, was_written, &mut changes, &mut folders);
            }
        }
        if everything {
            self.tree.look_at_all(&mut changes, &mut folders);
        }
        // A folder is looked at again once it is watched: what came in between was in no notice.
        while !folders.is_empty() {
            self.notice(&folders);
            let fresh = std::mem::take(&mut folders);
            for folder in fresh {
                self.tree
                    .look_at(&folder, false, &mut changes, &mut folders);
            }
        }
        changes.settle();
        changes
    }

    fn notice(&mut self, folders: &[PathBuf]) {
        let Some(system) = &mut self.system else {
            return;
        };
        for folder in folders {
            if system.watch(folder, RecursiveMode::NonRecursive).is_err() && folder.is_dir() {
                // The system watches no more folders: look for oneself.
                self.polls = true;
            }
        }
    }
}

impl Changes {
    /// Each file once, in order; what came and went was not there.
    fn settle(&mut self) {
        for list in [&mut self.modified, &mut self.added, &mut self.removed] {
            list.sort();
            list.dedup();
        }
        let added = std::mem::take(&mut self.added);
        let is_there = |path: &Path| path.exists();
        for path in added {
            match (self.removed.binary_search(&path), is_there(&path)) {
                // gone and back again
                (Ok(at), true) => {
                    self.removed.remove(at);
                    self.modified.push(path);
                }
                (Err(_), true) => self.added.push(path),
                _ => {}
            }
        }
        self.modified
            .retain(|path| self.added.binary_search(path).is_err());
        self.modified.sort();
        self.modified.dedup();
        self.modified
            .retain(|path| self.removed.binary_search(path).is_err());
    }
}

/// Whether something may have changed: that a file was opened or read is nothing new.
fn is_of_interest(event: &notify::Result<Event>) -> bool {
    let Ok(event) = event else {
        return true;
    };
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => event.need_rescan(),
        _ => true,
    }
}

/// Whether a file was written, which counts even if its size and time are as before.
fn is_write(kind: &EventKind) -> bool {
    matches!(
        kind,
        EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Modify(ModifyKind::Data(_))
    )
}
