//! jekyll-commonmark 1.4.0 and jekyll-commonmark-ghpages 0.5.1: the Markdown processors `CommonMark` and `CommonMarkGhPages`
//! (`Jekyll::Converters::Markdown::CommonMark`, `…::CommonMarkGhPages`).

use std::sync::OnceLock;

use crate::commonmark::{self, EXTENSION_NAMES, OPTION_NAMES, Options};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::converters::spans;
use crate::jekyll::log::Log;
use crate::jekyll::plugin::{Converting, MarkdownProcessor, Plugin};
use crate::value::Value;

/// jekyll-commonmark.
#[derive(Debug, Clone, Copy, Default)]
pub struct CommonMark;

impl Plugin for CommonMark {
    fn name(&self) -> &str {
        "jekyll-commonmark"
    }

    fn markdown_processors(&self, config: &Config) -> Vec<Box<dyn MarkdownProcessor>> {
        vec![Box::new(Processor::new("CommonMark", false, config))]
    }
}

/// jekyll-commonmark-ghpages, which brings jekyll-commonmark along.
#[derive(Debug, Clone, Copy, Default)]
pub struct CommonMarkGhPages;

impl Plugin for CommonMarkGhPages {
    fn name(&self) -> &str {
        "jekyll-commonmark-ghpages"
    }

    fn markdown_processors(&self, config: &Config) -> Vec<Box<dyn MarkdownProcessor>> {
        vec![
            Box::new(Processor::new("CommonMark", false, config)),
            Box::new(Processor::new("CommonMarkGhPages", true, config)),
        ]
    }
}

/// One of the two processors. Its options are read when it is first asked to convert, as Jekyll does.
struct Processor {
    name: &'static str,
    is_ghpages: bool,
    options: Value,
    extensions: Value,
    settled: OnceLock<Options>,
}

/// Stands for a line end in the output of `{% highlight %}`: a blank line would end the block of HTML.
const LINE_END: &str = "<br data-jekyll-commonmark-ghpages>";

impl Processor {
    fn new(name: &'static str, is_ghpages: bool, config: &Config) -> Self {
        Processor {
            name,
            is_ghpages,
            options: config.below("commonmark", "options").clone(),
            extensions: config.below("commonmark", "extensions").clone(),
            settled: OnceLock::new(),
        }
    }

    fn settle(&self, log: &dyn Log) -> Options {
        log.debug("Requiring:", "commonmarker");
        let mut options = Options {
            is_ghpages: self.is_ghpages,
            ..Options::default()
        };
        let named = names(&self.options, |name| name.to_uppercase());
        let refused = |name: &str, kind: &str, known: &[&str]| {
            log.warn("CommonMark:", &format!("{name} is not a valid {kind}"));
            log.info(&format!("Valid {kind}s:"), &known.join(", "));
        };
        for name in named {
            if options.enable_option(&name).is_err() {
                refused(&name, "option", &OPTION_NAMES);
            }
        }
        for name in names(&self.extensions, str::to_string) {
            if options.enable_extension(&name).is_err() {
                refused(&name, "extension", &EXTENSION_NAMES);
            }
        }
        options
    }
}

/// The names in a list; none where it is no list or one of them is no text.
fn names(list: &Value, change: impl Fn(&str) -> String) -> Vec<String> {
    let Some(list) = list.as_array() else {
        return Vec::new();
    };
    let names: Option<Vec<String>> = list
        .iter()
        .map(|name| match name {
            Value::Str(name) | Value::Symbol(name) => Some(change(name)),
            _ => None,
        })
        .collect();
    names.unwrap_or_default()
}

impl MarkdownProcessor for Processor {
    fn name(&self) -> &str {
        self.name
    }

    fn convert(&self, text: &str, document: &Converting<'_>) -> Result<String> {
        let options = self.settled.get_or_init(|| self.settle(document.log));
        let html = commonmark::to_html(text, options, &spans)?;
        Ok(if self.is_ghpages {
            html.replace(LINE_END, "\n")
        } else {
            html
        })
    }

    fn highlighted_line_end(&self) -> Option<&str> {
        self.is_ghpages.then_some(LINE_END)
    }
}
