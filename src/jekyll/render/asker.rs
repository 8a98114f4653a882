//! Who asks: the document that is being rendered on this thread. What a template can see of other documents, and all
//! that is made once for the first who asks, looks here, and so answers as if documents were rendered one by one.

use std::any::Any;
use std::borrow::Cow;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering as Atomic};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::payload::Left;
use super::reads::{Read, Reads, Record};
use super::turns::Turns;
use crate::error::{Error, Result};
use crate::jekyll::document::Converted;
use crate::jekyll::log::{self, Collected};
use crate::jekyll::setup::Setup;
use crate::value::Clock;

/// A document that is being rendered, or a template that belongs to none.
pub(crate) struct Asker {
    setup: Arc<Setup>,
    /// Its place among all that is rendered.
    order: usize,
    /// The others that are rendered beside it; none where one follows the other.
    turns: Option<Arc<Turns>>,
    /// Whether all before it are done.
    in_turn: AtomicBool,
    /// Whether it went on without those before it, because one of them has failed: nothing that it makes counts.
    is_lost: AtomicBool,
    /// What it tells, until its turn comes.
    told: Arc<Collected>,
    /// The excerpts that are being rendered for it, each for the one before.
    excerpts: Mutex<Vec<usize>>,
    guess: Guess,
    /// What it reads, where that is recorded: its own reads first, then those of the excerpts being rendered for it.
    reads: Option<Reading>,
}

/// What an asker reads.
struct Reading {
    record: Arc<Record>,
    frames: Mutex<Vec<(usize, Reads)>>,
}

/// An excerpt that is rendered before its asker's turn, in the hope that it hangs on nothing that others do.
#[derive(Default)]
struct Guess {
    is_on: AtomicBool,
    is_spoiled: AtomicBool,
    /// How much had been told before it.
    told: AtomicUsize,
}

thread_local! {
    static ASKER: RefCell<Option<Arc<Asker>>> = const { RefCell::new(None) };
}

/// The asker on this thread, if it asks of this site.
pub(super) fn current(setup: &Setup) -> Option<Arc<Asker>> {
    ASKER.with_borrow(|asker| {
        let asker = asker.as_ref()?;
        asker.setup.is_of_site_of(setup).then(|| Arc::clone(asker))
    })
}

/// Says that whoever asks on this thread has read something, where that is recorded.
pub(crate) fn note(setup: &Setup, read: Read<'_>) {
    ASKER.with_borrow(|asker| {
        if let Some(asker) = asker
            && asker.setup.is_of_site_of(setup)
        {
            asker.note(read);
        }
    });
}

/// The clock that templates of this asker look at: it tells when somebody does.
pub(super) fn clock(setup: &Setup) -> Cow<'_, Clock> {
    let asked = ASKER.with_borrow(|asker| {
        let asker = asker.as_ref().filter(|it| it.setup.is_of_site_of(setup))?;
        let frames = asker.reads.as_ref()?.frames();
        frames.last().map(|(_, reads)| Arc::clone(&reads.now))
    });
    match asked {
        None => Cow::Borrowed(&setup.clock),
        asked => Cow::Owned(Clock {
            asked,
            ..setup.clock.clone()
        }),
    }
}

/// What a document has put into one of its slots, as far as the asker can see it: it waits for a document before its
/// own, and knows nothing of one behind.
pub(crate) fn look<'s, T>(setup: &Setup, order: usize, slot: &'s OnceLock<T>) -> Option<&'s T> {
    let Some(asker) = current(setup) else {
        return slot.get();
    };
    let Some(turns) = &asker.turns else {
        return slot.get();
    };
    if asker.spoils_guess() {
        return None;
    }
    match order.cmp(&asker.order) {
        Ordering::Less => {
            if slot.get().is_none() && !turns.wait_for(asker.order, order, slot) {
                asker.is_lost.store(true, Atomic::Relaxed);
            }
            slot.get()
        }
        Ordering::Equal => slot.get(),
        Ordering::Greater => None,
    }
}

/// Waits until all documents before the asker's are done, as who looks at or adds to what they share has to. Whether
/// it may add to it: what comes of a mere guess may not be kept.
pub(crate) fn take_turn(setup: &Setup) -> bool {
    let Some(asker) = current(setup) else {
        return true;
    };
    !asker.spoils_guess() && asker.take_turn()
}

