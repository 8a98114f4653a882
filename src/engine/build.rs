//! A site on its way from its files to its destination, phase by phase (`Jekyll::Site#process`).

use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::profile;
use crate::error::{Error, ErrorKind, Result};
use crate::jekyll::config::Config;
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
    /// Files with new bytes.
    pub(crate) written: Vec<NewFile>,
    /// Files that held their bytes already.
    pub(crate) unchanged: usize,
}

/// A file with new bytes.
#[derive(Debug)]
pub(crate) struct NewFile {
    /// Where it lies, absolute.
    pub(crate) destination: String,
    /// The file that it comes from, as messages name it.
    #[cfg_attr(not(feature = "serve"), expect(dead_code))]
    pub(crate) path: String,
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
        self.process_with(&mut ())
    }

    /// Builds the site, with what was learned when it was built before.
    ///
    /// # Errors
    /// As [`Build::process`].
    pub(crate) fn process_with(&mut self, memory: &mut impl Memory) -> Result<Done> {
        let mut phases = Phases::default();
        phases.run("RESET", || Ok(()))?;
        phases.run("READ", || self.site.read())?;
        phases.run("GENERATE", || self.machinery.generate(&mut self.site))?;
        let rendering = self.freeze()?;
        memory.prepare(&rendering);
        phases.run("RENDER", || {
            refuse_relative_permalinks(rendering.setup())?;
            rendering.render()
        })?;
        memory.accept(&rendering)?;
        let outputs = phases.run("CLEANUP", || cleanup(&rendering, memory))?;
        let done = phases.run("WRITE", || write(rendering.setup(), outputs, memory))?;
        memory.keep(rendering.clone());
        if rendering.setup().config.is_set("profile") {
            let log = rendering.setup().log.as_ref();
            log.info("\nBuild Process Summary:", "");
            log.info(&profile::phases(&phases.0), "");
        }
        Ok(done)
    }
}

/// What goes on from one build of a site to the next.
pub(crate) trait Memory {
    /// Before a site is rendered.
    fn prepare(&mut self, _rendering: &Rendering) {}

    /// After it was rendered, and before anything of it is written.
    ///
    /// # Errors
    /// What was taken over does not hold.
    fn accept(&mut self, _rendering: &Rendering) -> Result<()> {
        Ok(())
    }

    /// Whether the destination holds just these files already, so that nothing in it can be obsolete.
    fn are_there(&mut self, _destinations: &[String]) -> bool {
        false
    }

    /// Whether the destination of this output holds it already.
    fn is_there(&self, _setup: &Setup, _output: &Output<'_>) -> bool {
        false
    }

    /// After all was written.
    fn keep(&mut self, _rendering: Arc<Rendering>) {}
}

/// Nothing is remembered.
impl Memory for () {}

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

/// Removes what is obsolete; returns what is to be written.
fn cleanup<'r>(rendering: &'r Rendering, memory: &mut impl Memory) -> Result<Vec<Output<'r>>> {
    let outputs = rendering.outputs()?;
    let destinations: Vec<String> = outputs.iter().map(|o| o.destination.clone()).collect();
    let setup = rendering.setup();
    if !memory.are_there(&destinations) {
        cleaner::clean(setup, &cleaner::obsolete(setup, &destinations))?;
    }
    Ok(outputs)
}

fn write(setup: &Setup, outputs: Vec<Output<'_>>, memory: &impl Memory) -> Result<Done> {
    let log = setup.log.as_ref();
    let things = outputs
        .iter()
        .map(|o| (o.destination.clone(), o.path.clone()));
    writer::tell_conflicts(things, log);
    let mut done = Done::default();
    for output in outputs {
        if memory.is_there(setup, &output) {
            done.unchanged += 1;
            continue;
        }
        let written = match output.content {
            Content::Bytes(bytes) => writer::write(setup, &output.destination, &bytes, log)?,
            Content::Copy(file) => writer::copy(file, &output.destination)?,
        };
        match written {
            Written::Changed => done.written.push(NewFile {
                destination: output.destination,
                path: output.path,
            }),
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
