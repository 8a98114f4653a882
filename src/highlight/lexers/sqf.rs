//! SQF, the scripts of the games by Bohemia Interactive.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

/// The engine's commands.
const COMMANDS: &str = include_str!("words/sqf.txt");

const DIAGNOSTICS: &str = "diag_activemissionfsms diag_activescripts diag_activesqfscripts diag_activesqsscripts \
    diag_captureframe diag_captureframetofile diag_captureslowframe diag_codeperformance diag_drawmode diag_enable \
    diag_enabled diag_fps diag_fpsmin diag_frameno diag_lightnewload diag_list diag_log diag_logslowframe \
    diag_mergeconfigfile diag_recordturretlimits diag_setlightnew diag_ticktime diag_toggle";

const CONTROL: &str = "case default do else exitwith for foreach from if step switch then to while";

const CONSTANTS: &str = "confignull controlnull displaynull false grpnull locationnull netobjnull objnull player \
    scriptnull tasknull teammembernull true";

const NAMESPACES: &str =
    "currentnamespace missionnamespace parsingnamespace profilenamespace uinamespace";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table_any_case(
        NameVariableGlobal,
        [
            ("and not or", OperatorWord),
            ("param params private", KeywordDeclaration),
            (CONTROL, KeywordReserved),
            (CONSTANTS, KeywordConstant),
            (NAMESPACES, KeywordNamespace),
            (DIAGNOSTICS, NameFunction),
            (COMMANDS, NameFunction),
        ],
    )
});

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r"\s+", Text),
            rule(r"(?s)/\*.*?\*/", CommentMultiline),
            rule("//.*", CommentSingle),
            rule(
                r"#(?:define|undef|ifn?def|else|endif|include)|\\\r?\n",
                CommentPreproc,
            ),
            rule("__(?:EVAL|EXEC|LINE__|FILE__)", NameBuiltin),
            rule(r#"".*?"|'.*?'"#, Str),
            rule(r"(?:\$|0x)[0-9a-fA-F]+", NumHex),
            rule(r"[0-9]+\.?(?:e[0-9]+)?", NumFloat),
            rule(r"[!%&*+/<=>^|#-]", Operator),
            rule(r"[(){}\[\],:;]", Punctuation),
            call(r"\w+", name),
        ],
    )
}

/// A command or a variable; one with an underscore that is not its end passes for a local one.
fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let name = m.whole();
    let other = match name.find('_') {
        Some(at) if at + 1 < name.len() => NameVariable,
        _ => NameVariableGlobal,
    };
    cx.token(NAMES.find(name).unwrap_or(other), name);
}
