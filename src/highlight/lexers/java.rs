//! Java, by the Java Language Specification.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const ID: &str = "[[:alpha:]_][[:word:]]*";

const KEYWORDS: &str = "assert|break|case|catch|continue|default|do|else|finally|for|if|goto|instanceof|new|return|\
    switch|this|throw|try|while";

const DECLARATIONS: &str = "abstract|const|enum|extends|final|implements|native|private|protected|public|static|\
    strictfp|super|synchronized|throws|transient|volatile";

const TYPES: &str = "boolean|byte|char|double|float|int|long|short|var|void";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state("literals", literals())
        .state(
            "class_name",
            [rule(r"\s+", Text), rule(ID, NameClass).pop()],
        )
        .state(
            "package_name",
            [
                rule(r"\s+", Text),
                rule(r"(?i)[a-z0-9_.]+\*?", NameNamespace).pop(),
            ],
        )
}

fn root() -> Vec<Rule> {
    vec![
        rule(r"[^\S\n]+", Text),
        rule("//.*", CommentSingle),
        rule(r"(?s)/\*.*?\*/", CommentMultiline),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        // Words before a name before a parenthesis: a method's modifiers and type.
        groups(
            r"(\s*(?:[a-zA-Z_][a-zA-Z0-9_.\[\]<>]*\s+)+?)([a-zA-Z_][a-zA-Z0-9_]*)(\s*)(\()",
            [
                Part::Fresh("java"),
                NameFunction.into(),
                Text.into(),
                Operator.into(),
            ],
        ),
        rule(format!("@{ID}"), NameDecorator),
        rule(format!(r"(?:{DECLARATIONS})\b"), KeywordDeclaration),
        rule(format!(r"(?:{TYPES})\b"), KeywordType),
        rule(r"(?:true|false|null)\b", KeywordConstant),
        rule(r"(?:class|interface|record)\b", KeywordDeclaration).push("class_name"),
        rule(r"(?:import|package)\b", KeywordNamespace).push("package_name"),
        rule(r#"(?s)"""\s*\n(?:.*?[^\\])??""""#, StrHeredoc),
        rule(r#""(?:\\\\|\\"|[^"])*""#, Str),
        rule(r"'(?:\\.|[^\\]|\\u[0-9a-f]{4})'", StrChar),
        groups(format!(r"(\.)({ID})"), [Operator, NameAttribute]),
        rule(format!("{ID}:"), NameLabel),
        rule(
            r"[[:upper:]][[:upper:][:digit:]_]*(?!\p{Word})",
            NameConstant,
        ),
        rule(r"[[:upper:]][[:alnum:]]*(?!\p{Word})", NameClass),
        rule(format!(r"\$?{ID}"), Name),
        rule(r"[~^*!%&\[\](){}<>|+=:;,./?-]", Operator),
        include("literals"),
        rule(r"\n", Text),
    ]
}

/// Numbers, whose digits may have underscores between them.
fn literals() -> [Rule; 5] {
    let digits = |one: &str| format!("(?:{one}_+{one}|{one})+");
    let decimal = digits("[0-9]");
    [
        rule(
            format!(r"{decimal}\.{decimal}(?:[eE]{decimal})?[fd]?"),
            NumFloat,
        ),
        rule(format!("0[bB]{}", digits("[01]")), NumBin),
        rule(format!("0[xX]{}", digits("[0-9a-fA-F]")), NumHex),
        rule(format!("0{}", digits("[0-7]")), NumOct),
        rule(format!("{decimal}L?"), NumInteger),
    ]
}
