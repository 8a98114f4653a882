//! Where the program's lines go: information to standard output, warnings in yellow and errors in red to standard
//! error, whether or not a terminal listens, as Jekyll does (stevenson.rb, log_adapter.rb).

use std::io::Write;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::jekyll::log::{Level, Log, line};

/// The terminal, or whatever stands in for it.
#[derive(Debug)]
pub struct Console {
    least: AtomicU8,
}

impl Console {
    /// A console that shows lines of `least` and above.
    pub fn new(least: Level) -> Self {
        Console {
            least: AtomicU8::new(least as u8),
        }
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

    /// The trace that Ruby would print of an exception that ends the program: here one line, and no part of the log.
    pub fn raised(&self, message: &str) {
        let _ = writeln!(std::io::stderr(), "{}: {message}", super::OWN_NAME);
    }

    /// The program's standard output, as it is.
    pub fn print(&self, text: &str) {
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
        let end = if text.ends_with('\n') { "" } else { "\n" };
        let _ = write!(std::io::stderr(), "{text}{end}");
    }

    fn takes(&self, level: Level) -> bool {
        level as u8 >= self.least.load(Ordering::Relaxed)
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
