//! The span parser: one pass over a text with a stack of open elements instead of calls in calls.
//! kramdown tries an element, and starts over behind its mark where it finds no end; `memo` keeps that linear.

mod emphasis;
mod html;
mod link;
mod memo;
mod other;
mod quotes;

use super::block::Document;
use super::scan::*;
use super::tree::{Id, Kind, Mark, NIL};
use memo::Memo;
use std::cell::OnceCell;

/// Elements in elements beyond this are text. kramdown itself runs out of stack before.
const DEEPEST: usize = 2000;

/// The span parsers, as bits of a set.
mod parsers {
    pub(super) const EMPHASIS: u16 = 1;
    pub(super) const CODESPAN: u16 = 1 << 1;
    pub(super) const AUTOLINK: u16 = 1 << 2;
    pub(super) const HTML: u16 = 1 << 3;
    pub(super) const FOOTNOTE: u16 = 1 << 4;
    pub(super) const LINK: u16 = 1 << 5;
    pub(super) const QUOTES: u16 = 1 << 6;
    pub(super) const MATH: u16 = 1 << 7;
    pub(super) const EXTENSION: u16 = 1 << 8;
    pub(super) const ENTITY: u16 = 1 << 9;
    pub(super) const TYPOGRAPHIC: u16 = 1 << 10;
    pub(super) const LINE_BREAK: u16 = 1 << 11;
    pub(super) const ESCAPED: u16 = 1 << 12;
    pub(super) const STRIKETHROUGH: u16 = 1 << 13;
    pub(super) const SMARTY: u16 = QUOTES | ENTITY | TYPOGRAPHIC | HTML;
    pub(super) const MARKDOWN: u16 =
        EMPHASIS | CODESPAN | AUTOLINK | HTML | LINK | ENTITY | LINE_BREAK | ESCAPED;
    pub(super) const KRAMDOWN: u16 = MARKDOWN | FOOTNOTE | QUOTES | MATH | EXTENSION;
}

/// Which elements are open, for those that may not be nested.
mod open {
    pub(super) const EM: u8 = 1;
    pub(super) const STRONG: u8 = 2;
    pub(super) const LINK: u8 = 4;
}

/// An element that is open.
struct Frame {
    kind: FrameKind,
    node: Id,
    parsers: u16,
    /// The elements round about, this one included.
    open: u8,
    /// Where its mark begins.
    start: usize,
    mark: Mark,
    /// Where its own entries in `visited` begin.
    visited: usize,
    warnings: usize,
}

enum FrameKind {
    Top,
    Emphasis {
        mark: u8,
        strong: bool,
        len: usize,
    },
    Link {
        image: bool,
        count: i32,
        images: i32,
    },
    Html {
        name: String,
        fold: bool,
    },
}

/// What the parser works with, kept from text to text so that its room is taken once.
#[derive(Default)]
pub(crate) struct Scratch {
    frames: Vec<Frame>,
    visited: Vec<(u32, i32)>,
    memo: Box<Memo>,
}

/// The parser over one text.
struct Spans<'p, 'd, 'o> {
    doc: &'d mut Document<'o>,
    s: &'p str,
    pos: usize,
    line: u32,
    frames: Vec<Frame>,
    /// Candidate positions that the open elements have passed, with the depth of brackets at each.
    visited: Vec<(u32, i32)>,
    memo: Box<Memo>,
    full: u16,
    /// A block is only looked through, in which kramdown's text is another element than where spans are made of it.
    looked_through: bool,
    /// Where the lines end, once somebody has asked.
    newlines: OnceCell<Vec<usize>>,
}

/// Parses the text of the node `holder` and puts what it makes below it.
pub(crate) fn parse(doc: &mut Document<'_>, holder: Id, text: &str, line: u32) {
    let full = full_set(doc);
    parse_with(doc, holder, text, line, full, false);
}

