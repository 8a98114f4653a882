//! Reads HTML as libxml2 2.9 does (HTMLparser.c): tags that end others, paragraphs, heads and bodies that nobody wrote,
//! end tags that nobody waits for.

use super::tables;
use super::tree::{Kind, NodeId, Tree};
use crate::text::is_space_char;

/// Elements nest no deeper: libxml2 stops reading there.
const DEEPEST: usize = 256;

/// The longest name that is read in one piece.
const LONGEST_NAME: usize = 100;

/// Reads a fragment and returns its nodes, which stand nowhere yet (`DocumentFragment.new` without a context).
pub(super) fn fragment(tree: &mut Tree, html: &str) -> Vec<NodeId> {
    let text = format!("<html><body>{html}");
    let document = tree.create(Kind::Root);
    let mut parser = Parser::new(tree, &text);
    parser.document = Some(document);
    parser.content();
    let found: Vec<NodeId> = tree
        .children(document)
        .filter(|&root| tree.name(root) == Some("html"))
        .flat_map(|root| tree.children(root))
        .filter(|&body| tree.name(body) == Some("body"))
        .collect();
    let nodes: Vec<NodeId> = if has_line_of_body(html) {
        found
    } else {
        found
            .into_iter()
            .flat_map(|body| tree.children(body).collect::<Vec<_>>())
            .collect()
    };
    for &node in &nodes {
        tree.unlink(node);
        if let Kind::Element(_, attributes) = tree.kind_mut(node) {
            // these are copied from one document to another, where attributes with a prefix come last and have a value
            attributes.sort_by_key(|(name, _)| name.contains(':'));
            for (name, value) in attributes {
                if name.contains(':') {
                    value.get_or_insert_default();
                }
            }
        }
    }
    nodes
}

/// Reads what is to stand within an element (`xmlParseInNodeContext`); nothing where the parser complains.
pub(super) fn in_context(tree: &mut Tree, html: &str) -> Vec<NodeId> {
    let context = tree.create(Kind::Element(String::new(), Vec::new()));
    let mut parser = Parser::new(tree, html);
    parser.open_nodes.push(context);
    parser.content();
    if !parser.is_well_formed {
        return Vec::new();
    }
    let nodes: Vec<NodeId> = tree.children(context).collect();
    for &node in &nodes {
        tree.unlink(node);
    }
    nodes
}

/// Whether a line begins with `<body`, blanks aside.
fn has_line_of_body(html: &str) -> bool {
    html.split('\n').any(|line| {
        let line = line.trim_start_matches(is_space_char).as_bytes();
        line.len() >= 5 && line[..5].eq_ignore_ascii_case(b"<body")
    })
}

struct Parser<'a> {
    tree: &'a mut Tree,
    text: &'a str,
    at: usize,
    /// The names of the elements that are open.
    names: Vec<String>,
    /// The elements that are open; within a context, that comes first.
    open_nodes: Vec<NodeId>,
    /// The document, unless this is read within a context: then nothing is added that nobody wrote.
    document: Option<NodeId>,
    has_head: bool,
    has_body: bool,
    /// How many tags were passed over whose end tags are to be passed over too.
    passed_over: usize,
    is_well_formed: bool,
    is_halted: bool,
}

impl<'a> Parser<'a> {
    fn new(tree: &'a mut Tree, text: &'a str) -> Self {
        Parser {
            tree,
            text,
            at: 0,
            names: Vec::new(),
            open_nodes: Vec::new(),
            document: None,
            has_head: false,
            has_body: false,
            passed_over: 0,
            is_well_formed: true,
            is_halted: false,
        }
    }

    /// The byte so many places ahead; 0 at the end.
    fn ahead(&self, count: usize) -> u8 {
        let byte = self.text.as_bytes().get(self.at + count);
        byte.copied().unwrap_or(0)
    }

    fn current(&self) -> u8 {
        self.ahead(0)
    }

    /// Whether these bytes stand here.
    fn is_at(&self, bytes: &[u8]) -> bool {
        self.text.as_bytes()[self.at..].starts_with(bytes)
    }

