//! Scanners of the form "text and position in, end of the match out" for what blocks and spans share:
//! white space, names, HTML tags, attribute lists. A scan begins where it is told, as a Ruby scanner's does.

pub(crate) use crate::text::{is_space, lstrip, rstrip, strip};

use super::unicode::{is_alnum, is_alpha, is_word, is_xml_name, is_xml_name_start};
use memchr::{memchr, memchr2, memmem};
use std::ops::Range;

/// `\w`: ASCII alone.
#[inline]
pub(crate) fn is_w(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// The byte at `pos`, NUL behind the end.
#[inline]
pub(crate) fn at(s: &str, pos: usize) -> u8 {
    s.as_bytes().get(pos).copied().unwrap_or(0)
}

/// Whether there is white space at `pos`.
#[inline]
pub(crate) fn space_at(s: &str, pos: usize) -> bool {
    s.as_bytes().get(pos).is_some_and(|&b| is_space(b))
}

#[inline]
pub(crate) fn char_at(s: &str, pos: usize) -> Option<char> {
    match s.as_bytes().get(pos) {
        Some(&b) if b < 128 => Some(b as char),
        Some(_) => s.get(pos..)?.chars().next(),
        None => None,
    }
}

#[inline]
pub(crate) fn char_before(s: &str, pos: usize) -> Option<char> {
    match pos
        .checked_sub(1)
        .and_then(|before| s.as_bytes().get(before))
    {
        Some(&b) if b < 128 => Some(b as char),
        Some(_) => s.get(..pos)?.chars().next_back(),
        None => None,
    }
}

/// The position behind the line that `pos` is in, its newline included.
#[inline]
pub(crate) fn line_end(s: &str, pos: usize) -> usize {
    memchr(b'\n', &s.as_bytes()[pos..]).map_or(s.len(), |at| pos + at + 1)
}

/// The first position from `pos` on that holds no white space.
#[inline]
pub(crate) fn skip_space(s: &str, mut pos: usize) -> usize {
    let bytes = s.as_bytes();
    while pos < bytes.len() && is_space(bytes[pos]) {
        pos += 1;
    }
    pos
}

/// The first position from `pos` on that holds neither blank nor tab.
#[inline]
pub(crate) fn skip_blanks(s: &str, mut pos: usize) -> usize {
    let bytes = s.as_bytes();
    while pos < bytes.len() && (bytes[pos] == b' ' || bytes[pos] == b'\t') {
        pos += 1;
    }
    pos
}

/// How many spaces there are at `pos`, at most `max`.
#[inline]
pub(crate) fn spaces(s: &str, pos: usize, max: usize) -> usize {
    s.as_bytes()[pos..]
        .iter()
        .take(max)
        .take_while(|&&b| b == b' ')
        .count()
}

/// White space up to and with the first newline in it (`\s*?\n`).
pub(crate) fn rest_of_line(s: &str, mut pos: usize) -> Option<usize> {
    let bytes = s.as_bytes();
    while pos < bytes.len() && is_space(bytes[pos]) {
        pos += 1;
        if bytes[pos - 1] == b'\n' {
            return Some(pos);
        }
    }
    None
}

/// Blanks and tabs and a newline (`[ \t]*\n`).
pub(crate) fn blank_rest(s: &str, pos: usize) -> Option<usize> {
    let end = skip_blanks(s, pos);
    (at(s, end) == b'\n').then_some(end + 1)
}

/// Blank lines: the white space at `pos` up to its last newline.
#[inline]
pub(crate) fn blank_lines(s: &str, pos: usize) -> Option<usize> {
    let bytes = s.as_bytes();
    let mut end = None;
    let mut at = pos;
    while at < bytes.len() && is_space(bytes[at]) {
        at += 1;
        if bytes[at - 1] == b'\n' {
            end = Some(at);
        }
    }
    end
}

/// One tab or four spaces.
#[inline]
pub(crate) fn indent(s: &str, pos: usize) -> Option<usize> {
    match at(s, pos) {
        b'\t' => Some(pos + 1),
        b' ' if s.as_bytes()[pos..].starts_with(b"    ") => Some(pos + 4),
        _ => None,
    }
}

/// The end-of-block marker.
#[inline]
pub(crate) fn eob_marker(s: &str, pos: usize) -> Option<usize> {
    if at(s, pos) == b'^' {
        rest_of_line(s, pos + 1)
    } else {
        None
    }
}

pub(crate) fn find(s: &str, needle: &str, from: usize) -> Option<usize> {
    memmem::find(s.as_bytes().get(from..)?, needle.as_bytes()).map(|at| from + at)
}

/// The name of an ALD, a footnote, an attribute: `\w[\w-]*`.
pub(crate) fn id_name(s: &str, pos: usize) -> Option<usize> {
    let bytes = s.as_bytes();
    if !bytes.get(pos).is_some_and(|&b| is_w(b)) {
        return None;
    }
    let rest = bytes[pos..]
        .iter()
        .take_while(|&&b| is_w(b) || b == b'-')
        .count();
    Some(pos + rest)
}

/// An HTML name with at most one prefix.
pub(crate) fn html_name(s: &str, pos: usize) -> Option<usize> {
    let end = ncname(s, pos)?;
    if at(s, end) == b':' {
        return ncname(s, end + 1).or(Some(end));
    }
    Some(end)
}

fn ncname(s: &str, pos: usize) -> Option<usize> {
    if !char_at(s, pos).is_some_and(|c| is_alpha(c) || c == '_') {
        return None;
    }
    Some(take(s, pos, |c| {
        is_alnum(c) || matches!(c, '-' | '.' | '_')
    }))
}

/// Whether an HTML name may begin at `pos`.
pub(crate) fn html_name_start(s: &str, pos: usize) -> bool {
    char_at(s, pos).is_some_and(|c| is_alpha(c) || c == '_')
}

/// The end of the characters from `pos` on that `accept` takes.
pub(crate) fn take(s: &str, mut pos: usize, accept: impl Fn(char) -> bool) -> usize {
    while let Some(c) = char_at(s, pos) {
        if !accept(c) {
            break;
        }
        pos += c.len_utf8();
    }
    pos
}

/// An ID in braces at the end of a header's text: the text before it and the ID.
pub(crate) fn header_id(s: &str) -> Option<(&str, &str)> {
    let body = s.strip_suffix('}')?;
    let open = body.rfind("{#")?;
    let id = &body[open + 2..];
    let before = &body[..open];
    if !before.ends_with([' ', '\t']) {
        return None;
    }
    let mut chars = id.chars();
    let valid = chars.next().is_some_and(is_xml_name_start) && chars.all(is_xml_name);
    valid.then(|| (&before[..before.len() - 1], id))
}

/// An HTML start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: Range<usize>,
    pub(crate) attrs: Range<usize>,
    pub(crate) closed: bool,
    pub(crate) end: usize,
}

