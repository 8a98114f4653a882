//! syzlang, the descriptions of system calls of syzkaller.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "align breaks_returns dec define disabled hex ignore_return in incdir include inet inout oct opt \
    out packed parent prog_timeout pseudo resource size syscall timeout type varlen";

const TYPES: &str = "array bitsize bool16 bool32 bool64 bool8 boolptr buffer bytesize bytesize2 bytesize4 bytesize8 \
    const csum filename fileoff flags fmt int16 int16be int32 int32be int64 int64be int8 int8be intptr len offsetof \
    optional proc ptr ptr64 string stringnoz text vma vma64 void";

const NAME: &str = "[a-zA-Z_][a-zA-Z0-9_]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state("space", [rule(r"\s+", Text), rule("#.*", Comment)])
        .state("space_before", [include("space"), at("").pop()])
        .state("line_space", [rule(r"[ \t]+", Text), at("").pop()])
        .state("name", [rule(NAME, Name)])
        .state("name_or_none", [include("name"), at("").pop()])
        .state(
            "literals",
            [
                rule(r"(?i)-?0x[\da-f]+", NumHex),
                rule(r"-?\d+", NumInteger),
                rule("\"[^\"]*\"", StrDouble),
                rule("`[^`]*`", StrBacktick),
            ],
        )
        .state("character", [rule("'[^']?'", StrChar)])
        .state(
            "terms",
            [
                include("literals"),
                include("character"),
                words(
                    NAME,
                    &table(Name, [(KEYWORDS, Keyword), (TYPES, KeywordType)]),
                ),
                rule(":", Punctuation),
                rule(r"\$", Name),
            ],
        )
        .state(
            "term_list",
            [
                include("space"),
                include("terms"),
                rule(r"\[", Punctuation).push("term_list"),
                rule(",", Punctuation),
                rule(r"[\])]", Punctuation).pop(),
            ],
        )
        .state(
            "argument_type",
            [
                include("terms"),
                rule(r"\[", Punctuation).push("term_list"),
                at("").pop(),
            ],
        );
    types(calls(definitions(grammar)))
}

fn root() -> Vec<Rule> {
    vec![
        include("space"),
        rule("include|incdir", Keyword)
            .push("include")
            .push("space_before"),
        rule("define", Keyword)
            .push("define_value")
            .push("space_before")
            .push("name_or_none")
            .push("space_before"),
        rule("resource", Keyword)
            .push("resource_values")
            .push("line_space")
            .push("resource_type")
            .push("line_space")
            .push("name_or_none")
            .push("space_before"),
        call(format!(r"({NAME}|_)(\s+)(=)"), flags),
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
        .push("name_or_none")
        .push("line_space")
        .push("arguments")
        .push("space_before"),
        groups(
            format!(r"({NAME}|{NAME}\$[a-zA-Z0-9_]+)(\s+)?([{{\[])"),
            [Name, Text, Punctuation],
        )
        .push("line_space")
        .push("struct_modifiers")
        .push("line_space")
        .push("fields")
        .push("space_before"),
        rule("type", Keyword)
            .push("type_body")
            .push("space_before")
            .push("type_parameters")
            .push("name_or_none")
            .push("space_before"),
    ]
}

fn flags(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(if m.group(1) == "_" { Keyword } else { Name }, m.group(1));
    cx.token(Text, m.group(2));
    cx.token(Punctuation, m.group(3));
    cx.push("flag_list");
    cx.push("space_before");
}

fn definitions(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "include",
            [
                groups("(<)([^>]+)(>)", [Punctuation, Str, Punctuation]),
                at("").pop(),
            ],
        )
        .state(
            "define_value",
            [
                include("name"),
                include("numbers_and_strings"),
                rule(r"[~!%^&*+/|<>?:-]", Operator),
                rule(r"[(){}\[\];,]", Punctuation),
                rule(r"[ \t]+", Text),
                at("").pop(),
            ],
        )
        .state(
            "numbers_and_strings",
            [include("literals"), include("character")],
        )
        .state(
            "resource_type",
            [
                rule(r"\[", Punctuation).push("argument_type"),
                rule(r"\]", Punctuation).pop(),
            ],
        )
        .state(
            "resource_values",
            [
                rule(":", Punctuation)
                    .push("value_list")
                    .push("space_before"),
                at("").pop(),
            ],
        )
        .state(
            "value_list",
            [
                rule(r"[ \t]+", Text),
                include("name"),
                include("numbers_and_strings"),
                rule(",", Punctuation).push("space_before"),
                at("").pop(),
            ],
        )
        .state(
            "flag_list",
            [
                rule(r"[ \t]+", Text),
                rule(r"\.", Punctuation),
                include("name"),
                include("numbers_and_strings"),
                rule(",", Punctuation).push("space_before"),
                at("").pop(),
            ],
        )
}

fn calls(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "arguments",
            [
                include("space"),
                rule(r"\.", Punctuation),
                rule(NAME, Name).push("argument_type").push("space_before"),
                rule(",", Punctuation),
                rule(r"\)", Punctuation).pop(),
            ],
        )
        .state(
            "modifiers",
            [rule(r"\(", Punctuation).push("term_list"), at("").pop()],
        )
}

fn types(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "fields",
            [
                rule(NAME, Name)
                    .push("space_before")
                    .push("modifiers")
                    .push("line_space")
                    .push("argument_type")
                    .push("space_before"),
                rule(r"[}\]]", Punctuation).pop(),
            ],
        )
        .state(
            "struct_modifiers",
            [rule(r"\[", Punctuation).push("term_list"), at("").pop()],
        )
        .state(
            "type_parameters",
            [
                rule(r"\[", Punctuation).push("type_parameter_list"),
                at("").pop(),
            ],
        )
        .state(
            "type_parameter_list",
            [
                include("space"),
                include("name"),
                rule(",", Punctuation),
                rule(r"\]", Punctuation).pop(),
            ],
        )
        .state(
            "type_body",
            [
                rule(r"[{\[]", Punctuation)
                    .goto("space_before")
                    .push("struct_modifiers")
                    .push("line_space")
                    .push("fields")
                    .push("space_before"),
                at("").goto("argument_type"),
            ],
        )
}
