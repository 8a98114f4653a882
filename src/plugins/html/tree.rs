//! The tree of a fragment: nodes in one list, linked by their places in it.

use super::printer;

/// The place of a node in its tree.
pub(in crate::plugins) type NodeId = usize;

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plugins) enum Kind {
    /// What holds everything: the fragment, or the document that is being read.
    Root,
    /// An element, with its attributes; one without a value has none.
    Element(String, Vec<(String, Option<String>)>),
    /// Text.
    Text(String),
    /// The text of a script or a style sheet.
    Raw(String),
    /// A comment.
    Comment(String),
    /// A processing instruction.
    Instruction(String, Option<String>),
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    parent: Option<NodeId>,
    first: Option<NodeId>,
    last: Option<NodeId>,
    previous: Option<NodeId>,
    next: Option<NodeId>,
}

/// A tree of nodes.
#[derive(Debug)]
pub(in crate::plugins) struct Tree {
    nodes: Vec<Node>,
}

impl Default for Tree {
    fn default() -> Self {
        let mut tree = Tree { nodes: Vec::new() };
        tree.create(Kind::Root);
        tree
    }
}

impl Tree {
    /// What holds the nodes of the fragment.
    pub(in crate::plugins) const ROOT: NodeId = 0;

    /// A node that stands nowhere yet.
    pub(super) fn create(&mut self, kind: Kind) -> NodeId {
        self.nodes.push(Node {
            kind,
            parent: None,
            first: None,
            last: None,
            previous: None,
            next: None,
        });
        self.nodes.len() - 1
    }

    /// What a node is.
    pub(in crate::plugins) fn kind(&self, node: NodeId) -> &Kind {
        &self.nodes[node].kind
    }

    /// What a node is, to change it.
    pub(super) fn kind_mut(&mut self, node: NodeId) -> &mut Kind {
        &mut self.nodes[node].kind
    }

    /// The name of an element.
    pub(in crate::plugins) fn name(&self, node: NodeId) -> Option<&str> {
        match self.kind(node) {
            Kind::Element(name, _) => Some(name),
            _ => None,
        }
    }

    /// The node above.
    pub(in crate::plugins) fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node].parent
    }

    /// The first node below.
    pub(in crate::plugins) fn first_child(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node].first
    }

    /// The last node below.
    pub(super) fn last_child(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node].last
    }

    /// The node behind.
    pub(super) fn next(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node].next
    }

    /// The nodes right below.
    pub(super) fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(node), |&child| self.next(child))
    }

    /// The elements round a node, from within.
    pub(in crate::plugins) fn ancestors(&self, node: NodeId) -> impl Iterator<Item = &str> + '_ {
        std::iter::successors(self.parent(node), |&node| self.parent(node))
            .filter_map(|node| self.name(node))
    }

    /// All nodes below one, in their order.
    pub(in crate::plugins) fn descendants(&self, top: NodeId) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut at = self.first_child(top);
        while let Some(node) = at {
            found.push(node);
            at = self.first_child(node).or_else(|| self.behind(node, top));
        }
        found
    }

    /// The node that follows one and all that is below it, within `top`.
    fn behind(&self, node: NodeId, top: NodeId) -> Option<NodeId> {
        let mut node = node;
        while node != top {
            if let Some(next) = self.next(node) {
                return Some(next);
            }
            node = self.parent(node)?;
        }
        None
    }

    /// The text of everything below a node.
    pub(in crate::plugins) fn text(&self, node: NodeId) -> String {
        let mut text = String::new();
        for node in self.descendants(node) {
            if let Kind::Text(part) | Kind::Raw(part) = self.kind(node) {
                text.push_str(part);
            }
        }
        text
    }

    /// Whether a node is text, that of scripts and style sheets too.
    pub(in crate::plugins) fn is_text(&self, node: NodeId) -> bool {
        matches!(self.kind(node), Kind::Text(_) | Kind::Raw(_))
    }

    /// The value of an attribute.
    pub(in crate::plugins) fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        match self.kind(node) {
            Kind::Element(_, attributes) => attributes
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.as_deref().unwrap_or_default()),
            _ => None,
        }
    }

    /// Gives an element an attribute.
    pub(in crate::plugins) fn set_attribute(&mut self, node: NodeId, name: &str, value: &str) {
        if let Kind::Element(_, attributes) = self.kind_mut(node) {
            match attributes.iter_mut().find(|(known, _)| known == name) {
                Some((_, place)) => *place = Some(value.to_string()),
                None => attributes.push((name.to_string(), Some(value.to_string()))),
            }
        }
    }

    /// Puts a node behind all others below `parent`.
    pub(super) fn append(&mut self, parent: NodeId, node: NodeId) {
        self.unlink(node);
        let last = self.nodes[parent].last.replace(node);
        match last {
            Some(last) => self.nodes[last].next = Some(node),
            None => self.nodes[parent].first = Some(node),
        }
        self.nodes[node].previous = last;
        self.nodes[node].parent = Some(parent);
    }

    /// Puts a node before another.
    pub(super) fn insert_before(&mut self, place: NodeId, node: NodeId) {
        let Some(parent) = self.nodes[place].parent else {
            return;
        };
        self.unlink(node);
        let previous = self.nodes[place].previous.replace(node);
        match previous {
            Some(previous) => self.nodes[previous].next = Some(node),
            None => self.nodes[parent].first = Some(node),
        }
        let new = &mut self.nodes[node];
        new.previous = previous;
        new.next = Some(place);
        new.parent = Some(parent);
    }

    /// Takes a node from where it stands.
    pub(super) fn unlink(&mut self, node: NodeId) {
        let place = &mut self.nodes[node];
        let (parent, previous, next) = (
            place.parent.take(),
            place.previous.take(),
            place.next.take(),
        );
        if let Some(previous) = previous {
            self.nodes[previous].next = next;
        } else if let Some(parent) = parent {
            self.nodes[parent].first = next;
        }
        if let Some(next) = next {
            self.nodes[next].previous = previous;
        } else if let Some(parent) = parent {
            self.nodes[parent].last = previous;
        }
    }

    /// The fragment as Nokogiri prints it (`to_html`).
    pub(in crate::plugins) fn to_html(&self) -> String {
        let mut out = String::new();
        for node in self.children(Tree::ROOT) {
            printer::print(self, node, &mut out);
        }
        out
    }

    /// One node as Nokogiri prints it.
    pub(in crate::plugins) fn node_to_html(&self, node: NodeId) -> String {
        let mut out = String::new();
        printer::print(self, node, &mut out);
        out
    }
}
