//! Code through a highlighter: who supplies the spans, and Rouge's wrappers round them as kramdown's
//! glue to Rouge puts them (`Kramdown::Converter::SyntaxHighlighter::Rouge`, `Rouge::Formatters::HTMLLegacy`).

use super::escape;
use super::options::{OptionError, OptionValue};
use super::sprintf::sprintf;
use std::borrow::Cow;

/// Whatever can colour code. kramdown asks for a lexer by name, and for that lexer's spans.
pub trait Highlighter: Send + Sync {
    /// Finds the lexer for a language as `Rouge::Lexer.find_fancy` does: the name may carry options
    /// (`php?start_inline=1`); where it is `guess` or absent, the source decides. `None` when there is no such lexer.
    fn lexer(&self, language: Option<&str>, source: &str) -> Option<Lexer>;

    /// Writes `source` as Rouge's HTML spans, without anything round them. A theme asks for inline styles.
    fn spans(&self, lexer: &Lexer, source: &str, theme: Option<&str>, out: &mut String);

    /// A formatter that Rouge does not have, by the name that `syntax_highlighter_opts: formatter` gives: what
    /// it makes of `html`, which is the code as `HTMLLegacy` prints it. `None` when there is no such formatter;
    /// kramdown then prints the spans alone.
    fn formatter(&self, name: &str, html: &str) -> Option<String> {
        let _ = (name, html);
        None
    }
}

/// A lexer that a [`Highlighter`] has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lexer {
    /// Rouge's tag of the lexer (`plaintext`, `ruby`), which need not be the name it was asked for by.
    pub tag: Cow<'static, str>,
    /// The name it was asked for by, options and all.
    pub language: String,
}

/// `syntax_highlighter_opts`, worked out for blocks and for spans.
#[derive(Clone, Debug)]
pub(crate) struct HighlighterOptions {
    /// Jekyll's `guess_lang`, which it writes over whatever the options say.
    pub(crate) guess: Option<bool>,
    pub(crate) block: RougeOptions,
    pub(crate) span: RougeOptions,
}

/// The options of one call to Rouge.
#[derive(Clone, Debug)]
pub(crate) struct RougeOptions {
    default_lang: Option<String>,
    guess_lang: bool,
    disable: bool,
    css_class: String,
    wrap: bool,
    /// The formatter's name, where it is none of Rouge's.
    formatter: Option<String>,
    line_numbers: bool,
    start_line: i64,
    line_format: String,
    table_class: String,
    gutter_class: String,
    code_class: String,
    theme: Option<String>,
}

impl Default for RougeOptions {
    fn default() -> Self {
        RougeOptions {
            default_lang: None,
            guess_lang: false,
            disable: false,
            css_class: "highlight".to_string(),
            wrap: true,
            formatter: None,
            line_numbers: false,
            start_line: 1,
            line_format: "%i".to_string(),
            table_class: "rouge-table".to_string(),
            gutter_class: "rouge-gutter".to_string(),
            code_class: "rouge-code".to_string(),
            theme: None,
        }
    }
}

impl Default for HighlighterOptions {
    fn default() -> Self {
        let block = RougeOptions::default();
        // A span is never wrapped in blocks.
        let span = RougeOptions {
            wrap: false,
            ..RougeOptions::default()
        };
        HighlighterOptions {
            guess: None,
            block,
            span,
        }
    }
}

