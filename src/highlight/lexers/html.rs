//! HTML, with the scripts and style sheets inside of it.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

/// The name of a tag.
pub(super) const TAG_NAME: &str = r"[\p{L}:_-][\p{Word}\p{Cf}:.·-]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "comment",
            [
                rule("[^-]+", Comment),
                rule("-->", Comment).pop(),
                rule("-", Comment),
            ],
        )
        .state(
            "close_tag",
            [
                include("close_tag_end"),
                rule(TAG_NAME, NameTag).goto("close_tag_end"),
            ],
        )
        .state(
            "close_tag_end",
            [rule(r"\s+", Text), rule(">", NameTag).pop()],
        )
        .state(
            "open_tag",
            [
                rule(r"\s+", Text),
                rule(TAG_NAME, NameTag).goto("tag"),
                at("").goto("tag"),
            ],
        )
        .state(
            "tag",
            [
                rule(r"\s+", Text),
                rule(
                    r"[\p{L}:_\[\]()*.-][\p{Word}\p{Cf}:.·\[\]()*-]*\s*=\s*",
                    NameAttribute,
                )
                .push("attribute"),
                rule(r"[\p{L}:_*#-][\p{Word}\p{Cf}:.·*#-]*", NameAttribute),
                rule(r"/?\s*>", NameTag).pop(),
            ],
        )
        .state(
            "attribute",
            [
                rule("\"", Str).goto("double"),
                rule("'", Str).goto("single"),
                rule(r"[^\s>]+", Str).pop(),
            ],
        )
        .state("double", [rule("\"", Str).pop(), rule("[^\"]+", Str)])
        .state("single", [rule("'", Str).pop(), rule("[^']+", Str)])
        .state("script", embedded("javascript", "script"))
        .state("style", embedded("css", "style"))
}

fn root() -> [Rule; 10] {
    [
        rule("[^<&]+", Text),
        rule(r"&\S*?;", NameEntity),
        rule("(?is)<!DOCTYPE .*?>", CommentPreproc),
        rule(r"(?s)<!\[CDATA\[.*?\]\]>", CommentPreproc),
        rule("<!--", Comment).push("comment"),
        rule(r"(?s)<\?.*?\?>", CommentPreproc),
        rule(r"<\s*script\s*", NameTag)
            .then(|cx, _| cx.reset_part("javascript"))
            .push("script")
            .push("tag"),
        rule(r"<\s*style\s*", NameTag)
            .then(|cx, _| cx.reset_part("css"))
            .push("style")
            .push("tag"),
        rule("</", NameTag).push("close_tag"),
        rule("<", NameTag).push("open_tag"),
    ]
}

/// What stands between a tag and its end, which another lexer reads piece by piece.
pub(super) fn embedded(language: &'static str, tag: &'static str) -> [Rule; 3] {
    [
        at("[^<]+").delegate(language),
        rule(format!(r"<\s*/\s*{tag}\s*>"), NameTag).pop(),
        at("<").delegate(language),
    ]
}
