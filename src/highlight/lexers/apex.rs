//! Apex, with SOQL.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "assert break case catch continue default do else finally for if goto instanceof new return switch \
    this throw try while insert update delete";

const SOQL: &str = "select from where update like typeof end using scope with data category group by rollup cube having \
    order asc desc nulls first last limit offset for view reference tracking viewstat or and";

const DECLARATIONS: &str = "abstract const enum extends final implements native private protected public static super \
    synchronized throws transient volatile with sharing without inherited virtual global testmethod";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table_any_case(
        Name,
        [
            (KEYWORDS, Keyword),
            (SOQL, Keyword),
            (DECLARATIONS, KeywordDeclaration),
            (
                "boolean byte char double float int long short var void",
                KeywordType,
            ),
            ("true false null", KeywordConstant),
            ("package", KeywordNamespace),
        ],
    )
});

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "class",
            [
                rule(r"\s+", Text),
                rule("(?i)[a-z_][a-z0-9_]*", NameClass).pop(),
            ],
        )
        .state(
            "import",
            [
                rule(r"\s+", Text),
                rule(r"(?i)[a-z0-9_.]+\*?", NameNamespace).pop(),
            ],
        )
        .state("escape", [rule(r#"\\[btnfr\\"']"#, StrEscape)])
        .state(
            "dq",
            [
                include("escape"),
                rule(r#"[^\\"]+"#, StrDouble),
                rule("\"", StrDouble).pop(),
            ],
        )
        .state(
            "sq",
            [
                include("escape"),
                rule(r"[^\\']+", StrDouble),
                rule("'", StrDouble).pop(),
            ],
        )
}

fn root() -> [Rule; 15] {
    const DIGIT: &str = "(?:[0-9]_+[0-9]|[0-9])";
    [
        rule(r"\s+", Text),
        rule("//.*", CommentSingle),
        rule(r"(?s)/\*.*?\*/", CommentMultiline),
        rule(r"(?:class|interface)\b", KeywordDeclaration).push("class"),
        rule(r"import\b", KeywordNamespace).push("import"),
        call("(?i)([@$.]?)([a-z_][a-z0-9_]*)([:(]?)", name),
        rule("\"", StrDouble).push("dq"),
        rule("'", StrSingle).push("sq"),
        rule(
            format!(r"{DIGIT}+\.{DIGIT}+(?:[eE]{DIGIT}+)?[fd]?"),
            NumFloat,
        ),
        rule("(?i)0b(?:[01]_+[01]|[01])+", NumBin),
        rule(r"(?i)0x(?:\h_+\h|\h)+", NumHex),
        rule("0(?:[0-7]_+[0-7]|[0-7])+", NumOct),
        rule(format!("{DIGIT}+L?"), NumInteger),
        rule("[-+/*~^!%&<>|=.?]", Operator),
        rule(r"[\[\](){},:;]", Punctuation),
    ]
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    if let Some(token) = NAMES.find(m.whole()) {
        return cx.token(token, m.whole());
    }
    let token = match (m.group(1), m.group(3)) {
        ("@", _) => return cx.token(NameDecorator, m.whole()),
        (_, ":") => NameLabel,
        (_, "(") => NameFunction,
        (".", _) => NameProperty,
        _ => return cx.token(Name, m.whole()),
    };
    cx.token(Operator, m.group(1));
    cx.token(token, m.group(2));
    cx.token(Punctuation, m.group(3));
}
