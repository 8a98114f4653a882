//! `build`: one build, with Jekyll's lines and exit codes (commands/build.rb, command.rb).

use std::time::Instant;

use anyhow::anyhow;

use super::{Context, Failure, JEKYLL_VERSION, Outcome, config, report};
use crate::engine::Build;
use crate::error::ErrorKind;
use crate::jekyll::document::is_fatal;
use crate::jekyll::log::Log;
use crate::value::{Map, Value};

pub fn run(context: &Context<'_>) -> Outcome {
    let mut overrides = config::overrides(context);
    overrides.insert(Value::from("serving"), Value::Bool(false));
    with_graceful_failure(context, "build", || build(context, &overrides))
}

/// `serve`, so far: what it cannot do, before anything is built.
pub fn serve(context: &Context<'_>) -> Outcome {
    with_graceful_failure(context, "serve", || Err(not_there("`serve`").into()))
}

fn not_there(what: &str) -> anyhow::Error {
    anyhow!(
        "{what} is not there yet in {} {}",
        super::OWN_NAME,
        env!("CARGO_PKG_VERSION")
    )
}

fn build(context: &Context<'_>, overrides: &Map) -> Outcome {
    let console = &context.console;
    // Jekyll looks for the flags under another name here, so that only JEKYLL_LOG_LEVEL counts.
    console.announce_verbosity();
    let configuration = config::load(context, overrides)?;
    let watches = configuration.is_set("watch") && !configuration.is_set("detach");
    if watches {
        // Said before the build, so that nobody waits for changes to be seen.
        return Err(not_there("`build --watch`").into());
    }
    let (source, destination) = (
        context.environment.expand(configuration.text("source")),
        context
            .environment
            .expand(configuration.text("destination")),
    );
    let incremental = configuration.is_set("incremental");
    let (detached, skips_build) = (
        configuration.is_set("detach"),
        configuration.is_set("skip_initial_build"),
    );
    let mut site = Build::new(configuration, config::host(context), Vec::new())?;
    if skips_build {
        console.warn(
            "Build Warning:",
            "Skipping the initial build. This may result in an out-of-date site.",
        );
    } else {
        let start = Instant::now();
        console.info("Source:", &source);
        console.info("Destination:", &destination);
        console.info(
            "Incremental build:",
            if incremental {
                "enabled"
            } else {
                "disabled. Enable with --incremental"
            },
        );
        console.info("Generating...", "");
        process(context, &mut site)?;
        console.info(
            "",
            &format!(
                "done in {} seconds.",
                rounded(start.elapsed().as_secs_f64())
            ),
        );
    }
    if detached {
        console.info(
            "Auto-regeneration:",
            "disabled when running server detached.",
        );
    } else {
        console.info("Auto-regeneration:", "disabled. Use --watch to enable.");
    }
    Ok(())
}

/// `Command.process_site`: what is fatal in Jekyll's own eyes gets a heading.
fn process(context: &Context<'_>, site: &mut Build) -> Outcome {
    let Err(error) = site.process() else {
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

/// Seconds as Ruby prints a Float rounded to three digits.
fn rounded(seconds: f64) -> String {
    let value = Value::Float((seconds * 1000.0).round() / 1000.0);
    value.to_s().unwrap_or_default().into_owned()
}

/// `Command.process_with_graceful_fail`: whatever is raised, the user is told how to learn more.
fn with_graceful_failure(
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
