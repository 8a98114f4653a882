//! Blocks by indentation, for the languages that have them: what Rouge's `Indentation` does.

use crate::highlight::machine::Context;
use std::any::Any;

/// The block that the next deeper lines are in, and the indent it is deeper than.
#[derive(Default)]
pub(super) struct Block {
    state: Option<(&'static str, String)>,
    last: String,
}

impl AsMut<Block> for Block {
    fn as_mut(&mut self) -> &mut Block {
        self
    }
}

impl Block {
    /// The lines that follow, if they are deeper, are read in a state.
    pub(super) fn begin(&mut self, state: &'static str) {
        self.state = Some((state, self.last.clone()));
    }
}

/// Enters the state of a line with such an indent: the open block's, or `content`.
/// `M` is what the lexer remembers.
pub(super) fn line<M: AsMut<Block> + Any + Send + Default>(cx: &mut Context<'_, '_>, indent: &str) {
    let memory = cx.vars::<M>().as_mut();
    memory.last = indent.to_string();
    let deeper = |outer: &str| indent.starts_with(outer) && indent != outer;
    match &memory.state {
        Some((state, outer)) if deeper(outer) => {
            let state = *state;
            cx.push(state);
        }
        _ => {
            memory.state = None;
            cx.push("content");
        }
    }
}
