//! Markdown, with the code in its fences read as the language that they name.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match, Options};
use crate::highlight::token::Token::*;
use std::sync::Arc;

/// A character of text, which may be escaped.
const CHAR: &str = r"(?:\\.|[^\\\n])";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", [include("block"), include("span")])
        .state("block", blocks())
        .state("span", spans())
        .state(
            "open_fence",
            [
                scan_call(closing_fence, close_fence),
                at(r".*\n").delegate("code").line_start(),
            ],
        );
    links(grammar)
}

/// What stands at the beginning of a line. Code in backticks comes between, for it may span lines.
fn blocks() -> Vec<Rule> {
    let in_line_start = |expression: &'static str, token| rule(expression, token).line_start();
    vec![
        at(r"(?s)---\s*\n.*?\n?^---\s*$\n?").fresh("yaml"),
        rule(r"\\.", StrEscape),
        in_line_start(r"[\S ]+\n---*\n", GenericHeading),
        in_line_start(r"[\S ]+\n===*\n", GenericSubheading),
        in_line_start(r"#[^#\n].*", GenericHeading),
        in_line_start(r"#(?=\n)", GenericHeading),
        in_line_start(r"#.*", GenericSubheading),
        scan_call(fence, read_fence),
        rule(r"\n\n(?:(?: {4}|\t).*\n|\n)+", StrBacktick),
        scan(code_span, StrBacktick),
        in_line_start(r"(?:\s*\*){3,}\s*$|(?:\s*-){3,}\s*$", Punctuation),
        in_line_start(r"\s*[*+-](?=\s)", Punctuation),
        in_line_start(r"\s*\d+\.", Punctuation),
        in_line_start(r"\s*>.*", GenericTraceback),
        groups(
            format!(r"(\s*)(\[)({CHAR}+?)(\])(\s*)(:)"),
            [Text, Punctuation, StrSymbol, Punctuation, Text, Punctuation],
        )
        .push("title")
        .push("url")
        .line_start(),
    ]
}

fn spans() -> Vec<Rule> {
    vec![
        groups(
            format!(r"(!?\[)({CHAR}*?|[^\]]*?)(\])(?=[\[(])"),
            [Punctuation, NameVariable, Punctuation],
        )
        .push("link"),
        rule(r"\*{2}[^* \n][^*\n]*\*{2}", GenericStrong),
        rule(r"\*{3}[^* \n][^*\n]*\*{3}", GenericEmphStrong),
        rule(format!("__{CHAR}*?__"), GenericStrong),
        rule(format!(r"\*{CHAR}*?\*|_{CHAR}*?_"), GenericEmph),
        rule(r"<.*?@.+\..+>", NameVariable),
        rule(format!("<(?:https?|mailto|ftp)://{CHAR}*?>"), NameVariable),
        rule(r"[^\\`\[*\n&<]+", Text),
        at(format!(r"&\S*;|<{CHAR}*?>")).delegate("html"),
        rule(r"[&<\[\n]", Text),
    ]
}

