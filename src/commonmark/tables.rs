//! The tables that cmark finds and pulldown-cmark does not, and where they end.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::Options;
use super::render::is_block;
use super::source::{column_behind, line_start};

/// The text with a bar before each head of a table that stands behind other lines of a paragraph, and before heads and
/// lines of hyphens that have no bar at all: pulldown-cmark takes those with a bar alone.
pub(super) fn with_barred_heads<'a>(text: Cow<'a, str>, options: &Options) -> Cow<'a, str> {
    if !options.table || !has_rule(&text) {
        return text;
    }
    let heads = heads(&text, options);
    if heads.is_empty() {
        return text;
    }
    let barred = with_bars(&text, &heads);
    let tables = tables(&barred, options);
    let mut moved = 0;
    let found: Vec<Bars> = heads
        .iter()
        .filter(|bars| {
            let head = bars.start + moved;
            moved += bars.places().count();
            tables.contains(&head)
        })
        .copied()
        .collect();
    Cow::Owned(match found.len() == heads.len() {
        true => barred,
        false => with_bars(&text, &found),
    })
}

/// The text with an empty line before the first row of each table that is indented as code is: the table ends there in cmark.
/// In a list an empty line would change how its items are printed.
pub(super) fn with_rows_apart<'a>(text: Cow<'a, str>, options: &Options) -> Cow<'a, str> {
    let is_wanted = options.table && !options.source_positions && has_rule(&text);
    if !is_wanted || !text.lines().any(|line| indentation(line) > 3) {
        return text;
    }
    let mut apart = String::with_capacity(text.len() + 8);
    let mut done = 0;
    for row in indented_rows(&text, options) {
        let line = line_start(&text, row);
        let quotes = text[line..row].rfind('>').map_or(0, |at| at + 1);
        apart.extend([&text[done..line], &text[line..line + quotes], "\n"]);
        done = line;
    }
    match done {
        0 => text,
        _ => {
            apart.push_str(&text[done..]);
            Cow::Owned(apart)
        }
    }
}

/// The first row in each table outside of lists that is indented as code is.
fn indented_rows(text: &str, options: &Options) -> Vec<usize> {
    let mut rows = Vec::new();
    let (mut lists, mut is_over) = (0, false);
    for (event, range) in Parser::new_ext(text, options.parser_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::List(_) | Tag::FootnoteDefinition(_)) => lists += 1,
            Event::End(TagEnd::List(_) | TagEnd::FootnoteDefinition) => lists -= 1,
            Event::Start(Tag::Table(_)) => is_over = lists > 0,
            Event::Start(Tag::TableRow) if !is_over => {
                let line = line_start(text, range.start);
                if indentation(&text[line..]) > 3 {
                    rows.push(range.start);
                    is_over = true;
                }
            }
            _ => {}
        }
    }
    rows
}

/// How far the content of a line is indented behind the marks of quotes.
fn indentation(line: &str) -> usize {
    let (mut column, mut from) = (0, 0);
    for byte in line.bytes() {
        match byte {
            b' ' | b'\t' => column = column_behind(column, byte),
            b'>' if column - from < 4 => {
                column += 1;
                from = column;
                continue;
            }
            _ => break,
        }
    }
    let behind_mark = usize::from(from > 0 && column > from);
    column - from - behind_mark
}

fn has_rule(text: &str) -> bool {
    text.lines().any(|line| columns_of_rule(line).is_some())
}

/// Where bars are put: before the head of a table and before its line of hyphens, where they want one.
#[derive(Clone, Copy)]
struct Bars {
    start: usize,
    head: Option<usize>,
    rule: Option<usize>,
}

impl Bars {
    fn places(&self) -> impl Iterator<Item = usize> + use<> {
        [self.head, self.rule].into_iter().flatten()
    }
}

fn with_bars(text: &str, heads: &[Bars]) -> String {
    let mut barred = String::with_capacity(text.len() + 2 * heads.len());
    let mut done = 0;
    for at in heads.iter().flat_map(Bars::places) {
        barred.extend([&text[done..at], "|"]);
        done = at;
    }
    barred.push_str(&text[done..]);
    barred
}

