//! Writes YAML as Psych does over libyaml (`Psych.dump`): what jekyll-compose leaves in front matter.

use std::sync::LazyLock;

use fancy_regex::Regex;

use crate::error::{Error, ErrorKind, Result};
use crate::value::{Date, Value};

/// Lines are folded at the first blank behind this column.
const WIDTH: usize = 80;

/// Containers nested deeper than this are not written: YAML may hold itself.
const DEEPEST: usize = 100;

/// A value as a YAML document.
///
/// # Errors
/// Containers nested too deep, and values that have no form in YAML.
pub fn dump(value: &Value) -> Result<String> {
    let mut out = String::from("---");
    match value {
        Value::Hash(hash) if !hash.is_empty() => out.push('\n'),
        Value::Array(array) if !array.is_empty() => out.push('\n'),
        _ => out.push(' '),
    }
    node(value, Place::default(), &mut out)?;
    if !out.ends_with('\n') {
        out.push('\n');
    }
    Ok(out)
}

/// Where a node stands.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// The column of the lines of a container.
    indent: usize,
    /// How many containers are round it.
    depth: usize,
    /// Whether it is a key.
    is_key: bool,
}

fn node(value: &Value, place: Place, out: &mut String) -> Result<()> {
    if place.depth > DEEPEST {
        return Err(Error::new(ErrorKind::Limit, "stack level too deep"));
    }
    match value {
        Value::Hash(hash) if hash.is_empty() => out.push_str("{}"),
        Value::Array(array) if array.is_empty() => out.push_str("[]"),
        Value::Hash(hash) => {
            for (at, (key, value)) in hash.iter().enumerate() {
                line(at, place.indent, out);
                let inner = Place {
                    is_key: true,
                    depth: place.depth + 1,
                    ..place
                };
                node(key, inner, out)?;
                out.push(':');
                let (is_hash, is_array) = containers(value);
                if is_hash || is_array {
                    out.push('\n');
                } else if !value.is_nil() {
                    out.push(' ');
                }
                // the items of a list stand below its key, those of a hash further in
                let indent = place.indent + if is_hash { 2 } else { 0 };
                let inner = Place {
                    indent,
                    depth: place.depth + 1,
                    is_key: false,
                };
                node(value, inner, out)?;
            }
        }
        Value::Array(array) => {
            for (at, value) in array.iter().enumerate() {
                line(at, place.indent, out);
                out.push('-');
                if !value.is_nil() {
                    out.push(' ');
                }
                let inner = Place {
                    indent: place.indent + 2,
                    depth: place.depth + 1,
                    is_key: false,
                };
                node(value, inner, out)?;
            }
        }
        Value::Nil => {}
        Value::Str(text) | Value::Symbol(text) => string(text, place, out),
        Value::Bool(_) | Value::Int(_) | Value::BigInt(_) | Value::Float(_) => {
            value.write_to_s(out)?;
        }
        other => string(&other.to_s()?, place, out),
    }
    Ok(())
}

fn containers(value: &Value) -> (bool, bool) {
    match value {
        Value::Hash(hash) => (!hash.is_empty(), false),
        Value::Array(array) => (false, !array.is_empty()),
        _ => (false, false),
    }
}

