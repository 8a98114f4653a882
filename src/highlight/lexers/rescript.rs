//! ReScript.

use super::ocaml::{self, ID, UPPER_ID};
use super::reasonml::{CHAR, comment};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "open let rec and as exception assert lazy if else for in to downto while switch when external \
    type private mutable constraint include module of with try import export";

const TYPES: &str = "bool int float char string unit list array option ref exn format";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            ("mod land lor lxor lsl lsr asr or", OperatorWord),
            (TYPES, KeywordType),
        ],
    );
    ocaml::shared()
        .state(
            "root",
            [
                rule(r"\s+|[,.:?~\\]", Text),
                // The one needs no end, the other no beginning.
                rule(r"true|false\b", KeywordConstant),
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
                rule(CHAR, StrChar),
                rule("'", Keyword),
                rule("\"", StrDouble).push("string"),
                rule("`", StrDouble).push("template"),
            ],
        )
        .state("comment", comment())
        .state(
            "template",
            [
                rule(r"\$\{", Punctuation).push("expression"),
                rule("`", StrDouble).pop(),
                rule(r"\\[$`]", StrEscape),
                rule(r"[^$`\\]+|[\\$]", StrDouble),
            ],
        )
        .state(
            "expression",
            [rule(r"\}", Punctuation).pop(), include("root")],
        )
}
