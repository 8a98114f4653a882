//! E-mail, as it is sent.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.push("fields"))
        .state(
            "fields",
            [
                rule(":", Operator).push("field_body"),
                rule(r"[^\n\r:]+", NameTag),
                rule(r"[\n\r]", NameTag),
            ],
        )
        .state(
            "field_body",
            [
                rule(r"(?:\r?\n){2}", Text).pop_many(2),
                rule(r"\r?\n(?![ \v\t\f])", Text).pop(),
                rule(r"[^\n\r]+", NameAttribute),
                rule(r"[\n\r]", NameAttribute),
            ],
        )
        .state(
            "root",
            [
                rule(r"\n", Text),
                rule(">.*", Comment).line_start(),
                rule(".+", Text),
            ],
        )
}
