//! Tulip.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const ID: &str = r"(?i:[a-z][\w-]*)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("space", [rule(r"\s+", Text), rule("#.*", Comment)])
        .state("root", root())
        .state(
            "dq",
            [
                rule(r#"[^\\"]+"#, Str),
                rule("\"", Str).pop(),
                rule(r"\\.", StrEscape),
            ],
        )
        .state(
            "dqi",
            [
                rule(r"\$\(", StrInterpol).push("interp_root"),
                rule(r"\{", Str).push("dqi"),
                rule(r"\}", Str).pop(),
                rule("[^{}$]+", Str),
                rule(".", Str),
            ],
        )
        .state(
            "interp_root",
            [rule(r"\)", StrInterpol).pop(), include("interp")],
        )
        .state(
            "interp",
            [
                rule(r"\(", Punctuation).push("interp"),
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
            "angle_brackets",
            [
                include("space"),
                rule(">", CommentPreproc).pop(),
                rule("[*:]", Punctuation),
                rule(r"[A-Z][\w-]*", KeywordType),
                rule(ID, NameVariable),
            ],
        )
}

fn root() -> [Rule; 19] {
    [
        include("space"),
        rule(format!("@{ID}"), Keyword),
        groups(format!(r"(\\{ID})(\{{)"), [NameFunction, Str]).push("nested_string"),
        groups(format!(r"(\+{ID})(\{{)"), [NameDecorator, Str]).push("nested_string"),
        rule(format!(r"\\{ID}"), NameFunction),
        rule(format!(r"\+{ID}"), NameDecorator),
        rule(r#""\{"#, Str).push("dqi"),
        rule("\"", Str).push("dq"),
        rule(r"'\{", Str).push("nested_string"),
        rule(format!("'{ID}"), Str),
        rule(format!(r"\.{ID}"), NameTag),
        rule(format!(r"\$(?:{ID})?"), NameVariable),
        rule(format!("-{ID}:?"), NameLabel),
        rule(format!("%{ID}"), NameFunction),
        rule(format!("`{ID}"), OperatorWord),
        rule(r"[?~%._>,!\[\]:{}()=;/-]", Punctuation),
        rule(r"[0-9]+(?:\.[0-9]+)?", Num),
        rule(ID, Name),
        rule("<", CommentPreproc).push("angle_brackets"),
    ]
}
