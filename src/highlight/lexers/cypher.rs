//! Cypher, the query language of Neo4j.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const FUNCTIONS: &str = "abs acos allshortestpaths asin atan atan2 avg ceil coalesce collect cos cot count date degrees \
    e endnode exp extract filter floor haversin head id keys labels last left length log log10 lower ltrim max min \
    node nodes percentilecont percentiledisc pi radians rand range reduce rel relationship relationships replace \
    reverse right round rtrim shortestpath sign sin size split sqrt startnode stdev stdevp str substring sum tail tan \
    timestamp tofloat toint tointeger tostring trim type upper";

const PREDICATES: &str = "all and any contains exists has in none not or single xor";

const KEYWORDS: &str = "as asc ascending assert by case commit constraint create csv cypher delete desc descending \
    detach distinct drop else end ends explain false fieldterminator foreach from headers in index is join limit load \
    match merge null on optional order periodic profile remove return scan set skip start starts then true union \
    unique unwind using when where with call yield";

pub(in crate::highlight) fn grammar() -> Grammar {
    let called = table_any_case(Name, [(FUNCTIONS, NameFunction), (KEYWORDS, Keyword)]);
    let names = table_any_case(Name, [(PREDICATES, OperatorWord), (KEYWORDS, Keyword)]);
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule(r"/\*", CommentMultiline).push("comment"),
                rule(r"[*+\-<>=&|~%^]", Operator),
                rule(r"[{}),;\[\]]", StrSymbol),
                groups(
                    r"(\w+)(:)(\s*)(-?[._\d]+)",
                    [NameLabel, StrDelimiter, Whitespace, Num],
                ),
                groups(
                    r"(\w+)(\s*)(\()",
                    [
                        Part::Words(called),
                        Part::Token(Whitespace),
                        Part::Token(StrSymbol),
                    ],
                ),
                rule(r":\w+", NameClass),
                groups(r"(-?\d+)(\.\.)(-?\d+)", [Num, Operator, Num]),
                rule(
                    r"(?i)(?:\d+\.\d*|\d*\.\d+)(?:e[+-]?\d+)?|\d+e[+-]?\d+",
                    NumFloat,
                ),
                rule("0[0-7]+", NumOct),
                rule("(?i)0x[a-f0-9]+", NumHex),
                rule(r"\d+", NumInteger),
                rule(r"[.\w]+:", NameProperty),
                rule(r"\(", StrSymbol),
                words(r"[.\w$]+", &names),
                rule(r#""(?:\\\\|\\"|[^"])*""#, StrDouble),
                rule(r"'(?:\\\\|\\'|[^'])*'", StrSingle),
                rule(r"`(?:\\\\|\\`|[^`])*`", StrBacktick),
            ],
        )
        .state(
            "comment",
            [
                rule(r"/\*", CommentMultiline).push("comment"),
                rule(r"\*/", CommentMultiline).pop(),
                rule("[^/*]+|[/*]", CommentMultiline),
            ],
        )
}
