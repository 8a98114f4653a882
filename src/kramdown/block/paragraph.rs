//! Paragraphs, headers, blockquotes, rules and formulas.

use super::{Kind, NIL, Parser, Then};
use crate::kramdown::scan::*;

impl Parser<'_, '_> {
    /// A paragraph, or more text for the paragraph before.
    pub(super) fn paragraph(&mut self, s: &str, pos: usize) {
        let line = self.line();
        let mut end = line_end(s, pos);
        while !self.paragraph_end(s, end) {
            end = line_end(s, end);
        }
        self.set_pos(end);
        let text = rstrip(&s[pos..end]);
        let last = self.last_child();
        let tree = &mut self.doc.tree;
        if last != NIL && tree.kind(last) == Kind::P {
            let inner = tree.node(last).last;
            if inner != NIL && tree.kind(inner) == Kind::RawText {
                let hard = pos >= 3 && &s.as_bytes()[pos - 3..pos] == b"  \n";
                tree.append_raw(inner, if hard { "  \n" } else { "\n" });
                tree.append_raw(inner, text);
            } else {
                tree.add_raw_text(last, text);
            }
        } else {
            let id = self.add_block(Kind::P);
            self.doc.tree.node_mut(id).line = line;
            self.doc.tree.add_raw_text(id, lstrip(text));
        }
    }

    fn paragraph_end(&mut self, s: &str, pos: usize) -> bool {
        if self.lazy_end(s, pos) {
            return true;
        }
        let grammar = self.doc.grammar;
        if grammar.plain {
            return false;
        }
        let start = pos + spaces(s, pos, 3);
        match at(s, start) {
            b':' => tail_at(s, start + 1),
            b'*' | b'+' | b'-' => grammar.paragraph_end_quirk && tail_at(s, start + 1),
            b'0'..=b'9' => grammar.paragraph_end_quirk && numbered(s, start).is_some(),
            b'#' => grammar.paragraph_end_quirk && start == pos && gfm_atx(s, pos).is_some(),
            b'>' => grammar.paragraph_end_quirk,
            b'~' | b'`' => {
                let run = s.as_bytes()[start..]
                    .iter()
                    .take(3)
                    .take_while(|&&b| b == b'~' || b == b'`');
                grammar.paragraph_end_quirk && run.count() == 3
            }
            _ => false,
        }
    }

    pub(super) fn blockquote(&mut self, s: &str, pos: usize) -> bool {
        let line = self.line();
        let mut end = line_end(s, pos);
        while !self.lazy_end(s, end) {
            end = line_end(s, end);
        }
        self.set_pos(end);
        let mut text = String::with_capacity(end - pos);
        let mut from = pos;
        while from < end {
            let behind = line_end(s, from);
            let start = from + spaces(s, from, 3);
            let content = match at(s, start) {
                b'>' if at(s, start + 1) == b' ' => start + 2,
                b'>' => start + 1,
                _ => from,
            };
            text.push_str(&s[content..behind]);
            from = behind;
        }
        let id = self.add_block(Kind::Blockquote);
        self.doc.tree.node_mut(id).line = line;
        self.open(id, Some((text, line)), Then::Nothing);
        true
    }

    pub(super) fn horizontal_rule(&mut self, s: &str, pos: usize) -> bool {
        let Some(end) = rule(s, pos) else {
            return false;
        };
        let line = self.line();
        self.set_pos(end);
        let id = self.add_block(Kind::Hr);
        self.doc.tree.node_mut(id).line = line;
        true
    }

    pub(super) fn atx_header(&mut self, s: &str, pos: usize) -> bool {
        let grammar = self.doc.grammar;
        let found = if grammar.gfm {
            gfm_atx(s, pos)
        } else {
            kramdown_atx(s, pos)
        };
        let Some((level, contents, end)) = found else {
            return false;
        };
        if !grammar.paragraph_end_quirk && !self.after_boundary() {
            return false;
        }
        let (text, id) = header_contents(contents);
        let text = if grammar.paragraph_end_quirk {
            let bare = text.trim_end_matches('#');
            match bare.strip_suffix([' ', '\t']) {
                Some(before) if bare.len() < text.len() => rstrip(before),
                _ => text,
            }
        } else {
            let bare = text.trim_end_matches('#');
            match text.len() - bare.len() {
                0 => text,
                // The first mark is escaped; the others still go.
                1 if bare.ends_with('\\') => text,
                _ if bare.ends_with('\\') => rstrip(&text[..bare.len() + 1]),
                _ => rstrip(bare),
            }
        };
        self.header(level, text, id, end)
    }

