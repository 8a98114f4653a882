//! How far the documents of a site are that are rendered side by side, and what one leaves to the next. Nobody waits but
//! for documents before its own, and those have all been begun: so the first that is not done never waits.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering, fence};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use super::asker::Asker;
use super::payload::{Changes, Left};
use crate::error::{Error, Result};
use crate::jekyll::log::Log;

/// How far the documents of a site are.
#[derive(Default)]
pub(super) struct Turns {
    state: Mutex<State>,
    /// Woken when a document is converted or done.
    moved: Condvar,
    waiting: AtomicUsize,
    failed: FirstFailure,
}

#[derive(Default)]
struct State {
    /// The first document that is not done.
    next: usize,
    /// What came of documents behind it.
    early: BTreeMap<usize, Finished>,
    left: Left,
    error: Option<Error>,
}

struct Finished {
    asker: Arc<Asker>,
    result: Result<Changes>,
}

/// The first document so far, in Jekyll's order, that has failed.
struct FirstFailure(AtomicUsize);

impl Default for FirstFailure {
    fn default() -> Self {
        FirstFailure(AtomicUsize::new(usize::MAX))
    }
}

impl FirstFailure {
    fn is_before(&self, order: usize) -> bool {
        self.0.load(Ordering::SeqCst) < order
    }
}

impl Turns {
    /// Whether there is no use in beginning this document: one before it has failed.
    pub(super) fn is_over_for(&self, order: usize) -> bool {
        self.failed.is_before(order)
    }

    /// Waits until all documents before this one are done; false if one of them has failed.
    pub(super) fn wait_for_turn(&self, order: usize) -> bool {
        self.wait(order, |state| state.next >= order)
    }

    /// Waits until the document `wanted` has filled a slot or is done; false if one before the asker's has failed.
    pub(super) fn wait_for<T>(&self, order: usize, wanted: usize, slot: &OnceLock<T>) -> bool {
        self.wait(order, |state| {
            slot.get().is_some() || state.next > wanted || state.early.contains_key(&wanted)
        })
    }

    fn wait(&self, order: usize, is_there: impl Fn(&State) -> bool) -> bool {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        fence(Ordering::SeqCst);
        let mut state = self.lock();
        let came = loop {
            if is_there(&state) {
                break true;
            }
            if self.failed.is_before(order) {
                break false;
            }
            state = self
                .moved
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        };
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        came
    }

    /// Says that a document has filled one of its slots.
    pub(super) fn tell(&self) {
        fence(Ordering::SeqCst);
        if self.waiting.load(Ordering::SeqCst) > 0 {
            drop(self.lock());
            self.moved.notify_all();
        }
    }

    /// What the documents that are done have left; whose turn it is takes it, and gives it back with its changes.
    pub(super) fn take_left(&self) -> Left {
        std::mem::take(&mut self.lock().left)
    }

    /// Takes in what came of a document. What is told and left counts when all before it are done.
    pub(super) fn finish(
        &self,
        order: usize,
        asker: Arc<Asker>,
        result: Result<Changes>,
        log: &dyn Log,
    ) {
        let mut state = self.lock();
        if result.is_err() {
            self.failed.0.fetch_min(order, Ordering::SeqCst);
        }
        state.early.insert(order, Finished { asker, result });
        state.go_on(log);
        drop(state);
        if self.waiting.load(Ordering::SeqCst) > 0 {
            self.moved.notify_all();
        }
    }

    /// Lets nobody wait any longer: a document will never be done.
    pub(super) fn give_up(&self) {
        self.failed.0.store(0, Ordering::SeqCst);
        drop(self.lock());
        self.moved.notify_all();
    }

    /// The end: the first error in Jekyll's order, if there was one.
    pub(super) fn end(&self) -> Result<()> {
        let mut state = self.lock();
        state.early.clear();
        state.error.take().map_or(Ok(()), Err)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn go_on(&mut self, log: &dyn Log) {
        while self.error.is_none()
            && let Some(finished) = self.early.remove(&self.next)
        {
            finished.asker.told().pass_on(log);
            match finished.result {
                Ok(changes) => {
                    self.left.take_in(changes);
                    self.next += 1;
                }
                Err(error) => self.error = Some(error),
            }
        }
    }
}
