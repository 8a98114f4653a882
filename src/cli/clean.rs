//! `clean`: removes what a build left (commands/clean.rb).

use std::path::{Path, PathBuf};

use super::{Context, Outcome, config};
use crate::error::{Error, ErrorKind};
use crate::jekyll::log::Log;
use crate::jekyll::path;

pub fn run(context: &Context<'_>) -> Outcome {
    let configuration = config::load(context, &config::overrides(context))?;
    let source = configuration.text("source");
    let folder = |path: &Path| path.is_dir();
    let file = |path: &Path| path.is_file();
    let metadata = path::join(source, ".jekyll-metadata");
    let cache = path::join(source, configuration.text("cache_dir"));
    for name in [configuration.text("destination"), &cache] {
        if name.is_empty() {
            continue;
        }
        refuse_around_source(&place(context, name), &place(context, source))?;
    }
    remove(context, configuration.text("destination"), folder)?;
    remove(context, &metadata, file)?;
    remove(context, &cache, folder)?;
    remove(context, ".sass-cache", folder)
}

/// Where the system finds `name`: `~` is a name like any other, unlike where a build looks for its destination.
fn place(context: &Context<'_>, name: &str) -> PathBuf {
    Path::new(context.environment.folder()).join(name)
}

/// Nothing is removed that is or holds the source, which Jekyll would remove with it.
fn refuse_around_source(path: &Path, source: &Path) -> Outcome {
    if let (Ok(path), Ok(source)) = (path.canonicalize(), source.canonicalize())
        && source.starts_with(&path)
    {
        let message = format!(
            "{} is or contains the Source directory; nothing is removed.",
            path.display()
        );
        return Err(Error::new(ErrorKind::Fatal, message).into());
    }
    Ok(())
}

fn remove(context: &Context<'_>, name: &str, is_there: impl Fn(&Path) -> bool) -> Outcome {
    let path = place(context, name);
    if name.is_empty() || !is_there(&path) {
        context
            .console
            .info("Cleaner:", &format!("Nothing to do for {name}."));
        return Ok(());
    }
    context
        .console
        .info("Cleaner:", &format!("Removing {name}..."));
    if path.is_dir() && !path.is_symlink() {
        std::fs::remove_dir_all(path)?;
    } else {
        std::fs::remove_file(path)?;
    }
    Ok(())
}
