//! TeX and LaTeX.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

const COMMAND: &str = r"(?i)\\(?:[a-z]+|\s+|.)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\\\[", Punctuation).push("display_math"),
                rule(r"\\\(", Punctuation).push("inline_math"),
                rule(r"\$\$", Punctuation).push("display_math"),
                rule(r"\$", Punctuation).push("inline_math"),
                rule(r"\\(?:begin|end)\{.*?\}", NameTag),
                scan_call(verbatim, read_verbatim),
                rule(COMMAND, Keyword).push("command"),
                include("general"),
                rule(r"[^\\$%&_^{}]+", Text),
            ],
        )
        .state(
            "general",
            [rule("%.*", Comment), rule("[{}&_^]", Punctuation)],
        )
        .state(
            "math",
            [
                rule(COMMAND, NameVariable),
                include("general"),
                rule("[0-9]+", Num),
                rule(r"[-=!+*/()\[\]]", Operator),
                rule(r"[^=!+*/()\[\]\\$%&_^{}0-9-]+", NameBuiltin),
            ],
        )
        .state(
            "inline_math",
            [rule(r"\\\)|\$", Punctuation).pop(), include("math")],
        )
        .state(
            "display_math",
            [
                rule(r"\\\]|\$\$", Punctuation).pop(),
                rule(r"\$", NameBuiltin),
                include("math"),
            ],
        )
        .state(
            "command",
            [
                rule(r"\[.*?\]", NameAttribute),
                rule(r"\*", Keyword),
                at("").pop(),
            ],
        )
}

/// `\verb` with what stands between two of the same sign, on one line.
fn verbatim(cx: &mut Context<'_, '_>) -> Option<usize> {
    let after = cx.rest().strip_prefix("\\verb")?;
    let sign = after.chars().next().filter(|c| {
        !(c.is_alphanumeric() || *c == '_' || c.is_ascii_whitespace() || *c == '\x0b')
    })?;
    let inside = &after[sign.len_utf8()..];
    let end = inside.find([sign, '\n'])?;
    let len = "\\verb".len() + end + 2 * sign.len_utf8();
    inside[end..].starts_with(sign).then_some(len)
}

fn read_verbatim(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let (command, quoted) = m.whole().split_at("\\verb".len());
    let sign = quoted.chars().next().map_or(0, char::len_utf8);
    cx.token(NameBuiltin, command);
    cx.token(KeywordPseudo, &quoted[..sign]);
    cx.token(StrOther, &quoted[sign..quoted.len() - sign]);
    cx.token(KeywordPseudo, &quoted[quoted.len() - sign..]);
}
