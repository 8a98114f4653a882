//! `doctor`: looks for what may go wrong with a site that builds (commands/doctor.rb).

mod lacking;

use indexmap::IndexMap;

use super::{Context, Failure, Outcome, config};
use crate::engine::Build;
use crate::jekyll::filters::uri::Uri;
use crate::jekyll::log::Log;
use crate::jekyll::render::{Content, Rendering};
use crate::jekyll::writer;
use crate::value::{Value, no_method};

pub fn run(context: &Context<'_>) -> Outcome {
    let configuration = config::load(context, &config::overrides(context))?;
    let host = config::host(context);
    let is_configured = lacking::nothing_in_configuration(context, &configuration, &host)?;
    let mut build = Build::new(configuration, host, Vec::new())?;
    build.read_and_generate()?;
    let site = build.freeze()?;
    // Each check says what it finds, whatever the others found.
    let checks = [
        relative_permalinks(context, &site),
        conflicting_urls(context, &site)?,
        urls_that_differ_by_case(context, &site)?,
        site_url(context, &site)?,
        posts_outside(context, &site),
        lacking::nothing_in_templates(context, &site)?,
        is_configured,
    ];
    if !checks.iter().all(|healthy| *healthy) {
        return Err(Failure::Said);
    }
    context
        .console
        .info("Your test results", "are in. Everything looks fine.");
    Ok(())
}

fn relative_permalinks(context: &Context<'_>, site: &Rendering) -> bool {
    let relative = site.setup().config.is_set("relative_permalinks");
    if relative {
        context.console.warn(
            "Deprecation:",
            "Your site still uses relative permalinks, which was removed in Jekyll v3.0.0.",
        );
    }
    !relative
}

fn conflicting_urls(context: &Context<'_>, site: &Rendering) -> Result<bool, Failure> {
    Ok(!writer::tell_conflicts(
        &site.outputs()?,
        context.console.as_ref(),
    ))
}

fn urls_that_differ_by_case(context: &Context<'_>, site: &Rendering) -> Result<bool, Failure> {
    let mut by_lower_case: IndexMap<String, Vec<String>> = IndexMap::new();
    for output in site
        .outputs()?
        .into_iter()
        .filter(|output| matches!(output.content, Content::Bytes(_)))
    {
        let destination = output.destination;
        by_lower_case
            .entry(destination.to_lowercase())
            .or_default()
            .push(destination);
    }
    let mut healthy = true;
    for urls in by_lower_case
        .values()
        .filter(|urls| urls.iter().any(|url| *url != urls[0]))
    {
        healthy = false;
        context.console.warn(
            "Warning:",
            &format!(
                "The following URLs only differ by case. On a case-insensitive file system one of the URLs will be \
                 overwritten by the other: {}",
                urls.join(", ")
            ),
        );
    }
    Ok(healthy)
}

fn site_url(context: &Context<'_>, site: &Rendering) -> Result<bool, Failure> {
    const UNSET: &str =
        "You didn't set an URL in the config file, you may encounter problems with some plugins.";
    const INVALID: &str =
        "The site URL does not seem to be valid, check the value of `url` in your config file.";
    const RELATIVE: &str =
        "Your site URL does not seem to be absolute, check the value of `url` in your config file.";
    let complain = |words| {
        context.console.warn("Warning:", words);
        Ok(false)
    };
    let url = site.setup().config.get("url");
    let exists = match url {
        Value::Nil => complain(UNSET)?,
        Value::Str(url) if url.is_empty() => complain(UNSET)?,
        Value::Array(list) if list.is_empty() => complain(UNSET)?,
        Value::Hash(hash) if hash.is_empty() => complain(UNSET)?,
        Value::Str(_) | Value::Array(_) | Value::Hash(_) => true,
        other => return Err(no_method(other, "empty?").into()),
    };
    let valid = match url {
        Value::Nil | Value::Str(_) => true,
        _ => complain(INVALID)?,
    };
    let absolute = match url {
        Value::Str(url) => Uri::parse(url)?.is_absolute(),
        _ => false,
    };
    if !absolute {
        return complain(RELATIVE);
    }
    Ok(exists && valid)
}

fn posts_outside(context: &Context<'_>, site: &Rendering) -> bool {
    let setup = site.setup();
    if setup.collections_dir.is_empty() {
        return true;
    }
    let posts = setup.in_source_dir("_posts");
    if !setup.files.is_folder(&posts) {
        return true;
    }
    let console = &context.console;
    console.warn(
        "Warning:",
        "Detected '_posts' directory outside custom `collections_dir`!",
    );
    console.warn(
        "",
        &format!(
            "Please move '{posts}' into the custom directory at '{}'",
            setup.in_source_dir(&setup.collections_dir)
        ),
    );
    false
}
