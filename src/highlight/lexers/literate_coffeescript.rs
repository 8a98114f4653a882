//! CoffeeScript as indented code in Markdown.

use crate::highlight::grammar::*;

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new().state(
        "root",
        [
            at(r"(?:    .*\n)+").delegate("coffeescript").line_start(),
            at(r"(?: {0,3}(?:\S.*)?\n)*")
                .delegate("markdown")
                .line_start(),
        ],
    )
}
