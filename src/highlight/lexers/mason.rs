//! Mason: Perl in templates of HTML (or what `?parent=` says).

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const TEXT_BLOCKS: &str = "(?:text|doc)";
const PERL_BLOCKS: &str = "(?:args|flags|attr|init|once|shared|perl|cleanup|filter)";
const COMPONENTS: &str = "(?:def|method)";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .on_reset(|cx| cx.begin_template())
        .state("root", root())
        .state(
            "perl_block",
            [
                rule(format!("(?i)</%{PERL_BLOCKS}>"), CommentPreproc).pop(),
                rule(r"\s+", Whitespace),
                rule("#.*", Comment).line_start(),
                at(r#"(?s).*?[^"](?=</%)"#).delegate("perl"),
            ],
        )
        .state(
            "text_block",
            [
                rule(format!("(?i)</%{TEXT_BLOCKS}>"), CommentPreproc).pop(),
                rule(r"\s+", Whitespace),
                rule("#.*", Comment).line_start(),
                rule(r#"(?s).*?[^"](?=</%)"#, Comment),
            ],
        )
        .state(
            "component_block",
            [
                rule(format!("(?i)</%{COMPONENTS}>"), CommentPreproc).pop(),
                rule(r"\s+", Whitespace),
                rule("#.*", Comment).line_start(),
                include("root"),
            ],
        )
        .state(
            "component_with_content",
            [rule("</&>", CommentPreproc).pop(), include("root")],
        )
        .state(
            "component_sub",
            [
                rule("&>", CommentPreproc).pop(),
                at("(?s).*?(?=&>)").delegate("perl"),
            ],
        )
        .state(
            "component_call",
            [
                rule("%>", CommentPreproc).pop(),
                at("(?s).*?(?=%>)").delegate("perl"),
            ],
        )
}

fn root() -> [Rule; 10] {
    [
        rule(r"\s+", Whitespace),
        rule(format!("(?i)<%{TEXT_BLOCKS}>"), CommentPreproc).push("text_block"),
        rule(format!("(?i)<%{PERL_BLOCKS}>"), CommentPreproc).push("perl_block"),
        groups(
            format!("(?i)(<%{COMPONENTS})([^>]*)(>)"),
            [CommentPreproc, Name, CommentPreproc],
        )
        .push("component_block"),
        call("(%)(.*)$", |cx, m| {
            cx.token(CommentPreproc, m.group(1));
            cx.delegate("perl", m.group(2));
        })
        .line_start(),
        rule("<%", CommentPreproc).push("component_call"),
        rule(r"<&\|", CommentPreproc)
            .push("component_with_content")
            .push("component_sub"),
        rule("<&", CommentPreproc).push("component_sub"),
        at("(?s).+?(?=</?&|</?%|^%|^#)").delegate("parent"),
        at("(?s).+").delegate("parent"),
    ]
}
