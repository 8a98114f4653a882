//! CFScript, ColdFusion's language in the form of scripts.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str =
    "if else var xml default break switch do try catch throw in continue for return while required";

const DECLARATIONS: &str = "component property function remote public package private";

const TYPES: &str =
    "any array binary boolean component date guid numeric query string struct uuid void xml";

const OPERATORS: &str = r"\+\+ -- && \|\| <= >= < > == != mod eq lt gt lte gte not is and or xor eqv imp equal contains \?";

const ID: &str = "[$a-zA-Z_][a-zA-Z0-9_.]*";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameOther,
        [
            (DECLARATIONS, KeywordDeclaration),
            (KEYWORDS, Keyword),
            (TYPES, KeywordType),
        ],
    )
});

static CALLED: LazyLock<Words> = LazyLock::new(|| table(NameFunction, [(KEYWORDS, Keyword)]));

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "comments_and_whitespace",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state(
            "expr_start",
            [
                include("comments_and_whitespace"),
                rule(r"\{", Punctuation).push("object"),
                at("").pop(),
            ],
        )
        .state(
            "statement",
            [rule("[{}]", Punctuation), include("expr_start")],
        )
        .state(
            "object",
            [
                include("comments_and_whitespace"),
                rule(r"\}", Punctuation).push("expr_start"),
                groups(format!(r"({ID})(\s*)(:)"), [NameOther, Text, Punctuation])
                    .push("expr_start"),
                rule(":", Punctuation),
                include("root"),
            ],
        )
        .state(
            "ternary",
            [rule(":", Punctuation).goto("expr_start"), include("root")],
        )
        .state(
            "import",
            [
                rule(r"\s+", Text),
                rule(r"(?i)[a-z0-9_.]+\*?", NameNamespace).pop(),
            ],
        )
}

fn root() -> [Rule; 19] {
    let operators = any_of(OPERATORS);
    [
        include("comments_and_whitespace"),
        rule(
            format!(
                r"(?i)(?:{operators}|does not contain|greater than(?: or equal to)?|less than(?: or equal to)?)\b"
            ),
            Operator,
        )
        .push("expr_start"),
        rule(r"[-<>+*%&|^/!=]=?", Operator).push("expr_start"),
        rule(r"[(\[,]", Punctuation).push("expr_start"),
        rule(";", Punctuation).push("statement"),
        rule(r"[)\].]", Punctuation),
        rule(r"\?", Punctuation).push("ternary").push("expr_start"),
        rule("[{}]", Punctuation).push("statement"),
        rule(
            r"(?:application|session|client|cookie|super|this|variables|arguments|cgi)\b",
            NameConstant,
        ),
        rule(r"(?:true|false|null)\b", KeywordConstant),
        rule(r"import\b", KeywordNamespace).push("import"),
        groups(
            format!(r"({ID})(\s*)(:)(\s*)"),
            [Name, Text, Punctuation, Text],
        )
        .push("expr_start"),
        call(r"([A-Za-z_$][\w.]*)(\s*)(\()", called),
        call(ID, name),
        rule(r"[0-9]+\.[0-9]+(?:[eE][0-9]+)?[fd]?", NumFloat),
        rule("0x[0-9a-fA-F]+", NumHex),
        rule("[0-9]+", NumInteger),
        rule(r#""(?:\\\\|\\"|[^"])*""#, StrDouble),
        rule(r"'(?:\\\\|\\'|[^'])*'", StrSingle),
    ]
}

fn called(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(CALLED.token(m.group(1)), m.group(1));
    cx.token(Text, m.group(2));
    cx.token(Punctuation, m.group(3));
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = NAMES.token(m.whole());
    cx.token(token, m.whole());
    if token != NameOther {
        cx.push("expr_start");
    }
}
