//! JSON 5.

use super::{javascript, json};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    json::grammar()
        .append(
            "space",
            [rule("//.*", Comment), rule(r"(?s)/\*.*?\*/", Comment)],
        )
        .prepend(
            "key",
            [rule(javascript::ID, NameLabel), rule("\".*?\"", NameLabel)],
        )
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
                rule(r"(?:true|false|null)\b", KeywordConstant),
                rule(r"[+-]?\b(?:Infinity|NaN)\b", KeywordConstant),
                rule(r"(?i)[+-]?0x\h+", NumHex),
                rule(r"[+-.]?[0-9]+\.?[0-9]?(?:[eE]-?[0-9]+)?", NumFloat),
            ],
        )
}
