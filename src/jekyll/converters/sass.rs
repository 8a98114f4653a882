//! Sass and SCSS to CSS as jekyll-sass-converter 3.1 asks for it (`Jekyll::Converters::Scss`, `Sass`): options and
//! folders from the configuration, the map beside the sheet.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use memchr::memmem;

use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::filters::uri::{Class, Uri, encode_component};
use crate::jekyll::glob::glob;
use crate::jekyll::merge::{ruby_to_s, set};
use crate::jekyll::path;
use crate::jekyll::plugin::{Beside, Converter, Converting, Priority};
use crate::jekyll::render::asker;
use crate::jekyll::render::reads::Read;
use crate::jekyll::setup::Setup;
use crate::sass::{
    Compiler, Css, DartSass, Deprecations, Embedded, Loader, Request, Style, Syntax,
};
use crate::value::{Array, StrKey, Value, from_json, no_method, to_json};

/// One of the two converters.
pub(super) struct Sass {
    syntax: Syntax,
    workshop: Arc<Workshop>,
}

/// Both converters, with one compiler between them.
pub(super) fn converters() -> [Box<dyn Converter>; 2] {
    let workshop = Arc::new(Workshop::default());
    [Syntax::Scss, Syntax::Indented].map(|syntax| {
        let workshop = Arc::clone(&workshop);
        Box::new(Sass { syntax, workshop }) as Box<dyn Converter>
    })
}

/// What sheets are compiled with, chosen when the first one is.
#[derive(Default)]
struct Workshop {
    compiler: OnceLock<Box<dyn Compiler>>,
    has_told_of_maps: AtomicBool,
}

impl Workshop {
    fn compiler(&self, setup: &Setup) -> &dyn Compiler {
        let compiler = self.compiler.get_or_init(|| match dart_sass(setup) {
            Some(program) => Box::new(DartSass::new(program)),
            None => Box::new(Embedded),
        });
        &**compiler
    }

    /// Says once that there are no source maps: louder where the configuration asks for them by name.
    fn tell_of_maps(&self, document: &Converting<'_>) {
        if self.has_told_of_maps.swap(true, Ordering::Relaxed) {
            return;
        }
        let message = "no source maps are made, for the built-in compiler knows none: a Dart Sass does (`sass: \
                       {implementation: dart}`).";
        if document.setup.config.below("sass", "sourcemap").is_nil() {
            document.log.debug("Sass:", message);
        } else {
            document.log.warn("Sass:", message);
        }
    }
}

/// The program of a Dart Sass, where one is asked for: REKYLL_SASS names it, or `sass.implementation`, which is `dart`
/// for the `sass` that PATH leads to, or a path. A site that is not trusted has no say in what is run.
fn dart_sass(setup: &Setup) -> Option<PathBuf> {
    let program = |name: &str| match name.contains('/') {
        true => PathBuf::from(setup.environment.expand(name)),
        false => PathBuf::from(name),
    };
    match setup.environment.get("REKYLL_SASS") {
        Some("grass") => return None,
        Some(name) if !name.is_empty() => return Some(program(name)),
        _ => {}
    }
    match setup.config.below("sass", "implementation") {
        Value::Str(name) if setup.safe || name == "grass" => None,
        Value::Str(name) if name == "dart" => Some(program("sass")),
        Value::Str(name) if name.contains('/') => Some(program(name)),
        _ => None,
    }
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
        if let Some(css) = document.sheets.and_then(|kept| kept.get(self.syntax, text)) {
            tell(&css, document);
            return Ok(css.css.clone());
        }
        let file = document
            .page
            .map(|page| PathBuf::from(setup.in_source_dir(page)));
        let wants_map = document.page.is_some() && wants_source_map(setup)?;
        let style = style(&setup.config);
        let compiler = self.workshop.compiler(setup);
        if wants_map && !compiler.makes_source_maps() {
            self.workshop.tell_of_maps(document);
        }
        let request = Request {
            text,
            path: file.as_deref(),
            syntax: self.syntax,
            style,
            source_map: wants_map,
            load_paths: &load_paths(setup)?,
            deprecations: &deprecations(&setup.config),
            loader: &SheetFiles(setup),
        };
        let css = match compiler.compile(&request) {
            Ok(css) => css,
            Err(failure) => {
                let said = failure.warnings.iter();
                said.for_each(|warning| document.log.aside(warning));
                document.log.error(&failure.report, "");
                let shows_it = setup.config.is_set("serving") && setup.config.is_set("livereload");
                return match shows_it {
                    true => Ok(failure.to_css()),
                    false => Err(failure.error),
                };
            }
        };
        tell(&css, document);
        if let Some(kept) = document.sheets {
            kept.keep(self.syntax, text, &css, setup);
        }
        match document.page {
            Some(page) => with_map(css, page, style, document),
            None => Ok(css.css),
        }
    }
}

