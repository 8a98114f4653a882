//! The block parser: one job after another from a stack, so that nesting never nests calls.
//! At every position the block parsers are tried in kramdown's order; the first byte tells which can match.

mod code;
mod definitions;
mod extensions;
mod html;
mod list;
mod paragraph;
mod table;

pub(crate) use html::{Markdown, bounded, known_case};

use super::HashMap;
use super::Raised;
use super::ial::{Alds, Ial};
use super::options::{Input, Options};
use super::scan::*;
use super::span;
use super::tree::{EobKind, Id, Kind, NIL, Str, Tree};
use std::borrow::Cow;
use std::rc::Rc;

/// Containers in containers beyond this are read as text. kramdown itself runs out of stack before.
const DEEPEST: usize = 2000;

/// A text that is being parsed, and how far.
pub(crate) struct Scanner {
    pub(crate) text: Rc<String>,
    pub(crate) pos: usize,
    start_line: u32,
    counted: (usize, u32),
    braces: Braces,
    memo: Memo,
}

/// What was searched for and not found from somewhere on.
#[derive(Default)]
struct Memo {
    fences: Option<code::FenceLines>,
    no_comment_end: Option<usize>,
    no_instruction_end: Option<usize>,
    no_cdata_end: Option<usize>,
    no_extension_end: Vec<(String, usize)>,
    no_close_tag: Vec<(String, usize)>,
}

impl Scanner {
    fn new(text: String, start_line: u32) -> Scanner {
        Scanner {
            text: Rc::new(text),
            pos: 0,
            start_line,
            counted: (0, 0),
            braces: Braces::default(),
            memo: Memo::default(),
        }
    }
}

/// What is to be done once the inside of a container has been read.
enum Then {
    Nothing,
    /// Goes on behind the end tag of an HTML element.
    Html(Id),
    /// Files a footnote under its name.
    Footnote {
        name: String,
        content: Id,
        line: u32,
    },
}

/// A container whose inside is being read.
enum Job {
    Blocks {
        outer: Id,
        outer_ial: Option<Ial>,
        own_text: bool,
        then: Then,
    },
    RawHtml {
        outer: Id,
    },
    Items(Box<list::Items>),
}

/// A link definition: where it leads, and the element that carries its attribute list.
#[derive(Clone, Debug)]
pub(crate) struct LinkDef {
    pub(crate) url: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) eob: Id,
}

/// A footnote's definition.
#[derive(Clone, Debug)]
pub(crate) struct FootnoteDef {
    pub(crate) name: String,
    pub(crate) content: Id,
    pub(crate) line: u32,
    pub(crate) used: bool,
}

/// An abbreviation's definition.
#[derive(Clone, Debug)]
pub(crate) struct AbbrevDef {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) eob: Id,
}

/// What the block parser leaves for the span parser and the writer.
pub(crate) struct Document<'o> {
    pub(crate) tree: Tree,
    pub(crate) root: Id,
    pub(crate) options: Cow<'o, Options>,
    pub(crate) alds: Alds,
    pub(crate) link_defs: HashMap<String, LinkDef>,
    pub(crate) longest_link_id: usize,
    pub(crate) footnotes: Vec<FootnoteDef>,
    pub(crate) footnote_names: HashMap<String, usize>,
    pub(crate) abbrevs: Vec<AbbrevDef>,
    pub(crate) abbrev_names: HashMap<String, usize>,
    /// Collected only where somebody wants to see them.
    pub(crate) warnings: Option<Vec<String>>,
    /// The first exception that kramdown would have raised.
    pub(crate) raised: Option<Raised>,
    pub(crate) grammar: Grammar,
    /// Whether the source has any; only then can one end a line.
    pub(crate) has_backslash: bool,
    /// The option, which the GFM parser turns on.
    pub(crate) auto_id_stripping: bool,
    /// What the span parser works with, kept from text to text.
    pub(crate) spans: Option<span::Scratch>,
}

