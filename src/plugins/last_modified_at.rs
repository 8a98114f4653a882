//! jekyll-last-modified-at 1.3.2: when a file was last committed to git, or else changed
//! (`Jekyll::LastModifiedAt::Determinator`).

use std::any::Any;
use std::collections::HashMap;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::asking::{get, refuse_undiggable, variable};
use super::git_log::last_commits;
use super::places::{self, Place};
use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::drops::Failed;
use crate::jekyll::page::Page;
use crate::jekyll::path;
use crate::jekyll::plugin::{Hooks, Plugin, SiteEvent};
use crate::jekyll::render::Registers;
use crate::jekyll::setup::Setup;
use crate::jekyll::site::Site;
use crate::liquid::{Context, ParseContext, Registry, Tag, TagMarkup, to_s};
use crate::text::strip;
use crate::value::{Drop, Str, Time, Value, no_conversion};

/// The plugin.
#[derive(Clone, Default)]
pub struct LastModifiedAt {
    known: Arc<Known>,
}

/// What is known from one build to the next.
#[derive(Default)]
struct Known {
    /// The folder of the repository; none where the source lies in no repository.
    repository: OnceLock<Option<String>>,
    build: Mutex<Arc<OfBuild>>,
}

/// What is known for one build.
#[derive(Default)]
struct OfBuild {
    /// The files that may be asked for.
    files: Mutex<Vec<String>>,
    /// How many were.
    asked: AtomicUsize,
    /// What one walk through the history told of all of them.
    commits: OnceLock<HashMap<String, Option<i128>>>,
    /// What the tag printed, by the path of the page: a page has one answer, whatever format is asked for.
    printed: Mutex<HashMap<String, String>>,
}

impl Known {
    fn build(&self) -> Arc<OfBuild> {
        locked(&self.build).clone()
    }
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// So many files have git started for each of them; a walk through the history may be longer than that.
const FEW: usize = 8;

/// The format of the tag that names none.
const FORMAT: &str = "%d-%b-%y";

/// How many entries a document has before it is read: whether it is a draft, and its categories.
const FIRST_ENTRIES: usize = 2;

impl Plugin for LastModifiedAt {
    fn name(&self) -> &str {
        "jekyll-last-modified-at"
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        let known = self.known.clone();
        registry.tag(
            "last_modified_at",
            move |tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>| {
                Ok(Box::new(LastModifiedAtTag {
                    format: (!tag.markup.is_empty()).then(|| strip(tag.markup).to_string()),
                    known: known.clone(),
                }) as Box<dyn Tag>)
            },
        );
    }

    fn hook(&self, hooks: &mut Hooks, _config: &Config) {
        let known = self.known.clone();
        hooks.register_site(SiteEvent::PostRead, Hooks::NORMAL, move |site| {
            date_all(site, &known)
        });
    }
}

/// Gives every document and every page the time that its file was modified; that of a document's front matter stays.
fn date_all(site: &mut Site, known: &Arc<Known>) -> Result<()> {
    let build = Arc::new(OfBuild::default());
    *locked(&known.build) = build.clone();
    let setup = site.setup.clone();
    let has_documents = site.collections.iter().any(|it| !it.docs.is_empty());
    if has_documents || !site.pages.is_empty() {
        refuse_undiggable(setup.config.get("last-modified-at"))?;
    }
    let key = Value::from("last_modified_at");
    let known = known.clone();
    let modified = move |path: String| {
        locked(&build.files).push(path::sanitized(&setup.source, &path));
        Value::drop(Modified {
            setup: setup.clone(),
            path,
            known: known.clone(),
            time: OnceLock::new(),
        })
    };
    for collection in &mut site.collections {
        for document in &mut collection.docs {
            if document.is_yaml_file() {
                continue;
            }
            let own = document.data.shift_remove(&key);
            let own = own.filter(|value| !value.is_nil());
            let value = own.unwrap_or_else(|| modified(document.path.clone()));
            let place = FIRST_ENTRIES.min(document.data.len());
            document.data.shift_insert(place, key.clone(), value);
        }
    }
    for place in places::pages(site) {
        if let Place::Page(index) = place {
            date_page(&mut site.pages[index], &modified)?;
        }
    }
    site.page_hooks.add(move |page| date_page(page, &modified));
    Ok(())
}

/// Gives a page the time; that one of its front matter goes.
fn date_page(page: &mut Page, modified: &dyn Fn(String) -> Value) -> Result<()> {
    let path = page.shown_path().to_s()?.into_owned();
    let key = Value::from("last_modified_at");
    page.data.insert(key, modified(path));
    Ok(())
}

/// When a file was modified, found out when somebody asks.
struct Modified {
    setup: Arc<Setup>,
    path: String,
    known: Arc<Known>,
    time: OnceLock<Result<Time>>,
}

impl Modified {
    fn time(&self) -> Result<Time> {
        let find = || time_of(&self.setup, &self.known, &self.path);
        self.time.get_or_init(find).clone()
    }
}

impl Drop for Modified {
    fn class_name(&self) -> &str {
        "Jekyll::LastModifiedAt::Determinator"
    }

