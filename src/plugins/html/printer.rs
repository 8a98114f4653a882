//! Prints nodes as libxml2 2.9 does (HTMLtree.c): line breaks between blocks, characters escaped.

use super::tables::{self, Element};
use super::tree::{Kind, NodeId, Tree};

/// Prints a node and all that is below it.
pub(super) fn print(tree: &Tree, top: NodeId, out: &mut String) {
    let mut node = top;
    loop {
        if let Some(child) = open(tree, node, out) {
            node = child;
            continue;
        }
        // nothing below is left: on to the next, closing what ends on the way
        loop {
            if node == top {
                return;
            }
            if let Some(next) = tree.next(node) {
                node = next;
                break;
            }
            let Some(parent) = tree.parent(node) else {
                return;
            };
            node = parent;
            close(tree, node, out);
        }
    }
}

/// Prints a node as far as it stands before what is below it, which is returned.
fn open(tree: &Tree, node: NodeId, out: &mut String) -> Option<NodeId> {
    match tree.kind(node) {
        Kind::Root => return tree.first_child(node),
        Kind::Element(name, attributes) => {
            return open_element(tree, node, (name, attributes), out);
        }
        Kind::Text(text) => {
            let parent = tree.parent(node).and_then(|parent| tree.name(parent));
            let is_raw = parent.is_some_and(|name| matches!(name, "script" | "style"));
            if is_raw {
                out.push_str(text);
            } else {
                escape(text, false, out);
            }
        }
        Kind::Raw(text) => out.push_str(text),
        Kind::Comment(text) => {
            out.push_str("<!--");
            out.push_str(text);
            out.push_str("-->");
        }
        Kind::Instruction(target, content) => {
            out.push_str("<?");
            out.push_str(target);
            if let Some(content) = content {
                out.push(' ');
                out.push_str(content);
            }
            out.push('>');
        }
    }
    None
}

fn open_element(
    tree: &Tree,
    node: NodeId,
    (name, attributes): (&str, &[(String, Option<String>)]),
    out: &mut String,
) -> Option<NodeId> {
    let known = tables::element(name);
    out.push('<');
    out.push_str(name);
    for (attribute, value) in attributes {
        print_attribute(name, attribute, value.as_deref(), out);
    }
    out.push('>');
    let first = tree.first_child(node);
    if known.is_some_and(|element| element.is_empty) {
        // what stands in it is not printed
    } else if let Some(first) = first {
        if breaks_within(tree, node, known, first) {
            out.push('\n');
        }
        return Some(first);
    } else if !known.is_some_and(|element| element.saves_no_end) || matches!(name, "html" | "body")
    {
        close_tag(name, out);
    }
    break_behind(tree, node, known, out);
    None
}

fn close(tree: &Tree, node: NodeId, out: &mut String) {
    let Some(name) = tree.name(node) else {
        return;
    };
    let known = tables::element(name);
    if let Some(last) = tree.last_child(node)
        && breaks_within(tree, node, known, last)
    {
        out.push('\n');
    }
    close_tag(name, out);
    break_behind(tree, node, known, out);
}

fn close_tag(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Whether a line break stands between a tag of a block and `inner`, the first or last node in it.
fn breaks_within(tree: &Tree, node: NodeId, known: Option<&Element>, inner: NodeId) -> bool {
    known.is_some_and(|element| !element.is_inline)
        && !is_text(tree, inner)
        && tree.first_child(node) != tree.last_child(node)
        && !begins_with_p(tree, node)
}

/// The line break behind a block that is followed by something other than text.
fn break_behind(tree: &Tree, node: NodeId, known: Option<&Element>, out: &mut String) {
    if known.is_some_and(|element| !element.is_inline)
        && tree.next(node).is_some_and(|next| !is_text(tree, next))
        && tree
            .parent(node)
            .is_some_and(|parent| tree.name(parent).is_some() && !begins_with_p(tree, parent))
    {
        out.push('\n');
    }
}

fn is_text(tree: &Tree, node: NodeId) -> bool {
    matches!(tree.kind(node), Kind::Text(_))
}

/// Whether this is `p`, `pre` or `param`.
fn begins_with_p(tree: &Tree, node: NodeId) -> bool {
    tree.name(node).is_some_and(|name| name.starts_with('p'))
}

fn print_attribute(element: &str, name: &str, value: Option<&str>, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    let Some(value) = value else {
        return;
    };
    if tables::is_boolean_attribute(name) {
        return;
    }
    let mut escaped = String::with_capacity(value.len());
    escape(value, true, &mut escaped);
    let is_address =
        matches!(name, "href" | "action" | "src") || (name == "name" && element == "a");
    if is_address {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        escaped = percent_encoded(escaped.trim_start_matches(blank));
    }
    out.push('=');
    print_quoted(&escaped, out);
}

/// In double quotes, or in single ones where there are double quotes in it alone.
fn print_quoted(text: &str, out: &mut String) {
    if !text.contains('"') {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else if !text.contains('\'') {
        out.push('\'');
        out.push_str(text);
        out.push('\'');
    } else {
        out.push('"');
        out.push_str(&text.replace('"', "&quot;"));
        out.push('"');
    }
}

fn percent_encoded(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()@/:=?;#%&,+<>".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Escapes text (`xmlEncodeEntitiesReentrant`), or an attribute's, in which comments and `&{…}` stay as they are.
fn escape(text: &str, in_attribute: bool, out: &mut String) {
    let mut rest = text;
    let (mut may_hold_comment, mut may_hold_braces) = (in_attribute, in_attribute);
    while let Some(at) = memchr::memchr3(b'<', b'>', b'&', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if may_hold_comment && rest.starts_with("<!--") {
            if let Some(end) = rest.find("-->") {
                let (comment, behind) = rest.split_at(end + "-->".len());
                out.push_str(comment);
                rest = behind;
                continue;
            }
            may_hold_comment = false;
        }
        if may_hold_braces && rest.starts_with("&{") {
            if let Some(end) = rest.find('}') {
                let (braces, behind) = rest.split_at(end + 1);
                out.push_str(braces);
                rest = behind;
                continue;
            }
            may_hold_braces = false;
        }
        out.push_str(match rest.as_bytes()[0] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&amp;",
        });
        rest = &rest[1..];
    }
    out.push_str(rest);
}