/// A start tag at `pos`; attributes are separated by white space, a value is quoted or one word.
pub(crate) fn html_tag(s: &str, pos: usize) -> Option<Tag> {
    let name = pos + 1..html_name(s, pos + 1)?;
    let mut end = name.end;
    while space_at(s, end) {
        match html_attribute(s, end) {
            Some(attribute) => end = attribute.end,
            None => break,
        }
    }
    let attrs = name.end..end;
    end = skip_space(s, end);
    let closed = at(s, end) == b'/';
    if closed {
        end += 1;
    }
    (at(s, end) == b'>').then(|| Tag {
        name,
        attrs,
        closed,
        end: end + 1,
    })
}

/// An attribute in a start tag, white space before it included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) name: Range<usize>,
    pub(crate) value: Range<usize>,
    pub(crate) end: usize,
}

pub(crate) fn html_attribute(s: &str, pos: usize) -> Option<Attribute> {
    let start = skip_space(s, pos);
    let name = start..html_name(s, start)?;
    let bare = Attribute {
        value: name.end..name.end,
        end: name.end,
        name,
    };
    let equals = skip_space(s, bare.end);
    if at(s, equals) != b'=' {
        return Some(bare);
    }
    let start = skip_space(s, equals + 1);
    let quote = at(s, start);
    if quote == b'"' || quote == b'\'' {
        return match memchr(quote, &s.as_bytes()[start + 1..]) {
            Some(len) => {
                let value = start + 1..start + 1 + len;
                Some(Attribute {
                    end: value.end + 1,
                    value,
                    ..bare
                })
            }
            None => Some(bare),
        };
    }
    let end = take(s, start, is_word);
    if end == start {
        return Some(bare);
    }
    Some(Attribute {
        value: start..end,
        end,
        ..bare
    })
}

