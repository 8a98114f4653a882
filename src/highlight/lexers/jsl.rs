//! JSL, the scripting language of JMP.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

/// A name, which may have spaces.
const NAME: &str = r"(?i:[a-z_][\w\s'%.\\]*)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "message",
            [
                rule(r"\s+", Whitespace),
                rule(NAME, NameFunction),
                rule("[(),;]", Punctuation).pop(),
                rule("[&|!=<>]", Operator).pop(),
            ],
        )
        .state(
            "string",
            [
                rule(r#"\\![btrnNf0\\"]"#, StrEscape),
                rule(r"\\", StrDouble),
                rule("\"", StrDouble).pop(),
                rule(r#"[^\\"]+"#, StrDouble),
            ],
        )
        .state(
            "comment",
            [
                rule(r"/\*", CommentMultiline).push("comment"),
                rule(r"\*/", CommentMultiline).pop(),
                rule("[^/*]+|[/*]", CommentMultiline),
            ],
        )
}

fn root() -> [Rule; 12] {
    [
        rule(r"\s+", Whitespace),
        rule("//.*", CommentSingle),
        rule(r"/\*", CommentMultiline).push("comment"),
        rule("<<", Operator).push("message"),
        groups(
            format!(r"(::|:)?({NAME})(\()"),
            [Punctuation, Keyword, Punctuation],
        ),
        rule(
            r"(?i)\d{2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\d{2}(?:\d{2})?(?::\d{2}:\d{2}(?::\d{2}(?:\.\d*)?)?)?",
            LiteralDate,
        ),
        rule(
            r"(?i)-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]*)(?:e[+-]?[0-9]+)?i?",
            Num,
        ),
        groups(
            format!(r#"(::|:)?({NAME}|"(?:\\!"|[^"])*?"(?i:n))"#),
            [Punctuation, NameVariable],
        ),
        groups(
            r#"(?s)(")(\\\[)(.*?)(\]\\)(")"#,
            [StrDouble, StrEscape, StrDouble, StrEscape, StrDouble],
        ),
        rule("\"", StrDouble).push("string"),
        rule(r"[-+*/!%&<>|=:`^]", Operator),
        rule(r"[\[\](){},;]", Punctuation),
    ]
}
