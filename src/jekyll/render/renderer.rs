//! Renders one document: Liquid, converters, layouts (`Jekyll::Renderer`).

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::{self, ThreadId};

use super::item::Item;
use super::payload::Payload;
use super::registers::Registers;
use super::{LayoutNode, Rendering, invalid_bytes, templates};
use crate::error::{Error, Result};
use crate::jekyll::drops::{DocumentNode, PageNode};
use crate::jekyll::encoding::Body;
use crate::jekyll::log::{Level, Log};
use crate::jekyll::merge::deep_merged;
use crate::jekyll::path;
use crate::jekyll::plugin::{Converter, Converting, Event, FilesBeside, Hooked};
use crate::liquid::{Context, TemplateState, to_s};
use crate::value::{Hash, Str, Value};

/// Renders one item.
pub(super) struct Renderer<'r> {
    pub(super) rendering: &'r Arc<Rendering>,
    pub(super) payload: &'r mut Payload,
    /// What templates remember from document to document; nothing, for an excerpt.
    pub(super) states: Option<&'r mut HashMap<String, TemplateState>>,
    pub(super) item: Item<'r>,
}

impl Renderer<'_> {
    /// Renders the item and keeps what came out (`Renderer#run`).
    pub(super) fn run(mut self) -> Result<()> {
        self.debug("Rendering:");
        self.payload.page = self.item.to_liquid()?;
        self.payload.paginator = self.item.pager();
        self.payload
            .set_current(self.rendering, self.item.document());
        self.assign_highlighter_fixes();
        let layout = self.item.layout()?;
        if let Some(node) = self.rendering.layout(&layout) {
            self.payload.layout = merged(&node.data, &self.payload.layout)?;
        }
        self.debug("Pre-Render Hooks:");
        let mut content = self.content()?;
        if let Content::Text(text) = &mut content {
            self.call_hooks(Event::PreRender, text)?;
        }
        self.render(content, &layout)
    }

    fn log(&self) -> &dyn Log {
        self.rendering.log()
    }

    fn debug(&self, topic: &str) {
        if self.log().takes(Level::Debug) {
            self.log().debug(topic, &self.item.relative_path());
        }
    }

    fn assign_highlighter_fixes(&mut self) {
        let first = self
            .rendering
            .machinery
            .converters()
            .matching(self.item.extension())
            .next();
        let fixes = first.and_then(Converter::highlighter_fixes);
        self.payload.prefix = fixes.map(|(prefix, _)| prefix).into();
        self.payload.suffix = fixes.map(|(_, suffix)| suffix).into();
    }

    fn content(&self) -> Result<Content> {
        Ok(match &*self.item.content() {
            Body::None => Content::Text(String::new()),
            Body::Text(text) => Content::Text(text.to_string()),
            Body::Bytes(bytes) => Content::Bytes(Arc::clone(bytes)),
        })
    }

    /// `Renderer#render_document`
    fn render(mut self, content: Content, layout: &Value) -> Result<()> {
        let mut text = match content {
            Content::Text(text) => text,
            Content::Bytes(bytes) => match self.pass_through(&bytes, layout)? {
                Some(text) => text,
                None => return Ok(()),
            },
        };
        let mut us_ascii = false;
        if has_liquid(text.as_bytes()) && self.item.may_hold_liquid()? {
            self.debug("Rendering Liquid:");
            (text, us_ascii) = self.render_body(&text)?;
        }
        self.debug("Rendering Markup:");
        text = self.convert(text, us_ascii)?;
        self.debug("Post-Convert Hooks:");
        self.call_hooks(Event::PostConvert, &mut text)?;
        let converted = Str::from(text.as_str());
        let (converted_slot, output_slot) = self.item.slots();
        let _ = converted_slot.set(converted.clone());
        if self.item.is_placed_in_layout(layout) {
            self.debug("Rendering Layout:");
            text = self.place_in_layouts(text, layout)?;
        }
        self.call_hooks(Event::PostRender, &mut text)?;
        let output = if text == converted.as_str() {
            converted
        } else {
            Str::from(text)
        };
        let _ = output_slot.set(output);
        Ok(())
    }

    /// Bytes that are no text pass where nothing looks into them; `None` then.
    fn pass_through(&self, bytes: &Arc<[u8]>, layout: &Value) -> Result<Option<String>> {
        if has_liquid(bytes) && self.item.may_hold_liquid()? {
            let error = invalid_bytes(&self.rendering.setup);
            return Err(self.liquid_failed(error, &self.item.path()?, self.item.place()));
        }
        let converters = self.rendering.machinery.converters();
        let first = converters.matching(self.item.extension()).next();
        if let Some(markdown) = first
            && markdown.class_name() == converters.markdown().class_name()
        {
            let error = Error::ruby(
                "RuntimeError",
                "The source text contains invalid characters for the used encoding UTF-8",
            );
            return Err(self.conversion_failed(markdown, error));
        }
        let is_converted = converters.matching(self.item.extension()).nth(1).is_some();
        let is_placed =
            self.item.is_placed_in_layout(layout) && self.rendering.layout(layout).is_some();
        if is_converted || is_placed {
            return Ok(Some(String::from_utf8_lossy(bytes).into_owned()));
        }
        Ok(None)
    }

    fn call_hooks(&self, event: Event, text: &mut String) -> Result<()> {
        let hooks = self.rendering.machinery.hooks();
        if !hooks.any(event) {
            return Ok(());
        }
        let (url, output_ext, data, is_written) = match self.item {
            Item::Document(node) => (
                node.document.url()?,
                node.document.output_ext()?,
                Value::from(node.document.data.clone()),
                node.document.is_written()?,
            ),
            Item::Page(node) => (
                node.page.url()?,
                node.page.output_ext()?,
                Value::from(node.page.data.clone()),
                true,
            ),
            Item::DocumentExcerpt(_) | Item::PageExcerpt(_) => return Ok(()),
        };
        let mut hooked = Hooked {
            relative_path: &self.item.relative_path(),
            url,
            output_ext: &output_ext,
            data: &data,
            is_written,
            text,
            log: self.log(),
        };
        self.item
            .owners()
            .iter()
            .try_for_each(|owner| hooks.call(owner, event, &mut hooked))
    }

    /// The rendered body, and whether Ruby holds it as US-ASCII.
    fn render_body(&mut self, source: &str) -> Result<(String, bool)> {
        let path = self.item.path()?;
        // documents have paths of their own, so nothing of theirs is rendered again
        let keeps_state = matches!(self.item, Item::Page(_));
        self.render_liquid(source, &path, self.item.place(), keeps_state)
    }

    /// `Renderer#render_liquid`: the template that is kept under the file's name, rendered with the payload.
    fn render_liquid(
        &mut self,
        source: &str,
        path: &str,
        place: (&str, u32),
        keeps_state: bool,
    ) -> Result<(String, bool)> {
        let rendering = Arc::clone(self.rendering);
        let name = templates::name_of(path, &rendering.setup);
        let template = rendering
            .templates
            .get(&name, source)
            .map_err(|error| self.liquid_failed(error, path, place))?;
        for warning in template.warnings() {
            self.log()
                .warn("Liquid Warning:", &format!("{warning} in {path}"));
        }
        let mut own = TemplateState::new();
        let state = match &mut self.states {
            Some(states) if keeps_state => match states.entry(name.into_owned()) {
                Entry::Occupied(kept) => kept.into_mut(),
                Entry::Vacant(slot) => slot.insert(TemplateState::new()),
            },
            _ => &mut own,
        };
        let mut registers = Registers::new(Arc::clone(&rendering), self.payload.page.clone());
        let mut out = String::with_capacity(source.len() * 2);
        let mut cx = Context::new(self.payload, state, &rendering.setup.clock)
            .with_user(&mut registers)
            .with_options(rendering.machinery.render_options());
        let result = template.render(&mut cx, &mut out);
        let us_ascii = cx.is_us_ascii();
        result.map_err(|error| self.liquid_failed(error, path, place))?;
        Ok((out, us_ascii))
    }

    /// Tells the log of an error of Liquid's, and gives it the place in the file.
    fn liquid_failed(&self, error: Error, path: &str, (file, body_line): (&str, u32)) -> Error {
        self.log()
            .error("Liquid Exception:", &format!("{error} in {path}"));
        if error.file().is_some() {
            return error.through(file, None);
        }
        let line = error
            .template_line()
            .map(|line| line.saturating_add(body_line).saturating_sub(1));
        error.at(file, line, None)
    }

    /// `Renderer#convert`
    fn convert(&self, mut text: String, us_ascii: bool) -> Result<String> {
        let page = match self.item {
            Item::Page(node) => Some(node.page.relative_path()),
            _ => None,
        };
        let beside = FilesBeside::default();
        let converting = Converting {
            page,
            beside: page.is_some().then_some(&beside),
            us_ascii,
            ..Converting::text(&self.rendering.setup)
        };
        let converters = self.rendering.machinery.converters();
        for converter in converters.matching(self.item.extension()) {
            if converter.class_name() == "Jekyll::Converters::Identity" {
                continue;
            }
            text = converter
                .convert(&text, &converting)
                .map_err(|error| self.conversion_failed(converter, error))?;
        }
        self.keep_beside(beside)?;
        Ok(text)
    }

    fn conversion_failed(&self, converter: &dyn Converter, error: Error) -> Error {
        self.log().error(
            "Conversion error:",
            &format!(
                "{} encountered an error while converting '{}':",
                converter.class_name(),
                self.item.relative_path()
            ),
        );
        self.log().error("", &error.to_string());
        error.at(self.item.place().0, None, None)
    }

    fn keep_beside(&self, beside: FilesBeside) -> Result<()> {
        let files = beside.into_files();
        let Item::Page(node) = self.item else {
            return Ok(());
        };
        if files.is_empty() {
            return Ok(());
        }
        let destination = node.page.destination()?;
        let folder = path::dirname(&destination);
        let kept = &self.rendering.beside;
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(
            files
                .into_iter()
                .map(|file| (path::join(folder, &file.name), file)),
        );
        Ok(())
    }

    /// `Renderer#place_in_layouts`
    fn place_in_layouts(&mut self, mut text: String, layout: &Value) -> Result<String> {
        let rendering = Arc::clone(self.rendering);
        let name = to_s(layout)?;
        let mut next = rendering.layouts.get(&*name);
        if next.is_none() && !layout.is_nil() {
            self.log().warn(
                "Build Warning:",
                &format!(
                    "Layout '{name}' requested in {} does not exist.",
                    self.item.relative_path()
                ),
            );
        }
        self.payload.layout = Value::Nil;
        let mut used: Vec<*const LayoutNode> = Vec::new();
        while let Some(node) = next {
            used.push(node);
            text = self.render_layout(text, node)?;
            next = node
                .data
                .get_str("layout")
                .and_then(|name| rendering.layout(name));
            if next.is_some_and(|next| used.contains(&std::ptr::from_ref(next))) {
                break;
            }
        }
        Ok(text)
    }

    fn render_layout(&mut self, text: String, node: &LayoutNode) -> Result<String> {
        self.payload.content = Value::from(text);
        self.payload.layout = merged(&node.data, &self.payload.layout)?;
        let layout = &node.layout;
        let place = (layout.path.as_str(), layout.body_line);
        let rendered = self.render_liquid(layout.content.as_str(), &layout.path, place, true);
        rendered
            .map(|(text, _)| text)
            .map_err(|error| error.through(self.item.place().0, None))
    }
}

