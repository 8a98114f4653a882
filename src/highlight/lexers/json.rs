//! JSON, by RFC 8259.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                include("space"),
                include("open"),
                include("key"),
                include("value"),
                rule(r"[\]}]", Punctuation),
            ],
        )
        .state("space", [rule(r"\s+", Whitespace)])
        .state(
            "open",
            [
                rule(r"\{", Punctuation).push("object"),
                rule(r"\[", Punctuation).push("array"),
            ],
        )
        .state(
            "object",
            [
                include("space"),
                include("key"),
                include("value"),
                rule(r"\}", Punctuation).pop(),
                rule(",", Punctuation),
            ],
        )
        .state(
            "array",
            [
                include("value"),
                rule(r"\]", Punctuation).pop(),
                rule(",", Punctuation),
            ],
        )
        .state(
            "key",
            [groups(
                r#"("(?:[^"\\\n]|\\.)*")(\s*)(:)"#,
                [NameLabel, Whitespace, Punctuation],
            )],
        )
        .state(
            "value",
            [
                include("space"),
                include("constants"),
                rule(r#"""#, StrDouble).push("string"),
                include("open"),
            ],
        )
        .state(
            "string",
            [
                rule(r#"[^"\\]+"#, StrDouble),
                rule(r"\\.", StrEscape),
                rule(r#"""#, StrDouble).pop(),
            ],
        )
        .state(
            "constants",
            [
                rule("true|false|null", KeywordConstant),
                rule(r"(?i)-?(?:0|[1-9]\d*)\.\d+(?:e[-+]?\d+)?", NumFloat),
                rule(r"(?i)-?(?:0|[1-9]\d*)(?:e[-+]?\d+)?", NumInteger),
            ],
        )
}
