//! HTTP requests and responses, with the content in the language of its media type.

use crate::highlight::grammar::*;
use crate::highlight::machine::{Context, Failure, Match, Options};
use crate::highlight::token::Token::*;

/// The media type of the content, once a header says it.
#[derive(Default)]
struct Content(Option<String>);

pub(in crate::highlight) fn grammar() -> Grammar {
    Grammar::new()
        .state(
            "root",
            [
                groups(
                    r"(GET|POST|PUT|DELETE|HEAD|OPTIONS|TRACE|PATCH|QUERY)( +)([^ ]+)( +)(HTTPS?)(/)(\d(?:\.\d)?)(\r?\n|$)",
                    [NameFunction, Text, NameNamespace, Text, Keyword, Operator, Num, Text],
                )
                .push("headers"),
                groups(
                    r"(HTTPS?)(/)(\d(?:\.\d)?)( +)(\d{3})( +)?([^\r\n]*)?(\r?\n|$)",
                    [Keyword, Operator, Num, Text, Num, Text, NameException, Text],
                )
                .push("headers"),
            ],
        )
        .state(
            "headers",
            [
                groups(
                    r"([^\s:]+)( *)(:)( *)([^\r\n]+)(\r?\n|$)",
                    [NameAttribute, Text, Punctuation, Text, Str, Text],
                )
                .then(header),
                groups(r"([^\r\n]+)(\r?\n|$)", [Str, Text]),
                rule(r"\r?\n", Text).push("content"),
            ],
        )
        .state("content", [call("(?s).+", content)])
}

fn header(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    if m.group(1).eq_ignore_ascii_case("content-type") {
        let media_type = m.group(5).split(';').next().unwrap_or_default();
        cx.vars::<Content>().0 = Some(media_type.to_lowercase());
    }
}

fn content(cx: &mut Context<'_, '_>, m: &Match<'_>) {
    let asked = cx.option("content").and_then(crate::highlight::find);
    let lexer = match asked {
        Some(lexer) => Ok(lexer),
        None => {
            let media_type = cx.vars::<Content>().0.clone();
            crate::highlight::guess::by_media_type(media_type.as_deref().unwrap_or("text/plain"))
        }
    };
    match lexer {
        Ok(lexer) => {
            cx.set_part("content", lexer, Options::default());
            cx.delegate("content", m.whole());
        }
        // Rouge stumbles over the name of the error that it means to catch.
        Err(_) => cx.fail(Failure::new(
            "NameError",
            "uninitialized constant Rouge::Lexer::AmbiguousGuess",
        )),
    }
}
