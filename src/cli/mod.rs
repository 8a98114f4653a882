//! The program: what `jekyll` on the command line does, with its words, its streams and its exit codes.
//! Flags and help come from the one table in flags.rs.

mod build;
mod clean;
mod compose;
mod config;
mod console;
mod doctor;
mod flags;
mod help;
mod new;
mod new_theme;
mod parse;
#[cfg(feature = "serve")]
mod regeneration;
#[cfg(feature = "serve")]
mod serve;
mod suggest;
#[cfg(feature = "serve")]
mod watch;

use std::path::Path;
use std::sync::Arc;

use crate::error::ErrorKind;
use crate::jekyll::environment::Environment;
use crate::jekyll::log::{Level, Log};
use console::Console;
use flags::Action;
use parse::{Invocation, Refusal, Shows};

/// The name in help and messages.
const PROGRAM: &str = "jekyll";

/// The program's own name.
const OWN_NAME: &str = env!("CARGO_PKG_NAME");

/// The Jekyll that this program stands in for.
const JEKYLL_VERSION: &str = crate::JEKYLL_VERSION;

/// How a command ends that did not do what it was asked.
#[derive(Debug)]
enum Failure {
    /// All is said already.
    Said,
    /// Something that Jekyll would raise: it is said by whoever catches it.
    Raised(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Failure::Raised(error.into())
    }
}

/// What commands answer.
type Outcome = Result<(), Failure>;

/// What a command works with.
struct Context<'a> {
    invocation: &'a Invocation,
    environment: &'a Environment,
    console: &'a Arc<Console>,
}

/// Runs the program with the words of its command line, its own name first, and returns its exit code.
pub fn run(mut words: Vec<String>) -> u8 {
    let called = if words.is_empty() {
        String::new()
    } else {
        words.remove(0)
    };
    let environment = Environment::of_process();
    let level = environment.get("JEKYLL_LOG_LEVEL").unwrap_or("info");
    let console = Arc::new(Console::new(
        Console::level_named(level).unwrap_or(Level::Info),
    ));
    if Console::level_named(level).is_none() {
        console.raised("unknown log level");
        return 1;
    }
    deprecated(&words, &console);
    let invocation = match parse::parse(words) {
        Ok(invocation) => invocation,
        Err(refusal) => return refuse(&refusal, &console),
    };
    match invocation.shows {
        Some(Shows::Help) => console.print(&match invocation.command {
            None => help::program(compose::is_named(&environment)),
            Some(command) => help::subcommand(command, true),
        }),
        Some(Shows::Version) => console.print(&version(&invocation, &called)),
        None => {
            let context = Context {
                invocation: &invocation,
                environment: &environment,
                console: &console,
            };
            return match execute(&context) {
                Ok(()) => 0,
                Err(failure) => give_up(&context, failure),
            };
        }
    }
    0
}

/// The answer to `--version`; a subcommand has no version, and says so by naming none (mercenary's command.rb).
fn version(invocation: &Invocation, called: &str) -> String {
    if let Some(command) = invocation.command {
        return format!("{} ", command.name);
    }
    let name = Path::new(called).file_stem().unwrap_or_default();
    if name == OWN_NAME {
        let own = env!("CARGO_PKG_VERSION");
        return format!("{OWN_NAME} {own} ({PROGRAM} {JEKYLL_VERSION})");
    }
    format!("{PROGRAM} {JEKYLL_VERSION}")
}

fn execute(context: &Context<'_>) -> Outcome {
    let Some(command) = context.invocation.command else {
        return no_command(context);
    };
    match command.action {
        Action::Build => build::run(context),
        Action::Compose(kind) => compose::run(context, kind),
        Action::Clean => clean::run(context),
        Action::Doctor => doctor::run(context),
        Action::Help => show_help(context),
        Action::New => new::run(context),
        Action::NewTheme => new_theme::run(context),
        #[cfg(feature = "serve")]
        Action::Serve => serve::run(context),
        #[cfg(not(feature = "serve"))]
        Action::Serve => build::with_graceful_failure(context, "serve", || {
            Err(build::not_there("`serve`").into())
        }),
        Action::Eval => {
            crate::eval::run(
                std::io::stdin().lock(),
                std::io::stdout().lock(),
                context.environment,
            )?;
            Ok(())
        }
        Action::Gem(gem, version) => {
            let name = command.name;
            abort_with(
                context,
                &format!(
                    "You must install the '{gem}' gem version {version} to use the '{PROGRAM} {name}' command."
                ),
            )
        }
    }
}

