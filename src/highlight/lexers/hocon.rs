//! HOCON: JSON for people.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    super::json::grammar()
        .state("comments", [rule("(?://|#).*", CommentSingle)])
        .prepend("root", [include("comments")])
        .prepend(
            "object",
            [rule(r"\b(?:include|url|file|classpath)\b", Keyword)],
        )
        .state(
            "key",
            [
                groups(r#"("[^\n]*?")(\s*)(?=[:={])"#, [NameLabel, Whitespace]).push("key end"),
                groups(r"([-\w.]+)(\s*)(?=[:={])", [NameLabel, Whitespace]).push("key end"),
            ],
        )
        .state(
            "key end",
            [rule("[:=]", Punctuation).pop(), rule("", Text).pop()],
        )
        .state(
            "value",
            [
                include("comments"),
                rule(r"\s+", Whitespace),
                include("constants"),
                rule(r"\$\{\??", StrInterpol).push("interpolation"),
                rule("\"\"\"", StrDouble).push("multiline_string"),
                rule("\"", StrDouble).push("string"),
                rule(r"\[", Punctuation).push("array"),
                rule(r"\{", Punctuation).push("object"),
                rule("[()=]", Punctuation),
                rule(r#"[^$"{}\[\]:=,+#`^?!@*&]"#, Literal),
            ],
        )
        .state(
            "interpolation",
            [
                rule(r"[\w\-.]", NameVariable),
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
            "multiline_string",
            [
                rule(r#""[^"]{1,2}"#, StrDouble),
                include("string"),
                rule("\"\"\"", StrDouble).pop(),
            ],
        )
        .prepend("constants", [rule(r"\d+\.(?:\d+\.?){3,}", Literal)])
}
