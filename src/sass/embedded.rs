//! The built-in compiler: `grass`, with our loader and its log kept.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::io;
use std::iter::Peekable;
use std::path::{Component, Path, PathBuf};
use std::str::Chars;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::colors::Colors;
use super::{
    Css, Failure, Loader, Request, Style, Syntax, calc, depth, expanded, extends, failed,
    functions, layout, marks, modules, order,
    trail::{Trail, position},
};

pub(super) fn compile(request: &Request<'_>) -> Result<Css, Failure> {
    within_bounds(request.text)?;
    let marked = Reading {
        marks: true,
        ..Reading::default()
    };
    // Marks move what stands behind them: what is said of the source comes from a reading without.
    let as_written = || read(request, Reading::default());
    let (sheet, files, log) = read(request, marked)
        .or_else(|failed| match depth::is_exceeded(&failed.0) {
            true => Err(failed),
            false => as_written(),
        })
        .map_err(|(e, mut log)| {
            let unread = log.unread.take();
            Failure {
                warnings: log.into_lines(),
                ..unread.unwrap_or_else(|| report(*e, request))
            }
        })?;
    let has_mark = files.noted().has_mark;
    let says_something = log.says_something();
    let written = (has_mark || says_something).then(as_written);
    let (sheet, files, log) = match written {
        Some(Ok(written)) if has_mark => written,
        Some(Ok((_, _, log))) => (sheet, files, log),
        _ => (sheet, files, log),
    };
    let mut laid_out = laid_out(request, &files, sheet);
    let leaks = laid_out.contains(marks::MARK) && !has_mark;
    if let Some(Ok((sheet, files, _))) = leaks.then(as_written) {
        laid_out = self::laid_out(request, &files, sheet);
    }
    Ok(Css {
        css: laid_out,
        source_map: None,
        warnings: log.into_lines(),
        loaded: files.loaded.into_inner().unwrap_or_default(),
    })
}

/// What grass printed, with what it does not do well done in another way, as Dart Sass lays it out.
fn laid_out(request: &Request<'_>, files: &Files<'_>, sheet: Sheet) -> String {
    let better = around_limits(request, files, &sheet);
    let is_anew = better.as_ref().is_some_and(|better| better.is_anew);
    let written = better.map(|better| better.sheet);
    let written = written.as_ref().unwrap_or(&sheet);
    let css = written.css.trim_matches('\n');
    let css = match request.style {
        // What it has of its own may look like a mark.
        _ if files.noted().has_mark => css.to_string(),
        Style::Expanded => expanded::expanded(css, is_anew, &sheet.colors),
        Style::Compressed => layout::compressed(css, &written.colors),
    };
    written.colors.put_back(css)
}

/// What grass printed.
#[derive(Clone)]
struct Sheet {
    css: String,
    /// The colours that it was made with, some of which stand in it by numbers.
    colors: Colors,
}

impl Sheet {
    /// The CSS with all that is in it as text.
    fn shown(&self) -> String {
        self.colors.put_back(self.css.clone())
    }
}

type Read<'a> = Result<(Sheet, Files<'a>, Log), (Box<grass::Error>, Log)>;

/// The CSS of a sheet as grass prints it; where it takes no words alone in `calc()`, with such as text.
fn read<'a>(request: &Request<'a>, reading: Reading) -> Read<'a> {
    let once = |reading| -> Read<'a> {
        let files = Files::of(request, reading);
        let mut log = Log::of(request);
        let text = files.seen(request.text, request.syntax);
        match run(&text, &files, &log, request.style, request.syntax, None) {
            Ok(sheet) => Ok((sheet, files, log)),
            Err(e) => {
                log.unread = files.unread.into_inner().unwrap_or_default();
                Err((e, log))
            }
        }
    };
    let with_words = |reading| {
        once(reading).or_else(|e| match &e.0 {
            error if calc::may_hold_words(error) => once(Reading {
                words: true,
                ..reading
            })
            .map_err(|_| e),
            _ => Err(e),
        })
    };
    let read = with_words(reading);
    match &read {
        Ok((_, files, _)) if files.noted().looks_for_colors() => with_words(Reading {
            by_name: true,
            ..reading
        }),
        // In our module nobody finds anything: it is said of the call.
        Err((error, _)) if modules::is_in_module(error) => with_words(Reading {
            plain: true,
            ..reading
        }),
        _ => read,
    }
}

/// A sheet that was compiled in another way.
struct Better {
    sheet: Sheet,
    /// Whether it comes from flat CSS.
    is_anew: bool,
}

/// The sheet where grass by itself does not extend all that it should, or puts declarations elsewhere than Dart Sass;
/// none where it does not, or where there is no way around.
fn around_limits(request: &Request<'_>, files: &Files<'_>, sheet: &Sheet) -> Option<Better> {
    let noted = *files.noted();
    let is_mixed = noted.is_mixed && !noted.is_indented;
    let style = match noted.joins {
        true => Style::Expanded,
        false => request.style,
    };
    let anew = |flat: &Sheet| {
        let sheet = from_flat(request, flat, style, noted.has_mark)?;
        Some(Better {
            sheet,
            is_anew: true,
        })
    };
    if !noted.extends {
        let reading = Reading {
            parts: true,
            ..files.reading
        };
        let joined = is_mixed.then(|| flat(request, reading, style)).flatten()?;
        let is_laid_out = style == request.style;
        let ordered = match is_laid_out {
            true => Better {
                sheet: joined.clone(),
                is_anew: false,
            },
            false => anew(&joined)?,
        };
        if order::say_the_same(&ordered.sheet.shown(), &sheet.shown(), noted.draws) {
            return Some(ordered);
        }
        // What is reckoned twice may be spelt in another way.
        let plain = match is_laid_out {
            true => None,
            false => anew(&flat(request, files.reading, style)?),
        };
        let plain = plain?.sheet.shown();
        return order::say_the_same(&ordered.sheet.shown(), &plain, noted.draws).then_some(ordered);
    }
    if !is_mixed && !noted.loads_modules && !extends::repeats(&sheet.css) {
        return None;
    }
    let reading = Reading {
        extends: true,
        ..files.reading
    };
    let parts = Reading {
        parts: true,
        ..reading
    };
    let joined = is_mixed.then(|| flat(request, parts, style)).flatten();
    if let Some(joined) = joined {
        let ordered = anew(&joined)?;
        if order::say_the_same(&ordered.sheet.shown(), &sheet.shown(), noted.draws) {
            return Some(ordered);
        }
        let plain = anew(&flat(request, reading, style)?)?;
        let (one, other) = (ordered.sheet.shown(), plain.sheet.shown());
        let is_same = order::say_the_same(&one, &other, noted.draws);
        return Some(if is_same { ordered } else { plain });
    }
    anew(&flat(request, reading, style)?)
}

