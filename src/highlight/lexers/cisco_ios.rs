//! The configuration of Cisco's routers.

use crate::highlight::grammar::*;
use crate::highlight::machine::Failure;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state("root", root()).state(
        "banner",
        [rule("[^#$%]", Text), rule("[#$%]", StrDelimiter).pop()],
    )
}

fn root() -> [Rule; 17] {
    [
        rule("!.*", CommentSingle).line_start(),
        groups(r"(version\s+)(.*)$", [Keyword, NumFloat]).line_start(),
        groups("(desc*r*i*p*t*i*o*n*)(.*?)$", [Keyword, CommentSingle]),
        groups(
            r"(inte*r*f*a*c*e*|controller|router \S+|voice translation-\S+|voice-port|line)(.*)$",
            [KeywordType, NameFunction],
        )
        .line_start(),
        // Rouge stumbles over a password in clear text.
        call(r"(?:password|secret)\s+[57]\s+\S+", |cx, _| {
            cx.fail(Failure::new(
                "NameError",
                "uninitialized constant String::Double",
            ));
        }),
        rule("permit|deny", OperatorWord),
        groups(
            r"(banner\s+)(motd\s+|login\s+)([#$%])",
            [Keyword, NameFunction, StrDelimiter],
        )
        .push("banner")
        .line_start(),
        groups(
            r"(dial-peer\s+\S+\s+)(\S+)(.*?)$",
            [Keyword, NameAttribute, Keyword],
        )
        .line_start(),
        groups(r"(vlan\s+)(\d+)$", [Keyword, NameAttribute]).line_start(),
        rule(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:/\d{1,2})?", Num),
        rule(r"49\.\d{4}\.\d{4}\.\d{4}\.\d{4}\.\d{2}", Num),
        rule(r"[a-f0-9]{4}\.[a-f0-9]{4}\.[a-f0-9]{4}", NumHex),
        groups(r"(\s*no\s+)(\S+)", [KeywordConstant, Keyword]).line_start(),
        rule(r"[^\n\r]\s*\S+", Keyword).line_start(),
        rule(r"\*+", NameEntity),
        rule(r"\n+", Text),
        rule(".", Text),
    ]
}
