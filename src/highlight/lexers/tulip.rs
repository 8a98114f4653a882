//! Tulip.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const NAME: &str = r"(?i:[a-z][\w-]*)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state("space", [rule(r"\s+", Text), rule("#.*", Comment)])
        .state(
            "string",
            [
                rule(r#"[^\\"]+"#, Str),
                rule("\"", Str).pop(),
                rule(r"\\.", StrEscape),
            ],
        )
        .state(
            "interpolated",
            [
                rule(r"\$\(", StrInterpol).push("interpolation"),
                rule(r"\{", Str).push("interpolated"),
                rule(r"\}", Str).pop(),
                rule(r"[^{}$]+|.", Str),
            ],
        )
        .state(
            "interpolation",
            [rule(r"\)", StrInterpol).pop(), include("in_parens")],
        )
        .state(
            "in_parens",
            [
                rule(r"\(", Punctuation).push("in_parens"),
                rule(r"\)", Punctuation).pop(),
                include("root"),
            ],
        )
        .state(
            "nested_string",
            [
                rule(r"\\.", StrEscape),
                rule(r"\{", Str).push("nested_string"),
                rule(r"\}", Str).pop(),
                rule(r"[^{}\\]+", Str),
            ],
        )
        .state(
            "angles",
            [
                include("space"),
                rule(">", CommentPreproc).pop(),
                rule("[*:]", Punctuation),
                rule(r"[A-Z][\w-]*", KeywordType),
                rule(NAME, NameVariable),
            ],
        )
}

fn root() -> Vec<Rule> {
    let with_string =
        |name: String, token| groups(format!(r"({name})(\{{)"), [token, Str]).push("nested_string");
    vec![
        include("space"),
        rule(format!("@{NAME}"), Keyword),
        with_string(format!(r"\\{NAME}"), NameFunction),
        with_string(format!(r"\+{NAME}"), NameDecorator),
        rule(format!(r"\\{NAME}"), NameFunction),
        rule(format!(r"\+{NAME}"), NameDecorator),
        rule(r#""\{"#, Str).push("interpolated"),
        rule("\"", Str).push("string"),
        rule(r"'\{", Str).push("nested_string"),
        rule(format!("'{NAME}"), Str),
        rule(format!(r"\.{NAME}"), NameTag),
        rule(format!(r"\$(?:{NAME})?"), NameVariable),
        rule(format!("-{NAME}:?"), NameLabel),
        rule(format!("%{NAME}"), NameFunction),
        rule(format!("`{NAME}"), OperatorWord),
        rule(r"[?~%._>,!\[\]:{}()=;/-]", Punctuation),
        rule(r"[0-9]+(?:\.[0-9]+)?", Num),
        rule(NAME, Name),
        rule("<", CommentPreproc).push("angles"),
    ]
}
