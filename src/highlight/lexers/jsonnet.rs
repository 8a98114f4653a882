//! Jsonnet.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const BUILTINS: &str = "acos asin atan ceil char codepoint cos exp exponent filter floor force length log makeArray mantissa \
    objectFields objectHas pow sin sqrt tan thisFile type abs assertEqual escapeStringBash escapeStringDollars \
    escapeStringJson escapeStringPython filterMap flattenArrays foldl foldr format join lines manifestIni \
    manifestPython manifestPythonVars map max min mod range set setDiff setInter setMember setUnion sort split \
    stringChars substr toString uniq";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        NameOther,
        [
            (
                "self super local for in if then else import importstr error tailstrict assert",
                Keyword,
            ),
            ("function", KeywordDeclaration),
            ("null true false", KeywordConstant),
            (BUILTINS, NameBuiltin),
        ],
    );
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("(?://|#).*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
                rule(r"(?i)-?(?:0|[1-9]\d*)\.\d+(?:e[+-]\d+)?", NumFloat),
                rule(r"(?i)-?(?:0|[1-9]\d*)(?:e[+-]\d+)?", NumInteger),
                rule(r"[{}:.,;+\[\]=%()]", Punctuation),
                rule("\"", Str).push("double"),
                rule("'", Str).push("single"),
                rule(r"\|\|\|", Str).push("block"),
                rule(r"\$", Keyword),
                words("[a-zA-Z_][a-zA-Z0-9_]*", &names),
            ],
        )
        .state(
            "escapes",
            [
                rule(r"\\(?:[\\/bfnrt]|u[0-9a-fA-F]{4})", StrEscape),
                rule(r"\\.", StrEscape),
            ],
        )
        .state(
            "double",
            [
                include("escapes"),
                rule("\"", Str).pop(),
                rule(r#"[^\\"]+"#, Str),
            ],
        )
        .state(
            "single",
            [
                include("escapes"),
                rule("'", Str).pop(),
                rule(r"[^\\']+", Str),
            ],
        )
        .state(
            "block",
            [
                include("escapes"),
                rule(r"\|\|\|", Str).pop(),
                rule(r"[^|\\]+", Str),
                rule(r"\|", Str),
            ],
        )
}
