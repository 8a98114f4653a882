//! XPath 3.1.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

/// A name without a prefix.
pub(super) const NC_NAME: &str = r"(?i:[a-z_][a-z_\-.0-9]*)";

/// A name with or without a prefix.
pub(super) const Q_NAME: &str = r"(?i:[a-z_][a-z_\-.0-9]*(?::[a-z_][a-z_\-.0-9]*)?)";

/// A name with a prefix, an address or neither.
pub(super) const EQ_NAME: &str =
    r"(?i:(?-i:Q)\{[^{}]*\}[a-z_][a-z_\-.0-9]*|[a-z_][a-z_\-.0-9]*(?::[a-z_][a-z_\-.0-9]*)?)";

pub(super) const KEYWORDS: &str = "let for some every if then else return in satisfies";

const WORD_OPERATORS: &str = "and or eq ge gt le lt ne is div mod idiv intersect except union to";

const OPERATORS: &str = r",|=>|=|:=|:|>=|>>|>|<=|<<|<|-|\*|!=|\+|//|/|\|\||\|";

const STRING: &str = r#""(?:""|[^"])*"|'(?:''|[^'])*'"#;

const KINDS: &str = "(?:element|attribute|schema-element|schema-attribute|comment|text|node|document-node|namespace-node)";

const AXES: &str = "(?:child|descendant|attribute|self|descendant-or-self|following-sibling|following|namespace|parent|\
    ancestor|preceding-sibling|preceding|ancestor-or-self)";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state(
            "space",
            [
                rule(r"\(:", Comment).push("comment"),
                rule(r"\s+", Whitespace),
            ],
        )
        .state(
            "root",
            [
                include("space"),
                include("literals"),
                include("calls"),
                include("types"),
                include("steps"),
            ],
        )
        .state("literals", literals())
        .state("calls", calls())
        .state(
            "types",
            [
                words_apart("cast|castable", "as").push("singletype"),
                words_apart("treat", "as").push("itemtype"),
                words_apart("instance", "of").push("itemtype"),
                rule(r"as\b", Keyword).push("itemtype"),
            ],
        )
        .state("steps", steps())
        .state(
            "comment",
            [
                rule(r":\)", Comment).pop(),
                rule(r"\(:", Comment).push("comment"),
                rule("[^:(]+", Comment),
                rule("[:(]", Comment),
            ],
        );
    names(item_types(grammar))
}

fn words_apart(first: &str, second: &str) -> Rule {
    groups(
        format!(r"({first})(\s+)({second})"),
        [Keyword, Whitespace, Keyword],
    )
}

fn literals() -> [Rule; 9] {
    [
        rule(r"\.[0-9]+|[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+", NumFloat),
        rule(r"\.[0-9]+|[0-9]+\.[0-9]*", NumFloat),
        rule("[0-9]+", Num),
        rule(STRING, Str),
        rule(r"\$", NameVariable).push("varname"),
        rule(OPERATORS, Operator),
        rule(format!(r"{}\b", any_of(WORD_OPERATORS)), OperatorWord),
        rule(format!(r"{}\b", any_of(KEYWORDS)), Keyword),
        rule(r"[?,{}()\[\]]", Punctuation),
    ]
}

fn calls() -> [Rule; 6] {
    [
        groups(
            r"(function)(\s*)(\()(?!:)",
            [Keyword, Whitespace, Punctuation],
        ),
        rule("map|array|empty-sequence", Keyword),
        groups(
            format!(r"({KINDS})(\s*)(\()(?!:)"),
            [Keyword, Whitespace, Punctuation],
        )
        .push("kindtest"),
        groups(
            r"(processing-instruction)(\s*)(\()(?!:)",
            [Keyword, Whitespace, Punctuation],
        )
        .push("kindtestforpi"),
        groups(
            format!(r"({EQ_NAME})(\s*)(\()(?!:)"),
            [NameFunction, Whitespace, Punctuation],
        ),
        groups(
            format!(r"({EQ_NAME})(\s*)(#)(\s*)(\d+)"),
            [
                NameFunction,
                Whitespace,
                NameFunction,
                Whitespace,
                NameFunction,
            ],
        ),
    ]
}

