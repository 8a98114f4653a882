//! The expanded style as Dart Sass lays it out: comments on the line of what they stand behind, their lines and those of
//! selectors indented, empty lines where a group of rules ends, characters of private use as escapes. What is to be
//! known of the source comes in marks ([`super::marks`]).

use super::calc;
use super::colors::Colors;
use super::flat::{Kind, Parts, is_name, opaque, without_quotes};
use super::marks::{Behind, GROUP_END, MARK, Place, WRITTEN, imports_of, with_imports_in_place};

/// How long the arguments of a colour that Sass wrote may be.
const COLOR: usize = 80;
const CHARSET: &str = "@charset \"UTF-8\";";

/// A block that is being written.
#[derive(Default)]
struct Open {
    /// Where it begins in what is written, with the blanks before it.
    begin: usize,
    /// What was before it, and whether that ended a group.
    before: Before,
    follows_group: bool,
    /// Whether something is printed in it, or nothing was to begin with.
    stays: bool,
    had_mark: bool,
    ends_group: bool,
    /// Whether a comment on the line of its brace is all that is in it.
    is_line: bool,
}

/// What was written last in a block.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Before {
    /// The brace, or nothing.
    #[default]
    Brace,
    Declaration,
    Comment,
    Block,
}

/// What grass wrote in the expanded style, as Dart Sass does. Of a sheet that was compiled anew from flat CSS the marks
/// tell where groups end. Not all that looks like a colour is one.
pub(super) fn expanded(css: &str, is_grouped: bool, colors: &Colors) -> String {
    let placed = with_imports_in_place(css, "\n");
    let css = placed.as_deref().unwrap_or(css);
    let mut sheet = Sheet {
        out: String::with_capacity(css.len() + css.len() / 16),
        open: Vec::new(),
        before: Before::Brace,
        ends_group: false,
        is_grouped,
        kept: None,
        colors,
    };
    for part in Parts(css) {
        match part.kind {
            Kind::Statement => sheet.statement(part.blanks, part.text),
            Kind::Open => sheet.begin(part.blanks, part.text),
            Kind::Close => sheet.close(part.blanks),
        }
    }
    let css = sheet.out;
    match css.strip_prefix(CHARSET) {
        Some(rest) if rest.is_ascii() => rest.trim_start_matches('\n').to_string(),
        _ => css,
    }
}

struct Sheet<'t> {
    out: String,
    open: Vec<Open>,
    before: Before,
    /// Whether the block that was written last ends a group.
    ends_group: bool,
    is_grouped: bool,
    /// The blanks before a mark, which are those before what comes next.
    kept: Option<&'t str>,
    colors: &'t Colors,
}

impl<'t> Sheet<'t> {
    fn indent(&mut self) {
        for _ in 0..self.open.len() {
            self.out.push_str("  ");
        }
    }

    fn blanks(&mut self, blanks: &'t str) {
        let blanks = self.kept.take().unwrap_or(blanks);
        if !self.is_grouped || !self.open.is_empty() {
            if self.out.is_empty() {
                return;
            }
            self.out.push_str(blanks);
            return;
        }
        if !self.out.is_empty() {
            self.out.push('\n');
            self.out.extend(self.ends_group.then_some('\n'));
        }
    }

    fn statement(&mut self, blanks: &'t str, text: &str) {
        if text == GROUP_END || imports_of(text).is_some() {
            if let Some(block) = self.open.last_mut() {
                block.had_mark = true;
                block.ends_group |= text == GROUP_END;
            } else if self.kept.is_none() {
                self.kept = Some(blanks);
            }
            return;
        }
        if text.starts_with("/*") {
            self.comment(blanks, text);
            return;
        }
        self.blanks(blanks);
        match text.split_once(':').filter(|_| !text.starts_with('@')) {
            Some((name, value)) => {
                self.out.extend([name, ":"]);
                match value.trim_start_matches(' ').strip_prefix(WRITTEN) {
                    Some(value) if name.starts_with("--") => self.lines(value),
                    Some(value) => self.out.extend([" ", value.trim_ascii_start()]),
                    None if value.contains("progid:") => self.out.push_str(value),
                    None => self.value(value, name.starts_with("--")),
                }
            }
            None => self.out.push_str(text),
        }
        self.wrote(Before::Declaration);
    }

