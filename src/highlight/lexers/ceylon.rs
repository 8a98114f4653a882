//! Ceylon.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "whitespace",
            [
                rule(r"[^\S\n]+", Text),
                rule(r"//.*?\n", CommentSingle),
                rule(r"/\*", CommentMultiline),
            ],
        )
        .state("root", root())
        .state("numbers", numbers())
        .state(
            "class",
            [
                include("whitespace"),
                rule(r"[A-Za-z_]\w*", NameClass).pop(),
            ],
        )
        .state(
            "import",
            [
                rule(r"[a-z][\w.]*", NameNamespace).pop(),
                rule(r#""(?:\\\\|\\"|[^"])*""#, Str).pop(),
            ],
        )
}

/// Some words Rouge knows behind a line's end and ten spaces alone.
fn root() -> [Rule; 19] {
    [
        include("whitespace"),
        rule(
            r"(?:shared|abstract|formal|default|actual|variable|deprecated|small|\n {10}late|literal|doc|by|see|throws|optional|license|tagged|final|native|\n {10}annotation|sealed)\b",
            NameDecorator,
        ),
        rule(
            r"(?:break|case|catch|continue|else|finally|for|in|\n {10}if|return|switch|this|throw|try|while|is|exists|dynamic|\n {10}nonempty|then|outer|assert|let)\b",
            Keyword,
        ),
        rule(
            r"(?:abstracts|extends|satisfies|super|given|of|out|assign)\b",
            KeywordDeclaration,
        ),
        rule(r"(?:function|value|void|new)\b", KeywordType),
        groups(r"(assembly|module|package)(\s+)", [KeywordNamespace, Text]).push("import"),
        rule(r"(?:true|false|null)\b", KeywordConstant),
        groups(
            r"(class|interface|object|alias)(\s+)",
            [KeywordDeclaration, Text],
        )
        .push("class"),
        groups(r"(import)(\s+)", [KeywordNamespace, Text]).push("import"),
        rule(r#""(?:\\\\|\\"|[^"])*""#, Str),
        rule(r"'\\.'|'[^\\]'|'\\\{#[0-9a-fA-F]{4}\}'", StrChar),
        rule("\"[^`]*``[^`]*``[^`]*\"", StrInterpol),
        groups(r"(\.)([a-z_]\w*)", [Operator, NameAttribute]),
        rule(r"[a-zA-Z_]\w*:", NameLabel),
        rule(r"(?:\\I[a-z]|[A-Z])\w*", NameDecorator),
        rule(r"[a-zA-Z_]\w*", Name),
        rule(r"[~^*!%&\[\](){}<>|+=:;,./?`-]", Operator),
        include("numbers"),
        rule(r"\n", Text),
    ]
}

fn numbers() -> [Rule; 10] {
    [
        rule(
            r"\d{1,3}(?:_\d{3})+\.\d{1,3}(?:_\d{3})+[kMGTPmunpf]?",
            NumFloat,
        ),
        rule(
            r"\d{1,3}(?:_\d{3})+\.[0-9]+(?:[eE][+-]?[0-9]+)?[kMGTPmunpf]?",
            NumFloat,
        ),
        rule(r"[0-9][0-9]*\.\d{1,3}(?:_\d{3})+[kMGTPmunpf]?", NumFloat),
        rule(
            r"[0-9][0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?[kMGTPmunpf]?",
            NumFloat,
        ),
        rule("#[0-9a-fA-F]{4}(?:_[0-9a-fA-F]{4})+", NumHex),
        rule("#[0-9a-fA-F]+", NumHex),
        rule(r"\$[01]{4}(?:_[01]{4})+", NumBin),
        rule(r"\$[01]+", NumBin),
        rule(r"\d{1,3}(?:_\d{3})+[kMGTP]?", NumInteger),
        rule("[0-9]+[kMGTP]?", NumInteger),
    ]
}
