//! The way to a place in a sheet: the rules that loaded the file, as Dart Sass lists them below an error.

use std::path::{Path, PathBuf};

use super::embedded::{direct, file_or_partial};
use super::flat::{is_name, opaque, rule_name};
use super::{Loader, Request, Syntax};

/// How many files are looked through for the way to one.
const MOST: usize = 2048;

/// A place that was passed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    file: String,
    /// From one on, as is the column.
    line: usize,
    column: usize,
    /// What goes on there: `@import`, `name()`.
    within: String,
}

/// A rule that loads a file.
#[derive(Debug, PartialEq, Eq)]
struct Load<'t> {
    line: usize,
    column: usize,
    rule: &'static str,
    url: &'t str,
}

/// What the places are looked for in.
pub(super) struct Trail<'a> {
    text: &'a str,
    syntax: Syntax,
    path: Option<&'a Path>,
    load_paths: &'a [PathBuf],
    loader: &'a dyn Loader,
}

impl<'a> Trail<'a> {
    pub(super) fn of(request: &Request<'a>) -> Self {
        Trail {
            text: request.text,
            syntax: request.syntax,
            path: request.path,
            load_paths: request.load_paths,
            loader: request.loader,
        }
    }

    /// The lines that lead from a place to the sheet. `source` is the text of the place's file and `runs` whether it was
    /// running there, not being read. Who called a mixin or a function is not known: there the lines end.
    pub(super) fn lines(
        &self,
        file: &str,
        source: &str,
        (line, column): (usize, usize),
        runs: bool,
    ) -> Vec<String> {
        let place = |within: String| Step {
            file: file.to_string(),
            line,
            column,
            within,
        };
        let called = runs.then(|| callable(source, line, column)).flatten();
        if let Some(name) = called {
            return shown(&[place(format!("{name}()"))]);
        }
        let is_sheet = file == self.name();
        let way = match is_sheet {
            true => None,
            false => self.way(self.name(), self.text, self.syntax, file, &mut Vec::new()),
        };
        if way.is_none() && !is_sheet {
            return shown(&[place(String::new())]);
        }
        // Each place is within what the one before it does.
        let mut steps = vec![place(String::new())];
        steps.extend(way.into_iter().flatten());
        let last = steps.len() - 1;
        for n in 0..last {
            steps[n].within = std::mem::take(&mut steps[n + 1].within);
        }
        steps[last].within = "root stylesheet".to_string();
        shown(&steps)
    }

    fn name(&self) -> String {
        let path = self.path.map(|path| path.display().to_string());
        path.unwrap_or_else(|| "-".to_string())
    }

    /// The rules that lead to `target`, the innermost first, each with its own name.
    fn way(
        &self,
        file: String,
        text: &str,
        syntax: Syntax,
        target: &str,
        seen: &mut Vec<PathBuf>,
    ) -> Option<Vec<Step>> {
        for load in loads(text, syntax) {
            let Some(path) = self.found(&file, load.url) else {
                continue;
            };
            let step = || Step {
                file: file.clone(),
                line: load.line,
                column: load.column,
                within: load.rule.to_string(),
            };
            if path == Path::new(target) {
                return Some(vec![step()]);
            }
            if seen.contains(&path) || seen.len() == MOST {
                continue;
            }
            seen.push(path.clone());
            let bytes = self.loader.read(&path).unwrap_or_default();
            let text = String::from_utf8(bytes).unwrap_or_default();
            let is_indented = path.extension().is_some_and(|ext| ext == "sass");
            let syntax = match is_indented {
                true => Syntax::Indented,
                false => Syntax::Scss,
            };
            let inner = path.display().to_string();
            if let Some(mut way) = self.way(inner, &text, syntax, target, seen) {
                way.push(step());
                return Some(way);
            }
        }
        None
    }

    /// The file that an address leads to from another.
    fn found(&self, from: &str, url: &str) -> Option<PathBuf> {
        let beside = Path::new(from).parent();
        let folders = beside
            .into_iter()
            .chain(self.load_paths.iter().map(PathBuf::as_path));
        folders.into_iter().find_map(|folder| {
            let path = direct(&folder.join(url));
            self.file(&path).or_else(|| self.file(&path.join("index")))
        })
    }

