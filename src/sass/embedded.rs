//! The built-in compiler: `grass`, with our loader and its log kept.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::{Css, Loader, Request, Style, Syntax, failed};
use crate::error::Result;

pub(super) fn compile(request: &Request<'_>) -> Result<Css> {
    let files = Files {
        loader: request.loader,
        loaded: Mutex::default(),
    };
    let log = Log(Mutex::default());
    let options = grass::Options::default()
        .fs(&files)
        .logger(&log)
        .style(match request.style {
            Style::Expanded => grass::OutputStyle::Expanded,
            Style::Compressed => grass::OutputStyle::Compressed,
        })
        .input_syntax(match request.syntax {
            Syntax::Scss => grass::InputSyntax::Scss,
            Syntax::Indented => grass::InputSyntax::Sass,
        });
    // grass knows no place for text: the sheet's own folder is searched first, as Dart Sass does.
    let beside = request.path.and_then(Path::parent);
    let options = options
        .load_paths(beside.as_slice())
        .load_paths(request.load_paths);
    let css = grass::from_string(request.text, &options).map_err(|e| report(*e, request.path))?;
    Ok(Css {
        css: css.trim_end_matches('\n').to_string(),
        source_map: None,
        warnings: log.0.into_inner().unwrap_or_default(),
        loaded: files.loaded.into_inner().unwrap_or_default(),
    })
}

fn report(error: grass::Error, path: Option<&Path>) -> crate::Error {
    let shown = error.to_string();
    let text = shown.trim_end();
    let text = text.strip_prefix("Error: ").unwrap_or(text);
    let grass::ErrorKind::ParseError { message, loc, .. } = error.kind() else {
        return failed(text);
    };
    let name = match (loc.file.name(), path) {
        ("stdin", Some(path)) => path.display().to_string(),
        (name, _) => name.to_string(),
    };
    let place = |n: usize| u32::try_from(n + 1).ok();
    failed(message)
        .at(&name, place(loc.begin.line), place(loc.begin.column))
        .with_source_line(loc.file.source_line(loc.begin.line))
}

struct Files<'a> {
    loader: &'a dyn Loader,
    loaded: Mutex<Vec<PathBuf>>,
}

impl fmt::Debug for Files<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Files")
    }
}

impl grass::Fs for Files<'_> {
    fn is_dir(&self, path: &Path) -> bool {
        self.loader.is_dir(path)
    }

    fn is_file(&self, path: &Path) -> bool {
        self.loader.is_file(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        if let Ok(mut loaded) = self.loaded.lock() {
            loaded.push(path.to_path_buf());
        }
        self.loader.read(path)
    }
}

#[derive(Debug)]
struct Log(Mutex<Vec<String>>);

impl Log {
    fn note(&self, line: String) {
        if let Ok(mut lines) = self.0.lock() {
            lines.push(line);
        }
    }
}

impl grass::Logger for Log {
    fn debug(&self, place: codemap::SpanLoc, message: &str) {
        let line = place.begin.line + 1;
        self.note(format!("{}:{line} DEBUG: {message}", place.file.name()));
    }

    fn warn(&self, place: codemap::SpanLoc, message: &str) {
        let (line, column) = (place.begin.line + 1, place.begin.column + 1);
        self.note(format!(
            "Warning: {message}\n    {} {line}:{column}",
            place.file.name()
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    struct Memory(HashMap<PathBuf, &'static str>);

    impl Loader for Memory {
        fn is_dir(&self, path: &Path) -> bool {
            self.0.keys().any(|p| p.starts_with(path) && p != path)
        }

        fn is_file(&self, path: &Path) -> bool {
            self.0.contains_key(path)
        }

        fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
            let text = self.0.get(path).ok_or(io::ErrorKind::NotFound)?;
            Ok(text.as_bytes().to_vec())
        }
    }

    fn request<'a>(text: &'a str, loader: &'a Memory, paths: &'a [PathBuf]) -> Request<'a> {
        Request {
            text,
            path: Some(Path::new("/site/css/main.scss")),
            syntax: Syntax::Scss,
            style: Style::Compressed,
            source_map: true,
            load_paths: paths,
            loader,
        }
    }

    #[test]
    fn partials_are_found_beside_the_sheet_and_on_the_load_paths() -> Result<()> {
        let files = Memory(HashMap::from([
            (PathBuf::from("/site/_sass/_a.scss"), "$c: #ff0000;"),
            (PathBuf::from("/site/css/_b.scss"), "b { c: d }"),
        ]));
        let paths = [PathBuf::from("/site/_sass")];
        let text = "@import 'a'; @import 'b'; p { color: $c }";
        let css = compile(&request(text, &files, &paths))?;
        assert_eq!(css.css, "b{c:d}p{color:red}");
        assert_eq!(css.loaded.len(), 2);
        Ok(())
    }

    #[test]
    fn an_error_says_where() {
        let files = Memory(HashMap::new());
        let Err(error) = compile(&request("a {\n  b: $c;\n}", &files, &[])) else {
            panic!("an undefined variable compiled");
        };
        assert_eq!(error.file(), Some("/site/css/main.scss"));
        assert_eq!((error.line(), error.column()), (Some(2), Some(6)));
    }
}
