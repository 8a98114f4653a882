//! Liquid templates; the text around the tags is left as it is.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    tags(values(blocks(Grammar::new())))
}

/// The text and what opens and closes in it.
fn blocks(grammar: Grammar) -> Grammar {
    let end = [Whitespace, CommentPreproc];
    let end_tag = |name: &str| format!(r"(\{{%-?)(\s*)(end{name})(\s*)(-?%\}})");
    let end_tag_tokens = [
        CommentPreproc,
        Whitespace,
        NameTag,
        Whitespace,
        CommentPreproc,
    ];
    let inside = |name: &str, token: Token| {
        [
            rule(r"[^\{]+", token),
            groups(end_tag(name), end_tag_tokens).reset(),
            rule(r"\{", token),
        ]
    };
    grammar
        .state(
            "root",
            [
                rule(r"[^\{]+", Text),
                groups(r"(\{%-?)(\s*)", [CommentPreproc, Whitespace]).push("tag"),
                groups(r"(\{\{-?)(\s*)", [CommentPreproc, Whitespace]).push("output"),
                rule(r"\{", Text),
            ],
        )
        .state("comment", inside("comment", Comment))
        .state("raw", inside("raw", Text))
        .state(
            "tag_end",
            [
                groups(r"(\s*)(-?%\})", end).reset(),
                rule(r"\n\s*", Whitespace).then(end_line_of_liquid),
                include("space"),
            ],
        )
        .state("output_end", [groups(r"(\s*)(-?\}\})", end).reset()])
}

/// In a `liquid` tag a line's end ends the tag on it.
fn end_line_of_liquid(cx: &mut Context<'_, '_>, _: &Match<'_>) {
    if cx.in_state("liquid") {
        while !cx.is_state("liquid") {
            cx.pop(1);
        }
    }
}

fn tags(grammar: Grammar) -> Grammar {
    grammar
        .state("tag", tag())
        .state("liquid", [include("tag_end"), include("tag")])
        .state(
            "output",
            [
                include("first_filter"),
                include("output_end"),
                include("literals"),
                include("variable"),
            ],
        )
        .state(
            "condition",
            [
                rule("[=!]=|[<>]=?", Operator),
                rule(r"(?:and|or|contains)\b", OperatorWord),
                include("value"),
            ],
        )
        .state(
            "value",
            [include("tag_end"), include("literals"), include("variable")],
        )
        .state(
            "loop_arguments",
            [
                rule(r"(?:reversed|continue)\b", NameAttribute),
                rule(r"\(", Punctuation).push("range"),
                include("tag_arguments"),
            ],
        )
        .state(
            "custom_arguments",
            [
                rule(r"\{\{-?", CommentPreproc).push("output_in_tag"),
                include("first_filter"),
                include("tag_arguments"),
            ],
        )
        .state("tag_arguments", [include("tag_end"), include("arguments")])
        .state(
            "assignment",
            [
                rule("=", Operator),
                rule(r"\(", Punctuation).push("range"),
                include("first_filter"),
                include("value"),
            ],
        )
        .state(
            "include_arguments",
            [
                rule(r"\{\{-?", CommentPreproc).push("output_in_tag"),
                rule(r"(?:with|for|as)\b", KeywordReserved),
                include("tag_arguments"),
            ],
        )
        .state("output_in_tag", output_in_tag())
}

fn tag() -> Vec<Rule> {
    // A name may hold dashes, but the dash of `-%}` is the tag's.
    let named = |ahead: &str| {
        let tokens = [NameTag, Whitespace, NameVariable];
        groups(
            format!(r"(capture|(?:in|de)crement)(\s+)([a-zA-Z_][\w-]*){ahead}"),
            tokens,
        )
        .push("tag_end")
    };
    vec![
        rule(r"liquid\b", NameTag).push("liquid"),
        rule(r"(?:if|elsif|unless|case)\b", NameTag).push("condition"),
        rule(r"when\b", NameTag).push("value"),
        rule(r"(?:else|ifchanged|end\w+)\b", NameTag).push("tag_end"),
        rule(r"(?:break|continue)\b", KeywordReserved).push("tag_end"),
        groups(
            r"(for|tablerow)(\s+)(\S+)(\s+)(in)(\s+)",
            [
                NameTag,
                Whitespace,
                NameVariable,
                Whitespace,
                NameTag,
                Whitespace,
            ],
        )
        .push("loop_arguments"),
        named("(?=-%)"),
        named(""),
        groups(
            r"(comment)(\s*)(-?%\})",
            [NameTag, Whitespace, CommentPreproc],
        )
        .push("comment"),
        groups(r"(raw)(\s*)(-?%\})", [NameTag, Whitespace, CommentPreproc]).push("raw"),
        rule(r"(?:assign|echo)\b", NameTag).push("assignment"),
        groups(
            r"(include|render)(\s+)([/\w-]+(?:\.[\w-]+)+\b)?",
            [NameTag, Whitespace, Text],
        )
        .push("include_arguments"),
        call(
            r#"(cycle)(\s+)(?:([\w-]+|'[^']*'|"[^"]*")(\s*)(:))?(\s*)"#,
            cycle,
        ),
        rule(r"\w+\b", NameTag).push("custom_arguments"),
        include("tag_end"),
    ]
}

