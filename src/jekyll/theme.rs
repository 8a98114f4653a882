//! A theme: a gem's folder with layouts, includes, sass, assets and data (theme.rb), found without Ruby.
//! Looked for where gems lie on this machine, then in `_theme/` of the site; a name with a slash is a path.

use std::cmp::Ordering;

use crate::error::{Error, ErrorKind, Result};

use super::environment::Environment;
use super::fs::{Files, Kind};
use super::glob::glob;
use super::log::Log;
use super::path;

/// A theme and where its parts lie.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    /// Its name, as Jekyll looks it up.
    pub name: String,
    /// Its folder, links resolved.
    pub root: String,
    /// `_includes`, where it has one.
    pub includes: Option<String>,
    /// `_layouts`, where it has one.
    pub layouts: Option<String>,
    /// `_sass`, where it has one.
    pub sass: Option<String>,
    /// `assets`, where it has one.
    pub assets: Option<String>,
    /// `_data`, where it has one.
    pub data: Option<String>,
    /// What its gemspec says.
    pub specification: Specification,
}

/// What a gemspec says of a gem.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Specification {
    /// `version`
    pub version: String,
    /// `authors`
    pub authors: Vec<String>,
    /// `summary`
    pub summary: Option<String>,
    /// `description`
    pub description: Option<String>,
    /// `metadata`
    pub metadata: Vec<(String, String)>,
    /// The gems that it needs to run, each with its requirements (`~> 4.0`).
    pub runtime_dependencies: Vec<(String, Vec<String>)>,
}

impl Theme {
    /// Finds a theme by name; a name with a slash is a path, from the source.
    ///
    /// # Errors
    /// `The NAME theme could not be found.`
    pub fn find(
        name: &str,
        source: &str,
        files: &dyn Files,
        environment: &Environment,
        log: &dyn Log,
    ) -> Result<Self> {
        let given = name;
        let name = super::slug::downcase(name).trim().to_string();
        log.debug("Theme:", given);
        let search = Search {
            files,
            environment,
            source,
        };
        let Some(found) = search.find(&name) else {
            return Err(Error::new(
                ErrorKind::MissingDependency,
                format!("The {name} theme could not be found."),
            ));
        };
        let root = files.real_path(&found.folder).map_err(|_| {
            let message = format!(
                "Path {} does not exist, is not accessible or includes a symbolic link loop",
                found.folder
            );
            Error::ruby("RuntimeError", message)
        })?;
        log.debug("Theme source:", &root);
        let part = |folder: &str| part_of(&root, folder, files);
        Ok(Theme {
            includes: part("_includes"),
            layouts: part("_layouts"),
            sass: part("_sass"),
            assets: part("assets"),
            data: part("_data"),
            specification: search.specification(&name, &found),
            name,
            root,
        })
    }

    /// A theme on this machine, if there is one of this name; silently.
    pub fn look_up(
        name: &str,
        source: &str,
        files: &dyn Files,
        environment: &Environment,
    ) -> Option<Self> {
        let search = Search {
            files,
            environment,
            source,
        };
        let found = search.find(&super::slug::downcase(name))?;
        Some(Self::in_folder(name, &found.folder, files))
    }

    /// The theme of this name that lies in a folder, with or without a gemspec.
    pub fn in_folder(name: &str, folder: &str, files: &dyn Files) -> Self {
        let root = folder.to_string();
        let part = |folder: &str| part_of(&root, folder, files);
        let gemspec = [name.to_string(), format!("jekyll-theme-{name}")]
            .iter()
            .find_map(|name| {
                files
                    .read(&path::join(&root, &format!("{name}.gemspec")))
                    .ok()
            });
        let mut specification = gemspec.map_or_else(Specification::default, |text| {
            read_specification(&String::from_utf8_lossy(&text))
        });
        if specification.version.is_empty() {
            specification.version = "0.0.0".to_string();
        }
        Theme {
            includes: part("_includes"),
            layouts: part("_layouts"),
            sass: part("_sass"),
            assets: part("assets"),
            data: part("_data"),
            specification,
            name: name.to_string(),
            root,
        }
    }

    /// The name of its folder (`Theme#basename`).
    pub fn basename(&self) -> &str {
        path::basename(&self.root)
    }
}

