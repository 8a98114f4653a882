//! Nim. An underscore may stand behind any letter of a word.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "addr as asm atomic bind block break case cast const continue converter defer discard distinct \
    do elif else end enum except export func finally for from generic if import include interface iterator let \
    macro method mixin nil object of out proc ptr raise ref return static template try tuple type using var when \
    while with without yield";

const OPERATORS: &str = "and or not xor shl shr div mod in notin is isnot";

const TYPES: &str =
    "int int8 int16 int32 int64 float float32 float64 bool char range array seq set string";

/// A word of letters and digits, with single underscores between them.
const NAME: &str = "[A-Za-z](?:[0-9A-Za-z]|_[0-9A-Za-z])*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "chars",
            [
                rule(
                    r#"\\(?:[\\abcefnrtvl"']|x[0-9A-Fa-f]{2}|[0-9]{1,3})"#,
                    StrEscape,
                ),
                rule("'", StrChar).pop(),
                rule(".", StrChar),
            ],
        )
        .state(
            "strings",
            [
                rule(r"\$(?:#|\w+)+", StrInterpol),
                rule(r#"[^\\'"$\n]+"#, Str),
                rule(r#"['"\\]"#, Str),
                rule(r"\$", Str),
            ],
        )
        .state(
            "dqs",
            [
                rule(
                    r#"\\(?:[\\abcefnrtvl"']|\n|x[0-9A-Fa-f]{2}|[0-9]{1,3})"#,
                    StrEscape,
                ),
                rule("\"", Str).pop(),
                include("strings"),
            ],
        )
        .state(
            "rdqs",
            [
                rule("\"(?!\")", Str).pop(),
                rule("\"", StrEscape).pop(),
                include("strings"),
            ],
        )
        .state(
            "tdqs",
            [
                rule("\"\"\"(?!\")", Str).pop(),
                include("strings"),
                rule(r"\n", Str),
            ],
        )
        .state(
            "funcname",
            [
                rule(NAME, NameFunction).pop(),
                rule("`.+`", NameFunction).pop(),
            ],
        )
        .state(
            "floatnumber",
            [
                rule(r"\.[0-9_]+|\.(?!\.)", NumFloat),
                rule("[eE][+-]?[0-9][0-9_]*", NumFloat),
                at("").pop(),
            ],
        )
        .state(
            "floatsuffix",
            [rule("'?[fF](?:32|64)", NumFloat), at("").pop()],
        )
        .state(
            "intsuffix",
            [
                rule("'?[iI](?:32|64)", NumIntegerLong),
                rule("'?[iI](?:8|16)", NumInteger),
                rule("'?[uU]", NumInteger),
                at("").pop(),
            ],
        )
}

/// An expression for words, each letter of which an underscore may follow.
fn spaced(words: &str) -> String {
    let word = |word: &str| -> String { word.chars().flat_map(|c| [c, '_', '?']).collect() };
    let all: Vec<String> = words.split_ascii_whitespace().map(word).collect();
    format!(r"(?:{})\b", all.join("|"))
}

fn root() -> [Rule; 23] {
    [
        rule("##.*", StrDoc),
        rule("#.*", Comment),
        rule(r"[*=><+/@$~&%!?|\\\[\]-]", Operator),
        rule(
            r"\.\.|\.\]|\.\}|\.\)|\.|,|\{\.|\(\.|[{}():^`;]",
            Punctuation,
        ),
        rule(r#"\w+""#, Str).push("rdqs"),
        rule("\"\"\"", Str).push("tdqs"),
        rule("\"", Str).push("dqs"),
        rule("'", StrChar).push("chars"),
        rule(spaced(OPERATORS), OperatorWord),
        rule(r"p_?r_?o_?c_?\s(?![(\[\]])", Keyword).push("funcname"),
        rule(spaced(KEYWORDS), Keyword),
        rule(spaced("from import include"), KeywordNamespace),
        rule(spaced("var"), KeywordDeclaration),
        rule(spaced(TYPES), KeywordType),
        rule(spaced("nil true false"), KeywordPseudo),
        rule(NAME, Name),
        rule("[0-9][0-9_]*(?=[eE.]|'?[fF](?:32|64))", NumFloat)
            .push("floatsuffix")
            .push("floatnumber"),
        rule("0[xX][0-9A-Fa-f][0-9A-Fa-f_]*", NumHex).push("intsuffix"),
        rule("0[bB][01][01_]*", Num).push("intsuffix"),
        rule("0o[0-7][0-7_]*", NumOct).push("intsuffix"),
        rule("[0-9][0-9_]*", NumInteger).push("intsuffix"),
        rule(r"\s+", Text),
        rule(".+", Error),
    ]
}
