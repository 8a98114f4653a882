//! What Dart Sass lays out by the place in the source, and grass does not keep: whether a comment stands on a line with
//! what is before it, how its lines are indented, where an `@import` stands among comments, and how the value of a
//! custom property is written. Such places are marked in the source, with a character that no sheet has in it, and the
//! layout ([`super::layout`]) takes the marks out again. On the way functions and mixins are bounded ([`super::depth`]).

use super::depth::QUESTION;
use super::flat::{Kind, Parts, byte_order_mark, head_length, is_name, opaque, rule_name};
use super::order::{names_property, names_variable};

/// What all marks are made of. A sheet that has it is compiled without any.
pub(super) const MARK: char = '\u{1}';
/// The comment that ends a block behind which there is an empty line.
pub(super) const GROUP_END: &str = "/*\u{1}e\u{1}*/";
/// What a value begins with that is printed as it is written.
pub(super) const WRITTEN: &str = "\u{1}w\u{1}";
/// What a comment begins with that stands for so many imports.
const IMPORTS: &str = "/*!\u{1}i";

/// What a comment stands on a line with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// What Sass prints before it, if that ends on the comment's line.
    pub(super) behind: Option<Behind>,
    /// The last brace that was opened before it.
    pub(super) follows_brace: bool,
    pub(super) column: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    Declaration,
    Comment,
    Block,
}

impl Behind {
    const ALL: [(Behind, char); 3] = [
        (Behind::Declaration, 'd'),
        (Behind::Comment, 'c'),
        (Behind::Block, 'b'),
    ];
}

impl Place {
    fn write(self, out: &mut String) {
        let behind = Behind::ALL.iter().find(|(it, _)| self.behind == Some(*it));
        out.push(MARK);
        out.push(behind.map_or('-', |(_, name)| *name));
        out.push(if self.follows_brace { '{' } else { '-' });
        out.push_str(&self.column.to_string());
        out.push(MARK);
    }

    /// The place that a comment is marked with, and the comment's text behind the mark.
    pub(super) fn of(comment: &str) -> Option<(Place, &str)> {
        let (mark, text) = comment
            .strip_prefix("/*")?
            .strip_prefix(MARK)?
            .split_once(MARK)?;
        let mut chars = mark.chars();
        let (behind, brace) = (chars.next()?, chars.next()?);
        let known = Behind::ALL.iter().find(|(_, name)| *name == behind);
        let place = Place {
            behind: known.map(|(it, _)| *it),
            follows_brace: brace == '{',
            column: chars.as_str().parse().ok()?,
        };
        Some((place, text))
    }
}

/// The text with its places marked; of the compressed style, which has few comments, only those of imports.
pub(super) fn marked(text: &str, comments: bool) -> String {
    let mut source = Source {
        text,
        comments,
        at: 0,
        line: 0,
        column: 0,
        brace: None,
        open: vec![Block::of(Holds::Calls)],
        out: String::with_capacity(text.len() + text.len() / 8),
    };
    while source.at < text.len() {
        source.statement();
    }
    source.out
}

/// What a block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// What is printed in a block of its own.
    Block,
    /// What stands where the block does: control flow.
    Control,
    /// What stands wherever the block is called, or the sheet.
    Calls,
    /// Properties of one name.
    Properties,
}

struct Block {
    holds: Holds,
    /// Whether what is in it is printed where it stands.
    is_apart: bool,
    /// What is printed last of it, and the line where that ends in the source.
    last: Option<(Behind, usize)>,
}

impl Block {
    fn of(holds: Holds) -> Self {
        Block {
            holds,
            is_apart: false,
            last: None,
        }
    }
}

struct Source<'t> {
    text: &'t str,
    comments: bool,
    at: usize,
    line: usize,
    column: usize,
    /// The line of the last brace that was opened.
    brace: Option<usize>,
    open: Vec<Block>,
    out: String,
}

impl<'t> Source<'t> {
    fn statement(&mut self) {
        let rest = &self.text[self.at..];
        match (rest.as_bytes()[0], opaque(rest)) {
            (b'/', Some(length)) if rest.starts_with("/*") => self.comment(length),
            (b'/', Some(length)) => self.copy(length),
            (b'}', _) => {
                self.copy(1);
                self.close();
            }
            (b, _) if b == b';' || b.is_ascii_whitespace() => self.copy(1),
            _ => {
                let length = head_length(rest);
                match rest.as_bytes().get(length) {
                    Some(b'{') => self.begin(length),
                    _ => self.simple(length),
                }
            }
        }
    }

