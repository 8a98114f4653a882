//! QML: JavaScript in a tree of objects.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const ID: &str = "[$a-zA-Z_][a-zA-Z0-9_.]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    super::javascript::grammar()
        .prepend(
            "root",
            [
                groups(
                    format!(r"({ID})(\s*)(\{{)"),
                    [KeywordType, Text, Punctuation],
                )
                .push("type_block"),
                groups(
                    format!(r"({ID})(\s+)(on)(\s+)({ID})(\s*)(\{{)"),
                    [
                        KeywordType,
                        Text,
                        Keyword,
                        Text,
                        NameLabel,
                        Text,
                        Punctuation,
                    ],
                )
                .push("type_block"),
                rule(r"\{", Punctuation).push_same(),
            ],
        )
        .state(
            "type_block",
            [
                groups(
                    format!(r"(id)(\s*)(:)(\s*)({ID})"),
                    [NameLabel, Text, Punctuation, Text, KeywordDeclaration],
                ),
                groups(format!(r"({ID})(\s*)(:)"), [NameLabel, Text, Punctuation]).push("operand"),
                groups(
                    format!(r"(signal)(\s+)({ID})"),
                    [KeywordDeclaration, Text, NameLabel],
                )
                .push("signal"),
                groups(
                    format!(r"(property)(\s+)({ID})(\s+)({ID})(\s*)(:?)"),
                    [
                        KeywordDeclaration,
                        Text,
                        KeywordType,
                        Text,
                        NameLabel,
                        Text,
                        Punctuation,
                    ],
                )
                .push("operand"),
                rule(r"\}", Punctuation).pop(),
                include("root"),
            ],
        )
        .state(
            "signal",
            [
                include("space"),
                rule(r"\(", Punctuation).goto("signal_args"),
                at("").pop(),
            ],
        )
        .state(
            "signal_args",
            [
                include("space"),
                groups(
                    format!(r"({ID})(\s+)({ID})(\s*)(,?)"),
                    [KeywordType, Text, Name, Text, Punctuation],
                ),
                rule(r"\)", Punctuation).pop(),
            ],
        )
}
