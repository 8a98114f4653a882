//! Code in colour: what the `highlight` tag, kramdown and other processors of Markdown ask of the lexers.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result};
use crate::highlight::{self, Lexer, Tokens};
use crate::jekyll::log::Log;
use crate::jekyll::setup::Setup;
use crate::kramdown::{self, Raised};

/// kramdown's view of the lexers. Remembers the languages that it was asked for and that have no lexer yet.
#[derive(Default)]
pub(crate) struct Colours {
    plain: Mutex<Vec<&'static Lexer>>,
}

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
        if !chosen.lexer.is_supported() {
            let mut plain = self.plain.lock().unwrap_or_else(PoisonError::into_inner);
            plain.push(chosen.lexer);
        }
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

impl Colours {
    /// Says which languages of the text have no lexer, those that have not been told of in this build.
    pub(super) fn tell(self, setup: &Setup, log: &dyn Log) {
        let plain = self.plain.into_inner();
        for lexer in plain.unwrap_or_else(PoisonError::into_inner) {
            setup.plain_languages.tell(lexer, log);
        }
    }
}

/// The languages without a lexer that a build has told of: that is done once for each.
#[derive(Default)]
pub struct PlainLanguages(Mutex<BTreeSet<&'static str>>);

impl PlainLanguages {
    /// Says that code in a language that Rouge colours stays plain, unless that was said or there is a lexer.
    pub(crate) fn tell(&self, lexer: &'static Lexer, log: &dyn Log) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !lexer.is_supported() && told.insert(lexer.tag()) {
            log.warn(
                "Highlighter:",
                &format!(
                    "there is no lexer for {} yet, its code is printed without colours",
                    lexer.title()
                ),
            );
        }
    }

    /// Says so of all languages that the fences and `highlight` tags of a text name.
    pub(crate) fn tell_of(&self, text: &str, log: &dyn Log) {
        for name in text.lines().flat_map(languages_named) {
            let name = name.split('?').next().unwrap_or_default();
            if let Some(lexer) = highlight::find(name) {
                self.tell(lexer, log);
            }
        }
    }
}

/// The languages that a line of a page names, as they are written.
fn languages_named(line: &str) -> impl Iterator<Item = &str> {
    let fence = line.trim_start();
    let fenced = ["```", "~~~"]
        .into_iter()
        .find_map(|mark| fence.strip_prefix(mark))
        .map(|rest| rest.trim_start_matches(['`', '~']));
    let tags = line.split("{%").skip(1).filter_map(|tag| {
        let tag = tag.trim_start_matches('-').trim_start();
        tag.strip_prefix("highlight ")
    });
    let first = |rest: &'_ str| rest.split_whitespace().next().map(str::len);
    fenced.into_iter().chain(tags).filter_map(move |rest| {
        let rest = rest.trim_start();
        Some(&rest[..first(rest)?])
    })
}

/// The tokens of code in a language; of one that nobody knows, plain text (`Jekyll::Tags::HighlightBlock#render_rouge`).
///
/// # Errors
/// Where Rouge raises.
pub(crate) fn tokens(language: &str, code: &str, setup: &Setup, log: &dyn Log) -> Result<Tokens> {
    let chosen = match highlight::find_fancy(language, Some(code)).map_err(failed)? {
        Some(chosen) => chosen,
        None => match highlight::find_fancy("plaintext", None).map_err(failed)? {
            Some(chosen) => chosen,
            None => return Ok(Tokens::default()),
        },
    };
    setup.plain_languages.tell(chosen.lexer, log);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_and_tags_name_languages() {
        let named = |line| languages_named(line).collect::<Vec<_>>();
        assert_eq!(named("  ````ruby?x=1 {#id}"), ["ruby?x=1"]);
        assert_eq!(named("~~~ sas"), ["sas"]);
        assert_eq!(
            named("a {%- highlight sqf linenos %}b{% highlight c++ %}"),
            ["sqf", "c++"]
        );
        assert!(named("```").is_empty() && named("{% highlighted x %}").is_empty());
    }
}
