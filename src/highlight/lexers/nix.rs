//! Nix.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const WORD: &str = "[a-zA-Z0-9._-]+";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state("words", names())
        .state(
            "multiline_comment",
            [rule(r"\*/", Comment).pop(), rule(".", Comment)],
        )
        .state(
            "interpolation",
            [include("root"), rule(r"\}", StrInterpol).pop()],
        )
        .state(
            "indented_string",
            [
                rule("'''", StrEscape),
                rule(r"''\$", StrEscape),
                rule(r"\$\$", StrEscape),
                rule(r"''\\.", StrEscape),
                rule(r"\$\{", StrInterpol).push("interpolation"),
                rule("''", StrDouble).pop(),
                rule(".", StrDouble),
            ],
        )
        .state(
            "double_quoted_string",
            [
                rule(r"\\.", StrEscape),
                rule(r"\$\$", StrEscape),
                rule(r"\$\{", StrInterpol).push("interpolation"),
                rule("\"", StrDouble).pop(),
                rule(".", StrDouble),
            ],
        )
        .state(
            "parentheses",
            [include("root"), rule(r"\)", Punctuation).pop()],
        )
        .state("list", [rule(r"\]", Punctuation).pop(), include("root")])
        .state("set", [rule(r"\}", Punctuation).pop(), include("root")])
}

fn root() -> [Rule; 19] {
    let sections = format!("(?:/{WORD})+");
    [
        rule(r"\s*\n\s*$", Text).line_start(),
        rule(r"\s+", Text),
        rule("#.*", Comment),
        rule(r"/\*", Comment).push("multiline_comment"),
        rule("true|false", KeywordConstant),
        rule("null", KeywordConstant),
        rule("[0-9]", NumInteger),
        // Paths and addresses.
        rule(
            format!("{sections}|~{sections}|{WORD}{sections}|[a-z+]+://(?:/?{WORD}{sections})"),
            StrOther,
        ),
        rule("\"", StrDouble).push("double_quoted_string"),
        rule("''", StrDouble).push("indented_string"),
        include("words"),
        rule(
            r"\.|\?|\+\+|\+|!=|!|//|==|&&|\|\||->|/|\*|-|<|>|<=|=>",
            Operator,
        ),
        rule(r"\$", Punctuation),
        rule("[=@]", Operator),
        rule("[;,:]", Punctuation),
        rule("[a-zA-Z_][a-zA-Z0-9-]*", NameVariable),
        rule(r"\(", Punctuation).push("parentheses"),
        rule(r"\{", Punctuation).push("set"),
        rule(r"\[", Punctuation).push("list"),
    ]
}

fn names() -> [Rule; 4] {
    const BUILTINS: &str = "abort baseNameOf builtins derivation fetchTarball import isNull removeAttrs throw toString";
    [
        rule(r"(?:with|in|inherit)\b", KeywordNamespace),
        rule(r"let\b", KeywordDeclaration),
        rule(r"(?:if|then|else)\b", Keyword),
        rule(
            format!(r"(?:rec|assert|map|{})\b", any_of(BUILTINS)),
            KeywordReserved,
        ),
    ]
}