/// A folder of a theme, links resolved, as long as it stays inside.
fn part_of(root: &str, folder: &str, files: &dyn Files) -> Option<String> {
    let real = files.real_path(&path::sanitized(root, folder)).ok()?;
    let inside = path::sanitized(root, &real);
    files.is_folder(&inside).then_some(inside)
}

/// A gem that bears the theme's name.
struct Found {
    folder: String,
    version: String,
    /// The folder with `specifications`, for an installed gem.
    gem_home: Option<String>,
}

struct Search<'a> {
    files: &'a dyn Files,
    environment: &'a Environment,
    source: &'a str,
}

impl Search<'_> {
    fn find(&self, name: &str) -> Option<Found> {
        let at = |folder: String| {
            self.files.is_folder(&folder).then_some(Found {
                folder,
                version: String::new(),
                gem_home: None,
            })
        };
        if name.contains('/') {
            return at(path::expand(name, self.source));
        }
        if name.is_empty() {
            return None;
        }
        let lock = self.lock();
        if let Some(folder) = lock.as_ref().and_then(|lock| path_of_gem(lock, name)) {
            return at(path::expand(folder, path::dirname(&self.gemfile())));
        }
        if let Some(folder) = self.in_development(name) {
            return at(folder);
        }
        self.installed(name, lock.as_deref())
            .or_else(|| at(path::join(self.source, &format!("_theme/{name}"))))
            .or_else(|| {
                let gemspec = path::join(self.source, &format!("_theme/{name}.gemspec"));
                let holds_it = self.files.is_file(&gemspec);
                holds_it
                    .then(|| at(path::join(self.source, "_theme")))
                    .flatten()
            })
    }

    /// The folder of the Gemfile, where the theme itself is worked on: a Gemfile that says `gemspec`.
    fn in_development(&self, name: &str) -> Option<String> {
        let gemfile = self.gemfile();
        let folder = path::dirname(&gemfile);
        let gemspec = path::join(folder, &format!("{name}.gemspec"));
        if !self.files.is_file(&gemspec) {
            return None;
        }
        let text = self.files.read(&gemfile).ok()?;
        let says_so = String::from_utf8_lossy(&text)
            .lines()
            .any(|line| line.split_whitespace().next() == Some("gemspec"));
        says_so.then(|| folder.to_string())
    }

    fn gemfile(&self) -> String {
        match self.environment.get("BUNDLE_GEMFILE") {
            Some(gemfile) if !gemfile.is_empty() => self.environment.expand(gemfile),
            _ => path::join(self.environment.folder(), "Gemfile"),
        }
    }

    fn lock(&self) -> Option<String> {
        let text = self.files.read(&format!("{}.lock", self.gemfile())).ok()?;
        String::from_utf8(text).ok()
    }

    /// The installed gem: the version that the lock file names, else the highest.
    fn installed(&self, name: &str, lock: Option<&str>) -> Option<Found> {
        let mut all: Vec<Found> = Vec::new();
        for home in self.gem_homes() {
            for folder in ["gems", "bundler/gems"] {
                let folder = path::join(&home, folder);
                for entry in self.files.list(&folder).unwrap_or_default() {
                    let version = entry
                        .name
                        .strip_prefix(name)
                        .and_then(|rest| rest.strip_prefix('-'));
                    let Some(version) =
                        version.filter(|v| !v.contains('-') || folder.contains("bundler"))
                    else {
                        continue;
                    };
                    let is_version = version.starts_with(|c: char| c.is_ascii_digit())
                        || folder.contains("bundler");
                    if is_version && entry.kind != Kind::File {
                        all.push(Found {
                            folder: path::join(&folder, &entry.name),
                            version: version.to_string(),
                            gem_home: Some(home.clone()),
                        });
                    }
                }
            }
        }
        let locked = lock.and_then(|lock| version_in_lock(lock, name));
        if let Some(locked) = locked
            && let Some(found) = all.iter().position(|f| f.version == locked)
        {
            return Some(all.swap_remove(found));
        }
        // a prerelease counts only where there is nothing else; of equal versions the one found first
        let rank = |found: &Found| found.version.contains(|c: char| c.is_ascii_alphabetic());
        all.into_iter().reduce(|best, next| {
            let by_version = || compare_versions(&next.version, &best.version);
            match rank(&best).cmp(&rank(&next)).then_with(by_version) {
                Ordering::Greater => next,
                _ => best,
            }
        })
    }

    /// Where gems may lie, in the order in which they are looked for.
    fn gem_homes(&self) -> Vec<String> {
        let mut homes: Vec<String> = Vec::new();
        let mut add = |home: String| {
            if !homes.contains(&home) && self.files.is_folder(&home) {
                homes.push(home);
            }
        };
        for bundle in self.bundle_paths() {
            for home in glob(
                self.files,
                "/",
                &format!("{}/ruby/*", escaped(&bundle)),
                false,
            ) {
                add(home);
            }
            add(bundle);
        }
        for variable in ["GEM_HOME", "GEM_PATH"] {
            let value = self.environment.get(variable).unwrap_or("");
            value
                .split(':')
                .filter(|home| !home.is_empty())
                .for_each(|home| add(self.environment.expand(home)));
        }
        let home = self.environment.get("HOME").map(escaped);
        for pattern in USUAL_PLACES {
            let pattern = match (pattern.strip_prefix('~'), &home) {
                (Some(rest), Some(home)) => format!("{home}{rest}"),
                (Some(_), None) => continue,
                (None, _) => (*pattern).to_string(),
            };
            for found in glob(self.files, "/", &pattern, true) {
                add(found);
            }
        }
        homes
    }

    /// Where Bundler was told to put gems.
    fn bundle_paths(&self) -> Vec<String> {
        let folder = path::dirname(&self.gemfile()).to_string();
        let mut paths = Vec::new();
        if let Some(path) = self.environment.get("BUNDLE_PATH") {
            paths.push(self.environment.expand(path));
        }
        let home = self.environment.get("HOME").unwrap_or("");
        for base in [folder.as_str(), self.source, home] {
            let config = self
                .files
                .read(&path::join(base, ".bundle/config"))
                .unwrap_or_default();
            for line in String::from_utf8_lossy(&config).lines() {
                if let Some(path) = line.strip_prefix("BUNDLE_PATH:") {
                    // that of the user counts from where the Gemfile lies, too
                    let base = if base == home { &folder } else { base };
                    paths.push(path::expand(path.trim().trim_matches('"'), base));
                }
            }
            paths.push(path::join(base, "vendor/bundle"));
        }
        paths
    }

    fn specification(&self, name: &str, found: &Found) -> Specification {
        let installed = found.gem_home.as_ref().map(|home| {
            path::join(
                home,
                &format!("specifications/{}.gemspec", path::basename(&found.folder)),
            )
        });
        let own = path::join(&found.folder, &format!("{name}.gemspec"));
        let text = installed
            .into_iter()
            .chain([own])
            .find_map(|path| self.files.read(&path).ok());
        let mut specification = match text {
            Some(text) => read_specification(&String::from_utf8_lossy(&text)),
            None => Specification::default(),
        };
        if specification.version.is_empty() {
            specification.version.clone_from(&found.version);
        }
        specification
    }
}

