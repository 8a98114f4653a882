//! Svelte's single-file components: HTML with JavaScript inside of braces.

use super::html;
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

/// The JavaScript of all braces is one text.
const IN_BRACES: &str = "in braces";

pub(in crate::highlight) fn grammar() -> Grammar {
    html::grammar()
        .on_reset(|cx| {
            if let Some(javascript) = crate::highlight::find("javascript") {
                let options = cx.options().clone();
                cx.set_part(IN_BRACES, javascript, options);
            }
        })
        .prepend(
            "root",
            [groups(r"([^<&{]*)(\{)(\s*)", [Text, StrInterpol, Text]).push("template")],
        )
        .prepend(
            "tag",
            [groups(
                r"(\{)\s*([a-zA-Z0-9_]+)\s*(\})",
                [StrInterpol, NameVariable, StrInterpol],
            )
            .pop()],
        )
        .prepend("attribute", [rule(r"\{", StrInterpol).goto("template")])
        .prepend("double", [include("template_start")])
        .prepend("single", [include("template_start")])
        .state(
            "template_start",
            [rule(r"\s*\{\s*", StrInterpol).push("template")],
        )
        .state(
            "template",
            [
                rule(r"\}", StrInterpol).pop(),
                at(r"\{+(?:.*?[^\\\n])??\}+").delegate(IN_BRACES),
                rule(r"@(?:debug|html)\b", Keyword),
                call(r"(#await)(.*)(then|catch)(\s+)(\w+)", await_block),
                rule(r"[#/](?:await|each|if|key)\b", Keyword),
                groups(r"(:else)(\s+)(if)?\b", [Keyword, Text, Keyword]),
                rule(r":?(?:catch|then)\b", Keyword),
                at("[^{}]+").delegate(IN_BRACES),
            ],
        )
}

fn await_block(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(Keyword, m.group(1));
    cx.delegate(IN_BRACES, m.group(2));
    cx.token(Keyword, m.group(3));
    cx.token(Text, m.group(4));
    cx.delegate(IN_BRACES, m.group(5));
}
