//! What a site is rendered with: converters, tags and filters, generators and hooks, Jekyll's own and those of plugins.

use std::sync::Arc;
use std::time::Instant;

use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::converters::Converters;
use crate::jekyll::log::Level;
use crate::jekyll::plugin::{Converter, Generator, Hooks, MarkdownProcessor, Plugin, in_order};
use crate::jekyll::setup::{RenderFacts, Setup};
use crate::jekyll::site::Site;
use crate::jekyll::{filters, tags};
use crate::liquid::{ErrorMode, Limits, ParseOptions, Registry, RenderOptions};
use crate::value::Value;

/// What a site is rendered with.
pub struct Machinery {
    converters: Converters,
    generators: Vec<Box<dyn Generator>>,
    hooks: Hooks,
    parse_options: ParseOptions,
    render_options: RenderOptions,
    block_tags: Vec<String>,
    is_sequential: bool,
}

/// The tags of Liquid and Jekyll that have an end tag.
const BLOCK_TAGS: [&str; 10] = [
    "capture",
    "case",
    "comment",
    "for",
    "highlight",
    "if",
    "ifchanged",
    "raw",
    "tablerow",
    "unless",
];

impl Machinery {
    /// What a configuration and plugins, in the order in which they are loaded, make; templates keep within the limits.
    pub fn new(config: &Config, plugins: &[Box<dyn Plugin>], limits: Limits) -> Arc<Self> {
        let is_safe = config.is_set("safe");
        let plugins: Vec<&dyn Plugin> = plugins
            .iter()
            .map(|plugin| &**plugin)
            .filter(|plugin| !is_safe || plugin.is_safe())
            .collect();
        let is_sequential = plugins.iter().any(|plugin| plugin.is_sequential());
        let mut registry = Registry::standard();
        filters::register(&mut registry);
        tags::register(&mut registry);
        let mut hooks = Hooks::default();
        let mut converters = Vec::new();
        let mut processors: Vec<Box<dyn MarkdownProcessor>> = Vec::new();
        let mut generators = Vec::new();
        let mut block_tags: Vec<String> = BLOCK_TAGS.map(str::to_string).to_vec();
        for plugin in plugins {
            plugin.register(&mut registry, config);
            plugin.hook(&mut hooks, config);
            converters.extend(plugin.converters(config));
            for processor in plugin.markdown_processors(config) {
                let name = processor.name();
                if !processors.iter().any(|known| known.name() == name) {
                    processors.push(processor);
                }
            }
            generators.extend(plugin.generators(config));
            block_tags.extend(plugin.block_tags().iter().map(|name| name.to_string()));
        }
        in_order(&mut generators, |generator| generator.priority());
        Arc::new(Machinery {
            converters: Converters::new(config, converters, processors),
            generators,
            hooks,
            parse_options: ParseOptions {
                error_mode: error_mode(config),
                ..ParseOptions::new(Arc::new(registry))
            },
            render_options: RenderOptions {
                strict_variables: config.below("liquid", "strict_variables").is_truthy(),
                strict_filters: config.below("liquid", "strict_filters").is_truthy(),
                limits,
                ..RenderOptions::default()
            },
            block_tags,
            is_sequential,
        })
    }

    /// Lets every generator change the site, in order.
    ///
    /// # Errors
    /// The first that a generator fails with.
    pub fn generate(&self, site: &mut Site) -> Result<()> {
        for generator in &self.generators {
            let start = Instant::now();
            generator.generate(site)?;
            let log = site.setup.log.as_ref();
            if log.takes(Level::Debug) {
                let seconds = Value::Float(start.elapsed().as_secs_f64());
                let class = generator.class_name();
                let message = format!("{class} finished in {} seconds.", seconds.to_s()?);
                log.debug("Generating:", &message);
            }
        }
        Ok(())
    }

    /// Whether it matters to a plugin or converter which document is rendered first.
    pub fn is_sequential(&self, setup: &Setup) -> bool {
        self.is_sequential || !self.converters.are_quiet(setup)
    }

    /// The converters.
    pub fn converters(&self) -> &Converters {
        &self.converters
    }

    /// The hooks.
    pub fn hooks(&self) -> &Hooks {
        &self.hooks
    }

    /// How templates are parsed.
    pub fn parse_options(&self) -> &ParseOptions {
        &self.parse_options
    }

    /// How templates are rendered.
    pub fn render_options(&self) -> RenderOptions {
        self.render_options
    }
}

fn error_mode(config: &Config) -> ErrorMode {
    match config.below("liquid", "error_mode") {
        Value::Str(mode) | Value::Symbol(mode) => match mode.as_str() {
            "strict" => ErrorMode::Strict,
            "warn" => ErrorMode::Warn,
            "lax" => ErrorMode::Lax,
            _ => ErrorMode::Unknown,
        },
        _ => ErrorMode::Warn,
    }
}

impl RenderFacts for Machinery {
    fn output_ext(&self, ext: &str) -> String {
        self.converters.output_ext(ext)
    }

    fn markdown(&self) -> &dyn Converter {
        self.converters.markdown()
    }

    fn is_block_tag(&self, name: &str) -> bool {
        self.block_tags.iter().any(|tag| tag == name)
    }
}
