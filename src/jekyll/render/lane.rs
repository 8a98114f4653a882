//! The one lane on which documents follow each other as in Jekyll: what one leaves behind, the next one finds.

use std::collections::HashMap;
use std::sync::Arc;

use super::Rendering;
use super::item::Item;
use super::payload::Payload;
use super::renderer::Renderer;
use crate::error::Result;
use crate::liquid::TemplateState;

/// All that goes on from one document to the next.
pub(super) struct Lane {
    rendering: Arc<Rendering>,
    /// The payload of the build: counters, `content` and `layout` of the document before.
    payload: Payload,
    /// What templates remember that are rendered more than once: layouts, and pages that share a name.
    states: HashMap<String, TemplateState>,
}

impl Lane {
    /// A lane at its beginning.
    pub(super) fn new(rendering: &Arc<Rendering>) -> Self {
        Lane {
            payload: Payload::new(rendering),
            rendering: Arc::clone(rendering),
            states: HashMap::new(),
        }
    }

    /// Renders the next document or page.
    pub(super) fn render(&mut self, item: Item<'_>) -> Result<()> {
        Renderer {
            rendering: &self.rendering,
            payload: &mut self.payload,
            states: Some(&mut self.states),
            item,
        }
        .run()
    }
}
