//! The tree as text that a person can read: one element a line, indented, with its value and attributes.

use super::block::Document;
use super::tree::{Id, Kind, NIL};

/// Writes everything below the root, then the footnotes.
pub(crate) fn dump(doc: &Document<'_>) -> String {
    let mut out = String::new();
    below(doc, doc.root, 0, &mut out);
    for footnote in &doc.footnotes {
        out.push_str(&format!("footnote {}\n", footnote.name));
        below(doc, footnote.content, 1, &mut out);
    }
    out
}

fn below(doc: &Document<'_>, top: Id, depth: usize, out: &mut String) {
    let tree = &doc.tree;
    let mut id = tree.node(top).first;
    let mut level = depth;
    while id != NIL {
        element(doc, id, level, out);
        let node = tree.node(id);
        if node.first != NIL {
            level += 1;
            id = node.first;
            continue;
        }
        while id != top && tree.node(id).next == NIL {
            id = tree.node(id).parent;
            level = level.saturating_sub(1);
        }
        id = if id == top { NIL } else { tree.node(id).next };
    }
}

fn element(doc: &Document<'_>, id: Id, level: usize, out: &mut String) {
    let tree = &doc.tree;
    let node = tree.node(id);
    out.extend(std::iter::repeat_n("  ", level));
    out.push_str(&snake_case(&format!("{:?}", node.kind)));
    match node.kind {
        Kind::Header => out.push_str(&format!(" {}", node.extra)),
        Kind::SmartQuote => out.push_str(&format!(
            " {}",
            ["lsquo", "rsquo", "ldquo", "rdquo"][node.extra as usize & 3]
        )),
        Kind::TypographicSym => {
            out.push_str(&format!(
                " {}",
                super::options::SYMBOLS[node.extra as usize % 7]
            ));
        }
        Kind::Footnote => {
            let name = doc
                .footnotes
                .get(node.extra as usize)
                .map_or("", |def| def.name.as_str());
            out.push_str(&format!(" {name}"));
        }
        Kind::P if node.transparent => out.push_str(" transparent"),
        Kind::Blank => {}
        _ => {
            let value = tree.value(id);
            if !value.is_empty() {
                out.push_str(&format!(" {value:?}"));
            }
        }
    }
    if node.kind == Kind::Table
        && let Some(columns) = tree.alignments.get(node.extra as usize)
    {
        out.push_str(&format!(" {columns:?}").to_lowercase());
    }
    for (name, value) in tree.attrs(id) {
        out.push_str(&format!(" {name}={value:?}"));
    }
    out.push('\n');
}

fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}
