//! API Blueprint: Markdown with sections that have a meaning.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    super::markdown::grammar().prepend(
        "root",
        [
            groups(r"(\S+)(:\s*)(.*)$", [NameVariable, Punctuation, Str]),
            groups(
                r"(#+)(\s*Group\s+)(.*)$",
                [Punctuation, Keyword, GenericHeading],
            )
            .line_start(),
            groups(r"(#+)(.*)(\[.*\])$", [Punctuation, GenericHeading, Str]).line_start(),
            groups(
                r"([+*-])(\s*Relation:)(\s*.*)$",
                [Punctuation, Keyword, Str],
            )
            .line_start(),
            groups(
                r"(\s+[+*-]\s*)(Attributes|Parameters)(.*)$",
                [Punctuation, Keyword, Str],
            )
            .line_start(),
            groups(
                r"([+*-]\s*)(Request|Response)(\s+\d\d\d)?(.*)$",
                [Punctuation, Keyword, Num, Str],
            )
            .line_start(),
        ],
    )
}
