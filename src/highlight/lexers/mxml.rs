//! MXML: XML with ActionScript in it.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule("[^<&]+", Text),
                rule(r"&\S*?;", NameEntity),
                rule(r"<!\[CDATA\[", CommentPreproc).push("actionscript_content"),
                rule("<!--", Comment).push("comment"),
                rule(r"<\?.*?\?>", CommentPreproc),
                rule("<![^>]*>", CommentPreproc),
                rule(r"<\s*[\w:.-]+", NameTag).push("tag"),
                rule(r"<\s*/\s*[\w:.-]+\s*>", NameTag),
            ],
        )
        .state(
            "comment",
            [
                rule("[^-]+", Comment),
                rule("-->", Comment).pop(),
                rule("-", Comment),
            ],
        )
        .state(
            "tag",
            [
                rule(r"\s+", Text),
                rule(r"[\w.:-]+\s*=", NameAttribute).push("attribute"),
                rule(r"/?\s*>", NameTag).push("root"),
            ],
        )
        .state(
            "attribute",
            [
                rule(r"\s+", Text),
                groups(r#"(")(\{|@\{)"#, [Str, Punctuation]).push("actionscript_attribute"),
                rule(r#"".*?"|'.*?'|[^\s>]+"#, Str).push("tag"),
            ],
        )
        .state(
            "actionscript_content",
            [
                rule(r"\]\]>", CommentPreproc).pop(),
                scan_call(
                    |cx| cx.up_to("]]>").map(str::len),
                    |cx, m| cx.fresh("actionscript", m.whole()),
                ),
            ],
        )
        .state(
            "actionscript_attribute",
            [
                groups(r#"(\})(")"#, [Punctuation, Str]).push("tag"),
                scan_call(
                    |cx| cx.up_to("}\"").map(str::len),
                    |cx, m| cx.fresh("actionscript", m.whole()),
                ),
            ],
        )
}