/// Whether the asker may change what others see; a guess may not, and is none any more for having tried.
pub(crate) fn may_leave_traces(setup: &Setup) -> bool {
    current(setup).is_none_or(|asker| !asker.spoils_guess())
}

/// Whether what the asker has found so far may be kept for others.
pub(crate) fn may_keep(setup: &Setup) -> bool {
    current(setup).is_none_or(|asker| {
        let is_spoiled = asker.guess.is_on.load(Atomic::Relaxed) && asker.is_spoiled();
        !is_spoiled && !asker.is_lost.load(Atomic::Relaxed)
    })
}

/// The place of the asker among all that is rendered; none where documents follow one another or nobody asks.
pub(crate) fn place(setup: &Setup) -> Option<usize> {
    let asker = current(setup)?;
    asker.turns.is_some().then_some(asker.order)
}

/// What the documents before the asker's have left, which is the asker's from now on.
pub(super) fn left(setup: &Setup) -> Left {
    let Some(asker) = current(setup) else {
        return Left::default();
    };
    match &asker.turns {
        Some(turns) if asker.take_turn() => turns.take_left(),
        _ => Left::default(),
    }
}

impl Asker {
    /// Who asks while one document follows the other, or where there are no documents.
    pub(super) fn alone(setup: &Arc<Setup>) -> Arc<Self> {
        Self::new(setup, 0, None, None)
    }

    /// A document that is rendered beside others.
    pub(super) fn among(
        setup: &Arc<Setup>,
        order: usize,
        turns: &Arc<Turns>,
        record: Option<&Arc<Record>>,
    ) -> Arc<Self> {
        Self::new(setup, order, Some(Arc::clone(turns)), record)
    }

    fn new(
        setup: &Arc<Setup>,
        order: usize,
        turns: Option<Arc<Turns>>,
        record: Option<&Arc<Record>>,
    ) -> Arc<Self> {
        Arc::new(Asker {
            order,
            in_turn: AtomicBool::new(turns.is_none()),
            turns,
            is_lost: AtomicBool::new(false),
            told: Arc::new(Collected::in_front_of(setup.log.as_ref())),
            setup: Arc::clone(setup),
            excerpts: Mutex::default(),
            guess: Guess::default(),
            reads: record.map(|record| Reading {
                record: Arc::clone(record),
                frames: Mutex::new(vec![(order, Reads::default())]),
            }),
        })
    }

    fn note(&self, read: Read<'_>) {
        let Some(reading) = &self.reads else {
            return;
        };
        if let Read::Order = read {
            reading.record.hang_on_order();
            return;
        }
        if let Read::File(path) = read {
            reading.record.stamp(path, self.setup.files.as_ref());
        }
        if let Some((_, reads)) = reading.frames().last_mut() {
            reads.add(read);
        }
    }

    /// Hands over what was read, once all is rendered.
    pub(super) fn settle_reads(&self) {
        if let Some(reading) = &self.reads
            && let Some((order, reads)) = reading.frames().pop()
        {
            reading.record.set_item(order, Arc::new(reads));
        }
    }

    /// What it has told so far.
    pub(super) fn told(&self) -> &Collected {
        &self.told
    }

    /// Does some work in the name of this asker.
    pub(super) fn during<T>(self: &Arc<Self>, work: impl FnOnce() -> T) -> T {
        let _asking = Asking::begin(Some(Arc::clone(self)));
        work()
    }

    /// Whether its turn has come; waits for it. Not where a document before it has failed.
    pub(super) fn take_turn(&self) -> bool {
        self.note(Read::Order);
        if self.is_lost.load(Atomic::Relaxed) {
            return false;
        }
        if let Some(turns) = &self.turns
            && !self.in_turn.load(Atomic::Relaxed)
        {
            if !turns.wait_for_turn(self.order) {
                self.is_lost.store(true, Atomic::Relaxed);
                return false;
            }
            self.in_turn.store(true, Atomic::Relaxed);
        }
        true
    }

