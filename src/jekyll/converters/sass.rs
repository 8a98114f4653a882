//! Sass and SCSS to CSS as jekyll-sass-converter 3.1 asks for it (`Jekyll::Converters::Scss`, `Sass`): options and
//! folders from the configuration, the map beside the sheet.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::fs::Files;
use crate::jekyll::glob::glob;
use crate::jekyll::path;
use crate::jekyll::plugin::{Beside, Converter, Converting, Priority};
use crate::jekyll::render::asker;
use crate::jekyll::render::reads::Read;
use crate::jekyll::setup::Setup;
use crate::sass::{Compiler, Css, DartSass, Embedded, Loader, Request, Style, Syntax};
use crate::value::{Value, to_json};

/// One of the two converters.
pub(super) struct Sass {
    syntax: Syntax,
    compiler: Arc<dyn Compiler>,
}

/// Both converters, with the compiler that the configuration names: the program of a Dart Sass under
/// `sass.dart_sass`, or the one that is built in.
pub(super) fn converters(config: &Config) -> [Box<dyn Converter>; 2] {
    let compiler: Arc<dyn Compiler> = match config.below("sass", "dart_sass") {
        Value::Str(program) if !config.is_set("safe") => Arc::new(DartSass::new(program.as_str())),
        _ => Arc::new(Embedded),
    };
    [Syntax::Scss, Syntax::Indented].map(|syntax| {
        let compiler = Arc::clone(&compiler);
        Box::new(Sass { syntax, compiler }) as Box<dyn Converter>
    })
}

impl Sass {
    fn extension(&self) -> &'static str {
        match self.syntax {
            Syntax::Scss => ".scss",
            Syntax::Indented => ".sass",
        }
    }
}

impl Converter for Sass {
    fn class_name(&self) -> &str {
        match self.syntax {
            Syntax::Scss => "Jekyll::Converters::Scss",
            Syntax::Indented => "Jekyll::Converters::Sass",
        }
    }

    fn priority(&self) -> Priority {
        Priority::Low
    }

    fn matches(&self, extension: &str) -> bool {
        extension.eq_ignore_ascii_case(self.extension())
    }

    fn output_ext(&self, _extension: &str) -> Option<String> {
        Some(".css".to_string())
    }

    fn convert(&self, text: &str, document: &Converting<'_>) -> Result<String> {
        let setup = document.setup;
        asker::note(setup, Read::Sheets);
        let file = document
            .page
            .map(|page| PathBuf::from(setup.in_source_dir(page)));
        let wants_map = document.page.is_some() && wants_source_map(setup);
        let style = style(&setup.config);
        let request = Request {
            text,
            path: file.as_deref(),
            syntax: self.syntax,
            style,
            source_map: wants_map,
            load_paths: &load_paths(setup),
            loader: &SheetFiles(setup.files.as_ref()),
        };
        let css = self.compiler.compile(&request).inspect_err(|error| {
            document.log.error(&error.to_string(), "");
        })?;
        for warning in &css.warnings {
            document.log.warn(warning, "");
        }
        match document.page {
            Some(page) if wants_map => with_map(css, page, text, style, document),
            _ => Ok(css.css),
        }
    }
}

fn style(config: &Config) -> Style {
    match config.below("sass", "style") {
        Value::Str(name) | Value::Symbol(name)
            if name.strip_prefix(':').unwrap_or(name) == "compressed" =>
        {
            Style::Compressed
        }
        _ => Style::Expanded,
    }
}

/// `sourcemap`: always, unless the configuration says otherwise.
fn wants_source_map(setup: &Setup) -> bool {
    match setup.config.below("sass", "sourcemap") {
        Value::Str(when) | Value::Symbol(when) => match when.as_str() {
            "never" => false,
            "development" => setup.environment.jekyll_env() == "development",
            _ => true,
        },
        _ => true,
    }
}

/// Where sheets are looked for: the configured folders, that of the site's sheets, the theme's.
fn load_paths(setup: &Setup) -> Vec<PathBuf> {
    let config = &setup.config;
    let mut patterns: Vec<String> = match config.below("sass", "load_paths") {
        Value::Array(paths) => paths
            .iter()
            .filter_map(|path| path.as_str().map(str::to_string))
            .collect(),
        Value::Str(path) => vec![path.to_string()],
        _ => Vec::new(),
    };
    patterns.push(match config.below("sass", "sass_dir") {
        Value::Str(folder) => folder.to_string(),
        _ => "_sass".to_string(),
    });
    let mut folders: Vec<String> = Vec::new();
    for pattern in patterns {
        let pattern = if setup.safe {
            setup.in_source_dir(&pattern)
        } else {
            path::expand(&pattern, &setup.source)
        };
        for found in glob(setup.files.as_ref(), "/", &pattern, false) {
            let folder = path::expand(&found, "/");
            let is_inside = !setup.safe || folder.starts_with(&setup.source);
            if is_inside && setup.files.is_folder(&folder) && !folders.contains(&folder) {
                folders.push(folder);
            }
        }
    }
    let theme = setup.theme.as_ref().and_then(|theme| theme.sass.clone());
    folders
        .into_iter()
        .chain(theme)
        .map(PathBuf::from)
        .collect()
}

/// The sheet with the comment that names its map, which becomes a file beside it.
fn with_map(
    css: Css,
    page: &str,
    text: &str,
    style: Style,
    document: &Converting<'_>,
) -> Result<String> {
    let name = format!("{}.css", path::stem(page));
    let map = match css.source_map {
        Some(map) => map,
        None => unmapped(page, text, &name)?,
    };
    let Some(beside) = document.beside else {
        return Ok(css.css);
    };
    beside.add(Beside {
        name: format!("{name}.map"),
        text: map,
    });
    let gap = match style {
        Style::Expanded => "\n\n",
        Style::Compressed => "",
    };
    Ok(format!(
        "{}{gap}/*# sourceMappingURL={name}.map */",
        css.css
    ))
}

/// The map of a compiler that knows the sheet but not which line came from where.
fn unmapped(page: &str, text: &str, name: &str) -> Result<String> {
    let list = |text: &str| Value::from(vec![Value::from(text)]);
    let map = crate::value::Hash::from_iter([
        ("version", Value::Int(3)),
        ("sourceRoot", Value::from("")),
        ("sources", list(path::basename(page))),
        ("names", Value::from(Vec::new())),
        ("mappings", Value::from("")),
        ("sourcesContent", list(text)),
        ("file", Value::from(name)),
    ]);
    to_json(&Value::Hash(map))
}

/// The site's files as the compiler asks for them.
struct SheetFiles<'a>(&'a dyn Files);

impl Loader for SheetFiles<'_> {
    fn is_dir(&self, path: &Path) -> bool {
        path.to_str().is_some_and(|path| self.0.is_folder(path))
    }

    fn is_file(&self, path: &Path) -> bool {
        path.to_str().is_some_and(|path| self.0.is_file(path))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match path.to_str() {
            Some(path) => self.0.read(path),
            None => Err(io::Error::from(io::ErrorKind::InvalidInput)),
        }
    }
}
