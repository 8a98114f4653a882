//! JSON5: JSON with comments, names without quotes and more.

use super::javascript::ID;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    super::json::grammar()
        .append(
            "space",
            [rule("//.*", Comment), rule(r"(?s)/\*.*?\*/", Comment)],
        )
        .prepend("key", [rule(ID, NameLabel), rule("\".*?\"", NameLabel)])
        .append("object", [rule(":", Punctuation).goto("object_value")])
        .state(
            "object_value",
            [
                include("value"),
                rule(",", Punctuation).goto("object"),
                rule(r"\}", Punctuation).pop(),
            ],
        )
        .append("value", [rule("'", StrSingle).push("single")])
        .state(
            "single",
            [
                rule(r"[^\\']+", StrSingle),
                rule(r"(?s)\\.", StrEscape),
                rule("'", StrSingle).pop(),
            ],
        )
        .append("string", [rule(r"(?s)\\.", StrEscape)])
        .state(
            "constants",
            [
                rule(r"\b(?:true|false|null)\b", KeywordConstant),
                rule(r"[+-]?\b(?:Infinity|NaN)\b", KeywordConstant),
                rule(r"(?i)[+-]?0x\h+", NumHex),
                // The sign may be any character from the plus sign to the full stop.
                rule(r"(?i)[+-.]?[0-9]+\.?[0-9]?(?:e-?[0-9]+)?", NumFloat),
                rule(r"[+-]?\d+e[+-]?\d+", NumInteger),
                rule(r"(?i)[+-]?(?:0|[1-9]\d*)(?:e[+-]?\d+)?", NumInteger),
            ],
        )
}