/// Where the usual ways of installing Ruby put gems.
const USUAL_PLACES: &[&str] = &[
    "~/.local/share/gem/ruby/*",
    "~/.gem/ruby/*",
    "~/.rbenv/versions/*/lib/ruby/gems/*",
    "~/.rvm/gems/*",
    "~/.asdf/installs/ruby/*/lib/ruby/gems/*",
    "~/.local/share/mise/installs/ruby/*/lib/ruby/gems/*",
    "~/.rubies/*/lib/ruby/gems/*",
    "/var/lib/gems/*",
    "/usr/local/bundle",
    "/usr/local/lib/ruby/gems/*",
    "/usr/lib/ruby/gems/*",
    "/usr/lib64/ruby/gems/*",
    "/usr/share/gems",
    "/usr/lib/x86_64-linux-gnu/ruby/gems/*",
    "/usr/lib/aarch64-linux-gnu/ruby/gems/*",
    "/usr/share/rubygems-integration/*",
    "/opt/homebrew/lib/ruby/gems/*",
    "/home/linuxbrew/.linuxbrew/lib/ruby/gems/*",
    "/usr/local/rvm/gems/*",
    "/Library/Ruby/Gems/*",
    "/opt/rubies/*/lib/ruby/gems/*",
];

fn escaped(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for c in path.chars() {
        if "*?[]{}\\".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The version of a gem in a Gemfile.lock: `    minima (2.5.1)`.
fn version_in_lock<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    lock.lines().find_map(|line| {
        let rest = line.strip_prefix("    ")?.strip_prefix(name)?;
        rest.strip_prefix(" (")?.strip_suffix(')')
    })
}

/// The folder of a gem that a Gemfile.lock takes from a path.
fn path_of_gem<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let mut remote = None;
    for line in lock.lines() {
        if !line.starts_with(' ') {
            remote = None;
        }
        if line == "PATH" {
            remote = Some("");
        } else if let (Some(_), Some(path)) = (remote, line.strip_prefix("  remote: ")) {
            remote = Some(path);
        } else if let Some(path) = remote
            && line
                .strip_prefix("    ")
                .and_then(|l| l.strip_prefix(name))
                .is_some_and(|l| l.starts_with(" ("))
        {
            return Some(path);
        }
    }
    None
}

