//! `calc()` where grass keeps it otherwise than Dart Sass: with parentheses that say nothing, and not at all with a word
//! alone in it.

use super::flat::{is_name, opaque};

/// How deep parentheses may be nested.
const DEPTH: usize = 64;
/// How long what is in them may be.
const LENGTH: usize = 4096;

/// The `calc()` that the text begins with, up to its last parenthesis, as Dart Sass writes it, and how long it is.
pub(super) fn laid_out_call(
    text: &str,
    before: &str,
    is_compressed: bool,
) -> Option<(String, usize)> {
    const CALL: &str = "calc(";
    let inner = text.get(CALL.len()..).filter(|_| begins(text, before))?;
    let (inner, length) = laid_out(inner, is_compressed)?;
    Some((format!("{CALL}{inner}"), CALL.len() + length))
}

/// What is between the parentheses of a `calc()`, as Dart Sass writes it, and how long it is; none where it is not made
/// of operations alone.
fn laid_out(text: &str, is_compressed: bool) -> Option<(String, usize)> {
    let mut read = Read { text, at: 0 };
    let term = read.sum(0)?;
    if !matches!(term, Term::Operation(..)) || !text[read.at..].starts_with(')') {
        return None;
    }
    let mut out = String::with_capacity(read.at);
    term.write(is_compressed, &mut out);
    Some((out, read.at))
}

/// Whether a function of this name begins where the text does, and not within a longer name.
fn begins(text: &str, before: &str) -> bool {
    text.starts_with("calc(") && !before.ends_with(is_name)
}

enum Term<'t> {
    Operand(&'t str),
    Operation(Box<Term<'t>>, char, Box<Term<'t>>),
}

impl Term<'_> {
    fn operator(&self) -> Option<char> {
        match self {
            Term::Operand(_) => None,
            Term::Operation(_, operator, _) => Some(*operator),
        }
    }

    fn write(&self, is_compressed: bool, out: &mut String) {
        let (left, operator, right) = match self {
            Term::Operand(text) => {
                out.push_str(text);
                return;
            }
            Term::Operation(left, operator, right) => (left, *operator, right),
        };
        let adds = |it: &Term<'_>| it.operator().is_some_and(|it| "+-".contains(it));
        let is_product = "*/".contains(operator);
        left.write_in(is_product && adds(left), is_compressed, out);
        let blank = if is_compressed && is_product { "" } else { " " };
        out.push_str(blank);
        out.push(operator);
        out.push_str(blank);
        let needed = match operator {
            '+' => false,
            '/' => right.operator().is_some(),
            _ => adds(right),
        };
        right.write_in(needed, is_compressed, out);
    }

    fn write_in(&self, parentheses: bool, is_compressed: bool, out: &mut String) {
        out.extend(parentheses.then_some('('));
        self.write(is_compressed, out);
        out.extend(parentheses.then_some(')'));
    }
}

struct Read<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Read<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) -> bool {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\n']).len();
        self.at += blanks;
        blanks > 0
    }

    fn sum(&mut self, depth: usize) -> Option<Term<'t>> {
        let mut term = self.product(depth)?;
        while let Some(operator) = self.rest().chars().next().filter(|c| "+-".contains(*c)) {
            if !self.text[..self.at].ends_with([' ', '\n']) {
                return None;
            }
            self.at += 1;
            if !self.rest().starts_with([' ', '\n']) {
                return None;
            }
            let right = self.product(depth)?;
            term = Term::Operation(Box::new(term), operator, Box::new(right));
        }
        Some(term)
    }

    fn product(&mut self, depth: usize) -> Option<Term<'t>> {
        let mut term = self.operand(depth)?;
        while let Some(operator) = self.rest().chars().next().filter(|c| "*/".contains(*c)) {
            self.at += 1;
            let right = self.operand(depth)?;
            term = Term::Operation(Box::new(term), operator, Box::new(right));
        }
        Some(term)
    }

    /// A number, a word, a function or what is in parentheses, with the blanks around it.
    fn operand(&mut self, depth: usize) -> Option<Term<'t>> {
        self.blanks();
        let begin = self.at;
        if self.rest().starts_with('(') {
            if depth == DEPTH {
                return None;
            }
            self.at += 1;
            let term = self.sum(depth + 1)?;
            self.at += self.rest().starts_with(')').then_some(1)?;
            let whole = &self.text[begin..self.at];
            self.blanks();
            return Some(match term {
                Term::Operand(_) => Term::Operand(whole),
                operation => operation,
            });
        }
        let mut open = 0_usize;
        while let Some(c) = self.rest().chars().next() {
            let quoted = opaque(self.rest());
            match c {
                '(' => open += 1,
                ')' if open == 0 => break,
                ')' => open -= 1,
                '*' | '/' | ' ' | '\n' | ',' if open == 0 => break,
                '#' | '{' | '}' | ';' | '\\' => return None,
                _ if self.at > LENGTH => return None,
                _ => {}
            }
            self.at += quoted.unwrap_or(c.len_utf8());
        }
        let operand = &self.text[begin..self.at];
        self.blanks();
        (open == 0 && !operand.is_empty()).then_some(Term::Operand(operand))
    }
}

