//! Standard ML.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "abstype and andalso as case datatype do else end exception fn fun handle if in infix infixr let \
    local nonfix of op open orelse raise rec then type val with withtype while eqtype functor include sharing sig \
    signature struct structure where";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table(
        Name,
        [
            (KEYWORDS, KeywordReserved),
            (": | = => -> # :>", Punctuation),
        ],
    )
});

const ID: &str = r"[\w']+";
const SIGN: &str = r"[!%&$#/:<=>?@\\~`^|*+-]";

/// Words at their end.
fn word(words: &str) -> String {
    format!(r"(?:{words})(?![\p{{Word}}'])")
}

/// An equals sign that is not part of a longer symbol.
fn equals() -> String {
    format!("=(?!{SIGN})")
}

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state(
            "root",
            [rule(r"#!.*?\n", CommentPreproc), at("").push("main")],
        )
        .state(
            "whitespace",
            [rule(r"\s+", Text), rule(r"\(\*", Comment).push("comment")],
        )
        .state(
            "delimiters",
            [
                rule(r"[(\[{]", Punctuation).push("main"),
                rule(r"[)\]}]", Punctuation).pop(),
                rule(word("let|if|local"), KeywordReserved)
                    .push_same()
                    .push_same(),
                rule(word("struct|sig|while"), KeywordReserved).push_same(),
                rule(word("do|else|end|in|then"), KeywordReserved).pop(),
            ],
        )
        .state("core", core())
        .state(
            "dotted",
            [
                groups_before_dot(),
                call(format!("{ID}|{SIGN}+"), last_name),
            ],
        )
        .state(
            "main",
            [
                include("whitespace"),
                rule(word("val|and"), KeywordReserved).push("vname"),
                rule(word("fun"), KeywordReserved)
                    .goto("main_fun")
                    .push("fname"),
                include("delimiters"),
                include("core"),
            ],
        )
        .state(
            "main_fun",
            [
                include("whitespace"),
                rule(word("fun|and"), KeywordReserved).push("fname"),
                rule(word("val"), KeywordReserved)
                    .goto("main")
                    .push("vname"),
                rule(r"\|", Punctuation).push("fname"),
                rule(word("case|handle"), KeywordReserved).goto("main"),
                include("delimiters"),
                include("core"),
            ],
        );
    declarations(strings(grammar))
}

fn core() -> [Rule; 18] {
    [
        rule(r"[()\[\]{},;_]|\.\.\.", Punctuation),
        rule("#\"", StrChar).push("char"),
        rule("\"", StrDouble).push("string"),
        rule("~?0x[0-9a-fA-F]+", NumHex),
        rule("0wx[0-9a-fA-F]+", NumHex),
        rule(r"0w\d+", NumInteger),
        rule(r"~?\d+(?:\.\d+)?[eE]~?\d+", NumFloat),
        rule(r"~?\d+\.\d+", NumFloat),
        rule(r"~?\d+", NumInteger),
        rule(format!(r"#\s*[1-9][0-9]*|#\s*{ID}|#\s+{SIGN}+"), NameLabel),
        rule(word("datatype|abstype"), KeywordReserved).push("dname"),
        at(r"(?=exception(?:[^\p{Word}']|\z))").push("ename"),
        rule(
            word("functor|include|open|signature|structure"),
            KeywordReserved,
        )
        .push("sname"),
        rule(word("type|eqtype"), KeywordReserved).push("tname"),
        rule(format!("'{ID}"), NameDecorator),
        groups_before_dot().push("dotted"),
        call(ID, name),
        call(format!("{SIGN}+"), name),
    ]
}

/// The name of a structure before a dot.
fn groups_before_dot() -> Rule {
    call(format!(r"({ID})(\.)"), |cx, m| {
        let token = match NAMES.token(m.group(1)) {
            KeywordReserved => Error,
            _ => NameNamespace,
        };
        cx.token(token, m.group(1));
        cx.token(Punctuation, m.group(2));
    })
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(NAMES.token(m.whole()), m.whole());
}

fn last_name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    name(cx, m);
    cx.pop(1);
}

