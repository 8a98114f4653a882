//! Dockerfiles, with the shell commands of their `RUN` lines.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "FROM|MAINTAINER|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|STOPSIGNAL|\
    HEALTHCHECK|SHELL";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                groups(
                    r"(?i)(FROM)(\s+)(.*)(\s+)(AS)(\s+)(.*)",
                    [
                        Keyword, Whitespace, Str, Whitespace, Keyword, Whitespace, Str,
                    ],
                )
                .line_start(),
                groups(
                    format!(r"(?i)(ONBUILD)(\s+)({KEYWORDS})(.*)"),
                    [Keyword, Whitespace, Keyword, Str],
                )
                .line_start(),
                groups(format!(r"(?i)({KEYWORDS})\b(.*)"), [Keyword, Str]).line_start(),
                rule("#.*", Comment),
                rule(r"(?i)(?:ONBUILD\s+)?RUN\s+", Keyword)
                    .push("run")
                    .then(|cx, _| cx.reset_part("shell"))
                    .line_start(),
                rule(r"\w+|\W+", Text),
            ],
        )
        .state(
            "run",
            [
                rule(r"\n", Text).pop(),
                rule(r"(?s)\\.", StrEscape),
                at(r"(?:\\.|[^\n\\])+").delegate("shell"),
            ],
        )
}
