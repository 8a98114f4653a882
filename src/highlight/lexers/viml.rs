//! VimL, the language of Vim's scripts.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

/// Commands; then functions, options and events.
const COMMANDS: &str = include_str!("words/viml_commands.txt");
const NAMES: &str = include_str!("words/viml_names.txt");

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(Text, [(COMMANDS, Keyword), (NAMES, NameBuiltin)]);
    Grammar::new().state(
        "root",
        [
            groups("(\\s*)(\".*)", [Text, Comment]).line_start(),
            rule(r"\s*\\", StrEscape).line_start(),
            rule(r"[ \t]+", Text),
            rule(r"/(?:\\\\|\\/|[^\n/])*/", StrRegex),
            rule(r#""(?:\\\\|\\"|[^\n"])*""#, StrDouble),
            rule(r"'(?:\\\\|\\'|[^\n'])*'", StrSingle),
            rule(r"-?\d+", Num),
            rule("(?i)#[0-9a-f]{6}", NumHex),
            rule("[():<>+=!\\[\\]{}|,~.-]", Punctuation),
            rule(
                r"(?:let|if|else|endif|elseif|fun|function|endfunction)\b",
                Keyword,
            ),
            rule(r"(?:NONE|bold|italic|underline|dark|light)\b", NameBuiltin),
            rule(r"[absg]:\w+\b", NameVariable),
            words(r"\w+\b", &names),
            rule("(?s).", Text),
        ],
    )
}
