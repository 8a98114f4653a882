//! BPF's bytecode, as bpftool and objdump print it.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const TYPES: &str = "u8|u16|u32|u64|s8|s16|s32|s64|ll";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "address",
            [
                groups(
                    r"(?i)(\()([rw]\d+)(\s*)([+-])(\s*)(\d+)(\))",
                    [
                        Punctuation,
                        Name,
                        Whitespace,
                        Operator,
                        Whitespace,
                        NumInteger,
                        Punctuation,
                    ],
                )
                .pop(),
                groups(
                    r"(?i)(\w+)(\[)(\d+)(\])",
                    [Name, Punctuation, NumInteger, Punctuation],
                )
                .pop(),
                groups(
                    r"(?i)(\w+)(\[)([rw]\d+)(\])",
                    [Name, Punctuation, Name, Punctuation],
                )
                .pop(),
            ],
        )
        .state(
            "line_comment",
            [rule(r"\n", CommentSingle).pop(), rule(".+", CommentSingle)],
        )
        .state(
            "comment",
            [
                rule(r"\*/", CommentMultiline).pop(),
                rule("[^*/]+|[*/]", CommentMultiline),
            ],
        )
}

fn root() -> Vec<Rule> {
    vec![
        groups(
            r"(\d+)(:)(\s+)(\(\h{2}\))",
            [GenericLineno, Punctuation, Whitespace, Generic],
        ),
        groups(
            r"(\d+)(:)(\s+)((?:\h{2} ){8})",
            [GenericLineno, Punctuation, Whitespace, Generic],
        ),
        groups(r"(\d+)(:)(\s+)", [GenericLineno, Punctuation, Whitespace]),
        groups(r"(?i)(call)(\s+)(\d+)", [Keyword, Whitespace, NumInteger]),
        groups(
            r"(?i)(call)(\s+)(\w+)(?:(#)(\d+))?",
            [Keyword, Whitespace, NameBuiltin, Punctuation, NumInteger],
        ),
        groups(
            r"(?i)(gotol?)(\s*)([-+]0x\w+)?([-+]\d+)?(\s*)(<?\w+>?)",
            [
                Keyword, Whitespace, NumHex, NumInteger, Whitespace, NameLabel,
            ],
        ),
        conditional_jump(r"0x\h+|-?\d+", Num),
        conditional_jump(r"[rw]\d+", Name),
        groups(
            format!(r"(?i)(\*)(\s*)(\()({TYPES})(\s*)(\*)(\))"),
            [
                Operator,
                Whitespace,
                Punctuation,
                KeywordType,
                Whitespace,
                Operator,
                Punctuation,
            ],
        )
        .push("address"),
        rule(r"(?i)[+-/*&|><^s]{0,3}=", Operator),
        groups(r"(?i)([+-]?)([rw]\d+)", [Punctuation, Name]),
        rule("//", CommentSingle).push("line_comment"),
        rule(r"/\*", CommentMultiline).push("comment"),
        rule(
            "(?i)be16|be32|be64|le16|le32|le64|bswap16|bswap32|bswap64|exit|lock|map",
            Keyword,
        ),
        groups(
            r"(?i)(-?0x\h+|-?\d+)(\s*)(ll)?",
            [Num, Whitespace, KeywordType],
        ),
        groups(r"(?i)(\w+)(\s*)(ll)", [Name, Whitespace, KeywordType]),
        groups(r"(\w+)(\s*)(:)", [NameLabel, Whitespace, Punctuation]),
        rule("(?s).", Text),
    ]
}

fn conditional_jump(operand: &str, token: crate::highlight::Token) -> Rule {
    groups(
        format!(
            r"(?i)(if)(\s+)([rw]\d+)(\s*)([s!=<>]+)(\s*)({operand})(\s*)(gotol?)(\s*)([-+]0x\w+)?([-+]\d+)?(\s*)(<?\w+>?)"
        ),
        [
            Keyword, Whitespace, Name, Whitespace, Operator, Whitespace, token, Whitespace,
            Keyword, Whitespace, NumHex, NumInteger, Whitespace, NameLabel,
        ],
    )
}
