//! Renders one document: Liquid, converters, layouts (`Jekyll::Renderer`).

use std::borrow::Cow;
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock, PoisonError};
use std::thread;

use super::asker::{self, Asker};
use super::item::Item;
use super::payload::Payload;
use super::registers::Registers;
use super::turns::Turns;
use super::{LayoutNode, Rendering, templates};
use crate::error::{Error, ErrorKind, Result};
use crate::highlight::Failure;
use crate::jekyll::document::{Converted, Output};
use crate::jekyll::drops::{DocumentNode, PageNode};
use crate::jekyll::encoding::Body;
use crate::jekyll::log::{Level, Log};
use crate::jekyll::path;
use crate::jekyll::plugin::{Converter, Converting, Event, FilesBeside};
use crate::liquid::{Context, Template, to_s};
use crate::value::{Value, no_method, shared};

/// Renders one item.
pub(super) struct Renderer<'r> {
    pub(super) rendering: &'r Arc<Rendering>,
    pub(super) payload: &'r mut Payload,
    /// Who wants to know as soon as the content is converted.
    pub(super) turns: Option<&'r Turns>,
    pub(super) item: Item<'r>,
}

impl Renderer<'_> {
    /// Renders the item and keeps what comes out (`Renderer#run`). What is made of an excerpt is given back.
    pub(super) fn run(mut self) -> Result<Option<Converted>> {
        self.debug("Rendering:");
        self.payload.page = self.item.to_liquid(self.rendering)?;
        self.payload.paginator = self.item.pager();
        self.payload.set_current(self.item.document());
        self.assign_highlighter_fixes();
        let layout = self.item.layout()?;
        if let Some(node) = self.rendering.layout(&layout) {
            self.payload.put_below(&node.data)?;
        }
        self.debug("Pre-Render Hooks:");
        let content = self.item.content();
        let mut text = match &*content {
            Body::None => Cow::Borrowed(""),
            Body::Text(text) => Cow::Borrowed(text.as_str()),
            Body::Bytes(bytes) => match self.pass_through(bytes, &layout)? {
                Some(text) => Cow::Owned(text),
                None => return Ok(None),
            },
        };
        if !matches!(*content, Body::Bytes(_)) {
            self.rendering
                .call_hooks(self.item, Event::PreRender, &mut text, false)?;
        }
        self.render(text, &layout)
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

    /// `Renderer#render_document`
    fn render(mut self, mut text: Cow<'_, str>, layout: &Value) -> Result<Option<Converted>> {
        let mut us_ascii = false;
        if has_liquid(text.as_bytes()) && self.item.may_hold_liquid()? {
            self.debug("Rendering Liquid:");
            let (rendered, is_us_ascii) = self.render_body(&text)?;
            us_ascii = is_us_ascii && rendered.is_ascii();
            text = Cow::Owned(rendered);
        }
        self.debug("Rendering Markup:");
        text = self.convert(text, us_ascii)?;
        self.debug("Post-Convert Hooks:");
        self.rendering
            .call_hooks(self.item, Event::PostConvert, &mut text, us_ascii)?;
        let converted = Converted {
            is_us_ascii: us_ascii && text.is_ascii(),
            text: shared(&text),
        };
        let Some(rendered) = self.item.rendered() else {
            return Ok(Some(converted));
        };
        let _ = rendered.converted.set(converted.clone());
        if let Some(turns) = self.turns {
            turns.tell();
        }
        let mut output = Cow::Borrowed(converted.text.as_str());
        let mut us_ascii = converted.is_us_ascii;
        if self.item.is_placed_in_layout(layout) {
            self.debug("Rendering Layout:");
            if let Some((placed, is_us_ascii)) = self.place_in_layouts(&converted, layout)? {
                output = Cow::Owned(placed);
                us_ascii = is_us_ascii;
            }
        }
        self.rendering
            .call_hooks(self.item, Event::PostRender, &mut output, us_ascii)?;
        let _ = rendered.output.set(match output {
            Cow::Borrowed(_) => Output::Converted(converted.clone()),
            Cow::Owned(text) => Output::Placed {
                is_us_ascii: us_ascii && text.is_ascii(),
                text: Arc::new(text),
            },
        });
        Ok(None)
    }

    /// Bytes that are no text pass where nothing looks into them; `None` then.
    fn pass_through(&self, bytes: &Arc<[u8]>, layout: &Value) -> Result<Option<String>> {
        if has_liquid(bytes) && self.item.may_hold_liquid()? {
            let error = self.rendering.setup.encoding.invalid();
            let path = self.item.path()?;
            let path = path.unwrap_or_else(|| self.item.relative_path());
            return Err(self.liquid_failed(error, &path, self.item.place()));
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

    /// The rendered body, and whether Ruby holds it as US-ASCII.
    fn render_body(&mut self, source: &str) -> Result<(String, bool)> {
        let path = self.item.path()?;
        let (name, path) = match path.as_deref() {
            Some(path) => (path, Cow::Borrowed(path)),
            None => ("", self.item.relative_path()),
        };
        if name.is_empty() && self.item.is_nameless() {
            let error = no_method(&Value::Nil, "basename");
            return Err(self.liquid_failed(error, &path, self.item.place()));
        }
        let rendering = self.rendering;
        let name = templates::name_of(name, &rendering.setup);
        // excerpts have paths of their own, so nothing of theirs is rendered again
        let is_shared = !self.item.is_excerpt() && rendering.survey().is_repeated(&name);
        let place = self.item.place();
        let template = rendering
            .template(&name, source, is_shared)
            .map_err(|error| self.liquid_failed(error, &path, place))?;
        let name = is_shared.then_some(&*name);
        self.render_liquid(&template, &path, place, name, source.len() * 2)
    }

    /// `Renderer#render_liquid`: a template rendered with the payload. `shared_name` is that of one that others render
    /// as well, and that goes on from there.
    fn render_liquid(
        &mut self,
        template: &Template,
        path: &str,
        place: (&str, u32),
        shared_name: Option<&str>,
        room: usize,
    ) -> Result<(String, bool)> {
        let rendering = self.rendering;
        for warning in template.warnings() {
            self.log()
                .warn("Liquid Warning:", &format!("{warning} in {path}"));
        }
        let mut state = self.payload.begin(shared_name);
        let mut registers = Registers::new(Arc::clone(rendering), self.payload.page.clone());
        let mut out = String::with_capacity(room);
        let clock = asker::clock(&rendering.setup);
        let mut cx = Context::new(self.payload, &mut state, &clock)
            .with_user(&mut registers)
            .with_options(rendering.machinery.render_options());
        let result = rendering.measured(path, &mut out, |out| template.render(&mut cx, out));
        let us_ascii = cx.is_us_ascii();
        self.payload.end(state);
        result.map_err(|error| self.liquid_failed(error, path, place))?;
        Ok((out, us_ascii))
    }

    /// Tells the log of an error of Liquid's, and gives it the place in the file.
    fn liquid_failed(&self, error: Error, path: &str, (file, body_line): (&str, u32)) -> Error {
        self.log()
            .error("Liquid Exception:", &format!("{error} in {path}"));
        if error.file().is_some() {
            return error.through_template(file, body_line);
        }
        error.in_template(file, body_line)
    }

    /// `Renderer#convert`
    fn convert<'t>(&self, mut text: Cow<'t, str>, us_ascii: bool) -> Result<Cow<'t, str>> {
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
            let converted = converter
                .convert(&text, &converting)
                .map_err(|error| self.conversion_failed(converter, error))?;
            text = Cow::Owned(converted);
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
        let shown = match error.kind() {
            ErrorKind::Ruby(Failure::AMBIGUOUS) => Failure::AMBIGUOUS.to_string(),
            _ => error.to_string(),
        };
        self.log().error("", &shown);
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
                .map(|file| (node.order, path::join(folder, &file.name), file)),
        );
        Ok(())
    }

    /// `Renderer#place_in_layouts`, with whether Ruby holds the text as US-ASCII; `None` where there is no layout.
    fn place_in_layouts(
        &mut self,
        content: &Converted,
        layout: &Value,
    ) -> Result<Option<(String, bool)>> {
        let rendering = self.rendering;
        let name = to_s(layout)?;
        let mut next = rendering.layout_named(&name);
        if next.is_none() && !layout.is_nil() {
            self.log().warn(
                "Build Warning:",
                &format!(
                    "Layout '{name}' requested in {} does not exist.",
                    self.item.relative_path()
                ),
            );
        }
        self.payload.clear_layout();
        let mut used: Vec<*const LayoutNode> = Vec::new();
        let mut placed: Option<(String, bool)> = None;
        while let Some(node) = next {
            used.push(node);
            let content = match placed {
                None => content.clone(),
                Some((text, is_us_ascii)) => Converted {
                    text: shared(&text),
                    is_us_ascii,
                },
            };
            placed = Some(self.render_layout(content, node)?);
            next = node
                .data
                .get_str("layout")
                .and_then(|name| rendering.layout(name));
            if next.is_some_and(|next| used.contains(&std::ptr::from_ref(next))) {
                break;
            }
        }
        Ok(placed)
    }

    /// The layout round this content, and whether Ruby holds it as US-ASCII.
    fn render_layout(&mut self, content: Converted, node: &LayoutNode) -> Result<(String, bool)> {
        let length = content.text.len();
        let room = length + node.growth.load(Ordering::Relaxed);
        self.payload.set_content(content);
        self.payload.put_below(&node.data)?;
        let layout = &node.layout;
        let place = (layout.path.as_str(), layout.body_line);
        let name = templates::name_of(&layout.path, &self.rendering.setup);
        let rendered = self
            .layout_template(node, &name)
            .map_err(|error| self.liquid_failed(error, &layout.path, place))
            .and_then(|template| {
                self.render_liquid(&template, &layout.path, place, Some(&name), room)
            });
        let (text, is_us_ascii) =
            rendered.map_err(|error| error.through(self.item.place().0, None))?;
        let growth = text.len().saturating_sub(length) + SPARE_ROOM;
        node.growth.store(growth, Ordering::Relaxed);
        let is_us_ascii = is_us_ascii && text.is_ascii();
        Ok((text, is_us_ascii))
    }

    /// The template of a layout, parsed when it is first asked for.
    fn layout_template<'n>(&self, node: &'n LayoutNode, name: &str) -> Result<Cow<'n, Template>> {
        let (rendering, layout) = (self.rendering, &node.layout);
        rendering.template_in(&node.template, &layout.path, || match &layout.content {
            Body::Bytes(_) => Err(rendering.setup.encoding.invalid()),
            content => rendering.template(name, content.as_str(), true),
        })
    }
}