    /// All that is left; only asked for between characters.
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) {
        while is_blank(self.current()) {
            self.at += 1;
        }
    }

    /// Passes over everything up to one of these bytes, all of them ASCII.
    fn skip_to(&mut self, stops: impl Fn(u8) -> bool) {
        while self.current() != 0 && !stops(self.current()) {
            self.at += 1;
        }
    }

    fn complain(&mut self) {
        self.is_well_formed = false;
    }

    fn is_open(&self, name: &str) -> bool {
        self.names.iter().any(|open| open == name)
    }

    fn innermost(&self) -> Option<&str> {
        self.names.last().map(String::as_str)
    }

    /// Reads all there is (`htmlParseContentInternal`).
    fn content(&mut self) {
        while !self.is_halted {
            if self.is_at(b"</") {
                self.end_tag();
                continue;
            }
            if let Some(name) = self.upcoming_name()
                && self
                    .innermost()
                    .is_some_and(|open| tables::closes(&name, open))
            {
                self.close_for(&name);
                continue;
            }
            if self.current() == 0 {
                break;
            }
            if matches!(self.innermost(), Some("script" | "style")) {
                self.script();
            } else {
                self.markup();
            }
        }
    }

    /// The name of the opening tag that stands here.
    fn upcoming_name(&self) -> Option<String> {
        if self.current() != b'<'
            || !matches!(self.ahead(1), b'_' | b':' | b'a'..=b'z' | b'A'..=b'Z')
        {
            return None;
        }
        let is_of_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_');
        let bytes = &self.text.as_bytes()[self.at + 1..];
        let name = bytes
            .iter()
            .take(LONGEST_NAME)
            .take_while(|b| is_of_name(b));
        Some(name.map(|b| char::from(b.to_ascii_lowercase())).collect())
    }

    fn markup(&mut self) {
        let rest = self.rest().as_bytes();
        if rest.len() >= 9 && rest[..9].eq_ignore_ascii_case(b"<!doctype") {
            self.doctype();
        }
        if self.is_at(b"<!--") {
            self.comment();
        } else if self.is_at(b"<?") {
            self.instruction();
        } else if self.current() == b'<' && self.ahead(1).is_ascii_alphabetic() {
            self.element();
        } else if self.current() == b'<' {
            self.characters("<");
            self.at += 1;
        } else if self.current() == b'&' {
            self.reference();
        } else if self.current() != 0 {
            self.text();
        }
    }

    /// `htmlParseElementInternal`
    fn element(&mut self) {
        self.start_tag();
        let Some(name) = self.innermost().map(str::to_string) else {
            if self.current() == b'>' {
                self.at += 1;
            }
            return;
        };
        let known = tables::element(&name);
        if known.is_none() {
            self.complain();
        }
        if self.is_at(b"/>") {
            self.at += 2;
            self.pop();
            return;
        }
        if self.current() != b'>' {
            self.complain();
            self.pop();
            return;
        }
        self.at += 1;
        if known.is_some_and(|element| element.is_empty) {
            self.pop();
        }
    }

    /// `htmlParseStartTag`
    fn start_tag(&mut self) {
        self.at += 1;
        let name = self.name();
        self.close_for(&name);
        self.imply_for(&name);
        let is_passed_over = match name.as_str() {
            "html" => !self.names.is_empty(),
            "head" => self.names.len() != 1,
            "body" => self.is_open("body"),
            _ => false,
        };
        if is_passed_over {
            self.complain();
            self.passed_over += 1;
        }
        let attributes = self.attributes();
        if !is_passed_over {
            self.push(name, attributes);
        }
    }

    /// A name in lower case, of a tag or an attribute; empty where none begins here.
    fn name(&mut self) -> String {
        let mut name = String::new();
        if !(self.current().is_ascii_alphabetic() || matches!(self.current(), b'_' | b':' | b'.')) {
            return name;
        }
        while name.len() < LONGEST_NAME
            && (self.current().is_ascii_alphanumeric()
                || matches!(self.current(), b':' | b'-' | b'_' | b'.'))
        {
            name.push(char::from(self.current().to_ascii_lowercase()));
            self.at += 1;
        }
        name
    }

    fn attributes(&mut self) -> Vec<(String, Option<String>)> {
        let mut attributes: Vec<(String, Option<String>)> = Vec::new();
        self.skip_blanks();
        while !matches!(self.current(), 0 | b'>') && !self.is_at(b"/>") {
            let name = self.name();
            if name.is_empty() {
                self.complain();
                while !matches!(self.current(), 0 | b'>')
                    && !is_blank(self.current())
                    && !self.is_at(b"/>")
                {
                    self.at += 1;
                }
            } else {
                let value = self.attribute_value(&name);
                if attributes.iter().any(|(known, _)| *known == name) {
                    self.complain();
                } else {
                    attributes.push((name, value));
                }
            }
            self.skip_blanks();
        }
        attributes
    }

    fn attribute_value(&mut self, name: &str) -> Option<String> {
        self.skip_blanks();
        if self.current() != b'=' {
            return tables::is_boolean_attribute(name).then(|| name.to_string());
        }
        self.at += 1;
        self.skip_blanks();
        let quote = self.current();
        if !matches!(quote, b'"' | b'\'') {
            return Some(self.value_up_to(|byte| byte == b'>' || is_blank(byte)));
        }
        self.at += 1;
        let value = self.value_up_to(|byte| byte == quote);
        if self.current() == quote {
            self.at += 1;
        } else {
            self.complain();
        }
        Some(value)
    }

    /// `htmlParseHTMLAttribute`
    fn value_up_to(&mut self, stops: impl Fn(u8) -> bool) -> String {
        let mut value = String::new();
        loop {
            let start = self.at;
            self.skip_to(|byte| byte == b'&' || stops(byte));
            push_allowed(&self.text[start..self.at], &mut value);
            if self.current() != b'&' || stops(b'&') {
                return value;
            }
            self.reference_text(&mut value);
        }
    }

    /// What a reference stands for (`htmlParseCharRef`, `htmlParseEntityRef`); what is none is taken as it is.
    fn reference_text(&mut self, out: &mut String) {
        if self.ahead(1) == b'#' {
            out.extend(self.numbered_character());
            return;
        }
        self.at += 1;
        let Some(name) = self.reference_name() else {
            self.complain();
            out.push('&');
            return;
        };
        if self.current() != b';' {
            self.complain();
        } else if let Some(character) = tables::named_character(name) {
            self.at += 1;
            out.push(character);
            return;
        }
        out.push('&');
        out.push_str(name);
    }

    /// `htmlParseName`: what ends with the text is no name.
    fn reference_name(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let is_start = |c: char| c.is_alphabetic() || matches!(c, '_' | ':');
        let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.');
        if !rest.starts_with(is_start) {
            return None;
        }
        let length = rest.find(|c| !is_of_name(c))?;
        self.at += length;
        Some(&rest[..length])
    }

    fn numbered_character(&mut self) -> Option<char> {
        self.at += 2;
        let radix = if matches!(self.current(), b'x' | b'X') {
            self.at += 1;
            16
        } else {
            10
        };
        let mut number: u32 = 0;
        while let Some(digit) = char::from(self.current()).to_digit(radix) {
            number = number.saturating_mul(radix).saturating_add(digit);
            self.at += 1;
        }
        if self.current() == b';' {
            self.at += 1;
        } else {
            self.complain();
        }
        let character = char::from_u32(number).filter(|&c| is_allowed(c));
        if character.is_none() {
            self.complain();
        }
        character
    }

    /// `htmlParseReference`
    fn reference(&mut self) {
        let mut text = String::new();
        self.reference_text(&mut text);
        if !text.is_empty() {
            self.imply_paragraph();
            self.characters(&text);
        }
    }

    /// `htmlParseCharData`
    fn text(&mut self) {
        let rest = self.rest();
        let length = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
        self.at += length;
        let mut text = String::with_capacity(length);
        if push_allowed(&rest[..length], &mut text) {
            self.complain();
        }
        if text.is_empty() {
            return;
        }
        if !self.is_passed_as_blank(&text) {
            self.imply_paragraph();
        }
        self.characters(&text);
    }

    /// `areBlanks`, as far as it matters: whether the text asks for no paragraph of its own.
    fn is_passed_as_blank(&self, text: &str) -> bool {
        text.bytes().all(is_blank)
            && (self.current() == 0
                || (self.current() == b'<'
                    && matches!(self.innermost(), None | Some("html" | "head"))))
    }

    /// `htmlCheckParagraph`
    fn imply_paragraph(&mut self) {
        if matches!(self.innermost(), None | Some("html" | "head")) {
            self.close_for("p");
            self.imply_for("p");
            self.push("p".to_string(), Vec::new());
        }
    }

    /// `htmlParseScript`: everything up to an end tag of the element's name.
    fn script(&mut self) {
        let name = self.innermost().unwrap_or_default().to_string();
        let rest = self.rest();
        let is_end = |at: &usize| {
            let behind = &rest.as_bytes()[at + 2..];
            behind.len() >= name.len() && behind[..name.len()].eq_ignore_ascii_case(name.as_bytes())
        };
        let end = memchr::memmem::find_iter(rest.as_bytes(), "</").find(is_end);
        let length = end.unwrap_or(rest.len());
        self.at += length;
        let mut text = String::with_capacity(length);
        push_allowed(&rest[..length], &mut text);
        let Some(&node) = self.open_nodes.last() else {
            return;
        };
        if text.is_empty() {
            return;
        }
        if let Some(last) = self.tree.last_child(node)
            && let Kind::Raw(before) = self.tree.kind_mut(last)
        {
            before.push_str(&text);
            return;
        }
        let raw = self.tree.create(Kind::Raw(text));
        self.tree.append(node, raw);
    }

    /// `htmlParseComment`: one that is never closed is lost, with all that follows.
    fn comment(&mut self) {
        let inside = &self.rest()["<!--".len()..];
        let before = |end: usize| &inside.as_bytes()[..end];
        let closed = memchr::memchr_iter(b'>', inside.as_bytes()).find_map(|end| {
            if before(end).ends_with(b"--") {
                Some((end - 2, end + 1, true))
            } else if before(end).ends_with(b"--!") {
                Some((end - 3, end + 1, false))
            } else {
                None
            }
        });
        let Some((length, behind, is_right)) = closed else {
            self.at = self.text.len();
            self.complain();
            return;
        };
        if !is_right {
            self.complain();
        }
        self.at += "<!--".len() + behind;
        let mut text = String::with_capacity(length);
        push_allowed(&inside[..length], &mut text);
        self.append(Kind::Comment(text));
    }

    /// `htmlParsePI`
    fn instruction(&mut self) {
        self.at += 2;
        let Some(target) = self.reference_name() else {
            self.complain();
            return;
        };
        if self.current() == b'>' {
            self.at += 1;
            self.append(Kind::Instruction(target.to_string(), None));
            return;
        }
        if !is_blank(self.current()) {
            self.complain();
        }
        self.skip_blanks();
        let start = self.at;
        self.skip_to(|byte| byte == b'>');
        let mut content = String::new();
        push_allowed(&self.text[start..self.at], &mut content);
        if self.current() == b'>' {
            self.at += 1;
            self.append(Kind::Instruction(target.to_string(), Some(content)));
        } else {
            self.complain();
        }
    }

    /// A document type in the midst of the text says nothing.
    fn doctype(&mut self) {
        self.complain();
        self.at += "<!doctype".len();
        self.skip_blanks();
        self.reference_name();
        self.skip_blanks();
        let rest = self.rest().as_bytes();
        let is_next = |word: &[u8]| rest.len() >= 6 && rest[..6].eq_ignore_ascii_case(word);
        if is_next(b"SYSTEM") || is_next(b"PUBLIC") {
            self.at += 6;
            for _ in 0..2 {
                self.skip_blanks();
                let quote = self.current();
                if matches!(quote, b'"' | b'\'') {
                    self.at += 1;
                    self.skip_to(|byte| byte == quote);
                    self.at += usize::from(self.current() == quote);
                }
            }
        }
        self.skip_to(|byte| byte == b'>');
        self.at += usize::from(self.current() == b'>');
    }

    /// `htmlParseEndTag`
    fn end_tag(&mut self) {
        self.at += 2;
        let name = self.name();
        if name.is_empty() {
            return;
        }
        self.skip_blanks();
        if self.current() != b'>' {
            self.complain();
            self.skip_to(|byte| byte == b'>');
        }
        self.at += usize::from(self.current() == b'>');
        if self.passed_over > 0 && matches!(name.as_str(), "html" | "body" | "head") {
            self.passed_over -= 1;
            return;
        }
        let priority = tables::end_priority(&name);
        let open = self
            .names
            .iter()
            .rposition(|open| *open == name || tables::end_priority(open) > priority);
        match open {
            Some(at) if self.names[at] == name => {
                while self.names.len() > at {
                    self.pop();
                }
            }
            _ => self.complain(),
        }
    }

    /// Ends what a tag of this name does not stand in (`htmlAutoClose`).
    fn close_for(&mut self, name: &str) {
        while self
            .innermost()
            .is_some_and(|open| tables::closes(name, open))
        {
            self.pop();
        }
    }

    /// Opens what a tag of this name stands in (`htmlCheckImplied`).
    fn imply_for(&mut self, name: &str) {
        if self.document.is_none() || name == "html" {
            return;
        }
        if self.names.is_empty() {
            self.push("html".to_string(), Vec::new());
        }
        if matches!(name, "body" | "head") {
            return;
        }
        if self.names.len() <= 1
            && matches!(
                name,
                "script" | "style" | "meta" | "link" | "title" | "base"
            )
        {
            if !self.has_head && !self.has_body {
                self.push("head".to_string(), Vec::new());
            }
        } else if !matches!(name, "noframes" | "frame" | "frameset")
            && !self.has_body
            && !self.is_open("body")
            && !self.is_open("head")
        {
            self.push("body".to_string(), Vec::new());
        }
    }

    fn push(&mut self, name: String, attributes: Vec<(String, Option<String>)>) {
        self.has_head |= name == "head";
        self.has_body |= name == "body";
        if self.open_nodes.len() > DEEPEST {
            self.complain();
            self.is_halted = true;
            return;
        }
        let shown = local_name(&name).to_string();
        let node = self.tree.create(Kind::Element(shown, attributes));
        match (self.open_nodes.last(), self.document) {
            (Some(&parent), _) => self.tree.append(parent, node),
            (None, Some(document)) => {
                let parent = self.tree.first_child(document).unwrap_or(document);
                self.tree.append(parent, node);
            }
            (None, None) => {}
        }
        self.names.push(name);
        self.open_nodes.push(node);
    }

    fn pop(&mut self) {
        self.names.pop();
        self.open_nodes.pop();
    }

    fn append(&mut self, kind: Kind) {
        let parent = self.open_nodes.last().copied().or(self.document);
        if let Some(parent) = parent {
            let node = self.tree.create(kind);
            self.tree.append(parent, node);
        }
    }

    /// Adds text, to the text before it if there is some.
    fn characters(&mut self, text: &str) {
        let Some(&parent) = self.open_nodes.last() else {
            return;
        };
        if let Some(last) = self.tree.last_child(parent)
            && let Kind::Text(before) = self.tree.kind_mut(last)
        {
            before.push_str(text);
            return;
        }
        let node = self.tree.create(Kind::Text(text.to_string()));
        self.tree.append(parent, node);
    }
}

/// A name without its prefix, which no element keeps.
fn local_name(name: &str) -> &str {
    match name.split_once(':') {
        Some((prefix, local)) if !prefix.is_empty() && !local.is_empty() => local,
        _ => name,
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether XML has this character.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// Adds the characters that XML has, and says whether there were others.
fn push_allowed(text: &str, out: &mut String) -> bool {
    if text.chars().all(is_allowed) {
        out.push_str(text);
        return false;
    }
    out.extend(text.chars().filter(|&c| is_allowed(c)));
    true
}
