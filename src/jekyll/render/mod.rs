//! Rendering: a site that has been read is frozen, then every document is rendered in Jekyll's order
//! (site.rb `render`, renderer.rb).

pub(crate) mod asker;
mod crew;
mod hooks;
mod item;
mod lists;
mod machinery;
mod paths;
mod payload;
#[cfg_attr(not(feature = "cli"), allow(dead_code))] // only the program renders a site again
pub(crate) mod reads;
mod registers;
mod renderer;
mod stats;
mod survey;
mod templates;
mod turns;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use indexmap::IndexMap;

pub use machinery::Machinery;
pub(crate) use registers::{Inclusion, Registers};
pub use stats::Stat;

use self::asker::Asker;
use self::item::Item;
use self::lists::Lists;
use self::paths::Paths;
use self::payload::Payload;
use self::reads::{Read, Record};
use self::stats::Stats;
use self::survey::Survey;
pub(crate) use self::templates::Lasting;
use self::templates::Templates;
use super::collection::CollectionInfo;
use super::converters::KeptSheets;
use super::document::Rendered;
use super::drops::{
    DocumentNode, DocumentObject, JekyllDrop, PageNode, PageObject, StaticFileObject, ThemeDrop,
};
use super::encoding::Body;
use super::filters::UrlBase;
use super::filters::property::PropertyCache;
use super::filters::where_index::WhereIndexes;
use super::fs::refused;
use super::layout::Layout;
use super::log::{Level, Log, Silent};
use super::merge::{ruby_to_s, set};
use super::page::REDIRECT_PAGE;
use super::setup::Setup;
use super::site::Site;
use super::static_file::StaticFile;
use crate::error::{Error, Result};
use crate::jekyll::plugin::{Beside, Converting, with_documents};
#[cfg(any(feature = "liquid", feature = "cli"))]
use crate::liquid::Registry;
use crate::liquid::{Context, Environment, Template, TemplateState};
#[cfg(feature = "liquid")]
use crate::liquid::{Filter, to_liquid};
use crate::value::{Array, Hash, Map, StrKey, Value};

/// A site being rendered: everything in it is known and shared, only what rendering makes of it is added.
pub struct Rendering {
    setup: Arc<Setup>,
    machinery: Arc<Machinery>,
    urls: UrlBase,
    data: Value,
    /// What generators added to the configuration.
    added: Map,
    layouts: IndexMap<String, LayoutNode>,
    collections: Vec<Arc<CollectionInfo>>,
    /// The documents of all collections, in the order in which they are rendered.
    documents: Vec<Arc<DocumentNode>>,
    /// Where each collection begins among the documents; the last number is where all end.
    starts: Vec<usize>,
    pages: Vec<Arc<PageNode>>,
    static_files: Vec<Arc<StaticFile>>,
    lists: Lists,
    templates: Templates,
    properties: PropertyCache,
    where_indexes: WhereIndexes,
    inclusions: RwLock<HashMap<String, Arc<Inclusion>>>,
    sheets: KeptSheets,
    paths: OnceLock<Result<Paths>>,
    /// What converters made beside pages: the page's place, the file's destination.
    beside: Mutex<Vec<(usize, String, Beside)>>,
    /// What the templates could do to each other, once they are to be rendered.
    survey: OnceLock<Survey>,
    jekyll: Value,
    theme: Value,
    /// What `--profile` shows, where it is asked for.
    stats: Option<Stats>,
    /// What is read while it is rendered, where it is to be rendered again after changes.
    record: OnceLock<Arc<Record>>,
}

/// A layout, and its front matter as templates see it.
struct LayoutNode {
    layout: Layout,
    data: Hash,
    template: OnceLock<Template>,
    /// How much longer than its content the last document became in it.
    growth: AtomicUsize,
}

/// Something that is to be written.
pub struct Output<'a> {
    /// The file that it becomes, absolute.
    pub destination: String,
    /// The file that it comes from, as messages name it.
    pub path: Cow<'a, str>,
    /// What is written.
    pub content: Content<'a>,
    /// Whether it was taken over from a rendering before.
    pub is_kept: bool,
    /// Whether others may become the same file without a word: so a page that leads on (`allow_used_permalink?`).
    pub may_share: bool,
}

