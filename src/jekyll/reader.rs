//! Reads a site: layouts, then every folder, then what `include` names, collections, theme assets and data (reader.rb).
//! Folders are walked one after the other; the files found are read and parsed side by side, each with a log of its
//! own that is passed on when its turn comes, so that everything is told in Jekyll's order.

use std::collections::HashSet;
use std::io;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::front_matter::has_header;
use crate::value::{Map, Value, no_method};

use super::collection::{CollectionInfo, sorted};
use super::data_reader;
use super::document::{Document, dated_name, dateless_name};
use super::encoding::Body;
use super::entry_filter::{EntryFilter, is_refused_link};
use super::fs::{Entry, Kind, refused, unreadable};
use super::glob::{Found, glob, glob_entries};
use super::layout::Layout;
use super::log::{Collected, Level, Log};
use super::merge::deep_merged;
use super::page::Page;
use super::path;
use super::setup::{Setup, text_or_none};
use super::site::Site;
use super::static_file::StaticFile;
use super::theme::Theme;

/// Reads everything into `site` (`Reader#read`).
///
/// # Errors
/// See [`Site::read`].
pub fn read(site: &mut Site) -> Result<()> {
    let setup = Arc::clone(&site.setup);
    read_layouts(site, &setup)?;
    let steps = walk(&setup);
    read_steps(site, &setup, steps)?;
    read_included(site, &setup)?;
    let posts = site.posts_mut();
    posts.docs = sorted(std::mem::take(&mut posts.docs))?;
    site.pages.sort_by(|a, b| a.name.cmp(&b.name));
    site.static_files
        .sort_by(|a, b| a.relative_path.cmp(&b.relative_path));
    for i in 0..site.collections.len() {
        if !matches!(site.collections[i].info.label.as_str(), "posts" | "data") {
            read_collection(site, &setup, i)?;
        }
    }
    if let Some(theme) = &setup.theme {
        read_theme_assets(site, &setup, theme)?;
    }
    site.data = read_data(&setup)?;
    Ok(())
}

/// Does `work` on every item, in any order, and hands over what came of it in the order of the items, each with the
/// lines that it logged.
fn side_by_side<T: Send, R: Send>(
    items: Vec<T>,
    setup: &Setup,
    work: impl Fn(T, &dyn Log) -> R + Sync,
) -> Vec<(R, Collected)> {
    setup.threads.map(items, |item| {
        let own = Collected::in_front_of(setup.log.as_ref());
        let result = work(item, &own);
        (result, own)
    })
}

fn bytes_of(setup: &Setup, path: &str) -> io::Result<Vec<u8>> {
    setup.files.read(path)
}

/// The bytes of a file with front matter; none of another file (`Utils.has_yaml_header?`).
fn bytes_with_header(setup: &Setup, path: &str) -> Result<Option<Vec<u8>>> {
    let read = setup.files.read_if(path, &has_header);
    read.map_err(|e| unreadable(&e, path))
}

fn read_layouts(site: &mut Site, setup: &Arc<Setup>) -> Result<()> {
    let own = setup.in_source_dir(text_or_none(
        setup.config.get("layouts_dir"),
        "start_with?",
    )?);
    let themes = setup.theme.as_ref().and_then(|t| t.layouts.clone());
    for (folder, is_theme) in [(Some(own), false), (themes, true)] {
        let Some(folder) = folder.filter(|f| setup.files.exists(f)) else {
            continue;
        };
        let found = glob(setup.files.as_ref(), &folder, "**/*.*", false);
        let filter = EntryFilter::new(setup, "", &folder);
        let mut names = filter.filter_paths(found, setup.log.as_ref())?;
        if is_theme {
            // The site's own stand before them, and of two by one name the first.
            let mut seen = HashSet::new();
            names.retain(|file| {
                let name = layout_name(file);
                !site.layouts.contains_key(name) && seen.insert(name.to_string())
            });
        }
        let read = side_by_side(names, setup, |name, log| {
            let bytes = bytes_of(setup, &Layout::path_of(&folder, &name));
            Layout::read(setup, &folder, &name, bytes, log)
        });
        for (layout, log) in read {
            log.pass_on(setup.log.as_ref());
            let layout = layout?;
            let name = layout_name(&layout.name).to_string();
            site.layouts.insert(name, layout);
        }
    }
    Ok(())
}

