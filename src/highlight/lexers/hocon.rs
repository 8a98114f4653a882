//! HOCON, JSON made easier to write.

use super::json;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    let key = |expression: &'static str| groups(expression, [NameLabel, Whitespace, Punctuation]);
    json::grammar()
        .state("comments", [rule("(?://|#).*", CommentSingle)])
        .prepend("root", [include("comments")])
        .prepend(
            "object",
            [rule(r"(?:include|url|file|classpath)\b", Keyword)],
        )
        .state(
            "key",
            [
                key(r#"("[^"\n]*?")(\s*)([:=]|(?=\{))"#),
                key(r"([-\w.]+)(\s*)([:=]|(?=\{))"),
            ],
        )
        .state(
            "value",
            [
                include("comments"),
                rule(r"\s+", Whitespace),
                include("constants"),
                rule(r"\$\{\??", StrInterpol).push("interpolation"),
                rule("\"\"\"", StrDouble).push("long_string"),
                rule("\"", StrDouble).push("string"),
                include("open"),
                rule("[()=]", Punctuation),
                rule(r#"[^$"{}\[\]:=,+#`^?!@*&]"#, Literal),
            ],
        )
        .state(
            "interpolation",
            [
                rule(r"[\w.-]", NameVariable),
                rule(r"\}", StrInterpol).pop(),
            ],
        )
        .prepend(
            "string",
            [
                rule(r"\$\{\??", StrInterpol).push("interpolation"),
                rule(r#"[^\\"${]+"#, StrDouble),
            ],
        )
        .state(
            "long_string",
            [
                rule(r#""[^"]{1,2}"#, StrDouble),
                include("string"),
                rule("\"\"\"", StrDouble).pop(),
            ],
        )
        .prepend("constants", [rule(r"\d+\.(?:\d+\.?){3,}", Literal)])
}
