//! Wollok.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::collections::HashSet;

/// The classes, objects and mixins that were defined.
#[derive(Default)]
struct Entities(HashSet<String>);

const ENTITY: &str = "[a-zA-Z][a-zA-Z0-9]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                include("space"),
                groups("(import)(.+$)", [KeywordReserved, Text]),
                rule("class|object|mixin", KeywordReserved).push("definition"),
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
                    format!(r"(method)(\s+)(_?{ENTITY})"),
                    [KeywordReserved, Whitespace, Text],
                ),
                rule(r"\+\+|--|\+=|-=|\*\*|[!+*/%-]", Operator),
                rule(r"<=|=>|===|==|<|>|(?:and|or|not)\b", Operator),
                rule("[()=]", Text),
                rule(",", Punctuation),
                include("objects"),
            ],
        )
        .state(
            "space",
            [
                rule(r"\s+", Whitespace),
                rule("//.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state(
            "definition",
            [
                include("space"),
                rule("inherits|mixed|with|and", KeywordReserved),
                call(format!(r"{ENTITY}(?=\s*\{{)"), |cx, m| {
                    define(cx, m);
                    cx.pop(1);
                }),
                call(ENTITY, define),
            ],
        )
        .state(
            "objects",
            [
                call(format!("_?{ENTITY}"), name),
                rule(format!(r"\.{ENTITY}"), Text),
                include("space"),
                rule(r"[0-9]+\.?[0-9]*", Num),
                rule("\"[^\"]*\"", Str),
                rule(r"\[|#\{", Punctuation).push("list"),
            ],
        )
        .state(
            "list",
            [
                rule(",", Punctuation),
                rule(r"[\]}]", Punctuation).pop(),
                include("objects"),
            ],
        )
}

fn define(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(NameClass, m.whole());
    cx.vars::<Entities>().0.insert(m.whole().to_string());
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = m.whole();
    let known = cx.vars::<Entities>().0.contains(name)
        || name.starts_with(|c: char| c.is_ascii_uppercase());
    cx.token(if known { NameClass } else { KeywordVariable }, name);
}
