//! What was read while something was rendered, and from it what has to be rendered again once a site has changed
//! ([`Rendering::touched`]). When in doubt, more was read.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::{LayoutNode, Rendering};
use crate::jekyll::document::{Converted, Document};
use crate::jekyll::fs::{Files, Metadata};
use crate::jekyll::page::Page;
use crate::value::{Hash, Map, Value};

/// One thing that was read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Read<'a> {
    /// What the document or page at this place says of itself: front matter, URL, date.
    Data(usize),
    /// Its content or output.
    Content(usize),
    /// Its excerpt.
    Excerpt(usize),
    /// What all of them say of themselves.
    EveryData,
    /// When files that are copied were changed.
    FileTimes,
    /// `site.data`
    SiteData,
    /// A layout, whether or not there is one of the name.
    Layout(&'a str),
    /// A file that is included or imported, absolute, whether or not there is one.
    File(&'a str),
    /// Style sheets.
    Sheets,
    /// `site.time`
    SiteTime,
    /// Something that hangs on what was rendered before.
    Order,
}

/// All that was read for one rendering.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    data: Places,
    contents: Places,
    excerpts: Places,
    every_data: bool,
    file_times: bool,
    site_data: bool,
    layouts: HashSet<String>,
    files: HashSet<String>,
    sheets: bool,
    site_time: bool,
    /// Set by the clock itself, when somebody asks what time it is.
    pub(super) now: Arc<AtomicBool>,
}

impl Reads {
    /// Takes in one thing.
    pub(super) fn add(&mut self, read: Read<'_>) {
        match read {
            Read::Data(place) => self.data.add(place),
            Read::Content(place) => self.contents.add(place),
            Read::Excerpt(place) => self.excerpts.add(place),
            Read::EveryData => self.every_data = true,
            Read::FileTimes => self.file_times = true,
            Read::SiteData => self.site_data = true,
            Read::Layout(name) => add_name(&mut self.layouts, name),
            Read::File(path) => add_name(&mut self.files, path),
            Read::Sheets => self.sheets = true,
            Read::SiteTime => self.site_time = true,
            // told to the site, not to one rendering
            Read::Order => {}
        }
    }
}

fn add_name(names: &mut HashSet<String>, name: &str) {
    if !names.contains(name) {
        names.insert(name.to_string());
    }
}

/// Places among all that is rendered.
#[derive(Debug, Clone, Default)]
struct Places(Vec<u64>);

impl Places {
    fn of_all(count: usize) -> Self {
        Places(vec![0; count.div_ceil(64)])
    }

    fn add(&mut self, place: usize) {
        let word = place / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (place % 64);
    }

    fn has(&self, place: usize) -> bool {
        self.0
            .get(place / 64)
            .is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    fn meets(&self, other: &Places) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }
}

/// What was read for everything that a site renders.
pub(crate) struct Record {
    items: Mutex<Vec<Option<Arc<Reads>>>>,
    excerpts: Mutex<Vec<Option<Arc<Reads>>>>,
    /// The files that were read, as they were before that.
    stamps: Mutex<HashMap<String, Option<Metadata>>>,
    /// What is taken over from a rendering before.
    kept: Vec<bool>,
    /// Whether one rendering hung on another in more than what it read: then nothing can be told.
    hangs_on_order: AtomicBool,
}

impl Record {
    /// A record of so many documents and pages, some of which are not rendered.
    pub(super) fn new(count: usize, kept: Vec<bool>) -> Self {
        Record {
            items: Mutex::new(vec![None; count]),
            excerpts: Mutex::new(vec![None; count]),
            stamps: Mutex::default(),
            kept,
            hangs_on_order: AtomicBool::new(false),
        }
    }

    /// Whether what is at a place is taken over from a rendering before.
    pub(super) fn keeps(&self, place: usize) -> bool {
        self.kept.get(place).copied().unwrap_or_default()
    }

    /// Says that one rendering hangs on another.
    pub(super) fn hang_on_order(&self) {
        self.hangs_on_order.store(true, Ordering::Relaxed);
    }

    /// Whether one rendering hangs on another.
    pub(crate) fn hangs_on_order(&self) -> bool {
        self.hangs_on_order.load(Ordering::Relaxed)
    }

    /// Looks at a file that is about to be read.
    pub(super) fn stamp(&self, path: &str, files: &dyn Files) {
        let mut stamps = lock(&self.stamps);
        if !stamps.contains_key(path) {
            stamps.insert(path.to_string(), files.metadata(path).ok());
        }
    }

