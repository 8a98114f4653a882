//! MiniZinc.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "ann annotation any constraint else endif function for forall if include list of op output \
    minimize maximize par predicate record satisfy solve test then type var where";

const BUILTINS: &str = "abort abs acosh array_intersect array_union array1d array2d array3d array4d array5d array6d asin \
    assert atan bool2int card ceil concat cos cosh dom dom_array dom_size fix exp floor index_set index_set_1of2 \
    index_set_2of2 index_set_1of3 index_set_2of3 index_set_3of3 int2float is_fixed join lb lb_array length ln log log2 \
    log10 min max pow product round set2array show show_int show_float sin sinh sqrt sum tan tanh trace ub ub_array";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(
        NameOther,
        [
            (KEYWORDS, Keyword),
            ("array set bool enum float int string tuple", KeywordType),
            (BUILTINS, NameBuiltin),
            ("in subset superset union diff symdiff intersect", Operator),
        ],
    );
    Grammar::new().state(
        "root",
        [
            rule(r"\s+|\\\n", Whitespace),
            rule("%.*", CommentSingle),
            rule(r"(?s)/(?:\\\n)?\*.*?\*(?:\\\n)?/", CommentMultiline),
            rule(r#""(?:\\\\|\\"|[^"])*""#, Str),
            rule(r"not|<->|->|<-|\\/|xor|/\\", Operator),
            rule("<|>|==|=|!=", Operator),
            rule(r"\+|-|\*|/|div|mod", Operator),
            rule(r"\\|\.\.", Operator),
            rule(r"[|()\[\]{},:;]", Punctuation),
            rule(r"(?:true|false)\b", KeywordConstant),
            rule(r"\d+(?:\.(?!\.)\d*)?(?:[eE][-+]?\d+)?", Num),
            words(r"[$a-zA-Z_]\w*", &names),
        ],
    )
}
