//! Scheme, by R5RS.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "lambda define if else cond and or case let let* letrec begin do delay set! => quote quasiquote \
    unquote unquote-splicing define-syntax let-syntax letrec-syntax syntax-rules";

const BUILTINS: &str = "* + - / < <= = > >= abs acos angle append apply asin assoc assq assv atan boolean? caaaar caaadr \
    caaar caadar caaddr caadr caar cadaar cadadr cadar caddar cadddr caddr cadr call-with-current-continuation \
    call-with-input-file call-with-output-file call-with-values call/cc car cdaaar cdaadr cdaar cdadar cdaddr cdadr cdar \
    cddaar cddadr cddar cdddar cddddr cdddr cddr cdr ceiling char->integer char-alphabetic? char-ci<=? char-ci<? \
    char-ci=? char-ci>=? char-ci>? char-downcase char-lower-case? char-numeric? char-ready? char-upcase \
    char-upper-case? char-whitespace? char<=? char<? char=? char>=? char>? char? close-input-port close-output-port \
    complex? cons cos current-input-port current-output-port denominator display dynamic-wind eof-object? eq? equal? \
    eqv? eval even? exact->inexact exact? exp expt floor for-each force gcd imag-part inexact->exact inexact? \
    input-port? integer->char integer? interaction-environment lcm length list list->string list->vector list-ref \
    list-tail list? load log magnitude make-polar make-rectangular make-string make-vector map max member memq memv min \
    modulo negative? newline not null-environment null? number->string number? numerator odd? open-input-file \
    open-output-file output-port? pair? peek-char port? positive? procedure? quotient rational? rationalize read \
    read-char real-part real? remainder reverse round scheme-report-environment set-car! set-cdr! sin sqrt string \
    string->list string->number string->symbol string-append string-ci<=? string-ci<? string-ci=? string-ci>=? \
    string-ci>? string-copy string-fill! string-length string-ref string-set! string<=? string<? string=? string>=? \
    string>? string? substring symbol->string symbol? tan transcript-off transcript-on truncate values vector \
    vector->list vector-fill! vector-length vector-ref vector-set! vector? with-input-from-file with-output-to-file \
    write write-char zero?";

const ID: &str = r"(?i)[a-z0-9!$%&*+,/:<=>?@^_~|-]+";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table(NameFunction, [(KEYWORDS, Keyword), (BUILTINS, NameBuiltin)]);
    Grammar::new()
        .state("root", root())
        .state("command", [words(ID, &names).pop(), at("").pop()])
}

fn root() -> [Rule; 19] {
    [
        rule(";.*", CommentSingle),
        rule(r"\s+", Text),
        rule(r"-?\d+\.\d+", NumFloat),
        rule(r"-?\d+", NumInteger),
        rule(r"[+-]inf\.[f0]", Num),
        rule("#b[01]+", NumBin),
        rule("#o[0-7]+", NumOct),
        rule("#d[0-9]+", NumInteger),
        rule("(?i)#x[0-9a-f]+", NumHex),
        rule(r"#[ei][\d.]+", NumOther),
        rule(r#""(?:\\\\|\\"|[^"])*""#, Str),
        rule(format!("'(?:{ID})"), StrSymbol),
        rule(r#"(?i)#\\(?:[()/'"._!$%& ?=+-]|[a-z0-9]+)"#, StrChar),
        rule("#t|#f", NameConstant),
        rule(r"'|#|`|,@|,|\.", Operator),
        groups(r"(['#])(\s*)(\()", [StrSymbol, Text, Punctuation]),
        rule(r"\(|\[", Punctuation).push("command"),
        rule(r"\)|\]", Punctuation),
        rule(ID, NameVariable),
    ]
}
