//! ActionScript.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "for in while do break return continue switch case default if else throw try catch finally new \
    delete typeof is this with";

const RESERVED: &str = "dynamic final internal native public protected private class const override static package \
    interface extends implements namespace set get import include super flash_proxy object_proxy trace";

const BUILTINS: &str = "void Function Math Class Object RegExp decodeURI decodeURIComponent encodeURI \
    encodeURIComponent eval isFinite isNaN parseFloat parseInt this";

static WORDS: LazyLock<Words> = LazyLock::new(|| {
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

const NAME: &str = "[$a-zA-Z_][a-zA-Z0-9_]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let labelled = |token| groups(format!(r"({NAME})(\s*)(:)"), [token, Text, Punctuation]);
    let grammar = Grammar::new()
        .state("root", root())
        .state(
            "space",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state(
            "operand",
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
                labelled(NameLabel),
                rule("[{}]", Punctuation),
                include("operand"),
            ],
        )
        .state(
            "object",
            [
                include("space"),
                rule(r"\}", Punctuation).goto("statement"),
                labelled(NameAttribute).push("operand"),
                rule(":", Punctuation),
                include("root"),
            ],
        )
        .state(
            "conditional",
            [rule(":", Punctuation).goto("operand"), include("root")],
        );
    regexes(grammar)
}

fn root() -> Vec<Rule> {
    vec![
        rule(r"\s*#!.*\n", CommentPreproc).push("statement"),
        rule(r"\n", Text).push("statement"),
        include("space"),
        rule(r"\+\+|--|~|&&|\|\||<<|>>>?|===|!==", Operator).push("operand"),
        rule(r"\\(?=\n)", Operator).push("operand"),
        // The semicolon is among them.
        rule("[:-<>+*%&|^/!=]=?", Operator).push("operand"),
        rule(r"[(\[,]", Punctuation).push("operand"),
        rule(r"[)\].]", Punctuation),
        rule(r"\?", Punctuation).push("conditional").push("operand"),
        rule("[{}]", Punctuation).push("statement"),
        call(NAME, name),
        rule(r"-?[0-9]+\.[0-9]+(?:[eE][0-9]+)?[fd]?", NumFloat),
        rule("0x[0-9a-fA-F]+", NumHex),
        rule("-?[0-9]+", NumInteger),
        rule(r#""(?:\\\\|\\"|[^"])*""#, StrDouble),
        rule(r"'(?:\\\\|\\'|[^'])*'", StrSingle),
    ]
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = WORDS.token(m.whole());
    cx.token(token, m.whole());
    if matches!(token, Keyword | KeywordDeclaration) {
        cx.push("operand");
    }
}

fn regexes(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "regex",
            [
                rule("/", StrRegex).goto("regex_end"),
                rule(r"[^/]?\n", Error).pop(),
                rule(r"\[\^?", StrEscape).push("regex_class"),
                rule(r"\\.|\(\?[:=<!]|\{[\d,]+\}|[()?]", StrEscape),
                rule(".", StrRegex),
            ],
        )
        .state("regex_end", [rule("[gim]+", StrRegex).pop(), at("").pop()])
        .state(
            "regex_class",
            [
                rule("/", StrEscape),
                rule(r"[^/]\n", Error).pop_many(2),
                rule(r"\]", StrEscape).pop(),
                rule(r"\\.", StrEscape),
                rule(".", StrRegex),
            ],
        )
}
