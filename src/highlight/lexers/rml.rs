//! RML, a language of runtime verification.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "matches not with empty all if else true false";

const UPPER: &str = "[A-Z][a-zA-Z0-9_]*";
const LOWER: &str = "[a-z][a-zA-Z0-9_]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let functions = table(NameFunction, [(KEYWORDS, Keyword)]);
    let call_of_event =
        || groups(format!(r"({LOWER})(\()"), [NameFunction, Operator]).push("event_parameters");
    let grammar = Grammar::new()
        .state(
            "root",
            [
                include("common"),
                call_of_event(),
                words(LOWER, &functions).then(|cx, m| {
                    if m.whole() == "with" {
                        cx.push("with_expression");
                    }
                }),
                rule(r"[({\[]", Operator).push("event_parameters"),
                rule(r"[_|]", Operator),
                rule(UPPER, NameClass).push("equation"),
                rule(";", Operator),
            ],
        )
        .state(
            "common",
            [
                rule(r"[ \t\r\n]+", Text),
                rule(r"//[^\r\n]*", CommentSingle),
                rule(r"'(?:\\'|[ a-zA-Z0-9_.])*'", Str),
                rule(r"[0-9]+\.[0-9]+", NumFloat),
                rule("[0-9]+", NumInteger),
            ],
        )
        .state(
            "expression",
            [
                include("common"),
                groups(r"(if)(\()", [Keyword, Operator]).push("data_expression"),
                rule("let|var", Keyword).push("equation"),
                call_of_event(),
                words(LOWER, &functions),
                rule(format!("{UPPER}(?=<)"), NameClass).push("data_expression"),
                rule(UPPER, NameClass),
                rule(r"[=(){}*+/\\|!>?]", Operator),
                rule(";", Operator).pop(),
            ],
        );
    parts(grammar)
}

fn parts(grammar: Grammar) -> Grammar {
    let names = table(StrRegex, [(KEYWORDS, Keyword)]);
    let data_names = table(
        StrRegex,
        [("abs sin cos tan min max", Keyword), (KEYWORDS, Keyword)],
    );
    grammar
        .state(
            "event_parameters",
            [
                include("common"),
                rule(r"[({\[]", Operator).push_same(),
                rule(r"[)}\]]", Operator).pop(),
                rule(format!("{LOWER}(?=:)"), NameEntity),
                words(LOWER, &names),
                rule(r"\.{3}", StrSymbol),
                rule("[_|;,:]", Operator),
            ],
        )
        .state(
            "equation",
            [
                include("common"),
                rule("[<,>]", Operator),
                rule(LOWER, StrRegex),
                rule("=", Operator).goto("expression"),
                rule(";", Operator).pop(),
            ],
        )
        .state(
            "data_expression",
            [
                include("common"),
                words(LOWER, &data_names),
                rule(r"\(", Operator).push_same(),
                rule(r"\)", Operator).pop(),
                rule(">(?=[^A-Z;]+[A-Z;>])", Operator).pop(),
                rule(r"[*^?!%&\[\]<>|+=:,./\\_-]", Operator),
                rule(";", Operator).pop(),
            ],
        )
        .state(
            "with_expression",
            [
                include("common"),
                rule(">", Operator),
                include("data_expression"),
            ],
        )
}
