//! Lists and definition lists: first the lines of every item, then what is in them, then which items are tight.

use super::paragraph::{numbered, rule, tail_at};
use super::{Ial, Id, Job, Kind, NIL, Parser, Then};
use crate::kramdown::Raised;
use crate::kramdown::scan::*;

/// A list whose lines are known and whose items are being parsed one after another.
pub(super) struct Items {
    list: Id,
    items: Vec<Item>,
    current: usize,
    part: usize,
    eob_found: bool,
    last_blank: Id,
    definitions: bool,
}

struct Item {
    id: Id,
    /// The texts to be parsed one after another: a nested list begins a new one.
    parts: Vec<String>,
    line: u32,
    first_as_para: bool,
}

/// How the lines of the item at hand are told from others.
#[derive(Clone, Copy)]
struct Shape {
    indentation: usize,
}

impl Parser<'_, '_> {
    pub(super) fn list(&mut self, s: &str, pos: usize) -> bool {
        let ordered = match item_start(s, pos, 3, Marker::Bullet) {
            Some(_) => false,
            None if item_start(s, pos, 3, Marker::Number).is_some() => true,
            None => return false,
        };
        if self.too_deep() {
            return false;
        }
        let line = self.line();
        let list = self.block_el(if ordered { Kind::Ol } else { Kind::Ul });
        self.doc.tree.node_mut(list).line = line;
        let marker = if ordered {
            Marker::Number
        } else {
            Marker::Bullet
        };
        let (items, eob_found) = self.item_lines(s, list, marker);
        self.doc.tree.append(self.node, list);
        self.jobs.push(Job::Items(Box::new(Items {
            list,
            items,
            current: 0,
            part: 0,
            eob_found,
            last_blank: NIL,
            definitions: false,
        })));
        true
    }

    /// Collects the lines of all items; the second value says that an end-of-block marker ended the list.
    fn item_lines(&mut self, s: &str, list: Id, marker: Marker) -> (Vec<Item>, bool) {
        let mut items: Vec<Item> = Vec::new();
        let mut pos = self.pos();
        let mut shape = Shape { indentation: 4 };
        let mut nested = false;
        let mut after_blank = false;
        let mut eob_found = false;
        while pos < s.len() {
            if after_blank && rule(s, pos).is_some() {
                break;
            }
            if let Some(end) = eob_marker(s, pos) {
                pos = end;
                eob_found = true;
                break;
            }
            let most = if items.is_empty() {
                3
            } else {
                shape.indentation.saturating_sub(1).min(3)
            };
            if let Some(content) = item_start(s, pos, most, marker) {
                self.set_pos(pos);
                let end = line_end(s, content);
                let (item, new_shape) =
                    self.first_line(list, Kind::Li, &s[content..end], content - pos);
                shape = new_shape;
                nested = item.parts.first().is_some_and(|text| any_item_start(text));
                items.push(item);
                after_blank = false;
                pos = end;
            } else if let Some(end) = blank_lines(s, pos) {
                nested = true;
                after_blank = true;
                if let Some(part) = items.last_mut().and_then(|item| item.parts.last_mut()) {
                    part.push_str(&s[pos..end]);
                }
                pos = end;
            } else if self.belongs(s, pos, shape, after_blank) {
                let end = line_end(s, pos);
                if let Some(item) = items.last_mut() {
                    item.take_line(&s[pos..end], shape.indentation, &mut nested);
                }
                after_blank = false;
                pos = end;
            } else {
                break;
            }
        }
        self.set_pos(pos);
        (items, eob_found)
    }

    /// The line with the item's marker: the item, and the shape of the lines that may follow.
    fn first_line(&mut self, list: Id, kind: Kind, content: &str, marker: usize) -> (Item, Shape) {
        let line = self.line();
        let id = self.doc.tree.add(list, kind);
        self.doc.tree.node_mut(id).line = line;
        let ial = item_ial(content);
        let only_ial = match &ial {
            Some((_, end)) => skip_space(content, *end) == content.len(),
            None => skip_space(content, 0) == content.len(),
        };
        let (mut text, indentation) = if only_ial {
            (lstrip_space(content).to_string(), 4)
        } else {
            expand_tabs(content, marker)
        };
        let found = item_ial(&text).filter(|_| !self.doc.grammar.plain);
        let found = found.map(|(range, end)| (text[range].to_string(), end));
        if let Some((list, end)) = found {
            self.parse_ial_into(id, &list);
            text.drain(..end);
        }
        (
            Item {
                id,
                parts: vec![text],
                line,
                first_as_para: false,
            },
            Shape { indentation },
        )
    }