fn cycle(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = match m.group(3).chars().next() {
        Some('\'') => StrSingle,
        Some('"') => StrDouble,
        _ => NameAttribute,
    };
    let tokens = [
        NameTag,
        Whitespace,
        name,
        Whitespace,
        Punctuation,
        Whitespace,
    ];
    for (group, token) in (1..).zip(tokens) {
        cx.token(token, m.group(group));
    }
    cx.push("tag_arguments");
}

fn output_in_tag() -> [Rule; 4] {
    let filter = |ahead: &str| {
        let tokens = [Punctuation, Whitespace, NameFunction];
        groups(format!(r"(\|)(\s*)([a-zA-Z_][\w-]*){ahead}"), tokens)
    };
    [
        filter(r"(?=-\})"),
        filter(""),
        rule(r"-?\}\}", CommentPreproc).pop(),
        include("arguments"),
    ]
}

/// Filters, arguments, variables and literals.
fn values(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "first_filter",
            [groups(r"(\|)(\s*)", [Punctuation, Whitespace])
                .push("filters")
                .push("filter")],
        )
        .state(
            "filters",
            [
                groups(r"(\|)(\s*)", [Punctuation, Whitespace]).push("filter"),
                include("tag_end"),
                include("output_end"),
                include("arguments"),
            ],
        )
        .state(
            "filter",
            [
                rule(r"[a-zA-Z_][\w-]*(?=-[%}])", NameFunction).pop(),
                rule(r"[a-zA-Z_][\w-]*", NameFunction).pop(),
                include("space"),
            ],
        )
        .state(
            "range",
            [
                rule(r"\.\.", Punctuation),
                rule(r"\)", Punctuation).pop(),
                include("space"),
                include("number"),
                include("variable"),
            ],
        )
        .state(
            "arguments",
            [
                include("literals"),
                groups(
                    r"([a-zA-Z_][\w-]*)(\s*)(=|:)",
                    [NameAttribute, Whitespace, Operator],
                ),
                include("variable"),
            ],
        )
        .state(
            "literals",
            [
                rule(r"(?:false|true|nil)\b", KeywordConstant),
                rule("'[^']*'", StrSingle),
                rule("\"[^\"]*\"", StrDouble),
                rule("[,:]", Punctuation),
                include("space"),
                include("number"),
            ],
        )
        .state(
            "space",
            [
                rule(r"\s+", Whitespace),
                rule(r"#.*?(?=$|-?[}%]\})", Comment),
            ],
        )
        .state(
            "number",
            [
                rule("-", Operator),
                rule(r"\d+\.\d+", NumFloat),
                rule(r"\d+", NumInteger),
            ],
        )
        .state("variable", variable())
}

fn variable() -> [Rule; 6] {
    [
        groups(
            r"(\.)(\s*)(first|last|size)(?![\p{Word}?!/])",
            [Punctuation, Whitespace, NameFunction],
        ),
        rule(r"\.(?= *\w)", Punctuation),
        rule(r"[\[\]]", Punctuation),
        rule(
            r"(?:empty|blank|(?:for|tablerow)loop\.(?:parentloop\.)*\w+)(?![\p{Word}?!/])",
            NameBuiltin,
        ),
        rule(r"[a-zA-Z_][\w-]*\b-?(?![?!/])", NameVariable),
        rule(r"\S+", Text),
    ]
}
