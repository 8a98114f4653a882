//! Code through a highlighter: who supplies the spans, and Rouge's wrappers round them as kramdown's
//! glue to Rouge puts them (`Kramdown::Converter::SyntaxHighlighter::Rouge`, `Rouge::Formatters::HTMLLegacy`).

use super::Raised;
use super::escape;
use super::options::OptionValue;
use crate::text::sprintf;
use std::borrow::Cow;

/// Whatever can colour code. kramdown asks for a lexer by name, and for that lexer's spans.
pub trait Highlighter: Send + Sync {
    /// Finds the lexer for a language as `Rouge::Lexer.find_fancy` does: the name may carry options
    /// (`php?start_inline=1`); where it is `guess` or absent, the source decides. `None` when there is no such lexer.
    ///
    /// # Errors
    /// Where Rouge raises: more than one language is as likely, an option cannot be read.
    fn lexer(&self, language: Option<&str>, source: &str) -> Result<Option<Lexer>, Raised>;

    /// Writes `source` as one of Rouge's formatters does, without anything round it.
    ///
    /// # Errors
    /// Where Rouge raises: a theme that there is not, and what lexers stumble over.
    fn format(
        &self,
        lexer: &Lexer,
        source: &str,
        formatter: Formatter<'_>,
        out: &mut String,
    ) -> Result<(), Raised>;

    /// A formatter that Rouge does not have, by the name that `syntax_highlighter_opts: formatter` gives: what
    /// it makes of `html`, which is the code as `HTMLLegacy` prints it. `None` when there is no such formatter;
    /// kramdown then prints the spans alone.
    fn formatter(&self, name: &str, html: &str) -> Option<String> {
        let _ = (name, html);
        None
    }
}