    /// Whether the line at `pos` goes on with the item: by its indentation, or lazily.
    fn belongs(&mut self, s: &str, pos: usize, shape: Shape, after_blank: bool) -> bool {
        if is_content(s, pos, shape.indentation) {
            return true;
        }
        if after_blank {
            return false;
        }
        let start = pos + spaces(s, pos, shape.indentation.min(3));
        match at(s, start) {
            b'<' => !lazy_end_tag(s, start),
            b'{' => self.block_ial_at(s, start).is_none(),
            _ => true,
        }
    }

    /// Parses the next part of the next item, or ends the list.
    pub(super) fn next_item(&mut self) {
        let Some(Job::Items(items)) = self.jobs.last_mut() else {
            return;
        };
        let Some(item) = items.items.get_mut(items.current) else {
            if let Some(Job::Items(items)) = self.jobs.pop() {
                self.end_list(&items);
            }
            return;
        };
        let (id, line) = (item.id, item.line);
        if let Some(part) = item.parts.get_mut(items.part) {
            let text = std::mem::take(part);
            items.part += 1;
            let lines = text.bytes().filter(|&b| b == b'\n').count() as u32;
            item.line += lines;
            return self.open(id, Some((text, line)), Then::Nothing);
        }
        items.current += 1;
        items.part = 0;
        let last_item = items.current == items.items.len();
        if items.definitions {
            let first_as_para = items.items[items.current - 1].first_as_para;
            self.end_definition(id, first_as_para);
        } else {
            let (list, eob_found) = (items.list, items.eob_found);
            self.end_item(list, id, last_item, eob_found);
        }
    }

    /// Decides whether an item's first paragraph is printed without tags.
    fn end_item(&mut self, list: Id, item: Id, last_item: bool, eob_found: bool) {
        let tree = &mut self.doc.tree;
        let first = tree.node(item).first;
        if first == NIL {
            return;
        }
        let is_p = tree.kind(first) == Kind::P;
        let mut second = tree.node(first).next;
        if is_p && second != NIL && tree.kind(second) == Kind::Eob && tree.ial(first).is_some() {
            tree.unlink(second);
            second = tree.node(first).next;
        }
        let blank = second != NIL && tree.kind(second) == Kind::Blank;
        let only_blank = blank && tree.node(second).next == NIL;
        let alone = !blank || (last_item && only_blank && !eob_found);
        if is_p && alone && (!last_item || self.last_may_be_tight(list, item)) {
            if second != NIL && !blank {
                self.append_newline(first);
            }
            self.doc.tree.node_mut(first).transparent = true;
        }
        let blank = self.pop_blank(item);
        if let Some(Job::Items(items)) = self.jobs.last_mut() {
            items.last_blank = blank;
        }
    }

    /// Parts a paragraph that loses its tags from the block behind it.
    fn append_newline(&mut self, paragraph: Id) {
        if let Some(text) = self.leading_text(paragraph, "<<") {
            self.doc.tree.append_to_text(text, "\n");
        }
    }

    /// The text that a paragraph begins with. kramdown takes for granted that there is one; where HTML became native
    /// there may be none, and it raises when it calls `method`.
    fn leading_text(&mut self, paragraph: Id, method: &str) -> Option<Id> {
        let tree = &self.doc.tree;
        let first = tree.node(paragraph).first;
        let missing = match tree.get(first).map(|node| node.kind) {
            None => "value",
            Some(Kind::Em | Kind::Strong | Kind::A | Kind::Img | Kind::Br) => method,
            Some(_) => return Some(first),
        };
        self.doc.raise(Raised::by_nil(missing));
        None
    }

