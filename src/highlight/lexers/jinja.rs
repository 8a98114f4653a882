//! Jinja and Django templates, in the HTML (or what `?parent=` says) that they are for.

use crate::highlight::grammar::*;
use crate::highlight::token::Token::*;

/// The words of a language with this syntax, apart by white space.
pub(super) struct Vocabulary {
    pub(super) keywords: &'static str,
    pub(super) constants: &'static str,
    pub(super) operators: &'static str,
    pub(super) tests: &'static str,
}

const VOCABULARY: Vocabulary = Vocabulary {
    keywords: "as context do else extends from ignore missing import include reversed recursive scoped autoescape \
        endautoescape block endblock call endcall filter endfilter for endfor if endif macro endmacro set endset \
        trans endtrans with endwith without",
    constants: "true false none True False None",
    operators: "is in and or not",
    tests: "callable defined divisibleby equalto escaped even iterable lower mapping none number odd sameas \
        sequence string undefined upper",
};

pub(in crate::highlight) fn grammar() -> Grammar {
    templates(&VOCABULARY)
}

/// The grammar of a language with this syntax.
pub(super) fn templates(vocabulary: &Vocabulary) -> Grammar {
    let names = table(
        NameVariable,
        [
            (vocabulary.keywords, Keyword),
            (vocabulary.constants, KeywordPseudo),
            (vocabulary.operators, OperatorWord),
            (vocabulary.tests, NameBuiltin),
        ],
    );
    Grammar::new()
        .on_reset(|cx| cx.begin_template())
        .state("root", root())
        .state("literal", literals())
        .state(
            "comment",
            [
                rule("[^#]+", Comment),
                rule(r"#\}", Comment).pop(),
                rule("#", Comment),
            ],
        )
        .state(
            "expression",
            [
                rule(r"\w+\.?", NameVariable),
                include("literal"),
                rule(r"%\}|\}\}", CommentPreproc).pop(),
            ],
        )
        .state(
            "statement",
            [
                words(r"\w+\.?", &names),
                include("literal"),
                rule(r"%\}", CommentPreproc).pop(),
            ],
        )
        .state("raw", unread("endraw"))
        .state("verbatim", unread("endverbatim"))
}

fn root() -> [Rule; 8] {
    [
        rule(r"\{#", Comment).push("comment"),
        rule("##.*", Comment),
        tag("raw").push("raw"),
        tag("verbatim").push("verbatim"),
        rule(r"\{%", CommentPreproc).push("statement"),
        rule(r"\{\{", CommentPreproc).push("expression"),
        at(r"(?s).+?(?=\\|\{\{|\{%|\{#|##)").delegate("parent"),
        at("(?s).+").delegate("parent"),
    ]
}

fn tag(name: &str) -> Rule {
    groups(
        format!(r"(\{{%-?)(\s*)({name})(\s*)(-?%\}})"),
        [CommentPreproc, Text, Keyword, Text, CommentPreproc],
    )
}

/// Text up to a tag, as it is.
fn unread(end: &str) -> [Rule; 3] {
    [tag(end).pop(), rule(r"[^{]+", Text), rule(r"\{", Text)]
}

fn literals() -> [Rule; 9] {
    [
        groups(r"(\|\s*)(\w+)", [Operator, NameFunction]),
        groups(r"(\w+)(\()", [NameFunction, Punctuation]),
        rule(r#""(?:\\.|.)*?""#, StrDouble),
        rule(r"'(?:\\.|.)*?'", StrSingle),
        rule(r"\d+(?=\}\s)", Num),
        rule(r"[-+*=]|//?", Operator),
        rule("<=?|>=?|!=", Operator),
        rule(r"[,\[\]()]", Punctuation),
        rule(r"\s+", Text),
    ]
}
