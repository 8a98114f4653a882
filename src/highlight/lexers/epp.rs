//! Puppet in templates of text (or what `?parent=` says).

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    const BEGIN: &str = r"<%%|<%=|<%#|(?:<%-|<%)(?:\s*\|)?";
    const END: &str = r"%%>|(?:\|\s*)?(?:-%>|%>)";
    Grammar::new()
        .on_reset(|cx| {
            cx.begin_template();
            let plain = crate::highlight::find("plaintext");
            if let (None, Some(plain)) = (cx.option("parent"), plain) {
                cx.set_part("parent", plain, cx.options().clone());
            }
        })
        .state(
            "root",
            [
                rule("<%#", Comment).push("comment"),
                rule(BEGIN, CommentPreproc).push("puppet"),
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
            "puppet",
            [
                rule(END, CommentPreproc).pop(),
                at(format!("(?s).+?(?={END})")).delegate("puppet"),
                at("(?s).+").delegate("puppet"),
            ],
        )
}
