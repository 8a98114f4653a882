//! The tree as HTML, written into one buffer with kramdown's indentation (`Kramdown::Converter::Html`).
//! Elements are opened and closed in a loop; what depends on its content looks at what was written.

use super::HashMap;
use super::Raised;
use super::abbreviations;
use super::block::Document;
use super::escape;
use super::highlighter::{Highlighter, highlight};
use super::html_names::is_without_body;
use super::options::{EntityOutput, Options, Quote};
use super::scan::*;
use super::transliterate::transliterated;
use super::tree::{Alignment, ContentModel, Id, Kind, NIL, Tree};
use super::unicode::{is_cjk, is_word};
use super::update::entity_name;
use crate::text::sprintf;
use std::borrow::Cow;
use std::ops::Range;

/// A byte that stands where the table of contents or the footnotes will.
const PLACEHOLDER: char = '\u{1}';

const SPACES: &str = "                                                                ";

/// The typographic symbols as entities, by their place in `options::SYMBOLS`.
const SYMBOLS: [&[(u32, &str)]; 7] = [
    &[(0x2014, "mdash")],
    &[(0x2013, "ndash")],
    &[(0x2026, "hellip")],
    &[(0xab, "laquo"), (0xa0, "nbsp")],
    &[(0xa0, "nbsp"), (0xbb, "raquo")],
    &[(0xab, "laquo")],
    &[(0xbb, "raquo")],
];

/// An element whose content is being written.
struct Open {
    node: Id,
    indent: usize,
    /// Where its content begins.
    start: usize,
}

/// A header for the table of contents.
struct TocEntry {
    level: u32,
    id: String,
    header: Id,
}

/// A footnote in the order of its first marker.
struct Footnote {
    index: usize,
    number: i64,
    repeats: u32,
}

/// Where something is to be put in: in the text or among the footnotes, and at which byte.
#[derive(Clone, Copy)]
struct Place {
    in_footnotes: bool,
    at: usize,
}

struct Writer<'w, 'o> {
    doc: &'w mut Document<'o>,
    options: &'w Options,
    highlighter: Option<&'w dyn Highlighter>,
    out: String,
    open: Vec<Open>,
    used_ids: HashMap<String, u32>,
    footnotes: Vec<Footnote>,
    footnote_places: HashMap<usize, usize>,
    in_footnotes: bool,
    /// Without links and footnotes, for the table of contents.
    in_toc: bool,
    toc: Vec<TocEntry>,
    toc_list: Option<(Id, Place)>,
    footnote_list: Option<Place>,
}

/// Writes the document.
pub(crate) fn write(
    doc: &mut Document<'_>,
    highlighter: Option<&dyn Highlighter>,
    source_len: usize,
) -> String {
    let options = doc.options.clone();
    let mut writer = Writer {
        doc,
        options: &options,
        highlighter,
        out: String::with_capacity(source_len + source_len / 2 + 64),
        open: Vec::new(),
        used_ids: HashMap::default(),
        footnotes: Vec::new(),
        footnote_places: HashMap::default(),
        in_footnotes: false,
        in_toc: false,
        toc: Vec::new(),
        toc_list: None,
        footnote_list: None,
    };
    writer.document()
}

impl Writer<'_, '_> {
    fn document(&mut self) -> String {
        let root = self.doc.root;
        self.children(root, 0);
        let body = std::mem::take(&mut self.out);
        self.in_footnotes = true;
        self.footnote_content();
        let footnotes = std::mem::take(&mut self.out);
        let toc = match self.toc_list {
            Some((list, _)) => {
                self.toc_content(list);
                std::mem::take(&mut self.out)
            }
            None => String::new(),
        };
        self.assemble(body, footnotes, &toc)
    }

    /// Puts the footnotes and the table of contents where they belong.
    fn assemble(&self, mut body: String, mut footnotes: String, toc: &str) -> String {
        let put = |text: &mut String, place: Place, content: &str| {
            text.replace_range(place.at..place.at + PLACEHOLDER.len_utf8(), content);
        };
        if let Some((_, place)) = self.toc_list
            && place.in_footnotes
        {
            put(&mut footnotes, place, toc);
        }
        // The place further behind first, so that the other stays where it is.
        let own_toc = self
            .toc_list
            .map(|(_, place)| place)
            .filter(|place| !place.in_footnotes);
        match (
            own_toc,
            self.footnote_list.filter(|place| !place.in_footnotes),
        ) {
            (Some(at), Some(list)) if at.at > list.at => {
                put(&mut body, at, toc);
                put(&mut body, list, &footnotes);
            }
            (at, list) => {
                if let Some(list) = list {
                    put(&mut body, list, &footnotes);
                }
                if let Some(at) = at {
                    put(&mut body, at, toc);
                }
            }
        }
        if self.footnote_list.is_none_or(|place| place.in_footnotes) {
            body.push_str(&footnotes);
        }
        body
    }

    // ---- the loop