    pub(super) fn set_item(&self, place: usize, reads: Arc<Reads>) {
        set(&self.items, place, reads);
    }

    pub(super) fn set_excerpt(&self, place: usize, reads: Arc<Reads>) {
        set(&self.excerpts, place, reads);
    }
}

fn set(slots: &Mutex<Vec<Option<Arc<Reads>>>>, place: usize, reads: Arc<Reads>) {
    if let Some(slot) = lock(slots).get_mut(place) {
        *slot = Some(reads);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What has to be rendered again.
pub(crate) struct Touched {
    /// Documents and pages.
    items: Places,
    /// Excerpts.
    excerpts: Places,
    /// Files that were read and are not as they were.
    files: HashSet<String>,
}

/// What is not as it was.
struct Difference {
    data: Places,
    contents: Places,
    site_data: bool,
    layouts: HashSet<String>,
    files: HashSet<String>,
    file_times: bool,
    sheets: bool,
    site_time: bool,
    now: bool,
}

impl Rendering {
    /// What a site that was read again has to render, where `before` is the same site rendered before `changed` files,
    /// absolute, were changed. Nothing where that cannot be told: then it is everything.
    pub(crate) fn touched(&self, before: &Rendering, changed: &HashSet<String>) -> Option<Touched> {
        let record = before.record.get()?;
        if record.hangs_on_order() || !self.is_same_site(before) {
            return None;
        }
        let difference = self.difference(before, record, changed);
        let count = self.count();
        let (items, excerpts) = (lock(&record.items), lock(&record.excerpts));
        let is_own = |place| difference.data.has(place) || difference.contents.has(place);
        let mut touched = Touched {
            items: Places::of_all(count),
            excerpts: Places::of_all(count),
            files: difference.files.clone(),
        };
        // Who reads what is rendered again is rendered again: until nobody is left.
        loop {
            let mut is_settled = true;
            for place in 0..count {
                for (reads, is_excerpt) in [(&items[place], false), (&excerpts[place], true)] {
                    let known = if is_excerpt {
                        &touched.excerpts
                    } else {
                        &touched.items
                    };
                    if known.has(place) {
                        continue;
                    }
                    let is_hit = is_own(place)
                        || !is_excerpt && self.always_changes(place)
                        || match reads {
                            Some(reads) => difference.hits(reads) || touched.hits(reads),
                            // one that nobody asked for cannot have been read, unless nobody noted it
                            None => !is_excerpt || before.excerpt_at(place).get().is_some(),
                        };
                    if is_hit {
                        let known = if is_excerpt {
                            &mut touched.excerpts
                        } else {
                            &mut touched.items
                        };
                        known.add(place);
                        is_settled = false;
                    }
                }
            }
            if is_settled {
                return Some(touched);
            }
        }
    }

    /// Takes over from `before` all that is not touched.
    pub(crate) fn take_over(&self, before: &Rendering, touched: &Touched) {
        let Some(record) = before.record.get() else {
            return;
        };
        let count = self.count();
        let kept = (0..count).map(|place| !touched.items.has(place)).collect();
        let own = Record::new(count, kept);
        let stamps = lock(&record.stamps);
        let same = stamps
            .iter()
            .filter(|(path, _)| !touched.files.contains(*path));
        lock(&own.stamps).extend(same.map(|(path, stamp)| (path.clone(), *stamp)));
        for place in 0..count {
            if !touched.items.has(place) {
                if let Some(reads) = &lock(&record.items)[place] {
                    own.set_item(place, Arc::clone(reads));
                }
                self.take_over_item(before, place);
            }
            if !touched.excerpts.has(place) {
                if let Some(reads) = &lock(&record.excerpts)[place] {
                    own.set_excerpt(place, Arc::clone(reads));
                }
                self.take_over_excerpt(before, place);
            }
        }
        let kept: Vec<_> = lock(&before.beside)
            .iter()
            .filter(|(place, ..)| !touched.items.has(*place))
            .cloned()
            .collect();
        lock(&self.beside).extend(kept);
        let _ = self.record.set(Arc::new(own));
    }

    fn take_over_item(&self, before: &Rendering, place: usize) {
        let (Some(own), Some(old)) = (self.item(place), before.item(place)) else {
            return;
        };
        if let (Some(own), Some(old)) = (own.rendered(), old.rendered()) {
            if let Some(converted) = old.converted.get() {
                let _ = own.converted.set(converted.clone());
            }
            if let Some(output) = old.output.get() {
                let _ = own.output.set(output.clone());
            }
        }
    }

    fn take_over_excerpt(&self, before: &Rendering, place: usize) {
        let (own, old) = (self.excerpt_at(place), before.excerpt_at(place));
        if let Some(converted) = old.get() {
            let _ = own.set(converted.clone());
        }
    }

    /// The slot of the excerpt of the document or page at a place.
    fn excerpt_at(&self, place: usize) -> &OnceLock<Converted> {
        match place.checked_sub(self.documents.len()) {
            None => &self.documents[place].excerpt,
            Some(page) => &self.pages[page].excerpt,
        }
    }

    /// Whether both hold the same documents, pages and files in the same places, whatever is in them, under the same
    /// configuration, of which a theme may hold a part.
    fn is_same_site(&self, other: &Rendering) -> bool {
        let configuration = are_same(
            self.setup.config.entries().as_map(),
            other.setup.config.entries().as_map(),
        );
        let documents =
            self.documents.len() == other.documents.len()
                && self.documents.iter().zip(&other.documents).all(|(a, b)| {
                    a.document.path == b.document.path && a.collection == b.collection
                });
        let pages = self.pages.len() == other.pages.len()
            && self
                .pages
                .iter()
                .zip(&other.pages)
                .all(|(a, b)| is_same_page(&a.page, &b.page));
        let files = self.static_files.len() == other.static_files.len()
            && self
                .static_files
                .iter()
                .zip(&other.static_files)
                .all(|(a, b)| a.path == b.path && a.relative_path == b.relative_path);
        configuration && documents && pages && files
    }

    fn difference(
        &self,
        before: &Rendering,
        record: &Record,
        changed: &HashSet<String>,
    ) -> Difference {
        let count = self.count();
        let (mut data, mut contents) = (Places::of_all(count), Places::of_all(count));
        for (place, (own, old)) in self.documents.iter().zip(&before.documents).enumerate() {
            note_difference(
                place,
                &own.document,
                &old.document,
                &mut data,
                &mut contents,
            );
        }
        for (page, (own, old)) in self.pages.iter().zip(&before.pages).enumerate() {
            let place = self.documents.len() + page;
            if !are_same(&own.page.data, &old.page.data) {
                data.add(place);
            }
            let excerpts =
                [&own.page, &old.page].map(|page| page.excerpt.as_ref().map(|e| &e.content));
            if own.page.content != old.page.content || excerpts[0] != excerpts[1] {
                contents.add(place);
            }
        }
        let is_sheet = |path: &String| {
            [".scss", ".sass", ".css"]
                .iter()
                .any(|ext| path.ends_with(ext))
        };
        Difference {
            data,
            contents,
            site_data: !is_same(&self.data, &before.data, 0),
            layouts: self.different_layouts(before),
            files: self.different_files(record, changed),
            file_times: self
                .static_files
                .iter()
                .any(|file| changed.contains(&file.path)),
            sheets: changed.iter().any(is_sheet),
            site_time: !is_same(
                &Value::Time(self.setup.time.clone()),
                &Value::Time(before.setup.time.clone()),
                0,
            ),
            now: self.setup.clock.now.is_none(),
        }
    }

    fn different_layouts(&self, before: &Rendering) -> HashSet<String> {
        let is_other = |a: &LayoutNode, b: &LayoutNode| {
            a.layout.path != b.layout.path
                || a.layout.content != b.layout.content
                || !are_same(&a.layout.data, &b.layout.data)
        };
        let names = self.layouts.keys().chain(before.layouts.keys());
        names
            .filter(
                |name| match (self.layouts.get(*name), before.layouts.get(*name)) {
                    (Some(own), Some(old)) => is_other(own, old),
                    _ => true,
                },
            )
            .cloned()
            .collect()
    }

    /// The files that were read and are not as they were: of those outside of the source nobody tells.
    fn different_files(&self, record: &Record, changed: &HashSet<String>) -> HashSet<String> {
        let files = self.setup.files.as_ref();
        lock(&record.stamps)
            .iter()
            .filter(|(path, stamp)| changed.contains(*path) || files.metadata(path).ok() != **stamp)
            .map(|(path, _)| path.clone())
            .collect()
    }

    /// Whether a page is another one at every look: what a paginator holds is not compared.
    fn always_changes(&self, place: usize) -> bool {
        let page = place.checked_sub(self.documents.len());
        page.is_some_and(|page| !self.pages[page].page.pager.is_nil())
    }
}

impl Difference {
    fn hits(&self, reads: &Reads) -> bool {
        reads.data.meets(&self.data)
            || reads.contents.meets(&self.contents)
            || reads.every_data && !self.data.is_empty()
            || reads.site_data && self.site_data
            || reads.file_times && self.file_times
            || reads.sheets && self.sheets
            || reads.site_time && self.site_time
            || self.now && reads.now.load(Ordering::Relaxed)
            || !reads.layouts.is_disjoint(&self.layouts)
            || !reads.files.is_disjoint(&self.files)
    }
}

impl Touched {
    fn hits(&self, reads: &Reads) -> bool {
        reads.contents.meets(&self.items) || reads.excerpts.meets(&self.excerpts)
    }
}

fn note_difference(
    place: usize,
    own: &Document,
    old: &Document,
    data: &mut Places,
    contents: &mut Places,
) {
    if !are_same(&own.data, &old.data) {
        data.add(place);
    }
    let excerpts = [own, old].map(|document| document.excerpt.as_ref().map(|e| &e.content));
    if own.content != old.content || excerpts[0] != excerpts[1] {
        contents.add(place);
    }
}

fn is_same_page(a: &Page, b: &Page) -> bool {
    a.path == b.path
        && a.dir == b.dir
        && a.name == b.name
        && a.base == b.base
        && a.class_name == b.class_name
        && a.relative_path() == b.relative_path()
}

/// Hashes that are nested deeper than this are not compared.
const DEEPEST: usize = 64;

fn are_same(a: &Map, b: &Map) -> bool {
    maps_are_same(a, b, 0)
}

fn maps_are_same(a: &Map, b: &Map, depth: usize) -> bool {
    a.len() == b.len()
        && a.iter()
            .zip(b.iter())
            .all(|((key, value), (other_key, other))| {
                is_same(key, other_key, depth + 1) && is_same(value, other, depth + 1)
            })
}

/// Whether two values are the same in all that a template could print of them. Drops never are.
fn is_same(a: &Value, b: &Value, depth: usize) -> bool {
    if depth > DEEPEST {
        return false;
    }
    match (a, b) {
        (Value::Nil, Value::Nil) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::BigInt(a), Value::BigInt(b)) => a == b,
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
        (Value::Str(a), Value::Str(b)) | (Value::Symbol(a), Value::Symbol(b)) => a == b,
        (Value::Bytes(a), Value::Bytes(b)) => a == b,
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b.iter())
                    .all(|(a, b)| is_same(a, b, depth + 1))
        }
        (Value::Hash(a), Value::Hash(b)) => hashes_are_same(a, b, depth),
        (Value::Range(a, b), Value::Range(c, d)) => (a, b) == (c, d),
        (Value::Time(a), Value::Time(b)) => {
            (a.epoch(), a.fraction(), a.offset(), a.zone())
                == (b.epoch(), b.fraction(), b.offset(), b.zone())
        }
        (Value::Date(a), Value::Date(b)) => a == b,
        (Value::DateTime(_), Value::DateTime(_)) => is_same_shown(a, b),
        _ => false,
    }
}

