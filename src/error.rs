//! The one error type of the library: what went wrong, in Jekyll's own words, and where.
//! `{}` prints what Jekyll prints; `{:#}` adds the true place in the file and the chain of includes and layouts.

use std::fmt;

use unicode_width::UnicodeWidthChar;

/// A result of this library.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of failure an [`Error`] reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// `Liquid::SyntaxError`: a template cannot be parsed.
    LiquidSyntax,
    /// `Liquid::Error` and its other subclasses: a template fails while it renders.
    Liquid,
    /// An exception of Ruby's own that a template brings about (`TypeError`, `NoMethodError`, `ZeroDivisionError`, …),
    /// with the name of its class; Liquid re-raises it as it is, without a prefix.
    Ruby(&'static str),
    /// `Psych::SyntaxError`: YAML that cannot be read.
    Yaml,
    /// Front matter that is no mapping, or is refused for another reason.
    FrontMatter,
    /// `Jekyll::Errors::FatalException` and its like: the site cannot be built.
    Fatal,
    /// A key of the configuration has a value that Jekyll refuses.
    Config,
    /// A converter failed on a document.
    Conversion,
    /// `Jekyll::Errors::MissingDependencyException`: something that would have to be installed.
    MissingDependency,
    /// A file cannot be read or written.
    Io,
    /// A limit of this library: too deep, too large.
    Limit,
    /// The caller asked for something that does not exist or is not supported.
    Usage,
}

/// What a template without a file is called.
pub(crate) const TEMPLATE: &str = "<template>";

/// One step on the way to the place of an [`Error`]: the include, layout or document that was being rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The file, as Jekyll names it.
    pub file: String,
    /// The line in that file from which the next step was taken, where known (1 is the first).
    pub line: Option<u32>,
}

/// Where in its template the markup stands that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The line of the template (1 is the first).
    pub line: u32,
    /// The column in that line, where known (1 is the first).
    pub column: Option<u32>,
    /// How many characters of that line it takes, where known.
    pub length: Option<u32>,
}

/// What went wrong and where. Cheap to move: one pointer.
pub struct Error(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    kind: ErrorKind,
    message: String,
    template_name: Option<String>,
    template_line: Option<u32>,
    markup_context: Option<String>,
    file: Option<String>,
    line: Option<u32>,
    column: Option<u32>,
    length: Option<u32>,
    spot: Option<Spot>,
    /// Where in its template the node begins that failed, until its column is known.
    start: Option<u32>,
    /// The line of the template at hand from which the place was reached, where that lies in another.
    step: Option<u32>,
    source_line: Option<String>,
    chain: Vec<Frame>,
}

