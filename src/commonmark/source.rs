//! The text as pulldown-cmark has to see it for the blocks that cmark sees: with other white space.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd};

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

/// What Rust takes for white space and cmark does not, and what may stand in for each: as long, and neither white space
/// nor punctuation.
const SEPARATORS: [(char, RangeInclusive<char>); 3] = [
    ('\u{85}', '\u{80}'..='\u{84}'),
    ('\u{2028}', '\u{e000}'..='\u{efff}'),
    ('\u{2029}', '\u{f000}'..='\u{f8ff}'),
];

/// The separators in a text, each with a character that the text lacks.
pub(super) fn separators(text: &str) -> Vec<(char, char)> {
    SEPARATORS
        .into_iter()
        .filter(|(separator, _)| text.contains(*separator))
        .filter_map(|(separator, mut range)| Some((separator, range.find(|c| !text.contains(*c))?)))
        .collect()
}

/// The text with what stands in for the separators, so that they are no white space beside emphasis.
pub(super) fn with_stand_ins<'a>(text: &'a str, separators: &[(char, char)]) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(text);
    for (separator, stand_in) in separators {
        text = Cow::Owned(text.replace(*separator, stand_in.encode_utf8(&mut [0; 4])));
    }
    text
}

/// The HTML with the separators again, in addresses too.
pub(super) fn without_stand_ins(mut html: String, separators: &[(char, char)]) -> String {
    for (separator, stand_in) in separators {
        html = html.replace(*stand_in, separator.encode_utf8(&mut [0; 4]));
        html = html.replace(&in_address(*stand_in), &in_address(*separator));
    }
    html
}

fn in_address(c: char) -> String {
    c.to_string()
        .bytes()
        .map(|byte| format!("%{byte:02X}"))
        .collect()
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
