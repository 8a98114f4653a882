//! The text as pulldown-cmark has to see it for the blocks that cmark sees: with other white space.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Parser, Tag, TagEnd};

use super::Options;
use super::text::{is_punctuation, is_space};

/// The text with the line ends and the tabs that pulldown-cmark takes for text and cmark does not.
pub(super) fn as_cmark_reads<'a>(text: &'a str, options: &Options) -> Cow<'a, str> {
    let text = without_nul(with_line_feeds(text));
    let is_read_otherwise = |line: &str| line.contains('\t') && read(line, options).is_some();
    if !text.split('\n').any(is_read_otherwise) {
        return text;
    }
    let mut changed = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        changed.push_str(read(line, options).as_deref().unwrap_or(line));
    }
    Cow::Owned(with_literals_of(&text, changed, options))
}

/// The text with an empty line before each lone tag that goes on with the paragraph of a list or a quote which its line is
/// not in: cmark begins a block of HTML there.
pub(super) fn with_tags_apart<'a>(text: Cow<'a, str>, options: &Options) -> Cow<'a, str> {
    let places = match options.source_positions || !text.lines().any(may_be_lone_tag) {
        true => Vec::new(),
        false => lone_tags(&text, options),
    };
    if places.is_empty() {
        return text;
    }
    let mut apart = String::with_capacity(text.len() + places.len());
    let mut done = 0;
    for at in places {
        apart.extend([&text[done..at], "\n"]);
        done = at;
    }
    apart.push_str(&text[done..]);
    Cow::Owned(apart)
}

/// The text with a backslash before each box of a task that ends its line: cmark wants a blank behind it.
pub(super) fn with_bare_boxes<'a>(text: Cow<'a, str>, options: &Options) -> Cow<'a, str> {
    let is_wanted = options.task_list && !options.source_positions;
    if !is_wanted || !text.lines().any(|line| line.ends_with(']')) {
        return text;
    }
    let mut bare = String::with_capacity(text.len() + 8);
    let mut done = 0;
    for (event, range) in Parser::new_ext(&text, options.parser_options()).into_offset_iter() {
        let ends_line = matches!(text.as_bytes().get(range.end), None | Some(b'\n'));
        if matches!(event, Event::TaskListMarker(_)) && ends_line {
            bare.extend([&text[done..range.start], "\\"]);
            done = range.start;
        }
    }
    if bare.is_empty() {
        return text;
    }
    bare.push_str(&text[done..]);
    Cow::Owned(bare)
}

/// The text with spaces for the tabs before a fence in a list: cmark counts a tab before it as one blank, of which so many
/// are taken from the lines of the code, and not as the columns that it fills.
pub(super) fn with_tabs_before_fences<'a>(text: Cow<'a, str>, options: &Options) -> Cow<'a, str> {
    if options.source_positions || !text.lines().any(may_be_fence_behind_tab) {
        return text;
    }
    let mut spaced = String::with_capacity(text.len() + 16);
    let mut done = 0;
    let mut items: Vec<Option<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(&text, options.parser_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Item) => {
                let is_in_list = items.last().is_none_or(Option::is_some);
                items.push(column_of_content(&text, range.start).filter(|_| is_in_list));
            }
            Event::Start(Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => items.push(None),
            Event::End(TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => {
                items.pop();
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                let start = line_start(&text, range.start);
                let (line, _) = text[start..]
                    .split_once('\n')
                    .unwrap_or((&text[start..], ""));
                let blanks = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
                let Some(Some(column)) = items.last() else {
                    continue;
                };
                if let Some(width) = width_before_fence(blanks, *column) {
                    spaced.push_str(&text[done..start]);
                    spaced.extend(std::iter::repeat_n(' ', width));
                    done = start + blanks.len();
                }
            }
            _ => {}
        }
    }
    if done == 0 {
        return text;
    }
    spaced.push_str(&text[done..]);
    Cow::Owned(spaced)
}

/// So far down its line an item with code may begin.
const MOST_BEFORE_ITEM: usize = 256;

fn may_be_fence_behind_tab(line: &str) -> bool {
    let fence = line.trim_start_matches([' ', '\t']);
    (fence.starts_with("```") || fence.starts_with("~~~"))
        && line[..line.len() - fence.len()].contains('\t')
}

/// How many spaces before a fence are to cmark what these blanks are, in an item whose content begins at a column; none
/// where it makes no difference.
fn width_before_fence(blanks: &str, column: usize) -> Option<usize> {
    if !blanks.contains('\t') {
        return None;
    }
    let mut at = 0;
    for (index, blank) in blanks.bytes().enumerate() {
        let next = column_behind(at, blank);
        if next > column {
            // What is left of this blank, and those behind it, count as one each.
            return Some(column + blanks.len() - index);
        }
        at = next;
    }
    None
}

