//! Vue's single-file components: HTML in which the parts may be in other languages.

use super::html;
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

/// The language of the part at hand.
struct Language(&'static str);

impl Default for Language {
    fn default() -> Language {
        Language("html")
    }
}

pub(in crate::highlight) fn grammar() -> Grammar {
    let end = |tag: &str| {
        groups(
            format!(r"(<\s*/\s*)({tag})(\s*>)"),
            [NameTag, Keyword, NameTag],
        )
        .pop()
    };
    html::grammar()
        .on_reset(|cx| {
            if let Some(javascript) = crate::highlight::find("javascript") {
                let options = cx.options().clone();
                cx.set_part("expression", javascript, options);
            }
        })
        .prepend(
            "root",
            [
                part("template")
                    .then(|cx, _| cx.vars::<Language>().0 = "html")
                    .push("template")
                    .push("part_tag"),
                part("style")
                    .then(|cx, _| cx.vars::<Language>().0 = "css")
                    .push("vue_style")
                    .push("part_tag"),
                part("script").push("vue_script").push("part_tag"),
            ],
        )
        .prepend(
            "tag",
            [rule(r"[a-zA-Z0-9_:#\[\]()*.-]+\s*=\s*", NameAttribute).push("attribute")],
        )
        .state("vue_style", [end("style"), call("[^<]+|<", in_language)])
        .state("vue_script", [end("script"), include("script")])
        .state(
            "part_tag",
            [
                groups(
                    r#"(lang\s*=)(\s*)("(?:\\.|[^\\])*?"|'(?:\\.|[^\\])*?'|[^\s>]+)"#,
                    [NameAttribute, Text, Str],
                )
                .then(|cx, m| cx.vars::<Language>().0 = language(m.group(3))),
                include("tag"),
            ],
        )
        .state(
            "template",
            [
                end("template"),
                rule(r"\{\{", StrInterpol)
                    .push("interpolation")
                    .then(|cx, _| cx.reset_part("expression")),
                call(r"[^{<]+|[<{][^<{]*", in_language),
            ],
        )
        .state(
            "interpolation",
            [
                rule(r"\}\}", StrInterpol).pop(),
                rule(r"\}", Error),
                include("interpolation_braces"),
            ],
        )
        .state(
            "interpolation_braces",
            [
                at(r"\{").delegate("expression").push_same(),
                at(r"\}").delegate("expression").pop(),
                at(r"[^{}]+").delegate("expression"),
            ],
        )
}

fn part(tag: &str) -> Rule {
    groups(format!(r"(<)(\s*)({tag})"), [NameTag, Text, Keyword])
}

fn in_language(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let language = cx.vars::<Language>().0;
    cx.fresh(language, m.whole());
}

fn language(name: &str) -> &'static str {
    match name.to_lowercase().replace(['"', '\''], "").as_str() {
        "html" => "html",
        "css" => "css",
        "javascript" => "javascript",
        "sass" => "sass",
        "scss" => "scss",
        "coffee" => "coffeescript",
        _ => "plaintext",
    }
}