    /// Goes on behind so much of the text.
    fn pass(&mut self, length: usize) -> &'t str {
        let passed = &self.text[self.at..][..length];
        self.at += length;
        if let Some(brace) = passed.rfind('{') {
            self.brace = Some(self.line + passed[..brace].matches('\n').count());
        }
        match passed.rfind('\n') {
            Some(end) => {
                self.line += passed.matches('\n').count();
                self.column = passed[end + 1..].chars().count();
            }
            None => self.column += passed.chars().count(),
        }
        passed
    }

    fn copy(&mut self, length: usize) {
        let passed = self.pass(length);
        self.out.push_str(passed);
    }

    fn comment(&mut self, length: usize) {
        if !self.comments {
            self.copy(length);
            return;
        }
        let mut around = self.open.iter().rev();
        let block = around.find(|block| block.holds != Holds::Control);
        let is_inside = block.is_some_and(|block| block.holds == Holds::Block);
        let last = self.open.last().and_then(|block| block.last);
        let place = Place {
            behind: last.filter(|(_, line)| *line == self.line).map(|it| it.0),
            follows_brace: is_inside && self.brace == Some(self.line),
            column: self.column,
        };
        let text = self.pass(length);
        self.out.push_str("/*");
        place.write(&mut self.out);
        let mut depth = 0_usize;
        let mut before = ' ';
        for c in text[2..].chars() {
            self.out.push(c);
            match c {
                '{' if before == '#' || depth > 0 => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                '\n' if depth == 0 => self.out.push(MARK),
                _ => {}
            }
            before = c;
        }
        self.ends_with(Behind::Comment);
    }

    /// Notes what was printed last.
    fn ends_with(&mut self, what: Behind) {
        let line = self.line;
        if let Some(block) = self.open.last_mut() {
            block.last = Some((what, line));
        }
    }

    fn simple(&mut self, length: usize) {
        let rest = &self.text[self.at..];
        let head = rest[..length].trim_ascii_end();
        let Some(rule) = head.strip_prefix('@') else {
            if names_variable(head) {
                self.copy(length);
            } else if let Some((name, value)) = written_value(head) {
                self.written(name, value);
            } else {
                self.copy(head.len());
                self.ends_with(Behind::Declaration);
            }
            return;
        };
        match rule_name(rule) {
            "import" => {
                let count = plain_imports(&rule["import".len()..]);
                let is_root = self
                    .open
                    .iter()
                    .all(|block| matches!(block.holds, Holds::Control | Holds::Calls));
                if count > 0 && is_root {
                    self.out.push_str(IMPORTS);
                    self.out.push_str(&count.to_string());
                    self.out.extend([MARK, '*', '/']);
                }
                self.copy(head.len());
                if let Some(block) = self.open.last_mut() {
                    block.last = None;
                }
                if count > 0 {
                    self.ends_with(Behind::Declaration);
                }
            }
            "include" | "content" => {
                self.copy(length);
                if let Some(block) = self.open.last_mut() {
                    block.last = None;
                }
            }
            "extend" | "use" | "forward" | "charset" | "return" | "debug" | "warn" | "error" => {
                self.copy(length);
            }
            _ => {
                self.copy(head.len());
                self.ends_with(Behind::Declaration);
            }
        }
    }

    /// The value of a custom property or of a filter of old, which is printed as it is written.
    fn written(&mut self, name: &str, value: &str) {
        let column = self.column;
        self.pass(name.len() + 1 + value.len());
        self.out.push_str(name);
        self.out.push(':');
        let is_custom = name.starts_with("--");
        // Of the blanks before it one stays.
        let bare = value.trim_start_matches([' ', '\t']);
        let blanks = value.len() - bare.len();
        let value = match is_custom {
            true => &value[blanks.saturating_sub(1)..],
            false => value.trim_ascii(),
        };
        let is_changed = value.contains(['\'', '\n']) || value.contains("hsl") || !value.is_ascii();
        let parts = interpolated(value).filter(|_| is_changed && !value.contains("/*"));
        match parts {
            Some(parts) => {
                let mut mark = if self.comments { WRITTEN } else { "" };
                for (is_text, part) in parts {
                    if is_text {
                        self.out.extend(["#{\"", mark]);
                        self.as_written(part, column);
                        self.out.push_str("\"}");
                        mark = "";
                    } else {
                        self.out.push_str(part);
                    }
                }
            }
            None => self.out.push_str(value),
        }
        self.ends_with(Behind::Declaration);
    }

    /// Text as it stands in quotes, its lines marked or, in the compressed style, folded.
    fn as_written(&mut self, text: &str, column: usize) {
        let mut folds = false;
        for c in text.chars() {
            if folds && c.is_ascii_whitespace() {
                continue;
            }
            folds = c == '\n' && !self.comments;
            match c {
                '"' | '\\' => self.out.extend(['\\', c]),
                '\r' => {}
                '\n' if folds => self.out.push(' '),
                '\n' => self.out.push_str(&format!("{MARK}{column}{MARK}")),
                c => self.out.push(c),
            }
        }
    }

    fn begin(&mut self, length: usize) {
        let head = &self.text[self.at..][..length];
        let block = match head.strip_prefix('@') {
            None if names_property(head.trim_ascii_end()) => Block::of(Holds::Properties),
            None => Block::of(Holds::Block),
            Some(rule) => match rule_name(rule) {
                "if" | "else" | "elseif" | "each" | "for" | "while" => Block {
                    last: self.open.last().and_then(|block| block.last),
                    ..Block::of(Holds::Control)
                },
                "mixin" | "function" => Block {
                    is_apart: true,
                    ..Block::of(Holds::Calls)
                },
                "include" => Block::of(Holds::Calls),
                _ => Block::of(Holds::Block),
            },
        };
        self.copy(length + 1);
        if block.is_apart {
            self.out.push_str(QUESTION);
        }
        self.open.push(block);
    }

    fn close(&mut self) {
        let closed = match self.open.len() {
            0 | 1 => return,
            _ => self.open.pop(),
        };
        let (Some(closed), Some(outer)) = (closed, self.open.last_mut()) else {
            return;
        };
        match closed.holds {
            Holds::Control => outer.last = closed.last,
            Holds::Calls if closed.is_apart => {}
            Holds::Calls => outer.last = None,
            Holds::Properties => outer.last = Some((Behind::Declaration, self.line)),
            Holds::Block => {
                // What a rule holds as its last is printed behind it.
                let is_nested = closed.last.filter(|(it, _)| *it == Behind::Block);
                outer.last = is_nested.or(Some((Behind::Block, self.line)));
            }
        }
    }
}

