//! Velocity templates, in the HTML (or what `?parent=` says) that they are for.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const NAME: &str = r"(?i:[a-z_]\w*)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.begin_template())
        .state(
            "root",
            [
                at("[^{#$]+").delegate("parent"),
                rule(r"(?s)#\*.*?\*#", CommentMultiline),
                rule("##.*", CommentSingle),
                groups(
                    format!(r"(#\{{?)({NAME})(\}}?)(\s?\()"),
                    [Punctuation, NameFunction, Punctuation, Punctuation],
                )
                .push("directive"),
                groups(
                    format!(r"(#\{{?)({NAME})(\}}|\b)"),
                    [Punctuation, NameFunction, Punctuation],
                ),
                rule(r"\$\{?", Punctuation).push("variable"),
            ],
        )
        .state(
            "variable",
            [
                rule(NAME, NameVariable),
                rule(r"\(", Punctuation).push("arguments"),
                groups(format!(r"(\.)({NAME})"), [Punctuation, NameVariable]),
                rule(r"\}", Punctuation).pop(),
                at("").pop(),
            ],
        )
        .state(
            "directive",
            [
                rule(
                    r"&&|\|\||==?|!=?|[-<>+*%&|^/]|(?:eq|ne|gt|lt|ge|le|not|in)\b",
                    Operator,
                ),
                rule(r"\[", Operator).push("range"),
                rule(format!(r"{NAME}\b"), NameFunction),
                include("arguments"),
            ],
        )
        .state(
            "range",
            [
                rule(r"\.{2}", Operator),
                include("arguments"),
                rule(r"\]", Operator).pop(),
            ],
        )
        .state(
            "arguments",
            [
                rule(r"\$\{?", Punctuation).push("variable"),
                rule(r"\s+", Text),
                rule(",", Punctuation),
                rule(r#""(?:\\\\|\\"|[^"])*""#, StrDouble),
                rule(r"'(?:\\\\|\\'|[^'])*'", StrSingle),
                rule("0[xX][0-9a-fA-F]+[Ll]?", NumHex),
                rule(r"[0-9]+\b", NumInteger),
                rule(r"(?:true|false|null)\b", KeywordConstant),
                rule(r"[(\[]", Punctuation).push_same(),
                rule(r"[)\]}]", Punctuation).pop(),
            ],
        )
}
