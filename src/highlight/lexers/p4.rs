//! P4.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "abstract action actions apply const default default_action else enum entries extern exit if in \
    inout key list out package packet_in packet_out return size select switch this transition tuple type typedef";

const DECLARATIONS: &str = "control header header_union parser state struct table value_set";

const BUILTINS: &str =
    "bit bool error extract int isValid setValid setInvalid match_kind string varbit verify void";

const ID: &str = r"[\p{XID_Start}_]\p{XID_Continue}*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r"\s+", Text),
            rule(r"//.*\n?", CommentSingle),
            rule(r"(?s)/\*.*?\*/", CommentMultiline),
            rule(format!(r"#\s*{ID}"), CommentPreproc),
            rule(format!(r"{}\b", any_of(KEYWORDS)), Keyword),
            rule(format!(r"{}\b", any_of(DECLARATIONS)), KeywordDeclaration),
            rule(format!(r"{}\b", any_of(BUILTINS)), NameBuiltin),
            rule(format!(r"\b{ID}_[th]\b"), NameClass),
            rule(r"\|\+\||\|-\||!=|[?&<>*|~^+/#.=-]", Operator),
            rule(r"[(){}\[\]<>,:;.]", Punctuation),
            rule("(?:[0-9]+[sw])?0[oO][0-7_]+", Num),
            rule("(?:[0-9]+[sw])?0[xX][0-9a-fA-F_]+", Num),
            rule("(?:[0-9]+[sw])?0[bB][01_]+", Num),
            rule("(?:[0-9]+[sw])?0[dD][0-9_]+", Num),
            rule("(?:[0-9]+[sw])?[0-9_]+", Num),
            rule(format!("@{ID}"), NameLabel),
            rule(ID, Text),
            rule(r#""(?:\\"|[^"])*""#, Str),
        ],
    )
}
