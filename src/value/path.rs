//! The containers on the way from the outermost one to the value at hand: what meets itself there is recursive.

use std::collections::HashSet;

use super::{Array, Hash};

/// As many containers are looked through one by one; further ones are hashed.
const FEW: usize = 16;

/// Containers that are open, by their identity.
#[derive(Default)]
pub(super) struct Path {
    open: Vec<usize>,
    deep: HashSet<usize>,
}

impl Path {
    /// How many are open.
    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// Opens an array; false where it is open already.
    pub(super) fn enter_array(&mut self, array: &Array) -> bool {
        self.enter(array.address())
    }

    /// Opens a hash; false where it is open already.
    pub(super) fn enter_hash(&mut self, hash: &Hash) -> bool {
        self.enter(hash.address())
    }

    fn enter(&mut self, container: usize) -> bool {
        let few = self.open.len().min(FEW);
        if self.open[..few].contains(&container) || self.deep.contains(&container) {
            return false;
        }
        if self.open.len() >= FEW {
            self.deep.insert(container);
        }
        self.open.push(container);
        true
    }

    /// Closes the innermost.
    pub(super) fn leave(&mut self) {
        if let Some(container) = self.open.pop()
            && self.open.len() >= FEW
        {
            self.deep.remove(&container);
        }
    }
}
