//! Files of messages, as RISC OS has them (MessageTrans).

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"#[^\n]*", Comment).line_start(),
                rule(r"[^\t\n\r ,):?/]+", NameVariable),
                rule(r"[\n/?]", Operator),
                rule(":", Operator).push("value"),
            ],
        )
        .state(
            "value",
            [
                rule(r"\n", Text).pop(),
                rule("%[0-3%]", Operator),
                rule(r"[^\n%]", Str),
            ],
        )
}
