//! CSV Schema.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r"\s+", Text),
            rule(r"//[\S\t ]*", CommentSingle),
            rule(r"/\*[^*]*\*/", CommentMultiline),
            groups(r"(version)( )(\d+\.\d+)", [Keyword, Whitespace, NumFloat]),
            rule(
                r"T?\d{2}:\d{2}:\d{2}(?:\.\d{5})?(?:Z|[-+]\d{2}:\d{2})?",
                LiteralDate,
            ),
            rule(r"\d{4}-\d{2}-\d{2}", LiteralDate),
            rule(r"\d{2}/\d{2}/\d{4}", LiteralDate),
            rule(r"(?i)(?:\d+\.?\d*|\d*\.\d+)(?:e[+-]?[0-9]+)?", NumFloat),
            rule(r"\d+", NumInteger),
            rule(r"@\w+", KeywordPseudo),
            rule(r"[-.\w]+:", NameVariable),
            rule(r#""[^"]+""#, NameVariable).line_start(),
            rule(r#"\$(?:[-.\w]+|"[^"]+")/?"#, NameVariable),
            rule("(?i)[A-Z]+", Keyword),
            rule(r#""[^"]*""#, StrDouble),
            rule(r"'[^\r\n\f']'", StrChar),
            rule("[,()*]", Punctuation),
        ],
    )
}
