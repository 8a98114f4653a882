//! `markdown: CommonMark`: what jekyll-commonmark 1.4.0 prints through commonmarker 0.23 (cmark-gfm), from pulldown-cmark's events.
//! The parser is pulldown-cmark's; the HTML is ours, since cmark's bytes differ from pulldown-cmark's own.

mod autolink;
mod escape;

use std::collections::HashMap;

use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd, TextMergeWithOffset,
};

use escape::{escape_href, escape_html, filter_tags};

/// What `commonmark.options` and `commonmark.extensions` of the configuration turn on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// `SMART`: curly quotes, dashes, ellipses.
    pub smart: bool,
    /// `UNSAFE`: raw HTML is kept.
    pub raw_html: bool,
    /// `HARDBREAKS`: a line end is `<br />`.
    pub hard_breaks: bool,
    /// `NOBREAKS`: a line end is a space.
    pub no_breaks: bool,
    /// `FOOTNOTES`
    pub footnotes: bool,
    /// `STRIKETHROUGH_DOUBLE_TILDE`: one tilde is text.
    pub double_tilde: bool,
    /// `GITHUB_PRE_LANG`: the language stands on `pre`.
    pub pre_lang: bool,
    /// Extension `table`.
    pub table: bool,
    /// Extension `strikethrough`.
    pub strikethrough: bool,
    /// Extension `autolink`.
    pub autolink: bool,
    /// Extension `tagfilter`.
    pub tag_filter: bool,
    /// Extension `tasklist`.
    pub task_list: bool,
}

/// The options that commonmarker knows, in the order in which jekyll-commonmark lists them.
pub const OPTION_NAMES: [&str; 13] = [
    "DEFAULT",
    "SOURCEPOS",
    "UNSAFE",
    "VALIDATE_UTF8",
    "SMART",
    "LIBERAL_HTML_TAG",
    "FOOTNOTES",
    "STRIKETHROUGH_DOUBLE_TILDE",
    "HARDBREAKS",
    "NOBREAKS",
    "GITHUB_PRE_LANG",
    "TABLE_PREFER_STYLE_ATTRIBUTES",
    "FULL_INFO_STRING",
];

/// The extensions that commonmarker knows, in the order in which jekyll-commonmark lists them.
pub const EXTENSION_NAMES: [&str; 5] = [
    "table",
    "strikethrough",
    "autolink",
    "tagfilter",
    "tasklist",
];

/// Why an option was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// commonmarker does not know the name either.
    Unknown,
    /// commonmarker knows it and this crate cannot do it.
    Unsupported,
}

impl Options {
    /// Turns an option on by its upper-case name.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] for a name that commonmarker does not know, [`Refusal::Unsupported`] for `SOURCEPOS`.
    pub fn enable_option(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "SMART" => self.smart = true,
            "UNSAFE" => self.raw_html = true,
            "HARDBREAKS" => self.hard_breaks = true,
            "NOBREAKS" => self.no_breaks = true,
            "FOOTNOTES" => self.footnotes = true,
            "STRIKETHROUGH_DOUBLE_TILDE" => self.double_tilde = true,
            "GITHUB_PRE_LANG" => self.pre_lang = true,
            "SOURCEPOS" => return Err(Refusal::Unsupported),
            // What these change never reaches the HTML of jekyll-commonmark's renderer.
            "DEFAULT"
            | "VALIDATE_UTF8"
            | "LIBERAL_HTML_TAG"
            | "TABLE_PREFER_STYLE_ATTRIBUTES"
            | "FULL_INFO_STRING" => {}
            _ => return Err(Refusal::Unknown),
        }
        Ok(())
    }

    /// Turns an extension on by its name.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] for a name that commonmarker does not know.
    pub fn enable_extension(&mut self, name: &str) -> Result<(), Refusal> {
        match name {
            "table" => self.table = true,
            "strikethrough" => self.strikethrough = true,
            "autolink" => self.autolink = true,
            "tagfilter" => self.tag_filter = true,
            "tasklist" => self.task_list = true,
            _ => return Err(Refusal::Unknown),
        }
        Ok(())
    }

    fn parser_options(&self) -> pulldown_cmark::Options {
        use pulldown_cmark::Options as Parse;
        let wanted = [
            (self.smart, Parse::ENABLE_SMART_PUNCTUATION),
            (self.footnotes, Parse::ENABLE_FOOTNOTES),
            (self.table, Parse::ENABLE_TABLES),
            (self.strikethrough, Parse::ENABLE_STRIKETHROUGH),
            (self.task_list, Parse::ENABLE_TASKLISTS),
        ];
        wanted
            .into_iter()
            .filter(|(on, _)| *on)
            .fold(Parse::empty(), |set, (_, flag)| set | flag)
    }
}

/// Supplies the spans inside a code block: its text and language in, HTML out.
pub type HighlightCode<'a> = &'a dyn Fn(&str, Option<&str>) -> String;

