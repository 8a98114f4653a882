//! YANG, models of configuration.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

const STATEMENTS: &str = "module submodule belongs-to namespace prefix yang-version contact description organization \
    reference revision import include revision-date action argument augment deviation extension feature grouping \
    identity if-feature input notification output rpc typedef anydata anyxml case choice config container deviate leaf \
    leaf-list list must presence refine uses when base bit default enum error-app-tag error-message fraction-digits \
    length max-elements min-elements modifier ordered-by path pattern position range require-instance status type units \
    value yin-element key mandatory unique";

const TYPES: &str = "binary bits boolean decimal64 empty enumeration identityref instance-identifier int16 int32 int64 \
    int8 leafref string uint16 uint32 uint64 uint8 union";

const CONSTANTS: &str = "add current delete deprecated false invert-match max min not-supported obsolete replace true \
    unbounded user";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table_any_case(
        Name,
        [
            (STATEMENTS, KeywordDeclaration),
            (TYPES, KeywordType),
            (CONSTANTS, NameConstant),
        ],
    );
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Whitespace),
                rule("[{};]+", Punctuation),
                rule(r"(?:and|or|not|\+|\.)(?![-\w])", Operator),
                rule(r#""(?:\\"|[^"])*?""#, StrDouble),
                rule(r"'(?:\\'|[^'])*?'", StrSingle),
                rule(r"/\*", Comment).push("comment"),
                rule("//.*", Comment),
                groups(
                    r"([\w.-]+)(:)([\w.-]+)(?=[\s{};])",
                    [NameNamespace, Punctuation, Name],
                ),
                rule(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=[\s{};])", NameLabel),
                rule(r"[0-9]+\.[0-9]+(?=[\s{};])", NumFloat),
                rule(r"[0-9]+(?=[\s{};])", NumInteger),
                words(r"[\w-]+(?=[^\w\-:])\b", &names),
                rule(r#"[^;{}\s'"]+"#, Name),
            ],
        )
        .state(
            "comment",
            [
                rule("[^*/]", Comment),
                rule(r"/\*", Comment).push("comment"),
                rule(r"\*/", Comment).pop(),
                rule("[*/]", Comment),
            ],
        )
}
