//! What sheets ask for of colours: the module `sass:color`, functions by their names, colours within text.

use std::path::Path;

use super::flat::{is_name, opaque};
use super::functions::{PREFIX, names};

/// The address of the module of colours, and that of ours in its place; both go by the same name.
const MODULE: &str = "sass:color";
const OURS: &str = "sass:sass:color";
/// The name of our module's file.
const FILE: &str = "sass:sass:color.scss";
/// What makes functions known to those that look for one by its name.
const BY_NAME: &str = "sass:color-functions";
/// The name of the file with those.
const BY_NAME_FILE: &str = "sass:color-functions.scss";

/// How long a term may be that is interpolated.
const LONGEST: usize = 4096;
/// What values are joined with to text, which grass writes the shorter way: it may be compared with what is
/// interpolated, so that is left to be written so too.
const JOINS: [&str; 2] = ["+ ' ' +", "+ \" \" +"];
/// How much of an address may be before that.
const LONGEST_URL: usize = 256;

/// What stands in the place of Sass's module.
const SOURCE: &str = "\
@function adjust($color, $changes...) { @return rekyll-adjust-color($color, $changes...); }
@function alpha($color) { @return rekyll-alpha($color); }
@function blackness($color) { @return rekyll-blackness($color); }
@function blue($color) { @return rekyll-blue($color); }
@function change($color, $changes...) { @return rekyll-change-color($color, $changes...); }
@function channel($color, $channel, $space: null) { @return rekyll-channel($color, $channel, $space); }
@function complement($color, $space: null) { @return rekyll-complement($color, $space); }
@function grayscale($color) { @return rekyll-grayscale($color); }
@function green($color) { @return rekyll-green($color); }
@function hue($color) { @return rekyll-hue($color); }
@function hwb($channels...) { @return rekyll-module-hwb($channels...); }
@function ie-hex-str($color) { @return rekyll-ie-hex-str($color); }
@function invert($color, $weight: 100%, $space: null) { @return rekyll-invert($color, $weight, $space); }
@function is-in-gamut($color, $space: null) { @return rekyll-is-in-gamut($color, $space); }
@function is-legacy($color) { @return rekyll-red($color) != null; }
@function lightness($color) { @return rekyll-lightness($color); }
@function mix($color1, $color2, $weight: 50%, $method: null) { @return rekyll-mix($color1, $color2, $weight, $method); }
@function opacity($color) { @return rekyll-opacity($color); }
@function red($color) { @return rekyll-red($color); }
@function same($color1, $color2) { @return rekyll-same($color1, $color2); }
@function saturation($color) { @return rekyll-saturation($color); }
@function scale($color, $changes...) { @return rekyll-scale-color($color, $changes...); }
@function space($color) { @return rekyll-space($color); }
@function to-space($color, $space) { @return rekyll-to-space($color, $space); }
@function whiteness($color) { @return rekyll-whiteness($color); }
";

/// The global functions as functions of a sheet, for those that look for one by its name.
fn by_name() -> String {
    let defined = |name| {
        format!(
            "@function {name}($args...) {{ @return {PREFIX}{name}($args...); }}
"
        )
    };
    names().map(defined).collect()
}

/// The name and the text of a module of ours, which has no place.
pub(super) fn module(path: &Path) -> Option<(&'static str, String)> {
    match path.file_name()?.to_str()? {
        FILE => Some((FILE, SOURCE.to_string())),
        BY_NAME_FILE => Some((BY_NAME_FILE, by_name())),
        _ => None,
    }
}

/// Whether an error is said of a module of ours.
pub(super) fn is_in_module(error: &grass::Error) -> bool {
    match error.clone().kind() {
        grass::ErrorKind::ParseError { loc, .. } => module(Path::new(loc.file.name())).is_some(),
        _ => false,
    }
}

/// The text with the module of colours as ours.
pub(super) fn asked(text: &str) -> Option<String> {
    if !text.contains(MODULE) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + OURS.len());
    let (mut at, mut from) = (0, 0);
    while let Some(found) = text[at..].find(['@', '/']) {
        let begin = at + found;
        let rest = &text[begin..];
        at = begin + opaque(rest).unwrap_or(1);
        if let Some(before) = loads_module(rest) {
            at = begin + before + MODULE.len();
            out.extend([&text[from..begin + before], OURS]);
            from = at;
        }
    }
    out.push_str(&text[from..]);
    (from > 0).then_some(out)
}

/// What is before the address of the module, where the text begins with a rule that loads it.
fn loads_module(text: &str) -> Option<usize> {
    let rule = ["@use", "@forward"];
    let url = rule.iter().find_map(|rule| text.strip_prefix(rule))?;
    let quoted = url.trim_ascii_start();
    let quote = quoted.chars().next().filter(|c| "\"'".contains(*c))?;
    let after = quoted[1..].strip_prefix(MODULE)?;
    let is_whole = after.starts_with(quote);
    is_whole.then_some(text.len() - quoted.len() + 1)
}

/// The text with functions known to those that look for one by its name.
pub(super) fn known_by_name(text: &str, between: char) -> String {
    format!("@use \"{BY_NAME}\" as *{between}{text}")
}

/// Whether functions are looked for by their names.
pub(super) fn calls_by_name(text: &str) -> bool {
    let is_called = |name: &str| {
        let mut found = text.match_indices(name);
        found.any(|(at, _)| !text[..at].ends_with(is_name))
    };
    is_called("get-function(") || is_called("call(")
}

