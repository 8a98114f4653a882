//! Mason components, in the HTML (or what `?parent=` says) that they are for.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const TEXT_BLOCKS: &str = "text|doc";
const PERL_BLOCKS: &str = "args|flags|attr|init|once|shared|perl|cleanup|filter";
const COMPONENTS: &str = "def|method";

pub(in crate::highlight) fn grammar() -> Grammar {
    let comment = || rule("#.*", Comment).line_start();
    let end = |blocks: &str| rule(format!("(?i)</%(?:{blocks})>"), CommentPreproc).pop();
    Grammar::new()
        .on_reset(|cx| {
            cx.begin_template();
            if let Some(perl) = crate::highlight::find("perl") {
                cx.set_part("code", perl, Default::default());
            }
        })
        .state("root", root())
        .state(
            "perl_block",
            [
                end(PERL_BLOCKS),
                rule(r"\s+", Whitespace),
                comment(),
                at("(?s).*?[^\"](?=</%)").delegate("code"),
            ],
        )
        .state(
            "text_block",
            [
                end(TEXT_BLOCKS),
                rule(r"\s+", Whitespace),
                comment(),
                rule("(?s).*?[^\"](?=</%)", Comment),
            ],
        )
        .state(
            "component_block",
            [
                end(COMPONENTS),
                rule(r"\s+", Whitespace),
                comment(),
                include("root"),
            ],
        )
        .state(
            "component_with_content",
            [rule("</&>", CommentPreproc).pop(), include("root")],
        )
        .state(
            "component",
            [
                rule("&>", CommentPreproc).pop(),
                at("(?s).*?(?=&>)").delegate("code"),
            ],
        )
        .state(
            "call",
            [
                rule("%>", CommentPreproc).pop(),
                at("(?s).*?(?=%>)").delegate("code"),
            ],
        )
}

fn root() -> [Rule; 9] {
    [
        rule(r"\s+", Whitespace),
        rule(format!("(?i)<%(?:{TEXT_BLOCKS})>"), CommentPreproc).push("text_block"),
        rule(format!("(?i)<%(?:{PERL_BLOCKS})>"), CommentPreproc).push("perl_block"),
        groups(
            format!("((?i)<%(?:{COMPONENTS}))([^>]*)(>)"),
            [CommentPreproc, Name, CommentPreproc],
        )
        .push("component_block"),
        call("(%)(.*)$", |cx, m| {
            cx.token(CommentPreproc, m.group(1));
            cx.delegate("code", m.group(2));
        })
        .line_start(),
        rule("<%", CommentPreproc).push("call"),
        call(r"<&\|?", |cx, m| {
            cx.token(CommentPreproc, m.whole());
            if m.whole().len() == 3 {
                cx.push("component_with_content");
            }
            cx.push("component");
        }),
        at("(?s).+?(?=</?&|</?%|^%|^#)").delegate("parent"),
        at("(?s).+").delegate("parent"),
    ]
}
