//! Events to HTML, with the bytes of commonmarker's `HtmlRenderer`.

use std::collections::HashMap;
use std::ops::Range;

use crate::error::{Error, Result};
use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::Options;
use super::code::{self, Code};
use super::escape::{escape_href, escape_html, filter_tags, unescape_entities};
use super::position::Positions;
use super::source;
use super::text::{Run, Runs};

/// Supplies the spans inside a code block: language and text in, HTML out; none where nobody knows the language, and an
/// error where Rouge raises.
pub type HighlightCode<'a> = &'a dyn Fn(Option<&str>, &str) -> Result<Option<String>>;

/// The text of a code or HTML block that is open.
#[derive(Default)]
struct Literal {
    text: String,
    language: Option<String>,
    position: String,
}

pub(super) struct Renderer<'a> {
    source: &'a str,
    options: &'a Options,
    highlight: HighlightCode<'a>,
    /// Why the first block that cannot be coloured is not.
    failure: Option<Error>,
    positions: Option<Positions<'a>>,
    out: String,
    literal: Option<Literal>,
    /// Text that has come and is not written yet.
    run: Run<'a>,
    runs: Runs<'a>,
    /// How many images are open: inside one only text is printed.
    images: usize,
    /// The title of the outermost open image.
    image_title: String,
    links: usize,
    /// Whether the open link is an address in angle brackets, whose text is as it stands.
    autolinks: usize,
    quotes: usize,
    alignments: Vec<Alignment>,
    column: usize,
    /// Where in `out` the last list item's content begins.
    item: usize,
    /// The white space behind brackets that are no task: pulldown-cmark leaves it out.
    behind_brackets: Option<Range<usize>>,
    /// Where the table at hand begins.
    table: usize,
    /// Where its row at hand begins.
    row: usize,
    in_table_head: bool,
    body_open: bool,
    /// What was printed before each open footnote definition, with its name.
    outer: Vec<(String, String)>,
    /// The finished definitions by name.
    definitions: HashMap<String, String>,
    /// The names in the order of their first reference.
    referenced: Vec<String>,
    /// What the tildes of each open strikethrough are as text, where they strike nothing.
    tildes: Vec<Option<&'static str>>,
    /// What was printed before the heading that is open.
    before_heading: String,
    heading_ids: HashMap<String, usize>,
}

impl<'a> Renderer<'a> {
    pub(super) fn new(source: &'a str, options: &'a Options, highlight: HighlightCode<'a>) -> Self {
        Renderer {
            source,
            options,
            highlight,
            failure: None,
            positions: options
                .source_positions
                .then(|| Positions::new(source, options.parser_options())),
            out: String::with_capacity(source.len() * 3 / 2),
            literal: None,
            run: Run::default(),
            runs: Runs::new(source, options),
            images: 0,
            image_title: String::new(),
            links: 0,
            autolinks: 0,
            quotes: 0,
            alignments: Vec::new(),
            column: 0,
            item: 0,
            behind_brackets: None,
            table: 0,
            row: 0,
            in_table_head: false,
            body_open: false,
            outer: Vec::new(),
            definitions: HashMap::new(),
            referenced: Vec::new(),
            tildes: Vec::new(),
            before_heading: String::new(),
            heading_ids: HashMap::new(),
        }
    }

