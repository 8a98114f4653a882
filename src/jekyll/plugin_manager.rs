//! Which plugins a site asks for (plugin_manager.rb): those of the Gemfile's `jekyll_plugins` group, those that its theme
//! depends on, those that its configuration names; and what it asks for that needs Ruby.

use super::config::Config;
use super::fs::Kind;
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
    match host.files.read(&path) {
        Ok(text) => in_gemfile(&String::from_utf8_lossy(&text)),
        Err(_) => Vec::new(),
    }
}

/// The gems of a Gemfile's `jekyll_plugins` group, as far as it is written plainly.
fn in_gemfile(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    // the blocks that are open: whether each is of the group, and whether it is for other machines
    let mut blocks: Vec<(bool, bool)> = Vec::new();
    for line in statements(text) {
        let (in_group, elsewhere) = blocks.iter().fold((false, false), |all, block| {
            (all.0 || block.0, all.1 || block.1)
        });
        let word = line.split([' ', '(']).next().unwrap_or("");
        match word {
            "gem" if !elsewhere && (in_group || names_group(&line)) && !is_elsewhere(&line) => {
                found.extend(required_name(&line));
            }
            "end" => {
                blocks.pop();
            }
            "if" | "unless" | "case" | "begin" => blocks.push((false, false)),
            _ => {}
        }
        let opens = line.ends_with(" do") || (line.contains(" do |") && line.ends_with('|'));
        if opens {
            let is_group = word == "group" && line.contains(":jekyll_plugins");
            blocks.push((
                is_group,
                word.starts_with("platform") && is_elsewhere(&line),
            ));
        }
    }
    found
}

/// The lines of a Gemfile without comments; a line that ends in a comma goes on in the next.
fn statements(text: &str) -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    let mut open = String::new();
    for line in text.lines() {
        let line = without_comment(line).trim();
        if line.is_empty() {
            continue;
        }
        open.push_str(line);
        if line.ends_with(',') {
            open.push(' ');
        } else {
            statements.push(std::mem::take(&mut open));
        }
    }
    statements.extend(Some(open).filter(|open| !open.is_empty()));
    statements
}

fn without_comment(line: &str) -> &str {
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') => return &line[..at],
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    line
}

/// Whether a `gem` names the group itself: `group: :jekyll_plugins`, `:groups => [:a, :jekyll_plugins]`.
fn names_group(line: &str) -> bool {
    line.find("group")
        .is_some_and(|at| line[at..].contains(":jekyll_plugins"))
}

/// Whether platforms are named, and all of them are other than this one.
fn is_elsewhere(line: &str) -> bool {
    let Some(at) = line.find("platform") else {
        return false;
    };
    let symbols = line[at..].split(':').skip(1).map(|symbol| {
        let end = symbol.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        &symbol[..end.unwrap_or(symbol.len())]
    });
    let mut symbols = symbols.filter(|symbol| !symbol.is_empty()).peekable();
    symbols.peek().is_some()
        && symbols.all(|symbol| {
            ["mingw", "mswin", "x64_", "jruby", "windows", "truffleruby"]
                .iter()
                .any(|other| symbol.starts_with(other))
        })
}

/// What a `gem` line makes Bundler require: its name, unless `require` says otherwise.
fn required_name(line: &str) -> Option<String> {
    let name = first_quoted(line)?;
    let Some(at) = line.find("require") else {
        return Some(name.to_string());
    };
    let value = line[at + "require".len()..].trim_start_matches([' ', ':', '=', '>', '"', '\'']);
    if value.starts_with("false") || value.starts_with("nil") || value.starts_with("[]") {
        return None;
    }
    Some(name.to_string())
}

fn first_quoted(line: &str) -> Option<&str> {
    let start = line.find(['"', '\''])?;
    let quote = line[start..].chars().next()?;
    let rest = &line[start + 1..];
    Some(&rest[..rest.find(quote)?])
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_however_it_is_written() {
        let gemfile = "\
source 'https://rubygems.org'
gem \"jekyll\", \"~> 4.4\" # not of the group
group :jekyll_plugins do
  gem 'jekyll-feed', '~> 0.12'
  gem \"jekyll-seo-tag\",
      require: false
  # gem \"jekyll-gist\"
  platforms :mingw, :x64_mingw do
    gem 'wdm'
  end
  gem 'tzinfo-data', platforms: [:mingw, :jruby]
end
gem 'jemoji', group: :jekyll_plugins
gem 'jekyll-sitemap', :groups => [:development, :jekyll_plugins]
group :test, :jekyll_plugins do
  if true
    gem('jekyll-avatar')
  end
end
gem 'html-proofer'
";
        assert_eq!(
            in_gemfile(gemfile),
            ["jekyll-feed", "jemoji", "jekyll-sitemap", "jekyll-avatar"]
        );
    }
}
