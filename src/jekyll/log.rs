//! What Jekyll tells its user while it works: levels, the `topic: message` form, and where lines go.
//! The program prints them, the library collects them, a test reads them.

use crate::text::is_space_char;

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How much a line matters (`Logger`'s severities that Jekyll uses).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Shown with `--verbose`.
    Debug,
    /// Ordinary progress.
    Info,
    /// Something that may be wrong; yellow, on standard error.
    Warn,
    /// Something that is wrong; red, on standard error.
    Error,
}

/// Where lines go. `topic` and `message` come as Jekyll's code passes them; [`line()`] joins them.
pub trait Log: Send + Sync {
    /// Takes one line.
    fn write(&self, level: Level, topic: &str, message: &str);

    /// Whether a line of this level would be kept; lets a caller spare the making of debug lines.
    fn takes(&self, _level: Level) -> bool {
        true
    }

    /// What another program printed on its standard error, passed on as it is.
    fn aside(&self, text: &str) {
        self.warn(text, "");
    }

    /// What Ruby's own `warn` prints, which Ruby may have been told to leave out: for a person who looks on.
    fn remark(&self, _text: &str) {}

    /// What Ruby's `puts` prints: a line as it is, whatever the level.
    fn puts(&self, line: &str) {
        self.write(Level::Info, "", line);
    }

    /// A warning that is the same one wherever `which` is: a site's log passes on the first.
    fn warn_once(&self, _which: u64, topic: &str, message: &str) {
        self.warn(topic, message);
    }

    /// How far the rendering of a site is, for whoever waits for it; no line of the log.
    fn progress(&self, _done: usize, _all: usize) {}

    /// `Jekyll.logger.debug`
    fn debug(&self, topic: &str, message: &str) {
        self.write(Level::Debug, topic, message);
    }

    /// `Jekyll.logger.info`
    fn info(&self, topic: &str, message: &str) {
        self.write(Level::Info, topic, message);
    }

    /// `Jekyll.logger.warn`
    fn warn(&self, topic: &str, message: &str) {
        self.write(Level::Warn, topic, message);
    }

    /// `Jekyll.logger.error`
    fn error(&self, topic: &str, message: &str) {
        self.write(Level::Error, topic, message);
    }
}

/// The line that Jekyll prints for a topic and a message (log_adapter.rb `message`): the topic and a blank
/// right-justified to 20 columns, then the message with every run of whitespace made one blank.
pub fn line(topic: &str, message: &str) -> String {
    let width = topic.chars().count() + 1;
    let mut line = " ".repeat(20usize.saturating_sub(width));
    line.push_str(topic);
    line.push(' ');
    let mut in_space = false;
    for c in message.chars() {
        let space = is_space_char(c);
        if !space {
            line.push(c);
        } else if !in_space {
            line.push(' ');
        }
        in_space = space;
    }
    line
}

/// One line that a [`Collected`] log holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How much it matters.
    pub level: Level,
    /// What it is about.
    pub topic: String,
    /// What it says.
    pub message: String,
    /// Whether it is what another program printed, and stays as it is.
    pub is_aside: bool,
    /// Which one it is, where it is said once ([`Log::warn_once`]).
    pub once: Option<u64>,
}

impl Entry {
    fn new(level: Level, topic: &str, message: &str) -> Self {
        Entry {
            level,
            topic: topic.to_string(),
            message: message.to_string(),
            is_aside: false,
            once: None,
        }
    }

    /// The line as Jekyll prints it, without colour.
    pub fn line(&self) -> String {
        line(&self.topic, &self.message)
    }
}

/// A log that keeps its lines, in order; also what work done out of order writes to until its turn comes.
#[derive(Debug)]
pub struct Collected {
    least: Level,
    entries: Mutex<Vec<Entry>>,
}

impl Collected {
    /// A log that keeps lines of `least` and above.
    pub fn from(least: Level) -> Self {
        Collected {
            least,
            entries: Mutex::default(),
        }
    }

    /// A log that keeps whatever `log` would take: a place for lines until they may be passed on.
    pub fn in_front_of(log: &dyn Log) -> Self {
        let levels = [Level::Debug, Level::Info, Level::Warn, Level::Error];
        let least = levels.into_iter().find(|level| log.takes(*level));
        Self::from(least.unwrap_or(Level::Error))
    }

