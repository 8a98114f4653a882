//! What IRB prints: output and errors, and Ruby's notation of a value behind `=>`.

use super::ruby;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    ruby::grammar()
        .on_reset(|cx| {
            ruby::begin(cx);
            cx.push("output");
        })
        .prepend("root", [rule("#<", KeywordType).push("object")])
        .state(
            "output_or_value",
            [
                rule("=>", Punctuation).pop(),
                rule(r".+?(?:\n|$)", GenericOutput),
            ],
        )
        .state(
            "error",
            [
                rule(r".+?(?:\n|$)", GenericError),
                include("output_or_value"),
            ],
        )
        .state(
            "output",
            [
                rule(r"\w+?(?:Error|Exception):.+?(?:\n|$)", GenericError).push("error"),
                include("output_or_value"),
            ],
        )
        .state("object", [rule(">", KeywordType).pop(), include("root")])
}
