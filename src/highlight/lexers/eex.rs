//! EEx templates, in the HTML (or what `?parent=` says) that they are for.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.begin_template())
        .state(
            "root",
            [
                rule("<%#", Comment).push("comment"),
                rule("<%[%=]?", CommentPreproc).push("elixir"),
                at("(?s).+?(?=<%)").delegate("parent"),
                at("(?s).+").delegate("parent"),
            ],
        )
        .state(
            "comment",
            [
                rule("%%>|%>", Comment).pop(),
                rule("(?s).+?(?=%%>|%>)", Comment),
                rule("(?s).+", Comment),
            ],
        )
        .state(
            "elixir",
            [
                rule("%%>|%>", CommentPreproc).pop(),
                at("(?s).+?(?=%%>|%>)").delegate("elixir"),
                at("(?s).+").delegate("elixir"),
            ],
        )
}