    fn get(&self, _key: &str) -> Result<Value> {
        Ok(Value::Nil)
    }

    fn to_s(&self) -> Result<Str> {
        let format = configured_format(&self.setup.config)?;
        let printed = self.time()?.strftime(format.as_deref().unwrap_or(FORMAT))?;
        Ok(printed.into())
    }

    fn to_liquid(&self) -> Option<Value> {
        Some(match self.time() {
            Ok(time) => Value::Time(time),
            Err(error) => Value::drop(Failed(error)),
        })
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `{% last_modified_at %}`
struct LastModifiedAtTag {
    format: Option<String>,
    known: Arc<Known>,
}

impl Tag for LastModifiedAtTag {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let path = to_s(&get(&variable(cx, "page")?, "path")?)?.into_owned();
        let setup = Registers::of(cx)?.setup();
        let build = self.known.build();
        if let Some(known) = locked(&build.printed).get(&path) {
            out.push_str(known);
            return Ok(());
        }
        let format = match &self.format {
            Some(format) => Some(format.clone()),
            None => configured_format(&setup.config)?,
        };
        let time = time_of(setup, &self.known, &path)?;
        let text = time.strftime(format.as_deref().unwrap_or(FORMAT))?;
        out.push_str(&text);
        locked(&build.printed).insert(path, text);
        Ok(())
    }
}

fn configured_format(config: &Config) -> Result<Option<String>> {
    match config.below("last-modified-at", "date-format") {
        Value::Str(format) => Ok(Some(format.to_string())),
        format if format.is_truthy() => Err(no_conversion(format, "String")),
        _ => Ok(None),
    }
}

/// When the file was last committed, or else changed.
fn time_of(setup: &Setup, known: &Known, path: &str) -> Result<Time> {
    let file = path::sanitized(&setup.source, path);
    let Ok(found) = setup.files.metadata(&file) else {
        let message = format!("No such file or directory - {file} does not exist!");
        return Err(Error::ruby("Errno::ENOENT", message));
    };
    let repository = known
        .repository
        .get_or_init(|| repository_of(&setup.source));
    if let Some(repository) = repository
        && let Some(seconds) = last_commit(setup, known, repository, &file)
    {
        return Ok(setup.clock.at(seconds));
    }
    Ok(setup.clock.at(i128::from(found.modified.seconds)))
}

/// The folder of the repository in which the source lies.
fn repository_of(source: &str) -> Option<String> {
    let ask = |question: &str| {
        let command = ["rev-parse", question];
        printed(Command::new("git").args(command).current_dir(source))
    };
    if ask("--is-inside-work-tree")? != "true" {
        return None;
    }
    ask("--show-toplevel")
}

/// When the last commit that touched the file was made.
fn last_commit(setup: &Setup, known: &Known, repository: &str, file: &str) -> Option<i128> {
    let git = || {
        let mut git = Command::new("git");
        git.args(["--git-dir", &path::join(repository, ".git")])
            .current_dir(setup.environment.folder());
        git
    };
    let file = relative(file, repository);
    let build = known.build();
    if build.asked.fetch_add(1, Ordering::Relaxed) >= FEW {
        let commits = build.commits.get_or_init(|| {
            let files = locked(&build.files);
            let there = files.iter().filter(|file| setup.files.exists(file));
            let files = there.map(|file| relative(file, repository));
            last_commits(&git, files.collect())
        });
        if let Some(found) = commits.get(&file) {
            return *found;
        }
    }
    let printed = printed(git().args(["log", "-n", "1", "--format=%ct", "--", &file]))?;
    let digits = printed.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// The path from a folder to a file.
fn relative(file: &str, folder: &str) -> String {
    let split = |path: &str| -> Vec<String> {
        let parts = path.split('/').filter(|part| !part.is_empty());
        parts.map(str::to_string).collect()
    };
    let (file, folder) = (split(file), split(folder));
    let common = file.iter().zip(&folder).take_while(|(a, b)| a == b).count();
    let up = folder[common..].iter().map(|_| "..");
    let down = file[common..].iter().map(String::as_str);
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// What a command prints; none where it fails or there is no such program.
fn printed(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn paths_from_a_folder() {
        assert_eq!(relative("/a/b/c.md", "/a"), "b/c.md");
        assert_eq!(relative("/a/c.md", "/a/b"), "../c.md");
    }
}