/// The column in which the content of the item begins whose marker stands here; none where it is far down its line.
fn column_of_content(text: &str, item: usize) -> Option<usize> {
    // Where a list ends within a tab, an item within it begins as many bytes early as the tab is wide.
    let marker = text.len() - text[item..].trim_start_matches([' ', '\t', '\n']).len();
    let near = marker.saturating_sub(MOST_BEFORE_ITEM);
    let before = &text.as_bytes()[near..marker];
    let start = match before.iter().rposition(|b| *b == b'\n') {
        Some(at) => near + at + 1,
        None if near == 0 => 0,
        None => return None,
    };
    let column = text[start..marker].bytes().fold(0, column_behind);
    let item = text[marker..].split('\n').next()?;
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    let behind_marker = column + digits + 1;
    let content = item.get(digits + 1..)?;
    let blanks = content.bytes().take_while(|b| matches!(b, b' ' | b'\t'));
    let behind_blanks = blanks.fold(behind_marker, column_behind);
    Some(match behind_blanks - behind_marker {
        1..=4 if !content.trim_start_matches([' ', '\t']).is_empty() => behind_blanks,
        _ => behind_marker + 1,
    })
}

/// The column behind a byte that stands at a column.
pub(super) fn column_behind(column: usize, byte: u8) -> usize {
    match byte {
        b'\t' => column / 4 * 4 + 4,
        _ => column + 1,
    }
}

/// Where the line begins in which this place is.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

fn may_be_lone_tag(line: &str) -> bool {
    line.trim_start_matches(' ').starts_with('<') && line.trim_end().ends_with('>')
}

/// Where lines begin that are a lone tag and outside of the outermost list or quote whose paragraph they go on with.
fn lone_tags(text: &str, options: &Options) -> Vec<usize> {
    let mut places = Vec::new();
    let (mut depth, mut width, mut html_end) = (0, 0, 0);
    for (event, range) in Parser::new_ext(text, options.parser_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Item | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => {
                depth += 1;
                if depth == 1 {
                    let before = &text[..range.start];
                    let indentation = before.len() - before.trim_end_matches(' ').len();
                    width = indentation + width_of_marker(&text[range]);
                }
            }
            Event::End(TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => {
                depth -= 1;
            }
            Event::InlineHtml(_) if depth > 0 && range.start >= html_end => {
                let before = text[..range.start].trim_end_matches(' ');
                let after = text[range.end..].trim_start_matches([' ', '\t']);
                let is_alone = before.ends_with('\n')
                    && (after.is_empty() || after.starts_with('\n'))
                    && !text[range.clone()].contains('\n');
                let indentation = range.start - before.len();
                if is_alone && indentation <= 3 && indentation < width {
                    places.push(before.len());
                    html_end = end_of_html(text, before.len());
                }
            }
            _ => {}
        }
    }
    places
}

/// Where the next blank line begins.
fn end_of_html(text: &str, start: usize) -> usize {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        at += line.len();
    }
    at
}

/// How far a line has to be indented to be in the item whose marker stands here. No line with a tag is in a quote.
fn width_of_marker(item: &str) -> usize {
    if item.starts_with('>') {
        return usize::MAX / 2;
    }
    if item.starts_with('[') {
        return 4;
    }
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    let content = item.get(digits + 1..).unwrap_or_default();
    let text = content.trim_start_matches(' ');
    match content.len() - text.len() {
        blanks @ 1..=4 if !text.starts_with('\n') => digits + 1 + blanks,
        _ => digits + 2,
    }
}

/// Names of elements whose block of HTML goes on over blank lines, up to an end tag.
const RAW_ELEMENTS: [&str; 3] = ["script", "pre", "style"];

/// Where lines end with which cmark ends the block of such an element and pulldown-cmark does not, each with the element's
/// name.
pub(super) fn unlike_ends_of_html(text: &str) -> Vec<(usize, &'static str)> {
    let mut ends = Vec::new();
    let (mut open, mut start) = (None, 0);
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        open = open.or_else(|| raw_element(inside_containers(content)));
        if let Some(name) = open.filter(|_| ends_raw_element(content)) {
            if !content.contains(&format!("</{name}>")) {
                ends.push((start + content.len(), name));
            }
            open = None;
        }
        start += line.len();
    }
    ends
}

/// The element that a line begins with.
fn raw_element(line: &str) -> Option<&'static str> {
    let tag = line.strip_prefix('<')?.as_bytes();
    RAW_ELEMENTS.into_iter().find(|name| {
        let begins = tag
            .get(..name.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()));
        begins && matches!(tag.get(name.len()), None | Some(b' ' | b'\t' | b'>'))
    })
}

