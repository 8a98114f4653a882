//! Fluent, messages in many languages.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const NAME: &str = "[a-zA-Z][a-zA-Z0-9_-]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                groups("( *)(=)( *)", [Whitespace, Punctuation, Whitespace]).push("template"),
                rule(r"(?:\s*\n)+", Whitespace),
                rule("#{1,3}(?: .*)?$", CommentSingle),
                rule(NAME, NameConstant),
                rule(format!("-{NAME}"), NameEntity),
                rule(format!(r"\s*\.{NAME}"), NameAttribute),
                rule(r"\s+(?=[^\s.])", Whitespace).push("template"),
            ],
        )
        .state(
            "template",
            [
                rule(r"\n", Whitespace).pop(),
                rule(r"[^{\n}*]+", Text),
                rule(r"\{", Punctuation).push("placeable"),
                at(r"(?=\})").pop(),
            ],
        )
        .state("placeable", placeable())
        .state(
            "string",
            [
                rule(r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{6}", StrEscape),
                rule(r"\\.", StrEscape),
                rule(r#"[^"\\]"#, StrDouble),
                rule("\"", StrDouble).pop(),
            ],
        )
}

fn placeable() -> [Rule; 17] {
    [
        rule(r"\s+", Whitespace),
        rule(r"\{", Punctuation).push("placeable"),
        rule(r"\}", Punctuation).pop(),
        rule(format!(r"\${NAME}"), NameVariable),
        rule(format!("-{NAME}"), NameEntity),
        rule(format!(r"\.{NAME}"), NameAttribute),
        rule("[A-Z]+", NameBuiltin),
        rule(NAME, NameConstant),
        rule("[(),:]", Punctuation),
        rule("->", Punctuation),
        rule(r"\*", PunctuationIndicator),
        rule(r"-?\d+\.\d+?", NumFloat),
        rule(r"-?\d+", NumInteger),
        rule("\"", StrDouble).push("string"),
        groups(
            r"(\[)(-?\d+\.\d+)(\])",
            [Punctuation, NumFloat, Punctuation],
        )
        .push("template"),
        groups(r"(\[)(-?\d+)(\])", [Punctuation, NumInteger, Punctuation]).push("template"),
        groups(
            r"(\[)([a-zA-Z][a-zA-Z0-9_-]+)(\])",
            [Punctuation, StrSymbol, Punctuation],
        )
        .push("template"),
    ]
}
