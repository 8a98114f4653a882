//! CMHG, the generator of module headers of RISC OS.

use super::armasm::PREPROCESSOR;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r";[^\n]*", Comment),
            groups(
                format!(r"([ \t]*)(#[ \t]*(?:(?:{PREPROCESSOR})(?:[ \t].*)?)?)(?=\n)"),
                [Text, CommentPreproc],
            )
            .line_start(),
            rule("[-a-z]+:", KeywordDeclaration),
            rule(r"(?i)[a-z_]\w+", NameEntity),
            rule("\"[^\"]*\"", Str),
            rule(r"(?:&|0x)\h+", NumHex),
            rule(r"\d+", Num),
            rule("[,/()]", Punctuation),
            rule(r"[ \t]+|\n+", Text),
        ],
    )
}
