//! ReasonML.

use super::ocaml::{self, ID, KEYWORDS, OPERATOR, PRIMITIVES, UPPER_ID, WORD_OPERATORS};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            ("switch", Keyword),
            (WORD_OPERATORS, OperatorWord),
            (PRIMITIVES, KeywordType),
        ],
    );
    ocaml::shared()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule(r"false|true|\(\)|\[\]", NameBuiltinPseudo),
                rule(format!(r"{UPPER_ID}(?=\s*\.)"), NameNamespace).push("path"),
                rule(format!("`{ID}"), NameTag),
                rule(UPPER_ID, NameClass),
                rule("//.*", CommentSingle),
                rule(r"/\*", CommentMultiline).push("comment"),
                words(ID, &names),
                rule(r"[(){}\[\];]+", Punctuation),
                rule(OPERATOR, Operator),
                include("numbers"),
                include("characters"),
                rule("\"", StrDouble).push("string"),
            ],
        )
        .state("characters", characters())
        .state("comment", comment())
}

/// Characters, and the quotes of type variables.
pub(super) fn characters() -> [Rule; 3] {
    [
        rule(r#"'(?:\\[\\"'ntbr ]|\\[0-9]{3}|\\x\h{2})'"#, StrChar),
        rule(r"'[^'/]'", StrChar),
        rule("'", Keyword),
    ]
}

pub(super) fn comment() -> [Rule; 4] {
    [
        rule("[^/*]+", CommentMultiline),
        rule(r"/\*", CommentMultiline).push("comment"),
        rule(r"\*/", CommentMultiline).pop(),
        rule("[*/]", CommentMultiline),
    ]
}
