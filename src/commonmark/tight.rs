//! Which lists cmark takes for tight that pulldown-cmark takes for loose: those whose blank lines only stand beside
//! definitions of links or behind rules. To cmark such a definition is no block, so nothing is parted by the lines; and a
//! rule takes the blank line behind it for its own.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::Options;

/// The paragraphs of lists that are tight for all that, by where their lists begin.
#[derive(Default)]
pub(super) struct Tight {
    lists: Vec<usize>,
    /// For each open block, whether it is an item of such a list.
    open: Vec<bool>,
    /// Whether the list at hand is one.
    is_tight: Vec<bool>,
}

impl Tight {
    /// The lists of a text.
    pub(super) fn of(text: &str, options: &Options) -> Self {
        // Nearly all texts have neither, and are not read a second time for it.
        let may_hold_rules = text.lines().any(may_hold_rule);
        if !may_hold_rules && !text.contains("]:") {
            return Tight::default();
        }
        let parser = Parser::new_ext(text, options.parser_options());
        let is_within = |span: &Range<usize>| !text[..span.start].ends_with('\n') && span.start > 0;
        let known = parser.reference_definitions();
        if !known.iter().any(|(_, it)| is_within(&it.span)) && !may_hold_rules {
            return Tight::default();
        }
        let mut lists = Survey {
            text,
            open: Vec::new(),
            tight: Vec::new(),
        };
        for (event, range) in parser.into_offset_iter() {
            lists.see(&event, &range);
        }
        lists.tight.sort_unstable();
        Tight {
            lists: lists.tight,
            ..Tight::default()
        }
    }

    /// Whether an event is the tag of a paragraph that is none in a tight list. All events have to pass.
    pub(super) fn drops(&mut self, event: &Event<'_>, range: &Range<usize>) -> bool {
        if self.lists.is_empty() {
            return false;
        }
        match event {
            Event::Start(Tag::Paragraph) => self.open.last() == Some(&true),
            Event::End(TagEnd::Paragraph) => self.open.last() == Some(&true),
            Event::Start(tag) if is_container(tag) => {
                if matches!(tag, Tag::List(_)) {
                    let found = self.lists.binary_search(&range.start);
                    self.is_tight.push(found.is_ok());
                }
                let is_item = matches!(tag, Tag::Item);
                self.open
                    .push(is_item && self.is_tight.last() == Some(&true));
                false
            }
            Event::End(tag) if is_container_end(tag) => {
                if matches!(tag, TagEnd::List(_)) {
                    self.is_tight.pop();
                }
                self.open.pop();
                false
            }
            _ => false,
        }
    }
}

fn is_container(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::List(_) | Tag::Item | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)
    )
}

fn is_container_end(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition
    )
}

/// A block that is open while lists are looked for.
struct Block {
    start: usize,
    kind: Kind,
    /// Where its last child ends, or it itself where it has none.
    end: usize,
    /// Whether there is a child that a blank line follows: what comes behind it makes the list loose.
    is_followed: bool,
    /// Whether a rule is what came last in it.
    ends_in_rule: bool,
    /// Of a list: whether cmark takes it for loose.
    is_loose: bool,
    /// Of a list: whether an item has come.
    has_items: bool,
    /// Of a list: whether paragraphs stand in its items, as in one that pulldown-cmark takes for loose.
    has_paragraphs: bool,
}

#[derive(PartialEq, Clone, Copy)]
enum Kind {
    List,
    Item,
    Paragraph,
    Rule,
    Other,
}

struct Survey<'a> {
    text: &'a str,
    open: Vec<Block>,
    tight: Vec<usize>,
}

