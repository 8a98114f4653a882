//! SAS.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Failure, Match};
use crate::highlight::token::Token::*;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The words of steps, functions and macros, the procedures, and the words of some of these.
const WORDS: &str = include_str!("words/sas.txt");

/// The words that count everywhere.
static NAMES: LazyLock<Words> = LazyLock::new(|| {
    let kinds = ["statements", "functions"];
    table_any_case(Name, kinds.map(|kind| (section(WORDS, kind), Keyword)))
});

/// The words that count inside a procedure, by its name.
static OF_PROCEDURES: LazyLock<HashMap<&str, Words>> = LazyLock::new(|| {
    let procedures = WORDS.split("[proc ").skip(1);
    let named = procedures.filter_map(|part| {
        let (name, words) = part.split_once(']')?;
        Some((name, table_any_case(Name, [(words, Keyword)])))
    });
    named.collect()
});

pub(in crate::highlight) fn grammar() -> Grammar {
    let procedures = table_any_case(Name, [(section(WORDS, "procedures"), Keyword)]);
    Grammar::new()
        .state("basics", basics())
        .state(
            "others",
            [
                rule(r"[(),;:{}\[\]\\.]", Punctuation),
                rule("[@?]", StrSymbol),
                rule(r"\S+", Text),
            ],
        )
        .state(
            "root",
            [
                include("basics"),
                groups(
                    r"(?i)(proc)(\s+)(\w+)",
                    [
                        Part::from(Keyword),
                        Part::from(Text),
                        Part::Words(procedures),
                    ],
                )
                .then(|cx, m| cx.vars::<Procedure>().0 = m.group(3).to_lowercase())
                .push("procedure"),
                groups(r"(?i)(data)(\s+)([\w.]+)", [Keyword, Text, NameVariable]),
                groups(r"(?i)(libname)(\s+)(\w+)", [Keyword, Text, NameVariable]),
                words(r"\w+", &NAMES),
                include("others"),
            ],
        )
        .state(
            "procedure",
            [
                rule("(?i)quit|run", Keyword).pop(),
                include("basics"),
                call(r"\w+", word_of_procedure),
                include("others"),
            ],
        )
        .state(
            "string",
            [
                rule("''", StrEscape),
                rule("'", StrSingle).pop(),
                rule("[^']+", StrSingle),
            ],
        )
        .state(
            "text",
            [
                rule(r"(?i)&[a-z0-9_&]+\.?", StrInterpol),
                rule("\"\"", StrEscape),
                rule("\"", StrDouble).pop(),
                rule("[^&\"]+|&", StrDouble),
            ],
        )
        .state(
            "datalines",
            [rule("[^;]+", StrHeredoc), rule(";", Punctuation).pop()],
        )
}

/// What comes before words everywhere.
fn basics() -> Vec<Rule> {
    let macros = table_any_case(Name, [(section(WORDS, "macros"), Keyword)]);
    vec![
        rule(r"\s+", Text),
        // A comment is a statement, so it is at the beginning of a line or behind another one.
        scan(comment, CommentSingle).line_start(),
        groups(r"(;)(\s*)(%?\*[^;]*;)", [Punctuation, Text, CommentSingle]),
        rule(r"(?s)/\*.*?\*/", CommentMultiline),
        rule(
            r"(?i)'[0-9a-z]+'d|'.+?'dt|'[0-9:]+(?:[a|p]m)?'t",
            LiteralDate,
        ),
        rule("'", StrSingle).push("string"),
        rule("\"", StrDouble).push("text"),
        rule("(?i)&[a-z0-9_&.]+", NameVariable),
        rule(r"(?i)\d[0-9a-f]*x", NumHex),
        rule(r"(?i)\d[0-9e\-.]+", Num),
        rule(
            r"(?i)_(?:n|error|file|infile|msg|iorc|cmd)_\b",
            NameBuiltinPseudo,
        ),
        rule(r"(?i)_(?:character|numeric|all)_\b", NameBuiltin),
        groups(
            r"(?i)(datalines|cards)(\s*)(;)",
            [Keyword, Text, Punctuation],
        )
        .push("datalines"),
        // Rouge has rules for this data which it refuses itself.
        groups(
            r"(?i)(datalines4|cards4)(\s*)(;)",
            [Keyword, Text, Punctuation],
        )
        .then(|cx, _| {
            cx.fail(Failure::new(
                "Rouge::RegexLexer::InvalidRegex",
                "regex /;{,3}/ matches empty string, but has no predicate!",
            ))
        }),
        rule(r"\*\*|[*/+-]", Operator),
        // Whatever one character stands before it.
        rule("[^¬~]?=:?|[<>]=?:?", Operator),
        rule(r"(?i)(?:eq|ne|gt|lt|ge|le|in)\b", OperatorWord),
        rule("[&|!¦¬∘~]", Operator),
        rule(r"(?i)(?:and|or|not|of|like)\b", OperatorWord),
        rule(r"\d+", NumInteger),
        rule(r"\$", KeywordType),
        groups(
            r"(?i)(%macro|%mend)(\s*)(\w+)",
            [Keyword, Text, NameFunction],
        ),
        rule("%mend", Keyword),
        words(r"%\w+", &macros),
    ]
}

/// The procedure that a `proc` began, in lower case.
#[derive(Default)]
struct Procedure(String);

fn word_of_procedure(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let word = m.whole();
    let known = NAMES.find(word).or_else(|| {
        let of_this = OF_PROCEDURES.get(cx.vars::<Procedure>().0.as_str());
        of_this?.find(word)
    });
    cx.token(known.unwrap_or(Name), word);
}

/// A statement that begins with a star. By hand, as text without a semicolon may have many lines that begin with one.
fn comment(cx: &mut Context<'_, '_>) -> Option<usize> {
    let star = cx.rest().starts_with("%*") || cx.rest().starts_with('*');
    star.then(|| cx.up_to(";"))
        .flatten()
        .map(|text| text.len() + 1)
}
