//! A site on its way from its files to its destination, phase by phase (`Jekyll::Site#process`).

use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::profile;
use crate::error::{Error, ErrorKind, Result};
use crate::jekyll::config::Config;
use crate::jekyll::destination::Destination;
use crate::jekyll::fs::Written;
use crate::jekyll::log::Log;
use crate::jekyll::plugin::Plugin;
use crate::jekyll::render::{Content, Machinery, Output, Rendering};
use crate::jekyll::setup::{Host, Setup};
use crate::jekyll::site::Site;
use crate::jekyll::{cleaner, writer};
use crate::plugins;
use crate::value::Value;

/// A site that is to be built.
pub(crate) struct Build {
    site: Site,
    machinery: Arc<Machinery>,
}

/// What a build did.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// Files with new bytes, absolute.
    pub(crate) written: Vec<String>,
    /// Files that held their bytes already.
    pub(crate) unchanged: usize,
}

impl Build {
    /// A site of this configuration, with the plugins that it names and those of the caller.
    ///
    /// # Errors
    /// A configuration that Jekyll refuses, a theme or plugin that cannot be found.
    pub(crate) fn new(config: Config, host: Host, own: Vec<Box<dyn Plugin>>) -> Result<Self> {
        let log = host.log.clone();
        let names = plugin_names(&config);
        let found: Vec<Option<Box<dyn Plugin>>> =
            names.iter().map(|name| plugins::find(name)).collect();
        let missing = names
            .iter()
            .zip(&found)
            .find(|(_, plugin)| plugin.is_none());
        let missing = missing.map(|(name, _)| name.clone());
        let plugins: Vec<_> = found.into_iter().flatten().chain(own).collect();
        let machinery = Machinery::new(&config, &plugins)?;
        let site = Site::new(config, machinery.clone(), host)?;
        // Jekyll looks for its theme before it asks for gems.
        match missing {
            Some(name) => Err(dependency_error(&name, log.as_ref())),
            None => Ok(Build { site, machinery }),
        }
    }

    /// Reads the site and lets plugins add to it.
    ///
    /// # Errors
    /// Those of reading and of generators.
    pub(crate) fn read_and_generate(&mut self) -> Result<()> {
        self.site.read()?;
        self.machinery.generate(&mut self.site)
    }

    /// What was read, frozen for rendering; nothing is left here.
    ///
    /// # Errors
    /// A `url` or `baseurl` that cannot be printed.
    pub(crate) fn freeze(&mut self) -> Result<Arc<Rendering>> {
        let empty = Site {
            setup: self.site.setup.clone(),
            layouts: Default::default(),
            collections: Vec::new(),
            pages: Vec::new(),
            static_files: Vec::new(),
            data: Default::default(),
        };
        Rendering::new(mem::replace(&mut self.site, empty), self.machinery.clone())
    }

    /// Builds the site (`Site#process`).
    ///
    /// # Errors
    /// Whatever stops it; nothing has been written then unless writing itself failed.
    pub(crate) fn process(&mut self) -> Result<Done> {
        let mut phases = Phases::default();
        phases.run("RESET", || Ok(()))?;
        phases.run("READ", || self.site.read())?;
        phases.run("GENERATE", || self.machinery.generate(&mut self.site))?;
        let rendering = self.freeze()?;
        phases.run("RENDER", || {
            refuse_relative_permalinks(rendering.setup())?;
            rendering.render()
        })?;
        let (outputs, standing) = phases.run("CLEANUP", || cleanup(&rendering))?;
        let done = phases.run("WRITE", || write(rendering.setup(), standing, outputs))?;
        if rendering.setup().config.is_set("profile") {
            let log = rendering.setup().log.as_ref();
            log.info("\nBuild Process Summary:", "");
            log.info(&profile::phases(&phases.0), "");
            log.info("\nSite Render Stats:", "");
            log.info(&profile::templates(&rendering.template_stats()), "");
        }
        Ok(done)
    }
}

/// `Site#relative_permalinks_are_deprecated`: said, and the program ends.
fn refuse_relative_permalinks(setup: &Setup) -> Result<()> {
    if !setup.config.is_set("relative_permalinks") {
        return Ok(());
    }
    setup.log.error(
        "Since v3.0, permalinks for pages in subfolders must be relative to the site source directory, not the parent \
         directory. Check https://jekyllrb.com/docs/upgrading/ for more info.",
        "",
    );
    Err(Error::ruby("SystemExit", "exit"))
}

/// How long each phase took.
#[derive(Default)]
struct Phases(Vec<(&'static str, Duration)>);

impl Phases {
    fn run<T>(&mut self, name: &'static str, phase: impl FnOnce() -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let result = phase();
        self.0.push((name, start.elapsed()));
        result
    }
}

/// Removes what is obsolete; returns what is to be written, and what lies in the destination then.
fn cleanup(rendering: &Rendering) -> Result<(Vec<Output<'_>>, Destination<'_>)> {
    let outputs = rendering.outputs()?;
    let setup = rendering.setup();
    let mut standing = Destination::of(setup);
    let destinations = outputs.iter().map(|output| output.destination.as_str());
    let obsolete = cleaner::obsolete(setup, &standing, destinations);
    cleaner::clean(setup, &mut standing, &obsolete)?;
    Ok((outputs, standing))
}

fn write(setup: &Setup, mut standing: Destination<'_>, outputs: Vec<Output<'_>>) -> Result<Done> {
    let log = setup.log.as_ref();
    let things = outputs
        .iter()
        .map(|o| (o.destination.as_str(), o.path.as_ref()));
    writer::tell_conflicts(things, log);
    let mut done = Done::default();
    for output in outputs {
        let written = match output.content {
            Content::Bytes(bytes) => {
                writer::write(setup, &mut standing, &output.destination, &bytes)?
            }
            Content::Copy(file) => writer::copy(file, &mut standing, &output.destination)?,
        };
        match written {
            Written::Changed => done.written.push(output.destination),
            Written::Unchanged => done.unchanged += 1,
        }
    }
    Ok(done)
}

/// The gems that a configuration names and that may be used (`PluginManager#require_gems`).
fn plugin_names(config: &Config) -> Vec<String> {
    let names = |key: &str| -> Vec<String> {
        let list = config.get(key).as_array();
        list.into_iter()
            .flat_map(|names| names.iter())
            .map(|name| name.to_s().unwrap_or_default().into_owned())
            .collect()
    };
    let whitelist = names("whitelist");
    let mut allowed = names("plugins");
    allowed.retain(|name| !config.is_set("safe") || whitelist.contains(name));
    allowed
}

/// `External.require_with_graceful_fail` for a gem that is not there.
fn dependency_error(name: &str, log: &dyn Log) -> Error {
    log.error(
        "Dependency Error:",
        &format!(
            "Yikes! It looks like you don't have {name} or one of its dependencies installed.\n\
             In order to use Jekyll as currently configured, you'll need to install this gem.\n\n\
             If you've run Jekyll with `bundle exec`, ensure that you have included the {name}\n\
             gem in your Gemfile as well.\n\n\
             The full error message from Ruby is: 'cannot load such file -- {name}'\n\n\
             If you run into trouble, you can find helpful resources at https://jekyllrb.com/help/!\n"
        ),
    );
    Error::new(ErrorKind::MissingDependency, name)
}

/// A configuration's value as a hash of one key.
pub(super) fn entry(key: &str, value: impl Into<Value>) -> (Value, Value) {
    (Value::from(key), value.into())
}
