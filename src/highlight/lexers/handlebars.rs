//! Handlebars and Mustache templates, in the HTML (or what `?parent=` says) that they are for.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const NAME: &str = r"[\w$-]+";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.begin_template())
        .state(
            "root",
            [
                at(r"\\\{+").delegate("parent"),
                rule(r"\{\{!--", Comment).push("comment"),
                rule(r"\{\{!.*?\}\}", Comment),
                rule(r"\{\{\{?", Keyword)
                    .push("expression")
                    .push("open_sign"),
                // An attribute without quotes ends where the expression begins.
                at(r"(?s).+?(?=\\|\{\{)")
                    .delegate("parent")
                    .then(|cx, _| cx.leave_in_part("parent", "attribute")),
                at("(?s).+").delegate("parent"),
            ],
        )
        .state(
            "comment",
            [
                rule(r"\{\{", Comment).push_same(),
                rule(r"\}\}", Comment).pop(),
                rule(r"[^{}]+|[{}]", Comment),
            ],
        )
        .state("expression", expression())
        .state(
            "open_sign",
            [
                rule("[#/]", Keyword).goto("block_name"),
                rule("[>^&~]", Keyword),
                at("").pop(),
            ],
        )
        .state(
            "block_name",
            [
                rule(r"if(?=[}\s])", Keyword),
                rule(NAME, NameNamespace).pop(),
                at("").pop(),
            ],
        )
}

fn expression() -> Vec<Rule> {
    vec![
        rule(r"\}\}\}?", Keyword).pop(),
        rule(r"\|", Punctuation),
        rule("~", Keyword),
        rule(r"\s+", Text),
        rule("=", Operator),
        rule(r"[\[\]()]", Punctuation),
        rule(r"\.(?=[}\s])", NameVariable),
        rule(r"\.\.", NameVariable),
        rule("[/.]", Punctuation),
        rule(r#""(?:\\.|.)*?""#, StrDouble),
        rule(r"'(?:\\.|.)*?'", StrSingle),
        rule(r"\d+(?=\}\s)", Num),
        rule(r"(?:true|false)(?=[}\s])", KeywordConstant),
        rule(r"else(?=[}\s])", Keyword),
        rule(r"this(?=[}\s])", NameBuiltinPseudo),
        rule(format!("@{NAME}"), NameAttribute),
        rule(NAME, NameVariable),
    ]
}
