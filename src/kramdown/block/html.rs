//! HTML blocks: raw content, content that is Markdown again, and what closes what.

use super::{Id, Job, Kind, Parser, Then};
use crate::kramdown::escape;
use crate::kramdown::html_names::*;
use crate::kramdown::native;
use crate::kramdown::scan::*;
use crate::kramdown::tree::ContentModel;
use std::borrow::Cow;
use std::rc::Rc;

impl Parser<'_, '_> {
    pub(super) fn block_html(&mut self, s: &str, pos: usize) -> bool {
        if self.scanner_at_comment(s, pos) {
            return true;
        }
        let start = pos + spaces(s, pos, 3);
        if at(s, start) != b'<' {
            return false;
        }
        if let Some(tag) = html_tag(s, start) {
            if is_span(&s[tag.name.clone()].to_lowercase()) || self.too_deep() {
                return false;
            }
            self.start_tag(s, tag);
            return true;
        }
        if let Some((name, end)) = html_close_tag(s, start) {
            let name = s[name].to_lowercase();
            let tree = &self.doc.tree;
            let own = tree.kind(self.node) == Kind::HtmlElement && tree.value(self.node) == name;
            if !is_span(&name) && own {
                self.set_pos(end);
                self.close(true);
                return true;
            }
        }
        false
    }

    fn scanner_at_comment(&mut self, s: &str, pos: usize) -> bool {
        let Some(end) = self.comment_end(s, pos) else {
            return false;
        };
        self.add_markup(Kind::XmlComment, &s[pos..end]);
        self.set_pos(blank_rest(s, end).unwrap_or(end));
        true
    }

    fn comment_end(&mut self, s: &str, pos: usize) -> Option<usize> {
        bounded(
            &mut self.scanner_mut().memo.no_comment_end,
            s,
            pos,
            "<!--",
            "-->",
        )
    }

    fn add_markup(&mut self, kind: Kind, text: &str) {
        let line = self.line();
        let id = self.doc.tree.add(self.node, kind);
        self.doc.tree.set_value(id, text);
        let node = self.doc.tree.node_mut(id);
        node.block = true;
        node.line = line;
    }

    /// Makes the element of a start tag and begins to read what is in it.
    fn start_tag(&mut self, s: &str, tag: Tag) {
        let line = self.line();
        let name = known_case(&s[tag.name.clone()]);
        self.set_pos(tag.end);
        let tree = &mut self.doc.tree;
        let id = tree.add(self.node, Kind::HtmlElement);
        tree.set_value(id, &name);
        tree.node_mut(id).block = true;
        tree.node_mut(id).line = line;
        self.doc.html_attributes(id, s, tag.attrs, line, false);
        let mut closed = tag.closed || is_without_body(&name);
        let mut has_body = !closed;
        if matches!(name.as_ref(), "script" | "style") {
            self.raw_tag(s, id, &name);
            closed = false;
            has_body = false;
        }
        self.kramdown_tag(s, id, &name, closed, has_body);
    }

    /// Takes everything up to the end tag of a script or a style as it is.
    fn raw_tag(&mut self, s: &str, id: Id, name: &str) {
        let pos = self.pos();
        let close = self.close_tag(s, pos, name);
        let end = close.unwrap_or(s.len());
        if end > pos {
            let raw = self.doc.tree.add(id, Kind::Raw);
            self.doc.tree.set_value(raw, &s[pos..end]);
        }
        self.set_pos(
            close
                .and_then(|at| html_close_tag(s, at))
                .map_or(s.len(), |(_, end)| end),
        );
        if close.is_none() {
            self.doc
                .warn(|| format!("Found no end tag for '{name}' - auto-closing it"));
        }
    }

    /// The next end tag of `name`, unless it is known that there is none.
    fn close_tag(&mut self, s: &str, pos: usize, name: &str) -> Option<usize> {
        let memo = &mut self.scanner_mut().memo.no_close_tag;
        if memo
            .iter()
            .any(|(known, from)| known == name && *from <= pos)
        {
            return None;
        }
        let found = find_close_tag(s, pos, name);
        if found.is_none() {
            memo.push((name.to_string(), pos));
        }
        found
    }

    fn in_raw_html(&self) -> bool {
        let node = self.doc.tree.node(self.node);
        node.kind == Kind::HtmlElement && node.model == ContentModel::Raw
    }

