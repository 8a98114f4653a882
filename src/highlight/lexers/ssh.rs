//! The configuration of OpenSSH.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule("(?i)[a-z0-9]+", Keyword).push("statement"),
                include("base"),
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
                include("base"),
            ],
        )
        .state("base", [rule(r"\s+", Text), rule("#.*", CommentSingle)])
}
