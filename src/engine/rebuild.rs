//! A site that is built again and again as its files change: only what read a change is rendered and written again.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::build::{Build, Done, Memory};
use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::fs::{Kind, Stamp};
use crate::jekyll::remembered::RememberedFiles;
use crate::jekyll::render::{Content, Output, Rendering};
use crate::jekyll::setup::{Host, Setup};
use crate::plugins::is_part_of_jekyll;

/// A site that is built again and again: every build ends with the bytes that a first build would write.
pub(crate) struct Rebuild {
    config: Config,
    host: Host,
    /// The site as it was checked, until the first build takes it.
    first: Option<Build>,
    /// Whether it is built more than once.
    again: bool,
    last: Last,
}

/// Which files are not as they were at the last build.
pub(crate) enum Changed {
    #[cfg_attr(not(feature = "serve"), allow(dead_code))] // only who watches knows
    /// These, absolute, which hold something else.
    Contents(Vec<String>),
    /// Files came or went, or nobody knows.
    Anything,
}

/// Plugins that do the same with the same site: what others look at is not recorded.
const RECORDED_PLUGINS: [&str; 12] = [
    "jekyll-avatar",
    "jekyll-default-layout",
    "jekyll-feed",
    "jekyll-gist",
    "jekyll-optional-front-matter",
    "jekyll-paginate",
    "jekyll-readme-index",
    "jekyll-redirect-from",
    "jekyll-relative-links",
    "jekyll-seo-tag",
    "jekyll-sitemap",
    "jekyll-titles-from-headings",
];