/// The formatters of Rouge that put nothing round code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formatter<'o> {
    /// Spans with classes (`HTML`).
    Html,
    /// Spans with the styles of the theme of this name (`HTMLInline`).
    Inline(&'o str),
    /// The names of tokens and their text (`Null`).
    Null,
    /// Commands of TeX that begin with this (`Tex`).
    Tex(&'o str),
    /// The colours of a terminal that has 256 (`Terminal256`).
    Terminal256,
    /// All colours of a terminal (`TerminalTruecolor`).
    TerminalTruecolor,
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
    /// Jekyll's `guess_lang`, which it writes over what the options say; `None` without Jekyll.
    guess: Option<OptionValue<'static>>,
    given: Pairs,
    pub(crate) block: RougeOptions,
    pub(crate) span: RougeOptions,
}

/// A Hash of options, in its order.
type Pairs = Vec<(String, OptionValue<'static>)>;

/// The options of one call to Rouge.
#[derive(Clone, Debug)]
pub(crate) struct RougeOptions {
    /// All that is given, which messages show.
    given: Pairs,
    default_lang: Option<String>,
    guess_lang: bool,
    disable: bool,
    css_class: String,
    wrap: bool,
    line_numbers: bool,
    start_line: OptionValue<'static>,
    line_format: String,
    table_class: String,
    gutter_class: String,
    code_class: String,
}

impl HighlighterOptions {
    /// kramdown's own: no language by default.
    pub(crate) fn kramdown() -> HighlighterOptions {
        HighlighterOptions::new(Vec::new(), None)
    }

    /// The options given in place of these.
    pub(crate) fn given(
        &self,
        pairs: &[(String, OptionValue<'_>)],
        jekyll: bool,
    ) -> HighlighterOptions {
        let given = with_symbols(pairs);
        HighlighterOptions::new(given, self.guess.clone().filter(|_| jekyll))
    }

    /// Jekyll's `guess_lang`.
    pub(crate) fn guessing(&self, guess: &OptionValue<'_>) -> HighlighterOptions {
        HighlighterOptions::new(self.given.clone(), Some(guess.to_owned_value()))
    }

    fn new(given: Pairs, guess: Option<OptionValue<'static>>) -> HighlighterOptions {
        let mut both = given.clone();
        if let Some(guess) = &guess {
            // Jekyll fills in a default language, and its own `guess_lang`.
            if !truthy(&both, "default_lang") {
                put(
                    &mut both,
                    "default_lang",
                    OptionValue::Str("plaintext".into()),
                );
            }
            put(&mut both, "guess_lang", guess.clone());
        }
        let mut apart = |name: &str| {
            let at = both.iter().position(|(key, _)| key == name);
            match at.map(|at| both.remove(at)) {
                Some((_, OptionValue::Map(pairs))) => with_symbols(&pairs),
                _ => Vec::new(),
            }
        };
        let (own_of_span, own_of_block) = (apart("span"), apart("block"));
        let mut span = merged(&both, own_of_span);
        // A span is never wrapped in blocks.
        put(&mut span, "wrap", OptionValue::Bool(false));
        HighlighterOptions {
            guess,
            given,
            block: RougeOptions::new(merged(&both, own_of_block)),
            span: RougeOptions::new(span),
        }
    }
}

/// kramdown takes these keys for symbols.
fn with_symbols(pairs: &[(String, OptionValue<'_>)]) -> Pairs {
    let mut turned = Pairs::new();
    for (key, value) in pairs {
        let key = OptionValue::Str(key.as_str().into()).symbol();
        put(
            &mut turned,
            &key.unwrap_or_default(),
            value.to_owned_value(),
        );
    }
    turned
}

fn merged(pairs: &Pairs, over: Pairs) -> Pairs {
    let mut merged = pairs.clone();
    for (key, value) in over {
        put(&mut merged, &key, value);
    }
    merged
}

/// Sets a key, which keeps its place where it has one.
fn put(pairs: &mut Pairs, key: &str, value: OptionValue<'static>) {
    match pairs.iter_mut().find(|(name, _)| name == key) {
        Some(pair) => pair.1 = value,
        None => pairs.push((key.to_string(), value)),
    }
}

fn get<'p>(pairs: &'p Pairs, key: &str) -> Option<&'p OptionValue<'static>> {
    pairs
        .iter()
        .find(|(name, _)| name == key)
        .map(|(_, value)| value)
}

fn truthy(pairs: &Pairs, key: &str) -> bool {
    get(pairs, key).is_some_and(OptionValue::truthy)
}

impl RougeOptions {
    fn new(mut given: Pairs) -> RougeOptions {
        if !truthy(&given, "css_class") {
            put(
                &mut given,
                "css_class",
                OptionValue::Str("highlight".into()),
            );
        }
        let text = |key, default: &str| {
            get(&given, key).map_or_else(|| default.to_string(), OptionValue::to_s)
        };
        RougeOptions {
            default_lang: truthy(&given, "default_lang").then(|| text("default_lang", "")),
            guess_lang: truthy(&given, "guess_lang"),
            disable: truthy(&given, "disable"),
            css_class: text("css_class", ""),
            wrap: get(&given, "wrap").is_none_or(OptionValue::truthy),
            line_numbers: truthy(&given, "line_numbers"),
            start_line: get(&given, "start_line")
                .cloned()
                .unwrap_or(OptionValue::Int(1)),
            line_format: text("line_format", "%i"),
            table_class: text("table_class", "rouge-table"),
            gutter_class: text("gutter_class", "rouge-gutter"),
            code_class: text("code_class", "rouge-code"),
            given,
        }
    }

    /// The name of the formatter, where it could be one of Rouge's.
    fn formatter(&self) -> Option<&str> {
        match get(&self.given, "formatter") {
            Some(OptionValue::Str(name)) if is_constant(name) => Some(name),
            _ => None,
        }
    }

    /// What spans are printed by: classes, or the styles of a theme.
    fn spans(&self) -> Result<Formatter<'_>, Raised> {
        match get(&self.given, "inline_theme") {
            Some(OptionValue::Str(theme)) => Ok(Formatter::Inline(theme)),
            Some(theme) if theme.truthy() => {
                let shown = theme.inspect();
                Err(Raised::argument_error(format!("invalid theme: {shown}")))
            }
            _ => Ok(Formatter::Html),
        }
    }

    /// The options as Ruby shows a Hash.
    fn inspect(&self) -> String {
        let pair = |(key, value): &(String, OptionValue<'_>)| match key {
            key if is_word(key) => format!(":{key}=>{}", value.inspect()),
            key => format!(":{key:?}=>{}", value.inspect()),
        };
        let pairs: Vec<String> = self.given.iter().map(pair).collect();
        format!("{{{}}}", pairs.join(", "))
    }

    /// Ruby's answer where a formatter takes the options for another formatter: `format`, which every object has for
    /// itself alone, or `stream`.
    fn called(&self, method: &str) -> Raised {
        let shown = self.inspect();
        Raised {
            class: "NoMethodError",
            message: Cow::Owned(match method {
                "format" => format!("private method `format' called for {shown}:Hash"),
                method => {
                    format!("undefined method `{method}' for {shown}:Hash\nDid you mean?  store")
                }
            }),
        }
    }
}

fn is_constant(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && is_word(name)
}

fn is_word(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// Writes `code` highlighted, wrappers and all. Gives the default language, which the class of the element
/// falls back to, or `None` when the code is to be printed plainly.
pub(crate) fn highlight<'o>(
    options: &'o RougeOptions,
    highlighter: Option<&dyn Highlighter>,
    code: &str,
    language: Option<&str>,
    out: &mut String,
) -> Result<Option<Option<&'o str>>, Raised> {
    let default = options.default_lang.as_deref();
    let asked = language.or(default);
    if options.disable || (asked.is_none() && !options.guess_lang) {
        return Ok(None);
    }
    let lexer = match highlighter {
        Some(highlighter) => match highlighter.lexer(asked, code)? {
            Some(lexer) => lexer,
            None => return Ok(None),
        },
        None => Lexer {
            tag: Cow::Owned(asked.unwrap_or("plaintext").to_string()),
            language: asked.unwrap_or("plaintext").to_string(),
        },
    };
    if lexer.tag == "plaintext" && !options.guess_lang {
        return Ok(None);
    }
    let code = Code {
        options,
        highlighter,
        lexer: &lexer,
        text: code,
    };
    match options.formatter() {
        None => code.legacy(out)?,
        Some(name) => code.by_name(name, out)?,
    }
    Ok(Some(default))
}

/// Code on its way through a formatter.
struct Code<'c> {
    options: &'c RougeOptions,
    highlighter: Option<&'c dyn Highlighter>,
    lexer: &'c Lexer,
    text: &'c str,
}

impl Code<'_> {
    /// By the formatter of this name. Many want another formatter in place of options, and have none.
    fn by_name(&self, name: &str, out: &mut String) -> Result<(), Raised> {
        let options = self.options;
        match name {
            "HTMLLegacy" => self.legacy(out),
            "HTML" => self.format(Formatter::Html, out),
            "Null" => self.format(Formatter::Null, out),
            "Tex" => match get(&options.given, "prefix") {
                Some(prefix) => self.format(Formatter::Tex(&prefix.to_s()), out),
                None => self.format(Formatter::Tex("RG"), out),
            },
            "Terminal256" => self.in_terminal(Formatter::Terminal256, out),
            "TerminalTruecolor" => self.in_terminal(Formatter::TerminalTruecolor, out),
            "HTMLInline" => {
                let shown = options.inspect();
                Err(Raised::argument_error(format!("invalid theme: {shown}")))
            }
            "HTMLPygments" => Err(options.called("stream")),
            "HTMLTable" => Err(options.called("format")),
            "HTMLLineHighlighter" | "HTMLLinewise" if self.text.is_empty() => Ok(()),
            "HTMLLineHighlighter" => Err(options.called("format")),
            "HTMLLinewise" => Err(options.called("stream")),
            "HTMLLineTable" if self.text.is_empty() => {
                out.push_str("<table class=\"rouge-line-table\"><tbody></tbody></table>");
                Ok(())
            }
            "HTMLLineTable" => Err(options.called("stream")),
            name => {
                let mut html = String::new();
                self.legacy(&mut html)?;
                match self
                    .highlighter
                    .and_then(|found| found.formatter(name, &html))
                {
                    Some(html) => {
                        out.push_str(&html);
                        Ok(())
                    }
                    None => self.format(Formatter::Html, out),
                }
            }
        }
    }

    /// In the colours of a terminal, which come from a theme of Rouge's that options cannot name.
    fn in_terminal(&self, formatter: Formatter<'_>, out: &mut String) -> Result<(), Raised> {
        match get(&self.options.given, "theme") {
            Some(theme) if theme.truthy() && !self.text.is_empty() => Err(Raised {
                class: "NoMethodError",
                message: Cow::Owned(format!(
                    "undefined method `get_own_style' for {}",
                    theme.described()
                )),
            }),
            _ => self.format(formatter, out),
        }
    }

    /// Spans, in a table with line numbers and in a block as the options say.
    fn legacy(&self, out: &mut String) -> Result<(), Raised> {
        let spans = self.options.spans()?;
        if self.options.wrap {
            out.push_str("<div class=\"highlight\"><pre class=\"");
            out.push_str(&self.options.css_class);
            out.push_str("\"><code>");
        }
        if self.options.line_numbers {
            self.table(spans, out)?;
        } else {
            self.format(spans, out)?;
        }
        if self.options.wrap {
            out.push_str("</code></pre></div>");
        }
        Ok(())
    }

    fn format(&self, formatter: Formatter<'_>, out: &mut String) -> Result<(), Raised> {
        match self.highlighter {
            Some(highlighter) => highlighter.format(self.lexer, self.text, formatter, out),
            None => {
                escape::all(self.text, out);
                Ok(())
            }
        }
    }

    /// The code beside its line numbers, in a table (`Rouge::Formatters::HTMLTable`).
    fn table(&self, spans: Formatter<'_>, out: &mut String) -> Result<(), Raised> {
        let options = self.options;
        let ended = self.text.ends_with('\n');
        let lines = self.text.bytes().filter(|&b| b == b'\n').count() as i64 + i64::from(!ended);
        let first = number_of_line(&options.start_line)?;
        out.push_str("<table class=\"");
        out.push_str(&options.table_class);
        out.push_str("\"><tbody><tr><td class=\"");
        out.push_str(&options.gutter_class);
        out.push_str(" gl\"><pre class=\"lineno\">");
        for line in 0..lines {
            let number = first.saturating_add(line);
            sprintf(&options.line_format, number, out).map_err(Raised::argument_error)?;
            out.push('\n');
        }
        out.push_str("</pre></td><td class=\"");
        out.push_str(&options.code_class);
        out.push_str("\"><pre>");
        self.format(spans, out)?;
        if !ended {
            out.push('\n');
        }
        out.push_str("</pre></td></tr></tbody></table>");
        Ok(())
    }
}

/// `start_line` as the first of a range of numbers.
///
/// # Errors
/// Ruby's, of what cannot be added to or counted on from.
fn number_of_line(start: &OptionValue<'_>) -> Result<i64, Raised> {
    let (class, message) = match start {
        OptionValue::Int(number) => return Ok(*number),
        OptionValue::Float(_) => ("TypeError", "can't iterate from Float".to_string()),
        OptionValue::Str(_) | OptionValue::List(_) => (
            "TypeError",
            format!("no implicit conversion of Integer into {}", start.class()),
        ),
        OptionValue::Nil | OptionValue::Bool(_) | OptionValue::Map(_) => (
            "NoMethodError",
            format!("undefined method `+' for {}", start.described()),
        ),
    };
    Err(Raised {
        class,
        message: Cow::Owned(message),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kramdown::{Options, to_html};

    /// A formatter of one's own, as kramdown's test suite defines one (testcases/block/06_codeblock/rouge/multiple).
    struct Custom;

    impl Highlighter for Custom {
        fn lexer(&self, language: Option<&str>, _source: &str) -> Result<Option<Lexer>, Raised> {
            Ok(language.map(|language| Lexer {
                tag: Cow::Owned(language.to_string()),
                language: language.to_string(),
            }))
        }

        fn format(
            &self,
            _lexer: &Lexer,
            source: &str,
            _formatter: Formatter<'_>,
            out: &mut String,
        ) -> Result<(), Raised> {
            out.push_str(source);
            Ok(())
        }

        fn formatter(&self, name: &str, html: &str) -> Option<String> {
            (name == "RougeHTMLFormatters")
                .then(|| format!("<div class=\"custom-class\">{html}</div>"))
        }
    }

    #[test]
    fn a_formatter_that_rouge_does_not_have() {
        let mut options = Options::kramdown();
        let opts = [("formatter".to_string(), "RougeHTMLFormatters")]
            .map(|(key, value)| (key, OptionValue::Str(value.into())));
        options
            .set("syntax_highlighter_opts", OptionValue::Map(opts.to_vec()))
            .unwrap();
        let html = to_html("~~~ ruby\nputs 1\n~~~\n", &options, Some(&Custom)).unwrap();
        assert_eq!(
            html.html,
            "<div class=\"language-ruby highlighter-rouge\"><div class=\"custom-class\"><div class=\"highlight\">\
             <pre class=\"highlight\"><code>puts 1\n</code></pre></div></div></div>\n"
        );
    }
}