    fn file(&self, path: &Path) -> Option<PathBuf> {
        let name = path.file_name()?.to_str()?;
        let is_whole = [".sass", ".scss", ".css"]
            .iter()
            .any(|ext| name.ends_with(ext));
        let extensions: &[&str] = match is_whole {
            true => &[""],
            false => &[".sass", ".scss", ".css"],
        };
        extensions
            .iter()
            .map(|ext| path.with_file_name(format!("{name}{ext}")))
            .find_map(|path| file_or_partial(self.loader, path))
    }
}

/// The lines, with what goes on in a column of its own.
fn shown(steps: &[Step]) -> Vec<String> {
    let places: Vec<String> = steps
        .iter()
        .map(|step| format!("{} {}:{}", step.file, step.line, step.column))
        .collect();
    let longest = places.iter().map(|place| place.chars().count()).max();
    places
        .iter()
        .zip(steps)
        .map(|(place, step)| {
            let width = longest.unwrap_or_default();
            let line = format!("{place:width$}  {}", step.within);
            line.trim_end().to_string()
        })
        .collect()
}

/// The rules of a text that load files.
fn loads(text: &str, syntax: Syntax) -> Vec<Load<'_>> {
    let mut loads = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if let Some(length) = opaque(&text[at..]).filter(|length| *length > 0) {
            at += length;
            continue;
        }
        let rule = (c == '@').then(|| rule_name(&text[at + 1..]));
        let rule = match rule {
            Some("import") => "@import",
            Some("use") => "@use",
            Some("forward") => "@forward",
            _ => {
                at += c.len_utf8();
                continue;
            }
        };
        let begins = at + rule.len();
        let end = match syntax {
            Syntax::Scss => text[begins..].find([';', '}']),
            Syntax::Indented => text[begins..].find('\n'),
        };
        let end = begins + end.unwrap_or(text.len() - begins);
        let mut urls = urls(text, begins, end, syntax);
        urls.truncate(if rule == "@import" { usize::MAX } else { 1 });
        for (place, url) in urls {
            // Of modules it is said where the rule begins.
            let (line, column) = position(text, if rule == "@import" { place } else { at });
            loads.push(Load {
                line,
                column,
                rule,
                url,
            });
        }
        at = end;
    }
    loads
}

/// The addresses of a rule and where they stand.
fn urls(text: &str, begins: usize, end: usize, syntax: Syntax) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = begins;
    while at < end {
        let rest = &text[at..end];
        let Some(c) = rest.chars().next() else { break };
        let length = opaque(rest).filter(|length| *length > 0);
        match (length, c) {
            (Some(length), '"' | '\'') => {
                found.push((at, &rest[1..length - 1]));
                at += length;
            }
            (Some(length), _) => at += length,
            (None, c) if syntax == Syntax::Indented && !c.is_whitespace() && c != ',' => {
                let length = rest.find(',').unwrap_or(rest.len());
                found.push((at, rest[..length].trim_end()));
                at += length;
            }
            (None, c) => at += c.len_utf8(),
        }
    }
    found
}

/// The line and the column of a byte of a text, from one on.
pub(super) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    let begins = before.rfind('\n').map_or(0, |n| n + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[begins..].chars().count() + 1)
}

/// The mixin or function that a place stands in.
fn callable(text: &str, line: usize, column: usize) -> Option<String> {
    let begins = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum::<usize>();
    let shift = text
        .get(begins..)?
        .chars()
        .take(column - 1)
        .map(char::len_utf8);
    let place = begins + shift.sum::<usize>();
    // What the blocks around it begin with.
    let mut heads: Vec<&str> = Vec::new();
    let (mut at, mut head) = (0, 0);
    while at < place {
        let rest = text.get(at..)?;
        if let Some(length) = opaque(rest).filter(|length| *length > 0) {
            at += length;
            continue;
        }
        let c = rest.chars().next()?;
        at += c.len_utf8();
        match c {
            '{' => heads.push(&text[head..at - 1]),
            '}' => {
                heads.pop();
            }
            ';' => {}
            _ => continue,
        }
        head = at;
    }
    let named = |head: &&str| {
        let words = ["@mixin", "@function"];
        let rule = words
            .iter()
            .find_map(|word| Some(&head[head.rfind(word)? + word.len()..]))?;
        let name = rule.strip_prefix([' ', '\t'])?.trim_start();
        let end = name.find(|c: char| !is_name(c)).unwrap_or(name.len());
        (end > 0).then(|| name[..end].to_string())
    };
    heads.iter().rev().find_map(named)
}
