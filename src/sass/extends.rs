//! `@extend` where grass by itself fails: it extends within one file alone, leaves out what a placeholder of another one
//! says, and forgets now this one, now that one of several rules with the same selector. So such a sheet is compiled with
//! its extensions and placeholders as marks first, and what comes of it, which is one file, with the marks as what they
//! stand for.

use std::collections::HashSet;

use super::Syntax;
use super::flat::{Kind, Parts, byte_order_mark, opaque};
use super::layout::is_keyframes;
use super::marks::GROUP_END;

const EXTEND: &str = "-rekyll-extend";
const PLACEHOLDER: &str = ".rekyll-placeholder-";
/// Functions of CSS that are functions of Sass as well, which may refuse what CSS takes.
const OF_EITHER: [&str; 9] = [
    "abs(",
    "alpha(",
    "grayscale(",
    "hwb(",
    "if(",
    "invert(",
    "opacity(",
    "round(",
    "saturate(",
];

/// Whether the text loads modules other than those of Sass itself.
pub(super) fn loads_modules(text: &str) -> bool {
    ["@use", "@forward"].iter().any(|rule| {
        text.split(rule).skip(1).any(|rest| {
            let url = rest.trim_ascii_start();
            url.len() < rest.len() && url.starts_with(['"', '\'']) && !url[1..].starts_with("sass:")
        })
    })
}

/// Whether the text may extend something.
pub(super) fn extends(text: &str) -> bool {
    text.contains("@extend")
}

/// Whether rules of the sheet may have had the same selector.
pub(super) fn repeats(css: &str) -> bool {
    let mut seen = HashSet::new();
    let rules = Parts(css).filter(|part| part.kind == Kind::Open && !part.text.starts_with('@'));
    rules
        .map(|part| part.text.split(',').next().unwrap_or_default())
        .any(|first| !seen.insert(first))
}

/// The text with every `@extend` as a declaration and every placeholder as a class.
pub(super) fn marked(text: &str, syntax: Syntax) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let (mut at, mut before) = (0, '\n');
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let mut end = at + c.len_utf8();
        if let Some(length) = opaque(rest) {
            end = at + length;
            out.push_str(&rest[..length]);
        } else if c == '\\' {
            end += text[end..].chars().next().map_or(0, char::len_utf8);
            out.push_str(&text[at..end]);
        } else if let Some(target) = rest.strip_prefix("@extend").filter(|s| is_parted(s)) {
            let length = quoted_target(target, syntax, &mut out);
            end = text.len() - target.len() + length;
        } else if c == '%' && names_placeholder(before, &rest[1..]) {
            out.push_str(PLACEHOLDER);
        } else {
            out.push(c);
        }
        before = text[..end].chars().next_back().unwrap_or(c);
        at = end;
    }
    out
}

/// The CSS with the marks as what they stand for; none where it cannot be read as Sass. grass extends now this one, now
/// that one of several rules with the same selector, so each has a placeholder of its own besides, of which nothing is
/// printed. Media queries are text, which is printed as it stands, and so are values: all of them, or those alone that
/// Sass would read in another way. In the expanded style the blocks that end a group of Dart Sass's are marked.
pub(super) fn unmarked(css: &str, is_expanded: bool, all: bool) -> Option<String> {
    if css.contains("#{") {
        return None;
    }
    let mut out = String::with_capacity(css.len() * 2);
    let (_, css) = byte_order_mark(css);
    let mut open: Vec<Rule<'_>> = Vec::new();
    let mut number = 0_usize;
    let mut parts = Parts(css).peekable();
    while let Some(part) = parts.next() {
        match (part.kind, open.last_mut()) {
            (Kind::Statement, Some(rule)) if part.text.starts_with(EXTEND) => {
                let value = part.text[EXTEND.len()..]
                    .strip_prefix(':')?
                    .trim_ascii_start();
                let length = opaque(value)?;
                with_placeholders(rule.selector, &mut rule.extensions)?;
                rule.extensions.push_str(" {@extend ");
                unquote(value.get(1..length - 1)?, &mut rule.extensions);
                rule.extensions.push('}');
            }
            (Kind::Open, _) => {
                open.push(Rule {
                    selector: part.text,
                    begin: out.len(),
                    extensions: String::new(),
                });
                out.push_str(part.blanks);
                match part.text.strip_prefix("@media ") {
                    Some(query) => {
                        out.push_str("@media #{\"");
                        escaped(query, &mut out);
                        out.push_str("\"}");
                    }
                    None => with_placeholders(part.text, &mut out)?,
                }
                if is_style_rule(&open) {
                    number += 1;
                    out.push_str(&format!(", %rekyll-{number}"));
                }
                out.push_str(" {");
            }
            (Kind::Statement, Some(_)) if is_text(part.text, all) => {
                out.push_str(part.blanks);
                with_value_as_text(part.text, &mut out)?;
            }
            _ => {
                // By the column of a comment Sass tells how far its lines are indented.
                let is_apart = part.text.starts_with("/*") && part.blanks.is_empty();
                out.extend((is_apart && !out.is_empty()).then_some('\n'));
                let next = parts.peek().filter(|_| part.kind == Kind::Close);
                if next.is_some_and(|next| is_expanded && next.blanks.matches('\n').count() > 1) {
                    out.push_str(GROUP_END);
                }
                out.push_str(part.blanks);
                with_placeholders(part.text, &mut out)?;
            }
        }
        if part.kind == Kind::Close {
            // Its extensions go before it, without the placeholder.
            let closed = open.pop().filter(|closed| !closed.extensions.is_empty());
            if let Some(closed) = closed {
                let rule = out.split_off(closed.begin);
                out.extend(["\n", &closed.extensions, &rule]);
            }
        }
    }
    Some(out)
}