fn parse_with(
    doc: &mut Document<'_>,
    holder: Id,
    text: &str,
    line: u32,
    set: u16,
    looked_through: bool,
) {
    let full = full_set(doc);
    let mark = doc.tree.mark();
    let Scratch {
        mut frames,
        visited,
        memo,
    } = doc.spans.take().unwrap_or_default();
    frames.push(Frame {
        kind: FrameKind::Top,
        node: holder,
        parsers: set,
        open: 0,
        start: 0,
        mark,
        visited: 0,
        warnings: 0,
    });
    let mut spans = Spans {
        doc,
        s: text,
        pos: 0,
        // What has no place of its own counts from one.
        line: line.max(1),
        frames,
        visited,
        memo,
        full,
        looked_through,
        newlines: OnceCell::new(),
    };
    spans.run();
    spans.frames.clear();
    spans.visited.clear();
    spans.memo.clear();
    spans.doc.spans = Some(Scratch {
        frames: spans.frames,
        visited: spans.visited,
        memo: spans.memo,
    });
}

fn full_set(doc: &Document<'_>) -> u16 {
    let grammar = doc.grammar;
    if grammar.smarty {
        return parsers::SMARTY;
    }
    let mut set = if grammar.plain {
        parsers::MARKDOWN
    } else {
        parsers::KRAMDOWN
    };
    if grammar.gfm {
        set |= parsers::STRIKETHROUGH;
    }
    if grammar.typographic_symbols {
        set |= parsers::TYPOGRAPHIC;
    }
    if !grammar.line_breaks {
        set &= !parsers::LINE_BREAK;
    }
    set
}

/// The code spans of a text and what is between them: whether it is code, and the value.
pub(crate) fn code_spans(text: &str) -> Vec<(bool, String)> {
    let mut found = Vec::new();
    let mut plain = String::new();
    let mut memo = Memo::default();
    let mut pos = 0;
    while let Some(start) = memchr::memchr(b'`', &text.as_bytes()[pos..]).map(|at| pos + at) {
        plain.push_str(&text[pos..start]);
        match other::code_span(text, start, &mut memo) {
            Ok((value, end)) => {
                if !plain.is_empty() {
                    found.push((false, std::mem::take(&mut plain)));
                }
                found.push((true, value.to_string()));
                pos = end;
            }
            Err(end) => {
                plain.push_str(&text[start..end]);
                pos = end;
            }
        }
    }
    plain.push_str(&text[pos..]);
    if !plain.is_empty() {
        found.push((false, plain));
    }
    found
}

/// The text of a table read for code and tags alone: the values of the elements in it. Warnings name lines from `line` on.
pub(crate) fn code_and_html(doc: &mut Document<'_>, text: &str, line: u32) -> Vec<(bool, String)> {
    let mark = doc.tree.mark();
    let holder = doc.tree.create(Kind::RawText);
    parse_with(
        doc,
        holder,
        text,
        line,
        parsers::CODESPAN | parsers::HTML,
        true,
    );
    let found = doc
        .tree
        .children(holder)
        .filter(|&id| {
            !matches!(
                doc.tree.kind(id),
                Kind::A | Kind::Em | Kind::Strong | Kind::Img | Kind::Br
            )
        })
        .map(|id| {
            (
                doc.tree.kind(id) == Kind::Codespan,
                doc.tree.value(id).to_string(),
            )
        })
        .collect();
    doc.tree.cut(mark);
    found
}

