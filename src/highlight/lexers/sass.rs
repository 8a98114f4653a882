//! Sass in its indented syntax.

use super::indentation::{self, Block};
use super::scss::{self, ID};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    scss::shared()
        .state(
            "root",
            [
                rule(r"[ \t]*\n", Text),
                rule(r"[ \t]*", Text).then(|cx, m| indentation::line::<Block>(cx, m.whole())),
            ],
        )
        .state(
            "content",
            [
                rule("//.*", CommentSingle)
                    .pop()
                    .then(|cx, _| cx.vars::<Block>().begin("single_comment")),
                rule(r"/\*.*\n", CommentMultiline)
                    .pop()
                    .then(|cx, _| cx.vars::<Block>().begin("multi_comment")),
                rule(r"@import\b", Keyword).push("import"),
                include("rules"),
                rule(format!("={ID}"), NameFunction).push("value"),
                rule(format!(r"\+{ID}"), NameDecorator).push("value"),
                rule(":", NameAttribute).push("old_declaration"),
                at(r"(?=[^\[\n]+?:(?:[^a-z]|$))").push("declaration"),
                at("").push("selector"),
            ],
        )
        .state("single_comment", [rule(".*", CommentSingle).pop()])
        .state("multi_comment", [rule(r".*\n", CommentMultiline).pop()])
        .state(
            "import",
            [
                rule(r"[ \t]+", Text),
                rule(r"\S+", Str),
                rule(r"\n", Text).pop(),
            ],
        )
        .state(
            "old_declaration",
            [include("property"), at("").goto("value")],
        )
        .state("section_end", [rule(r"\n", Text).reset()])
}
