//! Brainfuck. Whatever is no command is a comment, and so is a loop at the beginning.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.push("bol"))
        .state(
            "bol",
            [
                rule(r"\s+", Text),
                rule(r"\[", CommentMultiline).push("comment_multi"),
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
            "comment_multi",
            [
                rule(r"\[", CommentMultiline).push("comment_multi"),
                rule(r"\]", CommentMultiline).pop(),
                rule(r"[^\[\]]", CommentMultiline),
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
                rule("[+.,-]+", NameFunction),
            ],
        )
}