    /// The last item is tight when it is the only one, or when another one is.
    fn last_may_be_tight(&self, list: Id, item: Id) -> bool {
        let tree = &self.doc.tree;
        tree.node(list).first == item
            || tree
                .children(list)
                .take_while(|&other| other != item)
                .any(|other| {
                    tree.get(tree.node(other).first)
                        .is_none_or(|first| first.kind != Kind::P || first.transparent)
                })
    }

    fn pop_blank(&mut self, item: Id) -> Id {
        let last = self.doc.tree.node(item).last;
        if last != NIL && self.doc.tree.kind(last) == Kind::Blank {
            self.doc.tree.unlink(last);
            return last;
        }
        NIL
    }

    fn end_list(&mut self, items: &Items) {
        if items.definitions {
            return self.end_definition_list(items);
        }
        if items.last_blank != NIL && !items.eob_found {
            self.doc.tree.append(self.node, items.last_blank);
        }
        if self.doc.grammar.gfm {
            self.task_list(items.list);
        }
    }

    /// GFM's boxes: an item that begins with one makes a task of itself and of those behind it.
    fn task_list(&mut self, list: Id) {
        const BOX: &str =
            "<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled=\"disabled\" />";
        const CHECKED: &str = "<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled=\"disabled\" checked=\"checked\" />";
        let mut tasks = false;
        let mut item = self.doc.tree.node(list).first;
        while item != NIL {
            let first = self.doc.tree.node(item).first;
            if first != NIL && self.doc.tree.kind(first) == Kind::P {
                if let Some(text) = self.leading_text(first, "gsub!") {
                    let tree = &mut self.doc.tree;
                    let value = tree.value(text);
                    if let Some((checked, end)) = task_box(value) {
                        let rest =
                            format!("{}{}", if checked { CHECKED } else { BOX }, &value[end..]);
                        tree.set_text(text, &rest);
                        tasks = true;
                    }
                }
                if tasks {
                    self.doc.tree.put_attr(item, "class", "task-list-item");
                }
            }
            item = self.doc.tree.node(item).next;
        }
        if tasks {
            self.doc.tree.put_attr(list, "class", "task-list");
        }
    }

    // ---- definition lists

    pub(super) fn definition_list(&mut self, s: &str, pos: usize) -> bool {
        if item_start(s, pos, 3, Marker::Colon).is_none() || self.too_deep() {
            return false;
        }
        let Some((para, blank)) = self.term_paragraph() else {
            return false;
        };
        let list = self.block_el(Kind::Dl);
        let tree = &mut self.doc.tree;
        if blank != NIL {
            tree.unlink(blank);
        }
        tree.unlink(para);
        let para_line = tree.node(para).line;
        tree.node_mut(list).line = para_line;
        let line = self.line();
        let terms = match self.leading_text(para, "split") {
            Some(text) => self.doc.tree.value(text).to_string(),
            None => String::new(),
        };
        for term in terms
            .trim_end_matches('\n')
            .split('\n')
            .filter(|_| !terms.is_empty())
        {
            self.term(list, term, line);
        }
        let ial = self.doc.tree.node(para).ial;
        self.doc.tree.node_mut(list).ial = ial;
        let items = self.definition_lines(s, list, blank != NIL);
        self.jobs.push(Job::Items(Box::new(Items {
            list,
            items,
            current: 0,
            part: 0,
            eob_found: false,
            last_blank: NIL,
            definitions: true,
        })));
        true
    }

    /// The paragraph with the terms, and the single blank line that may follow it.
    fn term_paragraph(&self) -> Option<(Id, Id)> {
        let tree = &self.doc.tree;
        let last = self.last_child();
        let node = tree.get(last)?;
        if node.kind == Kind::P {
            return Some((last, NIL));
        }
        let before = tree.get(node.prev)?;
        let single = node.kind == Kind::Blank && tree.str(node.value) == "\n";
        (single && before.kind == Kind::P).then_some((node.prev, last))
    }

