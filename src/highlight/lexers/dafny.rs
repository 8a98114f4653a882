//! Dafny.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "abstract allocated assert assume break by calc case class codatatype const constructor datatype \
    decreases downto else ensures exists expect export extends false for forall fresh function ghost greatest if import \
    include invariant iterator label least lemma match method modifies modify module nameonly new newtype null old \
    opened predicate print provides reads refines requires return returns reveal reveals static then this to trait true \
    twostate type unchanged var while witness yield yields";

const TYPES: &str = "bool char int real string nat array array? object object? ORDINAL seq set iset map imap multiset";

const ID_CHAR: &str = "[0-9a-zA-Z_'?]";
const DIGITS: &str = r"\d+(?:_\d+)*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                rule(r"/\*", CommentMultiline).push("comment"),
                rule("//.*", CommentSingle),
                rule(r"\*/", Error),
                include("strings"),
                include("numbers"),
                include("names"),
                rule(r"\.\.", Operator),
                rule(r"[*!%&<>|^+=:./-]", Operator),
                rule(r"[\[\](){},;`]", Punctuation),
                rule(r"[^\S\n]+", Text),
                rule(r"\n", Text),
                rule(".", Error),
            ],
        )
        .state("strings", strings())
        .state("numbers", numbers())
        .state("names", names())
        .state(
            "comment",
            [
                rule(r"\*/", CommentMultiline).pop(),
                rule(r"/\*", CommentMultiline).push("comment"),
                rule("[^*/]+", CommentMultiline),
                rule(".", CommentMultiline),
            ],
        )
}

/// Strings and characters, the valid ones first.
fn strings() -> [Rule; 9] {
    [
        rule(r#"'(?:[^\\'\n\r]|\\["'ntr\\0])'"#, StrChar),
        rule(r"'\\u[0-9a-fA-F]{4}'", StrChar),
        rule(r"'[^'\n\r]*'", Error),
        rule(r"'[^'\n\r]*$", Error),
        rule(
            r#""(?:[^\\"\n\r]|\\["'ntr\\0]|\\u[0-9a-fA-F]{4})*""#,
            StrDouble,
        ),
        rule("\".*\"", Error),
        rule("\".*", Error),
        rule(r#"@"(?:[^"]|"")*""#, StrOther),
        rule("(?s)@\".*", Error),
    ]
}

fn numbers() -> [Rule; 10] {
    let end = format!("(?!{ID_CHAR})");
    let hex = "[0-9a-fA-F]+";
    [
        rule(format!(r"{DIGITS}\.{DIGITS}{end}"), NumFloat),
        rule(format!("0b[01]+(?:_[01]+)*{end}"), NumBin),
        rule(format!("0b{ID_CHAR}*"), Error),
        rule(format!("0x{hex}(?:_{hex})*{end}"), NumHex),
        rule(format!("0x{ID_CHAR}*"), Error),
        rule(format!("{DIGITS}{end}"), NumInteger),
        rule(format!("_{end}"), Name),
        rule(format!("_[0-9_]+_?{end}"), Error),
        rule(format!("[0-9_]+_{end}"), Error),
        rule(format!("[0-9]{ID_CHAR}+"), Error),
    ]
}

fn names() -> [Rule; 3] {
    let names = table(
        Name,
        [
            (TYPES, KeywordType),
            ("true false null", KeywordConstant),
            ("as is in", OperatorWord),
            (KEYWORDS, KeywordReserved),
        ],
    );
    [
        rule(
            format!(r"array(?:1[0-9]+|[2-9][0-9]*)\??(?!{ID_CHAR})"),
            KeywordType,
        ),
        rule(format!("bv(?:0|[1-9][0-9]*)(?!{ID_CHAR})"), KeywordType),
        words(format!("[0-9a-zA-Z?]{ID_CHAR}*"), &names),
    ]
}
