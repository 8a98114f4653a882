//! Gherkin, the language of Cucumber, in all languages that people speak.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Words apart by bars, since most of those for steps end in a space.
const KEYWORDS: &str = include_str!("words/gherkin.txt");

/// The words of a kind.
fn words_of(kind: &str) -> impl Iterator<Item = &'static str> {
    let all = KEYWORDS
        .split_once(&format!("[{kind}]\n"))
        .map_or("", |parts| parts.1);
    let own = all.split("\n[").next().unwrap_or(all);
    own.split(['|', '\n']).filter(|word| !word.is_empty())
}

/// What a word before a colon begins.
static SECTIONS: LazyLock<HashMap<&str, (Token, &str)>> = LazyLock::new(|| {
    let kinds = [
        ("examples", (NameNamespace, "examples")),
        ("feature", (KeywordDeclaration, "feature")),
        ("element", (KeywordNamespace, "description")),
    ];
    let each = kinds.into_iter();
    each.flat_map(|(kind, what)| words_of(kind).map(move |word| (word, what)))
        .collect()
});

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                include("space"),
                rule(r"\n", Text),
                rule(r#"(?s)""".*?""""#, Str),
                rule(r"@[^\s@]+", NameTag),
                include("table_begin"),
                include("section_or_step"),
            ],
        )
        .state("space", [rule("#.*", Comment), rule(r"[ \r\t]+", Text)])
        .state("section", [call("(.*?)(:)", section)])
        .state(
            "section_or_step",
            [
                include("section"),
                rule(steps(), NameFunction).reset().push("step"),
            ],
        )
        .state(
            "description",
            [
                include("space"),
                include("section_or_step"),
                include("rest"),
            ],
        )
        .state(
            "feature",
            [include("space"), include("section"), include("rest")],
        )
        .state(
            "examples",
            [include("space"), include("table_begin"), include("rest")],
        )
        .state("rest", [rule(r"\n", Text), rule(r".*?(?=[#\n])", Text)])
        .state(
            "step",
            [
                include("space"),
                rule("<.*?>", NameVariable),
                rule("\".*?\"", Str),
                rule(r"\S[^\s<]*", Text),
                rule(r".*?(?=[#\n])", Text).pop(),
            ],
        )
        .state("table_begin", [at(r"(?=\|)").push("table_head")])
        .state(
            "table_head",
            [
                rule(r"[^|\s]+", NameVariable),
                rule(r"\n", Text).goto("table"),
                include("table"),
            ],
        )
        .state(
            "table",
            [
                include("space"),
                rule(r"\n", Text).push("table_line"),
                rule(r"\|", Punctuation),
                rule(r"[^|\s]+", Name),
            ],
        )
        .state("table_line", [at(r"(?=\s*[^\s|])").reset(), at("").pop()])
}

/// The words for steps. One that does not end in a space ends a word.
fn steps() -> String {
    let escaped = |word: &str| {
        let special = |c: char| ".*+?()[]{}^$\\".contains(c);
        let mut out = String::new();
        for c in word.chars() {
            if special(c) {
                out.push('\\');
            }
            out.push(c);
        }
        if !word.ends_with(' ') {
            out.push_str(r"\b");
        }
        out
    };
    words_of("step").map(escaped).collect::<Vec<_>>().join("|")
}

fn section(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.reset_stack();
    let token = match SECTIONS.get(m.group(1)) {
        Some((token, state)) => {
            cx.push(state);
            *token
        }
        None => Error,
    };
    cx.token(token, m.group(1));
    cx.token(Punctuation, m.group(2));
}
