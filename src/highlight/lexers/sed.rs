//! Scripts for sed.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::collections::HashSet;

pub(in crate::highlight) fn grammar() -> Grammar {
    expressions()
        .state(
            "whitespace",
            [
                rule(r"\s+", Text),
                rule(r"#.*?\n", Comment).reset(),
                rule(";", Punctuation).reset(),
            ],
        )
        .state("root", addresses())
        .state("command", commands())
        .state(
            "text",
            [
                rule(r"[^\\\n]+", Str),
                rule(r"\\\n", StrEscape),
                rule(r"\\", Str),
                rule(r"\n", Text).pop(),
            ],
        )
        .state(
            "flags",
            [
                rule("[gp]+", Keyword).pop(),
                // Rouge prints the whole flag once for each of its parts.
                call(r"[wW]\s+\S+", |cx, m| {
                    for token in [Keyword, Text, Name] {
                        cx.token(token, m.whole());
                    }
                }),
                at("").pop(),
            ],
        )
}

/// The states that regular expressions and what replaces their matches are read in.
fn expressions() -> Grammar {
    Grammar::new()
        .state(
            "regex",
            [
                rule(r"\\.", StrEscape),
                rule(r"\[", Punctuation).push("brackets"),
                rule("[$^.*]", Operator),
                rule("[()]", Punctuation),
                rule(".", StrRegex),
            ],
        )
        .state(
            "brackets",
            [
                rule(r"\^", Punctuation).goto("brackets_int"),
                at("").goto("brackets_int"),
            ],
        )
        .state(
            "brackets_int",
            [
                rule(".-.", NameVariable),
                rule(r"\]", Punctuation).pop(),
                rule(".", StrRegex),
            ],
        )
        .state(
            "replacement",
            [
                rule(r"(?s)\\.", StrEscape),
                rule("&", Operator),
                rule(r"[^\\&]+", Text),
            ],
        )
}

fn addresses() -> [Rule; 6] {
    [
        include("whitespace"),
        rule(r"\d+", KeywordNamespace),
        rule("[$,~+!]", KeywordNamespace),
        call(r"/((?:\\.|.)*?)/", |cx, m| {
            cx.token(KeywordNamespace, "/");
            regex(cx, m.group(1));
            cx.token(KeywordNamespace, "/");
        }),
        scan_call(
            |cx| address(cx.rest()).map(|parts| parts.end),
            other_address,
        ),
        at("").push("command"),
    ]
}

fn commands() -> [Rule; 8] {
    [
        include("whitespace"),
        scan_call(
            |cx| substitution(cx.rest(), 's').map(|parts| parts.end),
            substitute,
        ),
        scan_call(
            |cx| substitution(cx.rest(), 'y').map(|parts| parts.end),
            substitute,
        ),
        groups(r"([aic])(\s*)", [Keyword, Text]).goto("text"),
        rule("[pd]", Keyword),
        groups(r"(?i)([ql])(\s+)(\d+)", [Keyword, Text, Num]).pop(),
        rule("[={}dDgGhHlnpPqx]", Keyword).pop(),
        call(r"([rRwW:btT])(\s+)(\S+)", |cx, m| {
            let is_file = m.group(1).chars().all(|c| "rRwW".contains(c));
            cx.token(Keyword, m.group(1));
            cx.token(Text, m.group(2));
            cx.token(if is_file { Name } else { NameLabel }, m.group(3));
            cx.pop(1);
        }),
    ]
}

/// Where the parts between delimiters end.
struct Delimited {
    delimiter: usize,
    first: usize,
    end: usize,
}

/// `\,regex,`
fn address(text: &str) -> Option<Delimited> {
    let delimiter = text.strip_prefix('\\')?.chars().next()?;
    let begin = 1 + delimiter.len_utf8();
    (delimiter != '\n').then(|| delimited(text, begin, delimiter, 1))?
}

/// `s,regex,replacement,`
fn substitution(text: &str, command: char) -> Option<Delimited> {
    let delimiter = text.strip_prefix(command)?.chars().next()?;
    delimited(text, 1 + delimiter.len_utf8(), delimiter, 2)
}

/// The first way to read so many parts that each end in the delimiter. What a backslash escapes ends none, unless
/// nothing else would. A single part does not go over the end of a line.
fn delimited(text: &str, begin: usize, delimiter: char, parts: usize) -> Option<Delimited> {
    let fits = |c: &char| parts > 1 || *c != '\n';
    let mut seen = HashSet::new();
    let mut ways = vec![(begin, 0, None)];
    while let Some(way @ (at, part, first)) = ways.pop() {
        if !seen.insert((at, part)) {
            continue;
        }
        let mut rest = text[at..].chars();
        let Some(c) = rest.next().filter(fits) else {
            continue;
        };
        let next = at + c.len_utf8();
        ways.push((next, part, way.2));
        if c == '\\'
            && let Some(escaped) = rest.next().filter(fits)
        {
            ways.push((next + escaped.len_utf8(), part, way.2));
        }
        if c == delimiter && part + 1 == parts {
            return Some(Delimited {
                delimiter: delimiter.len_utf8(),
                first: first.unwrap_or(at),
                end: next,
            });
        }
        if c == delimiter {
            ways.push((next, part + 1, first.or(Some(at))));
        }
    }
    None
}

fn other_address(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let text = m.whole();
    let Some(parts) = address(text) else {
        return;
    };
    let begin = 1 + parts.delimiter;
    cx.token(KeywordNamespace, &text[..begin]);
    regex(cx, &text[begin..parts.first]);
    cx.token(KeywordNamespace, &text[parts.first..]);
}

fn substitute(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let text = m.whole();
    let is_substitution = text.starts_with('s');
    let command = if is_substitution { 's' } else { 'y' };
    let Some(parts) = substitution(text, command) else {
        return;
    };
    let begin = 1 + parts.delimiter;
    let second = parts.first + parts.delimiter;
    let last = parts.end - parts.delimiter;
    cx.token(Keyword, &text[..1]);
    cx.token(Punctuation, &text[1..begin]);
    if is_substitution {
        regex(cx, &text[begin..parts.first]);
    } else {
        replacement(cx, &text[begin..parts.first]);
    }
    cx.token(Punctuation, &text[parts.first..second]);
    replacement(cx, &text[second..last]);
    cx.token(Punctuation, &text[last..]);
    if is_substitution {
        cx.goto("flags");
    } else {
        cx.pop(1);
    }
}

/// The state that the last regular expression left behind, if it ended between brackets.
#[derive(Default)]
struct Unclosed(Option<&'static str>);

/// Reads a regular expression, going on where the last one ended.
fn regex(cx: &mut Context<'_, '_>, text: &str) {
    cx.push("regex");
    if let Some(state) = cx.vars::<Unclosed>().0 {
        cx.push(state);
    }
    cx.read_inside(text);
    let left = ["brackets", "brackets_int"]
        .into_iter()
        .find(|state| cx.is_state(state));
    cx.pop(1 + usize::from(left.is_some()));
    cx.vars::<Unclosed>().0 = left;
}

fn replacement(cx: &mut Context<'_, '_>, text: &str) {
    cx.push("replacement");
    cx.read_inside(text);
    cx.pop(1);
}
