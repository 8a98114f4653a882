//! `new`: the scaffold of a site, as Jekyll lays it out (commands/new.rb).
//! Bundler is run where there is one; nothing of rekyll needs it.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use anyhow::anyhow;

use super::console::{cyan, painted};
use super::{Context, Failure, JEKYLL_VERSION, Outcome};
use crate::jekyll::fs::{DiskFiles, refused};
use crate::jekyll::glob::glob;
use crate::jekyll::log::Log;
use crate::value::Clock;

const SITE: &[(&str, &str)] = &[
    (".gitignore", include_str!("scaffold/site/gitignore")),
    ("404.html", include_str!("scaffold/site/404.html")),
    ("_config.yml", include_str!("scaffold/site/_config.yml")),
    (
        "about.markdown",
        include_str!("scaffold/site/about.markdown"),
    ),
    (
        "index.markdown",
        include_str!("scaffold/site/index.markdown"),
    ),
];
const WELCOME: &str = include_str!("scaffold/site/welcome.markdown");
const GEMFILE: &str = include_str!("scaffold/site/Gemfile");

const BLANK: &[(&str, &str)] = &[
    ("_config.yml", include_str!("scaffold/blank/_config.yml")),
    (
        "_layouts/default.html",
        include_str!("scaffold/blank/_layouts/default.html"),
    ),
    (
        "_sass/base.scss",
        include_str!("scaffold/blank/_sass/base.scss"),
    ),
    (
        "assets/css/main.scss",
        include_str!("scaffold/blank/assets/css/main.scss"),
    ),
    ("index.md", include_str!("scaffold/blank/index.md")),
];
const BLANK_FOLDERS: &[&str] = &["_data", "_drafts", "_includes", "_posts"];

pub fn run(context: &Context<'_>) -> Outcome {
    let Context {
        invocation,
        environment,
        console,
    } = *context;
    if invocation.arguments.is_empty() {
        return Err(anyhow!("You must specify a path.").into());
    }
    let path = environment.known(&invocation.arguments.join(" "))?;
    let site = Path::new(&path);
    fs::create_dir_all(site).map_err(|error| refused(&error, "dir_s_mkdir", &path))?;
    if !invocation.is_set("force") && finds_anything(&path) {
        console.error("Conflict:", &format!("{path} exists and is not empty."));
        console.error(
            "",
            &format!("Ensure {path} is empty or else try again with `--force` to proceed and overwrite any files."),
        );
        return Err(Failure::Said);
    }
    if invocation.is_set("blank") {
        blank(site)?;
    } else {
        full(site)?;
    }
    let skip_bundle = invocation.is_set("skip-bundle");
    if !invocation.is_set("blank") && !skip_bundle && !bundle(site, context)? {
        return Ok(());
    }
    console.info(
        &format!("New jekyll site installed in {}.", cyan(&path)),
        "",
    );
    if skip_bundle {
        console.info("Bundle install skipped.", "");
    }
    Ok(())
}

/// Whether `Dir["PATH/**/*"]` finds anything: hidden files do not count, and the folder's name is part of the pattern.
/// What lies deeper is only found where the folder holds something.
fn finds_anything(folder: &str) -> bool {
    !glob(&DiskFiles, "/", &format!("{folder}/*"), false).is_empty()
}

fn write(root: &Path, name: &str, text: &str) -> io::Result<()> {
    let path = root.join(name);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

fn blank(site: &Path) -> Outcome {
    for (name, text) in BLANK {
        write(site, name, text)?;
    }
    for folder in BLANK_FOLDERS {
        fs::create_dir(site.join(folder)).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => anyhow!("File exists @ dir_s_mkdir - {folder}"),
            _ => error.into(),
        })?;
    }
    Ok(())
}

fn full(site: &Path) -> Outcome {
    for (name, text) in SITE {
        write(site, name, text)?;
    }
    let now = Clock::from_env().now();
    let post = format!(
        "_posts/{}-welcome-to-jekyll.markdown",
        now.strftime("%Y-%m-%d")?
    );
    let date = now.strftime("%Y-%m-%d %H:%M:%S %z")?;
    let welcome = WELCOME.replace("<%= Time.now.strftime('%Y-%m-%d %H:%M:%S %z') %>", &date);
    write(site, &post, &welcome)?;
    write(
        site,
        "Gemfile",
        &GEMFILE.replace("<%= version %>", JEKYLL_VERSION),
    )?;
    Ok(())
}

/// Runs `bundle install` in the new site, where there is a Bundler; false where it failed, which Jekyll passes over
/// in silence.
fn bundle(site: &Path, context: &Context<'_>) -> Result<bool, Failure> {
    let console = context.console;
    let shown = cyan(&site.to_string_lossy());
    let ran = Command::new("bundle")
        .arg("install")
        .current_dir(site)
        .output();
    let output = match ran {
        Ok(output) => output,
        Err(_) => {
            console.info("Could not load Bundler. Bundle install skipped.", "");
            return Ok(true);
        }
    };
    console.info(&format!("Running bundle install in {shown}..."), "");
    let topic = painted("Bundler:", 32);
    for text in [&output.stdout, &output.stderr] {
        for line in String::from_utf8_lossy(text).lines() {
            console.info(&topic, line.trim());
        }
    }
    Ok(output.status.success())
}
