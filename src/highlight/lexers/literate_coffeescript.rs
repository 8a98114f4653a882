//! Literate CoffeeScript: Markdown whose indented lines are the program.

use crate::highlight::grammar::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            at("(?:    .*\\n)+").delegate("coffeescript").line_start(),
            at(r"(?: {0,3}(?:\S.*)?\n)*")
                .delegate("markdown")
                .line_start(),
        ],
    )
}
