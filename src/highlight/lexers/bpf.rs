//! BPF, as `bpftool` prints it.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const JUMP: &str = r"(gotol?)(\s*)([-+]0x\w+)?([-+]\d+)?(\s*)(<?\w+>?)";

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
            "linecomment",
            [rule(r"\n", CommentSingle).pop(), rule(".+", CommentSingle)],
        )
        .state(
            "multilinescomment",
            [
                rule(r"\*/", CommentMultiline).pop(),
                rule("[^*/]+", CommentMultiline),
                rule("[*/]", CommentMultiline),
            ],
        )
}

fn root() -> [Rule; 18] {
    [
        groups(
            r"(?i)(\d+)(:)(\s+)(\(\h{2}\))",
            [GenericLineno, Punctuation, Whitespace, Generic],
        ),
        groups(
            r"(?i)(\d+)(:)(\s+)((?:\h{2} ){8})",
            [GenericLineno, Punctuation, Whitespace, Generic],
        ),
        groups(r"(\d+)(:)(\s+)", [GenericLineno, Punctuation, Whitespace]),
        groups(r"(?i)(call)(\s+)(\d+)", [Keyword, Whitespace, NumInteger]),
        groups(
            r"(?i)(call)(\s+)(\w+)(?:(#)(\d+))?",
            [Keyword, Whitespace, NameBuiltin, Punctuation, NumInteger],
        ),
        groups(
            format!("(?i){JUMP}"),
            [
                Keyword, Whitespace, NumHex, NumInteger, Whitespace, NameLabel,
            ],
        ),
        condition(r"0x\h+|-?\d+", Num),
        condition(r"[rw]\d+", Name),
        groups(
            r"(?i)(\*)(\s*)(\()(u8|u16|u32|u64|s8|s16|s32|s64|ll)(\s*)(\*)(\))",
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
        // The class has all characters from the plus sign to the slash.
        rule("(?i)[+-/*&|><^s]{0,3}=", Operator),
        groups(r"(?i)([+-]?)([rw]\d+)", [Punctuation, Name]),
        rule("//", CommentSingle).push("linecomment"),
        rule(r"/\*", CommentMultiline).push("multilinescomment"),
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

/// A jump on a comparison with something.
fn condition(with: &str, token: crate::highlight::token::Token) -> Rule {
    groups(
        format!(r"(?i)(if)(\s+)([rw]\d+)(\s*)([s!=<>]+)(\s*)({with})(\s*){JUMP}"),
        [
            Keyword, Whitespace, Name, Whitespace, Operator, Whitespace, token, Whitespace,
            Keyword, Whitespace, NumHex, NumInteger, Whitespace, NameLabel,
        ],
    )
}
