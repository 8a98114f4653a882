//! Programs of syzkaller.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "ANY ANYBLOB ANYPTR ANYPTR64 ANYPTRS ANYRES16 ANYRES32 ANYRES64 ANYRESDEC ANYRESHEX ANYRESOCT \
    ANYUNION AUTO false nil true void async fail_nth rerun";

const NAME: &str = "[a-zA-Z_][a-zA-Z0-9_]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(Name, [(KEYWORDS, Keyword)]);
    Grammar::new()
        .state(
            "root",
            [
                include("space"),
                groups(r"(r[0-9]+)(\s+)(=)", [KeywordPseudo, Text, Punctuation]),
                groups(
                    format!(r"({NAME})(\$)?([a-zA-Z0-9_]+)?(\s+)?(\()"),
                    [
                        NameFunction,
                        Punctuation,
                        NameFunctionMagic,
                        Text,
                        Punctuation,
                    ],
                )
                .push("modifiers")
                .push("line_space")
                .push("arguments")
                .push("space_before"),
            ],
        )
        .state("space", [rule(r"\s+", Text), rule("#.*", Comment)])
        .state("space_before", [include("space"), at("").pop()])
        .state("line_space", [rule(r"[ \t]+", Text), at("").pop()])
        .state(
            "terms",
            [
                rule(r"(?i)-?0x[\da-f]+", NumHex),
                rule(r"-?\d+", NumInteger),
                rule("\"[^\"]*\"", StrDouble),
                rule("`[^`]*`", StrBacktick),
                rule("'[^']*'", StrSingle),
                rule("r[0-9]+", KeywordPseudo),
                words(NAME, &names),
            ],
        )
        .state(
            "modifiers",
            [rule(r"\(", Punctuation).push("modifier_list"), at("").pop()],
        )
        .state(
            "modifier_list",
            [
                include("space"),
                include("terms"),
                rule("[,:]", Punctuation),
                rule(r"\)", Punctuation).pop(),
            ],
        )
        .state(
            "arguments",
            [
                include("space"),
                include("terms"),
                rule(r"[@&=,<>{}\[\]!#$%^*+/|~:;.?-]", Punctuation),
                rule(r"\(", Punctuation).push("arguments"),
                rule(r"\)", Punctuation).pop(),
            ],
        )
}
