//! Augeas.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const RESERVED: &str = "_ let del store value counter seq key label autoload incl excl transform test get put in after \
    set clear insa insb print_string print_regexp print_endline print_tree lens_ctype lens_atype lens_ktype lens_vtype \
    lens_format_atype regexp_match";

static WORDS: LazyLock<Words> = LazyLock::new(|| table(Name, [(RESERVED, KeywordReserved)]));

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule(r"\(\*", CommentMultiline).push("comment"),
                groups(r"(:)(\w+)", [Punctuation, KeywordType]),
                call(r"\w[\w']*", name),
                rule("\"", Str).push("string"),
                rule("/", Str).push("regex"),
                rule(r"[-*+.=?|]+", Operator),
                rule(r"[\[\](){}:;]", Punctuation),
            ],
        )
        .state(
            "comment",
            [
                rule(r"\*\)", CommentMultiline).pop(),
                rule(r"\(\*", CommentMultiline).push("comment"),
                rule("[^*)]+|[*)]", CommentMultiline),
            ],
        )
        .state(
            "module",
            [
                rule(r"\s+", Text),
                rule("[A-Z][a-zA-Z0-9_.]*", NameNamespace).pop(),
            ],
        )
        .state(
            "regex",
            [
                rule("/", StrRegex).pop(),
                rule(r"[^\\/]+|\\[\\/]?", StrRegex),
            ],
        )
        .state(
            "string",
            [
                rule("\"", Str).pop(),
                rule(r"\\", StrEscape).push("escape"),
                rule(r#"[^\\"]+"#, Str),
            ],
        )
        .state(
            "escape",
            [
                rule(
                    r#"[abfnrtv"'&\\]|\^[\]\[A-Z@^_]|[oO][0-7]+|[xX][\da-fA-F]+|\d+|\s+"#,
                    StrEscape,
                )
                .pop(),
                rule(".", Str).pop(),
            ],
        )
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = m.whole();
    if name == "module" {
        cx.token(KeywordReserved, name);
        return cx.push("module");
    }
    let token = match WORDS.token(name) {
        Name if name.starts_with(|c: char| c.is_ascii_uppercase()) => KeywordNamespace,
        token => token,
    };
    cx.token(token, name);
}
