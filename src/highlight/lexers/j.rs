//! J.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

const CONTROL_WORDS: [&str; 20] = [
    "assert", "break", "case", "catch", "catchd", "catcht", "continue", "do", "else", "elseif",
    "end", "fcase", "for", "if", "return", "select", "throw", "try", "while", "whilst",
];

/// What an explicit definition is made of, and whether a note begins on the next line.
#[derive(Default)]
struct Memory {
    noun: bool,
    note_next: bool,
}

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state("expression", expression())
        .state(
            "string",
            [
                rule("''", StrEscape),
                rule(r"[^'\n]+", StrSingle),
                rule("'|$", StrSingle).pop(),
            ],
        )
        .state("next_line", [rule(r"\n", Text).pop(), include("root")])
        .state(
            "delimiter",
            [
                groups(r"([ \t]*)(\))([ \t\r]*$\n?)", [Text, Punctuation, Text])
                    .pop()
                    .line_start(),
            ],
        )
        .state(
            "note",
            [include("delimiter"), rule(r".+\n?", CommentMultiline)],
        )
        .state("noun", [include("delimiter"), rule(r".+\n?", StrHeredoc)])
        .state(
            "code",
            [
                include("delimiter"),
                groups(r"([ \t]*)(:)([ \t\r]*)$", [Text, Punctuation, Text]).line_start(),
                include("expression"),
            ],
        );
    explicit_definitions(grammar)
}

fn root() -> [Rule; 5] {
    [
        call(r"\n", |cx, m| {
            cx.token(Text, m.whole());
            if std::mem::take(&mut cx.vars::<Memory>().note_next) {
                cx.push("note");
            }
        }),
        call(
            r"([0-4]|13|adverb|conjunction|dyad|monad|noun|verb)([ \t]+)(def(?:ine)?\b|:)(?![.:])([ \t]*)",
            begin_definition,
        ),
        groups(
            r"([ \t]*)(Note\b(?![.:]))([ \t\r]*)(?!=[.:]|$)",
            [Text, Name, Text],
        )
        .then(|cx, _| cx.vars::<Memory>().note_next = true)
        .line_start(),
        rule(r"[mnuvxy]\b(?![.:])", Name),
        include("expression"),
    ]
}

fn begin_definition(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.token(KeywordPseudo, m.group(1));
    cx.token(Text, m.group(2));
    cx.token(KeywordPseudo, m.group(3));
    cx.token(Text, m.group(4));
    let noun = matches!(m.group(1), "0" | "noun");
    cx.vars::<Memory>().noun = noun;
    if m.group(3) == "define" {
        if cx.depth() > 1 {
            cx.pop(1);
        }
        cx.push(if noun { "noun" } else { "code" });
        cx.push("next_line");
    } else {
        cx.push("definition");
    }
}

fn explicit_definitions(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "definition",
            [
                call(r"0\b(?![.:])", |cx, m| {
                    cx.token(KeywordPseudo, m.whole());
                    if cx.depth() > 2 {
                        cx.pop(1);
                    }
                    let noun = cx.vars::<Memory>().noun;
                    cx.goto(if noun { "noun" } else { "code" });
                    cx.push("next_line");
                }),
                call("'", |cx, m| {
                    if cx.vars::<Memory>().noun {
                        cx.token(StrSingle, m.whole());
                        cx.goto("string");
                    } else {
                        cx.token(Punctuation, m.whole());
                        cx.goto("quoted");
                    }
                }),
                at("").pop(),
            ],
        )
        // The body of a definition that stands between quotes.
        .state(
            "quoted",
            [
                rule("''", StrSingle).push("quoted_string"),
                rule("'|$", Punctuation).pop(),
                rule(r"NB\.(?![.:])(?:[^'\n]|'')*", CommentSingle),
                include("expression"),
            ],
        )
        .state(
            "quoted_string",
            [
                rule("''''", StrEscape),
                rule(r"[^'\n]+", StrSingle),
                rule("''", StrSingle).pop(),
                rule("'|$", Punctuation).pop_many(2),
            ],
        )
}

