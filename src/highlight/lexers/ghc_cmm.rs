//! Cmm, the intermediate language of GHC, as it reads and prints it.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

/// White space or a comment.
const SPACE: &str = r"(?:\s|//(?s:.*?)\n|/\*(?:[^*]|\*[^/])*\*+/)";
/// A name, which is no preprocessor's word.
const NAME: &str = r"(?!#[a-zA-Z])[\w#$%']+";
/// A name with the parentheses and brackets that Haskell's have.
const COMPLEX: &str = r"(?:[\w#$%']|\(\)|\(,\)|\[\]|[0-9])*[\w#$%']+";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state(
            "section",
            [
                rule(
                    "\"(?:data|cstring|text|rodata|relrodata|bss)\"",
                    NameBuiltin,
                ),
                rule(r"\{", Punctuation).pop(),
                include("names"),
                include("operators"),
                include("keywords"),
                rule(r"\s+", Text),
            ],
        )
        .state(
            "comments",
            [
                rule("//.*", CommentSingle),
                rule(r"\(likely.*?\)", Comment),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state(
            "literals",
            [
                rule(r"-?[0-9]+\.[0-9]+", NumFloat),
                rule("-?[0-9]+", NumInteger),
                rule("\"", StrDelimiter).push("string"),
            ],
        )
        .state(
            "string",
            [
                rule(r"\\.", StrEscape),
                rule("%.", StrSymbol),
                rule("\"", StrDelimiter).pop(),
                rule(".", Str),
            ],
        )
        .state(
            "operators",
            [
                rule(r"\.\.|[+\-*/<>=!&|~]", Operator),
                rule(r"[\[\].{}:;,()]", Punctuation),
            ],
        )
        .state("keywords", keywords())
        .state("types", types());
    names(info_tables(grammar))
}

fn root() -> Vec<Rule> {
    vec![
        rule(r"\s+", Text),
        rule("=====.*=====$", GenericHeading).line_start(),
        rule(
            r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d+ UTC$",
            CommentSingle,
        )
        .line_start(),
        groups(r"(section)(\s+)", [Keyword, Text]).push("section"),
        rule("#(?:include|endif|else|if)", CommentPreproc),
        call(format!("(#define)({SPACE}*)({NAME})"), |cx, m| {
            around_space(cx, m, CommentPreproc, NameLabel)
        }),
        groups(
            r"(\{ )(info_tbls)(:)",
            [Punctuation, NameEntity, Punctuation],
        )
        .push("info_tables"),
        include("comments"),
        include("literals"),
        include("keywords"),
        include("types"),
        include("infos"),
        include("names"),
        include("operators"),
        rule(r"\\\n|.", Text),
    ]
}

/// Two tokens, with space between them that this language reads.
fn around_space(cx: &mut Context<'_, '_>, m: &Match<'_>, before: Token, after: Token) {
    cx.token(before, m.group(1));
    cx.recurse(m.group(2));
    cx.token(after, m.group(3));
}

fn info_tables(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "info_tables",
            [
                rule(r"\}", Punctuation).pop(),
                rule(r"\{", Punctuation).push("info_tables"),
                at("(?=label:)").push("label"),
                groups(
                    format!(r"(\()({COMPLEX})(,)"),
                    [Punctuation, NameLabel, Punctuation],
                ),
                include("literals"),
                include("infos"),
                include("keywords"),
                include("operators"),
                rule(NAME, Text),
                rule(r"\s+", Text),
            ],
        )
        .state(
            "label",
            [
                include("infos"),
                include("names"),
                include("keywords"),
                include("operators"),
                rule(r"[^\S\n]+", Text),
                rule(r"\n", Text).pop(),
            ],
        )
        .state(
            "infos",
            [
                groups(
                    "(args|res|upd|label|rep|srt|arity|fun_type|arg_space|updfr_space)(:)",
                    [NameProperty, Punctuation],
                ),
                groups("(stack_info)(:)", [NameEntity, Punctuation]),
            ],
        )
}