enum Content {
    Text(String),
    Bytes(Arc<[u8]>),
}

/// `Utils.has_liquid_construct?`
fn has_liquid(content: &[u8]) -> bool {
    memchr::memchr_iter(b'{', content).any(|at| matches!(content.get(at + 1), Some(b'{' | b'%')))
}

/// The front matter of a layout below what is there already.
fn merged(data: &Hash, over: &Value) -> Result<Value> {
    match over {
        Value::Hash(over) => Ok(Value::from(deep_merged(data, over)?)),
        _ => Ok(Value::Hash(data.clone())),
    }
}

/// Which excerpts are being rendered, and on which threads.
#[derive(Default)]
pub(super) struct Excerpts {
    busy: Mutex<HashMap<usize, ThreadId>>,
    depth: AtomicUsize,
}

/// Excerpts that ask for excerpts nest no deeper: Ruby's stack is full about there.
const MAX_DEPTH: usize = 400;

/// After so many nested excerpts the next is rendered on a stack of its own.
const PER_STACK: usize = 25;
const STACK_SIZE: usize = 16 << 20;

impl Rendering {
    /// The excerpt of a document, rendered when it is first asked for (`Excerpt#output`).
    ///
    /// # Errors
    /// Those of rendering it; `stack level too deep` where it asks for itself.
    pub(crate) fn document_excerpt(self: &Arc<Self>, node: &Arc<DocumentNode>) -> Result<Str> {
        match node.excerpt.output.get() {
            Some(output) => Ok(output.clone()),
            None => self.render_excerpt(
                node.order,
                Item::DocumentExcerpt(node),
                &node.excerpt.output,
            ),
        }
    }