fn hashes_are_same(a: &Hash, b: &Hash, depth: usize) -> bool {
    maps_are_same(a.as_map(), b.as_map(), depth)
}

fn is_same_shown(a: &Value, b: &Value) -> bool {
    let shown = |value: &Value| {
        let mut shown = String::new();
        value.inspect(&mut shown).ok().map(|()| shown)
    };
    let (a, b) = (shown(a), shown(b));
    a.is_some() && a == b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_the_same_or_not() {
        let list = |items: Vec<Value>| Value::from(items);
        assert!(is_same(
            &list(vec![1.into(), Value::Nil]),
            &list(vec![1.into(), Value::Nil]),
            0
        ));
        assert!(!is_same(&Value::from(1), &Value::Float(1.0), 0));
        assert!(!is_same(&Value::from("1"), &Value::from(1), 0));
        let hash = |keys: [&str; 2]| {
            Value::Hash(
                keys.into_iter()
                    .map(|key| (Value::from(key), Value::Nil))
                    .collect(),
            )
        };
        assert!(is_same(&hash(["a", "b"]), &hash(["a", "b"]), 0));
        assert!(!is_same(&hash(["a", "b"]), &hash(["b", "a"]), 0));
    }

    #[test]
    fn places() {
        let mut places = Places::default();
        places.add(3);
        places.add(130);
        let mut others = Places::of_all(200);
        others.add(129);
        assert!(places.has(130) && !places.has(129) && !places.meets(&others));
        others.add(3);
        assert!(places.meets(&others) && !places.is_empty() && Places::of_all(9).is_empty());
    }
}
