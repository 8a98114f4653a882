//! Swift, by its reference.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "autoreleasepool await break case catch consume continue default defer discard do each else \
    fallthrough guard if in for repeat return switch throw try where while as dynamicType is new super self Self Type \
    associativity async didSet get infix inout isolated left mutating none nonmutating operator override postfix \
    precedence precedencegroup prefix rethrows right set throws unowned weak willSet";

const DECLARATIONS: &str = "actor any associatedtype borrowing class consuming deinit distributed dynamic enum \
    convenience extension fileprivate final func import indirect init internal lazy let macro nonisolated open \
    optional package private protocol public required some static struct subscript typealias var";

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    table(
        Name,
        [
            (KEYWORDS, Keyword),
            (DECLARATIONS, KeywordDeclaration),
            ("true false nil", KeywordConstant),
        ],
    )
});

const REST: &str = r"[_\p{Alphabetic}\p{Nd}\x{10000}-\x{10FFFF}]*";
const ID: &str =
    r"[_[\p{Alphabetic}--\p{Mc}]\x{10000}-\x{10FFFF}][_\p{Alphabetic}\p{Nd}\x{10000}-\x{10FFFF}]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .on_reset(|cx| cx.push("line_begin"))
        .state("root", root())
        .state("names", names())
        .state("numbers", numbers())
        .state(
            "line_begin",
            [
                rule(r#"#(?:[^#"/\n].*)?$"#, CommentPreproc),
                include("space_in_line"),
                at("").pop(),
            ],
        )
        .state(
            "space_in_line",
            [rule(r"\s+", Text), include("comment_begin")],
        )
        .state(
            "space",
            [
                rule(r"\n+", Text).push("line_begin"),
                rule("//.*", CommentSingle).push("line_begin"),
                include("space_in_line"),
            ],
        )
        .state(
            "comment_begin",
            [rule(r"/\*", CommentMultiline).push("comment")],
        )
        .state(
            "comment",
            [
                include("comment_begin"),
                rule(r"\*/", CommentMultiline).pop(),
                rule("[^*/]+|[*/]", CommentMultiline),
            ],
        );
    strings(grammar).state(
        "tuple",
        [
            rule(ID, NameVariable),
            groups(
                format!("(`)({ID})(`)"),
                [Punctuation, NameVariable, Punctuation],
            ),
            rule(",", Punctuation),
            rule(r"\(", Punctuation).push_same(),
            rule(r"\)", Punctuation).pop(),
            include("space_in_line"),
        ],
    )
}

fn root() -> Vec<Rule> {
    vec![
        include("space"),
        rule(r"\$(?:[1-9]\d*)?\d", NameVariable),
        rule(format!(r"\${ID}"), Name),
        rule(r"~Copyable\b", KeywordType),
        rule(r"[()\[\]{}:;,?\\]", Punctuation),
        scan(regex, StrRegex),
        rule("[-/=+*%<>!&|^.~]+", Operator),
        rule("@?\"", Str).push("string"),
        rule(r"'(?:\\.|.)'", StrChar),
        include("numbers"),
        include("names"),
        rule(r"#+/\n", StrRegex).then(|cx, m| {
            cx.vars::<Hashes>().0 = m.whole().trim_end_matches("/\n").to_string();
            cx.push("long_regex");
        }),
    ]
}

fn numbers() -> [Rule; 6] {
    [
        rule(
            r"(?i)(?:\d+(?:_\d+)*\*|(?:\d+(?:_\d+)*)*\.\d+(?:_\d)*)(?:e[+-]?\d+(?:_\d)*)?",
            NumFloat,
        ),
        rule(r"(?i)\d+e[+-]?[0-9]+", NumFloat),
        rule("0o?[0-7]+(?:_[0-7]+)*", NumOct),
        rule(
            r"0x[0-9A-Fa-f]+(?:_[0-9A-Fa-f]+)*(?:(?:\.[0-9A-F]+(?:_[0-9A-F]+)*)?p[+-]?\d+)?",
            NumHex,
        ),
        rule("0b[01]+(?:_[01]+)*", NumBin),
        rule(r"\d+(?:_\d+)*", NumInteger),
    ]
}

