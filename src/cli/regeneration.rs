//! Builds a site again whenever its files change, with jekyll-watch's lines (jekyll/watcher.rb).

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use super::parse::Given;
use super::watch::{Changes, Ignored, Watched, Watcher};
use super::{Context, Failure, config};
use crate::engine::{Changed, NewFile, Rebuild};
use crate::jekyll::config::Config;
use crate::jekyll::log::{Log, Silent};
use crate::jekyll::setup::{Host, find_theme};
use crate::jekyll::theme::Theme;
use crate::value::{Clock, Value};

/// What became of a change.
pub enum Event<'a> {
    /// The configuration was read again.
    Configured(&'a Config),
    /// The site was built, and these files are new.
    Built(&'a [NewFile]),
    /// The site could not be built, or its configuration not be read.
    Failed(&'a anyhow::Error),
}

/// Builds the site again for every change, until the watcher is stopped; `tell` hears what became of it. `configure`
/// reads the configuration again.
pub fn run(
    context: &Context<'_>,
    watcher: &mut Watcher,
    rebuild: &mut Rebuild,
    configure: &dyn Fn() -> Result<Config, Failure>,
    tell: &mut dyn FnMut(Event<'_>),
) {
    let mut is_configured = true;
    while let Some(changes) = watcher.wait() {
        let start = Instant::now();
        announce(context, rebuild.config(), &changes);
        let files = configuration_files(context, rebuild.config());
        is_configured &= !changes.all().any(|path| files.contains(path));
        let result = if is_configured {
            Ok(())
        } else {
            reconfigure(context, watcher, rebuild, configure, tell)
        };
        is_configured = result.is_ok();
        let result = result.and_then(|()| Ok(rebuild.process(changed(&changes))?));
        match result {
            Ok(done) => {
                let seconds = Value::Float(start.elapsed().as_secs_f64());
                let seconds = seconds.to_s().unwrap_or_default().into_owned();
                tell(Event::Built(&done.written));
                context
                    .console
                    .info("", &format!("...done in {seconds} seconds."));
            }
            Err(error) => {
                tell(Event::Failed(&error));
                context.console.warn("Error:", &error.to_string());
                context
                    .console
                    .warn("Error:", "Run jekyll build --trace for more information.");
                let report = super::report(&error);
                if report != error.to_string() {
                    context.console.raised(&report);
                }
            }
        }
        context.console.info("", "");
    }
}

fn reconfigure(
    context: &Context<'_>,
    watcher: &mut Watcher,
    rebuild: &mut Rebuild,
    configure: &dyn Fn() -> Result<Config, Failure>,
    tell: &mut dyn FnMut(Event<'_>),
) -> anyhow::Result<()> {
    let config = match configure() {
        Ok(config) => config,
        Err(Failure::Raised(error)) => return Err(error),
        Err(Failure::Said) => anyhow::bail!("the configuration could not be read"),
    };
    watcher.watch(watched(context, &config));
    tell(Event::Configured(&config));
    rebuild.reconfigure(config);
    Ok(())
}

fn announce(context: &Context<'_>, config: &Config, changes: &Changes) {
    let clock = Clock::from_env();
    let now = clock.localtime(&Clock::system_time(SystemTime::now()));
    let time = now.strftime("%Y-%m-%d %H:%M:%S").unwrap_or_default();
    let count = changes.all().count();
    let console = context.console;
    console.info(
        "Regenerating:",
        &format!("{count} file(s) changed at {time}"),
    );
    let source = source(context, config);
    for path in changes.all() {
        let shown = path.strip_prefix(&source).unwrap_or(path);
        console.info("", &shown.to_string_lossy());
    }
}

fn changed(changes: &Changes) -> Changed {
    if !changes.added.is_empty() || !changes.removed.is_empty() {
        return Changed::Anything;
    }
    let names = changes.modified.iter();
    Changed::Contents(
        names
            .map(|path| path.to_string_lossy().into_owned())
            .collect(),
    )
}

/// A watcher of a site of this configuration.
pub fn watcher(context: &Context<'_>, config: &Config) -> Watcher {
    let watched = watched(context, config);
    Watcher::start(watched, config.is_set("force_polling"))
}

fn source(context: &Context<'_>, config: &Config) -> PathBuf {
    PathBuf::from(context.environment.expand(config.text("source")))
}

/// What a build reads: the source, but for what is excluded there and what builds write, the theme, and the
/// configuration.
fn watched(context: &Context<'_>, config: &Config) -> Watched {
    let source = source(context, config);
    let texts = |key: &str| -> Vec<String> {
        let list = config.get(key).as_array();
        list.into_iter()
            .flat_map(|values| values.iter())
            .filter_map(|value| value.as_str().map(str::to_string))
            .collect()
    };
    let included = texts("include");
    // What is excluded as pages may still be read as something else, where its name begins with `_`.
    let excluded = texts("exclude").into_iter().filter_map(|path| {
        let is_read = path.starts_with('_') || included.contains(&path);
        (!is_read).then(|| PathBuf::from(path.trim_matches('/')))
    });
    let destination = context.environment.expand(config.text("destination"));
    let destination = Path::new(&destination).strip_prefix(&source).ok();
    let written = [
        ".jekyll-metadata",
        ".jekyll-cache",
        ".sass-cache",
        config.text("cache_dir"),
    ];
    let ignored = excluded
        .chain(destination.map(Path::to_path_buf))
        .chain(written.map(PathBuf::from));
    let theme = theme(context, config);
    let folders = theme.iter().flat_map(|theme| {
        let all = [
            &theme.layouts,
            &theme.includes,
            &theme.sass,
            &theme.assets,
            &theme.data,
        ];
        all.into_iter().flatten().map(PathBuf::from)
    });
    let own = theme
        .iter()
        .map(|theme| Path::new(&theme.root).join("_config.yml"));
    Watched {
        ignored: Ignored::new(ignored),
        folders: folders.collect(),
        files: configuration_files(context, config)
            .into_iter()
            .chain(own)
            .collect(),
        source,
    }
}

/// The theme of a site; the build tells of one that is not there.
fn theme(context: &Context<'_>, config: &Config) -> Option<Theme> {
    let host = Host {
        log: Arc::new(Silent),
        ..config::host(context)
    };
    find_theme(config, &host).ok().flatten()
}

/// The files that a configuration is or may be read from.
fn configuration_files(context: &Context<'_>, config: &Config) -> Vec<PathBuf> {
    let environment = context.environment;
    let named: Vec<String> = match config.get("config") {
        Value::Str(name) => vec![name.to_string()],
        Value::Array(names) => names
            .iter()
            .filter_map(|name| name.as_str().map(str::to_string))
            .collect(),
        _ => Vec::new(),
    };
    if !named.is_empty() {
        return named
            .iter()
            .map(|name| PathBuf::from(environment.expand(name)))
            .collect();
    }
    // The source that the flags name; a configuration may name another one, in which none is looked for.
    let source = match context.invocation.value("source") {
        Some(Given::Text(source)) => environment.expand(source),
        _ => environment.folder().to_string(),
    };
    let source = Path::new(&source);
    ["_config.yml", "_config.yaml", "_config.toml"]
        .iter()
        .map(|name| source.join(name))
        .collect()
}