/// Begins the line of an entry; the first stands where its container begins.
fn line(at: usize, indent: usize, out: &mut String) {
    if at > 0 && !out.ends_with('\n') {
        out.push('\n');
    }
    if out.ends_with('\n') {
        out.extend(std::iter::repeat_n(' ', indent));
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

fn string(text: &str, place: Place, out: &mut String) {
    let scalar = Scalar::of(text);
    let style = match asked_style(text) {
        Style::Plain if !scalar.plain => Style::Single,
        style => style,
    };
    let style = match style {
        Style::Single if !scalar.single => Style::Double,
        Style::Literal if !scalar.block || place.is_key => Style::Double,
        style => style,
    };
    let indent = place.indent + 2;
    match style {
        Style::Plain => folded(text, place.is_key, indent, out),
        Style::Single => {
            out.push('\'');
            folded(&text.replace('\'', "''"), place.is_key, indent, out);
            out.push('\'');
        }
        Style::Double => double_quoted(text, place.is_key, indent, out),
        Style::Literal => literal(text, indent, out),
    }
}

/// The style that Psych asks for (`visit_String`).
fn asked_style(text: &str) -> Style {
    static OPENS_WITH_A_SIGN: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r#"(?m)^[^\w][^"]*$"#).ok());
    static OCTAL_FLOAT: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\A0[0-7]*\.[0-9]").ok());
    let inner = text.strip_suffix('\n').unwrap_or(text);
    if inner.contains('\n') {
        Style::Literal
    } else if text == "<<" {
        Style::Single
    } else if matches!(text, "y" | "Y" | "n" | "N") || fits(&OPENS_WITH_A_SIGN, text) {
        Style::Double
    } else if !is_read_as_text(text) || fits(&OCTAL_FLOAT, text) {
        Style::Single
    } else {
        Style::Plain
    }
}

fn fits(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern
        .as_ref()
        .is_some_and(|pattern| pattern.is_match(text).unwrap_or(false))
}

/// Whether Psych reads the plain text as a String (`ScalarScanner#tokenize`).
fn is_read_as_text(text: &str) -> bool {
    static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?m)^[^\d.:-]?[[:alpha:]\p{L}_\s!@#$%\^&*(){}<>|/\\~;=]+").ok()
    });
    static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(concat!(
            r"(?mi)^(-?\d{4}-\d{1,2}-\d{1,2}(?:T|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(\d\d)?))?",
            r"|[-+]?\.inf|\.nan|:.+",
            r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}(\.[0-9_]*)?",
            r"|[-+]?([0-9][0-9_,]*)?\.[0-9]*(e[+-][0-9]+)?",
            r"|[-+]?0b[01_,]+|[-+]?0[0-7_,]+|[-+]?(0|[1-9]([0-9]|,[0-9]|_[0-9])*)|[-+]?0x[0-9a-f_,]+)$",
        ))
        .ok()
    });
    if text.is_empty() {
        return false;
    }
    if fits(&WORD, text) || text.contains('\n') {
        let small = text.to_lowercase();
        return text.chars().count() > 5
            || !matches!(
                small.as_str(),
                "~" | "null" | "yes" | "true" | "on" | "no" | "false" | "off"
            );
    }
    if is_date(text) {
        return false;
    }
    let is_lone_dot = matches!(text, "." | "+." | "-.");
    is_lone_dot || !fits(&OTHER, text)
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, lengths: std::ops::RangeInclusive<usize>| -> Option<i64> {
        let fits = lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse().ok())?
    };
    let [year, month, day] = parts[..] else {
        return false;
    };
    let (Some(year), Some(month), Some(day)) = (
        number(year, 4..=4),
        number(month, 1..=2),
        number(day, 1..=2),
    ) else {
        return false;
    };
    let small = |number: i64| u8::try_from(number).unwrap_or(0);
    Date::from_civil(year, small(month), small(day)).is_some()
}

/// What styles a text allows (libyaml's `yaml_emitter_analyze_scalar`).
struct Scalar {
    plain: bool,
    single: bool,
    block: bool,
}

impl Scalar {
    fn of(text: &str) -> Self {
        if text.is_empty() {
            return Scalar {
                plain: true,
                single: true,
                block: false,
            };
        }
        let chars: Vec<char> = text.chars().collect();
        let is_blank = |at: usize| {
            chars
                .get(at)
                .is_none_or(|c| matches!(c, ' ' | '\t' | '\n' | '\r'))
        };
        let mut has_indicator = text.starts_with("---") || text.starts_with("...");
        for (at, c) in chars.iter().enumerate() {
            has_indicator |= match c {
                '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"'
                | '%' | '@' | '`'
                    if at == 0 =>
                {
                    true
                }
                '?' | '-' if at == 0 => is_blank(1),
                ':' => is_blank(at + 1),
                '#' => is_blank(at - 1),
                _ => false,
            };
        }
        let is_break = |c: Option<&char>| c.is_some_and(|c| matches!(c, '\n' | '\r'));
        let is_space = |c: Option<&char>| c == Some(&' ');
        let (first, last) = (chars.first(), chars.last());
        let pairs = || chars.windows(2);
        let break_space = pairs().any(|pair| is_break(pair.first()) && pair[1] == ' ');
        let space_break = pairs().any(|pair| pair[0] == ' ' && is_break(pair.get(1)));
        let has_special = !chars.iter().all(|&c| is_printable(c));
        let ends = [first, last];
        let has_loose_end = ends.iter().any(|c| is_space(*c) || is_break(*c));
        let has_break = chars.iter().any(|c| is_break(Some(c)));
        Scalar {
            plain: !(has_indicator || has_loose_end || has_break || space_break || has_special),
            single: !(break_space || space_break || has_special),
            block: !(is_space(last) || space_break || has_special),
        }
    }
}

