//! The element tree: an arena of nodes whose text, attributes and attribute lists lie in shared pools.
//! Nodes made on the way into an element that turns out to be none are cut off again by `Mark`.

use std::cell::Cell;

use super::HashMap;
use super::ial::Ial;

/// A node's place in the arena.
pub(crate) type Id = u32;

/// No node, no attribute, no list.
pub(crate) const NIL: u32 = u32::MAX;

/// The element types of kramdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Root,
    Blank,
    P,
    Header,
    Blockquote,
    Codeblock,
    Ul,
    Ol,
    Li,
    Dl,
    Dt,
    Dd,
    Hr,
    Table,
    Thead,
    Tbody,
    Tfoot,
    Tr,
    Td,
    Th,
    Math,
    HtmlElement,
    XmlComment,
    XmlPi,
    Comment,
    Raw,
    RawText,
    Text,
    Eob,
    FootnoteDef,
    A,
    Img,
    Em,
    Strong,
    Codespan,
    Entity,
    TypographicSym,
    SmartQuote,
    Br,
    Footnote,
    Abbreviation,
}

/// How the inside of an HTML element is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ContentModel {
    None,
    Raw,
    Span,
    Block,
}

/// What an end-of-block marker stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EobKind {
    Marker,
    LinkDef,
    AbbrevDef,
    FootnoteDef,
    Ald,
    Extension,
    Ial,
}

/// A piece of text: known at compile time, or a range of the tree's text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Str {
    Static(&'static str),
    Range(u32, u32),
}

/// An element.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// Block or span, for those kinds that may be either.
    pub(crate) block: bool,
    /// A paragraph that prints its content alone.
    pub(crate) transparent: bool,
    /// An HTML element that closed itself; a fenced code block.
    pub(crate) closed: bool,
    pub(crate) model: ContentModel,
    pub(crate) eob: EobKind,
    pub(crate) parent: Id,
    pub(crate) first: Id,
    pub(crate) last: Id,
    pub(crate) prev: Id,
    pub(crate) next: Id,
    /// The value: text, a tag's name, code.
    pub(crate) value: Str,
    /// By kind: header level, code point, index of a definition or of an alignment list.
    pub(crate) extra: u32,
    /// A second text: a header's text for its ID, a fence's language.
    pub(crate) second: Str,
    attr: u32,
    pub(crate) ial: u32,
    pub(crate) line: u32,
}

#[derive(Clone, Debug)]
struct Attr {
    name: Str,
    value: Str,
    next: u32,
}

/// Elements with more attributes than this get a table of them.
const CROWDED: usize = 16;

/// Where the many attributes of an element are.
#[derive(Default, Debug)]
struct Crowd {
    places: HashMap<String, u32>,
    last: u32,
}

/// A state of the tree to go back to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    nodes: usize,
    text: usize,
    raw: usize,
    attrs: usize,
    ials: usize,
}

/// The arena.
#[derive(Default, Debug)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
    pub(crate) text: String,
    /// Text that waits for the span parser.
    pub(crate) raw: String,
    attrs: Vec<Attr>,
    crowds: HashMap<Id, Crowd>,
    pub(crate) ials: Vec<Ial>,
    /// Column alignments of the tables.
    pub(crate) alignments: Vec<Vec<Alignment>>,
}

/// How a table's column is aligned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Alignment {
    Default,
    Left,
    Center,
    Right,
}

thread_local! {
    /// The tree of the thread's last document, whose room the next one takes.
    static SPARE: Cell<Option<Tree>> = const { Cell::new(None) };
}

/// A tree that takes more than so many bytes gives its room back.
const MOST_SPARE_ROOM: usize = 4 << 20;

impl Tree {
    pub(crate) fn new(source_len: usize) -> Tree {
        let mut tree = SPARE.take().unwrap_or_default();
        tree.nodes.reserve(source_len / 10 + 16);
        tree.text.reserve(source_len + source_len / 8);
        tree.raw.reserve(source_len);
        tree
    }

    /// Leaves the room to the thread's next document.
    pub(crate) fn leave(mut self) {
        let nodes = self.nodes.capacity() * size_of::<Node>();
        if nodes + self.text.capacity() + self.raw.capacity() > MOST_SPARE_ROOM {
            return;
        }
        self.nodes.clear();
        self.text.clear();
        self.raw.clear();
        SPARE.set(Some(Tree {
            nodes: self.nodes,
            text: self.text,
            raw: self.raw,
            ..Tree::default()
        }));
    }

