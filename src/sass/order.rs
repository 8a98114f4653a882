//! Declarations behind nested rules stay behind them, as Dart Sass has it since 1.92; grass puts them before. So a sheet
//! that has such is compiled with every declaration in a rule of its own first, and the rules of what comes of it, which
//! are in the right order, are joined again.

use super::flat::{
    Kind, Part, Parts, byte_order_mark, ends_with_semicolon, head_length, is_name, opaque,
    rule_name,
};

/// The declaration that every rule of the source begins with, so that two rules are not taken for one.
const BEGIN: &str = "-rekyll-rule: 0;";
/// The declaration of the rule that every rule of the source ends with, so that there is one behind which grass puts the
/// empty line of a group's end.
const END: &str = "-rekyll-end: 0;";

/// What a block of the source holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    /// What a style rule holds.
    Rule,
    /// What stands wherever the block is called or repeated: mixins, control flow, `@media`, the sheet itself.
    Flow,
    /// Declarations that belong to no style rule: `@font-face`, nested properties, functions.
    Other,
}

struct Open {
    block: Block,
    /// Whether something that may become a rule has been seen in it, or before it in the same rule.
    nests: bool,
    /// Whether a declaration has been seen in it.
    declares: bool,
    /// Whether it stands in its rule only where a condition holds, or as often as a loop goes on.
    control: Option<Control>,
    /// Whether its place is not known: a mixin, what is passed to one, the sheet itself.
    is_called: bool,
    /// What closes it.
    end: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Control {
    Condition,
    Loop,
}

/// Whether a declaration may stand behind a nested rule, or a comment, where comments are printed.
pub(super) fn is_mixed(text: &str, comments: bool) -> bool {
    Source::read(text, comments).is_mixed
}

/// The text with every declaration in a rule of its own.
pub(super) fn parted(text: &str) -> String {
    Source::read(text, true).out
}

struct Source<'t> {
    text: &'t str,
    /// Whether all comments count.
    comments: bool,
    /// Where the statement begins that was looked for last.
    statement: usize,
    at: usize,
    open: Vec<Open>,
    out: String,
    is_mixed: bool,
}

impl<'t> Source<'t> {
    fn read(text: &'t str, comments: bool) -> Self {
        let mut source = Source {
            text,
            comments,
            statement: 0,
            at: 0,
            open: vec![Open {
                block: Block::Flow,
                nests: false,
                declares: false,
                control: None,
                is_called: true,
                end: "",
            }],
            out: String::with_capacity(text.len() * 2),
            is_mixed: false,
        };
        while source.at < text.len() {
            source.statement();
        }
        source
    }

    fn block(&self) -> Block {
        self.open.last().map_or(Block::Other, |open| open.block)
    }

    fn statement(&mut self) {
        let rest = &self.text[self.at..];
        let is_comment = rest.starts_with("/*") || rest.starts_with("//");
        if let Some(length) = opaque(rest).filter(|_| is_comment) {
            self.comment(length);
            return;
        }
        match rest.as_bytes()[0] {
            b'}' => {
                self.at += 1;
                self.close();
            }
            b';' => self.copy(1),
            b if b.is_ascii_whitespace() => self.copy(1),
            _ => {
                let length = head_length(rest);
                match rest.as_bytes().get(length) {
                    Some(b'{') => self.begin(length),
                    end => self.simple(length, end == Some(&b';')),
                }
            }
        }
    }

    fn copy(&mut self, length: usize) {
        self.out.push_str(&self.text[self.at..][..length]);
        self.at += length;
    }

    /// A comment that is printed stays where it stands, as declarations do.
    fn comment(&mut self, length: usize) {
        let rest = &self.text[self.at..];
        let is_printed = rest.starts_with("/*") && self.block() != Block::Other;
        let around = self.is_called().filter(|_| is_printed);
        let Some(is_called) = around.filter(|_| !self.precedes_else(self.at + length)) else {
            self.copy(length);
            return;
        };
        let counts = self.comments || rest.starts_with("/*!");
        let nests = self.open.last().is_some_and(|open| open.nests);
        self.is_mixed |= nests && counts;
        self.at += length;
        self.apart(&rest[..length], "", is_called);
    }

