//! XQuery 3.1: XPath with declarations and elements.

use super::xpath::{self, EQ_NAME, NC_NAME, Q_NAME};
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "xquery encoding version declare module namespace copy-namespaces boundary-space construction \
    default collation base-uri preserve strip ordering ordered unordered order empty greatest least preserve no-preserve \
    inherit no-inherit decimal-format decimal-separator grouping-separator infinity minus-sign NaN percent per-mille \
    zero-digit digit pattern-separator exponent-separator import schema at element option function external context \
    item typeswitch switch case try catch validate lax strict type document element attribute text comment \
    processing-instruction for let where order group by return allowing tumbling stable sliding window start end only \
    when previous next count collation ascending descending";

pub(in crate::highlight) fn grammar() -> Grammar {
    let keywords = any_of(&format!("{} {KEYWORDS}", xpath::KEYWORDS));
    let grammar = xpath::grammar()
        .state("tags", tags())
        .prepend(
            "root",
            [
                include("tags"),
                rule(r"\{", Punctuation),
                rule(r"\}`?", Punctuation).then(|cx, _| {
                    if cx.depth() > 1 {
                        cx.pop(1);
                    }
                }),
                groups(
                    format!(r"(namespace)(\s+)({NC_NAME})"),
                    [Keyword, Whitespace, NameNamespace],
                ),
                rule(format!(r"{keywords}\b"), Keyword),
                rule(";", Punctuation),
                rule("%", KeywordDeclaration).push("annotation"),
                groups(
                    format!(r"(\(#)(\s*)({EQ_NAME})"),
                    [CommentPreproc, Whitespace, NameTag],
                )
                .push("pragma"),
                rule(r"``\[", Str).push("str_constructor"),
            ],
        )
        .state(
            "annotation",
            [include("space"), rule(EQ_NAME, KeywordDeclaration).pop()],
        )
        .state(
            "pragma",
            [
                include("space"),
                rule(r"#\)", CommentPreproc).pop(),
                rule(".", CommentPreproc),
            ],
        )
        .state(
            "str_constructor",
            [
                rule(r"`\{", Punctuation).push("root"),
                rule(r"\]``", Str).pop(),
                rule(r"[^`\]]+", Str),
                rule(r"[`\]]", Str),
            ],
        );
    elements(grammar)
}

fn tags() -> [Rule; 5] {
    [
        rule(format!("<{Q_NAME}"), NameTag).push("start_tag"),
        rule("<!--", Comment).push("xml_comment"),
        rule(r"<\?.*?\?>", CommentPreproc),
        rule(r"<!\[CDATA\[.*?\]\]>", CommentPreproc),
        rule(r"&\S*?;", NameEntity),
    ]
}

fn elements(grammar: Grammar) -> Grammar {
    grammar
        .state(
            "xml_comment",
            [
                rule("[^-]+", Comment),
                rule("-->", Comment).pop(),
                rule("-", Comment),
            ],
        )
        .state(
            "start_tag",
            [
                rule(r"\s+", Whitespace),
                groups(r#"([\w.:-]+\s*=)(")"#, [NameAttribute, Str]).push("quot_attr"),
                groups(r"([\w.:-]+\s*=)(')", [NameAttribute, Str]).push("apos_attr"),
                rule(">", NameTag).push("tag_content"),
                rule("/>", NameTag).pop(),
            ],
        )
        .state("quot_attr", attribute('"'))
        .state("apos_attr", attribute('\''))
        .state(
            "tag_content",
            [
                rule(r"\s+", Whitespace),
                include("tags"),
                rule(r"\{\{|\}\}", Text),
                rule(r"\{", Punctuation).push("root"),
                rule("[^{}<&]", Text),
                rule(format!(r"</{Q_NAME}\s*>"), NameTag).pop_many(2),
            ],
        )
}

fn attribute(quote: char) -> [Rule; 4] {
    [
        rule(quote.to_string(), Str).pop(),
        rule(r"\{\{", Str),
        rule(r"\{", Punctuation).push("root"),
        rule(format!("[^{quote}{{>]+"), Str),
    ]
}
