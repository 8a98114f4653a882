//! Lutin: Lustre's syntax with words of its own.

use super::lustre;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    lustre::with_words(&table(
        Name,
        [
            (
                "let in node extern system returns weak strong assert raise try catch trap do exist erun run type ref \
                 exception include false true",
                Keyword,
            ),
            ("div and xor mod or not nor if then else pre", OperatorWord),
            ("int real bool trace loop fby", KeywordType),
        ],
    ))
}
