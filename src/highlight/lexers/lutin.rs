//! Lutin: Lustre with other words.

use super::lustre;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "let in node extern system returns weak strong assert raise try catch trap do exist erun run \
    type ref exception include false true";

pub(in crate::highlight) fn grammar() -> Grammar {
    lustre::with_words(&table(
        Name,
        [
            (KEYWORDS, Keyword),
            ("div and xor mod or not nor if then else pre", OperatorWord),
            ("int real bool trace loop fby", KeywordType),
        ],
    ))
}
