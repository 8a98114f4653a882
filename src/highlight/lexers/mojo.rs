//! Mojo: Python with more words.

use super::python::{self, BUILTINS, CONSTANTS, EXCEPTIONS, KEYWORDS};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            (
                "fn self alias out read mut owned ref var struct trait raises with in match case",
                Keyword,
            ),
            (EXCEPTIONS, NameBuiltin),
            (BUILTINS, NameBuiltin),
            (
                "__mlir_attr __mlir_type __mlir_op parameter alwaysinline register_passable",
                NameBuiltin,
            ),
            (CONSTANTS, NameBuiltinPseudo),
        ],
    );
    python::with_words(&names, &KEYWORDS.replace(' ', "|"))
}