    /// Of what is around, whether it is called from elsewhere; none at the top of the sheet.
    fn is_called(&self) -> Option<bool> {
        let mut around = self.open.iter().skip(1).rev();
        let found = around.find(|open| open.block != Block::Flow || open.is_called);
        found.map(|open| open.is_called)
    }

    /// Writes a statement, with what ends it, in a rule of its own.
    fn apart(&mut self, statement: &str, end: &str, is_called: bool) {
        if is_called {
            // Mixins may be called from keyframes and fonts, which are no style rules.
            let both = [
                "@if & {& {",
                statement,
                end,
                "}} @else {",
                statement,
                end,
                "}",
            ];
            self.out.extend(both);
        } else {
            self.out.extend(["& {", statement, end, "}"]);
        }
    }

    /// Whether an `@else` follows, with nothing before it but comments.
    fn precedes_else(&mut self, at: usize) -> bool {
        if at > self.statement {
            let mut rest = self.text[at..].trim_ascii_start();
            while let Some(length) = opaque(rest).filter(|_| rest.starts_with('/')) {
                rest = rest[length..].trim_ascii_start();
            }
            self.statement = self.text.len() - rest.len();
        }
        self.text[self.statement..].starts_with("@else")
    }

    fn close(&mut self) {
        let closed = match self.open.len() {
            0 | 1 => None,
            _ => self.open.pop(),
        };
        let Some(closed) = closed else {
            self.out.push('}');
            return;
        };
        if closed.block == Block::Rule {
            self.out.extend(["& {", END, "}"]);
        }
        self.out.push_str(closed.end);
        // A loop comes back to its beginning.
        self.is_mixed |= closed.control == Some(Control::Loop) && closed.nests && closed.declares;
        if let (Some(_), Some(outer)) = (closed.control, self.open.last_mut()) {
            outer.nests |= closed.nests;
            outer.declares |= closed.declares;
        }
    }

    fn simple(&mut self, length: usize, is_ended: bool) {
        let head = &self.text[self.at..][..length];
        let is_declaration = !head.starts_with('@') && !names_variable(head);
        let includes = head.starts_with("@include");
        if let (Some(open), true) = (self.open.last_mut(), is_declaration || includes) {
            self.is_mixed |= open.nests && open.block != Block::Other;
            open.declares = true;
            open.nests |= includes;
        }
        if is_declaration && self.block() != Block::Other {
            self.declaration(length);
            self.at += usize::from(is_ended);
        } else {
            self.copy(length + usize::from(is_ended));
            // Something is to come behind it.
            let is_last = self.block() == Block::Rule && !is_ended;
            self.out.push_str(if is_last { ";" } else { "" });
        }
    }

    /// A declaration in a rule of its own, where there is one around it.
    fn declaration(&mut self, length: usize) {
        let declaration = self.text[self.at..][..length].trim_ascii_end();
        self.at += length;
        self.apart(declaration, ";", self.is_called().unwrap_or(true));
    }

    fn begin(&mut self, length: usize) {
        let head = self.text[self.at..][..length].trim_ascii_end();
        let outer = self.block();
        let is_property = !head.starts_with('@') && names_property(head);
        let block = match outer {
            Block::Other => Block::Other,
            _ if is_property => Block::Other,
            _ => kind(head),
        };
        let control = control(head);
        let mut nests = false;
        if let Some(open) = self.open.last_mut().filter(|_| outer != Block::Other) {
            match control {
                Some(_) => nests = open.nests,
                None if is_property || head.starts_with("@include") => {
                    self.is_mixed |= open.nests;
                    open.declares = true;
                    open.nests |= !is_property;
                }
                None => open.nests |= !head.starts_with("@mixin") && !head.starts_with("@function"),
            }
        }
        let is_wrapped = is_property && outer != Block::Other;
        if is_wrapped {
            self.out.push_str("& {");
        }
        self.copy(length + 1);
        if block == Block::Rule {
            self.out.push_str(BEGIN);
        }
        self.open.push(Open {
            block,
            nests,
            declares: false,
            control,
            is_called: block == Block::Flow
                && (head.starts_with("@mixin") || head.starts_with("@include")),
            end: if is_wrapped { "}}" } else { "}" },
        });
    }
}

