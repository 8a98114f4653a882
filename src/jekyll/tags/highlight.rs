//! `{% highlight language %}`: code in colour (`Jekyll::Tags::HighlightBlock`).

use std::fmt::Write;

use super::highlight_markup::{HighlightMarkup, MarkLines, invalid_mark_lines};
use crate::error::{Error, Result};
use crate::highlight::{Table, Tokens};
use crate::jekyll::converters;
use crate::jekyll::render::Registers;
use crate::liquid::{Body, Context, ParseContext, Tag, TagMarkup, Visitor};
use crate::text::{escape_html, strip};
use crate::value::{Value, no_coercion, no_conversion, no_conversion_of, no_method};

struct HighlightTag {
    markup: HighlightMarkup,
    body: Body,
}

/// Parses `{% highlight %}` up to its end.
pub(super) fn parse(tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    let markup = HighlightMarkup::parse(tag.markup)?;
    let body = cx.parse_block(tag.name)?;
    Ok(Box::new(HighlightTag { markup, body }))
}

impl HighlightTag {
    fn highlight(&self, code: &str, cx: &Context<'_>) -> Result<String> {
        let registers = Registers::of(cx)?;
        match registers.highlighter() {
            Some("rouge") => self.in_colour(code, registers),
            Some("pygments") => {
                let log = registers.log();
                log.warn(
                    "Warning:",
                    "Highlight Tag no longer supports rendering with Pygments.",
                );
                log.warn("", "Using the default highlighter, Rouge, instead.");
                self.in_colour(code, registers)
            }
            _ => Ok(strip(&escape_html(code)).to_string()),
        }
    }

    fn in_colour(&self, code: &str, registers: &Registers) -> Result<String> {
        let marked = match &self.markup.mark_lines {
            None => None,
            Some(MarkLines::Lines(lines)) => Some(lines),
            Some(MarkLines::Invalid) => return Err(invalid_mark_lines()),
        };
        let tokens = converters::tokens(&self.markup.language, code)?;
        let format = |tokens: &Tokens, out: &mut String| match marked {
            Some(lines) => tokens.html_lines(lines, out),
            None => tokens.html(out),
        };
        let mut html = String::with_capacity(code.len() * 2);
        if self.markup.line_numbers {
            tokens.html_table(&TABLE, format, &mut html);
        } else {
            format(&tokens, &mut html);
        }
        if let Some(line_end) = registers.highlighted_line_end() {
            html = html.replace("\r\n", "\n").replace('\n', line_end);
        }
        Ok(html)
    }
}

/// The classes that the tag gives its table of numbered lines.
const TABLE: Table<'static> = Table {
    table_class: "rouge-table",
    gutter_class: "gutter",
    code_class: "code",
};

impl Tag for HighlightTag {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let prefix = cx.find_variable("highlighter_prefix")?.into_owned();
        let suffix = cx.find_variable("highlighter_suffix")?.into_owned();
        let mut code = String::new();
        self.body.render(cx, &mut code)?;
        let code = code.trim_matches(['\n', '\r']);
        let html = self.highlight(code, cx)?;
        out.push_str(joined(&prefix, cannot_precede)?);
        let language = &self.markup.language;
        let _ = write!(
            out,
            "<figure class=\"highlight\"><pre><code class=\"language-{}\" data-lang=\"{language}\">{}</code></pre></figure>",
            language.replace('+', "-"),
            chomp(&html)
        );
        out.push_str(joined(&suffix, cannot_follow)?);
        Ok(())
    }

    fn is_block(&self) -> bool {
        true
    }

    fn is_blank(&self) -> bool {
        self.body.is_blank()
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.body.visit(visitor);
    }
}

/// What a variable that is to stand beside the code adds to it.
fn joined(value: &Value, refused: fn(&Value) -> Error) -> Result<&str> {
    match value {
        Value::Str(text) => Ok(text),
        Value::Nil | Value::Bool(false) => Ok(""),
        other => Err(refused(other)),
    }
}

/// What Ruby says of `value + text`.
fn cannot_precede(value: &Value) -> Error {
    match value {
        Value::Int(_) | Value::BigInt(_) | Value::Float(_) => no_coercion("String", value),
        Value::Array(_) => no_conversion_of("String", "Array"),
        Value::Time(_) => Error::ruby("TypeError", "can't convert String into an exact number"),
        _ => no_method(value, "+"),
    }
}

/// What Ruby says of `text + value`.
fn cannot_follow(value: &Value) -> Error {
    no_conversion(value, "String")
}

/// `chomp`
fn chomp(text: &str) -> &str {
    match text.strip_suffix('\n') {
        Some(text) => text.strip_suffix('\r').unwrap_or(text),
        None => text.strip_suffix('\r').unwrap_or(text),
    }
}
