//! CODEOWNERS, as GitHub and GitLab read it.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r"[ \t\r\n]+", Whitespace),
            rule(r"\s*#.*", CommentSingle).line_start(),
            // a section's name, which is not a number alone
            groups(r"(\^?\[\d*[^\]\d][^\]]*\])(\[\d+\])?", [NameNamespace, Num]),
            rule(r"\S*@\S+", NameFunction),
            rule(r"[\p{Word}./\-*]+", Name),
            rule(r".*\\[#\s]", Name),
        ],
    )
}