/// What libyaml prints as it is; characters beyond the first plane are none.
fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
        && c != '\u{feff}'
}

fn column(out: &str) -> usize {
    let line = out.rfind('\n').map_or(0, |at| at + 1);
    out[line..].chars().count()
}

/// Text whose blanks become line breaks where the line has become too long.
fn folded(text: &str, is_key: bool, indent: usize, out: &mut String) {
    let mut column = column(out);
    let chars: Vec<char> = text.chars().collect();
    let mut in_spaces = false;
    for (at, &c) in chars.iter().enumerate() {
        let is_inner = at > 0 && at + 1 < chars.len() && chars[at + 1] != ' ';
        if c == ' ' && !is_key && !in_spaces && column > WIDTH && is_inner {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else if c == '\n' {
            out.push_str(if in_spaces { "\n" } else { "\n\n" });
            out.extend(std::iter::repeat_n(' ', indent));
            column = indent;
        } else {
            out.push(c);
            column += 1;
        }
        in_spaces = c == ' ';
    }
}

fn double_quoted(text: &str, is_key: bool, indent: usize, out: &mut String) {
    out.push('"');
    let mut column = column(out);
    let chars: Vec<char> = text.chars().collect();
    let mut in_spaces = false;
    for (at, &c) in chars.iter().enumerate() {
        let start = out.len();
        match c {
            ' ' if !is_key && !in_spaces && column > WIDTH && at > 0 && at + 1 < chars.len() => {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent));
                column = indent;
                if chars[at + 1] == ' ' {
                    out.push('\\');
                    column += 1;
                }
                in_spaces = true;
                continue;
            }
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0' => out.push_str("\\0"),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0b' => out.push_str("\\v"),
            '\x0c' => out.push_str("\\f"),
            '\x1b' => out.push_str("\\e"),
            '\u{85}' => out.push_str("\\N"),
            '\u{a0}' => out.push_str("\\_"),
            '\u{2028}' => out.push_str("\\L"),
            '\u{2029}' => out.push_str("\\P"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) <= 0xff => out.push_str(&format!("\\x{:02X}", u32::from(c))),
            c if u32::from(c) <= 0xffff => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
        column += out[start..].chars().count();
        in_spaces = c == ' ';
    }
    out.push('"');
}

/// Lines as they are, below a bar.
fn literal(text: &str, indent: usize, out: &mut String) {
    out.push('|');
    if text.starts_with([' ', '\n']) {
        out.push('2');
    }
    if !text.ends_with('\n') {
        out.push('-');
    } else if text.len() == 1 || text.ends_with("\n\n") {
        out.push('+');
    }
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        out.push('\n');
        if !line.is_empty() {
            out.extend(std::iter::repeat_n(' ', indent));
            out.push_str(line);
        }
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::dump;
    use crate::value::{Value, from_json};

    /// Printed by Psych 4.0.4.
    #[test]
    fn dumps_as_psych_does() {
        for (json, yaml) in [
            (
                r#"{"a":"b c","d":1,"e":null,"f":true}"#,
                "---\na: b c\nd: 1\ne:\nf: true\n",
            ),
            (
                r#"{"a":["x",{"y":"z","q":[]}],"h":{"i":{}}}"#,
                "---\na:\n- x\n- \"y\": z\n  q: []\nh:\n  i: {}\n",
            ),
            (
                r#"{"a":"2024","b":"x: y","c":"(z)","d":"","e":"yes","f":"- a"}"#,
                "---\na: '2024'\nb: 'x: y'\nc: \"(z)\"\nd: ''\ne: 'yes'\nf: \"- a\"\n",
            ),
            (
                r#"{"a":"emoji 😀","b":"日本 語","c":"a\tb"}"#,
                "---\na: \"emoji \\U0001F600\"\nb: 日本 語\nc: \"a\\tb\"\n",
            ),
            (
                r#"{"a":"l1\nl2\n","b":"l1\nl2"}"#,
                "---\na: |\n  l1\n  l2\nb: |-\n  l1\n  l2\n",
            ),
            (
                r#"{"a":"2024-01-02 00:00 +0000","b":"2024-01-02","c":"it's","d":"1.5","e":"a # b"}"#,
                "---\na: 2024-01-02 00:00 +0000\nb: '2024-01-02'\nc: it's\nd: '1.5'\ne: 'a # b'\n",
            ),
        ] {
            let value: Value = from_json(serde_json::from_str(json).unwrap());
            assert_eq!(dump(&value).unwrap(), yaml);
        }
    }
}
