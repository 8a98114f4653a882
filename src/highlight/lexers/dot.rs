//! DOT, the graphs of Graphviz.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "space",
            [
                rule(r"\s+", Text),
                rule("#.*", CommentSingle),
                rule("//.*", CommentSingle),
                rule(r"(?s)/(?:\\\n)?\*.*?\*(?:\\\n)?/", CommentMultiline),
            ],
        )
        .state(
            "root",
            [
                include("space"),
                rule(
                    r"(?i)\b(?:strict|graph|digraph|subgraph|node|edge)\b",
                    Keyword,
                ),
                rule("[{};:=]", Punctuation),
                rule("-[->]", Operator),
                rule(r"\[", Operator).push("attributes"),
                include("id"),
            ],
        )
        .state(
            "html",
            [
                at("[^<>]+").delegate("html"),
                at("(?s)<.+?>").delegate("html"),
                rule(">", Punctuation).pop(),
            ],
        )
        .state(
            "id",
            [
                groups(
                    r"([a-zA-Z][a-zA-Z_0-9]*)(\s*)(=)",
                    [Name, Text, Punctuation],
                ),
                rule("[a-zA-Z][a-zA-Z_0-9]*", NameVariable),
                rule(r"(?:[0-9]+)?\.[0-9]+", NumFloat),
                rule("[0-9]+", NumInteger),
                rule(r#""(?:\\"|[^"])*""#, StrDouble),
                rule("<", Punctuation)
                    .then(|cx, _| cx.reset_part("html"))
                    .push("html"),
            ],
        )
        .state(
            "attributes",
            [
                include("space"),
                include("id"),
                rule("[=;,]", Punctuation),
                rule(r"\]", Operator).pop(),
            ],
        )
}
