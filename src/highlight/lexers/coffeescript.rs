//! CoffeeScript. After an operator or a name a slash begins a regular expression: `operand`.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "for by while until loop break continue return switch when then if else do yield throw try \
    catch finally await new delete typeof instanceof super extends this class import export debugger";

const CONSTANTS: &str = "true false yes no on off null NaN Infinity undefined";

const BUILTINS: &str = "Array Boolean Date Error Function Math netscape Number Object Packages RegExp String sun \
    decodeURI decodeURIComponent encodeURI encodeURIComponent eval isFinite isNaN parseFloat parseInt document window";

const ID: &str = "[$a-zA-Z_][a-zA-Z0-9_]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state("root", root())
        .state(
            "space",
            [
                rule("(?s)###[^#].*?###", CommentMultiline),
                rule("#.*", CommentSingle),
                rule(r"\s+", Text),
            ],
        )
        .state(
            "operand",
            [
                include("space"),
                rule("///", StrRegex).goto("long_regex"),
                rule(
                    r"/(?:\\.|[^\[/\\\n]|\[(?:\\.|[^\]\\\n])*\])+/(?:[gimy]+\b|\B)",
                    StrRegex,
                )
                .pop(),
                at("").pop(),
            ],
        )
        .state(
            "long_regex",
            [
                rule(r"///(?:[gimy]+\b|\B)", StrRegex).pop(),
                rule(r"#(?:[^{\n].*)?$", CommentSingle).line_start(),
                groups(r"(\s+)(#(?:[^{\n].*)?)$", [Text, CommentSingle]),
                include("interpolation_begin"),
                include("space"),
                include("code_escape"),
                rule(r"\\\D", StrEscape),
                rule(r"\\\d+", NameVariable),
                rule("(?s).", StrRegex),
            ],
        );
    strings(grammar)
}

fn root() -> Vec<Rule> {
    let names = table(
        NameOther,
        [
            (KEYWORDS, Keyword),
            (CONSTANTS, NameConstant),
            (BUILTINS, NameBuiltin),
        ],
    );
    vec![
        at(r"(?=\s|/|<!--)").push("operand").line_start(),
        include("space"),
        rule(r"\+\+|--|~|&&", Operator).push("operand"),
        rule(r"(?:and|or|is|isnt|not|in|of)\b", Operator).push("operand"),
        rule(r"[?:=]|\|\|", Operator).push("operand"),
        rule(r"\\(?=\n)", Operator).push("operand"),
        rule("(?:<<|>>>?|!=?|[-<>+*`%&|^/])=?", Operator).push("operand"),
        groups(
            format!(r"(@)([ \t]*)({ID})"),
            [NameVariableInstance, Text, NameAttribute],
        )
        .push("operand"),
        groups(
            format!(r"(\.)([ \t]*)({ID})"),
            [Punctuation, Text, NameAttribute],
        )
        .push("operand"),
        rule(format!(r"{ID}(?=\s*:)"), NameAttribute).push("operand"),
        words(ID, &names).push("operand"),
        rule(r"[{(\[;,]", Punctuation).push("operand"),
        rule(r"[})\].]", Punctuation),
        rule(r"\d+\.\d+(?:[eE]\d+)?[fd]?", NumFloat),
        rule("0x[0-9a-fA-F]+", NumHex),
        rule(r"\d+", NumInteger),
        rule("\"\"\"", Str).push("long_double"),
        rule("'''", Str).push("long_single"),
        rule("\"", Str).push("double"),
        rule("'", Str).push("single"),
    ]
}

/// Strings may all span lines.
fn strings(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "interpolation_begin",
            [rule(r"#\{", StrInterpol).push("interpolation")],
        )
        .state(
            "interpolation",
            [rule(r"\}", StrInterpol).pop(), include("root")],
        )
        .state(
            "code_escape",
            [rule(
                r"\\(?:c[A-Z]|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]{4}\})",
                StrEscape,
            )],
        )
        .state(
            "text",
            [
                rule(r#"[^#\\'"]+"#, Str),
                include("code_escape"),
                rule(r"\\.", StrEscape),
                rule("#", Str),
            ],
        )
        .state(
            "double_text",
            [
                rule("'", Str),
                include("interpolation_begin"),
                include("text"),
            ],
        )
        .state("single_text", [rule("\"", Str), include("text")])
        .state("double", [rule("\"", Str).pop(), include("double_text")])
        .state(
            "long_double",
            [
                rule("\"\"\"", Str).pop(),
                rule("\"", Str),
                include("double_text"),
            ],
        )
        .state("single", [rule("'", Str).pop(), include("single_text")])
        .state(
            "long_single",
            [
                rule("'''", Str).pop(),
                rule("'", Str),
                include("single_text"),
            ],
        )
}