/// Renders `text` as jekyll-commonmark does.
pub fn to_html(text: &str, options: &Options, highlight: HighlightCode<'_>) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut renderer = Renderer::new(text, options, highlight);
    let events = Parser::new_ext(text, options.parser_options()).into_offset_iter();
    for (event, range) in TextMergeWithOffset::new(events) {
        renderer.event(event, &text[range]);
    }
    renderer.finish()
}

struct Renderer<'a> {
    options: &'a Options,
    highlight: HighlightCode<'a>,
    out: String,
    /// The text of the code or HTML block that is open.
    literal: Option<(String, Option<String>)>,
    /// How many images are open: inside one only text is printed.
    images: usize,
    /// The title of the outermost open image.
    image_title: String,
    links: usize,
    alignments: Vec<Alignment>,
    column: usize,
    in_table_head: bool,
    body_open: bool,
    /// What was printed before each open footnote definition, with its name.
    outer: Vec<(String, String)>,
    /// The finished definitions by name.
    definitions: HashMap<String, String>,
    /// The names in the order of their first reference.
    referenced: Vec<String>,
    /// Whether each open strikethrough had two tildes.
    tildes: Vec<bool>,
}

impl<'a> Renderer<'a> {
    fn new(source: &str, options: &'a Options, highlight: HighlightCode<'a>) -> Self {
        Renderer {
            options,
            highlight,
            out: String::with_capacity(source.len() * 3 / 2),
            literal: None,
            images: 0,
            image_title: String::new(),
            links: 0,
            alignments: Vec::new(),
            column: 0,
            in_table_head: false,
            body_open: false,
            outer: Vec::new(),
            definitions: HashMap::new(),
            referenced: Vec::new(),
            tildes: Vec::new(),
        }
    }

