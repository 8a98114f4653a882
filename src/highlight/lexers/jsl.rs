//! JSL, the language of JMP. Its names may have spaces in them.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "message",
            [
                rule(r"\s+", Whitespace),
                rule(r"(?i)[a-z_][\w\s'%.\\]*", NameFunction),
                rule("[(),;]", Punctuation).pop(),
                rule("[&|!=<>]", Operator).pop(),
            ],
        )
        .state(
            "dq",
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
                rule("[^/*]+", CommentMultiline),
                rule("[/*]", CommentMultiline),
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
            r"(?i)(::|:)?([a-z_][\w\s'%.\\]*)(\()",
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
            r#"(?i)(::|:)?([a-z_][\w\s'%.\\]*|"(?:\\!"|[^"])*?"n)"#,
            [Punctuation, NameVariable],
        ),
        groups(
            r#"(?s)(")(\\\[)(.*?)(\]\\)(")"#,
            [StrDouble, StrEscape, StrDouble, StrEscape, StrDouble],
        ),
        rule("\"", StrDouble).push("dq"),
        rule(r"[-+*/!%&<>|=:`^]", Operator),
        rule(r"[\[\](){},;]", Punctuation),
    ]
}
