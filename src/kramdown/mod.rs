//! kramdown 2.5.2 with the GFM parser 1.1.0: Markdown in, kramdown's very HTML out.
//!
//! Text is parsed for blocks (`block`), the text of the blocks for spans (`span`), both into a tree in an
//! arena (`tree`) that is then written into one buffer (`html`). Nothing calls itself along with the nesting
//! of a document, and what has been tried in vain is remembered, so time stays in step with length.

mod abbreviations;
mod block;
mod dump;
mod entities;
mod escape;
mod flow;
mod gfm;
mod highlighter;
mod html;
mod html_names;
mod ial;
mod native;
mod options;
mod scan;
mod span;
mod transliterate;
mod tree;
mod unicode;
mod update;

pub use highlighter::{Formatter, Highlighter, Lexer};
pub use options::{OptionError, OptionValue, Options};

use std::borrow::Cow;
use std::fmt;

/// Names and where they lead. Nobody who writes a document can foresee the hashes.
type HashMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;

/// A converted document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    /// The HTML, ending with a newline unless it is empty.
    pub html: String,
    /// What kramdown warns of, in its words; collected only where the option `show_warnings` is set.
    pub warnings: Vec<String>,
}

/// The exception that kramdown stumbles over, for the few documents that it cannot convert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// Its class (`NoMethodError`).
    pub class: &'static str,
    /// Its message, in Ruby's words.
    pub message: Cow<'static, str>,
}

impl Raised {
    /// Ruby's answer to a method that `nil` does not have.
    fn by_nil(method: &str) -> Raised {
        Raised {
            class: "NoMethodError",
            message: Cow::Owned(format!("undefined method `{method}' for nil:NilClass")),
        }
    }

    fn argument_error(message: impl Into<Cow<'static, str>>) -> Raised {
        Raised {
            class: "ArgumentError",
            message: message.into(),
        }
    }
}

impl fmt::Display for Raised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Raised {}

/// Converts Markdown as kramdown does (`Kramdown::Document#to_html`). Code goes through `highlighter`; without
/// one it is escaped inside the same wrappers.
///
/// Containers nested deeper than kramdown could follow are read as text.
///
/// # Errors
/// Where kramdown raises: a footnote whose content leaves nothing to print, say, or with `html_to_native` the cell of
/// a table that is in no table.
pub fn to_html(
    text: &str,
    options: &Options,
    highlighter: Option<&dyn Highlighter>,
) -> Result<Html, Raised> {
    let mut document = parse(text, options);
    if let Some(raised) = document.raised.take() {
        return Err(raised);
    }
    let html = html::write(&mut document, highlighter, text.len());
    if let Some(raised) = document.raised.take() {
        return Err(raised);
    }
    let warnings = document.warnings.take().unwrap_or_default();
    document.tree.leave();
    Ok(Html { html, warnings })
}

/// The element tree of a document, one element a line, for tests and for the curious. Coloured code within HTML is one
/// raw element.
pub fn tree(text: &str, options: &Options) -> String {
    dump::dump(&parse(text, options))
}

fn parse<'o>(text: &str, options: &'o Options) -> block::Document<'o> {
    let mut document = block::Document::new(options, text.len());
    block::parse(&mut document, text);
    update::update(&mut document);
    document
}

/// The key that a link's ID is looked up by: white space as one space each, lower case.
fn normalize_link_id(id: &str, key: &mut String) {
    normalize_within(id, usize::MAX, key);
}

