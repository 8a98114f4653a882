//! Objective-C++.

use super::c::{KEYWORDS, RESERVED, TYPES};
use super::cpp::{self, MORE_KEYWORDS, MORE_RESERVED};
use super::objective_c::{self, BUILTINS};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            (MORE_KEYWORDS, Keyword),
            (TYPES, KeywordType),
            ("bool", KeywordType),
            (RESERVED, KeywordReserved),
            (MORE_RESERVED, KeywordReserved),
            (BUILTINS, NameBuiltin),
        ],
    );
    objective_c::over(cpp::with_words(&names)).prepend(
        "statements",
        [
            groups(r"(\.)(class)", [Operator, NameBuiltinPseudo]),
            groups(
                r"(@selector)(\()(class)(\))",
                [Keyword, Punctuation, NameBuiltinPseudo, Punctuation],
            ),
        ],
    )
}
