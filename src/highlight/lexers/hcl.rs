//! HashiCorp's configuration language.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

/// A name.
pub(super) const NAME: &str = "[$a-zA-Z_-][a-zA-Z0-9_-]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let constants = table(NameOther, [("true false null", KeywordConstant)]);
    Grammar::new()
        .state(
            "root",
            [
                include("space"),
                include("values"),
                rule(r"\{", Punctuation).push("hash"),
                rule(r"\[", Punctuation).push("array"),
                include("names"),
            ],
        )
        .state(
            "names",
            [words(NAME, &constants).then(|cx, m| {
                if !["true", "false", "null"].contains(&m.whole()) {
                    cx.push("composite");
                }
            })],
        )
        .state(
            "space",
            [
                rule(r"\s+", Text),
                rule("//.*|#.*", CommentSingle),
                rule(r"/\*", CommentMultiline).push("comment"),
            ],
        )
        .state(
            "comment",
            [
                rule(r"\*/", CommentMultiline).pop(),
                rule("[^*/]+|[*/]", CommentMultiline),
            ],
        )
        .state("values", values())
        .state(
            "composite",
            [
                include("space"),
                rule(r"\{", Punctuation).goto("hash"),
                rule(r"\[", Punctuation).goto("array"),
                include("root"),
                at("").pop(),
            ],
        )
        .state(
            "hash",
            [
                include("space"),
                rule(r"[.,()\\/*=]", Punctuation),
                rule(r"\}", Punctuation).pop(),
                include("root"),
            ],
        )
        .state(
            "array",
            [
                include("space"),
                rule(r"[.,()\\/*]", Punctuation),
                rule(r"\]", Punctuation).pop(),
                include("root"),
            ],
        )
        .state(
            "double",
            [
                rule(r#"[^\\"]+"#, StrDouble),
                rule(r#"\\""#, StrEscape),
                rule("\"", StrDouble).pop(),
            ],
        )
        .state(
            "single",
            [
                rule(r"[^\\']+", StrSingle),
                rule(r"\\'", StrEscape),
                rule("'", StrSingle).pop(),
            ],
        )
        .state(
            "here_document",
            [
                rule(r"\n", StrHeredoc).push("here_document_line"),
                rule(r"[^$\n]+|\$", StrHeredoc),
            ],
        )
        .state(
            "here_document_line",
            [call(r"\s*(\w+)\s*\n", here_document_line), at("").pop()],
        )
}

fn values() -> [Rule; 6] {
    [
        rule(
            r"[0-9]+\.[0-9]+(?:[eE][0-9]+)?[fd]?(?:[kKmMgG]b?)?",
            NumFloat,
        ),
        rule("[0-9]+(?:[kKmMgG]b?)?", NumInteger),
        rule("[-+*/!%&<>|=:?]", Operator),
        rule("\"", StrDouble).push("double"),
        rule("'", StrSingle).push("single"),
        groups(
            r"(<<-?)(\s*)(?:(')(\\?)(\w+)(')|(\\?)(\w+))",
            [
                Operator,
                Text,
                StrHeredoc,
                StrHeredoc,
                NameConstant,
                StrHeredoc,
                StrHeredoc,
                NameConstant,
            ],
        )
        .then(|cx, m| {
            let word = m.get(5).unwrap_or(m.group(8));
            cx.vars::<EndWord>().0 = word.to_string();
        })
        .push("here_document"),
    ]
}

/// The word that ends the here-document at hand.
#[derive(Default)]
struct EndWord(String);

fn here_document_line(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    if cx.vars::<EndWord>().0 == m.group(1) {
        cx.token(NameConstant, m.whole());
        cx.pop(2);
    } else {
        cx.token(StrHeredoc, m.whole());
    }
}