/// As `normalize_link_id`; false as soon as the key is longer than `most`.
fn normalize_within(id: &str, most: usize, key: &mut String) -> bool {
    let mut after_space = false;
    key.reserve(id.len().min(most));
    for c in id.chars() {
        let space = c.is_ascii() && scan::is_space(c as u8);
        if c.is_ascii() && !space {
            key.push(c.to_ascii_lowercase());
        } else if !space {
            key.extend(c.to_lowercase());
        } else if !after_space {
            key.push(' ');
        }
        after_space = space;
        if key.len() > most {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn html(text: &str) -> String {
        converted(text, &Options::jekyll()).html
    }

    fn converted(text: &str, options: &Options) -> Html {
        to_html(text, options, None).unwrap()
    }

    /// What kramdown 2.5.2 with the GFM parser printed.
    #[test]
    fn coloured_code_in_html() {
        let same = "<pre><span class=\"nb\">puts</span> <span class=\"s2\">\"a &lt; b &amp; c\"</span>\n\
                    <span class=\"c1\"># *x*</span></pre>\n";
        assert_eq!(html(same), same);
        assert_eq!(
            html(
                "<pre><span class=\"a\">x > y</span><span class=\"a\">&</span><span class=\"a\">z<b></span></pre>\n"
            ),
            "<pre><span class=\"a\">x &gt; y</span><span class=\"a\">&amp;</span>\
             <span class=\"a\">z<b>&lt;/span&gt;&lt;/pre&gt;\n</b></span></pre>\n"
        );
        assert_eq!(
            html("<pre><span class=\"a\">x</span><span class=\"a\">y\n\nz</pre>\n"),
            "<pre><span class=\"a\">x</span><span class=\"a\">y\n\nz&lt;/pre&gt;\n</span></pre>\n"
        );
    }

    /// What kramdown 2.5.2 with the GFM parser printed.
    #[test]
    fn blocks() {
        assert_eq!(
            html("para\n# Head\ntext\n"),
            "<p>para</p>\n<h1 id=\"head\">Head</h1>\n<p>text</p>\n"
        );
        assert_eq!(
            html("* a\n\n* b\n* c\n"),
            "<ul>\n  <li>\n    <p>a</p>\n  </li>\n  <li>b</li>\n  <li>c</li>\n</ul>\n"
        );
        assert_eq!(
            html("> a\nb\n"),
            "<blockquote>\n  <p>a\nb</p>\n</blockquote>\n"
        );
        assert_eq!(
            html("<DIV class=a>\n<p>open\n"),
            "<div class=\"a\">\n<p>open\n</p></div>\n"
        );
    }

    #[test]
    fn spans() {
        assert_eq!(
            html("[x][1] [1]\n\n[1]: /u \"T\"\n{: .e}\n"),
            "<p><a class=\"e\" href=\"/u\" title=\"T\">x</a> <a class=\"e\" href=\"/u\" title=\"T\">1</a></p>\n\n"
        );
        assert_eq!(
            html("a*b*c snake_case_x ***both***"),
            "<p>a<em>b</em>c snake_case_x <strong><em>both</em></strong></p>\n"
        );
        assert_eq!(html("b\\\\\nc\\\nd"), "<p>b<br />\nc<br />\nd</p>\n");
        assert_eq!(
            html("<img class=\"c\" alt='q\"q' src=x.png>"),
            "<p>&lt;img class=”c” alt=’q”q’ src=x.png&gt;</p>\n"
        );
    }

    #[test]
    fn headers_in_any_script() {
        assert_eq!(
            html("# 마음가짐과 목표\n\n# 마음가짐과 목표\n"),
            "<h1 id=\"마음가짐과-목표\">마음가짐과 목표</h1>\n\n<h1 id=\"마음가짐과-목표-1\">마음가짐과 목표</h1>\n"
        );
    }

    #[test]
    fn warnings_are_collected_where_they_are_asked_for() {
        let text = "a[^x] [b][]\n";
        assert!(converted(text, &Options::jekyll()).warnings.is_empty());
        let options = Options::jekyll_with(&["show_warnings"]);
        assert_eq!(
            converted(text, &options).warnings,
            [
                "Footnote definition for 'x' not found on line 1",
                "No link definition for link ID 'b' found on line 1",
                "No link definition for link ID '' found on line 1"
            ]
        );
    }

    /// A line that might be a table is looked through before it is read; there text may have attributes.
    #[test]
    fn attributes_behind_text_are_warned_of_once() {
        let options = Options::jekyll_with(&["show_warnings"]);
        assert_eq!(
            converted("<b>|{:x}\n", &options).warnings,
            [
                "Found no end tag for 'b' (line 2) - auto-closing it",
                "Found span IAL after text - ignoring it",
                "Found no end tag for 'b' (line 1) - auto-closing it",
            ]
        );
    }

    /// What becomes native has no line any more; what is read below it counts from one.
    #[test]
    fn native_elements_have_no_line() {
        let options = Options::jekyll_with(&["show_warnings", "html_to_native"]);
        assert_eq!(
            converted(
                "text\n\n<div markdown=\"span\">a\n<summary>x</summary>\n</div>\n",
                &options
            )
            .warnings,
            [
                "Found block HTML tag 'summary' in span-level text on line 2",
                "Found invalidly used HTML closing tag for 'summary' on line 2",
            ]
        );
    }

    /// A table is read twice, the first time as if it began where it ends (kramdown 2.5.2).
    #[test]
    fn warnings_of_a_table_come_twice() {
        let options = Options::jekyll_with(&["show_warnings"]);
        assert_eq!(
            converted("x\n\n| <div>\n| y </pre>\n\nz\n", &options).warnings,
            [
                "Found block HTML tag 'div' in span-level text on line 6",
                "Found invalidly used HTML closing tag for 'pre' on line 7",
                "Found block HTML tag 'div' in span-level text on line 1",
                "Found invalidly used HTML closing tag for 'pre' on line 1"
            ]
        );
    }

    /// What kramdown 2.5.2 under Ruby 3.1 raised.
    #[test]
    fn documents_that_kramdown_cannot_convert() {
        let raised = |text: &str, options: &Options| to_html(text, options, None).unwrap_err();
        let options = Options::jekyll();
        for text in ["[^1]\n\n[^1]:[y]:x\n", "# [^1]\n[^1]:{: }\n"] {
            assert_eq!(
                raised(text, &options).message,
                "undefined method `type' for nil:NilClass"
            );
        }
        let native = Options::jekyll_with(&["html_to_native"]);
        for (text, method) in [
            ("<td>\n", "type"),
            ("<div><td>\n", "options"),
            ("<div><td><td>\n", "[]"),
        ] {
            assert_eq!(
                raised(text, &native).message,
                format!("undefined method `{method}' for nil:NilClass"),
                "{text}"
            );
        }
    }

    /// What kramdown 2.5.2 under Ruby 3.1 raised where it takes an element without text for one with text.
    #[test]
    fn paragraphs_without_text() {
        let native = Options::jekyll_with(&["html_to_native"]);
        for (text, method) in [
            ("1. \0\n", "value"),
            ("\0\n: x\n", "value"),
            ("* <p><em>a</em></p>\n", "gsub!"),
            ("* <p><em>a</em></p>\n  <div>b</div>\n", "<<"),
            ("<p><b>c</b></p>\n: b\n", "split"),
            ("a\n: <p><b>c</b></p>\n  <p>d</p>\n", "<<"),
        ] {
            assert_eq!(
                to_html(text, &native, None).unwrap_err(),
                Raised::by_nil(method),
                "{text}"
            );
        }
        assert_eq!(
            converted("* <p>[ ] a</p>\n", &native).html,
            "<ul class=\"task-list\">\n  <li class=\"task-list-item\">&lt;input type=\"checkbox\" \
             class=\"task-list-item-checkbox\" disabled=\"disabled\" /&gt;a</li>\n</ul>\n"
        );
    }

    /// What kramdown 2.5.2 printed.
    #[test]
    fn blocks_in_a_header_of_the_table_of_contents() {
        let native = Options::jekyll_with(&["html_to_native"]);
        assert_eq!(
            converted("<h3><div></div></h3>4. \n{:toc}", &native).html,
            "<h3>  <div></div>\n</h3>\n<ol id=\"markdown-toc\">\n  <li><a href=\"#\" id=\"markdown-toc-\">        \
             <div></div>\n</a></li>\n</ol>\n"
        );
    }

    /// What Jekyll's SmartyPants parser printed.
    #[test]
    fn quotes_and_symbols_alone() {
        let options = Options::jekyll().for_smartypants();
        let text = "*a* \"b\" -- <b>'c'</b>\n\n> d\n";
        assert_eq!(
            converted(text, &options).html,
            "*a* “b” – <b>‘c’</b>\n\n&gt; d\n"
        );
    }

    /// kramdown's own time grows with the square or the cube of these.
    #[test]
    fn unclosed_and_nested_documents_take_no_time() {
        let nested: String = (0..200)
            .map(|depth| format!("{}- a\n", "  ".repeat(depth)))
            .collect();
        for text in [
            "**a ".repeat(5000),
            "*a _b **c __d ".repeat(2000),
            "[".repeat(10_000),
            "[a ".repeat(10_000),
            "![".repeat(5000),
            "[a](b \"c".repeat(3000),
            "`".repeat(10_000),
            "> ".repeat(5000) + "a",
            "- ".repeat(5000) + "a",
            "<div>".repeat(5000),
            "x <b>".repeat(5000),
            "<div markdown=\"1\">\n".repeat(3000),
            "~~~x\n".repeat(5000),
            nested,
        ] {
            let start = Instant::now();
            assert!(!html(&text).is_empty());
            assert!(start.elapsed() < Duration::from_secs(20), "{}", &text[..8]);
        }
    }
}
