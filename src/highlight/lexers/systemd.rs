//! Unit files of systemd.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("[;#].*", Comment),
                rule(r"\[.*?\]$", Keyword),
                groups(
                    r"(.*?)(=)(.*)(\\\n)",
                    [NameTag, Punctuation, Text, StrEscape],
                )
                .push("continuation"),
                groups("(.*?)(=)(.*)", [NameTag, Punctuation, Text]),
            ],
        )
        .state(
            "continuation",
            [
                groups(r"(.*?)(\\\n)", [Text, StrEscape]),
                rule(".*'?", Text).pop(),
            ],
        )
}