impl Survey<'_> {
    fn see(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => {
                if let Some(kind) = kind_of(tag) {
                    self.begin(kind, range);
                }
            }
            Event::End(tag) if is_block_end(tag) => self.end(),
            Event::Rule => {
                self.begin(Kind::Rule, range);
                self.end();
            }
            // A paragraph of a tight list has no tags.
            _ if self.open.last().is_some_and(|it| it.kind == Kind::Item) => {
                let end = range.end;
                if let Some(item) = self.open.last_mut() {
                    item.end = item.end.max(end);
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, kind: Kind, range: &Range<usize>) {
        let text = self.text;
        if let Some(parent) = self.open.last_mut() {
            let comes_late = match kind {
                Kind::Item => {
                    parent.has_items && !parent.ends_in_rule && is_blank_before(text, range.start)
                }
                _ => false,
            };
            if parent.is_followed || comes_late {
                parent.is_loose = true;
            }
            parent.has_items |= kind == Kind::Item;
        }
        let end = range.start + self.text[range.clone()].trim_end().len();
        self.open.push(Block {
            start: range.start,
            kind,
            end: match kind {
                Kind::List | Kind::Item => range.start,
                _ => end,
            },
            is_followed: false,
            ends_in_rule: kind == Kind::Rule,
            is_loose: false,
            has_items: false,
            has_paragraphs: false,
        });
    }

    fn end(&mut self) {
        let Some(block) = self.open.pop() else {
            return;
        };
        if block.kind == Kind::List && block.has_paragraphs && !block.is_loose {
            self.tight.push(block.start);
        }
        let follows = !block.ends_in_rule && is_blank_behind(self.text, block.end);
        let Some(parent) = self.open.last_mut() else {
            return;
        };
        parent.end = parent.end.max(block.end);
        parent.ends_in_rule = block.ends_in_rule && matches!(parent.kind, Kind::Item | Kind::List);
        match (block.kind, parent.kind) {
            (Kind::Item, _) => {
                parent.is_loose |= block.is_loose;
                parent.is_followed = block.is_followed;
            }
            (kind, Kind::Item) => {
                parent.is_followed |= follows;
                if kind == Kind::Paragraph
                    && let [.., list, _] = &mut self.open[..]
                {
                    list.has_paragraphs = true;
                }
            }
            _ => {}
        }
    }
}

fn kind_of(tag: &Tag<'_>) -> Option<Kind> {
    match tag {
        Tag::List(_) => Some(Kind::List),
        Tag::Item => Some(Kind::Item),
        Tag::Paragraph => Some(Kind::Paragraph),
        Tag::Heading { .. }
        | Tag::BlockQuote(_)
        | Tag::CodeBlock(_)
        | Tag::HtmlBlock
        | Tag::FootnoteDefinition(_)
        | Tag::Table(_) => Some(Kind::Other),
        _ => None,
    }
}

fn is_block_end(tag: &TagEnd) -> bool {
    is_container_end(tag)
        || matches!(
            tag,
            TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::Table
        )
}

/// Whether there may be a rule on a line that is not all of it.
fn may_hold_rule(line: &str) -> bool {
    let line = line.trim_end();
    let Some(mark @ (b'-' | b'*' | b'_')) = line.bytes().next_back() else {
        return false;
    };
    let is_of_rule = |b: &u8| *b == mark || matches!(b, b' ' | b'\t');
    let rule = line.bytes().rev().take_while(is_of_rule);
    let marks = rule.clone().filter(|b| *b == mark).count();
    let is_inside = line.starts_with([' ', '\t', '>']) || rule.count() < line.len();
    marks >= 3 && is_inside
}

/// Whether the line behind the one in which a block ends is blank.
fn is_blank_behind(text: &str, end: usize) -> bool {
    let mut lines = text[end.min(text.len())..].split('\n').skip(1);
    lines.next().is_some_and(is_blank)
}

/// Whether the line before the one in which a block begins is blank.
fn is_blank_before(text: &str, start: usize) -> bool {
    let mut lines = text[..start].rsplit('\n').skip(1);
    lines.next().is_some_and(is_blank)
}

fn is_blank(line: &str) -> bool {
    line.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>'))
}
