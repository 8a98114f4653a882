//! Brainfuck.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.push("begin"))
        .state(
            "begin",
            [
                rule(r"\s+", Text),
                rule(r"\[", CommentMultiline).push("comment"),
                at("").pop(),
            ],
        )
        .state(
            "root",
            [
                rule(r"\]", Error),
                rule(r"\[", Punctuation).push("loop"),
                include("commands"),
            ],
        )
        .state(
            "comment",
            [
                rule(r"\[", CommentMultiline).push("comment"),
                rule(r"\]", CommentMultiline).pop(),
                rule(r"[^\[\]]+", CommentMultiline),
            ],
        )
        .state(
            "loop",
            [
                rule(r"\[", Punctuation).push("loop"),
                rule(r"\]", Punctuation).pop(),
                include("commands"),
            ],
        )
        .state(
            "commands",
            [
                rule(r"[^><+\-.,\[\]]+", CommentSingle),
                rule("[><]+", NameBuiltin),
                rule(r"[+\-.,]+", NameFunction),
            ],
        )
}
