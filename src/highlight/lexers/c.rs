//! C, by its standard, with the preprocessor's lines.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

pub(super) const ID: &str = "[a-zA-Z_][a-zA-Z0-9_]*";

pub(super) const KEYWORDS: &str = "auto break case const continue default do else enum extern for goto if register \
    restricted return sizeof static struct switch typedef union volatile virtual while _Alignas _Alignof _Atomic \
    _Generic _Imaginary _Noreturn _Static_assert _Thread_local";

pub(super) const TYPES: &str = "int long float short double char unsigned signed void jmp_buf FILE DIR div_t ldiv_t \
    mbstate_t sig_atomic_t fpos_t clock_t time_t va_list size_t ssize_t off_t wchar_t ptrdiff_t wctrans_t wint_t \
    wctype_t _Bool _Complex int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t int_least8_t \
    int_least16_t int_least32_t int_least64_t uint_least8_t uint_least16_t uint_least32_t uint_least64_t int_fast8_t \
    int_fast16_t int_fast32_t int_fast64_t uint_fast8_t uint_fast16_t uint_fast32_t uint_fast64_t intptr_t uintptr_t \
    intmax_t uintmax_t char16_t char32_t";

pub(super) const RESERVED: &str = "__asm __int8 __based __except __int16 __stdcall __cdecl __fastcall __int32 \
    __declspec __finally __int61 __try __leave inline _inline __inline naked _naked __naked restrict _restrict \
    __restrict thread _thread __thread typename _typename __typename";

pub(in crate::highlight) fn grammar() -> Grammar {
    with_words(&table(
        Name,
        [
            (KEYWORDS, Keyword),
            (TYPES, KeywordType),
            (RESERVED, KeywordReserved),
        ],
    ))
}

/// The grammar, for a language with other words.
pub(super) fn with_words(names: &Words) -> Grammar {
    let grammar = Grammar::new()
        // Rouge loads this lexer's file twice, and so it begins twice.
        .on_reset(|cx| {
            cx.push("line_begin");
            cx.push("line_begin");
        })
        .state("root", root(""))
        .state("statements", statements(names))
        .state(
            "case",
            [rule(":", Punctuation).pop(), include("statements")],
        )
        .state(
            "function",
            [
                include("space"),
                include("statements"),
                rule(r"\{", Punctuation).push("function"),
                rule(r"\}", Punctuation).pop(),
            ],
        )
        .state(
            "string",
            [
                rule("\"", Str).pop(),
                rule(
                    r#"\\(?:[\\abfnrtv"']|x[a-fA-F0-9]{2,4}|[0-7]{1,3})"#,
                    StrEscape,
                ),
                rule(r#"[^\\"\n]+|\\\n?"#, Str),
            ],
        );
    preprocessor(space(grammar))
}

/// What stands outside of functions. `more` is what may follow a function's parameters.
pub(super) fn root(more: &str) -> [Rule; 4] {
    let space = r"(?:\s|//.*\n|/\*.*?\*/)*";
    [
        include("space_in_declaration"),
        call(
            format!(r"([\w*\s]+?[\s*])({ID})(\s*\([^;]*?\){more})({space})([{{;])"),
            function_head,
        ),
        rule(r"\{", Punctuation).push("function"),
        include("statements"),
    ]
}

/// A function's type, name, parameters and what follows them: its body, or the end of the declaration.
pub(super) fn function_head(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.recurse(m.group(1));
    cx.token(NameFunction, m.group(2));
    cx.recurse(m.group(3));
    cx.recurse(m.group(4));
    cx.token(Punctuation, m.group(5));
    if m.group(5) == "{" {
        cx.push("function");
    }
}

fn statements(names: &Words) -> Vec<Rule> {
    vec![
        include("space"),
        rule("(?:u8|u|U|L)?\"", Str).push("string"),
        rule(
            r"(?i)(?:u8|u|L)?'(?:\\.|\\[0-7]{1,3}|\\x[a-f0-9]{1,2}|[^\\'\n])'",
            StrChar,
        ),
        rule(r"(?i)(?:\d+\.\d*|\.?\d+)e[+-]?\d+[lu]*", NumFloat),
        rule(r"(?i)0x[0-9a-f]+[lu]*", NumHex),
        rule("(?i)0[0-7]+[lu]*", NumOct),
        rule(r"(?i)\d+[lu]*", NumInteger),
        rule(r"\*/", Error),
        rule(r"[~!%^&*+=|?:<>/-]", Operator),
        rule(r"[()\[\],.;]", Punctuation),
        rule(r"case\b", Keyword).push("case"),
        rule(r"(?:true|false|NULL)\b", NameBuiltin),
        words(ID, names),
    ]
}

/// White space and comments, and the beginnings of lines, where a label or a `#` may stand.
fn space(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "line_begin",
            [
                rule(format!("{ID}:(?!:)"), NameLabel),
                include("line_begin_in_declaration"),
            ],
        )
        .state(
            "line_begin_in_declaration",
            [
                include("space_in_line"),
                rule(r"#if\s0", Comment).push("excluded"),
                rule("#", CommentPreproc).push("directive"),
                at("").pop(),
            ],
        )
        .state(
            "space_in_line",
            [
                rule(r"[ \t\r]+|\\\n", Text),
                rule(r"(?s)/(?:\\\n)?\*.*?\*(?:\\\n)?/", CommentMultiline),
            ],
        )
        .state(
            "space",
            [
                rule(r"\n+", Text).push("line_begin"),
                rule("//.*", CommentSingle).push("line_begin"),
                include("space_in_line"),
            ],
        )
        .state(
            "space_in_declaration",
            [
                rule(r"\n+", Text).push("line_begin_in_declaration"),
                include("space"),
            ],
        )
}

fn preprocessor(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "directive",
            [
                groups(
                    r#"(include)(\s*)(<[^>]+>|"[^"]+")([^\n]*)"#,
                    [CommentPreproc, Text, CommentPreprocFile, CommentSingle],
                ),
                rule(r"[^/\n\\]+|(?s)\\.", CommentPreproc),
                include("space_in_line"),
                rule("/", CommentPreproc),
                rule(r"\n", CommentPreproc).pop(),
            ],
        )
        // What `#if 0` leaves out.
        .state(
            "excluded",
            [
                rule(r"\s*#if", Comment).push("excluded").line_start(),
                rule(r"\s*#\s*el(?:se|if)", Comment).pop().line_start(),
                rule(r"(?s)\s*#\s*endif\b(?:.*?[^\\])??\n", Comment)
                    .pop()
                    .line_start(),
                rule(r".*\n", Comment),
            ],
        )
}
