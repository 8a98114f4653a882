//! RML, the runtime monitoring language.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "matches not with empty all if else true false";

const LOWER: &str = "[a-z][a-zA-Z0-9_]*";
const UPPER: &str = "[A-Z][a-zA-Z0-9_]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let functions = table(NameFunction, [(KEYWORDS, Keyword)]);
    let variables = table(StrRegex, [(KEYWORDS, Keyword)]);
    let in_expressions = table(
        StrRegex,
        [(KEYWORDS, Keyword), ("abs sin cos tan min max", Keyword)],
    );
    Grammar::new()
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
            "root",
            [
                include("common"),
                groups(format!(r"({LOWER})(\()"), [NameFunction, Operator])
                    .push("event_type_params"),
                words(LOWER, &functions).then(|cx, m| {
                    if m.whole() == "with" {
                        cx.push("data_expression_with");
                    }
                }),
                rule(r"[({\[]", Operator).push("event_type_params"),
                rule("[_|]", Operator),
                rule(UPPER, NameClass).push("equation_block_expression"),
                rule(";", Operator),
            ],
        )
        .state(
            "event_type_params",
            [
                include("common"),
                rule(r"[({\[]", Operator).push_same(),
                rule(r"[)}\]]", Operator).pop(),
                rule(format!("{LOWER}(?=:)"), NameEntity),
                words(LOWER, &variables),
                rule(r"\.{3}", StrSymbol),
                rule("[_|;,:]", Operator),
            ],
        )
        .state(
            "equation_block_expression",
            [
                include("common"),
                rule("[<,>]", Operator),
                rule(LOWER, StrRegex),
                rule("=", Operator).goto("exp"),
                rule(";", Operator).pop(),
            ],
        )
        .state(
            "exp",
            [
                include("common"),
                groups(r"(if)(\()", [Keyword, Operator]).push("data_expression"),
                rule("let|var", Keyword).push("equation_block_expression"),
                groups(format!(r"({LOWER})(\()"), [NameFunction, Operator])
                    .push("event_type_params"),
                words(LOWER, &functions),
                rule(format!("{UPPER}(?=<)"), NameClass).push("data_expression"),
                rule(UPPER, NameClass),
                rule(r"[=(){}*+/\\|!>?]", Operator),
                rule(";", Operator).pop(),
            ],
        )
        .state(
            "data_expression",
            [
                include("common"),
                words(LOWER, &in_expressions),
                rule(r"\(", Operator).push_same(),
                rule(r"\)", Operator).pop(),
                rule(">(?=[^A-Z;]+[A-Z;>])", Operator).pop(),
                rule(r"[*^?!%&\[\]<>|+=:,./\\_-]", Operator),
                rule(";", Operator).pop(),
            ],
        )
        .state(
            "data_expression_with",
            [
                include("common"),
                rule(">", Operator),
                include("data_expression"),
            ],
        )
}
