//! The variables that templates start from (`Jekyll::Drops::UnifiedPayloadDrop`). Jekyll hands one payload through the
//! whole build, and what a document leaves in it, the next one finds: here each document has its own, and looks at what
//! was left only when it is asked for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, OnceLock};

use super::Rendering;
use super::asker;
use crate::error::{Error, Result};
use crate::jekyll::document::Converted;
use crate::jekyll::drops::{DocumentNode, SiteDrop, is_common, of_keys};
use crate::jekyll::merge::deep_merged;
use crate::liquid::{Carry, Environment, TemplateState};
use crate::value::{Hash, Map, StrKey, Value};

/// The payload's own methods, in the order in which it lists them.
const METHODS: [&str; 9] = [
    "theme",
    "paginator",
    "layout",
    "content",
    "site",
    "highlighter_prefix",
    "highlighter_suffix",
    "page",
    "jekyll",
];

/// The payload.
pub(crate) struct Payload {
    rendering: Arc<Rendering>,
    /// `page`
    pub(super) page: Value,
    /// `paginator`
    pub(super) paginator: Value,
    /// `highlighter_prefix`
    pub(super) prefix: Value,
    /// `highlighter_suffix`
    pub(super) suffix: Value,
    site: Value,
    /// `content`: what a layout is put round; before that, what the document before has left.
    content: Option<Content>,
    layout: LayoutData,
    /// What templates remember that others render as well, as far as this document has written it.
    states: HashMap<String, TemplateState>,
    /// The template that is being rendered, if it is one of those.
    shared_template: Option<String>,
    /// What the documents before have left, once somebody asked.
    left: OnceLock<Left>,
}

/// `content`, and whether Ruby holds its text as US-ASCII.
#[derive(Default)]
pub(super) struct Content {
    value: Value,
    is_us_ascii: bool,
}

impl From<Converted> for Content {
    fn from(converted: Converted) -> Self {
        Content {
            is_us_ascii: converted.is_us_ascii,
            value: Value::from(converted),
        }
    }
}

/// What goes on from one document to the next.
#[derive(Default)]
pub(super) struct Left {
    content: Content,
    layout: Value,
    /// What `increment` and `decrement` count.
    counters: Map,
    /// What templates remember that are rendered more than once: layouts, and pages that share a name.
    states: HashMap<String, TemplateState>,
}

/// `layout`: the front matter of layouts.
#[derive(Default)]
enum LayoutData {
    /// What the document before has left.
    #[default]
    Left,
    /// That of a layout, below what was left.
    Below(Hash, OnceLock<Result<Value>>),
    /// This document's own.
    Own(Value),
}

/// What a document changes in what goes on.
pub(super) enum Changes {
    /// What it did without looking at what was left.
    Blind {
        content: Option<Content>,
        layout: Option<LayoutChange>,
        states: HashMap<String, TemplateState>,
    },
    /// All that is left now.
    All(Left),
}

/// What a document does to `layout`.
pub(super) enum LayoutChange {
    Put(Value),
    PutBelow(Hash),
}

impl Changes {
    /// Nothing.
    pub(super) fn none() -> Self {
        Changes::Blind {
            content: None,
            layout: None,
            states: HashMap::new(),
        }
    }
}

impl Left {
    /// Takes in what a document has changed.
    pub(super) fn take_in(&mut self, changes: Changes) {
        match changes {
            Changes::All(left) => *self = left,
            Changes::Blind {
                content,
                layout,
                states,
            } => {
                if let Some(content) = content {
                    self.content = content;
                }
                match layout {
                    Some(LayoutChange::Put(layout)) => self.layout = layout,
                    Some(LayoutChange::PutBelow(data)) => {
                        if let Ok(layout) = merged(&data, &self.layout) {
                            self.layout = layout;
                        }
                    }
                    None => {}
                }
                for (template, state) in states {
                    self.states.entry(template).or_default().take_in(state);
                }
            }
        }
    }
}

/// The front matter of a layout below what is there already.
fn merged(data: &Hash, over: &Value) -> Result<Value> {
    match over {
        Value::Hash(over) => Ok(Value::from(deep_merged(data, over)?)),
        _ => Ok(Value::Hash(data.clone())),
    }
}

impl Payload {
    /// A payload in which nothing has been left.
    pub(crate) fn new(rendering: &Arc<Rendering>) -> Self {
        let mut payload = Self::after(rendering, Left::default());
        payload.set_current(None);
        payload
    }

    /// A payload in which this has been left, of a document yet to be named.
    pub(super) fn after(rendering: &Arc<Rendering>, left: Left) -> Self {
        let payload = Self::ahead(rendering);
        let _ = payload.left.set(left);
        payload
    }

    /// As [`Payload::after`], where the document's turn may not have come: what was left is waited for when it is asked for.
    pub(super) fn ahead(rendering: &Arc<Rendering>) -> Self {
        Payload {
            rendering: Arc::clone(rendering),
            content: None,
            page: Value::Nil,
            layout: LayoutData::Left,
            paginator: Value::Nil,
            prefix: Value::Nil,
            suffix: Value::Nil,
            site: Value::Nil,
            states: HashMap::new(),
            shared_template: None,
            left: OnceLock::new(),
        }
    }

    /// Says which document is being rendered (`site.current_document=`).
    pub(super) fn set_current(&mut self, current: Option<Arc<DocumentNode>>) {
        self.site = Value::drop(SiteDrop {
            rendering: Arc::clone(&self.rendering),
            current,
        });
    }

