//! Property lists in the old style, as Xcode writes them.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule("//.*", Comment),
                rule(r"(?s)/\*.+?\*/", Comment),
                rule(r"\s+", Whitespace),
                rule(r"\{", Punctuation).push("dictionary"),
                rule(r"\(", Punctuation).push("array"),
                rule(r#""(?:[^"\\]|\\.)*""#, StrDouble),
                rule(r"'(?:[^'\\]|\\.)*'", StrSingle),
                rule("<", Punctuation).push("data"),
                rule(r"[\w$/:.-]+", Literal),
            ],
        )
        .state(
            "dictionary",
            [
                include("root"),
                rule("[=;]", Punctuation),
                rule(r"\}", Punctuation).pop(),
            ],
        )
        .state(
            "array",
            [
                include("root"),
                rule(",", Punctuation),
                rule(r"\)", Punctuation).pop(),
            ],
        )
        .state(
            "data",
            [rule(r"[\h\s]+", NumHex), rule(">", Punctuation).pop()],
        )
}
