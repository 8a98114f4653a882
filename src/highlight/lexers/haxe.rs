//! Haxe.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "as break case cast catch class continue default do else enum false for function if import in \
    interface macro new null override package private public return switch this throw true try untyped while";

const DECLARATIONS: &str =
    "abstract dynamic extern extends from implements inline static to typedef var";

const BUILTINS: &str = "Void Dynamic Math Class Any Float Int UInt String StringTools Sys EReg isNaN parseFloat parseInt this \
    Array Map Date DateTools Bool Lambda Reflect Std File FileSystem";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameOther,
        [
            ("package import using", KeywordNamespace),
            (KEYWORDS, Keyword),
            (DECLARATIONS, KeywordDeclaration),
            ("super trace inline build autoBuild enum", KeywordReserved),
            ("true false null", KeywordConstant),
            (BUILTINS, NameBuiltin),
        ],
    )
});

const ID: &str = "[$a-zA-Z_][a-zA-Z0-9_]*";
const DOTTED: &str = "[$a-zA-Z_][a-zA-Z0-9_.]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state(
            "comments_and_whitespace",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state("root", root())
        .state(
            "expr_start",
            [
                include("comments_and_whitespace"),
                rule("#(?:if|elseif|else|end).*", CommentPreproc),
                rule("~", StrRegex).goto("regex"),
                rule(r"\{", Punctuation).push("object"),
                at("").pop(),
            ],
        )
        .state(
            "namespace",
            [
                include("comments_and_whitespace"),
                groups(
                    format!(r"({DOTTED})(\s+)(in|as)(\s+)({ID})"),
                    [NameNamespace, Whitespace, Keyword, Whitespace, Name],
                ),
                rule(DOTTED, NameNamespace),
                at("").pop(),
            ],
        )
        .state(
            "statement",
            [
                groups(format!(r"({ID})(\s*)(:)"), [NameLabel, Text, Punctuation]),
                include("expr_start"),
            ],
        )
        .state(
            "object",
            [
                include("comments_and_whitespace"),
                rule(r"\}", Punctuation).goto("statement"),
                groups(
                    format!(r"({ID})(\s*)(:)"),
                    [NameAttribute, Text, Punctuation],
                )
                .push("expr_start"),
                rule(":", Punctuation),
                include("root"),
            ],
        )
        .state(
            "metadata",
            [
                call(format!(r"({ID})(\()?"), metadata),
                rule(format!(r":{ID}(?:\.{ID})*"), NameDecorator).pop(),
                rule(r"\)", NameDecorator).pop(),
                include("root"),
            ],
        )
        .state(
            "ternary",
            [rule(":", Punctuation).goto("expr_start"), include("root")],
        );
    strings(regex(grammar))
}

fn root() -> [Rule; 17] {
    [
        rule(r"\n", Text).push("statement"),
        rule(r"\{", Punctuation).push("expr_start"),
        include("comments_and_whitespace"),
        rule("@", NameDecorator).push("metadata"),
        rule(r"\+\+|--|~|&&|\|\||<<|>>|==|!=", Operator).push("expr_start"),
        rule(r"\\(?=\n)", Operator).push("expr_start"),
        rule("[-:<>+*%&|^/!=]=?", Operator).push("expr_start"),
        rule(r"[(\[,]", Punctuation).push("expr_start"),
        rule(";", Punctuation).push("statement"),
        rule(r"[)\]}.]", Punctuation),
        rule(r"\?", Punctuation).push("ternary").push("expr_start"),
        call(ID, name),
        rule(r"-?\d+\.\d+(?:[eE]\d+)?[fd]?", NumFloat),
        rule(r"0x\h+", NumHex),
        rule("-?[0-9]+", NumInteger),
        rule("\"", StrDouble).push("str_double"),
        rule("'", StrSingle).push("str_single"),
    ]
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = NAMES.token(m.whole());
    cx.token(token, m.whole());
    match token {
        KeywordNamespace => cx.push("namespace"),
        Keyword | KeywordDeclaration => cx.push("expr_start"),
        _ => {}
    }
}

fn metadata(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(NameDecorator, m.group(1));
    cx.token(Punctuation, m.group(2));
    if m.get(2).is_none() {
        cx.pop(1);
    }
}

/// Regular expressions, as JavaScript has them.
pub(super) fn regex(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "regex",
            [
                rule("/", StrRegex).goto("regex_end"),
                rule(r"[^/]\n", Error).pop(),
                rule(r"\n", Error).pop(),
                rule(r"\[\^", StrEscape).push("regex_group"),
                rule(r"\[", StrEscape).push("regex_group"),
                rule(r"\\.", StrEscape),
                rule(r"\(\?[:=<!]", StrEscape),
                rule(r"\{[\d,]+\}", StrEscape),
                rule("[()?]", StrEscape),
                rule(".", StrRegex),
            ],
        )
        .state("regex_end", [rule("[gim]+", StrRegex).pop(), at("").pop()])
        .state(
            "regex_group",
            [
                rule("/", StrEscape),
                rule(r"[^/]\n", Error).pop_many(2),
                rule(r"\]", StrEscape).pop(),
                rule(r"\\.", StrEscape),
                rule(".", StrRegex),
            ],
        )
}

fn strings(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "str_double",
            [
                include("str_escape"),
                rule("\"", StrDouble).pop(),
                rule(r#"[^\\"]+"#, StrDouble),
            ],
        )
        .state(
            "str_single",
            [
                include("str_escape"),
                rule("'", StrSingle).pop(),
                rule(r"\$\$", StrSingle),
                rule(format!(r"\${ID}"), StrInterpol),
                rule(r"\$\{", StrInterpol).push("str_interpol"),
                rule(r"[^\\$']+", StrSingle),
            ],
        )
        .state(
            "str_escape",
            [
                rule(r#"\\[\\tnr'"]"#, StrEscape),
                rule(r"\\[0-7]{3}", StrEscape),
                rule(r"\\x\h{2}", StrEscape),
                rule(r"\\u\h{4}", StrEscape),
                rule(r"\\u\{\h{1,6}\}", StrEscape),
            ],
        )
        .state(
            "str_interpol",
            [rule(r"\}", StrInterpol).pop(), include("root")],
        )
}
