//! Diffs: unified, context and plain ones. Each rule takes a line.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            rule(r" .*\n?", Text).line_start(),
            rule(r"---$\n?", Punctuation).line_start(),
            rule(r"\++.*\n?|>+[ \t]+.*\n?|>+$\n?", GenericInserted),
            rule(r"-+.*\n?|<+[ \t]+.*\n?|<+$\n?", GenericDeleted),
            rule(r"!.*\n?", GenericStrong).line_start(),
            rule(r"(?:[Ii]ndex|diff).*\n?", GenericHeading).line_start(),
            groups(r"(@@[^@]*@@)([^\n]*\n)", [Punctuation, Text]).line_start(),
            rule(r"\w.*\n?", Punctuation).line_start(),
            rule(r"=.*\n?", GenericHeading).line_start(),
            rule(r".+\n?", Text),
        ],
    )
}
