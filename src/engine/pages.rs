//! Sites of one page each, of one configuration and with the same layouts and includes.

use std::sync::Arc;

use super::builder::{Plugins, SOURCE};
use super::{Build, Page};
use crate::error::{Error, ErrorKind, Result};
use crate::jekyll::config::Config;
use crate::jekyll::environment::Environment;
use crate::jekyll::fs::{Files, MemoryFiles};
use crate::jekyll::log::{Collected, Entry, Log};
use crate::jekyll::path;
use crate::jekyll::render::{Lasting, Machinery};
use crate::jekyll::setup::{Host, Setup};
use crate::liquid::Limits;
use crate::value::{Clock, Hash};

/// Renders one page after another, each as a site of its own.
pub(crate) struct Pages {
    parts: Parts,
    /// What the sites of all pages share; none where a plugin remembers the site that it was loaded for.
    shared: Option<Shared>,
}

/// What the site of a page is made of, beside the page.
pub(crate) struct Parts {
    pub(crate) config: Config,
    /// The layouts and includes.
    pub(crate) files: Arc<MemoryFiles>,
    pub(crate) clock: Clock,
    pub(crate) environment: Environment,
    pub(crate) limits: Limits,
    pub(crate) plugins: Plugins,
}

impl Parts {
    /// A site of these files.
    ///
    /// # Errors
    /// Those of [`Build::new`].
    pub(crate) fn build(&self, files: Arc<MemoryFiles>, log: Arc<dyn Log>) -> Result<Build> {
        let host = Host {
            files,
            clock: self.clock.clone(),
            environment: self.environment.clone(),
            log,
            limits: self.limits,
        };
        Build::new(self.config.clone(), host, self.plugins.boxed())
    }
}

/// What one site after another is built with.
struct Shared {
    settled: Arc<Setup>,
    machinery: Arc<Machinery>,
    lasting: Arc<Lasting>,
}

impl Shared {
    /// Whether a file may be included by its name: then it is no page like others.
    fn includes(&self, file: &str) -> bool {
        let folders = &self.settled.includes_load_paths;
        folders.iter().any(|folder| path::is_inside(file, folder))
    }

    fn build(&self, files: Arc<MemoryFiles>, log: Arc<Collected>) -> Result<Build> {
        let (machinery, lasting) = (self.machinery.clone(), self.lasting.clone());
        Build::again(&self.settled, machinery, lasting, files, log)
    }
}

impl Pages {
    /// Pages to be, and the site without any of them. What is wrong with every one of them is told to `log`, and not
    /// again with a page.
    ///
    /// # Errors
    /// Those of [`Build::new`].
    pub(crate) fn begin(parts: Parts, log: Arc<dyn Log>) -> Result<(Self, Build)> {
        let build = parts.build(parts.files.clone(), log)?;
        let shared = build.for_others().map(|(settled, machinery)| {
            let files = parts.files.below(SOURCE);
            let names = files.keys().map(|name| format!("{SOURCE}/{name}"));
            let lasting = Arc::new(Lasting::new(names, &settled));
            Shared {
                settled,
                machinery,
                lasting,
            }
        });
        Ok((Pages { parts, shared }, build))
    }

    /// Renders the page; what is said of it comes with it, or stays in `log` where it fails.
    ///
    /// # Errors
    /// Those of [`Engine::page`](super::Engine::page).
    pub(crate) fn page(&self, path: &str, source: &str, log: &Arc<Collected>) -> Result<Page> {
        let path = path::without_empty_parts(path.trim_start_matches('/').to_string());
        let path = path.as_str();
        let mut build = self.build_of(path, source, log.clone())?;
        build.read_and_generate()?;
        let rendering = build.freeze()?;
        rendering.render()?;
        let rendered = rendering.output_of(path)?;
        let data = rendering.front_matter_of(path);
        match (rendered, data) {
            (Some((output, url)), Some(data)) if !path.is_empty() => Ok(Page {
                url,
                output,
                data: Hash::new(data),
                messages: lines(log),
            }),
            _ => Err(Error::new(
                ErrorKind::Usage,
                format!("Jekyll would not render {path}"),
            )),
        }
    }

    fn build_of(&self, path: &str, source: &str, log: Arc<Collected>) -> Result<Build> {
        let name = format!("{SOURCE}/{path}");
        let others = &self.parts.files;
        let files = Arc::new(others.with_file(name.clone(), source.as_bytes()));
        let is_other = !others.exists(&name);
        let shared = self.shared.as_ref();
        if let Some(shared) = shared.filter(|it| is_other && !it.includes(&name)) {
            return shared.build(files, log);
        }
        let build = self.parts.build(files, log.clone())?;
        // Said when the pages began.
        log.truncate(0);
        Ok(build)
    }
}

/// The lines of a log, as Jekyll would print them.
pub(crate) fn lines(log: &Collected) -> Vec<String> {
    log.entries().iter().map(Entry::line).collect()
}