    /// Writes the children of `top`, `indent` spaces deep.
    fn children(&mut self, top: Id, indent: usize) {
        let floor = self.open.len();
        let mut indent = indent;
        let mut id = self.doc.tree.node(top).first;
        loop {
            if id != NIL {
                if self.enter(id, indent) {
                    self.open.push(Open {
                        node: id,
                        indent,
                        start: self.out.len(),
                    });
                    if !(self.in_toc && self.doc.tree.kind(id) == Kind::A) {
                        indent += 2;
                    }
                    id = self.doc.tree.node(id).first;
                } else {
                    id = self.doc.tree.node(id).next;
                }
                continue;
            }
            if self.open.len() == floor {
                return;
            }
            let Some(open) = self.open.pop() else { return };
            self.leave(&open);
            indent = open.indent;
            id = self.doc.tree.node(open.node).next;
        }
    }

    /// Writes an element up to its content; false when it has none to go into.
    fn enter(&mut self, id: Id, indent: usize) -> bool {
        let node = self.doc.tree.node(id);
        match node.kind {
            Kind::Text => self.text(id),
            Kind::Blank => self.out.push('\n'),
            Kind::P => return self.paragraph(id, indent),
            Kind::Header => return self.header(id, indent),
            Kind::Codeblock => self.codeblock(id, indent),
            Kind::Codespan => self.codespan(id),
            Kind::Blockquote
            | Kind::Dl
            | Kind::Table
            | Kind::Thead
            | Kind::Tbody
            | Kind::Tfoot
            | Kind::Tr => {
                self.open_tag(id, tag_name(node.kind), indent);
                self.out.push('\n');
                return true;
            }
            Kind::Ul | Kind::Ol => return self.list(id, indent),
            Kind::Li | Kind::Dd => {
                self.open_tag(id, tag_name(node.kind), indent);
                if !self.is_tight(id) {
                    self.out.push('\n');
                }
                return true;
            }
            Kind::Dt => {
                self.dt_id(id);
                self.open_tag(id, "dt", indent);
                return true;
            }
            Kind::Td => {
                self.cell(id, indent);
                return true;
            }
            // A header cell that HTML became and that is in no table of kramdown's.
            Kind::Th => self.doc.raise(Raised {
                class: "NoMethodError",
                message: Cow::Borrowed(
                    "undefined method `convert_th' for an instance of Kramdown::Converter::Html",
                ),
            }),
            Kind::Hr => {
                self.indentation(indent);
                self.out.push_str("<hr");
                self.attrs(id);
                self.out.push_str(" />\n");
            }
            Kind::HtmlElement => return self.html_element(id, indent),
            Kind::XmlComment | Kind::XmlPi => self.markup(id, indent),
            Kind::Comment => self.comment(id, indent),
            Kind::Raw => self.raw(id),
            Kind::Math => self.math(id, indent),
            Kind::A if self.in_toc => return true,
            Kind::A | Kind::Em | Kind::Strong => {
                self.out.push('<');
                self.out.push_str(tag_name(node.kind));
                self.attrs(id);
                self.out.push('>');
                return true;
            }
            Kind::Img => {
                self.out.push_str("<img");
                self.attrs(id);
                self.out.push_str(" />");
            }
            Kind::Br => self.out.push_str("<br />"),
            Kind::Footnote => self.footnote(id),
            Kind::Entity => self.entity(id),
            Kind::TypographicSym => self.typographic_symbol(id),
            Kind::SmartQuote => self.smart_quote(id),
            Kind::Abbreviation => self.abbreviation(id),
            Kind::Root | Kind::RawText | Kind::Eob | Kind::FootnoteDef => {}
        }
        false
    }

    /// Writes what follows the content of an element.
    fn leave(&mut self, open: &Open) {
        let node = self.doc.tree.node(open.node);
        let kind = node.kind;
        match kind {
            Kind::P if node.transparent => {}
            Kind::P | Kind::Dt => self.close_tag(tag_name(kind), true),
            Kind::Header => {
                let level = self.header_level(node.extra);
                self.out.push_str("</h");
                self.out.push(char::from(b'0' + level));
                self.out.push_str(">\n");
            }
            Kind::Blockquote
            | Kind::Dl
            | Kind::Table
            | Kind::Thead
            | Kind::Tbody
            | Kind::Tfoot
            | Kind::Tr
            | Kind::Ul
            | Kind::Ol => {
                self.indentation(open.indent);
                self.close_tag(tag_name(kind), true);
            }
            Kind::Li | Kind::Dd => {
                let ends_line = self.out.len() > open.start && self.out.ends_with('\n');
                if ends_line || !self.is_tight(open.node) {
                    self.indentation(open.indent);
                }
                self.close_tag(tag_name(kind), true);
            }
            Kind::Td => {
                self.look_for_table(open.node);
                if self.out.len() == open.start {
                    self.put_entity(0xa0, Some("nbsp"), "");
                }
                let name = self.cell_name(open.node);
                self.close_tag(name, true);
            }
            Kind::A if self.in_toc => {}
            Kind::A | Kind::Em | Kind::Strong => self.close_tag(tag_name(kind), false),
            Kind::HtmlElement => self.close_html_element(open),
            _ => {}
        }
    }

    // ---- tags

    fn indentation(&mut self, indent: usize) {
        match SPACES.get(..indent) {
            Some(spaces) => self.out.push_str(spaces),
            None => self.out.extend(std::iter::repeat_n(' ', indent)),
        }
    }

    fn open_tag(&mut self, id: Id, name: &str, indent: usize) {
        self.indentation(indent);
        self.out.push('<');
        self.out.push_str(name);
        self.attrs(id);
        self.out.push('>');
    }

