//! HTML in text: elements are parsed inside, block elements and stray end tags are text.

use super::parsers::HTML;
use super::{FrameKind, Spans};
use crate::kramdown::block::{Markdown, bounded, known_case};
use crate::kramdown::escape;
use crate::kramdown::html_names::*;
use crate::kramdown::native;
use crate::kramdown::scan::*;
use crate::kramdown::tree::{ContentModel, Id, Kind};

impl Spans<'_, '_, '_> {
    pub(super) fn span_html(&mut self) -> bool {
        let (s, pos) = (self.s, self.pos);
        match at(s, pos + 1) {
            b'!' if s[pos + 2..].starts_with("--") => {
                match bounded(&mut self.memo.no_comment_end, s, pos, "<!--", "-->") {
                    Some(end) => {
                        self.add_valued(Kind::XmlComment, &s[pos..end]);
                        self.pos = end;
                    }
                    None => self.getch(),
                }
            }
            b'!' if s[pos + 2..].starts_with("[CDATA[") => {
                match bounded(&mut self.memo.no_cdata_end, s, pos, "<![CDATA[", "]]>") {
                    Some(end) => {
                        let mut text = String::new();
                        escape::all(&s[pos + 9..end - 3], &mut text);
                        let node = self.node();
                        self.doc.tree.add_text(node, &text);
                        self.pos = end;
                    }
                    None => self.getch(),
                }
            }
            b'/' => match html_close_tag(s, pos) {
                Some((name, end)) => {
                    let line = self.line_number();
                    self.doc.warn(|| {
                        format!(
                            "Found invalidly used HTML closing tag for '{}' on line {line}",
                            &s[name]
                        )
                    });
                    self.text_to(end);
                }
                None => self.getch(),
            },
            _ if html_name_start(s, pos + 1) => match html_tag(s, pos) {
                Some(tag) if self.frames.len() < super::DEEPEST => self.start_tag(tag),
                _ => self.getch(),
            },
            _ => return false,
        }
        true
    }

    fn start_tag(&mut self, tag: Tag) {
        let (s, start) = (self.s, self.pos);
        let name = known_case(&s[tag.name.clone()]);
        let line = self.line_number();
        if is_block(&name) {
            self.doc.warn(|| {
                format!("Found block HTML tag '{name}' in span-level text on line {line}")
            });
            return self.text_to(tag.end);
        }
        let raw_here = self.top().parsers == HTML;
        if self.doc.warnings.is_none()
            && self.memo.unclosed_html(start, self.top().open, raw_here)
            && self.frames.iter().any(|frame| {
                matches!(
                    frame.kind,
                    FrameKind::Emphasis { .. } | FrameKind::Link { .. }
                )
            })
        {
            // The tag takes all that is left, and what is open round it fails.
            self.pos = s.len();
            return;
        }
        let in_raw = self.doc.tree.node(self.node()).model == ContentModel::Raw;
        let id = self.add_valued(Kind::HtmlElement, &name);
        self.doc.tree.node_mut(id).line = line;
        self.doc
            .html_attributes(id, s, tag.attrs.clone(), line, true);
        let mut parsed = content_model(&name) != ContentModel::Raw
            && !in_raw
            && self.doc.options.parse_span_html;
        match self.doc.markdown_attr(id) {
            Some(Markdown::Model(ContentModel::Span)) => parsed = true,
            Some(Markdown::Model(ContentModel::Raw)) => parsed = false,
            Some(Markdown::Default) => parsed = content_model(&name) != ContentModel::Raw,
            Some(Markdown::Model(_)) => self.doc.warn(|| {
                format!(
                    "Cannot use block-level parsing in span-level HTML tag (line {line}) - using default mode"
                )
            }),
            None => {}
        }
        let node = self.doc.tree.node_mut(id);
        node.model = if parsed {
            ContentModel::Span
        } else {
            ContentModel::Raw
        };
        node.closed = tag.closed;
        self.pos = tag.end;
        if tag.closed || is_without_body(&name) {
            return self.element_done(id);
        }
        let set = if parsed { self.full } else { HTML };
        let open = self.top().open;
        let mark = self.doc.tree.mark();
        let fold = is_known(&name);
        let kind = FrameKind::Html {
            name: name.into_owned(),
            fold,
        };
        self.open(kind, id, set, open, start, mark);
    }

    pub(super) fn stop_html(&mut self) -> bool {
        let FrameKind::Html { name, fold } = &self.top().kind else {
            return false;
        };
        let Some(end) = close_tag_of(self.s, self.pos, name, *fold) else {
            return false;
        };
        self.pos = end;
        if let Some(frame) = self.frames.pop() {
            self.visited.truncate(frame.visited);
            self.element_done(frame.node);
        }
        true
    }

    /// An element that is never closed takes the rest of the text.
    pub(super) fn auto_close(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let raw_outside = self.top().parsers == HTML;
        self.memo
            .leave_html_unclosed(self.s.len(), frame.start, frame.open, raw_outside);
        if self.doc.warnings.is_some() {
            let name = self.doc.tree.value(frame.node).to_string();
            let line = self.doc.tree.node(frame.node).line;
            self.doc
                .warn(|| format!("Found no end tag for '{name}' (line {line}) - auto-closing it"));
        }
        self.doc.tree.add_text(frame.node, &self.s[self.pos..]);
        self.pos = self.s.len();
        self.visited.truncate(frame.visited);
        self.element_done(frame.node);
    }

    fn element_done(&mut self, id: Id) {
        if self.doc.options.html_to_native {
            native::convert(&mut self.doc.tree, id);
            self.count_image(id);
        }
    }
}