/// Whether a function of ours is named in quotes, other than as the key of a map.
pub(super) fn names_function(text: &str) -> bool {
    let mut parts = text.split(['"', '\'']).skip(1).peekable();
    while let Some(quoted) = parts.next() {
        let is_key = |after: &&str| after.trim_ascii_start().starts_with(':');
        if names().any(|name| name == quoted) && !parts.peek().is_some_and(is_key) {
            return true;
        }
    }
    false
}

/// The text with colours that are interpolated as their text; in the compressed style they are not compressed.
pub(super) fn with_text(text: &str) -> Option<String> {
    if joins(text) {
        return None;
    }
    let mut out = String::new();
    let (mut at, mut from) = (0, 0);
    while let Some(found) = text[at..].find("#{") {
        at += found + 2;
        let before = &text[..at - 2];
        let Some(length) =
            term_length(&text[at..]).filter(|_| !before.ends_with('\\') && !is_in_url(before))
        else {
            continue;
        };
        let term = &text[at..at + length];
        out.extend([&text[from..at], PREFIX, "text(", term, ")"]);
        at += length;
        from = at;
    }
    if from == 0 {
        return None;
    }
    out.push_str(&text[from..]);
    Some(out)
}

/// Whether values are joined to text that may be compared.
pub(super) fn joins(text: &str) -> bool {
    JOINS.iter().any(|join| text.contains(join))
}

/// Whether the text ends in an address without quotes, which another parenthesis would seem to end.
fn is_in_url(text: &str) -> bool {
    let near = text.len().saturating_sub(LONGEST_URL)..;
    let bytes = &text.as_bytes()[near];
    let open = bytes.rsplit(|&b| b == b')').next().unwrap_or_default();
    let mut calls = open.windows("url(".len()).enumerate();
    calls.any(|(at, it)| {
        let first = open.get(at + it.len());
        it.eq_ignore_ascii_case(b"url(") && !first.is_some_and(|b| b"\"'".contains(b))
    })
}

/// Whether what is interpolated is one value that is reckoned, and the same as what a function is given: no list with
/// commas, and no slash, which divides there.
fn is_reckoned(term: &str) -> bool {
    let mut depth = 0_usize;
    for c in term.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            ',' if depth == 0 => return false,
            _ if is_name(c) || "$.+*,#{} ".contains(c) => {}
            _ => return false,
        }
    }
    depth == 0 && (term.contains('$') || term.starts_with(|c: char| c == '.' || c.is_ascii_digit()))
}

/// How long the variable or the call is that is all up to the brace.
fn term_length(text: &str) -> Option<usize> {
    let (mut depth, mut end) = (0_usize, None);
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => {
                end = Some(at);
                break;
            }
            b'}' => depth -= 1,
            _ => {}
        }
    }
    let end = end?;
    let term = text[..end].trim_ascii();
    if is_reckoned(term) {
        return Some(end);
    }
    if term.contains('{') {
        return None;
    }
    let name_end = |text: &str| text.find(|c: char| !is_name(c)).unwrap_or(text.len());
    let first = name_end(term);
    let own = match term[first..].strip_prefix('.') {
        Some(own) if first > 0 => own,
        _ => term,
    };
    if let Some(variable) = own.strip_prefix('$') {
        return (name_end(variable) == variable.len()).then_some(end);
    }
    let digits = term.strip_prefix('#').unwrap_or(term);
    if name_end(digits) == digits.len() {
        return Some(end).filter(|_| !digits.is_empty());
    }
    let name = name_end(own);
    let call = &own[name..];
    if name == 0 || !call.starts_with('(') || own.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(c) = call[at..].chars().next() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        at += opaque(&call[at..]).unwrap_or(c.len_utf8());
        if depth == 0 {
            break;
        }
    }
    (at == call.len() && depth == 0).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_of_colours_is_ours() {
        let text = "/* @use 'sass:color' */ @use 'sass:color' as c; @forward \"sass:color\"; @use \"sass:math\";";
        let expected = "/* @use 'sass:color' */ @use 'sass:sass:color' as c; @forward \"sass:sass:color\"; @use \"sass:math\";";
        assert_eq!(asked(text).as_deref(), Some(expected));
        for text in [
            "@use 'color'; a { b: 'sass:color' }",
            "@use sass:color",
            "@",
        ] {
            assert_eq!(asked(text), None);
        }
    }

    #[test]
    fn terms_that_are_interpolated_become_text() {
        let text = "#{$a} #{ m.$b } #{f($c, \")\")} #{white} #{#fff} #{$a + 1} #{1/2} url(#{$a}) #{f(\"#{$d}\")}";
        let expected = "#{rekyll-text($a)} #{rekyll-text( m.$b )} #{rekyll-text(f($c, \")\"))} #{rekyll-text(white)} \
                        #{rekyll-text(#fff)} #{rekyll-text($a + 1)} #{1/2} url(#{$a}) #{f(\"#{rekyll-text($d)}\")}";
        assert_eq!(with_text(text).as_deref(), Some(expected));
        for text in ["#{", "#{}", "#{$", "#{f(}", "#{f)}", "한 #{한 한}"] {
            assert_eq!(with_text(text), None);
        }
    }

    #[test]
    fn functions_that_are_named_are_known() {
        assert!(calls_by_name("a: call($f)") && calls_by_name("meta.get-function(\"x\")"));
        assert!(!calls_by_name("a: re-call($f)"));
        assert!(names_function("f(\"mix\")") && names_function("$f: 'fade-in';"));
        assert!(!names_function("(\"red\": #f00, 'a': red)"));
    }
}