    fn close_tag(&mut self, name: &str, newline: bool) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(if newline { ">\n" } else { ">" });
    }

    fn attrs(&mut self, id: Id) {
        let doc = &*self.doc;
        for (name, value) in doc.tree.attrs(id) {
            put_attr(name, value, &mut self.out);
        }
    }

    fn text(&mut self, id: Id) {
        let value = self.doc.tree.value(id);
        if self.options.remove_line_breaks_for_cjk {
            let mut escaped = String::new();
            escape::text(value, &mut escaped);
            join_cjk_lines(&escaped, &mut self.out);
        } else {
            escape::text(value, &mut self.out);
        }
    }

    fn is_tight(&self, id: Id) -> bool {
        let tree = &self.doc.tree;
        tree.get(tree.node(id).first)
            .is_none_or(|first| first.kind == Kind::P && first.transparent)
    }

    fn paragraph(&mut self, id: Id, indent: usize) -> bool {
        let tree = &self.doc.tree;
        let node = tree.node(id);
        if node.transparent {
            return true;
        }
        let only = node.first;
        if only != NIL
            && tree.node(only).next == NIL
            && tree.kind(only) == Kind::Img
            && tree.ial(only).is_some_and(|ial| ial.has_ref("standalone"))
        {
            self.standalone_image(id, only, indent);
            return false;
        }
        self.open_tag(id, "p", indent);
        true
    }

    /// An image alone in its paragraph that asks for a figure: class and ID move to the figure.
    fn standalone_image(&mut self, paragraph: Id, image: Id, indent: usize) {
        let mut figure = own_attrs(&self.doc.tree, paragraph);
        let mut own = own_attrs(&self.doc.tree, image);
        for name in ["class", "id"] {
            if !figure.iter().any(|(known, _)| known == name)
                && let Some(at) = own.iter().position(|(known, _)| known == name)
            {
                figure.push(own.remove(at));
            }
        }
        let [figure, own] = [figure, own].map(|attrs| {
            let mut text = String::new();
            put_attrs(&attrs, &mut text);
            text
        });
        let alt = self.doc.tree.attr(image, "alt").unwrap_or("").to_string();
        self.indentation(indent);
        self.out.push_str("<figure");
        self.out.push_str(&figure);
        self.out.push_str(">\n");
        self.indentation(indent + 2);
        self.out.push_str("<img");
        self.out.push_str(&own);
        self.out.push_str(" />\n");
        self.indentation(indent + 2);
        self.out.push_str("<figcaption>");
        self.out.push_str(&alt);
        self.out.push_str("</figcaption>\n");
        self.indentation(indent);
        self.close_tag("figure", true);
    }

    // ---- headers

    fn header_level(&self, level: u32) -> u8 {
        (i64::from(level).saturating_add(self.options.header_offset)).clamp(1, 6) as u8
    }

    fn header(&mut self, id: Id, indent: usize) -> bool {
        if self.options.auto_ids && self.doc.tree.attr(id, "id").is_none() {
            let text = self.doc.tree.str(self.doc.tree.node(id).second).to_string();
            let generated = self.generate_id(&text);
            self.doc.tree.put_attr(id, "id", &generated);
        }
        let level = self.doc.tree.node(id).extra;
        let header_id = self.doc.tree.attr(id, "id").map(str::to_string);
        self.indentation(indent);
        self.out.push_str("<h");
        let shown = self.header_level(level);
        self.out.push(char::from(b'0' + shown));
        self.attrs(id);
        self.out.push('>');
        if let Some(header_id) = header_id {
            if self.options.header_links && !header_id.is_empty() {
                self.out.push_str("<a");
                put_attr("href", &format!("#{header_id}"), &mut self.out);
                self.out.push_str("></a>");
            }
            let class = self.doc.tree.attr(id, "class").unwrap_or("");
            if self.options.toc_levels.contains(&i64::from(level))
                && find_word(class, "no_toc").is_none()
            {
                self.toc.push(TocEntry {
                    level,
                    id: header_id,
                    header: id,
                });
            }
        }
        true
    }

    /// kramdown's own IDs: ASCII letters, digits, blanks and dashes; `section` where nothing is left.
    fn generate_id(&mut self, text: &str) -> String {
        let mut id = match self.options.transliterated_header_ids {
            true => basic_id(&transliterated(text)),
            false => basic_id(text),
        };
        if id.is_empty() {
            id.push_str("section");
        }
        match self.used_ids.get_mut(&id) {
            Some(count) => {
                *count += 1;
                id.push_str(&format!("-{count}"));
            }
            None => {
                self.used_ids.insert(id.clone(), 0);
            }
        }
        format!("{}{id}", self.options.auto_id_prefix)
    }

    /// The terms of a definition list get IDs when it asks for them.
    fn dt_id(&mut self, id: Id) {
        let tree = &self.doc.tree;
        let list = tree.node(id).parent;
        if tree.attr(id, "id").is_some() || list == NIL {
            return;
        }
        let Some(ial) = tree.ial(list) else { return };
        let prefix = ial.refs.iter().find_map(|name| {
            let rest = name.strip_prefix("auto_ids")?;
            Some(
                rest.strip_prefix('-')
                    .filter(|rest| !rest.is_empty())
                    .unwrap_or(""),
            )
        });
        if let Some(prefix) = prefix {
            let generated = format!("{prefix}{}", basic_id(tree.str(tree.node(id).second)));
            self.doc.tree.put_attr(id, "id", lstrip(&generated));
        }
    }

    // ---- lists and tables

    fn list(&mut self, id: Id, indent: usize) -> bool {
        let tree = &self.doc.tree;
        let place = Place {
            in_footnotes: self.in_footnotes,
            at: self.out.len(),
        };
        if let Some(ial) = tree.ial(id) {
            if self.toc_list.is_none() && ial.has_ref("toc") {
                self.toc_list = Some((id, place));
                self.out.push(PLACEHOLDER);
                return false;
            }
            if self.footnote_list.is_none() && ial.has_ref("footnotes") {
                self.footnote_list = Some(place);
                self.out.push(PLACEHOLDER);
                return false;
            }
        }
        self.open_tag(id, tag_name(self.doc.tree.kind(id)), indent);
        self.out.push('\n');
        true
    }

    fn cell_name(&self, id: Id) -> &'static str {
        let tree = &self.doc.tree;
        let row = tree.get(tree.node(id).parent);
        let head = row
            .and_then(|row| tree.get(row.parent))
            .is_some_and(|part| part.kind == Kind::Thead);
        if head { "th" } else { "td" }
    }

    /// kramdown asks the second and the third element above a cell for what only a table has.
    fn look_for_table(&mut self, cell: Id) {
        let tree = &self.doc.tree;
        let above = |id: Id| tree.get(id).map_or(NIL, |node| node.parent);
        let part = above(above(cell));
        let table = above(part);
        let method = match tree.get(table) {
            Some(table) if table.kind == Kind::Table => return,
            Some(_) => "[]",
            None if part == NIL => "type",
            None => "options",
        };
        self.doc.raise(Raised::by_nil(method));
    }

    fn cell(&mut self, id: Id, indent: usize) {
        let alignment = self.alignment(id);
        let name = self.cell_name(id);
        let align = match alignment {
            Alignment::Default => return self.open_tag(id, name, indent),
            Alignment::Left => "text-align: left",
            Alignment::Center => "text-align: center",
            Alignment::Right => "text-align: right",
        };
        self.indentation(indent);
        self.out.push('<');
        self.out.push_str(name);
        let mut attrs = own_attrs(&self.doc.tree, id);
        match attrs.iter_mut().find(|(name, _)| name == "style") {
            Some((_, style)) => *style = Cow::Owned(format!("{style}; {align}")),
            None => attrs.push((Cow::Borrowed("style"), Cow::Borrowed(align))),
        }
        put_attrs(&attrs, &mut self.out);
        self.out.push('>');
    }

    fn alignment(&self, id: Id) -> Alignment {
        let tree = &self.doc.tree;
        let row = tree.node(id).parent;
        let table = tree
            .get(row)
            .and_then(|row| tree.get(row.parent))
            .map_or(NIL, |part| part.parent);
        let Some(table) = tree.get(table).filter(|table| table.kind == Kind::Table) else {
            return Alignment::Default;
        };
        let Some(columns) = tree.alignments.get(table.extra as usize) else {
            return Alignment::Default;
        };
        let column = tree.node(id).extra as usize;
        columns.get(column).copied().unwrap_or(Alignment::Default)
    }

    // ---- HTML

    fn in_raw_html(&self, id: Id) -> bool {
        self.doc
            .tree
            .get(self.doc.tree.node(id).parent)
            .is_some_and(|parent| {
                parent.kind == Kind::HtmlElement && parent.model == ContentModel::Raw
            })
    }

    fn html_element(&mut self, id: Id, indent: usize) -> bool {
        let node = self.doc.tree.node(id);
        let (block, closed, model) = (node.block, node.closed, node.model);
        let inside_raw = block && self.in_raw_html(id);
        if block && !inside_raw {
            self.indentation(indent);
        }
        self.out.push('<');
        self.out.push_str(self.doc.tree.value(id));
        self.attrs(id);
        if block && closed && model == ContentModel::Raw {
            self.out.push_str(" />");
            if !inside_raw {
                self.out.push('\n');
            }
            return false;
        }
        self.out.push('>');
        if block && model == ContentModel::Block {
            self.out.push('\n');
        }
        true
    }

    fn close_html_element(&mut self, open: &Open) {
        let id = open.node;
        let node = self.doc.tree.node(id);
        let (block, model) = (node.block, node.model);
        let name = self.doc.tree.value(id);
        let empty = self.out.len() == open.start;
        if empty && is_without_body(name) {
            let behind = open.start
                - if block && model == ContentModel::Block {
                    2
                } else {
                    1
                };
            self.out.truncate(behind);
            self.out.push_str(" />");
        } else {
            if block && model == ContentModel::Block {
                if empty {
                    self.out.pop();
                } else {
                    if !self.out.ends_with('\n') {
                        self.out.push('\n');
                    }
                    self.indentation(open.indent);
                }
            }
            self.out.push_str("</");
            self.out.push_str(self.doc.tree.value(id));
            self.out.push('>');
        }
        if block && !self.in_raw_html(id) {
            self.out.push('\n');
        }
    }

    fn markup(&mut self, id: Id, indent: usize) {
        let line = self.doc.tree.node(id).block && !self.in_raw_html(id);
        if line {
            self.indentation(indent);
        }
        self.out.push_str(self.doc.tree.value(id));
        if line {
            self.out.push('\n');
        }
    }

    fn comment(&mut self, id: Id, indent: usize) {
        let block = self.doc.tree.node(id).block;
        if block {
            self.indentation(indent);
        }
        self.out.push_str("<!-- ");
        self.out.push_str(self.doc.tree.value(id));
        self.out.push_str(if block { " -->\n" } else { " -->" });
    }

    fn raw(&mut self, id: Id) {
        // Raw text for other converters was marked as closed.
        if self.doc.tree.node(id).closed {
            return;
        }
        self.out.push_str(self.doc.tree.value(id));
        if self.doc.tree.node(id).block {
            self.out.push('\n');
        }
    }

    // ---- code

    fn codeblock(&mut self, id: Id, indent: usize) {
        let options = self.options;
        let tree = &self.doc.tree;
        let mut attrs = own_attrs(tree, id);
        let language = take_language(&mut attrs);
        let fence = tree.str(tree.node(id).second);
        let asked = if fence.is_empty() {
            language.as_deref()
        } else {
            Some(fence)
        };
        let code = tree.value(id);
        if options.syntax_highlighter.as_deref() == Some("rouge") {
            let mut colored = String::with_capacity(code.len() + 128);
            let block = &options.highlighter.block;
            let found = match highlight(block, self.highlighter, code, asked, &mut colored) {
                Ok(found) => found,
                Err(raised) => return self.doc.raise(raised),
            };
            if let Some(default) = found {
                add_highlighter_class(&mut attrs, language.as_deref().or(default));
                for _ in 0..indent {
                    self.out.push(' ');
                }
                self.out.push_str("<div");
                for (name, value) in &attrs {
                    put_attr(name, value, &mut self.out);
                }
                self.out.push('>');
                self.out.push_str(&colored);
                for _ in 0..indent {
                    self.out.push(' ');
                }
                self.out.push_str("</div>\n");
                return;
            }
        }
        for _ in 0..indent {
            self.out.push(' ');
        }
        self.out.push_str("<pre");
        for (name, value) in &attrs {
            put_attr(name, value, &mut self.out);
        }
        self.out.push_str("><code");
        if let Some(language) = &language {
            put_attr("class", &format!("language-{language}"), &mut self.out);
        }
        self.out.push('>');
        let code = code.strip_suffix('\n').unwrap_or(code);
        let class = tree.attr(id, "class").unwrap_or("");
        if find_word(class, "show-whitespaces").is_some() {
            let mut escaped = String::with_capacity(code.len());
            escape::all(code, &mut escaped);
            show_whitespace(&escaped, &mut self.out);
        } else {
            escape::all(code, &mut self.out);
        }
        self.out.push_str("\n</code></pre>\n");
        self.warn_highlighter();
    }

    fn codespan(&mut self, id: Id) {
        let options = self.options;
        let tree = &self.doc.tree;
        let mut attrs = own_attrs(tree, id);
        let class = attrs
            .iter()
            .find(|(name, _)| name == "class")
            .map(|(_, value)| value.as_ref());
        let language = class.and_then(|class| Some(class[language_class(class)?][9..].to_string()));
        let code = tree.value(id);
        let mut colored = None;
        if options.syntax_highlighter.as_deref() == Some("rouge") {
            let mut text = String::with_capacity(code.len());
            let span = &options.highlighter.span;
            let asked = language.as_deref();
            let found = match highlight(span, self.highlighter, code, asked, &mut text) {
                Ok(found) => found,
                Err(raised) => return self.doc.raise(raised),
            };
            if let Some(default) = found {
                add_highlighter_class(&mut attrs, language.as_deref().or(default));
                colored = Some(text);
            }
        }
        self.out.push_str("<code");
        for (name, value) in &attrs {
            put_attr(name, value, &mut self.out);
        }
        self.out.push('>');
        match colored {
            Some(text) => self.out.push_str(&text),
            None => escape::all(code, &mut self.out),
        }
        self.out.push_str("</code>");
        self.warn_highlighter();
    }

    fn warn_highlighter(&mut self) {
        if let Some(name) = self.options.syntax_highlighter.as_deref()
            && name != "rouge"
        {
            self.doc
                .warn(|| format!("The configured syntax highlighter {name} is not available."));
        }
    }

    fn math(&mut self, id: Id, indent: usize) {
        let block = self.doc.tree.node(id).block;
        let engine = self.options.math_engine.as_deref();
        if engine == Some("mathjax") {
            return self.mathjax(id, block, indent);
        }
        if let Some(engine) = engine {
            self.doc
                .warn(|| format!("The configured math engine {engine} is not available."));
        }
        let tree = &self.doc.tree;
        let mut attrs = own_attrs(tree, id);
        match attrs.iter_mut().find(|(name, _)| name == "class") {
            Some((_, class)) => *class = Cow::Owned(lstrip(&format!("{class} kdmath")).to_string()),
            None => attrs.push((Cow::Borrowed("class"), Cow::Borrowed("kdmath"))),
        }
        let mut tag = String::from(if block { "<div" } else { "<span" });
        for (name, value) in &attrs {
            put_attr(name, value, &mut tag);
        }
        let value = tree.value(id);
        let text = if block {
            format!("{tag}>$$\n{value}\n$$</div>\n")
        } else {
            format!("{tag}>${value}$</span>")
        };
        if block {
            self.indentation(indent);
        }
        self.out.push_str(&text);
    }

    fn mathjax(&mut self, id: Id, block: bool, indent: usize) {
        let wrapped = self.doc.tree.has_attrs(id);
        if wrapped && !block {
            self.out.push_str("<span");
            self.attrs(id);
            self.out.push_str(">$");
            self.out.push_str(self.doc.tree.value(id));
            self.out.push_str("$</span>");
            return;
        }
        if wrapped {
            self.open_tag(id, "div", indent);
        }
        self.out.push_str(if block { "\\[" } else { "\\(" });
        escape::all(self.doc.tree.value(id), &mut self.out);
        self.out.push_str(if block { "\\]\n" } else { "\\)" });
        if wrapped {
            self.close_tag("div", true);
        }
    }

    // ---- characters

    fn entity(&mut self, id: Id) {
        let (code_point, original) = {
            let node = self.doc.tree.node(id);
            (node.extra, self.doc.tree.value(id).to_string())
        };
        let name = entity_name(&self.doc.tree, id).map(str::to_string);
        self.put_entity(code_point, name.as_deref(), &original);
    }

    /// An entity in the form that the options ask for; `original` is how it stood in the text, if it did.
    fn put_entity(&mut self, code_point: u32, name: Option<&str>, original: &str) {
        let output = self.options.entity_output;
        let char = char::from_u32(code_point);
        let special = matches!(char, Some('<' | '>' | '&' | '"'));
        if output == EntityOutput::AsChar
            && let Some(char) = char
            && (char == '"' || !special)
            && (char.is_ascii() || !self.options.us_ascii)
        {
            return self.out.push(char);
        }
        let as_written =
            matches!(output, EntityOutput::AsChar | EntityOutput::AsInput) || char.is_none();
        if as_written && !original.is_empty() {
            return self.out.push_str(original);
        }
        match name {
            Some(name) if special || output == EntityOutput::Symbolic => {
                self.out.push('&');
                self.out.push_str(name);
                self.out.push(';');
            }
            _ => self.out.push_str(&format!("&#{code_point};")),
        }
    }

    fn typographic_symbol(&mut self, id: Id) {
        let index = self.doc.tree.node(id).extra as usize % SYMBOLS.len();
        match &self.options.typographic_symbols[index] {
            Some(text) => escape::text(text, &mut self.out),
            None => {
                for &(code_point, name) in SYMBOLS[index] {
                    self.put_entity(code_point, Some(name), "");
                }
            }
        }
    }

    fn smart_quote(&mut self, id: Id) {
        let index = self.doc.tree.node(id).extra as usize & 3;
        match &self.options.smart_quotes[index] {
            Quote::Known { code_point, name } => self.put_entity(*code_point, *name, ""),
            Quote::Unknown(name) => self.doc.raise(Raised {
                class: "Kramdown::Error",
                message: Cow::Owned(format!(
                    "Can't handle generic non-integer character reference '{name}'"
                )),
            }),
        }
    }

    fn abbreviation(&mut self, id: Id) {
        let doc = &*self.doc;
        let value = doc.tree.value(id);
        self.out.push_str("<abbr");
        if let Some(index) = abbreviations::definition(doc, value) {
            let def = &doc.abbrevs[index];
            let own_title = !def.title.is_empty();
            let mut titled = false;
            for (name, text) in doc.tree.attrs(def.eob) {
                let replaced = own_title && name == "title";
                titled |= replaced;
                put_attr(
                    name,
                    if replaced { &def.title } else { text },
                    &mut self.out,
                );
            }
            if own_title && !titled {
                put_attr("title", &def.title, &mut self.out);
            }
        }
        self.out.push('>');
        self.out.push_str(value);
        self.out.push_str("</abbr>");
    }

    // ---- footnotes

    fn footnote(&mut self, id: Id) {
        if self.in_toc {
            return;
        }
        let index = self.doc.tree.node(id).extra as usize;
        let Some(def) = self.doc.footnotes.get(index) else {
            return;
        };
        let name = format!("{}{}", self.options.footnote_prefix, def.name);
        let (number, repeat) = match self.footnote_places.get(&index) {
            Some(&at) => {
                let footnote = &mut self.footnotes[at];
                footnote.repeats += 1;
                (footnote.number, format!(":{}", footnote.repeats))
            }
            None => {
                let number = self
                    .options
                    .footnote_nr
                    .saturating_add(self.footnotes.len() as i64);
                self.footnote_places.insert(index, self.footnotes.len());
                self.footnotes.push(Footnote {
                    index,
                    number,
                    repeats: 0,
                });
                (number, String::new())
            }
        };
        self.out.push_str(&format!(
            "<sup id=\"fnref:{name}{repeat}\"><a href=\"#fn:{name}\" class=\"footnote\" rel=\"footnote\" role=\"doc-noteref\">"
        ));
        let text = &self.options.footnote_link_text;
        if let Err(message) = sprintf(text, number, &mut self.out) {
            self.doc.raise(Raised::argument_error(message));
        }
        self.out.push_str("</a></sup>");
    }

    /// The list of all footnotes that have markers, those that footnotes themselves refer to among them.
    fn footnote_content(&mut self) {
        if self.footnotes.is_empty() {
            return;
        }
        self.out
            .push_str("<div class=\"footnotes\" role=\"doc-endnotes\">\n  <ol");
        if self.options.footnote_nr != 1 {
            self.out
                .push_str(&format!(" start=\"{}\"", self.options.footnote_nr));
        }
        self.out.push_str(">\n");
        let mut at = 0;
        while let Some(footnote) = self.footnotes.get(at) {
            let (index, repeats) = (footnote.index, footnote.repeats);
            let def = &self.doc.footnotes[index];
            let (content, name) = (
                def.content,
                format!("{}{}", self.options.footnote_prefix, def.name),
            );
            if self.doc.tree.node(content).first == NIL {
                self.doc.raise(Raised::by_nil("type"));
            }
            self.add_backlinks(content, &name, repeats);
            self.doc.tree.node_mut(content).kind = Kind::Li;
            self.out.push_str("    <li");
            put_attr("id", &format!("fn:{name}"), &mut self.out);
            self.out.push('>');
            let start = self.out.len();
            let tight = self.is_tight(content);
            if !tight {
                self.out.push('\n');
            }
            self.children(content, 6);
            let ends_line = self.out.len() > start && self.out.ends_with('\n');
            if ends_line || !tight {
                self.indentation(4);
            }
            self.out.push_str("</li>\n");
            at += 1;
        }
        self.out.push_str("  </ol>\n</div>\n");
    }

    /// Adds the links back to the markers, to the last paragraph or to one of their own.
    fn add_backlinks(&mut self, content: Id, name: &str, repeats: u32) {
        let nbsp = {
            let start = self.out.len();
            self.put_entity(0xa0, Some("nbsp"), "");
            self.out.split_off(start)
        };
        let mut text = String::new();
        escape::text(&self.options.footnote_backlink, &mut text);
        let inline = self.options.footnote_backlink_inline;
        let silent = self.options.footnote_backlink.is_empty();
        let tree = &mut self.doc.tree;
        let last = tree.node(content).last;
        let mut paragraph = NIL;
        if last != NIL && (tree.kind(last) == Kind::P || inline) {
            paragraph = last;
            while paragraph != NIL && !matches!(tree.kind(paragraph), Kind::P | Kind::Header) {
                paragraph = tree.node(paragraph).last;
            }
        }
        let found = paragraph != NIL;
        if !found {
            paragraph = tree.add(content, Kind::P);
        }
        if silent {
            return;
        }
        let mut add = |space: &str, target: &str, text: &str| {
            let raw = tree.add(paragraph, Kind::Raw);
            tree.set_value(
                raw,
                &format!(
                    "{space}<a href=\"#fnref:{target}\" class=\"reversefootnote\" role=\"doc-backlink\">{text}</a>"
                ),
            );
        };
        add(if found { &nbsp } else { "" }, name, &text);
        for repeat in 1..=repeats {
            add(
                &nbsp,
                &format!("{name}:{repeat}"),
                &format!("{text}<sup>{}</sup>", repeat + 1),
            );
        }
    }

    // ---- the table of contents

    fn toc_content(&mut self, list: Id) {
        let entries = std::mem::take(&mut self.toc);
        if entries.is_empty() {
            return;
        }
        self.in_toc = true;
        let name = tag_name(self.doc.tree.kind(list));
        let mut attrs = own_attrs(&self.doc.tree, list);
        let prefix = match attrs.iter().find(|(name, _)| name == "id") {
            Some((_, id)) => id.to_string(),
            None => {
                attrs.push((Cow::Borrowed("id"), Cow::Borrowed("markdown-toc")));
                "markdown-toc".to_string()
            }
        };
        self.out.push('<');
        self.out.push_str(name);
        put_attrs(&attrs, &mut self.out);
        self.out.push_str(">\n");
        // The levels that are open, and the indentation of their items.
        let mut open: Vec<u32> = Vec::new();
        for entry in &entries {
            while open.last().is_some_and(|&level| level >= entry.level) {
                open.pop();
                let nested = self.out.ends_with('\n');
                self.close_toc_item(name, open.len(), nested);
            }
            if !open.is_empty() && !self.out.ends_with('\n') {
                self.indentation(open.len() * 4);
                self.out.push('<');
                self.out.push_str(name);
                self.out.push_str(">\n");
            }
            self.indentation(open.len() * 4 + 2);
            self.out.push_str("<li><a");
            put_attr("href", &format!("#{}", entry.id), &mut self.out);
            put_attr("id", &format!("{prefix}-{}", entry.id), &mut self.out);
            self.out.push('>');
            self.children(entry.header, open.len() * 4 + 8);
            self.out.push_str("</a>");
            open.push(entry.level);
        }
        while open.pop().is_some() {
            let nested = self.out.ends_with('\n');
            self.close_toc_item(name, open.len(), nested);
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
        self.in_toc = false;
    }

    /// Ends an item that is `depth` lists deep, and the list in it if there is one.
    fn close_toc_item(&mut self, name: &str, depth: usize, nested: bool) {
        if nested {
            self.indentation(depth * 4 + 4);
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push_str(">\n");
            self.indentation(depth * 4 + 2);
        }
        self.out.push_str("</li>\n");
    }
}