fn names() -> Vec<Rule> {
    vec![
        rule(format!("@{ID}"), KeywordDeclaration),
        rule(format!("#{ID}"), Keyword),
        call(r"((?:private|internal)\( *)(\w+)( *\))", |cx, m| {
            modifier(cx, m, &["set"])
        }),
        call(r"(unowned\( *)(\w+)( *\))", |cx, m| {
            modifier(cx, m, &["safe", "unsafe"])
        }),
        groups(
            format!(r"(let|var)\b(\s*)({ID})"),
            [Keyword, Text, NameVariable],
        ),
        groups(r"(let|var)\b(\s*)(\()", [Keyword, Text, Punctuation]).push("tuple"),
        call(format!(r"{ID}(?=[?!]?\s*\()"), called_name),
        rule(r"as[?!]?(?=\s)", Keyword),
        rule(r"try!?(?=\s)", Keyword),
        // What is no label, though a colon follows.
        call(format!(r"(?:default|\p{{Uppercase}}){REST}(?=\s*:)"), name),
        groups(
            format!(r"({ID})(\s*)(:)"),
            [NameVariable, Text, Punctuation],
        ),
        call(ID, name),
        groups(
            format!("(`)({ID})(`)"),
            [Punctuation, NameVariable, Punctuation],
        ),
    ]
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = match WORDS.find(m.whole()) {
        Some(token) => token,
        None if m.whole().starts_with(char::is_uppercase) => KeywordType,
        None => Name,
    };
    cx.token(token, m.whole());
}

/// A name before a parenthesis: a type or a function, unless a statement has parentheses there.
fn called_name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let word = m.whole();
    let is_word = word.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    if matches!(
        word,
        "if" | "while" | "for" | "private" | "internal" | "unowned" | "switch" | "case"
    ) || !is_word
    {
        return name(cx, m);
    }
    cx.token(
        if word.starts_with(char::is_uppercase) {
            KeywordType
        } else {
            NameFunction
        },
        word,
    );
}

/// A modifier with an argument, which is one of a few.
fn modifier(cx: &mut Context<'_, '_>, m: &Match<'_>, known: &[&str]) {
    if known.contains(&m.group(2)) {
        return cx.token(KeywordDeclaration, m.whole());
    }
    cx.token(KeywordDeclaration, m.group(1));
    cx.token(Error, m.group(2));
    cx.token(KeywordDeclaration, m.group(3));
}

/// A regular expression: to the last slash of the line that may end it, with as many hashes as before the first.
fn regex(cx: &mut Context<'_, '_>) -> Option<usize> {
    if !cx.rest().starts_with(['#', '/']) {
        return None;
    }
    let hashes = cx.seek("slash", |rest| {
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let is_regex = rest[hashes..].starts_with('/');
        is_regex.then_some(hashes).ok_or(hashes)
    })?;
    let is_space = |c: char| c.is_ascii_whitespace() || c == '\x0b';
    let begin = hashes + 1;
    if cx.rest()[begin..].starts_with(is_space) {
        return None;
    }
    let end = format!("/{}", &cx.rest()[..hashes]);
    cx.seek(&end, |rest| {
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let mut slashes = line[begin..].rmatch_indices(&end);
        let is_end = |inside: &str| !inside.ends_with(|c| is_space(c) || c == '\\');
        let found = slashes.find(|(at, _)| is_end(&line[begin..begin + at]));
        found
            .map(|(at, _)| begin + at + end.len())
            .ok_or(line.len())
    })
}

/// The hashes that end the regular expression at hand.
#[derive(Default)]
struct Hashes(String);

fn strings(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "string",
            [
                rule(r#"\\(?:[\\0tnr'"]|u\{\h{1,8}\})"#, StrEscape),
                rule(r"\\\(", StrEscape).push("interpolation"),
                rule(r#"[^\\"]+"#, Str),
                rule("\"\"\"", Str).pop(),
                rule("\"", Str).pop(),
            ],
        )
        .state(
            "interpolation",
            [
                rule(r"\(", Punctuation).push("parentheses"),
                rule(r"\)", StrEscape).pop(),
                include("root"),
            ],
        )
        .state(
            "parentheses",
            [
                rule(r"\(", Punctuation).push_same(),
                rule(r"\)", Punctuation).pop(),
                include("root"),
            ],
        )
        .state(
            "long_regex",
            [
                call(r"\s*/#+", |cx, m| {
                    cx.token(StrRegex, m.whole());
                    let hashes = &mut cx.vars::<Hashes>().0;
                    if m.whole().ends_with(&format!("/{hashes}")) {
                        hashes.clear();
                        cx.pop(1);
                    }
                })
                .line_start(),
                rule("#.*", CommentSingle),
                rule("(?s).", StrRegex),
            ],
        )
}