/// A block that is being read.
struct Rule<'t> {
    selector: &'t str,
    /// Where it begins in what is written.
    begin: usize,
    extensions: String,
}

fn is_style_rule(open: &[Rule<'_>]) -> bool {
    let is_one = |rule: &Rule<'_>| !rule.selector.starts_with('@');
    let in_keyframes = open.iter().any(|outer| is_keyframes(outer.selector));
    open.last().is_some_and(is_one) && !in_keyframes
}

/// Whether Sass is not to read the value of the statement.
fn is_text(statement: &str, all: bool) -> bool {
    let is_declaration = !statement.starts_with(['@', '/']);
    let calls_either = || OF_EITHER.iter().any(|call| statement.contains(call));
    is_declaration && (all || statement.starts_with("--") || calls_either())
}

/// The declaration with its value as text, which Sass does not calculate a second time.
fn with_value_as_text(declaration: &str, out: &mut String) -> Option<()> {
    let (name, value) = declaration.split_once(':')?;
    let value = value.strip_suffix(';').unwrap_or(value);
    let is_custom = name.starts_with("--");
    out.extend([name, if is_custom { ":#{\"" } else { ": #{\"" }]);
    let value = if is_custom {
        value
    } else {
        value.trim_ascii_start()
    };
    escaped(value, out);
    out.push_str("\"};");
    Some(())
}

/// Writes text as it stands in quotes.
fn escaped(text: &str, out: &mut String) {
    for c in text.chars() {
        out.extend(matches!(c, '"' | '\\').then_some('\\'));
        out.push(if c == '\n' { ' ' } else { c });
    }
}

fn with_placeholders(selector: &str, out: &mut String) -> Option<()> {
    let mut at = 0;
    while let Some(c) = selector[at..].chars().next() {
        let rest = &selector[at..];
        if rest.starts_with("//") {
            return None;
        }
        let mut length = c.len_utf8();
        if let Some(whole) = opaque(rest) {
            length = whole;
            out.push_str(&rest[..length]);
        } else if rest.starts_with(PLACEHOLDER) {
            length = PLACEHOLDER.len();
            out.push('%');
        } else {
            out.push(c);
        }
        at += length;
    }
    Some(())
}

fn is_parted(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_whitespace())
}

fn names_placeholder(before: char, after: &str) -> bool {
    let parted = before.is_ascii_whitespace() || ",{};>+~(".contains(before);
    let name = after.trim_start_matches('-');
    parted && (name.starts_with("#{") || name.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}

/// Writes what is extended as the value of a declaration, and says how long it is.
fn quoted_target(target: &str, syntax: Syntax, out: &mut String) -> usize {
    let begin = target.len() - target.trim_start_matches([' ', '\t']).len();
    out.extend([EXTEND, ": \""]);
    let (mut depth, mut before, mut end) = (0_usize, ' ', target.len());
    for (at, c) in target.char_indices().skip(begin) {
        match c {
            '{' if before == '#' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ';' | '}' | '{' if depth == 0 => end = at,
            '\n' if syntax == Syntax::Indented => end = at,
            _ => {}
        }
        if end == at {
            break;
        }
        match c {
            '"' | '\\' if depth == 0 => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
        before = c;
    }
    out.push('"');
    end
}

fn unquote(text: &str, out: &mut String) {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_and_placeholders_are_marked_and_unmarked() {
        let text = "%a-b { c: 5 % 2; d: 50%; e: \"%f\" }\n/* %g @extend h; */ i { @extend %a-b, .j\\:k; l: m }";
        let marked = marked(text, Syntax::Scss);
        assert_eq!(
            marked,
            ".rekyll-placeholder-a-b { c: 5 % 2; d: 50%; e: \"%f\" }\n/* %g @extend h; */ i { \
             -rekyll-extend: \"%a-b, .j\\\\:k\"; l: m }"
        );
        assert_eq!(
            unmarked(&marked, false, true).as_deref(),
            Some(
                "%a-b, %rekyll-1 { c: #{\"5 % 2\"}; d: #{\"50%\"}; e: #{\"\\\"%f\\\"\"};}\n/* %g @extend h; */\n\
                 i {@extend %a-b, .j\\:k} i, %rekyll-2 { l: #{\"m\"};}"
            )
        );
    }

    #[test]
    fn what_css_calls_is_not_calculated_again() {
        let css = "a {\n  filter: invert() url(\"b\\c\");\n  top: max(1px, 2px);\n}";
        assert_eq!(
            unmarked(css, false, true).as_deref(),
            Some(
                "a, %rekyll-1 {\n  filter: #{\"invert() url(\\\"b\\\\c\\\")\"};\n  top: #{\"max(1px, 2px)\"};\n}"
            )
        );
    }

    #[test]
    fn a_target_ends_with_its_line_or_its_block_and_may_be_computed() {
        let of = |text, syntax| marked(text, syntax);
        assert_eq!(
            of("a\n  @extend %b\n  c: d", Syntax::Indented),
            "a\n  -rekyll-extend: \"%b\"\n  c: d"
        );
        assert_eq!(
            of("a{@extend .b-#{f(\"c\")} !optional}", Syntax::Scss),
            "a{-rekyll-extend: \".b-#{f(\"c\")} !optional\"}"
        );
    }

    #[test]
    fn modules_of_sass_itself_are_none() {
        assert!(!loads_modules("@use 'sass:math';\n@use \"sass:map\";"));
        assert!(loads_modules("@use 'sass:math';\n@forward 'a';"));
    }
}
