//! Robot Framework. Its lines are cells apart by tabs, bars or two spaces.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

const WITH_KEYWORDS: [&str; 14] = [
    "library",
    "resource",
    "setup",
    "teardown",
    "template",
    "suite setup",
    "suite teardown",
    "task setup",
    "task teardown",
    "task template",
    "test setup",
    "test teardown",
    "test template",
    "variables",
];

const WITH_ARGUMENTS: [&str; 10] = [
    "arguments",
    "default tags",
    "documentation",
    "force tags",
    "metadata",
    "return",
    "tags",
    "timeout",
    "task timeout",
    "test timeout",
];

/// The text of a cell.
const TEXT: &str = r"(?:\\|[^|$@&% \t\n])+(?: (?:\\.|[^|$@&% \t\n])+)*";

/// Where in a line the lexer is.
#[derive(Default)]
struct Line {
    column: usize,
    /// What the next cell is, if that is known.
    next: Option<&'static str>,
    template: bool,
}

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .on_reset(|cx| cx.push("prior_text"))
        .state(
            "prior_text",
            [rule("[^*].*", Text).line_start(), at("").pop()],
        )
        .state(
            "root",
            [
                rule(r"\s+", Whitespace),
                call(r"(?i)(?:\| )?\*[* ]*([A-Z]+(?: [A-Z]+)?).*", heading).line_start(),
            ],
        )
        .state("cell_start", [rule("#.*", Comment), at("").pop()])
        .state(
            "keyword",
            [
                call(r"(?i)(\[)([A-Z]+(?: [A-Z]+)?)(\])", setting),
                call(r"[$@&%]\{", variable),
                rule("(?i)FOR", NameFunction).then(|cx, _| expect_keyword(cx)),
                rule(" (?![ |])", NameFunction),
                rule("(?i)(?:Given|When|Then|And|But) ", NameBuiltin),
                rule(TEXT, NameFunction).then(|cx, _| cx.vars::<Line>().next = None),
                at("").pop(),
            ],
        )
        .state(
            "arguments",
            [
                call(r"[$@&%]\{", variable),
                rule("[$@&%]+", Str),
                rule(" (?![ |])", Str),
                rule(TEXT, Str),
                at("").pop(),
            ],
        )
        .state(
            "variable",
            [
                groups(r"(\})( )(=)", [NameVariable, Whitespace, Punctuation]).pop(),
                rule(r"[$@&%]\{|[{\[]", NameVariable).push("variable"),
                rule(r"[}\]]", NameVariable).pop(),
                rule(r"[^$@&%{}\[\]]+", NameVariable),
            ],
        );
    sections(grammar)
}

fn heading(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(GenericHeading, m.whole());
    let name = m.group(1);
    let name = name.strip_suffix('s').unwrap_or(name).to_lowercase();
    match name.as_str() {
        "setting" => cx.push("settings"),
        "test case" | "task" => cx.push("tests"),
        "keyword" => cx.push("keywords"),
        "variable" => cx.push("variables"),
        _ => {}
    }
}

/// What follows a setting, if that is known.
fn after_setting(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    if WITH_KEYWORDS.contains(&name.as_str()) {
        return Some("keyword");
    }
    WITH_ARGUMENTS
        .contains(&name.as_str())
        .then_some("arguments")
}

/// A setting of a test, in brackets.
fn setting(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(Punctuation, m.group(1));
    cx.token(NameBuiltinPseudo, m.group(2));
    cx.token(Punctuation, m.group(3));
    let line = cx.vars::<Line>();
    line.template |= m.group(2).eq_ignore_ascii_case("template");
    line.next = after_setting(m.group(2)).or(line.next);
    cx.pop(1);
}

fn variable(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(NameVariable, m.whole());
    expect_keyword(cx);
    cx.push("variable");
}

/// After a variable the keyword is still to come.
fn expect_keyword(cx: &mut Context<'_, '_>) {
    let line = cx.vars::<Line>();
    line.next = line.next.map(|_| "keyword");
}

fn sections(grammar: Grammar) -> Grammar {
    let label = || [rule("[$@&%{}]+", NameLabel), rule(" (?![ |])", NameLabel)];
    grammar
        .state("cells", cells())
        .state(
            "settings",
            [
                include("cells"),
                call(r"(?i)([A-Z]+(?: [A-Z]+)?)(:?)", |cx, m| {
                    cx.vars::<Line>().next = after_setting(m.group(1));
                    cx.token(NameBuiltinPseudo, m.group(1));
                    cx.token(Punctuation, m.group(2));
                }),
            ],
        )
        .state("tests", [include("cells")])
        .append("tests", label())
        .append(
            "tests",
            [rule(TEXT, NameLabel).then(|cx, _| cx.vars::<Line>().template = false)],
        )
        .state(
            "keywords",
            [
                include("cells"),
                rule(r"[$@&%]\{", NameVariable).push("variable"),
            ],
        )
        .append("keywords", label())
        .append("keywords", [rule(TEXT, NameLabel)])
        .state(
            "variables",
            [
                include("cells"),
                rule(r"[$@&%]\{", NameVariable)
                    .then(|cx, _| cx.vars::<Line>().next = Some("arguments"))
                    .push("variable"),
            ],
        )
}

fn cells() -> [Rule; 6] {
    [
        at(r"(?=(?:\| )?\*)").pop(),
        rule(r"\| ", Whitespace),
        rule(r" +\| +| {2,}|\t+", Whitespace).then(|cx, _| {
            let line = cx.vars::<Line>();
            line.column += 1;
            let state = match line.next {
                Some(next) => next,
                None if line.template => "arguments",
                None if line.column == 1 => {
                    line.next = Some("keyword");
                    "keyword"
                }
                None => "arguments",
            };
            cx.push(state);
            cx.push("cell_start");
        }),
        rule(r"\.\.\. *", Whitespace)
            .then(|cx, _| cx.vars::<Line>().column += 1)
            .push("arguments"),
        rule(r" ?\|", Whitespace),
        rule(r"\n", Whitespace)
            .then(|cx, _| {
                let line = cx.vars::<Line>();
                line.column = 0;
                line.next = None;
            })
            .push("cell_start"),
    ]
}