/// The path without what follows its last dot.
fn layout_name(file: &str) -> &str {
    file.rfind('.').map_or("", |dot| &file[..dot])
}

/// What the walk found, in the order in which Jekyll takes it in.
enum Step {
    /// The posts or drafts of one folder: absolute paths.
    Posts(Vec<String>),
    /// The files of one folder, pages and others.
    Files { dir: String, names: Vec<String> },
    /// What there was to tell.
    Told(Collected),
    /// Why the walk ended.
    Failed(Error),
}

/// What the walk has before it.
enum Task {
    Enter(String),
    Take(Step),
}

/// Goes through all folders (`read_directories`): in each first its posts, then its folders, then its files. Where it
/// cannot go on, that is its last step: what came before is still read and told.
fn walk(setup: &Setup) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut tasks = vec![Task::Enter(String::new())];
    while let Some(task) = tasks.pop() {
        let entered = match task {
            Task::Take(step) => {
                steps.push(step);
                Ok(())
            }
            Task::Enter(dir) => enter(setup, &dir, &mut steps, &mut tasks),
        };
        if let Err(error) = entered {
            steps.push(Step::Failed(error));
            break;
        }
    }
    steps
}

fn enter(setup: &Setup, dir: &str, steps: &mut Vec<Step>, tasks: &mut Vec<Task>) -> Result<()> {
    let base = if dir.is_empty() {
        setup.source.clone()
    } else {
        setup.in_source_dir(dir)
    };
    if !setup.files.is_folder(&base) {
        return Ok(());
    }
    let files = setup.files.as_ref();
    let entries = files
        .list(&base)
        .map_err(|e| refused(&e, "dir_initialize", &base))?;
    let magic: Vec<&str> = ["_posts", "_drafts"]
        .into_iter()
        .filter(|magic| *magic == "_posts" || setup.show_drafts)
        .filter(|magic| entries.iter().any(|e| e.name == *magic))
        .collect();
    let log = Collected::in_front_of(setup.log.as_ref());
    let filter = EntryFilter::new(setup, &base, &base);
    let entries = filter.filter(entries, &name_of, &log)?;
    steps.push(Step::Told(log));
    let is_folder = |e: &Entry| match e.kind {
        Kind::Link => files.is_folder(&path::join(&base, &e.name)),
        kind => kind == Kind::Folder,
    };
    let (folders, names): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(is_folder);
    for link in names.iter().filter(|e| e.kind == Kind::Link) {
        // Jekyll looks into every file before it goes on, and stops at a link that leads nowhere
        let path = path::join(&base, &link.name);
        files.metadata(&path).map_err(|e| unreadable(&e, &path))?;
    }
    if !is_outside_collections(setup, dir) {
        for magic in magic {
            let log = Collected::in_front_of(setup.log.as_ref());
            let posts = posts_in(setup, dir, magic, &log)?;
            steps.push(Step::Told(log));
            steps.push(Step::Posts(posts));
        }
    }
    tasks.push(Task::Take(Step::Files {
        dir: dir.to_string(),
        names: names.into_iter().map(|e| e.name).collect(),
    }));
    let dest = setup.dest.trim_end_matches('/');
    for folder in folders.into_iter().rev() {
        let below = path::join(dir, &folder.name);
        if setup.in_source_dir(&below) != dest {
            tasks.push(Task::Enter(below));
        }
    }
    Ok(())
}

fn name_of(entry: &Entry) -> (&str, bool) {
    (&entry.name, entry.valid_name)
}

/// Whether posts are to be found in the collections' folder alone, and this one lies elsewhere.
fn is_outside_collections(setup: &Setup, dir: &str) -> bool {
    !setup.collections_dir.is_empty()
        && !dir
            .strip_prefix('/')
            .is_some_and(|dir| dir.starts_with(&setup.collections_dir))
}

