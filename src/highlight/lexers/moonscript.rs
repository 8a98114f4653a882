//! MoonScript.

use super::lua;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const KEYWORDS: &str = "break class continue do else elseif end extends for if import in repeat return switch super then \
    unless until using when with while";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", [rule("#!.*", CommentPreproc), at("").push("main")])
        .state("base", base())
        .state(
            "main",
            [
                rule("--.*", CommentSingle),
                scan(lua::long_string, StrHeredoc),
                include("base"),
                rule("'", StrSingle).push("sqs"),
                rule("\"", StrDouble).push("dqs"),
            ],
        )
        .state(
            "sqs",
            [rule("'", StrSingle).pop(), rule("[^']+", StrSingle)],
        )
        .state(
            "interpolation",
            [rule(r"\}", StrInterpol).pop(), include("base")],
        )
        .state(
            "dqs",
            [
                rule(r"#\{", StrInterpol).push("interpolation"),
                rule("\"", StrDouble).pop(),
                rule(r"#[^{]", StrDouble),
                rule("[^\"#]+", StrDouble),
            ],
        )
}

fn base() -> [Rule; 17] {
    [
        // The quote is part of it.
        rule(r"(?i)(?:\d*\.\d+|\d+\.\d*)(?:e[+-]?\d+)?'", NumFloat),
        rule(r"(?i)\d+e[+-]?\d+", NumFloat),
        rule("(?i)0x[0-9a-f]*", NumHex),
        rule(r"\d+", NumInteger),
        rule(r"@\w*", NameVariableInstance),
        rule(r"[A-Z]\w*", NameClass),
        rule("\"?[^\"]+\":", StrSymbol),
        rule(r"\w+:", StrSymbol),
        rule(r":\w+", StrSymbol),
        rule(r"\s+", Whitespace),
        rule(
            r"==|~=|!=|<=|>=|\.\.\.|\.\.|->|=>|[=+\-*/%^<>#!\\]",
            Operator,
        ),
        rule(r"[\[\]{}().,:;]", Punctuation),
        rule(r"(?:and|or|not)\b", OperatorWord),
        rule(format!(r"{}\b", any_of(KEYWORDS)), Keyword),
        rule(r"(?:local|export)\b", KeywordDeclaration),
        rule(r"(?:true|false|nil)\b", KeywordConstant),
        call(
            "[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)?",
            |cx, m| lua::name_or_field(cx, m.whole()),
        ),
    ]
}
