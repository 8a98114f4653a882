//! A site on its way from its files to its destination, phase by phase (`Jekyll::Site#process`).

use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::profile;
use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::destination::Destination;
use crate::jekyll::fs::{Files, Written};
use crate::jekyll::log::{Level, Log};
use crate::jekyll::path::PathSet;
use crate::jekyll::plugin::{Plugin, SiteEvent};
use crate::jekyll::plugin_manager::{self, By, Requirement};
use crate::jekyll::render::{Content, Lasting, Machinery, Output, Rendering};
use crate::jekyll::setup::{Host, Setup, find_theme};
use crate::jekyll::site::Site;
use crate::jekyll::{cleaner, writer};
use crate::plugins;
use crate::value::{Value, no_conversion, no_method};

/// A site that is to be built.
pub(crate) struct Build {
    site: Site,
    /// What was settled before any hook changed it.
    settled: Arc<Setup>,
    machinery: Arc<Machinery>,
    /// What is known of layouts and includes from sites before this one.
    lasting: Option<Arc<Lasting>>,
    /// The names of the plugins that were loaded, whoever asked for them.
    pub(super) plugins: Vec<String>,
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
        let theme = find_theme(&config, &host)?;
        let mut loaded = Loaded::new(&config, &host);
        for requirement in plugin_manager::requirements(&config, theme.as_ref(), &host) {
            loaded.load(requirement);
        }
        let Loaded {
            plugins,
            names,
            required,
            missing,
            left_out,
            ..
        } = loaded;
        let plugins: Vec<_> = plugins.into_iter().chain(own).collect();
        let machinery = Machinery::new(&config, &plugins, host.limits);
        let log = host.log.clone();
        let setup = Setup::with_theme(config, theme, machinery.clone(), host)?;
        let site = Site::to_be_read(setup)?;
        // Jekyll looks for its theme before it asks for gems.
        for name in &required {
            log.debug("Requiring:", name);
        }
        if let Some(name) = missing {
            return Err(missing_plugin(&site.setup.config, &name, log.as_ref()));
        }
        for name in left_out {
            let message = format!(
                "{name} has no stand-in in {}: the site is built without it.",
                env!("CARGO_PKG_NAME")
            );
            log.warn("Plugins:", &message);
        }
        tell_of_ruby(&site.setup);
        tell_of_lsi(&site.setup);
        let named: Vec<&str> = names.iter().map(String::as_str).collect();
        plugin_manager::warn_of_pagination(&site.setup, &named);
        Self::begun(site, machinery, names)
    }

    /// Another build of the same site, of other files, on one thread and with the same plugins. Layouts and includes are
    /// those of before.
    ///
    /// # Errors
    /// A `time` of the configuration that cannot be read; those of hooks.
    pub(crate) fn again(
        settled: &Setup,
        machinery: Arc<Machinery>,
        lasting: Arc<Lasting>,
        files: Arc<dyn Files>,
        log: Arc<dyn Log>,
    ) -> Result<Self> {
        let site = Site::to_be_read(settled.again(files, log)?)?;
        let mut build = Self::begun(site, machinery, Vec::new())?;
        build.lasting = Some(lasting);
        Ok(build)
    }

    fn begun(mut site: Site, machinery: Arc<Machinery>, plugins: Vec<String>) -> Result<Self> {
        let settled = site.setup.clone();
        machinery
            .hooks()
            .call_site(SiteEvent::AfterInit, &mut site)?;
        Ok(Build {
            site,
            settled,
            machinery,
            lasting: None,
            plugins,
        })
    }

    /// What another build of the same site begins with; none where a plugin remembers this one.
    pub(crate) fn for_others(&self) -> Option<(Arc<Setup>, Arc<Machinery>)> {
        let remembers = self.plugins.iter().any(|name| plugins::remembers(name));
        (!remembers).then(|| (self.settled.clone(), self.machinery.clone()))
    }

    /// Reads the site and lets plugins add to it.
    ///
    /// # Errors
    /// Those of reading and of generators.
    pub(crate) fn read_and_generate(&mut self) -> Result<()> {
        self.reset()?;
        self.read()?;
        self.machinery.generate(&mut self.site)
    }

    fn reset(&mut self) -> Result<()> {
        let hooks = self.machinery.hooks();
        hooks.call_site(SiteEvent::AfterReset, &mut self.site)
    }

    fn read(&mut self) -> Result<()> {
        self.site.read()?;
        let hooks = self.machinery.hooks();
        hooks.call_site(SiteEvent::PostRead, &mut self.site)
    }

    /// What was read, frozen for rendering; nothing is left here.
    ///
    /// # Errors
    /// Those of hooks.
    pub(crate) fn freeze(&mut self) -> Result<Arc<Rendering>> {
        let hooks = self.machinery.hooks();
        hooks.call_site(SiteEvent::PreRender, &mut self.site)?;
        refuse_markdown_ext(&self.site)?;
        let empty = Site {
            setup: self.site.setup.clone(),
            layouts: Default::default(),
            collections: Vec::new(),
            pages: Vec::new(),
            static_files: Vec::new(),
            taken_files: Vec::new(),
            data: Default::default(),
            added: Default::default(),
            page_hooks: Default::default(),
        };
        let site = mem::replace(&mut self.site, empty);
        Rendering::with_lasting(site, self.machinery.clone(), self.lasting.clone())
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
    pub(crate) fn process_with(&mut self, memory: &mut (impl Memory + Sync)) -> Result<Done> {
        let mut phases = Phases::default();
        phases.run("RESET", || self.reset())?;
        phases.run("READ", || self.read())?;
        phases.run("GENERATE", || self.machinery.generate(&mut self.site))?;
        let rendering = self.freeze()?;
        memory.prepare(&rendering);
        phases.run("RENDER", || {
            refuse_relative_permalinks(rendering.setup())?;
            rendering.render()
        })?;
        memory.accept(&rendering)?;
        let (outputs, standing) = phases.run("CLEANUP", || cleanup(&rendering, memory))?;
        let done = phases.run("WRITE", || {
            let done = write(rendering.setup(), &standing, outputs, memory)?;
            rendering.tell_written()?;
            let hooks = self.machinery.hooks();
            let written = done.written.iter().map(|file| file.destination.clone());
            hooks.call_post_write(rendering.setup(), &written.collect::<Vec<_>>())?;
            Ok(done)
        })?;
        if rendering.setup().config.is_set("profile") {
            let log = rendering.setup().log.as_ref();
            log.info("\nBuild Process Summary:", "");
            log.info(&profile::phases(&phases.0), "");
            log.info("\nSite Render Stats:", "");
            log.info(&profile::templates(&rendering.template_stats()), "");
        }
        memory.keep(rendering);
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
    fn are_there(&mut self, _outputs: &[Output<'_>]) -> bool {
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

/// Converters are asked for the first document, and the one for Markdown cannot tell what is its own.
fn refuse_markdown_ext(site: &Site) -> Result<()> {
    let has_documents = site.collections.iter().any(|it| !it.docs.is_empty());
    match site.setup.config.get("markdown_ext") {
        Value::Str(_) => Ok(()),
        _ if site.pages.is_empty() && !has_documents => Ok(()),
        other => Err(no_method(other, "split")),
    }
}

/// A gem that is not there; what is no text cannot name one.
fn missing_plugin(config: &Config, name: &str, log: &dyn Log) -> Error {
    let is_it =
        |given: &&Value| given.as_str().is_none() && given.to_s().is_ok_and(|shown| shown == name);
    let asked = config.get("plugins").as_array();
    match asked.and_then(|names| names.iter().find(is_it)) {
        Some(given) => no_conversion(given, "String"),
        None => plugin_manager::missing_gem(name, log),
    }
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
fn cleanup<'r>(
    rendering: &'r Rendering,
    memory: &mut impl Memory,
) -> Result<(Vec<Output<'r>>, Destination<'r>)> {
    let outputs = rendering.outputs()?;
    let setup = rendering.setup();
    if memory.are_there(&outputs) {
        return Ok((outputs, Destination::unseen(setup)));
    }
    cleaner::check_keep_files(setup.config.get("keep_files"))?;
    let mut standing = Destination::of(setup);
    let destinations = outputs.iter().map(|output| output.destination.as_str());
    let obsolete = cleaner::obsolete(setup, &standing, destinations)?;
    cleaner::clean(setup, &mut standing, &obsolete);
    Ok((outputs, standing))
}

/// Writes everything, side by side; after the first file that cannot be written none is begun.
fn write(
    setup: &Setup,
    standing: &Destination<'_>,
    outputs: Vec<Output<'_>>,
    memory: &(impl Memory + Sync),
) -> Result<Done> {
    let log = setup.log.as_ref();
    writer::tell_conflicts(&outputs, log);
    let stands = last_of_each(&outputs);
    let is_told = log.takes(Level::Debug);
    let wanted = outputs
        .into_iter()
        .zip(stands)
        .filter(|(_, stands)| *stands || is_told);
    let outputs: Vec<_> = wanted.enumerate().collect();
    let replaced = outputs.iter().filter(|(_, (_, stands))| !stands).count();
    let failed = AtomicUsize::new(usize::MAX);
    let work = |(place, (output, stands)): (usize, (Output<'_>, bool))| {
        if place > failed.load(Ordering::Relaxed) {
            return Ok(None);
        }
        if !stands {
            writer::tell(log, &output);
            return Ok(None);
        }
        write_output(setup, standing, output, memory).inspect_err(|_| {
            failed.fetch_min(place, Ordering::Relaxed);
        })
    };
    let destinations = outputs.iter().map(|(_, (o, _))| o.destination.as_str());
    let in_order = is_told || writer::are_nested(&setup.dest, destinations);
    let written = if in_order {
        outputs.into_iter().map(work).collect()
    } else {
        // What was rendered anew is what somebody waits for.
        let (kept, fresh): (Vec<_>, Vec<_>) = outputs
            .into_iter()
            .partition(|(_, (output, _))| output.is_kept);
        let fresh = setup.threads.map(fresh, work);
        let kept = setup.threads.map(kept, work);
        fresh.into_iter().chain(kept).collect::<Vec<_>>()
    };
    let mut done = Done::default();
    for file in written {
        match file? {
            Some(file) => done.written.push(file),
            None => done.unchanged += 1,
        }
    }
    done.unchanged -= replaced;
    Ok(done)
}

/// Writes a file, unless the destination holds it already.
fn write_output(
    setup: &Setup,
    standing: &Destination<'_>,
    output: Output<'_>,
    memory: &impl Memory,
) -> Result<Option<NewFile>> {
    if memory.is_there(setup, &output) {
        return Ok(None);
    }
    let written = match output.content {
        Content::Bytes(bytes) => writer::write(setup, standing, &output.destination, &bytes)?,
        Content::Copy(file) => writer::copy(file, standing, &output.destination)?,
    };
    Ok(match written {
        Written::Unchanged => None,
        Written::Changed => Some(NewFile {
            destination: output.destination,
            path: output.path.into_owned(),
        }),
    })
}
/// Of several outputs with one destination the last one stands.
fn last_of_each(outputs: &[Output<'_>]) -> Vec<bool> {
    let mut later = PathSet::with_capacity_and_hasher(outputs.len(), Default::default());
    let mut stands: Vec<bool> = outputs
        .iter()
        .rev()
        .map(|output| later.insert(output.destination.as_str()))
        .collect();
    stands.reverse();
    stands
}

/// The plugins of a site as they are looked up.
struct Loaded<'a> {
    config: &'a Config,
    host: &'a Host,
    plugins: Vec<Box<dyn Plugin>>,
    /// The names of those that are there.
    names: Vec<String>,
    /// What was asked for, as often as it was.
    required: Vec<String>,
    /// The first that the configuration names and that is not there: with it Jekyll stops.
    missing: Option<String>,
    /// Those that Bundler would have found, and that are not there.
    left_out: Vec<String>,
}

impl<'a> Loaded<'a> {
    fn new(config: &'a Config, host: &'a Host) -> Self {
        Loaded {
            config,
            host,
            plugins: Vec::new(),
            names: Vec::new(),
            required: Vec::new(),
            missing: None,
            left_out: Vec::new(),
        }
    }

    fn load(&mut self, requirement: Requirement) {
        let Requirement { name, by } = requirement;
        if self.missing.is_some() {
            return;
        }
        if self.names.contains(&name) {
            return self.required.push(name);
        }
        let found = plugins::find(&name);
        if found.is_none() && !plugins::is_part_of_jekyll(&name) {
            match by {
                By::Config => {
                    self.required.push(name.clone());
                    self.missing = Some(name);
                }
                By::Gemfile | By::Theme => {
                    if !self.left_out.contains(&name) {
                        self.left_out.push(name);
                    }
                }
            }
            return;
        }
        self.required.push(name.clone());
        self.names.push(name);
        if let Some(plugin) = found {
            let further = plugin.loads(self.config, self.host);
            self.plugins.push(plugin);
            for name in further {
                if !self.names.contains(&name) {
                    let by = By::Theme;
                    self.load(Requirement { name, by });
                }
            }
        }
    }
}

/// Says which files of the site Jekyll would run and this program cannot.
fn tell_of_ruby(setup: &Setup) {
    let files = plugin_manager::ruby_files(setup);
    if files.is_empty() {
        return;
    }
    let prefix = format!("{}/", setup.source);
    let shown: Vec<&str> = files
        .iter()
        .map(|file| file.strip_prefix(&prefix).unwrap_or(file))
        .collect();
    let message = format!(
        "{} cannot run Ruby: the site is built without {}.",
        env!("CARGO_PKG_NAME"),
        shown.join(", ")
    );
    setup.log.warn("Plugins:", &message);
}

/// Says that related posts are not found by their texts (`lsi`), which Jekyll leaves to the gem classifier-reborn.
fn tell_of_lsi(setup: &Setup) {
    if setup.config.is_set("lsi") {
        let message = format!(
            "{} does not compare texts (lsi): site.related_posts are the newest posts.",
            env!("CARGO_PKG_NAME")
        );
        setup.log.warn("Related posts:", &message);
    }
}

/// A configuration's value as a hash of one key.
pub(super) fn entry(key: &str, value: impl Into<Value>) -> (Value, Value) {
    (Value::from(key), value.into())
}
