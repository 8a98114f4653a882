//! Twig: Jinja's syntax with words of its own.

use super::jinja::{self, Vocabulary};
use crate::highlight::grammar::*;

const VOCABULARY: Vocabulary = Vocabulary {
    keywords: "as do extends flush from import include use else starts ends with without autoescape \
        endautoescape block endblock embed endembed filter endfilter for endfor if endif macro endmacro sandbox \
        endsandbox set endset spaceless endspaceless",
    constants: "true false none",
    operators: "b-and b-or b-xor is in and or not",
    tests: "constant defined divisibleby empty even iterable null odd sameas",
};

pub(in crate::highlight) fn grammar() -> Grammar {
    jinja::templates(&VOCABULARY)
}