fn keywords() -> Vec<Rule> {
    vec![
        groups(r"(const)(\s+)", [KeywordConstant, Text]),
        rule("\"", StrDouble),
        call(r"(switch)([^{]*)(\{)", |cx, m| {
            around_space(cx, m, Keyword, Punctuation);
        }),
        call(format!("(arg|result)({SPACE}+)(hints)(:)"), |cx, m| {
            around_space(cx, m, NameProperty, NameProperty);
            cx.token(Punctuation, m.group(4));
        }),
        call(format!("(returns)({SPACE}*)(to)"), |cx, m| {
            around_space(cx, m, Keyword, Keyword);
        }),
        call(format!("(never)({SPACE}*)(returns)"), |cx, m| {
            around_space(cx, m, Keyword, Keyword);
        }),
        call(format!(r"(return)({SPACE}*)(\()"), |cx, m| {
            around_space(cx, m, Keyword, Punctuation);
        }),
        call(
            format!(
                "(if|else|goto|call|offset|import|jump|ccall|foreign|prim|case|unwind|export|reserve|push)({SPACE})"
            ),
            |cx, m| around_space(cx, m, Keyword, Punctuation),
        ),
        call(format!("(default)({SPACE}*)(:)"), |cx, m| {
            around_space(cx, m, Keyword, Punctuation);
        }),
    ]
}

fn types() -> [Rule; 4] {
    [
        rule(format!(r"{NAME}(?=\[[^\]])"), KeywordType),
        rule(format!(r"{NAME}\[\]"), KeywordType),
        // No type stands before the call of a function.
        call(
            format!(r"({NAME})({SPACE}+)({NAME})({SPACE}*)(\()"),
            |cx, m| {
                around_space(cx, m, NameLabel, NameFunction);
                cx.recurse(m.group(4));
                cx.token(Punctuation, m.group(5));
            },
        ),
        call(format!("({NAME})({SPACE}+)({NAME})"), |cx, m| {
            around_space(cx, m, KeywordType, NameLabel);
        }),
    ]
}

fn names(grammar: Grammar) -> Grammar {
    let namespace = || groups(format!(r"([A-Z]{NAME})(\.)"), [NameNamespace, Punctuation]);
    grammar
        .state(
            "names",
            [
                call(format!(r"(::)({SPACE}*)([A-Z]\w+)"), |cx, m| {
                    around_space(cx, m, Operator, KeywordType);
                }),
                rule(format!("<{NAME}>"), NameBuiltin),
                rule(
                    format!(
                        r"(?:Sp|SpLim|Hp|HpLim|HpAlloc|BaseReg|CurrentNursery|CurrentTSO|R\d{{1,2}}|gcptr)(?!{NAME})"
                    ),
                    NameVariableGlobal,
                ),
                namespace().push("namespace_name"),
                groups(
                    format!("(`)({NAME})(`)"),
                    [Punctuation, NameFunction, Punctuation],
                ),
                at(format!(r"(?={COMPLEX}{SPACE}*[{{(])")).push("function"),
                rule("CLOSURE", KeywordType),
                rule(COMPLEX, NameLabel),
            ],
        )
        .state(
            "namespace_name",
            [
                namespace(),
                call(format!(r"({COMPLEX})({SPACE}*)([{{(])"), |cx, m| {
                    around_space(cx, m, NameFunction, Punctuation);
                    cx.pop(1);
                }),
                rule(COMPLEX, NameLabel).pop(),
                at("(?s)(?=.)").pop(),
            ],
        )
        .state(
            "function",
            [
                rule(
                    "INFO_TABLE_FUN|INFO_TABLE_CONSTR|INFO_TABLE_SELECTOR|INFO_TABLE_RET|INFO_TABLE",
                    NameBuiltin,
                ),
                rule(format!("%{NAME}"), NameBuiltin),
                rule(COMPLEX, NameFunction),
                rule(r"\s+", Text),
                rule(r"[({]", Punctuation).pop(),
                include("comments"),
            ],
        )
}
