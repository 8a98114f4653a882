//! ERB templates, in the HTML (or what `?parent=` says) that they are for.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    template("<%[%=#-]?", "%%>|-%>|%>", "ruby")
}

/// Templates with code of a language between `begin` and `end`.
pub(super) fn template(begin: &'static str, end: &'static str, language: &'static str) -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.begin_template())
        .state(
            "root",
            [
                rule("<%#", Comment).push("comment"),
                rule(begin, CommentPreproc).push(language),
                at("(?s).+?(?=<%)").delegate("parent"),
                at("(?s).+").delegate("parent"),
            ],
        )
        .state(
            "comment",
            [
                rule(end, Comment).pop(),
                rule(format!("(?s).+?(?={end})"), Comment),
                rule("(?s).+", Comment),
            ],
        )
        .state(
            language,
            [
                rule(end, CommentPreproc).pop(),
                at(format!("(?s).+?(?={end})")).delegate(language),
                at("(?s).+").delegate(language),
            ],
        )
}