impl Spans<'_, '_, '_> {
    fn run(&mut self) {
        loop {
            #[cfg(test)]
            tests::STEPS.set(tests::STEPS.get() + 1);
            if self.pos >= self.s.len() {
                if !self.end_of_text() {
                    return;
                }
                continue;
            }
            let Some(found) = self.candidate() else {
                if !self.end_of_text() {
                    return;
                }
                continue;
            };
            self.text_to(found);
            if !self.stop() {
                self.special();
            }
        }
    }

    fn top(&self) -> &Frame {
        &self.frames[self.frames.len() - 1]
    }

    fn top_mut(&mut self) -> &mut Frame {
        let top = self.frames.len() - 1;
        &mut self.frames[top]
    }

    fn node(&self) -> Id {
        self.top().node
    }

    fn enabled(&self, parser: u16) -> bool {
        self.top().parsers & parser != 0
    }

    /// Adds the text up to `end` and goes there.
    fn text_to(&mut self, end: usize) {
        if end > self.pos {
            let node = self.node();
            self.doc.tree.add_text(node, &self.s[self.pos..end]);
            self.pos = end;
        }
    }

    /// Takes one character as text.
    fn getch(&mut self) {
        let len = char_at(self.s, self.pos).map_or(1, char::len_utf8);
        self.text_to(self.pos + len);
    }

    fn add(&mut self, kind: Kind) -> Id {
        let node = self.node();
        self.doc.tree.add(node, kind)
    }

    fn add_valued(&mut self, kind: Kind, value: &str) -> Id {
        let id = self.add(kind);
        self.doc.tree.set_value(id, value);
        id
    }

    /// The line of the position; counted only where warnings are wanted.
    fn line_number(&self) -> u32 {
        if self.doc.warnings.is_none() {
            return self.line;
        }
        let newlines = self
            .newlines
            .get_or_init(|| memchr::memchr_iter(b'\n', self.s.as_bytes()).collect());
        self.line + newlines.partition_point(|&at| at <= self.pos) as u32
    }

    /// Opens an element that ends where `stop` says.
    fn open(&mut self, kind: FrameKind, node: Id, set: u16, open: u8, start: usize, mark: Mark) {
        let visited = self.visited.len();
        let warnings = self.doc.warnings.as_ref().map_or(0, Vec::len);
        self.frames.push(Frame {
            kind,
            node,
            parsers: set,
            open,
            start,
            mark,
            visited,
            warnings,
        });
    }

    /// The next position where a parser or the end of the open element may match.
    fn candidate(&self) -> Option<usize> {
        let bytes = self.s.as_bytes();
        let set = self.top().parsers;
        if set == parsers::HTML {
            return memchr::memchr(b'<', &bytes[self.pos..]).map(|at| self.pos + at);
        }
        let in_link = matches!(self.top().kind, FrameKind::Link { .. });
        let mut pos = self.pos;
        loop {
            pos = next_special(bytes, pos)?;
            let next = bytes.get(pos + 1).copied().unwrap_or(0);
            let found = match bytes[pos] {
                b'"' | b'\'' => return Some(self.before_quote(pos)),
                // Two blanks before it end the line hard.
                b'\n' => {
                    if pos >= self.pos + 2 && &bytes[pos - 2..pos] == b"  " {
                        return Some(pos - 2);
                    }
                    false
                }
                // A blank before closing guillemets belongs to them.
                b'>' => {
                    if next == b'>' && pos > self.pos && bytes[pos - 1] == b' ' {
                        return Some(pos - 1);
                    }
                    next == b'>'
                }
                b'.' => next == b'.',
                b'-' | b'~' => next == bytes[pos],
                b'!' => next == b'[',
                b'{' => next == b':',
                b']' => in_link,
                _ => true,
            };
            if found {
                return Some(pos);
            }
            pos += 1;
        }
    }

    /// Smart quotes are looked at together with the character before them.
    fn before_quote(&self, quote: usize) -> usize {
        match char_before(self.s, quote) {
            Some(c) if quote > self.pos => quote - c.len_utf8(),
            _ => quote,
        }
    }

    /// Tries the parsers at the position, in kramdown's order.
    fn special(&mut self) {
        let done = match at(self.s, self.pos) {
            b'*' | b'_' => self.enabled(parsers::EMPHASIS) && self.emphasis(),
            b'`' => self.enabled(parsers::CODESPAN) && self.codespan(),
            b'<' => self.angle(),
            b'[' => {
                (self.enabled(parsers::FOOTNOTE) && self.footnote_marker())
                    || (self.enabled(parsers::LINK) && self.link())
            }
            b'!' => self.enabled(parsers::LINK) && at(self.s, self.pos + 1) == b'[' && self.link(),
            b'$' => self.enabled(parsers::MATH) && self.inline_math(),
            b'{' => {
                self.enabled(parsers::EXTENSION)
                    && at(self.s, self.pos + 1) == b':'
                    && self.extension()
            }
            b'&' => self.enabled(parsers::ENTITY) && self.entity(),
            b'-' | b'.' | b'>' => self.enabled(parsers::TYPOGRAPHIC) && self.typographic_symbol(),
            b' ' => {
                (self.enabled(parsers::TYPOGRAPHIC) && self.typographic_symbol())
                    || (self.enabled(parsers::LINE_BREAK) && self.line_break())
            }
            b'\\' => {
                (self.enabled(parsers::TYPOGRAPHIC) && self.typographic_symbol())
                    || (self.enabled(parsers::LINE_BREAK) && self.line_break())
                    || (self.enabled(parsers::ESCAPED) && self.escaped_char())
            }
            b'~' => self.enabled(parsers::STRIKETHROUGH) && self.strikethrough(),
            _ => false,
        };
        let done = done || (self.enabled(parsers::QUOTES) && self.smart_quotes());
        if !done {
            self.getch();
        }
    }

    fn angle(&mut self) -> bool {
        (self.enabled(parsers::AUTOLINK) && self.autolink())
            || (self.enabled(parsers::HTML) && self.span_html())
            || (self.enabled(parsers::TYPOGRAPHIC) && self.typographic_symbol())
    }

    /// Whether the open element ends here; then it is closed.
    fn stop(&mut self) -> bool {
        match self.top().kind {
            FrameKind::Top => false,
            FrameKind::Emphasis { .. } => self.stop_emphasis(),
            FrameKind::Link { .. } => self.stop_link(),
            FrameKind::Html { .. } => self.stop_html(),
        }
    }

    /// Nothing more can match: text for the outermost element, the end of a tag that was never closed, or the
    /// failure of an element. False when all is done.
    fn end_of_text(&mut self) -> bool {
        match self.top().kind {
            FrameKind::Top => {
                self.text_to(self.s.len());
                false
            }
            FrameKind::Html { .. } => {
                self.auto_close();
                true
            }
            FrameKind::Emphasis { .. } => {
                self.fail_emphasis();
                true
            }
            FrameKind::Link { .. } => {
                self.fail_link(true);
                true
            }
        }
    }

    /// Takes the open element off the stack and goes back to where it began, as if it had never been.
    fn revert(&mut self) -> Option<Frame> {
        let frame = self.frames.pop()?;
        self.doc.tree.cut(frame.mark);
        self.visited.truncate(frame.visited);
        self.pos = frame.start;
        Some(frame)
    }

    fn has_children(&self, id: Id) -> bool {
        self.doc.tree.node(id).first != NIL
    }
}

