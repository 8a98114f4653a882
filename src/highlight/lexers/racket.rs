//! Racket.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "... and begin begin-for-syntax begin0 case case-lambda cond datum->syntax-object define \
    define-for-syntax define-logger define-struct define-syntax define-syntax-rule define-syntaxes define-values \
    define-values-for-syntax delay do expand-path fluid-let force hash-table-copy hash-table-count hash-table-for-each \
    hash-table-get hash-table-iterate-first hash-table-iterate-key hash-table-iterate-next hash-table-iterate-value \
    hash-table-map hash-table-put! hash-table-remove! hash-table? if lambda let let* let*-values let-struct let-syntax \
    let-syntaxes let-values let/cc let/ec letrec letrec-syntax letrec-syntaxes letrec-syntaxes+values letrec-values \
    list-immutable make-hash-table make-immutable-hash-table make-namespace module module* module-identifier=? \
    module-label-identifier=? module-template-identifier=? module-transformer-identifier=? \
    namespace-transformer-require or parameterize parameterize* parameterize-break promise? prop:method-arity-error \
    provide provide-for-label provide-for-syntax quasiquote quasisyntax quasisyntax/loc quote quote-syntax \
    quote-syntax/prune require require-for-label require-for-syntax require-for-template set! set!-values syntax \
    syntax-case syntax-case* syntax-id-rules syntax-object->datum syntax-rules syntax/loc tcp-abandon-port tcp-accept \
    tcp-accept-evt tcp-accept-ready? tcp-accept/enable-break tcp-addresses tcp-close tcp-connect \
    tcp-connect/enable-break tcp-listen tcp-listener? tcp-port? time transcript-off transcript-on udp-addresses \
    udp-bind! udp-bound? udp-close udp-connect! udp-connected? udp-multicast-interface udp-multicast-join-group! \
    udp-multicast-leave-group! udp-multicast-loopback? udp-multicast-set-interface! udp-multicast-set-loopback! \
    udp-multicast-set-ttl! udp-multicast-ttl udp-open-socket udp-receive! udp-receive!* udp-receive!-evt \
    udp-receive!/enable-break udp-receive-ready-evt udp-send udp-send* udp-send-evt udp-send-ready-evt udp-send-to \
    udp-send-to* udp-send-to-evt udp-send-to/enable-break udp-send/enable-break udp? unless unquote unquote-splicing \
    unsyntax unsyntax-splicing when with-continuation-mark with-handlers with-handlers* with-syntax λ";

const BUILTINS: &str = include_str!("words/racket.txt");

const NAME: &str = r"[^\s()\[\]{}'`,.]+";

pub(in crate::highlight) fn grammar() -> Grammar {
    let functions = table(NameFunction, [(KEYWORDS, Keyword), (BUILTINS, NameBuiltin)]);
    Grammar::new()
        .state("root", root())
        .state("command", [words(NAME, &functions).pop(), at("").pop()])
        .state(
            "block_comment",
            [
                rule("[^|#]+", CommentMultiline),
                rule(r"\|#", CommentMultiline).pop(),
                rule(r"#\|", CommentMultiline).push("block_comment"),
                rule("[|#]", CommentMultiline),
            ],
        )
        // An expression that is left out.
        .state(
            "expression_comment",
            [
                rule(r"[({\[]", CommentMultiline).push("in_expression_comment"),
                rule(r#""(?:\\"|[^"])*?""#, CommentMultiline).pop(),
                rule(r"\S+", CommentMultiline).pop(),
                at("").pop(),
            ],
        )
        .state(
            "in_expression_comment",
            [
                rule(r"[^(){}\[\]]+", CommentMultiline),
                rule(r"[)}\]]", CommentMultiline).pop(),
                rule(r"[({\[]", CommentMultiline).push("in_expression_comment"),
            ],
        )
}

fn root() -> Vec<Rule> {
    vec![
        rule(";.*", CommentSingle),
        rule("#!.*", CommentSingle),
        rule(r"#\|", CommentMultiline).push("block_comment"),
        rule("#;", CommentMultiline).push("expression_comment"),
        rule(r"\s+", Text),
        rule(
            r"[+-]inf\.[f0]|[+-]nan\.0|-min\.0|\+max\.0|-?\d+\.\d+",
            NumFloat,
        ),
        rule(r"-?\d+", NumInteger),
        rule(format!("#:{NAME}"), NameTag),
        rule("#b[01]+", NumBin),
        rule("#o[0-7]+", NumOct),
        rule("#d[0-9]+", NumInteger),
        rule("#[xX][0-9a-fA-F]+", NumHex),
        rule(r"#[ei][\d.]+", NumOther),
        rule(r#""(?:\\\\|\\"|[^"])*""#, Str),
        rule(format!("['`]{NAME}"), StrSymbol),
        rule(r#"(?i)#\\(?:[()/'"._!$%& ?=+-]|[a-z0-9]+)"#, StrChar),
        rule("(?i)#t(?:rue)?|#f(?:alse)?", NameConstant),
        rule(r"'|#|`|,@|,|\.", Operator),
        rule(r"[(\[{]", Punctuation).push("command"),
        rule(r"[)\]}]", Punctuation),
        rule(NAME, NameVariable),
    ]
}