impl Error {
    /// An error of `kind` with its bare message (without a prefix such as `Liquid error (line 1): `).
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error(Box::new(Inner {
            kind,
            message: message.into(),
            template_name: None,
            template_line: None,
            markup_context: None,
            file: None,
            line: None,
            column: None,
            length: None,
            spot: None,
            start: None,
            step: None,
            source_line: None,
            chain: Vec::new(),
        }))
    }

    /// `Liquid::SyntaxError` with this message.
    pub fn syntax(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::LiquidSyntax, message)
    }

    /// `Liquid::Error` (or `ArgumentError`, `StackLevelError`, … of Liquid) with this message.
    pub fn liquid(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Liquid, message)
    }

    /// An exception of Ruby's own, by class and message.
    pub fn ruby(class: &'static str, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Ruby(class), message)
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The message without any prefix.
    pub fn bare_message(&self) -> &str {
        &self.0.message
    }

    /// The template that Liquid names in the message (`(_includes/a.html line 1)`), where it names one.
    pub fn template_name(&self) -> Option<&str> {
        self.0.template_name.as_deref()
    }

    /// The line that Liquid names: it counts from the end of the front matter.
    pub fn template_line(&self) -> Option<u32> {
        self.0.template_line
    }

    /// What Liquid appends to the message to say where the markup stood (`in "{{ a | }}"`, `included `).
    pub fn markup_context(&self) -> Option<&str> {
        self.0.markup_context.as_deref()
    }

    /// The file on disk in which the failure lies.
    pub fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// The true line in that file (1 is the first).
    pub fn line(&self) -> Option<u32> {
        self.0.line
    }

    /// The true column in that line (1 is the first).
    pub fn column(&self) -> Option<u32> {
        self.0.column
    }

    /// Through which documents, layouts and includes the failure was reached, outermost first.
    pub fn chain(&self) -> &[Frame] {
        &self.0.chain
    }

    /// Sets the template that Liquid names, unless one is set.
    pub fn set_template_name(&mut self, name: &str) {
        self.0.template_name.get_or_insert_with(|| name.to_string());
    }

    /// Sets the line that Liquid names, unless one is set.
    pub fn set_template_line(&mut self, line: u32) {
        self.0.template_line.get_or_insert(line);
    }

    /// Sets the markup context, unless one is set.
    pub fn set_markup_context(&mut self, context: &str) {
        self.0
            .markup_context
            .get_or_insert_with(|| context.to_string());
    }

    /// Where in its template the markup stands, which may be before the line that Liquid names.
    pub fn spot(&self) -> Option<Spot> {
        let line = self.0.template_line.map(|line| Spot {
            line,
            column: None,
            length: None,
        });
        self.0.spot.or(line)
    }

    /// Says where in its template the markup stands, unless that is said.
    pub fn set_spot(&mut self, spot: Spot) {
        self.0.spot.get_or_insert(spot);
    }

    /// Says which node of its template it passes, by its line and the bytes before it: the first is where it lies, or from
    /// where the file was reached that it lies in.
    pub(crate) fn passes(&mut self, line: u32, start: u32) {
        if self.0.file.is_some() {
            self.0.step.get_or_insert(line);
        } else if self.0.spot.is_none() {
            self.0.start = Some(start);
            self.set_spot(Spot {
                line,
                column: None,
                length: None,
            });
        }
    }

    /// Lets somebody who has the template say where in its line the node stands that failed.
    pub(crate) fn find_column(&mut self, find: impl FnOnce(usize, u32) -> Option<Spot>) {
        if let (Some(start), Some(spot)) = (self.0.start.take(), self.0.spot) {
            self.0.spot = find(start as usize, spot.line).or(Some(spot));
        }
    }

    /// Names line and column in a template that lies in no file, unless a file or a line is named.
    #[must_use]
    pub fn in_text(mut self) -> Self {
        if let (None, None, Some(spot)) = (&self.0.file, self.0.line, self.spot()) {
            self.0.line = Some(spot.line);
            self.0.column = spot.column;
            self.0.length = spot.length;
        }
        self
    }

    /// Names the file that holds the template, and its line in which the template begins, unless a file is named.
    #[must_use]
    pub fn in_template(mut self, file: &str, first_line: u32) -> Self {
        if self.0.file.is_some() {
            return self;
        }
        let Some(spot) = self.spot() else {
            return self.at(file, None, None);
        };
        self.0.length = spot.length;
        let line = spot.line.saturating_add(first_line).saturating_sub(1);
        self.at(file, Some(line), spot.column)
    }

    /// Names the true place, unless one is named.
    #[must_use]
    pub fn at(mut self, file: &str, line: Option<u32>, column: Option<u32>) -> Self {
        if self.0.file.is_none() {
            self.0.file = Some(file.to_string());
            self.0.line = self.0.line.or(line);
            self.0.column = self.0.column.or(column);
        }
        self
    }

    /// Names line and column without a file, unless they are named.
    #[must_use]
    pub fn at_line(mut self, line: u32, column: Option<u32>) -> Self {
        if self.0.line.is_none() {
            self.0.line = Some(line);
            self.0.column = column;
        }
        self
    }

    /// Keeps the source line that `{:#}` shows underlined, unless one is kept.
    #[must_use]
    pub fn with_source_line(mut self, text: &str) -> Self {
        self.0.source_line.get_or_insert_with(|| text.to_string());
        self
    }

    /// Adds an outer step to the chain.
    #[must_use]
    pub fn through(mut self, file: &str, line: Option<u32>) -> Self {
        self.0.chain.insert(
            0,
            Frame {
                file: file.to_string(),
                line,
            },
        );
        self
    }

    /// Adds the template that it passed to the chain, by its file and the line of that in which the template begins.
    #[must_use]
    pub fn through_template(mut self, file: &str, first_line: u32) -> Self {
        let line = self.0.step.take();
        let line = line.map(|line| line.saturating_add(first_line).saturating_sub(1));
        self.through(file, line)
    }

    /// The same place with other words: for a caller that wraps a message in a sentence of its own.
    #[must_use]
    pub fn reworded(mut self, kind: ErrorKind, message: impl Into<String>) -> Self {
        self.0.kind = kind;
        self.0.message = message.into();
        self.0.template_name = None;
        self.0.template_line = None;
        self.0.markup_context = None;
        self
    }
}

