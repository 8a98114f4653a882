//! The converters that Jekyll brings along: Markdown by kramdown, SmartyPants, Sass, and what leaves a text as it is
//! (converters/*.rb, jekyll-sass-converter), and the colours in code.

mod sass;

use std::borrow::Cow;
use std::sync::OnceLock;

use super::config::Config;
use super::log::{Collected, Level, Log};
use super::plugin::{Converter, Converting, Priority, in_order};
use super::setup::Setup;
use crate::error::{Error, ErrorKind, Result};
use crate::highlight::{self, Tokens};
use crate::kramdown::{self, OptionError, OptionValue, Options};
use crate::value::{Hash, Value};

/// The converters of a site, in order.
pub struct Converters {
    all: Vec<Box<dyn Converter>>,
    markdown: Markdown,
    smarty_pants: SmartyPants,
}

impl Converters {
    /// Jekyll's own, with those of plugins among them.
    pub fn new(config: &Config, added: Vec<Box<dyn Converter>>) -> Self {
        let mut all: Vec<Box<dyn Converter>> =
            vec![Box::new(Identity), Box::new(Markdown::new(config))];
        all.extend(added);
        all.extend(sass::converters(config));
        in_order(&mut all, |converter| converter.priority());
        Converters {
            all,
            markdown: Markdown::new(config),
            smarty_pants: SmartyPants::new(config),
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
        self.markdown.kramdown.is_quiet(setup)
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

/// Markdown to HTML (`Jekyll::Converters::Markdown`).
struct Markdown {
    processor: Value,
    extensions: Vec<String>,
    kramdown: KramdownConfig,
}

impl Markdown {
    fn new(config: &Config) -> Self {
        Markdown {
            processor: config.get("markdown").clone(),
            extensions: config
                .text("markdown_ext")
                .split(',')
                .map(|ext| format!(".{}", ext.to_lowercase()))
                .collect(),
            kramdown: KramdownConfig::new(config),
        }
    }

    fn refuse(&self, log: &dyn Log) -> Error {
        let mut shown = String::new();
        if self.processor.inspect(&mut shown).is_err() {
            shown.push_str(self.processor.class_name());
        }
        log.error(
            "Markdown processor:",
            &format!("{shown} is not a valid Markdown processor."),
        );
        log.error("", "Available processors are: kramdown");
        log.error("", "");
        let name = self.processor.to_s().unwrap_or_default();
        Error::new(
            ErrorKind::Fatal,
            format!("Invalid Markdown processor given: {name}"),
        )
    }
}

impl Converter for Markdown {
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
        match self.processor.as_str() {
            Some(name) if name.eq_ignore_ascii_case("kramdown") => {
                self.kramdown.convert(text, document)
            }
            _ => Err(self.refuse(document.log)),
        }
    }

    fn highlighter_fixes(&self) -> Option<(&str, &str)> {
        Some(("\n", "\n"))
    }
}

/// Typographic quotes and dashes in HTML (`Jekyll::Converters::SmartyPants`).
struct SmartyPants(KramdownConfig);

impl SmartyPants {
    fn new(config: &Config) -> Self {
        SmartyPants(KramdownConfig::new(config))
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
        let options = self.0.options(document)?.for_smartypants();
        let mut html = self.0.run(text, &options, document.log, |warning| {
            warning.trim_start_matches("Warning:").trim_start()
        });
        if html.ends_with('\n') {
            html.pop();
        }
        Ok(html)
    }
}

/// The `kramdown` key of a configuration, read when the first text is converted, as Jekyll does.
struct KramdownConfig {
    given: Option<Hash>,
    highlighter: Value,
    options: OnceLock<Result<Options>>,
}

impl KramdownConfig {
    fn new(config: &Config) -> Self {
        KramdownConfig {
            given: config.get("kramdown").as_hash().cloned(),
            highlighter: config.get("highlighter").clone(),
            options: OnceLock::new(),
        }
    }

    fn convert(&self, text: &str, document: &Converting<'_>) -> Result<String> {
        let options = self.options(document)?;
        Ok(self.run(text, options, document.log, |warning| warning))
    }

    fn run(
        &self,
        text: &str,
        options: &Options,
        log: &dyn Log,
        shown: impl Fn(&str) -> &str,
    ) -> String {
        let output = kramdown::to_html(text, options, Some(&Colours));
        for warning in &output.warnings {
            log.warn("Kramdown warning:", shown(warning));
        }
        output.html
    }

    fn options(&self, document: &Converting<'_>) -> Result<&Options> {
        self.options
            .get_or_init(|| self.read_options(document))
            .as_ref()
            .map_err(Error::clone)
    }

    fn is_quiet(&self, setup: &Setup) -> bool {
        let told = Collected::from(Level::Debug);
        let converting = Converting {
            log: &told,
            ..Converting::text(setup)
        };
        self.read_options(&converting).is_ok() && told.is_empty()
    }

    fn given(&self, key: &str) -> &Value {
        self.given
            .as_ref()
            .and_then(|given| given.get_str(key))
            .unwrap_or(&Value::Nil)
    }

    fn read_options(&self, document: &Converting<'_>) -> Result<Options> {
        let log = document.log;
        self.load_dependencies(log)?;
        self.find_template(document.setup)?;
        let mut options = Options::jekyll();
        if !self.given("syntax_highlighter").is_truthy() && self.highlighter.is_truthy() {
            set(&mut options, "syntax_highlighter", &self.highlighter, log)?;
        }
        for (key, value) in self.given.iter().flat_map(|given| given.iter()) {
            if let Value::Str(key) | Value::Symbol(key) = key {
                set(&mut options, key, value, log)?;
            }
        }
        Ok(options)
    }

    /// A `template` has to be a file, or one that kramdown brings along.
    fn find_template(&self, setup: &Setup) -> Result<()> {
        let Value::Str(template) = self.given("template") else {
            return Ok(());
        };
        let file = setup.environment.expand(template);
        if template.is_empty() || template == "document" || setup.files.is_file(&file) {
            return Ok(());
        }
        Err(Error::ruby(
            "RuntimeError",
            format!("The specified template file {template} does not exist"),
        ))
    }

    /// What kramdown would take another gem for.
    fn load_dependencies(&self, log: &dyn Log) -> Result<()> {
        let named = self.given("syntax_highlighter");
        let is_coderay = if named.is_truthy() {
            named.as_str() == Some("coderay")
        } else if self.given("enable_coderay").is_truthy() {
            log.warn(
                "Deprecation:",
                "You are using 'enable_coderay', use syntax_highlighter: coderay in your configuration file.",
            );
            true
        } else {
            self.highlighter.as_str() == Some("coderay")
        };
        if is_coderay {
            return Err(missing_dependency("kramdown-syntax-coderay", log));
        }
        match self.given("math_engine") {
            Value::Nil | Value::Bool(false) => Ok(()),
            engine if engine.as_str() == Some("mathjax") => Ok(()),
            engine => {
                let gem = format!("kramdown-math-{}", engine.to_s()?);
                Err(missing_dependency(&gem, log))
            }
        }
    }
}

/// Tells of a gem that would be needed (`External.require_with_graceful_fail`).
pub(crate) fn missing_dependency(gem: &str, log: &dyn Log) -> Error {
    log.error(
        "Dependency Error:",
        &format!(
            "Yikes! It looks like you don't have {gem} or one of its dependencies installed.\n\
             In order to use Jekyll as currently configured, you'll need to install this gem.\n\n\
             If you've run Jekyll with `bundle exec`, ensure that you have included the {gem}\n\
             gem in your Gemfile as well.\n\n\
             The full error message from Ruby is: 'cannot load such file -- {gem}'\n\n\
             If you run into trouble, you can find helpful resources at https://jekyllrb.com/help/!\n"
        ),
    );
    Error::new(ErrorKind::MissingDependency, gem)
}

/// Sets one option; what kramdown does not know it does not look at.
fn set(options: &mut Options, key: &str, value: &Value, log: &dyn Log) -> Result<()> {
    match options.set(key, option_value(value)) {
        Ok(()) | Err(OptionError::Unknown(_)) => Ok(()),
        Err(error @ OptionError::Unsupported(_)) => {
            log.warn("Markdown:", &error.to_string());
            Ok(())
        }
        Err(OptionError::Invalid(message)) => Err(Error::new(ErrorKind::Conversion, message)),
    }
}

pub(crate) fn option_value(value: &Value) -> OptionValue<'_> {
    match value {
        Value::Nil => OptionValue::Nil,
        Value::Bool(b) => OptionValue::Bool(*b),
        Value::Int(i) => OptionValue::Int(*i),
        Value::Float(f) => OptionValue::Float(*f),
        Value::Str(text) | Value::Symbol(text) => OptionValue::Str(Cow::Borrowed(text)),
        Value::Array(items) => OptionValue::List(items.iter().map(option_value).collect()),
        Value::Hash(entries) => OptionValue::Map(
            entries
                .iter()
                .map(|(key, value)| {
                    let key = key.to_s().unwrap_or_default().into_owned();
                    (key, option_value(value))
                })
                .collect(),
        ),
        Value::Range(first, last) => {
            OptionValue::List((*first..=*last).map(OptionValue::Int).collect())
        }
        other => OptionValue::Str(other.to_s().unwrap_or_default()),
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

fn failed(failure: highlight::Failure) -> Error {
    Error::ruby("RuntimeError", failure.0)
}

/// kramdown's view of the lexers.
pub(crate) struct Colours;

impl kramdown::Highlighter for Colours {
    fn lexer(&self, language: Option<&str>, source: &str) -> Option<kramdown::Lexer> {
        let language = language.unwrap_or("guess");
        let chosen = highlight::find_fancy(language, Some(source)).ok()??;
        Some(kramdown::Lexer {
            tag: Cow::Borrowed(chosen.lexer.tag()),
            language: language.to_string(),
        })
    }

    fn spans(&self, lexer: &kramdown::Lexer, source: &str, _theme: Option<&str>, out: &mut String) {
        let start = out.len();
        if let Ok(Some(chosen)) = highlight::find_fancy(&lexer.language, Some(source))
            && chosen.html(source, out).is_ok()
        {
            return;
        }
        out.truncate(start);
        highlight::escape(source, out);
    }
}
