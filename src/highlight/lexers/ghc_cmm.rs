//! C--, the language between GHC and the machine.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

/// White space and comments.
const SPACE: &str = r"(?:\s|//(?s:.)*?\n|/\*(?:[^*]|\*[^/])*\*+/)";

const ID: &str = r"(?!#[a-zA-Z])[\w#$%']+";

/// An identifier with Haskell's brackets in it.
const COMPLEX_ID: &str = r"(?:[\w#$%']|\(\)|\(,\)|\[\])*[\w#$%']+";

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
            "info_tbls_body",
            [
                rule(r"\}", Punctuation).pop(),
                rule(r"\{", Punctuation).push("info_tbls_body"),
                at("(?=label:)").push("label"),
                groups(
                    format!(r"(\()({COMPLEX_ID})(,)"),
                    [Punctuation, NameLabel, Punctuation],
                ),
                include("literals"),
                include("infos"),
                include("keywords"),
                include("operators"),
                rule(ID, Text),
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
                rule("\"", StrDelimiter).push("literal_string"),
            ],
        )
        .state(
            "literal_string",
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
                rule(r"\.\.", Operator),
                rule(r"[+\-*/<>=!&|~]", Operator),
                rule(r"[\[\].{}:;,()]", Punctuation),
            ],
        )
        .state("keywords", keywords())
        .state("types", types())
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
        .state("names", names());
    namespaces(grammar)
}

fn root() -> [Rule; 16] {
    [
        rule(r"\s+", Text),
        rule("=====.*=====$", GenericHeading).line_start(),
        rule(
            r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d+ UTC$",
            CommentSingle,
        )
        .line_start(),
        groups(r"(section)(\s+)", [Keyword, Text]).push("section"),
        rule("#(?:include|endif|else|if)", CommentPreproc),
        groups(
            format!("(#define)({SPACE}*)({ID})"),
            [CommentPreproc.into(), Part::Recurse, NameLabel.into()],
        ),
        groups(
            r"(\{ )(info_tbls)(:)",
            [Punctuation, NameEntity, Punctuation],
        )
        .push("info_tbls_body"),
        include("comments"),
        include("literals"),
        include("keywords"),
        include("types"),
        include("infos"),
        include("names"),
        include("operators"),
        rule(r"\\\n", Text),
        rule(".", Text),
    ]
}

fn keywords() -> [Rule; 9] {
    let keyword = || Part::from(Keyword);
    let sign = || Part::from(Punctuation);
    [
        groups(r"(const)(\s+)", [KeywordConstant, Text]),
        rule("\"", StrDouble),
        groups(
            r"(switch)([^{]*)(\{)".to_string(),
            [keyword(), Part::Recurse, sign()],
        ),
        groups(
            format!("(arg|result)({SPACE}+)(hints)(:)"),
            [
                NameProperty.into(),
                Part::Recurse,
                NameProperty.into(),
                sign(),
            ],
        ),
        groups(
            format!("(returns)({SPACE}*)(to)"),
            [keyword(), Part::Recurse, keyword()],
        ),
        groups(
            format!("(never)({SPACE}*)(returns)"),
            [keyword(), Part::Recurse, keyword()],
        ),
        groups(
            format!(r"(return)({SPACE}*)(\()"),
            [keyword(), Part::Recurse, sign()],
        ),
        groups(
            format!(
                "(if|else|goto|call|offset|import|jump|ccall|foreign|prim|case|unwind|export|reserve|push)({SPACE})"
            ),
            [keyword(), Part::Recurse],
        ),
        groups(
            format!("(default)({SPACE}*)(:)"),
            [keyword(), Part::Recurse, sign()],
        ),
    ]
}

fn types() -> [Rule; 4] {
    [
        rule(format!(r"{ID}(?=\[[^\]])"), KeywordType),
        rule(format!(r"{ID}\[\]"), KeywordType),
        groups(
            format!(r"({ID})({SPACE}+)({ID})({SPACE}*)(\()"),
            [
                NameLabel.into(),
                Part::Recurse,
                NameFunction.into(),
                Part::Recurse,
                Punctuation.into(),
            ],
        ),
        groups(
            format!("({ID})({SPACE}+)({ID})"),
            [KeywordType.into(), Part::Recurse, NameLabel.into()],
        ),
    ]
}

fn names() -> [Rule; 8] {
    [
        groups(
            format!(r"(::)({SPACE}*)([A-Z]\w+)"),
            [Operator.into(), Part::Recurse, KeywordType.into()],
        ),
        rule(format!("<{ID}>"), NameBuiltin),
        rule(
            format!(
                r"(?:Sp|SpLim|Hp|HpLim|HpAlloc|BaseReg|CurrentNursery|CurrentTSO|R\d{{1,2}}|gcptr)(?!{ID})"
            ),
            NameVariableGlobal,
        ),
        groups(format!(r"([A-Z]{ID})(\.)"), [NameNamespace, Punctuation]).push("namespace_name"),
        groups(
            format!("(`)({ID})(`)"),
            [Punctuation, NameFunction, Punctuation],
        ),
        at(format!(r"(?={COMPLEX_ID}{SPACE}*[{{(])")).push("function"),
        rule("CLOSURE", KeywordType),
        rule(COMPLEX_ID, NameLabel),
    ]
}

fn namespaces(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "namespace_name",
            [
                groups(
                    format!(r"([A-Z]{ID})(\.)"),
                    [NameNamespace, Punctuation],
                ),
                groups(
                    format!(r"({COMPLEX_ID})({SPACE}*)([{{(])"),
                    [NameFunction.into(), Part::Recurse, Punctuation.into()],
                )
                .pop(),
                rule(COMPLEX_ID, NameLabel).pop(),
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
                rule(format!("%{ID}"), NameBuiltin),
                rule(COMPLEX_ID, NameFunction),
                rule(r"\s+", Text),
                rule("[({]", Punctuation).pop(),
                include("comments"),
            ],
        )
}
