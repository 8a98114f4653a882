//! Renders all documents and pages, in Jekyll's order or side by side. Side by side they are begun in Jekyll's order,
//! and whoever touches what hangs on those before waits for them (see `asker` and `turns`).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::Rendering;
use super::asker::Asker;
use super::payload::{Changes, Left, Payload};
use super::renderer::Renderer;
use super::turns::Turns;
use crate::error::Result;

/// The stack of a thread that renders: as large as that of a program's first thread.
const STACK_SIZE: usize = 8 << 20;

/// Renders everything, on so many threads.
///
/// # Errors
/// The first in Jekyll's order.
pub(super) fn render(rendering: &Arc<Rendering>, threads: usize) -> Result<()> {
    if threads < 2 {
        if let Some(record) = rendering.record.get() {
            // what goes on from one to the next is not recorded here
            record.hang_on_order();
        }
        return one_by_one(rendering);
    }
    let crew = Crew {
        rendering,
        turns: Arc::new(Turns::default()),
        next: AtomicUsize::new(0),
        done: AtomicUsize::new(0),
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            let thread = thread::Builder::new().stack_size(STACK_SIZE);
            // where no more threads are to be had, those that there are do it all
            if thread.spawn_scoped(scope, || crew.work()).is_err() {
                break;
            }
        }
        crew.work();
    });
    crew.turns.end()
}

fn one_by_one(rendering: &Arc<Rendering>) -> Result<()> {
    let mut left = Left::default();
    for order in 0..rendering.count() {
        let mut payload = Payload::after(rendering, left);
        Asker::alone(&rendering.setup).during(|| run(rendering, &mut payload, None, order))?;
        left = Left::default();
        left.take_in(payload.into_changes());
        rendering.log().progress(order + 1, rendering.count());
    }
    Ok(())
}

fn run(
    rendering: &Arc<Rendering>,
    payload: &mut Payload,
    turns: Option<&Turns>,
    order: usize,
) -> Result<()> {
    let Some(item) = rendering.item(order) else {
        return Ok(());
    };
    let renderer = Renderer {
        rendering,
        payload,
        turns,
        item,
    };
    renderer.run().map(|_| ())
}

/// The threads that render a site.
struct Crew<'r> {
    rendering: &'r Arc<Rendering>,
    turns: Arc<Turns>,
    /// The next document to begin.
    next: AtomicUsize,
    /// How many are done.
    done: AtomicUsize,
}

impl Crew<'_> {
    /// Begins one document after the other, each as soon as the one before is done.
    fn work(&self) {
        loop {
            let order = self.next.fetch_add(1, Ordering::Relaxed);
            if order >= self.rendering.count() || self.turns.is_over_for(order) {
                break;
            }
            let unfinished = Unfinished(&self.turns);
            let record = self.rendering.record.get();
            let asker = Asker::among(&self.rendering.setup, order, &self.turns, record);
            let result = if record.is_some_and(|record| record.keeps(order)) {
                // nobody asks what it would have left: that is recorded, and then nothing is kept
                Ok(Changes::none())
            } else {
                let result = asker.during(|| self.changes(order));
                asker.settle_reads();
                result
            };
            std::mem::forget(unfinished);
            let log = self.rendering.log();
            self.turns.finish(order, asker, result, log);
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            log.progress(done, self.rendering.count());
        }
    }

    fn changes(&self, order: usize) -> Result<Changes> {
        let mut payload = Payload::ahead(self.rendering);
        run(self.rendering, &mut payload, Some(&self.turns), order)?;
        Ok(payload.into_changes())
    }
}

/// A document that was begun. Should its thread panic, nobody is to wait for it.
struct Unfinished<'t>(&'t Turns);

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        self.0.give_up();
    }
}
