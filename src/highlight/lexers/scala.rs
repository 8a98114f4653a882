//! Scala, by its specification.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "abstract|case|catch|def|do|else|extends|final|finally|for|forSome|if|implicit|lazy|match|new|\
    override|private|protected|requires|return|sealed|super|this|throw|try|val|var|while|with|yield";

/// A character of operators.
const OP: &str = r"[-!#%&*/:?@\\^\p{Sm}\p{So}]";
/// A name. Operator characters may follow its last underscore.
const ID: &str =
    r"(?:(?:[\p{L}$_][\p{L}$_0-9]*)?_[-!#%&*/:?@\\^\p{Sm}\p{So}]+|[\p{L}$_][\p{L}$_0-9]*)";

pub(in crate::highlight) fn grammar() -> Grammar {
    let any_name = format!("{ID}|{OP}+|`[^`]+`");
    Grammar::new()
        .state("root", root(&any_name))
        .state("literals", literals())
        .state(
            "class_name",
            [
                groups(
                    format!(r"({any_name})(\s*)(\[)"),
                    [NameClass, Text, Operator],
                )
                .push("type_parameters"),
                rule(r"\s+", Text),
                rule(r"[{(]", Operator).pop(),
                rule("//.*", CommentSingle).pop(),
                rule(any_name.clone(), NameClass).pop(),
            ],
        )
        .state("type", types(&any_name))
        .state(
            "type_parameters",
            [
                rule(r"[\s,]+", Text),
                rule("<[%:]|=>|>:|[#_\u{21D2}]|forSome|type", Keyword),
                rule(r"[\])}]", Operator).pop(),
                rule(r"[(\[{]", Operator).push("type_parameters"),
                rule(format!(r"\.|{any_name}"), KeywordType),
            ],
        )
        .state(
            "comment",
            [
                rule(r"/\*", CommentMultiline).push("comment"),
                rule(r"\*/", CommentMultiline).pop(),
                rule("[^/*]+|[*/]", CommentMultiline),
            ],
        )
        .state(
            "package_name",
            [rule(format!(r"(?:{ID}|\.)+"), NameNamespace).pop()],
        )
}

fn root(any_name: &str) -> Vec<Rule> {
    vec![
        groups(r"(class|trait|object)(\s+)", [Keyword, Text]).push("class_name"),
        rule(format!("'{ID}(?!')"), StrSymbol),
        rule(r"[^\S\n]+", Text),
        rule("//.*", CommentSingle),
        rule(r"/\*", CommentMultiline).push("comment"),
        rule(format!("@{ID}"), NameDecorator),
        groups(
            format!(r"(def)(\s+)({any_name})(\s*)"),
            [Keyword, Text, NameFunction, Text],
        ),
        groups(
            format!(r"(val)(\s+)({any_name})(\s*)"),
            [Keyword, Text, NameVariable, Text],
        ),
        groups(
            format!(r"(this)(\n*)(\.)({ID})"),
            [Keyword, Text, Operator, NameProperty],
        ),
        groups(
            format!(r"({ID}|_)(\n*)(\.)({ID})"),
            [NameVariable, Text, Operator, NameProperty],
        ),
        rule(format!(r"[\p{{Lu}}$_]{ID}\b"), NameClass),
        groups(
            format!(r"({ID})(\p{{White_Space}}*)(\()"),
            [NameFunction, Text, Operator],
        ),
        groups(format!(r"(\.)({ID})"), [Operator, NameProperty]),
        rule(format!(r"(?:{KEYWORDS})\b"), Keyword),
        rule(
            "(?:<[%:-]|=>|>:|[#=@\u{21D2}\u{2190}])(?=[\\s\\p{Word}]|\\z)",
            Keyword,
        ),
        rule(r"_(?!\p{Word})", Keyword),
        rule(format!(":(?!{OP})"), Keyword).push("type"),
        rule(r"(?:true|false|null)\b", KeywordConstant),
        groups(r"(import|package)(\s+)", [Keyword, Text]).push("package_name"),
        groups(r"(type)(\s+)", [Keyword, Text]).push("type"),
        include("literals"),
        rule(r"\n", Text),
    ]
}

fn literals() -> [Rule; 12] {
    [
        rule(r#"(?s)""".*?"""(?!")"#, Str),
        rule(r#""(?:\\\\|\\"|[^"])*""#, Str),
        rule(r"'\\.'|'[^\\]'|'\\u[0-9a-fA-F]{4}'", StrChar),
        rule(ID, Name),
        rule("`[^`]+`", Name),
        rule(r"\[", Operator).push("type_parameters"),
        rule(r"[(){};,.#]", Operator),
        rule(format!("{OP}+"), Operator),
        rule(
            r"(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?",
            NumFloat,
        ),
        rule("[0-9]+[fFdD]", NumFloat),
        rule("0x[0-9a-fA-F]+", NumHex),
        rule("[0-9]+L?", NumInteger),
    ]
}

fn types(any_name: &str) -> [Rule; 8] {
    let chunk = format!("(?:{ID}|{OP}+`[^`]+`)");
    let path = format!(r"({chunk}(?:\.{chunk})*)(\s*)");
    [
        rule(r"\s+", Text),
        rule("<[%:]|>:|[#_\u{21D2}]|forSome|type", Keyword),
        groups(r"([,);}]|=>|=)(\s*)", [Operator, Text]).pop(),
        rule(r"[({]", Operator).push("type"),
        groups(format!(r"{path}(\[)"), [KeywordType, Text, Operator]).goto("type_parameters"),
        groups(format!("{path}$"), [KeywordType, Text]).pop(),
        rule("//.*", CommentSingle).pop(),
        rule(format!(r"\.|{any_name}"), KeywordType),
    ]
}
