//! Haxe.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "as break case cast catch class continue default do else enum false for function if import in \
    interface macro new null override package private public return switch this throw true try untyped while";

const BUILTINS: &str = "Void Dynamic Math Class Any Float Int UInt String StringTools Sys EReg isNaN parseFloat \
    parseInt this Array Map Date DateTools Bool Lambda Reflect Std File FileSystem";

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    table(
        NameOther,
        [
            ("package import using", KeywordNamespace),
            (KEYWORDS, Keyword),
            (
                "abstract dynamic extern extends from implements inline static to typedef var",
                KeywordDeclaration,
            ),
            ("super trace inline build autoBuild enum", KeywordReserved),
            ("true false null", KeywordConstant),
            (BUILTINS, NameBuiltin),
        ],
    )
});

const NAME: &str = "[$a-zA-Z_][a-zA-Z0-9_]*";
const DOTTED: &str = "[$a-zA-Z_][a-zA-Z0-9_.]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state(
            "space",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state(
            "operand",
            [
                include("space"),
                rule("#(?:if|elseif|else|end).*", CommentPreproc),
                rule("~", StrRegex).goto("regex"),
                rule(r"\{", Punctuation).push("object"),
                at("").pop(),
            ],
        )
        .state(
            "namespace",
            [
                include("space"),
                groups(
                    format!(r"({DOTTED})(\s+)(in|as)(\s+)({NAME})"),
                    [NameNamespace, Whitespace, Keyword, Whitespace, Name],
                ),
                rule(DOTTED, NameNamespace),
                at("").pop(),
            ],
        )
        .state(
            "statement",
            [
                groups(format!(r"({NAME})(\s*)(:)"), [NameLabel, Text, Punctuation]),
                include("operand"),
            ],
        )
        .state(
            "object",
            [
                include("space"),
                rule(r"\}", Punctuation).goto("statement"),
                groups(
                    format!(r"({NAME})(\s*)(:)"),
                    [NameAttribute, Text, Punctuation],
                )
                .push("operand"),
                rule(":", Punctuation),
                include("root"),
            ],
        )
        .state(
            "metadata",
            [
                call(format!(r"({NAME})(\()?"), |cx, m| {
                    cx.token(NameDecorator, m.group(1));
                    cx.token(Punctuation, m.group(2));
                    if m.get(2).is_none() {
                        cx.pop(1);
                    }
                }),
                rule(format!(r":{NAME}(?:\.{NAME})*"), NameDecorator).pop(),
                rule(r"\)", NameDecorator).pop(),
                include("root"),
            ],
        )
        .state(
            "conditional",
            [rule(":", Punctuation).goto("operand"), include("root")],
        );
    strings(regexes(grammar))
}

fn root() -> Vec<Rule> {
    vec![
        rule(r"\n", Text).push("statement"),
        rule(r"\{", Punctuation).push("operand"),
        include("space"),
        rule("@", NameDecorator).push("metadata"),
        rule(r"\+\+|--|~|&&|\|\||<<|>>|==|!=", Operator).push("operand"),
        rule(r"\\(?=\n)", Operator).push("operand"),
        rule("[-:<>+*%&|^/!=]=?", Operator).push("operand"),
        rule(r"[(\[,]", Punctuation).push("operand"),
        rule(";", Punctuation).push("statement"),
        rule(r"[)\]}.]", Punctuation),
        rule(r"\?", Punctuation).push("conditional").push("operand"),
        call(NAME, name),
        rule(r"\d+\.\d+(?:[eE]\d+)?[fd]?", NumFloat),
        rule(r"0x\h+", NumHex),
        rule("[0-9]+", NumInteger),
        rule("\"", StrDouble).push("double"),
        rule("'", StrSingle).push("single"),
    ]
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = WORDS.token(m.whole());
    cx.token(token, m.whole());
    match token {
        KeywordNamespace => cx.push("namespace"),
        Keyword | KeywordDeclaration => cx.push("operand"),
        _ => {}
    }
}

fn regexes(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "regex",
            [
                rule("/", StrRegex).goto("regex_end"),
                rule(r"[^/]\n|\n", Error).pop(),
                rule(r"\[\^?", StrEscape).push("regex_class"),
                rule(r"\\.|\(\?[:=<!]|\{[\d,]+\}|[()?]", StrEscape),
                rule(".", StrRegex),
            ],
        )
        .state("regex_end", [rule("[gim]+", StrRegex).pop(), at("").pop()])
        .state(
            "regex_class",
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
    let end = |quote: &'static str, token: Token| rule(quote, token).pop();
    grammar
        .state(
            "double",
            [
                include("escapes"),
                end("\"", StrDouble),
                rule(r#"[^\\"]+"#, StrDouble),
            ],
        )
        .state(
            "single",
            [
                include("escapes"),
                end("'", StrSingle),
                rule(r"\$\$", StrSingle),
                rule(format!(r"\${NAME}"), StrInterpol),
                rule(r"\$\{", StrInterpol).push("interpolation"),
                rule(r"[^\\$']+", StrSingle),
            ],
        )
        .state(
            "escapes",
            [rule(
                r#"\\(?:[\\tnr'"]|[0-7]{3}|x\h{2}|u\h{4}|u\{\h{1,6}\})"#,
                StrEscape,
            )],
        )
        .state(
            "interpolation",
            [rule(r"\}", StrInterpol).pop(), include("root")],
        )
}
