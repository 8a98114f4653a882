//! EPP: Puppet inside of text, or of the language that `?parent=` says.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const CLOSE: &str = r"%%>|(?:\|\s*)?(?:-%>|%>)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.begin_template_in("plaintext"))
        .state(
            "root",
            [
                rule("<%#", Comment).push("comment"),
                rule(r"<%%|<%=|(?:<%-|<%)(?:\s*\|)?", CommentPreproc).push("puppet"),
                at("(?s).+?(?=<%)").delegate("parent"),
                at("(?s).+").delegate("parent"),
            ],
        )
        .state(
            "comment",
            [
                rule(CLOSE, Comment).pop(),
                rule(format!("(?s).+?(?={CLOSE})"), Comment),
                rule("(?s).+", Comment),
            ],
        )
        .state(
            "puppet",
            [
                rule(CLOSE, CommentPreproc).pop(),
                at(format!("(?s).+?(?={CLOSE})")).delegate("puppet"),
                at("(?s).+").delegate("puppet"),
            ],
        )
}
