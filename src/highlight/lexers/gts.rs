//! Ember's TypeScript, with templates in `<template>` tags.

use super::typescript;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    with_templates(typescript::grammar())
}

/// A script's grammar, with templates inside of it.
pub(super) fn with_templates(grammar: Grammar) -> Grammar {
    grammar
        .prepend(
            "root",
            [groups("(<)(template)(>)", [NameTag, Keyword, NameTag]).push("template")],
        )
        .state(
            "template",
            [
                groups("(</)(template)(>)", [NameTag, Keyword, NameTag]).pop(),
                scan_call(
                    |cx| cx.rest().find("</template>").filter(|len| *len > 0),
                    |cx, m| cx.delegate("handlebars", m.whole()),
                ),
            ],
        )
}
