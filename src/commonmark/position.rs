//! Where blocks stood in the source, as cmark counts: lines from 1, columns in bytes from 1, and the end of a block where the
//! line before the one that closed it ends.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The lines of a source, and what has to be known of blocks before they come.
pub(super) struct Positions<'a> {
    source: &'a str,
    /// Where each line begins.
    starts: Vec<usize>,
    /// The lines that are headings, and how long they are without what is cut off behind the heading.
    headings: HashMap<usize, usize>,
    /// Where the lists that begin at a place end, innermost last.
    lists: HashMap<usize, Vec<usize>>,
    /// Where the link definitions begin that end at a place: the paragraph behind them began with them.
    definitions: HashMap<usize, usize>,
}

impl<'a> Positions<'a> {
    pub(super) fn new(source: &'a str, options: Options) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1));
        if starts.len() > 1 && starts.last() == Some(&source.len()) {
            starts.pop();
        }
        let mut positions = Positions {
            source,
            starts,
            headings: HashMap::new(),
            lists: HashMap::new(),
            definitions: HashMap::new(),
        };
        let parser = Parser::new_ext(source, options);
        for (_, definition) in parser.reference_definitions().iter() {
            let span = &definition.span;
            let end = span.end + usize::from(source.as_bytes().get(span.end) == Some(&b'\n'));
            positions.definitions.insert(end, span.start);
        }
        positions.look_ahead(parser);
        positions
    }

