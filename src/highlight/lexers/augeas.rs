//! Augeas lenses.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const RESERVED: &str = "_ let del store value counter seq key label autoload incl excl transform test get put in after set \
    clear insa insb print_string print_regexp print_endline print_tree lens_ctype lens_atype lens_ktype lens_vtype \
    lens_format_atype regexp_match module";

static NAMES: LazyLock<Words> = LazyLock::new(|| table(Name, [(RESERVED, KeywordReserved)]));

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule(r"\(\*", CommentMultiline).push("comment"),
                groups(r"(:)(\w\w*)", [Punctuation, KeywordType]),
                call(r"\w[\w']*", name),
                rule("\"", Str).push("string"),
                rule("/", Str).push("regexp"),
                rule(r"[-*+.=?|]+", Operator),
                rule(r"[\[\](){}:;]", Punctuation),
            ],
        )
        .state(
            "comment",
            [
                rule(r"\*\)", CommentMultiline).pop(),
                rule(r"\(\*", CommentMultiline).push("comment"),
                rule("[^*)]+", CommentMultiline),
                rule("[*)]", CommentMultiline),
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
            "regexp",
            [
                rule("/", StrRegex).pop(),
                rule(r"[^\\/]+", StrRegex),
                rule(r"\\[\\/]", StrRegex),
                rule(r"\\", StrRegex),
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
                rule(r#"[abfnrtv"'&\\]"#, StrEscape).pop(),
                rule(r"\^[\]\[A-Z@^_]", StrEscape).pop(),
                rule("(?i)o[0-7]+", StrEscape).pop(),
                rule(r"(?i)x[\da-f]+", StrEscape).pop(),
                rule(r"\d+|\s+", StrEscape).pop(),
                rule(".", Str).pop(),
            ],
        )
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = m.whole();
    let token = match NAMES.token(name) {
        Name if name.starts_with(|c: char| c.is_ascii_uppercase()) => KeywordNamespace,
        token => token,
    };
    cx.token(token, name);
    if name == "module" {
        cx.push("module");
    }
}
