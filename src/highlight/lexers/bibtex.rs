//! BibTeX.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

const NAME: &str = r"(?i:[a-z_@!$&.\\:;<>?\[\]^`|~*/+-][\w@!$&.\\:;<>?\[\]^`|~*/+-]*)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                include("space"),
                call(format!("@({NAME})"), entry),
                rule(".+", Comment),
            ],
        )
        .state("space", [rule(r"\s+", Text)])
        .state("open", [include("space"), rule("[{(]", Punctuation).pop()])
        .state("close", [include("space"), rule("[})]", Punctuation).pop()])
        .state(
            "entry",
            [
                include("space"),
                rule(r"[^\s,}]+", NameLabel).goto("fields"),
            ],
        )
        .state(
            "fields",
            [
                include("space"),
                rule(",", Punctuation).push("field"),
                at("").pop(),
            ],
        )
        .state(
            "field",
            [
                include("space"),
                rule(NAME, NameAttribute).push("value").push("equals"),
                at("").pop(),
            ],
        )
        .state("equals", [include("space"), rule("=", Punctuation).pop()])
        .state(
            "value",
            [
                include("space"),
                rule(NAME, NameVariable),
                rule("\"", Str).push("quoted"),
                rule(r"\{", Str).push("braced"),
                rule(r"\d+", Num),
                rule("#", Punctuation),
                at("").pop(),
            ],
        )
        .state(
            "quoted",
            [
                rule(r"\{", Str).push("braced"),
                rule("\"", Str).pop(),
                rule(r#"[^{"]+"#, Str),
            ],
        )
        .state(
            "braced",
            [
                rule(r"\{", Str).push("braced"),
                rule(r"\}", Str).pop(),
                rule("[^{}]+", Str),
            ],
        )
}

fn entry(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let inside = match m.group(1).to_lowercase().as_str() {
        "comment" => return cx.token(Comment, m.whole()),
        "preamble" => "value",
        "string" => "field",
        _ => "entry",
    };
    cx.token(NameClass, m.whole());
    for state in ["close", inside, "open"] {
        cx.push(state);
    }
}