/// What the parser reads, as the input and its options say at the start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grammar {
    pub(crate) gfm: bool,
    /// Without kramdown's extensions, as `input: Markdown` has it.
    pub(crate) plain: bool,
    pub(crate) paragraph_end_quirk: bool,
    pub(crate) line_breaks: bool,
    pub(crate) typographic_symbols: bool,
    pub(crate) hard_wrap: bool,
    /// Quotes and symbols alone, as Jekyll's `smartify` wants them.
    pub(crate) smarty: bool,
}

impl Grammar {
    fn of(options: &Options) -> Grammar {
        let gfm = options.input == Input::Gfm;
        let plain = options.input == Input::Markdown;
        Grammar {
            gfm,
            plain,
            paragraph_end_quirk: gfm && options.paragraph_end_quirk,
            line_breaks: !(gfm && options.hard_wrap),
            typographic_symbols: !(plain || (gfm && options.no_auto_typographic)),
            hard_wrap: gfm && options.hard_wrap,
            smarty: options.input == Input::SmartyPants,
        }
    }
}

impl<'o> Document<'o> {
    pub(crate) fn new(options: &'o Options, source_len: usize) -> Document<'o> {
        let mut tree = Tree::new(source_len);
        let root = tree.create(Kind::Root);
        tree.node_mut(root).line = 1;
        let grammar = Grammar::of(options);
        let mut document = Document {
            tree,
            root,
            alds: Alds::default(),
            link_defs: HashMap::default(),
            longest_link_id: 0,
            footnotes: Vec::new(),
            footnote_names: HashMap::default(),
            abbrevs: Vec::new(),
            abbrev_names: HashMap::default(),
            warnings: options.show_warnings.then(Vec::new),
            raised: None,
            grammar,
            has_backslash: false,
            auto_id_stripping: grammar.gfm || options.auto_id_stripping,
            spans: None,
            options: Cow::Borrowed(options),
        };
        for (id, (url, title)) in document.options.link_defs.clone() {
            document.define_link(
                &id,
                LinkDef {
                    url,
                    title,
                    eob: NIL,
                },
            );
        }
        document
    }

    pub(crate) fn warn(&mut self, message: impl FnOnce() -> String) {
        if let Some(warnings) = &mut self.warnings {
            warnings.push(message());
        }
    }

    pub(crate) fn raise(&mut self, raised: Raised) {
        self.raised.get_or_insert(raised);
    }

    fn define_link(&mut self, id: &str, def: LinkDef) -> Option<LinkDef> {
        let mut key = String::new();
        super::normalize_link_id(id, &mut key);
        self.longest_link_id = self.longest_link_id.max(key.len());
        self.link_defs.insert(key, def)
    }
}

/// Line ends become newlines, and there is exactly one at the end that was not there before.
pub(crate) fn adapt(source: &str) -> String {
    let mut text = String::with_capacity(source.len() + 1);
    let mut rest = source;
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        text.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    text.push_str(rest);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// Parses all blocks of `source` into the document's root.
pub(crate) fn parse(document: &mut Document<'_>, source: &str) {
    let root = document.root;
    document.has_backslash = memchr::memchr(b'\\', source.as_bytes()).is_some();
    let mut parser = Parser {
        doc: document,
        scanners: Vec::new(),
        jobs: Vec::new(),
        node: root,
        block_ial: None,
    };
    parser.open(root, Some((adapt(source), 1)), Then::Nothing);
    parser.run();
}

struct Parser<'d, 'o> {
    doc: &'d mut Document<'o>,
    scanners: Vec<Scanner>,
    jobs: Vec<Job>,
    /// The element whose children are being made.
    node: Id,
    block_ial: Option<Ial>,
}

impl Parser<'_, '_> {
    fn run(&mut self) {
        while let Some(job) = self.jobs.last() {
            match job {
                Job::Blocks { .. } => {
                    let scanner = self.scanner();
                    if scanner.pos >= scanner.text.len() {
                        self.close(false);
                    } else {
                        self.block();
                    }
                }
                Job::RawHtml { .. } => self.raw_html(),
                Job::Items(_) => self.next_item(),
            }
        }
    }

    /// Begins to read blocks into `node`, from a text of their own or from where the scanner stands.
    fn open(&mut self, node: Id, text: Option<(String, u32)>, then: Then) {
        let own_text = text.is_some();
        if let Some((text, line)) = text {
            self.scanners.push(Scanner::new(text, line));
        }
        let outer = std::mem::replace(&mut self.node, node);
        let outer_ial = self.block_ial.take();
        self.jobs.push(Job::Blocks {
            outer,
            outer_ial,
            own_text,
            then,
        });
    }

    /// Ends the blocks on top of the stack; `found` says that an end tag closed them.
    fn close(&mut self, found: bool) {
        let Some(Job::Blocks {
            outer,
            outer_ial,
            own_text,
            then,
        }) = self.jobs.pop()
        else {
            return;
        };
        let inner = std::mem::replace(&mut self.node, outer);
        self.block_ial = outer_ial;
        if own_text {
            self.scanners.pop();
        }
        match then {
            Then::Nothing => {}
            Then::Html(element) => {
                if !found {
                    self.warn_auto_closing(inner);
                }
                self.html_done(element);
            }
            Then::Footnote {
                name,
                content,
                line,
            } => self.define_footnote(name, content, line),
        }
    }

    fn too_deep(&self) -> bool {
        self.jobs.len() >= DEEPEST
    }

    fn scanner(&self) -> &Scanner {
        &self.scanners[self.scanners.len() - 1]
    }

    fn scanner_mut(&mut self) -> &mut Scanner {
        let top = self.scanners.len() - 1;
        &mut self.scanners[top]
    }

    fn pos(&self) -> usize {
        self.scanner().pos
    }

    fn set_pos(&mut self, pos: usize) {
        self.scanner_mut().pos = pos;
    }

    /// The line that the scanner stands in; counted only where warnings are wanted.
    fn line(&mut self) -> u32 {
        if self.doc.warnings.is_none() {
            return 0;
        }
        let scanner = self.scanner_mut();
        let end = (scanner.pos + 1).min(scanner.text.len());
        let (from, lines) = if scanner.counted.0 <= end {
            scanner.counted
        } else {
            (0, 0)
        };
        let more = memchr::memchr_iter(b'\n', &scanner.text.as_bytes()[from..end]).count() as u32;
        scanner.counted = (end, lines + more);
        scanner.start_line + lines + more
    }

    /// Makes a block-level element, which takes the attribute list that waits for the next block.
    fn block_el(&mut self, kind: Kind) -> Id {
        let id = self.doc.tree.create(kind);
        if let Some(ial) = self.block_ial.take() {
            *self.doc.tree.ial_mut(id) = ial;
        }
        id
    }

    fn add_block(&mut self, kind: Kind) -> Id {
        let id = self.block_el(kind);
        self.doc.tree.append(self.node, id);
        id
    }

    fn add_eob(&mut self, eob: EobKind) -> Id {
        let id = self.add_block(Kind::Eob);
        self.doc.tree.node_mut(id).eob = eob;
        id
    }

    fn last_child(&self) -> Id {
        self.doc.tree.node(self.node).last
    }

    /// Whether a block may begin here that needs a blank line before it.
    fn after_boundary(&self) -> bool {
        if self.block_ial.is_some() {
            return true;
        }
        match self.doc.tree.get(self.last_child()) {
            None => true,
            Some(last) => {
                last.kind == Kind::Blank || (last.kind == Kind::Eob && last.eob == EobKind::Marker)
            }
        }
    }

    /// Whether a block may end here that needs a blank line behind it.
    fn before_boundary(&mut self, s: &str, pos: usize) -> bool {
        pos >= s.len()
            || blank_lines(s, pos).is_some()
            || eob_marker(s, pos).is_some()
            || (!self.doc.grammar.plain && self.block_ial_at(s, pos).is_some())
    }

    /// A block attribute list at `pos`: the range of its content, and where it ends.
    fn block_ial_at(&mut self, s: &str, pos: usize) -> Option<(std::ops::Range<usize>, usize)> {
        let start = pos + spaces(s, pos, 3);
        if at(s, start) != b'{'
            || at(s, start + 1) != b':'
            || matches!(at(s, start + 2), b':' | b'/')
        {
            return None;
        }
        let content = start + 2;
        let (close, end) = brace_content(s, content, &mut self.scanner_mut().braces, |behind| {
            rest_of_line(s, behind)
        })?;
        Some((content..close, end))
    }

    /// Whether lazy lines end at `pos`.
    fn lazy_end(&mut self, s: &str, pos: usize) -> bool {
        let start = pos + spaces(s, pos, 3);
        match at(s, start) {
            b'<' => lazy_end_tag(s, start),
            b'{' => !self.doc.grammar.plain && self.block_ial_at(s, pos).is_some(),
            b'^' => start == pos && eob_marker(s, pos).is_some(),
            b => pos >= s.len() || (is_space(b) && blank_lines(s, pos).is_some()),
        }
    }

    /// Reads one block.
    fn block(&mut self) {
        let text = Rc::clone(&self.scanner().text);
        let s = text.as_str();
        let pos = self.pos();
        if self.doc.grammar.smarty {
            return self.smarty_line(s, pos);
        }
        if is_space(at(s, pos)) {
            if let Some(end) = blank_lines(s, pos) {
                return self.blank(&s[pos..end], end);
            }
            if indent(s, pos).is_some() && self.codeblock(s, pos) {
                return;
            }
        }
        let start = pos + spaces(s, pos, 3);
        if !self.marked_block(s, pos, start) {
            // A failed parser may have moved on, over the backslash of an escaped formula.
            let pos = self.pos();
            if matches!(at(s, pos + spaces(s, pos, 3)), b' ' | b'\t') {
                self.stray_line(s, pos);
            } else {
                self.paragraph(s, pos);
            }
        }
    }

    /// A line that is indented by less than code and begins with a tab: no parser of kramdown takes it.
    fn stray_line(&mut self, s: &str, pos: usize) {
        self.doc.warn(|| {
            "Warning: this should not occur - no block parser handled the line".to_string()
        });
        let end = line_end(s, pos);
        self.set_pos(end);
        self.doc.tree.add_raw_text(self.node, &s[pos..end]);
    }

    /// Tries all parsers but those for blank lines, indented code and paragraphs.
    fn marked_block(&mut self, s: &str, pos: usize, start: usize) -> bool {
        let extended = !self.doc.grammar.plain;
        let before_header = match at(s, start) {
            b'~' | b'`' => extended && self.fenced_codeblock(s, pos),
            b'>' => !self.too_deep() && self.blockquote(s, pos),
            b'#' => self.atx_header(s, pos),
            b'*' | b'-' | b'_' => self.horizontal_rule(s, pos) || self.list(s, pos),
            b'+' | b'0'..=b'9' => self.list(s, pos),
            b':' => extended && self.definition_list(s, pos),
            b'<' => self.block_html(s, pos),
            _ => false,
        };
        if before_header || self.setext_header(s, pos) {
            return true;
        }
        let pos = match at(s, start) {
            b'$' | b'\\' if extended => {
                if self.block_math(s, pos) {
                    return true;
                }
                self.pos()
            }
            _ => pos,
        };
        if extended && self.table(s, pos) {
            return true;
        }
        match at(s, pos + spaces(s, pos, 3)) {
            b'[' => (extended && self.footnote_definition(s, pos)) || self.link_definition(s, pos),
            b'*' => extended && self.abbrev_definition(s, pos),
            b'{' => extended && self.block_extension(s, pos),
            b'^' => match eob_marker(s, pos) {
                Some(end) => {
                    self.set_pos(end);
                    self.add_eob(EobKind::Marker);
                    true
                }
                None => false,
            },
            _ => false,
        }
    }

    /// HTML blocks and lines of text is all that SmartyPants knows.
    fn smarty_line(&mut self, s: &str, pos: usize) {
        if !self.block_html(s, pos) {
            let end = line_end(s, pos);
            self.set_pos(end);
            self.doc.tree.add_raw_text(self.node, &s[pos..end]);
        }
    }

    fn blank(&mut self, lines: &str, end: usize) {
        self.set_pos(end);
        let last = self.last_child();
        if last != NIL && self.doc.tree.kind(last) == Kind::Blank {
            self.doc.tree.node_mut(last).value = Str::Static("");
        } else {
            let id = self.add_block(Kind::Blank);
            if lines == "\n" {
                self.doc.tree.node_mut(id).value = Str::Static("\n");
            }
        }
    }
}