/// The posts or drafts in a folder (`PostReader#read_content`): those with a fitting name.
fn posts_in(setup: &Setup, dir: &str, magic: &str, log: &dyn Log) -> Result<Vec<String>> {
    let folder = setup.in_source_dir(&path::join(dir, magic));
    if setup.files.is_file(&folder) {
        let error = io::Error::from(io::ErrorKind::NotADirectory);
        return Err(refused(&error, "dir_chdir", &folder));
    }
    let found = glob_entries(setup.files.as_ref(), &folder, "**/*", false);
    let filter = EntryFilter::new(setup, &folder, &folder);
    let entries = filter.filter(found, &|found: &Found| (found.path.as_str(), true), log)?;
    let is_folder = |path: &str, kind: Kind| match kind {
        Kind::Link => setup.files.is_folder(path),
        kind => kind == Kind::Folder,
    };
    let fits = |entry: &str| match magic {
        "_posts" => dated_name(entry).is_some(),
        _ => dateless_name(entry).is_some(),
    };
    Ok(entries
        .into_iter()
        .filter(|found| fits(&found.path))
        .map(|found| (path::join(&folder, &found.path), found.kind))
        .filter(|(path, kind)| !is_folder(path, *kind))
        .map(|(path, _)| path)
        .collect())
}

/// Tells of front matter defaults that are wrong, as Jekyll does when it reads a document.
fn tell_defaults(setup: &Setup) {
    setup.defaults.tell(&setup.reading(setup.log.as_ref()));
}

fn read_steps(site: &mut Site, setup: &Arc<Setup>, steps: Vec<Step>) -> Result<()> {
    let posts = Arc::clone(&site.posts_mut().info);
    let mut jobs = Vec::new();
    for step in &steps {
        match step {
            Step::Posts(paths) => jobs.extend(paths.iter().map(|path| Job::Post(path))),
            Step::Files { dir, names } => {
                jobs.extend(names.iter().map(|name| Job::File(dir, name)))
            }
            Step::Told(_) | Step::Failed(_) => {}
        }
    }
    let log = setup.log.as_ref();
    let done = side_by_side(jobs, setup, |job, log| job.done(setup, &posts, log));
    let mut done = done.into_iter();
    for step in steps {
        match step {
            Step::Told(told) => told.pass_on(log),
            Step::Failed(error) => return Err(error),
            Step::Posts(paths) => take_posts(site, setup, done.by_ref().take(paths.len()))?,
            Step::Files { names, .. } => take_files(site, log, done.by_ref().take(names.len()))?,
        }
    }
    Ok(())
}

fn take_posts(
    site: &mut Site,
    setup: &Setup,
    done: impl Iterator<Item = (Result<Done>, Collected)>,
) -> Result<()> {
    let mut docs = Vec::new();
    for (done, log) in done {
        if !matches!(&done, Ok(Done::Post(doc)) if doc.is_yaml_file()) {
            tell_defaults(setup);
        }
        log.pass_on(setup.log.as_ref());
        if let Done::Post(doc) = done? {
            docs.push(doc);
        }
    }
    for mut doc in docs {
        if is_processable(&doc, setup.log.as_ref())? {
            doc.settle_date();
            site.posts_mut().docs.push(*doc);
        }
    }
    Ok(())
}

fn take_files(
    site: &mut Site,
    log: &dyn Log,
    done: impl Iterator<Item = (Result<Done>, Collected)>,
) -> Result<()> {
    for (done, own_log) in done {
        own_log.pass_on(log);
        match done? {
            Done::Page(page) if page.is_publishable() => site.pages.push(*page),
            Done::Static(file) => site.static_files.push(*file),
            Done::Page(_) | Done::Post(_) => {}
        }
    }
    Ok(())
}

/// A file to be read.
enum Job<'a> {
    Post(&'a str),
    File(&'a str, &'a str),
}

/// What became of it.
enum Done {
    Post(Box<Document>),
    Page(Box<Page>),
    Static(Box<StaticFile>),
}