/// What is written.
pub enum Content<'a> {
    /// These bytes.
    Bytes(Cow<'a, [u8]>),
    /// A copy of this file.
    Copy(&'a StaticFile),
}

impl Rendering {
    /// Freezes a site that has been read and changed by generators.
    ///
    /// # Errors
    /// A `url` or `baseurl` that cannot be printed.
    pub fn new(site: Site, machinery: Arc<Machinery>) -> Result<Arc<Self>> {
        Self::with_lasting(site, machinery, None)
    }

    /// As [`Rendering::new`], with what is known of files that stay as they are from one site to the next.
    pub(crate) fn with_lasting(
        site: Site,
        machinery: Arc<Machinery>,
        lasting: Option<Arc<Lasting>>,
    ) -> Result<Arc<Self>> {
        let config = &site.setup.config;
        let urls = UrlBase::of(config.entries());
        let data = match config.get("data") {
            given if given.is_truthy() => given.clone(),
            _ => Value::from(site.data),
        };
        let templates = Templates::new(machinery.parse_options().clone(), lasting);
        let environment = site.setup.environment.jekyll_env().into();
        let jekyll = Value::drop(JekyllDrop { environment });
        let theme = theme_of(&site.setup);
        let stats = config.is_set("profile").then(Stats::default);
        Ok(Arc::new_cyclic(|rendering| {
            let mut documents = Vec::new();
            let mut starts = vec![0];
            let mut collections = Vec::new();
            for (index, collection) in site.collections.into_iter().enumerate() {
                for (position, document) in collection.docs.into_iter().enumerate() {
                    documents.push(Arc::new(DocumentNode {
                        document,
                        collection: index,
                        position,
                        order: documents.len(),
                        excerpt: Default::default(),
                        neighbours: OnceLock::new(),
                        rendering: rendering.clone(),
                    }));
                }
                starts.push(documents.len());
                collections.push(collection.info);
            }
            let objects: Vec<Value> = documents
                .iter()
                .map(|node| Value::drop(DocumentObject::new(Arc::clone(node))))
                .collect();
            let mut lists = Lists::default();
            lists.collections = starts
                .windows(2)
                .map(|range| Array::new(objects[range[0]..range[1]].to_vec()))
                .collect();
            let pages: Vec<Arc<PageNode>> = site
                .pages
                .into_iter()
                .enumerate()
                .map(|(i, mut page)| {
                    if let Value::Hash(pager) = &page.pager {
                        page.pager = with_documents(pager, &lists.collections).into();
                    }
                    if let Some(seen) = &page.seen {
                        page.seen = Some(with_documents(seen, &lists.collections));
                    }
                    let order = documents.len() + i;
                    Arc::new(PageNode::new(page, order, rendering.clone()))
                })
                .collect();
            lists.pages = pages
                .iter()
                .map(|node| Value::drop(PageObject { node: node.clone() }))
                .collect();
            let static_files: Vec<Arc<StaticFile>> =
                site.static_files.into_iter().map(Arc::new).collect();
            let mut added = site.added;
            list_pages(&mut added, &pages, &lists.pages);
            lists.static_files = static_files
                .iter()
                .map(|file| Value::drop(StaticFileObject::new(Arc::clone(file))))
                .collect();
            lists.taken_files = site
                .taken_files
                .into_iter()
                .map(|(place, file)| (place, Value::drop(StaticFileObject::new(Arc::new(file)))))
                .collect();
            Rendering {
                setup: site.setup,
                machinery,
                urls,
                data,
                added,
                layouts: site
                    .layouts
                    .into_iter()
                    .map(|(name, layout)| {
                        let data = Hash::new(layout.data.clone());
                        let growth = AtomicUsize::new(layout.content.as_str().len() * 2);
                        let node = LayoutNode {
                            layout,
                            data,
                            template: OnceLock::new(),
                            growth,
                        };
                        (name, node)
                    })
                    .collect(),
                collections,
                documents,
                starts,
                pages,
                static_files,
                lists,
                templates,
                properties: PropertyCache::default(),
                where_indexes: WhereIndexes::default(),
                inclusions: RwLock::default(),
                sheets: KeptSheets::default(),
                paths: OnceLock::new(),
                beside: Mutex::default(),
                survey: OnceLock::new(),
                jekyll,
                theme,
                stats,
                record: OnceLock::new(),
            }
        }))
    }

    #[cfg(feature = "cli")]
    /// Records what is read while it is rendered, so that another rendering can take over from it.
    pub(crate) fn record_reads(&self) {
        let _ = self
            .record
            .get_or_init(|| Arc::new(Record::new(self.count(), Vec::new())));
    }

    /// Whether what is at a place was taken over from a rendering before.
    fn keeps(&self, place: usize) -> bool {
        self.record.get().is_some_and(|record| record.keeps(place))
    }

    #[cfg(feature = "cli")]
    /// Whether what was recorded tells nothing, for one rendering hung on another.
    pub(crate) fn hangs_on_order(&self) -> bool {
        self.record
            .get()
            .is_none_or(|record| record.hangs_on_order())
    }

    /// Renders every document and page. Whatever the number of threads, what comes out is what comes of rendering them in
    /// Jekyll's order: documents by collection, then pages.
    ///
    /// # Errors
    /// The first that cannot be rendered; it has been told to the log by then.
    pub fn render(self: &Arc<Self>) -> Result<()> {
        crew::render(self, self.threads())?;
        let beside = self.beside.lock();
        let mut beside = beside.unwrap_or_else(PoisonError::into_inner);
        beside.sort_by_key(|(order, ..)| *order);
        Ok(())
    }

    /// On how many threads documents are rendered. One where it matters which is rendered first for more than what they
    /// print: where every step is told, or something is told when it is first looked at.
    fn threads(&self) -> usize {
        let setup = &self.setup;
        let tells_steps = setup.log.takes(Level::Debug)
            || setup.defaults.has_complaints(&setup.reading(&Silent))
            || self.machinery.is_sequential(setup);
        if tells_steps || self.survey().is_open() {
            return 1;
        }
        setup.threads.for_items(self.count())
    }

    /// How many documents and pages there are.
    fn count(&self) -> usize {
        self.documents.len() + self.pages.len()
    }

    /// What is rendered at a place.
    fn item(&self, order: usize) -> Option<Item<'_>> {
        match self.documents.get(order) {
            Some(node) => Some(Item::Document(node)),
            None => {
                let page = self.pages.get(order - self.documents.len())?;
                Some(Item::Page(page))
            }
        }
    }

    fn survey(&self) -> &Survey {
        self.survey.get_or_init(|| Survey::of(self))
    }

    /// Whether a template of the site may count under a name.
    fn may_be_counted(&self, name: &str) -> bool {
        self.survey().counts(name)
    }

    /// Whether it matters who asks first for the template of a file.
    fn is_contended(&self, file: &str) -> bool {
        let name = templates::name_of(file, &self.setup);
        self.survey().is_contended(&name)
    }

    /// The template of a file, kept in a slot of its own unless it matters who asks for it first.
    fn template_in<'s>(
        &self,
        slot: &'s OnceLock<Template>,
        file: &str,
        find: impl FnOnce() -> Result<Template>,
    ) -> Result<Cow<'s, Template>> {
        if let Some(template) = slot.get() {
            return Ok(Cow::Borrowed(template));
        }
        let template = find()?;
        Ok(match self.is_contended(file) {
            true => Cow::Owned(template),
            false => Cow::Borrowed(slot.get_or_init(|| template)),
        })
    }

    /// The template of `source`, or the one that was kept under this name before. It is kept only where somebody else
    /// may ask for it.
    fn template(&self, name: &str, source: &str, is_shared: bool) -> Result<Template> {
        let find = || {
            let is_contended = self.survey().is_contended(name);
            let is_kept = is_shared || is_contended;
            if !is_kept || (is_contended && !asker::take_turn(&self.setup)) {
                return self.templates.parse(source);
            }
            self.templates.get(name, source)
        };
        match &self.stats {
            None => find(),
            Some(stats) => stats.parsing(name, find),
        }
    }

    /// What is settled about the site.
    pub fn setup(&self) -> &Arc<Setup> {
        &self.setup
    }

    /// The templates, those that took the most time first, where that was measured.
    pub fn template_stats(&self) -> Vec<(String, Stat)> {
        self.stats.as_ref().map_or(Vec::new(), Stats::by_time)
    }

    /// Renders a template that has a name, and measures that where it is asked for.
    pub(crate) fn measured<T>(
        &self,
        file: &str,
        out: &mut String,
        render: impl FnOnce(&mut String) -> T,
    ) -> T {
        match &self.stats {
            None => render(out),
            Some(stats) => stats.rendering(&templates::name_of(file, &self.setup), out, render),
        }
    }

    /// What is to be written, in Jekyll's order: pages, files, documents (`Site#each_site_file`).
    ///
    /// # Errors
    /// Those of destinations.
    pub fn outputs(&self) -> Result<Vec<Output<'_>>> {
        let mut outputs = Vec::new();
        for node in &self.pages {
            outputs.push(Output {
                destination: node.page.destination()?,
                path: Cow::Owned(ruby_to_s(&node.page.shown_path())?),
                content: Content::Bytes(Cow::Borrowed(written(
                    &node.page.rendered,
                    &node.page.content,
                ))),
                is_kept: self.keeps(node.order),
                may_share: node.page.class_name == REDIRECT_PAGE,
            });
        }
        let beside = self.beside.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, destination, file) in beside.iter() {
            outputs.push(Output {
                destination: destination.clone(),
                path: Cow::Owned(file.name.clone()),
                content: Content::Bytes(Cow::Owned(file.text.clone().into_bytes())),
                is_kept: false,
                may_share: false,
            });
        }
        for file in &self.static_files {
            if file.is_written()? {
                outputs.push(Output {
                    destination: file.destination()?,
                    path: Cow::Borrowed(&file.path),
                    content: Content::Copy(file),
                    is_kept: false,
                    may_share: false,
                });
            }
        }
        let nodes = self.documents.iter().collect();
        for output in self.setup.threads.map(nodes, |node| self.output(node)) {
            outputs.extend(output?);
        }
        Ok(outputs)
    }

    /// What is to be written for a document, if anything is.
    fn output<'r>(&'r self, node: &'r DocumentNode) -> Result<Option<Output<'r>>> {
        let document = &node.document;
        if !document.is_written()? {
            return Ok(None);
        }
        let bytes = written(&document.rendered, &document.content);
        Ok(Some(Output {
            destination: document.destination()?,
            path: Cow::Borrowed(&document.path),
            content: Content::Bytes(Cow::Borrowed(bytes)),
            is_kept: self.keeps(node.order),
            may_share: false,
        }))
    }

    /// The output and the URL of the page whose file, relative to the source, is `path`, or of such a document.
    ///
    /// # Errors
    /// Those of URLs.
    pub fn output_of(&self, path: &str) -> Result<Option<(String, String)>> {
        let page = self
            .pages
            .iter()
            .find(|node| node.page.relative_path() == path);
        if let Some(node) = page {
            let bytes = written(&node.page.rendered, &node.page.content);
            let output = String::from_utf8_lossy(bytes).into_owned();
            return Ok(Some((output, node.page.url()?.to_string())));
        }
        let document = self
            .documents
            .iter()
            .find(|node| node.document.relative_path == path);
        match document {
            None => Ok(None),
            Some(node) => {
                let bytes = written(&node.document.rendered, &node.document.content);
                let output = String::from_utf8_lossy(bytes).into_owned();
                Ok(Some((output, node.document.url()?.to_string())))
            }
        }
    }

    /// The front matter of the page whose file, relative to the source, is `path`, or of such a document, with the
    /// defaults of a document below it.
    pub(crate) fn front_matter_of(&self, path: &str) -> Option<Map> {
        let page = self
            .pages
            .iter()
            .find(|node| node.page.relative_path() == path);
        if let Some(node) = page {
            return Some(node.page.data.clone());
        }
        let document = self
            .documents
            .iter()
            .find(|node| node.document.relative_path == path)?;
        Some(document.document.data.clone())
    }

    /// The variables that every template starts from: `site`, `jekyll`, `theme`.
    pub(crate) fn payload(self: &Arc<Self>) -> Payload {
        Payload::new(self)
    }

    /// Parses a template with the site's tags and filters.
    ///
    /// # Errors
    /// `Liquid syntax error (line …): …`
    pub fn parse(&self, source: &str) -> Result<Template> {
        Template::parse(source, self.templates.options())
    }

    /// Renders a template with these variables; `page` is what `include_relative` takes for the page.
    ///
    /// # Errors
    /// The first error, as Liquid words it.
    pub fn render_template(
        self: &Arc<Self>,
        template: &Template,
        environment: &mut dyn Environment,
        page: Value,
    ) -> Result<String> {
        let mut state = TemplateState::new();
        let mut registers = Registers::new(Arc::clone(self), page);
        let mut out = String::new();
        let mut cx = Context::new(environment, &mut state, &self.setup.clock)
            .with_user(&mut registers)
            .with_options(self.machinery.render_options());
        Asker::alone(&self.setup).during(|| template.render(&mut cx, &mut out))?;
        Ok(out)
    }

    #[cfg(feature = "liquid")]
    /// Applies a filter outside of any template.
    ///
    /// # Errors
    /// Those of the filter.
    pub(crate) fn apply_filter(
        self: &Arc<Self>,
        filter: &Filter,
        input: &Value,
        arguments: &[Value],
        environment: &mut dyn Environment,
    ) -> Result<Value> {
        let mut state = TemplateState::new();
        let mut registers = Registers::new(Arc::clone(self), Value::Nil);
        let mut cx = Context::new(environment, &mut state, &self.setup.clock)
            .with_user(&mut registers)
            .with_options(self.machinery.render_options());
        cx.replace_parse_options(Some(self.templates.options().clone()));
        filter.apply(input, arguments, &mut cx).map(to_liquid)
    }

    #[cfg(any(feature = "liquid", feature = "cli"))]
    /// The tags and filters of the site's templates.
    pub(crate) fn registry(&self) -> &Registry {
        &self.templates.options().registry
    }

    /// Converts Markdown.
    ///
    /// # Errors
    /// Those of the converter.
    pub fn markdown(&self, text: &str) -> Result<String> {
        self.machinery
            .converters()
            .markdown()
            .convert(text, &Converting::text(&self.setup))
    }

    /// Who is told what happens.
    pub(crate) fn log(&self) -> &dyn Log {
        self.setup.log.as_ref()
    }

    pub(crate) fn data(&self) -> &Value {
        &self.data
    }

    /// A value of the configuration, as generators and the Markdown converter left it.
    pub(crate) fn config(&self, key: &str) -> &Value {
        let converters = self.machinery.converters();
        let read = match key {
            "kramdown" => converters.kramdown_as_read(&self.setup),
            _ => None,
        };
        let left = || self.added.get(&StrKey(key));
        read.or_else(left)
            .unwrap_or_else(|| self.setup.config.get(key))
    }

    /// Whether the configuration, as generators left it, has this key.
    pub(crate) fn has_config(&self, key: &str) -> bool {
        self.added.contains_key(&StrKey(key)) || self.setup.config.entries().get_str(key).is_some()
    }

    /// The keys of the configuration, as generators left it.
    pub(crate) fn config_keys(&self) -> Vec<Value> {
        let entries = self.setup.config.entries();
        let added = self.added.keys().filter(|&key| !entries.contains_key(key));
        entries.keys().chain(added).cloned().collect()
    }

    pub(crate) fn lists(&self) -> &Lists {
        &self.lists
    }

    fn paths(&self) -> Result<&Paths> {
        self.paths
            .get_or_init(|| Paths::new(self))
            .as_ref()
            .map_err(Error::clone)
    }

    fn layout(&self, name: &Value) -> Option<&LayoutNode> {
        self.layout_named(name.as_str()?)
    }

    fn layout_named(&self, name: &str) -> Option<&LayoutNode> {
        asker::note(&self.setup, Read::Layout(name));
        self.layouts.get(name)
    }

    /// Whether there is a collection of this name.
    pub(crate) fn has_collection(&self, name: &str) -> bool {
        self.collection_index(name).is_some()
    }

    fn collection_index(&self, name: &str) -> Option<usize> {
        self.collections.iter().position(|info| info.name == name)
    }

    /// The posts, oldest first.
    pub(crate) fn posts(&self) -> Array {
        self.documents_of("posts").unwrap_or_default()
    }

    fn post_nodes(&self) -> &[Arc<DocumentNode>] {
        match self.collection_index("posts") {
            Some(index) => &self.documents[self.starts[index]..self.starts[index + 1]],
            None => &[],
        }
    }

    /// The documents of a collection.
    pub(crate) fn documents_of(&self, name: &str) -> Option<Array> {
        let index = self.collection_index(name)?;
        Some(self.lists.collections[index].clone())
    }

    /// The files of a collection.
    pub(crate) fn files_of(&self, index: usize) -> Array {
        let lists = &self.lists;
        let files = lists.collection_files.get_or_init(|| {
            files_by_collection(&self.collections, &lists.static_files, &lists.taken_files)
        });
        files[index].clone()
    }

    /// The document at a place in a collection.
    pub(crate) fn document_at(
        &self,
        collection: usize,
        position: usize,
    ) -> Option<&DocumentObject> {
        self.lists
            .collections
            .get(collection)?
            .get(position)?
            .downcast_drop()
    }

    /// `site.related_posts`: the ten newest other posts.
    pub(crate) fn related_posts(&self, current: &Arc<DocumentNode>) -> Value {
        let posts = self.posts();
        if posts.len() < 2 {
            return Value::Array(Array::default());
        }
        let is_other = |post: &&Value| {
            post.downcast_drop::<DocumentObject>()
                .is_none_or(|object| !Arc::ptr_eq(&object.node, current))
        };
        posts
            .iter()
            .rev()
            .take(11)
            .filter(is_other)
            .take(10)
            .cloned()
            .collect::<Array>()
            .into()
    }

    /// The template of a file that is included.
    pub(crate) fn included_template(&self, path: &str) -> Result<Template> {
        let name = templates::name_of(path, &self.setup);
        let may_keep = !self.survey().is_contended(&name) || asker::take_turn(&self.setup);
        if let Some(template) = self.templates.find(&name) {
            return Ok(template);
        }
        let bytes = self.setup.files.read(path);
        let bytes = bytes.map_err(|e| refused(&e, "rb_sysopen", path))?;
        match self.setup.encoding.decode(bytes) {
            Ok(text) if may_keep => self.templates.get(&name, &text),
            Ok(text) => self.templates.parse(&text),
            Err(undecoded) => Err(self.setup.encoding.refusal(&undecoded)),
        }
    }
}