/// Whether any end tag of such elements is on the line.
fn ends_raw_element(line: &str) -> bool {
    line.match_indices("</").any(|(at, _)| {
        let tag = &line.as_bytes()[at + 2..];
        RAW_ELEMENTS.iter().any(|name| {
            let own = tag.get(..name.len());
            own.is_some_and(|own| own.eq_ignore_ascii_case(name.as_bytes()))
                && tag.get(name.len()) == Some(&b'>')
        })
    })
}

/// Whether what ends a line in a paragraph is a hard break in cmark: a backslash, or two spaces at the very end.
pub(super) fn breaks_hard(line_end: &str) -> bool {
    line_end.starts_with('\\') || line_end.trim_end_matches('\n').ends_with("  ")
}

/// A code span that goes over several lines. cmark has taken the white space before a line of a paragraph when it comes
/// to spans; pulldown-cmark leaves it in.
pub(super) fn code_over_lines(span: &str) -> Option<CowStr<'static>> {
    let code = span.trim_matches('`');
    if !code.contains('\n') {
        return None;
    }
    let mut lines = code.split('\n');
    let mut text = lines.next()?.to_owned();
    for line in lines {
        text.push(' ');
        text.push_str(line.trim_start_matches([' ', '\t', '>']));
    }
    let stripped = text.strip_prefix(' ').and_then(|t| t.strip_suffix(' '));
    let is_blank = text.bytes().all(|b| b == b' ');
    Some(match stripped.filter(|_| !is_blank) {
        Some(stripped) => stripped.to_owned().into(),
        None => text.into(),
    })
}

/// Whether both runs of tildes round a struck text may stand there in cmark: the first must not end a word, the last not
/// begin one.
pub(super) fn strikes(text: &str, range: &Range<usize>) -> bool {
    let struck = &text[range.clone()];
    let inside = struck.trim_matches('~');
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    is_flanking(before, inside.chars().next()) && is_flanking(after, inside.chars().next_back())
}

/// Whether a run with these characters beside it opens (or closes, seen from the other side).
fn is_flanking(outside: Option<char>, inside: Option<char>) -> bool {
    let (outside, inside) = (outside.unwrap_or('\n'), inside.unwrap_or('\n'));
    !is_space(inside) && (!is_punctuation(inside) || is_space(outside) || is_punctuation(outside))
}

/// Whether a task is done, by the marker that pulldown-cmark found; none where it is no task for cmark, which looks at the
/// line: the item has to begin there and go on behind the brackets, and any brackets with an x will do.
pub(super) fn task(text: &str, marker: &Range<usize>) -> Option<bool> {
    let start = line_start(text, marker.start);
    let end = text[marker.end..].find('\n');
    let line = &text[start..end.map_or(text.len(), |at| marker.end + at)];
    let before = text[start..marker.start].trim_start_matches([' ', '\t']);
    let behind_digits = before.trim_start_matches(|c: char| c.is_ascii_digit());
    let blanks = match behind_digits.len() < before.len() {
        true => behind_digits.strip_prefix(['.', ')']),
        false => before.strip_prefix(['-', '+', '*']),
    }?;
    let is_item = !blanks.is_empty() && blanks.bytes().all(|b| matches!(b, b' ' | b'\t'));
    let goes_on = text[marker.end..].starts_with([' ', '\t', '\u{b}', '\u{c}']);
    (is_item && goes_on).then(|| line.contains("[x]") || line.contains("[X]"))
}

/// With footnotes on, cmark prints brackets that begin with `^` and name none as they stand: no escapes, no entities, no
/// emphasis.
pub(super) fn with_brackets_as_text<'a>(text: Cow<'a, str>, options: &Options) -> Cow<'a, str> {
    if !options.footnotes || options.source_positions || !text.contains("[^") {
        return text;
    }
    let brackets = unknown_footnotes(&text, options);
    if brackets.is_empty() {
        return text;
    }
    let mut literals = Vec::new();
    for (event, range) in Parser::new_ext(&text, options.parser_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)
            | Event::Code(_)
            | Event::InlineHtml(_) => literals.push(range),
            _ => {}
        }
    }
    let mut literals = literals.into_iter().peekable();
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut done = 0;
    for range in brackets {
        while literals.next_if(|it| it.end <= range.start).is_some() {}
        if literals.peek().is_some_and(|it| it.start < range.end) {
            continue;
        }
        escaped.push_str(&text[done..range.start]);
        for c in text[range.clone()].chars() {
            if c.is_ascii_punctuation() && !matches!(c, '[' | ']' | '|') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
        done = range.end;
    }
    escaped.push_str(&text[done..]);
    Cow::Owned(escaped)
}

