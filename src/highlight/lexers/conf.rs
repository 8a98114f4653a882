//! Configuration files of no particular program.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r"#.*\n", Comment),
            rule("\".*?\"", StrDouble),
            rule("'.*?'", StrSingle),
            rule(r"[a-zA-Z]\w*", Name),
            rule(r"\d+", Num),
            rule(r#"[^\w#"']+"#, Text),
        ],
    )
}
