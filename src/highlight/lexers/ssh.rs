//! OpenSSH's configuration.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule("[a-zA-Z0-9]+", Keyword).push("statement"),
                include("space"),
            ],
        )
        .state(
            "statement",
            [
                rule(r"\n", Text).pop(),
                rule(
                    r"(?:yes|no|confirm|ask|always|auto|none|force)\b",
                    NameConstant,
                ),
                rule(r"\d+", Num),
                rule(r"[^#\s;{}$\\]+", Text),
                include("space"),
            ],
        )
        .state("space", [rule(r"\s+", Text), rule("#.*", CommentSingle)])
}
