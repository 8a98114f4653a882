//! BibTeX.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

const NAME: &str = r"(?i)[a-z_@!$&.\\:;<>?\[\]^`|~*/+\-][\w@!$&.\\:;<>?\[\]^`|~*/+\-]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                include("whitespace"),
                call(format!("@((?:{NAME}))"), entry),
                rule(".+", Comment),
            ],
        )
        .state(
            "opening_brace",
            [include("whitespace"), rule("[{(]", Punctuation).pop()],
        )
        .state(
            "closing_brace",
            [include("whitespace"), rule("[})]", Punctuation).pop()],
        )
        .state(
            "command_body",
            [
                include("whitespace"),
                rule(r"[^\s,}]+", NameLabel).goto("fields"),
            ],
        )
        .state(
            "fields",
            [
                include("whitespace"),
                rule(",", Punctuation).push("field"),
                at("").pop(),
            ],
        )
        .state(
            "field",
            [
                include("whitespace"),
                rule(NAME, NameAttribute).push("value").push("equal_sign"),
                at("").pop(),
            ],
        )
        .state(
            "equal_sign",
            [include("whitespace"), rule("=", Punctuation).pop()],
        )
        .state(
            "value",
            [
                include("whitespace"),
                rule(NAME, NameVariable),
                rule("\"", Str).push("quoted_string"),
                rule(r"\{", Str).push("braced_string"),
                rule(r"\d+", Num),
                rule("#", Punctuation),
                at("").pop(),
            ],
        )
        .state(
            "quoted_string",
            [
                rule(r"\{", Str).push("braced_string"),
                rule("\"", Str).pop(),
                rule(r#"[^{"]+"#, Str),
            ],
        )
        .state(
            "braced_string",
            [
                rule(r"\{", Str).push("braced_string"),
                rule(r"\}", Str).pop(),
                rule("[^{}]+", Str),
            ],
        )
        .state("whitespace", [rule(r"\s+", Text)])
}

fn entry(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let body = match m.group(1).to_lowercase().as_str() {
        "comment" => return cx.token(Comment, m.whole()),
        "preamble" => "value",
        "string" => "field",
        _ => "command_body",
    };
    cx.token(NameClass, m.whole());
    cx.push("closing_brace");
    cx.push(body);
    cx.push("opening_brace");
}
