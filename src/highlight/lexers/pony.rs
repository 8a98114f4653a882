//! Pony.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "actor addressof and as be break class compiler_intrinsic consume continue do else elseif embed end \
    error for fun if ifdef in interface is isnt lambda let match new not object primitive recover repeat return struct \
    then this trait try type until use var where while with";

const TYPES: &str = "Number Signed Unsigned Float I8 I16 I32 I64 I128 U8 U32 U64 U128 F32 F64 EventID Align IntFormat \
    NumberPrefix FloatFormat Type";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        Name,
        [
            ("box iso ref tag trn val", KeywordDeclaration),
            (KEYWORDS, KeywordReserved),
            (TYPES, KeywordType),
        ],
    );
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("\"\"\"", StrDoc).push("docstring"),
                rule("//.*", CommentSingle),
                rule(r"(?s)/(?:\\\n)?\*.*?\*(?:\\\n)?/", CommentMultiline),
                rule("\"", Str).push("string"),
                rule("[~!%^&*+=|?:<>/-]", Operator),
                rule(r"(?:true|false|NULL)\b", NameConstant),
                rule("[A-Z_][a-zA-Z0-9_]*", NameClass),
                rule(r"[()\[\],.';]", Punctuation),
                include("numbers"),
                words("(?i)[a-z_][a-z0-9_]*", &names),
            ],
        )
        .state(
            "numbers",
            [
                rule(
                    r"0[xX](?:[0-9a-fA-F_]*\.[0-9a-fA-F_]+|[0-9a-fA-F_]+)[pP][+-]?[0-9_]+[fFL]?i?",
                    NumFloat,
                ),
                rule(
                    r"[0-9_]+(?:\.[0-9_]+[eE][+-]?[0-9_]+|\.[0-9_]*|[eE][+-]?[0-9_]+)[fFL]?i?",
                    NumFloat,
                ),
                rule(
                    r"\.(?:0|[1-9][0-9_]*)(?:[eE][+-]?[0-9_]+)?[fFL]?i?",
                    NumFloat,
                ),
                rule("0[xX][0-9a-fA-F_]+", NumHex),
                rule("(?:0|[1-9][0-9_]*)(?:[LUu]|Lu|LU|uL|UL)?", NumInteger),
            ],
        )
        .state(
            "string",
            [
                rule("\"", Str).pop(),
                rule(
                    r#"\\(?:[\\abfnrtv"']|x[a-fA-F0-9]{2,4}|[0-7]{1,3})"#,
                    StrEscape,
                ),
                rule(r#"[^\\"\n]+"#, Str),
                rule(r"\\\n|\\", Str),
            ],
        )
        .state(
            "docstring",
            [rule("\"\"\"", StrDoc).pop(), rule("(?s).", StrDoc)],
        )
}