/// The name and the value of a declaration whose value is no Sass.
fn written_value(head: &str) -> Option<(&str, &str)> {
    let mut end = 0;
    let mut colon = None;
    while let Some(c) = head[end..].chars().next() {
        match c {
            '#' => {
                end += interpolation_length(&head[end..])?;
                continue;
            }
            ':' => {
                colon = Some(end);
                break;
            }
            c if is_name(c) => {}
            _ => return None,
        }
        end += c.len_utf8();
    }
    let (name, value) = (&head[..colon?], &head[colon? + 1..]);
    (name.starts_with("--") || is_old_filter(value)).then_some((name, value))
}

/// How long the interpolation is that the text begins with.
fn interpolation_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = "#".len();
    if !text.starts_with("#{") {
        return None;
    }
    while let Some(c) = text[at..].chars().next() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at + 1),
            '}' => depth -= 1,
            _ => {}
        }
        at += opaque(&text[at..]).unwrap_or(c.len_utf8());
    }
    None
}

/// The parts of a text with interpolation, each with whether it is text; begins with text, though it be empty. None
/// where it cannot be read.
fn interpolated(text: &str) -> Option<Vec<(bool, &str)>> {
    let mut parts = Vec::new();
    let mut from = 0;
    while let Some(found) = text[from..].find("#{") {
        let begin = from + found;
        if text[..begin].ends_with('\\') {
            return None;
        }
        let length = interpolation_length(&text[begin..])?;
        if begin > from || parts.is_empty() {
            parts.push((true, &text[from..begin]));
        }
        from = begin + length;
        parts.push((false, &text[begin..from]));
    }
    if from < text.len() || parts.is_empty() {
        parts.push((true, &text[from..]));
    }
    Some(parts)
}

/// Whether the value is a filter of old browsers, on one line.
pub(super) fn is_old_filter(value: &str) -> bool {
    value.trim_ascii_start().starts_with("progid:") && !value.contains('\n')
}

/// How many of the addresses behind an `@import` are left to the browser.
fn plain_imports(arguments: &str) -> usize {
    let (mut count, mut depth, mut begin, mut at) = (0, 0_usize, 0, 0);
    let is_plain = |argument: &str| {
        let argument = argument.trim_ascii();
        let Some(length) = opaque(argument).filter(|_| argument.starts_with(['"', '\''])) else {
            return argument
                .get(..4)
                .is_some_and(|start| start.eq_ignore_ascii_case("url("));
        };
        let url = &argument[1..length - 1];
        length < argument.len()
            || url.ends_with(".css")
            || ["http://", "https://", "//"]
                .iter()
                .any(|start| url.starts_with(start))
    };
    while let Some(c) = arguments[at..].chars().next() {
        let length = opaque(&arguments[at..]).unwrap_or(c.len_utf8());
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                count += usize::from(is_plain(&arguments[begin..at]));
                begin = at + 1;
            }
            _ => {}
        }
        at += length;
    }
    count + usize::from(is_plain(&arguments[begin..]))
}

