//! BIML: XML with pieces of C# in it.

use crate::highlight::grammar::*;
use crate::highlight::machine::Context;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    super::xml::grammar()
        .prepend(
            "root",
            [
                rule(r"<#@\s*", NameTag).push("directive_tag"),
                rule(r"<#=?\s*", NameTag).push("directive_as_csharp"),
            ],
        )
        .state(
            "directive_as_csharp",
            [
                rule(r"\s*#>\s*", NameTag).pop(),
                scan_call(up_to_end, |cx, m| cx.fresh("csharp", m.whole())),
            ],
        )
        .state(
            "directive_tag",
            [
                rule(r"\s+", Text),
                rule(r"[\w.:-]+\s*=", NameAttribute).push("attribute"),
                rule(r"\w+\s*", NameAttribute),
                rule(r"/?\s*#>", NameTag).pop(),
            ],
        )
}

/// What stands before the end of a directive and the white space before it.
fn up_to_end(cx: &mut Context<'_, '_>) -> Option<usize> {
    let inside = cx.up_to("#>")?;
    let is_space = |c: char| c.is_ascii_whitespace() || c == '\x0B';
    Some(inside.trim_end_matches(is_space).len())
}
