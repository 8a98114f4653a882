//! The `defaults` of a configuration: which front matter a path gets without saying so (frontmatter_defaults.rb).

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering as Atomic};
use std::sync::{Mutex, OnceLock, PoisonError};

use crate::error::{Error, ErrorKind, Result};
use crate::value::{Clock, Hash, Map, StrKey, Time, Value, no_conversion, no_method};

use super::fs::Files;
use super::glob::glob;
use super::log::{Level, Log, Silent};
use super::merge::{deep_merged, ruby_to_s, set};
use super::path;

/// The sets of defaults of a site, in the order of its configuration.
pub struct FrontMatterDefaults {
    given: Value,
    source: String,
    collections_dir: String,
    sets: OnceLock<Sets>,
    /// Whether types of old names have been told of: that is done once.
    told: AtomicBool,
    /// The paths and types that a verbose build has looked up. Jekyll keeps what it found: another page with the same
    /// path finds it without a word.
    looked_up: Mutex<HashSet<(String, Option<String>)>>,
}

impl Clone for FrontMatterDefaults {
    fn clone(&self) -> Self {
        FrontMatterDefaults {
            given: self.given.clone(),
            source: self.source.clone(),
            collections_dir: self.collections_dir.clone(),
            sets: self.sets.clone(),
            told: AtomicBool::new(self.told.load(Atomic::Relaxed)),
            looked_up: Mutex::default(),
        }
    }
}

#[derive(Clone, Default)]
struct Sets {
    valid: Vec<DefaultSet>,
    complaints: Vec<Complaint>,
    /// Where one of them cannot be read.
    failed: Option<Error>,
}

/// What is printed when the sets are gone through.
#[derive(Clone)]
enum Complaint {
    /// A set that cannot be used: printed for every path that asks.
    Invalid(String),
    /// A type of an old name, and the new one: printed once.
    Renamed(&'static str, &'static str),
}

#[derive(Clone)]
struct DefaultSet {
    scope: Option<Scope>,
    values: Map,
}

#[derive(Clone)]
struct Scope {
    /// What paths are to start with.
    path: String,
    /// The length of the path as it was written, on which precedence hangs; asked of what is no text, it is an error.
    length: Result<usize>,
    /// The paths that a scope with a star stands for.
    globbed: Option<Vec<String>>,
    /// The type of thing that it is for; one that is no text is an error for all that ask.
    kind: Option<Result<String>>,
}

/// The sets that concern one path and type; found once and kept by whoever asks.
#[derive(Debug, Clone, Default)]
pub struct Matching(Vec<usize>);

/// What one page or document looks up, and keeps. Jekyll keeps no failure: it goes over the sets again, and tells of them.
#[derive(Debug, Clone, Default)]
pub struct LookUp {
    found: OnceLock<Result<Matching>>,
    /// Whether the first look-up was told of by whoever read the file.
    told: bool,
}

impl LookUp {
    /// One of a file of which it was told when it was read.
    pub fn told() -> Self {
        LookUp {
            told: true,
            ..LookUp::default()
        }
    }

    /// The sets for a path and a type.
    ///
    /// # Errors
    /// Those of [`FrontMatterDefaults::matching`].
    pub fn matching(
        &self,
        defaults: &FrontMatterDefaults,
        path: &str,
        kind: &str,
        of: &Reading<'_>,
    ) -> Result<&Matching> {
        let mut is_first = false;
        let found = self.found.get_or_init(|| {
            is_first = true;
            if !self.told {
                defaults.tell(of);
            }
            defaults.matching(path, Some(kind), of)
        });
        if found.is_err() && !is_first {
            defaults.tell(of);
        }
        found.as_ref().map_err(Error::clone)
    }
}

impl FrontMatterDefaults {
    /// The `defaults` of a configuration, for a site with this source.
    pub fn new(given: Value, source: &str, collections_dir: &str) -> Self {
        FrontMatterDefaults {
            given,
            source: source.to_string(),
            collections_dir: collections_dir.to_string(),
            sets: OnceLock::new(),
            told: AtomicBool::new(false),
            looked_up: Mutex::default(),
        }
    }

