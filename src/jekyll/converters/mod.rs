//! The converters that Jekyll brings along: Markdown by kramdown, SmartyPants, Sass, and what leaves a text as it is
//! (converters/*.rb, jekyll-sass-converter), and the colours in code.

mod colours;
mod kramdown_parser;
mod markdown;
mod sass;

pub(crate) use sass::KeptSheets;

use std::sync::Arc;

use super::config::Config;
use super::plugin::{Converter, Converting, MarkdownProcessor, Priority, in_order};
use super::setup::Setup;
use crate::error::{Error, Result};
use crate::value::Value;

pub(crate) use colours::{Colours, spans, tokens};
use kramdown_parser::KramdownConfig;
pub(crate) use kramdown_parser::{option_value, raised};
use markdown::{Markdown, SmartyPants};

/// The converters of a site, in order.
pub struct Converters {
    all: Vec<Box<dyn Converter>>,
    markdown: Arc<Markdown>,
    smarty_pants: SmartyPants,
}

impl Converters {
    /// Jekyll's own, with those of plugins among them.
    pub fn new(
        config: &Config,
        added: Vec<Box<dyn Converter>>,
        processors: Vec<Box<dyn MarkdownProcessor>>,
    ) -> Self {
        let kramdown = Arc::new(KramdownConfig::new(config));
        let markdown = Arc::new(Markdown::new(config, kramdown.clone(), processors));
        let mut all: Vec<Box<dyn Converter>> = vec![Box::new(Identity), Box::new(markdown.clone())];
        all.extend(added);
        all.extend(sass::converters());
        in_order(&mut all, |converter| converter.priority());
        Converters {
            all,
            markdown,
            smarty_pants: SmartyPants::new(kramdown),
        }
    }

    /// Those that convert files with this extension, in the order in which they do.
    pub fn matching<'a>(&'a self, extension: &'a str) -> impl Iterator<Item = &'a dyn Converter> {
        self.all
            .iter()
            .map(|converter| &**converter)
            .filter(move |converter| converter.matches(extension))
    }

    /// The extension of what becomes of a file with this one (`Renderer#converter_output_ext`).
    pub fn output_ext(&self, extension: &str) -> String {
        let mut extensions: Vec<String> = self
            .matching(extension)
            .filter_map(|converter| converter.output_ext(extension))
            .collect();
        let last = extensions.pop().unwrap_or_default();
        extensions.pop().unwrap_or(last)
    }

    /// Whether reading their configuration, which they do when the first text is converted, leaves nothing to be told.
    pub fn are_quiet(&self, setup: &Setup) -> bool {
        self.markdown.is_quiet(setup)
    }

    /// `kramdown` in the configuration, if reading it, which is done when the first text is converted, has changed it
    /// by now.
    pub fn kramdown_as_read(&self, setup: &Setup) -> Option<&Value> {
        self.markdown.kramdown_as_read(setup)
    }

    /// The Markdown converter, which `markdownify` uses.
    pub fn markdown(&self) -> &dyn Converter {
        &self.markdown
    }

    /// The SmartyPants converter, which `smartify` uses.
    pub fn smarty_pants(&self) -> &dyn Converter {
        &self.smarty_pants
    }

    /// The converter of this class.
    ///
    /// # Errors
    /// Where there is none.
    pub fn find(&self, class_name: &str) -> Result<&dyn Converter> {
        self.all
            .iter()
            .map(|converter| &**converter)
            .find(|converter| converter.class_name() == class_name)
            .ok_or_else(|| {
                Error::ruby(
                    "RuntimeError",
                    format!("No Converters found for {class_name}"),
                )
            })
    }
}

/// Leaves a text as it is (`Jekyll::Converters::Identity`).
struct Identity;

impl Converter for Identity {
    fn class_name(&self) -> &str {
        "Jekyll::Converters::Identity"
    }

    fn priority(&self) -> Priority {
        Priority::Lowest
    }

    fn matches(&self, _extension: &str) -> bool {
        true
    }

    fn output_ext(&self, extension: &str) -> Option<String> {
        Some(extension.to_string())
    }

    fn convert(&self, text: &str, _document: &Converting<'_>) -> Result<String> {
        Ok(text.to_string())
    }
}
