//! What the span parser has learnt about a text on the way: which beginnings have no end.
//! An element that fails leaves its positions here, so that no position fails twice in the same way.

use crate::kramdown::HashMap;
use crate::kramdown::scan::Braces;

/// An emphasis mark, by the place of its bits.
pub(super) fn emphasis_bit(mark: u8, strong: bool, open: u8) -> u32 {
    let kind = u32::from(mark == b'_') * 2 + u32::from(strong);
    1 << (kind * 8 + u32::from(open & 7))
}

/// Nothing known about a link's end.
pub(super) const UNKNOWN: u32 = 0;
/// The bracket is never closed.
pub(super) const UNCLOSED: u32 = u32::MAX;

#[derive(Default)]
pub(super) struct Memo {
    /// By position: the emphasis that was open there and found no end.
    emphasis: Vec<u32>,
    /// By position: the tags that were open there and found no end.
    html: Vec<u16>,
    /// By open elements and position: where the brackets open there come down by one, plus one.
    links: [Vec<u32>; 8],
    /// Runs of backquotes that come no more from a position on.
    ticks: Vec<(usize, usize)>,
    pub(super) braces: Braces,
    /// Whether the text has tags of images, once somebody has asked.
    pub(super) images_of_tags: Option<bool>,
    pub(super) no_math: Option<usize>,
    pub(super) no_strikethrough: Option<usize>,
    pub(super) no_comment_end: Option<usize>,
    pub(super) no_cdata_end: Option<usize>,
    /// Between these two there is no closing angle.
    pub(super) no_angle: Option<(usize, usize)>,
    pub(super) no_extension_end: Vec<(String, usize)>,
    /// For both quotation marks: the title of a link ends no more.
    pub(super) no_title_end: [Option<usize>; 2],
    pub(super) parens: Option<Parens>,
    /// The last run of underscores that was looked back over.
    pub(super) underscores: (usize, usize),
}

impl Memo {
    /// Forgets everything, for another text, and keeps its room.
    pub(super) fn clear(&mut self) {
        self.emphasis.clear();
        self.html.clear();
        self.links.iter_mut().for_each(Vec::clear);
        self.ticks.clear();
        self.braces = Braces::default();
        self.images_of_tags = None;
        self.no_math = None;
        self.no_strikethrough = None;
        self.no_comment_end = None;
        self.no_cdata_end = None;
        self.no_angle = None;
        self.no_extension_end.clear();
        self.no_title_end = [None; 2];
        self.parens = None;
        self.underscores = (0, 0);
    }

    pub(super) fn failed_emphasis(&self, pos: usize, bit: u32) -> bool {
        self.emphasis.get(pos).is_some_and(|bits| bits & bit != 0)
    }

    pub(super) fn fail_emphasis(&mut self, len: usize, visited: &[(u32, i32)], bit: u32) {
        if self.emphasis.is_empty() {
            self.emphasis.resize(len + 1, 0);
        }
        for &(pos, _) in visited {
            self.emphasis[pos as usize] |= bit;
        }
    }

    pub(super) fn unclosed_html(&self, pos: usize, open: u8, raw: bool) -> bool {
        self.html
            .get(pos)
            .is_some_and(|bits| bits & html_bit(open, raw) != 0)
    }

    pub(super) fn leave_html_unclosed(&mut self, len: usize, pos: usize, open: u8, raw: bool) {
        if self.html.is_empty() {
            self.html.resize(len + 1, 0);
        }
        self.html[pos] |= html_bit(open, raw);
    }

    pub(super) fn link_end(&self, pos: usize, open: u8) -> u32 {
        self.links[usize::from(open & 7)]
            .get(pos)
            .copied()
            .unwrap_or(UNKNOWN)
    }

