//! LiveScript.

use super::javascript;
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "loop until for in of while return switch case fallthrough default otherwise when then if unless else \
    throw try catch finally new delete typeof instanceof super by from to til with require do debugger import export \
    yield";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameVariable,
        [
            ("break continue", KeywordReserved),
            (KEYWORDS, Keyword),
            (javascript::CONSTANTS, NameConstant),
            ("yes no on off void", NameConstant),
            (javascript::BUILTINS, NameBuiltin),
            ("this it that arguments", NameBuiltin),
            (
                "const let var function class extends implements",
                KeywordDeclaration,
            ),
        ],
    )
});

static BUILTINS: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameVariable,
        [
            (javascript::BUILTINS, NameBuiltin),
            ("this it that arguments", NameBuiltin),
        ],
    )
});

const ID: &str = "(?i:[$a-z_](?:-[a-z]|[a-z0-9_])*)";

/// A number with whatever unit is behind it.
const INTEGER: &str = r"\d[\d_]*(?:e[+-]?\d[\d_]*)?[$\w]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state("literals", literals())
        .state(
            "whitespace",
            [groups(
                format!(r"(\s+?)(?:^([^\S\n]*)(:{ID}))?"),
                [Text, Text, NameLabel],
            )],
        )
        .state("whitespace_single_line", [rule(r"[^\S\n]+", Text)])
        .state(
            "comments",
            [
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
                rule("#.*", CommentSingle),
            ],
        )
        .state(
            "switch_underscore",
            [
                include("whitespace_single_line"),
                rule(r"_(?=\s*=>|\s+then\b)", Keyword),
                at("").pop(),
            ],
        )
        .state(
            "loop_control",
            [
                include("whitespace_single_line"),
                rule(format!(r"{ID}(?=[);\n])"), NameLabel),
                at("").pop(),
            ],
        )
        .state(
            "id",
            [
                rule(r"[!?]|\.(?!=)", Punctuation),
                rule(r"\{", Punctuation).push("id_braces"),
                rule(ID, NameAttribute),
                rule(INTEGER, NumInteger),
                at("").goto("slash_starts_regex"),
            ],
        )
        .state(
            "id_braces",
            [
                rule("[,;]", Punctuation),
                rule(ID, NameAttribute),
                rule(INTEGER, NumInteger),
                include("whitespace"),
                rule(r"\}", Punctuation).pop(),
            ],
        );
    strings(regex(grammar))
}

fn root() -> [Rule; 22] {
    [
        at(r"(?=[\s/])").push("slash_starts_regex").line_start(),
        include("comments"),
        include("whitespace"),
        groups(r"(?s)(<\[)(.*?)(\]>)", [Punctuation, Str, Punctuation]),
        rule(r"!\s*function\b", KeywordDeclaration),
        rule("!?[-~]>|<[-~]!?", KeywordDeclaration),
        rule("=>", Keyword),
        groups(format!("(::)({ID})"), [Punctuation, NameAttribute]).push("id"),
        groups(format!("(::)({INTEGER})"), [Punctuation, NumInteger]).push("id"),
        groups(
            format!("(@)({ID})"),
            [NameVariableInstance, NameAttribute],
        )
        .push("id"),
        groups(format!(r"(\.)({ID})"), [Punctuation, NameAttribute]).push("id"),
        groups(r"(\.)(\d+)", [Punctuation, NumInteger]).push("id"),
        rule(format!(r"{ID}(?=\s*:[^:=])"), NameAttribute),
        rule(
            r"(?:and|x?or|is(?:nt)?|not)\b(?!-[a-zA-Z]|_)",
            Operator,
        )
        .push("slash_starts_regex"),
        rule(r"\\(?=\n)", Operator).push("slash_starts_regex"),
        rule(
            r"\+\+|--|&&|\|\||\.(?:[|&^]|<<|>>>?)\.|[.:]=|<<<<?|<\||\|>|(?:<<|>>|==?|!=?|[-<>+*%^/~?])=?",
            Operator,
        )
        .push("slash_starts_regex"),
        groups(format!("(&)({ID})?"), [NameBuiltin, NameAttribute]),
        rule(r"\||case(?=\s)", Keyword).push("switch_underscore"),
        rule("@", NameVariableInstance),
        rule(r"\.{3}|:", Punctuation),
        call(ID, name),
        include("literals"),
    ]
}

