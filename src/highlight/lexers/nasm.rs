//! The assembly language of NASM.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const NAME: &str = r"(?i)[a-z$._?][\w$.?#@~]*";

const DIRECTIVES: &str = "BITS|USE16|USE32|SECTION|SEGMENT|ABSOLUTE|EXTERN|GLOBAL|ORG|ALIGN|STRUC|ENDSTRUC|COMMON|CPU|\
    GROUP|UPPERCASE|IMPORT|EXPORT|LIBRARY|MODULE";

const REGISTERS: &str = r"(?i)r\d[0-5]?[bwd]|[a-d][lh]|[er]?[a-d]x|[er]?[sb]p|[er]?[sd]i|[c-gs]s|st[0-7]|mm[0-7]|cr[0-4]|dr[0-367]|tr[3-7]";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s*%", CommentPreproc).push("preproc").line_start(),
                include("whitespace"),
                include("punctuation"),
                rule(format!("(?:{NAME}):"), NameLabel),
                groups(
                    r"(?i)([a-z$._?][\w$.?#@~]*)(\s+)(equ)",
                    [NameConstant, KeywordDeclaration, KeywordDeclaration],
                )
                .push("instruction_args"),
                rule(DIRECTIVES, Keyword).push("instruction_args"),
                rule("(?i)(?:res|d)[bwdqt]|times", KeywordDeclaration).push("instruction_args"),
                rule(NAME, NameFunction).push("instruction_args"),
                rule(r"[\r\n]+", Text),
            ],
        )
        .state("instruction_args", arguments())
        .state(
            "preproc",
            [
                rule(r"[^;\n]+", CommentPreproc),
                rule(r";.*?\n", CommentSingle).pop(),
                rule(r"\n", CommentPreproc).pop(),
            ],
        )
        .state(
            "whitespace",
            [
                rule(r"\n", Text),
                rule(r"[ \t]+", Text),
                rule(";.*", CommentSingle),
            ],
        )
        .state(
            "punctuation",
            [
                rule(r"[,():\[\]]+", Punctuation),
                rule(r"[&|^<>+*/%~-]+", Operator),
                rule(r"\$+", KeywordConstant),
                rule("(?i)seg|wrt|strict", OperatorWord),
                rule("(?i)byte|[dq]?word", KeywordType),
            ],
        )
}

fn arguments() -> [Rule; 11] {
    [
        // Rouge takes a string with the letter n for none.
        rule(
            r#""(?:\\\\"|[^"\\n])*"|'(?:\\\\'|[^'\\n])*'|`(?:\\\\`|[^`\\n])*`"#,
            Str,
        ),
        rule(r"(?i)0x[\da-f]+|\d+[\da-f]*h", NumHex),
        rule("(?i)[0-7]+q", NumOct),
        rule("(?i)[01]+b", NumBin),
        rule(r"(?i)\d+\.e?\d+", NumFloat),
        rule(r"\d+", NumInteger),
        include("punctuation"),
        rule(REGISTERS, NameBuiltin),
        rule(NAME, NameVariable),
        rule(r"[\r\n]+", Text).pop(),
        include("whitespace"),
    ]
}
