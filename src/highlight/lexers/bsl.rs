//! The language of 1C:Enterprise, in English and in Russian.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

/// Keywords, and the functions that are built in.
const WORDS: &str = include_str!("words/bsl.txt");

static NAMES: LazyLock<Words> =
    LazyLock::new(|| table_any_case(NameVariable, [(section(WORDS, "keywords"), Keyword)]));

static BUILTINS: LazyLock<Words> =
    LazyLock::new(|| table_any_case(Name, [(section(WORDS, "builtins"), NameBuiltin)]));

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r"\s+", Text),
            rule("//.*", CommentSingle),
            rule(r"[\[\]:(),;]", Punctuation),
            // Directives of the compiler and of the preprocessor.
            rule("[&#].*", KeywordDeclaration),
            rule("[-+/*%=<>.?]", Operator),
            call(r"(?i)([\wа-яё]+)(\s*)(?=\()", called),
            words(r"(?i)[\wа-яё]+", &NAMES),
            rule("'.*'", LiteralDate),
            rule(r#"".*?(?:"|$)"#, StrSingle),
            // A string's next line.
            rule(r#"\|.*?(?:"|$)"#, Str),
        ],
    )
}

/// A word before a parenthesis. The space between belongs to what is built in.
fn called(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let word = m.group(1);
    match (NAMES.find(word), BUILTINS.find(word)) {
        (None, Some(token)) => cx.token(token, m.whole()),
        (known, _) => {
            cx.token(known.unwrap_or(NameVariable), word);
            cx.token(Text, m.group(2));
        }
    }
}