/// Notes what was loaded for a sheet, and says what the compiler said of it.
fn tell(css: &Css, document: &Converting<'_>) {
    for path in css.loaded.iter().filter_map(|path| path.to_str()) {
        asker::note(document.setup, Read::File(path));
    }
    for warning in &css.warnings {
        document.log.aside(warning);
    }
}

/// What became, in one build, of sheets that templates hand to `scssify` and `sassify`: often every page hands over the
/// same one.
#[derive(Default)]
pub(crate) struct KeptSheets(Mutex<ByText>);

/// What became of a text in each syntax.
type ByText = HashMap<String, Vec<(Syntax, Arc<Css>)>>;

impl KeptSheets {
    /// So many texts are kept; a site with more has another one on each page.
    const MOST: usize = 64;

    fn kept(&self) -> MutexGuard<'_, ByText> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, syntax: Syntax, text: &str) -> Option<Arc<Css>> {
        let kept = self.kept();
        let (_, css) = kept.get(text)?.iter().find(|(own, _)| *own == syntax)?;
        Some(Arc::clone(css))
    }

    fn keep(&self, syntax: Syntax, text: &str, css: &Css, setup: &Setup) {
        if self.kept().len() >= Self::MOST {
            return;
        }
        let is_varied = may_vary(text.as_bytes())
            || css.loaded.iter().any(|path| {
                let bytes = path.to_str().map(|path| setup.files.read(path));
                !matches!(bytes, Some(Ok(bytes)) if !may_vary(&bytes))
            });
        let mut kept = self.kept();
        if is_varied || kept.len() >= Self::MOST {
            return;
        }
        kept.entry(text.to_string())
            .or_default()
            .push((syntax, Arc::new(css.clone())));
    }
}

