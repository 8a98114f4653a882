//! Cython and Pyrex: Python with the declarations of C.

use super::python::{self, BUILTINS, CONSTANTS, EXCEPTIONS, KEYWORDS};
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const MORE_KEYWORDS: &str = "by except? fused gil nogil";

const NAME: &str = r"(?i:[a-z_]\w*)";
const DOTTED: &str = r"(?i:[a-z_.][\w.]*)";
const SPACE: &str = r"(?:\\\s|\s)+";

fn names(other: crate::highlight::Token) -> Words {
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

/// What may stand before a name that is being declared.
static BEFORE_NAME: LazyLock<Words> = LazyLock::new(|| {
    table(
        KeywordType,
        [
            (KEYWORDS, Keyword),
            (MORE_KEYWORDS, Keyword),
            (
                "public readonly extern api inline enum union",
                KeywordReserved,
            ),
        ],
    )
});

/// The indentation of the block at hand.
#[derive(Default)]
struct Indent(Option<usize>);

pub(in crate::highlight) fn grammar() -> Grammar {
    python::with_words(&names(Name), &KEYWORDS.replace(' ', "|"))
        .prepend(
            "root",
            [
                rule("cp?def|ctypedef", Keyword)
                    .push("definitions")
                    .push("declaration"),
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
                words(format!(r"{NAME}(?=\()"), &names(NameFunction)),
                rule("[(,]", Punctuation).push("declaration"),
            ],
        )
        .prepend("class_name", [rule(SPACE, Text)])
        .prepend("function_name", [rule(SPACE, Text)])
        .state(
            "declaration",
            [
                rule(r"[^\S\n]+", Text),
                rule("cp?def|ctypedef", Keyword),
                rule("(?:un)?signed", KeywordType),
                call(format!(r"{NAME}(?=\*+|[ \t]*\[|[ \t]+\w)"), before_name),
                at("").pop(),
            ],
        )
        .state(
            "definitions",
            [rule(r"\n", Text).push("indent"), include("root")],
        )
        .state(
            "indent",
            [
                call(r"[ \t]+", indent),
                at("").then(|cx, _| cx.vars::<Indent>().0 = None).reset(),
            ],
        )
}

fn before_name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = m.whole();
    let token = BEFORE_NAME.token(name);
    match (token, name) {
        (Keyword, _) => {
            cx.token(Keyword, name);
            cx.pop(1);
        }
        (_, "def") => {
            cx.token(Keyword, name);
            cx.goto("function_name");
        }
        (_, "struct" | "class") => {
            cx.token(KeywordReserved, name);
            cx.goto("class_name");
        }
        (KeywordReserved, _) => cx.token(KeywordReserved, name),
        _ => {
            cx.token(KeywordType, name);
            cx.pop(1);
        }
    }
}

fn indent(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let width = m.whole().len();
    cx.token(Text, m.whole());
    cx.goto("declaration");
    let indent = &mut cx.vars::<Indent>().0;
    match *indent {
        None => *indent = Some(width),
        Some(block) if block > width => {
            *indent = None;
            cx.pop(2);
        }
        Some(_) => {}
    }
}
