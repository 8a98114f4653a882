//! BIML: XML with C# inside of it.

use super::xml;
use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    xml::grammar()
        .prepend(
            "root",
            [
                rule(r"<#@\s*", NameTag).push("directive"),
                rule(r"<#=?\s*", NameTag).push("code"),
            ],
        )
        .state(
            "code",
            [
                rule(r"\s*#>\s*", NameTag).pop(),
                at(r"(?s).*?(?=\s*#>\s*)").fresh("csharp"),
            ],
        )
        .state(
            "directive",
            [
                rule(r"\s+", Text),
                rule(r"[\w.:-]+\s*=", NameAttribute).push("attribute"),
                rule(r"\w+\s*", NameAttribute),
                rule(r"/?\s*#>", NameTag).pop(),
            ],
        )
}