fn literals() -> [Rule; 11] {
    [
        rule(format!(r"\](?=[!?.]|{ID})"), Punctuation).push("id"),
        rule(r"[{(\[;,]", Punctuation).push("slash_starts_regex"),
        rule(r"[})\].]", Punctuation),
        rule(format!(r"\d[\d_]*\.{INTEGER}"), NumFloat),
        rule("0x[0-9A-Fa-f]+", NumHex),
        rule(INTEGER, NumInteger),
        rule("\"\"\"", Str).push("triple_double"),
        rule("'''", Str).push("triple_single"),
        rule("\"", Str).push("double"),
        rule("'", Str).push("single"),
        rule(r"\\\S[^\s,;\])}]*", Str),
    ]
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = m.whole();
    let has_lower = || {
        let bytes = name.as_bytes();
        bytes
            .windows(2)
            .any(|pair| pair[0] != b'-' && pair[1].is_ascii_lowercase())
    };
    match NAMES.token(name) {
        KeywordReserved => {
            cx.token(Keyword, name);
            return cx.push("loop_control");
        }
        NameVariable if name.starts_with(|c: char| c.is_ascii_uppercase()) && has_lower() => {
            cx.token(NameClass, name);
        }
        token => cx.token(token, name),
    }
    cx.push("id");
}

fn regex(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "slash_starts_regex",
            [
                include("comments"),
                include("whitespace"),
                rule("//", StrRegex).goto("multiline_regex"),
                rule(
                    r"/(?:\\.|[^\[/\\\n]|\[(?:\\.|[^\]\\\n])*\])+/(?:[gimy]+\b|\B)",
                    StrRegex,
                )
                .pop(),
                at("").pop(),
            ],
        )
        .state(
            "multiline_regex",
            [
                rule(r"//(?:[gimy]+\b|\B)", StrRegex).pop(),
                rule(r"#(?:\s+.*)?$", CommentSingle).line_start(),
                groups(r"(\s+)(#)(\s+.*)?$", [Text, CommentSingle, CommentSingle]),
                include("interpolation"),
                include("code_escape"),
                rule(r"\\\D", StrEscape),
                rule(r"\\\d+", NameVariable),
                rule("(?s).", StrRegex),
            ],
        )
        .state(
            "code_escape",
            [rule(
                r"\\(?:c[A-Z]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{4}\})",
                StrEscape,
            )],
        )
        .state(
            "interpolation",
            [
                rule(r"#\{", StrInterpol).push("interpolated_expression"),
                call(format!("(#)({ID})"), |cx, m| {
                    cx.token(StrInterpol, m.group(1));
                    cx.token(BUILTINS.token(m.group(2)), m.group(2));
                }),
            ],
        )
        .state(
            "interpolated_expression",
            [rule(r"\}", StrInterpol).pop(), include("root")],
        )
}

fn strings(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "strings",
            [
                rule(r#"[^#\\'"]+"#, Str),
                include("code_escape"),
                rule(r"\\.", StrEscape),
                rule("#", Str),
            ],
        )
        .state(
            "double_strings",
            [rule("'", Str), include("interpolation"), include("strings")],
        )
        .state("single_strings", [rule("\"", Str), include("strings")])
        .state(
            "triple_double",
            [
                rule("\"\"\"", Str).pop(),
                rule("\"", Str),
                include("double_strings"),
            ],
        )
        .state(
            "triple_single",
            [
                rule("'''", Str).pop(),
                rule("'", Str),
                include("single_strings"),
            ],
        )
        .state("double", [rule("\"", Str).pop(), include("double_strings")])
        .state("single", [rule("'", Str).pop(), include("single_strings")])
}
