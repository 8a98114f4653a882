//! CFScript, the script language of CFML.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str =
    "if else var xml default break switch do try catch throw in continue for return while required";

static KEYWORD: LazyLock<Words> = LazyLock::new(|| table(NameFunction, [(KEYWORDS, Keyword)]));

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameOther,
        [
            (
                "component property function remote public package private",
                KeywordDeclaration,
            ),
            (KEYWORDS, Keyword),
            (
                "any array binary boolean component date guid numeric query string struct uuid void xml",
                KeywordType,
            ),
        ],
    )
});

const OPERATORS: &str = r"\+\+|--|&&|\|\||<=|>=|<|>|==|!=|mod|eq|lt|gt|lte|gte|not|is|and|or|xor|eqv|imp|equal|contains|\?";

const NAME: &str = "[$a-zA-Z_][a-zA-Z0-9_.]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
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
                rule(r"\{", Punctuation).push("object"),
                at("").pop(),
            ],
        )
        .state("statement", [rule("[{}]", Punctuation), include("operand")])
        .state(
            "object",
            [
                include("space"),
                rule(r"\}", Punctuation).push("operand"),
                groups(format!(r"({NAME})(\s*)(:)"), [NameOther, Text, Punctuation])
                    .push("operand"),
                rule(":", Punctuation),
                include("root"),
            ],
        )
        .state(
            "conditional",
            [rule(":", Punctuation).goto("operand"), include("root")],
        )
        .state(
            "import",
            [
                rule(r"\s+", Text),
                rule(r"(?i)[a-z0-9_.]+\*?", NameNamespace).pop(),
            ],
        )
}

fn root() -> Vec<Rule> {
    vec![
        include("space"),
        rule(
            format!(
                r"(?i)(?:{OPERATORS}|does not contain|greater than(?: or equal to)?|less than(?: or equal to)?)\b"
            ),
            Operator,
        )
        .push("operand"),
        rule("[-<>+*%&|^/!=]=?", Operator).push("operand"),
        rule(r"[(\[,]", Punctuation).push("operand"),
        rule(";", Punctuation).push("statement"),
        rule(r"[)\].]", Punctuation),
        rule(r"\?", Punctuation)
            .push("conditional")
            .push("operand"),
        rule("[{}]", Punctuation).push("statement"),
        rule(
            r"(?:application|session|client|cookie|super|this|variables|arguments|cgi)\b",
            NameConstant,
        ),
        rule(r"(?:true|false|null)\b", KeywordConstant),
        rule(r"import\b", KeywordNamespace).push("import"),
        groups(
            format!(r"({NAME})(\s*)(:)(\s*)"),
            [Name, Text, Punctuation, Text],
        )
        .push("operand"),
        groups(
            r"([A-Za-z_$][\w.]*)(\s*)(\()",
            [
                Part::Words(KEYWORD.clone()),
                Part::Token(Text),
                Part::Token(Punctuation),
            ],
        ),
        call(NAME, name),
        rule(r"[0-9]+\.[0-9]+(?:[eE][0-9]+)?[fd]?", NumFloat),
        rule("0x[0-9a-fA-F]+", NumHex),
        rule("[0-9]+", NumInteger),
        rule(r#""(?:\\\\|\\"|[^"])*""#, StrDouble),
        rule(r"'(?:\\\\|\\'|[^'])*'", StrSingle),
    ]
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = WORDS.token(m.whole());
    cx.token(token, m.whole());
    if token != NameOther {
        cx.push("operand");
    }
}