/// The first special byte from a position on. Most bytes are none: they are passed over eight at a time.
fn next_special(bytes: &[u8], mut pos: usize) -> Option<usize> {
    let is_special = |b: &u8| SPECIAL[usize::from(*b)];
    while let Some(chunk) = bytes[pos..].first_chunk::<8>() {
        if chunk.iter().fold(false, |any, b| any | is_special(b)) {
            break;
        }
        pos += chunk.len();
    }
    bytes[pos..].iter().position(is_special).map(|at| pos + at)
}

/// The bytes at which a parser may begin, those that need a second look among them.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"*_`<[!\"'${&-.\n>\\~]";
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use crate::kramdown::{Options, to_html};

    thread_local! {
        /// How often a position was looked at.
        pub(super) static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    fn steps(text: &str, options: &Options) -> usize {
        STEPS.set(0);
        let _ = to_html(text, options, None);
        STEPS.get()
    }

    /// Brackets without an end are not tried again from each of them, nor where tags of images shift their depths.
    #[test]
    fn brackets_without_an_end_are_read_once_or_twice() {
        let native = Options::jekyll_with(&["html_to_native"]);
        for options in [&Options::jekyll(), &native] {
            for piece in ["[", "![", "[a ", "[<img>", "[<IMG>[", "[]<img>["] {
                let (once, twice) = (piece.repeat(300), piece.repeat(600));
                let (once, twice) = (steps(&once, options), steps(&twice, options));
                assert!(twice < once * 5 / 2, "{piece}: {once} steps, then {twice}");
            }
            let text = "[".repeat(500) + &"<img>".repeat(500);
            assert!(steps(&text, options) < 20_000);
        }
    }
}
