//! Core, what GHC makes of Haskell first.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "expression",
            [
                rule(r"\n+", Text),
                at(r"(?=\S)").pop(),
                rule(r"\s+", Text).push("expression_line"),
            ],
        )
        .state(
            "expression_line",
            [rule(" ", Text), include("common"), rule(r"\n", Text).pop()],
        )
        .state(
            "annotation",
            [
                rule(r"\]", CommentSpecial).pop(),
                rule(r"\[", CommentSpecial).push("annotation"),
                rule(r"[^\[\]]+", CommentSpecial),
            ],
        )
        .state("common", common())
}

fn root() -> [Rule; 11] {
    [
        rule("=====.*=====$", GenericHeading).line_start(),
        rule(
            r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d+ UTC$",
            CommentSingle,
        )
        .line_start(),
        rule(r"Result size of .+\n.+\{[^}]*\}", CommentMultiline).line_start(),
        rule("--.*", CommentSingle),
        rule(r"\[", CommentSpecial).push("annotation"),
        groups(r"(Rec)(\s*)(\{)", [Keyword, Text, Punctuation]),
        groups(
            r"(end)(\s*)(Rec)(\s*)(\})",
            [Keyword, Text, Keyword, Text, Punctuation],
        )
        .line_start(),
        rule("(?s)\".*?\"", NameLabel)
            .push("expression")
            .line_start(),
        rule(r"\S+(?=(?s:.)*?(?:=|::))", NameFunction)
            .push("expression")
            .line_start(),
        rule(r"\s", Text),
        rule(".", Text),
    ]
}

fn common() -> [Rule; 15] {
    [
        rule(r"\[[^=]*\]", KeywordType),
        rule(r"\[", CommentSpecial).push("annotation"),
        rule(r"\d+\.\d+#{0,2}", NumFloat),
        rule(r"\d+#{0,2}", NumInteger),
        rule("\".*\"#", Str),
        rule("'.'#", StrChar),
        rule("__DEFAULT", NameConstant),
        rule("[.,(){};]", Punctuation),
        rule(r"=>|->|::|=|@|\\", Operator),
        rule("forall|case|of|letrec|let|join", Keyword),
        // Rouge prints the name of a module once more behind it.
        call(r"([A-Z]\w*)(\.)", |cx, m| {
            cx.token(NameNamespace, m.whole());
            cx.token(Punctuation, m.group(1));
        })
        .line_start(),
        rule(r"[A-Z][^\s.,(){}]*", KeywordType),
        groups(
            r"([a-z].*?\d+\.\d+\.\d+)(:)(?=\S)",
            [NameNamespace, Punctuation],
        ),
        rule(r"\S*\(,\)\S*", NameVariable),
        rule(r"\S[^\s.,(){}]*", NameVariable),
    ]
}
