//! Headers of RISC OS modules, as the C module header generator takes them.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const PREPROCESSOR: &str =
    "define|elif|else|endif|error|if|ifdef|ifndef|include|line|pragma|undef|warning";

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
            rule(r#""[^"]*""#, Str),
            rule(r"(?:&|0x)\h+", NumHex),
            rule(r"\d+", Num),
            rule("[,/()]", Punctuation),
            rule(r"[ \t]+", Text),
            rule(r"\n+", Text),
        ],
    )
}
