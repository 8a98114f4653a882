//! ActionScript 3.

use super::haxe;
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "for in while do break return continue switch case default if else throw try catch finally new delete \
    typeof is this with";

const RESERVED: &str = "dynamic final internal native public protected private class const override static package \
    interface extends implements namespace set get import include super flash_proxy object_proxy trace";

const BUILTINS: &str = "void Function Math Class Object RegExp decodeURI decodeURIComponent encodeURI encodeURIComponent eval \
    isFinite isNaN parseFloat parseInt this";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameOther,
        [
            (KEYWORDS, Keyword),
            ("var with function", KeywordDeclaration),
            (RESERVED, KeywordReserved),
            ("true false null NaN Infinity undefined", KeywordConstant),
            (BUILTINS, NameBuiltin),
        ],
    )
});

const ID: &str = "[$a-zA-Z_][a-zA-Z0-9_]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state(
            "space",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state("root", root())
        .state(
            "expr_start",
            [
                include("space"),
                rule("/", StrRegex).goto("regex"),
                rule(r"\{", Punctuation).push("object"),
                at("").pop(),
            ],
        )
        .state(
            "statement",
            [
                groups(format!(r"({ID})(\s*)(:)"), [NameLabel, Text, Punctuation]),
                rule("[{}]", Punctuation),
                include("expr_start"),
            ],
        )
        .state(
            "object",
            [
                include("space"),
                rule(r"\}", Punctuation).goto("statement"),
                groups(
                    format!(r"({ID})(\s*)(:)"),
                    [NameAttribute, Text, Punctuation],
                )
                .push("expr_start"),
                rule(":", Punctuation),
                include("root"),
            ],
        )
        .state(
            "ternary",
            [rule(":", Punctuation).goto("expr_start"), include("root")],
        );
    haxe::regex(grammar)
}

fn root() -> [Rule; 17] {
    [
        rule(r"(?s)\s*#!.*?\n", CommentPreproc).push("statement"),
        rule(r"\n", Text).push("statement"),
        include("space"),
        rule(r"\+\+|--|~|&&|\|\||<<|>>>?|===|!==", Operator).push("expr_start"),
        rule(r"\\(?=\n)", Operator).push("expr_start"),
        // The class has all characters from the colon to the less-than sign.
        rule("[:-<>+*%&|^/!=]=?", Operator).push("expr_start"),
        rule(r"[(\[,]", Punctuation).push("expr_start"),
        rule(";", Punctuation).push("statement"),
        rule(r"[)\].]", Punctuation),
        rule(r"\?", Punctuation).push("ternary").push("expr_start"),
        rule("[{}]", Punctuation).push("statement"),
        call(ID, name),
        rule(r"-?[0-9]+\.[0-9]+(?:[eE][0-9]+)?[fd]?", NumFloat),
        rule("0x[0-9a-fA-F]+", NumHex),
        rule("-?[0-9]+", NumInteger),
        rule(r#""(?:\\\\|\\"|[^"])*""#, StrDouble),
        rule(r"'(?:\\\\|\\'|[^'])*'", StrSingle),
    ]
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = NAMES.token(m.whole());
    cx.token(token, m.whole());
    if token == Keyword || token == KeywordDeclaration {
        cx.push("expr_start");
    }
}