    fn wrote(&mut self, what: Before) {
        self.before = what;
        self.ends_group = false;
        if let Some(block) = self.open.last_mut() {
            block.stays = true;
            block.is_line = false;
        }
    }

    fn comment(&mut self, blanks: &'t str, text: &str) {
        let Some((place, rest)) = Place::of(text) else {
            self.blanks(blanks);
            self.out.push_str(text);
            self.wrote(Before::Comment);
            return;
        };
        let is_behind = match self.before {
            Before::Brace => !self.open.is_empty() && place.follows_brace,
            Before::Declaration => place.behind == Some(Behind::Declaration),
            Before::Comment => place.behind == Some(Behind::Comment),
            Before::Block => place.behind == Some(Behind::Block),
        };
        let is_line = is_behind && self.before == Before::Brace;
        if is_behind {
            self.kept = None;
            self.out.push(' ');
        } else {
            self.blanks(blanks);
        }
        let depth = if is_behind { 0 } else { self.open.len() };
        self.out.push_str("/*");
        indented(rest, "\n\u{1}", place.column, depth, &mut self.out);
        self.wrote(Before::Comment);
        if let Some(block) = self.open.last_mut() {
            block.is_line = is_line;
        }
    }

    fn begin(&mut self, blanks: &'t str, prelude: &str) {
        let begin = self.out.len();
        let before = self.before;
        let follows_group = self.ends_group;
        self.blanks(blanks);
        let named = without_quotes(prelude);
        let prelude = named.as_deref().unwrap_or(prelude);
        if prelude.starts_with('@') || !prelude.contains('\n') {
            self.out.push_str(prelude);
        } else {
            for (at, line) in prelude.split('\n').enumerate() {
                if at > 0 {
                    self.out.push('\n');
                    self.indent();
                }
                self.out.push_str(line);
            }
        }
        self.out.push_str(" {");
        self.open.push(Open {
            begin,
            before,
            follows_group,
            ..Open::default()
        });
        self.before = Before::Brace;
        self.ends_group = false;
    }

    fn close(&mut self, blanks: &str) {
        let Some(block) = self.open.pop() else {
            self.out.push_str(blanks);
            self.out.push('}');
            return;
        };
        if block.had_mark && !block.stays {
            self.out.truncate(block.begin);
            self.before = block.before;
            self.ends_group = block.follows_group;
            if let Some(outer) = self.open.last_mut() {
                outer.had_mark = true;
            }
            return;
        }
        if block.is_line {
            self.out.push(' ');
        } else if blanks.is_empty() && self.before == Before::Declaration {
            // What looks like a comment up to the line's end has taken them.
            self.out.push('\n');
            self.indent();
        } else {
            self.out.push_str(blanks);
        }
        self.out.push('}');
        self.wrote(Before::Block);
        self.ends_group = block.ends_group;
    }

    /// The value of a declaration: characters of private use as escapes, hues without their unit, and but for custom
    /// properties `calc()` and colours with a channel for alpha.
    fn value(&mut self, text: &str, is_custom: bool) {
        let (mut at, mut from) = (0, 0);
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let before = text[..at].chars().next_back();
            if let Some(hue) = hue_length(rest, before) {
                self.out.push_str(&text[from..at + hue]);
                at += hue + "deg".len();
                from = at;
                continue;
            }
            let other = match c {
                _ if is_custom => None,
                'c' => calc::laid_out_call(rest, &text[..at], false),
                '#' => with_alpha(rest, before, self.colors),
                _ => None,
            };
            if let Some((other, length)) = other {
                self.out.extend([&text[from..at], &other]);
                at += length;
                from = at;
                continue;
            }
            let length = match c {
                '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                _ => opaque(rest).unwrap_or(c.len_utf8()),
            };
            let passed = &rest[..length];
            if !passed.is_ascii() && passed.contains(is_private) {
                self.out.push_str(&text[from..at]);
                with_escapes(passed, rest[length..].chars().next(), &mut self.out);
                from = at + length;
            }
            at += length;
        }
        self.out.push_str(&text[from..]);
    }

    /// The value of a custom property, its lines as they are written.
    fn lines(&mut self, text: &str) {
        let Some((_, mark)) = text.split_once(MARK) else {
            self.out.push_str(text);
            return;
        };
        let column = mark.split(MARK).next().unwrap_or_default();
        let end = format!("{MARK}{column}{MARK}");
        let depth = self.open.len();
        let column = column.parse().unwrap_or(0);
        indented(text, &end, column, depth, &mut self.out);
    }
}

