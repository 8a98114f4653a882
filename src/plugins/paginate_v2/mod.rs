//! jekyll-paginate-v2 3.0.0: pages that show documents in portions, filtered and sorted, and pages for each tag,
//! category and collection (`Jekyll::PaginateV2`).

mod autopages;
mod defaults;
mod index;
mod model;
mod pager;
mod sorting;

use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::merge::deep_merged;
use crate::jekyll::plugin::{Generator, Plugin, Priority};
use crate::jekyll::site::Site;
use crate::value::{Map, Value, no_conversion, no_method};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct PaginateV2;

impl Plugin for PaginateV2 {
    fn name(&self) -> &str {
        "jekyll-paginate-v2"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(Pagination)]
    }
}

/// A document, by the place of its collection and its place there.
type Place = (usize, usize);

/// The generator.
struct Pagination;

impl Generator for Pagination {
    fn class_name(&self) -> &str {
        "Jekyll::PaginateV2::Generator::PaginationGenerator"
    }

    fn priority(&self) -> Priority {
        Priority::Lowest
    }

    fn generate(&self, site: &mut Site) -> Result<()> {
        autopages::create(site)?;
        let setup = site.setup.clone();
        let (config, log) = (&setup.config, setup.log.as_ref());
        let pagination = merged(&defaults::pagination(), config.get("pagination"))?;
        if !config.get("paginate").is_nil() {
            return refuse_old_configuration(config, log);
        }
        if !is_set(&pagination, "enabled") {
            log.info("Pagination:", "Disabled in site.config.");
            return Ok(());
        }
        if !get(&pagination, "title_suffix").is_nil() {
            log.warn(
                "Deprecation:",
                "Pagination: The 'title_suffix' configuration has been deprecated. Please use 'title'. See \
                 https://github.com/sverrirs/jekyll-paginate-v2/blob/master/README-GENERATOR.md#site-configuration",
            );
        }
        log.debug("Pagination:", "Starting");
        if is_set(&pagination, "legacy") {
            return Err(expired(log));
        }
        let count = model::run(site, &pagination)?;
        let count = count.map_or(String::new(), |count| count.to_string());
        let message = format!("Complete, processed {count} pagination page(s)");
        log.info("Pagination:", &message);
        Ok(())
    }
}

/// The configuration of jekyll-paginate is refused, since 2018.
fn refuse_old_configuration(config: &Config, log: &dyn crate::jekyll::log::Log) -> Result<()> {
    log.info(
        "Pagination:",
        "Legacy paginate configuration settings detected and will be used.",
    );
    if !config.get("pagination").is_nil() {
        let message = "The new jekyll-paginate-v2 and the old jekyll-paginate logic cannot both be configured in the \
                       site config at the same time. Please disable the old 'paginate:' config settings by either \
                       omitting the values or setting them to 'paginate:off'.";
        log.error(message, "");
        return Err(Error::ruby("ArgumentError", message));
    }
    if let other @ (Value::Bool(_) | Value::Array(_) | Value::Hash(_)) = config.get("paginate") {
        return Err(no_method(other, "to_i"));
    }
    log.debug("Pagination:", "Starting");
    Err(expired(log))
}

/// What is said where the pages are to be those of jekyll-paginate.
fn expired(log: &dyn crate::jekyll::log::Log) -> Error {
    log.warn(
        "Pagination:",
        "You are running jekyll-paginate backwards compatible pagination logic. Please ignore all earlier warnings \
         displayed related to the old jekyll-paginate gem.",
    );
    Error::ruby(
        "ArgumentError",
        "Legacy jekyll-paginate configuration compatibility mode has expired. Please upgrade to jekyll-paginate-v2 \
         configuration.",
    )
}

/// Defaults with what is given over them; nil and false stand for nothing.
fn merged(defaults: &Map, given: &Value) -> Result<Map> {
    match given {
        Value::Hash(given) => deep_merged(defaults, given),
        Value::Nil | Value::Bool(false) => Ok(defaults.clone()),
        other => Err(no_conversion(other, "Hash")),
    }
}

/// A value of a configuration.
fn get(config: &Map, key: &str) -> Value {
    let value = config.get(&crate::value::StrKey(key));
    value.cloned().unwrap_or_default()
}

/// Whether a value of a configuration is neither nil nor false.
fn is_set(config: &Map, key: &str) -> bool {
    get(config, key).is_truthy()
}

/// A value of a configuration as text; empty for nil.
fn text(config: &Map, key: &str) -> Result<String> {
    crate::jekyll::merge::ruby_to_s(&get(config, key))
}