/// An end tag at `pos`: the range of its name, and where it ends.
pub(crate) fn html_close_tag(s: &str, pos: usize) -> Option<(Range<usize>, usize)> {
    if !s.as_bytes().get(pos..)?.starts_with(b"</") {
        return None;
    }
    let end = html_name(s, pos + 2)?;
    let close = skip_space(s, end);
    (at(s, close) == b'>').then_some((pos + 2..end, close + 1))
}

/// The end tag of `name` at `pos`; `fold` takes any case.
pub(crate) fn close_tag_of(s: &str, pos: usize, name: &str, fold: bool) -> Option<usize> {
    let bytes = s.as_bytes().get(pos..)?;
    let found = bytes.strip_prefix(b"</")?.get(..name.len())?;
    let same = if fold {
        found.eq_ignore_ascii_case(name.as_bytes())
    } else {
        found == name.as_bytes()
    };
    if !same {
        return None;
    }
    let close = skip_space(s, pos + 2 + name.len());
    (at(s, close) == b'>').then_some(close + 1)
}

/// The first end tag of `name` from `pos` on, in any case.
pub(crate) fn find_close_tag(s: &str, pos: usize, name: &str) -> Option<usize> {
    let mut from = pos;
    while let Some(start) = find(s, "</", from) {
        if close_tag_of(s, start, name, true).is_some() {
            return Some(start);
        }
        from = start + 2;
    }
    None
}

/// Whether a tag at `pos` ends what could go on lazily: only its name is looked at.
pub(crate) fn lazy_end_tag(s: &str, pos: usize) -> bool {
    if at(s, pos) != b'<' {
        return false;
    }
    if at(s, pos + 1) == b'/' {
        return !span_name_at(s, pos + 2) && html_close_tag(s, pos).is_some();
    }
    html_name_start(s, pos + 1) && !span_name_at(s, pos + 1)
}

fn span_name_at(s: &str, pos: usize) -> bool {
    let bytes = s.as_bytes();
    let end = pos + bytes[pos..].iter().take_while(|&&b| is_w(b)).count();
    if bytes.get(end).is_some_and(|&b| b >= 128) && char_at(s, end).is_some_and(is_word) {
        return false;
    }
    let name = &s[pos..end];
    name == "script" || super::html_names::is_span(name)
}

/// Where the content of braces ends: at the first `}` without a backslash that `tail` accepts, or else,
/// going back, at an escaped one. Gives the position of the brace and what `tail` gave.
pub(crate) fn brace_content<T>(
    s: &str,
    pos: usize,
    braces: &mut Braces,
    tail: impl Fn(usize) -> Option<T>,
) -> Option<(usize, T)> {
    let close = braces.unescaped_from(s, pos);
    if let Some(close) = close
        && close > pos
        && let Some(found) = tail(close + 1)
    {
        return Some((close, found));
    }
    let mut end = close.unwrap_or(s.len());
    while let Some(escaped) = braces.escaped_before(s, pos, end) {
        if let Some(found) = tail(escaped + 1) {
            return Some((escaped, found));
        }
        end = escaped;
    }
    None
}

/// Remembers where braces close, so that many openings of one closing are cheap.
#[derive(Default, Debug)]
pub(crate) struct Braces {
    /// From here on the next unescaped brace is known.
    known: Option<(usize, Option<usize>)>,
    /// Between these two there is no escaped brace.
    clear: Option<(usize, usize)>,
}