    fn kramdown_tag(&mut self, s: &str, id: Id, name: &str, closed: bool, has_body: bool) {
        if let Some(ial) = self.block_ial.take() {
            *self.doc.tree.ial_mut(id) = ial;
        }
        let mut model = if !self.in_raw_html() && self.doc.options.parse_block_html {
            content_model(name)
        } else {
            ContentModel::Raw
        };
        if let Some(asked) = self.doc.markdown_attr(id) {
            model = match asked {
                Markdown::Default => content_model(name),
                Markdown::Model(model) => model,
            };
        }
        if model == ContentModel::Block {
            let pos = self.pos();
            self.set_pos(blank_rest(s, pos).unwrap_or(pos));
        }
        let node = self.doc.tree.node_mut(id);
        node.model = model;
        node.closed = closed;
        if !has_body {
            return self.element_done(id);
        }
        match model {
            ContentModel::Block => self.open(id, None, Then::Html(id)),
            ContentModel::Span => {
                self.span_body(s, id, name);
                self.html_done(id);
            }
            _ => {
                let outer = std::mem::replace(&mut self.node, id);
                self.jobs.push(Job::RawHtml { outer });
            }
        }
    }

    fn span_body(&mut self, s: &str, id: Id, name: &str) {
        let pos = self.pos();
        let close = self.close_tag(s, pos, name);
        let end = close.unwrap_or(s.len());
        self.doc.tree.add_raw_text(id, &s[pos..end]);
        self.set_pos(
            close
                .and_then(|at| html_close_tag(s, at))
                .map_or(s.len(), |(_, end)| end),
        );
        if close.is_none() {
            self.warn_auto_closing(id);
        }
    }

    pub(super) fn warn_auto_closing(&mut self, id: Id) {
        let name = self.doc.tree.value(id).to_string();
        let line = self.doc.tree.node(id).line;
        self.doc
            .warn(|| format!("Found no end tag for '{name}' (line {line}) - auto-closing it"));
    }

    /// The body of an element has been read, its end tag too.
    pub(super) fn html_done(&mut self, id: Id) {
        if !self.in_raw_html() {
            let text = Rc::clone(&self.scanner().text);
            let pos = self.pos();
            self.set_pos(blank_rest(&text, pos).unwrap_or(pos));
        }
        self.element_done(id);
    }

    fn element_done(&mut self, id: Id) {
        if self.doc.options.html_to_native && matches!(self.jobs.last(), Some(Job::Blocks { .. })) {
            native::convert(&mut self.doc.tree, id);
        }
    }

    /// Reads raw HTML up to the next tag, comment or instruction, and that.
    pub(super) fn raw_html(&mut self) {
        let text = Rc::clone(&self.scanner().text);
        let s = text.as_str();
        let pos = self.pos();
        let Some(start) = raw_start(s, pos) else {
            return self.end_raw_html(s, pos);
        };
        self.doc.tree.add_text(self.node, &s[pos..start]);
        self.set_pos(start);
        if let Some(end) = self.coloured_code_end(s, start) {
            let id = self.doc.tree.add(self.node, Kind::Raw);
            self.doc.tree.set_value(id, &s[start..end]);
            self.set_pos(end);
        } else if let Some(end) = self.comment_end(s, start) {
            self.add_markup(Kind::XmlComment, &s[start..end]);
            self.set_pos(end);
        } else if let Some(end) = bounded(
            &mut self.scanner_mut().memo.no_instruction_end,
            s,
            start,
            "<?",
            "?>",
        ) {
            self.add_markup(Kind::XmlPi, &s[start..end]);
            self.set_pos(end);
        } else if let Some(end) = bounded(
            &mut self.scanner_mut().memo.no_cdata_end,
            s,
            start,
            "<![CDATA[",
            "]]>",
        ) {
            let id = self.doc.tree.add(self.node, Kind::Text);
            self.doc.tree.set_value(id, &s[start + 9..end - 3]);
            self.set_pos(end);
        } else if let Some(tag) = html_tag(s, start).filter(|_| !self.too_deep()) {
            self.start_tag(s, tag);
        } else if let Some((name, end)) = html_close_tag(s, start) {
            self.raw_close_tag(s, start, &s[name], end);
        } else {
            self.doc.tree.add_text(self.node, "<");
            self.set_pos(start + 1);
        }
    }

    /// The end of what is printed just as it stands, element by element or at once: what colours code.
    fn coloured_code_end(&self, s: &str, start: usize) -> Option<usize> {
        let options = &self.doc.options;
        if options.html_to_native || options.remove_line_breaks_for_cjk || self.too_deep() {
            return None;
        }
        spans_end(s, start)
    }

    fn raw_close_tag(&mut self, s: &str, start: usize, name: &str, end: usize) {
        let own = self.doc.tree.value(self.node);
        let same = if is_known(own) {
            own == name.to_lowercase()
        } else {
            own == name
        };
        if same {
            self.set_pos(end);
            self.pop_raw_html();
            return;
        }
        let line = self.line();
        self.doc.tree.add_text(self.node, &s[start..end]);
        self.set_pos(end);
        self.doc.warn(|| {
            format!(
                "Found invalidly used HTML closing tag for '{name}' on line {line} - ignoring it"
            )
        });
    }