/// The CSS of a sheet that is read in another way, with what that way marks.
fn flat(request: &Request<'_>, reading: Reading, style: Style) -> Option<Sheet> {
    let files = Files::of(request, reading);
    let text = files.seen(request.text, request.syntax);
    let log = grass::NullLogger;
    let mut sheet = run(&text, &files, &log, style, request.syntax, None).ok()?;
    if style == Style::Compressed {
        sheet.css = order::ended(&sheet.css);
    }
    if reading.parts {
        sheet.css = order::joined(&sheet.css);
    }
    Some(sheet)
}

/// The CSS of marked CSS that is laid out in a style.
fn from_flat(request: &Request<'_>, flat: &Sheet, style: Style, has_mark: bool) -> Option<Sheet> {
    let is_expanded = request.style == Style::Expanded && !has_mark;
    let is_text = style == request.style;
    let text = extends::unmarked(&flat.css, is_expanded, is_text)?;
    let files = Files::of(request, Reading::default());
    let log = grass::NullLogger;
    let known = (!is_text).then_some(&flat.colors);
    let sheet = run(&text, &files, &log, request.style, Syntax::Scss, known).ok()?;
    Some(match is_text {
        // The colours stand in it as they were made.
        true => Sheet {
            colors: flat.colors.clone(),
            ..sheet
        },
        false => sheet,
    })
}

fn run(
    text: &str,
    files: &Files<'_>,
    log: &dyn grass::Logger,
    style: Style,
    syntax: Syntax,
    known: Option<&Colors>,
) -> Result<Sheet, Box<grass::Error>> {
    let options = grass::Options::default()
        .allows_charset(files.is_page)
        .fs(files)
        .logger(log)
        .style(match style {
            Style::Expanded => grass::OutputStyle::Expanded,
            Style::Compressed => grass::OutputStyle::Compressed,
        })
        .input_syntax(match syntax {
            Syntax::Scss => grass::InputSyntax::Scss,
            Syntax::Indented => grass::InputSyntax::Sass,
        });
    // grass knows no place for text: the sheet's own folder is searched first, as Dart Sass does.
    let options = options
        .load_paths(files.beside.as_slice())
        .load_paths(files.load_paths);
    let options = match files.reading.plain {
        true => options,
        false => functions::with_functions(options, style == Style::Compressed),
    };
    let (css, colors) = Colors::of(known, || {
        depth::bounded(|| grass::from_string(text, &options))
    });
    css.map(|css| Sheet { css, colors })
}

/// The text with the addresses of its `@import` quoted, which the indented syntax does not ask for, but grass does.
fn with_quoted_imports(text: &str) -> Cow<'_, str> {
    if !text.contains("@import") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut comment = None;
    for line in text.split_inclusive('\n') {
        let shown = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - shown.len();
        let is_in_comment = comment.is_some_and(|at| indent > at || shown.trim_ascii().is_empty());
        if !is_in_comment {
            let begins = shown.starts_with("//") || shown.starts_with("/*");
            comment = begins.then_some(indent);
        }
        let urls = shown.strip_prefix("@import");
        let urls = urls.filter(|urls| !is_in_comment && urls.starts_with([' ', '\t']));
        let Some(urls) = urls.filter(|urls| !urls.contains(['"', '\'', '(', '\\'])) else {
            out.push_str(line);
            continue;
        };
        let quoted: Vec<String> = urls
            .split(',')
            .map(|url| format!("\"{}\"", url.trim_ascii()))
            .collect();
        out.push_str(&line[..indent]);
        out.push_str("@import ");
        out.push_str(&quoted.join(", "));
        out.extend(line.ends_with('\n').then_some('\n'));
    }
    Cow::Owned(out)
}

/// The text of the indented syntax with lines behind a comment that nothing closes: there grass says so, where the text's end
/// would keep it for ever.
fn with_end_of_comments(text: Cow<'_, str>) -> Cow<'_, str> {
    match text.contains("/*") && !text.ends_with("\n\n") {
        true => Cow::Owned(text.into_owned() + "\n\n"),
        false => text,
    }
}

/// What no syntax takes for a sheet.
const NO_SHEET: &str = "}";

/// The text of a file, which has to be UTF-8.
fn text_in(bytes: Vec<u8>, path: &Path) -> Result<String, Failure> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        let (line, column) = position(&text, good);
        let begin = codemap::LineCol {
            line: line - 1,
            column: column - 1,
        };
        let shown = text.lines().nth(begin.line).unwrap_or_default();
        let name = path.display().to_string();
        let way = format!("  {name} {line}:{column}");
        failure_at("Invalid UTF-8.", &name, shown, (begin, begin.column), &way)
    })?;
    within_bounds(&text)?;
    Ok(text)
}

/// So deep may brackets be nested: grass follows them on the stack of the thread.
const DEEPEST: usize = 300;

/// Refuses a text that grass could not follow.
fn within_bounds(text: &str) -> Result<(), Failure> {
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            let message = format!("Brackets are nested more than {DEEPEST} deep.");
            return Err(Failure::without_place(message));
        }
    }
    Ok(())
}

fn report(error: grass::Error, request: &Request<'_>) -> Failure {
    let shown = error.to_string();
    let text = shown.trim_ascii_end();
    let text = text.strip_prefix("Error: ").unwrap_or(text);
    let grass::ErrorKind::ParseError {
        message, mut loc, ..
    } = error.kind()
    else {
        return Failure::without_place(text);
    };
    let name = match (loc.file.name(), request.path) {
        ("stdin", Some(path)) => path.display().to_string(),
        ("stdin", None) => "-".to_string(),
        (name, _) => name.to_string(),
    };
    let file = loc.file.clone();
    let line = file.source_line(loc.begin.line);
    let line = depth::head(line).unwrap_or(line);
    let length = line.chars().count();
    loc.begin.column = loc.begin.column.min(length);
    let end = if loc.end.line == loc.begin.line {
        loc.end.column.min(length)
    } else {
        length
    };
    let way = way(request, &name, &loc, !is_of_reading(&message));
    failure_at(&message, &name, line, (loc.begin, end), &way)
}

