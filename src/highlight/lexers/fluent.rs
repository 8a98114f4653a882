//! Fluent, Mozilla's language of translations.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const NAME: &str = "[a-zA-Z][a-zA-Z0-9_-]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let variant = |key: &str, token| {
        groups(
            format!(r"(\[)({key})(\])"),
            [Punctuation, token, Punctuation],
        )
        .push("template")
    };
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
        .state(
            "placeable",
            [
                rule(r"\s+", Whitespace),
                rule(r"\{", Punctuation).push("placeable"),
                rule(r"\}", Punctuation).pop(),
                rule(format!(r"\${NAME}"), NameVariable),
                rule(format!("-{NAME}"), NameEntity),
                rule(format!(r"\.{NAME}"), NameAttribute),
                rule("[A-Z]+", NameBuiltin),
                rule(NAME, NameConstant),
                rule("[(),:]|->", Punctuation),
                rule(r"\*", PunctuationIndicator),
                rule(r"-?\d+\.\d", NumFloat),
                rule(r"-?\d+", NumInteger),
                rule("\"", StrDouble).push("string"),
                variant(r"-?\d+\.\d+", NumFloat),
                variant(r"-?\d+", NumInteger),
                variant("[a-zA-Z][a-zA-Z0-9_-]+", StrSymbol),
            ],
        )
        .state(
            "string",
            [
                rule(r"\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{6}|\\.", StrEscape),
                rule(r#"[^"\\]"#, StrDouble),
                rule("\"", StrDouble).pop(),
            ],
        )
}