    fn term(&mut self, list: Id, term: &str, line: u32) {
        let id = self.doc.tree.add(list, Kind::Dt);
        self.doc.tree.node_mut(id).line = line;
        let text = match item_ial(term) {
            Some((range, end)) => {
                self.parse_ial_into(id, &term[range]);
                &term[end..]
            }
            None => term,
        };
        let raw = self.doc.tree.add(id, Kind::RawText);
        self.doc.tree.set_raw(raw, text);
        self.doc.tree.node_mut(raw).line = line;
    }

    fn definition_lines(&mut self, s: &str, list: Id, mut first_as_para: bool) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        let mut pos = self.pos();
        let mut shape = Shape { indentation: 4 };
        let mut after_blank = false;
        while pos < s.len() {
            let most = if items.is_empty() {
                3
            } else {
                shape.indentation.saturating_sub(1).min(3)
            };
            if let Some(content) = item_start(s, pos, most, Marker::Colon) {
                self.set_pos(pos);
                let end = line_end(s, content);
                let (mut item, new_shape) =
                    self.first_line(list, Kind::Dd, &s[content..end], content - pos);
                item.first_as_para = first_as_para;
                shape = new_shape;
                items.push(item);
                first_as_para = false;
                after_blank = false;
                pos = end;
            } else if eob_marker(s, pos).is_some() {
                break;
            } else if let Some(end) = blank_lines(s, pos) {
                first_as_para = true;
                after_blank = true;
                if let Some(part) = items.last_mut().and_then(|item| item.parts.last_mut()) {
                    part.push_str(&s[pos..end]);
                }
                pos = end;
            } else if self.belongs(s, pos, shape, after_blank) {
                let end = line_end(s, pos);
                if let Some(part) = items.last_mut().and_then(|item| item.parts.last_mut()) {
                    let line = leading_tabs(&s[pos..end]);
                    part.push_str(unindent(&line, shape.indentation).unwrap_or(&line));
                }
                first_as_para = false;
                after_blank = false;
                pos = end;
            } else {
                break;
            }
        }
        self.set_pos(pos);
        items
    }

    fn end_definition(&mut self, item: Id, first_as_para: bool) {
        if self.doc.tree.node(item).first == NIL {
            return;
        }
        let blank = self.pop_blank(item);
        if let Some(Job::Items(items)) = self.jobs.last_mut() {
            items.last_blank = blank;
        }
        let first = self.doc.tree.node(item).first;
        if first != NIL && self.doc.tree.kind(first) == Kind::P && !first_as_para {
            if self.doc.tree.node(first).next != NIL {
                self.append_newline(first);
            }
            self.doc.tree.node_mut(first).transparent = true;
        }
    }

    /// Definitions that follow a definition list go on with it.
    fn end_definition_list(&mut self, items: &Items) {
        let blocks = self.node;
        let tree = &mut self.doc.tree;
        let last = tree.node(blocks).last;
        let before = tree.get(last).map_or(NIL, |node| node.prev);
        if last != NIL && tree.kind(last) == Kind::Dl {
            tree.adopt(last, items.list);
        } else if before != NIL && tree.kind(last) == Kind::Blank && tree.kind(before) == Kind::Dl {
            tree.unlink(last);
            tree.adopt(before, items.list);
        } else {
            tree.append(blocks, items.list);
        }
        if items.last_blank != NIL {
            tree.append(blocks, items.last_blank);
        }
    }

    pub(super) fn parse_ial_into(&mut self, id: Id, list: &str) {
        let mut ial: Ial = std::mem::take(self.doc.tree.ial_mut(id));
        if !ial.parse(list) {
            self.doc.warn_empty_ial(list);
        }
        *self.doc.tree.ial_mut(id) = ial;
    }
}

impl Item {
    /// Adds a line that goes on with the item; a list in it begins a part of its own.
    fn take_line(&mut self, line: &str, indentation: usize, nested: &mut bool) {
        let expanded = leading_tabs(line);
        let (text, indented) = match unindent(&expanded, indentation) {
            Some(text) => (text, true),
            None => (expanded.as_ref(), false),
        };
        let starts_list = *nested != indented && any_item_start(text);
        if starts_list && indented {
            self.parts.push(String::new());
            *nested = true;
        }
        if let Some(part) = self.parts.last_mut() {
            if starts_list && !indented {
                part.extend(std::iter::repeat_n(' ', indentation + 4));
            }
            part.push_str(text);
        }
    }
}

