//! `html_to_native`: HTML elements become elements of kramdown's own where there are such
//! (`Kramdown::Parser::Html::ElementConverter`).

use super::entities;
use super::html_names::{content_model, is_block as is_block_tag, is_span};
use super::scan::*;
use super::tree::{Alignment, ContentModel, Id, Kind, NIL, Str, Tree};
use super::unicode::is_beside_boundary;

const REMOVE_TEXT: &[&str] = &[
    "html", "head", "hgroup", "ol", "ul", "dl", "table", "colgroup", "tbody", "thead", "tfoot",
    "tr", "select", "optgroup",
];
const WRAP_TEXT: &[&str] = &[
    "body",
    "section",
    "nav",
    "article",
    "aside",
    "header",
    "footer",
    "address",
    "div",
    "li",
    "dd",
    "blockquote",
    "figure",
    "figcaption",
    "fieldset",
    "form",
];
const REMOVE_SPACE: &[&str] = &[
    "body",
    "section",
    "nav",
    "article",
    "aside",
    "header",
    "footer",
    "address",
    "div",
    "li",
    "dd",
    "blockquote",
    "figure",
    "figcaption",
    "td",
    "th",
    "fieldset",
    "form",
];
const STRIP_SPACE: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "form",
    "footer",
    "header",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "legend",
    "li",
    "nav",
    "p",
    "section",
    "td",
    "th",
];

/// Elements in elements beyond this stay as they are.
const DEEPEST: usize = 200;

/// Converts an HTML element and what is in it.
pub(crate) fn convert(tree: &mut Tree, id: Id) {
    Converter { tree }.process(id, true, false, NIL, 0);
}

struct Converter<'t> {
    tree: &'t mut Tree,
}