    fn look_ahead(&mut self, parser: Parser<'_>) {
        let mut open = Vec::new();
        for (event, range) in parser.into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { .. }) => {
                    let line = self.line_of(range.start);
                    if self.last_line(&range) == line {
                        let from = range.start - self.starts[line];
                        let length = from + heading_length(&self.line(line)[from..]);
                        self.headings.insert(line, length);
                    }
                }
                Event::Start(Tag::List(_)) => {
                    let ends = self.lists.entry(range.start).or_default();
                    open.push((range.start, ends.len()));
                    ends.push(range.end);
                }
                Event::End(TagEnd::List(_)) => drop(open.pop()),
                Event::End(TagEnd::Item) => {
                    if let Some((start, depth)) = open.last()
                        && let Some(end) = self
                            .lists
                            .get_mut(start)
                            .and_then(|ends| ends.get_mut(*depth))
                    {
                        *end = range.end;
                    }
                }
                _ => {}
            }
        }
    }

    fn line_of(&self, at: usize) -> usize {
        self.starts.partition_point(|&start| start <= at).max(1) - 1
    }

    /// A line without its end.
    fn line(&self, line: usize) -> &'a str {
        let end = self
            .starts
            .get(line + 1)
            .map_or(self.source.len(), |&next| next);
        let text = &self.source[self.starts[line]..end];
        let text = text.strip_suffix('\n').unwrap_or(text);
        text.strip_suffix('\r').unwrap_or(text)
    }

    /// The length of a line as cmark has it when it has read it.
    fn length(&self, line: usize) -> usize {
        self.headings
            .get(&line)
            .copied()
            .unwrap_or_else(|| self.line(line).len())
    }

    /// The last of the blank lines behind `last`.
    fn next_line(&self, mut last: usize, quotes: usize) -> usize {
        while last + 1 < self.starts.len() && is_blank(self.line(last + 1), quotes) {
            last += 1;
        }
        last
    }

    /// The line that a range ends in.
    fn last_line(&self, range: &Range<usize>) -> usize {
        self.line_of(range.end.saturating_sub(1).max(range.start))
    }

    /// A block that ends with a line.
    pub(super) fn block(&self, range: Range<usize>) -> String {
        let last = self.last_line(&range);
        self.attribute(range.start, last)
    }

    /// A block that stays open until a line comes that is not blank; `quotes` block quotes are round it.
    pub(super) fn to_next_line(&self, range: Range<usize>, quotes: usize) -> String {
        let last = self.next_line(self.last_line(&range), quotes);
        self.attribute(range.start, last)
    }

    /// A code block: a fenced one ends with its fence or with the line that closes what is round it.
    pub(super) fn code(
        &self,
        kind: &CodeBlockKind<'_>,
        range: Range<usize>,
        quotes: usize,
    ) -> String {
        if matches!(kind, CodeBlockKind::Indented) {
            let last = self.next_line(self.last_line(&range), quotes);
            return self.between(range.start, last);
        }
        let is_open = self.source[range.clone()].ends_with('\n');
        self.attribute(range.start, self.last_line(&range) + usize::from(is_open))
    }

    /// A heading: one that is underlined ends with the line that closes it.
    pub(super) fn heading(&self, range: Range<usize>) -> String {
        let last = self.last_line(&range);
        let is_underlined = last > self.line_of(range.start);
        let start = self.paragraph_start(range.start);
        self.attribute(start, last + usize::from(is_underlined))
    }

    /// A paragraph, with the link definitions that it began with.
    pub(super) fn paragraph(&self, range: Range<usize>) -> String {
        let last = self.last_line(&range);
        self.attribute(self.paragraph_start(range.start), last)
    }

    fn paragraph_start(&self, start: usize) -> usize {
        let mut first = start;
        loop {
            let line = self.starts[self.line_of(first)];
            match self.definitions.get(&line) {
                Some(&before) if before < line && self.prefix(before) == self.prefix(first) => {
                    first = before;
                }
                _ => return first,
            }
        }
    }

    /// The block quotes that the line is in up to `at`; none where it has a marker of another kind.
    fn prefix(&self, at: usize) -> Option<usize> {
        let before = &self.source[self.starts[self.line_of(at)]..at];
        let quotes = before.bytes().filter(|&b| b == b'>').count();
        let is_plain = before.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>'));
        is_plain.then_some(quotes)
    }

    /// A list, which ends with its last item. The lists that begin at one place come outermost first.
    pub(super) fn list(&mut self, range: Range<usize>, quotes: usize) -> String {
        let ends = self.lists.get_mut(&range.start);
        let end = match ends {
            Some(ends) if !ends.is_empty() => ends.remove(0),
            _ => range.end,
        };
        self.to_next_line(range.start..end, quotes)
    }

    fn attribute(&self, start: usize, last: usize) -> String {
        self.between(self.behind_blanks(start), last)
    }

    fn behind_blanks(&self, start: usize) -> usize {
        let blanks = self.source[start..]
            .bytes()
            .take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'));
        start + blanks.count()
    }

    fn between(&self, start: usize, last: usize) -> String {
        let first = self.line_of(start);
        let last = last.min(self.starts.len() - 1);
        format!(
            " data-sourcepos=\"{}:{}-{}:{}\"",
            first + 1,
            self.indent_of(start) + 1,
            last + 1,
            self.length(last)
        )
    }

    /// How far into its line a place is.
    fn indent_of(&self, at: usize) -> usize {
        at - self.starts[self.line_of(at)]
    }

    fn table_indent(&self, table: usize) -> usize {
        self.indent_of(self.behind_blanks(table))
    }

    /// A row of the table that begins at `table`. However far it is indented, it begins where the table does.
    pub(super) fn row(&self, table: usize, range: Range<usize>) -> String {
        let line = self.line_of(self.behind_blanks(range.start));
        format!(
            " data-sourcepos=\"{0}:{1}-{0}:{2}\"",
            line + 1,
            self.table_indent(table) + 1,
            self.length(line)
        )
    }

    /// A cell of the row that begins at `row`, of the table that begins at `table`: all between two bars.
    pub(super) fn cell(&self, table: usize, row: usize, column: usize) -> String {
        let line = self.line_of(row);
        let from = row - self.starts[line];
        let moved = |at: usize| at - from + self.table_indent(table);
        let text = self.line(line);
        let mut start = from;
        let bytes = text.as_bytes();
        if bytes.get(start) == Some(&b'|') {
            start += 1;
        }
        let mut seen = 0;
        let mut end = text.len();
        let mut at = start;
        while at < bytes.len() {
            match bytes[at] {
                b'\\' => at += 1,
                b'|' if seen == column => {
                    end = at;
                    break;
                }
                b'|' => {
                    seen += 1;
                    start = at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        let line = line + 1;
        // A row may have fewer cells than the table.
        if seen < column || (start == text.len() && column > 0) {
            return format!(" data-sourcepos=\"{line}:0-{line}:0\"");
        }
        let (start, end) = (moved(start) + 1, moved(end));
        format!(" data-sourcepos=\"{line}:{start}-{line}:{end}\"")
    }
}

/// Whether a line has nothing but the marks of the block quotes that it is in.
fn is_blank(line: &str, quotes: usize) -> bool {
    let mut rest = line.trim_start_matches([' ', '\t']);
    for _ in 0..quotes {
        match rest.strip_prefix('>') {
            Some(behind) => rest = behind.trim_start_matches([' ', '\t']),
            None => return false,
        }
    }
    rest.is_empty()
}

/// The length of a heading without blanks at its end, and without hashes behind a blank.
fn heading_length(line: &str) -> usize {
    let blank = [' ', '\t'];
    let content = line.trim_start_matches('#').trim_matches(blank);
    if content.is_empty() {
        return line.len();
    }
    let trimmed = line.trim_end_matches(blank);
    let bare = trimmed.trim_end_matches('#');
    if bare.len() < trimmed.len() && bare.ends_with(blank) {
        bare.trim_end_matches(blank).len()
    } else {
        trimmed.len()
    }
}
