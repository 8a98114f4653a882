//! Elixir in templates of HTML (or what `?parent=` says).

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    const END: &str = "%%>|%>";
    Grammar::new()
        .on_reset(|cx| cx.begin_template())
        .state(
            "root",
            [
                rule("<%#", Comment).push("comment"),
                rule("<%[%=#]?", CommentPreproc).push("elixir"),
                at("(?s).+?(?=<%)").delegate("parent"),
                at("(?s).+").delegate("parent"),
            ],
        )
        .state(
            "comment",
            [
                rule(END, Comment).pop(),
                rule(format!("(?s).+?(?={END})"), Comment),
                rule("(?s).+", Comment),
            ],
        )
        .state(
            "elixir",
            [
                rule(END, CommentPreproc).pop(),
                at(format!("(?s).+?(?={END})")).delegate("elixir"),
                at("(?s).+").delegate("elixir"),
            ],
        )
}
