//! ReScript.

use super::ocaml::{self, ID, UPPER_ID};
use super::reasonml::{characters, comment};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "open let rec and as exception assert lazy if else for in to downto while switch when external type \
    private mutable constraint include module of with try import export";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            ("mod land lor lxor lsl lsr asr or", OperatorWord),
            (
                "bool int float char string unit list array option ref exn format",
                KeywordType,
            ),
        ],
    );
    ocaml::shared()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule(r"[,.:?~\\]", Text),
                rule(r"\btrue|false\b", KeywordConstant),
                rule(format!(r"{UPPER_ID}(?=\s*\.)"), NameNamespace).push("path"),
                rule(format!(r"@{ID}(?:\.{ID})*"), NameDecorator),
                rule(format!("#{ID}"), NameClass),
                rule(UPPER_ID, NameClass),
                rule("//.*", CommentSingle),
                rule(r"/\*", CommentMultiline).push("comment"),
                words(ID, &names),
                rule(r"[(){}\[\];]+", Punctuation),
                rule("[;_!$%&*+/<=>@^|-]+", Operator),
                include("numbers"),
                include("characters"),
                rule("\"", StrDouble).push("string"),
                rule("`", StrDouble).push("interpolated_string"),
            ],
        )
        .state("characters", characters())
        .state("comment", comment())
        .state(
            "interpolated_string",
            [
                rule(r"\$\{", Punctuation).push("interpolated_expression"),
                rule("`", StrDouble).pop(),
                rule(r"\\[$`]", StrEscape),
                rule(r"[^$`\\]+", StrDouble),
                rule(r"[\\$]", StrDouble),
            ],
        )
        .state(
            "interpolated_expression",
            [rule(r"\}", Punctuation).pop(), include("root")],
        )
}
