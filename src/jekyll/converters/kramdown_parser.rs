//! kramdown as a site's configuration asks for it (converters/markdown/kramdown_parser.rb).

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use foldhash::fast::FixedState;

use super::Colours;
use crate::error::{Error, ErrorKind, Result};
use crate::jekyll::config::Config;
use crate::jekyll::log::{Collected, Level, Log};
use crate::jekyll::merge::{ruby_to_s, set as set_key};
use crate::jekyll::plugin::Converting;
use crate::jekyll::plugin_manager::missing_gem;
use crate::jekyll::render::asker;
use crate::jekyll::setup::Setup;
use crate::kramdown::{self, OptionError, OptionValue, Options};
use crate::value::{Hash, Map, StrKey, Value, no_conversion, no_method, without_keys};

/// The `kramdown` key of a configuration, read when the first text is converted, as Jekyll does.
pub(super) struct KramdownConfig {
    given: Option<Hash>,
    highlighter: Value,
    options: OnceLock<Result<Options>>,
    smarty_pants: OnceLock<Result<Options>>,
    /// The key with what reading it fills in; none where it holds no options.
    filled: OnceLock<Option<Value>>,
    /// Who converted the first text, by the place among all that is rendered.
    first: AtomicUsize,
}

impl KramdownConfig {
    pub(super) fn new(config: &Config) -> Self {
        KramdownConfig {
            given: config.get("kramdown").as_hash().cloned(),
            highlighter: config.get("highlighter").clone(),
            options: OnceLock::new(),
            smarty_pants: OnceLock::new(),
            filled: OnceLock::new(),
            first: AtomicUsize::new(usize::MAX),
        }
    }

    pub(super) fn convert(&self, text: &str, document: &Converting<'_>) -> Result<String> {
        let place = asker::place(document.setup).unwrap_or_default();
        if place < self.first.load(Ordering::Relaxed) {
            self.first.fetch_min(place, Ordering::Relaxed);
        }
        let options = self.options(document)?;
        self.run(text, options, document, |warning| warning)
    }

    /// The key as Jekyll leaves it, for whoever asks after the first text was converted.
    pub(super) fn as_read(&self, setup: &Setup) -> Option<&Value> {
        let place = asker::place(setup).unwrap_or_default();
        let is_read = || self.first.load(Ordering::Relaxed) <= place;
        if !is_read() {
            asker::take_turn(setup);
        }
        match is_read() {
            true => self.filled.get_or_init(|| self.fill_in()).as_ref(),
            false => None,
        }
    }

    /// What Jekyll fills in (`setup`, `modernize_coderay_config`).
    fn fill_in(&self) -> Option<Value> {
        let mut key = entries(self.given.as_ref()?);
        if !self.given("syntax_highlighter").is_truthy() {
            let highlighter = match self.highlighter.is_truthy() {
                true => self.highlighter.clone(),
                false => "rouge".into(),
            };
            set_key(&mut key, "syntax_highlighter", highlighter);
        }
        let mut opts = self
            .given("syntax_highlighter_opts")
            .as_hash()
            .map(entries)
            .unwrap_or_default();
        if !opts
            .get(&StrKey("default_lang"))
            .is_some_and(Value::is_truthy)
        {
            set_key(&mut opts, "default_lang", "plaintext");
        }
        set_key(&mut opts, "guess_lang", self.given("guess_lang").clone());
        let mut opts: Hash = opts.into_iter().collect();
        let coderay = self.given("coderay");
        if let Some(coderay) = coderay.as_hash().filter(|coderay| !coderay.is_empty()) {
            // who reads the key for the first time is told of it
            opts = modernized(Some(&opts), coderay, &Collected::from(Level::Error));
        }
        set_key(&mut key, "syntax_highlighter_opts", opts);
        if !coderay.is_truthy() {
            set_key(&mut key, "coderay", Hash::default());
        }
        for name in ["syntax_highlighter_opts", "math_engine_opts"] {
            if let Some(Value::Hash(opts)) = key.get_mut(&StrKey(name)) {
                *opts = with_symbols(opts);
            }
        }
        Some(Value::Hash(key.into_iter().collect()))
    }

