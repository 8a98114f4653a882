//! SuperCollider.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const CONSTANTS: &str = "true false nil inf thisThread thisMethod thisFunction thisProcess thisFunctionDef \
    currentEnvironment topEnvironment";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state("root", root()).state(
        "comment",
        [
            rule(r"/\*", CommentMultiline).push("comment"),
            rule(r"\*/", CommentMultiline).pop(),
            rule("[^*/]+|.", CommentMultiline),
        ],
    )
}

fn root() -> Vec<Rule> {
    let names = table(
        Name,
        [
            ("var arg classvar const super this", Keyword),
            (CONSTANTS, KeywordConstant),
            (
                "case do for forBy loop if while new newCopyArgs",
                KeywordReserved,
            ),
        ],
    );
    vec![
        rule(r"\s+", Text),
        rule("//.*", CommentSingle),
        rule(r"/\*", CommentMultiline).push("comment"),
        rule(r"[-+]?0[xX]\h+", NumHex),
        rule(r"[-+]?\d+r[0-9a-zA-Z]*(?:\.[0-9A-Z]*)?", NumFloat),
        rule(
            r"[-+]?(?:\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?:pi)?|pi)",
            NumFloat,
        ),
        rule(r"\$(?:\\.|.)", StrChar),
        rule(r#""(?:[^\\"]|\\.)*""#, Str),
        rule(r"'(?:[^\\']|\\.)*'|\\\w+", StrOther),
        rule(r"[A-Za-z_]\w*:", NameLabel),
        rule(r"[A-Z]\w*", NameClass),
        rule(r"_\w+", NameFunction),
        words(r"[a-z]\w*", &names),
        rule(r"~\w+", NameVariableGlobal),
        rule(r"[{}()\[\];,.]", Punctuation),
        rule(r"[+\-*/&|%<>=]+|[\^:#]", Operator),
        rule(r"_\b", NameBuiltin),
    ]
}
