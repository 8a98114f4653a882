//! JavaScript, by ECMA-262. What a slash or a brace begins depends on whether an operand is due: see `operand`.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

/// A name.
pub(super) const ID: &str = r"[\p{L}\p{Nl}$_]\p{Word}*";

/// White space that may hold escaped line ends.
pub(super) const SPACE: &str = r"(?:\s|\\\s)+";

/// A call's parentheses, wherever they end.
const CALL: &str = r"(?=\((?s:.)*?\))";

pub(super) const KEYWORDS: &str = "async await break case catch continue debugger default delete do else export \
    finally from for if import in instanceof new of return super switch this throw try typeof void while yield";

pub(super) const DECLARATIONS: &str =
    "var let const with function class extends constructor get set static";

pub(super) const RESERVED: &str = "enum implements interface package private protected public";

pub(super) const CONSTANTS: &str = "true false null NaN Infinity undefined";

pub(super) const BUILTINS: &str = "Array Boolean Date Error Function Math netscape Number Object Packages RegExp \
    String sun decodeURI decodeURIComponent encodeURI encodeURIComponent eval isFinite isNaN parseFloat parseInt \
    document window navigator self global Promise Set Map WeakSet WeakMap Symbol Proxy Reflect Int8Array Uint8Array \
    Uint8ClampedArray Int16Array Uint16Array Uint16ClampedArray Int32Array Uint32Array Uint32ClampedArray \
    Float32Array Float64Array DataView ArrayBuffer";

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let rows = [
        (KEYWORDS, Keyword),
        (DECLARATIONS, KeywordDeclaration),
        (RESERVED, KeywordReserved),
        (CONSTANTS, KeywordConstant),
        (BUILTINS, NameBuiltin),
    ];
    table(NameOther, rows)
});

pub(in crate::highlight) fn grammar() -> Grammar {
    with_words(name, called_name)
}

/// The grammar, for a language that has other words.
pub(super) fn with_words(name: Call, called_name: Call) -> Grammar {
    Grammar::new()
        .state("root", root(name, called_name))
        .state("numbers", numbers())
        .state(
            "block_comment",
            [
                rule(r"\*/", CommentMultiline).pop(),
                rule(r"[^*/]+|[*/]", CommentMultiline),
            ],
        )
        .state(
            "space",
            [
                rule(r"\s+", Text),
                rule("<!--", Comment),
                rule("//.*", CommentSingle),
                rule(r"/\*", CommentMultiline).push("block_comment"),
            ],
        )
        .state(
            "operand",
            [
                include("space"),
                rule("/", StrRegex).goto("regex"),
                rule(r"\{", Punctuation).goto("object"),
                at("").pop(),
            ],
        )
        .state(
            "regex",
            [
                rule("/", StrRegex).goto("regex_flags"),
                rule(r"[^/]?\n", Error).pop(),
                rule(r"\[\^?", StrEscape).push("regex_class"),
                rule(r"\\.|\(\?[:=<!]|\{[\d,]+\}|[()?]", StrEscape),
                rule(".", StrRegex),
            ],
        )
        .state(
            "regex_flags",
            [rule("[gimuy]+", StrRegex).pop(), at("").pop()],
        )
        .state(
            "regex_class",
            [
                rule("/", StrEscape),
                rule(r"[^/]\n", Error).pop_many(2),
                rule(r"\]", StrEscape).pop(),
                rule(r"\\.", StrEscape),
                rule(".", StrRegex),
            ],
        )
        .state("double", string('"'))
        .state("single", string('\''))
        .state(
            "class_name",
            [
                groups(
                    format!("({ID})({SPACE})(extends)({SPACE})"),
                    [NameClass, Text, KeywordDeclaration, Text],
                ),
                rule(ID, NameClass).pop(),
            ],
        )
        .state(
            "statement",
            [
                rule(r"case\b", Keyword).goto("operand"),
                groups(format!(r"({ID})(\s*)(:)"), [NameLabel, Text, Punctuation]),
                include("operand"),
            ],
        )
        .state(
            "object",
            [
                include("space"),
                rule(r"\{", Punctuation).push_same(),
                rule(r"\}", Punctuation).goto("statement"),
                groups(
                    format!(r"({ID})(\s*)(:)"),
                    [NameAttribute, Text, Punctuation],
                )
                .push("operand"),
                rule(":", Punctuation),
                include("root"),
            ],
        )
        // Here a name before a colon is no label.
        .state(
            "conditional",
            [rule(":", Punctuation).goto("operand"), include("root")],
        )
        .state(
            "template",
            [
                rule(r"\$\{", Punctuation).push("template_expression"),
                rule("`", StrDouble).pop(),
                rule(r"\\[$`\\]", StrEscape),
                rule(r"[^$`\\]+|[\\$]", StrDouble),
            ],
        )
        .state(
            "template_expression",
            [rule(r"\}", Punctuation).pop(), include("root")],
        )
}

