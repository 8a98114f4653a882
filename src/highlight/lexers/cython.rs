//! Cython: Python with C's declarations.

use super::python::{self, BUILTINS, CONSTANTS, EXCEPTIONS, KEYWORDS, Strings};
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const MORE_KEYWORDS: &str = "by except? fused gil nogil";

const C_KEYWORDS: [&str; 7] = [
    "public", "readonly", "extern", "api", "inline", "enum", "union",
];

const ID: &str = r"(?i:[a-z_]\w*)";
const DOTTED: &str = r"(?i:[a-z_.][\w.]*)";
const SPACE: &str = r"(?:\\\s|\s)+";

fn names(other: crate::highlight::token::Token) -> Words {
    table(
        other,
        [
            (KEYWORDS, Keyword),
            (MORE_KEYWORDS, Keyword),
            (EXCEPTIONS, NameBuiltin),
            (BUILTINS, NameBuiltin),
            (CONSTANTS, NameBuiltinPseudo),
        ],
    )
}

static IS_KEYWORD: LazyLock<Words> =
    LazyLock::new(|| table(Name, [(KEYWORDS, Keyword), (MORE_KEYWORDS, Keyword)]));

pub(in crate::highlight) fn grammar() -> Grammar {
    python::with_words(&names(Name), &KEYWORDS.replace(' ', "|"))
        .prepend("root", root())
        .prepend("class_name", [rule(SPACE, Text)])
        .prepend("function_name", [rule(SPACE, Text)])
        .state(
            "c_start",
            [
                rule(r"[^\S\n]+", Text),
                rule("cp?def|ctypedef", Keyword),
                rule("(?:un)?signed", KeywordType),
                call(format!(r"{ID}(?=\*+|[ \t]*\[|[ \t]+\w)"), c_word),
                at("").pop(),
            ],
        )
        .state(
            "c_definitions",
            [rule(r"\n", Text).push("c_indent"), include("root")],
        )
        .state(
            "c_indent",
            [
                call(r"[ \t]+", c_indent),
                at("").then(|cx, _| {
                    cx.vars::<Strings>().indentation = None;
                    cx.reset_stack();
                }),
            ],
        )
}

fn root() -> [Rule; 6] {
    [
        rule("cp?def|ctypedef", Keyword)
            .push("c_definitions")
            .push("c_start"),
        groups(
            format!("(from)({SPACE})({DOTTED})({SPACE})(cimport)"),
            [
                KeywordNamespace,
                Text,
                NameNamespace,
                Text,
                KeywordNamespace,
            ],
        ),
        groups(
            format!(r"(cimport)(\s+)({DOTTED})"),
            [KeywordNamespace, Text, NameNamespace],
        ),
        groups(format!("(struct)({SPACE})"), [Keyword, Text]).push("class_name"),
        words(format!(r"{ID}(?=\()"), &names(NameFunction)),
        rule("[(,]", Punctuation).push("c_start"),
    ]
}

/// A word where C's type may stand.
fn c_word(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let word = m.whole();
    if IS_KEYWORD.token(word) == Keyword {
        cx.token(Keyword, word);
        cx.pop(1);
    } else if word == "def" {
        cx.token(Keyword, word);
        cx.goto("function_name");
    } else if word == "struct" || word == "class" {
        cx.token(KeywordReserved, word);
        cx.goto("class_name");
    } else if C_KEYWORDS.contains(&word) {
        cx.token(KeywordReserved, word);
    } else {
        cx.token(KeywordType, word);
        cx.pop(1);
    }
}

fn c_indent(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(Text, m.whole());
    cx.goto("c_start");
    let indentation = &mut cx.vars::<Strings>().indentation;
    match *indentation {
        None => *indentation = Some(m.whole().len()),
        Some(open) if open > m.whole().len() => {
            *indentation = None;
            cx.pop(2);
        }
        Some(_) => {}
    }
}