/// Room for what one document has in its layouts more than the one before.
const SPARE_ROOM: usize = 128;

/// `Utils.has_liquid_construct?`
pub(super) fn has_liquid(content: &[u8]) -> bool {
    memchr::memchr_iter(b'{', content).any(|at| matches!(content.get(at + 1), Some(b'{' | b'%')))
}

/// After so many nested excerpts the next is rendered on a stack of its own.
const PER_STACK: usize = 25;
const STACK_SIZE: usize = 16 << 20;

impl Rendering {
    /// The excerpt of a document, rendered when it is first asked for (`Excerpt#output`).
    ///
    /// # Errors
    /// Those of rendering it; `stack level too deep` where it asks for itself.
    pub(crate) fn document_excerpt(
        self: &Arc<Self>,
        node: &Arc<DocumentNode>,
    ) -> Result<Converted> {
        match node.excerpt.get() {
            Some(output) => Ok(output.clone()),
            None => self.render_excerpt(node.order, Item::DocumentExcerpt(node), &node.excerpt),
        }
    }

    /// The excerpt of a page.
    ///
    /// # Errors
    /// As [`Rendering::document_excerpt`]; an excerpt for documents asks whether the page is a file of YAML.
    pub(crate) fn page_excerpt(self: &Arc<Self>, node: &Arc<PageNode>) -> Result<Converted> {
        match node.excerpt.get() {
            Some(output) => Ok(output.clone()),
            None => {
                node.page.check_excerpt()?;
                self.render_excerpt(node.order, Item::PageExcerpt(node), &node.excerpt)
            }
        }
    }

    fn render_excerpt(
        self: &Arc<Self>,
        order: usize,
        item: Item<'_>,
        slot: &OnceLock<Converted>,
    ) -> Result<Converted> {
        match asker::current(&self.setup) {
            Some(asker) => asker.excerpt(order, slot, || {
                if asker.depth().is_multiple_of(PER_STACK) {
                    on_new_stack(|| self.run_excerpt(item))
                } else {
                    self.run_excerpt(item)
                }
            }),
            None => Asker::alone(&self.setup).during(|| self.render_excerpt(order, item, slot)),
        }
    }

    /// An excerpt has a payload of its own.
    fn run_excerpt(self: &Arc<Self>, item: Item<'_>) -> Result<Converted> {
        let mut payload = Payload::new(self);
        let renderer = Renderer {
            rendering: self,
            payload: &mut payload,
            turns: None,
            item,
        };
        Ok(renderer.run()?.unwrap_or_default())
    }
}

fn on_new_stack<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    let carry = asker::carry();
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(STACK_SIZE)
            .spawn_scoped(scope, || {
                let _carried = carry.map(|carry| carry());
                work()
            });
        match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => Err(Error::ruby("SystemStackError", "stack level too deep")),
        }
    })
}