    /// Puts a layout's front matter below what was left.
    pub(super) fn put_below(&mut self, data: &Hash) -> Result<()> {
        self.layout = match (&self.layout, self.left.get()) {
            (LayoutData::Own(own), _) => LayoutData::Own(merged(data, own)?),
            (_, Some(left)) => LayoutData::Own(merged(data, &left.layout)?),
            (_, None) => LayoutData::Below(data.clone(), OnceLock::new()),
        };
        Ok(())
    }

    /// Forgets what layouts say, before the document is placed in its own.
    pub(super) fn clear_layout(&mut self) {
        self.layout = LayoutData::Own(Value::Nil);
    }

    /// What a layout is put round.
    pub(super) fn set_content(&mut self, content: Converted) {
        self.content = Some(content.into());
    }

    /// Begins a template; what it remembers, where others render it as well.
    pub(super) fn begin(&mut self, shared_template: Option<&str>) -> TemplateState {
        self.shared_template = shared_template.map(str::to_string);
        let Some(name) = shared_template else {
            return TemplateState::new();
        };
        let states = match self.left.get_mut() {
            Some(left) => &mut left.states,
            None => &mut self.states,
        };
        states.remove(name).unwrap_or_default()
    }

    /// Ends the template that has begun.
    pub(super) fn end(&mut self, state: TemplateState) {
        let Some(name) = self.shared_template.take() else {
            return;
        };
        let states = match self.left.get_mut() {
            Some(left) => &mut left.states,
            None => &mut self.states,
        };
        states.entry(name).or_default().take_in(state);
    }

    /// What the document changes in what goes on to the next.
    pub(super) fn into_changes(self) -> Changes {
        let layout = match self.layout {
            LayoutData::Left => None,
            LayoutData::Below(data, _) => Some(LayoutChange::PutBelow(data)),
            LayoutData::Own(own) => Some(LayoutChange::Put(own)),
        };
        let changes = Changes::Blind {
            content: self.content,
            layout,
            states: self.states,
        };
        match self.left.into_inner() {
            None => changes,
            Some(mut left) => {
                left.take_in(changes);
                Changes::All(left)
            }
        }
    }

    fn left(&self) -> &Left {
        self.left
            .get_or_init(|| asker::left(self.rendering.setup()))
    }

    fn content(&self) -> &Content {
        match &self.content {
            Some(content) => content,
            None => &self.left().content,
        }
    }

    fn layout(&self) -> Result<&Value> {
        match &self.layout {
            LayoutData::Own(own) => Ok(own),
            LayoutData::Left => Ok(&self.left().layout),
            LayoutData::Below(data, seen) => seen
                .get_or_init(|| merged(data, &self.left().layout))
                .as_ref()
                .map_err(Error::clone),
        }
    }

    /// What a method answers that all of Jekyll's drops have.
    fn common(&self, name: &str) -> Result<Value> {
        if name == "count" {
            // Nothing that is counted needs to wait for what the document before has left.
            return Ok(Value::from(METHODS.len()));
        }
        let keys = METHODS.iter().map(|key| Value::from(*key)).collect();
        of_keys(name, keys, &|key| {
            let found = self.get(key.as_str().unwrap_or_default())?;
            Ok(found.map_or(Value::Nil, Cow::into_owned))
        })
    }

    /// What has been counted under a name; most names no template counts.
    fn counted(&self, name: &str) -> Option<&Value> {
        if self.left.get().is_none() && !self.rendering.may_be_counted(name) {
            return None;
        }
        self.left().counters.get(&StrKey(name))
    }
}

impl Environment for Payload {
    fn get(&self, name: &str) -> Result<Option<Cow<'_, Value>>> {
        let value = match name {
            "page" => &self.page,
            "content" => &self.content().value,
            "layout" => self.layout()?,
            "paginator" => &self.paginator,
            "highlighter_prefix" => &self.prefix,
            "highlighter_suffix" => &self.suffix,
            _ => match self.counted(name) {
                Some(counted) => counted,
                None => match name {
                    "site" => &self.site,
                    "jekyll" => &self.rendering.jekyll,
                    "theme" => &self.rendering.theme,
                    _ if is_common(name) => return self.common(name).map(Cow::Owned).map(Some),
                    _ => return Ok(None),
                },
            },
        };
        Ok(Some(Cow::Borrowed(value)))
    }

    fn set(&mut self, name: &str, value: Value) -> Result<()> {
        match name {
            "content" => {
                self.content = Some(Content {
                    value,
                    is_us_ascii: false,
                });
            }
            "layout" => self.layout = LayoutData::Own(value),
            "page" => self.page = value,
            "paginator" => self.paginator = value,
            "highlighter_prefix" => self.prefix = value,
            "highlighter_suffix" => self.suffix = value,
            _ => {
                self.left();
                if let Some(left) = self.left.get_mut() {
                    left.counters.insert(Value::from(name), value);
                }
            }
        }
        Ok(())
    }

    fn is_us_ascii(&self, name: &str) -> bool {
        let content = match (&self.content, self.left.get()) {
            (None, Some(left)) => Some(&left.content),
            (content, _) => content.as_ref(),
        };
        name == "content" && content.is_some_and(|content| content.is_us_ascii)
    }

    fn recall(&mut self, state: &mut TemplateState) {
        let Some(name) = &self.shared_template else {
            return;
        };
        self.left();
        if let Some(left) = self.left.get_mut()
            && let Some(mut remembered) = left.states.remove(name)
        {
            remembered.take_in(mem::take(state));
            *state = remembered;
        }
    }

    fn carry(&self) -> Option<Carry> {
        asker::carry()
    }
}
