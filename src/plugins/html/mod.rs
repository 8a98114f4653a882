//! HTML as Nokogiri over libxml2 2.9 reads and prints it: fragments, the nodes in them, what replaces a node.
//! Plugins that change the HTML of finished pages share it.

mod parser;
mod printer;
mod tables;
mod tree;

pub(super) use tree::{Kind, NodeId, Tree};

/// Reads a fragment (`Nokogiri::HTML4::DocumentFragment.parse`).
pub(super) fn parse(html: &str) -> Tree {
    let mut tree = Tree::default();
    let nodes = parser::fragment(&mut tree, html);
    for node in nodes {
        tree.append(Tree::ROOT, node);
    }
    tree
}

/// Reads a fragment that is to stand below `parent` (`Nokogiri::XML::Node#coerce`); its nodes have no parent yet.
pub(super) fn parse_within(tree: &mut Tree, parent: NodeId, html: &str) -> Vec<NodeId> {
    if parent == Tree::ROOT {
        return parser::fragment(tree, html);
    }
    let wrapped = format!("<div>{html}</div>");
    let mut nodes = parser::in_context(tree, &wrapped);
    if nodes.is_empty() {
        // what the parser complains of is read once more, without its surroundings
        nodes = parser::fragment(tree, &wrapped);
    }
    match nodes.first() {
        Some(&first) => {
            let children: Vec<NodeId> = tree.children(first).collect();
            for &child in &children {
                tree.unlink(child);
            }
            children
        }
        None => Vec::new(),
    }
}

/// Puts HTML in the place of a node (`Nokogiri::XML::Node#replace`).
pub(super) fn replace(tree: &mut Tree, node: NodeId, html: &str) {
    let Some(parent) = tree.parent(node) else {
        return;
    };
    for new in parse_within(tree, parent, html) {
        tree.insert_before(node, new);
    }
    tree.unlink(node);
}

/// Puts HTML before a node (`Nokogiri::XML::Node#add_previous_sibling`).
pub(super) fn insert_before(tree: &mut Tree, node: NodeId, html: &str) {
    let Some(parent) = tree.parent(node) else {
        return;
    };
    for new in parse_within(tree, parent, html) {
        tree.insert_before(node, new);
    }
}

/// Printed HTML in the encoding of the text that was read: where Ruby holds that as US-ASCII, characters beyond it stand
/// there by their numbers.
pub(super) fn in_encoding(html: String, us_ascii: bool) -> String {
    if !us_ascii || html.is_ascii() {
        return html;
    }
    let mut ascii = String::with_capacity(html.len() + 16);
    for c in html.chars() {
        match c.is_ascii() {
            true => ascii.push(c),
            false => ascii.push_str(&format!("&#{};", u32::from(c))),
        }
    }
    ascii
}

/// What stands in `<body>`: the text before it, what is in it, the rest. A page without one is all body.
pub(super) fn body_of(html: &str, ends_at_any: bool) -> Option<(&str, &str, &str)> {
    let start = if ends_at_any {
        opening_body(html, |_| true)
    } else {
        opening_body(html, |c| c != '<')
    }?;
    let (head, tail) = html.split_at(start);
    Some(match tail.find("</body>") {
        Some(end) => (head, &tail[..end], &tail[end..]),
        None => (head, tail, ""),
    })
}

/// Where the first `<body…>` and the white space behind it end; between its name and its `>` stand only characters
/// that are allowed there.
fn opening_body(html: &str, allowed: impl Fn(char) -> bool) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = html[from..].find("<body") {
        let name_end = from + at + "<body".len();
        let rest = &html[name_end..];
        match rest.find(|c| c == '>' || !allowed(c)) {
            Some(end) if rest.as_bytes()[end] == b'>' => {
                let behind = &rest[end + 1..];
                let white =
                    behind.len() - behind.trim_start_matches(crate::text::is_space_char).len();
                return Some(name_end + end + 1 + white);
            }
            Some(_) => from = name_end,
            None => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Printed by Nokogiri 1.13.10 over libxml2 2.9.14.
    #[test]
    fn reads_and_prints_as_nokogiri_does() {
        for (html, printed) in [
            ("<p>a<div>b</div>c", "<p>a</p><div>b</div>c"),
            ("<ul><li>a<li>b</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("<br/><img src='a b'>", "<br><img src=\"a%20b\">"),
            ("a & b &copy; &foo; &#233;<", "a &amp; b © &amp;foo; é&lt;"),
            (
                "<input disabled=disabled value=''>",
                "<input disabled value=\"\">",
            ),
            ("<script>a<b&c</script>", "<script>a<b&c</script>"),
            ("<div><o:p>x</o:p></div>", "<div><p>x</p></div>"),
            ("<svg x:y=1 b=2></svg>", "<svg b=\"2\" x:y=\"1\"></svg>"),
            ("<a title='\"'>x</a></b>", "<a title='\"'>x</a>"),
        ] {
            assert_eq!(parse(html).to_html(), printed, "{html}");
        }
    }
}
