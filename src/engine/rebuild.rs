//! A site that is built again and again as its files change.

use super::build::{Build, Done};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::setup::Host;

/// A site that is built again and again: every build ends with the bytes that a first build would write.
pub(crate) struct Rebuild {
    config: Config,
    host: Host,
    /// The site as it was checked, until the first build takes it.
    first: Option<Build>,
}

impl Rebuild {
    /// A site of this configuration.
    ///
    /// # Errors
    /// Those of [`Build::new`].
    pub(crate) fn new(config: Config, host: Host) -> Result<Self> {
        let first = Build::new(config.clone(), host.clone(), Vec::new())?;
        Ok(Rebuild {
            config,
            host,
            first: Some(first),
        })
    }

    /// The configuration that it is built with.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// Builds with another configuration from now on.
    pub(crate) fn reconfigure(&mut self, config: Config) {
        self.config = config;
        self.first = None;
    }

    /// Builds the site. `changed` are the files, absolute, that are not as they were at the last build.
    ///
    /// # Errors
    /// Whatever stops it; what was built before stays.
    pub(crate) fn process(&mut self, _changed: &[String]) -> Result<Done> {
        let mut build = match self.first.take() {
            Some(build) => build,
            None => Build::new(self.config.clone(), self.host.clone(), Vec::new())?,
        };
        build.process()
    }
}
