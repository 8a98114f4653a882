//! Java server pages, in the HTML (or what `?parent=` says) that they are for.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    const DIRECTIVES: &str = "(?:page|include|taglib)";
    const ACTIONS: &str = "(?:scriptlet|declaration|expression)";
    let grammar = Grammar::new()
        .on_reset(|cx| cx.begin_template())
        .state(
            "root",
            [
                rule("<%--", Comment).push("comment"),
                rule(format!(r"<%@\s*{DIRECTIVES}\s*"), NameTag).push("directive"),
                rule(format!(r"<jsp:directive\.{DIRECTIVES}"), NameTag).push("directive_element"),
                rule(format!("<jsp:{ACTIONS}>"), NameTag).push("expression_element"),
                rule(r"<[a-zA-Z]*:[a-zA-Z]*\s*", NameTag).push("tag"),
                rule("</[a-zA-Z]*:[a-zA-Z]*>", NameTag),
                rule("<%[!=]?", NameTag).push("expression"),
                at("(?s).+?(?=<%|</?[a-zA-Z]*:)").delegate("parent"),
                at("(?s).+").delegate("parent"),
            ],
        )
        .state(
            "comment",
            [rule("--%>", Comment).pop(), rule("(?s).", Comment)],
        )
        .state(
            "directive",
            [
                rule("%>", NameTag).pop(),
                include("attributes"),
                at("(?s).+?(?=%>)").delegate("parent"),
            ],
        )
        .state(
            "directive_element",
            [
                rule("/>", NameTag).pop(),
                include("attributes"),
                at("(?s).+?(?=/>)").delegate("parent"),
            ],
        )
        .state(
            "expression_element",
            [
                rule(format!("</jsp:{ACTIONS}>"), NameTag).pop(),
                include("attributes"),
                at("[^</]+").delegate("java"),
            ],
        )
        .state(
            "expression",
            [rule("%>", NameTag).pop(), at("[^%>]+").delegate("java")],
        )
        .state(
            "tag",
            [
                rule("/?>", NameTag).pop(),
                include("attributes"),
                at("(?s).+?(?=/?>)").delegate("parent"),
            ],
        );
    attributes(grammar)
}

fn attributes(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "attributes",
            [rule(r"\s*[a-zA-Z0-9_:-]+\s*=\s*", NameAttribute).push("attribute")],
        )
        .state(
            "attribute",
            [
                rule("\"", Str).goto("double"),
                rule("'", Str).goto("single"),
                rule(r"[^\s>]+", Str).pop(),
            ],
        )
        .state("double", quoted("\""))
        .state("single", quoted("'"))
        .state(
            "interpolation",
            [
                rule(r"\}", StrInterpol).pop(),
                rule("'", Literal).push("literal"),
                at(r"[^'\}]+").delegate("java"),
            ],
        )
        .state(
            "literal",
            [rule("'", Literal).pop(), rule("[^']+", Literal)],
        )
}

fn quoted(quote: &'static str) -> [Rule; 3] {
    [
        rule(quote, Str).pop(),
        rule(r"\$\{", StrInterpol).push("interpolation"),
        rule(format!("[^{quote}]+"), Str),
    ]
}