    /// Renders an excerpt. Before the asker's turn that is a guess: it counts if nothing in it hung on what others do
    /// and it told nothing; else the excerpt is rendered again when the turn has come, unless it is there by then.
    pub(super) fn excerpt(
        &self,
        order: usize,
        slot: &OnceLock<Converted>,
        render: impl Fn() -> Result<Converted>,
    ) -> Result<Converted> {
        self.enter(order)?;
        let result = self.guess_or_render(slot, || {
            if let Some(reading) = &self.reads {
                reading.frames().push((order, Reads::default()));
            }
            let text = render();
            if let Some(reading) = &self.reads
                && let Some((order, reads)) = reading.frames().pop()
            {
                reading.record.set_excerpt(order, Arc::new(reads));
            }
            text
        });
        self.excerpts().pop();
        result
    }

    fn guess_or_render(
        &self,
        slot: &OnceLock<Converted>,
        render: impl Fn() -> Result<Converted>,
    ) -> Result<Converted> {
        let keep = |excerpt: Converted| slot.get_or_init(|| excerpt).clone();
        if self.guess.is_on.load(Atomic::Relaxed) {
            let text = render();
            return match text {
                Ok(text) if !self.is_spoiled() => Ok(keep(text)),
                text => text,
            };
        }
        if !self.in_turn.load(Atomic::Relaxed) {
            if let Some(text) = self.guess(&render) {
                return Ok(keep(text));
            }
            let in_turn = self.take_turn();
            if let Some(text) = slot.get() {
                return Ok(text.clone());
            }
            if !in_turn {
                return render();
            }
        }
        render().map(keep)
    }

    fn guess(&self, render: impl Fn() -> Result<Converted>) -> Option<Converted> {
        let told = self.told.len();
        self.guess.told.store(told, Atomic::Relaxed);
        self.guess.is_spoiled.store(false, Atomic::Relaxed);
        self.guess.is_on.store(true, Atomic::Relaxed);
        let text = render();
        self.guess.is_on.store(false, Atomic::Relaxed);
        let is_spoiled = self.is_spoiled();
        self.told.truncate(told);
        text.ok().filter(|_| !is_spoiled)
    }

    /// Whether this is a guess, which is spoiled by whoever asks.
    fn spoils_guess(&self) -> bool {
        let is_guess = self.guess.is_on.load(Atomic::Relaxed);
        if is_guess {
            self.guess.is_spoiled.store(true, Atomic::Relaxed);
        }
        is_guess
    }

    fn is_spoiled(&self) -> bool {
        self.guess.is_spoiled.load(Atomic::Relaxed)
            || self.told.len() > self.guess.told.load(Atomic::Relaxed)
    }

    fn excerpts(&self) -> std::sync::MutexGuard<'_, Vec<usize>> {
        self.excerpts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One excerpt deeper; an excerpt that asks for itself would never end.
    fn enter(&self, order: usize) -> Result<()> {
        let mut excerpts = self.excerpts();
        if excerpts.contains(&order) || excerpts.len() == MAX_DEPTH {
            return Err(Error::ruby("SystemStackError", "stack level too deep"));
        }
        excerpts.push(order);
        Ok(())
    }

    /// How many excerpts are being rendered, each for the one before.
    pub(super) fn depth(&self) -> usize {
        self.excerpts().len()
    }
}

impl Reading {
    fn frames(&self) -> std::sync::MutexGuard<'_, Vec<(usize, Reads)>> {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Excerpts that ask for excerpts nest no deeper: Ruby's stack is full about there.
const MAX_DEPTH: usize = 400;

/// While it lives, what is asked on this thread is asked by one asker, and what is told is kept by it.
struct Asking {
    before: Option<Arc<Asker>>,
    _aside: Option<log::Aside>,
}

impl Asking {
    fn begin(asker: Option<Arc<Asker>>) -> Self {
        let aside = asker.as_ref().filter(|asker| asker.turns.is_some());
        Asking {
            _aside: aside.map(|asker| log::Aside::begin(&asker.setup.log, &asker.told)),
            before: ASKER.replace(asker),
        }
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        ASKER.set(self.before.take());
    }
}

/// Takes the asker of this thread to another thread.
pub(super) fn carry() -> Option<crate::liquid::Carry> {
    let asker = ASKER.with_borrow(Option::clone)?;
    Some(Box::new(move || {
        Box::new(Asking::begin(Some(asker))) as Box<dyn Any>
    }))
}
