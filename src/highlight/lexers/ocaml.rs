//! OCaml, and what ReasonML and ReScript share with it.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(super) const KEYWORDS: &str = "as assert begin class constraint do done downto else end exception external false \
    for fun function functor if in include inherit initializer lazy let module mutable new nonrec object of open rec \
    sig struct then to true try type val virtual when while with";

pub(super) const WORD_OPERATORS: &str = "and asr land lor lsl lxor mod or";

pub(super) const PRIMITIVES: &str = "unit int float bool string char list array";

pub(super) const OPERATOR: &str = "[;,_!$%&*+./:<=>?@^|~#-]+";
pub(super) const ID: &str = r"(?i:[a-z_])[\w']*";
pub(super) const UPPER_ID: &str = r"[A-Z][\w']*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            (KEYWORDS, Keyword),
            ("match raise", Keyword),
            (WORD_OPERATORS, OperatorWord),
            (PRIMITIVES, KeywordType),
        ],
    );
    shared()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule(r"false|true|\(\)|\[\]", NameBuiltinPseudo),
                rule(format!(r"{UPPER_ID}(?=\s*\.)"), NameNamespace).push("path"),
                rule(format!("`{ID}"), NameTag),
                rule(UPPER_ID, NameClass),
                rule(r"\(\*(?!\))", Comment).push("comment"),
                words(ID, &names),
                rule(r"[(){}\[\];]+", Punctuation),
                rule(OPERATOR, Operator),
                include("numbers"),
                rule(r#"'(?:\\[\\"'ntbr ]|\\[0-9]{3}|\\x\h{2})'|'\.'"#, StrChar),
                rule("'", Keyword),
                rule("\"", StrDouble).push("string"),
            ],
        )
        .state(
            "comment",
            [
                rule("[^(*)]+", Comment),
                rule(r"\(\*", Comment).push_same(),
                rule(r"\*\)", Comment).pop(),
                rule("[(*)]", Comment),
            ],
        )
}

/// The states that the languages share.
pub(super) fn shared() -> Grammar {
    Grammar::new()
        .state(
            "numbers",
            [
                rule(r"(?i)-?\d[\d_]*(?:.[\d_]*)?e[+-]?\d[\d_]*", NumFloat),
                rule(r"(?i)0x\h[\h_]*", NumHex),
                rule("(?i)0o[0-7][0-7_]*", NumOct),
                rule("(?i)0b[01][01_]*", NumBin),
                rule(r"\d[\d_]*", NumInteger),
            ],
        )
        .state(
            "string",
            [
                rule(r#"[^\\"]+"#, StrDouble),
                include("escapes"),
                rule(r"\\\n", StrDouble),
                rule("\"", StrDouble).pop(),
            ],
        )
        .state(
            "escapes",
            [rule(r#"\\(?:[\\"'ntbr]|\d{3}|x\h{2})"#, StrEscape)],
        )
        .state(
            "path",
            [
                rule(r"\s+", Text),
                rule(r"\.", Punctuation),
                rule(format!(r"{UPPER_ID}(?=\s*\.)"), NameNamespace),
                rule(UPPER_ID, NameClass).pop(),
                rule(ID, Name).pop(),
                rule(r"[({\[]", Punctuation).pop(),
            ],
        )
}