fn links(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "link",
            [
                groups(
                    format!(r"(\[)({CHAR}*?)(\])"),
                    [Punctuation, StrSymbol, Punctuation],
                )
                .pop(),
                rule(r"\(", Punctuation)
                    .push("title_in_link")
                    .push("url_in_link"),
                rule(r"[ \t]+", Text),
                at("").pop(),
            ],
        )
        .state(
            "url",
            [
                rule(r"[ \t]+", Text),
                groups(format!("(<)({CHAR}*?)(>)"), [NameTag, StrOther, NameTag]).pop(),
                rule(r"\S+", StrOther).pop(),
            ],
        )
        .state(
            "url_in_link",
            [
                rule(r"[^<\s)]+", StrOther).pop(),
                rule(r"\s+", Text),
                include("url"),
            ],
        )
        .state(
            "title",
            [
                rule(
                    format!(r#""{CHAR}*?"|'{CHAR}*?'|\({CHAR}*?\)"#),
                    NameNamespace,
                ),
                rule(r#"\s*(?=["'()])"#, Text),
                at("").pop(),
            ],
        )
        .state(
            "title_in_link",
            [rule(r"\)", Punctuation).pop(), include("title")],
        )
}

/// The fence that is open.
#[derive(Default)]
struct Fence(String);

/// The parts of a fenced block: indent, fence, the rest of its line, and the code up to the closing fence, if one with
/// the same indent follows.
fn fence_parts(rest: &str) -> Option<(&str, &str, &str, Option<&str>)> {
    let (indent, after) = rest.split_at(rest.len() - rest.trim_start_matches([' ', '\t']).len());
    let mark = after.chars().next().filter(|c| ['`', '~'].contains(c))?;
    let (fence, after) = after.split_at(after.len() - after.trim_start_matches(mark).len());
    let line = after.find('\n').filter(|_| fence.len() >= 3)? + 1;
    let (name, body) = after.split_at(line);
    let code = body
        .find(&format!("\n{indent}{fence}"))
        .map(|end| &body[..end]);
    Some((indent, fence, name, code))
}

fn fence(cx: &mut Context<'_, '_>) -> Option<usize> {
    if !cx.at_line_start() {
        return None;
    }
    let (indent, fence, name, code) = fence_parts(cx.rest())?;
    let code = code.map_or(0, |code| code.len() + 1 + indent.len() + fence.len());
    Some(indent.len() + fence.len() + name.len() + code)
}

fn read_fence(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let Some((indent, fence, name, code)) = fence_parts(cx.rest()) else {
        return;
    };
    let language =
        match name.trim_matches(|c: char| c == '\0' || c.is_ascii_whitespace() || c == '\x0b') {
            "" => "guess",
            language => language,
        };
    let options = cx.options().clone();
    match crate::highlight::find_fancy_first(language, code) {
        Ok(Some(chosen)) => {
            let own = [options.as_slice(), chosen.options.as_slice()].concat();
            cx.set_part("code", chosen.lexer, Arc::new(own));
        }
        Ok(None) => set_plain_part(cx, &options),
        Err(failure) => return cx.fail(failure),
    }
    cx.token(Text, indent);
    cx.token(Punctuation, fence);
    cx.token(NameLabel, name);
    let Some(code) = code else {
        cx.vars::<Fence>().0 = fence.to_string();
        return cx.push("open_fence");
    };
    cx.delegate("code", code);
    let end = m.whole().len() - fence.len();
    cx.token(Text, &m.whole()[end - indent.len() - 1..end]);
    cx.token(Punctuation, fence);
}

/// Code in a language that nobody knows.
fn set_plain_part(cx: &mut Context<'_, '_>, options: &Options) {
    let mut own = options.to_vec();
    own.push(("token".to_string(), "Literal.String.Backtick".to_string()));
    if let Some(plain) = crate::highlight::find("plaintext") {
        cx.set_part("code", plain, Arc::new(own));
    }
}

/// The end of a block whose fence is indented otherwise.
fn closing_fence(cx: &mut Context<'_, '_>) -> Option<usize> {
    if !cx.at_line_start() {
        return None;
    }
    let rest = cx.rest();
    let after = rest.trim_start_matches([' ', '\t']);
    let fence = &cx.vars::<Fence>().0;
    after
        .starts_with(fence)
        .then(|| rest.len() - after.len() + fence.len())
}

fn close_fence(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let indent = m.whole().len() - m.whole().trim_start_matches([' ', '\t']).len();
    cx.pop(1);
    cx.token(Text, &m.whole()[..indent]);
    cx.token(Punctuation, &m.whole()[indent..]);
}

/// Code between runs of backticks.
fn code_span(cx: &mut Context<'_, '_>) -> Option<usize> {
    between_runs(cx.rest().as_bytes(), true)
}

/// The length of a text between runs of backticks, with these. Where a run finds no partner, fewer of its backticks may.
/// In code something stands between the two, and a backslash escapes what is behind it, but nothing at a line's end.
pub(super) fn between_runs(text: &[u8], is_code: bool) -> Option<usize> {
    let run_at = |at: usize| text[at..].iter().take_while(|b| **b == b'`').count();
    let run = run_at(0);
    let gap = usize::from(is_code);
    // Part of the run may be the partner of another part.
    let mut ticks = run.saturating_sub(gap) / 2;
    let mut end = 2 * ticks + gap;
    let mut at = run;
    while at < text.len() && ticks < run {
        if text[at] == b'`' {
            let partner = run_at(at);
            if partner.min(run) > ticks {
                ticks = partner.min(run);
                end = at + ticks;
            }
            at += partner;
        } else if is_code && text[at] == b'\\' {
            match text.get(at + 1) {
                None | Some(b'\n') => break,
                Some(_) => at += 2,
            }
        } else {
            at += 1;
        }
    }
    (ticks > 0).then_some(end)
}
