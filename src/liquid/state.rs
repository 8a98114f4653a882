//! What a template remembers from one rendering to the next (`Template#registers`), and the limits of a rendering.

use std::any::{Any, TypeId};
use std::collections::HashMap;

use super::scope::Scope;
use super::template::Template;
use crate::value::{Map, Str};

/// The memory of one template: where its `cycle`s stand, what its `ifchanged`s printed last, how far its loops came for
/// `offset: continue`. It is the caller's: keep it beside the template, and the next rendering goes on counting; hand
/// in a new one, and it starts again. Includes use the memory of the template that calls them.
#[derive(Default)]
pub struct TemplateState {
    /// The positions of cycles whose names are text, and of those with other names.
    pub(crate) cycles: Scope,
    pub(crate) odd_cycles: Map,
    /// Where loops ended, by name.
    pub(crate) offsets: Scope,
    pub(crate) ifchanged: Option<String>,
    pub(crate) partials: HashMap<Str, Template>,
    /// Whether the text that an include of Liquid's own begins with is to be trimmed: what was parsed last says so.
    pub(crate) trim: Option<bool>,
    extensions: HashMap<TypeId, Box<dyn Any + Send>>,
}

impl TemplateState {
    /// No memory yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in what a later rendering of the template has written: it counts, the rest stays.
    pub fn take_in(&mut self, later: TemplateState) {
        self.cycles.take_in(later.cycles);
        self.odd_cycles.extend(later.odd_cycles);
        self.offsets.take_in(later.offsets);
        self.ifchanged = later.ifchanged.or(self.ifchanged.take());
        self.partials.extend(later.partials);
        self.trim = later.trim.or(self.trim);
        self.extensions.extend(later.extensions);
    }

    /// What a tag or filter of the caller's keeps here, made when first asked for.
    pub fn extension<T: Any + Default + Send>(&mut self) -> &mut T {
        let slot = self
            .extensions
            .entry(TypeId::of::<T>())
            .or_insert_with(|| Box::new(T::default()));
        if !slot.is::<T>() {
            *slot = Box::new(T::default());
        }
        slot.downcast_mut().expect("the slot was filled with a T")
    }
}

/// How much a rendering may do (`Liquid::ResourceLimits`); `None` is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Characters written, counted again at every level of nesting.
    pub render_length: Option<u64>,
    /// Nodes rendered.
    pub render_score: Option<u64>,
    /// Characters and elements kept in variables.
    pub assign_score: Option<u64>,
}

/// What a rendering has used up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    pub(crate) length: u64,
    pub(crate) score: u64,
    pub(crate) assigned: u64,
}

impl Limits {
    pub(crate) fn is_some(&self) -> bool {
        *self != Limits::default()
    }

    pub(crate) fn reached(&self, usage: &Usage) -> bool {
        let over = |limit: Option<u64>, used| limit.is_some_and(|limit| used > limit);
        over(self.render_length, usage.length)
            || over(self.render_score, usage.score)
            || over(self.assign_score, usage.assigned)
    }
}