/// Whether this is what grass says of a word alone in a calculation.
pub(super) fn may_hold_words(error: &grass::Error) -> bool {
    error
        .to_string()
        .starts_with("Error: Expected \"(\" or \".\"")
}

/// The text with the words that stand alone in `calc()` as text, where nothing is to be reckoned with them.
pub(super) fn with_words_as_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let calculation = begins(rest, &text[..at]).then(|| balanced(&rest["calc".len()..]));
        let length = match calculation.flatten() {
            Some(length) => {
                let whole = &rest[.."calc".len() + length];
                words_as_text(whole, &mut out);
                whole.len()
            }
            None => {
                let length = opaque(rest).unwrap_or(c.len_utf8());
                out.push_str(&rest[..length]);
                length
            }
        };
        at += length;
    }
    out
}

/// The text with interpolation round the variables of each `calc()` that has any, for there grass prints what is outside
/// of it as it stands. Numbers are written there as the style has them.
pub(super) fn with_variables_as_text(text: &str, is_compressed: bool) -> Option<String> {
    let mut out = String::new();
    let (mut at, mut from) = (0, 0);
    while let Some(found) = text[at..].find("calc(") {
        let begin = at + found;
        at = begin + "calc".len();
        let whole = &text[begin..];
        let is_one = begins(whole, &text[..begin]);
        let Some(parts) = is_one.then(|| interpolated(&text[at..])).flatten() else {
            continue;
        };
        out.push_str(&text[from..at]);
        let whole = &text[at..];
        let mut position = 0;
        for (is_inside, end) in parts {
            let part = &whole[position..end];
            match is_inside {
                true => out.push_str(part),
                false => outside(part, is_compressed, &mut out),
            }
            position = end;
        }
        at += position;
        from = at;
    }
    if from == 0 {
        return None;
    }
    out.push_str(&text[from..]);
    Some(out)
}

/// Writes what is outside of interpolation in a `calc()` that has any.
fn outside(text: &str, is_compressed: bool, out: &mut String) {
    let mut at = 0;
    while let Some(found) = text[at..].find('$') {
        let dollar = at + found;
        let module = text[..dollar]
            .strip_suffix('.')
            .map(|before| before.len() - before.trim_end_matches(is_name).len() + 1);
        let start = dollar - module.unwrap_or(0);
        let name = &text[dollar + 1..];
        let end = dollar + 1 + name.find(|c| !is_name(c)).unwrap_or(name.len());
        numbers(&text[at..start], is_compressed, out);
        out.extend(["#{", &text[start..end], "}"]);
        at = end;
    }
    numbers(&text[at..], is_compressed, out);
}

/// Writes text with a zero before the point of its numbers, or without in the compressed style, but for negative ones.
fn numbers(text: &str, is_compressed: bool, out: &mut String) {
    let mut from = 0;
    for (at, _) in text.match_indices('.') {
        let has_decimals = text[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        let whole = text[..at].strip_suffix('0');
        let before = whole.unwrap_or(&text[..at]);
        let unsigned = before.strip_suffix('-').unwrap_or(before);
        if !has_decimals || !unsigned.is_empty() && !unsigned.ends_with([' ', '(', '*', '/', ',']) {
            continue;
        }
        let needs_zero = !is_compressed || unsigned.len() < before.len();
        if needs_zero != whole.is_some() {
            out.push_str(&text[from..before.len()]);
            out.push_str(if needs_zero { "0" } else { "" });
            from = at;
        }
    }
    out.push_str(&text[from..]);
}

/// How long the text is up to the parenthesis that closes the one it begins with, within a statement.
fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, b) in text.bytes().enumerate().take(LENGTH) {
        match b {
            b'(' => depth += 1,
            b')' if depth <= 1 => return Some(at + 1),
            b')' => depth -= 1,
            b';' | b'{' | b'}' | b'$' | b'"' | b'\'' => return None,
            _ => {}
        }
    }
    None
}

