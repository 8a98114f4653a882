//! Links and images: in brackets, then an address, a reference, or nothing more.

use super::memo::{Parens, UNCLOSED, UNKNOWN};
use super::{FrameKind, Spans, open};
use crate::kramdown::block::LinkDef;
use crate::kramdown::scan::*;
use crate::kramdown::tree::{Id, Kind, NIL};
use std::ops::Range;

/// Where a link leads.
enum Target {
    Inline {
        url: Range<usize>,
        title: Option<Range<usize>>,
        end: usize,
    },
    Reference {
        def: LinkDef,
        end: usize,
    },
}

impl Spans<'_, '_, '_> {
    pub(super) fn link(&mut self) -> bool {
        let image = at(self.s, self.pos) == b'!';
        let behind = self.pos + if image { 2 } else { 1 };
        if behind >= self.s.len() || at(self.s, behind) == b'^' {
            return false;
        }
        let too_deep = self.frames.len() >= super::DEEPEST;
        if too_deep || (!image && self.top().open & open::LINK != 0) {
            self.text_to(behind);
            return true;
        }
        let start = self.pos;
        let mark = self.doc.tree.mark();
        let line = self.line_number();
        let node = self
            .doc
            .tree
            .create(if image { Kind::Img } else { Kind::A });
        self.doc.tree.node_mut(node).line = line;
        let open = self.top().open | open::LINK;
        let full = self.full;
        self.open(
            FrameKind::Link {
                image,
                count: 1,
                images: 0,
            },
            node,
            full,
            open,
            start,
            mark,
        );
        self.pos = behind;
        true
    }

    /// Whether what is known about brackets may be used: not where warnings are wanted from every try.
    fn remembers_links(&self) -> bool {
        self.doc.warnings.is_none()
    }

    /// Whether tags may become images. Each takes back a bracket that nobody counted, so that a link's depth may
    /// step over its end.
    fn has_images_of_tags(&mut self) -> bool {
        let text = self.s.as_bytes();
        self.doc.options.html_to_native
            && *self.memo.images_of_tags.get_or_insert_with(|| {
                memchr::memchr_iter(b'<', text).any(|at| {
                    text.get(at + 1..at + 4)
                        .is_some_and(|name| name.eq_ignore_ascii_case(b"img"))
                })
            })
    }

    /// What the bracket at `pos` adds to a link's depth, if there is one.
    fn step_at(&self, pos: usize) -> Option<i32> {
        match at(self.s, pos) {
            b']' => Some(-1),
            b'[' => Some(1),
            b'!' if at(self.s, pos + 1) == b'[' => Some(1),
            _ => None,
        }
    }

    pub(super) fn stop_link(&mut self) -> bool {
        let frame = self.top();
        let FrameKind::Link {
            image,
            count,
            images,
        } = frame.kind
        else {
            return false;
        };
        let (pos, content) = (self.pos, frame.start + if image { 2 } else { 1 });
        if self.remembers_links() {
            let (first, open) = (frame.visited == self.visited.len(), frame.open);
            let exactly = self.has_images_of_tags();
            let dead = match self.memo.link_end(pos, open) {
                UNKNOWN => false,
                // What was kept is true at a depth of one.
                _ if exactly && !first => false,
                UNCLOSED => true,
                end => first && self.target(content, end as usize - 1).is_none(),
            };
            if dead {
                self.fail_link(true);
                return true;
            }
            self.visited.push((pos as u32, count - images));
        }
        let Some(step) = self.step_at(pos) else {
            return false;
        };
        if let FrameKind::Link { count, .. } = &mut self.top_mut().kind {
            *count += step;
        }
        if count + step - images != 0 {
            return false;
        }
        self.close_link(content, image);
        true
    }

    fn close_link(&mut self, content: usize, image: bool) {
        let Some(target) = self.target(content, self.pos) else {
            if !self.hand_over() {
                self.warn_missing_reference(content);
                self.fail_link(false);
            }
            return;
        };
        let alt = image.then(|| {
            let mut alt = String::new();
            unescape(&self.s[content..self.pos], &mut alt);
            alt
        });
        let Some(frame) = self.frames.pop() else {
            return;
        };
        self.visited.truncate(frame.visited);
        let node = frame.node;
        if let Target::Reference { def, .. } = &target
            && def.eob != NIL
        {
            self.share_ial(node, def.eob);
        }
        let (url, title, end) = match &target {
            Target::Inline { url, title, end } => (
                Some(&self.s[url.clone()]),
                title.as_ref().map(|title| &self.s[title.clone()]),
                *end,
            ),
            Target::Reference { def, end } => (def.url.as_deref(), def.title.as_deref(), *end),
        };
        let tree = &mut self.doc.tree;
        if let Some(url) = url {
            tree.put_attr(node, if image { "src" } else { "href" }, url);
        }
        if let Some(alt) = alt {
            tree.put_attr(node, "alt", &alt);
            tree.clear_children(node);
        }
        if let Some(title) = title {
            tree.put_attr(node, "title", title);
        }
        self.pos = end;
        let parent = self.node();
        self.doc.tree.append(parent, node);
        self.count_image(node);
    }

    /// An image that is none, directly in a link or an image, leaves what it holds to that: going back over it
    /// would find the same again.
    fn hand_over(&mut self) -> bool {
        let exactly = self.has_images_of_tags();
        let [.., outer, frame] = self.frames.as_slice() else {
            return false;
        };
        let (
            FrameKind::Link {
                count: outside,
                images: before,
                ..
            },
            FrameKind::Link { count, images, .. },
        ) = (&outer.kind, &frame.kind)
        else {
            return false;
        };
        if outer.open != frame.open || !self.remembers_links() || exactly {
            return false;
        }
        let depth = outside - before - 1;
        let (count, images) = (*count, *images);
        let Some(frame) = self.frames.pop() else {
            return false;
        };
        self.visited.pop();
        for (_, passed) in &mut self.visited[frame.visited..] {
            *passed += depth;
        }
        if let FrameKind::Link {
            count: outside,
            images: before,
            ..
        } = &mut self.top_mut().kind
        {
            *outside += count;
            *before += images;
        }
        let node = self.node();
        self.doc.tree.add_text(node, "![");
        self.doc.tree.adopt_merging(node, frame.node);
        true
    }

    /// A definition's attribute list holds for all its links, and what is added to one is added to all.
    fn share_ial(&mut self, node: Id, eob: Id) {
        let tree = &mut self.doc.tree;
        let ial = tree.node(eob).ial;
        tree.node_mut(node).ial = ial;
        if let Some(ial) = tree.ial(node).cloned() {
            self.doc.alds.apply(&mut self.doc.tree, node, &ial);
        }
    }

    /// An image in a link takes back the bracket that it was counted as.
    pub(super) fn count_image(&mut self, node: Id) {
        if self.doc.tree.kind(node) == Kind::Img
            && let FrameKind::Link { images, .. } = &mut self.top_mut().kind
        {
            *images += 1;
        }
    }

    /// Takes back the open link; `complete` says that its brackets are never closed.
    pub(super) fn fail_link(&mut self, complete: bool) {
        let exactly = self.has_images_of_tags();
        let frame = self.top();
        let FrameKind::Link {
            image,
            count,
            images,
        } = frame.kind
        else {
            return;
        };
        let visited = &self.visited[frame.visited..];
        if !visited.is_empty() && self.doc.warnings.is_none() {
            let (len, open) = (self.s.len(), frame.open);
            if exactly {
                let after = |pos, before| self.step_at(pos).map(|step| before + step);
                let after: Vec<_> = visited
                    .iter()
                    .map(|&(pos, before)| after(pos as usize, before))
                    .collect();
                self.memo
                    .keep_link_exactly(len, visited, &after, open, complete);
            } else {
                self.memo
                    .keep_link(len, visited, count - images, open, complete);
            }
        }
        if let Some(frame) = self.revert() {
            self.text_to(frame.start + if image { 2 } else { 1 });
        }
    }

    /// What follows the bracket that closes at `close`.
    fn target(&mut self, content: usize, close: usize) -> Option<Target> {
        let behind = close + if at(self.s, close) == b'!' { 2 } else { 1 };
        let named = reference_id(self.s, behind);
        if named.is_some() || at(self.s, behind) != b'(' {
            let (id, end) = named.unwrap_or((behind..behind, behind));
            let mut key = String::new();
            if id.is_empty() {
                self.short_key(&self.s[content..close], true, &mut key)?;
            } else {
                self.short_key(&self.s[id], false, &mut key)?;
            }
            let def = self.doc.link_defs.get(&key)?.clone();
            return Some(Target::Reference { def, end });
        }
        if let Some(angle) = self.angle_end(behind) {
            let url = behind + 2..angle;
            if at(self.s, angle + 1) == b')' {
                return Some(Target::Inline {
                    url,
                    title: None,
                    end: angle + 2,
                });
            }
            return self.with_title(url, angle + 1);
        }
        let (url, end, balanced) = self.address(behind)?;
        if balanced {
            return Some(Target::Inline {
                url,
                title: None,
                end,
            });
        }
        self.with_title(url, end)
    }

    /// A text as a key for link definitions, unless it is longer than any.
    fn short_key(&self, text: &str, unescaped: bool, key: &mut String) -> Option<()> {
        if self.doc.link_defs.is_empty() {
            return None;
        }
        let plain;
        let text = if unescaped && memchr::memchr(b'\\', text.as_bytes()).is_some() {
            // Far longer than any key even if every other character is a backslash.
            let mut most = text.len().min(
                self.doc
                    .longest_link_id
                    .saturating_mul(2)
                    .saturating_add(4096),
            );
            while !text.is_char_boundary(most) {
                most -= 1;
            }
            let mut buffer = String::with_capacity(most);
            unescape(
                if most < text.len() {
                    &text[..most]
                } else {
                    text
                },
                &mut buffer,
            );
            if most < text.len() && !text.bytes().take(most).any(is_space) {
                return None;
            }
            if most < text.len() {
                buffer.clear();
                unescape(text, &mut buffer);
            }
            plain = buffer;
            &plain
        } else {
            text
        };
        crate::kramdown::normalize_within(text, self.doc.longest_link_id, key).then_some(())
    }

    /// Where an address in angle brackets ends, on the same line.
    fn angle_end(&mut self, paren: usize) -> Option<usize> {
        if at(self.s, paren + 1) != b'<' {
            return None;
        }
        self.closing_angle(paren + 2)
    }

    /// The next `>` from `pos` on, if it comes before the line ends.
    pub(super) fn closing_angle(&mut self, pos: usize) -> Option<usize> {
        if self
            .memo
            .no_angle
            .is_some_and(|(from, to)| from <= pos && pos < to)
        {
            return None;
        }
        let rest = &self.s.as_bytes()[pos..];
        let found = memchr::memchr2(b'>', b'\n', rest).map(|len| pos + len);
        match found {
            Some(end) if at(self.s, end) == b'>' => Some(end),
            other => {
                self.memo.no_angle = Some((pos, other.unwrap_or(self.s.len())));
                None
            }
        }
    }

    /// The address in parentheses at `pos`, where it ends, and whether they are balanced there; if not, white
    /// space before a quotation mark ended it.
    fn address(&mut self, pos: usize) -> Option<(Range<usize>, usize, bool)> {
        const FAR: usize = 1000;
        let bytes = self.s.as_bytes();
        if self.memo.parens.is_none() {
            let mut depth = 0;
            for (at_byte, &b) in bytes.iter().enumerate().skip(pos).take(FAR) {
                match b {
                    b'(' => depth += 1,
                    b')' => {
                        depth -= 1;
                        if depth == 0 {
                            return Some((self.stripped(pos + 1..at_byte), at_byte + 1, true));
                        }
                    }
                    b if is_space(b) && matches!(at(self.s, at_byte + 1), b'"' | b'\'') => {
                        return Some((self.stripped(pos + 1..at_byte), at_byte + 1, false));
                    }
                    _ => {}
                }
            }
        }
        let parens = self.memo.parens.get_or_insert_with(|| Parens::of(self.s));
        match (parens.close(pos), parens.next_break(pos)) {
            (Some(close), at) if at.is_none_or(|at| close < at) => {
                Some((self.stripped(pos + 1..close), close + 1, true))
            }
            (_, Some(at)) => Some((self.stripped(pos + 1..at), at + 1, false)),
            _ => None,
        }
    }

    fn stripped(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.s[range.clone()];
        let start = range.start + text.len() - lstrip(text).len();
        start..start + strip(text).len()
    }

    /// The title and the closing parenthesis behind an address.
    fn with_title(&mut self, url: Range<usize>, pos: usize) -> Option<Target> {
        let quote = skip_space(self.s, pos);
        let mark = at(self.s, quote);
        let known = match mark {
            b'"' => 0,
            b'\'' => 1,
            _ => return None,
        };
        let first = char_at(self.s, quote + 1)?;
        let start = quote + 1 + first.len_utf8();
        if self.memo.no_title_end[known].is_some_and(|from| from <= start) {
            return None;
        }
        let bytes = self.s.as_bytes();
        for len in memchr::memchr_iter(mark, &bytes[start..]) {
            let close = skip_space(self.s, start + len + 1);
            if at(self.s, close) == b')' {
                return Some(Target::Inline {
                    url,
                    title: Some(quote + 1..start + len),
                    end: close + 1,
                });
            }
        }
        self.memo.no_title_end[known] = Some(start);
        None
    }

    fn warn_missing_reference(&mut self, content: usize) {
        if self.doc.warnings.is_none() {
            return;
        }
        let behind = self.pos + if at(self.s, self.pos) == b'!' { 2 } else { 1 };
        let named = reference_id(self.s, behind);
        let inline = named.is_none() && at(self.s, behind) == b'(';
        if inline || named.is_some_and(|(id, _)| !id.is_empty()) {
            return;
        }
        let mut alt = String::new();
        unescape(&self.s[content..self.pos], &mut alt);
        let mut id = String::new();
        crate::kramdown::normalize_link_id(&alt, &mut id);
        let line = self.doc.tree.node(self.node()).line;
        self.doc
            .warn(|| format!("No link definition for link ID '{id}' found on line {line}"));
    }
}

/// A reference in brackets behind a link's text: the range of the ID, which may be empty, and the end.
fn reference_id(s: &str, pos: usize) -> Option<(Range<usize>, usize)> {
    let open = skip_space(s, pos);
    if at(s, open) != b'[' {
        return None;
    }
    let close = open + 1 + memchr::memchr(b']', &s.as_bytes()[open + 1..])?;
    Some((open + 1..close, close + 1))
}
