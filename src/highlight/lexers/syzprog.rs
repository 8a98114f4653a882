//! Programs of syzkaller.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "ANY ANYBLOB ANYPTR ANYPTR64 ANYPTRS ANYRES16 ANYRES32 ANYRES64 ANYRESDEC ANYRESHEX ANYRESOCT \
    ANYUNION AUTO false nil true void async fail_nth rerun";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(Name, [(KEYWORDS, Keyword)]);
    Grammar::new()
        .state(
            "root",
            [
                include("space"),
                groups(r"(r[0-9]+)(\s+)(=)", [KeywordPseudo, Text, Punctuation]),
                groups(
                    r"([a-zA-Z_][a-zA-Z0-9_]*)(\$)?([a-zA-Z0-9_]+)?(\s+)?(\()",
                    [
                        NameFunction,
                        Punctuation,
                        NameFunctionMagic,
                        Text,
                        Punctuation,
                    ],
                )
                .push("syscall_mods")
                .push("inline_break")
                .push("syscall_args")
                .push("space_break"),
            ],
        )
        .state("space", [rule(r"\s+", Text), rule("#.*", Comment)])
        .state("inline_break", [rule(r"[ \t]+", Text), at("").pop()])
        .state("space_break", [include("space"), at("").pop()])
        .state(
            "term",
            [
                rule(r"(?i)-?0x[\da-f]+", NumHex),
                rule(r"-?\d+", NumInteger),
                rule("\"[^\"]*\"", StrDouble),
                rule("`[^`]*`", StrBacktick),
                rule("'[^']*'", StrSingle),
                rule("r[0-9]+", KeywordPseudo),
                words("[a-zA-Z_][a-zA-Z0-9_]*", &names),
            ],
        )
        .state(
            "mods_list",
            [
                include("space"),
                include("term"),
                rule("[,:]", Punctuation),
                rule(r"\)", Punctuation).pop(),
            ],
        )
        .state(
            "syscall_mods",
            [rule(r"\(", Punctuation).push("mods_list"), at("").pop()],
        )
        .state(
            "syscall_args",
            [
                include("space"),
                include("term"),
                rule(r"[@&=,<>{}\[\]]", Punctuation),
                rule(r"[!#$%^*\-+/|~:;.?]", Punctuation),
                rule(r"\(", Punctuation).push("syscall_args"),
                rule(r"\)", Punctuation).pop(),
            ],
        )
}