    /// A line end, unless the output stands at the beginning of a line.
    fn fresh_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    pub(super) fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if let Some(blanks) = self.behind_brackets.take()
            && !matches!(event, Event::End(_))
            && !matches!(&event, Event::Start(tag) if is_block(tag))
        {
            self.run.push(self.source[blanks.clone()].into(), blanks);
        }
        if let Event::Text(text) = event {
            return match &mut self.literal {
                Some(literal) => literal.text.push_str(&text),
                None => self.run.push(text, range),
            };
        }
        if let Event::InlineHtml(html) = &event
            && is_no_comment(html)
        {
            return self.run.push(html.clone(), range);
        }
        self.write_run();
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Code(code) if self.images == 0 => {
                let code = source::code_over_lines(&self.source[range]).unwrap_or(code);
                self.out.push_str("<code>");
                escape_html(&code, &mut self.out);
                self.out.push_str("</code>");
            }
            Event::Html(html) => match &mut self.literal {
                Some(literal) => literal.text.push_str(&html),
                None => self.raw_html(&html),
            },
            Event::InlineHtml(html) if self.images == 0 => self.inline_html(&html),
            Event::SoftBreak => self.out.push_str(match self.options {
                o if o.hard_breaks => "<br />\n",
                o if o.no_breaks => " ",
                _ => "\n",
            }),
            Event::HardBreak if self.images == 0 => self.out.push_str("<br />\n"),
            Event::Rule => {
                self.fresh_line();
                let quotes = self.quotes;
                let position = self.position(|known| known.to_next_line(range, quotes));
                self.out.push_str(&format!("<hr{position} />\n"));
            }
            Event::TaskListMarker(_) => {
                let Some(checked) = source::task(self.source, &range) else {
                    return self.no_task(range);
                };
                // commonmarker puts the box right behind the list item's tag, also before a paragraph's.
                let checked = if checked { "checked=\"\" " } else { "" };
                let input = format!("<input type=\"checkbox\" {checked}disabled=\"\" /> ");
                self.out.insert_str(self.item, &input);
            }
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            _ => {}
        }
    }

    /// Brackets at the beginning of an item that are no task for cmark.
    fn no_task(&mut self, range: Range<usize>) {
        let rest = &self.source[range.end..];
        let blanks = rest.bytes().take_while(|b| matches!(b, b' ' | b'\t'));
        let end = range.end + blanks.count();
        self.behind_brackets = Some(match self.source[end..].starts_with('\n') {
            true => end..end + 1,
            false => range.end..end,
        });
        self.run.push(self.source[range.clone()].into(), range);
    }

    fn write_run(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.run);
        if self.autolinks > 0 {
            for text in run.texts() {
                escape_html(&unescape_entities(text), &mut self.out);
            }
            return;
        }
        let may_link = self.links == 0 && self.images == 0;
        self.runs.write(&run, may_link, &mut self.out);
    }

    /// Where something stood, as an attribute.
    fn position(&mut self, find: impl FnOnce(&mut Positions<'a>) -> String) -> String {
        self.positions.as_mut().map_or(String::new(), find)
    }

    fn raw_html(&mut self, html: &str) {
        if !self.options.raw_html {
            self.out.push_str("<!-- raw HTML omitted -->");
        } else if self.options.tag_filter {
            filter_tags(html, &mut self.out);
        } else {
            self.out.push_str(html);
        }
    }

    /// The lines of a paragraph have lost what they were indented by.
    fn inline_html(&mut self, html: &str) {
        if !html.contains('\n') {
            return self.raw_html(html);
        }
        let mut lines = html.split('\n');
        let mut flush = lines.next().unwrap_or_default().to_string();
        for line in lines {
            flush.push('\n');
            flush.push_str(line.trim_start_matches([' ', '\t']));
        }
        self.raw_html(&flush);
    }

    fn footnote_reference(&mut self, name: &str) {
        let known = self.referenced.iter().position(|n| n == name);
        let number = known.unwrap_or_else(|| {
            self.referenced.push(name.to_string());
            self.referenced.len() - 1
        }) + 1;
        self.out.push_str(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn{number}\" id=\"fnref{number}\">{number}</a></sup>"
        ));
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.runs.begin();
                let position = self.position(|known| known.paragraph(range));
                self.open("p", &position, "");
            }
            Tag::Heading { level, .. } => {
                self.runs.begin();
                self.fresh_line();
                let position = self.position(|known| known.heading(range));
                self.out.push_str(&format!("<{level}{position}"));
                if self.options.is_ghpages {
                    self.before_heading = std::mem::take(&mut self.out);
                } else {
                    self.out.push('>');
                }
            }
            Tag::BlockQuote(_) => {
                let position = self.position(|known| known.block(range));
                self.open("blockquote", &position, "\n");
                self.quotes += 1;
            }
            Tag::CodeBlock(kind) => {
                let info = match &kind {
                    CodeBlockKind::Fenced(info) => Some(info.as_ref()),
                    CodeBlockKind::Indented => None,
                };
                let language = code::language(info, self.options.is_ghpages);
                let quotes = self.quotes;
                let position = self.position(|known| known.code(&kind, range, quotes));
                self.literal = Some(Literal {
                    text: String::new(),
                    language,
                    position,
                });
            }
            Tag::HtmlBlock => self.literal = Some(Literal::default()),
            Tag::List(start) => {
                let quotes = self.quotes;
                let position = self.position(|known| known.list(range, quotes));
                match start {
                    None => self.open("ul", &position, "\n"),
                    Some(1) => self.open("ol", &position, "\n"),
                    Some(n) => self.open(&format!("ol start=\"{n}\""), &position, "\n"),
                }
            }
            Tag::Item => {
                self.runs.begin();
                let position = self.position(|known| known.block(range));
                self.open("li", &position, "");
                self.item = self.out.len();
            }
            Tag::FootnoteDefinition(name) => {
                let outer = std::mem::take(&mut self.out);
                self.outer.push((outer, name.to_string()));
            }
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => {
                self.start_table(tag, range);
            }
            Tag::Strikethrough => {
                let is_double = self.source[range.clone()].starts_with("~~");
                let is_struck = (is_double || !self.options.double_tilde)
                    && source::strikes(self.source, &range);
                let as_text = (!is_struck).then_some(if is_double { "~~" } else { "~" });
                self.tildes.push(as_text);
                self.open_span(as_text.unwrap_or("<del>"));
            }
            Tag::Emphasis => self.open_span("<em>"),
            Tag::Strong => self.open_span("<strong>"),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.link(link_type, &dest_url, &title),
            Tag::Image {
                dest_url, title, ..
            } => {
                self.runs.open_link();
                if self.images == 0 {
                    self.out.push_str("<img src=\"");
                    escape_href(&dest_url, &mut self.out);
                    self.out.push('"');
                    self.image_title = title.to_string();
                    self.out.push_str(" alt=\"");
                }
                self.images += 1;
            }
            _ => {}
        }
    }

    /// The start tag of a block, on a line of its own.
    fn open(&mut self, tag: &str, position: &str, behind: &str) {
        self.fresh_line();
        self.out.push_str(&format!("<{tag}{position}>{behind}"));
    }

    fn open_span(&mut self, tag: &str) {
        self.runs.open();
        self.inline(tag);
    }

    fn close_span(&mut self, tag: &str) {
        self.runs.close();
        self.inline(tag);
    }

    fn start_table(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.body_open = false;
                self.table = range.start;
                let position = self.position(|known| known.block(range));
                // Unlike other blocks it needs no line of its own: `<li><table>`.
                self.out.push_str(&format!("<table{position}>\n"));
            }
            Tag::TableHead => {
                self.in_table_head = true;
                self.start_row(range, "<thead>\n");
            }
            Tag::TableRow => {
                let before = if self.body_open { "" } else { "<tbody>\n" };
                self.body_open = true;
                self.start_row(range, before);
            }
            _ => {
                self.runs.begin();
                let align = match self.alignments.get(self.column) {
                    Some(Alignment::Left) => " align=\"left\"",
                    Some(Alignment::Right) => " align=\"right\"",
                    Some(Alignment::Center) => " align=\"center\"",
                    _ => "",
                };
                let (table, row, column) = (self.table, self.row, self.column);
                let position = self.position(|known| known.cell(table, row, column));
                let cell = if self.in_table_head { "th" } else { "td" };
                self.out.push_str(&format!("<{cell}{align}{position}>"));
            }
        }
    }

    fn start_row(&mut self, range: Range<usize>, before: &str) {
        self.column = 0;
        self.row = range.start;
        let table = self.table;
        let position = self.position(|known| known.row(table, range));
        self.out.push_str(&format!("{before}<tr{position}>\n"));
    }

    fn inline(&mut self, html: &str) {
        if self.images == 0 {
            self.out.push_str(html);
        }
    }

    fn link(&mut self, link_type: LinkType, url: &str, title: &str) {
        self.runs.open_link();
        self.links += 1;
        let in_brackets = matches!(link_type, LinkType::Autolink | LinkType::Email);
        if in_brackets {
            self.autolinks += 1;
        }
        if self.images > 0 {
            return;
        }
        self.out.push_str("<a href=\"");
        if link_type == LinkType::Email {
            self.out.push_str("mailto:");
        }
        if in_brackets {
            escape_href(&unescape_entities(url), &mut self.out);
        } else {
            escape_href(url, &mut self.out);
        }
        self.out.push('"');
        self.title(title);
        self.out.push('>');
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape_html(title, &mut self.out);
            self.out.push('"');
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => {
                if self.options.is_ghpages {
                    self.identify_heading();
                }
                self.out.push_str(&format!("</{level}>\n"));
            }
            TagEnd::BlockQuote(_) => {
                self.quotes = self.quotes.saturating_sub(1);
                self.out.push_str("</blockquote>\n");
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::HtmlBlock => {
                let html = self.literal.take().map(|literal| literal.text);
                self.fresh_line();
                self.raw_html(&html.unwrap_or_default());
                self.fresh_line();
            }
            TagEnd::List(ordered) => {
                self.out
                    .push_str(if ordered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((outer, name)) = self.outer.pop() {
                    let body = std::mem::replace(&mut self.out, outer);
                    self.definitions.entry(name).or_insert(body);
                }
            }
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                self.end_table(tag);
            }
            TagEnd::Strikethrough => {
                let as_text = self.tildes.pop().flatten();
                self.close_span(as_text.unwrap_or("</del>"));
            }
            TagEnd::Emphasis => self.close_span("</em>"),
            TagEnd::Strong => self.close_span("</strong>"),
            TagEnd::Link => {
                self.links = self.links.saturating_sub(1);
                self.autolinks = self.autolinks.saturating_sub(1);
                self.close_span("</a>");
            }
            TagEnd::Image => {
                self.runs.close();
                self.images = self.images.saturating_sub(1);
                if self.images == 0 {
                    self.out.push('"');
                    let title = std::mem::take(&mut self.image_title);
                    self.title(&title);
                    self.out.push_str(" />");
                }
            }
            _ => {}
        }
    }

    fn end_table(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Table => {
                if self.body_open {
                    self.out.push_str("</tbody>\n");
                }
                self.out.push_str("</table>\n");
            }
            TagEnd::TableHead => {
                self.in_table_head = false;
                self.out.push_str("</tr>\n</thead>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            _ => {
                self.column += 1;
                self.out.push_str(if self.in_table_head {
                    "</th>\n"
                } else {
                    "</td>\n"
                });
            }
        }
    }

    /// Puts the content of a heading behind the ID that is made of it (`JekyllCommonMarkCustomRenderer#header`).
    fn identify_heading(&mut self) {
        let before = std::mem::take(&mut self.before_heading);
        let content = std::mem::replace(&mut self.out, before);
        let mut id = code::heading_id(&content);
        match self.heading_ids.get_mut(&id) {
            Some(count) => {
                *count += 1;
                id.push_str(&format!("-{count}"));
            }
            None => drop(self.heading_ids.insert(id.clone(), 0)),
        }
        self.out.push_str(&format!(" id=\"{id}\">{content}"));
    }

    fn code_block(&mut self) {
        let Some(Literal {
            mut text,
            language,
            position,
        }) = self.literal.take()
        else {
            return;
        };
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        let is_asked = language.is_some() || !self.options.is_ghpages;
        let spans = match is_asked.then(|| (self.highlight)(language.as_deref(), &text)) {
            Some(Ok(spans)) => spans,
            Some(Err(error)) => {
                self.failure.get_or_insert(error);
                return;
            }
            None => None,
        };
        let code = Code {
            spans,
            text: &text,
            language: language.as_deref(),
            position: &position,
            pre_lang: self.options.pre_lang,
        };
        if !self.options.is_ghpages {
            self.fresh_line();
            return code.write(&mut self.out);
        }
        if code.spans.is_some() {
            self.fresh_line();
        }
        code.write_ghpages(&mut self.out);
    }

    pub(super) fn finish(mut self) -> Result<String> {
        if let Some(error) = self.failure {
            return Err(error);
        }
        self.write_run();
        let mut written = 0;
        for name in std::mem::take(&mut self.referenced) {
            let Some(body) = self.definitions.remove(&name) else {
                continue;
            };
            if written == 0 {
                self.out.push_str("<section class=\"footnotes\">\n<ol>\n");
            }
            written += 1;
            self.out.push_str(&format!("<li id=\"fn{written}\">\n"));
            let back = format!("<a href=\"#fnref{written}\" class=\"footnote-backref\">↩</a>");
            match body.strip_suffix("</p>\n") {
                Some(open) => self.out.push_str(&format!("{open} {back}</p>\n")),
                None => self.out.push_str(&format!("{body}{back}\n")),
            }
            self.out.push_str("</li>\n");
        }
        if written > 0 {
            self.out.push_str("</ol>\n</section>\n");
        }
        Ok(self.out)
    }
}

/// Whether an inline comment is text to cmark, which goes by an older CommonMark: two hyphens in it end it.
fn is_no_comment(html: &str) -> bool {
    let inside = html
        .strip_prefix("<!--")
        .and_then(|rest| rest.strip_suffix("-->").or_else(|| rest.strip_suffix('>')));
    inside.is_some_and(|inside| {
        !html.contains('\n')
            && (html.len() < "<!---->".len()
                || inside.starts_with(['>'])
                || inside.starts_with("->")
                || inside.ends_with('-')
                || inside.contains("--"))
    })
}

/// Whether the tag is that of a block, and of nothing within text.
pub(super) fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}