impl Job<'_> {
    fn done(self, setup: &Arc<Setup>, posts: &Arc<CollectionInfo>, log: &dyn Log) -> Result<Done> {
        match self {
            Job::Post(path) => {
                let bytes = bytes_of(setup, path);
                let doc = Document::new(Arc::clone(setup), Arc::clone(posts), path.to_string())?;
                doc.read(bytes, log).map(|doc| Done::Post(Box::new(doc)))
            }
            Job::File(dir, name) => read_file(setup, dir, name, log),
        }
    }
}

fn read_file(setup: &Arc<Setup>, dir: &str, name: &str, log: &dyn Log) -> Result<Done> {
    let path = path::sanitized(&setup.in_source_dir(dir), name);
    let source = &setup.source;
    Ok(match bytes_with_header(setup, &path)? {
        Some(bytes) => {
            let page = Page::read(Arc::clone(setup), source, dir, name, Ok(bytes), log)?;
            Done::Page(Box::new(page))
        }
        None => Done::Static(Box::new(StaticFile::new(
            Arc::clone(setup),
            source,
            dir,
            name,
            None,
        ))),
    })
}

/// `PostReader#processable?`
fn is_processable(doc: &Document, log: &dyn Log) -> Result<bool> {
    let path = &doc.relative_path;
    match &doc.content {
        Body::None => log.debug("Skipping:", &format!("Content in {path} is nil")),
        Body::Bytes(_) => log.debug("Skipping:", &format!("{path} is not valid UTF-8")),
        Body::Text(_) => {
            let publishable = doc.is_publishable()?;
            if !publishable && doc.is_hidden_in_the_future()? {
                log.warn("Skipping:", &format!("{path} has a future date"));
            }
            return Ok(publishable);
        }
    }
    Ok(false)
}

/// The files that `include` names and that no folder has brought (`read_included_excludes`).
fn read_included(site: &mut Site, setup: &Arc<Setup>) -> Result<()> {
    for entry in &setup.include {
        let entry = match entry {
            Value::Str(entry) => entry,
            // Without a name it is the source itself: a folder.
            Value::Nil => continue,
            other => return Err(no_method(other, "start_with?")),
        };
        let path = setup.in_source_dir(entry);
        if setup.files.is_folder(&path)
            || is_refused_link(setup, &path, &path)?
            || !setup.files.is_file(&path)
        {
            continue;
        }
        let (dir, name) = (path::dirname(&path), path::basename(&path));
        let dir = path::without_first(dir, &setup.source);
        let is_same = |relative: &str| setup.in_source_dir(relative) == path;
        match bytes_with_header(setup, &path)? {
            Some(bytes) if !site.pages.iter().any(|p| is_same(p.relative_path())) => {
                let log = setup.log.as_ref();
                let page =
                    Page::read(Arc::clone(setup), &setup.source, &dir, name, Ok(bytes), log)?;
                if page.is_publishable() {
                    site.pages.push(page);
                }
            }
            None if !site.static_files.iter().any(|f| is_same(&f.relative_path)) => {
                let file = StaticFile::new(Arc::clone(setup), &setup.source, &dir, name, None);
                site.static_files.push(file);
            }
            _ => {}
        }
    }
    Ok(())
}

fn read_collection(site: &mut Site, setup: &Arc<Setup>, index: usize) -> Result<()> {
    let info = Arc::clone(&site.collections[index].info);
    let log = setup.log.as_ref();
    let folder = &info.directory;
    let mut read = Vec::new();
    if setup.files.is_folder(folder) && !is_refused_link(setup, folder, folder)? {
        let found = glob(setup.files.as_ref(), folder, "**/*", true);
        let filter = EntryFilter::new(setup, &info.relative_directory, folder);
        let entries = filter.filter_paths(found, log)?;
        read = side_by_side(entries, setup, |entry, log| {
            read_member(setup, &info, &entry, log)
        });
    }
    for (member, own_log) in read {
        if let Ok(Some(Member::Document(doc))) = &member
            && !doc.is_yaml_file()
        {
            tell_defaults(setup);
        }
        own_log.pass_on(log);
        match member? {
            Some(Member::Document(doc)) if setup.unpublished || doc.is_published() => {
                site.collections[index].docs.push(*doc);
            }
            Some(Member::File(file)) => site.static_files.push(*file),
            Some(Member::Document(_)) | None => {}
        }
    }
    site.collections[index].sort(log)
}

