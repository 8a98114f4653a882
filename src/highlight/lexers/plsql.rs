//! PL/SQL, the procedural language of Oracle's databases.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Match};
use crate::highlight::token::Token::*;

/// Types, functions, reserved words and other keywords; what stands in more than one of these counts as the first.
const WORDS: &str = include_str!("words/plsql.txt");

pub(in crate::highlight) fn grammar() -> Grammar {
    let functions = section(WORDS, "functions");
    let names = table_any_case(
        Name,
        [
            (section(WORDS, "types"), KeywordType),
            (functions, NameFunction),
            (section(WORDS, "reserved"), KeywordReserved),
            (section(WORDS, "keywords"), Keyword),
        ],
    );
    // The last of names apart by dots may be a method of a collection.
    let members = table_any_case(Name, [(functions, NameFunction)]);
    Grammar::new()
        .state(
            "root",
            [
                rule(r"\s+", Text),
                rule("--.*", CommentSingle),
                rule(r"/\*", CommentMultiline).push("comment"),
                call("(?i)q'(.)", begin_quotation),
                rule("'", Operator).push("string"),
                rule("\"", Operator).push("quoted_name"),
                groups(
                    r"(?i)(\$(?:if|then|else|elsif|error|end|\$\$?[a-z]\w*))(\s+)",
                    [CommentPreproc, Text],
                ),
                rule(
                    r"(?i)[+-]?(?:\d*\.\d+(?:e[+-]?\d+)?|\d+\.)[fd]?",
                    NumFloat,
                ),
                rule(r"[+-]?\d+", NumInteger),
                rule(
                    r"(?i)%(?:type|rowtype|found|isopen|notfound|rowcount)\b",
                    NameAttribute,
                ),
                rule(
                    r"=>|\|\||\*\*|<<|>>|\.\.|<>|[:!~^<>]=|[-+%/*=<>@&!^\[\]]",
                    Operator,
                ),
                groups(
                    r"(?i)(not|and|or|like|between|in)(\s)",
                    [OperatorWord, Text],
                ),
                groups(
                    r"(?i)(is)(\s+)(?:(not)(\s+))?(null)\b",
                    [OperatorWord, Text, OperatorWord, Text, OperatorWord],
                ),
                rule(r"\.(?=\w)", Punctuation).push("member"),
                rule("[;:(),.]", Punctuation),
                // `replace` is a function elsewhere.
                groups(
                    r"(?i)(create)(\s+)(?:(or)(\s+)(replace)(\s+))?(package|function|procedure|type)(?:(\s+)(body))?(\s+)([a-z][\w$]*)",
                    reserved(10).chain([Name]),
                ),
                // And so is `set`.
                groups(
                    r"(?i)(when)(\s+)(?:(not)(\s+))?(matched)(\s+)(then)(\s+)(update|insert)\b(?:(\s+)(set)(\s+))?",
                    reserved(12),
                ),
                groups(
                    r"([a-zA-Z][\w$]*)(\.)(?=\w)",
                    [Part::Words(names.clone()), Part::from(Punctuation)],
                )
                .push("member"),
                words(r"[a-zA-Z][\w$]*", &names),
            ],
        )
        .state(
            "comment",
            [
                // Stars go in pairs: a comment that ends in `**/` goes on.
                rule(r"(?:\*[^/]|[^*])+", CommentMultiline),
                rule(r"\*/", CommentMultiline).pop(),
            ],
        )
        .state(
            "quotation",
            [
                scan(quotation, StrOther),
                scan(end_of_quotation, Operator).pop(),
            ],
        )
        .state(
            "string",
            [
                rule(r"\\.|''", StrEscape),
                rule("'", Operator).pop(),
                rule(r"[^\\']+", StrSingle),
            ],
        )
        .state(
            "quoted_name",
            [
                rule(r#"\\.|"""#, StrEscape),
                rule("\"", Operator).pop(),
                rule(r#"[^\\"]+"#, NameVariable),
            ],
        )
        .state(
            "member",
            [
                groups(r"([a-zA-Z][\w$]*)(\.)(?=\w)", [Name, Punctuation]),
                words(r"[a-zA-Z][\w$]*", &members).pop(),
            ],
        )
}

/// Reserved words and the space behind each, in turn.
fn reserved(groups: usize) -> impl Iterator<Item = crate::highlight::token::Token> {
    [KeywordReserved, Text].into_iter().cycle().take(groups)
}

/// What closes the quotation that is open: `)` for `q'(`.
#[derive(Default)]
struct Close(char);

fn begin_quotation(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    cx.vars::<Close>().0 = match m.group(1).chars().next().unwrap_or_default() {
        '{' => '}',
        '[' => ']',
        '(' => ')',
        '<' => '>',
        other => other,
    };
    cx.token(Operator, m.whole());
    cx.push("quotation");
}

/// What is in a quotation. A quote belongs to the character before it, unless that closes, and what closes to the one behind it.
fn quotation(cx: &mut Context<'_, '_>) -> Option<usize> {
    let close = cx.vars::<Close>().0;
    let mut rest = cx.rest().chars();
    let mut len = 0;
    while let Some(first) = rest.next() {
        let second = rest.clone().next();
        let pair = match (first == close, second) {
            (true, None | Some('\'')) => break,
            (true, Some(_)) | (false, Some('\'')) => true,
            (false, _) if first == '\'' => break,
            (false, _) => false,
        };
        len += first.len_utf8();
        if pair {
            len += rest.next().map_or(0, char::len_utf8);
        }
    }
    (len > 0).then_some(len)
}

fn end_of_quotation(cx: &mut Context<'_, '_>) -> Option<usize> {
    let close = cx.vars::<Close>().0;
    let behind = cx.rest().strip_prefix(close)?;
    behind.starts_with('\'').then(|| close.len_utf8() + 1)
}