type OwnAttrs<'t> = Vec<(Cow<'t, str>, Cow<'t, str>)>;

/// A copy of an element's attributes, to be changed for printing.
fn own_attrs(tree: &Tree, id: Id) -> OwnAttrs<'_> {
    tree.attrs(id)
        .map(|(name, value)| (Cow::Borrowed(name), Cow::Borrowed(value)))
        .collect()
}

fn put_attrs(attrs: &OwnAttrs<'_>, out: &mut String) {
    for (name, value) in attrs {
        put_attr(name, value, out);
    }
}

fn put_attr(name: &str, value: &str, out: &mut String) {
    if name == "id" && strip(value).is_empty() {
        return;
    }
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape::attribute(value, out);
    out.push('"');
}

fn tag_name(kind: Kind) -> &'static str {
    match kind {
        Kind::P => "p",
        Kind::Blockquote => "blockquote",
        Kind::Dl => "dl",
        Kind::Dt => "dt",
        Kind::Dd => "dd",
        Kind::Ul => "ul",
        Kind::Ol => "ol",
        Kind::Li => "li",
        Kind::Table => "table",
        Kind::Thead => "thead",
        Kind::Tbody => "tbody",
        Kind::Tfoot => "tfoot",
        Kind::Tr => "tr",
        Kind::A => "a",
        Kind::Em => "em",
        Kind::Strong => "strong",
        _ => "",
    }
}

