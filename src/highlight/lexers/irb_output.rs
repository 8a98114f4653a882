//! What `irb` prints: values behind `=>`, and errors.

use super::ruby;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    ruby::grammar()
        .on_reset(|cx| {
            ruby::begin(cx);
            cx.push("stdout");
        })
        .state(
            "has_irb_output",
            [rule("=>", Punctuation).pop(), rule(r".+\n?", GenericOutput)],
        )
        .state(
            "irb_error",
            [rule(r".+\n?", GenericError), include("has_irb_output")],
        )
        .state(
            "stdout",
            [
                rule(r"\w+?(?:Error|Exception):.+\n?", GenericError).push("irb_error"),
                include("has_irb_output"),
            ],
        )
        .prepend("root", [rule("#<", KeywordType).push("irb_object")])
        .state(
            "irb_object",
            [rule(">", KeywordType).pop(), include("root")],
        )
}