impl Clone for Error {
    fn clone(&self) -> Self {
        Error(self.0.clone())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let e = &*self.0;
        let prefix = match e.kind {
            ErrorKind::LiquidSyntax => Some("Liquid syntax error"),
            ErrorKind::Liquid => Some("Liquid error"),
            _ => None,
        };
        if let Some(prefix) = prefix {
            f.write_str(prefix)?;
            if let Some(line) = e.template_line {
                f.write_str(" (")?;
                if let Some(name) = &e.template_name {
                    write!(f, "{name} ")?;
                }
                write!(f, "line {line})")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&e.message)?;
        if prefix.is_some()
            && let Some(context) = &e.markup_context
        {
            write!(f, " {context}")?;
        }
        if f.alternate() {
            self.write_place(f)?;
        }
        Ok(())
    }
}

impl Error {
    fn write_place(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let e = &*self.0;
        if e.file.is_some() || e.line.is_some() {
            write!(f, "\n  --> {}", e.file.as_deref().unwrap_or(TEMPLATE))?;
            if let Some(line) = e.line {
                write!(f, ":{line}")?;
                if let Some(column) = e.column {
                    write!(f, ":{column}")?;
                }
            }
        }
        if let (Some(text), Some(line)) = (&e.source_line, e.line) {
            let number = line.to_string();
            let width = number.len();
            write!(f, "\n{:width$} |\n{number} | {text}\n{:width$} | ", "", "")?;
            let blank = || text.chars().take_while(|c| c.is_whitespace()).count();
            let start = e
                .column
                .map_or_else(blank, |c| c.saturating_sub(1) as usize);
            let mut chars = text.chars();
            for c in chars.by_ref().take(start) {
                match c {
                    '\t' => f.write_str("\t")?,
                    c => write!(f, "{:1$}", "", columns(c))?,
                }
            }
            let length = e.length.map_or(usize::MAX, |length| length as usize);
            let length: usize = chars.take(length).map(columns).sum();
            write!(f, "{:^<1$}", "", length.max(1))?;
        }
        // A file that includes itself stands there a thousand times: once is enough to read.
        for steps in e.chain.chunk_by(|a, b| a == b).rev() {
            let frame = &steps[0];
            write!(f, "\n   in {}", frame.file)?;
            if let Some(line) = frame.line {
                write!(f, ":{line}")?;
            }
            if steps.len() > 1 {
                write!(f, " ({} times)", steps.len())?;
            }
        }
        Ok(())
    }
}

/// How many columns of a terminal a character takes: Chinese, Japanese and Korean ones two.
fn columns(c: char) -> usize {
    match c {
        '\t' => 1,
        c => c.width().unwrap_or(0),
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Error {}
