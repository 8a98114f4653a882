//! Haskell behind bird tracks in text.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s*?\n(?=>)", Text).push("code"),
                rule(r".*?\n", Text),
                rule(r".+\z", Text),
            ],
        )
        .state(
            "code",
            [
                call(r"(>)( .*?(?:\n|\z))", |cx, m| {
                    cx.token(NameLabel, m.group(1));
                    cx.delegate("haskell", m.group(2));
                }),
                rule(r"\s*\n(?=\s*[^>])", Text).pop(),
            ],
        )
}