fn control(head: &str) -> Option<Control> {
    let begins = |rules: &[&str]| rules.iter().any(|rule| head.starts_with(rule));
    if begins(&["@each", "@for", "@while"]) {
        Some(Control::Loop)
    } else {
        begins(&["@if", "@else"]).then_some(Control::Condition)
    }
}

/// What the block behind `head` holds.
fn kind(head: &str) -> Block {
    let Some(rule) = head.strip_prefix('@') else {
        return match names_keyframes(head) {
            true => Block::Other,
            false => Block::Rule,
        };
    };
    match rule_name(rule) {
        "include" if head.contains("keyframes") => Block::Other,
        "if" | "else" | "elseif" | "each" | "for" | "while" | "mixin" | "include" | "media"
        | "supports" | "layer" | "container" | "scope" | "starting-style" => Block::Flow,
        "at-root" => match rule["at-root".len()..].trim_ascii_start() {
            "" => Block::Flow,
            query if query.starts_with('(') => Block::Flow,
            _ => Block::Rule,
        },
        _ => Block::Other,
    }
}

/// Whether the block behind `head` is a part of an animation, which a mixin may hold as well as `@keyframes`.
fn names_keyframes(head: &str) -> bool {
    head.split(',').map(str::trim_ascii).all(|place| {
        place.eq_ignore_ascii_case("from")
            || place.eq_ignore_ascii_case("to")
            || place.ends_with('%') && !place.starts_with('%')
    })
}

/// Whether the statement sets a variable, of this module or of another one.
pub(super) fn names_variable(head: &str) -> bool {
    let module = head.trim_start_matches(is_name);
    head.starts_with('$') || (module.len() < head.len() && module.starts_with(".$"))
}

/// Whether the block behind `head` holds nested properties.
pub(super) fn names_property(head: &str) -> bool {
    let mut depth = 0_usize;
    for (at, c) in head.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => {
                let value = &head[at + 1..];
                return at > 0
                    && (value.is_empty() || value.starts_with(|c: char| c.is_ascii_whitespace()));
            }
            c if depth > 0 || c.is_alphanumeric() || "-_#*".contains(c) => {}
            _ => return false,
        }
    }
    false
}

/// The CSS with the rules joined that were parted.
pub(super) fn joined(css: &str) -> String {
    let mut join = Join {
        out: String::with_capacity(css.len()),
        open: vec![Frame::default()],
    };
    let (mark, bare) = byte_order_mark(css);
    join.out.push_str(mark);
    for part in Parts(bare) {
        match part.kind {
            Kind::Statement => join.statement(&part),
            Kind::Open => join.begin(&part),
            Kind::Close => join.close(&part),
        }
    }
    join.settle();
    join.out
}

/// Compressed CSS with every statement ended, also the last one of a block.
pub(super) fn ended(css: &str) -> String {
    let mut out = String::with_capacity(css.len() + css.len() / 16);
    let (mark, bare) = byte_order_mark(css);
    out.push_str(mark);
    for part in Parts(bare) {
        out.extend([part.blanks, part.text]);
        let is_comment = part.text.starts_with("/*");
        match part.kind {
            Kind::Open => out.push('{'),
            Kind::Statement if !is_comment && !ends_with_semicolon(part.text) => out.push(';'),
            _ => {}
        }
    }
    out
}

/// Whether two sheets say the same in their rules, in whatever order; of sheets with numbers drawn at random the values
/// do not count.
pub(super) fn say_the_same(one: &str, other: &str, draws: bool) -> bool {
    let said = |css| {
        let mut said = said(css);
        if draws {
            for (_, declaration) in &mut said {
                *declaration = declaration.split(':').next().unwrap_or_default();
            }
            said.sort_unstable();
        }
        said
    };
    said(one) == said(other)
}

/// Every declaration with what it stands in, sorted.
fn said(css: &str) -> Vec<(String, &str)> {
    let mut said = Vec::new();
    let mut path = vec![String::new()];
    for part in Parts(css.trim_start_matches('\u{feff}')) {
        match part.kind {
            Kind::Statement if part.text.starts_with("/*") => {}
            Kind::Statement => {
                let place = path.last().cloned().unwrap_or_default();
                said.push((place, part.text.trim_end_matches(';')));
            }
            Kind::Open => {
                let outer = path.last().map(String::as_str).unwrap_or_default();
                path.push(format!("{outer}{{{}", part.text));
            }
            Kind::Close => {
                path.pop();
            }
        }
    }
    said.sort_unstable();
    said
}

