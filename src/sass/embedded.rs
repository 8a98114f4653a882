//! The built-in compiler: `grass`, with our loader and its log kept.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::{Css, Failure, Loader, Request, Style, Syntax, failed};

pub(super) fn compile(request: &Request<'_>) -> Result<Css, Failure> {
    let files = Files {
        loader: request.loader,
        loaded: Mutex::default(),
    };
    let log = Log {
        lines: Mutex::default(),
        sheet: request
            .path
            .map_or_else(|| "-".to_string(), |path| path.display().to_string()),
    };
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
        warnings: log.lines.into_inner().unwrap_or_default(),
        loaded: files.loaded.into_inner().unwrap_or_default(),
    })
}

fn report(error: grass::Error, path: Option<&Path>) -> Failure {
    let shown = error.to_string();
    let text = shown.trim_end();
    let text = text.strip_prefix("Error: ").unwrap_or(text);
    let grass::ErrorKind::ParseError { message, loc, .. } = error.kind() else {
        return Failure::without_place(text);
    };
    let name = match (loc.file.name(), path) {
        ("stdin", Some(path)) => path.display().to_string(),
        ("stdin", None) => "-".to_string(),
        (name, _) => name.to_string(),
    };
    let line = loc.file.source_line(loc.begin.line);
    let place = |n: usize| u32::try_from(n + 1).ok();
    let end = if loc.end.line == loc.begin.line {
        loc.end.column
    } else {
        line.chars().count()
    };
    Failure {
        report: underlined(&message, &name, line, loc.begin, end),
        error: failed(message)
            .at(&name, place(loc.begin.line), place(loc.begin.column))
            .with_source_line(line),
    }
}

/// The message with the line that it is about, as Dart Sass lays it out.
fn underlined(
    message: &str,
    name: &str,
    line: &str,
    begin: codemap::LineCol,
    end: usize,
) -> String {
    let number = (begin.line + 1).to_string();
    let margin = " ".repeat(number.len());
    let blanks: String = line
        .chars()
        .take(begin.column)
        .map(|c| if c == '\t' { '\t' } else { ' ' })
        .collect();
    let carets = "^".repeat(end.saturating_sub(begin.column).max(1));
    format!(
        "Error: {message}\n{margin} ╷\n{number} │ {line}\n{margin} │ {blanks}{carets}\n{margin} ╵\n  {name} {number}:{} \
         root stylesheet",
        begin.column + 1
    )
    .replace(" root stylesheet", "  root stylesheet")
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
struct Log {
    lines: Mutex<Vec<String>>,
    /// The name of the sheet, for which grass has none.
    sheet: String,
}

impl Log {
    fn note(&self, line: String) {
        if let Ok(mut lines) = self.lines.lock() {
            lines.push(line);
        }
    }

    fn name<'a>(&'a self, place: &'a codemap::SpanLoc) -> &'a str {
        match place.file.name() {
            "stdin" => &self.sheet,
            name => name,
        }
    }
}

impl grass::Logger for Log {
    fn debug(&self, place: codemap::SpanLoc, message: &str) {
        let line = place.begin.line + 1;
        self.note(format!("{}:{line} DEBUG: {message}", self.name(&place)));
    }

    fn warn(&self, place: codemap::SpanLoc, message: &str) {
        let (line, column) = (place.begin.line + 1, place.begin.column + 1);
        self.note(format!(
            "WARNING: {message}\n    {} {line}:{column}  root stylesheet\n",
            self.name(&place)
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sass::Deprecations;
    use std::collections::HashMap;

    struct Memory(HashMap<PathBuf, &'static str>);

    static NONE: Deprecations = Deprecations {
        quiet_deps: false,
        verbose: false,
        fatal: Vec::new(),
        future: Vec::new(),
        silenced: Vec::new(),
    };

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
            deprecations: &NONE,
            loader,
        }
    }

    #[test]
    fn partials_are_found_beside_the_sheet_and_on_the_load_paths() -> Result<(), Failure> {
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
        let Err(failure) = compile(&request("a {\n  b: $c;\n}", &files, &[])) else {
            panic!("an undefined variable compiled");
        };
        assert_eq!(failure.error.file(), Some("/site/css/main.scss"));
        assert_eq!(
            (failure.error.line(), failure.error.column()),
            (Some(2), Some(6))
        );
        let report = "Error: Undefined variable.\n  ╷\n2 │   b: $c;\n  │      ^^\n  ╵\n  /site/css/main.scss 2:6  root stylesheet";
        assert_eq!(failure.report, report);
        assert!(
            failure
                .to_css()
                .contains("content: \"Error: Undefined variable.\\a   \\2577 \\a 2")
        );
    }
}
