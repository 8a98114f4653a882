//! The compressed style as Dart Sass lays it out. grass leaves blanks and empty rules that Dart Sass does not, and writes
//! numbers below one and what stands in functions of CSS the shorter way throughout.

use super::calc;
use super::colors::Colors;
use super::flat::{
    Kind, Parts, byte_order_mark, ends_with_semicolon, is_name, opaque, without_quotes,
};
use super::marks::{imports_of, with_imports_in_place};

/// Functions that Sass calculates with, which are compressed like what stands around them.
const CALCULATIONS: [&str; 22] = [
    "abs", "acos", "asin", "atan", "atan2", "calc", "clamp", "cos", "exp", "hypot", "log", "max",
    "min", "mod", "pow", "rem", "round", "sign", "sin", "sqrt", "tan", "",
];
const COLORS: [&str; 4] = ["hsl", "hsla", "rgb", "rgba"];

/// The most decimals of a negative number before which Dart Sass keeps the zero.
const SHORT: usize = 8;

/// A block that is being written.
struct Open {
    /// Where it begins in what is written, and where its body does.
    begin: usize,
    body: usize,
    /// Whether it says something though nothing is in it.
    stays: bool,
    holds_keyframes: bool,
}

/// What grass wrote in the compressed style, as Dart Sass does, with the colours that it numbered.
pub(super) fn compressed(css: &str, colors: &Colors) -> String {
    let mut out = String::with_capacity(css.len() + css.len() / 16);
    let mut open: Vec<Open> = Vec::new();
    let placed = with_imports_in_place(css, "");
    let css = placed.as_deref().unwrap_or(css);
    let (mark, rest) = byte_order_mark(css);
    out.push_str(mark);
    let mut is_ended = false;
    for part in Parts(rest) {
        match part.kind {
            Kind::Statement if imports_of(part.text).is_some() => {}
            Kind::Statement => {
                let is_comment = part.text.starts_with("/*");
                statement(part.text, colors, &mut out);
                is_ended = !is_comment && ends_with_semicolon(part.text);
            }
            Kind::Open => {
                let begin = out.len();
                let in_keyframes = open.last().is_some_and(|outer| outer.holds_keyframes);
                prelude(part.text, in_keyframes, &mut out);
                out.push('{');
                let is_rule = |name| part.text.starts_with(name);
                open.push(Open {
                    begin,
                    body: out.len(),
                    stays: is_rule("@") && !is_rule("@media") && !is_rule("@supports"),
                    holds_keyframes: is_keyframes(part.text),
                });
                is_ended = false;
            }
            Kind::Close => {
                if is_ended {
                    out.pop();
                }
                is_ended = false;
                match open.pop() {
                    Some(block) if block.body == out.len() && !block.stays => {
                        out.truncate(block.begin);
                        is_ended = ends_with_semicolon(&out);
                    }
                    _ => out.push('}'),
                }
            }
        }
    }
    if is_ended {
        out.pop();
    }
    out
}

/// Whether the block holds an animation.
pub(super) fn is_keyframes(prelude: &str) -> bool {
    let name = prelude.split_ascii_whitespace().next();
    name.is_some_and(|name| name.starts_with('@') && name.ends_with("keyframes"))
}

/// What stands before a block.
fn prelude(text: &str, in_keyframes: bool, out: &mut String) {
    if let Some(condition) = text.strip_prefix("@supports (") {
        out.extend(["@supports(", condition]);
    } else if let Some(query) = text.strip_prefix("@media ") {
        out.push_str("@media");
        out.extend((!query.starts_with('(')).then_some(' '));
        media(query, out);
    } else if in_keyframes {
        out.push_str(&text.replace(", ", ","));
    } else {
        out.push_str(without_quotes(text).as_deref().unwrap_or(text));
    }
}

/// Media queries, without the blanks behind a condition.
fn media(query: &str, out: &mut String) {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(c) = query[at..].chars().next() {
        let rest = &query[at..];
        let length = opaque(rest).unwrap_or(c.len_utf8());
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let joins = rest.starts_with(" and ") || rest.starts_with(" or ");
        if !(joins && depth == 0 && out.ends_with(')')) {
            out.push_str(&rest[..length]);
        }
        at += length;
    }
}

/// A declaration, a rule without a block, a comment.
fn statement(text: &str, colors: &Colors, out: &mut String) {
    if let Some(import) = text.strip_prefix("@import ") {
        imported(import, out);
        return;
    }
    let is_plain = text.starts_with(['@', '/']) || text.starts_with("--");
    match text.find(':').filter(|_| !is_plain) {
        Some(colon) if !text.contains("progid:") && !text.contains("expression(") => {
            out.push_str(&text[..=colon]);
            value(&text[colon + 1..], colors, out);
        }
        _ => out.push_str(text),
    }
    // Without its blank a custom property would be without a value.
    out.extend((text.starts_with("--") && text.ends_with(':')).then_some(' '));
}

/// What stands behind `@import`, with the address as a string.
fn imported(import: &str, out: &mut String) {
    out.push_str("@import");
    let url = import.strip_prefix("url(");
    let quoted = url.and_then(|url| {
        let length = opaque(url).filter(|_| url.starts_with(['"', '\'']))?;
        url[length..]
            .strip_prefix(')')
            .map(|rest| (&url[..length], rest))
    });
    if let Some((url, rest)) = quoted {
        out.extend([url, rest.trim_ascii_start()]);
        return;
    }
    let bare = url.and_then(|url| url.split_once(')'));
    let is_simple = |url: &str| {
        !url.is_empty() && !url.contains(|c: char| c.is_ascii_whitespace() || "\"'\\(".contains(c))
    };
    if let Some((url, rest)) = bare.filter(|(url, _)| is_simple(url)) {
        out.extend(["\"", url, "\"", rest.trim_ascii_start()]);
        return;
    }
    let string = opaque(import).filter(|_| import.starts_with(['"', '\'']));
    if let Some(length) = string {
        out.extend([&import[..length], import[length..].trim_ascii_start()]);
        return;
    }
    out.extend([" ", import]);
}

