//! Elm.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("--.*", CommentSingle),
                rule(r"\{-", CommentMultiline).push("comment"),
                rule(
                    r"(?:module|exposing|port|import|as|type|alias|if|then|else|case|of|let|in)\b",
                    Keyword,
                ),
                rule(r"[a-z]\w*|_", Name),
                rule(r"[A-Z]\w*", KeywordType),
                rule(
                    r"->|::|//|\.\.|&&|\|\||\+\+|\|>|<\||>>|<<|==|/=|<=|>=",
                    Operator,
                ),
                rule(r"[+-/*%=<>^|!\\@#$&~?]", Operator),
                rule("\"\"\"", Str).push("long_string"),
                rule(r"'(?:\\.|.)'", StrChar),
                rule("\"", Str).push("string"),
                rule(r"(?i)0x[\da-f]+", NumHex),
                rule(r"(?i)\d+e[+-]?\d+|\d+\.\d+(?:e[+-]?\d+)?", NumFloat),
                rule(r"\d+", NumInteger),
                rule(r"[\[\](),;`{}:]", Punctuation),
            ],
        )
        .state(
            "comment",
            [
                rule(r"-\}", CommentMultiline).pop(),
                rule(r"\{-", CommentMultiline).push("comment"),
                rule("[^-{}]+|[-{}]", CommentMultiline),
            ],
        )
        .state(
            "string",
            [
                rule(r#"[^\\"]+"#, StrDouble),
                rule(r#"\\""#, StrEscape),
                rule("\"", StrDouble).pop(),
            ],
        )
        .state(
            "long_string",
            [
                rule(r#"\\""#, StrEscape),
                rule("\"\"\"", Str).pop(),
                rule("[^\"]+|\"", Str),
            ],
        )
}
