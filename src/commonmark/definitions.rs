//! Link definitions at the end of lists: cmark takes them out before it looks whether the items are apart.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::Options;

/// The text with the definitions behind the last item of a list at the margin: in pulldown-cmark they would set the items
/// apart as paragraphs do.
pub(super) fn at_margin<'a>(text: Cow<'a, str>, options: &Options) -> Cow<'a, str> {
    if options.source_positions || !text.lines().any(is_indented_definition) {
        return text;
    }
    let places = indented(&text, options);
    if places.is_empty() {
        return text;
    }
    let mut moved = String::with_capacity(text.len());
    let mut done = 0;
    for place in places {
        moved.push_str(&text[done..place.start]);
        for line in text[place.clone()].split_inclusive('\n') {
            let content = line.trim_start_matches([' ', '>']);
            let before = &line[..line.len() - content.len()];
            let quotes = before.rfind('>').map_or(0, |at| at + 1);
            moved.extend([&before[..quotes], content]);
        }
        done = place.end;
    }
    moved.push_str(&text[done..]);
    Cow::Owned(moved)
}

fn is_indented_definition(line: &str) -> bool {
    let content = line.trim_start_matches([' ', '>']);
    content.len() < line.len() && content.starts_with('[') && content.contains("]:")
}

/// The lines of definitions with which outermost lists end, from the first one behind a blank line on.
fn indented(text: &str, options: &Options) -> Vec<Range<usize>> {
    let parser = Parser::new_ext(text, options.parser_options());
    let mut spans: Vec<Range<usize>> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| definition.span.clone())
        .collect();
    spans.sort_unstable_by_key(|span| span.start);
    let mut places = Vec::new();
    let (mut depth, mut end) = (0, 0);
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::List(_)) => {
                depth += 1;
                if depth == 1 {
                    end = range.start;
                }
            }
            Event::End(TagEnd::List(_)) => {
                depth -= 1;
                if depth == 0 {
                    places.extend(definitions_behind(text, &spans, end, range.end));
                }
            }
            Event::Start(_) | Event::End(TagEnd::Item) => {}
            _ if depth > 0 => end = end.max(range.end),
            _ => {}
        }
    }
    places
}

/// The lines of the definitions between the last content of a list and its end, if there is nothing else.
fn definitions_behind(
    text: &str,
    spans: &[Range<usize>],
    content: usize,
    end: usize,
) -> Option<Range<usize>> {
    let first = spans.partition_point(|span| span.start < content);
    let tail = &spans[first..];
    let count = tail.partition_point(|span| span.start < end);
    let (start, last) = (tail[..count].first()?.start, tail[..count].last()?.end);
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let is_blank = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_whitespace() || byte == b'>')
    };
    let before = &text[content.min(line)..line];
    let written = before.trim_end_matches([' ', '\t', '\n', '>']).len();
    let is_apart = before[written..].matches('\n').count() > 1 || text[..line].ends_with("\n\n");
    let mut from = start;
    let is_alone = tail[..count].iter().all(|span| {
        let is_next = is_blank(text.get(from..span.start).unwrap_or("x"));
        from = span.end;
        is_next
    });
    let is_own = is_blank(&text[line..start]) && is_blank(&text[last.min(end)..end]);
    (is_apart && is_alone && is_own).then_some(line..last)
}