/// Whether the declaration is the mark, in either style.
fn is_mark(declaration: &str, mark: &str) -> bool {
    let value = declaration.strip_prefix(&mark[..mark.len() - " 0;".len()]);
    value.is_some_and(|value| value.trim_ascii_start() == "0;")
}

struct Join<'t> {
    out: String,
    open: Vec<Frame<'t>>,
}

/// A block that is being written.
#[derive(Default)]
struct Frame<'t> {
    prelude: &'t str,
    /// The blanks before it, and whether they were those before a rule that was taken back.
    before: &'t str,
    is_kept: bool,
    /// Where it begins in what is written, and where its body does.
    begin: usize,
    body: usize,
    /// Whether a rule of the source begins with it.
    begins_rule: bool,
    /// Whether it is what a rule of the source ends with.
    ends_rule: bool,
    is_empty: bool,
    /// The rule in it that was written last.
    last: Option<Rule<'t>>,
    /// The blanks before a rule that was taken back, which are those before what comes next.
    blanks: Option<&'t str>,
}

/// A rule that the next one may be a part of.
struct Rule<'t> {
    prelude: &'t str,
    begin: usize,
    /// Where its declarations end.
    end: usize,
    is_empty: bool,
    /// The blanks before it.
    blanks: &'t str,
}

impl<'t> Join<'t> {
    fn statement(&mut self, part: &Part<'t>) {
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        if is_mark(part.text, BEGIN) {
            frame.begins_rule = true;
            return;
        }
        if is_mark(part.text, END) {
            frame.ends_rule = true;
            return;
        }
        frame.is_empty = false;
        self.settle();
        let blanks = self.blanks_before(part);
        self.out.push_str(blanks);
        self.out.push_str(part.text);
    }

