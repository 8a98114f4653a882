//! What a configuration says about serving, once it is agreed on.

use std::path::PathBuf;

use anyhow::{Context as _, anyhow};
use axum::http::header::{HeaderMap, HeaderName, HeaderValue};
use tokio_rustls::TlsAcceptor;

use super::livereload::Snippet;
use super::servlet::Served;
use super::tls;
use crate::cli::Context;
use crate::cli::console::Console;
use crate::jekyll::config::Config;
use crate::jekyll::glob::fnmatch;
use crate::jekyll::log::Log;
use crate::value::{Clock, Value};

/// The port of LiveReload.
const LIVERELOAD_PORT: u16 = 35729;

/// What Jekyll adds to every answer, so that no browser shows what was before.
const CACHE_CONTROL: &str =
    "private, max-age=0, proxy-revalidate, no-store, no-cache, must-revalidate";

/// How a site is served.
pub struct Settings {
    /// `host`
    pub host: String,
    /// `port`
    pub port: u16,
    /// `baseurl`, where there is one.
    baseurl: Option<String>,
    /// With which certificate, if any.
    pub tls: Option<TlsAcceptor>,
    /// `open_url`
    pub opens_url: bool,
    /// `detach`
    pub detaches: bool,
    /// LiveReload, where it is wanted.
    pub livereload: Option<LiveReload>,
    /// What is served.
    pub served: Served,
}

/// How browsers are told of changes.
pub struct LiveReload {
    /// The port that they listen at.
    pub port: u16,
    /// Patterns of sources that they are not told of.
    pub ignored: Vec<String>,
    delays: [Option<String>; 2],
}

impl LiveReload {
    /// The script that finds LiveReload at this port.
    pub fn snippet(&self, port: u16) -> Snippet {
        let [min, max] = &self.delays;
        Snippet::new(port, min.as_deref(), max.as_deref())
    }
}

impl Settings {
    /// Reads them.
    ///
    /// # Errors
    /// A port that is none, a certificate or key that is missing or cannot be read.
    pub fn of(context: &Context<'_>, config: &Config) -> anyhow::Result<Self> {
        let text = |key: &str| shown(config.get(key));
        let environment = context.environment;
        let livereload = config
            .is_set("livereload")
            .then(|| livereload(config))
            .transpose()?;
        let baseurl = text("baseurl");
        let source = environment.expand(config.text("source"));
        Ok(Settings {
            host: text("host").unwrap_or_default(),
            port: port(config.get("port"))?,
            tls: tls::acceptor(&source, text("ssl_cert"), text("ssl_key"))?,
            opens_url: config.is_set("open_url"),
            detaches: config.is_set("detach"),
            livereload,
            served: Served {
                root: PathBuf::from(environment.expand(config.text("destination"))),
                mount: baseurl
                    .as_deref()
                    .unwrap_or_default()
                    .trim_end_matches('/')
                    .to_string(),
                headers: headers(config, context.console),
                encoding: text("encoding").unwrap_or_default(),
                lists_folders: config.is_set("show_dir_listing"),
                snippet: None,
                clock: config.clock(&Clock::from_env()),
            },
            baseurl,
        })
    }

    /// The address that is told, with the port that was bound.
    pub fn address(&self, bound: Option<u16>) -> String {
        let port = bound.unwrap_or(self.port);
        formatted(
            self.tls.is_some(),
            &self.host,
            port,
            self.baseurl.as_deref(),
        )
    }
}

/// A configuration whose wishes go together (`Serve.validate_options`, which Jekyll asks only once the site is built).
pub fn agreed(config: Config, console: &Console) -> Config {
    if !config.is_set("livereload") {
        return config;
    }
    let mut entries = config.entries().as_map().clone();
    if config.is_set("detach") {
        console.warn(
            "Warning:",
            "--detach and --livereload are mutually exclusive. Choosing --livereload",
        );
        entries.insert(Value::from("detach"), Value::Bool(false));
    }
    // Who wants pages to be reloaded wants their files to be watched.
    entries.insert(Value::from("watch"), Value::Bool(true));
    Config::replaced(entries)
}

/// The `url` of a site that is served while it is being written (`Serve.default_url`).
///
/// # Errors
/// A port that is none.
pub fn development_url(config: &Config) -> anyhow::Result<String> {
    let is_secure = config.is_set("ssl_cert") && config.is_set("ssl_key");
    let host = shown(config.get("host")).unwrap_or_default();
    let host = if host == "127.0.0.1" {
        "localhost"
    } else {
        &host
    };
    Ok(formatted(is_secure, host, port(config.get("port"))?, None))
}

/// `Serve.format_url`
fn formatted(is_secure: bool, host: &str, port: u16, baseurl: Option<&str>) -> String {
    let scheme = if is_secure { "https" } else { "http" };
    let baseurl = baseurl.map_or(String::new(), |baseurl| format!("{baseurl}/"));
    format!("{scheme}://{host}:{port}{baseurl}")
}

/// Whether browsers are not to be told of a file: its path below the source matches one of the patterns.
pub fn is_ignored(path: &str, patterns: &[String]) -> bool {
    // Jekyll's static files have a slash before their paths, its pages and documents have none.
    let path = path.trim_start_matches('/');
    patterns
        .iter()
        .any(|pattern| fnmatch(pattern.trim_start_matches('/'), path))
}

fn livereload(config: &Config) -> anyhow::Result<LiveReload> {
    let ignored = match config.get("livereload_ignore") {
        Value::Array(patterns) => patterns.iter().filter_map(shown).collect(),
        one => shown(one).into_iter().collect(),
    };
    let port = match config.get("livereload_port") {
        Value::Nil | Value::Bool(false) => LIVERELOAD_PORT,
        given => port(given)?,
    };
    let delay = |key| shown(config.get(key));
    Ok(LiveReload {
        port,
        ignored,
        delays: [delay("livereload_min_delay"), delay("livereload_max_delay")],
    })
}

/// `webrick.headers`, and Jekyll's own where none of that name is there.
fn headers(config: &Config, console: &Console) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let given = config.below("webrick", "headers").as_hash();
    for (name, value) in given.into_iter().flat_map(|given| given.iter()) {
        let (name, value) = (
            shown(name).unwrap_or_default(),
            shown(value).unwrap_or_default(),
        );
        match (name.parse::<HeaderName>(), HeaderValue::from_str(&value)) {
            (Ok(name), Ok(value)) => {
                headers.insert(name, value);
            }
            _ => console.warn(
                "Warning:",
                &format!("'{name}: {value}' in webrick.headers is no header."),
            ),
        }
    }
    headers
        .entry("cache-control")
        .or_insert(HeaderValue::from_static(CACHE_CONTROL));
    headers
}

fn port(value: &Value) -> anyhow::Result<u16> {
    let text = shown(value).unwrap_or_default();
    let port = text.trim().replace('_', "").parse();
    port.with_context(|| anyhow!("invalid value for Integer(): {text:?}"))
        .map_err(|error| anyhow!("{error}"))
}

/// A value as text; nothing for nil and false.
fn shown(value: &Value) -> Option<String> {
    if !value.is_truthy() {
        return None;
    }
    value.to_s().ok().map(|text| text.into_owned())
}
