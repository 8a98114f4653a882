//! Turtle and TriG.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r"@(?:base|prefix)\b", KeywordDeclaration),
            rule(r"(?:true|false)\b", KeywordConstant),
            rule(r#"(?s)""".*?""""#, Str),
            rule(r#""(?:[^"\\]|\\.)*""#, Str),
            rule("(?s)'''.*?'''", Str),
            rule(r"'(?:[^'\\]|\\.)*'", Str),
            rule("#.*", CommentSingle),
            rule(r"@[^\s,.;]+", NameAttribute),
            rule(r"[+-]?[0-9]+\.[0-9]*E[+-]?[0-9]+", NumFloat),
            rule(r"[+-]?\.[0-9]+E[+-]?[0-9]+", NumFloat),
            rule("[+-]?[0-9]+E[+-]?[0-9]+", NumFloat),
            rule(r"[+-]?[0-9]*\.[0-9]+?", NumFloat),
            rule("[+-]?[0-9]+", NumInteger),
            rule(r"[.,;(){}\[\]]|\^\^", Punctuation),
            rule("<[^>]*>", NameLabel),
            rule(r"(?i)(?:base|prefix)\b", KeywordDeclaration),
            rule(r"(?:GRAPH|a)\b", Keyword),
            rule(r"\s+", Whitespace),
            rule(r#"[^:;<>#@"().\[\]{} ]*:"#, NameNamespace),
            rule(r#"[^:;<>#@"().\[\]{} ]+"#, Name),
        ],
    )
}
