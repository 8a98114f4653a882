//! QML: JavaScript inside of the objects of an interface.

use super::javascript;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const NAME: &str = "[$a-zA-Z_][a-zA-Z0-9_.]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    javascript::grammar()
        .prepend(
            "root",
            [
                groups(
                    format!(r"({NAME})(\s*)(\{{)"),
                    [KeywordType, Text, Punctuation],
                )
                .push("type"),
                groups(
                    format!(r"({NAME})(\s+)(on)(\s+)({NAME})(\s*)(\{{)"),
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
                .push("type"),
                rule(r"\{", Punctuation).push_same(),
            ],
        )
        .state(
            "type",
            [
                groups(
                    format!(r"(id)(\s*)(:)(\s*)({NAME})"),
                    [NameLabel, Text, Punctuation, Text, KeywordDeclaration],
                ),
                groups(format!(r"({NAME})(\s*)(:)"), [NameLabel, Text, Punctuation])
                    .push("operand"),
                groups(
                    format!(r"(signal)(\s+)({NAME})"),
                    [KeywordDeclaration, Text, NameLabel],
                )
                .push("signal"),
                groups(
                    format!(r"(property)(\s+)({NAME})(\s+)({NAME})(\s*)(:?)"),
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
                rule(r"\(", Punctuation).goto("signal_parameters"),
                at("").pop(),
            ],
        )
        .state(
            "signal_parameters",
            [
                include("space"),
                groups(
                    format!(r"({NAME})(\s+)({NAME})(\s*)(,?)"),
                    [KeywordType, Text, Name, Text, Punctuation],
                ),
                rule(r"\)", Punctuation).pop(),
            ],
        )
}