/// Writes text of several lines, of which none but the first keeps more blanks before it than the least indented.
fn indented(text: &str, between: &str, column: usize, depth: usize, out: &mut String) {
    let mut lines = text.split(between);
    let Some(first) = lines.next() else { return };
    out.push_str(first);
    let others: Vec<&str> = lines.collect();
    let blanks = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let filled = others.iter().filter(|line| blanks(line) < line.len());
    let least = filled.map(|line| blanks(line)).min();
    let Some(least) = least.map(|least| least.min(column)) else {
        out.extend((!others.is_empty()).then_some(' '));
        return;
    };
    let mut empty = 0;
    for line in others {
        if blanks(line) == line.len() {
            empty += 1;
            continue;
        }
        for _ in 0..=empty {
            out.push('\n');
        }
        empty = 0;
        for _ in 0..depth {
            out.push_str("  ");
        }
        out.push_str(&line[least..]);
    }
    out.extend((empty > 0).then_some(' '));
}

/// How long the text is up to the unit of the hue, where it begins with a colour that Sass wrote.
fn hue_length(text: &str, before: Option<char>) -> Option<usize> {
    let arguments = text
        .strip_prefix("hsl")?
        .trim_start_matches('a')
        .strip_prefix('(')?;
    if before.is_some_and(is_name) {
        return None;
    }
    let end = arguments.bytes().take(COLOR).position(|b| b == b')')?;
    let inner = &arguments[..end];
    let is_number = |text: &str| {
        let text = text.strip_prefix('-').unwrap_or(text);
        text.starts_with(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_digit() || c == '.')
    };
    let mut parts = inner.split(", ");
    let hue = parts
        .next()?
        .strip_suffix("deg")
        .filter(|hue| is_number(hue))?;
    for _ in 0..2 {
        let percent = parts.next()?.strip_suffix('%');
        percent.filter(|text| is_number(text))?;
    }
    let alpha = parts.next().is_none_or(is_number);
    (alpha && parts.next().is_none()).then_some(text.len() - arguments.len() + hue.len())
}

