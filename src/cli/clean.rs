//! `clean`: removes what a build left (commands/clean.rb).

use std::path::Path;

use super::{Context, Outcome, config};
use crate::jekyll::log::Log;
use crate::jekyll::path;

pub fn run(context: &Context<'_>) -> Outcome {
    let configuration = config::load(context, &config::overrides(context))?;
    let source = configuration.text("source");
    let folder = |path: &Path| path.is_dir();
    let file = |path: &Path| path.is_file();
    remove(context, configuration.text("destination"), folder)?;
    remove(context, &path::join(source, ".jekyll-metadata"), file)?;
    remove(
        context,
        &path::join(source, configuration.text("cache_dir")),
        folder,
    )?;
    remove(context, ".sass-cache", folder)
}

fn remove(context: &Context<'_>, name: &str, is_there: impl Fn(&Path) -> bool) -> Outcome {
    let path = context.environment.expand(name);
    let path = Path::new(&path);
    if !is_there(path) {
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