impl Braces {
    fn unescaped_from(&mut self, s: &str, pos: usize) -> Option<usize> {
        if let Some((from, close)) = self.known
            && from <= pos
            && close.is_none_or(|close| pos <= close)
        {
            return close;
        }
        let bytes = s.as_bytes();
        let mut from = pos;
        let close = loop {
            match memchr(b'}', &bytes[from..]) {
                Some(len) if from + len > pos && bytes[from + len - 1] == b'\\' => from += len + 1,
                Some(len) => break Some(from + len),
                None => break None,
            }
        };
        self.known = Some((pos, close));
        close
    }

    fn escaped_before(&mut self, s: &str, pos: usize, end: usize) -> Option<usize> {
        if let Some((from, to)) = self.clear
            && from <= pos
            && end <= to
        {
            return None;
        }
        let found =
            memmem::rfind(&s.as_bytes()[pos..end.min(s.len())], b"\\}").map(|len| pos + len + 1);
        if found.is_none() {
            self.clear = Some((pos, end));
        }
        found
    }
}

/// A generic extension's tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Extension {
    Start {
        name: Range<usize>,
        attrs: Range<usize>,
        closed: bool,
        end: usize,
    },
    Stop {
        name: Option<Range<usize>>,
        end: usize,
    },
}

/// `{::name attributes}`, `{::name attributes /}` or `{:/name}` at `pos`.
/// `tail` says where the tag ends that closes before the position it is given.
pub(crate) fn extension(
    s: &str,
    pos: usize,
    braces: &mut Braces,
    tail: impl Fn(usize) -> Option<usize>,
) -> Option<Extension> {
    match at(s, pos + 2) {
        b'/' => {
            let name = id_name(s, pos + 3).map(|end| pos + 3..end);
            let close = name.as_ref().map_or(pos + 3, |name| name.end);
            if at(s, close) != b'}' {
                return None;
            }
            Some(Extension::Stop {
                name,
                end: tail(close + 1)?,
            })
        }
        b':' => {
            let start = pos + 3;
            let bytes = s.as_bytes();
            let end = start + bytes[start..].iter().take_while(|&&b| is_w(b)).count();
            if end == start {
                return None;
            }
            let name = start..end;
            let (closed, close) = match at(s, end) {
                b'}' => (false, end + 1),
                b'/' if at(s, end + 1) == b'}' => (true, end + 2),
                _ if space_at(s, end) => return extension_attrs(s, name, braces, tail),
                _ => return None,
            };
            Some(Extension::Start {
                attrs: end..end,
                name,
                closed,
                end: tail(close)?,
            })
        }
        _ => None,
    }
}

fn extension_attrs(
    s: &str,
    name: Range<usize>,
    braces: &mut Braces,
    tail: impl Fn(usize) -> Option<usize>,
) -> Option<Extension> {
    let start = name.end + 1;
    // An empty list closes at once; `brace_content` asks for one character at least.
    let (close, end) = if at(s, start) == b'}' {
        (start, tail(start + 1)?)
    } else {
        brace_content(s, start, braces, tail)?
    };
    let closed = close > start && at(s, close - 1) == b'/';
    let attrs = start..if closed { close - 1 } else { close };
    Some(Extension::Start {
        name,
        attrs,
        closed,
        end,
    })
}

/// The next stop tag of the extension `name` from `pos` on: its range.
pub(crate) fn extension_stop(s: &str, pos: usize, name: &str) -> Option<Range<usize>> {
    let mut from = pos;
    while let Some(start) = find(s, "{:/", from) {
        let rest = &s[start + 3..];
        let rest = rest
            .strip_prefix(name)
            .filter(|rest| rest.starts_with('}'))
            .unwrap_or(rest);
        if rest.starts_with('}') {
            return Some(start..s.len() - rest.len() + 1);
        }
        from = start + 3;
    }
    None
}