impl Converter<'_> {
    fn process(&mut self, id: Id, native: bool, preserve: bool, parent: Id, depth: usize) {
        match self.tree.kind(id) {
            Kind::XmlComment | Kind::XmlPi => {
                let span = content_model(&self.parent_name(parent)) == ContentModel::Span;
                self.tree.node_mut(id).block = !span;
            }
            Kind::HtmlElement if depth < DEEPEST => {
                let name = self.tree.value(id).to_string();
                if !native || !self.special(id, &name, depth) {
                    self.plain(id, &name, native, preserve, depth);
                }
            }
            _ => {}
        }
    }

    fn parent_name(&self, parent: Id) -> String {
        match self.tree.get(parent) {
            None => "div".to_string(),
            Some(node) => match node.kind {
                Kind::HtmlElement => self.tree.value(parent).to_string(),
                Kind::Header => "h1".to_string(),
                kind => format!("{kind:?}").to_lowercase(),
            },
        }
    }

    /// The elements with a rule of their own.
    fn special(&mut self, id: Id, name: &str, depth: usize) -> bool {
        match name {
            "textarea" => self.html_element(id, true, true, depth),
            "a" if self.tree.attr(id, "href").is_some() => {
                self.become_native(id, Kind::A);
                self.children(id, true, false, depth);
            }
            "a" => self.html_element(id, false, false, depth),
            "em" | "i" | "strong" | "b" => self.emphasis(id, name, depth),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.header(id, name, depth),
            "code" | "pre" => self.code(id, name, depth),
            "table" => self.table(id, depth),
            "script" => self.script(id, depth),
            _ => return false,
        }
        true
    }

    fn plain(&mut self, id: Id, name: &str, native: bool, preserve: bool, depth: usize) {
        if native && REMOVE_TEXT.contains(&name) {
            self.remove_text(id);
        }
        match simple_kind(name).filter(|_| native) {
            Some(kind) => {
                self.become_native(id, kind);
                self.children(id, native, preserve, depth);
            }
            None => self.html_element(id, native, preserve, depth),
        }
        if native {
            if STRIP_SPACE.contains(&name) {
                self.strip_space(id);
            }
            if REMOVE_SPACE.contains(&name) {
                self.remove_space(id);
            }
            if WRAP_TEXT.contains(&name) {
                self.wrap_text(id);
            }
        }
    }

    /// Makes an element native; all that was known of it as HTML is gone.
    fn become_native(&mut self, id: Id, kind: Kind) {
        self.forget_place(id);
        let node = self.tree.node_mut(id);
        node.kind = kind;
        node.model = ContentModel::None;
        node.closed = false;
        node.block = false;
        node.ial = NIL;
        node.value = Str::Static("");
    }

    /// The line goes with the rest, and what is still to be read below the element takes its lines from there.
    fn forget_place(&mut self, id: Id) {
        self.tree.node_mut(id).line = 0;
        let mut child = self.tree.node(id).first;
        while child != NIL {
            let node = self.tree.node_mut(child);
            if node.kind == Kind::RawText {
                node.line = 0;
            }
            child = node.next;
        }
    }

    fn html_element(&mut self, id: Id, native: bool, preserve: bool, depth: usize) {
        self.forget_place(id);
        let name = self.tree.value(id).to_string();
        let node = self.tree.node_mut(id);
        node.block = !is_span(&name);
        node.model = if native {
            content_model(&name)
        } else {
            ContentModel::Raw
        };
        node.closed = false;
        node.ial = NIL;
        self.children(id, native, preserve, depth);
    }

    fn children(&mut self, id: Id, native: bool, preserve: bool, depth: usize) {
        let mut child = self.tree.node(id).first;
        while child != NIL {
            let next = self.tree.node(child).next;
            if self.tree.kind(child) == Kind::Text {
                let text = self.tree.value(child).to_string();
                for new in self.text(&text, preserve || !native) {
                    self.tree.insert_before(child, new);
                }
                self.tree.unlink(child);
            } else {
                self.process(child, native, preserve, id, depth + 1);
            }
            child = next;
        }
    }

    /// Text with its character references as elements, and white space drawn together.
    fn text(&mut self, text: &str, preserve: bool) -> Vec<Id> {
        let drawn = if preserve {
            text.to_string()
        } else {
            draw_together(text)
        };
        let s = drawn.as_str();
        let mut made = Vec::new();
        let mut from = 0;
        let mut pos = 0;
        while let Some(start) = memchr::memchr(b'&', &s.as_bytes()[pos..]).map(|at| pos + at) {
            let Some((what, end)) = reference(s, start) else {
                pos = start + 1;
                continue;
            };
            made.push(self.text_node(&s[from..start]));
            let (id, end) = self.entity(s, start, end, what);
            made.push(id);
            from = end;
            pos = end;
        }
        if from < s.len() {
            made.push(self.text_node(&s[from..]));
        }
        made
    }

    fn text_node(&mut self, text: &str) -> Id {
        let id = self.tree.create(Kind::Text);
        self.tree.set_value(id, text);
        id
    }

    fn entity(&mut self, s: &str, start: usize, end: usize, what: Reference) -> (Id, usize) {
        let (kind, extra, name) = match what {
            Reference::Number(number) => (
                Kind::Entity,
                entities::repaired(u32::try_from(number).unwrap_or(u32::MAX)),
                "",
            ),
            Reference::Named(range) => match &s[range.clone()] {
                "lsquo" => (Kind::SmartQuote, 0, ""),
                "rsquo" => (Kind::SmartQuote, 1, ""),
                "ldquo" => (Kind::SmartQuote, 2, ""),
                "rdquo" => (Kind::SmartQuote, 3, ""),
                "mdash" => (Kind::TypographicSym, 0, ""),
                "ndash" => (Kind::TypographicSym, 1, ""),
                "hellip" => (Kind::TypographicSym, 2, ""),
                "laquo" => (Kind::TypographicSym, 5, ""),
                "raquo" => (Kind::TypographicSym, 6, ""),
                name => match entities::code_point(name) {
                    Some(code_point) => (Kind::Entity, code_point, name),
                    None => {
                        let id = self.tree.create(Kind::Entity);
                        let node = self.tree.node_mut(id);
                        node.extra = 38;
                        node.second = Str::Static("amp");
                        return (id, start + 1);
                    }
                },
            },
        };
        let id = self.tree.create(kind);
        if kind == Kind::Entity {
            self.tree.set_value(id, &s[start..end]);
            let name = self.tree.store(name);
            self.tree.node_mut(id).second = name;
        }
        self.tree.node_mut(id).extra = extra;
        (id, end)
    }

    /// The text of all text below, as it stands.
    fn extract_text(&self, top: Id) -> String {
        let mut text = String::new();
        let mut id = self.tree.node(top).first;
        while id != NIL {
            if self.tree.kind(id) == Kind::Text {
                text.push_str(self.tree.value(id));
            }
            id = self.tree.following(id, top);
        }
        text
    }

    fn emphasis(&mut self, id: Id, name: &str, depth: usize) {
        let text = self.extract_text(id);
        let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii() && is_space(c as u8));
        if edge(text.chars().next()) || edge(text.chars().next_back()) {
            self.html_element(id, false, false, depth);
        } else {
            let kind = if matches!(name, "em" | "i") {
                Kind::Em
            } else {
                Kind::Strong
            };
            self.become_native(id, kind);
            self.children(id, true, false, depth);
        }
    }

    fn header(&mut self, id: Id, name: &str, depth: usize) {
        let text = self.extract_text(id);
        self.become_native(id, Kind::Header);
        let second = self.tree.store(&text);
        let node = self.tree.node_mut(id);
        node.extra = u32::from(name.as_bytes()[1] - b'0');
        node.second = second;
        self.children(id, true, false, depth);
    }

    fn code(&mut self, id: Id, name: &str, depth: usize) {
        let raw = self.extract_text(id);
        let Some(code) = decode(&raw) else {
            return self.html_element(id, false, true, depth);
        };
        let inner = self.tree.node(id).first;
        if name == "code" {
            self.become_native(id, Kind::Codespan);
            if let Some(class) = self.tree.attr(id, "class").map(without_highlighter) {
                self.tree.put_attr(id, "class", &class);
            }
        } else {
            self.become_native(id, Kind::Codeblock);
            let only = inner != NIL && self.tree.node(inner).next == NIL;
            if only && self.tree.value(inner) == "code" {
                let class = self.tree.attr(inner, "class").unwrap_or("");
                if let Some(language) = super::html::language_class(class) {
                    let own = self.tree.attr(id, "class").unwrap_or("");
                    let joined = format!("{} {own}", &class[language]);
                    self.tree.put_attr(id, "class", rstrip(&joined));
                }
            }
        }
        self.tree.set_value(id, &code);
        self.tree.clear_children(id);
    }

    fn script(&mut self, id: Id, depth: usize) {
        let kind = self.tree.attr(id, "type").unwrap_or("").to_string();
        let Some(at_byte) = kind.find("math/tex") else {
            return self.html_element(id, true, false, depth);
        };
        let before = char_before(&kind, at_byte).is_some_and(is_beside_boundary);
        let behind = char_at(&kind, at_byte + 8).is_some_and(is_beside_boundary);
        if before || behind {
            return self.html_element(id, true, false, depth);
        }
        let first = self.tree.node(id).first;
        let value = if first == NIL {
            String::new()
        } else {
            self.tree.value(first).to_string()
        };
        if first != NIL {
            self.tree.unlink(first);
        }
        self.become_native(id, Kind::Math);
        self.tree.node_mut(id).block = kind.contains("mode=display");
        self.tree.set_value(id, without_cdata(&value));
        self.tree.take_attr(id, "type");
    }

    // ---- white space

    fn remove_text(&mut self, id: Id) {
        for child in self.list(id) {
            if self.tree.kind(child) == Kind::Text {
                self.tree.unlink(child);
            }
        }
    }

    fn list(&self, id: Id) -> Vec<Id> {
        self.tree.children(id).collect()
    }

    fn is_block(&self, id: Id) -> bool {
        let node = self.tree.node(id);
        super::gfm::is_block(node.kind, node.block)
    }

    fn strip_space(&mut self, id: Id) {
        let (first, last) = (self.tree.node(id).first, self.tree.node(id).last);
        if first != NIL && self.tree.kind(first) == Kind::Text {
            let text = lstrip(self.tree.value(first)).to_string();
            self.tree.set_value(first, &text);
        }
        if last != NIL && self.tree.kind(last) == Kind::Text {
            let text = rstrip(self.tree.value(last)).to_string();
            self.tree.set_value(last, &text);
        }
    }

    fn remove_space(&mut self, id: Id) {
        let children = self.list(id);
        let last = children.len().wrapping_sub(1);
        let removed: Vec<Id> = children
            .iter()
            .enumerate()
            .filter(|&(at, &child)| {
                self.tree.kind(child) == Kind::Text
                    && strip(self.tree.value(child)).is_empty()
                    && (at == 0
                        || at == last
                        || (self.is_block(children[at - 1]) && self.is_block(children[at + 1])))
            })
            .map(|(_, &child)| child)
            .collect();
        for child in removed {
            self.tree.unlink(child);
        }
    }

    fn wrap_text(&mut self, id: Id) {
        let children = self.list(id);
        self.tree.clear_children(id);
        let mut paragraph = NIL;
        for child in children {
            if self.is_block(child) && self.tree.kind(child) != Kind::Text {
                self.tree.append(id, child);
                paragraph = NIL;
            } else {
                if paragraph == NIL {
                    paragraph = self.tree.add(id, Kind::P);
                    self.tree.node_mut(paragraph).transparent = true;
                }
                self.tree.append(paragraph, child);
            }
        }
    }

    // ---- tables

    fn table(&mut self, id: Id, depth: usize) {
        if !self.is_simple_table(id) {
            return self.html_element(id, false, false, depth);
        }
        self.remove_text(id);
        self.children(id, true, false, depth);
        self.become_native(id, Kind::Table);
        let mut alignment = Vec::new();
        for row in self.below(id, |kind| kind == Kind::Tr) {
            self.tree.number_children(row);
            alignment = self
                .list(row)
                .into_iter()
                .map(|cell| self.take_alignment(cell))
                .collect();
        }
        for child in self.list(id) {
            if self.tree.kind(child) == Kind::HtmlElement {
                self.tree.unlink(child);
            }
        }
        for cell in self.below(id, |kind| kind == Kind::Th) {
            self.tree.node_mut(cell).kind = Kind::Td;
        }
        self.tree.node_mut(id).extra = self.tree.alignments.len() as u32;
        self.tree.alignments.push(alignment);
        let first = self.tree.node(id).first;
        if first != NIL && self.tree.kind(first) == Kind::Tr {
            let rows = self.list(id);
            self.tree.clear_children(id);
            let body = self.tree.add(id, Kind::Tbody);
            for row in rows {
                self.tree.append(body, row);
            }
        }
    }

    fn below(&self, top: Id, wanted: impl Fn(Kind) -> bool) -> Vec<Id> {
        let mut found = Vec::new();
        let mut id = self.tree.node(top).first;
        while id != NIL {
            if wanted(self.tree.kind(id)) {
                found.push(id);
                id = self.tree.following_sibling(id, top);
            } else {
                id = self.tree.following(id, top);
            }
        }
        found
    }

    /// Takes a cell's alignment out of its style.
    fn take_alignment(&mut self, cell: Id) -> Alignment {
        let Some(style) = self.tree.attr(cell, "style").map(str::to_string) else {
            return Alignment::Default;
        };
        let found =
            text_align(&style).filter(|(word, _, _)| matches!(*word, "center" | "left" | "right"));
        let Some((word, start, end)) = found else {
            if strip(&style).is_empty() {
                self.tree.take_attr(cell, "style");
            }
            return Alignment::Default;
        };
        let before = style[..start].trim_end_matches(|c: char| c.is_ascii() && is_space(c as u8));
        let before = before.strip_suffix(';').unwrap_or(&style[..start]);
        let rest = format!("{before}{}", &style[end..]);
        if strip(&rest).is_empty() {
            self.tree.take_attr(cell, "style");
        } else {
            self.tree.put_attr(cell, "style", &rest);
        }
        match word {
            "center" => Alignment::Center,
            "left" => Alignment::Left,
            _ => Alignment::Right,
        }
    }

    fn is_simple_table(&self, id: Id) -> bool {
        let name = |child: Id| self.tree.value(child);
        let is_text = |child: Id| self.tree.kind(child) == Kind::Text;
        let is_cell = |child: Id| !is_text(child) && matches!(name(child), "th" | "td");
        let mut cells = Vec::new();
        let mut rows = Vec::new();
        let mut at_id = self.tree.node(id).first;
        while at_id != NIL {
            if is_cell(at_id) {
                cells.push(at_id);
            } else if !is_text(at_id) && name(at_id) == "tr" {
                rows.push(at_id);
            }
            at_id = self.tree.following(at_id, id);
        }
        let phrasing = cells.iter().all(|&cell| {
            let mut inner = self.tree.node(cell).first;
            while inner != NIL {
                if !is_text(inner) && is_block_tag(name(inner)) {
                    return false;
                }
                inner = self.tree.following(inner, cell);
            }
            true
        });
        if !phrasing || rows.is_empty() {
            return false;
        }
        let shapes: Option<Vec<Vec<Option<&str>>>> = rows
            .iter()
            .map(|&row| {
                self.tree
                    .children(row)
                    .filter(|&cell| is_cell(cell))
                    .map(
                        |cell| match text_align(self.tree.attr(cell, "style").unwrap_or("")) {
                            Some(("justify" | "inherit", _, _)) => None,
                            other => Some(other.map(|(word, _, _)| word)),
                        },
                    )
                    .collect()
            })
            .collect();
        let Some(shapes) = shapes else { return false };
        if shapes[0].is_empty() || shapes.iter().any(|shape| *shape != shapes[0]) {
            return false;
        }
        let rows_of = |container: Id, cell: &str| {
            self.tree.children(container).all(|row| {
                (is_text(row) || name(row) == "tr")
                    && self
                        .tree
                        .children(row)
                        .all(|child| is_text(child) || name(child) == cell)
            })
        };
        rows_of(id, "td")
            || (self.tree.children(id).all(|part| {
                is_text(part)
                    || (name(part) == "thead" && rows_of(part, "th"))
                    || (matches!(name(part), "tfoot" | "tbody") && rows_of(part, "td"))
            }) && self
                .tree
                .children(id)
                .any(|part| !is_text(part) && name(part) == "tbody"))
    }
}

