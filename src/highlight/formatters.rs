//! Rouge's HTML formatters: spans, and spans by the line, in a table, with lines marked.
//! What each prints is what `Rouge::Formatters::HTML…` of the same name prints.

use super::machine::Sink;
use super::token::Token;

/// Writes text for HTML: `&`, `<` and `>` are escaped, as Rouge does, and no quotes.
pub fn escape(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(entity);
        done = at + 1;
    }
    out.push_str(&text[done..]);
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
        // An escape prints as an error unless escapes were switched on, which Jekyll never does.
        out.push_str(
            if token == Token::Escape {
                Token::Error
            } else {
                token
            }
            .class(),
        );
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

/// The classes and numbers of a table with the lines' numbers in a column of their own (`HTMLTable`).
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// The first line's number.
    pub start_line: i64,
    /// How a number is written: `%i` and its kin.
    pub line_format: &'a str,
    /// The class of the table.
    pub table_class: &'a str,
    /// The class of the numbers' cell.
    pub gutter_class: &'a str,
    /// The class of the code's cell.
    pub code_class: &'a str,
}

impl Default for Table<'_> {
    fn default() -> Self {
        Table {
            start_line: 1,
            line_format: "%i",
            table_class: "rouge-table",
            gutter_class: "rouge-gutter",
            code_class: "rouge-code",
        }
    }
}

/// The classes and numbers of a table with a row for each line (`HTMLLineTable`).
#[derive(Clone, Debug)]
pub struct LineTable<'a> {
    /// The first line's number.
    pub start_line: i64,
    /// The class of the table.
    pub table_class: &'a str,
    /// The class of a number's cell.
    pub gutter_class: &'a str,
    /// The class of a line's cell.
    pub code_class: &'a str,
    /// The class of a row.
    pub line_class: &'a str,
    /// The id of a row; `%i` in it is the line's number.
    pub line_id: &'a str,
}

impl Default for LineTable<'_> {
    fn default() -> Self {
        LineTable {
            start_line: 1,
            table_class: "rouge-line-table",
            gutter_class: "rouge-gutter",
            code_class: "rouge-code",
            line_class: "lineno",
            line_id: "line-%i",
        }
    }
}

/// What Rouge's old formatter puts round spans, which is kramdown's way (`HTMLLegacy`).
#[derive(Clone, Debug)]
pub struct Legacy<'a> {
    /// The class of the `pre`.
    pub css_class: &'a str,
    /// The lines' numbers, if there are any.
    pub line_numbers: Option<Table<'a>>,
    /// Whether there is a `div` with a `pre` round it all.
    pub wrap: bool,
}

impl Default for Legacy<'_> {
    fn default() -> Self {
        Legacy {
            css_class: "codehilite",
            line_numbers: None,
            wrap: true,
        }
    }
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
    fn lines(&self) -> Vec<Vec<(Token, &str)>> {
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

    /// Spans by the line, each line in a `div` with the class `line-1` and so on (`HTMLLinewise`). The tag's name may
    /// be another; `%i` in the class is the line's number.
    pub fn html_linewise(&self, tag: &str, class: &str, out: &mut String) {
        for (number, line) in (1..).zip(self.lines()) {
            let class = numbered(class, number);
            out.push_str(&format!("<{tag} class=\"{class}\">"));
            write_spans(line.into_iter(), out);
            out.push_str(&format!("\n</{tag}>"));
        }
    }

    /// A table of two cells: the lines' numbers, and what `inner` prints of the code (`HTMLTable`).
    pub fn html_table(
        &self,
        table: &Table<'_>,
        inner: impl FnOnce(&Tokens, &mut String),
        out: &mut String,
    ) {
        let mut lines = self.text.matches('\n').count() as i64;
        let whole = self.text.ends_with('\n');
        if !whole {
            lines += 1;
        }
        let Table {
            table_class,
            gutter_class,
            code_class,
            ..
        } = table;
        out.push_str(&format!("<table class=\"{table_class}\"><tbody><tr>"));
        out.push_str(&format!(
            "<td class=\"{gutter_class} gl\"><pre class=\"lineno\">"
        ));
        for number in table.start_line..table.start_line.saturating_add(lines) {
            out.push_str(&numbered(table.line_format, number));
            out.push('\n');
        }
        out.push_str(&format!("</pre></td><td class=\"{code_class}\"><pre>"));
        inner(self, out);
        if !whole {
            out.push('\n');
        }
        out.push_str("</pre></td></tr></tbody></table>");
    }

    /// Spans as kramdown has them by default (`HTMLLegacy`).
    pub fn html_legacy(&self, legacy: &Legacy<'_>, out: &mut String) {
        if legacy.wrap {
            out.push_str(&format!(
                "<div class=\"highlight\"><pre class=\"{}\"><code>",
                legacy.css_class
            ));
        }
        match &legacy.line_numbers {
            Some(table) => self.html_table(table, Tokens::html, out),
            None => self.html(out),
        }
        if legacy.wrap {
            out.push_str("</code></pre></div>");
        }
    }

    /// A table with a row for each line (`HTMLLineTable`).
    pub fn html_line_table(&self, table: &LineTable<'_>, out: &mut String) {
        let LineTable {
            table_class,
            gutter_class,
            code_class,
            line_class,
            ..
        } = table;
        out.push_str(&format!("<table class=\"{table_class}\"><tbody>"));
        for (number, line) in (table.start_line..).zip(self.lines()) {
            let id = numbered(table.line_id, number);
            out.push_str(&format!(
                "<tr id=\"{id}\" class=\"{line_class}\"><td class=\"{gutter_class} gl\" "
            ));
            out.push_str("style=\"-moz-user-select: none;-ms-user-select: none;");
            out.push_str("-webkit-user-select: none;user-select: none;\">");
            out.push_str(&format!(
                "<pre>{number}</pre></td><td class=\"{code_class}\"><pre>"
            ));
            write_spans(line.into_iter(), out);
            out.push_str("\n</pre></td></tr>");
        }
        out.push_str("</tbody></table>");
    }
}

/// A format such as `line-%i` or `%03d` with its number, as Ruby's `sprintf` writes it.
fn numbered(format: &str, number: i64) -> String {
    let mut out = String::new();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let width = after.trim_start_matches(['-', '0', ' ']);
        let flags = &after[..after.len() - width.len()];
        let letter = width.trim_start_matches(|c: char| c.is_ascii_digit());
        let width = width[..width.len() - letter.len()].parse().unwrap_or(0);
        let field = match letter.chars().next() {
            Some('i' | 'd' | 'u') if flags.contains('-') => format!("{number:<width$}"),
            Some('i' | 'd' | 'u') if flags.contains('0') => format!("{number:0width$}"),
            Some('i' | 'd' | 'u') => format!("{number:width$}"),
            Some('%') => "%".to_string(),
            _ => {
                out.push('%');
                rest = after;
                continue;
            }
        };
        out.push_str(&field);
        rest = &letter[1..];
    }
    out.push_str(rest);
    out
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
    fn numbers_are_written_as_sprintf_does() {
        assert_eq!(numbered("line-%i", 7), "line-7");
        assert_eq!(numbered("%3d|%-3i|%03d|100%%", 7), "  7|7  |007|100%");
    }

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