/// A failure that shows a line, underlined to a column; below it `way`, the lines that say where that is.
fn failure_at(
    message: &str,
    name: &str,
    line: &str,
    (begin, end): (codemap::LineCol, usize),
    way: &str,
) -> Failure {
    let place = |n: usize| u32::try_from(n + 1).ok();
    Failure {
        report: underlined(message, line, begin, end) + way,
        error: failed(message)
            .at(name, place(begin.line), place(begin.column))
            .with_source_line(line),
        warnings: Vec::new(),
    }
}

/// The lines below an error that say where it is.
fn way(request: &Request<'_>, name: &str, loc: &codemap::SpanLoc, runs: bool) -> String {
    let place = (loc.begin.line + 1, loc.begin.column + 1);
    let lines = Trail::of(request).lines(name, loc.file.source(), place, runs);
    let lines: Vec<String> = lines.iter().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

/// Whether an error is one of reading a sheet, not of running it.
fn is_of_reading(message: &str) -> bool {
    let words = ["expected ", "Expected ", "unmatched "];
    words.iter().any(|word| message.starts_with(word))
}

/// The message with the line that it is about, as Dart Sass lays it out.
fn underlined(message: &str, line: &str, begin: codemap::LineCol, end: usize) -> String {
    let wide = |n: usize| {
        let chars = line.chars().take(n);
        chars.map(|c| if c == '\t' { 4 } else { 1 }).sum::<usize>()
    };
    let number = (begin.line + 1).to_string();
    let margin = " ".repeat(number.len());
    let blanks = " ".repeat(wide(begin.column));
    let carets = "^".repeat(wide(end).saturating_sub(blanks.len()).max(1));
    let line = line.replace('\t', "    ");
    format!(
        "Error: {message}\n{margin} ╷\n{number} │ {line}\n{margin} │ {blanks}{carets}\n{margin} ╵\n"
    )
}

/// The files as grass asks for them. What it looks for less widely than Dart Sass is looked for here: names with an
/// extension on the load paths too, names with a dot in them, and beside the sheet instead of the working folder.
struct Files<'a> {
    loader: &'a dyn Loader,
    load_paths: &'a [PathBuf],
    /// The folder of the sheet.
    beside: Option<&'a Path>,
    /// Whether the sheet is a page of its own, not text of a template.
    is_page: bool,
    loaded: Mutex<Vec<PathBuf>>,
    search: Mutex<Search>,
    reading: Reading,
    style: Style,
    noted: Mutex<Noted>,
    /// Why a file could not be read: an error of which grass makes a panic.
    unread: Mutex<Option<Failure>>,
}

/// What the files that were read have in them.
#[derive(Debug, Clone, Copy, Default)]
struct Noted {
    /// Modules other than those of Sass itself are loaded.
    loads_modules: bool,
    extends: bool,
    /// A declaration may stand behind a nested rule.
    is_mixed: bool,
    /// One of them is in the indented syntax.
    is_indented: bool,
    /// Numbers may be drawn at random: each reading has others.
    draws: bool,
    /// There is what marks are made of.
    has_mark: bool,
    /// Values are joined to text, which grass writes the shorter way in the compressed style.
    joins: bool,
    /// Functions are looked for by their names, and functions of colours are named.
    calls_by_name: bool,
    names_colors: bool,
}

impl Noted {
    /// Whether a function of colours may be looked for by its name.
    fn looks_for_colors(self) -> bool {
        self.calls_by_name && self.names_colors
    }
}

/// What is made of the files that are read, which are left as they are written by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Reading {
    /// Extensions are marked ([`extends`]).
    extends: bool,
    /// Declarations are parted ([`order`]).
    parts: bool,
    /// Colours have whole channels, as in grass, and not exact ones ([`functions`]).
    plain: bool,
    /// Functions of colours are found by their names ([`modules`]).
    by_name: bool,
    /// Words alone in `calc()` are text ([`calc`]).
    words: bool,
    /// Places are marked ([`marks`]).
    marks: bool,
}

#[derive(Default)]
struct Search {
    /// Whether the name that is asked for next was written with its extension.
    has_extension: bool,
    /// What is found under a path that is none.
    aliases: HashMap<PathBuf, PathBuf>,
}