/// Whether a sheet may ask for what is another each time: `random()`, `unique-id()`.
fn may_vary(sheet: &[u8]) -> bool {
    [&b"random"[..], b"unique"]
        .iter()
        .any(|word| memmem::find(sheet, word).is_some())
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
fn wants_source_map(setup: &Setup) -> Result<bool> {
    let sass = setup.config.get("sass").as_hash();
    match sass.and_then(|sass| sass.get_str("sourcemap")) {
        None => Ok(true),
        Some(Value::Str(when) | Value::Symbol(when)) => Ok(match when.as_str() {
            "never" => false,
            "development" => setup.environment.jekyll_env() == "development",
            _ => true,
        }),
        Some(other) => Err(no_method(other, "to_sym")),
    }
}

/// What the configuration says of Sass that is out of date.
fn deprecations(config: &Config) -> Deprecations {
    let option = |key| config.below("sass", key);
    Deprecations {
        quiet_deps: option("quiet_deps").is_truthy(),
        verbose: option("verbose").is_truthy(),
        fatal: texts(option("fatal_deprecations")),
        future: texts(option("future_deprecations")),
        silenced: texts(option("silence_deprecations")),
    }
}

/// `Array(value)`, as texts.
fn texts(value: &Value) -> Vec<String> {
    let text = |value: &Value| value.to_s().unwrap_or_default().into_owned();
    match value {
        Value::Nil => Vec::new(),
        Value::Array(values) => values.iter().map(text).collect(),
        value => vec![text(value)],
    }
}

/// Where sheets are looked for: the configured folders, that of the site's sheets, the theme's (`sass_load_paths`).
fn load_paths(setup: &Setup) -> Result<Vec<PathBuf>> {
    let config = &setup.config;
    let own = match config.below("sass", "sass_dir") {
        Value::Nil => String::new(),
        folder => ruby_to_s(folder)?,
    };
    let own = setup.in_source_dir(if own.is_empty() { "_sass" } else { &own });
    let mut patterns = texts(config.below("sass", "load_paths"));
    let prefix = format!("{}/", setup.source);
    patterns.push(own.strip_prefix(&prefix).unwrap_or(&own).to_string());
    let mut folders: Vec<String> = Vec::new();
    for pattern in patterns {
        let pattern = match setup.safe {
            true => setup.in_source_dir(&pattern),
            false => pattern,
        };
        for found in glob(setup.files.as_ref(), &setup.source, &pattern, false) {
            let folder = match setup.safe {
                true => setup.in_source_dir(&found),
                false => path::expand(&found, &setup.source),
            };
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
    }
    folders.extend(setup.theme.as_ref().and_then(|theme| theme.sass.clone()));
    folders.retain(|folder| setup.files.is_folder(folder));
    Ok(folders.into_iter().map(PathBuf::from).collect())
}

/// The sheet with the comment that names its map, where there is one; the map becomes a file beside it.
fn with_map(css: Css, page: &str, style: Style, document: &Converting<'_>) -> Result<String> {
    let (Some(map), Some(beside)) = (css.source_map, document.beside) else {
        return Ok(css.css);
    };
    let name = format!("{}.css", path::stem(page));
    let encoded = encode_component(name.as_bytes(), Class::Pchar);
    let folder = document.setup.in_source_dir(path::dirname(page));
    beside.add(Beside {
        name: format!("{name}.map"),
        text: placed(&map, &encoded, &folder)?,
    });
    let gap = match style {
        Style::Expanded => "\n\n",
        Style::Compressed => "",
    };
    Ok(format!(
        "{}{gap}/*# sourceMappingURL={encoded}.map */",
        css.css
    ))
}

/// A map that says of which file it is, its sources named from the folder of the sheet (`process_source_map`).
fn placed(map: &str, name: &str, folder: &str) -> Result<String> {
    let Value::Hash(map) = serde_json::from_str(map).map_or(Value::Nil, from_json) else {
        return Ok(map.to_string());
    };
    let mut map = map.as_map().clone();
    let root = format!("file://{folder}/");
    if let Some(Value::Array(sources)) = map.get(&StrKey("sources")) {
        let sources = sources.iter().map(|source| match source.as_str() {
            Some(url) if url.starts_with("file:") => Ok(Value::from(route(url, &root)?)),
            _ => Ok(source.clone()),
        });
        let sources = sources.collect::<Result<Array>>()?;
        set(&mut map, "sources", sources);
    }
    set(&mut map, "file", name);
    to_json(&Value::from(map))
}

/// The way from one URL of a file to another (`Addressable::URI#route_from`).
fn route(to: &str, from: &str) -> Result<String> {
    let path = |url: &str| -> Result<String> {
        let url = Uri::parse(url)?.normalize()?;
        Ok(url.strip_prefix("file://").unwrap_or(&url).to_string())
    };
    let (to, from) = (path(to)?, path(from)?);
    let (to, from): (Vec<&str>, Vec<&str>) = (to.split('/').collect(), from.split('/').collect());
    let most = to.len().min(from.len()) - 1;
    let shared = (0..most).take_while(|&at| to[at] == from[at]).count();
    let up = from.len() - 1 - shared;
    let steps = std::iter::repeat_n("..", up).chain(to[shared..].iter().copied());
    Ok(steps.collect::<Vec<_>>().join("/"))
}

/// The site's files as the compiler asks for them; it is noted which.
struct SheetFiles<'a>(&'a Setup);

impl SheetFiles<'_> {
    fn noted<'p>(&self, path: &'p Path) -> Option<&'p str> {
        let path = path.to_str()?;
        asker::note(self.0, Read::File(path));
        Some(path)
    }
}

impl Loader for SheetFiles<'_> {
    fn is_dir(&self, path: &Path) -> bool {
        path.to_str()
            .is_some_and(|path| self.0.files.is_folder(path))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.noted(path)
            .is_some_and(|path| self.0.files.is_file(path))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.noted(path) {
            Some(path) => self.0.files.read(path),
            None => Err(io::Error::from(io::ErrorKind::InvalidInput)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_a_source() -> Result<()> {
        for (to, way) in [
            ("file:///s/css/main.scss", "main.scss"),
            ("file:///s/_sass/a.scss", "../_sass/a.scss"),
            ("file:///other/b%20c.scss", "../../other/b%20c.scss"),
            ("file:///s/css/x/y.scss", "x/y.scss"),
        ] {
            assert_eq!(route(to, "file:///s/css/")?, way);
        }
        Ok(())
    }

    #[test]
    fn a_map_is_placed() -> Result<()> {
        let map = r#"{"version":3,"sourceRoot":"","sources":["file:///s/a.scss"],"names":[],"mappings":"AAAA","sourcesContent":["é\n"]}"#;
        assert_eq!(
            placed(map, "a.css", "/s")?,
            r#"{"version":3,"sourceRoot":"","sources":["a.scss"],"names":[],"mappings":"AAAA","sourcesContent":["é\n"],"file":"a.css"}"#
        );
        Ok(())
    }
}
