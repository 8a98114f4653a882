//! Vala.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "abstract as async base break case catch const construct continue default delegate delete do \
    dynamic else ensures enum errordomain extern false finally for foreach get global if in inline interface internal \
    is lock new null out override owned private protected public ref requires return set signal sizeof static switch \
    this throw throws true try typeof unowned var value virtual void weak while yield";

const TYPES: &str = "bool char double float int int8 int16 int32 int64 long short size_t ssize_t string unichar uint uint8 \
    uint16 uint32 uint64 ulong ushort";

const ID: &str = r"@?(?i:[_a-z]\w*)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "whitespace",
            [
                rule(r"\s+", Text),
                rule("//.*", CommentSingle),
                rule(r"(?s)/\*.*?\*/", CommentMultiline),
            ],
        )
        .state(
            "root",
            [
                include("whitespace"),
                rule(r"\s*\[.*?\]", NameAttribute).line_start(),
                rule(format!(r"<\[\s*(?:{ID}:)?"), Keyword),
                rule(r"\]>", Keyword),
                rule(r"[~!%^&*()+=|\[\]{}:;,.<>/?-]", Punctuation),
                rule(r#"@"(?:\\.|.)*?""#, Str),
                rule(r#""(?:\\.|.)*?["\n]"#, Str),
                rule(r"'(?:\\.|.)'", StrChar),
                rule("(?i)0x[0-9a-f]+[lu]?", Num),
                rule(r"(?i)[0-9](?:\.[0-9]*)?(?:e[+-][0-9]+)?[fldu]?", Num),
                rule(format!(r"{}\b", any_of(KEYWORDS)), Keyword),
                rule(format!(r"{}\b", any_of(TYPES)), KeywordType),
                rule("class|struct", Keyword).push("class"),
                rule("namespace|using", Keyword).push("namespace"),
                rule(format!(r"{ID}(?=\s*\()"), NameFunction),
                rule(ID, Name),
                rule("#.*", CommentPreproc),
            ],
        )
        .state("class", [include("whitespace"), rule(ID, NameClass).pop()])
        .state(
            "namespace",
            [
                include("whitespace"),
                at(r"(?=\()").pop(),
                rule(format!(r"(?:{ID}|\.)+"), NameNamespace).pop(),
            ],
        )
}