/// `Gem::Version#<=>`: number by number; a part with letters makes a version that comes before its release.
fn compare_versions(one: &str, other: &str) -> Ordering {
    let (one, other) = (segments(one), segments(other));
    for i in 0..one.len().max(other.len()) {
        let zero = Segment::Number(0);
        let order = one
            .get(i)
            .unwrap_or(&zero)
            .cmp(other.get(i).unwrap_or(&zero));
        if order.is_ne() {
            return order;
        }
    }
    Ordering::Equal
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Segment<'a> {
    Word(&'a str),
    Number(u64),
}

fn segments(version: &str) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut rest = version;
    while let Some(first) = rest.chars().next() {
        let same =
            |c: char| c.is_ascii_alphanumeric() && c.is_ascii_digit() == first.is_ascii_digit();
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end.max(first.len_utf8()));
        if first.is_ascii_digit() {
            segments.push(Segment::Number(part.parse().unwrap_or(u64::MAX)));
        } else if first.is_ascii_alphabetic() {
            segments.push(Segment::Word(part));
        }
        rest = after;
    }
    segments
}

/// Reads the plain assignments of a gemspec; what Ruby would have to run is passed over.
fn read_specification(text: &str) -> Specification {
    let mut specification = Specification::default();
    // behind it the same gems stand once more for an older RubyGems, those for development among them
    let lines = text
        .lines()
        .map(str::trim)
        .take_while(|line| *line != "else");
    for line in lines {
        let Some((_, after)) = line.split_once('.') else {
            continue;
        };
        if let Some(dependency) = dependency(after) {
            let known = &mut specification.runtime_dependencies;
            if !known.iter().any(|(name, _)| *name == dependency.0) {
                known.push(dependency);
            }
            continue;
        }
        let Some((key, value)) = after.split_once('=') else {
            continue;
        };
        let texts = quoted(value);
        let first = || texts.first().cloned();
        match key.trim() {
            "version" => specification.version = first().unwrap_or_default(),
            "author" | "authors" => specification.authors = texts,
            "summary" => specification.summary = first(),
            "description" => specification.description = first(),
            "metadata" => {
                let pairs = texts.chunks_exact(2);
                specification.metadata = pairs
                    .map(|pair| (pair[0].clone(), pair[1].clone()))
                    .collect();
            }
            key => {
                if let (Some(name), Some(value)) = (key.strip_prefix("metadata["), first()) {
                    specification
                        .metadata
                        .extend(quoted(name).into_iter().map(|name| (name, value.clone())));
                }
            }
        }
    }
    specification
}

/// `add_runtime_dependency "jekyll", "~> 4.0"`
fn dependency(call: &str) -> Option<(String, Vec<String>)> {
    let arguments = call
        .strip_prefix("add_runtime_dependency")
        .or_else(|| call.strip_prefix("add_dependency"))?;
    let mut texts = quoted(arguments).into_iter();
    Some((texts.next()?, texts.collect()))
}

