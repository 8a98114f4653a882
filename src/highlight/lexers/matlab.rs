//! MATLAB.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "arguments break case catch classdef continue else elseif end for function global if import methods \
    otherwise parfor persistent properties return spmd switch try while";

/// Functions of MATLAB and its toolboxes.
const BUILTINS: &str = include_str!("words/matlab.txt");

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(Name, [(KEYWORDS, Keyword), (BUILTINS, NameBuiltin)]);
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule(r"(?s)\{%.*?%\}", CommentMultiline),
                rule("%.*", CommentSingle),
                groups(r"(\.\.\.)(.*)", [Keyword, Comment]),
                // A command of the operating system.
                groups(
                    "(!)(.*?)(?=%|$)",
                    [Part::from(Keyword), Part::Fresh("shell")],
                )
                .line_start(),
                words("[a-zA-Z][_a-zA-Z0-9]*", &names),
                rule(r"[(){};:,/\\\]\[]", Punctuation),
                rule(r"~=|==|<<|>>|[-~+/*%=<>&^|.@]", Operator),
                rule(r"(?i)(?:\d+\.\d*|\d*\.\d+)(?:e[+-]?[0-9]+)?", NumFloat),
                rule(r"(?i)\d+e[+-]?[0-9]+", NumFloat),
                rule(r"\d+L", NumIntegerLong),
                rule(r"\d+", NumInteger),
                // A quote with none behind it in its line transposes.
                rule("'(?=.*?')", StrSingle).push("chararray"),
                rule("\"(?=.*?\")", StrDouble).push("string"),
                rule("'", Operator),
            ],
        )
        .state(
            "chararray",
            [
                rule("[^']+", StrSingle),
                rule("''", StrEscape),
                rule("'", StrSingle).pop(),
            ],
        )
        .state(
            "string",
            [
                rule("[^\"]+", StrDouble),
                rule("\"\"", StrEscape),
                rule("\"", StrDouble).pop(),
            ],
        )
}
