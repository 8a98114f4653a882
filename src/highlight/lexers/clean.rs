//! Clean.

use crate::highlight::grammar::*;
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "if otherwise let in with where case of infix infixl infixr class instance generic derive special \
    implementation definition system module from import qualified as dynamic code inline foreign export ccall stdcall";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(Name, [(KEYWORDS, Keyword)]);
    let types = table(KeywordType, [("True False", KeywordConstant)]);
    Grammar::new()
        .state(
            "root",
            [
                include("basic"),
                rule(r"code(?:\s+inline)?\s*\{", CommentPreproc).push("abc"),
                words(r"_*[a-z][\w`]*", &names),
                words(r"_*[A-Z][\w`]*", &types),
                rule(r"[^\w\s`]", Punctuation),
                rule(r"_\b", Punctuation),
            ],
        )
        .state("basic", basic())
        .state("common_literals", literals())
        .state("comment_doc", comment(CommentDoc))
        .state("comment", comment(CommentMultiline))
        .state(
            "escapes",
            [
                rule(r"(?i)\\x[0-9a-f]{1,2}", StrEscape),
                rule(r"(?i)\\d\d{0,3}", StrEscape),
                rule(r"\\0[0-7]{0,3}", StrEscape),
                rule(r"\\[0-7]{1,3}", StrEscape),
                rule(r#"\\[nrfbtv\\"']"#, StrEscape),
            ],
        )
        .state(
            "string",
            [
                rule("\"", StrDouble).pop(),
                include("escapes"),
                rule(r#"[^\\"]+"#, StrDouble),
            ],
        )
        .state(
            "charlist",
            [
                groups(r"(')(\])", [StrSingle, Punctuation]).pop(),
                include("escapes"),
                rule(r"[^\\']", StrSingle),
            ],
        )
        .state(
            "abc_basic",
            [
                rule(r"\s+", Whitespace),
                rule(r"\|.*", CommentSingle),
                include("common_literals"),
            ],
        )
        // The machine's code.
        .state(
            "abc",
            [
                include("abc_basic"),
                rule(r"\}", CommentPreproc).pop(),
                rule(r"\.\w*", Keyword).push("abc_rest_of_line"),
                rule(r"\w+", NameBuiltin).push("abc_rest_of_line"),
            ],
        )
        .state(
            "abc_rest_of_line",
            [
                rule(r"\n", Whitespace).pop(),
                rule(r"\}", CommentPreproc).pop_many(2),
                include("abc_basic"),
                rule(r"\S+", Name),
            ],
        )
}

fn basic() -> [Rule; 9] {
    [
        rule(r"\s+", Whitespace),
        rule(r"//\*.*", CommentDoc),
        rule("//.*", CommentSingle),
        rule(r"/\*\*", CommentDoc).push("comment_doc"),
        rule(r"/\*", CommentMultiline).push("comment"),
        rule("[+~-]?0[0-7]+", NumOct),
        rule("[+~-]?0x[0-9a-fA-F]+", NumHex),
        include("common_literals"),
        groups(
            r"(\[)(\s*)(')(?=.*?'\])",
            [Punctuation, Whitespace, StrSingle],
        )
        .push("charlist"),
    ]
}

fn literals() -> [Rule; 5] {
    [
        rule(r"'(?:[^'\\]|\\(?:x[0-9a-fA-F]+|\d+|.))'", StrChar),
        rule(r"[+~-]?\d+\.\d+(?:E[+-]?\d+)?\b", NumFloat),
        rule(r"[+~-]?\d+E[+-]?\d+\b", NumFloat),
        rule(r"[+~-]?\d+", NumInteger),
        rule("\"", StrDouble).push("string"),
    ]
}

/// Comments nest, except in one to the end of a line.
fn comment(token: Token) -> [Rule; 5] {
    [
        rule(r"\*/", token).pop(),
        rule("//.*", token),
        rule(r"/\*", token).push("comment"),
        rule("[^*/]+", token),
        rule("[*/]", token),
    ]
}
