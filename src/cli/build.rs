//! `build`: one build, with Jekyll's lines and exit codes (commands/build.rb, command.rb).

use std::time::Instant;

#[cfg(not(feature = "serve"))]
use anyhow::anyhow;

use super::{Context, Failure, JEKYLL_VERSION, Outcome, config, report};
#[cfg(feature = "serve")]
use super::{regeneration, watch::Watcher};
use crate::engine::{Changed, Rebuild};
use crate::error::ErrorKind;
use crate::jekyll::config::Config;
use crate::jekyll::document::is_fatal;
use crate::jekyll::log::Log;
use crate::value::Value;

pub fn run(context: &Context<'_>) -> Outcome {
    let mut overrides = config::overrides(context);
    overrides.insert(Value::from("serving"), Value::Bool(false));
    with_graceful_failure(context, "build", || {
        // Jekyll looks for the flags under another name here, so that only JEKYLL_LOG_LEVEL counts.
        context.console.announce_verbosity();
        let configure = || config::load(context, &overrides);
        let built = process(context, configure()?)?;
        regenerate(context, built, &configure)
    })
}

#[cfg(feature = "serve")]
fn regenerate(
    context: &Context<'_>,
    built: Built,
    configure: &dyn Fn() -> Result<Config, Failure>,
) -> Outcome {
    let Some(mut watcher) = built.watcher else {
        end_with(built);
        return Ok(());
    };
    stop_when_interrupted(watcher.stopper())?;
    let mut rebuild = built.rebuild;
    regeneration::run(context, &mut watcher, &mut rebuild, configure, &mut |_| {});
    context.console.info("", "Halting auto-regeneration.");
    Ok(())
}

#[cfg(not(feature = "serve"))]
fn regenerate(
    _context: &Context<'_>,
    built: Built,
    _configure: &dyn Fn() -> Result<Config, Failure>,
) -> Outcome {
    end_with(built);
    Ok(())
}

/// The program ends, and the system takes its memory back faster than a site is taken apart.
fn end_with(built: Built) {
    std::mem::forget(built.rebuild);
}

/// Stops the watcher when the user presses Ctrl-C.
#[cfg(feature = "serve")]
fn stop_when_interrupted(stopper: crate::cli::watch::Stopper) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    std::thread::spawn(move || {
        // Where Ctrl-C cannot be heard of, the system ends the program.
        if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
            stopper.stop();
        }
    });
    Ok(())
}

/// A site that was built, and its watcher where it is to be watched.
pub struct Built {
    /// The site.
    pub rebuild: Rebuild,
    /// What tells of changes since the build began.
    #[cfg(feature = "serve")]
    pub watcher: Option<Watcher>,
}

/// `Commands::Build.process`
pub fn process(context: &Context<'_>, configuration: Config) -> Result<Built, Failure> {
    let console = &context.console;
    let is_set = |key| configuration.is_set(key);
    let (detached, skips_build) = (is_set("detach"), is_set("skip_initial_build"));
    let watches = is_set("watch") && !detached;
    #[cfg(not(feature = "serve"))]
    if watches {
        // Said before the build, so that nobody waits for changes to be seen.
        return Err(not_there("`build --watch`").into());
    }
    let mut rebuild = Rebuild::new(configuration, config::host(context), watches)?;
    // What changes while the site is built is seen.
    #[cfg(feature = "serve")]
    let watcher = watches.then(|| regeneration::watcher(context, rebuild.config()));
    if skips_build {
        console.warn(
            "Build Warning:",
            "Skipping the initial build. This may result in an out-of-date site.",
        );
    } else {
        first_build(context, &mut rebuild)?;
    }
    let source = rebuild.config().text("source");
    if detached {
        console.info(
            "Auto-regeneration:",
            "disabled when running server detached.",
        );
    } else if watches {
        console.info("Auto-regeneration:", &format!("enabled for '{source}'"));
    } else {
        console.info("Auto-regeneration:", "disabled. Use --watch to enable.");
    }
    Ok(Built {
        rebuild,
        #[cfg(feature = "serve")]
        watcher,
    })
}

/// `Commands::Build.build`
fn first_build(context: &Context<'_>, rebuild: &mut Rebuild) -> Outcome {
    let console = &context.console;
    let start = Instant::now();
    let folder = |key| context.environment.expand(rebuild.config().text(key));
    console.info("Source:", &folder("source"));
    console.info("Destination:", &folder("destination"));
    let incremental = if rebuild.config().is_set("incremental") {
        "enabled"
    } else {
        "disabled. Enable with --incremental"
    };
    console.info("Incremental build:", incremental);
    console.info("Generating...", "");
    process_site(context, rebuild)?;
    let seconds = rounded(start.elapsed().as_secs_f64());
    console.info("", &format!("done in {seconds} seconds."));
    Ok(())
}

/// `Command.process_site`: what is fatal in Jekyll's own eyes gets a heading.
fn process_site(context: &Context<'_>, rebuild: &mut Rebuild) -> Outcome {
    let Err(error) = rebuild.process(Changed::Anything) else {
        return Ok(());
    };
    if error.kind() == ErrorKind::Ruby("SystemExit") {
        return Err(Failure::Said);
    }
    if !is_fatal(error.kind()) {
        return Err(error.into());
    }
    let console = &context.console;
    console.error("ERROR:", "YOUR SITE COULD NOT BE BUILT:");
    console.error("", "------------------------------------");
    console.error("", &error.to_string());
    Err(Failure::Said)
}

/// What a build without the feature `serve` has not.
#[cfg(not(feature = "serve"))]
pub fn not_there(what: &str) -> anyhow::Error {
    anyhow!(
        "{what} is not in this build of {} {}",
        super::OWN_NAME,
        env!("CARGO_PKG_VERSION")
    )
}

/// Seconds as Ruby prints a Float rounded to three digits.
fn rounded(seconds: f64) -> String {
    let value = Value::Float((seconds * 1000.0).round() / 1000.0);
    value.to_s().unwrap_or_default().into_owned()
}

/// `Command.process_with_graceful_fail`: whatever is raised, the user is told how to learn more.
pub fn with_graceful_failure(
    context: &Context<'_>,
    command: &str,
    run: impl FnOnce() -> Outcome,
) -> Outcome {
    let failure = match run() {
        Ok(()) => return Ok(()),
        Err(failure) => failure,
    };
    if context.invocation.trace {
        return Err(failure);
    }
    let console = &context.console;
    let hint = format!(" Please append `--trace` to the `{command}` command ");
    let dashes = "-".repeat(hint.len());
    console.error("", &dashes);
    console.error(&format!("Jekyll {JEKYLL_VERSION} "), &hint);
    console.error("", " for any additional information or backtrace. ");
    console.error("", &dashes);
    if let Failure::Raised(error) = &failure {
        console.raised(&report(error));
    }
    Err(Failure::Said)
}
