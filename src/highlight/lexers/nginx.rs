//! The configuration of nginx.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const WORD: &str = r"[^\s$;{}()#]+";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                groups(r"(include)(\s+)([^\s;]+)", [Keyword, Text, Name]),
                rule(WORD, Keyword).push("statement"),
                include("values"),
            ],
        )
        .state(
            "block",
            [
                rule(r"\}", Punctuation).pop(),
                rule(WORD, KeywordNamespace).push("statement"),
                include("values"),
            ],
        )
        .state(
            "statement",
            [
                rule(r"\{", Punctuation).goto("block"),
                rule(";", Punctuation).pop(),
                include("values"),
            ],
        )
        .state(
            "values",
            [
                rule(r"\s+", Text),
                rule("#.*", CommentSingle),
                rule(r"(?:on|off)\b", NameConstant),
                rule(r"\$[\w-]+", NameVariable),
                groups(
                    "(?i)([a-z0-9.-]+)(:)([0-9]+)",
                    [NameFunction, Punctuation, NumInteger],
                ),
                rule("(?i)[a-z-]+/[a-z-]+", NameClass),
                rule(r"\d+\.\d+", NumFloat),
                rule(r"(?:[0-9]+[kmgKMG]?)\b", NumInteger),
                groups(r"(~)(\s*)([^\s{]+)", [Punctuation, Text, StrRegex]),
                rule("[:=~]", Punctuation),
                rule(format!("/(?:{WORD})?"), Name),
                rule(r"[^#\s;{}$\\]+", Str),
                rule("[$;]", Text),
            ],
        )
}
