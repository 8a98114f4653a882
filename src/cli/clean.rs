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
    let destination = configuration.text("destination");
    let cache = path::join(source, configuration.text("cache_dir"));
    for name in [destination, &cache] {
        refuse_around_source(context, name, source)?;
    }
    remove(context, destination, folder)?;
    remove(context, &path::join(source, ".jekyll-metadata"), file)?;
    remove(context, &cache, folder)?;
    remove(context, ".sass-cache", folder)
}

/// Where the system finds `name`: `~` is a name like any other, unlike where a build looks for its destination, and no name is
/// nowhere.
fn place(context: &Context<'_>, name: &str) -> Option<PathBuf> {
    (!name.is_empty()).then(|| Path::new(context.environment.folder()).join(name))
}

/// Nothing is removed that is or holds the source, which Jekyll would remove with it.
fn refuse_around_source(context: &Context<'_>, name: &str, source: &str) -> Outcome {
    let Some(path) = place(context, name) else {
        return Ok(());
    };
    // A source without a name is the working folder.
    let source = Path::new(context.environment.folder()).join(source);
    match (path.canonicalize(), source.canonicalize()) {
        (Ok(path), Ok(source)) if source.starts_with(&path) => {
            let message = format!(
                "{} is or contains the Source directory; nothing is removed.",
                path.display()
            );
            Err(Error::new(ErrorKind::Fatal, message).into())
        }
        _ => Ok(()),
    }
}

fn remove(context: &Context<'_>, name: &str, is_there: impl Fn(&Path) -> bool) -> Outcome {
    let Some(path) = place(context, name).filter(|path| is_there(path)) else {
        context
            .console
            .info("Cleaner:", &format!("Nothing to do for {name}."));
        return Ok(());
    };
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
