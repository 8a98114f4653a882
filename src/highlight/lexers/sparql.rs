//! SPARQL.

use crate::highlight::grammar::*;
use crate::highlight::token::Token;
use crate::highlight::token::Token::*;

/// Those that are all capitals: a function is looked for by its name in capitals.
const BUILTINS: &str = "abs avg bnode bound ceil coalesce concat contains count datatype day encode_for_uri floor \
    group_concat hours if iri lang langmatches lcase max md5 min minutes month now rand regex replace round sameterm sample \
    seconds separator sha1 sha256 sha384 sha512 str strafter strbefore strdt strends strlang strlen strstarts struuid \
    substr sum timezone tz ucase uri uuid year";

const KEYWORDS: &str = "add all as asc ask base bind bindings by clear construct copy create data default delete desc \
    describe distinct drop exists filter from graph group having in insert limit load minus move named not offset \
    optional order prefix select reduced service silent to undef union using values where with";

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state("root", root())
        .state("double", string("\"", None, StrDouble))
        .state("long_double", string("\"\"\"", Some("\""), StrDouble))
        .state("single", string("'", None, StrSingle))
        .state("long_single", string("'''", Some("'"), StrSingle))
        .state(
            "string_end",
            [
                groups("(@)([a-zA-Z]+(?:-[a-zA-Z0-9]+)*)", [Operator, NameProperty]),
                rule(r"\^\^", Operator),
                at("").pop(),
            ],
        )
}

fn root() -> [Rule; 16] {
    let names = table_any_case(Error, [(BUILTINS, NameBuiltin), (KEYWORDS, Keyword)]);
    [
        rule(r"\s+", Whitespace),
        rule("#.*", CommentSingle),
        rule("\"\"\"", StrDouble).push("long_double"),
        rule("\"", StrDouble).push("double"),
        rule("'''", StrSingle).push("long_single"),
        rule("'", StrSingle).push("single"),
        rule(r"[$?]\p{Word}+", NameVariable),
        groups(
            r"([\p{Word}-]*)(:)([\p{Word}-]+)?",
            [NameNamespace, Operator, StrSymbol],
        ),
        rule("<[^>]*>", NameNamespace),
        rule("(?i)true|false", KeywordConstant),
        rule(r"a\b", Keyword),
        words(r"(?i)[A-Z]\p{Word}+\b", &names),
        rule(r"(?i)[+-]?(?:\d+\.\d*|\.\d+)(?:e[+-]?[0-9]+)?", NumFloat),
        rule(r"[+-]?\d+", NumInteger),
        rule(r"[\]\[(){}.,;=]", Punctuation),
        rule(r"[/?*+=!<>]|&&|\|\||\^\^", Operator),
    ]
}

/// A string; a long one may have its quote inside.
fn string(end: &'static str, inside: Option<&'static str>, token: Token) -> Vec<Rule> {
    let quote = &end[..1];
    let mut rules = vec![rule(end, token).goto("string_end")];
    rules.extend(inside.map(|quote| rule(quote, token)));
    rules.extend([
        rule(r#"\\[tbnrf"'\\]"#, StrEscape),
        rule(r"\\u\h{4}", StrEscape),
        rule(r"\\U\h{8}", StrEscape),
        rule(r"\\", token),
        rule(format!(r"[^{quote}\\]+"), token),
    ]);
    rules
}