    pub(super) fn setext_header(&mut self, s: &str, pos: usize) -> bool {
        let start = pos + spaces(s, pos, 3);
        if matches!(at(s, start), b' ' | b'\t') {
            return false;
        }
        let under = line_end(s, start);
        let mark = at(s, under);
        if mark != b'-' && mark != b'=' {
            return false;
        }
        let marks = s.as_bytes()[under..]
            .iter()
            .take_while(|&&b| b == b'-' || b == b'=')
            .count();
        let rest = under + marks;
        let blanks = s.as_bytes()[rest..]
            .iter()
            .take_while(|&&b| is_space(b) && b != b'\n')
            .count();
        if at(s, rest + blanks) != b'\n' || !self.after_boundary() {
            return false;
        }
        let (text, id) = header_contents(&s[start..under - 1]);
        self.header(
            if mark == b'-' { 2 } else { 1 },
            text,
            id,
            rest + blanks + 1,
        )
    }

    fn header(&mut self, level: u32, text: &str, id: Option<&str>, end: usize) -> bool {
        if text.is_empty() {
            return false;
        }
        let line = self.line();
        self.set_pos(end);
        let header = self.add_block(Kind::Header);
        let tree = &mut self.doc.tree;
        let second = tree.store(text);
        let node = tree.node_mut(header);
        node.extra = level;
        node.line = line;
        node.second = second;
        tree.add_raw_text(header, text);
        if let Some(id) = id {
            tree.put_attr(header, "id", id);
        }
        true
    }

    pub(super) fn block_math(&mut self, s: &str, pos: usize) -> bool {
        let mut start = pos + spaces(s, pos, 3);
        let escaped = at(s, start) == b'\\';
        if escaped {
            start += 1;
        }
        if !s[start..].starts_with("$$") {
            return false;
        }
        let Some(close) = find(s, "$$", start + 2) else {
            return false;
        };
        if !self.after_boundary() {
            return false;
        }
        let behind = rest_of_line(s, close + 2);
        if escaped {
            if behind.is_some() {
                self.set_pos(start);
            }
            return false;
        }
        let end = behind.unwrap_or(close + 2);
        if !self.before_boundary(s, end) {
            return false;
        }
        let line = self.line();
        self.set_pos(end);
        let id = self.add_block(Kind::Math);
        self.doc.tree.set_value(id, strip(&s[start + 2..close]));
        let node = self.doc.tree.node_mut(id);
        node.block = true;
        node.line = line;
        true
    }
}

/// Whether what must follow a list marker stands at `pos`.
pub(super) fn tail_at(s: &str, pos: usize) -> bool {
    matches!(at(s, pos), b' ' | b'\t' | b'|')
}

/// The end of a number and its dot at `start`, if a list item's tail follows.
pub(super) fn numbered(s: &str, start: usize) -> Option<usize> {
    let digits = s.as_bytes()[start..]
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    let dot = start + digits;
    (digits > 0 && at(s, dot) == b'.' && tail_at(s, dot + 1)).then_some(dot + 1)
}

/// The end of a horizontal rule at `pos`.
pub(super) fn rule(s: &str, pos: usize) -> Option<usize> {
    let start = pos + spaces(s, pos, 3);
    let mark = at(s, start);
    if !matches!(mark, b'*' | b'-' | b'_') {
        return None;
    }
    let mut marks = 0;
    for (len, &b) in s.as_bytes()[start..].iter().enumerate() {
        match b {
            b if b == mark => marks += 1,
            b' ' | b'\t' => {}
            b'\n' if marks >= 3 => return Some(start + len + 1),
            _ => return None,
        }
    }
    None
}

type Atx<'s> = (u32, &'s str, usize);

/// GFM's ATX header: level, contents, and where the line ends.
fn gfm_atx(s: &str, pos: usize) -> Option<Atx<'_>> {
    let level = s.as_bytes()[pos..]
        .iter()
        .take(7)
        .take_while(|&&b| b == b'#')
        .count();
    let start = skip_blanks(s, pos + level);
    if !(1..=6).contains(&level) || start == pos + level {
        return None;
    }
    let end = line_end(s, start);
    Some((level as u32, s[start..end].strip_suffix('\n')?, end))
}

/// kramdown's: no space needed, and a newline may come before the contents.
fn kramdown_atx(s: &str, pos: usize) -> Option<Atx<'_>> {
    let run = s.as_bytes()[pos..]
        .iter()
        .take(6)
        .take_while(|&&b| b == b'#')
        .count();
    for level in (1..=run).rev() {
        let start = skip_blanks(s, pos + level);
        let first = char_at(s, start)?;
        let end = line_end(s, start + first.len_utf8());
        if start + first.len_utf8() < end
            && let Some(contents) = s[start..end].strip_suffix('\n')
        {
            return Some((level as u32, contents, end));
        }
    }
    None
}

fn header_contents(contents: &str) -> (&str, Option<&str>) {
    let text = rstrip(contents);
    match header_id(text) {
        Some((before, id)) => (rstrip(before), Some(id)),
        None => (text, None),
    }
}