impl<'a> Files<'a> {
    fn of(request: &Request<'a>, reading: Reading) -> Self {
        Files {
            loader: request.loader,
            load_paths: request.load_paths,
            beside: request.path.and_then(Path::parent),
            is_page: request.path.is_some(),
            loaded: Mutex::default(),
            search: Mutex::default(),
            reading,
            style: request.style,
            noted: Mutex::default(),
            unread: Mutex::default(),
        }
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what a file has in it that grass by itself does not do well.
    fn note(&self, text: &str, syntax: Syntax) {
        let mut noted = self.noted();
        noted.loads_modules |= extends::loads_modules(text);
        noted.extends |= extends::extends(text);
        noted.draws |= text.contains("random(");
        noted.has_mark |= text.contains(marks::MARK);
        noted.joins |= modules::joins(text);
        noted.calls_by_name |= modules::calls_by_name(text);
        noted.names_colors |= modules::names_function(text);
        let comments = self.style == Style::Expanded;
        match syntax {
            Syntax::Scss => noted.is_mixed = noted.is_mixed || order::is_mixed(text, comments),
            Syntax::Indented => noted.is_indented = true,
        }
    }

    /// The text as grass is to see it.
    fn seen<'t>(&self, text: &'t str, syntax: Syntax) -> Cow<'t, str> {
        // A reading with marks is a second one, of which nobody asks.
        if !self.reading.extends && !self.reading.parts {
            self.note(text, syntax);
        }
        let mut text = match syntax {
            Syntax::Indented => with_end_of_comments(with_quoted_imports(text)),
            Syntax::Scss if self.reading.marks => {
                Cow::Owned(marks::marked(text, self.style == Style::Expanded))
            }
            Syntax::Scss => Cow::Borrowed(text),
        };
        let asked = (!self.reading.plain).then(|| modules::asked(&text));
        if let Some(asked) = asked.flatten() {
            text = Cow::Owned(asked);
        }
        let is_compressed = self.style == Style::Compressed && self.reading.marks;
        let in_text = is_compressed.then(|| modules::with_text(&text));
        if let Some(in_text) = in_text.flatten() {
            text = Cow::Owned(in_text);
        }
        let calculated = self
            .reading
            .marks
            .then(|| calc::with_variables_as_text(&text, self.style == Style::Compressed));
        if let Some(calculated) = calculated.flatten() {
            text = Cow::Owned(calculated);
        }
        if self.reading.words {
            text = Cow::Owned(calc::with_words_as_text(&text));
        }
        if self.reading.extends {
            text = Cow::Owned(extends::marked(&text, syntax));
        }
        if self.reading.parts {
            text = Cow::Owned(order::parted(&text));
        }
        if self.reading.by_name {
            let between = match syntax {
                Syntax::Scss => ';',
                Syntax::Indented => '\n',
            };
            text = Cow::Owned(modules::known_by_name(&text, between));
        }
        text
    }

    fn search(&self) -> MutexGuard<'_, Search> {
        self.search.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a path leads: relative ones from the folder of the sheet.
    fn place(&self, path: &Path) -> Option<PathBuf> {
        match self.beside {
            _ if path.is_absolute() => Some(direct(path)),
            Some(folder) => Some(direct(&folder.join(path))),
            None => None,
        }
    }

    fn file(&self, path: PathBuf) -> Option<PathBuf> {
        file_or_partial(self.loader, path)
    }

    /// What the load paths hold under a name that was looked for in the folder of a sheet.
    fn on_load_paths(&self, path: &Path) -> Option<PathBuf> {
        let loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        let mut folders: Vec<&Path> = loaded.iter().filter_map(|file| file.parent()).collect();
        folders.extend(self.beside);
        folders.extend(path.is_relative().then_some(Path::new("")));
        folders.sort_by_key(|folder| std::cmp::Reverse(folder.as_os_str().len()));
        let names = folders
            .iter()
            .filter_map(|folder| path.strip_prefix(folder).ok());
        names.into_iter().find_map(|name| {
            let mut paths = self.load_paths.iter();
            paths.find_map(|folder| self.file(folder.join(name)))
        })
    }
}

/// The path without `.` and `..`, as in an address.
pub(super) fn direct(path: &Path) -> PathBuf {
    let mut direct = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                direct.pop();
            }
            part => direct.push(part),
        }
    }
    direct
}

/// The file of this name, or its partial.
pub(super) fn file_or_partial(loader: &dyn Loader, path: PathBuf) -> Option<PathBuf> {
    if loader.is_file(&path) {
        return Some(path);
    }
    Some(partial(&path)?).filter(|path| loader.is_file(path))
}

/// `_name` for `name`.
fn partial(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    Some(path.with_file_name(format!("_{name}")))
}

impl fmt::Debug for Files<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Files")
    }
}

impl grass::Fs for Files<'_> {
    fn is_dir(&self, path: &Path) -> bool {
        let Some(place) = self.place(path) else {
            return false;
        };
        if self.loader.is_dir(&place) {
            return true;
        }
        // grass takes what stands behind a dot for an extension; the folder is asked for by the whole name
        let name = place.file_name().and_then(|name| name.to_str());
        let Some(name) = name.filter(|name| name.contains('.')) else {
            return false;
        };
        let found = ["sass", "scss", "css"]
            .iter()
            .find_map(|extension| self.file(place.with_file_name(format!("{name}.{extension}"))));
        let Some(found) = found else { return false };
        self.search().aliases.insert(path.join("index.scss"), found);
        true
    }

    fn is_file(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str());
        if modules::module(path).is_some() {
            return true;
        }
        let mut search = self.search();
        // grass looks for a name with an extension in this odd way first
        if name.is_some_and(|name| name.contains("..import")) {
            search.has_extension = true;
            return false;
        }
        let has_extension = std::mem::take(&mut search.has_extension);
        if search.aliases.contains_key(path) {
            return true;
        }
        let place = self.place(path);
        if let Some(place) = &place {
            if self.loader.is_file(place) {
                return true;
            }
            let is_partial = partial(place).is_some_and(|path| self.loader.is_file(&path));
            if is_partial || !has_extension {
                return false;
            }
        }
        let found = has_extension.then(|| self.on_load_paths(path)).flatten();
        let is_there = found.is_some();
        if let Some(found) = found {
            search.aliases.insert(path.to_path_buf(), found);
        }
        is_there
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = self.canonicalize(path)?;
        if let Some((_, source)) = modules::module(&path) {
            return Ok(source.into_bytes());
        }
        let text = match self.loader.read(&path) {
            Ok(bytes) => text_in(bytes, &path),
            Err(error) => Err(Failure::without_place(format!(
                "Cannot open file {}: {error}",
                path.display()
            ))),
        };
        let syntax = match path.extension().and_then(|extension| extension.to_str()) {
            Some("sass") => Some(Syntax::Indented),
            Some("scss") => Some(Syntax::Scss),
            _ => None,
        };
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if !loaded.contains(&path) {
            loaded.push(path);
        }
        Ok(match (text, syntax) {
            (Ok(text), Some(syntax)) => match self.seen(&text, syntax) {
                Cow::Owned(seen) => seen.into_bytes(),
                Cow::Borrowed(_) => text.into_bytes(),
            },
            (Ok(text), None) => text.into_bytes(),
            (Err(failure), _) => {
                *self.unread.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
                NO_SHEET.into()
            }
        })
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        if let Some((name, _)) = modules::module(path) {
            return Ok(PathBuf::from(name));
        }
        let found = self.search().aliases.get(path).cloned();
        let place = found.or_else(|| self.place(path));
        // A module is one, whatever way leads to it.
        place
            .map(|place| direct(&place))
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}

#[derive(Debug)]
struct Log {
    lines: Mutex<Vec<String>>,
    /// The name of the sheet, for which grass has none.
    sheet: String,
    /// Why a file could not be read.
    unread: Option<Failure>,
}

