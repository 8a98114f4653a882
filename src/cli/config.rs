//! From flags to a configuration (`Jekyll.configuration`, Command.configuration_from_options).

use std::sync::Arc;

use super::parse::Given;
use super::{Context, Failure};
use crate::jekyll::config::Config;
use crate::jekyll::fs::DiskFiles;
use crate::jekyll::setup::Host;
use crate::liquid::Limits;
use crate::value::{Clock, Map, Value};

/// What the flags set, by configuration key, in the order in which they were given.
pub fn overrides(context: &Context<'_>) -> Map {
    let mut overrides = Map::default();
    for (key, given) in &context.invocation.given {
        let value = match given {
            Given::Nothing => Value::Nil,
            Given::Bool(set) => Value::Bool(*set),
            Given::Text(text) => Value::from(text.as_str()),
            Given::Integer(number) => Value::Int(*number),
            Given::List(names) => names
                .iter()
                .map(|name| Value::from(name.as_str()))
                .collect::<Vec<_>>()
                .into(),
        };
        overrides.insert(Value::from(*key), value);
    }
    overrides
}

/// Sets how much is shown, as `--quiet` and `--verbose` ask; reading the configuration says so.
pub fn adjust_verbosity(context: &Context<'_>) {
    let set = |key| context.invocation.is_set(key);
    context.console.adjust(set("quiet"), set("verbose"));
}

/// Reads the configuration that the flags ask for.
pub fn load(context: &Context<'_>, overrides: &Map) -> Result<Config, Failure> {
    adjust_verbosity(context);
    Ok(Config::load(
        overrides,
        &DiskFiles,
        context.environment,
        context.console.as_ref(),
    )?)
}

/// What a site of this process is built with.
pub fn host(context: &Context<'_>) -> Host {
    Host {
        files: Arc::new(DiskFiles),
        clock: Clock::from_env(),
        environment: context.environment.clone(),
        log: context.console.clone(),
        limits: Limits::default(),
    }
}