    /// The excerpt of a page.
    ///
    /// # Errors
    /// As [`Rendering::document_excerpt`].
    pub(crate) fn page_excerpt(self: &Arc<Self>, node: &Arc<PageNode>) -> Result<Str> {
        match node.excerpt.output.get() {
            Some(output) => Ok(output.clone()),
            None => self.render_excerpt(node.order, Item::PageExcerpt(node), &node.excerpt.output),
        }
    }

    fn render_excerpt(
        self: &Arc<Self>,
        order: usize,
        item: Item<'_>,
        output: &OnceLock<Str>,
    ) -> Result<Str> {
        let too_deep = || Error::ruby("SystemStackError", "stack level too deep");
        {
            let mut busy = self
                .excerpts
                .busy
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if busy.insert(order, thread::current().id()).is_some() {
                return Err(too_deep());
            }
        }
        let depth = self.excerpts.depth.fetch_add(1, Ordering::Relaxed) + 1;
        let result = if depth > MAX_DEPTH {
            Err(too_deep())
        } else if depth.is_multiple_of(PER_STACK) {
            on_new_stack(|| self.run_excerpt(item))
        } else {
            self.run_excerpt(item)
        };
        self.excerpts.depth.fetch_sub(1, Ordering::Relaxed);
        self.excerpts
            .busy
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&order);
        result?;
        Ok(output.get().cloned().unwrap_or_default())
    }

    /// An excerpt has a payload of its own.
    fn run_excerpt(self: &Arc<Self>, item: Item<'_>) -> Result<()> {
        let mut payload = Payload::new(self);
        Renderer {
            rendering: self,
            payload: &mut payload,
            states: None,
            item,
        }
        .run()
    }
}

fn on_new_stack<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(STACK_SIZE)
            .spawn_scoped(scope, work);
        match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => Err(Error::ruby("SystemStackError", "stack level too deep")),
        }
    })
}
