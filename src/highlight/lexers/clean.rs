//! Clean, and the ABC code that may stand inside of it.

use crate::highlight::grammar::*;
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "if otherwise let in with where case of infix infixl infixr class instance generic derive \
    special implementation definition system module from import qualified as dynamic code inline foreign export ccall \
    stdcall";

pub(in crate::highlight) fn grammar() -> Grammar {
    let grammar = Grammar::new()
        .state(
            "root",
            [
                include("basic"),
                rule(r"code(?:\s+inline)?\s*\{", CommentPreproc).push("abc"),
                words(r"_*[a-z][\w`]*", &table(Name, [(KEYWORDS, Keyword)])),
                words(
                    r"_*[A-Z][\w`]*",
                    &table(KeywordType, [("True False", KeywordConstant)]),
                ),
                rule(r"[^\w\s`]|_\b", Punctuation),
            ],
        )
        .state(
            "literals",
            [
                rule(r"'(?:[^'\\]|\\(?:x[0-9a-fA-F]+|\d+|.))'", StrChar),
                rule(r"[+~-]?\d+\.\d+(?:E[+-]?\d+)?\b", NumFloat),
                rule(r"[+~-]?\d+E[+-]?\d+\b", NumFloat),
                rule(r"[+~-]?\d+", NumInteger),
                rule("\"", StrDouble).push("string"),
            ],
        )
        .state(
            "basic",
            [
                rule(r"\s+", Whitespace),
                rule(r"//\*.*", CommentDoc),
                rule("//.*", CommentSingle),
                rule(r"/\*\*", CommentDoc).push("doc_comment"),
                rule(r"/\*", CommentMultiline).push("comment"),
                rule("[+~-]?0[0-7]+", NumOct),
                rule("[+~-]?0x[0-9a-fA-F]+", NumHex),
                include("literals"),
                groups(
                    r"(\[)(\s*)(')(?=.*?'\])",
                    [Punctuation, Whitespace, StrSingle],
                )
                .push("characters"),
            ],
        )
        .state("doc_comment", comment(CommentDoc))
        .state("comment", comment(CommentMultiline));
    abc(strings(grammar))
}

fn comment(token: Token) -> [Rule; 4] {
    [
        rule(r"\*/", token).pop(),
        rule("//.*", token),
        rule(r"/\*", token).push("comment"),
        rule("[^*/]+|[*/]", token),
    ]
}

fn strings(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "escapes",
            [
                rule(r"(?i)\\x[0-9a-f]{1,2}|\\d\d{0,3}", StrEscape),
                rule(r"\\0[0-7]{0,3}|\\[0-7]{1,3}", StrEscape),
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
            "characters",
            [
                groups(r"(')(\])", [StrSingle, Punctuation]).pop(),
                include("escapes"),
                rule(r"[^\\']", StrSingle),
            ],
        )
}

fn abc(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "abc_basic",
            [
                rule(r"\s+", Whitespace),
                rule(r"\|.*", CommentSingle),
                include("literals"),
            ],
        )
        .state(
            "abc",
            [
                include("abc_basic"),
                rule(r"\}", CommentPreproc).pop(),
                rule(r"\.\w*", Keyword).push("abc_line"),
                rule(r"\w+", NameBuiltin).push("abc_line"),
            ],
        )
        .state(
            "abc_line",
            [
                rule(r"\n", Whitespace).pop(),
                rule(r"\}", CommentPreproc).pop_many(2),
                include("abc_basic"),
                rule(r"\S+", Name),
            ],
        )
}
