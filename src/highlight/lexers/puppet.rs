//! Puppet manifests.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "and case class default define else elsif if in import inherits node unless";

const NAME: &str = r"(?:::)?(?:[a-z]\w*::)*\w+";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("whitespace", [rule(r"\s+", Text), rule(r"#.*?\n", Comment)])
        .state("root", root())
        .state(
            "regex_allowed",
            [
                include("whitespace"),
                rule("/", StrRegex).push("regex"),
                at("").pop(),
            ],
        )
        .state(
            "regex",
            [
                rule("/", StrRegex).pop(),
                rule(r"\\.", StrEscape),
                rule(r"[(){}]", StrInterpol),
                rule(r"\[", StrInterpol).push("regex_class"),
                rule(".", StrRegex),
            ],
        )
        .state(
            "regex_class",
            [
                rule(r"\]", StrInterpol).pop(),
                rule(r"-(?=\])", StrRegex),
                rule("-", StrInterpol),
                rule(r"\\.", StrEscape),
                rule(r"[^\\\]-]+", StrRegex),
            ],
        )
        .state(
            "dquotes",
            [
                rule("\"", StrDouble).pop(),
                rule(r#"[^$\\"]+"#, StrDouble),
                rule(r"(?s)\\.", StrEscape),
                rule(format!(r"\${NAME}"), NameVariable),
                rule(format!(r"\$\{{{NAME}\}}"), NameVariable),
            ],
        )
}

fn root() -> [Rule; 18] {
    let properties = table(
        NameProperty,
        [("before require notify subscribe", KeywordPseudo)],
    );
    let names = table(
        Name,
        [(KEYWORDS, Keyword), ("false true undef", KeywordConstant)],
    );
    [
        include("whitespace"),
        rule(format!(r"\${NAME}"), NameVariable),
        words(r"[a-z]\w*(?=\s*[=+]>)", &properties),
        rule(format!(r"{NAME}(?=\s*\()"), NameFunction),
        rule(r"[A-Z]\w*", NameClass),
        rule("[+=|~-]>|<[|~-]", Punctuation),
        rule(r"[|:}();\[\]]", Punctuation),
        rule(r"[{,]", Punctuation).push("regex_allowed"),
        rule(r"(?:in|and|or)\b", OperatorWord),
        rule("[=!<>]=", Operator),
        rule("[=!]~", Operator).push("regex_allowed"),
        rule("[.=<>!+*/-]", Operator),
        groups(
            format!(r"(class|include)(\s*)({NAME})"),
            [Keyword, Text, NameClass],
        ),
        rule(r"node\b", Keyword).push("regex_allowed"),
        rule(r"(?s)'(?:\\[\\']|[^'])*'", StrSingle),
        rule("\"", StrDouble).push("dquotes"),
        rule(r"\d+(?:\.\d+)?(?:e[+-]\d+)?", Num),
        words(NAME, &names),
    ]
}
