//! JSX: JavaScript in which an operand may be an element.

use super::javascript;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    with_elements(javascript::grammar())
}

/// What elements add to the states of JavaScript or a language over it.
pub(super) fn with_elements(grammar: Grammar) -> Grammar {
    grammar
        // Rouge loads this lexer's file twice, and so it begins twice.
        .on_reset(|cx| {
            cx.push("operand");
            cx.push("operand");
        })
        .prepend("operand", [include("element_begin")])
        .state(
            "element_begin",
            [rule("<", Punctuation)
                .push("children")
                .push("element")
                .push("element_name")],
        )
        .state(
            "children",
            [
                rule("</", Punctuation).goto("element").push("element_name"),
                include("element_begin"),
                rule(r"\{", StrInterpol).push("expression").push("operand"),
                at("[^<{]+").delegate("html"),
            ],
        )
        .state(
            "element",
            [
                include("space"),
                rule("/>", Punctuation).pop_many(2),
                rule(">", Punctuation).pop(),
                rule(r"\{", StrInterpol).push("expression").push("operand"),
                rule(r"\w[\w-]*", NameAttribute),
                rule("=", Punctuation),
                rule(r#"".*?"|'.*?'"#, Str),
            ],
        )
        .state(
            "element_name",
            [
                rule(r"[A-Z]\w*", NameClass),
                rule(r"\w+", NameTag),
                rule(r"\.", Punctuation),
                at("").pop(),
            ],
        )
        .state(
            "expression",
            [
                rule(r"\}", StrInterpol).pop(),
                rule(r"\{", Punctuation)
                    .push("expression_block")
                    .push("statement"),
                include("root"),
            ],
        )
        .state(
            "expression_block",
            [rule(r"\}", Punctuation).goto("statement"), include("root")],
        )
}
