//! JSP, in the HTML (or what `?parent=` says) that it is for.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const DIRECTIVES: &str = "page|include|taglib";
const ACTIONS: &str = "scriptlet|declaration|expression";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .on_reset(|cx| {
            cx.begin_template();
            if let Some(java) = crate::highlight::find("java") {
                cx.set_part("code", java, Default::default());
            }
        })
        .state(
            "root",
            [
                rule("<%--", Comment).push("comment"),
                rule(format!(r"<%@\s*(?:{DIRECTIVES})\s*"), NameTag).push("directive"),
                rule(format!(r"<jsp:directive\.(?:{DIRECTIVES})"), NameTag).push("tag_directive"),
                rule(format!("<jsp:(?:{ACTIONS})>"), NameTag).push("tag_code"),
                rule(r"<[a-zA-Z]*:[a-zA-Z]*\s*", NameTag).push("tag"),
                rule("</[a-zA-Z]*:[a-zA-Z]*>", NameTag),
                rule("<%[!=]?", NameTag).push("code"),
                at("(?s).+?(?=<%|</?[a-zA-Z]*:)").delegate("parent"),
                at("(?s).+").delegate("parent"),
            ],
        )
        .state(
            "comment",
            [rule("--%>", Comment).pop(), rule("(?s).", Comment)],
        )
        .state("directive", tag("%>"))
        .state("tag_directive", tag("/>"))
        .state("tag", tag("/?>"))
        .state(
            "tag_code",
            [
                rule(format!("</jsp:(?:{ACTIONS})>"), NameTag).pop(),
                include("attributes"),
                at("[^</]+").delegate("code"),
            ],
        )
        .state(
            "code",
            [rule("%>", NameTag).pop(), at("[^%>]+").delegate("code")],
        );
    attributes(grammar)
}

fn tag(end: &'static str) -> [Rule; 3] {
    [
        rule(end, NameTag).pop(),
        include("attributes"),
        at(format!("(?s).+?(?={end})")).delegate("parent"),
    ]
}

fn attributes(grammar: Grammar) -> Grammar {
    let quoted = |quote: char| {
        [
            rule(quote.to_string(), Str).pop(),
            rule(r"\$\{", StrInterpol).push("expression"),
            rule(format!("[^{quote}]+"), Str),
        ]
    };
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
        .state("double", quoted('"'))
        .state("single", quoted('\''))
        .state(
            "expression",
            [
                rule(r"\}", StrInterpol).pop(),
                rule("'", Literal).push("literal"),
                at("[^'}]+").delegate("code"),
            ],
        )
        .state(
            "literal",
            [rule("'", Literal).pop(), rule("[^']+", Literal)],
        )
}