    fn end_raw_html(&mut self, s: &str, pos: usize) {
        if pos < s.len() {
            self.doc.tree.add_text(self.node, &s[pos..]);
            self.set_pos(s.len());
            let name = self.doc.tree.value(self.node).to_string();
            let line = self.doc.tree.node(self.node).line;
            self.doc
                .warn(|| format!("Found no end tag for '{name}' on line {line} - auto-closing it"));
        }
        self.pop_raw_html();
    }

    fn pop_raw_html(&mut self) {
        if let Some(Job::RawHtml { outer }) = self.jobs.pop() {
            let id = std::mem::replace(&mut self.node, outer);
            self.html_done(id);
        }
    }
}

/// What the attribute `markdown` asks for.
pub(crate) enum Markdown {
    Default,
    Model(ContentModel),
}

impl super::Document<'_> {
    /// Takes the attribute `markdown` away and says what it asks for.
    pub(crate) fn markdown_attr(&mut self, id: Id) -> Option<Markdown> {
        let value = self.tree.take_attr(id, "markdown")?;
        match self.tree.str(value) {
            "0" => Some(Markdown::Model(ContentModel::Raw)),
            "1" => Some(Markdown::Default),
            "span" => Some(Markdown::Model(ContentModel::Span)),
            "block" => Some(Markdown::Model(ContentModel::Block)),
            _ => None,
        }
    }

    /// Reads the attributes of a start tag; known elements take their names in any case. In text, newlines
    /// in a value become one space.
    pub(crate) fn html_attributes(
        &mut self,
        id: Id,
        s: &str,
        range: std::ops::Range<usize>,
        line: u32,
        fold: bool,
    ) {
        let known = is_known(self.tree.value(id));
        let s = &s[..range.end];
        let mut pos = range.start;
        while let Some(attribute) = html_attribute(s, pos) {
            let name = &s[attribute.name.clone()];
            let name = if known && name.bytes().any(|b| b.is_ascii_uppercase() || b >= 128) {
                Cow::Owned(name.to_lowercase())
            } else {
                Cow::Borrowed(name)
            };
            let value = &s[attribute.value.clone()];
            let value = if fold && value.contains('\n') {
                self.tree.store(&fold_newlines(value))
            } else {
                self.tree.store(value)
            };
            let stored = self.tree.store(&name);
            if self.tree.set_attr(id, stored, value) {
                self.warn(|| {
                    format!("Duplicate HTML attribute '{name}' on line {line} - overwriting previous one")
                });
            }
            pos = attribute.end;
        }
    }
}

/// The name in lower case, if it then is one that kramdown knows.
pub(crate) fn known_case(name: &str) -> Cow<'_, str> {
    if name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    {
        return Cow::Borrowed(name);
    }
    let lower = name.to_lowercase();
    if is_known(&lower) {
        Cow::Owned(lower)
    } else {
        Cow::Borrowed(name)
    }
}

/// Where something ends that begins with `open` at `pos`, unless it is known that `close` comes no more.
pub(crate) fn bounded(
    memo: &mut Option<usize>,
    s: &str,
    pos: usize,
    open: &str,
    close: &str,
) -> Option<usize> {
    if !s[pos..].starts_with(open) || memo.is_some_and(|from| from <= pos) {
        return None;
    }
    let end = until(s, pos, open, close);
    if end.is_none() {
        *memo = Some(pos);
    }
    end
}

/// The next position where something other than text may begin.
fn raw_start(s: &str, pos: usize) -> Option<usize> {
    let mut from = pos;
    loop {
        let start = from + memchr::memchr(b'<', &s.as_bytes()[from..])?;
        let special = match at(s, start + 1) {
            b'/' | b'?' => true,
            b'!' => s[start + 2..].starts_with("--") || s[start + 2..].starts_with("[CDATA["),
            _ => html_name_start(s, start + 1),
        };
        if special {
            return Some(start);
        }
        from = start + 1;
    }
}

/// The end of the last of several `<span class="a b">text</span>` with text between them, the first of them at `pos`.
/// All text is escaped already.
fn spans_end(s: &str, pos: usize) -> Option<usize> {
    let mut end = None;
    let mut from = pos;
    while let Some(rest) = s[from..].strip_prefix("<span class=\"") {
        let is_class = |byte: &u8| byte.is_ascii_alphanumeric() || b" -_".contains(byte);
        let class = rest.bytes().take_while(|byte| is_class(byte)).count();
        let Some(text) = rest[class..].strip_prefix("\">") else {
            break;
        };
        let Some(behind) = escape::up_to_tag(text).and_then(|it| it.strip_prefix("</span>")) else {
            break;
        };
        end = Some(s.len() - behind.len());
        let Some(next) = escape::up_to_tag(behind) else {
            break;
        };
        from = s.len() - next.len();
    }
    end
}

fn fold_newlines(value: &str) -> String {
    let mut folded = String::with_capacity(value.len());
    let mut after_newline = false;
    for c in value.chars() {
        if c != '\n' {
            folded.push(c);
        } else if !after_newline {
            folded.push(' ');
        }
        after_newline = c == '\n';
    }
    folded
}