    /// Tells of sets that cannot be used, and the first time of types by old names. Jekyll does so for every path that
    /// it looks up.
    pub fn tell(&self, of: &Reading<'_>) {
        let sets = self.all_sets(of);
        if sets.complaints.is_empty() {
            return;
        }
        let first = !self.told.swap(true, Atomic::Relaxed);
        for complaint in &sets.complaints {
            match complaint {
                Complaint::Invalid(set) => {
                    let message = "An invalid front-matter default set was found:";
                    of.log.warn("Defaults:", message);
                    of.log.warn(set, "");
                }
                Complaint::Renamed(old, new) if first => {
                    let renamed = format!("The '{old}' type has become '{new}'.");
                    of.log.warn("Defaults:", &renamed);
                    let advice =
                        format!("Please update your front-matter defaults to use 'type: {new}'.");
                    of.log.warn("Defaults:", &advice);
                }
                Complaint::Renamed(..) => {}
            }
        }
    }

    /// Whether there is anything that [`FrontMatterDefaults::tell`] would tell.
    pub fn has_complaints(&self, of: &Reading<'_>) -> bool {
        !self.all_sets(of).complaints.is_empty()
    }

    /// Whether any set has a value for a key, whomever it concerns. Unlike a look-up this says nothing.
    pub fn any_names(&self, key: &str, of: &Reading<'_>) -> bool {
        let mut sets = self.all_sets(of).valid.iter();
        sets.any(|set| set.values.contains_key(&StrKey(key)))
    }

    fn sets(&self, of: &Reading<'_>) -> Result<&Sets> {
        let sets = self.all_sets(of);
        match &sets.failed {
            Some(error) => Err(error.clone()),
            None => Ok(sets),
        }
    }

    fn all_sets(&self, of: &Reading<'_>) -> &Sets {
        self.sets.get_or_init(|| self.read(of))
    }

    /// The sets that apply to a path (relative to the source or the collections' folder) and a type
    /// (`pages`, `posts`, a collection's label; none for a static file).
    ///
    /// # Errors
    /// A date in a set's values that cannot be read, a set of an impossible shape.
    pub fn matching(&self, path: &str, kind: Option<&str>, of: &Reading<'_>) -> Result<Matching> {
        let sets = self.sets(of)?;
        let path = path.strip_prefix('/').unwrap_or(path);
        let log: &dyn Log = match self.is_looked_up(path, kind, of.log) {
            true => &Silent,
            false => of.log,
        };
        let mut found = Vec::new();
        for (i, set) in sets.valid.iter().enumerate() {
            let applies = match &set.scope {
                None => true,
                Some(scope) => scope.applies(path, kind, log)?,
            };
            if applies {
                found.push(i);
            }
        }
        Ok(Matching(found))
    }

    fn is_looked_up(&self, path: &str, kind: Option<&str>, log: &dyn Log) -> bool {
        log.takes(Level::Debug) && {
            let asked = (path.to_string(), kind.map(str::to_string));
            let mut seen = self
                .looked_up
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            !seen.insert(asked)
        }
    }

    /// `find`: the value that the most precise of the matching sets has for a key.
    ///
    /// # Errors
    /// NoMethodError, where a set without scope follows another one.
    pub fn find(&self, matching: &Matching, key: &str) -> Result<Option<Value>> {
        let mut found = None;
        let mut old: Option<&Scope> = None;
        for set in self.sets_of(matching) {
            let Some(value) = set.values.get(&StrKey(key)) else {
                continue;
            };
            if takes_precedence(old, set.scope.as_ref())? {
                found = Some(value.clone());
                old = set.scope.as_ref();
            }
        }
        Ok(found)
    }

    /// `all`: what the matching sets say together.
    ///
    /// # Errors
    /// As [`FrontMatterDefaults::find`].
    pub fn all(&self, matching: &Matching) -> Result<Map> {
        let mut all = Map::default();
        let mut old: Option<&Scope> = None;
        for set in self.sets_of(matching) {
            if takes_precedence(old, set.scope.as_ref())? {
                all = deep_merged(&all, &set.values)?;
                old = set.scope.as_ref();
            } else {
                all = deep_merged(&set.values, &all)?;
            }
        }
        Ok(all)
    }

    fn sets_of<'a>(&'a self, matching: &'a Matching) -> impl Iterator<Item = &'a DefaultSet> {
        let sets = match self.sets.get() {
            Some(sets) => sets.valid.as_slice(),
            None => &[],
        };
        matching.0.iter().filter_map(|i| sets.get(*i))
    }

