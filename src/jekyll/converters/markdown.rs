//! The converters of Markdown and of quotes in HTML (converters/markdown.rb, smartypants.rb): kramdown, or a processor of a plugin.

use std::sync::Arc;

use super::kramdown_parser::KramdownConfig;
use crate::error::{Error, ErrorKind, Result};
use crate::jekyll::config::Config;
use crate::jekyll::log::Log;
use crate::jekyll::plugin::{Converter, Converting, MarkdownProcessor, Priority};
use crate::jekyll::setup::Setup;
use crate::value::{Value, no_method};

/// Markdown to HTML (`Jekyll::Converters::Markdown`).
pub(super) struct Markdown {
    processor: Value,
    extensions: Vec<String>,
    kramdown: Arc<KramdownConfig>,
    /// Those of plugins.
    processors: Vec<Box<dyn MarkdownProcessor>>,
    is_safe: bool,
}

impl Markdown {
    pub(super) fn new(
        config: &Config,
        kramdown: Arc<KramdownConfig>,
        processors: Vec<Box<dyn MarkdownProcessor>>,
    ) -> Self {
        Markdown {
            processor: config.get("markdown").clone(),
            extensions: config
                .text("markdown_ext")
                .split(',')
                .map(|ext| format!(".{}", ext.to_lowercase()))
                .collect(),
            kramdown,
            processors,
            is_safe: config.is_set("safe"),
        }
    }

    fn is_kramdown(&self) -> bool {
        self.processor
            .as_str()
            .is_some_and(|name| name.eq_ignore_ascii_case("kramdown"))
    }

    /// Whether reading its configuration, which it does when the first text is converted, leaves nothing to be told.
    pub(super) fn is_quiet(&self, setup: &Setup) -> bool {
        self.is_kramdown() && self.kramdown.is_quiet(setup)
    }

    /// `kramdown` in the configuration, if reading it has changed it by now.
    pub(super) fn kramdown_as_read(&self, setup: &Setup) -> Option<&Value> {
        match self.is_kramdown() {
            true => self.kramdown.as_read(setup),
            false => None,
        }
    }

    /// The processor of a plugin that the configuration names.
    fn custom(&self) -> Option<&dyn MarkdownProcessor> {
        let name = self.processor.as_str()?;
        let found = self.processors.iter().find(|known| known.name() == name)?;
        Some(found.as_ref())
    }

    fn refuse(&self, log: &dyn Log) -> Error {
        let mut shown = String::new();
        if self.processor.inspect(&mut shown).is_err() {
            shown.push_str(self.processor.class_name());
        }
        if self.is_safe {
            log.warn(
                "Build Warning:",
                "Custom processors are not loaded in safe mode",
            );
        }
        log.error(
            "Markdown processor:",
            &format!("{shown} is not a valid Markdown processor."),
        );
        let mut available = String::from("kramdown");
        for processor in &self.processors {
            available.push_str(", ");
            available.push_str(processor.name());
        }
        log.error("", &format!("Available processors are: {available}"));
        log.error("", "");
        let name = self.processor.to_s().unwrap_or_default();
        Error::new(
            ErrorKind::Fatal,
            format!("Invalid Markdown processor given: {name}"),
        )
    }
}

impl Converter for Arc<Markdown> {
    fn class_name(&self) -> &str {
        "Jekyll::Converters::Markdown"
    }

    fn matches(&self, extension: &str) -> bool {
        let extension = extension.to_lowercase();
        self.extensions.contains(&extension)
    }

    fn output_ext(&self, _extension: &str) -> Option<String> {
        Some(".html".to_string())
    }

    fn convert(&self, text: &str, document: &Converting<'_>) -> Result<String> {
        if self.is_kramdown() {
            return self.kramdown.convert(text, document);
        }
        if !matches!(self.processor, Value::Str(_) | Value::Symbol(_)) {
            return Err(no_method(&self.processor, "downcase"));
        }
        match self.custom() {
            Some(processor) => processor.convert(text, document),
            None => Err(self.refuse(document.log)),
        }
    }

    fn highlighter_fixes(&self) -> Option<(&str, &str)> {
        Some(("\n", "\n"))
    }

    fn highlighted_line_end(&self) -> Option<&str> {
        self.custom()?.highlighted_line_end()
    }
}

/// Typographic quotes and dashes in HTML (`Jekyll::Converters::SmartyPants`).
pub(super) struct SmartyPants(Arc<KramdownConfig>);

impl SmartyPants {
    pub(super) fn new(kramdown: Arc<KramdownConfig>) -> Self {
        SmartyPants(kramdown)
    }
}

impl Converter for SmartyPants {
    fn class_name(&self) -> &str {
        "Jekyll::Converters::SmartyPants"
    }

    fn priority(&self) -> Priority {
        Priority::Low
    }

    fn matches(&self, _extension: &str) -> bool {
        false
    }

    fn output_ext(&self, _extension: &str) -> Option<String> {
        None
    }

    fn convert(&self, text: &str, document: &Converting<'_>) -> Result<String> {
        let options = self.0.smarty_pants(document.setup)?;
        let mut html = self.0.run(text, options, document, |warning| {
            warning.trim_start_matches("Warning:").trim_start()
        })?;
        if html.ends_with('\n') {
            html.pop();
        }
        Ok(html)
    }
}
