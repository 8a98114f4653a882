//! Mathematica, or the Wolfram Language.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

/// The symbols of the system.
const BUILTINS: &str = include_str!("words/mathematica.txt");

const IDENTIFIER: &str = "[a-zA-Z$][a-zA-Z0-9$]*";
const STRING: &str = r#""(?:\\\\|\\"|[^"])*""#;
const NUMBER: &str = r"(?:\.\d+|\d+\.\d*|\d+)";
/// The digits of a number to a base.
const DIGITS: &str = r"(?:\.\w+|\w+\.\w*|\w+)";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        NameVariable,
        [
            ("Module With Block", NameBuiltinPseudo),
            (BUILTINS, NameBuiltin),
        ],
    );
    // Precision, accuracy and exponent.
    let tail = format!(r"(?:`(?:`?{NUMBER})?)?(?:\*\^[+-]?\d+)?");
    // Letters, or characters by name as in `\[Alpha]x`.
    let symbol = format!(r"(?:{IDENTIFIER}|\\\[{IDENTIFIER}\])+");
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Whitespace),
                rule(r"\(\*", Comment).push("comment"),
                rule(format!(r"\d+\^\^{DIGITS}{tail}"), Num),
                rule(format!("{NUMBER}{tail}"), Num),
                // A message, `f::usage`.
                rule(format!("::(?:{IDENTIFIER}|{STRING})"), NameTag),
                rule(r"(?:In|Out)\[[0-9]+\]:?=", GenericPrompt),
                words(format!("`?{symbol}(?:`{symbol})*`?"), &names),
                // An argument of a pure function.
                rule(
                    format!(r##"#(?:{IDENTIFIER}|"{IDENTIFIER}"|[0-9]*)"##),
                    NameFunction,
                ),
                rule(r"[+\-*/|,;.:@~=><&`'^?!_%]", Operator),
                rule(r"[\[\](){}]", Punctuation),
                rule(STRING, Str),
            ],
        )
        .state(
            "comment",
            [
                rule(r"\(\*", Comment).push("comment"),
                rule(r"\*\)", Comment).pop(),
                rule(
                    format!(r"::{IDENTIFIER}::| :(?:{IDENTIFIER}|\s)+: "),
                    CommentPreproc,
                ),
                rule(r"[^(*: \n]+|.", Comment),
            ],
        )
}
