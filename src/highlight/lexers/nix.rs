//! The expression language of Nix.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const BUILTINS: &str =
    "abort|baseNameOf|builtins|derivation|fetchTarball|import|isNull|removeAttrs|throw|toString";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", [include("expression")])
        .state("expression", expression())
        .state("comment", [rule(r"\*/", Comment).pop(), rule(".", Comment)])
        .state(
            "interpolation",
            [include("expression"), rule(r"\}", StrInterpol).pop()],
        )
        .state(
            "indented_string",
            [
                rule(r"'''|''\$|\$\$|''\\.", StrEscape),
                rule(r"\$\{", StrInterpol).push("interpolation"),
                rule("''", StrDouble).pop(),
                rule(".", StrDouble),
            ],
        )
        .state(
            "string",
            [
                rule(r"\\.|\$\$", StrEscape),
                rule(r"\$\{", StrInterpol).push("interpolation"),
                rule("\"", StrDouble).pop(),
                rule(".", StrDouble),
            ],
        )
        .state(
            "parens",
            [include("expression"), rule(r"\)", Punctuation).pop()],
        )
        .state(
            "set",
            [rule(r"\}", Punctuation).pop(), include("expression")],
        )
        .state(
            "list",
            [rule(r"\]", Punctuation).pop(), include("expression")],
        )
}

fn expression() -> Vec<Rule> {
    const WORD: &str = "[a-zA-Z0-9._-]+";
    vec![
        rule(r"\s+", Text),
        rule("#.*", Comment),
        rule(r"/\*", Comment).push("comment"),
        rule("true|false|null", KeywordConstant),
        rule("[0-9]", NumInteger),
        rule(
            format!("(?:/{WORD})+|~(?:/{WORD})+|{WORD}(?:/{WORD})+|[a-z+]+:///?{WORD}(?:/{WORD})+"),
            StrOther,
        ),
        rule("\"", StrDouble).push("string"),
        rule("''", StrDouble).push("indented_string"),
        rule(r"(?:with|in|inherit)\b", KeywordNamespace),
        rule(r"let\b", KeywordDeclaration),
        rule(r"(?:if|then|else)\b", Keyword),
        rule(format!(r"(?:rec|assert|map|{BUILTINS})\b"), KeywordReserved),
        rule(
            r"\.|\?|\+\+|\+|!=|!|//|==|&&|\|\||->|/|\*|-|<|>|<=|=>|=|@",
            Operator,
        ),
        rule("[$;,:]", Punctuation),
        rule("[a-zA-Z_][a-zA-Z0-9-]*", NameVariable),
        rule(r"\(", Punctuation).push("parens"),
        rule(r"\{", Punctuation).push("set"),
        rule(r"\[", Punctuation).push("list"),
    ]
}