    /// A line end, unless the output stands at the beginning of a line.
    fn fresh_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn event(&mut self, event: Event<'_>, source: &str) {
        match event {
            Event::Start(tag) => self.start(tag, source),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text),
            Event::Code(code) if self.images == 0 => {
                self.out.push_str("<code>");
                escape_html(&code, &mut self.out);
                self.out.push_str("</code>");
            }
            Event::Html(html) => match &mut self.literal {
                Some((literal, _)) => literal.push_str(&html),
                None => self.raw_html(&html),
            },
            Event::InlineHtml(html) if self.images == 0 => self.raw_html(&html),
            Event::SoftBreak => self.out.push_str(match self.options {
                o if o.hard_breaks => "<br />\n",
                o if o.no_breaks => " ",
                _ => "\n",
            }),
            Event::HardBreak if self.images == 0 => self.out.push_str("<br />\n"),
            Event::Rule => {
                self.fresh_line();
                self.out.push_str("<hr />\n");
            }
            Event::TaskListMarker(checked) => {
                // The list item's tag is already there: commonmarker puts the box right behind it.
                self.out.push_str("<input type=\"checkbox\" ");
                self.out.push_str(if checked {
                    "checked=\"\" disabled=\"\""
                } else {
                    "disabled=\"\""
                });
                self.out.push_str(" /> ");
            }
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((literal, _)) = &mut self.literal {
            literal.push_str(text);
        } else if self.options.autolink && self.links == 0 && self.images == 0 {
            autolink::write_text(text, &mut self.out);
        } else {
            escape_html(text, &mut self.out);
        }
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

    fn start(&mut self, tag: Tag<'_>, source: &str) {
        match tag {
            Tag::Paragraph => {
                self.fresh_line();
                self.out.push_str("<p>");
            }
            Tag::Heading { level, .. } => {
                self.fresh_line();
                self.out.push_str(&format!("<{level}>"));
            }
            Tag::BlockQuote(_) => {
                self.fresh_line();
                self.out.push_str("<blockquote>\n");
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split_whitespace().next().map(str::to_string)
                    }
                    CodeBlockKind::Indented => None,
                };
                self.literal = Some((String::new(), language));
            }
            Tag::HtmlBlock => self.literal = Some((String::new(), None)),
            Tag::List(start) => {
                self.fresh_line();
                match start {
                    None => self.out.push_str("<ul>\n"),
                    Some(1) => self.out.push_str("<ol>\n"),
                    Some(n) => self.out.push_str(&format!("<ol start=\"{n}\">\n")),
                }
            }
            Tag::Item => {
                self.fresh_line();
                self.out.push_str("<li>");
            }
            Tag::FootnoteDefinition(name) => {
                let outer = std::mem::take(&mut self.out);
                self.outer.push((outer, name.to_string()));
            }
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.body_open = false;
                self.fresh_line();
                self.out.push_str("<table>\n");
            }
            Tag::TableHead => {
                self.in_table_head = true;
                self.column = 0;
                self.out.push_str("<thead>\n<tr>\n");
            }
            Tag::TableRow => {
                self.column = 0;
                if !self.body_open {
                    self.body_open = true;
                    self.out.push_str("<tbody>\n");
                }
                self.out.push_str("<tr>\n");
            }
            Tag::TableCell => {
                let align = match self.alignments.get(self.column) {
                    Some(Alignment::Left) => " align=\"left\"",
                    Some(Alignment::Right) => " align=\"right\"",
                    Some(Alignment::Center) => " align=\"center\"",
                    _ => "",
                };
                let cell = if self.in_table_head { "th" } else { "td" };
                self.out.push_str(&format!("<{cell}{align}>"));
            }
            Tag::Strikethrough => {
                let double = source.starts_with("~~") || !self.options.double_tilde;
                self.tildes.push(double);
                self.inline(if double { "<del>" } else { "~" });
            }
            Tag::Emphasis => self.inline("<em>"),
            Tag::Strong => self.inline("<strong>"),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.link(link_type, &dest_url, &title),
            Tag::Image {
                dest_url, title, ..
            } => {
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

    fn inline(&mut self, html: &str) {
        if self.images == 0 {
            self.out.push_str(html);
        }
    }

    fn link(&mut self, link_type: LinkType, url: &str, title: &str) {
        self.links += 1;
        if self.images > 0 {
            return;
        }
        self.out.push_str("<a href=\"");
        if link_type == LinkType::Email {
            self.out.push_str("mailto:");
        }
        escape_href(url, &mut self.out);
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
            TagEnd::Heading(level) => self.out.push_str(&format!("</{level}>\n")),
            TagEnd::BlockQuote(_) => {
                self.fresh_line();
                self.out.push_str("</blockquote>\n");
            }
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::HtmlBlock => {
                let (html, _) = self.literal.take().unwrap_or_default();
                self.fresh_line();
                self.raw_html(&html);
                self.fresh_line();
            }
            TagEnd::List(ordered) => {
                self.fresh_line();
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
            TagEnd::TableCell => {
                self.column += 1;
                self.out.push_str(if self.in_table_head {
                    "</th>\n"
                } else {
                    "</td>\n"
                });
            }
            TagEnd::Strikethrough => {
                let double = self.tildes.pop().unwrap_or(true);
                self.inline(if double { "</del>" } else { "~" });
            }
            TagEnd::Emphasis => self.inline("</em>"),
            TagEnd::Strong => self.inline("</strong>"),
            TagEnd::Link => {
                self.links = self.links.saturating_sub(1);
                self.inline("</a>");
            }
            TagEnd::Image => {
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

    fn code_block(&mut self) {
        let (mut code, language) = self.literal.take().unwrap_or_default();
        if !code.is_empty() && !code.ends_with('\n') {
            code.push('\n');
        }
        let language = language.as_deref();
        let data = language.map_or(String::new(), |l| format!(" data-lang=\"{l}\""));
        self.fresh_line();
        self.out.push_str("<div class=\"");
        if let Some(language) = language {
            self.out.push_str(&format!("language-{language} "));
        }
        self.out
            .push_str("highlighter-rouge\"><div class=\"highlight\"><pre class=\"highlight\"");
        if self.options.pre_lang {
            self.out.push_str(&data);
            self.out.push_str("><code>");
        } else {
            self.out.push_str("><code");
            self.out.push_str(&data);
            self.out.push('>');
        }
        self.out.push_str(&(self.highlight)(&code, language));
        self.out.push_str("</code></pre></div></div>\n");
    }

    fn finish(mut self) -> String {
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
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str, options: &Options) -> String {
        to_html(text, options, &|code, _| code.to_string())
    }

    // Expected bytes: jekyll-commonmark 1.4.0 with commonmarker 0.23.6.
    #[test]
    fn raw_html_is_left_out_unless_asked_for() {
        let text = "a <b>c</b> \"q\"\n";
        assert_eq!(
            html(text, &Options::default()),
            "<p>a <!-- raw HTML omitted -->c<!-- raw HTML omitted --> &quot;q&quot;</p>\n"
        );
        let kept = Options {
            raw_html: true,
            ..Options::default()
        };
        assert_eq!(html(text, &kept), "<p>a <b>c</b> &quot;q&quot;</p>\n");
    }

    #[test]
    fn addresses_become_links_without_their_last_punctuation() {
        let options = Options {
            autolink: true,
            ..Options::default()
        };
        assert_eq!(
            html("(see http://x.y/z).\n", &options),
            "<p>(see <a href=\"http://x.y/z\">http://x.y/z</a>).</p>\n"
        );
    }

    #[test]
    fn footnotes_stand_at_the_end_in_the_order_of_their_references() {
        let options = Options {
            footnotes: true,
            ..Options::default()
        };
        assert_eq!(
            html("a[^1]\n\n[^1]: First *note*\n", &options),
            "<p>a<sup class=\"footnote-ref\"><a href=\"#fn1\" id=\"fnref1\">1</a></sup></p>\n\
             <section class=\"footnotes\">\n<ol>\n<li id=\"fn1\">\n<p>First <em>note</em> \
             <a href=\"#fnref1\" class=\"footnote-backref\">↩</a></p>\n</li>\n</ol>\n</section>\n"
        );
    }
}
