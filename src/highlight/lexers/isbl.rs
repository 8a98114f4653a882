//! ISBL, the language of DIRECTUM.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

/// Constants, variables and interfaces of the system.
const WORDS: &str = include_str!("words/isbl.txt");

/// In English and in Russian.
const KEYWORDS: &str = "and else endexcept endfinally endforeach endif endwhile except exitfor finally foreach if in not or try \
    while в все если и или иначе конецвсе конецесли конецпока не пока";

const WORD: &str = "(?i)[0-9_a-zа-яё]+";

static CONSTANTS: LazyLock<Words> =
    LazyLock::new(|| table_any_case(Name, [(section(WORDS, "constants"), NameBuiltin)]));

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table_any_case(
        NameVariable,
        [
            (KEYWORDS, Keyword),
            (section(WORDS, "constants"), NameBuiltin),
            (section(WORDS, "globals"), NameVariableGlobal),
        ],
    );
    let interfaces = table_any_case(Name, [(section(WORDS, "interfaces"), KeywordType)]);
    Grammar::new()
        .state(
            "space",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state("member", [include("space"), call(WORD, member)])
        .state(
            "type",
            [
                include("space"),
                words(WORD, &interfaces).pop(),
                rule(r"\.", Punctuation).push("member"),
                at("").pop(),
            ],
        )
        .state(
            "root",
            [
                include("space"),
                rule(":", Punctuation).push("type"),
                rule(r"\.", Punctuation).push("member"),
                rule(r"[\[\]();]", Punctuation),
                rule("[&*+=<>/-]", Operator),
                rule(r"(?i)[_a-zа-яё][0-9_a-zа-яё]*(?=\()", NameFunction),
                words("(?i)[!_a-zа-яё][0-9_a-zа-яё]*", &names),
                rule(r"\d+(?:\.\d+)?\b", Num),
                rule(r#"(?s)".*?""#, StrDouble),
                rule("(?s)'.*?'", StrSingle),
            ],
        )
}

/// What follows a dot: a constant, or one more part of a type.
fn member(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let other = if cx.in_state("type") {
        KeywordType
    } else {
        Name
    };
    let token = CONSTANTS.find(m.whole()).unwrap_or(other);
    cx.token(token, m.whole());
    cx.pop(1);
}
