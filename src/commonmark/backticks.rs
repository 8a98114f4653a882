//! Backticks that begin code for pulldown-cmark and not for cmark. Once cmark has looked in vain for what closes a run, it
//! goes by where it last saw a run of each length, and a closing one that it came by since hides those behind it.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

/// Longer runs begin and end nothing.
const MAX_RUN: usize = 80;

/// Finds them while a text is rendered.
pub(super) struct Backticks<'t> {
    text: &'t str,
    /// The part of a block that is read at one go.
    part: Option<Range<usize>>,
    /// Whether a block of code or HTML is open.
    is_raw: bool,
    found: Vec<usize>,
}

impl<'t> Backticks<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Backticks {
            text,
            part: None,
            is_raw: false,
            found: Vec::new(),
        }
    }

    /// Takes note of an event.
    pub(super) fn see(&mut self, event: &Event<'_>, range: &Range<usize>) {
        let is_inline = match event {
            Event::Start(tag) => {
                self.is_raw |= matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock);
                is_inline(&tag.to_end())
            }
            Event::End(tag) => {
                self.is_raw &= !matches!(tag, TagEnd::CodeBlock | TagEnd::HtmlBlock);
                is_inline(tag)
            }
            Event::Html(_) | Event::Rule | Event::TaskListMarker(_) => false,
            _ => !self.is_raw,
        };
        if !is_inline {
            self.end_part();
        } else if let Some(part) = &mut self.part {
            part.end = part.end.max(range.end);
        } else {
            self.part = Some(range.clone());
        }
    }

    /// Where they stand.
    pub(super) fn finish(mut self) -> Vec<usize> {
        self.end_part();
        self.found
    }

    fn end_part(&mut self) {
        let Some(part) = self.part.take() else {
            return;
        };
        let runs = runs(&self.text[part.clone()]);
        // one that is never closed, one that is, and two that could be
        if runs.len() >= 5 {
            let hidden = hidden(&runs);
            let places = hidden.flat_map(|run| part.start + run.start..part.start + run.end);
            self.found.extend(places);
        }
    }
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// A run of backticks.
#[derive(Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    /// Whether its first backtick is text where the run does not end code.
    is_escaped: bool,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut from = 0;
    while let Some(found) = memchr::memchr(b'`', &text.as_bytes()[from..]) {
        let start = from + found;
        let length = text[start..].bytes().take_while(|&b| b == b'`').count();
        let slashes = text[..start]
            .bytes()
            .rev()
            .take_while(|&b| b == b'\\')
            .count();
        from = start + length;
        runs.push(Run {
            start,
            end: from,
            is_escaped: slashes % 2 == 1,
        });
    }
    runs
}

/// The runs that cmark takes for text because it believes that nothing closes them (`scan_to_closing_backticks`).
fn hidden(runs: &[Run]) -> impl Iterator<Item = Run> {
    let mut hidden = Vec::new();
    let mut last = [0; MAX_RUN + 1];
    let mut ends = [0; MAX_RUN + 1];
    for run in runs {
        if let Some(end) = ends.get_mut(run.end - run.start) {
            *end = run.end;
        }
    }
    let mut has_missed = false;
    let mut at = 0;
    while let Some(run) = runs.get(at) {
        let start = run.start + usize::from(run.is_escaped);
        let length = run.end - start;
        at += 1;
        if length == 0 || length > MAX_RUN {
            continue;
        }
        if has_missed && last[length] <= run.end {
            // behind a backslash a part would still be there; and what nothing could close may stay
            if !run.is_escaped && ends[length] > run.end {
                hidden.push(*run);
            }
            continue;
        }
        let close = runs[at..].iter().position(|other| {
            let other_length = other.end - other.start;
            if let Some(last) = last.get_mut(other_length) {
                *last = other.start;
            }
            other_length == length
        });
        match close {
            Some(close) => at += close + 1,
            None => has_missed = true,
        }
    }
    hidden.into_iter()
}
