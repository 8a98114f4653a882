//! What happens to the tree between the block parser and the writer: text is parsed for spans, attribute lists
//! are laid over elements, blank lines come together, headers get the text for their IDs.

use super::block::Document;
use super::entities;
use super::span;
use super::tree::{Id, Kind, NIL, Str, Tree};

/// The characters of smart quotes and typographic symbols in header IDs, whatever the options print.
const QUOTES: [&str; 4] = ["\u{2018}", "\u{2019}", "\u{201c}", "\u{201d}"];
const SYMBOLS: [&str; 7] = [
    "\u{2014}",
    "\u{2013}",
    "\u{2026}",
    "\u{ab}\u{a0}",
    "\u{a0}\u{bb}",
    "\u{ab}",
    "\u{bb}",
];

/// Brings the root, and all footnotes, into their final shape.
pub(crate) fn update(doc: &mut Document<'_>) {
    let raw = std::mem::take(&mut doc.tree.raw);
    let root = doc.root;
    update_below(doc, root, &raw);
    let contents: Vec<Id> = doc
        .footnotes
        .iter()
        .map(|footnote| footnote.content)
        .collect();
    super::abbreviations::replace(doc, root);
    for content in contents {
        update_below(doc, content, &raw);
        super::abbreviations::replace(doc, content);
    }
    for index in 0..doc.footnotes.len() {
        let footnote = &doc.footnotes[index];
        if !footnote.used {
            let (name, line) = (footnote.name.clone(), footnote.line);
            doc.warn(|| {
                format!(
                    "Footnote definition for '{name}' on line {line} is unreferenced - ignoring"
                )
            });
        }
    }
    doc.tree.raw = raw;
    if doc.grammar.gfm {
        super::gfm::update(doc);
    }
}

/// Goes over everything below `top`, children before what surrounds them.
fn update_below(doc: &mut Document<'_>, top: Id, raw: &str) {
    prepare_children(doc, top);
    let mut id = doc.tree.node(top).first;
    while id != NIL {
        if doc.tree.kind(id) == Kind::RawText {
            id = parse_text(doc, id, raw, top);
            continue;
        }
        prepare_children(doc, id);
        let first = doc.tree.node(id).first;
        if first != NIL {
            id = first;
            continue;
        }
        finish(doc, id);
        id = climb(doc, id, top);
    }
}

/// The next node behind `id`; what is left on the way up is finished.
fn climb(doc: &mut Document<'_>, mut id: Id, top: Id) -> Id {
    loop {
        let node = doc.tree.node(id);
        if node.next != NIL {
            return node.next;
        }
        id = node.parent;
        if id == top || id == NIL {
            return NIL;
        }
        finish(doc, id);
    }
}

/// Takes markers out of the children of `id`, and all but one of neighbouring blank lines.
fn prepare_children(doc: &mut Document<'_>, id: Id) {
    let mut after_blank = false;
    let mut child = doc.tree.node(id).first;
    while child != NIL {
        let next = doc.tree.node(child).next;
        match doc.tree.kind(child) {
            Kind::Eob => {
                apply_ial(doc, child);
                doc.tree.unlink(child);
            }
            Kind::Blank if after_blank => doc.tree.unlink(child),
            kind => after_blank = kind == Kind::Blank,
        }
        child = next;
    }
}

fn apply_ial(doc: &mut Document<'_>, id: Id) {
    if let Some(ial) = doc.tree.ial(id).cloned() {
        doc.alds.apply(&mut doc.tree, id, &ial);
    }
}

fn finish(doc: &mut Document<'_>, id: Id) {
    let kind = doc.tree.kind(id);
    if kind == Kind::Blank {
        return;
    }
    apply_ial(doc, id);
    if kind == Kind::Dt || (kind == Kind::Header && doc.auto_id_stripping) {
        let text = id_text(&doc.tree, id, doc.grammar.gfm);
        let text = doc.tree.store(&text);
        doc.tree.node_mut(id).second = text;
    }
}

/// Puts the spans of a text in its place; gives the node that follows.
fn parse_text(doc: &mut Document<'_>, id: Id, raw: &str, top: Id) -> Id {
    let node = doc.tree.node(id);
    let (value, line, parent) = (node.value, node.line, node.parent);
    let text = match value {
        Str::Static(text) => text,
        Str::Range(from, to) => &raw[from as usize..to as usize],
    };
    span::parse(doc, id, text, line);
    let tree = &mut doc.tree;
    let mut child = tree.node(id).first;
    tree.clear_children(id);
    while child != NIL {
        let next = tree.node(child).next;
        tree.insert_before(id, child);
        child = next;
    }
    let next = tree.node(id).next;
    tree.unlink(id);
    if next != NIL {
        return next;
    }
    if parent == top {
        return NIL;
    }
    finish(doc, parent);
    climb(doc, parent, top)
}

/// The text of a header that its ID is made from.
fn id_text(tree: &Tree, top: Id, gfm: bool) -> String {
    let mut text = String::new();
    let mut id = tree.node(top).first;
    while id != NIL {
        let node = tree.node(id);
        match node.kind {
            Kind::Text => text.push_str(tree.str(node.value)),
            Kind::Codespan | Kind::Math if gfm => text.push_str(tree.str(node.value)),
            Kind::Entity if gfm => text.extend(char::from_u32(node.extra)),
            Kind::SmartQuote if gfm => text.push_str(QUOTES[node.extra as usize & 3]),
            Kind::TypographicSym if gfm => text.push_str(SYMBOLS[node.extra as usize % 7]),
            _ => {
                id = tree.following(id, top);
                continue;
            }
        }
        id = tree.following_sibling(id, top);
    }
    text
}

/// The name of an entity as it is printed.
pub(crate) fn entity_name(tree: &Tree, id: Id) -> Option<&str> {
    let node = tree.node(id);
    match tree.str(node.second) {
        "" => entities::name(node.extra),
        name => Some(name),
    }
}
