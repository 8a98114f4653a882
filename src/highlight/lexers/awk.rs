//! Awk.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str =
    "if else while for do break continue return next nextfile delete exit print printf getline";

const VARIABLES: &str = "CONVFMT FS NF NR FNR FILENAME RS OFS ORS OFMT SUBSEP ARGC ARGV ENVIRON";

const FUNCTIONS: &str = "exp log sqrt sin cos atan2 length rand srand int substr index match split sub gsub sprintf \
    system tolower toupper";

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameOther,
        [
            (KEYWORDS, Keyword),
            ("function", KeywordDeclaration),
            ("BEGIN END", KeywordReserved),
            (VARIABLES, KeywordConstant),
            (FUNCTIONS, NameBuiltin),
        ],
    )
});

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state("space", [rule(r"\s+", Text), rule("#.*", CommentSingle)])
        .state(
            "operand",
            [
                include("space"),
                rule("/", StrRegex).goto("regex"),
                at("").pop(),
            ],
        )
        .state("statement", [rule("[{}]", Punctuation), include("operand")])
        .state(
            "conditional",
            [rule(":", Punctuation).goto("operand"), include("root")],
        )
        .state(
            "regex",
            [
                rule("/", StrRegex).goto("regex_end"),
                rule(r"[^/]\n|\n", Error).pop(),
                rule(r"\[\^?", StrEscape).push("regex_class"),
                rule(r"\\.|\(\?[:=<!]|\{[\d,]+\}|[()?]", StrEscape),
                rule(".", StrRegex),
            ],
        )
        .state("regex_end", [at("").pop()])
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

fn root() -> [Rule; 13] {
    [
        include("space"),
        rule(r"[-<>+*/%^!=]=?|in\b|\|", Operator).push("operand"),
        rule(r"&&|~!?", Operator).push("operand"),
        rule(r"[(\[,]", Punctuation).push("operand"),
        rule(";", Punctuation).push("statement"),
        rule(r"[)\].]", Punctuation),
        rule(r"\?", Punctuation).push("conditional").push("operand"),
        rule("[{}]", Punctuation).push("statement"),
        call("[$a-zA-Z_][a-zA-Z0-9_]*", name),
        rule(r"[0-9]+\.[0-9]+", NumFloat),
        rule("[0-9]+", NumInteger),
        rule(r#""(?:\\[\\"]|[^"])*""#, StrDouble),
        rule(":", Punctuation),
    ]
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = match WORDS.token(m.whole()) {
        NameOther if m.whole().starts_with('$') => NameVariable,
        token => token,
    };
    cx.token(token, m.whole());
    if matches!(token, Keyword | KeywordDeclaration) {
        cx.push("operand");
    }
}