    /// The blanks before what is written next.
    fn blanks_before(&mut self, part: &Part<'t>) -> &'t str {
        let kept = self.open.last_mut().and_then(|frame| frame.blanks.take());
        kept.unwrap_or(part.blanks)
    }

    fn begin(&mut self, part: &Part<'t>) {
        let begin = self.out.len();
        let is_kept = self.open.last().is_some_and(|frame| frame.blanks.is_some());
        let blanks = self.blanks_before(part);
        self.out.extend([blanks, part.text, " {"]);
        self.open.push(Frame {
            prelude: part.text,
            before: blanks,
            is_kept,
            begin,
            body: self.out.len(),
            is_empty: true,
            ..Frame::default()
        });
    }

    fn close(&mut self, part: &Part<'t>) {
        if self.open.len() < 2 {
            return;
        }
        self.settle();
        let Some(frame) = self.open.pop() else {
            return;
        };
        let mut rule = Rule {
            prelude: frame.prelude,
            begin: frame.begin,
            end: 0,
            is_empty: frame.is_empty,
            blanks: frame.before,
        };
        let is_style_rule = !frame.prelude.starts_with('@');
        let before = self.open.last_mut().and_then(|outer| outer.last.take());
        if frame.ends_rule {
            self.out.truncate(frame.begin);
            if let Some(outer) = self.open.last_mut() {
                outer.last = before;
                outer.blanks = frame.is_kept.then_some(frame.before);
            }
            return;
        }
        match before {
            Some(last) if is_style_rule && !frame.begins_rule && last.prelude == rule.prelude => {
                let body = self.out.split_off(frame.body);
                self.out.truncate(last.end);
                self.out.push_str(&body);
                rule.begin = last.begin;
                rule.is_empty &= last.is_empty;
                rule.blanks = last.blanks;
            }
            Some(last) if last.is_empty => {
                let written = self.out.split_off(frame.begin);
                self.out.truncate(last.begin);
                rule.begin = last.begin;
                rule.blanks = last.blanks;
                self.out.push_str(last.blanks);
                self.out.push_str(&written[frame.before.len()..]);
            }
            _ => {}
        }
        rule.end = self.out.len();
        self.out.extend([part.blanks, part.text]);
        let Some(outer) = self.open.last_mut() else {
            return;
        };
        outer.is_empty &= rule.is_empty;
        outer.last = Some(rule);
    }

    /// A rule that stayed empty is taken back.
    fn settle(&mut self) {
        let Some(frame) = self.open.last_mut() else {
            return;
        };
        if let Some(last) = frame.last.take().filter(|last| last.is_empty) {
            frame.blanks = Some(last.blanks);
            self.out.truncate(last.begin);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_parted_where_they_belong_to_a_style_rule() {
        let of = parted;
        assert_eq!(
            of("a { b: c; &:d e { f: g } $h: 1; --i: {j}; k: l }"),
            "a {-rekyll-rule: 0; & {b: c;} &:d e {-rekyll-rule: 0; & {f: g;}& {-rekyll-end: 0;}} $h: 1; & {--i: {j};} & {k: l;}\
             & {-rekyll-end: 0;}}"
        );
        assert_eq!(
            of("a { @if $b { c: d } @elseif $e { f: g }}"),
            "a {-rekyll-rule: 0; @if $b { & {c: d;}} @elseif $e { & {f: g;}}& {-rekyll-end: 0;}}"
        );
        for untouched in [
            "@font-face { a: b }",
            "@function f($a: (b: c)) { @return map.get($a, \"};\"); }",
            "@include keyframes(k) { from { a: b } }",
            "@mixin k { from { a: b } 12.5%, to { c: d } }",
            "m.$a: 1; @include b($c: d);",
        ] {
            assert_eq!(of(untouched), untouched);
        }
        assert_eq!(
            of("@mixin m { font: { family: x } #{$p}-q: url(a;b); @at-root .c { d: e } }"),
            "@mixin m { & {font: { family: x }} @if & {& {#{$p}-q: url(a;b);}} @else {#{$p}-q: url(a;b);} \
             @at-root .c {-rekyll-rule: 0; & {d: e;}& {-rekyll-end: 0;}} }"
        );
    }

    #[test]
    fn what_is_mixed_is_told_from_what_is_not() {
        assert!(is_mixed("a { b { c: d } e: f }", false));
        assert!(is_mixed("a { @include b; c: d }", false));
        assert!(is_mixed("a { b { c: d } @if $e { f: g } }", false));
        assert!(!is_mixed("a { b: c; d { e: f } } g { h: i }", false));
        assert!(!is_mixed("a { b: c; @include d }", false));
        let comment = "a { b { c: d } /* e */ }";
        assert!(is_mixed(comment, true) && !is_mixed(comment, false));
    }

    #[test]
    fn parts_are_joined_and_empty_rules_go() {
        let css = "a {\n  -rekyll-rule: 0;\n}\na {\n  b: c;\n}\na {\n  d: e;\n}\na f {\n  -rekyll-rule: 0;\n}\n\
                   a f {\n  g: h;\n}\na {\n  i: j;\n}\n\n@media k {\n  l {\n    -rekyll-rule: 0;\n  }\n}\n\
                   m {\n  -rekyll-rule: 0;\n}\n";
        assert_eq!(
            joined(css),
            "a {\n  b: c;\n  d: e;\n}\na f {\n  g: h;\n}\na {\n  i: j;\n}"
        );
        let css = "a {\n  b: null;\n}\na {\n  -rekyll-end: 0;\n}\n\nc {\n  -rekyll-rule: 0;\n}\nc {\n  d: e;\n}\nc {\n  \
                   -rekyll-end: 0;\n}\n";
        assert_eq!(joined(css), "a {\n  b: null;\n}\n\nc {\n  d: e;\n}");
        assert!(say_the_same(
            "\u{feff}a{b:c}d{e:f}",
            "\u{feff}d {e:f;} a{b:c}",
            false
        ));
        let (one, other) = ("a{b:c}d{e:f}", "d {e:f;} a{b:d}");
        assert!(!say_the_same(one, other, false));
        assert!(say_the_same(one, other, true));
        assert!(!say_the_same(one, "a{e:f}d{b:c}", true));
    }
}