    fn read(&self, of: &Reading<'_>) -> Sets {
        let mut sets = Sets::default();
        sets.failed = self.read_into(&mut sets, of).err();
        sets
    }

    fn read_into(&self, sets: &mut Sets, of: &Reading<'_>) -> Result<()> {
        let Value::Array(given) = &self.given else {
            return Ok(());
        };
        for set in given.iter() {
            let values = set.as_hash().and_then(|set| set.get_str("values"));
            match (set, values) {
                (Value::Hash(set), Some(Value::Hash(values))) => {
                    let set = self.read_set(set, values, of, &mut sets.complaints)?;
                    sets.valid.push(set);
                }
                _ => sets.complaints.push(Complaint::Invalid(ruby_to_s(set)?)),
            }
        }
        Ok(())
    }

    fn read_set(
        &self,
        set: &Hash,
        values: &Hash,
        of: &Reading<'_>,
        complaints: &mut Vec<Complaint>,
    ) -> Result<DefaultSet> {
        let scope = match set.get_str("scope") {
            None => None,
            Some(Value::Hash(scope)) => Some(self.read_scope(scope, of, complaints)?),
            Some(other) => {
                return Err(no_method(other, "key?"));
            }
        };
        let mut values = values.as_map().clone();
        if let Some(date) = values.get(&StrKey("date"))
            && !matches!(date, Value::Time(_))
        {
            let Value::Str(text) = date else {
                return Err(no_conversion(date, "String"));
            };
            let time = parse_date(text, of.clock, || {
                let set = Value::Hash(set.clone()).shown();
                format!("An invalid date format was found in a front-matter default set: {set}")
            })?;
            self::set(&mut values, "date", time);
        }
        Ok(DefaultSet { scope, values })
    }

    fn read_scope(
        &self,
        scope: &Hash,
        of: &Reading<'_>,
        complaints: &mut Vec<Complaint>,
    ) -> Result<Scope> {
        let kind = match scope.get_str("type") {
            None => None,
            Some(Value::Str(kind) | Value::Symbol(kind)) => Some(Ok(match renamed_type(kind) {
                Some((old, new)) => {
                    complaints.push(Complaint::Renamed(old, new));
                    new.to_string()
                }
                None => kind.to_string(),
            })),
            Some(other) => Some(Err(no_method(other, "to_sym"))),
        };
        let given = scope.get_str("path").unwrap_or(&Value::Nil);
        let path = given.as_str().unwrap_or_default().to_string();
        let globbed = path.contains('*').then(|| self.globbed(&path, of.files));
        Ok(Scope {
            path: self.without_collections_dir(&path),
            length: length_of(given),
            globbed,
            kind,
        })
    }

    fn globbed(&self, scope_path: &str, files: &dyn Files) -> Vec<String> {
        let pattern = if scope_path.starts_with('/') {
            scope_path.to_string()
        } else {
            let only_folders = if scope_path.ends_with('/') { "/" } else { "" };
            format!("{}{only_folders}", path::expand(scope_path, &self.source))
        };
        glob(files, "/", &pattern, false)
            .iter()
            .map(|found| self.without_collections_dir(&relative_to(found, &self.source)))
            .collect()
    }

    fn without_collections_dir(&self, path: &str) -> String {
        if self.collections_dir.is_empty() {
            return path.to_string();
        }
        let prefix = format!("{}/", self.collections_dir);
        path.strip_prefix(&prefix).unwrap_or(path).to_string()
    }
}

/// What reading the sets may need.
pub struct Reading<'a> {
    /// Where scopes with a star are looked up.
    pub files: &'a dyn Files,
    /// The clock that dates are read by.
    pub clock: &'a Clock,
    /// Who is told of sets that are wrong.
    pub log: &'a dyn Log,
}

impl Scope {
    fn applies(&self, path: &str, kind: Option<&str>, log: &dyn Log) -> Result<bool> {
        let of_type = match &self.kind {
            None => true,
            Some(wanted) => kind == Some(wanted.as_deref().map_err(Error::clone)?),
        };
        Ok(of_type
            && match &self.globbed {
                None => path.starts_with(&self.path),
                Some(globbed) => globbed.iter().any(|found| {
                    if log.takes(Level::Debug) {
                        log.debug("Globbed Scope Path:", found);
                    }
                    path.starts_with(found.as_str())
                }),
            })
    }
}