/// `Jekyll.logger.abort_with`
fn abort_with(context: &Context<'_>, message: &str) -> Outcome {
    context.console.error(message, "");
    Err(Failure::Said)
}

fn no_command(context: &Context<'_>) -> Outcome {
    match context.invocation.arguments.first() {
        None => {
            context.console.error("A subcommand is required.", "");
            context
                .console
                .print(&help::program(compose::is_named(context.environment)));
            Err(Failure::Said)
        }
        // A word that would be a subcommand, but for a flag before it, is not found either.
        Some(name) => abort_with(
            context,
            &format!(
                "fatal: '{PROGRAM} {name}' could not be found. You may need to install the jekyll-{name} gem \
                 or a related gem to be able to use this subcommand."
            ),
        ),
    }
}

fn show_help(context: &Context<'_>) -> Outcome {
    let console = context.console;
    let Some(name) = context.invocation.arguments.first() else {
        console.info(&help::program(compose::is_named(context.environment)), "");
        return Ok(());
    };
    if let Some(command) = flags::find(name) {
        console.info(
            &help::subcommand(command, command.action == Action::Help),
            "",
        );
        return Ok(());
    }
    console.error(
        "Error:",
        &format!("Hmm... we don't know what the '{name}' command is."),
    );
    let mut names = Vec::new();
    for command in flags::listed(compose::is_named(context.environment)) {
        names.extend_from_slice(command.aliases);
        names.push(command.name);
    }
    console.info("Valid commands:", &names.join(", "));
    Err(Failure::Said)
}

/// Says what ended a command, as mercenary does for what a command raises, and returns the exit code.
fn give_up(context: &Context<'_>, failure: Failure) -> u8 {
    if let Failure::Raised(error) = failure {
        let message = error.to_string();
        if !context.invocation.trace && is_standard(&error) {
            context
                .console
                .print(&format!("{PROGRAM} {JEKYLL_VERSION} | Error:  {message}"));
        }
        context.console.raised(&report(&error));
    }
    1
}

/// Whether mercenary catches it: a StandardError of Ruby's, which a file that cannot be loaded and a full stack are not.
fn is_standard(error: &anyhow::Error) -> bool {
    let kind = error.downcast_ref::<crate::Error>().map(crate::Error::kind);
    !matches!(
        kind,
        Some(ErrorKind::Ruby(
            "LoadError" | "SystemExit" | "SystemStackError"
        ))
    )
}

/// What went wrong and, where it is known, in which file and line.
fn report(error: &anyhow::Error) -> String {
    match error.downcast_ref::<crate::Error>() {
        Some(error) => format!("{error:#}"),
        None => format!("{error:#}"),
    }
}

fn refuse(refusal: &Refusal, console: &Console) -> u8 {
    if let Refusal::InvalidOption(message) = refusal {
        for line in [
            "Whoops, we can't understand your command.",
            message,
            "Run your command again with the --help switch to see available options.",
        ] {
            console.print(&format!("{PROGRAM} {JEKYLL_VERSION} | Error:  {line}"));
        }
    }
    console.raised(refusal.message());
    1
}

/// Flags of Jekyll 0 that Jekyll still knows enough of to name what took their place (deprecator.rb).
fn deprecated(words: &[String], console: &Console) {
    const FLAGS: &[(&str, &str)] = &[
        (
            "--server",
            "The --server command has been replaced by the 'serve' subcommand.",
        ),
        (
            "--serve",
            "The --serve command has been replaced by the 'serve' subcommand.",
        ),
        (
            "--no-server",
            "To build Jekyll without launching a server, use the 'build' subcommand.",
        ),
        (
            "--auto",
            "The switch '--auto' has been replaced with '--watch'.",
        ),
        (
            "--no-auto",
            "To disable auto-replication, simply leave off the '--watch' switch.",
        ),
        (
            "--pygments",
            "The 'pygments' settings has been removed in favour of 'highlighter'.",
        ),
        (
            "--paginate",
            "The 'paginate' setting can only be set in your config files.",
        ),
        (
            "--url",
            "The 'url' setting can only be set in your config files.",
        ),
    ];
    for (flag, message) in FLAGS {
        if words.iter().any(|word| word == flag) {
            console.warn("Deprecation:", message);
        }
    }
}