/// What stands in brackets that begin with `^`, hold what cmark reads otherwise, and name no footnote.
fn unknown_footnotes(text: &str, options: &Options) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut known = HashSet::new();
    for (at, _) in text.match_indices("[^") {
        let start = at + 2;
        let Some(length) = up_to_bracket(&text[start..]) else {
            continue;
        };
        let (label, behind) = text[start..].split_at(length);
        if behind.starts_with("]:") {
            known.insert(label);
        } else if !behind.starts_with("](")
            && !behind.starts_with("][")
            && !label.contains("](")
            && is_read_otherwise(label, options)
            && !text[..at].ends_with('\\')
        {
            found.push(start..start + length);
        }
    }
    found.retain(|range| !known.contains(&text[range.clone()]));
    found
}

/// Whether more than letters would be made of a text.
fn is_read_otherwise(text: &str, options: &Options) -> bool {
    text.contains(['\\', '&', '*', '_', '~'])
        || options.smart
            && (text.contains(['"', '\'']) || text.contains("--") || text.contains("..."))
}

/// How far it is to the bracket that closes one before, in the same line and without code or HTML between.
fn up_to_bracket(text: &str) -> Option<usize> {
    let (mut depth, mut is_escaped) = (0usize, false);
    for (at, b) in text.bytes().enumerate() {
        match b {
            _ if std::mem::take(&mut is_escaped) => {}
            b'\\' => is_escaped = true,
            b'[' => depth += 1,
            b']' if depth == 0 => return Some(at),
            b']' => depth -= 1,
            b'\n' | b'`' | b'<' => return None,
            _ => {}
        }
    }
    None
}

/// cmark puts a line feed wherever a line ends.
fn with_line_feeds(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

/// cmark shows a NUL as the character that stands for what cannot be shown.
fn without_nul(text: Cow<'_, str>) -> Cow<'_, str> {
    match memchr::memchr(0, text.as_bytes()) {
        Some(_) => Cow::Owned(text.replace('\0', "\u{fffd}")),
        None => text,
    }
}

/// A line with spaces for tabs, where the tabs make a difference.
fn read(line: &str, options: &Options) -> Option<String> {
    let content = line.trim_end_matches('\n');
    if options.table && is_rule_of_table(content) {
        return Some(line.replace('\t', " "));
    }
    let body = content.trim_end_matches([' ', '\t']);
    let is_read = content[body.len()..].contains('\t') && {
        let start = inside_containers(body);
        is_fence(start) || is_heading(start)
    };
    is_read.then(|| format!("{body}{}", line[body.len()..].replace('\t', " ")))
}

/// cmark takes tabs in the line under the head of a table, pulldown-cmark spaces alone.
fn is_rule_of_table(line: &str) -> bool {
    line.contains('\t')
        && line.contains('-')
        && line
            .bytes()
            .all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t' | b'>'))
        && !line.trim_start_matches([' ', '>']).starts_with('\t')
}

/// What stands on a line behind the markers of quotes and lists.
fn inside_containers(line: &str) -> &str {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>']);
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let behind = match digits.len() < rest.len() {
            true => digits.strip_prefix(['.', ')']),
            false => rest.strip_prefix(['-', '+', '*']),
        };
        match behind {
            Some(behind) if behind.starts_with([' ', '\t']) => rest = behind,
            _ => return rest,
        }
    }
}

fn is_fence(start: &str) -> bool {
    start.len() >= 3 && (start.bytes().all(|b| b == b'`') || start.bytes().all(|b| b == b'~'))
}

fn is_heading(start: &str) -> bool {
    let behind = start.trim_start_matches('#');
    (1..=6).contains(&(start.len() - behind.len()))
        && (behind.is_empty() || behind.starts_with([' ', '\t']))
}

/// The changed text with the lines of the original wherever they are code or HTML.
fn with_literals_of(text: &str, changed: String, options: &Options) -> String {
    let mut literals = literals(&changed, options).into_iter().peekable();
    if literals.peek().is_none() {
        return changed;
    }
    let mut restored = String::with_capacity(text.len());
    for (line, original) in changed
        .split_inclusive('\n')
        .zip(text.split_inclusive('\n'))
    {
        let start = restored.len();
        let end = start + line.len();
        while literals.next_if(|range| range.end <= start).is_some() {}
        let is_literal = literals.peek().is_some_and(|range| range.start < end);
        restored.push_str(if is_literal { original } else { line });
    }
    restored
}

/// Where the code and the HTML of blocks stand.
fn literals(text: &str, options: &Options) -> Vec<Range<usize>> {
    let mut literals = Vec::new();
    let mut is_code = false;
    for (event, range) in Parser::new_ext(text, options.parser_options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Text(_) if is_code => literals.push(range),
            Event::Html(_) => literals.push(range),
            _ => {}
        }
    }
    literals
}
