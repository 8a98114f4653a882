//! Emphasis: `*`, `_`, and both of each. What finds no end as strong is tried as plain emphasis.

use super::memo::emphasis_bit;
use super::{FrameKind, Spans, open};
use crate::kramdown::scan::*;
use crate::kramdown::tree::Kind;
use crate::kramdown::unicode::{is_alnum, is_alpha};

impl Spans<'_, '_, '_> {
    pub(super) fn emphasis(&mut self) -> bool {
        let mark = at(self.s, self.pos);
        let strong = at(self.s, self.pos + 1) == mark;
        let len = if strong { 2 } else { 1 };
        let behind = self.pos + len;
        let nested = self.top().open & if strong { open::STRONG } else { open::EM } != 0;
        if nested || space_at(self.s, behind) || (mark == b'_' && self.word_before()) {
            self.text_to(behind);
            return true;
        }
        self.open_emphasis(mark, strong, len);
        true
    }

    fn open_emphasis(&mut self, mark: u8, strong: bool, len: usize) {
        let start = self.pos;
        let tree_mark = self.doc.tree.mark();
        let (kind, bit) = if strong {
            (Kind::Strong, open::STRONG)
        } else {
            (Kind::Em, open::EM)
        };
        let line = self.line_number();
        let node = self.doc.tree.create(kind);
        self.doc.tree.node_mut(node).line = line;
        let open = self.top().open | bit;
        let full = self.full;
        self.open(
            FrameKind::Emphasis { mark, strong, len },
            node,
            full,
            open,
            start,
            tree_mark,
        );
        self.pos = start + if strong { 2 } else { 1 };
    }

    /// Whether the underscores at the position follow a word: then they are text.
    fn word_before(&mut self) -> bool {
        let bytes = self.s.as_bytes();
        let (known_start, known_end) = self.memo.underscores;
        let mut start = self.pos;
        while start > 0 && bytes[start - 1] == b'_' {
            start -= 1;
            if start <= known_end && start >= known_start {
                start = known_start;
                break;
            }
        }
        self.memo.underscores = (start, self.pos);
        match char_before(self.s, start) {
            Some('-') => char_before(self.s, start - 1).is_some_and(is_alpha),
            Some(c) => is_alpha(c),
            None => false,
        }
    }

    pub(super) fn stop_emphasis(&mut self) -> bool {
        let frame = self.top();
        let FrameKind::Emphasis { mark, strong, .. } = frame.kind else {
            return false;
        };
        let (node, bit) = (frame.node, emphasis_bit(mark, strong, frame.open));
        if self.doc.warnings.is_none() && self.memo.failed_emphasis(self.pos, bit) {
            self.fail_emphasis();
            return true;
        }
        let (s, pos) = (self.s, self.pos);
        let second = at(s, pos + 1) == mark;
        let matched = at(s, pos) == mark && (!strong || second);
        let filled = self.has_children(node);
        let end = pos + if strong { 2 } else { 1 };
        let closes = matched
            && filled
            && !char_before(s, pos).is_some_and(|c| c.is_ascii() && is_space(c as u8))
            && (strong || !second || at(s, pos + 2) == mark)
            && (mark != b'_' || !char_at(s, end).is_some_and(is_alnum));
        if !closes {
            // An empty element passes by an end that would hold for others.
            if filled || !matched {
                self.visited.push((pos as u32, 0));
            }
            return false;
        }
        if let Some(frame) = self.frames.pop() {
            self.visited.truncate(frame.visited);
        }
        self.pos = end;
        let parent = self.node();
        self.doc.tree.append(parent, node);
        true
    }

    pub(super) fn fail_emphasis(&mut self) {
        let frame = self.top();
        let FrameKind::Emphasis { mark, strong, len } = frame.kind else {
            return;
        };
        let bit = emphasis_bit(mark, strong, frame.open);
        let visited = &self.visited[frame.visited..];
        if !visited.is_empty() {
            self.memo.fail_emphasis(self.s.len(), visited, bit);
        }
        let Some(frame) = self.revert() else { return };
        if strong && self.doc.tree.kind(self.node()) != Kind::Em {
            self.open_emphasis(mark, false, len);
            self.top_mut().warnings = frame.warnings;
            return;
        }
        if let Some(warnings) = &mut self.doc.warnings {
            // kramdown means to drop those of the failed attempt, and drops those before it.
            warnings.drain(..frame.warnings.min(warnings.len()));
        }
        self.text_to(frame.start + len);
    }
}
