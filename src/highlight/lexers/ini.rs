//! INI files.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                include("space"),
                groups(
                    r"([\w.-]+)(\s*)(=)",
                    [NameProperty, Whitespace, Punctuation],
                )
                .push("value"),
                rule(r"\[.*?\]", NameNamespace),
                // An option without a value, a character at a time.
                rule(".", NameAttribute),
            ],
        )
        .state(
            "space",
            [
                rule(r"\s+", Whitespace),
                rule(r"[;#].*\n", Comment),
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
                rule(r"(?s)\\.", StrEscape),
                rule(r"[^\\\n]+", Str),
            ],
        )
        .state(
            "double",
            [
                rule("\"", Str).pop(),
                rule(r"(?s)\\.", StrEscape),
                rule(r#"[^\\"]+"#, Str),
            ],
        )
}
