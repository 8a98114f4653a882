//! Lasso, in the HTML (or what `?parent=` says) that it is for.

use crate::highlight::grammar::*;
use crate::highlight::machine::Context;
use crate::highlight::token::Token::*;

/// Exceptions, types, traits, keywords, and the methods that are built in.
const WORDS: &str = include_str!("words/lasso.txt");

const ID: &str = r"[a-zA-Z_][\w.]*";
/// A method's name: one that ends in `=` assigns.
const METHOD: &str = r"(?:[a-zA-Z_][\w.]*=?|[-+*/%])";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| {
            cx.begin_template();
            if !matches!(
                cx.option("start_inline"),
                None | Some("0" | "false" | "off")
            ) {
                cx.push("lasso");
            }
        })
        .state(
            "root",
            [
                rule(r"#![ \S]+lasso9\b", CommentPreproc)
                    .line_start()
                    .push("lasso"),
                at(r"(?=[\[<])").push("template"),
                rule(r"\s+", Whitespace),
                at("").push("template").push("file"),
            ],
        )
        .state(
            "template",
            [
                rule(r"\[no_square_brackets\]", CommentPreproc).push("without_brackets"),
                rule(r"\[noprocess\]", CommentPreproc).push("noprocess"),
                rule(r"\[", CommentPreproc).push("brackets"),
                rule(r"(?i)<\?(?:lasso(?:script)?|=)", CommentPreproc).push("tag"),
                scan_call(template, |cx, m| cx.delegate("parent", m.whole())),
            ],
        )
        .state(
            "without_brackets",
            [
                rule(r"\[noprocess\]", CommentPreproc).push("noprocess"),
                rule(r"(?i)<\?(?:lasso(?:script)?|=)", CommentPreproc).push("tag"),
                scan_call(template_without_brackets, |cx, m| {
                    cx.delegate("parent", m.whole());
                }),
            ],
        )
        .state(
            "noprocess",
            [
                rule(r"\[/noprocess\]", CommentPreproc).pop(),
                scan_call(unprocessed, |cx, m| cx.delegate("parent", m.whole())),
            ],
        )
        .state("brackets", code_until(r"\]"))
        .state("tag", code_until(r"\?>"))
        .state("file", code_until(r"\]|\?>"))
        .state(
            "space",
            [
                rule(r"\s+", Text),
                rule(r"//.*\n", CommentSingle),
                rule(r"(?s)/\*\*!.*?\*/", CommentDoc),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state(
            "lasso",
            [
                include("space"),
                include("literals"),
                include("names"),
                include("definitions"),
                include("words"),
            ],
        )
        .state("literals", literals())
        .state("names", names())
        .state("definitions", definitions())
        .state("words", other_words())
        .state(
            "signature",
            [
                rule("=>", Operator).pop(),
                rule(r"\)", Punctuation).pop(),
                rule("[(,]", Punctuation).push("parameter"),
                include("lasso"),
            ],
        )
        .state(
            "parameter",
            [
                rule(r"\)", Punctuation).pop(),
                rule(format!("-?{ID}"), NameAttribute).pop(),
                rule(r"\.\.\.", NameBuiltinPseudo),
                include("lasso"),
            ],
        )
        // Behind a comma there may be one more method of a type.
        .state(
            "member",
            [
                rule(
                    format!(
                        r"{METHOD}(?=\s*(?:\((?:[^()]*\([^()]*\))*[^)]*\)\s*)?(?:::[\w.\s]+)?=>)"
                    ),
                    NameFunction,
                )
                .push("signature"),
                include("space"),
                at("").pop(),
            ],
        )
}

fn code_until(end: &'static str) -> [Rule; 2] {
    [rule(end, CommentPreproc).pop(), include("lasso")]
}

fn literals() -> Vec<Rule> {
    vec![
        rule(r"\d*\.\d+(?:[eE][+-]?\d+)?", NumFloat),
        rule("0[xX][0-9a-fA-F]+", NumHex),
        rule(r"\d+", NumInteger),
        rule(r"(?i)(?:infinity|nan)\b", Num),
        rule(r"(?s)'[^'\\]*(?:\\.[^'\\]*)*'", StrSingle),
        rule(r#"(?s)"[^"\\]*(?:\\.[^"\\]*)*""#, StrDouble),
        rule("`[^`]*`", StrBacktick),
    ]
}

fn names() -> Vec<Rule> {
    vec![
        rule(format!(r"\${ID}"), NameVariable),
        rule(format!(r"#(?:{ID}|\d+\b)"), NameVariableInstance),
        groups(
            format!(r"(\.\s*)('{ID}')"),
            [NameBuiltinPseudo, NameVariableClass],
        ),
        groups(
            format!(r"((?i)self)(\s*->\s*)('{ID}')"),
            [NameBuiltinPseudo, Operator, NameVariableClass],
        ),
        // A call of a method; `.x = 1` calls `x=`, which `.x == 1` does not.
        groups(
            format!(r"(\.\.?\s*)({ID}=)(?!=)"),
            [NameBuiltinPseudo, NameOther],
        ),
        groups(format!(r"(\.\.?\s*)({ID})"), [NameBuiltinPseudo, NameOther]),
        groups(
            format!(r"(->\\?\s*|&\s*)({ID}=)(?!=)"),
            [Operator, NameOther],
        ),
        groups(format!(r"(->\\?\s*|&\s*)({ID})"), [Operator, NameOther]),
        rule(
            r"(?i)(?:self|inherited|currentcapture|givenblock)\b",
            NameBuiltinPseudo,
        ),
        rule("(?i)-(?=infinity)", Operator),
        rule(format!("-{ID}"), NameAttribute),
        rule(format!(r"::\s*{ID}"), NameLabel),
    ]
}

fn definitions() -> Vec<Rule> {
    vec![
        groups(
            format!(r"(?i)(define)(\s+)({ID})(\s*=>\s*)(type|trait|thread)\b"),
            [KeywordDeclaration, Text, NameClass, Operator, Keyword],
        ),
        groups(
            format!(r"(?i)(define)(\s+)({ID})(\s*->\s*)({METHOD})"),
            [KeywordDeclaration, Text, NameClass, Operator, NameFunction],
        )
        .push("signature"),
        groups(
            format!(r"(?i)(define)(\s+)({ID})"),
            [KeywordDeclaration, Text, NameFunction],
        )
        .push("signature"),
        groups(
            format!(r"(?i)(public|protected|private|provide)(\s+)({METHOD})(?=\s*\()"),
            [Keyword, Text, NameFunction],
        )
        .push("signature"),
        groups(
            format!(r"(?i)(public|protected|private|provide)(\s+)({ID})"),
            [Keyword, Text, NameFunction],
        ),
    ]
}

fn other_words() -> Vec<Rule> {
    let names = table_any_case(
        NameOther,
        [
            ("namespace_using", KeywordNamespace),
            (section(WORDS, "exceptions"), NameException),
            (section(WORDS, "types"), KeywordType),
            (section(WORDS, "traits"), NameDecorator),
            (section(WORDS, "keywords"), Keyword),
            (section(WORDS, "builtins"), NameBuiltin),
        ],
    );
    vec![
        rule(
            r"(?i)(?:true|false|none|minimal|full|all|void)\b",
            KeywordConstant,
        ),
        rule(r"(?i)data(?=\s)", KeywordDeclaration),
        rule(r"(?i)(?:local|var|variable|global)\b", KeywordDeclaration),
        groups(format!(r"({ID})(\s+)((?i)in)\b"), [Name, Text, Keyword]),
        groups(format!(r"(?i)(let|into)(\s+)({ID})"), [Keyword, Text, Name]),
        rule(",", Punctuation).push("member"),
        rule(r"(?i)(?:and|or|not)\b", OperatorWord),
        groups(
            format!(r"({ID})(\s*::\s*{ID})?(\s*=)(?![=>])"),
            [Name, NameLabel, Operator],
        ),
        groups(
            r"(/?)([\w.]+)",
            [Part::from(Punctuation), Part::Words(names)],
        ),
        groups(
            r"(?i)(=)(n?bw|n?ew|n?cn|lte?|gte?|n?eq|n?rx|ft)\b",
            [Operator, OperatorWord],
        ),
        rule(r":=|[-+*/%=<>&|!?\\]+", Operator),
        rule("[{}():;,@^]", Punctuation),
    ]
}

/// The template's text up to Lasso's next bracket or tag.
fn template(cx: &mut Context<'_, '_>) -> Option<usize> {
    template_until(cx, "[")
}

/// The same where a bracket alone is none of Lasso's.
fn template_without_brackets(cx: &mut Context<'_, '_>) -> Option<usize> {
    template_until(cx, "[noprocess")
}

/// What is passed whole, whatever is in it.
const WHOLE: [(&str, &str); 3] = [
    ("<!--", "-->"),
    ("<script", "script>"),
    ("<style", "style>"),
];

fn template_until(cx: &mut Context<'_, '_>, bracket: &str) -> Option<usize> {
    let rest = cx.rest();
    let mut passed = 0;
    while let Some(at) = rest[passed..].find(['<', '[']) {
        passed += at;
        let here = &rest[passed..];
        let whole = WHOLE.into_iter().find(|(begin, _)| begins(here, begin));
        let whole = whole
            .and_then(|(begin, end)| Some(begin.len() + end_of(cx, &here[begin.len()..], end)?));
        passed += match whole {
            Some(whole) => whole,
            None if ["<?lasso", "<?=", bracket]
                .iter()
                .any(|stop| begins(here, stop)) =>
            {
                return (passed > 0).then_some(passed);
            }
            None => 1,
        };
    }
    (!rest.is_empty()).then_some(rest.len())
}

/// Behind the end of what is passed whole.
fn end_of(cx: &mut Context<'_, '_>, text: &str, end: &'static str) -> Option<usize> {
    let found = cx.seek(end, |rest| find(text, end).ok_or(rest.len()));
    found.map(|at| at + end.len())
}

/// The text up to where Lasso's code is code again.
fn unprocessed(cx: &mut Context<'_, '_>) -> Option<usize> {
    let rest = cx.rest();
    let len = find(rest, "[/noprocess").unwrap_or(rest.len());
    (len > 0).then_some(len)
}

/// Whether a text begins with another, in any case.
fn begins(text: &str, with: &str) -> bool {
    let start = text.as_bytes().get(..with.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
}

/// Where a text has another, in any case.
fn find(text: &str, what: &str) -> Option<usize> {
    let mut windows = text.as_bytes().windows(what.len());
    windows.position(|window| window.eq_ignore_ascii_case(what.as_bytes()))
}