fn strings(grammar: Grammar) -> Grammar {
    let string = |token: Token| {
        [
            rule(r#"[^"\\]+"#, token),
            rule("\"", token).pop(),
            rule(r#"\\[\\"abtnvfr]"#, StrEscape),
            rule(r"\\\^[\x40-\x5e]", StrEscape),
            rule(r"\\[0-9]{3}", StrEscape),
            rule(r"\\u\h{4}", StrEscape),
            rule(r"\\\s+\\", StrInterpol),
        ]
    };
    grammar
        .state("string", string(StrDouble))
        .state("char", string(StrChar))
        .state(
            "comment",
            [
                rule(r"[^(*)]+", CommentMultiline),
                rule(r"\(\*", CommentMultiline).push_same(),
                rule(r"\*\)", CommentMultiline).pop(),
                rule(r"[(*)]", CommentMultiline),
            ],
        )
}

/// The names that declarations bind, and what they are bound to.
fn declarations(grammar: Grammar) -> Grammar {
    let symbol = format!("{SIGN}+");
    let keywords = any_of(KEYWORDS);
    let grammar = grammar
        .state(
            "breakout",
            [at(format!(r"(?={keywords}(?:[^\p{{Word}}']|\z))")).pop()],
        )
        .state(
            "sname",
            [
                include("whitespace"),
                include("breakout"),
                rule(ID, NameNamespace),
                at("").pop(),
            ],
        )
        .state(
            "has_annotations",
            [
                rule(r"'[\w']*", NameDecorator),
                rule(r"\(", Punctuation).push("tyvarseq"),
            ],
        )
        .state(
            "fname",
            [
                include("whitespace"),
                include("has_annotations"),
                rule(format!("{ID}|{symbol}"), NameFunction).pop(),
            ],
        )
        .state(
            "vname",
            [
                include("whitespace"),
                include("has_annotations"),
                groups(
                    format!(r"({ID})(\s*)(=)(?!{SIGN})"),
                    [NameVariable, Text, Punctuation],
                )
                .pop(),
                groups(
                    format!(r"({symbol})(\s*)(=)(?!{SIGN})"),
                    [NameVariable, Text, Punctuation],
                ),
                rule(format!("{ID}|{symbol}"), NameVariable).pop(),
                at("").pop(),
            ],
        )
        .state(
            "tyvarseq",
            [
                include("whitespace"),
                rule(r"'[\w']*", NameDecorator),
                rule(ID, Name),
                rule(",", Punctuation),
                rule(r"\)", Punctuation).pop(),
                rule(symbol, Name),
            ],
        );
    exceptions(types(grammar))
}

fn types(grammar: Grammar) -> Grammar {
    let symbol = format!("{SIGN}+");
    grammar
        .state(
            "tname",
            [
                include("whitespace"),
                include("breakout"),
                include("has_annotations"),
                rule(equals(), Punctuation).goto("typbind"),
                rule(format!("{ID}|{symbol}"), KeywordType),
            ],
        )
        .state(
            "typbind",
            [
                include("whitespace"),
                rule(word("and"), KeywordReserved).goto("tname"),
                include("breakout"),
                include("core"),
            ],
        )
        .state(
            "dname",
            [
                include("whitespace"),
                include("breakout"),
                include("has_annotations"),
                groups(
                    r"(=)(\s*)(datatype)\b",
                    [Punctuation, Text, KeywordReserved],
                )
                .pop(),
                rule(equals(), Punctuation).goto("datbind").push("datcon"),
                rule(format!("{ID}|{symbol}"), KeywordType),
            ],
        )
        .state(
            "datbind",
            [
                include("whitespace"),
                rule(word("and"), KeywordReserved).goto("dname"),
                rule(word("withtype"), KeywordReserved).goto("tname"),
                rule(word("of"), KeywordReserved),
                groups(format!(r"(\|)(\s*)({ID})"), [Punctuation, Text, NameClass]),
                groups(
                    format!(r"(\|)(\s+)({symbol})"),
                    [Punctuation, Text, NameClass],
                ),
                include("breakout"),
                include("core"),
            ],
        )
        .state(
            "datcon",
            [
                include("whitespace"),
                rule(format!("{ID}|{symbol}"), NameClass).pop(),
            ],
        )
}

fn exceptions(grammar: Grammar) -> Grammar {
    grammar.state(
        "ename",
        [
            include("whitespace"),
            groups(
                format!(r"(exception|and)(\s+)({ID})"),
                [KeywordReserved, Text, NameClass],
            ),
            groups(
                format!(r"(exception|and)(\s*)({SIGN}+)"),
                [KeywordReserved, Text, NameClass],
            ),
            rule(word("of"), KeywordReserved),
            include("breakout"),
            include("core"),
        ],
    )
}
