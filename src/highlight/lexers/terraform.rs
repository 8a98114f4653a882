//! Terraform's configuration: HCL with expressions inside of strings.

use super::hcl;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const BLOCKS: &str = "terraform module provider variable resource data provisioner output";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        NameOther,
        [
            (BLOCKS, Keyword),
            ("var local", KeywordDeclaration),
            ("true false null", KeywordConstant),
        ],
    );
    hcl::grammar()
        .state(
            "names",
            [words(hcl::NAME, &names).then(|cx, m| {
                if !["true", "false", "null"].contains(&m.whole()) {
                    cx.push("composite");
                }
            })],
        )
        .state(
            "escapes",
            [
                rule(r"\\.", StrEscape),
                rule(r"(?:\$\$+|%%+)\{", Str),
                rule(r"\$\{", Punctuation).push("interpolation"),
            ],
        )
        .state(
            "double",
            [
                rule(r#"[^\\"$]+"#, StrDouble),
                include("escapes"),
                rule("\"", StrDouble).pop(),
            ],
        )
        .state(
            "single",
            [
                rule(r"[^\\'$]+", StrSingle),
                include("escapes"),
                rule("'", StrSingle).pop(),
            ],
        )
        .state(
            "interpolation",
            [rule(r"\}", Punctuation).pop(), include("expression")],
        )
        .state(
            "expression",
            [
                rule("\"/", StrDelimiter).goto("regex"),
                include("values"),
                rule(r"\s+", Text),
                rule(r"\\(?=\n)", Operator),
                rule("~", Operator),
                rule(r"\^=?", Operator),
                rule(r"[(\[,)\].]", Punctuation),
                words(hcl::NAME, &names),
            ],
        )
        .state(
            "regex",
            [
                rule(r#"[^"/\\]+|\\."#, StrRegex),
                rule("/\"", StrDelimiter).pop(),
                rule(r#"["/]"#, StrRegex),
            ],
        )
}
