//! TypeScript: JavaScript with types.

use super::javascript::{self, BUILTINS, CONSTANTS, DECLARATIONS, ID, KEYWORDS, RESERVED};
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let more_builtins = "Capitalize ConstructorParameters Exclude Extract InstanceType Lowercase NonNullable Omit \
        OmitThisParameter Parameters Partial Pick Readonly Record Required ReturnType ThisParameterType ThisType \
        Uncapitalize Uppercase";
    let rows = [
        (KEYWORDS, Keyword),
        (
            "is namespace static private protected public implements readonly",
            Keyword,
        ),
        (DECLARATIONS, KeywordDeclaration),
        ("type abstract", KeywordDeclaration),
        (RESERVED, KeywordReserved),
        (
            "string any void number namespace module declare default interface keyof",
            KeywordReserved,
        ),
        (CONSTANTS, KeywordConstant),
        (BUILTINS, NameBuiltin),
        (more_builtins, NameBuiltin),
    ];
    table(NameOther, rows)
});

pub(in crate::highlight) fn grammar() -> Grammar {
    with_types(javascript::with_words(name, called_name))
}

/// What TypeScript adds to JavaScript's states.
pub(super) fn with_types(grammar: Grammar) -> Grammar {
    grammar
        .prepend(
            "root",
            [
                rule(r"\?\.", Punctuation),
                rule(r"\?\?", Operator),
                rule(r"(?:as|satisfies)\s+", KeywordDeclaration),
            ],
        )
        .prepend(
            "statement",
            [groups(
                format!(r"({ID})(\??)(\s*)(:)"),
                [NameLabel, Punctuation, Text, Punctuation],
            )
            .push("operand")],
        )
}

pub(super) fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = WORDS.token(m.whole());
    cx.token(token, m.whole());
    if matches!(token, Keyword | KeywordDeclaration) {
        cx.push("operand");
    }
}

pub(super) fn called_name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let keyword = WORDS.find(m.group(1)) == Some(Keyword);
    cx.token(if keyword { Keyword } else { NameFunction }, m.whole());
}
