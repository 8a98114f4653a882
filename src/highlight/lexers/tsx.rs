//! TSX: TypeScript in which an operand may be an element.

use super::{javascript, jsx, typescript};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = javascript::with_words(typescript::name, typescript::called_name);
    typescript::with_types(jsx::with_elements(grammar))
        .prepend(
            "element_name",
            [
                // No element after all, but the types of a generic function.
                groups(r"(\w+)(,)", [NameOther, Punctuation]).pop_many(3),
                rule("<", Punctuation).push("type_arguments"),
            ],
        )
        .state(
            "type_arguments",
            [include("object"), rule(">", Punctuation).pop()],
        )
}
