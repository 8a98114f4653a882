//! ERB templates, in the HTML (or what `?parent=` says) that they are for.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    const END: &str = "%%>|-%>|%>";
    Grammar::new()
        .on_reset(|cx| cx.begin_template())
        .state(
            "root",
            [
                rule("<%#", Comment).push("comment"),
                rule("<%[%=#-]?", CommentPreproc).push("ruby"),
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
            "ruby",
            [
                rule(END, CommentPreproc).pop(),
                at(format!("(?s).+?(?={END})")).delegate("ruby"),
                at("(?s).+").delegate("ruby"),
            ],
        )
}
