//! `markdown: CommonMark`: what jekyll-commonmark 1.4.0 prints through commonmarker 0.23 (cmark-gfm), from pulldown-cmark's events.
//! The parser is pulldown-cmark's; the HTML is ours, since cmark's bytes differ from pulldown-cmark's own.

mod autolink;
mod code;
mod escape;
mod position;
mod render;
mod text;

pub use render::HighlightCode;

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag};
use render::Renderer;

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
    /// `SOURCEPOS`: blocks say where they stood in the source.
    pub source_positions: bool,
    /// Headings and code as jekyll-commonmark-ghpages prints them.
    pub is_ghpages: bool,
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

/// A name that commonmarker does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unknown;

impl Options {
    /// Turns an option on by its upper-case name.
    ///
    /// # Errors
    /// [`Unknown`] for a name that commonmarker does not know.
    pub fn enable_option(&mut self, name: &str) -> Result<(), Unknown> {
        match name {
            "SMART" => self.smart = true,
            "UNSAFE" => self.raw_html = true,
            "HARDBREAKS" => self.hard_breaks = true,
            "NOBREAKS" => self.no_breaks = true,
            "FOOTNOTES" => self.footnotes = true,
            "STRIKETHROUGH_DOUBLE_TILDE" => self.double_tilde = true,
            "GITHUB_PRE_LANG" => self.pre_lang = true,
            "SOURCEPOS" => self.source_positions = true,
            // What these change never reaches the HTML of jekyll-commonmark's renderer.
            "DEFAULT"
            | "VALIDATE_UTF8"
            | "LIBERAL_HTML_TAG"
            | "TABLE_PREFER_STYLE_ATTRIBUTES"
            | "FULL_INFO_STRING" => {}
            _ => return Err(Unknown),
        }
        Ok(())
    }

    /// Turns an extension on by its name.
    ///
    /// # Errors
    /// [`Unknown`] for a name that commonmarker does not know.
    pub fn enable_extension(&mut self, name: &str) -> Result<(), Unknown> {
        match name {
            "table" => self.table = true,
            "strikethrough" => self.strikethrough = true,
            "autolink" => self.autolink = true,
            "tagfilter" => self.tag_filter = true,
            "tasklist" => self.task_list = true,
            _ => return Err(Unknown),
        }
        Ok(())
    }

    fn parser_options(&self) -> pulldown_cmark::Options {
        use pulldown_cmark::Options as Parse;
        let wanted = [
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

/// Renders `text` as jekyll-commonmark does.
pub fn to_html(text: &str, options: &Options, highlight: HighlightCode<'_>) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = &*without_tabs_under_table_heads(text, options);
    let mut renderer = Renderer::new(text, options, highlight);
    for (event, range) in Parser::new_ext(text, options.parser_options()).into_offset_iter() {
        renderer.event(event, range);
    }
    renderer.finish()
}

/// cmark takes tabs in the line under the head of a table, pulldown-cmark spaces alone.
fn without_tabs_under_table_heads<'a>(text: &'a str, options: &Options) -> Cow<'a, str> {
    let is_rule = |line: &str| {
        line.contains('\t')
            && line.contains('-')
            && line
                .bytes()
                .all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t' | b'\r' | b'>'))
            && !line.trim_start_matches([' ', '>']).starts_with('\t')
    };
    if !options.table || !text.lines().any(is_rule) {
        return Cow::Borrowed(text);
    }
    let mut in_code = Vec::new();
    for (event, range) in Parser::new_ext(text, options.parser_options()).into_offset_iter() {
        if let Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) = event {
            in_code.push(range);
        }
    }
    let mut changed = String::with_capacity(text.len());
    let mut code = in_code.into_iter().peekable();
    for line in text.split_inclusive('\n') {
        let at = changed.len();
        while code.next_if(|range| range.end <= at).is_some() {}
        let is_code = code
            .peek()
            .is_some_and(|range| range.start < at + line.len());
        if !is_code && is_rule(line.trim_end_matches('\n')) {
            changed.push_str(&line.replace('\t', " "));
        } else {
            changed.push_str(line);
        }
    }
    Cow::Owned(changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str, options: &Options) -> String {
        to_html(text, options, &|_, code| Some(code.to_string()))
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
