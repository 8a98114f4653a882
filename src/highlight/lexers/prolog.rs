//! Prolog.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.push("bol"))
        .state("bol", [rule("#.*", CommentSingle), at("").pop()])
        .state("root", root())
        .state(
            "nested_comment",
            [
                rule(r"/\*", CommentMultiline).push_same(),
                rule(r"\s*\*[^*/]+", CommentMultiline),
                rule(r"\*/", CommentMultiline).pop(),
            ],
        )
}

fn root() -> [Rule; 16] {
    [
        rule(r"\s+", Text),
        rule("%.*", CommentSingle),
        rule(r"/\*", CommentMultiline).push("nested_comment"),
        rule(r"[\[\](){}|.,;!]", Punctuation),
        rule(":-|-->", Punctuation),
        rule(r#""[^"]*""#, StrDouble),
        rule(r"\d+\.\d+", NumFloat),
        rule(r"\d+", Num),
        rule(r"[[:lower:]]\p{Word}*", StrSymbol),
        rule("'[^']*'", StrSymbol),
        rule(r"[A-Z]+\w*", NameVariable),
        rule(r"_\p{Word}*", NameVariable),
        rule(
            r"(?:<|>|=<|>=|==|=:=|=|/|//|\*|\+|-)(?=[\sA-Za-z0-9\[])",
            Operator,
        ),
        rule("is", Operator),
        rule("mod|div|not", Operator),
        // All characters from the plus sign to the full stop.
        rule(r"[#&*+-./:<=>?@^~]+", Operator),
    ]
}