    pub(super) fn run(
        &self,
        text: &str,
        options: &Options,
        document: &Converting<'_>,
        shown: impl Fn(&str) -> &str,
    ) -> Result<String> {
        let options = match document.us_ascii && text.is_ascii() {
            true => Cow::Owned(options.for_us_ascii()),
            false => Cow::Borrowed(options),
        };
        let output = kramdown::to_html(text, &options, Some(&Colours)).map_err(raised)?;
        for (index, warning) in output.warnings.iter().enumerate() {
            // Jekyll converts the same text once, and keeps the HTML (`Converters::Markdown#convert`)
            let which = FixedState::default().hash_one((text, index));
            let topic = "Kramdown warning:";
            document.log.warn_once(which, topic, shown(warning));
        }
        Ok(output.html)
    }

    pub(super) fn options(&self, document: &Converting<'_>) -> Result<&Options> {
        self.options
            .get_or_init(|| self.read_options(document))
            .as_ref()
            .map_err(Error::clone)
    }

    /// What `smartify` works with: kramdown gets the key as it stands there, and no other gem is asked for.
    pub(super) fn smarty_pants(&self, setup: &Setup) -> Result<&Options> {
        self.smarty_pants
            .get_or_init(|| self.read_smarty_pants(setup))
            .as_ref()
            .map_err(Error::clone)
    }

    fn read_smarty_pants(&self, setup: &Setup) -> Result<Options> {
        self.find_template(setup)?;
        let mut options = Options::jekyll();
        // what is not supported changes no quotes
        let untold = Collected::from(Level::Error);
        self.set_given(&mut options, "input", &untold)?;
        Ok(options.for_smartypants())
    }

    pub(super) fn is_quiet(&self, setup: &Setup) -> bool {
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
        let is_coderay = self.is_coderay(log);
        let highlighter_opts = self.highlighter_opts(log)?;
        self.load_dependencies(is_coderay, log)?;
        self.find_template(document.setup)?;
        let mut options = Options::jekyll();
        if !self.given("syntax_highlighter").is_truthy() && self.highlighter.is_truthy() {
            set(&mut options, "syntax_highlighter", &self.highlighter, log)?;
        }
        self.set_given(&mut options, "syntax_highlighter_opts", log)?;
        if let Some(opts) = highlighter_opts {
            set(
                &mut options,
                "syntax_highlighter_opts",
                &Value::Hash(opts),
                log,
            )?;
        }
        Ok(options)
    }

