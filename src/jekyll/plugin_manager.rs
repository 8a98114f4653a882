//! Which plugins a site asks for (plugin_manager.rb): those of the Gemfile's `jekyll_plugins` group, those that its theme
//! depends on, those that its configuration names; and what it asks for that needs Ruby.

use super::config::Config;
use super::fs::Kind;
use super::gemfile;
use super::log::Log;
use super::merge::ruby_to_s;
use super::path;
use super::setup::{Host, Setup};
use super::theme::Theme;
use crate::error::{Error, ErrorKind};
use crate::value::Value;

/// A plugin that a site asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The name of its gem.
    pub name: String,
    /// Who asks.
    pub by: By,
}

/// Who asks for a plugin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The `jekyll_plugins` group of the Gemfile.
    Gemfile,
    /// The gemspec of the theme.
    Theme,
    /// `plugins` of the configuration.
    Config,
}

/// The plugins that a site asks for, in the order in which Jekyll loads them; those that several ask for come
/// several times.
pub fn requirements(config: &Config, theme: Option<&Theme>, host: &Host) -> Vec<Requirement> {
    let whitelist = names(config, "whitelist");
    let is_allowed = |name: &String| !config.is_set("safe") || whitelist.contains(name);
    let of_theme = theme.into_iter().flat_map(|theme| {
        let dependencies = theme.specification.runtime_dependencies.iter();
        dependencies.map(|(name, _)| name.clone())
    });
    let asked = |by: By| move |name: String| Requirement { name, by };
    let of_gemfile = of_gemfile(host).into_iter().map(asked(By::Gemfile));
    let of_theme = of_theme.filter(is_allowed).map(asked(By::Theme));
    let of_config = names(config, "plugins").into_iter().filter(is_allowed);
    of_gemfile
        .chain(of_theme)
        .chain(of_config.map(asked(By::Config)))
        .filter(|requirement| requirement.name != "jekyll")
        .collect()
}

fn names(config: &Config, key: &str) -> Vec<String> {
    let printed = |name: &Value| name.to_s().unwrap_or_default().into_owned();
    match config.get(key) {
        Value::Array(names) => names.iter().map(printed).collect(),
        Value::Nil => Vec::new(),
        name => vec![printed(name)],
    }
}

/// What Bundler would require before anything else (`PluginManager.require_from_bundler`).
fn of_gemfile(host: &Host) -> Vec<String> {
    let environment = &host.environment;
    if environment.get("JEKYLL_NO_BUNDLER_REQUIRE").is_some() {
        return Vec::new();
    }
    let named = environment.get("BUNDLE_GEMFILE");
    let path = match named.filter(|path| !path.is_empty()) {
        Some(path) => environment.expand(path),
        None => path::join(environment.folder(), "Gemfile"),
    };
    let text_of = |path: &str| {
        let bytes = host.files.read(path).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    let variable = |name: &str| environment.get(name).map(str::to_string);
    let found = gemfile::read(&path, &text_of, &variable);
    for doubt in &found.doubts {
        host.log.warn("Gemfile:", doubt);
    }
    found.gems
}

/// The Ruby files of the folders of plugins, absolute: what Jekyll would run (`require_plugin_files`).
pub fn ruby_files(setup: &Setup) -> Vec<String> {
    if setup.safe {
        return Vec::new();
    }
    let folders: Vec<String> = match setup.config.get("plugins_dir") {
        Value::Str(folder) if folder == "_plugins" => vec![setup.in_source_dir(folder)],
        Value::Array(folders) => folders.iter().filter_map(|f| ruby_to_s(f).ok()).collect(),
        Value::Nil => Vec::new(),
        folder => ruby_to_s(folder).into_iter().collect(),
    };
    let mut found = Vec::new();
    let mut open: Vec<String> = folders
        .iter()
        .map(|folder| setup.environment.expand(folder))
        .collect();
    while let Some(folder) = open.pop() {
        for entry in setup.files.list(&folder).unwrap_or_default() {
            let path = path::join(&folder, &entry.name);
            match entry.kind {
                Kind::Folder => open.push(path),
                _ if entry.name.ends_with(".rb") => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// What is said of a site that paginates without the plugin (`deprecation_checks`).
pub fn warn_of_pagination(setup: &Setup, loaded: &[&str]) {
    const PLUGIN: &str = "jekyll-paginate";
    // safe mode leaves the plugin out, and says nothing
    let is_listed = || names(&setup.config, "plugins").iter().any(|n| n == PLUGIN);
    if setup.config.is_set("paginate") && !loaded.contains(&PLUGIN) && !is_listed() {
        setup.log.warn(
            "Deprecation:",
            "You appear to have pagination turned on, but you haven't included the `jekyll-paginate`\n\
             gem. Ensure you have `plugins: [jekyll-paginate]` in your configuration file.\n",
        );
    }
}

/// `External.require_with_graceful_fail` for a gem that is not there.
pub(crate) fn missing_gem(name: &str, log: &dyn Log) -> Error {
    log.error(
        "Dependency Error:",
        &format!(
            "Yikes! It looks like you don't have {name} or one of its dependencies installed.\n\
             In order to use Jekyll as currently configured, you'll need to install this gem.\n\n\
             If you've run Jekyll with `bundle exec`, ensure that you have included the {name}\n\
             gem in your Gemfile as well.\n\n\
             The full error message from Ruby is: 'cannot load such file -- {name}'\n\n\
             If you run into trouble, you can find helpful resources at https://jekyllrb.com/help/!\n"
        ),
    );
    Error::new(ErrorKind::MissingDependency, name)
}
