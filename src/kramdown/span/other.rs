//! The spans that end where they are seen to end: code, autolinks, footnote markers, formulas, extensions,
//! character references, typographic symbols, line breaks, escaped characters, strikethrough.

use super::Spans;
use super::memo::Memo;
use crate::kramdown::entities;
use crate::kramdown::ial::Ial;
use crate::kramdown::scan::*;
use crate::kramdown::tree::{Id, Kind, NIL, Str};
use crate::kramdown::unicode::is_alnum;

/// The typographic symbols, the longer of two that begin alike first.
const SYMBOLS: [(&str, Symbol); 9] = [
    ("---", Symbol::Sign(0)),
    ("--", Symbol::Sign(1)),
    ("...", Symbol::Sign(2)),
    ("\\<<", Symbol::Twice(b'<')),
    ("\\>>", Symbol::Twice(b'>')),
    ("<< ", Symbol::Sign(3)),
    (" >>", Symbol::Sign(4)),
    ("<<", Symbol::Sign(5)),
    (">>", Symbol::Sign(6)),
];

#[derive(Clone, Copy)]
enum Symbol {
    /// By its place among the names of `options::SYMBOLS`.
    Sign(u32),
    Twice(u8),
}

/// The code span at `start`: its content and its end, or the end of the backquotes that are text.
pub(super) fn code_span<'s>(
    s: &'s str,
    start: usize,
    memo: &mut Memo,
) -> Result<(&'s str, usize), usize> {
    let run = s.as_bytes()[start..]
        .iter()
        .take_while(|&&b| b == b'`')
        .count();
    let behind = start + run;
    let spaced_before = char_before(s, start).is_none_or(|c| c.is_ascii() && is_space(c as u8));
    if (run == 1 && spaced_before && space_at(s, behind)) || memo.no_ticks(run, behind) {
        return Err(behind);
    }
    let close = if run == 1 {
        memchr::memchr(b'`', &s.as_bytes()[behind..]).map(|at| behind + at)
    } else {
        find(s, &s[start..behind], behind)
    };
    let Some(close) = close else {
        memo.add_no_ticks(run, behind);
        return Err(behind);
    };
    let mut code = &s[behind..close];
    if run > 1 {
        code = code.strip_prefix(' ').unwrap_or(code);
        code = code.strip_suffix(' ').unwrap_or(code);
    }
    Ok((code, close + run))
}

