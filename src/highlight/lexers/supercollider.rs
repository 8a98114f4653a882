//! SuperCollider.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            ("var arg classvar const super this", Keyword),
            (
                "true false nil inf thisThread thisMethod thisFunction thisProcess thisFunctionDef currentEnvironment \
                 topEnvironment",
                KeywordConstant,
            ),
            (
                "case do for forBy loop if while new newCopyArgs",
                KeywordReserved,
            ),
        ],
    );
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule(r"/\*", CommentMultiline).push("nested_comment"),
                rule(r"[-+]?0[xX]\h+", NumHex),
                rule(r"[-+]?\d+r[0-9a-zA-Z]*(?:\.[0-9A-Z]*)?", NumFloat),
                rule(
                    r"[-+]?(?:\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?:pi)?|pi)",
                    NumFloat,
                ),
                rule(r"[-+]?\d+", NumInteger),
                rule(r"\$(?:\\.|.)", StrChar),
                rule(r#""(?:[^\\"]|\\.)*""#, Str),
                rule(r"'(?:[^\\']|\\.)*'", StrOther),
                rule(r"\\\w+", StrOther),
                rule(r"[A-Za-z_]\w*:", NameLabel),
                rule(r"[A-Z]\w*", NameClass),
                rule(r"_\w+", NameFunction),
                words(r"[a-z]\w*", &names),
                rule(r"~\w+", NameVariableGlobal),
                rule(r"[{}()\[\];,.]", Punctuation),
                rule(r"[+\-*/&|%<>=]+", Operator),
                rule("[\\^:#]", Operator),
                rule(r"\b_\b", NameBuiltin),
            ],
        )
        .state(
            "nested_comment",
            [
                rule(r"/\*", CommentMultiline).push("nested_comment"),
                rule(r"\*/", CommentMultiline).pop(),
                rule("[^*/]+", CommentMultiline),
                rule(".", CommentMultiline),
            ],
        )
}