    /// Sets all that is given but one.
    fn set_given(&self, options: &mut Options, but: &str, log: &dyn Log) -> Result<()> {
        for (key, value) in self.given.iter().flat_map(|given| given.iter()) {
            match key {
                Value::Str(key) | Value::Symbol(key) if key != but => {
                    set(options, key, value, log)?
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// `syntax_highlighter_opts`, with what stands under `coderay` (`modernize_coderay_config`).
    fn highlighter_opts(&self, log: &dyn Log) -> Result<Option<Hash>> {
        let opts = match self.given("syntax_highlighter_opts") {
            Value::Nil | Value::Bool(false) => None,
            Value::Hash(opts) => Some(opts.clone()),
            other => return Err(without_keys(other)),
        };
        match self.given("coderay") {
            Value::Nil | Value::Bool(false) => Ok(opts),
            Value::Hash(coderay) if coderay.is_empty() => Ok(opts),
            Value::Hash(coderay) => Ok(Some(modernized(opts.as_ref(), coderay, log))),
            Value::Str(coderay) if coderay.is_empty() => Ok(opts),
            Value::Array(coderay) if coderay.is_empty() => Ok(opts),
            other @ (Value::Str(_) | Value::Array(_)) => {
                warn_of_coderay(log);
                Err(no_conversion(other, "Hash"))
            }
            other => Err(no_method(other, "empty?")),
        }
    }

    /// A `template` has to be a file, one that kramdown brings along, or what stands behind `string://`.
    fn find_template(&self, setup: &Setup) -> Result<()> {
        let template = ruby_to_s(self.given("template"))?;
        let file = setup.environment.expand(&template);
        let is_file =
            |name: &str| setup.files.is_file(name) || setup.files.is_file(&format!("{name}.html"));
        let is_given = template.is_empty() || template.starts_with("string://");
        if is_given || template == "document" || is_file(&file) {
            return Ok(());
        }
        Err(Error::ruby(
            "RuntimeError",
            format!("The specified template file {template} does not exist"),
        ))
    }

    /// Whether CodeRay is to colour code.
    fn is_coderay(&self, log: &dyn Log) -> bool {
        let named = self.given("syntax_highlighter");
        if named.is_truthy() {
            named.as_str() == Some("coderay")
        } else if self.given("enable_coderay").is_truthy() {
            log.warn(
                "Deprecation:",
                "You are using 'enable_coderay', use syntax_highlighter: coderay in your configuration file.",
            );
            true
        } else {
            self.highlighter.as_str() == Some("coderay")
        }
    }

    /// What kramdown would take another gem for.
    fn load_dependencies(&self, is_coderay: bool, log: &dyn Log) -> Result<()> {
        if is_coderay {
            return Err(require_missing("kramdown-syntax-coderay", log));
        }
        match self.given("math_engine") {
            Value::Nil | Value::Bool(false) => Ok(()),
            engine if engine.as_str() == Some("mathjax") => Ok(()),
            engine => {
                let shown = match engine {
                    Value::Array(_) | Value::Hash(_) => engine.shown(),
                    engine => ruby_to_s(engine)?,
                };
                Err(require_missing(&format!("kramdown-math-{shown}"), log))
            }
        }
    }
}

/// Asks for a gem that is not there.
fn require_missing(gem: &str, log: &dyn Log) -> Error {
    log.debug("Requiring:", gem);
    missing_gem(gem, log)
}

/// `CODERAY_DEFAULTS`
fn coderay_defaults() -> [(&'static str, Value); 6] {
    [
        ("css", "style".into()),
        ("bold_every", Value::Int(10)),
        ("line_numbers", "inline".into()),
        ("line_number_start", Value::Int(1)),
        ("tab_width", Value::Int(4)),
        ("wrap", "div".into()),
    ]
}

/// The entries of a Hash, to be changed.
fn entries(hash: &Hash) -> Map {
    let copied = |(key, value): (&Value, &Value)| (key.clone(), value.clone());
    hash.iter().map(copied).collect()
}

/// kramdown turns the keys of some options into symbols.
fn with_symbols(opts: &Hash) -> Hash {
    let turned = opts.iter().map(|(key, value)| match key {
        Value::Str(name) => (Value::Symbol(name.clone()), value.clone()),
        _ => (key.clone(), value.clone()),
    });
    turned.collect()
}

/// CodeRay's old options among those of the highlighter, without their prefix.
fn modernized(opts: Option<&Hash>, coderay: &Hash, log: &dyn Log) -> Hash {
    warn_of_coderay(log);
    let mut merged = opts.map(entries).unwrap_or_default();
    for (key, value) in coderay_defaults() {
        set_key(&mut merged, key, value);
    }
    for (key, value) in coderay.iter() {
        merged.insert(key.clone(), value.clone());
    }
    let mut bare = Map::default();
    for (key, value) in merged {
        let key = key.to_s().unwrap_or_default().into_owned();
        let cleaned = key.strip_prefix("coderay_").unwrap_or(&key);
        if cleaned != key {
            let message = format!("You are using '{key}'. Normalizing to {cleaned}.");
            log.warn("Deprecation:", &message);
        }
        set_key(&mut bare, cleaned, value);
    }
    bare.into_iter().collect()
}

fn warn_of_coderay(log: &dyn Log) {
    log.warn(
        "Deprecation:",
        "You are using 'kramdown.coderay' in your configuration, please use 'syntax_highlighter_opts' instead.",
    );
}

/// kramdown's exception as an error.
pub(crate) fn raised(raised: kramdown::Raised) -> Error {
    Error::ruby(raised.class, raised.message)
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
