//! Code in colour: what the `highlight` tag, kramdown and other processors of Markdown ask of the lexers.

use std::borrow::Cow;

use crate::error::{Error, Result};
use crate::highlight::{self, Depth, Theme, Tokens};
use crate::kramdown::{self, Formatter, Raised};
use crate::value::inspect_str;

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

    fn format(
        &self,
        lexer: &kramdown::Lexer,
        source: &str,
        formatter: Formatter<'_>,
        out: &mut String,
    ) -> Result<(), Raised> {
        let theme = match formatter {
            Formatter::Inline(name) => Some(Theme::find(name).ok_or_else(no_theme)?),
            _ => None,
        };
        let Some(chosen) = highlight::find_fancy(&lexer.language, Some(source)).map_err(raised)?
        else {
            highlight::escape(source, out);
            return Ok(());
        };
        if formatter == Formatter::Html {
            return chosen.html(source, out).map_err(raised);
        }
        let tokens = chosen.tokens(source).map_err(raised)?;
        match (formatter, theme) {
            (Formatter::Inline(_), Some(theme)) => tokens.html_inline(theme, out),
            (Formatter::Html | Formatter::Inline(_), _) => tokens.html(out),
            (Formatter::Null, _) => tokens.null(inspect_str, out),
            (Formatter::Tex(prefix), _) => tokens.tex(prefix, out),
            (Formatter::Terminal256, _) => tokens.terminal(Depth::Palette, out),
            (Formatter::TerminalTruecolor, _) => tokens.terminal(Depth::True, out),
        }
        Ok(())
    }
}

fn no_theme() -> Raised {
    Raised {
        class: "NoMethodError",
        message: Cow::Borrowed("undefined method `new' for nil:NilClass"),
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
///
/// # Errors
/// Where Rouge raises.
pub(crate) fn spans(language: Option<&str>, code: &str) -> Result<Option<String>> {
    let language = language.unwrap_or("guess");
    let Some(chosen) = highlight::find_fancy(language, Some(code)).map_err(failed)? else {
        return Ok(None);
    };
    let mut html = String::with_capacity(code.len() * 2);
    chosen.html(code, &mut html).map_err(failed)?;
    Ok(Some(html))
}

fn failed(failure: highlight::Failure) -> Error {
    Error::ruby(failure.class, failure.message)
}

fn raised(failure: highlight::Failure) -> Raised {
    Raised {
        class: failure.class,
        message: Cow::Owned(failure.message),
    }
}
