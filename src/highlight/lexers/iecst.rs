//! Structured text, by IEC 61131-3.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

/// Words that `end_` may stand before.
const BLOCKS: &str = "program configuration initial_step interface function_block function action transition type \
    struct step namespace library channel folder resource var_access var_config var_external var_global var_input \
    var_in_out var_output var_temp var const method property case for if repeat while";

const KEYWORDS: &str = "at begin by constant continue do else elsif exit extends from get goto implements jmp non_retain \
    of private protected public retain return set task then to until using with __catch __endtry __finally __try";

const TYPES: &str = "any array bool byte pointer string date date_and_time dt time time_of_day tod int dint lint sint \
    uint udint ulint usint word dword lword real lreal";

pub(in crate::highlight) fn grammar() -> Grammar {
    let ends: String = BLOCKS
        .split_ascii_whitespace()
        .map(|word| format!("end_{word} "))
        .collect();
    let names = table_any_case(
        Name,
        [
            (KEYWORDS, Keyword),
            (BLOCKS, Keyword),
            (&ends, Keyword),
            (TYPES, KeywordType),
            ("true false null", Literal),
            ("and eq expt ge gt le lt mod ne not or xor", Operator),
        ],
    );
    Grammar::new().state(
        "root",
        [
            rule(r"\s+", Text),
            rule(r"//.*\n?", CommentSingle),
            rule(r"(?s)\(\*.*?\*\)", CommentMultiline),
            rule(r"(?s)\{.*?\}", CommentSpecial),
            rule("'[^']+'", StrSingle),
            rule("\"[^\"]+\"", StrSymbol),
            rule(r"%[IQM][XBWDL][\d.]*|%[IQ][\d.]*", NameVariableMagic),
            rule(r"(?i)(?:D|DT|T|TOD)#[\d_shmd:]*", LiteralDate),
            rule(r"(?i)(?:16#[\d_a-f]+|0x[\d_a-f]+)\b", NumHex),
            rule("2#[01_]+", NumBin),
            rule(r"(?i)(?:\b\d+(?:\.\d*)?|\B\.\d+)(?:e[+-]?\d+)?", NumFloat),
            rule(r"\b[\d.,_]+", Num),
            words(r"(?i)\b[A-Z_]+\b", &names),
            rule(r"S?R?:?=>?|&&?|\*\*?|<[=>]?|>=?|[-:^/+#]", Operator),
            rule(r"(?i)\b[a-z_]\w*(?=\s*\()", NameFunction),
            rule(r"(?i)\b[a-z_]\w*\b", Name),
            rule(r"[()\[\].,;]", Punctuation),
        ],
    )
}
