//! `markdown: CommonMark`: what jekyll-commonmark 1.4.0 prints through commonmarker 0.23 (cmark-gfm), from pulldown-cmark's events.
//! The parser is pulldown-cmark's; the HTML is ours, since cmark's bytes differ from pulldown-cmark's own.

mod autolink;
mod backticks;
mod code;
mod escape;
mod position;
mod render;
mod source;
mod stand_ins;
mod tables;
mod text;
mod tight;

pub use render::HighlightCode;

use std::borrow::Cow;
use std::ops::Range;

use crate::error::Result;
use backticks::Backticks;
use pulldown_cmark::{Event, Parser};
use render::Renderer;
use stand_ins::StandIns;
use tight::Tight;

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
///
/// # Errors
/// Those of `highlight`.
pub fn to_html(text: &str, options: &Options, highlight: HighlightCode<'_>) -> Result<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = source::as_cmark_reads(text, options);
    let text = source::with_tags_apart(text, options);
    let text = source::with_brackets_as_text(text, options);
    let text = source::with_bare_boxes(text, options);
    let text = source::with_tabs_before_fences(text, options);
    let text = tables::with_barred_heads(text, options);
    let text = tables::with_rows_apart(text, options);
    let (text, mut stand_ins) = StandIns::put_into(text, options);
    let mut backticks = Backticks::of(&text);
    let html = rendered(
        &text,
        options,
        &stand_ins,
        highlight,
        &mut |event, range| {
            backticks.see(event, range);
        },
    )?;
    let hidden = match options.source_positions {
        false => stand_ins.hide_backticks(&text, &backticks.finish()),
        true => None,
    };
    match hidden {
        Some(text) => rendered(&text, options, &stand_ins, highlight, &mut |_, _| {}),
        None => Ok(html),
    }
}