    #[inline]
    pub(crate) fn create(&mut self, kind: Kind) -> Id {
        let id = self.nodes.len() as Id;
        self.nodes.push(Node {
            kind,
            block: false,
            transparent: false,
            closed: false,
            model: ContentModel::None,
            eob: EobKind::Marker,
            parent: NIL,
            first: NIL,
            last: NIL,
            prev: NIL,
            next: NIL,
            value: Str::Static(""),
            extra: 0,
            second: Str::Static(""),
            attr: NIL,
            ial: NIL,
            line: 0,
        });
        id
    }

    #[inline]
    pub(crate) fn node(&self, id: Id) -> &Node {
        &self.nodes[id as usize]
    }

    #[inline]
    pub(crate) fn node_mut(&mut self, id: Id) -> &mut Node {
        &mut self.nodes[id as usize]
    }

    #[inline]
    pub(crate) fn kind(&self, id: Id) -> Kind {
        self.nodes[id as usize].kind
    }

    /// The node at `id`, where there is one.
    #[inline]
    pub(crate) fn get(&self, id: Id) -> Option<&Node> {
        if id == NIL {
            None
        } else {
            self.nodes.get(id as usize)
        }
    }

    #[inline]
    pub(crate) fn append(&mut self, parent: Id, child: Id) {
        let last = self.node(parent).last;
        let node = self.node_mut(child);
        node.parent = parent;
        node.prev = last;
        node.next = NIL;
        if last == NIL {
            self.node_mut(parent).first = child;
        } else {
            self.node_mut(last).next = child;
        }
        self.node_mut(parent).last = child;
    }

    #[inline]
    pub(crate) fn add(&mut self, parent: Id, kind: Kind) -> Id {
        let id = self.create(kind);
        self.append(parent, id);
        id
    }

    /// Takes a node out of its parent's children.
    pub(crate) fn unlink(&mut self, id: Id) {
        let Node {
            parent, prev, next, ..
        } = *self.node(id);
        if prev != NIL {
            self.node_mut(prev).next = next;
        } else if parent != NIL {
            self.node_mut(parent).first = next;
        }
        if next != NIL {
            self.node_mut(next).prev = prev;
        } else if parent != NIL {
            self.node_mut(parent).last = prev;
        }
        let node = self.node_mut(id);
        node.parent = NIL;
        node.prev = NIL;
        node.next = NIL;
    }

    pub(crate) fn insert_before(&mut self, before: Id, child: Id) {
        let Node { parent, prev, .. } = *self.node(before);
        let node = self.node_mut(child);
        node.parent = parent;
        node.prev = prev;
        node.next = before;
        self.node_mut(before).prev = child;
        if prev == NIL {
            self.node_mut(parent).first = child;
        } else {
            self.node_mut(prev).next = child;
        }
    }

    /// Moves all children of `from` behind those of `to`.
    pub(crate) fn adopt(&mut self, to: Id, from: Id) {
        let mut child = self.node(from).first;
        self.node_mut(from).first = NIL;
        self.node_mut(from).last = NIL;
        while child != NIL {
            let next = self.node(child).next;
            self.append(to, child);
            child = next;
        }
    }

    /// Moves all children of `from` behind those of `to`; text that meets text becomes one.
    pub(crate) fn adopt_merging(&mut self, to: Id, from: Id) {
        let first = self.node(from).first;
        let last = self.node(to).last;
        if first != NIL
            && last != NIL
            && self.kind(first) == Kind::Text
            && self.kind(last) == Kind::Text
        {
            let value = self.node(first).value;
            self.append_str(last, value);
            self.unlink(first);
        }
        self.adopt(to, from);
    }

    /// Appends a stored text to a node's value.
    fn append_str(&mut self, id: Id, more: Str) {
        let more = self.str(more).to_string();
        self.append_value(id, &more);
    }

    /// Tells the cells of a row which column they are in.
    pub(crate) fn number_children(&mut self, row: Id) {
        let mut child = self.node(row).first;
        let mut column = 0;
        while child != NIL {
            self.node_mut(child).extra = column;
            column += 1;
            child = self.node(child).next;
        }
    }

    pub(crate) fn clear_children(&mut self, id: Id) {
        let node = self.node_mut(id);
        node.first = NIL;
        node.last = NIL;
    }

