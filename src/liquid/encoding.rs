//! How Ruby holds text: as UTF-8, or as the US-ASCII that numbers print as (see [`Context::is_us_ascii`]).

use super::context::Context;
use crate::value::Value;

/// As what Ruby holds the text that a filter makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextEncoding {
    /// As its input; an array that begins with text is printed first, which makes UTF-8 of it.
    Input,
    /// As its input, of an array as what it holds.
    Joined,
    /// As its input, but an item of an array that no text was split into is no US-ASCII.
    Item,
    /// The parts of a text as that text.
    Parts,
    /// As its argument.
    Argument,
    /// As its input, or as its argument where the input is nothing.
    Default,
    /// As its input, but what is made of text is no US-ASCII.
    Inspected,
    /// Never as US-ASCII.
    Utf8,
}

impl Context<'_> {
    /// Whether the text that a filter's input prints is US-ASCII.
    pub(crate) fn is_us_ascii_as_text(&self, input: &Value) -> bool {
        TextEncoding::Input.of_text(input, &[], self)
    }
}

impl TextEncoding {
    pub(crate) fn of_filter(name: &str) -> Self {
        match name {
            "first" | "last" | "find" | "find_exp" | "sample" => TextEncoding::Item,
            "split" => TextEncoding::Parts,
            "join" => TextEncoding::Joined,
            "prepend" => TextEncoding::Argument,
            "default" => TextEncoding::Default,
            "inspect" => TextEncoding::Inspected,
            "absolute_url"
            | "relative_url"
            | "date"
            | "date_to_string"
            | "date_to_long_string"
            | "date_to_rfc822"
            | "date_to_xmlschema"
            | "jsonify"
            | "uri_escape"
            | "url_decode"
            | "array_to_sentence_string"
            | "toc_only" => TextEncoding::Utf8,
            _ => TextEncoding::Input,
        }
    }

    /// Whether the text is US-ASCII, where the context says so of the input.
    pub(crate) fn of_text(self, input: &Value, arguments: &[Value], cx: &Context<'_>) -> bool {
        let argument = || arguments.first().is_none_or(Value::is_us_ascii);
        let begins_with_text = || match input {
            Value::Array(items) => matches!(items.first(), Some(Value::Str(_))),
            _ => false,
        };
        match self {
            TextEncoding::Input | TextEncoding::Parts => cx.is_us_ascii() && !begins_with_text(),
            TextEncoding::Joined => cx.is_us_ascii(),
            TextEncoding::Item => match input {
                Value::Array(_) => cx.is_us_ascii() && begins_with_text(),
                _ => cx.is_us_ascii(),
            },
            TextEncoding::Argument => argument(),
            TextEncoding::Default => match input {
                Value::Str(text) if !text.is_empty() => cx.is_us_ascii(),
                _ => argument(),
            },
            TextEncoding::Inspected => {
                cx.is_us_ascii() && !matches!(input, Value::Str(_)) && !begins_with_text()
            }
            TextEncoding::Utf8 => false,
        }
    }
}
