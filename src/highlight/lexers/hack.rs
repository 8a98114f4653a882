//! Hack: PHP with more keywords.

use super::php::{self, KEYWORDS, called_name_among, name_among, names};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

/// A name is looked for in lower case.
const MORE_KEYWORDS: &str = "type newtype enum as super async await vec dict keyset void int string bool float double \
    arraykey num";

static WORDS: LazyLock<Words> =
    LazyLock::new(|| table(Name, [(KEYWORDS, Keyword), (MORE_KEYWORDS, Keyword)]));

pub(in crate::highlight) fn grammar() -> Grammar {
    php::grammar()
        .state(
            "names",
            names(
                |cx, m| called_name_among(cx, m, &WORDS),
                |cx, m| name_among(cx, m, &WORDS),
            ),
        )
        .prepend(
            "root",
            [rule(
                r"<\?hh(?:\s*//\s*(?:strict|decl|partial))?$",
                CommentPreproc,
            )
            .push("php")],
        )
        .prepend(
            "php",
            [
                groups(
                    r"(/\*\s*)(HH_(?:IGNORE_ERROR|FIXME)\[\d+\])([^*]*)(\*/)",
                    [
                        CommentPreproc,
                        CommentPreproc,
                        CommentMultiline,
                        CommentPreproc,
                    ],
                ),
                rule(
                    r"// UNSAFE(?:_EXPR|_BLOCK)?|/\*\s*UNSAFE_EXPR\s*\*/",
                    CommentPreproc,
                ),
            ],
        )
}
