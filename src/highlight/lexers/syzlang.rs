//! Descriptions of system calls for syzkaller.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "align breaks_returns dec define disabled hex ignore_return in incdir include inet inout oct opt \
    out packed parent prog_timeout pseudo resource size syscall timeout type varlen";

const TYPES: &str = "array bitsize bool16 bool32 bool64 bool8 boolptr buffer bytesize bytesize2 bytesize4 bytesize8 const \
    csum filename fileoff flags fmt int16 int16be int32 int32be int64 int64be int8 int8be intptr len offsetof optional \
    proc ptr ptr64 string stringnoz text vma vma64 void";

const ID: &str = "[a-zA-Z_][a-zA-Z0-9_]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state("space", [rule(r"\s+", Text), rule("#.*", Comment)])
        .state("space_break", [include("space"), at("").pop()])
        .state("inline_break", [rule(r"[ \t]+", Text), at("").pop()])
        .state("name", [rule(ID, Name)])
        .state("name_alone", [rule(ID, Name), at("").pop()])
        .state(
            "literals",
            [
                rule(r"(?i)-?0x[\da-f]+", NumHex),
                rule(r"-?\d+", NumInteger),
                rule("'[^']?'", StrChar),
                rule("\"[^\"]*\"", StrDouble),
                rule("`[^`]*`", StrBacktick),
            ],
        )
        .state(
            "term",
            [
                include("literals"),
                words(
                    ID,
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
                include("term"),
                rule(r"\[", Punctuation).push("term_list"),
                rule(",", Punctuation),
                rule(r"[\])]", Punctuation).pop(),
            ],
        )
        .state(
            "arg_type",
            [
                include("term"),
                rule(r"\[", Punctuation).push("term_list"),
                at("").pop(),
            ],
        );
    types(calls(definitions(grammar)))
}

fn root() -> [Rule; 8] {
    [
        include("space"),
        rule("include|incdir", Keyword)
            .push("include")
            .push("space_break"),
        rule("define", Keyword)
            .push("define_exp")
            .push("space_break")
            .push("name_alone")
            .push("space_break"),
        rule("resource", Keyword)
            .push("resource_values")
            .push("inline_break")
            .push("resource_type")
            .push("inline_break")
            .push("name_alone")
            .push("space_break"),
        call(format!(r"({ID}|_)(\s+)(=)"), |cx, m| {
            cx.token(if m.group(1) == "_" { Keyword } else { Name }, m.group(1));
            cx.token(Text, m.group(2));
            cx.token(Punctuation, m.group(3));
            cx.push("flags_list");
            cx.push("space_break");
        }),
        groups(
            format!(r"({ID})(\$)?([a-zA-Z0-9_]+)?(\s+)?(\()"),
            [
                NameFunction,
                Punctuation,
                NameFunctionMagic,
                Text,
                Punctuation,
            ],
        )
        .push("mods_in_parens")
        .push("inline_break")
        .push("name_alone")
        .push("inline_break")
        .push("syscall_args")
        .push("space_break"),
        groups(
            format!(r"({ID}|{ID}\$[a-zA-Z0-9_]+)(\s+)?([{{\[])"),
            [Name, Text, Punctuation],
        )
        .push("inline_break")
        .push("struct_mods")
        .push("inline_break")
        .push("struct_fields")
        .push("space_break"),
        rule("type", Keyword)
            .push("type_body")
            .push("space_break")
            .push("type_args")
            .push("name_alone")
            .push("space_break"),
    ]
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
            "define_exp",
            [
                include("name"),
                include("literals"),
                rule(r"[~!%^&*\-+/|<>?:]", Operator),
                rule(r"[(){}\[\];,]", Punctuation),
                rule(r"[ \t]+", Text),
                at("").pop(),
            ],
        )
        .state(
            "resource_type",
            [
                rule(r"\[", Punctuation).push("arg_type"),
                rule(r"\]", Punctuation).pop(),
            ],
        )
        .state(
            "resource_values",
            [
                rule(":", Punctuation)
                    .push("resource_values_list")
                    .push("space_break"),
                at("").pop(),
            ],
        )
        .state(
            "resource_values_list",
            [
                rule(r"[ \t]+", Text),
                include("name"),
                include("literals"),
                rule(",", Punctuation).push("space_break"),
                at("").pop(),
            ],
        )
        .state(
            "flags_list",
            [
                rule(r"[ \t]+", Text),
                rule(r"\.", Punctuation),
                include("name"),
                include("literals"),
                rule(",", Punctuation).push("space_break"),
                at("").pop(),
            ],
        )
}

fn calls(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "syscall_args",
            [
                include("space"),
                rule(r"\.", Punctuation),
                rule(ID, Name).push("arg_type").push("space_break"),
                rule(",", Punctuation),
                rule(r"\)", Punctuation).pop(),
            ],
        )
        .state(
            "mods_in_parens",
            [rule(r"\(", Punctuation).push("term_list"), at("").pop()],
        )
}

fn types(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "struct_fields",
            [
                rule(ID, Name)
                    .push("space_break")
                    .push("mods_in_parens")
                    .push("inline_break")
                    .push("arg_type")
                    .push("space_break"),
                rule(r"[}\]]", Punctuation).pop(),
            ],
        )
        .state(
            "struct_mods",
            [rule(r"\[", Punctuation).push("term_list"), at("").pop()],
        )
        .state(
            "type_args",
            [
                rule(r"\[", Punctuation).push("type_args_list"),
                at("").pop(),
            ],
        )
        .state(
            "type_args_list",
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
                    .goto("space_break")
                    .push("struct_mods")
                    .push("inline_break")
                    .push("struct_fields")
                    .push("space_break"),
                at("").goto("arg_type"),
            ],
        )
}
