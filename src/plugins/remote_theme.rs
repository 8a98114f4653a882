//! jekyll-remote-theme 0.5.2 for themes that are on this disk (`Jekyll::RemoteTheme::Munger`): a path, or a theme of the
//! name that is asked for. Nothing is fetched; what would have to be is said.

use crate::error::{Error, ErrorKind, Result};
use crate::jekyll::config::Config;
use crate::jekyll::environment::Environment;
use crate::jekyll::fs::Files;
use crate::jekyll::plugin::{Hooks, Plugin, SiteEvent};
use crate::jekyll::setup::{Host, Setup};
use crate::jekyll::site::Site;
use crate::jekyll::{path, slug, theme};
use crate::text::strip;

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct RemoteTheme;

const TOPIC: &str = "Remote Theme:";

impl Plugin for RemoteTheme {
    fn name(&self) -> &str {
        "jekyll-remote-theme"
    }

    fn is_safe(&self) -> bool {
        true
    }

    fn hook(&self, hooks: &mut Hooks, _config: &Config) {
        hooks.register_site(SiteEvent::AfterReset, Hooks::NORMAL, munge);
    }

    fn loads(&self, config: &Config, host: &Host) -> Vec<String> {
        let source = host.environment.expand(config.text("source"));
        let found = Named::of(config, &host.environment)
            .and_then(|named| named.find(&source, host.files.as_ref(), &host.environment));
        let dependencies = found.map(|theme| theme.specification.runtime_dependencies);
        let names = dependencies.into_iter().flatten().map(|(name, _)| name);
        names.filter(|name| name != "jekyll").collect()
    }
}

/// A theme as `remote_theme` names it.
#[derive(Debug, PartialEq, Eq)]
enum Named {
    /// A folder, absolute.
    Local(String),
    /// A repository: its owner and its name.
    Remote(String, String),
}

impl Named {
    /// What the configuration names; nothing where that is no theme.
    fn of(config: &Config, environment: &Environment) -> Option<Named> {
        let given = config.get("remote_theme");
        if !given.is_truthy() {
            return None;
        }
        Self::read(strip(&given.to_s().unwrap_or_default()), environment)
    }

    fn read(given: &str, environment: &Environment) -> Option<Named> {
        let is_local = ["/", "./", "../", "~/"]
            .iter()
            .any(|start| given.starts_with(start));
        if is_local {
            return Some(Named::Local(environment.expand(given)));
        }
        let given = slug::downcase(given);
        let Some((scheme, rest)) = given.split_once("://") else {
            return repository(&given);
        };
        let (host, name) = rest.split_once('/')?;
        let is_known = host == "github.com"
            || ["PAGES_GITHUB_HOSTNAME", "GITHUB_HOSTNAME"]
                .iter()
                .any(|variable| environment.get(variable) == Some(host));
        let is_web = scheme == "http" || scheme == "https";
        if is_web && is_known {
            repository(name)
        } else {
            None
        }
    }

    /// `owner/name`, as messages have it.
    fn name_with_owner(&self) -> String {
        match self {
            Named::Local(folder) => format!("local/{}", path::basename(folder)),
            Named::Remote(owner, name) => format!("{owner}/{name}"),
        }
    }

    /// The theme on this disk.
    fn find(
        &self,
        source: &str,
        files: &dyn Files,
        environment: &Environment,
    ) -> Option<theme::Theme> {
        match self {
            Named::Local(folder) => files
                .is_folder(folder)
                .then(|| theme::Theme::in_folder(path::basename(folder), folder, files)),
            Named::Remote(_, name) => theme::Theme::look_up(name, source, files, environment),
        }
    }
}

/// `owner/name`, with or without `@ref`.
fn repository(text: &str) -> Option<Named> {
    let (owner, rest) = text.split_once('/')?;
    let (name, reference) = match rest.split_once('@') {
        Some((name, reference)) => (name, Some(reference)),
        None => (rest, None),
    };
    let is_owner = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_name = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let fits = !owner.is_empty()
        && owner.chars().all(is_owner)
        && !name.is_empty()
        && name.chars().all(is_name)
        && reference.is_none_or(|r| !r.is_empty() && r.chars().all(is_name));
    fits.then(|| Named::Remote(owner.to_string(), name.to_string()))
}

fn munge(site: &mut Site) -> Result<()> {
    let setup = &site.setup;
    let given = setup.config.get("remote_theme");
    if !given.is_truthy() {
        return Ok(());
    }
    let named = Named::of(&setup.config, &setup.environment);
    let found = named.as_ref().and_then(|named| find(named, setup));
    match (named, found) {
        (None | Some(Named::Local(_)), None) => {
            let message = format!("{} is not a valid remote theme", given.shown());
            setup.log.error(TOPIC, &message);
            Ok(())
        }
        (Some(named), None) => {
            let name = named.name_with_owner();
            Err(Error::new(ErrorKind::MissingDependency, not_here(&name)))
        }
        (Some(named), Some(theme)) => {
            let name = named.name_with_owner();
            setup.log.info(TOPIC, &format!("Using theme {name}"));
            if let Named::Remote(..) = named {
                let message = format!("{} is taken for {name}; nothing is fetched.", theme.root);
                setup.log.warn(TOPIC, &message);
            }
            site.setup_mut().set_theme(theme)
        }
        (None, Some(_)) => Ok(()),
    }
}

fn find(named: &Named, setup: &Setup) -> Option<theme::Theme> {
    named.find(&setup.source, setup.files.as_ref(), &setup.environment)
}

fn not_here(name: &str) -> String {
    let folder = path::basename(name);
    format!(
        "The remote theme {name} is not on this disk, and {} fetches nothing. Put its files into _theme/{folder}, or \
         name their folder: `remote_theme: ./path`.",
        env!("CARGO_PKG_NAME")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_theme_and_what_is_not() {
        let mut environment = Environment::new("/work", Default::default());
        environment.set("GITHUB_HOSTNAME", "git.example");
        let remote = |owner: &str, name: &str| Some(Named::Remote(owner.into(), name.into()));
        for (given, named) in [
            ("./th", Some(Named::Local("/work/th".to_string()))),
            ("../th", Some(Named::Local("/th".to_string()))),
            ("Owner/Name@v1.0", remote("owner", "name")),
            ("https://github.com/a/b", remote("a", "b")),
            ("https://git.example/a/b@c", remote("a", "b")),
            ("https://gitlab.com/a/b", None),
            ("not a theme", None),
            ("a/b/c", None),
            ("a/b@", None),
        ] {
            assert_eq!(Named::read(given, &environment), named, "{given}");
        }
        assert_eq!(
            Named::Local("/work/th".to_string()).name_with_owner(),
            "local/th"
        );
    }
}