/// What an item begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    Bullet,
    Number,
    Colon,
}

/// The position behind a marker after at most `most` spaces, if an item's tail follows.
fn item_start(s: &str, pos: usize, most: usize, marker: Marker) -> Option<usize> {
    let start = pos + spaces(s, pos, most);
    match (marker, at(s, start)) {
        (Marker::Bullet, b'*' | b'+' | b'-') | (Marker::Colon, b':') => {
            tail_at(s, start + 1).then_some(start + 1)
        }
        (Marker::Number, b'0'..=b'9') => numbered(s, start),
        _ => None,
    }
}

fn any_item_start(s: &str) -> bool {
    item_start(s, 0, 3, Marker::Bullet).is_some() || item_start(s, 0, 3, Marker::Number).is_some()
}

/// An attribute list at the start of an item: the range of its content, and where the white space behind it ends.
fn item_ial(s: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let start = skip_space(s, 0);
    if !s[start..].starts_with("{:") {
        return None;
    }
    let content = start + 2;
    let named = id_name(s, content).unwrap_or(content);
    if at(s, named) == b':' || at(s, content) == b'/' {
        return None;
    }
    let (close, ()) = brace_content(s, content, &mut Braces::default(), |_| Some(()))?;
    Some((content..close, skip_space(s, close + 1)))
}

fn lstrip_space(s: &str) -> &str {
    &s[skip_space(s, 0)..]
}

/// Turns the tabs before an item's content into spaces; gives the content and its indentation.
fn expand_tabs(content: &str, marker: usize) -> (String, usize) {
    let mut column = marker;
    let bytes = content.as_bytes();
    let mut pos = 0;
    while pos < bytes.len() {
        match bytes[pos] {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => break,
        }
        pos += 1;
    }
    (lstrip_space(&content[pos..]).to_string(), column)
}

/// A line with the tabs at its very start as four spaces each.
fn leading_tabs(line: &str) -> std::borrow::Cow<'_, str> {
    let tabs = line.bytes().take_while(|&b| b == b'\t').count();
    if tabs == 0 {
        return line.into();
    }
    let mut text = " ".repeat(4 * tabs);
    text.push_str(&line[tabs..]);
    text.into()
}

fn unindent(line: &str, indentation: usize) -> Option<&str> {
    (spaces(line, 0, indentation) == indentation).then(|| &line[indentation..])
}

/// Whether a line is indented as an item's content is.
fn is_content(s: &str, pos: usize, indentation: usize) -> bool {
    let mut start = pos;
    for _ in 0..indentation / 4 {
        match indent(s, start) {
            Some(end) => start = end,
            None => return false,
        }
    }
    spaces(s, start, indentation % 4) == indentation % 4 || indent(s, start).is_some()
}

/// A box at the start of an item's text: whether it is checked, and where the text goes on.
fn task_box(text: &str) -> Option<(bool, usize)> {
    let start = skip_space(text, 0);
    let checked = match text.as_bytes().get(start..start + 3)? {
        b"[ ]" => false,
        b"[x]" | b"[X]" => true,
        _ => return None,
    };
    let end = skip_space(text, start + 3);
    (end > start + 3).then_some((checked, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_before_content() {
        assert_eq!(expand_tabs("\tx\n", 1), ("x\n".to_string(), 4));
        assert_eq!(expand_tabs(" \t\tx\n", 2), ("x\n".to_string(), 8));
        assert_eq!(expand_tabs("|x\n", 1), ("|x\n".to_string(), 1));
    }

    #[test]
    fn content_lines() {
        assert!(is_content("\tx", 0, 2));
        assert!(is_content("     x", 0, 5));
        assert!(!is_content("    x", 0, 5));
        assert!(is_content("        x", 0, 5));
    }

    #[test]
    fn boxes() {
        assert_eq!(task_box("[ ] a"), Some((false, 4)));
        assert_eq!(task_box("[x]"), None);
    }
}