impl HighlighterOptions {
    pub(crate) fn parse(
        pairs: &[(String, OptionValue<'_>)],
    ) -> Result<HighlighterOptions, OptionError> {
        let mut options = HighlighterOptions::default();
        let mut both = RougeOptions::default();
        both.read(pairs)?;
        options.block = both.clone();
        options.span = both;
        for (key, value) in pairs {
            if let OptionValue::Map(inner) = value {
                match key.trim_start_matches(':') {
                    "block" => options.block.read(inner)?,
                    "span" => options.span.read(inner)?,
                    _ => {}
                }
            }
        }
        options.span.wrap = false;
        Ok(options)
    }

    /// Jekyll fills in a default language, and its own `guess_lang`.
    pub(crate) fn complete_for_jekyll(&mut self) {
        let guess = *self.guess.get_or_insert(true);
        self.span.wrap = false;
        for options in [&mut self.block, &mut self.span] {
            options
                .default_lang
                .get_or_insert_with(|| "plaintext".to_string());
            options.guess_lang = guess;
        }
    }

    pub(crate) fn set_guess(&mut self, guess: bool) {
        self.guess = Some(guess);
        self.block.guess_lang = guess;
        self.span.guess_lang = guess;
    }
}

impl RougeOptions {
    fn read(&mut self, pairs: &[(String, OptionValue<'_>)]) -> Result<(), OptionError> {
        for (key, value) in pairs {
            match key.trim_start_matches(':') {
                "default_lang" => self.default_lang = value.truthy().then(|| value.to_s()),
                "guess_lang" => self.guess_lang = value.truthy(),
                "disable" => self.disable = value.truthy(),
                "css_class" if value.truthy() => self.css_class = value.to_s(),
                "wrap" => self.wrap = value.truthy(),
                "line_numbers" => self.line_numbers = value.truthy(),
                "start_line" => self.start_line = value.to_s().trim().parse().unwrap_or(1),
                "line_format" => self.line_format = value.to_s(),
                "table_class" => self.table_class = value.to_s(),
                "gutter_class" => self.gutter_class = value.to_s(),
                "code_class" => self.code_class = value.to_s(),
                "inline_theme" => self.theme = value.truthy().then(|| value.to_s()),
                "formatter" => {
                    let name = value.to_s();
                    self.formatter = is_foreign(&name)?.then_some(name);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether a formatter is none of Rouge's. Names that are no constant mean kramdown's usual one.
fn is_foreign(formatter: &str) -> Result<bool, OptionError> {
    let constant = formatter.starts_with(|c: char| c.is_ascii_uppercase())
        && formatter
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '_');
    match formatter {
        "HTMLLegacy" => Ok(false),
        "HTML" => Ok(true),
        "HTMLInline"
        | "HTMLLineHighlighter"
        | "HTMLLineTable"
        | "HTMLLinewise"
        | "HTMLPygments"
        | "HTMLTable"
        | "Null"
        | "Terminal256"
        | "TerminalTruecolor"
        | "Tex" => Err(OptionError::Unsupported(format!(
            "syntax_highlighter_opts: formatter: {formatter}"
        ))),
        _ => Ok(constant),
    }
}

/// Writes `code` highlighted, wrappers and all. Gives the default language, which the class of the element
/// falls back to, or `None` when the code is to be printed plainly.
pub(crate) fn highlight<'o>(
    options: &'o RougeOptions,
    highlighter: Option<&dyn Highlighter>,
    code: &str,
    language: Option<&str>,
    out: &mut String,
) -> Option<Option<&'o str>> {
    let default = options.default_lang.as_deref();
    let asked = language.or(default);
    if options.disable || (asked.is_none() && !options.guess_lang) {
        return None;
    }
    let lexer = match highlighter {
        Some(highlighter) => highlighter.lexer(asked, code)?,
        None => Lexer {
            tag: Cow::Owned(asked.unwrap_or("plaintext").to_string()),
            language: asked.unwrap_or("plaintext").to_string(),
        },
    };
    if lexer.tag == "plaintext" && !options.guess_lang {
        return None;
    }
    let code = Code {
        options,
        highlighter,
        lexer: &lexer,
        text: code,
    };
    match &options.formatter {
        None => code.legacy(out),
        Some(name) => {
            match highlighter.and_then(|found| found.formatter(name, &code.as_legacy())) {
                Some(html) => out.push_str(&html),
                None => code.spans(out),
            }
        }
    }
    Some(default)
}

/// Code on its way through a formatter.
struct Code<'c> {
    options: &'c RougeOptions,
    highlighter: Option<&'c dyn Highlighter>,
    lexer: &'c Lexer,
    text: &'c str,
}

impl Code<'_> {
    fn as_legacy(&self) -> String {
        let mut html = String::new();
        self.legacy(&mut html);
        html
    }

    /// Spans, in a table with line numbers and in a block as the options say.
    fn legacy(&self, out: &mut String) {
        if self.options.wrap {
            out.push_str("<div class=\"highlight\"><pre class=\"");
            out.push_str(&self.options.css_class);
            out.push_str("\"><code>");
        }
        if self.options.line_numbers {
            self.table(out);
        } else {
            self.spans(out);
        }
        if self.options.wrap {
            out.push_str("</code></pre></div>");
        }
    }

    fn spans(&self, out: &mut String) {
        match self.highlighter {
            Some(highlighter) => {
                highlighter.spans(self.lexer, self.text, self.options.theme.as_deref(), out)
            }
            None => escape::all(self.text, out),
        }
    }

    /// The code beside its line numbers, in a table (`Rouge::Formatters::HTMLTable`).
    fn table(&self, out: &mut String) {
        let options = self.options;
        let ended = self.text.ends_with('\n');
        let lines = self.text.bytes().filter(|&b| b == b'\n').count() as i64 + i64::from(!ended);
        out.push_str("<table class=\"");
        out.push_str(&options.table_class);
        out.push_str("\"><tbody><tr><td class=\"");
        out.push_str(&options.gutter_class);
        out.push_str(" gl\"><pre class=\"lineno\">");
        for line in 0..lines {
            // A format that Ruby refuses prints what came before.
            let number = options.start_line.saturating_add(line);
            drop(sprintf(&options.line_format, number, out));
            out.push('\n');
        }
        out.push_str("</pre></td><td class=\"");
        out.push_str(&options.code_class);
        out.push_str("\"><pre>");
        self.spans(out);
        if !ended {
            out.push('\n');
        }
        out.push_str("</pre></td></tr></tbody></table>");
    }
}
