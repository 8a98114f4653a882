//! Ada 2012.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;
use std::sync::LazyLock;

const KEYWORDS: &str = "abort abstract accept access aliased all array at begin body case constant declare delay delta \
    digits do else elsif end exception exit for generic goto if in interface is limited loop new null of others out \
    overriding parallel pragma private protected raise range record renames requeue return reverse select separate \
    some synchronized tagged task terminate then until use when while with";

const DECLARATIONS: &str = "entry function package procedure subtype type";

const BUILTINS: &str = "boolean character constraint_error duration float integer natural positive long_float \
    long_integer long_long_float long_long_integer program_error short_float short_integer short_short_integer \
    storage_error string tasking_error wide_character wide_string wide_wide_character wide_wide_string";

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    table_any_case(
        Name,
        [
            ("abs and mod not or rem xor", OperatorWord),
            (DECLARATIONS, KeywordDeclaration),
            (BUILTINS, NameBuiltin),
            (KEYWORDS, Keyword),
        ],
    )
});

/// A name; underscores stand between its letters alone.
const NAME: &str = r"[[:alpha:]](?:\p{Pc}?[[:alnum:]])*\b";
const DIGITS: &str = r"\d(?:_?\d)*";
const HEX_DIGITS: &str = r"\h(?:_?\h)*";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state("space", [rule(r"\s+", Text), rule("--.*", CommentSingle)])
        .state(
            "string",
            [
                rule(r#"[^"\n]+"#, StrDouble),
                rule("\"\"", StrEscape),
                rule("\"", StrDouble).pop(),
                rule(r"\n", Error).pop(),
            ],
        )
        .state(
            "attribute",
            [
                include("space"),
                rule(NAME, NameAttribute).pop(),
                at("").pop(),
            ],
        )
        .state(
            "declared_name",
            [
                include("space"),
                rule(r"(?i)body\b", KeywordDeclaration),
                groups(format!(r"({NAME})(\.)"), [NameNamespace, Punctuation]),
                rule(
                    format!(
                        r#"{NAME}|"(?:and|or|xor|/?=|<=?|>=?|\+|–|&\|/|mod|rem|\*?\*|abs|not)""#
                    ),
                    NameFunction,
                )
                .pop(),
                at("").pop(),
            ],
        )
        .state(
            "units",
            [
                include("space"),
                call(NAME, unit),
                rule("[.,]", Punctuation),
                at("").pop(),
            ],
        )
}

fn root() -> Vec<Rule> {
    let exponent = format!("(?i:E[-+]?{DIGITS})?");
    vec![
        include("space"),
        rule("'.'", StrChar),
        rule(r#""[^"\n]*"#, StrDouble).push("string"),
        rule(format!(r"{DIGITS}\.{DIGITS}{exponent}"), NumFloat),
        rule(
            format!(r"{DIGITS}#{HEX_DIGITS}\.{HEX_DIGITS}#{exponent}"),
            NumFloat,
        ),
        rule(format!("2#[01](?:_?[01])*#{exponent}"), NumBin),
        rule(format!("8#[0-7](?:_?[0-7])*#{exponent}"), NumOct),
        rule(format!("16#(?:{HEX_DIGITS})*#{exponent}"), NumHex),
        rule(format!("{DIGITS}#{HEX_DIGITS}#{exponent}"), NumInteger),
        rule(format!(r"{DIGITS}#\w+#"), Error),
        rule(format!("{DIGITS}{exponent}"), NumInteger),
        rule("'", Punctuation).push("attribute"),
        rule(format!("<<{NAME}>>"), NameLabel),
        // Elsewhere `with` does not name units.
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
        .push("units")
        .line_start(),
        rule(r"[+*/&<=>|]|-|=>|\.\.|\*\*|[:></]=|<<|>>|<>|@", Operator),
        rule(r"[.,:;()\[\]]", Punctuation),
        call(NAME, |cx, m| {
            let token = WORDS.token(m.whole());
            cx.token(token, m.whole());
            if token == KeywordDeclaration {
                cx.push("declared_name");
            }
        }),
        rule(r"[\p{Pc}[:alpha:]]\p{Word}*", Error),
    ]
}

/// A name of a unit; a keyword shows that none was due.
fn unit(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    match WORDS.token(m.whole()) {
        Name | NameBuiltin => cx.token(NameNamespace, m.whole()),
        KeywordDeclaration => {
            cx.token(KeywordDeclaration, m.whole());
            cx.goto("declared_name");
        }
        token => {
            cx.token(token, m.whole());
            cx.pop(1);
        }
    }
}