/// What is in the parentheses that the text begins with: whether a part is an interpolation, and where it ends. None
/// where there is no interpolation.
fn interpolated(text: &str) -> Option<Vec<(bool, usize)>> {
    let mut parts = Vec::new();
    let (mut parentheses, mut braces, mut before, mut at) = (0_usize, 0_usize, ' ', 0);
    while let Some(c) = text[at..].chars().next().filter(|_| at < LENGTH) {
        let length = opaque(&text[at..]).unwrap_or(c.len_utf8());
        match c {
            '{' if braces > 0 => braces += 1,
            '{' if before == '#' => {
                parts.push((false, at - 1));
                braces = 1;
            }
            '}' if braces > 1 => braces -= 1,
            '}' if braces == 1 => {
                braces = 0;
                parts.push((true, at + 1));
            }
            '{' | '}' | ';' if braces == 0 => return None,
            '(' if braces == 0 => parentheses += 1,
            ')' if braces == 0 && parentheses == 1 => {
                parts.push((false, at + 1));
                return (parts.len() > 1).then_some(parts);
            }
            ')' if braces == 0 => parentheses = parentheses.saturating_sub(1),
            _ => {}
        }
        before = c;
        at += length;
    }
    None
}

fn words_as_text(calculation: &str, out: &mut String) {
    let mut rest = calculation;
    while let Some(c) = rest.chars().next() {
        let length = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
        let word = &rest[..length];
        let after = &rest[length..];
        let is_word = word.starts_with(|c: char| c.is_ascii_alphabetic());
        if is_word && !after.starts_with(['(', '.', '%']) && !out.ends_with(['.', '-', '%', '@']) {
            out.extend(["#{\"", word, "\"}"]);
        } else if length > 0 {
            out.push_str(word);
        } else {
            out.push(c);
        }
        rest = &rest[length.max(c.len_utf8())..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // What is expected is what Dart Sass 1.108 prints.
    #[test]
    fn parentheses_stand_where_they_say_something() {
        for (written, expected) in [
            ("100% - (30px * 2)) x", "100% - 30px * 2"),
            (
                "16px + 3 * ((100vw - 320px) / 960))",
                "16px + 3 * (100vw - 320px) / 960",
            ),
            ("1vw - (2px - 3em))", "1vw - (2px - 3em)"),
            ("1vw / (2 * var(--x)))", "1vw / (2 * var(--x))"),
            ("var(--a)*(var(--b)*2))", "var(--a) * var(--b) * 2"),
            (" var(--y) + var(--z) )", "var(--y) + var(--z)"),
            ("100% - (30px))", "100% - (30px)"),
        ] {
            let out = laid_out(written, false).map(|(out, _)| out);
            assert_eq!(out.as_deref(), Some(expected));
        }
        let out = laid_out("(1px + 2vw) * 3)", true);
        assert_eq!(out, Some(("(1px + 2vw)*3".to_string(), 15)));
        for text in [
            "var(--a))",
            "1px 2px)",
            "1px+2px",
            "1px -2px)",
            "1px + )",
            "(((",
            "",
        ] {
            assert_eq!(laid_out(text, false), None);
        }
        assert_eq!(laid_out(&"(".repeat(100_000), false), None);
    }

    #[test]
    fn variables_beside_interpolation_are_interpolated() {
        let text = "a: calc(#{f(\"b)\")} - $c) d calc($e + 1) f: g(calc((m.$h * 2)+#{$i}), -x-calc(#{$j} - $k))";
        assert_eq!(
            with_variables_as_text(text, false).as_deref(),
            Some(
                "a: calc(#{f(\"b)\")} - #{$c}) d calc($e + 1) f: g(calc((#{m.$h} * 2)+#{$i}), -x-calc(#{$j} - $k))"
            )
        );
        for text in ["calc(#{", "calc($a", "calc(#{$a}; $b)", ""] {
            assert_eq!(with_variables_as_text(text, false), None);
        }
    }

    #[test]
    fn words_alone_are_text() {
        assert_eq!(
            with_words_as_text("a { b: calc(100% + em); c: calc(1px + $d); e: -x-calc(em) }"),
            "a { b: calc(100% + #{\"em\"}); c: calc(1px + $d); e: -x-calc(em) }"
        );
        assert_eq!(
            with_words_as_text("calc(1.5em * var(--a))"),
            "calc(1.5em * var(--a))"
        );
    }
}
