//! Code blocks in their wrappers, and the IDs of headings: what jekyll-commonmark and jekyll-commonmark-ghpages add to commonmarker.

use crate::text::is_space_char;

use super::escape::escape_html;

/// A code block that is to be written.
pub(super) struct Code<'a> {
    /// Rouge's spans; none where nobody knows the language.
    pub(super) spans: Option<String>,
    pub(super) text: &'a str,
    pub(super) language: Option<&'a str>,
    /// The attribute that says where it stood.
    pub(super) position: &'a str,
    /// Whether the language stands on `pre`.
    pub(super) pre_lang: bool,
}

/// The language that the words behind a fence begin with.
pub(super) fn language(info: Option<&str>, is_ghpages: bool) -> Option<String> {
    let info = info.filter(|info| !info.is_empty())?;
    let ends = |c: char| is_space_char(c) || (is_ghpages && c == ',');
    info.split(ends).next().map(str::to_string)
}

impl Code<'_> {
    /// As `Jekyll::Converters::Markdown::CommonMark::HtmlRenderer` does.
    pub(super) fn write(&self, out: &mut String) {
        let data = self.language.map_or(String::new(), |language| {
            format!(" data-lang=\"{language}\"")
        });
        let position = self.position;
        out.push_str("<div class=\"");
        if let Some(language) = self.language {
            out.push_str(&format!("language-{language} "));
        }
        out.push_str("highlighter-rouge\"><div class=\"highlight\"><pre");
        out.push_str(position);
        out.push_str(" class=\"highlight\"");
        if self.pre_lang {
            out.push_str(&format!("{data}><code>"));
        } else {
            out.push_str(&format!("><code{data}>"));
        }
        match &self.spans {
            Some(spans) => out.push_str(spans),
            None => self.write_plainly(out),
        }
        out.push_str("</code></pre></div></div>\n");
    }

    /// As `JekyllCommonMarkCustomRenderer` does, which forgets the line end behind plain code.
    pub(super) fn write_ghpages(&self, out: &mut String) {
        if let (Some(language), Some(spans)) = (self.language, &self.spans) {
            out.push_str(&format!(
                "<div class=\"language-{language} highlighter-rouge\"><div class=\"highlight\"><pre class=\"highlight\"><code>{spans}</code></pre></div></div>\n"
            ));
            return;
        }
        let position = self.position;
        match self.language {
            Some(language) if self.pre_lang => {
                out.push_str(&format!("<pre{position} lang=\"{language}\"><code>"));
            }
            Some(language) => {
                out.push_str(&format!(
                    "<pre{position}><code class=\"language-{language}\">"
                ));
            }
            None => out.push_str(&format!("<pre{position}><code>")),
        }
        escape_html(self.text, out);
        out.push_str("</code></pre>");
    }

    /// Rouge's plain text.
    fn write_plainly(&self, out: &mut String) {
        for c in self.text.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                c => out.push(c),
            }
        }
    }
}

/// The ID of a heading, from the HTML in it (`basic_generate_id`).
pub(super) fn heading_id(content: &str) -> String {
    let mut id = String::with_capacity(content.len());
    let mut at_start = true;
    for c in content.chars() {
        // What is no letter goes at the start of every line.
        if at_start && !c.is_ascii_alphabetic() {
            continue;
        }
        at_start = c == '\n';
        match c {
            ' ' | '-' => id.push('-'),
            c if c.is_ascii_alphanumeric() => id.push(c.to_ascii_lowercase()),
            _ => {}
        }
    }
    if id.is_empty() {
        id.push_str("section");
    }
    id
}