/// Renders a text with what stands in for characters, which stand in the HTML again.
fn rendered(
    text: &str,
    options: &Options,
    stand_ins: &StandIns,
    highlight: HighlightCode<'_>,
    see: &mut dyn FnMut(&Event<'_>, &Range<usize>),
) -> Result<String> {
    let highlight = |language: Option<&str>, code: &str| {
        let language = language.map(|language| stand_ins.taken_out_of(language));
        highlight(language.as_deref(), &stand_ins.taken_out_of(code))
    };
    let mut renderer = Renderer::new(text, options, &highlight);
    let mut tight = Tight::of(text, options);
    for (event, range) in Parser::new_ext(text, options.parser_options()).into_offset_iter() {
        if tight.drops(&event, &range) {
            continue;
        }
        let event = match event {
            Event::HardBreak if !source::breaks_hard(&text[range.clone()]) => Event::SoftBreak,
            event => event,
        };
        see(&event, &range);
        renderer.event(event, range);
    }
    let html = renderer.finish()?;
    Ok(match stand_ins.taken_out_of(&html) {
        Cow::Borrowed(_) => html,
        Cow::Owned(html) => html,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str, options: &Options) -> String {
        to_html(text, options, &|_, code| Ok(Some(code.to_string()))).unwrap()
    }

    /// What is printed, with `{` and `}` for what stands round code.
    fn in_blocks(short: &str) -> String {
        short
            .replace(
                '{',
                "<div class=\"highlighter-rouge\"><div class=\"highlight\"><pre class=\"highlight\"><code>",
            )
            .replace('}', "</code></pre></div></div>\n")
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
        // A form feed ends none.
        assert_eq!(
            html("http://x.y/\u{c}a.pdf z\n", &options),
            "<p><a href=\"http://x.y/%0Ca.pdf\">http://x.y/\u{c}a.pdf</a> z</p>\n"
        );
        assert_eq!(html("a\u{b}www.x.y\n", &options), "<p>a\u{b}www.x.y</p>\n");
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

    #[test]
    fn quotes_by_what_is_round_them() {
        let options = Options {
            smart: true,
            ..Options::default()
        };
        assert_eq!(
            html("\"A\" 'b' '90s (\"*x*\") 책\"제목\"은 -- ...\n", &options),
            "<p>“A” ‘b’ ’90s (”<em>x</em>”) 책”제목”은 – …</p>\n"
        );
    }

    #[test]
    fn blocks_end_where_cmark_closes_them() {
        let options = Options {
            source_positions: true,
            ..Options::default()
        };
        assert_eq!(
            html("# a ##\n- b\n\nc\n---\nd\n", &options),
            "<h1 data-sourcepos=\"1:1-1:3\">a</h1>\n<ul data-sourcepos=\"2:1-3:0\">\n\
             <li data-sourcepos=\"2:1-3:0\">b</li>\n</ul>\n<h2 data-sourcepos=\"4:1-6:1\">c</h2>\n\
             <p data-sourcepos=\"6:1-6:1\">d</p>\n"
        );
    }

    #[test]
    fn tabs_behind_a_fence_or_a_heading_are_no_part_of_it() {
        let options = Options::default();
        let cases = [
            ("```\na\n```\t\nb\n", "{a\n}<p>b</p>\n"),
            ("~~~\na\n~~~\t\nb", "{a\n}<p>b</p>\n"),
            ("````\n```\t\n````\n", "{```\t\n}"),
            ("    ```\t\n    x\n", "{```\t\nx\n}"),
            ("```\n# a\t\n```\n", "{# a\t\n}"),
            ("### a\t\nb\n", "<h3>a</h3>\n<p>b</p>\n"),
            ("### a ##\t\nb", "<h3>a</h3>\n<p>b</p>\n"),
            ("#\ta\t\t\n", "<h1>a</h1>\n"),
            ("- # a\t\n", "<ul>\n<li>\n<h1>a</h1>\n</li>\n</ul>\n"),
            ("> # a\t\n", "<blockquote>\n<h1>a</h1>\n</blockquote>\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(html(text, &options), in_blocks(expected), "{text:?}");
        }
    }

    #[test]
    fn a_carriage_return_ends_a_line() {
        let options = Options {
            raw_html: true,
            ..Options::default()
        };
        let cases = [
            ("```\na\rb\rc\n```\n", "{a\nb\nc\n}"),
            ("<div>\rx\r</div>\r\rp\n", "<div>\nx\n</div>\n<p>p</p>\n"),
            ("```\rx\r```", "{x\n}"),
            ("a\r\nb\rc\r\n\r\nd", "<p>a\nb\nc</p>\n<p>d</p>\n"),
            ("a `b\r\n c`\r\n", "<p>a <code>b c</code></p>\n"),
            (
                "[a](/u\r\n\"t\r\nu\")\r\n",
                "<p><a href=\"/u\" title=\"t\nu\">a</a></p>\n",
            ),
            ("a <b\r\n c=\"d\">x</b>\r\n", "<p>a <b\nc=\"d\">x</b></p>\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(html(text, &options), in_blocks(expected), "{text:?}");
        }
    }

    #[test]
    fn tildes_strike_what_they_flank() {
        let options = Options {
            strikethrough: true,
            ..Options::default()
        };
        let cases = [
            ("x响~~，因~~\n", "<p>x响~~，因~~</p>\n"),
            ("响~~。~~\n", "<p>响~~。~~</p>\n"),
            ("x~~(a)~~y\n", "<p>x~~(a)~~y</p>\n"),
            ("(~~(a)~~)\n", "<p>(<del>(a)</del>)</p>\n"),
            ("a~~b~~ ~c~\n", "<p>a<del>b</del> <del>c</del></p>\n"),
            ("0~9, 가~나 x~y\n", "<p>0<del>9, 가</del>나 x~y</p>\n"),
            (
                "a~*b~c* ~d e~f\n",
                "<p>a~<em>b~c</em> <del>d e</del>f</p>\n",
            ),
            (
                "`a~b` [c~d](/e~f)\n\n    g~h\n",
                "<p><code>a~b</code> <a href=\"/e~f\">c~d</a></p>\n{g~h\n}",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(html(text, &options), in_blocks(expected), "{text:?}");
        }
    }

    #[test]
    fn addresses_keep_what_would_be_emphasis() {
        let options = Options {
            autolink: true,
            strikethrough: true,
            ..Options::default()
        };
        let cases = [
            (
                "http://x.y?x=_._a_ *b*\n",
                "<p><a href=\"http://x.y?x=_._a\">http://x.y?x=_._a</a>_ <em>b</em></p>\n",
            ),
            (
                "[a](http://x.y)_b_ `http://x.y`*c* <http://x.y>*d*\n",
                "<p><a href=\"http://x.y\">a</a><em>b</em> <code>http://x.y</code><em>c</em> \
                 <a href=\"http://x.y\">http://x.y</a><em>d</em></p>\n",
            ),
            (
                "**www.x.y/a*b*c~d**\n",
                "<p><strong><a href=\"http://www.x.y/a*b*c~d\">www.x.y/a*b*c~d</a></strong></p>\n",
            ),
            (
                "[http://x.y/_a_](http://x.y/_a_) `http://x.y/_a_` <http://x.y/_a_>\n",
                "<p><a href=\"http://x.y/_a_\">http://x.y/<em>a</em></a> <code>http://x.y/_a_</code> \
                 <a href=\"http://x.y/_a_\">http://x.y/_a_</a></p>\n",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(html(text, &options), expected, "{text:?}");
        }
    }

    #[test]
    fn a_lone_tag_ends_what_it_is_not_in() {
        let options = Options {
            raw_html: true,
            ..Options::default()
        };
        let cases = [
            ("- a\n<b>\n", "<ul>\n<li>a</li>\n</ul>\n<b>\n"),
            (
                "> a\n</b>\nc\n<i>\n",
                "<blockquote>\n<p>a</p>\n</blockquote>\n</b>\nc\n<i>\n",
            ),
            ("1. a\n   <b>\n", "<ol>\n<li>a\n<b></li>\n</ol>\n"),
            ("- a\n<b> c\n", "<ul>\n<li>a\n<b> c</li>\n</ul>\n"),
            ("a\n<b>\n", "<p>a\n<b></p>\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(html(text, &options), expected, "{text:?}");
        }
    }

    #[test]
    fn a_form_feed_alone_makes_no_blank_line() {
        let options = Options::default();
        assert_eq!(html("\u{c}\nx\n", &options), "<p>\u{c}\nx</p>\n");
        assert_eq!(html("a\n\u{b}\nb\n", &options), "<p>a\n\u{b}\nb</p>\n");
    }

    #[test]
    fn separators_are_no_white_space_beside_emphasis() {
        let options = Options {
            strikethrough: true,
            ..Options::default()
        };
        let cases = [
            ("*\u{2029}a*\n", "<p><em>\u{2029}a</em></p>\n"),
            ("**\u{85}a**\n", "<p><strong>\u{85}a</strong></p>\n"),
            ("a_\u{2028}_b_\n", "<p>a_\u{2028}_b_</p>\n"),
            ("x~~\u{2029}a~~\n", "<p>x<del>\u{2029}a</del></p>\n"),
            (
                "[a](/u_\u{2029}_b)\n",
                "<p><a href=\"/u_%E2%80%A9_b\">a</a></p>\n",
            ),
            (
                "`\u{2029}*` \u{2028}\n",
                "<p><code>\u{2029}*</code> \u{2028}</p>\n",
            ),
            (
                "[\u{2029}]: /x\n\n[\u{2029}]\n",
                "<p><a href=\"/x\">\u{2029}</a></p>\n",
            ),
            ("- \u{2029}\n", "<ul>\n<li>\u{2029}</li>\n</ul>\n"),
            ("\u{2028}\n\na\n", "<p>\u{2028}</p>\n<p>a</p>\n"),
            (
                "[x](\u{2028}/u\u{2028} 't')\n",
                "<p><a href=\"%E2%80%A8/u%E2%80%A8\" title=\"t\">x</a></p>\n",
            ),
            ("*a\u{3000}*\n", "<p>*a\u{3000}*</p>\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(html(text, &options), expected, "{text:?}");
        }
    }

    #[test]
    fn code_over_several_lines_has_no_indentation() {
        let options = Options::default();
        let cases = [
            ("a `b\n c` d\n", "<p>a <code>b c</code> d</p>\n"),
            ("a ` b\n   c ` d\n", "<p>a <code>b c</code> d</p>\n"),
            ("a `b  \n\tc` d\n", "<p>a <code>b   c</code> d</p>\n"),
            ("a `b\n   ` d\n", "<p>a <code>b </code> d</p>\n"),
            (
                "> a `b\n>   c` d\n",
                "<blockquote>\n<p>a <code>b c</code> d</p>\n</blockquote>\n",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(html(text, &options), expected, "{text:?}");
        }
    }

    #[test]
    fn two_spaces_at_the_very_end_break_a_line() {
        let options = Options::default();
        let cases = [
            ("a \t\nb\n", "<p>a\nb</p>\n"),
            ("a  \t\nb\n", "<p>a\nb</p>\n"),
            ("a\t  \nb\n", "<p>a<br />\nb</p>\n"),
            ("a\\\nb\n", "<p>a<br />\nb</p>\n"),
        ];
        for (text, expected) in cases {
            assert_eq!(html(text, &options), expected, "{text:?}");
        }
    }

    // Expected bytes: jekyll-commonmark-ghpages 0.5.1 with commonmarker 0.23.6.
    #[test]
    fn headings_and_code_of_ghpages() {
        let options = Options {
            is_ghpages: true,
            ..Options::default()
        };
        let known = |language: Option<&str>, code: &str| {
            Ok((language == Some("ruby")).then(|| code.to_string()))
        };
        let text =
            "# Hi `x`\n\n```ruby,linenos\n1\n```\n\n- a\n  ```nope\n  x\n  ```\n\n# Hi `x`\n# 글\n";
        assert_eq!(
            to_html(text, &options, &known).unwrap(),
            "<h1 id=\"hi-codexcode\">Hi <code>x</code></h1>\n\
             <div class=\"language-ruby highlighter-rouge\"><div class=\"highlight\"><pre class=\"highlight\">\
             <code>1\n</code></pre></div></div>\n<ul>\n\
             <li>a<pre><code class=\"language-nope\">x\n</code></pre></li>\n</ul>\n\
             <h1 id=\"hi-codexcode-1\">Hi <code>x</code></h1>\n<h1 id=\"section\">글</h1>\n"
        );
    }
}
