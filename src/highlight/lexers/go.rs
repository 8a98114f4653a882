//! Go, by its specification.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "break default func interface select case defer go map struct chan else goto package switch \
    const fallthrough if range type continue for import return var";

const TYPES: &str = "bool byte complex64 complex128 error float32 float64 int8 int16 int32 int64 int rune string \
    uint8 uint16 uint32 uint64 uintptr uint";

const FUNCTIONS: &str =
    "append cap close complex copy delete imag len make new panic print println real recover";

const CONSTANTS: &str = "true false iota nil";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            (TYPES, KeywordType),
            (FUNCTIONS, NameBuiltin),
            (CONSTANTS, NameConstant),
        ],
    );
    Grammar::new()
        .state(
            "root",
            [
                rule(r"//.*|(?s)/\*.*?\*/", Comment),
                words("[[:alpha:]_][[:alpha:]_[:digit:]]*", &names),
                include("numbers"),
                rule(
                    r#"'(?:.|\\[abfnrtv\\'"]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\[0-7]{3}|\\x[0-9A-Fa-f]{2})'"#,
                    StrChar,
                ),
                rule(r"\.\.\.|[-+&^=!|<>*%/:.]", Operator),
                rule(r"[()\[\]{},;]", Punctuation),
                rule(r"\s+", Text),
                rule("`", Str).push("raw_string"),
                rule("\"", Str).push("string"),
            ],
        )
        .state("numbers", numbers())
        .state(
            "string",
            [
                rule(r#"\\(?:[abfnrtv\\'"]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2})"#, StrEscape),
                rule(r"\\.", Error),
                rule("\"", Str).pop(),
                rule(r#"[^"\\]+"#, Str),
            ],
        )
        .state("raw_string", [rule("`", Str).pop(), rule("[^`]+", Str)])
}

/// Numbers: imaginary, with a fraction, whole.
fn numbers() -> [Rule; 3] {
    const DIGITS: &str = "[0-9](?:_?[0-9])*";
    let exponent = format!("[eE][+-]?{DIGITS}");
    let float = format!(
        r"{DIGITS}\.(?:{DIGITS})?(?:{exponent})?|{DIGITS}{exponent}|\.{DIGITS}(?:{exponent})?"
    );
    [
        rule(format!("(?:{DIGITS}|{float})i"), Num),
        rule(float, Num),
        rule(
            format!(
                "0[bB]_*[01](?:_?[01])*|0[xX]_*[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0[oO]?_*[0-7](?:_?[0-7])*|{DIGITS}"
            ),
            Num,
        ),
    ]
}
