//! Protocol Buffers.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "ctype|default|extensions|import|max|oneof|option|optional|packed|repeated|required|returns|rpc|to";

const TYPES: &str = "bool|bytes|double|fixed32|fixed64|float|int32|int64|sfixed32|sfixed64|sint32|sint64|string|\
    uint32|uint64";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state("package", named(r"[A-Za-z_]\w*", NameNamespace))
        .state("message", named(r"[A-Za-z_]\w*", NameClass))
        .state("type", named(r"[A-Za-z_]\w*", Name))
}

/// The name behind a declaration's keyword, if there is one.
fn named(name: &'static str, token: crate::highlight::token::Token) -> [Rule; 2] {
    [rule(name, token).pop(), at("").pop()]
}

fn root() -> [Rule; 21] {
    [
        rule(r"\s+", Text),
        rule(r"[,;{}\[\]()]", Punctuation),
        // A comment goes on where a line ends in a backslash.
        rule(r"/(?:\\\n)?/(?:$|(?s:.)*?[^\\]$)", CommentSingle),
        rule(r"/(?:\\\n)?\*(?s:.)*?\*(?:\\\n)?/", CommentMultiline),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        rule(format!(r"(?:{TYPES})\b"), KeywordType),
        rule("true|false", KeywordConstant),
        groups(r"(package)(\s+)", [KeywordNamespace, Text]).push("package"),
        groups(r"(message|extend)(\s+)", [KeywordDeclaration, Text]).push("message"),
        groups(r"(enum|group|service)(\s+)", [KeywordDeclaration, Text]).push("type"),
        rule(r#"".*?""#, Str),
        rule("'.*?'", Str),
        rule(r"(?:\d+\.\d*|\.\d+|\d+)[eE][+-]?\d+[LlUu]*", NumFloat),
        rule(r"(?:\d+\.\d*|\.\d+|\d+[fF])[fF]?", NumFloat),
        rule(r"-?(?:inf|nan)\b", NumFloat),
        rule(r"0x[0-9A-Fa-f]+[LlUu]*", NumHex),
        rule(r"0[0-7]+[LlUu]*", NumOct),
        rule(r"\d+[LlUu]*", NumInteger),
        // All characters from the plus sign to the equals sign.
        rule("[+-=]", Operator),
        groups(
            r"([A-Za-z_][\w.]*)([ \t]*)(=)",
            [NameAttribute, Text, Operator],
        ),
        rule(r"[A-Za-z_][\w.]*", Name),
    ]
}
