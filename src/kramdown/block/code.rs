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
        if run < 3 {
            return false;
        }
        let marks = &s[start..start + run];
        let Some((info, close, end)) = self.closing_fence(s, start, marks) else {
            return false;
        };
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
        true
    }

    /// The fence that the marks at `start` can be, the longest that is closed: shorter ones leave their last
    /// marks to the name of the language. Gives what stands behind it, and where the closing line begins and ends.
    fn closing_fence<'s>(&mut self, s: &'s str, start: usize, marks: &str) -> Option<Closed<'s>> {
        let run = marks.len();
        let whole = Info::parse(s, start + run);
        let shorter = if run > 3 {
            Info::parse(s, start + run - 1)
        } else {
            None
        };
        let from = whole.as_ref().or(shorter.as_ref())?.end;
        let least = if shorter.is_some() { 3 } else { run };
        let most = if whole.is_some() { run } else { run - 1 };
        let gfm = self.doc.grammar.gfm;
        let fences = self
            .scanner_mut()
            .memo
            .fences
            .get_or_insert_with(|| FenceLines::of(s, gfm));
        let (len, line) = fences.close(s, from, marks, least, most)?;
        let info = if len == run {
            whole
        } else {
            Info::parse(s, start + len)
        };
        info.map(|info| (info, line.start, line.end))
    }
}

/// A fence's info, and where the closing line begins and ends.
type Closed<'s> = (Info<'s>, usize, usize);

/// The lines of a text that can close a fence: marks and nothing else.
pub(super) struct FenceLines {
    lines: Vec<FenceLine>,
    /// By mark: the shortest fence that is known to be closed no more, and from where on.
    unclosed: [Option<(usize, usize)>; 2],
}

#[derive(Clone)]
struct FenceLine {
    start: usize,
    marks: std::ops::Range<usize>,
    end: usize,
}

impl FenceLines {
    fn of(s: &str, gfm: bool) -> FenceLines {
        let mut lines = Vec::new();
        let mut start = 0;
        while start < s.len() {
            let first = if gfm {
                start + spaces(s, start, 3)
            } else {
                start
            };
            let rest = &s.as_bytes()[first..];
            let run = rest
                .iter()
                .take_while(|&&b| b == b'~' || (gfm && b == b'`'))
                .count();
            if run >= 3
                && let Some(end) = rest_of_line(s, first + run)
            {
                lines.push(FenceLine {
                    start,
                    marks: first..first + run,
                    end,
                });
            }
            start = line_end(s, start);
        }
        FenceLines {
            lines,
            unclosed: [None, None],
        }
    }

    /// The longest fence of `least` to `most` of the marks that a line from `from` on closes, and that line.
    fn close(
        &mut self,
        s: &str,
        from: usize,
        marks: &str,
        least: usize,
        most: usize,
    ) -> Option<(usize, FenceLine)> {
        let first = marks.as_bytes()[0];
        let uniform = marks.bytes().all(|b| b == first);
        let kind = usize::from(first == b'`');
        if uniform && self.unclosed[kind].is_some_and(|(len, at)| len <= least && at <= from) {
            return None;
        }
        let mut best: Option<(usize, &FenceLine)> = None;
        for line in &self.lines[self.lines.partition_point(|line| line.start < from)..] {
            let text = &s[line.marks.clone()];
            let common = text
                .bytes()
                .zip(marks.bytes())
                .take_while(|(a, b)| a == b)
                .count();
            let len = common.min(most);
            let longer = best.is_none_or(|(known, _)| known < len);
            if len >= least && longer && closes(text, &marks[..len]) {
                best = Some((len, line));
                if len == most {
                    break;
                }
            }
        }
        if best.is_none() && uniform {
            self.unclosed[kind] = Some((least, from));
        }
        best.map(|(len, line)| (len, line.clone()))
    }
}

/// Whether the line is the fence, its last mark perhaps repeated.
fn closes(line: &str, fence: &str) -> bool {
    match (line.strip_prefix(fence), fence.as_bytes().last()) {
        (Some(rest), Some(&last)) => rest.bytes().all(|b| b == last),
        _ => false,
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