/// The class that names a language: `language-…` at the start of a word.
pub(crate) fn language_class(class: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(start) = find(class, "language-", from) {
        let end = take(class, start, |c| !(c.is_ascii() && is_space(c as u8)));
        if end > start + 9 && !char_before(class, start).is_some_and(is_word) {
            return Some(start..end);
        }
        from = start + 9;
    }
    None
}

/// Takes the class that names the language out of the attributes.
fn take_language(attrs: &mut OwnAttrs<'_>) -> Option<String> {
    let at = attrs.iter().position(|(name, _)| name == "class")?;
    let class = attrs[at].1.as_ref();
    let range = language_class(class)?;
    let language = class[range.start + 9..range.end].to_string();
    let rest = format!("{}{}", &class[..range.start], &class[range.end..]);
    let rest = strip(&rest).to_string();
    if rest.is_empty() {
        attrs.remove(at);
    } else {
        attrs[at].1 = Cow::Owned(rest);
    }
    Some(language)
}

/// Puts the highlighter, and the language before all others, into the class.
fn add_highlighter_class(attrs: &mut OwnAttrs<'_>, language: Option<&str>) {
    let at = match attrs.iter().position(|(name, _)| name == "class") {
        Some(at) => at,
        None => {
            attrs.push((Cow::Borrowed("class"), Cow::Borrowed("")));
            attrs.len() - 1
        }
    };
    let joined = format!("{} highlighter-rouge", attrs[at].1);
    let class = lstrip(&joined);
    attrs[at].1 = Cow::Owned(match language {
        Some(language) => match language_class(class).filter(|range| range.start == 0) {
            Some(range) => format!("language-{language}{}", &class[range.end..]),
            None => format!("language-{language} {class}"),
        },
        None => class.to_string(),
    });
}

