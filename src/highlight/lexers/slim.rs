//! Slim: HTML by indentation, with Ruby inside.

use super::indentation::{self, Block};
use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

/// What a name in Ruby is made of.
const RUBY: &str = r"[\w!?@$]";

/// A character of a line that goes on where a backslash ends it.
const DOT: &str = r"(?:\\\n|.)";

/// HTML as it is.
const TAG: &str = r#"</?[\w\s='"]+?/?>"#;

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
    let grammar = Grammar::new()
        .state(
            "root",
            [
                rule(r"\s*\n", Text),
                rule(r"\s*", Text).then(|cx, m| indentation::line::<Memory>(cx, m.whole())),
            ],
        )
        .state("content", content())
        .state("tag", tag())
        .state(
            "css",
            [
                rule(r"\.[\w-]*", NameClass).goto("tag"),
                rule(r"#[a-zA-Z][\w:-]*", NameFunction).goto("tag"),
            ],
        )
        .state(
            "html_attr",
            [
                rule(format!(r#"\s*(?:'{DOT}*?'|"{DOT}*?")"#), Str).pop(),
                at(format!(r"{RUBY}+\(.*?\)")).delegate("ruby").pop(),
                at(format!("{RUBY}+")).delegate("ruby").pop(),
                rule(r"\s+", Whitespace),
            ],
        )
        .state(
            "ruby_line",
            [
                include("indented_block"),
                at(r"[,\\]\s*\n").delegate("ruby"),
                rule(r" \|[ \t]*\n", StrEscape),
                at(r".*?(?=(?:[,\\]$| \|)?[ \t]*$)").delegate("ruby"),
            ],
        )
        .state("indented_block", [rule(r"\n", Text).reset()]);
    inside(grammar)
}

fn content() -> [Rule; 10] {
    [
        include("css"),
        rule(format!("/{DOT}*"), Comment).push("indented_block"),
        groups(r"(doctype)(\s+)(.*)", [NameNamespace, Whitespace, Text]).pop(),
        call(r"(\w*):\s*\n", begin_filter),
        rule(r"[|'](?=\s)", Punctuation)
            .pop()
            .then(|cx, _| cx.vars::<Memory>().block.begin("plain_block"))
            .goto("plain_block"),
        rule("-|==|=", Punctuation).push("ruby_line"),
        call(format!(r"(\*)({RUBY}+\(.*?\))"), |cx, m| {
            sign_and_ruby(cx, m);
            cx.push("tag");
        }),
        call(format!(r"(\*)({RUBY}+)"), |cx, m| {
            sign_and_ruby(cx, m);
            cx.push("tag");
        }),
        at(TAG).delegate("html").pop(),
        rule(r"\w+", NameTag).push("tag"),
    ]
}

fn tag() -> [Rule; 12] {
    [
        include("css"),
        include("indented_block"),
        include("interpolation"),
        rule("[<>]", Punctuation),
        rule(r"\s", Whitespace),
        call(format!(r"(\*)({RUBY}+)"), sign_and_ruby),
        call(format!(r"(\*)(\{{{DOT}+?\}})"), sign_and_ruby),
        groups(
            r"([\w\-]+)(\s*)(=)",
            [NameAttribute, Whitespace, Punctuation],
        )
        .push("html_attr"),
        call(format!("(=)({DOT}+)"), sign_and_ruby),
        rule(r"&\S*?;", NameEntity),
        rule(DOT, Text),
        rule(r"\s*\n", Whitespace).pop(),
    ]
}

/// What stands in blocks of text, and in what they interpolate.
fn inside(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "filter_block",
            [
                call(r"(?:[^#\n]|#[^{\n]|(?:\\\\)*\\#\{)+", |cx, m| {
                    match cx.vars::<Memory>().filter {
                        Some(filter) => cx.delegate(filter, m.whole()),
                        None => cx.token(NameDecorator, m.whole()),
                    }
                }),
                include("interpolation"),
                include("indented_block"),
            ],
        )
        .state(
            "plain_block",
            [
                include("interpolation"),
                at(TAG).delegate("html"),
                rule(r"&\S*?;", NameEntity),
                rule(DOT, Text),
                include("indented_block"),
            ],
        )
        .state(
            "interpolation",
            [rule(r"#\{", StrInterpol).push("ruby_interp")],
        )
        .state(
            "ruby_interp",
            [rule(r"\}", StrInterpol).pop(), include("ruby_interp_inner")],
        )
        .state(
            "ruby_interp_inner",
            [
                at(r"\{").delegate("ruby").push("ruby_interp_inner"),
                at(r"\}").delegate("ruby").pop(),
                at("[^{}]+").delegate("ruby"),
            ],
        )
}

fn sign_and_ruby(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(Punctuation, m.group(1));
    cx.delegate("ruby", m.group(2));
}

fn begin_filter(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    const FILTERS: [(&str, &str); 8] = [
        ("ruby", "ruby"),
        ("erb", "erb"),
        ("javascript", "javascript"),
        ("css", "css"),
        ("coffee", "coffeescript"),
        ("markdown", "markdown"),
        ("scss", "scss"),
        ("sass", "sass"),
    ];
    cx.token(NameDecorator, m.whole());
    cx.pop(1);
    let known = FILTERS.into_iter().find(|filter| filter.0 == m.group(1));
    let filter = known.map(|filter| filter.1);
    let memory = cx.vars::<Memory>();
    memory.block.begin("filter_block");
    memory.filter = filter;
    if let Some(filter) = filter {
        cx.reset_part(filter);
    }
}
