//! ABL, the language of OpenEdge.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Spot};
use crate::highlight::token::Token::*;
use std::collections::HashSet;

/// Words of the preprocessor, keywords with what they may be shortened to, and types.
const WORDS: &str = include_str!("words/openedge.txt");

const ID: &str = r"[a-zA-Z_&{}!][a-zA-Z0-9_\-&!}]*";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table_any_case(
        NameVariable,
        [
            (section(WORDS, "preprocessor"), CommentPreproc),
            (section(WORDS, "keywords"), Keyword),
            (section(WORDS, "types"), KeywordType),
        ],
    );
    Grammar::new()
        .state(
            "root",
            [
                rule("//.*", CommentSingle),
                rule(r"/\*", CommentMultiline).push("comment"),
                rule("\"", StrDelimiter).push("double_quoted"),
                rule("'", StrDelimiter).push("single_quoted"),
                rule(
                    r"(?i)(?:\d+\.\d*|\.\d+)(?:e[+-]?\d+[lu]*)?|\d+e[+-]?\d+[lu]*",
                    NumFloat,
                ),
                rule(r"(?i)0x[0-9a-f]+[lu]*", NumHex),
                rule(r"(?i)0[0-7]+[lu]*", NumOct),
                rule(r"(?i)\d+[lu]*", NumInteger),
                rule(r"(?i)(?:true|false|yes)\b|\?\b", KeywordConstant),
                rule(r"(?i)no\b(?!-)", KeywordConstant),
                rule(r"[~!%^*+=|?:<>/-]", Operator),
                rule(r"[()\[\],.]", Punctuation),
                rule(r"\s+", Text),
                rule(
                    r"(?i)&analyze-(?:suspend|resume)|&(?:scoped|global)-define\s*[.\w\\/-]*",
                    CommentPreproc,
                )
                .push("directive"),
                scan(include_file, CommentPreproc),
                rule(format!("@{ID}"), NameDecorator),
                rule(format!(r"{ID}(?=\s*\()"), NameFunction),
                words(ID, &names),
            ],
        )
        .state(
            "comment",
            [
                rule(r"\*/", CommentMultiline).pop(),
                rule(r"/\*", CommentMultiline).push("comment"),
                rule("[^*/]+|[*/]", CommentMultiline),
            ],
        )
        .state("double_quoted", quoted('"', StrDouble))
        .state("single_quoted", quoted('\'', StrSingle))
        // The rest of the line, but for a comment.
        .state(
            "directive",
            [
                rule(r".*(?=//|/\*)", CommentPreproc).pop(),
                rule(r".*\n?", CommentPreproc).pop(),
            ],
        )
}

/// What a string holds; a backslash is none of it.
fn quoted(quote: char, token: crate::highlight::token::Token) -> [Rule; 3] {
    [
        rule(format!("~[~nrt{quote}]?"), StrEscape),
        rule(format!(r"[^\\{quote}]+"), token),
        rule(quote.to_string(), StrDelimiter).pop(),
    ]
}

/// Where braces open that begin no reference.
#[derive(Default)]
struct Unclosed(HashSet<Spot>);

/// A reference to a file or an argument: braces with something in each, which may be braces.
fn include_file(cx: &mut Context<'_, '_>) -> Option<usize> {
    let rest = cx.rest();
    let spot = cx.spot();
    if !rest.starts_with('{') || cx.vars::<Unclosed>().0.contains(&spot) {
        return None;
    }
    let mut open = Vec::new();
    let mut before = 0;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'{' => open.push(spot.behind(at)),
            b'}' if before == b'{' => break,
            b'}' => {
                open.pop();
                if open.is_empty() {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        before = byte;
    }
    cx.vars::<Unclosed>().0.extend(open);
    None
}
