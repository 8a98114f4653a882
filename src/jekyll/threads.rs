//! On how many threads a site is read, rendered and written: as many as the machine has, or as many as one is told.
//! What comes out is the same.

use std::num::NonZeroUsize;
use std::sync::{Arc, OnceLock};
use std::thread;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::environment::Environment;

/// How many threads there are to be.
#[derive(Clone, Default)]
pub struct Threads {
    given: Option<NonZeroUsize>,
    /// The pool for a number that was given; else there is that of the process.
    own: Arc<OnceLock<Option<ThreadPool>>>,
}

/// With fewer things to do than this for each, more threads cost more than they save.
const WORTHWHILE: usize = 16;

impl Threads {
    /// The variable that says how many.
    pub const VARIABLE: &str = "REKYLL_THREADS";

    /// What REKYLL_THREADS says, or RAYON_NUM_THREADS.
    pub fn of(environment: &Environment) -> Self {
        let number = |name: &str| environment.get(name)?.trim().parse().ok();
        Threads {
            given: number(Self::VARIABLE).or_else(|| number("RAYON_NUM_THREADS")),
            own: Arc::default(),
        }
    }

    /// One, whatever there is to do.
    pub fn one() -> Self {
        Threads {
            given: Some(NonZeroUsize::MIN),
            own: Arc::default(),
        }
    }

    /// On how many threads it pays to do so many things.
    pub fn for_items(&self, count: usize) -> usize {
        match self.given {
            Some(given) => given.get().min(count.max(1)),
            None => {
                let available = thread::available_parallelism().map_or(1, NonZeroUsize::get);
                available.min(count / WORTHWHILE).max(1)
            }
        }
    }

    /// Does some work on every item, side by side, and gives what comes of it in the order of the items.
    pub fn map<T: Send, R: Send>(&self, items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
        if self.for_items(items.len()) < 2 {
            return items.into_iter().map(work).collect();
        }
        match self.own_pool() {
            Some(pool) => pool.install(|| items.into_par_iter().map(&work).collect()),
            None => items.into_par_iter().map(&work).collect(),
        }
    }

    fn own_pool(&self) -> Option<&ThreadPool> {
        let given = self.given?;
        let pool = self.own.get_or_init(|| {
            let builder = rayon::ThreadPoolBuilder::new().num_threads(given.get());
            builder.build().ok()
        });
        pool.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threads(variables: &[(&str, &str)]) -> Threads {
        let mut environment = Environment::default();
        for (name, value) in variables {
            environment.set(name, *value);
        }
        Threads::of(&environment)
    }

    #[test]
    fn as_many_as_one_is_told() {
        assert_eq!(threads(&[("REKYLL_THREADS", "3")]).for_items(100), 3);
        assert_eq!(threads(&[("REKYLL_THREADS", "8")]).for_items(2), 2);
        let both = [("RAYON_NUM_THREADS", "5"), ("REKYLL_THREADS", "2")];
        assert_eq!(threads(&both).for_items(100), 2);
        assert_eq!(threads(&both[..1]).for_items(100), 5);
        assert_eq!(threads(&[("REKYLL_THREADS", "0")]).for_items(1), 1);
    }

    #[test]
    fn results_keep_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let doubled: Vec<usize> = items.iter().map(|i| i * 2).collect();
        for number in ["1", "3"] {
            let threads = threads(&[("REKYLL_THREADS", number)]);
            assert_eq!(threads.map(items.clone(), |i| i * 2), doubled);
        }
    }
}