    /// Keeps what a link's way through the text says about every bracket on it. `depth` is the depth at its
    /// end; `complete` says that this was the end of the text.
    pub(super) fn keep_link(
        &mut self,
        len: usize,
        visited: &[(u32, i32)],
        depth: i32,
        open: u8,
        complete: bool,
    ) {
        let ends = &mut self.links[usize::from(open & 7)];
        if ends.is_empty() {
            ends.resize(len + 1, UNKNOWN);
        }
        // From the back: the steps down that are still the next for some depth.
        let mut steps: Vec<(i32, u32)> = Vec::new();
        let mut after = depth;
        for &(pos, before) in visited.iter().rev() {
            while steps.last().is_some_and(|&(reached, _)| reached >= after) {
                steps.pop();
            }
            steps.push((after, pos));
            // The first step below the depth at this position.
            let below = steps.partition_point(|&(reached, _)| reached < before);
            match below.checked_sub(1) {
                Some(at) => ends[pos as usize] = steps[at].1 + 1,
                None if complete => ends[pos as usize] = UNCLOSED,
                None => {}
            }
            after = before;
        }
    }

    /// As `keep_link`, where images of tags change the depth between brackets: the end is the first bracket that
    /// comes to the depth itself. `after` says the depths behind the brackets.
    pub(super) fn keep_link_exactly(
        &mut self,
        len: usize,
        visited: &[(u32, i32)],
        after: &[Option<i32>],
        open: u8,
        complete: bool,
    ) {
        let ends = &mut self.links[usize::from(open & 7)];
        if ends.is_empty() {
            ends.resize(len + 1, UNKNOWN);
        }
        // From the back: the next bracket that comes to a depth.
        let mut next = HashMap::default();
        for (&(pos, before), after) in visited.iter().zip(after).rev() {
            if let &Some(after) = after {
                next.insert(after, pos);
            }
            match next.get(&(before - 1)) {
                Some(end) => ends[pos as usize] = end + 1,
                None if complete => ends[pos as usize] = UNCLOSED,
                None => {}
            }
        }
    }

    pub(super) fn no_ticks(&self, len: usize, pos: usize) -> bool {
        self.ticks
            .iter()
            .any(|&(run, from)| run <= len && from <= pos)
    }

    pub(super) fn add_no_ticks(&mut self, len: usize, pos: usize) {
        self.ticks.push((len, pos));
    }

    pub(super) fn no_extension_end(&self, name: &str, pos: usize) -> bool {
        self.no_extension_end
            .iter()
            .any(|(known, from)| known == name && *from <= pos)
    }
}

fn html_bit(open: u8, raw: bool) -> u16 {
    1 << (u16::from(open & 7) + if raw { 8 } else { 0 })
}

/// Where the parentheses of a text close, and where white space stands before a quotation mark.
#[derive(Default)]
pub(super) struct Parens {
    /// Opening and closing positions, by the opening.
    pairs: Vec<(usize, usize)>,
    breaks: Vec<usize>,
}

impl Parens {
    pub(super) fn of(s: &str) -> Parens {
        let bytes = s.as_bytes();
        let mut parens = Parens::default();
        let mut open = Vec::new();
        for (pos, &b) in bytes.iter().enumerate() {
            match b {
                b'(' => open.push(pos),
                b')' => {
                    if let Some(start) = open.pop() {
                        parens.pairs.push((start, pos));
                    }
                }
                b'"' | b'\'' if pos > 0 && crate::kramdown::scan::is_space(bytes[pos - 1]) => {
                    parens.breaks.push(pos - 1);
                }
                _ => {}
            }
        }
        parens.pairs.sort_unstable();
        parens
    }

    /// Where the parenthesis at `pos` closes.
    pub(super) fn close(&self, pos: usize) -> Option<usize> {
        let at = self
            .pairs
            .binary_search_by_key(&pos, |&(open, _)| open)
            .ok()?;
        Some(self.pairs[at].1)
    }

    /// The next white space before a quotation mark.
    pub(super) fn next_break(&self, pos: usize) -> Option<usize> {
        self.breaks
            .get(self.breaks.partition_point(|&at| at < pos))
            .copied()
    }
}
