//! Hy.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "False None True and as assert break class continue def del elif else except finally for from global \
    if import in is lambda nonlocal not or pass raise return try";

const BUILTINS: &str = "!= % %= & &= * ** **= *= *map + += , - -= -> ->> . / // //= /= < << <<= <= = > >= >> >>= @ @= ^ ^= \
    accumulate apply as-> assoc butlast calling-module-name car cdr chain coll? combinations comp complement compress \
    cond cons cons? constantly count cut cycle dec defclass defmacro defmacro! defmacro/g! defmain defn defreader \
    dict-comp disassemble dispatch-reader-macro distinct do doto drop drop-last drop-while empty? eval eval-and-compile \
    eval-when-compile even? every? filter first flatten float? fn for* fraction genexpr gensym get group-by identity if* \
    if-not if-python2 inc input instance? integer integer-char? integer? interleave interpose islice iterable? iterate \
    iterator? juxt keyword keyword? last let lif lif-not list* list-comp macro-error macroexpand macroexpand-1 map \
    merge-with multicombinations name neg? none? not-in not? nth numeric? odd? partition permutations pos? product \
    quasiquote quote range read read-str reduce remove repeat repeatedly require rest second set-comp setv some string \
    string? symbol? take take-nth take-while tee unless unquote unquote-splicing when with* with-decorator with-gensyms \
    xor yield-from zero? zip zip-longest | |= ~";

const ID: &str = r"[\w!$%*+,<=>?/.-]+";
const KEY: &str = r"[\w!#$%*+,<=>?/.-]+";

pub(in crate::highlight) fn grammar() -> Grammar {
    let rows = [(KEYWORDS, Keyword), (BUILTINS, NameBuiltin)];
    let names = table(Name, rows);
    let called = table(NameFunction, rows);
    Grammar::new().state(
        "root",
        [
            rule(";.*", CommentSingle),
            rule(r"\s+", Whitespace),
            rule(r"-?\d+\.\d+", NumFloat),
            rule(r"-?\d+", NumInteger),
            rule("0x-?[0-9a-fA-F]+", NumHex),
            rule(r#""(?:\\.|[^"])*""#, Str),
            rule(format!("'{KEY}"), StrSymbol),
            rule(format!("::?{KEY}"), NameConstant),
            rule(r"(?i)\\(?:.|[a-z]+)", StrChar),
            rule("~@|[`'#^~&@]", Operator),
            groups(
                format!(r"(\()(\s*)({ID})"),
                [
                    Part::from(Punctuation),
                    Part::from(Whitespace),
                    Part::Words(called),
                ],
            ),
            words(ID, &names),
            rule(r"[\[\]{}()]", Punctuation),
        ],
    )
}
