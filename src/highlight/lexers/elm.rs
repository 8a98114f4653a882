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
                rule(r"\{-", CommentMultiline).push("multiline_comment"),
                rule(
                    r"(?:module|exposing|port|import|as|type|alias|if|then|else|case|of|let|in)\b",
                    Keyword,
                ),
                rule(r"[a-z]\w*", Name),
                rule("_", Name),
                rule(r"[A-Z]\w*", KeywordType),
                rule(
                    r"->|::|//|\.\.|&&|\|\||\+\+|\|>|<\||>>|<<|==|/=|<=|>=",
                    Operator,
                ),
                // The class has all characters from the plus sign to the slash.
                rule(r"[+-/*%=<>^|!]", Operator),
                rule(r"\\|[@#$&~?]", Operator),
                rule("\"\"\"", Str).push("multiline_string"),
                rule(r"'(?:\\.|.)'", StrChar),
                rule("\"", Str).push("double_quote"),
                rule(r"(?i)0x[\da-f]+", NumHex),
                rule(r"(?i)\d+e[+-]?\d+", NumFloat),
                rule(r"(?i)\d+\.\d+(?:e[+-]?\d+)?", NumFloat),
                rule(r"\d+", NumInteger),
                rule(r"[\[\](),;`{}:]", Punctuation),
            ],
        )
        .state(
            "multiline_comment",
            [
                rule(r"-\}", CommentMultiline).pop(),
                rule(r"\{-", CommentMultiline).push("multiline_comment"),
                rule("[^-{}]+", CommentMultiline),
                rule("[-{}]", CommentMultiline),
            ],
        )
        .state(
            "double_quote",
            [
                rule(r#"[^\\"]+"#, StrDouble),
                rule(r#"\\""#, StrEscape),
                rule("\"", StrDouble).pop(),
            ],
        )
        .state(
            "multiline_string",
            [
                rule(r#"\\""#, StrEscape),
                rule("\"\"\"", Str).pop(),
                rule("[^\"]+", Str),
                rule("\"", Str),
            ],
        )
}