fn root(name: Call, called_name: Call) -> Vec<Rule> {
    vec![
        rule(r"(?s)\s*#!.*?\n", CommentPreproc).push("statement"),
        include("space"),
        rule(r"\\(?=\n)", Operator).push("operand"),
        rule(r"\+\+|--|~|\?\?=?|&&|\|\||<<|>>>?|[=!]==", Operator).push("operand"),
        rule(r"[-<>+*%&|^/!=]=?", Operator).push("operand"),
        rule(r"[(\[,]", Punctuation).push("operand"),
        rule(";", Punctuation).push("statement"),
        rule(r"[)\].]|\?\.", Punctuation),
        rule("`", StrDouble).push("template"),
        rule(r"\?", Punctuation).push("conditional").push("operand"),
        groups(r"(@)(\w+)?", [Punctuation, NameDecorator]).push("operand"),
        groups(format!("(class)({SPACE})"), [KeywordDeclaration, Text]).push("class_name"),
        rule(
            format!(r"[\p{{Nl}}$_]*\p{{Lu}}\p{{Word}}*[ \t]*{CALL}"),
            NameClass,
        ),
        groups(
            format!("(function)({SPACE})({ID})"),
            [KeywordDeclaration, Text, NameFunction],
        ),
        rule(r"function(?=\(.*?\))", KeywordDeclaration),
        call(format!(r"(#?{ID})[ \t]*{CALL}"), called_name),
        rule(r"[{}]", Punctuation).push("statement"),
        call(format!("#?{ID}"), name),
        include("numbers"),
        rule("\"", StrDelimiter).push("double"),
        rule("'", StrDelimiter).push("single"),
        rule(":", Punctuation),
    ]
}

fn numbers() -> [Rule; 5] {
    [
        rule(r"[0-9]+\.[0-9]+(?:[eE][0-9]+)?[fd]?", NumFloat),
        rule("(?i)0x[0-9a-f]+", NumHex),
        rule("(?i)0o[0-7][0-7_]*", NumOct),
        rule("(?i)0b[01][01_]*", NumBin),
        rule("[0-9]+", NumInteger),
    ]
}

fn string(quote: char) -> [Rule; 3] {
    let token = if quote == '"' { StrDouble } else { StrSingle };
    [
        rule(format!(r"\\[\\nrt{quote}]?"), StrEscape),
        rule(format!(r"[^\\{quote}]+"), token),
        rule(quote.to_string(), StrDelimiter).pop(),
    ]
}

fn name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let token = WORDS.token(m.whole());
    cx.token(token, m.whole());
    if matches!(token, Keyword | KeywordDeclaration) {
        cx.push("operand");
    }
}

fn called_name(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let keyword = WORDS.find(m.group(1)) == Some(Keyword);
    cx.token(if keyword { Keyword } else { NameFunction }, m.whole());
}
