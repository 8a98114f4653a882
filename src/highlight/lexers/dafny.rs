//! Dafny.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "abstract allocated assert assume break by calc case class codatatype const constructor \
    datatype decreases downto else ensures exists expect export extends false for forall fresh function ghost \
    greatest if import include invariant iterator label least lemma match method modifies modify module nameonly new \
    newtype null old opened predicate print provides reads refines requires return returns reveal reveals static then \
    this to trait true twostate type unchanged var while witness yield yields";

const TYPES: &str = "bool char int real string nat array array? object object? ORDINAL seq set iset map imap multiset";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state("root", root()).state(
        "comment",
        [
            rule(r"\*/", CommentMultiline).pop(),
            rule(r"/\*", CommentMultiline).push("comment"),
            rule("[^*/]+", CommentMultiline),
            rule(".", CommentMultiline),
        ],
    )
}

fn root() -> Vec<Rule> {
    let names = table(
        Name,
        [
            (TYPES, KeywordType),
            ("true false null", KeywordConstant),
            ("as is in", OperatorWord),
            (KEYWORDS, KeywordReserved),
        ],
    );
    const NOT_NAME: &str = "(?![0-9a-zA-Z_'?])";
    const DIGITS: &str = r"\d+(?:_\d+)*";
    vec![
        rule(r"/\*", CommentMultiline).push("comment"),
        rule("//.*", CommentSingle),
        rule(r"\*/", Error),
        rule(
            r#"'(?:[^\\'\n\r]|\\["'ntr\\0])'|'\\u[0-9a-fA-F]{4}'"#,
            StrChar,
        ),
        rule(r"'[^'\n\r]*(?:'|$)", Error),
        rule(
            r#""(?:[^\\"\n\r]|\\["'ntr\\0]|\\u[0-9a-fA-F]{4})*""#,
            StrDouble,
        ),
        rule("\".*\"", Error),
        rule("\".*", Error),
        rule(r#"@"(?:[^"]|"")*""#, StrOther),
        rule("(?s)@\".*", Error),
        rule(format!(r"{DIGITS}\.{DIGITS}{NOT_NAME}"), NumFloat),
        rule(format!("0b[01]+(?:_[01]+)*{NOT_NAME}"), NumBin),
        rule("0b[0-9a-zA-Z_'?]*", Error),
        rule(
            format!("0x[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*{NOT_NAME}"),
            NumHex,
        ),
        rule("0x[0-9a-zA-Z_'?]*", Error),
        rule(format!("{DIGITS}{NOT_NAME}"), NumInteger),
        rule(format!("_{NOT_NAME}"), Name),
        rule(format!("_[0-9_]+_?{NOT_NAME}"), Error),
        rule(format!("[0-9_]+_{NOT_NAME}"), Error),
        rule("[0-9][0-9a-zA-Z_'?]+", Error),
        rule(
            format!(r"array(?:1[0-9]+|[2-9][0-9]*)\??{NOT_NAME}"),
            KeywordType,
        ),
        rule(format!("bv(?:0|[1-9][0-9]*){NOT_NAME}"), KeywordType),
        words("[0-9a-zA-Z?][0-9a-zA-Z_'?]*", &names),
        rule(r"\.\.|[*!%&<>|^+=:./-]", Operator),
        rule(r"[\[\](){},;`]", Punctuation),
        rule(r"\s+", Text),
        rule(".", Error),
    ]
}