fn simple_kind(name: &str) -> Option<Kind> {
    Some(match name {
        "blockquote" => Kind::Blockquote,
        "hr" => Kind::Hr,
        "br" => Kind::Br,
        "img" => Kind::Img,
        "p" => Kind::P,
        "thead" => Kind::Thead,
        "tbody" => Kind::Tbody,
        "tfoot" => Kind::Tfoot,
        "tr" => Kind::Tr,
        "td" => Kind::Td,
        "th" => Kind::Th,
        "ul" => Kind::Ul,
        "ol" => Kind::Ol,
        "dl" => Kind::Dl,
        "li" => Kind::Li,
        "dt" => Kind::Dt,
        "dd" => Kind::Dd,
        _ => return None,
    })
}

/// White space as one space each.
fn draw_together(text: &str) -> String {
    let mut drawn = String::with_capacity(text.len());
    let mut after_space = false;
    for c in text.chars() {
        let space = c.is_ascii() && is_space(c as u8);
        if !space {
            drawn.push(c);
        } else if !after_space {
            drawn.push(' ');
        }
        after_space = space;
    }
    drawn
}

/// Code with its character references as characters.
fn decode(raw: &str) -> Option<String> {
    let mut code = String::with_capacity(raw.len());
    let mut from = 0;
    let mut pos = 0;
    while let Some(start) = memchr::memchr(b'&', &raw.as_bytes()[pos..]).map(|at| pos + at) {
        let Some((what, end)) = reference(raw, start) else {
            pos = start + 1;
            continue;
        };
        let code_point = match what {
            Reference::Number(number) => Some(entities::repaired(u32::try_from(number).ok()?)),
            Reference::Named(name) => entities::code_point(&raw[name]),
        };
        code.push_str(&raw[from..start]);
        match code_point {
            Some(code_point) => {
                code.push(char::from_u32(code_point)?);
                from = end;
            }
            None => {
                code.push('&');
                from = start + 1;
            }
        }
        pos = from;
    }
    code.push_str(&raw[from..]);
    Some(code)
}

