//! Ada 2012.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "abort abstract accept access aliased all array at begin body case constant declare delay delta \
    digits do else elsif end exception exit for generic goto if in interface is limited loop new null of others out \
    overriding parallel pragma private protected raise range record renames requeue return reverse select separate \
    some synchronized tagged task terminate then until use when while with";

const BUILTINS: &str = "boolean character constraint_error duration float integer natural positive long_float \
    long_integer long_long_float long_long_integer program_error short_float short_integer short_short_integer \
    storage_error string tasking_error wide_character wide_string wide_wide_character wide_wide_string";

static NAMES: LazyLock<Words> = LazyLock::new(|| {
    table_any_case(
        Name,
        [
            (KEYWORDS, Keyword),
            ("abs and mod not or rem xor", OperatorWord),
            (
                "entry function package procedure subtype type",
                KeywordDeclaration,
            ),
            (BUILTINS, NameBuiltin),
        ],
    )
});

const ID: &str = r"\b[[:alpha:]](?:\p{Pc}?[[:alnum:]])*\b";
const DIGITS: &str = r"\d(?:_?\d)*";
const BASED: &str = r"\h(?:_?\h)*";
const EXPONENT: &str = r"(?i:E[-+]?\d(?:_?\d)*)?";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state(
            "whitespace",
            [rule(r"\s+", Text), rule("--.*", CommentSingle)],
        )
        .state(
            "dquote_string",
            [
                rule(r#"[^"\n]+"#, StrDouble),
                rule("\"\"", StrEscape),
                rule("\"", StrDouble).pop(),
                rule(r"\n", Error).pop(),
            ],
        )
        .state(
            "attr",
            [
                include("whitespace"),
                rule(ID, NameAttribute).pop(),
                at("").pop(),
            ],
        )
        .state(
            "decl_name",
            [
                include("whitespace"),
                rule(r"(?i)body\b", KeywordDeclaration),
                groups(format!(r"({ID})(\.)"), [NameNamespace, Punctuation]),
                rule(
                    format!(r#"{ID}|"(?:and|or|xor|/?=|<=?|>=?|\+|–|&\|/|mod|rem|\*?\*|abs|not)""#),
                    NameFunction,
                )
                .pop(),
                at("").pop(),
            ],
        )
        // The names in `with A.B, C`.
        .state(
            "libunit_name",
            [
                include("whitespace"),
                call(ID, |cx, m| match NAMES.token(m.whole()) {
                    Name | NameBuiltin => cx.token(NameNamespace, m.whole()),
                    token => {
                        cx.token(token, m.whole());
                        if token == KeywordDeclaration {
                            cx.goto("decl_name");
                        } else {
                            cx.pop(1);
                        }
                    }
                }),
                rule("[.,]", Punctuation),
                at("").pop(),
            ],
        )
}

fn root() -> [Rule; 18] {
    [
        include("whitespace"),
        rule("'.'", StrChar),
        rule(r#""[^"\n]*"#, StrDouble).push("dquote_string"),
        rule(format!(r"{DIGITS}\.{DIGITS}{EXPONENT}"), NumFloat),
        rule(format!(r"{DIGITS}#{BASED}\.{BASED}#{EXPONENT}"), NumFloat),
        rule(format!("2#[01](?:_?[01])*#{EXPONENT}"), NumBin),
        rule(format!("8#[0-7](?:_?[0-7])*#{EXPONENT}"), NumOct),
        rule(format!("16#(?:{BASED})*#{EXPONENT}"), NumHex),
        rule(format!("{DIGITS}#{BASED}#{EXPONENT}"), NumInteger),
        rule(format!(r"{DIGITS}#\w+#"), Error),
        rule(format!("{DIGITS}{EXPONENT}"), NumInteger),
        rule("'", Punctuation).push("attr"),
        rule(format!("<<{ID}>>"), NameLabel),
        groups(
            r"(?i)(?:(limited)(\s+))?(?:(private)(\s+))?(with)\b",
            [
                KeywordNamespace,
                Text,
                KeywordNamespace,
                Text,
                KeywordNamespace,
            ],
        )
        .push("libunit_name")
        .line_start(),
        rule(r"[+*/&<=>|]|-|\.\.|[:></]=|@", Operator),
        rule(r"[.,:;()\[\]]", Punctuation),
        call(ID, |cx, m| {
            let token = NAMES.token(m.whole());
            cx.token(token, m.whole());
            if token == KeywordDeclaration {
                cx.push("decl_name");
            }
        }),
        rule(r"\b(?:\p{Pc}|[[:alpha:]])\p{Word}*", Error),
    ]
}
