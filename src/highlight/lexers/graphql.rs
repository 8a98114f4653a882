//! GraphQL: queries and schemas.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

const NAME: &str = r"[_A-Za-z]\w*\b";
const NAME_BEFORE: &str = r"([_A-Za-z]\w*)(\s*)";
const SCALARS: &str = r"(?:Int|Float|String|Boolean|ID)\b";

pub(in crate::highlight) fn grammar() -> Grammar {
    values(selections(types(Grammar::new())))
        .state(
            "root",
            [
                rule(r"(?:query|mutation|subscription)\b", Keyword).push("query"),
                rule(r"\{", Punctuation).push("query").push("selections"),
                rule(r"fragment\b", Keyword).push("fragment"),
                rule(r"scalar\b", Keyword).push("value"),
                rule(r"(?:type|interface|enum|input|schema)\b", Keyword).push("type"),
                rule(r"union\b", Keyword).push("union"),
                rule(r"extend\b", Keyword),
                include("space"),
                groups(
                    r#"(?s)(""")(\n)(.*?)(\n)(""")"#,
                    [
                        StrDouble.into(),
                        Whitespace.into(),
                        Part::Fresh("markdown"),
                        Whitespace.into(),
                        StrDouble.into(),
                    ],
                ),
            ],
        )
        .state(
            "space",
            [
                rule(r"\s+", Whitespace),
                rule("#.*", Comment),
                rule("[!,]", Punctuation),
            ],
        )
}

fn types(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "type",
            [
                rule(r"implements\b", Keyword),
                rule(NAME, Name),
                rule(r"\(", Punctuation).push("variables"),
                rule(r"\{", Punctuation).push("fields"),
                include("space"),
            ],
        )
        .state(
            "fields",
            [
                rule(r"\}", Punctuation).pop_many(2),
                groups(
                    format!(r"{NAME_BEFORE}(\()"),
                    [Name, Whitespace, Punctuation],
                )
                .push("variables"),
                rule(NAME, Name),
                rule(":", Punctuation).push("type_name"),
                include("space"),
            ],
        )
        .state(
            "type_name",
            [
                rule(SCALARS, NameBuiltin).pop(),
                rule(NAME, Name).pop(),
                rule(r"\[", Punctuation).push("list_type"),
                include("space"),
            ],
        )
        .state(
            "list_type",
            [
                rule(SCALARS, NameBuiltin),
                rule(NAME, Name),
                rule(r"\]", Punctuation).pop_many(2),
                include("space"),
            ],
        )
        .state(
            "union",
            [
                rule(NAME, Name),
                rule("=", Punctuation).push("union_member"),
                include("space"),
            ],
        )
        .state(
            "union_member",
            [
                rule(NAME, Name).goto("after_union_member"),
                include("space"),
            ],
        )
        .state(
            "after_union_member",
            [
                rule(r"\|", Punctuation).goto("union_member"),
                at(r"(?=[^|\s#])").pop_many(2),
                include("space"),
            ],
        )
}

fn selections(grammar: Grammar) -> Grammar {
    grammar
        .state("fragment", [rule(r"on\b", Keyword), include("query")])
        .state(
            "query",
            [
                include("directives"),
                rule(NAME, Name),
                rule(r"\(", Punctuation).push("variables"),
                rule(r"\{", Punctuation).push("selections"),
                include("space"),
            ],
        )
        .state(
            "directives",
            [
                groups(
                    r"(@[_A-Za-z]\w*)(\s*)(\()",
                    [Keyword, Whitespace, Punctuation],
                )
                .push("arguments"),
                rule(format!("@{NAME}"), Keyword),
            ],
        )
        .state(
            "selections",
            [
                include("directives"),
                rule(r"\}", Punctuation).pop().then(|cx, _| {
                    if cx.is_state("query") || cx.is_state("fragment") {
                        cx.pop(1);
                    }
                }),
                groups(
                    format!(r"{NAME_BEFORE}(\()"),
                    [Name, Whitespace, Punctuation],
                )
                .push("arguments"),
                groups(format!("{NAME_BEFORE}(:)"), [Name, Whitespace, Punctuation]),
                rule(NAME, Name),
                groups(r"(\.\.\.)(\s+)(on)\b", [Punctuation, Whitespace, Keyword]),
                rule(r"\.\.\.", Punctuation),
                rule(r"\{", Punctuation).push("selections"),
                include("space"),
            ],
        )
        .state(
            "arguments",
            [
                rule(r"\)", Punctuation).pop(),
                rule(NAME, Name),
                rule(":", Punctuation).push("value"),
                include("space"),
            ],
        )
        .state(
            "variables",
            [
                rule(r"\)", Punctuation).pop(),
                rule(format!(r"\${NAME}"), NameVariable),
                rule(NAME, Name),
                rule(":", Punctuation).push("type_name"),
                rule("=", Punctuation).push("value"),
                include("space"),
            ],
        )
}

fn values(grammar: Grammar) -> Grammar {
    let end_of_value: Call = |cx, _| {
        if cx.is_state("value") {
            cx.pop(1);
        }
    };
    grammar
        .state(
            "value",
            [
                rule(r#"(?s)""".*?""""#, StrDouble),
                rule(format!(r"\${NAME}"), NameVariable).then(unless_in_list),
                rule(r"(?:true|false|null)\b", KeywordConstant).then(unless_in_list),
                rule(r"[+-]?[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?", NumFloat).then(unless_in_list),
                rule("[+-]?[1-9][0-9]*(?:[eE][+-]?[0-9]+)?", NumInteger).then(unless_in_list),
                rule(r#""(?:\\[\\"]|[^"])*""#, StrDouble).then(unless_in_list),
                rule(NAME, Name).then(unless_in_list),
                rule(r"\{", Punctuation).push("object"),
                rule(r"\[", Punctuation).push("list"),
                include("space"),
            ],
        )
        .state(
            "list",
            [
                rule(r"\]", Punctuation).pop().then(end_of_value),
                include("value"),
            ],
        )
        .state(
            "object",
            [
                rule(r"\}", Punctuation).pop().then(end_of_value),
                groups(format!("{NAME_BEFORE}(:)"), [Name, Whitespace, Punctuation]).push("value"),
                include("space"),
            ],
        )
}

/// One value, unless it is one of a list's.
fn unless_in_list(cx: &mut Context<'_, '_>, _: &Match<'_>) {
    if !cx.is_state("list") {
        cx.pop(1);
    }
}
