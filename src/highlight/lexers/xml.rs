//! XML 1.1.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const NAME: &str = r"[\p{L}:_][\p{Word}\p{Cf}:.·-]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule("[^<&]+", Text),
                rule(r"&\S*?;", NameEntity),
                rule(r"<!\[CDATA\[.*?\]\]>", CommentPreproc),
                rule("<!--", Comment).push("comment"),
                rule(r"<\?.*?\?>|<![^>]*>", CommentPreproc),
                rule(format!(r"<\s*{NAME}"), NameTag).push("tag"),
                rule(format!(r"<\s*/\s*{NAME}\s*>"), NameTag),
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
                rule(format!(r"{NAME}\s*="), NameAttribute).push("attribute"),
                rule(r"/?\s*>", NameTag).pop(),
            ],
        )
        .state(
            "attribute",
            [
                rule(r"\s+", Text),
                rule(r#"(?s)".*?"|'.*?'|[^\s>]+"#, Str).pop(),
            ],
        )
}