/// The CSS with each import where the source has it: among the comments at the beginning, or behind them. grass puts
/// them before all else.
pub(super) fn with_imports_in_place(css: &str, between: &str) -> Option<String> {
    if !css.contains(IMPORTS) {
        return None;
    }
    let belongs = |text: &str| text.starts_with("/*") || text.starts_with("@charset");
    let is_import = |text: &str| text.starts_with("@import");
    let mut imports: Vec<&str> = Vec::new();
    let (mut head, mut rest) = (String::new(), String::new());
    let wrote = |head: &mut String, text: &str| {
        if !head.is_empty() && !head.ends_with('\u{feff}') {
            head.push_str(between);
        }
        head.push_str(text);
    };
    let (mut next, mut marked) = (0, 0);
    // The blanks before a mark are those before what comes next.
    let mut blanks = None;
    let (mut depth, mut in_head) = (0_usize, true);
    let (mark, bare) = byte_order_mark(css);
    head.push_str(mark);
    for part in Parts(bare) {
        if let Some(count) = imports_of(part.text) {
            marked += count;
            blanks = blanks.or(Some(part.blanks));
            if in_head {
                let end = (next + count).min(imports.len());
                imports[next..end]
                    .iter()
                    .for_each(|text| wrote(&mut head, text));
                next = end;
            }
            continue;
        }
        match part.kind {
            Kind::Statement if in_head && is_import(part.text) => imports.push(part.text),
            Kind::Statement if in_head && belongs(part.text) => {
                blanks = None;
                wrote(&mut head, part.text);
            }
            _ => {
                if in_head {
                    in_head = false;
                    imports[next..]
                        .iter()
                        .for_each(|text| wrote(&mut head, text));
                    next = imports.len();
                }
                rest.push_str(blanks.take().unwrap_or(part.blanks));
                rest.push_str(part.text);
                match part.kind {
                    Kind::Open => {
                        depth += 1;
                        rest.push_str(if between.is_empty() { "{" } else { " {" });
                    }
                    Kind::Close => depth = depth.saturating_sub(1),
                    Kind::Statement => {}
                }
            }
        }
    }
    if in_head {
        imports[next..]
            .iter()
            .for_each(|text| wrote(&mut head, text));
    }
    (marked == imports.len() && depth == 0).then(|| {
        if rest.starts_with("\n\n") && head.ends_with("*/") {
            rest.remove(0);
        }
        head + &rest
    })
}

/// How many imports a comment stands for.
pub(super) fn imports_of(comment: &str) -> Option<usize> {
    comment
        .strip_prefix(IMPORTS)?
        .strip_suffix("\u{1}*/")?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_know_what_they_stand_behind() {
        let text = "a { /* f */ b: c; /* d */ /* c */\n $v: 1; /* n */ .b { c: d; } /* r */ }\n  /* x\n  y */";
        let marked = marked(text, true);
        let places: Vec<_> = Parts(&marked)
            .filter_map(|part| Place::of(part.text).map(|it| (it.0.behind, it.0.follows_brace)))
            .collect();
        let expected = [
            (None, true),
            (Some(Behind::Declaration), true),
            (Some(Behind::Comment), true),
            (None, false),
            (Some(Behind::Block), true),
            (None, false),
        ];
        assert_eq!(places, expected);
        assert!(marked.ends_with("/*\u{1}--2\u{1} x\n\u{1}  y */"));
    }

    #[test]
    fn imports_of_css_are_counted() {
        assert_eq!(
            plain_imports(" 'a', url(b), \"c.css\", 'd' screen, print"),
            3
        );
        assert_eq!(plain_imports(" 'a/b', \"//x.y/z\""), 1);
        let css = "@import url(a);\n@import url(b);\n/* c */\n/*!\u{1}i1\u{1}*/\n/* d */\ne {\n  f: g;\n}\n\n/*!\u{1}i1\u{1}*/\n";
        assert_eq!(
            with_imports_in_place(css, "\n").as_deref(),
            Some("/* c */\n@import url(a);\n/* d */\n@import url(b);\ne {\n  f: g;\n}")
        );
    }
}