/// How long the path of a scope is (`sanitize_path`): nothing, if it is nil or empty.
fn length_of(path: &Value) -> Result<usize> {
    match path {
        Value::Nil => Ok(0),
        Value::Str(path) => Ok(path.strip_prefix('/').unwrap_or(path).chars().count()),
        Value::Array(values) if values.is_empty() => Ok(0),
        Value::Hash(hash) if hash.is_empty() => Ok(0),
        Value::Array(_) | Value::Hash(_) => Err(no_method(path, "start_with?")),
        other => Err(no_method(other, "empty?")),
    }
}

/// What Ruby appends to the error of a set without a scope that meets another one: the line of Jekyll's code.
const NO_SCOPE: &str = "\n\n      new_path = sanitize_path(new_scope[\"path\"])\n                                        ^^^^^^^^";

fn takes_precedence(old: Option<&Scope>, new: Option<&Scope>) -> Result<bool> {
    let Some(old) = old else {
        return Ok(true);
    };
    let Some(new) = new else {
        let error = no_method(&Value::Nil, "[]");
        return Err(Error::ruby("NoMethodError", format!("{error}{NO_SCOPE}")));
    };
    let new_length = new.length.as_ref().map_err(Error::clone)?;
    let old_length = old.length.as_ref().map_err(Error::clone)?;
    Ok(match new_length.cmp(old_length) {
        std::cmp::Ordering::Equal => new.kind.is_some() || old.kind.is_none(),
        order => order.is_gt(),
    })
}

fn renamed_type(kind: &str) -> Option<(&'static str, &'static str)> {
    [("page", "pages"), ("post", "posts"), ("draft", "drafts")]
        .into_iter()
        .find(|(old, _)| *old == kind)
}

/// The `defaults` of a configuration as Jekyll leaves them once it has used them: types by their new names, dates as
/// times. It is what `site.defaults` shows. What is wrong stays as it is, and is told when the defaults are used.
pub fn normalized(given: &Value, clock: &Clock) -> Value {
    let Value::Array(sets) = given else {
        return given.clone();
    };
    let sets = sets.iter().map(|set| match set {
        Value::Hash(hash)
            if hash
                .get_str("values")
                .is_some_and(|v| v.as_hash().is_some()) =>
        {
            Value::Hash(normalized_set(hash, clock))
        }
        other => other.clone(),
    });
    Value::Array(sets.collect())
}

fn normalized_set(given: &Hash, clock: &Clock) -> Hash {
    let mut result = given.as_map().clone();
    if let Some(Value::Hash(scope)) = given.get_str("scope")
        && let Some(Value::Str(kind)) = scope.get_str("type")
        && let Some((_, new)) = renamed_type(kind)
    {
        let mut scope = scope.as_map().clone();
        set(&mut scope, "type", new);
        set(&mut result, "scope", scope);
    }
    if let Some(Value::Hash(values)) = given.get_str("values")
        && let Some(Value::Str(date)) = values.get_str("date")
        && let Ok(time) = parse_date(date, clock, String::new)
    {
        let mut values = values.as_map().clone();
        set(&mut values, "date", time);
        set(&mut result, "values", values);
    }
    Hash::new(result)
}

/// `Pathname#relative_path_from` for clean absolute paths.
fn relative_to(path: &str, base: &str) -> String {
    let path = path.trim_end_matches('/');
    if path == base {
        return ".".to_string();
    }
    let inside = path
        .strip_prefix(base)
        .and_then(|rest| rest.strip_prefix('/'));
    if let Some(inside) = inside {
        return inside.to_string();
    }
    let (mut to, mut from) = (path.split('/').peekable(), base.split('/').peekable());
    while to.peek().is_some() && to.peek() == from.peek() {
        to.next();
        from.next();
    }
    let up = from.filter(|part| !part.is_empty()).map(|_| "..");
    up.chain(to).collect::<Vec<_>>().join("/")
}

/// `Utils.parse_date`: text as a local time.
///
/// # Errors
/// `Invalid date 'TEXT': MESSAGE`.
pub fn parse_date(text: &str, clock: &Clock, message: impl FnOnce() -> String) -> Result<Time> {
    match Time::parse(text, clock) {
        Ok(time) => Ok(clock.localtime(&time)),
        Err(_) => Err(Error::new(
            ErrorKind::Fatal,
            format!("Invalid date '{text}': {}", message()),
        )),
    }
}
