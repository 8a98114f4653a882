//! Smalltalk.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const OP: &str = r"[-+*/\\~<>=|&!?,@%]";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                groups(
                    r"(<)(\w+:)(.*?)(>)",
                    [Punctuation, Keyword, Text, Punctuation],
                ),
                include("space"),
                include("method_definition"),
                groups(
                    r"(\|)([\w\s]*)(\|)",
                    [Punctuation, NameVariable, Punctuation],
                ),
                include("objects"),
                rule(r"\^|:=|_", Operator),
                rule(r"[)}\]]", Punctuation).push("after_object"),
                rule(r"[({\[!]", Punctuation),
            ],
        )
        .state(
            "space",
            [
                rule("! !$", Keyword),
                rule(r"\s+", Text),
                rule("(?s)\".*?\"", Comment),
            ],
        )
        .state(
            "method_definition",
            [
                groups(
                    r"(?i)([a-z]\w*:)(\s*)(\w+)",
                    [NameFunction, Text, NameVariable],
                ),
                groups(r"(?i)(\s*)(\b[a-z]\w*\b)(\s*)$", [Text, NameFunction, Text]).line_start(),
                groups(
                    format!(r"(\s*)({OP}+)(\s*)(\w+)(\s*)$"),
                    [Text, NameFunction, Text, NameVariable, Text],
                )
                .line_start(),
            ],
        )
        .state(
            "block_variables",
            [
                include("space"),
                groups(r"(:)(\s*)(\w+)", [Operator, Text, NameVariable]),
                rule(r"\|", Punctuation).pop(),
                at("").pop(),
            ],
        )
        .state(
            "literals",
            [
                rule("(?s)'(?:''|.)*?'", Str).push("after_object"),
                rule(r"\$.", StrChar).push("after_object"),
                rule(r"#\(", StrSymbol).push("array"),
                rule(r"(?:\d+r)?-?\d+(?:\.\d+)?(?:e-?\d+)?", Num).push("after_object"),
                rule(format!(r#"#(?:"[^"]*"|{OP}+|[\w:]+)"#), StrSymbol).push("after_object"),
            ],
        )
        .state(
            "array",
            [
                rule(r"\)", StrSymbol).goto("after_object"),
                include("inner_array"),
            ],
        )
        .state(
            "inner_array",
            [
                rule(r"#\(", StrSymbol).push("inner_array"),
                rule(r"\)", StrSymbol).pop(),
                include("space"),
                include("literals"),
                rule(format!(r"(?:{OP}|[\w:])+"), StrSymbol),
            ],
        )
        .state(
            "objects",
            [
                rule(r"\[", Punctuation).push("block_variables"),
                rule(
                    r"(?:self|super|true|false|nil|thisContext)\b",
                    NameBuiltinPseudo,
                )
                .push("after_object"),
                rule(r"[A-Z]\w*\b(?!:)", NameClass).push("after_object"),
                rule(r"[a-z]\w*\b(?!:)", NameVariable).push("after_object"),
                include("literals"),
            ],
        )
        .state(
            "after_object",
            [
                include("space"),
                rule(
                    "(?:ifTrue|ifFalse|whileTrue|whileFalse|timesRepeat):",
                    NameBuiltin,
                )
                .pop(),
                rule(r"new\b(?!:)", NameBuiltin),
                rule(":=|_", Operator).pop(),
                rule(r"(?i)[a-z]+\w*:", NameFunction).pop(),
                rule(r"(?i)[a-z]+\w*", NameFunction),
                rule(format!("{OP}+"), NameFunction).pop(),
                rule(r"\.", Punctuation).pop(),
                rule(";", Punctuation),
                at("").pop(),
            ],
        )
}
