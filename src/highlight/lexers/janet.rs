//! Janet.

use super::markdown::between_runs;
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const SPECIALS: &str = "break def do fn if quote quasiquote splice set unquote var while";

const BUNDLED: &str = include_str!("words/janet.txt");

static CALLED: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameFunction,
        [(SPECIALS, Keyword), (BUNDLED, KeywordReserved)],
    )
});

const SYMBOL: &str = r"[[:alpha:]_!$%^&*+=~<>.?/-][\p{Word}!$%^&*+=~<>.?/:-]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state("numbers", numbers())
        .state(
            "string",
            [
                rule("\"", StrDouble).pop(),
                rule(r"\\(?:u\h{4}|U\h{6})", StrEscape),
                rule(r"\\.", StrEscape),
                rule(r#"[^"\\]+"#, StrDouble),
            ],
        )
        .state(
            "function",
            [
                rule(r"\)", Punctuation).pop(),
                call(SYMBOL, called),
                include("root"),
            ],
        )
        .state(
            "quote",
            [
                rule(r"[(\[{]", Punctuation).push_same(),
                rule(r"[)\]}]", Punctuation).pop(),
                rule(SYMBOL, StrEscape),
                include("root"),
            ],
        )
        .state(
            "quasiquote",
            [
                groups(r"(,)(\()", [Operator, Punctuation]).push("function"),
                groups(
                    r"(\()(\s*)(unquote)(\s+)(\()",
                    [Punctuation, Text, Keyword, Text, Punctuation],
                )
                .push("function"),
                groups(format!("(,)({SYMBOL})"), [Operator, Name]),
                groups(
                    format!(r"(\()(\s*)(unquote)(\s+)({SYMBOL})"),
                    [Punctuation, Text, Keyword, Text, Name],
                ),
                include("quote"),
            ],
        )
}

/// A string between runs of backticks.
fn long_string(cx: &mut Context<'_, '_>) -> Option<usize> {
    let rest = cx.rest();
    let ticks = rest.strip_prefix('@').unwrap_or(rest);
    Some(rest.len() - ticks.len() + between_runs(ticks.as_bytes(), false)?)
}

fn root() -> [Rule; 14] {
    [
        rule("#.*", CommentSingle),
        rule(r"\s+", Whitespace),
        rule(r"(?:true|false|nil)\b", NameConstant),
        groups(format!("(['~])({SYMBOL})"), [Operator, StrSymbol]),
        rule(r":[\p{Word}!$%^&*+=~<>.?/:-]*", KeywordConstant),
        include("numbers"),
        rule("@?\"", StrDouble).push("string"),
        scan(long_string, StrHeredoc),
        rule(r"\(", Punctuation).push("function"),
        groups(r"(')(@?[(\[{])", [Operator, Punctuation]).push("quote"),
        groups(r"(~)(@?[(\[{])", [Operator, Punctuation]).push("quasiquote"),
        rule("[#~,';|]", Operator),
        rule(r"@?[(){}\[\]]", Punctuation),
        rule(SYMBOL, Name),
    ]
}

fn numbers() -> [Rule; 5] {
    [
        rule(r"[+-]?\d{1,2}r[\w.]+(?:&[+-]?\w+)?", NumFloat),
        rule(r"[+-]?0x\h[\h_]*(?:\.\h[\h_]*)?", NumHex),
        rule(r"[+-]?0x\.\h[\h_]*", NumHex),
        rule(r"(?i)[+-]?\d[\d_]*(?:\.\d[\d_]*)?(?:e[+-]?\d+)?", NumFloat),
        rule(r"(?i)[+-]?\.\d[\d_]*(?:e[+-]?\d+)?", NumFloat),
    ]
}

fn called(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = m.whole();
    cx.token(CALLED.token(name), name);
    cx.goto(match name {
        "quote" => "quote",
        "quasiquote" => "quasiquote",
        _ => "root",
    });
}
