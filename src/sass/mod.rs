//! Sass and SCSS to CSS behind one seam: `grass` inside, or a Dart Sass of the user's over its embedded protocol.
//! Knows nothing of Jekyll: options come resolved, files through a [`Loader`].

mod dart;
mod embedded;
mod wire;

use std::io;
use std::path::{Path, PathBuf};

pub use dart::DartSass;

use crate::error::{Error, ErrorKind, Result};

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
    /// Where files are found.
    pub loader: &'a dyn Loader,
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

/// A compiler.
pub trait Compiler: Send + Sync {
    /// The style sheet of one request.
    ///
    /// # Errors
    /// [`ErrorKind::Conversion`] with Sass's message, its file, line and column.
    fn compile(&self, request: &Request<'_>) -> Result<Css>;

    /// Whether it can make source maps.
    fn makes_source_maps(&self) -> bool;
}

/// The compiler that is built in (`grass`, which aims at Dart Sass 1.54).
#[derive(Debug, Clone, Copy, Default)]
pub struct Embedded;

impl Compiler for Embedded {
    fn compile(&self, request: &Request<'_>) -> Result<Css> {
        embedded::compile(request)
    }

    fn makes_source_maps(&self) -> bool {
        false
    }
}

fn failed(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Conversion, message)
}
