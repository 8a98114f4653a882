//! Magik.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "_package _pragma _block _endblock _handling _default _protect _protection _endprotect _try _with \
    _when _endtry _catch _endcatch _throw _lock _endlock _if _then _elif _else _endif _for _over _while _loop _finally \
    _endloop _loopbody _continue _leave _return _class _local _constant _recursive _global _dynamic _import _private \
    _iter _abstract _method _endmethod _proc _endproc _gather _scatter _allresults _optional _thisthread _self _clone \
    _super _primitive _unset _true _false _maybe _is _isnt _not _and _or _xor _cf _andif _orif _div _mod";

/// A name, parts of which may stand between bars.
const ID: &str = r"(?i:(?:[a-z0-9_!?]|\\.|\|[^|\n]*\|)+)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule("##.*", CommentDoc),
                rule("#.*", CommentSingle),
                groups(r"(_method)(\s+)", [Keyword, Whitespace]).push("method_name"),
                rule(format!(r"{}\b", any_of(KEYWORDS)), Keyword),
                rule(r#""[^"\n]*?""#, Str),
                rule(r"'[^'\n]*?'", Str),
                rule(format!(":{ID}"), StrSymbol),
                rule(format!(r"@\s*{ID}:{ID}"), NameLabel),
                rule(format!(r"@\s*{ID}"), NameLabel),
                rule(r"(?i)%u[0-9a-z]{4}|%[^\s]+", StrChar),
                rule(r"(?i)[0-9]+(?:r[0-9a-z]|[e&][+-]?[0-9]+|\.[0-9]+)*", Num),
                rule(format!("{ID}:{ID}"), Name),
                rule(ID, Name),
                rule(r"[\[\]{}().,;]|\$", Punctuation),
                rule("<<|>>|[-~+/*%=&^<>]|!=", Operator),
                rule(r"\s+", Whitespace),
            ],
        )
        .state(
            "method_name",
            [groups(
                format!(r"({ID})(\.)({ID})"),
                [NameClass, Punctuation, NameFunction],
            )
            .pop()],
        )
}
