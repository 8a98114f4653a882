//! Velocity templates, in the HTML (or what `?parent=` says) that they are for.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const ID: &str = r"(?i:[a-z_]\w*)";

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
                    format!(r"(#\{{?)({ID})(\}}?)(\s?\()"),
                    [Punctuation, NameFunction, Punctuation, Punctuation],
                )
                .push("directive_params"),
                groups(
                    format!(r"(#\{{?)({ID})(\}}|\b)"),
                    [Punctuation, NameFunction, Punctuation],
                ),
                rule(r"\$\{?", Punctuation).push("variable"),
            ],
        )
        .state(
            "variable",
            [
                rule(ID, NameVariable),
                rule(r"\(", Punctuation).push("func_params"),
                groups(format!(r"(\.)({ID})"), [Punctuation, NameVariable]),
                rule(r"\}", Punctuation).pop(),
                at("").pop(),
            ],
        )
        .state(
            "directive_params",
            [
                rule(
                    r"&&|\|\||==?|!=?|[-<>+*%&|^/]|\b(?:eq|ne|gt|lt|ge|le|not|in)\b",
                    Operator,
                ),
                rule(r"\[", Operator).push("range_operator"),
                rule(format!(r"{ID}\b"), NameFunction),
                include("func_params"),
            ],
        )
        .state(
            "range_operator",
            [
                rule(r"\.{2}", Operator),
                include("func_params"),
                rule(r"\]", Operator).pop(),
            ],
        )
        .state(
            "func_params",
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
