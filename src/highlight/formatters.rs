//! Rouge's HTML formatters: spans, and spans by the line, in a table, with lines marked, with their own style.
//! What each prints is what `Rouge::Formatters::HTML…` of the same name prints.

use super::machine::Sink;
use super::themes::Theme;
use super::token::Token;
use crate::text::{entity, replace_bytes};

/// Writes text for HTML: `&`, `<` and `>` are escaped, as Rouge does, and no quotes.
pub fn escape(text: &str, out: &mut String) {
    replace_bytes(text, out, |byte, _| match byte {
        b'"' => None,
        byte => entity(byte),
    });
}

/// Writes spans as tokens come in (`HTML`). Neighbours of one class share a span.
pub(super) struct Html<'o> {
    out: &'o mut String,
    last: Token,
}

impl<'o> Html<'o> {
    pub(super) fn new(out: &'o mut String) -> Html<'o> {
        Html {
            out,
            last: Token::Text,
        }
    }

    pub(super) fn finish(self) {
        close(self.last, self.out);
    }
}

impl Sink for Html<'_> {
    fn token(&mut self, token: Token, text: &str) {
        if token != self.last {
            close(self.last, self.out);
            open(token, self.out);
            self.last = token;
        }
        escape(text, self.out);
    }
}

fn open(token: Token, out: &mut String) {
    if token != Token::Text {
        out.push_str("<span class=\"");
        out.push_str(token.shown().class());
        out.push_str("\">");
    }
}

fn close(token: Token, out: &mut String) {
    if token != Token::Text {
        out.push_str("</span>");
    }
}

/// A text's tokens.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    text: String,
    /// Each token with where it ends.
    ends: Vec<(Token, usize)>,
}

impl Sink for Tokens {
    fn token(&mut self, token: Token, text: &str) {
        self.text.push_str(text);
        let end = self.text.len();
        match self.ends.last_mut() {
            Some(last) if last.0 == token => last.1 = end,
            _ => self.ends.push((token, end)),
        }
    }
}

/// The classes of a table with the lines' numbers in a column of their own (`HTMLTable`).
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// The class of the table.
    pub table_class: &'a str,
    /// The class of the numbers' cell.
    pub gutter_class: &'a str,
    /// The class of the code's cell.
    pub code_class: &'a str,
}

impl Tokens {
    /// The tokens with their text, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = (Token, &str)> {
        let mut from = 0;
        self.ends.iter().map(move |&(token, end)| {
            let text = &self.text[from..end];
            from = end;
            (token, text)
        })
    }

    /// Spans (`HTML`).
    pub fn html(&self, out: &mut String) {
        write_spans(self.iter(), out);
    }

    /// The tokens of each line, without its end; none for a last line that is empty.
    pub(super) fn lines(&self) -> Vec<Vec<(Token, &str)>> {
        let mut lines = vec![Vec::new()];
        for (token, text) in self.iter() {
            for (at, piece) in text.split('\n').enumerate() {
                if at > 0 {
                    lines.push(Vec::new());
                }
                if let Some(line) = lines.last_mut()
                    && !piece.is_empty()
                {
                    line.push((token, piece));
                }
            }
        }
        if lines.last().is_some_and(Vec::is_empty) {
            lines.pop();
        }
        lines
    }

    /// Spans by the line, those of `marked` in a span of the class `hll` (`HTMLLineHighlighter`).
    pub fn html_lines(&self, marked: &[i64], out: &mut String) {
        for (number, line) in (1..).zip(self.lines()) {
            let mark = marked.contains(&number);
            if mark {
                out.push_str("<span class=\"hll\">");
            }
            write_spans(line.into_iter(), out);
            out.push('\n');
            if mark {
                out.push_str("</span>");
            }
        }
    }

    /// A table of two cells: the lines' numbers, and what `inner` prints of the code (`HTMLTable`).
    pub fn html_table(
        &self,
        table: &Table<'_>,
        inner: impl FnOnce(&Tokens, &mut String),
        out: &mut String,
    ) {
        let mut lines = self.text.matches('\n').count();
        let whole = self.text.ends_with('\n');
        if !whole {
            lines += 1;
        }
        let Table {
            table_class,
            gutter_class,
            code_class,
        } = table;
        out.push_str(&format!("<table class=\"{table_class}\"><tbody><tr>"));
        out.push_str(&format!(
            "<td class=\"{gutter_class} gl\"><pre class=\"lineno\">"
        ));
        for number in 1..=lines {
            out.push_str(&format!("{number}\n"));
        }
        out.push_str(&format!("</pre></td><td class=\"{code_class}\"><pre>"));
        inner(self, out);
        if !whole {
            out.push('\n');
        }
        out.push_str("</pre></td></tr></tbody></table>");
    }

    /// Spans that bear the style of a theme instead of a class (`HTMLInline`).
    pub fn html_inline(&self, theme: &Theme, out: &mut String) {
        for (token, text) in self.iter() {
            if token == Token::Text {
                escape(text, out);
                continue;
            }
            out.push_str("<span style=\"");
            out.push_str(theme.style(token.shown()));
            out.push_str("\">");
            escape(text, out);
            out.push_str("</span>");
        }
    }

    /// A line for each token: its name, and its text as Ruby inspects it (`Null`).
    pub fn null(&self, inspect: impl Fn(&str, &mut String), out: &mut String) {
        for (token, text) in self.iter() {
            out.push_str(token.shown().name());
            out.push(' ');
            inspect(text, out);
            out.push('\n');
        }
    }
}

fn write_spans<'t>(tokens: impl Iterator<Item = (Token, &'t str)>, out: &mut String) {
    for (token, text) in tokens {
        open(token, out);
        escape(text, out);
        close(token, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_last_line_that_is_empty_is_none() {
        let mut tokens = Tokens::default();
        tokens.token(Token::Str, "\"a\nb\"");
        tokens.token(Token::Text, "\n");
        let mut out = String::new();
        tokens.html_lines(&[2], &mut out);
        assert_eq!(
            out,
            "<span class=\"s\">\"a</span>\n<span class=\"hll\"><span class=\"s\">b\"</span>\n</span>"
        );
    }
}