/// A character reference: what it names, and where it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reference {
    Named(Range<usize>),
    Number(u64),
}

/// A character reference at `pos`.
pub(crate) fn reference(s: &str, pos: usize) -> Option<(Reference, usize)> {
    let bytes = s.as_bytes();
    let digits = |from: usize, accept: fn(&u8) -> bool| {
        let len = bytes
            .get(from..)
            .map_or(0, |rest| rest.iter().take_while(|b| accept(b)).count());
        (len > 0 && at(s, from + len) == b';').then_some(from + len)
    };
    if at(s, pos + 1) == b'#' {
        let (from, end, radix) = if at(s, pos + 2) == b'x' {
            (pos + 3, digits(pos + 3, u8::is_ascii_hexdigit)?, 16)
        } else {
            (pos + 2, digits(pos + 2, u8::is_ascii_digit)?, 10)
        };
        let number = u64::from_str_radix(&s[from..end], radix).unwrap_or(u64::MAX);
        return Some((Reference::Number(number), end + 1));
    }
    if !(is_w(at(s, pos + 1)) || at(s, pos + 1) == b':') {
        return None;
    }
    let end = digits(pos + 1, |&b| is_w(b) || matches!(b, b'.' | b':' | b'-'))?;
    Some((Reference::Named(pos + 1..end), end + 1))
}

/// An HTML comment at `pos`, or the end of the document's last one when there is none.
pub(crate) fn until(s: &str, pos: usize, open: &str, close: &str) -> Option<usize> {
    if !s.as_bytes().get(pos..)?.starts_with(open.as_bytes()) {
        return None;
    }
    find(s, close, pos + open.len()).map(|at| at + close.len())
}

/// Drops the backslash before the characters that kramdown lets escape.
pub(crate) fn unescape(s: &str, out: &mut String) {
    let bytes = s.as_bytes();
    let mut from = 0;
    let mut pos = 0;
    while let Some(len) = memchr2(b'\\', b'\\', &bytes[pos..]) {
        let slash = pos + len;
        pos = slash + 1;
        if is_escapable(at(s, pos)) {
            out.push_str(&s[from..slash]);
            from = pos;
            pos += 1;
        }
    }
    out.push_str(&s[from..]);
}

/// The characters that a backslash escapes; GFM adds the tilde.
pub(crate) fn is_escapable(b: u8) -> bool {
    matches!(
        b,
        b'\\'
            | b'.'
            | b'*'
            | b'_'
            | b'+'
            | b'`'
            | b'<'
            | b'>'
            | b'('
            | b')'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'#'
            | b'!'
            | b':'
            | b'|'
            | b'"'
            | b'\''
            | b'$'
            | b'='
            | b'-'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        let s = "<a href='x y' b = c d>";
        assert_eq!(
            html_tag(s, 0).map(|tag| (tag.attrs, tag.closed, tag.end)),
            Some((2..21, false, 22))
        );
        assert_eq!(html_tag("<img src=x.png>", 0), None);
        assert!(html_tag("<br/>", 0).is_some_and(|tag| tag.closed));
        assert_eq!(html_close_tag("</a:b \n>", 0), Some((2..5, 8)));
    }

    #[test]
    fn braces_go_back_to_an_escaped_one() {
        let mut braces = Braces::default();
        let end = brace_content("{:.c\\}", 2, &mut braces, Some);
        assert_eq!(end, Some((5, 6)));
        let end = brace_content("{:a\\}b}", 2, &mut Braces::default(), Some);
        assert_eq!(end, Some((6, 7)));
    }

    #[test]
    fn header_ids() {
        assert_eq!(header_id("a {#b-c}"), Some(("a", "b-c")));
        assert_eq!(header_id("a{#b}"), None);
        assert_eq!(header_id("a {#1}"), None);
    }

    #[test]
    fn blank_lines_end_at_the_last_newline() {
        assert_eq!(blank_lines(" \n\t\n  x", 0), Some(4));
        assert_eq!(blank_lines("  x", 0), None);
    }
}
