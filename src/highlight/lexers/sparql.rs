//! SPARQL.

use crate::highlight::grammar::*;
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

/// Some of Rouge's have letters in lower case, which nothing equals.
const FUNCTIONS: &str = "abs avg bnode bound ceil coalesce concat contains count datatype day encode_for_uri floor \
    group_concat hours if iri lang langmatches lcase max md5 min minutes month now rand regex replace round sameterm \
    sample seconds separator sha1 sha256 sha384 sha512 str strafter strbefore strdt strends strlang strlen strstarts \
    struuid substr sum timezone tz ucase uri uuid year";

const KEYWORDS: &str = "add all as asc ask base bind bindings by clear construct copy create data default delete desc \
    describe distinct drop exists filter from graph group having in insert limit load minus move named not offset \
    optional order prefix select reduced service silent to undef union using values where with";

pub(in crate::highlight) fn grammar() -> Grammar {
    let names = table_any_case(Error, [(FUNCTIONS, NameBuiltin), (KEYWORDS, Keyword)]);
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Whitespace),
                rule("#.*", CommentSingle),
                rule("\"\"\"", StrDouble).push("long_double"),
                rule("\"", StrDouble).push("double"),
                rule("'''", StrSingle).push("long_single"),
                rule("'", StrSingle).push("single"),
                rule("[$?][[:word:]]+", NameVariable),
                groups(
                    "([[:word:]-]*)(:)([[:word:]-]+)?",
                    [NameNamespace, Operator, StrSymbol],
                ),
                rule("<[^>]*>", NameNamespace),
                rule("(?i)true|false", KeywordConstant),
                rule(r"a\b", Keyword),
                words(r"[a-zA-Z][[:word:]]+\b", &names),
                rule(r"(?i)[+-]?(?:\d+\.\d*|\.\d+)(?:e[+-]?[0-9]+)?", NumFloat),
                rule(r"[+-]?\d+", NumInteger),
                rule(r"[\]\[(){}.,;=]", Punctuation),
                rule(r"[/?*+=!<>]|&&|\|\||\^\^", Operator),
            ],
        )
        .state("double", string('"', StrDouble))
        .state("long_double", long_string('"', StrDouble))
        .state("single", string('\'', StrSingle))
        .state("long_single", long_string('\'', StrSingle))
        .state(
            "string_end",
            [
                groups("(@)([a-zA-Z]+(?:-[a-zA-Z0-9]+)*)", [Operator, NameProperty]),
                rule(r"\^\^", Operator),
                at("").pop(),
            ],
        )
}

fn string(quote: char, token: Token) -> [Rule; 3] {
    [
        rule(quote.to_string(), token).goto("string_end"),
        rule(r#"\\[tbnrf"'\\]|\\u\h{4}|\\U\h{8}"#, StrEscape),
        rule(format!(r"\\|[^{quote}\\]+"), token),
    ]
}

fn long_string(quote: char, token: Token) -> [Rule; 4] {
    let [_, escape, text] = string(quote, token);
    [
        rule(quote.to_string().repeat(3), token).goto("string_end"),
        rule(quote.to_string(), token),
        escape,
        text,
    ]
}
