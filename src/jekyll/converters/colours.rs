//! Code in colour: what the `highlight` tag, kramdown and other processors of Markdown ask of the lexers.

use std::borrow::Cow;

use crate::error::{Error, Result};
use crate::highlight::{self, Tokens};
use crate::kramdown::{self, Raised};

/// kramdown's view of the lexers.
pub(crate) struct Colours;

impl kramdown::Highlighter for Colours {
    fn lexer(
        &self,
        language: Option<&str>,
        source: &str,
    ) -> Result<Option<kramdown::Lexer>, Raised> {
        let language = language.unwrap_or("guess");
        let Some(chosen) = highlight::find_fancy(language, Some(source)).map_err(raised)? else {
            return Ok(None);
        };
        Ok(Some(kramdown::Lexer {
            tag: Cow::Borrowed(chosen.lexer.tag()),
            language: language.to_string(),
        }))
    }

    fn spans(
        &self,
        lexer: &kramdown::Lexer,
        source: &str,
        _theme: Option<&str>,
        out: &mut String,
    ) -> Result<(), Raised> {
        match highlight::find_fancy(&lexer.language, Some(source)).map_err(raised)? {
            Some(chosen) => chosen.html(source, out).map_err(raised),
            None => {
                highlight::escape(source, out);
                Ok(())
            }
        }
    }
}

/// The tokens of code in a language; of one that nobody knows, plain text (`Jekyll::Tags::HighlightBlock#render_rouge`).
///
/// # Errors
/// Where Rouge raises.
pub(crate) fn tokens(language: &str, code: &str) -> Result<Tokens> {
    let chosen = match highlight::find_fancy(language, Some(code)).map_err(failed)? {
        Some(chosen) => chosen,
        None => match highlight::find_fancy("plaintext", None).map_err(failed)? {
            Some(chosen) => chosen,
            None => return Ok(Tokens::default()),
        },
    };
    chosen.tokens(code).map_err(failed)
}

/// Code as Rouge's HTML spans, in a language or in the one that it looks like; none where nobody knows the language.
pub(crate) fn spans(language: Option<&str>, code: &str) -> Option<String> {
    let chosen = highlight::find_fancy(language.unwrap_or("guess"), Some(code)).ok()??;
    let mut html = String::with_capacity(code.len() * 2);
    chosen.html(code, &mut html).ok()?;
    Some(html)
}

fn failed(failure: highlight::Failure) -> Error {
    Error::ruby("RuntimeError", failure.0)
}

fn raised(failure: highlight::Failure) -> Raised {
    Raised {
        class: "RuntimeError",
        message: Cow::Owned(failure.0),
    }
}
