//! Objective-C: C with messages, literals behind `@`, and classes.

use super::c::{self, KEYWORDS, RESERVED, TYPES};
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const ID: &str = "(?i:[a-z$_][a-z0-9$_]*)";

/// What stands behind `@`.
static AT_WORDS: LazyLock<Words> = LazyLock::new(|| {
    let keywords = "selector private protected public encode synchronized try throw catch finally end property \
        synthesize dynamic optional interface implementation import autoreleasepool";
    table(
        Error,
        [(keywords, Keyword), ("true false YES NO", NameBuiltin)],
    )
});

pub(super) const BUILTINS: &str = "YES NO nil";

pub(in crate::highlight) fn grammar() -> Grammar {
    over(c::with_words(&table(
        Name,
        [
            (KEYWORDS, Keyword),
            (TYPES, KeywordType),
            (RESERVED, KeywordReserved),
            (BUILTINS, NameBuiltin),
        ],
    )))
}

/// What Objective-C adds to the states of C or C++.
pub(super) fn over(grammar: Grammar) -> Grammar {
    let grammar = grammar
        .prepend("statements", statements())
        .prepend(
            "root",
            [call(
                r"([-+])(\s*)(\(.*?\))?(\s*)(?=[a-zA-Z$_])",
                method_head,
            )],
        )
        .state(
            "method",
            [
                rule(r",|\.\.\.", Punctuation),
                groups(
                    format!(r"(\(.*?\))({ID})"),
                    [Part::Recurse, NameVariable.into()],
                ),
                groups(
                    format!(r"({ID})(\s*)(:)"),
                    [NameFunction, Text, Punctuation],
                ),
                rule(";", Punctuation).pop(),
                rule(r"\{", Punctuation).goto("function"),
                include("space_in_line"),
                rule(r"//.*\n", CommentSingle),
                rule(r"\s+", Text),
                at("").pop(),
            ],
        );
    class_names(messages(grammar))
}

fn statements() -> Vec<Rule> {
    vec![
        rule("@\"", Str).push("string"),
        rule(
            r"@'(?:\\[0-7]{1,3}|\\x[a-fA-F0-9]{1,2}|\\.|[^\\'\n]')",
            StrChar,
        ),
        rule(r"(?i)@(?:\d+\.\d*|\.\d+|\d+)e[+-]?\d+l?", NumFloat),
        rule(r"(?i)@(?:\d+\.\d*|\.\d+|\d+f)f?", NumFloat),
        rule(r"@0x\h+[lL]?", NumHex),
        rule("(?i)@0[0-7]+l?", NumOct),
        rule(r"@\d+l?", NumInteger),
        rule(r"in\b", Keyword),
        rule(r"@(?:interface|implementation)\b", Keyword).push("class_definition"),
        rule(r"@(?:class|protocol)\b", Keyword).push("class_declaration"),
        call(r"@([[:alnum:]]+)", |cx, m| {
            cx.token(AT_WORDS.token(m.group(1)), m.whole())
        }),
        rule(r"\?", Punctuation).push("conditional"),
        rule(r"\[", Punctuation).push("message"),
        rule(r"@\[", Punctuation).push("array"),
        rule(r"@\{", Punctuation).push("dictionary"),
    ]
}

fn method_head(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(Keyword, m.group(1));
    cx.token(Text, m.group(2));
    cx.recurse(m.group(3));
    cx.token(Text, m.group(4));
    cx.push("method");
}

fn messages(grammar: Grammar) -> Grammar {
    let literal = |end: &str| {
        [
            rule(end.to_string(), Punctuation).pop(),
            rule(",", Punctuation),
            include("statements"),
        ]
    };
    let argument = || {
        groups(
            format!(r"({ID})(\s*)(:)"),
            [NameFunction, Text, Punctuation],
        )
    };
    grammar
        .state(
            "conditional",
            [rule(":", Punctuation).pop(), include("statements")],
        )
        .state(
            "message_end",
            [
                rule(r"[\]{]", Punctuation).pop(),
                rule(";", Error),
                include("statements"),
            ],
        )
        .state(
            "message",
            [
                argument().goto("message_with_arguments"),
                groups(
                    format!(r"({ID})(\s*)(\])"),
                    [NameFunction, Text, Punctuation],
                )
                .pop(),
                include("message_end"),
            ],
        )
        .state(
            "message_with_arguments",
            [
                rule(r"\{", Punctuation).push("function"),
                argument().pop(),
                include("message_end"),
            ],
        )
        .state("array", literal(r"\]"))
        .state("dictionary", literal(r"\}"))
}

fn class_names(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "class_definition",
            [
                include("space"),
                groups(
                    format!(r"({ID})(\s*)(:)(\s*)({ID})"),
                    [NameClass, Text, Punctuation, Text, NameClass],
                )
                .pop(),
                groups(
                    format!(r"({ID})(\s*)(\()(\s*)({ID})(\s*)(\))"),
                    [
                        NameClass,
                        Text,
                        Punctuation,
                        Text,
                        NameLabel,
                        Text,
                        Punctuation,
                    ],
                )
                .pop(),
                rule(ID, NameClass).pop(),
            ],
        )
        .state(
            "class_declaration",
            [
                include("space"),
                groups(
                    format!(r"({ID})(\s*)(,)(\s*)"),
                    [NameClass, Text, Punctuation, Text],
                )
                .push_same(),
                groups(format!(r"({ID})(\s*)(;?)"), [NameClass, Text, Punctuation]).pop(),
            ],
        )
}
