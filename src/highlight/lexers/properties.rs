//! Java's properties.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                include("space"),
                groups(r"([\w.-]+)(\s*)([=:])", [NameProperty, Text, Punctuation]).push("value"),
            ],
        )
        .state(
            "space",
            [
                rule(r"[!#].*\n", Comment),
                rule(r"\s+", Text),
                rule(r"\\\n", StrEscape),
            ],
        )
        .state(
            "value",
            [
                rule(r"\n", Text).pop(),
                include("space"),
                rule("\"", Str).push("double"),
                rule("'.*?'", Str),
                include("escapes"),
                rule(r"[^\\\n]+", Str),
            ],
        )
        .state(
            "double",
            [
                rule("\"", Str).pop(),
                include("escapes"),
                rule(r#"[^\\"]+"#, Str),
            ],
        )
        .state("escapes", [rule(r"\\u[0-9]{4}|(?s)\\.", StrEscape)])
}
