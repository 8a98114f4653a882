//! TAP, what tests say.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"TAP version \d+\n", NameNamespace).line_start(),
                rule(r"1\.\.\d+", KeywordDeclaration)
                    .push("plan")
                    .line_start(),
                groups(r"(not ok)([^\S\n]*)(\d*)", [GenericError, Text, NumInteger])
                    .push("test")
                    .line_start(),
                groups(r"(ok)([^\S\n]*)(\d*)", [KeywordReserved, Text, NumInteger])
                    .push("test")
                    .line_start(),
                rule(r"#.*\n", Comment).line_start(),
                rule(r"Bail out!.*\n", GenericError).line_start(),
                rule(r".*\n", Text).line_start(),
            ],
        )
        .state(
            "plan",
            [
                rule(r"[^\S\n]+", Text),
                rule("#", Comment).push("directive"),
                rule(r"\n", Comment).pop(),
                rule(r".*\n", GenericError).pop(),
            ],
        )
        .state(
            "test",
            [
                rule(r"[^\S\n]+", Text),
                rule("#", Comment).push("directive"),
                rule(r"\S+", Text),
                rule(r"\n", Text).pop(),
            ],
        )
        .state(
            "directive",
            [
                rule(r"[^\S\n]+", Comment),
                rule(r"(?i)\bTODO\b", CommentPreproc),
                rule(r"(?i)\bSKIP\S*", CommentPreproc),
                rule(r"\S+", Comment),
                rule(r"\n", Comment).pop_many(2),
            ],
        )
}