/// The value of a declaration. What stands in a function that Sass does not know is laid out as in the expanded style.
fn value(text: &str, colors: &Colors, out: &mut String) {
    value_within(text, "", false, colors, out);
}

/// What stands behind `before` in a value, which is in such a function or not.
fn value_within(text: &str, before: &str, is_spaced: bool, colors: &Colors, out: &mut String) {
    let mut spaced = vec![is_spaced];
    let (mut at, mut name) = (0, 0);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let is_spaced = spaced.last().copied().unwrap_or_default();
        let before = if at == 0 { before } else { &text[..at] };
        if let Some((call, length)) = calc::laid_out_call(rest, before, !is_spaced) {
            out.push_str("calc(");
            value_within(&call["calc(".len()..], "(", is_spaced, colors, out);
            at += length;
            spaced.push(is_spaced);
            name = at;
            continue;
        }
        if let Some((color, length)) = colors.begin(rest, is_spaced) {
            out.push_str(&color);
            at += length;
            name = at;
            continue;
        }
        let length = match (opaque(rest), c) {
            (Some(length), _) => length,
            (_, '\\') => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            _ => c.len_utf8(),
        };
        match c {
            '(' => spaced.push(is_spaced || is_of_css(&text[name..at], &rest[1..])),
            ')' if spaced.len() > 1 => {
                spaced.pop();
            }
            '.' if needs_zero(before, &rest[1..], is_spaced) => out.push('0'),
            _ => {}
        }
        out.push_str(&rest[..length]);
        at += length;
        if c == ',' && is_spaced && !text[at..].starts_with(' ') {
            out.push(' ');
        }
        if !is_name(c) {
            name = at;
        }
    }
}

/// Whether a function of this name is none that Sass puts a value in the place of.
fn is_of_css(name: &str, arguments: &str) -> bool {
    let name = name.to_ascii_lowercase();
    if CALCULATIONS.contains(&name.as_str()) {
        return false;
    }
    let end = arguments.find(|c: char| !c.is_ascii_digit() && !".,%-".contains(c));
    let is_color = end.is_some_and(|end| arguments[end..].starts_with(')'));
    !(is_color && COLORS.contains(&name.as_str()))
}

/// Whether Dart Sass has a zero before this point.
fn needs_zero(before: &str, decimals: &str, is_spaced: bool) -> bool {
    let length = decimals.len()
        - decimals
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    let unsigned = before.strip_suffix('-');
    let outer = unsigned.unwrap_or(before);
    let is_number = length > 0 && (outer.is_empty() || outer.ends_with([' ', '(', ',', '/', '*']));
    is_number && (is_spaced || unsigned.is_some() && length <= SHORT || is_behind_word(outer))
}

/// Whether the text ends with a slash behind a word: what that makes is text.
fn is_behind_word(text: &str) -> bool {
    let word = text.strip_suffix('/').map(|before| {
        let start = before.trim_end_matches(is_name).len();
        &before[start..]
    });
    word.is_some_and(|word| word.starts_with(|c: char| c.is_alphabetic() || c == '-'))
}

#[cfg(test)]
mod tests {
    use super::super::colors::Colors;

    fn compressed(css: &str) -> String {
        super::compressed(css, &Colors::default())
    }

    // What is expected is what Dart Sass 1.108 prints.
    #[test]
    fn blanks_and_zeros_are_those_of_dart_sass() {
        for (written, expected) in [
            (
                "a{margin:-.3em auto;b:scale(.75) translate(-.5px,.2px);c:calc(100% - .5px);d:.5/.25;}",
                "a{margin:-0.3em auto;b:scale(0.75) translate(-0.5px, 0.2px);c:calc(100% - .5px);d:.5/.25}",
            ),
            (
                "a{b:rgba(1,2,3,.5);c:max(-.5px,.5vw);d:-.123456789;--x: -.3em 0.5}",
                "a{b:rgba(1,2,3,.5);c:max(-0.5px,.5vw);d:-.123456789;--x: -.3em 0.5}",
            ),
            (
                "@media (min-width: 0.5em) and (max-width: 2em){a{b:c}}@media screen and (a) and (color),(print){a{b:c}}",
                "@media(min-width: 0.5em)and (max-width: 2em){a{b:c}}@media screen and (a)and (color),(print){a{b:c}}",
            ),
            (
                "@supports (a: b) and (c: d){a{b:c;}}@media not (color){a{b:c}}footer{}@keyframes k{from, 50.5%{a:b}}",
                "@supports(a: b) and (c: d){a{b:c}}@media not (color){a{b:c}}@keyframes k{from,50.5%{a:b}}",
            ),
            (
                "@import url(\"http://x.y/z.css\") screen;@import url(//x.y/q.css);@import \"http://x.y\";",
                "@import\"http://x.y/z.css\"screen;@import\"//x.y/q.css\";@import\"http://x.y\"",
            ),
        ] {
            assert_eq!(compressed(written), expected);
        }
    }

    #[test]
    fn what_cannot_be_read_is_left() {
        for text in [
            "a{b:\"(;.5",
            "}",
            "a{--b: }",
            "a{b:c\\",
            "@import ",
            "a{b:url(x,-.5)}",
        ] {
            assert!(!compressed(text).is_empty());
        }
        assert_eq!(compressed("a{--b: }"), "a{--b: }");
        assert_eq!(compressed("a{b:url(x,-.5)}"), "a{b:url(x,-.5)}");
    }
}