/// The files of each collection, in order: those of the site, and those that generators took away from it.
fn files_by_collection(
    collections: &[Arc<CollectionInfo>],
    files: &Array,
    taken: &[(usize, Value)],
) -> Vec<Array> {
    let mut all: Vec<(usize, Value)> = taken
        .iter()
        .cloned()
        .chain(files.iter().cloned().enumerate())
        .collect();
    all.sort_by_key(|(place, _)| *place);
    let mut lists = vec![Vec::new(); collections.len()];
    let places: HashMap<*const CollectionInfo, usize> = collections
        .iter()
        .enumerate()
        .map(|(place, info)| (Arc::as_ptr(info), place))
        .collect();
    for (_, object) in all {
        let own = object
            .downcast_drop::<StaticFileObject>()
            .and_then(|it| it.file.collection.as_ref());
        if let Some(place) = own.and_then(|own| places.get(&Arc::as_ptr(own))) {
            lists[*place].push(object);
        }
    }
    lists.into_iter().map(Array::new).collect()
}

/// Adds pages to the lists that stand under keys of the configuration.
fn list_pages(added: &mut Map, pages: &[Arc<PageNode>], objects: &Array) {
    let mut lists: IndexMap<&str, Vec<Value>> = IndexMap::new();
    for (node, object) in pages.iter().zip(objects.iter()) {
        if let Some(key) = node.page.listed_under {
            lists.entry(key).or_default().push(object.clone());
        }
    }
    for (key, listed) in lists {
        let mut pages = match added.get(&StrKey(key)) {
            Some(Value::Array(pages)) => pages.to_vec(),
            _ => Vec::new(),
        };
        pages.extend(listed);
        set(added, key, pages);
    }
}

fn theme_of(setup: &Setup) -> Value {
    if let Some(variable) = &setup.theme_variable {
        return variable.clone();
    }
    match &setup.theme {
        Some(theme) => {
            let environment = setup.environment.get("JEKYLL_ENV");
            Value::drop(ThemeDrop::new(theme, environment == Some("development")))
        }
        None => Value::Nil,
    }
}

/// What becomes of a document: its output, or bytes that are no text and were not changed.
fn written<'a>(rendered: &'a Rendered, content: &'a Body) -> &'a [u8] {
    match (rendered.output.get(), content) {
        (Some(output), _) => output.as_bytes(),
        (None, Body::Bytes(bytes)) => bytes,
        (None, _) => &[],
    }
}