/// The lines that would be heads of tables with a bar before them.
fn heads(text: &str, options: &Options) -> Vec<Bars> {
    let mut heads = Vec::new();
    // Where the content of a line begins, and the line before it.
    let (mut line, mut before): (Option<usize>, Option<Range<usize>>) = (None, None);
    let (mut lists, mut is_literal) = (0, false);
    for (event, range) in Parser::new_ext(text, options.parser_options()).into_offset_iter() {
        match event {
            Event::SoftBreak | Event::HardBreak => {
                before = line.take().map(|start| start..range.start);
            }
            Event::Start(ref tag) if is_block(tag) => {
                (line, before) = (None, None);
                lists += usize::from(matches!(tag, Tag::List(_) | Tag::FootnoteDefinition(_)));
                is_literal = matches!(
                    tag,
                    Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Heading { .. }
                );
            }
            Event::End(TagEnd::List(_) | TagEnd::FootnoteDefinition) => lists -= 1,
            Event::End(_) => {}
            _ if line.is_none() && !is_literal => {
                let is_escaped = text[..range.start].ends_with('\\');
                let start = range.start - usize::from(is_escaped);
                line = Some(start);
                let head = before.take().filter(|before| {
                    is_head(&text[before.clone()], &text[start..])
                        && (lists > 0 || !is_indented(&text[..start]))
                });
                let rule = text[start..].lines().next().unwrap_or_default();
                heads.extend(head.map(|head| Bars {
                    start: head.start,
                    head: (!text[head.clone()].starts_with('|')).then_some(head.start),
                    rule: (!rule.contains('|')).then_some(start),
                }));
            }
            _ => {}
        }
    }
    heads.sort_unstable_by_key(|bars| bars.start);
    heads
}

/// Where tables begin.
fn tables(text: &str, options: &Options) -> HashSet<usize> {
    Parser::new_ext(text, options.parser_options())
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::Table(_))))
        .map(|(_, range)| range.start)
        .collect()
}

/// Whether what is before the content of a line makes it code, were it not for a paragraph.
fn is_indented(before: &str) -> bool {
    let behind_quotes = before.trim_end_matches([' ', '\t']).len();
    let blanks = &before[behind_quotes..];
    let of_quote = usize::from(before[..behind_quotes].ends_with('>'));
    blanks.contains('\t') || blanks.len().saturating_sub(of_quote) > 3
}

/// Whether a line has as many columns as the line of hyphens behind it, and not both have a bar where pulldown-cmark looks.
fn is_head(line: &str, behind: &str) -> bool {
    let rule = behind.lines().next().unwrap_or_default();
    let is_seen = line.starts_with('|') && rule.contains('|');
    !is_seen && !line.contains('\n') && columns_of_rule(rule) == Some(columns(line))
}

fn columns(line: &str) -> usize {
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.trim_end_matches([' ', '\t']);
    let (mut bars, mut is_last) = (0, false);
    let mut bytes = line.bytes().peekable();
    while let Some(byte) = bytes.next() {
        is_last = byte == b'|';
        bars += usize::from(is_last);
        if byte == b'\\' {
            bytes.next_if(u8::is_ascii_punctuation);
        }
    }
    bars + usize::from(!is_last)
}

/// How many columns the line under the head of a table has, if that is what this is.
fn columns_of_rule(line: &str) -> Option<usize> {
    let rule = line.trim_matches([' ', '\t', '>']);
    let rule = rule.strip_prefix('|').unwrap_or(rule);
    let cells = rule.strip_suffix('|').unwrap_or(rule).split('|');
    let mut columns = 0;
    for cell in cells {
        let cell = cell.trim_matches([' ', '\t']);
        let cell = cell.strip_prefix(':').unwrap_or(cell);
        let cell = cell.strip_suffix(':').unwrap_or(cell);
        if cell.is_empty() || cell.bytes().any(|byte| byte != b'-') {
            return None;
        }
        columns += 1;
    }
    Some(columns)
}
