//! Where the program's lines go: information to standard output, warnings in yellow and errors in red to standard
//! error, whether or not a terminal listens, as Jekyll does (stevenson.rb, log_adapter.rb).

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::jekyll::log::{Level, Log, line};

/// The terminal, or whatever stands in for it.
#[derive(Debug)]
pub struct Console {
    least: AtomicU8,
    /// The line that tells how far a long build is, where a person is looking.
    progress: Option<Mutex<Progress>>,
}

/// A line on a terminal that is written over again and again.
#[derive(Debug, Default)]
struct Progress {
    begun: Option<Instant>,
    shown: Option<Instant>,
}

impl Progress {
    /// A build that takes no longer needs no such line.
    const PATIENCE: Duration = Duration::from_secs(1);
    const PAUSE: Duration = Duration::from_millis(100);

    /// The line to show now, if it is time for one.
    fn line_at(&mut self, now: Instant, done: usize, all: usize) -> Option<String> {
        let begun = *self.begun.get_or_insert(now);
        let last = self.shown.unwrap_or(begun);
        if now - begun < Self::PATIENCE || now - last < Self::PAUSE {
            return None;
        }
        self.shown = Some(now);
        Some(line("Rendering:", &format!("{done} of {all}")))
    }

    /// What takes the line away.
    fn cleared(&mut self) -> &'static str {
        match self.shown.take() {
            Some(_) => "\r\x1b[K",
            None => "",
        }
    }
}

impl Console {
    /// A console that shows lines of `least` and above.
    pub fn new(least: Level) -> Self {
        Console {
            least: AtomicU8::new(least as u8),
            progress: std::io::stderr().is_terminal().then(Mutex::default),
        }
    }

    /// Whether a person is looking at what goes to standard error.
    fn is_watched(&self) -> bool {
        self.progress.is_some()
    }

    /// The level that JEKYLL_LOG_LEVEL names; nothing where it names none that there is.
    pub fn level_named(name: &str) -> Option<Level> {
        Some(match name {
            "debug" => Level::Debug,
            "info" => Level::Info,
            "warn" => Level::Warn,
            "error" => Level::Error,
            _ => return None,
        })
    }

    /// Shows less or more from now on; quiet wins.
    pub fn adjust(&self, quiet: bool, verbose: bool) {
        if quiet {
            self.least.store(Level::Error as u8, Ordering::Relaxed);
        } else if verbose {
            self.least.store(Level::Debug as u8, Ordering::Relaxed);
        }
    }

    /// What `build` says of its level before it reads the configuration, which says so again.
    pub fn announce_verbosity(&self) {
        self.debug("Logging at level:", "debug");
        self.debug("Jekyll Version:", super::JEKYLL_VERSION);
    }

    /// Takes the line of progress away, so that another can stand there.
    fn clear(&self) {
        if let Some(progress) = &self.progress {
            let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = std::io::stderr().write_all(progress.cleared().as_bytes());
        }
    }

    /// The trace that Ruby would print of an exception that ends the program: here one line, and no part of the log.
    pub fn raised(&self, message: &str) {
        self.clear();
        let _ = writeln!(std::io::stderr(), "{}: {message}", super::OWN_NAME);
    }

    /// The program's standard output, as it is.
    pub fn print(&self, text: &str) {
        self.clear();
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(text.as_bytes());
        if !text.ends_with('\n') {
            let _ = out.write_all(b"\n");
        }
        let _ = out.flush();
    }
}

impl Log for Console {
    fn puts(&self, line: &str) {
        self.print(line);
    }

    fn write(&self, level: Level, topic: &str, message: &str) {
        if !self.takes(level) {
            return;
        }
        self.clear();
        let text = line(topic, message);
        // A reader that went away is no reason to stop building.
        let _ = match level {
            Level::Debug | Level::Info => {
                self.print(&text);
                Ok(())
            }
            Level::Warn => writeln!(std::io::stderr(), "{}", painted(&text, 33)),
            Level::Error => writeln!(std::io::stderr(), "{}", painted(&text, 31)),
        };
    }

    fn aside(&self, text: &str) {
        self.clear();
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let _ = write!(std::io::stderr(), "{text}{end}");
    }

    fn remark(&self, text: &str) {
        if self.is_watched() {
            self.aside(text);
        }
    }

    fn takes(&self, level: Level) -> bool {
        level as u8 >= self.least.load(Ordering::Relaxed)
    }

    fn progress(&self, done: usize, all: usize) {
        let Some(progress) = &self.progress else {
            return;
        };
        let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = std::io::stderr();
        if done == all {
            let _ = out.write_all(progress.cleared().as_bytes());
            progress.begun = None;
        } else if self.takes(Level::Info)
            && let Some(line) = progress.line_at(Instant::now(), done, all)
        {
            let _ = write!(out, "\r\x1b[K{line}");
            let _ = out.flush();
        }
    }
}

/// Text in one of the terminal's colours (utils/ansi.rb).
pub fn painted(text: &str, colour: u8) -> String {
    format!("\x1b[{colour}m{text}\x1b[0m")
}

/// Text in cyan, which Jekyll uses for paths.
pub fn cyan(text: &str) -> String {
    painted(text, 36)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_builds_show_how_far_they_are() {
        let mut progress = Progress::default();
        let begun = Instant::now();
        let after = |millis| begun + Duration::from_millis(millis);
        assert_eq!(progress.line_at(begun, 1, 300), None);
        assert_eq!(progress.line_at(after(999), 2, 300), None);
        assert_eq!(progress.cleared(), "");
        let line = progress.line_at(after(1001), 30, 300);
        assert_eq!(line.as_deref(), Some("         Rendering: 30 of 300"));
        assert_eq!(progress.line_at(after(1050), 31, 300), None);
        assert_eq!(progress.cleared(), "\r\x1b[K");
        assert_eq!(progress.cleared(), "");
    }
}
