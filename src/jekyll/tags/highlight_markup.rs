//! What stands between `{% highlight` and `%}`: a language and options, by the pattern of Jekyll's tags/highlight.rb.

use crate::error::{Error, Result};
use crate::text::{is_space_char, strip};

/// The markup of a highlight tag, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HighlightMarkup {
    /// The language, in lower case.
    pub language: String,
    /// Whether lines are numbered.
    pub line_numbers: bool,
    /// Which lines are marked, where any are.
    pub mark_lines: Option<MarkLines>,
}

/// The value of `mark_lines`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MarkLines {
    /// A quoted list of numbers.
    Lines(Vec<i64>),
    /// Anything else, which is refused when the code is rendered.
    Invalid,
}

impl HighlightMarkup {
    /// Reads the markup.
    ///
    /// # Errors
    /// `SyntaxError` with Jekyll's text.
    pub(crate) fn parse(markup: &str) -> Result<HighlightMarkup> {
        let stripped = strip(markup);
        std::iter::once(0)
            .chain(stripped.match_indices('\n').map(|(at, _)| at + 1))
            .find_map(|start| parse_line(&stripped[start..]))
            .ok_or_else(|| {
                Error::ruby(
                    "SyntaxError",
                    format!(
                        "Syntax Error in tag 'highlight' while parsing the following markup:\n\n{markup}\n\n\
                         Valid syntax: highlight <lang> [linenos] [mark_lines=\"3 4 5\"]\n\n\
                         See https://jekyllrb.com/docs/liquid/tags/#code-snippet-highlighting for more details.\n"
                    ),
                )
            })
    }
}

/// The refusal of a `mark_lines` that is no quoted list.
pub(crate) fn invalid_mark_lines() -> Error {
    Error::ruby(
        "SyntaxError",
        "Syntax Error for mark_lines declaration. Expected a double-quoted list of integers.",
    )
}

/// A language and options that reach to the end of a line.
fn parse_line(text: &str) -> Option<HighlightMarkup> {
    let is_language =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '#' | '_' | '-');
    let end = text.find(|c| !is_language(c)).unwrap_or(text.len());
    if end == 0 {
        return None;
    }
    let ends_line = |rest: &str| rest.is_empty() || rest.starts_with('\n');
    let mut read = HighlightMarkup {
        language: text[..end].to_ascii_lowercase(),
        line_numbers: false,
        mark_lines: None,
    };
    let mut rest = &text[end..];
    let mut last_fit = ends_line(rest).then(|| read.clone());
    while let Some((key, value, after)) = option(rest) {
        match (key, value) {
            ("linenos", _) => read.line_numbers = true,
            ("mark_lines", Some(OptionValue::List(list))) => {
                let lines = list
                    .split(is_space_char)
                    .map(|n| n.parse().unwrap_or(i64::MAX))
                    .collect();
                read.mark_lines = Some(MarkLines::Lines(lines));
            }
            ("mark_lines", _) => read.mark_lines = Some(MarkLines::Invalid),
            _ => {}
        }
        rest = after;
        if ends_line(rest) {
            last_fit = Some(read.clone());
        }
    }
    last_fit
}

enum OptionValue<'a> {
    Word,
    List(&'a str),
}

/// `key`, `key=word` or `key="1 2"` after white space.
fn option(text: &str) -> Option<(&str, Option<OptionValue<'_>>, &str)> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let word = |text: &str| text.find(|c| !is_word(c)).unwrap_or(text.len());
    let body = text.trim_start_matches(is_space_char);
    let end = word(body);
    if body.len() == text.len() || end == 0 {
        return None;
    }
    let (key, rest) = body.split_at(end);
    let Some(value) = rest.strip_prefix('=') else {
        return Some((key, None, rest));
    };
    if let Some(quoted) = value.strip_prefix('"')
        && let Some((list, after)) = quoted.split_once('"')
        && is_number_list(list)
    {
        return Some((key, Some(OptionValue::List(list)), after));
    }
    match word(value) {
        0 => Some((key, None, rest)),
        end => Some((key, Some(OptionValue::Word), &value[end..])),
    }
}

/// Numbers with one white space between two of them.
fn is_number_list(list: &str) -> bool {
    list.split(is_space_char)
        .all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_options() {
        let read = HighlightMarkup::parse(" C++ linenos=table mark_lines=\"1 2\" x=y ").unwrap();
        assert_eq!(read.language, "c++");
        assert!(read.line_numbers);
        assert_eq!(read.mark_lines, Some(MarkLines::Lines(vec![1, 2])));
        let read = HighlightMarkup::parse("ruby mark_lines=3").unwrap();
        assert_eq!(read.mark_lines, Some(MarkLines::Invalid));
    }

    #[test]
    fn what_is_no_option_is_refused() {
        for bad in [
            "",
            "ruby foo!",
            "ruby a=",
            "ruby m=\"1  2\"",
            "ruby a=\"x\"",
            "a/b",
        ] {
            assert!(HighlightMarkup::parse(bad).is_err(), "{bad}");
        }
        assert_eq!(HighlightMarkup::parse("a!\nok").unwrap().language, "ok");
    }
}
