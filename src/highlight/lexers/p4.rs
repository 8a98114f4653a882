//! P4.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "abstract|action|actions|apply|const|default|default_action|else|enum|entries|extern|exit|if|in|\
    inout|key|list|out|package|packet_in|packet_out|return|size|select|switch|this|transition|tuple|type|typedef";

const NAME: &str = r"[\p{XID_Start}_]\p{XID_Continue}*";

pub(in crate::highlight) fn grammar() -> Grammar {
    const WIDTH: &str = "(?:[0-9]+[sw])?";
    Grammar::new().state(
        "root",
        [
            rule(r"\s+", Text),
            rule(r"//.*\n?", CommentSingle),
            rule(r"(?s)/\*.*?\*/", CommentMultiline),
            rule(format!(r"#\s*{NAME}"), CommentPreproc),
            rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
            rule(
                r"(?:control|header|header_union|parser|state|struct|table|value_set)\b",
                KeywordDeclaration,
            ),
            rule(
                r"(?:bit|bool|error|extract|int|isValid|setValid|setInvalid|match_kind|string|varbit|verify|void)\b",
                NameBuiltin,
            ),
            rule(format!(r"{NAME}_[th]\b"), NameClass),
            rule(r"[?&<>*|~^+/#.=-]|!=", Operator),
            rule(r"[(){}\[\],:;]", Punctuation),
            rule(
                format!("{WIDTH}(?:0[oO][0-7_]+|0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[dD][0-9_]+)"),
                Num,
            ),
            rule(format!("{WIDTH}[0-9_]+"), Num),
            rule(format!("@{NAME}"), NameLabel),
            rule(NAME, Text),
            rule(r#""(?:\\"|[^"])*""#, Str),
        ],
    )
}
