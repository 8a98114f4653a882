//! Xojo.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "addhandler aggregates array asc assigns attributes begin break byref byval call case catch class \
    const continue color ctype declare delegate dim do downto each else elseif end enum event exception exit extends \
    false finally for function global goto if implements inherits interface lib loop mod module new next nil object of \
    optional paramarray private property protected public raise raiseevent rect redim removehandler return select \
    shared soft static step sub super then to true try until using var wend while";

const TYPES: &str = "boolean byte cfstringref cgfloat cstring currency date datetime double int8 int16 int32 int64 integer \
    ostype pair pstring ptr short single string structure variant uinteger uint8 uint16 uint32 uint64 ushort windowptr \
    wstring";

const OPERATORS: &str = "addressof weakaddressof and as in is isa mod not or xor";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r"\s+", Whitespace),
            rule(r"(?i)rem\b.*", CommentSingle),
            rule("(?://|').*", CommentSingle),
            rule("(?is)#tag Note.*?#tag EndNote", CommentPreproc),
            rule("#.*", CommentPreproc),
            rule("\".*?\"", StrDouble),
            rule("[(){}!#,:]", Punctuation),
            rule(format!(r"(?i){}\b", any_of(KEYWORDS)), Keyword),
            rule(format!(r"(?i){}\b", any_of(TYPES)), KeywordDeclaration),
            rule(format!(r"(?i){}\b", any_of(OPERATORS)), Operator),
            rule(r"[+-]?(?:\d+\.\d*|\d*\.\d+)", NumFloat),
            rule(r"[+-]?\d+", NumInteger),
            rule("(?i)&[CH][0-9a-f]+", NumHex),
            rule("(?i)&O[0-7]+", NumOct),
            rule(r"\b[\w.]+\b", Text),
            rule(r"<=|>=|<>|[=><+\-*/\\]", Operator),
        ],
    )
}