/// A colour of four or eight digits, of which the last are its alpha, and how long it is.
fn with_alpha(text: &str, before: Option<char>, colors: &Colors) -> Option<(String, usize)> {
    let digits = &text[1..];
    let end = digits.find(|c: char| !is_name(c));
    let digits = &digits[..end.unwrap_or(digits.len())];
    let is_apart = before.is_none_or(|c| " (,".contains(c));
    let is_number = digits.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_apart || !is_number || colors.is_text(digits) {
        return None;
    }
    let width = match digits.len() {
        4 => 1,
        8 => 2,
        _ => return None,
    };
    let mut channels = [0_u32; 4];
    for (channel, digits) in channels.iter_mut().zip(digits.as_bytes().chunks(width)) {
        let digits = std::str::from_utf8(digits).ok()?;
        *channel = u32::from_str_radix(digits, 16).ok()? * if width == 1 { 17 } else { 1 };
    }
    let [red, green, blue, alpha] = channels;
    let alpha = match alpha {
        0 => "0".to_string(),
        255 => return None,
        alpha => {
            let alpha = format!("{:.10}", f64::from(alpha) / 255.0);
            alpha.trim_end_matches('0').to_string()
        }
    };
    let color = format!("rgba({red}, {green}, {blue}, {alpha})");
    Some((color, 1 + digits.len()))
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

fn with_escapes(text: &str, next: Option<char>, out: &mut String) {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !is_private(c) {
            out.push(c);
            continue;
        }
        out.push_str(&format!("\\{:x}", u32::from(c)));
        let next = chars.peek().copied().or(next);
        out.extend(
            next.filter(|c| c.is_ascii_hexdigit() || " \t".contains(*c))
                .map(|_| ' '),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::colors::Colors;
    use super::super::{calc, extends, layout, marks, order};

    fn expanded(css: &str, is_grouped: bool) -> String {
        super::expanded(css, is_grouped, &Colors::default())
    }

    // What is expected is what Dart Sass 1.108 prints.
    #[test]
    fn values_are_those_of_dart_sass() {
        for (written, expected) in [
            (
                "a {\n  b: hsl(230deg, 18%, 40%) hsla(0deg, 1%, 1%, 0.5);\n}",
                "a {\n  b: hsl(230, 18%, 40%) hsla(0, 1%, 1%, 0.5);\n}",
            ),
            (
                "a {\n  b: \"hsl(1deg, 1%, 1%)\" hsl(1deg, var(--b), 1%);\n}",
                "a {\n  b: \"hsl(1deg, 1%, 1%)\" hsl(1deg, var(--b), 1%);\n}",
            ),
            (
                "a {\n  b: #9999 #abcdef80 #000 url(#1234);\n}",
                "a {\n  b: rgba(153, 153, 153, 0.6) rgba(171, 205, 239, 0.5019607843) #000 url(#1234);\n}",
            ),
            (
                "@charset \"UTF-8\";\na {\n  b: \"\u{e001}\" \"\u{e001}a\" \"\u{f0000}\";\n}",
                "a {\n  b: \"\\e001\" \"\\e001 a\" \"\\f0000\";\n}",
            ),
            (
                "@charset \"UTF-8\";\na {\n  b: \"한\";\n}",
                "@charset \"UTF-8\";\na {\n  b: \"한\";\n}",
            ),
            (
                "@media c {\n  a,\nb {\n    c: d;\n  }\n}",
                "@media c {\n  a,\n  b {\n    c: d;\n  }\n}",
            ),
        ] {
            assert_eq!(expanded(written, false), expected);
        }
    }

    #[test]
    fn groups_end_where_they_are_marked() {
        let css = "a {\n  b: c;\n}\n\nd {\n  e: f;\n  /*\u{1}e\u{1}*/\n}\n\n@media g {\n  h {\n    /*\u{1}e\u{1}*/\n  }\n}\n\ni {\n  j: k;\n}";
        let expected = "a {\n  b: c;\n}\nd {\n  e: f;\n}\n\ni {\n  j: k;\n}";
        assert_eq!(expanded(css, true), expected);
    }

    #[test]
    fn whatever_is_written_is_read() {
        const PIECES: [&str; 44] = [
            "a",
            "{",
            "}",
            ";",
            ":",
            "\n",
            " ",
            "\"",
            "'",
            "/*",
            "*/",
            "//",
            "(",
            ")",
            "\\",
            "#",
            "#{",
            "$b",
            "@media ",
            "@if ",
            "@else",
            "@import ",
            "url(",
            "calc(",
            "--c:",
            "hsl(",
            "1deg",
            ", 1%",
            "한",
            "\u{e000}",
            "\u{1}",
            "\u{1}e\u{1}",
            "%d",
            "@extend ",
            "-",
            "+",
            "*",
            "/",
            "&",
            "#12345678",
            "progid:",
            "@charset \"UTF-8\";",
            "\t",
            ",",
        ];
        let mut seed = 1_u64;
        for length in 0..3000 {
            let mut text = String::new();
            for _ in 0..length % 60 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(PIECES[(seed >> 33) as usize % PIECES.len()]);
            }
            let marked = marks::marked(&text, length % 2 == 0);
            for text in [&text, &marked] {
                order::is_mixed(text, true);
                order::joined(&order::parted(text));
                expanded(text, length % 3 == 0);
                layout::compressed(text, &Colors::default());
                extends::unmarked(text, true, length % 2 == 0);
                calc::with_words_as_text(text);
                calc::with_variables_as_text(text, length % 3 == 0);
            }
        }
    }
}