/// Where `word` stands as a word of its own.
fn find_word(text: &str, word: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(start) = find(text, word, from) {
        let end = start + word.len();
        if !char_before(text, start).is_some_and(is_word)
            && !char_at(text, end).is_some_and(is_word)
        {
            return Some(start);
        }
        from = start + 1;
    }
    None
}

/// The ID that kramdown makes from a text: from the first letter on, ASCII alone.
fn basic_id(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    let mut at_start = true;
    for c in text.chars() {
        // What is no letter goes at the start of every line.
        if at_start && !c.is_ascii_alphabetic() {
            continue;
        }
        at_start = c == '\n';
        match c {
            ' ' => id.push('-'),
            '-' => id.push('-'),
            c if c.is_ascii_alphanumeric() => id.push(c.to_ascii_lowercase()),
            _ => {}
        }
    }
    id
}

/// Joins lines that meet between Han, Hiragana or Katakana.
fn join_cjk_lines(text: &str, out: &mut String) {
    let mut from = 0;
    for newline in memchr::memchr_iter(b'\n', text.as_bytes()) {
        if char_before(text, newline).is_some_and(is_cjk)
            && char_at(text, newline + 1).is_some_and(is_cjk)
        {
            out.push_str(&text[from..newline]);
            from = newline + 1;
        }
    }
    out.push_str(&text[from..]);
}

/// Shows blanks and tabs, and says whether they lead or trail.
fn show_whitespace(code: &str, out: &mut String) {
    for line in code.split_inclusive('\n') {
        let body = line.strip_suffix('\n').unwrap_or(line);
        let mut rest = body;
        while !rest.is_empty() {
            let text = rest.find([' ', '\t']).unwrap_or(rest.len());
            out.push_str(&rest[..text]);
            let run = &rest[text..];
            let blanks = run.bytes().take_while(|&b| b == b' ' || b == b'\t').count();
            let at_start = text == 0 && rest.len() == body.len();
            let suffix = if at_start {
                "-l"
            } else if blanks == run.len() {
                "-r"
            } else {
                ""
            };
            for b in run[..blanks].bytes() {
                if b == b'\t' {
                    out.push_str(&format!("<span class=\"ws-tab{suffix}\">\t</span>"));
                } else {
                    out.push_str(&format!("<span class=\"ws-space{suffix}\">&#8901;</span>"));
                }
            }
            rest = &run[blanks..];
        }
        if body.len() < line.len() {
            out.push('\n');
        }
    }
}
