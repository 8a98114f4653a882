//! TOML 1.0.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state(
            "root",
            [
                include("space"),
                include("key"),
                groups(r"(=)(\s*)", [Operator, Whitespace]).push("value"),
                rule(r"\[\[?", Keyword).push("table_key"),
            ],
        )
        .state("space", [rule(r"\s+", Text), rule("#.*", Comment)])
        .state(
            "key",
            [
                rule("[A-Za-z0-9_-]+", Name),
                rule("\"", Str).push("double"),
                rule("'", Str).push("single"),
                rule(r"\.", Punctuation),
            ],
        )
        .state(
            "table_key",
            [
                rule(r"\.", Keyword),
                include("key"),
                rule(r"\]\]?", Keyword).pop(),
                rule(r"[ \t]+", Whitespace),
            ],
        )
        .state("value", value())
        .state(
            "array",
            [
                include("space"),
                rule(",", Punctuation),
                rule(r"\]", Punctuation).pop(),
                at("").push("value"),
            ],
        )
        .state(
            "inline_table",
            [
                rule(r"[ \t]+", Whitespace),
                include("key"),
                groups(r"(=)(\s*)", [Punctuation, Whitespace]).push("value"),
                rule(",", Punctuation),
                rule(r"\}", Punctuation).pop(),
            ],
        );
    strings(grammar)
}

fn value() -> Vec<Rule> {
    const DIGITS: &str = r"\d+(?:_\d+)*";
    vec![
        rule(
            r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z|\d\d:\d\d:\d\d(?:\.\d+)?",
            LiteralDate,
        )
        .pop(),
        rule(
            format!(r"[+-]?{DIGITS}\.{DIGITS}(?:[eE][+-]?{DIGITS})?"),
            NumFloat,
        )
        .pop(),
        rule(format!("[+-]?{DIGITS}[eE][+-]?{DIGITS}"), NumFloat).pop(),
        rule("[+-]?(?:nan|inf)", NumFloat).pop(),
        rule(r"0x\h+(?:_\h+)*", NumHex).pop(),
        rule("0o[0-7]+(?:_[0-7]+)*", NumOct).pop(),
        rule("0b[01]+(?:_[01]+)*", NumBin).pop(),
        rule(format!("[+-]?{DIGITS}"), NumInteger).pop(),
        rule("\"\"\"", Str).goto("long_double"),
        rule("\"", Str).goto("double"),
        rule("'''", Str).goto("long_single"),
        rule("'", Str).goto("single"),
        rule("true|false", KeywordConstant).pop(),
        rule(r"\[", Punctuation).goto("array"),
        rule(r"\{", Punctuation).goto("inline_table"),
    ]
}

fn strings(grammar: Grammar) -> Grammar {
    const ESCAPE: &str = r#"\\[0t\tn\n "\\r]"#;
    grammar
        .state(
            "double",
            [
                rule("\"", Str).pop(),
                rule(r"\n", Error).pop(),
                rule(ESCAPE, StrEscape),
                rule(r#"[^\\"\n]+"#, Str),
            ],
        )
        .state(
            "long_double",
            [
                rule("\"\"\"", Str).pop(),
                rule(ESCAPE, StrEscape),
                rule(r#"[^\\"]+|"+"#, Str),
            ],
        )
        .state(
            "single",
            [
                rule("'", Str).pop(),
                rule(r"\n", Error).pop(),
                rule(r"[^'\n]+", Str),
            ],
        )
        .state(
            "long_single",
            [rule("'''", Str).pop(), rule("[^']+|'+", Str)],
        )
}