impl Log {
    fn of(request: &Request<'_>) -> Self {
        let sheet = request.path.map(|path| path.display().to_string());
        Log {
            lines: Mutex::default(),
            sheet: sheet.unwrap_or_else(|| "-".to_string()),
            unread: None,
        }
    }

    fn into_lines(self) -> Vec<String> {
        self.lines.into_inner().unwrap_or_default()
    }

    fn says_something(&self) -> bool {
        self.lines.lock().is_ok_and(|lines| !lines.is_empty())
    }

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
        let message = text_of(message);
        self.note(format!("{}:{line} DEBUG: {message}", self.name(&place)));
    }

    fn warn(&self, place: codemap::SpanLoc, message: &str) {
        // grass points at the value, Dart Sass at the rule.
        let before = place.file.source_line(place.begin.line);
        let rule = before
            .char_indices()
            .take(place.begin.column)
            .filter(|(at, _)| before[*at..].starts_with("@warn"))
            .map(|(at, _)| before[..at].chars().count())
            .last();
        let line = place.begin.line + 1;
        let column = rule.unwrap_or(place.begin.column) + 1;
        let message = text_of(message);
        self.note(format!(
            "WARNING: {message}\n    {} {line}:{column}  root stylesheet\n",
            self.name(&place)
        ));
    }
}

/// What `@warn` and `@debug` say: the text of a string, which grass hands over quoted, any other value as it stands.
fn text_of(value: &str) -> Cow<'_, str> {
    let whole = || Cow::Borrowed(value);
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return whole();
    };
    let mut text = String::with_capacity(value.len());
    let mut chars = value[1..].chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            c if c == quote => match chars.next() {
                None => return Cow::Owned(text),
                // The string is the first of a list.
                Some(_) => return whole(),
            },
            '\\' => text.extend(escaped(&mut chars)),
            c => text.push(c),
        }
    }
    whole()
}

