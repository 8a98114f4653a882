//! Haml: HTML by indentation, with Ruby inside.

use super::indentation::{self, Block};
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

const ID: &str = r"[\w:-]+";
const VARIABLE: &str = r"[a-z]\w*";

/// A character of a line that goes on where a bar stands before its end.
const DOT: &str = r"(?: \|\n(?=.* \|)|.)";

/// What ends where Ruby or a line begins.
const UP_TO_RUBY: &str = r"(?:[^#\n]|#[^{\n]|(?:\\\\)*\\#\{)+";

/// The open block, and the lexer of the filter at hand.
#[derive(Default)]
struct Memory {
    block: Block,
    filter: Option<&'static str>,
}

impl AsMut<Block> for Memory {
    fn as_mut(&mut self) -> &mut Block {
        &mut self.block
    }
}

pub(in crate::highlight) fn grammar() -> Grammar {
    lines()
        .state(
            "ruby_line",
            [
                rule(r"\n", Text).pop(),
                at(r",[ \t]*\n").delegate("ruby"),
                rule(r" \|[ \t]*\n", StrEscape),
                at(r".*?(?=(?:,$| \|)?[ \t]*$)").delegate("ruby"),
            ],
        )
        .state("ruby_tag", [include("ruby_inner")])
        .state(
            "html_attributes",
            [
                rule(r"\s+", Text),
                rule(format!(r"{ID}\s*="), NameAttribute).push("html_attribute_value"),
                rule(ID, NameAttribute),
                rule(r"\)", Text).pop(),
            ],
        )
        .state(
            "html_attribute_value",
            [
                rule(r"\s+", Text),
                rule(VARIABLE, NameVariable).pop(),
                rule(format!("@{VARIABLE}"), NameVariableInstance).pop(),
                rule(format!(r"\${VARIABLE}"), NameVariableGlobal).pop(),
                rule(r"'(?:\\\\|\\'|[^'\n])*'", Str).pop(),
                rule(r#""(?:\\\\|\\"|[^"\n])*""#, Str).pop(),
            ],
        )
        .state(
            "html_comment_block",
            [rule(format!("{DOT}+"), Comment), include("indented_block")],
        )
        .state(
            "haml_comment_block",
            [
                rule(format!("{DOT}+"), CommentPreproc),
                include("indented_block"),
            ],
        )
        .state(
            "filter_block",
            [
                call(UP_TO_RUBY, filtered),
                include("interpolation"),
                include("indented_block"),
            ],
        )
        .state("interpolation", [rule(r"#\{", StrInterpol).push("ruby")])
        .state(
            "ruby",
            [rule(r"\}", StrInterpol).pop(), include("ruby_inner")],
        )
        .state(
            "ruby_inner",
            [
                at(r"\{").delegate("ruby").push("ruby_inner"),
                at(r"\}").delegate("ruby").pop(),
                at(r"[^{}]+").delegate("ruby"),
            ],
        )
        .state("indented_block", [rule(r"\n", Text).reset()])
}

fn lines() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s*\n", Text),
                rule(r"\s*", Text).then(|cx, m| indentation::line::<Memory>(cx, m.whole())),
            ],
        )
        .state("content", content())
        .state(
            "css",
            [
                rule(format!(r"\.{ID}"), NameClass).goto("tag"),
                rule(format!("#{ID}"), NameFunction).goto("tag"),
            ],
        )
        .state(
            "tag",
            [
                include("css"),
                rule(r"\{", Punctuation).then(begin_ruby).push("ruby_tag"),
                at(format!(r"\[{DOT}*?\]")).delegate("ruby"),
                rule(r"\(", Punctuation).push("html_attributes"),
                rule(r"\s*\n", Text).pop(),
                rule(r"[<>]{1,2}(?=[ \t=])", Punctuation),
                include("eval_or_plain"),
            ],
        )
        .state(
            "plain",
            [
                at(UP_TO_RUBY).delegate("html"),
                include("interpolation"),
                rule(r"\n", Text).reset(),
            ],
        )
        .state(
            "eval_or_plain",
            [
                rule("[&!]?==", Punctuation).push("plain"),
                rule("[&!]?[=!]", Punctuation)
                    .reset()
                    .then(begin_ruby)
                    .push("ruby_line"),
                at("").push("plain"),
            ],
        )
}

fn content() -> [Rule; 9] {
    [
        include("css"),
        rule(format!("%{ID}"), NameTag).goto("tag"),
        rule(format!(r"!!!{DOT}*\n"), NameNamespace).pop(),
        groups(
            format!(r"(/)(\[{DOT}*?\])({DOT}*\n)"),
            [Comment, CommentSpecial, Comment],
        )
        .pop(),
        rule(format!(r"/{DOT}*\n"), Comment)
            .pop()
            .then(|cx, _| cx.vars::<Memory>().block.begin("html_comment_block")),
        rule(format!(r"-#{DOT}*\n"), Comment)
            .pop()
            .then(|cx, _| cx.vars::<Memory>().block.begin("haml_comment_block")),
        rule("-", Punctuation)
            .reset()
            .then(begin_ruby)
            .push("ruby_line"),
        call(format!(r":({DOT}*)\n"), begin_filter),
        include("eval_or_plain"),
    ]
}

fn begin_ruby(cx: &mut Context<'_, '_>, _: &Match<'_>) {
    cx.reset_part("ruby");
}

fn begin_filter(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    const FILTERS: [&str; 6] = ["javascript", "css", "ruby", "erb", "markdown", "sass"];
    cx.token(NameDecorator, m.whole());
    cx.pop(1);
    let name = m.group(1).trim_matches(|c: char| c.is_ascii_whitespace());
    let filter = FILTERS.into_iter().find(|known| *known == name);
    let memory = cx.vars::<Memory>();
    memory.block.begin("filter_block");
    memory.filter = filter;
    if let Some(filter) = filter {
        cx.reset_part(filter);
    }
}

fn filtered(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    match cx.vars::<Memory>().filter {
        Some(filter) => cx.delegate(filter, m.whole()),
        None => cx.token(NameDecorator, m.whole()),
    }
}
