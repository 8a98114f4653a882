//! Apex, the language of Salesforce.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "assert break case catch continue default do else finally for if goto instanceof new return \
    switch this throw try while insert update delete";

const QUERY: &str = "select from where update like typeof end using scope with data category group by rollup cube \
    having order asc desc nulls first last limit offset for view reference tracking viewstat or and";

const DECLARATIONS: &str = "abstract const enum extends final implements native private protected public static super \
    synchronized throws transient volatile with sharing without inherited virtual global testmethod";

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    table_any_case(
        Name,
        [
            (KEYWORDS, Keyword),
            (QUERY, Keyword),
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

const NAME: &str = "(?i:[a-z_][a-z0-9_]*)";
const DIGITS: &str = "(?:[0-9]_+[0-9]|[0-9])+";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "class_name",
            [rule(r"\s+", Text), rule(NAME, NameClass).pop()],
        )
        .state(
            "import",
            [
                rule(r"\s+", Text),
                rule(r"(?i)[a-z0-9_.]+\*?", NameNamespace).pop(),
            ],
        )
        .state("double", string('"'))
        .state("single", string('\''))
}

fn string(quote: char) -> [Rule; 3] {
    [
        rule(r#"\\[btnfr\\"']"#, StrEscape),
        rule(format!(r"[^\\{quote}]+"), StrDouble),
        rule(quote.to_string(), StrDouble).pop(),
    ]
}

fn root() -> Vec<Rule> {
    vec![
        rule(r"\s+", Text),
        rule("//.*", CommentSingle),
        rule(r"(?s)/\*.*?\*/", CommentMultiline),
        rule(r"(?:class|interface)\b", KeywordDeclaration).push("class_name"),
        rule(r"import\b", KeywordNamespace).push("import"),
        call(format!("([@$.]?)({NAME})([:(]?)"), name),
        rule("\"", StrDouble).push("double"),
        rule("'", StrSingle).push("single"),
        rule(
            format!(r"{DIGITS}\.{DIGITS}(?:[eE]{DIGITS})?[fd]?"),
            NumFloat,
        ),
        rule("(?i)0b(?:[01]_+[01]|[01])+", NumBin),
        rule(r"(?i)0x(?:\h_+\h|\h)+", NumHex),
        rule("0(?:[0-7]_+[0-7]|[0-7])+", NumOct),
        rule(format!("{DIGITS}L?"), NumInteger),
        rule(r"[-+/*~^!%&<>|=.?]", Operator),
        rule(r"[\[\](){},:;]", Punctuation),
    ]
}

/// A name, with a sign before it and what is due to follow.
fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    if let Some(token) = WORDS.find(m.whole()) {
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