impl Spans<'_, '_, '_> {
    pub(super) fn codespan(&mut self) -> bool {
        match code_span(self.s, self.pos, &mut self.memo) {
            Ok((code, end)) => {
                self.add_valued(Kind::Codespan, code);
                self.pos = end;
            }
            Err(end) => self.text_to(end),
        }
        true
    }

    pub(super) fn autolink(&mut self) -> bool {
        let (s, start) = (self.s, self.pos + 1);
        let rest = &s[start..];
        let scheme = ["mailto:", "http:", "https:", "ftp:", "ftps:"]
            .into_iter()
            .find(|scheme| rest.starts_with(scheme));
        let end = match scheme {
            Some(scheme) => {
                let body = start + scheme.len();
                match char_at(s, body) {
                    None | Some('\n') => None,
                    Some(first) => self.closing_angle(body + first.len_utf8()),
                }
            }
            None => mail_address(s, start),
        };
        let Some(end) = end else { return false };
        let line = self.line_number();
        let text = &s[start..end];
        let id = self.add(Kind::A);
        let tree = &mut self.doc.tree;
        tree.node_mut(id).line = line;
        if scheme.is_some() {
            tree.put_attr(id, "href", text);
        } else {
            tree.put_attr(id, "href", &format!("mailto:{text}"));
        }
        tree.add_text(id, text.strip_prefix("mailto:").unwrap_or(text));
        self.pos = end + 1;
        true
    }

    pub(super) fn footnote_marker(&mut self) -> bool {
        let (s, start) = (self.s, self.pos);
        if at(s, start + 1) != b'^' {
            return false;
        }
        let Some(close) = id_name(s, start + 2) else {
            return false;
        };
        if at(s, close) != b']' {
            return false;
        }
        let name = &s[start + 2..close];
        match self.doc.footnote_names.get(name) {
            Some(&index) => {
                self.doc.footnotes[index].used = true;
                let id = self.add(Kind::Footnote);
                self.doc.tree.node_mut(id).extra = index as u32;
                self.pos = close + 1;
            }
            None => {
                let line = self.line_number();
                self.doc
                    .warn(|| format!("Footnote definition for '{name}' not found on line {line}"));
                self.text_to(close + 1);
            }
        }
        true
    }

    pub(super) fn inline_math(&mut self) -> bool {
        let (s, start) = (self.s, self.pos);
        if at(s, start + 1) != b'$' || self.memo.no_math.is_some_and(|from| from <= start) {
            return false;
        }
        let Some(close) = find(s, "$$", start + 2) else {
            self.memo.no_math = Some(start);
            return false;
        };
        self.add_valued(Kind::Math, strip(&s[start + 2..close]));
        self.pos = close + 2;
        true
    }

    pub(super) fn extension(&mut self) -> bool {
        let (s, start) = (self.s, self.pos);
        if let Some(tag) = extension(s, start, &mut self.memo.braces, Some) {
            if !self.generic_extension(tag) {
                self.getch();
            }
            return true;
        }
        let content = start + 2;
        let Some((close, ())) = brace_content(s, content, &mut self.memo.braces, |_| Some(()))
        else {
            self.getch();
            return true;
        };
        let last = self.doc.tree.node(self.node()).last;
        let is_text = |kind| kind == Kind::Text && !self.looked_through;
        if last == NIL || is_text(self.doc.tree.kind(last)) {
            self.doc
                .warn(|| "Found span IAL after text - ignoring it".to_string());
            self.getch();
            return true;
        }
        self.pos = close + 1;
        self.span_ial(last, &s[content..close]);
        true
    }

    fn span_ial(&mut self, id: Id, list: &str) {
        let mut ial = Ial::default();
        if !ial.parse(list) {
            self.doc.warn_empty_ial(list);
        }
        self.doc.tree.ial_mut(id).merge(&ial);
        self.doc.alds.apply(&mut self.doc.tree, id, &ial);
    }

    fn generic_extension(&mut self, tag: Extension) -> bool {
        let s = self.s;
        let line = self.line_number();
        let Some(start) = self.doc.extension_start(s, tag, line) else {
            return false;
        };
        let stop = match start.closed {
            true => None,
            false => self.extension_stop(start.name, start.end),
        };
        let Some(end) = self.doc.extension_closed(&start, stop.as_ref()) else {
            return false;
        };
        let body = stop.map(|stop| &s[start.end..stop.start]);
        self.doc.add_extension(self.node(), &start, body);
        self.pos = end;
        true
    }

    fn extension_stop(&mut self, name: &str, from: usize) -> Option<std::ops::Range<usize>> {
        if self.memo.no_extension_end(name, from) {
            return None;
        }
        let stop = extension_stop(self.s, from, name);
        if stop.is_none() {
            self.memo.no_extension_end.push((name.to_string(), from));
        }
        stop
    }

    pub(super) fn entity(&mut self) -> bool {
        let (s, start) = (self.s, self.pos);
        let Some((what, end)) = reference(s, start) else {
            return false;
        };
        let code_point = match what {
            Reference::Number(number) => Some(entities::repaired(
                u32::try_from(number).unwrap_or(u32::MAX),
            )),
            Reference::Named(ref name) => entities::code_point(&s[name.clone()]),
        };
        match code_point {
            Some(code_point) => {
                let id = self.add_valued(Kind::Entity, &s[start..end]);
                self.doc.tree.node_mut(id).extra = code_point;
                if let Reference::Named(name) = what {
                    let name = self.doc.tree.store(&s[name]);
                    self.doc.tree.node_mut(id).second = name;
                }
                self.pos = end;
            }
            None => {
                self.named_entity("amp", 38);
                self.pos = start + 1;
                self.text_to(end);
            }
        }
        true
    }

    fn named_entity(&mut self, name: &'static str, code_point: u32) {
        let id = self.add(Kind::Entity);
        let node = self.doc.tree.node_mut(id);
        node.extra = code_point;
        node.second = Str::Static(name);
    }

    pub(super) fn typographic_symbol(&mut self) -> bool {
        let rest = &self.s[self.pos..];
        let Some(&(text, symbol)) = SYMBOLS.iter().find(|(text, _)| rest.starts_with(text)) else {
            return false;
        };
        match symbol {
            Symbol::Sign(index) => {
                let id = self.add(Kind::TypographicSym);
                self.doc.tree.node_mut(id).extra = index;
            }
            Symbol::Twice(b) => {
                for _ in 0..2 {
                    self.named_entity(if b == b'<' { "lt" } else { "gt" }, u32::from(b));
                }
            }
        }
        self.pos += text.len();
        true
    }

    pub(super) fn line_break(&mut self) -> bool {
        let rest = &self.s[self.pos..];
        if !rest.starts_with("  \n") && !rest.starts_with("\\\\\n") {
            return false;
        }
        self.add(Kind::Br);
        self.pos += 2;
        true
    }

    pub(super) fn escaped_char(&mut self) -> bool {
        let next = at(self.s, self.pos + 1);
        let escapes = is_escapable(next) || (next == b'~' && self.doc.grammar.gfm);
        if !escapes {
            return false;
        }
        self.pos += 1;
        self.text_to(self.pos + 1);
        true
    }

    pub(super) fn strikethrough(&mut self) -> bool {
        let (s, start) = (self.s, self.pos);
        let first = at(s, start + 2);
        let starts =
            at(s, start + 1) == b'~' && start + 2 < s.len() && first != b'~' && !is_space(first);
        if !starts || self.memo.no_strikethrough.is_some_and(|from| from <= start) {
            return false;
        }
        let mut from = start + 3;
        let close = loop {
            let Some(found) = find(s, "~~", from) else {
                self.memo.no_strikethrough = Some(start);
                return false;
            };
            let before = at(s, found - 1);
            if before != b'~' && !is_space(before) {
                break found;
            }
            from = found + 1;
        };
        let line = self.line_number();
        let id = self.add_valued(Kind::HtmlElement, "del");
        // What is struck through holds no strikethrough: this calls itself once at most.
        super::parse(self.doc, id, &s[start + 2..close], line);
        self.pos = close + 2;
        true
    }
}

/// The closing angle of a mail address at `pos`.
fn mail_address(s: &str, pos: usize) -> Option<usize> {
    let accept = |c: char| is_alnum(c) || matches!(c, '-' | '_' | '.');
    let sign = take(s, pos, accept);
    if sign == pos || at(s, sign) != b'@' {
        return None;
    }
    let end = take(s, sign + 1, accept);
    (end > sign + 1 && at(s, end) == b'>').then_some(end)
}