enum Member {
    Document(Box<Document>),
    File(Box<StaticFile>),
}

fn read_member(
    setup: &Arc<Setup>,
    info: &Arc<CollectionInfo>,
    entry: &str,
    log: &dyn Log,
) -> Result<Option<Member>> {
    let full_path = path::sanitized(&info.directory, entry);
    if setup.files.is_folder(&full_path) || is_refused_link(setup, &full_path, entry)? {
        return Ok(None);
    }
    let Some(bytes) = bytes_with_header(setup, &full_path)? else {
        let dir = path::sanitized(&info.relative_directory, path::dirname(entry));
        let dir = dir.strip_suffix("/.").unwrap_or(&dir);
        let name = path::basename(&full_path);
        let file = StaticFile::new(
            Arc::clone(setup),
            &setup.source,
            dir,
            name,
            Some(Arc::clone(info)),
        );
        return Ok(Some(Member::File(Box::new(file))));
    };
    let doc = Document::new(Arc::clone(setup), Arc::clone(info), full_path)?;
    Ok(Some(Member::Document(Box::new(doc.read(Ok(bytes), log)?))))
}

/// The files under a theme's `assets` that the site has not (theme_assets_reader.rb).
fn read_theme_assets(site: &mut Site, setup: &Arc<Setup>, theme: &Theme) -> Result<()> {
    let Some(assets) = &theme.assets else {
        return Ok(());
    };
    let log = setup.log.as_ref();
    let mut pages: HashSet<String> = site
        .pages
        .iter()
        .map(|p| p.relative_path().to_string())
        .collect();
    let mut files: HashSet<String> = site
        .static_files
        .iter()
        .map(|f| f.relative_path.clone())
        .collect();
    for path in glob(setup.files.as_ref(), assets, "**/*", true) {
        let path = path::join(assets, &path);
        if setup.files.is_folder(&path) {
            continue;
        }
        if setup.files.is_link(&path) {
            log.warn("Theme reader:", &format!("Ignored symlinked asset: {path}"));
            continue;
        }
        let relative = path::without_first(&path, &format!("{}/", theme.root));
        let (dir, name) = (path::dirname(&relative), path::basename(&relative));
        match bytes_with_header(setup, &path)? {
            Some(bytes) => {
                let page = Page::read(Arc::clone(setup), &theme.root, dir, name, Ok(bytes), log)?;
                if pages.insert(page.relative_path().to_string()) {
                    site.pages.push(page);
                } else {
                    tell_ignored(page.relative_path(), log);
                }
            }
            None => {
                let dir = format!("/{dir}");
                let file = StaticFile::new(Arc::clone(setup), &theme.root, &dir, name, None);
                if files.insert(file.relative_path.clone()) {
                    site.static_files.push(file);
                } else {
                    tell_ignored(&file.relative_path, log);
                }
            }
        }
    }
    Ok(())
}

fn tell_ignored(relative_path: &str, log: &dyn Log) {
    if log.takes(Level::Debug) {
        let message = format!(
            "Ignoring {relative_path} in theme due to existing file with that path in site."
        );
        log.debug("Theme:", &message);
    }
}

/// `read_data`: the site's data over the theme's.
fn read_data(setup: &Setup) -> Result<Map> {
    let own = setup.in_source_dir(text_or_none(setup.config.get("data_dir"), "start_with?")?);
    let own = data_reader::read(setup, &own, &setup.source)?;
    match &setup.theme {
        Some(Theme {
            data: Some(data),
            root,
            ..
        }) => {
            let themes = data_reader::read(setup, data, root)?;
            deep_merged(&themes, &own)
        }
        _ => Ok(own),
    }
}
