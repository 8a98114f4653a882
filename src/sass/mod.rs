//! Sass and SCSS to CSS behind one seam: `grass` inside, or a Dart Sass of the user's over its embedded protocol.
//! Knows nothing of Jekyll: options come resolved, files through a [`Loader`].

mod calc;
mod color;
mod colors;
mod dart;
mod depth;
mod embedded;
mod expanded;
mod extends;
mod flat;
mod functions;
mod layout;
mod marks;
mod modules;
mod order;
mod trail;
mod wire;

use std::io;
use std::path::{Path, PathBuf};

pub use dart::DartSass;

use crate::error::{Error, ErrorKind};

/// How a sheet is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Syntax {
    /// Braces and semicolons (`.scss`).
    #[default]
    Scss,
    /// Indentation (`.sass`).
    Indented,
}

/// How the CSS is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// A line a declaration.
    #[default]
    Expanded,
    /// As short as can be.
    Compressed,
}

/// Where `@use`, `@forward` and `@import` find files.
pub trait Loader: Send + Sync {
    /// Whether there is a folder at `path`.
    fn is_dir(&self, path: &Path) -> bool;
    /// Whether there is a file at `path`.
    fn is_file(&self, path: &Path) -> bool;
    /// The bytes of the file at `path`.
    ///
    /// # Errors
    /// What reading gave.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
}

/// One sheet to compile.
pub struct Request<'a> {
    /// The source.
    pub text: &'a str,
    /// The file it comes from, for messages and for imports beside it; none for text of a template.
    pub path: Option<&'a Path>,
    /// How it is written.
    pub syntax: Syntax,
    /// How the CSS is laid out.
    pub style: Style,
    /// Whether a source map is wanted, where the compiler makes one.
    pub source_map: bool,
    /// The folders searched after the sheet's own.
    pub load_paths: &'a [PathBuf],
    /// What is to be said of Sass that is out of date.
    pub deprecations: &'a Deprecations,
    /// Where files are found.
    pub loader: &'a dyn Loader,
}

/// What is to be said of Sass that is out of date. The built-in compiler says little of it, so it minds none of this.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deprecations {
    /// Nothing, where a dependency is.
    pub quiet_deps: bool,
    /// Everything, however often.
    pub verbose: bool,
    /// What is an error, by name or version.
    pub fatal: Vec<String>,
    /// What counts already.
    pub future: Vec<String>,
    /// What is kept silent.
    pub silenced: Vec<String>,
}

/// What a sheet becomes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Css {
    /// The style sheet, without a newline at its end.
    pub css: String,
    /// The source map as JSON, where one was asked for and the compiler makes them.
    pub source_map: Option<String>,
    /// What the compiler warned of, each as it would be printed.
    pub warnings: Vec<String>,
    /// Every file that was loaded.
    pub loaded: Vec<PathBuf>,
}

/// Why a sheet cannot be compiled.
#[derive(Debug, Clone)]
pub struct Failure {
    /// Sass's message, its file, line and column ([`ErrorKind::Conversion`]).
    pub error: Error,
    /// What Sass prints of it: the message, the source underlined, the place.
    pub report: String,
    /// What the compiler warned of before, each as it would be printed.
    pub warnings: Vec<String>,
}

impl Failure {
    /// What has no place in a sheet.
    fn without_place(message: impl Into<String>) -> Self {
        let message = message.into();
        Failure {
            report: format!("Error: {message}"),
            error: failed(message),
            warnings: Vec::new(),
        }
    }

    /// A style sheet that shows the failure in the browser, as Dart Sass writes it.
    pub fn to_css(&self) -> String {
        let comment = self
            .report
            .replace("*/", "*\u{2060}/")
            .replace('\n', "\n * ");
        let mut shown = String::from("\"");
        for c in self.report.chars() {
            match c {
                '"' | '\\' => shown.extend(['\\', c]),
                '\n' => shown.push_str("\\a "),
                c if c.is_ascii() => shown.push(c),
                c => shown.push_str(&format!("\\{:x} ", u32::from(c))),
            }
        }
        shown.push('"');
        format!(
            "/* {comment} */\n\nbody::before {{\n  position: static;\n  display: block;\n  padding: 1em;\n  \
             margin: 0 0 1em;\n  border-width: 0 0 2px;\n  border-bottom-style: solid;\n  \
             font-family: monospace, monospace;\n  white-space: pre;\n  content: {shown};\n}}\n"
        )
    }
}

/// A compiler.
pub trait Compiler: Send + Sync {
    /// The style sheet of one request.
    ///
    /// # Errors
    /// Sass that cannot be compiled, and a compiler that cannot be used.
    fn compile(&self, request: &Request<'_>) -> Result<Css, Failure>;

    /// Whether it can make source maps.
    fn makes_source_maps(&self) -> bool;
}

/// The compiler that is built in (`grass`, which aims at Dart Sass 1.54).
#[derive(Debug, Clone, Copy, Default)]
pub struct Embedded;

impl Compiler for Embedded {
    fn compile(&self, request: &Request<'_>) -> Result<Css, Failure> {
        embedded::compile(request)
    }

    fn makes_source_maps(&self) -> bool {
        false
    }
}

fn failed(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Conversion, message)
}
