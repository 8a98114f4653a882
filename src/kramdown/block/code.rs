//! Indented and fenced code blocks, and the lazy lines that an indented one swallows.

use super::Parser;
use super::{Kind, Str};
use crate::kramdown::scan::*;

impl Parser<'_, '_> {
    /// An indented code block.
    pub(super) fn codeblock(&mut self, s: &str, pos: usize) -> bool {
        let end = self.indented_end(s, pos);
        if end == pos {
            return false;
        }
        let line = self.line();
        self.set_pos(end);
        let id = self.add_block(Kind::Codeblock);
        let value = dedent(&s[pos..end], &mut self.doc.tree.text);
        let node = self.doc.tree.node_mut(id);
        node.value = value;
        node.line = line;
        true
    }

    /// The end of the indented lines at `pos`, with blank lines between them and lazy lines behind.
    pub(super) fn indented_end(&mut self, s: &str, pos: usize) -> usize {
        let mut end = pos;
        loop {
            let mut next = blank_lines(s, end).unwrap_or(end);
            let Some(mut behind) = indented_line(s, next) else {
                return end;
            };
            while let Some(more) = indented_line(s, behind) {
                behind = more;
            }
            next = behind;
            while !self.doc.grammar.plain && !self.ends_lazy_code(s, next) {
                match filled_line(s, next) {
                    Some(line) => next = line,
                    None => break,
                }
            }
            end = next;
        }
    }

    fn ends_lazy_code(&mut self, s: &str, pos: usize) -> bool {
        let start = pos + spaces(s, pos, 3);
        match at(s, start) {
            b'<' => lazy_end_tag(s, start),
            b'{' => self.block_ial_at(s, pos).is_some(),
            b'^' => start == pos && eob_marker(s, pos).is_some(),
            _ => false,
        }
    }

    /// A fenced code block. GFM takes backquotes, tildes, and any mixture of the two.
    pub(super) fn fenced_codeblock(&mut self, s: &str, pos: usize) -> bool {
        let gfm = self.doc.grammar.gfm;
        let start = if gfm { pos + spaces(s, pos, 3) } else { pos };
        let mark = |b: u8| b == b'~' || (gfm && b == b'`');
        let run = s.as_bytes()[start..]
            .iter()
            .take_while(|&&b| mark(b))
            .count();
        // A shorter fence leaves its last marks to the name of the language.
        for len in (3..=run).rev() {
            let fence = &s[start..start + len];
            if let Some(info) = Info::parse(s, start + len)
                && let Some((close, end)) = self.closing_fence(s, info.end, fence, gfm)
            {
                let line = self.line();
                self.set_pos(end);
                let id = self.add_block(Kind::Codeblock);
                let tree = &mut self.doc.tree;
                tree.set_value(id, &s[info.end..close]);
                tree.node_mut(id).line = line;
                tree.node_mut(id).closed = true;
                if !info.language.is_empty() {
                    let language = tree.store(info.language);
                    tree.node_mut(id).second = language;
                    let class = format!("language-{}", info.name);
                    tree.put_attr(id, "class", &class);
                }
                return true;
            }
        }
        false
    }

    /// The closing fence from `from` on: where its line begins and ends.
    fn closing_fence(
        &mut self,
        s: &str,
        from: usize,
        fence: &str,
        gfm: bool,
    ) -> Option<(usize, usize)> {
        let memo = &self.scanner().memo.fences;
        if memo.iter().any(|(known, at)| known == fence && *at <= from) {
            return None;
        }
        let last = fence.as_bytes()[fence.len() - 1];
        let mut line = from;
        while line < s.len() {
            let start = if gfm { line + spaces(s, line, 3) } else { line };
            if s[start..].starts_with(fence) {
                let behind = start + fence.len();
                let more = s.as_bytes()[behind..]
                    .iter()
                    .take_while(|&&b| b == last)
                    .count();
                if let Some(end) = rest_of_line(s, behind + more) {
                    return Some((line, end));
                }
            }
            line = line_end(s, line);
        }
        let memo = &mut self.scanner_mut().memo.fences;
        match memo.iter_mut().find(|(known, _)| known == fence) {
            Some((_, at)) => *at = from.min(*at),
            None => memo.push((fence.to_string(), from)),
        }
        None
    }
}

/// What stands behind an opening fence.
struct Info<'s> {
    language: &'s str,
    name: &'s str,
    end: usize,
}

impl Info<'_> {
    /// One word at most, and the line ends.
    fn parse(s: &str, pos: usize) -> Option<Info<'_>> {
        if let Some(end) = rest_of_line(s, pos) {
            return Some(Info {
                language: "",
                name: "",
                end,
            });
        }
        let start = skip_space(s, pos);
        let word = take(s, start, |c| !(c.is_ascii() && is_space(c as u8)));
        let end = rest_of_line(s, word)?;
        let language = &s[start..word];
        // A question mark sets options off, unless it comes first.
        let first = language.chars().next().map_or(0, char::len_utf8);
        let name = language[first..]
            .find('?')
            .map_or(language, |at| &language[..first + at]);
        Some(Info {
            language,
            name,
            end,
        })
    }
}

/// The end of an indented line at `pos` that is not blank.
fn indented_line(s: &str, pos: usize) -> Option<usize> {
    filled_line(s, indent(s, pos)?)
}

/// The end of a line whose blanks and tabs are followed by something.
fn filled_line(s: &str, pos: usize) -> Option<usize> {
    let start = skip_blanks(s, pos);
    match s.as_bytes().get(start) {
        Some(&b) if !is_space(b) => Some(line_end(s, start)),
        _ => None,
    }
}

/// Joins lazy lines to the line before and takes one indentation off every line.
fn dedent(lines: &str, out: &mut String) -> Str {
    let from = out.len() as u32;
    let mut pos = 0;
    let mut first = true;
    while pos < lines.len() {
        let end = line_end(lines, pos);
        let start = pos + spaces(lines, pos, 3);
        let lazy = !first && lines.as_bytes().get(start).is_some_and(|&b| !is_space(b));
        if lazy {
            out.pop();
            out.push(' ');
            out.push_str(&lines[pos..end]);
        } else {
            out.push_str(&lines[indent(lines, pos).unwrap_or(pos)..end]);
        }
        first = false;
        pos = end;
    }
    Str::Range(from, out.len() as u32)
}