impl Rebuild {
    /// A site of this configuration. With `again` it is remembered what each page reads, for the builds that follow.
    ///
    /// # Errors
    /// Those of [`Build::new`].
    pub(crate) fn new(config: Config, mut host: Host, again: bool) -> Result<Self> {
        if again {
            host.files = Arc::new(RememberedFiles::new(host.files));
        }
        let first = Build::new(config.clone(), host.clone(), Vec::new())?;
        Ok(Rebuild {
            last: Last::default(),
            again,
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
    #[cfg_attr(not(feature = "serve"), expect(dead_code))]
    pub(crate) fn reconfigure(&mut self, config: Config) {
        self.last = Last::default();
        self.config = config;
        self.first = None;
    }

    /// Builds the site.
    ///
    /// # Errors
    /// Whatever stops it; what was built before stays.
    pub(crate) fn process(&mut self, changed: Changed) -> Result<Done> {
        self.last.note(changed);
        let mut build = self.build()?;
        if self.last.plugins.as_ref() != Some(&build.plugins) {
            // Which are loaded may be said outside of the configuration, in a Gemfile.
            self.last = Last {
                records: self.again && are_recorded(&build.plugins),
                plugins: Some(build.plugins.clone()),
                ..Last::default()
            };
        }
        let done = match build.process_with(&mut self.last) {
            // What a page came to read with the change cannot be told from what was recorded before it.
            Err(_) if self.last.is_refused => {
                self.last.forget();
                self.build()?.process_with(&mut self.last)
            }
            done => done,
        };
        if self.again {
            self.let_go();
        }
        done
    }

    /// Lets go of what was built, unless the next build can use it. Where there is none, that is left to the caller: it
    /// takes a while.
    pub(crate) fn let_go(&mut self) {
        self.last.rendering.take_if(|_| !self.last.records);
    }

    fn build(&mut self) -> Result<Build> {
        match self.first.take() {
            Some(build) => Ok(build),
            None => Build::new(self.config.clone(), self.host.clone(), Vec::new()),
        }
    }
}

/// Whether all that pages of a site with these plugins can read is recorded.
fn are_recorded(plugins: &[String]) -> bool {
    plugins
        .iter()
        .all(|name| RECORDED_PLUGINS.contains(&name.as_str()) || is_part_of_jekyll(name))
}

/// What is remembered of the last build that was written.
#[derive(Default)]
struct Last {
    records: bool,
    /// The plugins that it was built with.
    plugins: Option<Vec<String>>,
    rendering: Option<Arc<Rendering>>,
    /// What it has written, in order.
    destinations: Vec<String>,
    /// The files that it has copied, by their destinations, as they were before that.
    copied: HashMap<String, Stamp>,
    /// Those of them that are as they were when they were copied.
    unchanged: HashSet<String>,
    /// What has changed since.
    changed: HashSet<String>,
    /// Whether files came or went since.
    has_other_files: bool,
    /// Whether this build writes the files of the last one, each once.
    writes_the_same: bool,
    /// Whether something was taken over from the last build.
    takes_over: bool,
    /// Whether what was taken over turned out not to hold.
    is_refused: bool,
}

impl Last {
    fn note(&mut self, changed: Changed) {
        match changed {
            Changed::Contents(files) => self.changed.extend(files),
            Changed::Anything => self.has_other_files = true,
        }
        self.is_refused = false;
    }

    fn forget(&mut self) {
        *self = Last {
            records: self.records,
            plugins: self.plugins.take(),
            ..Last::default()
        };
    }

    /// Finds which of the files that are copied have been copied as they are.
    fn look_at_copies(&mut self, outputs: &[Output<'_>]) {
        let before = std::mem::take(&mut self.copied);
        self.unchanged.clear();
        for output in outputs {
            let Content::Copy(file) = &output.content else {
                continue;
            };
            let Some(stamp) = file.setup.files.stamp(&file.path) else {
                continue;
            };
            let destination = &output.destination;
            if before.get(destination) == Some(&stamp) && !self.changed.contains(&file.path) {
                self.unchanged.insert(destination.clone());
            }
            self.copied.insert(destination.clone(), stamp);
        }
    }
}

impl Memory for Last {
    fn prepare(&mut self, rendering: &Rendering) {
        self.takes_over = false;
        self.writes_the_same = false;
        if !self.records {
            return;
        }
        if let Some(before) = self.rendering.as_ref().filter(|_| !self.has_other_files)
            && let Some(touched) = rendering.touched(before, &self.changed)
        {
            rendering.take_over(before, &touched);
            self.takes_over = true;
        } else {
            rendering.record_reads();
        }
    }

    fn accept(&mut self, rendering: &Rendering) -> Result<()> {
        if self.takes_over && rendering.hangs_on_order() {
            self.is_refused = true;
            return Err(Error::ruby("RuntimeError", "what was kept does not hold"));
        }
        // Should writing fail halfway, nothing is known of the destination.
        if let Some(before) = self.rendering.take() {
            // It takes a while to take apart, for which nobody has to wait.
            std::thread::spawn(move || drop(before));
        }
        Ok(())
    }

    fn are_there(&mut self, outputs: &[Output<'_>]) -> bool {
        let destinations: Vec<String> = outputs.iter().map(|o| o.destination.clone()).collect();
        let mut seen = HashSet::new();
        let are_apart = destinations
            .iter()
            .all(|destination| seen.insert(destination));
        self.writes_the_same = self.takes_over && are_apart && self.destinations == destinations;
        self.destinations = destinations;
        self.look_at_copies(outputs);
        self.writes_the_same
    }

    fn is_there(&self, setup: &Setup, output: &Output<'_>) -> bool {
        let destination = output.destination.as_str();
        let length = match &output.content {
            Content::Bytes(bytes) if output.is_kept => bytes.len() as u64,
            Content::Copy(_) if self.unchanged.contains(destination) => {
                self.copied.get(destination).map_or(0, |stamp| stamp.length)
            }
            _ => return false,
        };
        // A file that somebody else has changed or removed is written again, if its length tells.
        let found = setup.files.link_metadata(destination);
        self.writes_the_same
            && found.is_ok_and(|found| found.kind == Kind::File && found.length == length)
    }

    fn keep(&mut self, rendering: Arc<Rendering>) {
        self.changed.clear();
        self.has_other_files = false;
        self.rendering = Some(rendering);
    }
}
