//! TypeScript with Glimmer's templates.

use crate::highlight::grammar::*;
use crate::highlight::machine::Context;
use crate::highlight::token::Token::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    with_templates(super::typescript::grammar())
}

/// Adds templates to a script's grammar.
pub(super) fn with_templates(script: Grammar) -> Grammar {
    script
        .prepend(
            "root",
            [groups("(<)(template)(>)", [NameTag, Keyword, NameTag]).push("glimmer_template")],
        )
        .state(
            "glimmer_template",
            [
                groups("(</)(template)(>)", [NameTag, Keyword, NameTag]).pop(),
                scan_call(up_to_end, |cx, m| cx.delegate("handlebars", m.whole())),
            ],
        )
}

fn up_to_end(cx: &mut Context<'_, '_>) -> Option<usize> {
    cx.up_to("</template>").map(str::len).filter(|&end| end > 0)
}
