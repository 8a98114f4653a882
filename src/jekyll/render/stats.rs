//! How often each template was rendered, how much it printed and how long that took: what `--profile` shows
//! (liquid_renderer.rb). Includes are counted within their callers and by themselves.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indexmap::IndexMap;

/// The templates that have been looked at, by name.
#[derive(Default)]
pub(crate) struct Stats(Mutex<IndexMap<String, Stat>>);

/// What is known of one template.
#[derive(Debug, Clone, Copy, Default)]
pub struct Stat {
    /// How often it was rendered.
    pub count: usize,
    /// How many bytes it printed.
    pub bytes: usize,
    /// How long parsing and rendering it took.
    pub time: Duration,
}

impl Stats {
    /// Adds the time that it takes to parse a template.
    pub(super) fn parsing<T>(&self, name: &str, parse: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let parsed = parse();
        self.change(name, |stat| stat.time += start.elapsed());
        parsed
    }

    /// Counts a rendering, which appends to `out`.
    pub(crate) fn rendering<T>(
        &self,
        name: &str,
        out: &mut String,
        render: impl FnOnce(&mut String) -> T,
    ) -> T {
        let (start, before) = (Instant::now(), out.len());
        let rendered = render(out);
        self.change(name, |stat| {
            stat.count += 1;
            stat.bytes += out.len().saturating_sub(before);
            stat.time += start.elapsed();
        });
        rendered
    }

    fn change(&self, name: &str, change: impl FnOnce(&mut Stat)) {
        let mut stats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match stats.get_mut(name) {
            Some(stat) => change(stat),
            None => change(stats.entry(name.to_string()).or_default()),
        }
    }

    /// All of them, those that took the most time first.
    pub(super) fn by_time(&self) -> Vec<(String, Stat)> {
        let stats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sorted: Vec<_> = stats
            .iter()
            .map(|(name, stat)| (name.clone(), *stat))
            .collect();
        sorted.sort_by_key(|(_, stat)| std::cmp::Reverse(stat.time));
        sorted
    }
}
