//! `serve`: builds the site, serves it, and builds it again when it changes (commands/serve.rb).

mod connections;
mod date;
mod detach;
mod listing;
mod livereload;
mod mime;
mod path;
mod range;
mod servlet;
mod settings;
mod text;
mod tls;

use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::middleware;
use tokio::runtime::Runtime;
use tower_http::compression::CompressionLayer;

use self::livereload::{Browsers, Failure as BuildFailure, Snippet};
use self::servlet::Servlet;
use self::settings::Settings;
use super::build::{self, Built, with_graceful_failure};
use super::regeneration::{self, Event};
use super::watch::{Stopper, Watcher};
use super::{Context, Failure, Outcome, config};
use crate::engine::NewFile;
use crate::jekyll::config::Config;
use crate::jekyll::log::Log;
use crate::value::{Map, Value};

/// So many files are looked at at once.
const MOST_READERS: usize = 32;

pub fn run(context: &Context<'_>) -> Outcome {
    let mut overrides = config::overrides(context);
    overrides.insert(Value::from("serving"), Value::Bool(true));
    overrides
        .entry(Value::from("watch"))
        .or_insert(Value::Bool(true));
    let configure = || configuration(context, &overrides);
    let first = configure()?;
    with_graceful_failure(context, "serve", || {
        if let Some(listener) = detach::inherited() {
            return serve_detached(context, &first, listener);
        }
        let first = settings::agreed(first.clone(), context.console);
        let built = build::process(context, first.clone())?;
        serve(context, &first, built, &configure)
    })
}

/// Reads the configuration, with the `url` under which the site is served while it is being written.
fn configuration(context: &Context<'_>, overrides: &Map) -> Result<Config, Failure> {
    let config = config::load(context, overrides)?;
    if context.environment.jekyll_env() != "development" {
        return Ok(config);
    }
    let url = settings::development_url(&config)?;
    let mut entries = config.entries().as_map().clone();
    entries.insert(Value::from("url"), Value::from(url));
    Ok(Config::replaced(entries))
}

/// `Commands::Serve.process`
fn serve(
    context: &Context<'_>,
    config: &Config,
    built: Built,
    configure: &dyn Fn() -> Result<Config, Failure>,
) -> Outcome {
    let console = context.console;
    let mut settings = Settings::of(context, config)?;
    std::fs::create_dir_all(&settings.served.root)?;
    let tls = settings.tls.clone();
    let reloading = match &settings.livereload {
        Some(livereload) => connections::bind(&settings.host, livereload.port)?,
        None => Vec::new(),
    };
    let reload_port = connections::port(&reloading);
    settings.served.snippet = snippet(&settings, reload_port);
    if let Some(port) = reload_port {
        let address = format!("http://{}:{port}", settings.host);
        console.info("LiveReload address:", &address);
    }
    let listeners = connections::bind(&settings.host, settings.port)?;
    let address = settings.address(connections::port(&listeners));
    console.info("Server address:", &address);
    if settings.opens_url {
        open(context, &address);
    }
    if settings.detaches {
        return detach::detach(context, listeners);
    }
    let servlet = Servlet::new(settings.served);
    let runtime = runtime()?;
    let accept = |listeners: Vec<TcpListener>, router: &Router| {
        for listener in listeners {
            runtime.spawn(connections::serve(listener, tls.clone(), router.clone()));
        }
    };
    let browsers = Browsers::new(Arc::clone(console) as Arc<dyn Log>);
    accept(reloading, &browsers.clone().router());
    accept(listeners, &router(servlet.clone()));
    let mut watcher = built.watcher.unwrap_or_else(Watcher::idle);
    stop_when_interrupted(&runtime, watcher.stopper());
    console.info("Server running...", "press ctrl-c to stop.");
    let ignored = settings.livereload.map(|livereload| livereload.ignored);
    let mut rebuild = built.rebuild;
    rebuild.let_go();
    let source = context.environment.expand(config.text("source"));
    regeneration::run(
        context,
        &mut watcher,
        &mut rebuild,
        configure,
        &mut |event| match event {
            Event::Configured(config) => {
                // What cannot be read now is told when it is served.
                if let Ok(mut settings) = Settings::of(context, config) {
                    settings.served.snippet = snippet(&settings, reload_port);
                    servlet.replace(settings.served);
                }
            }
            Event::Built(files) => {
                let root = servlet.root();
                browsers.built(&urls(
                    files,
                    &root,
                    ignored.as_deref().unwrap_or_default(),
                    context,
                ));
            }
            Event::Failed(error) => browsers.failed(failure(error, &source)),
        },
    );
    // Connections that are open end with the program.
    runtime.shutdown_background();
    Ok(())
}

/// The script for pages that are served with these settings, where LiveReload listens.
fn snippet(settings: &Settings, port: Option<u16>) -> Option<Snippet> {
    let livereload = settings.livereload.as_ref()?;
    port.map(|port| livereload.snippet(port))
}

/// Serves what was built by the program that started this one.
fn serve_detached(context: &Context<'_>, config: &Config, listener: TcpListener) -> Outcome {
    let settings = Settings::of(context, config)?;
    let router = router(Servlet::new(settings.served));
    let runtime = runtime()?;
    match runtime.block_on(connections::serve(listener, settings.tls, router))? {}
}

/// What connections run on. Files are looked at by a few threads, for more of them wait for the same disk.
fn runtime() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(MOST_READERS)
        .build()
}

fn router(servlet: Servlet) -> Router {
    let compression = CompressionLayer::new().compress_when(servlet::is_worth_compressing);
    Router::new()
        .fallback(servlet::answer)
        .with_state(servlet)
        .layer(compression)
        .layer(middleware::map_response(servlet::weaken_tag))
}

fn stop_when_interrupted(runtime: &Runtime, stopper: Stopper) {
    runtime.spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stopper.stop();
        }
    });
}

/// `Serve.launch_browser`
fn open(context: &Context<'_>, address: &str) {
    let (program, first): (&str, &[&str]) = if cfg!(windows) {
        ("cmd", &["/c", "start"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    let opened = std::process::Command::new(program)
        .args(first)
        .arg(address)
        .stdin(std::process::Stdio::null())
        .spawn();
    if opened.is_err() {
        context
            .console
            .error("Refusing to launch browser. Platform launcher unknown.", "");
    }
}

/// The URLs of new files that browsers are to be told of.
fn urls(files: &[NewFile], root: &Path, ignored: &[String], context: &Context<'_>) -> Vec<String> {
    let root = root.to_string_lossy();
    let mut urls = Vec::new();
    for file in files {
        let Some(path) = file.destination.strip_prefix(&*root) else {
            continue;
        };
        if settings::is_ignored(&file.path, ignored) {
            context
                .console
                .debug("LiveReload:", &format!("Ignoring {}", file.path));
            continue;
        }
        let url = path
            .strip_suffix("index.html")
            .filter(|url| url.ends_with('/'));
        urls.push(url.unwrap_or(path).to_string());
    }
    urls
}

/// What browsers are shown of an error.
fn failure(error: &anyhow::Error, source: &str) -> BuildFailure {
    let own = error.downcast_ref::<crate::Error>();
    let folder = format!("{source}/");
    BuildFailure {
        message: error.to_string(),
        file: own
            .and_then(|error| error.file())
            .map(|file| file.strip_prefix(&folder).unwrap_or(file).to_string()),
        line: own.and_then(crate::Error::line),
        report: super::report(error),
    }
}
