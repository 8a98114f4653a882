//! Slice, the interfaces of Ice.

use super::c::{self, RESERVED};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    c::with_words(&table(
        Name,
        [
            (
                "extends implements enum interface struct class module dictionary const optional out throws \
                 exception local idempotent sequence Object LocalObject Value",
                Keyword,
            ),
            (
                "bool string byte long float double int void short",
                KeywordType,
            ),
            (RESERVED, KeywordReserved),
        ],
    ))
}