    /// The lines so far.
    pub fn entries(&self) -> Vec<Entry> {
        self.lock().clone()
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    /// Forgets all lines behind the first `length`.
    pub fn truncate(&self, length: usize) {
        self.lock().truncate(length);
    }

    /// Hands all lines to `log`, in order, and keeps none.
    pub fn pass_on(&self, log: &dyn Log) {
        for entry in std::mem::take(&mut *self.lock()) {
            match entry.once {
                Some(which) => log.warn_once(which, &entry.topic, &entry.message),
                None if entry.is_aside => log.aside(&entry.message),
                None => log.write(entry.level, &entry.topic, &entry.message),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log for Collected {
    fn write(&self, level: Level, topic: &str, message: &str) {
        if self.takes(level) {
            self.lock().push(Entry::new(level, topic, message));
        }
    }

    fn warn_once(&self, which: u64, topic: &str, message: &str) {
        if self.takes(Level::Warn) {
            self.lock().push(Entry {
                once: Some(which),
                ..Entry::new(Level::Warn, topic, message)
            });
        }
    }

    fn aside(&self, text: &str) {
        self.lock().push(Entry {
            is_aside: true,
            ..Entry::new(Level::Warn, "", text)
        });
    }

    fn takes(&self, level: Level) -> bool {
        level >= self.least
    }
}

/// A log for work that is done out of order: what a thread has put [`Aside`] is not passed on.
pub struct InOrder {
    to: Arc<dyn Log>,
    /// Which warnings that are said once were said.
    said: Mutex<HashSet<u64>>,
}

impl InOrder {
    /// A log that passes lines on to another.
    pub fn new(log: Arc<dyn Log>) -> Self {
        InOrder {
            to: log,
            said: Mutex::default(),
        }
    }

    /// Where this thread's lines go while it works out of order.
    fn kept(&self) -> Option<Arc<Collected>> {
        ASIDE.with_borrow(|aside| {
            let (of, kept) = aside.as_ref()?;
            std::ptr::addr_eq(*of, self).then(|| Arc::clone(kept))
        })
    }
}

impl Log for InOrder {
    fn write(&self, level: Level, topic: &str, message: &str) {
        match self.kept() {
            Some(kept) => kept.write(level, topic, message),
            None => self.to.write(level, topic, message),
        }
    }

    fn aside(&self, text: &str) {
        match self.kept() {
            Some(kept) => kept.aside(text),
            None => self.to.aside(text),
        }
    }

    fn puts(&self, line: &str) {
        match self.kept() {
            Some(kept) => kept.puts(line),
            None => self.to.puts(line),
        }
    }

    fn warn_once(&self, which: u64, topic: &str, message: &str) {
        if let Some(kept) = self.kept() {
            return kept.warn_once(which, topic, message);
        }
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        if said.insert(which) {
            self.to.warn(topic, message);
        }
    }

    fn takes(&self, level: Level) -> bool {
        self.to.takes(level)
    }

    fn remark(&self, text: &str) {
        self.to.remark(text);
    }

    fn progress(&self, done: usize, all: usize) {
        self.to.progress(done, all);
    }
}

thread_local! {
    static ASIDE: RefCell<Option<(*const (), Arc<Collected>)>> = const { RefCell::new(None) };
}

/// While it lives, what this thread tells a log is kept aside.
pub struct Aside(Option<(*const (), Arc<Collected>)>);

impl Aside {
    /// Begins to keep what is told to `log`, which is an [`InOrder`].
    pub fn begin(log: &Arc<dyn Log>, kept: &Arc<Collected>) -> Self {
        Aside(ASIDE.replace(Some((Arc::as_ptr(log).cast(), Arc::clone(kept)))))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        ASIDE.set(self.0.take());
    }
}

/// A log that takes nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Log for Silent {
    fn write(&self, _level: Level, _topic: &str, _message: &str) {}

    fn takes(&self, _level: Level) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_stand_right() {
        assert_eq!(line("Source:", "/a"), "            Source: /a");
        assert_eq!(line("", "x\n  y"), "                    x y");
        assert_eq!(
            line("YAML Exception reading a.md: b", ""),
            "YAML Exception reading a.md: b "
        );
    }
}
