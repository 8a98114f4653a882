//! Io.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            ("nil false true", KeywordConstant),
            (
                "args call clone do doFile doString else elseif for if list method return super then",
                NameBuiltin,
            ),
        ],
    );
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule("#.*", CommentSingle),
                rule(r"(?s)/(?:\\\n)?\*.*?\*(?:\\\n)?/", CommentMultiline),
                rule(r"/\+", CommentMultiline).push("nested_comment"),
                rule(r#""(?:\\\\|\\"|[^"])*""#, Str),
                rule(":?:=", Keyword),
                rule("[()]", Punctuation),
                rule(r"[-=;,*+><!/|^.%&\[\]{}]", Operator),
                rule(r"[A-Z]\w*", NameClass),
                words(r"[a-z_]\w*", &names),
                rule(r"(?i)(?:\d+\.?\d*|\d*\.\d+)(?:e[+-]?[0-9]+)?", NumFloat),
                rule(r"\d+", NumInteger),
                rule("@@?", Keyword),
            ],
        )
        .state(
            "nested_comment",
            [
                rule("[^/+]+", CommentMultiline),
                rule(r"/\+", CommentMultiline).push("nested_comment"),
                rule(r"\+/", CommentMultiline).pop(),
            ],
        )
}
