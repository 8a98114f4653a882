//! Wollok.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::collections::HashSet;

const ENTITY: &str = "[a-zA-Z][a-zA-Z0-9]*";
const VARIABLE: &str = "_?[a-zA-Z][a-zA-Z0-9]*";

/// The classes and objects that were declared so far.
#[derive(Default)]
struct Entities(HashSet<String>);

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "space",
            [
                rule(r"\s+", Whitespace),
                rule("//.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state("root", root())
        .state(
            "entity",
            [
                include("space"),
                rule("inherits|mixed|with|and", KeywordReserved),
                rule(format!(r"{ENTITY}(?=\s*\{{)"), NameClass)
                    .then(declare)
                    .pop(),
                rule(ENTITY, NameClass).then(declare),
            ],
        )
        .state(
            "symbols",
            [
                rule(r"\+\+|--|\+=|-=|\*\*|!", Operator),
                rule("[+*/%-]", Operator),
                rule("<=|=>|===|==|<|>", Operator),
                rule(r"and\b|or\b|not\b", Operator),
                rule("[()=]", Text),
                rule(",", Punctuation),
            ],
        )
        .state(
            "objects",
            [
                call(VARIABLE, variable),
                rule(format!(r"\.{ENTITY}"), Text),
                include("space"),
                rule(r"[0-9]+\.?[0-9]*", Num),
                rule("\"[^\"]*\"", Str),
                rule(r"\[|#\{", Punctuation).push("lists"),
            ],
        )
        .state(
            "lists",
            [
                rule(",", Punctuation),
                rule(r"[\]}]", Punctuation).pop(),
                include("objects"),
            ],
        )
}

fn root() -> [Rule; 11] {
    [
        include("space"),
        groups("(import)(.+)$", [KeywordReserved, Text]),
        rule("class|object|mixin", KeywordReserved).push("entity"),
        rule("test|program", KeywordReserved),
        groups(
            format!(r"(package)(\s+)({ENTITY})"),
            [KeywordReserved, Whitespace, NameClass],
        ),
        rule("[{}]", Text),
        rule(r"self\b", NameBuiltinPseudo),
        rule(
            r"(?:new|super|return|if|else|var|const|override|constructor)\b",
            KeywordReserved,
        ),
        groups(
            format!(r"(method)(\s+)({VARIABLE})"),
            [KeywordReserved, Whitespace, Text],
        ),
        include("symbols"),
        include("objects"),
    ]
}

fn declare(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.vars::<Entities>().0.insert(m.whole().to_string());
}

fn variable(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let is_class = m.whole().starts_with(|c: char| c.is_ascii_uppercase())
        || cx.vars::<Entities>().0.contains(m.whole());
    cx.token(
        if is_class { NameClass } else { KeywordVariable },
        m.whole(),
    );
}