fn steps() -> [Rule; 6] {
    [
        groups(
            format!(r"({NC_NAME})(\s*)(:)(\s*)(\*)"),
            [NameTag, Whitespace, Punctuation, Whitespace, Operator],
        ),
        groups(
            format!(r"(\*)(\s*)(:)(\s*)({NC_NAME})"),
            [Operator, Whitespace, Punctuation, Whitespace, NameTag],
        ),
        groups(
            format!(r"({AXES})(\s*)(::)"),
            [Keyword, Whitespace, Operator],
        ),
        rule(r"\.\.|\.|\*", Operator),
        rule("@", NameAttribute).push("attrname"),
        rule(EQ_NAME, NameTag),
    ]
}

/// What stands behind `as` and its like.
fn item_types(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "singletype",
            [include("space"), rule(EQ_NAME, KeywordType).pop()],
        )
        .state(
            "itemtype",
            [
                include("space"),
                include("kinds"),
                words_apart("cast|castable", "as").goto("singletype"),
                words_apart("treat", "as").goto("itemtype"),
                words_apart("instance", "of").goto("itemtype"),
                rule(r"as\b", Keyword),
                rule(OPERATORS, Operator).pop(),
                rule(format!(r"{}\b", any_of(WORD_OPERATORS)), OperatorWord).pop(),
                rule(format!(r"{}\b", any_of(KEYWORDS)), Keyword).pop(),
                rule(r"[\[),]", Punctuation).pop(),
                rule(EQ_NAME, KeywordType).goto("occurrenceindicator"),
            ],
        )
        .state(
            "kinds",
            [
                groups(
                    format!(r"({KINDS})(\s*)(\()(?!:)"),
                    [KeywordType, Whitespace, Punctuation],
                )
                .goto("occurrenceindicator")
                .push("kindtest"),
                groups(
                    r"(processing-instruction)(\s*)(\()(?!:)",
                    [KeywordType, Whitespace, Punctuation],
                )
                .goto("occurrenceindicator")
                .push("kindtestforpi"),
                groups(
                    r"(item)(\s*)(\((?!:))(\s*)(\))",
                    [
                        KeywordType,
                        Whitespace,
                        Punctuation,
                        Whitespace,
                        Punctuation,
                    ],
                )
                .goto("occurrenceindicator"),
                groups(
                    r"(function|array|map|empty-sequence)(\s*)(\()(?!:)",
                    [KeywordType, Whitespace, Punctuation],
                ),
            ],
        )
        .state(
            "kindtest",
            [
                include("space"),
                rule("[?*]", Operator),
                rule(",", Punctuation),
                groups(
                    r"(element|schema-element)(\s*)(\()(?!:)",
                    [KeywordType, Whitespace, Punctuation],
                )
                .push("kindtest"),
                rule(EQ_NAME, NameTag),
                rule(r"\)", Punctuation).pop(),
            ],
        )
        .state(
            "kindtestforpi",
            [
                include("space"),
                rule(NC_NAME, Name),
                rule(STRING, Str),
                rule(r"\)", Punctuation).pop(),
            ],
        )
        .state(
            "occurrenceindicator",
            [
                include("space"),
                rule("[?*+]", Operator).pop(),
                at("(?![?*+])").pop(),
            ],
        )
}

fn names(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "varname",
            [
                include("space"),
                groups(
                    format!(r"({EQ_NAME})(\s*)(\()(?!:)"),
                    [NameVariable, Whitespace, Punctuation],
                )
                .pop(),
                rule(EQ_NAME, NameVariable).pop(),
            ],
        )
        .state(
            "attrname",
            [
                include("space"),
                rule(EQ_NAME, NameAttribute).pop(),
                rule(r"\*", Operator).pop(),
            ],
        )
}