/// A class without those that say which highlighter made the code.
fn without_highlighter(class: &str) -> String {
    let mut rest = class.to_string();
    let mut from = 0;
    while let Some(start) = rest[from..].find("highlighter-").map(|at| from + at) {
        let word_end = take(&rest, start + 12, super::unicode::is_word);
        if word_end == start + 12 || char_before(&rest, start).is_some_and(super::unicode::is_word)
        {
            from = start + 12;
            continue;
        }
        let before = rest[..start]
            .trim_end_matches(|c: char| c.is_ascii() && is_space(c as u8))
            .len();
        let (cut, end) = if before < start {
            (before, word_end)
        } else {
            (start, skip_space(&rest, word_end))
        };
        rest.replace_range(cut..end, "");
        from = cut;
    }
    rest
}

fn without_cdata(value: &str) -> &str {
    let body = value
        .strip_prefix('%')
        .map_or(value, |rest| &rest[skip_space(rest, 0)..]);
    match body
        .strip_prefix("<![CDATA[")
        .and_then(|body| body.strip_suffix("]]>"))
    {
        Some(body) => {
            let body = body.strip_prefix('\n').unwrap_or(body);
            let bare = body.strip_suffix('%').filter(|bare| {
                bare.chars()
                    .next_back()
                    .is_some_and(|c| c.is_ascii() && is_space(c as u8))
            });
            bare.map_or(body, |bare| &bare[..bare.len() - 1])
        }
        None => value,
    }
}

/// The alignment in a style: the word, and the range of the declaration.
fn text_align(style: &str) -> Option<(&str, usize, usize)> {
    let mut from = 0;
    while let Some(start) = find(style, "text-align:", from) {
        let word = skip_space(style, start + 11);
        if word > start + 11 {
            for name in ["center", "left", "right", "justify", "inherit"] {
                if style[word..].starts_with(name) {
                    return Some((&style[word..word + name.len()], start, word + name.len()));
                }
            }
        }
        from = start + 11;
    }
    None
}
