//! What the GFM parser does when all is parsed: header IDs of its own, and hard line breaks in text.

use super::HashMap;
use super::block::Document;
use super::tree::{Id, Kind, NIL};
use super::unicode::is_word;

/// Gives the headers their IDs and breaks lines. What is in HTML elements and in footnotes is left alone.
pub(crate) fn update(doc: &mut Document<'_>) {
    let root = doc.root;
    let mut counts: HashMap<String, u32> = HashMap::default();
    let mut id = doc.tree.node(root).first;
    while id != NIL {
        let kind = doc.tree.kind(id);
        if kind == Kind::Text {
            let next = doc.tree.following_sibling(id, root);
            break_lines(doc, id);
            id = next;
        } else if kind == Kind::HtmlElement {
            id = doc.tree.following_sibling(id, root);
        } else if kind == Kind::Header && doc.options.auto_ids && doc.tree.attr(id, "id").is_none()
        {
            header_id(doc, id, &mut counts);
            id = doc.tree.following_sibling(id, root);
        } else {
            id = doc.tree.following(id, root);
        }
    }
}

/// GFM's IDs keep the letters of every script; the second of a kind gets `-1`.
fn header_id(doc: &mut Document<'_>, id: Id, counts: &mut HashMap<String, u32>) {
    let text = doc.tree.str(doc.tree.node(id).second);
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ' ' | '\t' => slug.push('-'),
            '-' => slug.push('-'),
            c if c.is_ascii() => {
                if c.is_ascii_alphanumeric() || c == '_' {
                    slug.push(c.to_ascii_lowercase());
                }
            }
            c => slug.extend(c.to_lowercase().filter(|&c| is_word(c))),
        }
    }
    let again = match counts.get_mut(&slug) {
        Some(count) => {
            *count += 1;
            *count
        }
        None => {
            counts.insert(slug.clone(), 0);
            0
        }
    };
    if again > 0 {
        slug.push_str(&format!("-{again}"));
    }
    slug.insert_str(0, &doc.options.auto_id_prefix);
    doc.tree.put_attr(id, "id", &slug);
}

/// Puts a line break where a line ends hard: behind a backslash, or everywhere when lines are wrapped hard.
fn break_lines(doc: &mut Document<'_>, id: Id) {
    let hard = if doc.grammar.hard_wrap { "\n" } else { "\\\n" };
    let tree = &mut doc.tree;
    let value = tree.value(id);
    if memchr::memchr(hard.as_bytes()[0], value.as_bytes()).is_none() {
        return;
    }
    if memchr::memmem::find(value.as_bytes(), hard.as_bytes()).is_none() {
        return;
    }
    let value = value.to_string();
    let parent = tree.node(id).parent;
    let last = tree.node(id).next == NIL;
    let pieces: Vec<&str> = value.split(hard).collect();
    let omit =
        last && is_block(tree.kind(parent), tree.node(parent).block) && value.ends_with(hard);
    for (index, piece) in pieces.iter().enumerate() {
        let text = tree.create(Kind::Text);
        if index > 0 {
            tree.set_value(text, &format!("\n{piece}"));
        } else {
            tree.set_value(text, piece);
        }
        tree.insert_before(id, text);
        let left = pieces.len() - 1 - index;
        if left > 1 || (left == 1 && !omit) {
            let br = tree.create(Kind::Br);
            tree.insert_before(id, br);
        }
    }
    tree.unlink(id);
}

/// `Element#block?`.
pub(crate) fn is_block(kind: Kind, block: bool) -> bool {
    match kind {
        Kind::Blank
        | Kind::P
        | Kind::Header
        | Kind::Blockquote
        | Kind::Codeblock
        | Kind::Ul
        | Kind::Ol
        | Kind::Li
        | Kind::Dl
        | Kind::Dt
        | Kind::Dd
        | Kind::Table
        | Kind::Td
        | Kind::Hr => true,
        Kind::Text
        | Kind::A
        | Kind::Br
        | Kind::Img
        | Kind::Codespan
        | Kind::Footnote
        | Kind::Em
        | Kind::Strong
        | Kind::Entity
        | Kind::TypographicSym
        | Kind::SmartQuote
        | Kind::Abbreviation => false,
        _ => block,
    }
}
