//! Lustre.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const ID: &str = r"[A-Za-z_][\w']*";

const KEYWORDS: &str = "extern unsafe assert const current enum function let node operator returns step struct tel type \
    var model package needs provides uses is body end include merge";

const OPERATORS: &str = "div and xor mod or not nor if then else fby pre when with";

pub(in crate::highlight) fn grammar() -> Grammar {
    with_words(&table(
        Name,
        [
            (KEYWORDS, Keyword),
            (OPERATORS, OperatorWord),
            ("int real bool", KeywordType),
        ],
    ))
}

/// The grammar, for a language with other words.
pub(super) fn with_words(names: &Words) -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("false|true", KeywordConstant),
                rule("--.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
                rule(r"(?s)\(\*.*?\*\)", CommentMultiline),
                words(ID, names),
                rule(r"[(){}\[\];]+", Punctuation),
                rule("[,!$%&*+./:<=>?@^|~#-]+", Operator),
                rule(r"(?i)-?\d[\d_]*(?:.[\d_]*)?e[+-]?\d[\d_]*", NumFloat),
                rule(r"\d[\d_]*", NumInteger),
                rule(r#"'(?:\\[\\"'ntbr ]|\\[0-9]{3}|\\x\h{2})'"#, StrChar),
                rule(r"'\.'", StrChar),
                rule("\"", StrDouble).push("string"),
            ],
        )
        .state(
            "string",
            [
                rule(r#"[^\\"]+"#, StrDouble),
                rule(r#"\\[\\"'ntbr]"#, StrEscape),
                rule(r"\\\d{3}", StrEscape),
                rule(r"\\x\h{2}", StrEscape),
                rule(r"\\\n", StrDouble),
                rule("\"", StrDouble).pop(),
            ],
        )
}
