//! JSON in documentation: with comments, dots for what is left out, and names without quotes.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    super::json::grammar()
        .prepend(
            "key",
            [groups(
                r"([$\w]+)(\s*)(:)",
                [NameAttribute, Text, Punctuation],
            )],
        )
        .prepend(
            "value",
            [
                rule(r"/\*.*?\*/", Comment),
                rule("//.*", CommentSingle),
                rule(r"\.\.\.", CommentSingle),
            ],
        )
}
