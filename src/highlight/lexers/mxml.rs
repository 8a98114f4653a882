//! MXML: XML with ActionScript inside of it.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule("[^<&]+", Text),
                rule(r"&\S*?;", NameEntity),
                rule(r"<!\[CDATA\[", CommentPreproc).push("script"),
                rule("<!--", Comment).push("comment"),
                rule(r"<\?.*?\?>|<![^>]*>", CommentPreproc),
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
                groups(r#"(")(\{|@\{)"#, [Str, Punctuation]).push("script_in_attribute"),
                rule(r#"".*?"|'.*?'|[^\s>]+"#, Str).push("tag"),
            ],
        )
        .state(
            "script",
            [
                rule(r"\]\]>", CommentPreproc).pop(),
                at(r"(?s).*?(?=\]\]>)").fresh("actionscript"),
            ],
        )
        .state(
            "script_in_attribute",
            [
                groups(r#"(\})(")"#, [Punctuation, Str]).push("tag"),
                at(r#"(?s).*?(?=\}")"#).fresh("actionscript"),
            ],
        )
}
