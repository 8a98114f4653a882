//! Sessions of IRB and Pry: a console whose language is Ruby.

use super::console::Console;
use crate::highlight::machine::{Machine, Sink};

pub(in crate::highlight) fn run(machine: &mut Machine, text: &str, sink: &mut dyn Sink) {
    let console = Console::new(machine).with(|_, line| prompt(line), "ruby", "irb_output");
    console.run(machine, text, sink);
}

/// A prompt ends in `>`, `"` or `*`, behind one of its names or before another `>`.
fn prompt(line: &str) -> Option<usize> {
    const ENDS: [char; 3] = ['>', '"', '*'];
    let line = line.strip_suffix('\n').unwrap_or(line);
    for (at, c) in line.char_indices() {
        let rest = &line[at..];
        if let Some(named) = rest
            .strip_prefix("irb")
            .or_else(|| rest.strip_prefix("pry"))
        {
            return named.find(ENDS).map(|end| at + 3 + end + 1);
        }
        if ENDS.contains(&c) && rest[1..].starts_with('>') {
            return Some(at + 2);
        }
    }
    None
}
