//! Slice, the specification language of Ice: C with other words.

use super::c::{self, RESERVED};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "extends implements enum interface struct class module dictionary const optional out throws \
    exception local idempotent sequence Object LocalObject Value";

pub(in crate::highlight) fn grammar() -> Grammar {
    c::with_words(&table(
        Name,
        [
            (KEYWORDS, Keyword),
            (
                "bool string byte long float double int void short",
                KeywordType,
            ),
            (RESERVED, KeywordReserved),
        ],
    ))
}