fn expression() -> [Rule; 7] {
    [
        rule(r"\s+", Text),
        call(r"([!-&(-/:-@\[-^`{-~]|[A-Za-z]\b)([.:]*)", |cx, m| {
            let c = m.group(1).chars().next().unwrap_or(' ');
            cx.token(primitive(c, m.group(2)), m.whole());
        }),
        call(r"(?:\d|_\d?):([.:]*)", |cx, m| {
            inflected(cx, m, 1, NameFunction);
        }),
        call(r"[\d_][\w.]*([.:]*)", |cx, m| inflected(cx, m, 1, Num)),
        rule("'", StrSingle).push("string"),
        rule(r"NB\.(?![.:]).*", CommentSingle),
        call(r"([A-Za-z]\w*)([.:]*)", word),
    ]
}

/// A token that may not have an inflection.
fn inflected(cx: &mut Context<'_, '_>, m: &Match<'_>, group: usize, token: Token) {
    let plain = m.group(group).is_empty();
    cx.token(if plain { token } else { Error }, m.whole());
}

/// A name, or a control word behind which there is a dot.
fn word(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    if m.group(2) != "." {
        return inflected(cx, m, 2, Name);
    }
    let (word, id) = match m.group(1).split_once('_') {
        None => (m.group(1), None),
        Some((word, id)) => (word, Some(id)),
    };
    let known = match id {
        None => CONTROL_WORDS.contains(&word),
        Some("") => false,
        Some(_) => ["for", "goto", "label"].contains(&word),
    };
    if !known {
        return cx.token(Error, m.whole());
    }
    let id = id.unwrap_or_default();
    let end = m.group(1).len() - id.len();
    cx.token(Keyword, &m.group(1)[..end]);
    cx.token(if word == "for" { Name } else { NameLabel }, id);
    cx.token(Keyword, m.group(2));
}

const NOUN: Token = KeywordConstant;
const VERB: Token = NameFunction;
const MODIFIER: Token = Operator;
const PARAMETER: Token = NameBuiltinPseudo;

/// What a character is with its inflection, by J's vocabulary.
fn primitive(c: char, inflection: &str) -> Token {
    let row: &[Token] = match c {
        '(' | ')' => &[Punctuation],
        '=' => &[VERB, Punctuation, Punctuation],
        '<' | '>' | '+' | '-' | '*' | '%' | '$' | '|' | ',' | '#' => &[VERB, VERB, VERB],
        '^' => &[VERB, VERB, MODIFIER],
        '~' | '"' => &[MODIFIER, VERB, VERB],
        '.' | ':' | '@' => &[MODIFIER, MODIFIER, MODIFIER],
        ';' => &[VERB, MODIFIER, VERB],
        '!' => &[VERB, MODIFIER, MODIFIER],
        '/' | '\\' => &[MODIFIER, MODIFIER, VERB],
        '[' => &[VERB, Error, VERB],
        ']' => &[VERB],
        '{' => &[VERB, VERB, VERB, Error, Error, Error, VERB],
        '}' => &[MODIFIER, VERB, VERB, Error, Error, Error, MODIFIER],
        '`' => &[MODIFIER, Error, MODIFIER],
        '&' => &[MODIFIER, MODIFIER, MODIFIER, Error, MODIFIER],
        '?' => &[VERB, VERB],
        'a' => &[Name, NOUN, NOUN],
        'A' | 'C' | 'e' | 'E' | 'I' | 'j' | 'o' | 'r' => &[Name, VERB],
        'b' | 'd' | 'f' | 'H' | 'M' | 'T' => &[Name, MODIFIER],
        'D' | 't' => &[Name, MODIFIER, MODIFIER],
        'F' => &[
            Name, MODIFIER, MODIFIER, MODIFIER, MODIFIER, MODIFIER, MODIFIER,
        ],
        'i' => &[Name, VERB, VERB],
        'L' => &[Name, VERB, MODIFIER],
        'm' | 'n' | 'y' => &[PARAMETER],
        'p' => &[Name, VERB, VERB, VERB],
        'q' | 's' | 'Z' => &[Name, Error, VERB],
        'S' => &[Name, Error, MODIFIER],
        'u' => &[PARAMETER, VERB, VERB],
        'v' => &[PARAMETER, VERB],
        'x' => &[PARAMETER, Error, VERB],
        _ => &[Name],
    };
    let inflections = ["", ".", ":", "..", ".:", ":.", "::"];
    let at = inflections.iter().position(|known| *known == inflection);
    at.and_then(|at| row.get(at)).copied().unwrap_or(Error)
}