    pub(crate) fn children(&self, id: Id) -> Children<'_> {
        Children {
            tree: self,
            next: self.node(id).first,
        }
    }

    /// The node that follows in reading order, within `top`.
    #[inline]
    pub(crate) fn following(&self, id: Id, top: Id) -> Id {
        match self.node(id).first {
            NIL => self.following_sibling(id, top),
            first => first,
        }
    }

    /// The node that follows once `id` and all inside it is done, within `top`.
    #[inline]
    pub(crate) fn following_sibling(&self, mut id: Id, top: Id) -> Id {
        while id != top {
            let node = self.node(id);
            if node.next != NIL {
                return node.next;
            }
            id = node.parent;
        }
        NIL
    }

    // ---- text

    #[inline]
    pub(crate) fn str(&self, text: Str) -> &str {
        match text {
            Str::Static(text) => text,
            Str::Range(from, to) => self.text.get(from as usize..to as usize).unwrap_or(""),
        }
    }

    #[inline]
    pub(crate) fn value(&self, id: Id) -> &str {
        if self.kind(id) == Kind::RawText {
            self.raw_value(id)
        } else {
            self.str(self.node(id).value)
        }
    }

    /// The source text of a node that the span parser has not seen yet.
    pub(crate) fn raw_value(&self, id: Id) -> &str {
        match self.node(id).value {
            Str::Static(text) => text,
            Str::Range(from, to) => self.raw.get(from as usize..to as usize).unwrap_or(""),
        }
    }

    pub(crate) fn store(&mut self, text: &str) -> Str {
        if text.is_empty() {
            return Str::Static("");
        }
        let from = self.text.len() as u32;
        self.text.push_str(text);
        Str::Range(from, self.text.len() as u32)
    }

    pub(crate) fn set_value(&mut self, id: Id, text: &str) {
        self.node_mut(id).value = self.store(text);
    }

    /// kramdown's `add_text` for text that is final.
    pub(crate) fn add_text(&mut self, parent: Id, text: &str) {
        let last = self.node(parent).last;
        if last != NIL && self.kind(last) == Kind::Text {
            self.append_value(last, text);
        } else if !text.is_empty() {
            let id = self.add(parent, Kind::Text);
            self.set_value(id, text);
        }
    }

    /// Appends to a node's text, whether the span parser has seen it or not.
    pub(crate) fn append_to_text(&mut self, id: Id, text: &str) {
        if self.kind(id) == Kind::RawText {
            self.append_raw(id, text);
        } else {
            self.append_value(id, text);
        }
    }

    fn append_value(&mut self, id: Id, text: &str) {
        if text.is_empty() {
            return;
        }
        let end = self.text.len() as u32;
        let value = match self.node(id).value {
            Str::Range(from, to) if to == end => {
                self.text.push_str(text);
                Str::Range(from, end + text.len() as u32)
            }
            Str::Range(from, to) => {
                self.text.extend_from_within(from as usize..to as usize);
                self.text.push_str(text);
                Str::Range(end, self.text.len() as u32)
            }
            Str::Static(before) => {
                self.text.push_str(before);
                self.text.push_str(text);
                Str::Range(end, self.text.len() as u32)
            }
        };
        self.node_mut(id).value = value;
    }

    /// kramdown's `add_text` for text that the span parser is still to see.
    pub(crate) fn add_raw_text(&mut self, parent: Id, text: &str) {
        let last = self.node(parent).last;
        if last != NIL && self.kind(last) == Kind::RawText {
            self.append_raw(last, text);
        } else if !text.is_empty() {
            let id = self.add(parent, Kind::RawText);
            let from = self.raw.len() as u32;
            self.raw.push_str(text);
            self.node_mut(id).value = Str::Range(from, self.raw.len() as u32);
            self.node_mut(id).line = self.node(parent).line;
        }
    }

    pub(crate) fn append_raw(&mut self, id: Id, text: &str) {
        let end = self.raw.len() as u32;
        let value = match self.node(id).value {
            Str::Range(from, to) => {
                let from = if to == end {
                    from
                } else {
                    self.raw.extend_from_within(from as usize..to as usize);
                    end
                };
                self.raw.push_str(text);
                Str::Range(from, self.raw.len() as u32)
            }
            Str::Static(before) => {
                self.raw.push_str(before);
                self.raw.push_str(text);
                Str::Range(end, self.raw.len() as u32)
            }
        };
        self.node_mut(id).value = value;
    }

    /// Sets a node's text, whether the span parser has seen it or not.
    pub(crate) fn set_text(&mut self, id: Id, text: &str) {
        if self.kind(id) == Kind::RawText {
            self.set_raw(id, text);
        } else {
            self.set_value(id, text);
        }
    }

    pub(crate) fn set_raw(&mut self, id: Id, text: &str) {
        let from = self.raw.len() as u32;
        self.raw.push_str(text);
        self.node_mut(id).value = Str::Range(from, self.raw.len() as u32);
    }

    // ---- attributes: a hash that keeps its order

    pub(crate) fn has_attrs(&self, id: Id) -> bool {
        self.node(id).attr != NIL
    }

    pub(crate) fn attrs(&self, id: Id) -> Attrs<'_> {
        Attrs {
            tree: self,
            next: self.node(id).attr,
        }
    }

    pub(crate) fn attr(&self, id: Id, name: &str) -> Option<&str> {
        self.attrs(id)
            .find(|&(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// Sets an attribute; true where it was there before.
    pub(crate) fn set_attr(&mut self, id: Id, name: Str, value: Str) -> bool {
        let mut last = NIL;
        let mut at = self.node(id).attr;
        let mut count = 0;
        while at != NIL {
            if count == CROWDED {
                return self.set_among_many(id, name, value);
            }
            let attr = &self.attrs[at as usize];
            if self.str(attr.name) == self.str(name) {
                self.attrs[at as usize].value = value;
                return true;
            }
            last = at;
            at = attr.next;
            count += 1;
        }
        self.add_attr(id, last, name, value);
        false
    }

    /// Adds an attribute behind `last`.
    fn add_attr(&mut self, id: Id, last: u32, name: Str, value: Str) -> u32 {
        let new = self.attrs.len() as u32;
        self.attrs.push(Attr {
            name,
            value,
            next: NIL,
        });
        if last == NIL {
            self.node_mut(id).attr = new;
        } else {
            self.attrs[last as usize].next = new;
        }
        new
    }

    /// As `set_attr`, for an element whose attributes are too many to go through for each.
    fn set_among_many(&mut self, id: Id, name: Str, value: Str) -> bool {
        let mut crowd = match self.crowds.remove(&id) {
            Some(crowd) => crowd,
            None => self.crowd(id),
        };
        let key = self.str(name);
        let known = crowd.places.get(key).copied();
        match known {
            Some(at) => self.attrs[at as usize].value = value,
            None => {
                let key = key.to_string();
                crowd.last = self.add_attr(id, crowd.last, name, value);
                crowd.places.insert(key, crowd.last);
            }
        }
        self.crowds.insert(id, crowd);
        known.is_some()
    }

    fn crowd(&self, id: Id) -> Crowd {
        let mut crowd = Crowd::default();
        let mut at = self.node(id).attr;
        while at != NIL {
            let attr = &self.attrs[at as usize];
            crowd.places.insert(self.str(attr.name).to_string(), at);
            crowd.last = at;
            at = attr.next;
        }
        crowd
    }

    pub(crate) fn put_attr(&mut self, id: Id, name: &'static str, value: &str) {
        let value = self.store(value);
        self.set_attr(id, Str::Static(name), value);
    }

    pub(crate) fn take_attr(&mut self, id: Id, name: &str) -> Option<Str> {
        self.crowds.remove(&id);
        let mut last = NIL;
        let mut at = self.node(id).attr;
        while at != NIL {
            let attr = self.attrs[at as usize].clone();
            if self.str(attr.name) == name {
                if last == NIL {
                    self.node_mut(id).attr = attr.next;
                } else {
                    self.attrs[last as usize].next = attr.next;
                }
                return Some(attr.value);
            }
            last = at;
            at = attr.next;
        }
        None
    }

    pub(crate) fn ial_mut(&mut self, id: Id) -> &mut Ial {
        if self.node(id).ial == NIL {
            self.node_mut(id).ial = self.ials.len() as u32;
            self.ials.push(Ial::default());
        }
        let at = self.node(id).ial as usize;
        &mut self.ials[at]
    }

    pub(crate) fn ial(&self, id: Id) -> Option<&Ial> {
        self.ials.get(self.node(id).ial as usize)
    }

    // ---- going back

    /// The state now. Whatever is made from here on must not be linked to what is there already
    /// as long as it may be cut off.
    #[inline]
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            nodes: self.nodes.len(),
            text: self.text.len(),
            raw: self.raw.len(),
            attrs: self.attrs.len(),
            ials: self.ials.len(),
        }
    }

    /// Cuts off everything that came after `mark`.
    pub(crate) fn cut(&mut self, mark: Mark) {
        self.nodes.truncate(mark.nodes);
        self.text.truncate(mark.text);
        self.raw.truncate(mark.raw);
        self.attrs.truncate(mark.attrs);
        self.ials.truncate(mark.ials);
        self.crowds.retain(|&id, _| (id as usize) < mark.nodes);
    }
}

/// The children of a node, in order.
pub(crate) struct Children<'a> {
    tree: &'a Tree,
    next: Id,
}

impl Iterator for Children<'_> {
    type Item = Id;

    fn next(&mut self) -> Option<Id> {
        if self.next == NIL {
            return None;
        }
        let id = self.next;
        self.next = self.tree.node(id).next;
        Some(id)
    }
}

/// The attributes of a node, in order.
pub(crate) struct Attrs<'a> {
    tree: &'a Tree,
    next: u32,
}

impl<'a> Iterator for Attrs<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let attr = self.tree.attrs.get(self.next as usize)?;
        self.next = attr.next;
        Some((self.tree.str(attr.name), self.tree.str(attr.value)))
    }
}