/// The texts in quotes, in order; `%q<…>` counts as quotes.
fn quoted(text: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '\'', '%']) {
        let (open, close) = match &rest[at..] {
            r if r.starts_with("%q<") => ("%q<", '>'),
            r if r.starts_with('"') => ("\"", '"'),
            r if r.starts_with('\'') => ("'", '\''),
            _ => ("%", '\0'),
        };
        rest = &rest[at + open.len()..];
        if close == '\0' {
            continue;
        }
        let Some(end) = rest.find(close) else {
            break;
        };
        texts.push(rest[..end].to_string());
        rest = &rest[end + 1..];
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jekyll::fs::MemoryFiles;
    use crate::jekyll::log::Silent;

    #[test]
    fn versions_in_order() {
        for (low, high) in [
            ("1.9", "1.10"),
            ("1.0.a", "1.0"),
            ("1.0.a1", "1.0.b1"),
            ("1", "1.0.1"),
        ] {
            assert_eq!(compare_versions(low, high), Ordering::Less, "{low} {high}");
        }
        assert_eq!(compare_versions("1.0", "1"), Ordering::Equal);
    }

    #[test]
    fn the_highest_version_unless_one_is_locked() {
        let files = MemoryFiles::default();
        for version in ["2.5.1", "2.10.0", "3.0.0.dev"] {
            files.insert(format!("/gems/gems/minima-{version}/_layouts/a.html"), *b"");
        }
        files.insert("/gems/gems/minima-reboot-1.0/_layouts/a.html", *b"");
        let mut environment = Environment::new("/site", Default::default());
        environment.set("GEM_HOME", "/gems");
        let find =
            |files: &MemoryFiles| Theme::find("Minima", "/site", files, &environment, &Silent);
        let theme = find(&files).unwrap();
        assert_eq!(theme.root, "/gems/gems/minima-2.10.0");
        assert_eq!(
            theme.layouts.as_deref(),
            Some("/gems/gems/minima-2.10.0/_layouts")
        );
        assert_eq!(theme.assets, None);
        files.insert(
            "/site/Gemfile.lock",
            *b"GEM\n  specs:\n    minima (2.5.1)\n      jekyll (>= 3.5)\n",
        );
        assert_eq!(find(&files).unwrap().specification.version, "2.5.1");
        files.insert(
            "/site/Gemfile.lock",
            *b"PATH\n  remote: ../mine\n  specs:\n    minima (9)\n",
        );
        files.insert("/mine/x", *b"");
        assert_eq!(find(&files).unwrap().root, "/mine");
    }

    #[test]
    fn a_theme_that_is_worked_on() {
        let files = MemoryFiles::default();
        files.insert("/t/mine.gemspec", *b"  spec.version = \"2.0\"");
        files.insert("/t/_sass/a.scss", *b"");
        let environment = Environment::new("/t", Default::default());
        let find = || Theme::find("mine", "/t", &files, &environment, &Silent);
        assert!(find().is_err());
        files.insert("/t/Gemfile", *b"source 'x'\ngemspec\n");
        let theme = find().unwrap();
        assert_eq!(theme.root, "/t");
        assert_eq!(theme.sass.as_deref(), Some("/t/_sass"));
        assert_eq!(theme.specification.version, "2.0");
    }

    #[test]
    fn a_theme_that_is_nowhere() {
        let error = Theme::find(
            "gone",
            "/site",
            &MemoryFiles::default(),
            &Environment::default(),
            &Silent,
        );
        assert_eq!(
            error.unwrap_err().to_string(),
            "The gone theme could not be found."
        );
    }

    #[test]
    fn gemspecs_as_written_and_as_installed() {
        let read = read_specification(
            "Gem::Specification.new do |s|\n  s.version = \"0.1.0\"\n  s.authors = [\"A\", 'B']\n  s.summary = \"S\"\n  \
             s.metadata[\"plugin_type\"] = \"theme\"\n  s.add_runtime_dependency \"jekyll\", \"~> 3.5\"\nend",
        );
        assert_eq!(read.version, "0.1.0");
        assert_eq!(read.authors, ["A", "B"]);
        assert_eq!(
            read.metadata,
            [("plugin_type".to_string(), "theme".to_string())]
        );
        assert_eq!(
            read.runtime_dependencies,
            [("jekyll".to_string(), vec!["~> 3.5".to_string()])]
        );
        let installed = read_specification(
            "  s.metadata = { \"plugin_type\" => \"theme\" } if s.respond_to? :metadata=\n    \
             s.add_runtime_dependency(%q<jekyll>.freeze, [\">= 3.5\", \"< 5.0\"])\n",
        );
        assert_eq!(
            installed.metadata,
            [("plugin_type".to_string(), "theme".to_string())]
        );
        assert_eq!(
            installed.runtime_dependencies,
            [(
                "jekyll".to_string(),
                vec![">= 3.5".to_string(), "< 5.0".to_string()]
            )]
        );
    }
}