/// The character that an escape in a quoted string stands for; its backslash has been read.
fn escaped(chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    let mut code = None;
    for _ in 0..6 {
        let Some(digit) = chars.peek().and_then(|c| c.to_digit(16)) else {
            break;
        };
        code = Some(code.unwrap_or(0) * 16 + digit);
        chars.next();
    }
    let Some(code) = code else {
        return chars.next();
    };
    chars.next_if_eq(&' ');
    Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::sass::Deprecations;

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

    // What is expected is what Dart Sass 1.108 prints.
    #[test]
    fn values_are_those_of_dart_sass_also_where_a_sheet_is_compiled_anew() -> Result<(), Failure> {
        let files = Memory(HashMap::new());
        for (text, expanded, compressed) in [
            (
                ".a {\n  width: calc(100% - #{30px} / 2);\n  max-width: calc(800px - (#{30px} * 2));\n  margin: #{.25rem} .25rem;\n}\n.b {\n  @extend .a;\n  filter: progid:X(startColorstr='#{red}', y='0');\n}\n$q: \"screen and (min-width:40.063em)\";\n@media #{$q} {\n  .c {\n    transform: scale(0.5) translateY(calc(-1 * var(--h, 0.5em)));\n  }\n}\n/*! d\n * e\n */\n.f {\n  g: h;\n}\n",
                ".a, .b {\n  width: calc(100% - 30px / 2);\n  max-width: calc(800px - 30px * 2);\n  margin: 0.25rem 0.25rem;\n}\n\n.b {\n  filter: progid:X(startColorstr='red', y='0');\n}\n\n@media screen and (min-width:40.063em) {\n  .c {\n    transform: scale(0.5) translateY(calc(-1 * var(--h, 0.5em)));\n  }\n}\n/*! d\n * e\n */\n.f {\n  g: h;\n}",
                ".a,.b{width:calc(100% - 30px/2);max-width:calc(800px - 30px*2);margin:0.25rem .25rem}.b{filter:progid:X(startColorstr='red', y='0')}@media screen and (min-width:40.063em){.c{transform:scale(0.5) translateY(calc(-1 * var(--h, 0.5em)))}}/*! d\n * e\n */.f{g:h}",
            ),
            (
                ".a {\n  b: c;\n  .d {\n    e: 0.5em;\n  }\n  f: #{.5em} .5em;\n  @media (min-width: 1px) {\n    g: calc(.5em * #{2});\n  }\n  h: i;\n}\n/*! j\n * k\n */\n.l {\n  m: n;\n}\n",
                ".a {\n  b: c;\n}\n.a .d {\n  e: 0.5em;\n}\n.a {\n  f: 0.5em 0.5em;\n}\n@media (min-width: 1px) {\n  .a {\n    g: calc(0.5em * 2);\n  }\n}\n.a {\n  h: i;\n}\n\n/*! j\n * k\n */\n.l {\n  m: n;\n}",
                ".a{b:c}.a .d{e:.5em}.a{f:0.5em .5em}@media(min-width: 1px){.a{g:calc(.5em*2)}}.a{h:i}/*! j\n * k\n */.l{m:n}",
            ),
            (
                "$p: x-;\n$n: 1;\n$m: (k-1: .5rem);\n.a[b*=\"-c\"], .a[b=\"-1\"], .a[b=\"--c\"] {\n  --#{$p}d: 'e' #{$p};\n  --f:  hsl(0, 0%, 85%);\n  g: #{map-get($m, k-#{$n})};\n  h: \"\\#{$p}\";\n  i: calc(.5em + #{$n} * 0.5px);\n  j: center/.4rem calc(-.5px + 1em) scale(calc(.5px + 1em));\n  k: var(--x, #ffffff);\n}\n",
                ".a[b*=-c], .a[b=\"-1\"], .a[b=\"--c\"] {\n  --x-d: 'e' x-;\n  --f: hsl(0, 0%, 85%);\n  g: 0.5rem;\n  h: \"#{$p}\";\n  i: calc(0.5em + 1 * 0.5px);\n  j: center/0.4rem calc(-0.5px + 1em) scale(calc(0.5px + 1em));\n  k: var(--x, #ffffff);\n}",
                ".a[b*=-c],.a[b=\"-1\"],.a[b=\"--c\"]{--x-d: 'e' x-;--f: hsl(0, 0%, 85%);g:0.5rem;h:\"#{$p}\";i:calc(.5em + 1*.5px);j:center/0.4rem calc(-0.5px + 1em) scale(calc(0.5px + 1em));k:var(--x, #ffffff)}",
            ),
        ] {
            let mut request = request(text, &files, &[]);
            assert_eq!(compile(&request)?.css, compressed);
            request.style = Style::Expanded;
            assert_eq!(compile(&request)?.css, expanded);
        }
        Ok(())
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

    /// Two partials, of which one is no UTF-8 and the other not to be opened.
    struct Unreadable;

    impl Loader for Unreadable {
        fn is_dir(&self, _: &Path) -> bool {
            false
        }

        fn is_file(&self, path: &Path) -> bool {
            path.ends_with("_bytes.scss") || path.ends_with("_closed.sass")
        }

        fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
            match path.ends_with("_bytes.scss") {
                true => Ok(b"a { b: c }\nd { e: \"\xff\" }\n".to_vec()),
                false => Err(io::ErrorKind::PermissionDenied.into()),
            }
        }
    }

    #[test]
    fn files_that_cannot_be_read_are_errors() {
        let files = Memory(HashMap::new());
        for (text, message, place) in [
            ("@use 'bytes';", "Invalid UTF-8.", (Some(2), Some(9))),
            (
                "@import 'closed';",
                "Cannot open file /site/css/_closed.sass: permission denied",
                (None, None),
            ),
        ] {
            let mut request = request(text, &files, &[]);
            request.loader = &Unreadable;
            let failure = compile(&request).unwrap_err();
            assert_eq!(failure.error.to_string(), message);
            assert_eq!((failure.error.line(), failure.error.column()), place);
            assert!(failure.report.starts_with(&format!("Error: {message}")));
        }
    }

    #[test]
    fn what_nests_too_deep_is_an_error() {
        let files = Memory(HashMap::new());
        for text in ["a{", "$a: (", "a { b: calc(", "a { b: \"#{"] {
            let error = compile(&request(&text.repeat(10_000), &files, &[])).unwrap_err();
            let message = "Brackets are nested more than 300 deep.";
            assert_eq!(error.error.to_string(), message, "{text}");
        }
        let text = "a { b: (c) }".repeat(1_000);
        assert!(compile(&request(&text, &files, &[])).is_ok());
    }

    #[test]
    fn odd_ends_are_ends() {
        let files = Memory(HashMap::new());
        for text in ["\u{b}", "a { b: c }\u{3000}", "a { b: c; \u{a0} }"] {
            let error = compile(&request(text, &files, &[])).unwrap_err().error;
            assert_eq!(error.kind(), ErrorKind::Conversion, "{text}");
        }
        for text in ["a\n  b: c /* d", "a\n  b: c /* d *", "a /*\n"] {
            let mut request = request(text, &files, &[]);
            request.syntax = Syntax::Indented;
            let error = compile(&request).unwrap_err().error;
            assert_eq!(error.to_string(), "expected */.", "{text}");
        }
    }

    #[test]
    fn numbers_are_drawn() -> Result<(), Failure> {
        let files = Memory(HashMap::new());
        let css = compile(&request("p { order: random(1) }", &files, &[]))?;
        assert_eq!(css.css, "p{order:1}");
        let text = "p { b { order: random(1000000) } order: random(1000000) }";
        let css = compile(&request(text, &files, &[]))?.css;
        assert!(css.starts_with("p b{") && css.contains("}p{"), "{css}");
        Ok(())
    }

    #[test]
    fn names_with_extensions_and_dots_are_found_as_dart_sass_finds_them() -> Result<(), Failure> {
        let files = Memory(HashMap::from([
            (
                PathBuf::from("/site/_sass/x/_a.scss"),
                "@import 'y/b.scss'; @import 'near.scss';",
            ),
            (PathBuf::from("/site/_sass/x/_near.scss"), "n { o: p }"),
            (PathBuf::from("/site/_sass/y/b.scss"), "b { c: d }"),
            (PathBuf::from("/site/_sass/_v.min.scss"), "v { w: x }"),
            (PathBuf::from("/site/css/_own.scss"), "o { w: n }"),
        ]));
        let paths = [PathBuf::from("/site/_sass")];
        let text = "@import 'own.scss', 'x/a.scss', 'v.min';";
        let css = compile(&request(text, &files, &paths))?;
        assert_eq!(css.css, "o{w:n}b{c:d}n{o:p}v{w:x}");
        Ok(())
    }

    #[test]
    fn placeholders_of_other_modules_are_extended() -> Result<(), Failure> {
        let files = Memory(HashMap::from([
            (
                PathBuf::from("/site/_sass/_shapes.scss"),
                "%big { width: 50% } b { c: d }",
            ),
            (
                PathBuf::from("/site/_sass/_titles.scss"),
                "@use 'shapes'; @for $i from 1 through 2 { h#{$i} { @extend %big; } }",
            ),
        ]));
        let paths = [PathBuf::from("/site/_sass")];
        let text = "@use 'titles'; @use 'shapes'; p { @extend %big; e: \"%big\" }";
        let css = compile(&request(text, &files, &paths))?;
        assert_eq!(css.css, "p,h2,h1{width:50%}b{c:d}p{e:\"%big\"}");
        assert_eq!(css.loaded.len(), 2);
        Ok(())
    }

    #[test]
    fn rules_with_the_same_selector_are_all_extended() -> Result<(), Failure> {
        let files = Memory(HashMap::new());
        // grass alone forgets one of them in every few runs.
        let rules: String = (0..60).map(|n| format!(".a {{ b: {n} }}")).collect();
        let text = format!("{rules} .c {{ @extend .a; d: e }} .f {{ @extend .c }}");
        let css = compile(&request(&text, &files, &[]))?;
        let expected: String = (0..60).map(|n| format!(".a,.c,.f{{b:{n}}}")).collect();
        assert_eq!(css.css, format!("{expected}.c,.f{{d:e}}"));
        Ok(())
    }

    #[test]
    fn declarations_stay_behind_nested_rules() -> Result<(), Failure> {
        let files = Memory(HashMap::new());
        let text = "@mixin m { n: o } @keyframes k { from { @include m } } \
                    a { b: c; d { e: f } @include m; @media g { h: i } j: k } %p { q { r: s } t: u } v { @extend %p }";
        let css = compile(&request(text, &files, &[]))?;
        let expected =
            "@keyframes k{from{n:o}}a{b:c}a d{e:f}a{n:o}@media g{a{h:i}}a{j:k}v q{r:s}v{t:u}";
        assert_eq!(css.css, expected);
        let mut request = request("a { b { c: d } e: f; g: h }", &files, &[]);
        request.style = Style::Expanded;
        let expected = "a b {\n  c: d;\n}\na {\n  e: f;\n  g: h;\n}";
        assert_eq!(compile(&request)?.css, expected);
        Ok(())
    }

    // What is expected is what Dart Sass 1.108 prints.
    #[test]
    fn the_expanded_style_is_that_of_dart_sass() -> Result<(), Failure> {
        let files = Memory(HashMap::new());
        for (text, expected) in [
            (
                "a { b: c; /* t */ d: e; /* u\n  v */ }",
                "a {\n  b: c; /* t */\n  d: e; /* u\nv */\n}",
            ),
            (
                "a { .b { c: d } /* x */ .e { f: g } /* y */\n /* z */ }",
                "a .b {\n  c: d;\n}\na { /* x */ }\na .e {\n  f: g;\n}\na { /* y */\n  /* z */\n}",
            ),
            (
                ".b { c: d } /* x */\n.e { .f { g: h } } /* y */\n.e { .f { g: h }\n} /* z */",
                ".b {\n  c: d;\n} /* x */\n.e .f {\n  g: h;\n} /* y */\n.e .f {\n  g: h;\n}\n\n/* z */",
            ),
            (
                "/* a */\n@import url(b.css);\n/* c */\nd { e: f }\n@import \"http://g.h\";",
                "/* a */\n@import url(b.css);\n/* c */\n@import \"http://g.h\";\nd {\n  e: f;\n}",
            ),
            (
                "a { b: c;\n    /* one\n     * two\n   three */\n}",
                "a {\n  b: c;\n  /* one\n    * two\n  three */\n}",
            ),
            (
                ":root { --a: 'b', \"c\";\n  --d: e\n    f\n  g; }",
                ":root {\n  --a: 'b', \"c\";\n  --d: e\n    f\n  g;\n}",
            ),
            (
                ".x { y: z }\na { b: c; > d { @extend .x; } }\ni { j: k }\ni { j: k }",
                ".x, a > d {\n  y: z;\n}\n\na {\n  b: c;\n}\ni {\n  j: k;\n}\n\ni {\n  j: k;\n}",
            ),
            (
                "a { b: c; &:hover { d: e; f: null } g: null }\nh { i: null }\nj { k: l }",
                "a {\n  b: c;\n}\na:hover {\n  d: e;\n}\n\nj {\n  k: l;\n}",
            ),
            (
                "$c: 5px; a { b: calc(100% + em); d: calc(100% - (#{$c} * 2) - $c) }",
                "a {\n  b: calc(100% + em);\n  d: calc(100% - 5px * 2 - 5px);\n}",
            ),
        ] {
            let mut request = request(text, &files, &[]);
            request.style = Style::Expanded;
            assert_eq!(compile(&request)?.css, expected);
        }
        Ok(())
    }

    #[test]
    fn marks_are_not_taken_for_text_nor_text_for_marks() -> Result<(), Failure> {
        let files = Memory(HashMap::new());
        let mut request = request("a { b: \"\u{1}\"; /* c */ } /*\u{1}e\u{1}*/", &files, &[]);
        request.style = Style::Expanded;
        let css = compile(&request)?.css;
        assert!(
            css.contains("/*\u{1}e\u{1}*/") && css.contains("/* c */"),
            "{css}"
        );
        request.text = "/* a\n b */ c { d: e; } @warn \"f\";";
        let compiled = compile(&request)?;
        assert!(!compiled.css.contains('\u{1}'));
        assert!(compiled.warnings.concat().contains("main.scss 2:19"));
        request.text = "/* a */ b { c: $d }";
        let failure = compile(&request).err().map(|failure| failure.report);
        let failure = failure.unwrap_or_default();
        assert!(failure.contains("1 │ /* a */ b { c: $d }") && failure.contains("1:16"));
        Ok(())
    }

    #[test]
    fn only_pages_say_their_encoding() -> Result<(), Failure> {
        let files = Memory(HashMap::new());
        let mut request = request("a { b: \"한\"; c { d: e } f: g }", &files, &[]);
        assert_eq!(compile(&request)?.css, "\u{feff}a{b:\"한\"}a c{d:e}a{f:g}");
        request.path = None;
        assert_eq!(compile(&request)?.css, "a{b:\"한\"}a c{d:e}a{f:g}");
        Ok(())
    }

    #[test]
    fn channels_of_colours_are_known() -> Result<(), Failure> {
        let files = Memory(HashMap::new());
        let text = "@use 'sass:color'; a { b: color.channel(#123, 'red', $space: rgb); \
                    c: color.adjust(#000, $lightness: 20%, $space: hsl) }";
        let css = compile(&request(text, &files, &[]))?;
        assert_eq!(css.css, "a{b:17;c:#333}");
        let text = "@use 'sass:color'; a { b: color.channel(#123, 'chroma', $space: oklch) }";
        let failure = compile(&request(text, &files, &[])).err();
        let message = failure.and_then(|failure| failure.report.lines().next().map(str::to_string));
        assert_eq!(message.as_deref(), Some("Error: Undefined function."));
        Ok(())
    }

    #[test]
    fn a_module_is_one_whatever_way_leads_to_it() -> Result<(), Failure> {
        let files = Memory(HashMap::from([
            (PathBuf::from("/site/_sass/x/_a.scss"), "@use '../b';"),
            (PathBuf::from("/site/_sass/_b.scss"), "b { c: d }"),
        ]));
        let paths = [PathBuf::from("/site/_sass")];
        let css = compile(&request("@use 'x/a'; @use 'b';", &files, &paths))?;
        assert_eq!(css.css, "b{c:d}");
        Ok(())
    }

    #[test]
    fn the_indented_syntax_imports_without_quotes() -> Result<(), Failure> {
        let files = Memory(HashMap::from([
            (PathBuf::from("/site/css/_utils.sass"), "@import x/b\n"),
            (PathBuf::from("/site/css/x/_b.scss"), "b { c: d }"),
        ]));
        let text = "// none of\n  @import nothing\n@import utils, utils\np\n  e: f";
        let mut request = request(text, &files, &[]);
        request.syntax = Syntax::Indented;
        assert_eq!(compile(&request)?.css, "b{c:d}b{c:d}p{e:f}");
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

    /// What is said below the line that is underlined.
    fn way_of(text: &str, files: &[(&str, &'static str)]) -> String {
        let files = files
            .iter()
            .map(|(name, text)| (PathBuf::from(format!("/site/_sass/{name}")), *text));
        let files = Memory(files.collect());
        let paths = [PathBuf::from("/site/_sass")];
        let Err(failure) = compile(&request(text, &files, &paths)) else {
            panic!("it compiled: {text}");
        };
        let (_, way) = failure.report.split_once("╵\n").unwrap_or_default();
        way.to_string()
    }

    /// The lines are those of Dart Sass 1.89.
    #[test]
    fn an_error_says_what_led_there() {
        let broken = "a {\n b: $c\n}\n";
        assert_eq!(
            way_of("a{b:c}\n@import \"base/a\";\n", &[("base/_a.scss", broken)]),
            "  /site/_sass/base/_a.scss 2:5  @import\n  /site/css/main.scss 2:9       root stylesheet"
        );
        let nested = [
            ("_x.scss", ""),
            ("base/_a.scss", "// @import \"b\"\n\n  @import \"b\";\n"),
            ("base/_b.scss", broken),
        ];
        assert_eq!(
            way_of("@import \"x\", \"base/a\";\n", &nested),
            "  /site/_sass/base/_b.scss 2:5   @import\n  /site/_sass/base/_a.scss 3:11  @import\n  \
             /site/css/main.scss 1:14       root stylesheet"
        );
        let forwarded = [("_m.scss", "@forward 'base/a';"), ("base/_a.scss", broken)];
        assert_eq!(
            way_of("@use 'm';\n", &forwarded),
            "  /site/_sass/base/_a.scss 2:5  @forward\n  /site/_sass/_m.scss 1:1       @use\n  \
             /site/css/main.scss 1:1       root stylesheet"
        );
        assert_eq!(
            way_of(
                "@import 'm';\n",
                &[("_m.sass", "@import n\n"), ("_n.sass", "a\n  b: $c\n")]
            ),
            "  /site/_sass/_n.sass 2:6  @import\n  /site/_sass/_m.sass 1:9  @import\n  \
             /site/css/main.scss 1:9  root stylesheet"
        );
        // Who called it is not known.
        let mixin = [("_m.scss", "@mixin foo($a: '}') {\n a: $q;\n}\n")];
        assert_eq!(
            way_of("@import 'm';\na { @include foo; }", &mixin),
            "  /site/_sass/_m.scss 2:5  foo()"
        );
        let unread = [("_m.scss", "@mixin foo() {\n a: ;\n}\n")];
        let way = way_of("@import 'm';", &unread);
        assert!(
            way.ends_with("  @import\n  /site/css/main.scss 1:9  root stylesheet"),
            "{way}"
        );
    }

    #[test]
    fn what_calls_itself_without_end_is_an_error() {
        let sheets = [
            (
                "@function f($n) {\n  @return f($n + 1);\n}\na { b: f(1); }",
                "1:18  f()",
            ),
            (
                "@mixin a { @include b }\n@mixin b($c: d) {\n  e { @include a }\n}\n@include a;",
                "()",
            ),
            ("@mixin a {\n  b { @include a; }\n}\n@include a;", "a()"),
        ];
        // As much as threads have that render.
        let thread = std::thread::Builder::new().stack_size(8 << 20);
        let reports = thread.spawn(move || {
            let files = Memory(HashMap::new());
            sheets.map(|(text, place)| match compile(&request(text, &files, &[])) {
                Ok(_) => panic!("it compiled: {text}"),
                Err(failure) => (failure.report, place),
            })
        });
        for (report, place) in reports.unwrap().join().unwrap() {
            assert!(report.starts_with("Error: Stack overflow.\n"), "{report}");
            assert!(report.ends_with(place), "{report}");
            assert!(!report.contains("rekyll"), "{report}");
        }
        let files = Memory(HashMap::new());
        let ends = "@function f($n) { @return if($n > 0, 1 + f($n - 1), 0); }\na { b: f(20); }";
        let css = compile(&request(ends, &files, &[])).map(|it| it.css);
        assert_eq!(css.ok().as_deref(), Some("a{b:20}"));
    }

    #[test]
    fn tabs_are_four_columns_wide_in_a_report() {
        let files = Memory(HashMap::new());
        let Err(failure) = compile(&request("a {\n\tb: $c;\n}", &files, &[])) else {
            panic!("an undefined variable compiled");
        };
        let (_, shown) = failure.report.split_once('\n').unwrap_or_default();
        let wanted =
            "  ╷\n2 │     b: $c;\n  │        ^^\n  ╵\n  /site/css/main.scss 2:5  root stylesheet";
        assert_eq!(shown, wanted);
    }

    #[test]
    fn warnings_say_the_text_of_a_string() -> Result<(), Failure> {
        let files = Memory(HashMap::new());
        let text = r#"@warn "a\a b 'c' \"d\" \\ e";
@warn 'it"s';
  @warn  "1" "2";
@warn "\a\a   x\a f";
@debug "a\a b";
@debug plain;"#;
        let css = compile(&request(text, &files, &[]))?;
        let told = [
            "WARNING: a\nb 'c' \"d\" \\ e\n    /site/css/main.scss 1:1  root stylesheet\n",
            "WARNING: it\"s\n    /site/css/main.scss 2:1  root stylesheet\n",
            "WARNING: \"1\" \"2\"\n    /site/css/main.scss 3:3  root stylesheet\n",
            "WARNING: \n\n  x\nf\n    /site/css/main.scss 4:1  root stylesheet\n",
            "/site/css/main.scss:5 DEBUG: a\nb",
            "/site/css/main.scss:6 DEBUG: plain",
        ];
        assert_eq!(css.warnings, told);
        Ok(())
    }
}
