//! kramdown's options as far as they reach HTML, read from configuration values as kramdown reads them.
//! `Options::set` takes one by name, the defaults are kramdown's own or Jekyll's.

use super::entities;
use super::highlighter::HighlighterOptions;
use std::borrow::Cow;
use std::fmt;

/// A value for an option, as YAML or a caller holds it.
#[derive(Clone, Debug, PartialEq)]
pub enum OptionValue<'a> {
    /// `nil`.
    Nil,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number with decimals.
    Float(f64),
    /// Text; symbols come as text too.
    Str(Cow<'a, str>),
    /// An array.
    List(Vec<OptionValue<'a>>),
    /// A hash, in its order.
    Map(Vec<(String, OptionValue<'a>)>),
}

impl OptionValue<'_> {
    /// Ruby's `to_s`, for the values that stand where text is asked for.
    pub(crate) fn to_s(&self) -> String {
        match self {
            OptionValue::Nil => String::new(),
            OptionValue::Bool(value) => value.to_string(),
            OptionValue::Int(value) => value.to_string(),
            OptionValue::Float(value) => format!("{value:?}"),
            OptionValue::Str(value) => value.to_string(),
            OptionValue::List(_) | OptionValue::Map(_) => self.inspect(),
        }
    }

    pub(crate) fn inspect(&self) -> String {
        match self {
            OptionValue::Nil => "nil".to_string(),
            OptionValue::Str(value) => format!("{value:?}"),
            OptionValue::List(items) => {
                let items: Vec<String> = items.iter().map(OptionValue::inspect).collect();
                format!("[{}]", items.join(", "))
            }
            OptionValue::Map(pairs) => {
                let pairs: Vec<String> = pairs
                    .iter()
                    .map(|(key, value)| format!("{key:?}=>{}", value.inspect()))
                    .collect();
                format!("{{{}}}", pairs.join(", "))
            }
            plain => plain.to_s(),
        }
    }

    pub(crate) fn truthy(&self) -> bool {
        !matches!(self, OptionValue::Nil | OptionValue::Bool(false))
    }

    /// How a message shows the value as the receiver of a method.
    pub(crate) fn described(&self) -> String {
        format!("{}:{}", self.inspect(), self.class())
    }

    /// The value with a text of its own.
    pub(crate) fn to_owned_value(&self) -> OptionValue<'static> {
        match self {
            OptionValue::Nil => OptionValue::Nil,
            OptionValue::Bool(value) => OptionValue::Bool(*value),
            OptionValue::Int(value) => OptionValue::Int(*value),
            OptionValue::Float(value) => OptionValue::Float(*value),
            OptionValue::Str(text) => OptionValue::Str(Cow::Owned(text.to_string())),
            OptionValue::List(items) => {
                OptionValue::List(items.iter().map(OptionValue::to_owned_value).collect())
            }
            OptionValue::Map(pairs) => {
                let owned = |(key, value): &(String, OptionValue<'_>)| {
                    (key.clone(), value.to_owned_value())
                };
                OptionValue::Map(pairs.iter().map(owned).collect())
            }
        }
    }

    /// The name of its Ruby class.
    pub(crate) fn class(&self) -> &'static str {
        match self {
            OptionValue::Nil => "NilClass",
            OptionValue::Bool(true) => "TrueClass",
            OptionValue::Bool(false) => "FalseClass",
            OptionValue::Int(_) => "Integer",
            OptionValue::Float(_) => "Float",
            OptionValue::Str(_) => "String",
            OptionValue::List(_) => "Array",
            OptionValue::Map(_) => "Hash",
        }
    }

    /// kramdown's `str_to_sym`: without a leading colon, and nothing for `nil` and empty text.
    pub(crate) fn symbol(&self) -> Option<String> {
        let text = self.to_s();
        let text = super::scan::strip(&text);
        let text = text.strip_prefix(':').unwrap_or(text);
        (!text.is_empty() && text != "nil").then(|| text.to_string())
    }
}

/// Why an option could not be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionError {
    /// kramdown has no option of this name; it would be kept and never looked at.
    Unknown(String),
    /// kramdown has the option, and this program cannot do what it asks for.
    Unsupported(String),
    /// The value is none that kramdown takes; the text is kramdown's own.
    Invalid(String),
}

impl fmt::Display for OptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OptionError::Unknown(name) => write!(f, "Unknown kramdown option '{name}'"),
            OptionError::Unsupported(name) => {
                write!(f, "kramdown option '{name}' is not supported")
            }
            OptionError::Invalid(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for OptionError {}

/// Which of kramdown's parsers reads the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Input {
    Kramdown,
    Gfm,
    Markdown,
    SmartyPants,
}

/// How character references are printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EntityOutput {
    AsChar,
    AsInput,
    Symbolic,
    Numeric,
}

/// What a smart quote is printed as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Quote {
    /// A named or numbered entity.
    Known {
        code_point: u32,
        name: Option<&'static str>,
    },
    /// Nothing that kramdown knows; it says so when it comes to print it.
    Unknown(String),
}

/// The typographic symbols, in the order of `Options::typographic_symbols`.
pub(crate) const SYMBOLS: [&str; 7] = [
    "mdash",
    "ndash",
    "hellip",
    "laquo_space",
    "raquo_space",
    "laquo",
    "raquo",
];

/// Where a predefined link leads: address and title.
pub(crate) type LinkTarget = (Option<String>, Option<String>);

/// kramdown's options that reach HTML.
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) jekyll: bool,
    pub(crate) input: Input,
    pub(crate) auto_ids: bool,
    pub(crate) auto_id_stripping: bool,
    pub(crate) auto_id_prefix: String,
    pub(crate) transliterated_header_ids: bool,
    pub(crate) header_links: bool,
    pub(crate) parse_block_html: bool,
    pub(crate) parse_span_html: bool,
    pub(crate) html_to_native: bool,
    pub(crate) link_defs: Vec<(String, LinkTarget)>,
    pub(crate) footnote_nr: i64,
    pub(crate) entity_output: EntityOutput,
    pub(crate) us_ascii: bool,
    pub(crate) toc_levels: Vec<i64>,
    pub(crate) smart_quotes: [Quote; 4],
    pub(crate) typographic_symbols: [Option<String>; 7],
    pub(crate) header_offset: i64,
    pub(crate) syntax_highlighter: Option<String>,
    pub(crate) highlighter: HighlighterOptions,
    pub(crate) math_engine: Option<String>,
    pub(crate) footnote_backlink: String,
    pub(crate) footnote_backlink_inline: bool,
    pub(crate) footnote_prefix: String,
    pub(crate) footnote_link_text: String,
    pub(crate) remove_line_breaks_for_cjk: bool,
    pub(crate) forbidden_inline_options: Vec<String>,
    pub(crate) hard_wrap: bool,
    pub(crate) paragraph_end_quirk: bool,
    pub(crate) no_auto_typographic: bool,
    pub(crate) show_warnings: bool,
}

impl Options {
    /// kramdown's own defaults: its own input, Rouge without a default language, no warnings collected.
    pub fn kramdown() -> Options {
        let quote = |code_point, name| Quote::Known {
            code_point,
            name: Some(name),
        };
        Options {
            jekyll: false,
            input: Input::Kramdown,
            auto_ids: true,
            auto_id_stripping: false,
            auto_id_prefix: String::new(),
            transliterated_header_ids: false,
            header_links: false,
            parse_block_html: false,
            parse_span_html: true,
            html_to_native: false,
            link_defs: Vec::new(),
            footnote_nr: 1,
            entity_output: EntityOutput::AsChar,
            us_ascii: false,
            toc_levels: (1..=6).collect(),
            smart_quotes: [
                quote(0x2018, "lsquo"),
                quote(0x2019, "rsquo"),
                quote(0x201c, "ldquo"),
                quote(0x201d, "rdquo"),
            ],
            typographic_symbols: Default::default(),
            header_offset: 0,
            syntax_highlighter: Some("rouge".to_string()),
            highlighter: HighlighterOptions::kramdown(),
            math_engine: Some("mathjax".to_string()),
            footnote_backlink: "&#8617;".to_string(),
            footnote_backlink_inline: false,
            footnote_prefix: String::new(),
            footnote_link_text: "%s".to_string(),
            remove_line_breaks_for_cjk: false,
            forbidden_inline_options: vec!["template".to_string()],
            hard_wrap: true,
            paragraph_end_quirk: true,
            no_auto_typographic: false,
            show_warnings: false,
        }
    }

    /// What Jekyll 4.4.1 hands to kramdown by default: GFM without hard wraps, Rouge that takes text
    /// without a language for plain text (`Jekyll::Configuration::DEFAULTS`, `KramdownParser#setup`).
    pub fn jekyll() -> Options {
        let mut options = Options::kramdown();
        options.jekyll = true;
        options.input = Input::Gfm;
        options.hard_wrap = false;
        options.highlighter = options.highlighter.guessing(&OptionValue::Bool(true));
        options
    }

    /// The same options for Jekyll's SmartyPants converter (the `smartify` filter).
    pub fn for_smartypants(&self) -> Options {
        Options {
            input: Input::SmartyPants,
            ..self.clone()
        }
    }

    /// The same options for text that Ruby holds as US-ASCII, though it writes UTF-8: what is not ASCII is printed as
    /// entities, named where the text named them, else numbered.
    pub fn for_us_ascii(&self) -> Options {
        Options {
            us_ascii: true,
            ..self.clone()
        }
    }

    /// Sets the option `name`, as `Kramdown::Options.parse` and `Jekyll::Converters::Markdown` read it.
    ///
    /// An unknown name, an option that cannot be supported and a value that kramdown refuses are errors;
    /// the options are then as before. Options that only other converters than HTML look at are taken and
    /// change nothing, as in kramdown.
    pub fn set(&mut self, name: &str, value: OptionValue<'_>) -> Result<(), OptionError> {
        match name {
            "input" => self.input = input(&value)?,
            "auto_ids" => self.auto_ids = boolean(&value),
            "auto_id_stripping" => self.auto_id_stripping = boolean(&value),
            "auto_id_prefix" => self.auto_id_prefix = value.to_s(),
            "header_links" => self.header_links = boolean(&value),
            "parse_block_html" => self.parse_block_html = boolean(&value),
            "parse_span_html" => self.parse_span_html = boolean(&value),
            "html_to_native" => self.html_to_native = boolean(&value),
            "link_defs" => self.link_defs = link_defs(&value)?,
            "footnote_nr" => self.footnote_nr = integer(name, &value)?,
            "entity_output" => self.entity_output = entity_output(&value),
            "toc_levels" => self.toc_levels = toc_levels(&value)?,
            "smart_quotes" => self.smart_quotes = smart_quotes(&value)?,
            "typographic_symbols" => self.typographic_symbols = typographic_symbols(&value)?,
            "header_offset" => self.header_offset = integer(name, &value)?,
            "syntax_highlighter" => self.set_highlighter(&value)?,
            "syntax_highlighter_opts" => {
                let pairs = hash(name, &value)?;
                self.highlighter = self.highlighter.given(&pairs, self.jekyll);
            }
            "guess_lang" if self.jekyll => self.highlighter = self.highlighter.guessing(&value),
            "math_engine" => self.math_engine = value.symbol(),
            "math_engine_opts" => drop(hash(name, &value)?),
            "footnote_backlink" => self.footnote_backlink = value.to_s(),
            "footnote_backlink_inline" => self.footnote_backlink_inline = boolean(&value),
            "footnote_prefix" => self.footnote_prefix = value.to_s(),
            "footnote_link_text" => self.footnote_link_text = footnote_link_text(&value)?,
            "remove_line_breaks_for_cjk" => self.remove_line_breaks_for_cjk = boolean(&value),
            "forbidden_inline_options" => {
                self.forbidden_inline_options = forbidden_inline_options(&value)?;
            }
            "hard_wrap" => self.hard_wrap = boolean(&value),
            "gfm_quirks" => {
                let quirks = names(name, &value)?;
                self.paragraph_end_quirk = quirks.iter().any(|quirk| quirk == "paragraph_end");
                self.no_auto_typographic =
                    quirks.iter().any(|quirk| quirk == "no_auto_typographic");
            }
            "show_warnings" => self.show_warnings = value.truthy(),
            "template" if value.to_s().is_empty() => {}
            "transliterated_header_ids" => self.transliterated_header_ids = boolean(&value),
            "template" => {
                return Err(OptionError::Unsupported(name.to_string()));
            }
            // Other converters than the one to HTML look at these.
            "remove_block_html_tags" | "remove_span_html_tags" => {}
            "line_width" | "list_indent" => drop(integer(name, &value)?),
            "latex_headers" => {
                if list(name, &value)?.len() != 6 {
                    return Err(wrong_count(name, 6));
                }
            }
            _ => return Err(OptionError::Unknown(name.to_string())),
        }
        Ok(())
    }

    /// Sets an option from inside a document, where Jekyll completes nothing.
    pub(crate) fn set_inline(
        &mut self,
        name: &str,
        value: OptionValue<'_>,
    ) -> Result<(), OptionError> {
        let jekyll = std::mem::replace(&mut self.jekyll, false);
        let result = self.set(name, value);
        self.jekyll = jekyll;
        result
    }

    /// Whether kramdown knows an option of this name. Those of the GFM parser are not there
    /// where Jekyll loads another.
    pub(crate) fn knows(&self, name: &str) -> bool {
        let of_gfm = matches!(name, "hard_wrap" | "gfm_quirks");
        (!of_gfm || !self.jekyll || self.input == Input::Gfm)
            && name != "input"
            && name != "show_warnings"
            && !matches!(
                Options::kramdown().set(name, OptionValue::Nil),
                Err(OptionError::Unknown(_))
            )
    }

    fn set_highlighter(&mut self, value: &OptionValue<'_>) -> Result<(), OptionError> {
        if self.jekyll && !value.truthy() {
            // Jekyll puts its own highlighter in where none is named.
            return Ok(());
        }
        match value.symbol() {
            Some(name) if matches!(name.as_str(), "minted" | "coderay") => Err(
                OptionError::Unsupported(format!("syntax_highlighter: {name}")),
            ),
            name => {
                self.syntax_highlighter = name;
                Ok(())
            }
        }
    }
}

fn boolean(value: &OptionValue<'_>) -> bool {
    match value {
        OptionValue::Bool(value) => *value,
        other => {
            let text = other.to_s();
            !text.is_empty() && super::scan::strip(&text).to_lowercase() != "false"
        }
    }
}

fn integer(name: &str, value: &OptionValue<'_>) -> Result<i64, OptionError> {
    if let OptionValue::Int(value) = value {
        return Ok(*value);
    }
    let text = value.to_s();
    ruby_integer(&text).ok_or_else(|| {
        OptionError::Invalid(format!(
            "Invalid integer value for option '{name}': '{text}'"
        ))
    })
}

/// Ruby's `Integer(text)`.
fn ruby_integer(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let lower = digits.to_ascii_lowercase();
    let (radix, digits) = if let Some(rest) = lower.strip_prefix("0x") {
        (16, rest)
    } else if let Some(rest) = lower.strip_prefix("0b") {
        (2, rest)
    } else if let Some(rest) = lower.strip_prefix("0o") {
        (8, rest)
    } else if lower.len() > 1 && lower.starts_with('0') {
        (8, &lower[1..])
    } else {
        (10, lower.as_str())
    };
    let plain =
        !digits.starts_with(['_', '+', '-']) && !digits.ends_with('_') && !digits.contains("__");
    let number = i64::from_str_radix(&digits.replace('_', ""), radix).ok()?;
    plain.then_some(if negative { -number } else { number })
}

fn input(value: &OptionValue<'_>) -> Result<Input, OptionError> {
    let name = match value {
        OptionValue::Nil | OptionValue::Bool(false) => return Ok(Input::Kramdown),
        other => other.to_s(),
    };
    let mut chars = name.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    match (first + chars.as_str()).as_str() {
        "Kramdown" => Ok(Input::Kramdown),
        "GFM" => Ok(Input::Gfm),
        "Markdown" => Ok(Input::Markdown),
        "SmartyPants" => Ok(Input::SmartyPants),
        "Html" => Err(OptionError::Unsupported("input: html".to_string())),
        "" => Err(OptionError::Invalid(
            "no implicit conversion of nil into String".to_string(),
        )),
        constant if !is_constant(constant) => Err(OptionError::Invalid(format!(
            "wrong constant name {constant}"
        ))),
        _ => Err(OptionError::Invalid(format!(
            "kramdown has no parser to handle the specified input format: {name}"
        ))),
    }
}

/// Whether Ruby takes a name for that of a constant.
fn is_constant(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn entity_output(value: &OptionValue<'_>) -> EntityOutput {
    match value.symbol().as_deref() {
        Some("as_char") => EntityOutput::AsChar,
        Some("as_input") => EntityOutput::AsInput,
        Some("symbolic") => EntityOutput::Symbolic,
        _ => EntityOutput::Numeric,
    }
}

fn toc_levels(value: &OptionValue<'_>) -> Result<Vec<i64>, OptionError> {
    let bad = || OptionError::Invalid("Invalid syntax for option toc_levels".to_string());
    let mut levels: Vec<i64> = match value {
        OptionValue::List(items) => items
            .iter()
            .map(|item| leading_integer(&item.to_s()))
            .collect(),
        OptionValue::Str(text) => match text.as_bytes() {
            [from @ b'0'..=b'9', b'.', b'.', to @ b'0'..=b'9'] => {
                (i64::from(from - b'0')..=i64::from(to - b'0')).collect()
            }
            bytes => {
                let digits: Option<Vec<i64>> = bytes
                    .split(|&b| b == b',')
                    .map(|item| match item {
                        [digit @ b'0'..=b'9'] => Some(i64::from(digit - b'0')),
                        _ => None,
                    })
                    .collect();
                digits.ok_or_else(bad)?
            }
        },
        other => {
            return Err(OptionError::Invalid(format!(
                "Invalid type {} for option toc_levels",
                other.class()
            )));
        }
    };
    if levels.iter().any(|level| !(1..=6).contains(level)) {
        return Err(OptionError::Invalid(
            "Level numbers for option toc_levels have to be integers from 1 to 6".to_string(),
        ));
    }
    levels.sort_unstable();
    levels.dedup();
    Ok(levels)
}

fn leading_integer(text: &str) -> i64 {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text[..digits].parse().unwrap_or(0)
}

fn list<'v>(
    name: &str,
    value: &'v OptionValue<'_>,
) -> Result<Vec<Cow<'v, OptionValue<'v>>>, OptionError> {
    match value {
        OptionValue::Str(text) => {
            let mut parts: Vec<&str> = text.split(',').collect();
            while parts.last().is_some_and(|last| last.is_empty()) {
                parts.pop();
            }
            Ok(parts
                .into_iter()
                .map(|part| Cow::Owned(OptionValue::Str(Cow::Borrowed(part))))
                .collect())
        }
        OptionValue::List(items) => Ok(items.iter().map(Cow::Borrowed).collect()),
        other => Err(OptionError::Invalid(format!(
            "Invalid type {} for option {name}",
            other.class()
        ))),
    }
}

fn names(name: &str, value: &OptionValue<'_>) -> Result<Vec<String>, OptionError> {
    Ok(list(name, value)?
        .iter()
        .filter_map(|item| item.symbol())
        .collect())
}

fn smart_quotes(value: &OptionValue<'_>) -> Result<[Quote; 4], OptionError> {
    let items = list("smart_quotes", value)?;
    let quotes: Vec<Quote> = items.iter().map(|item| quote(item.to_s())).collect();
    quotes
        .try_into()
        .map_err(|_| wrong_count("smart_quotes", 4))
}

fn quote(text: String) -> Quote {
    if let Some(number) = ruby_integer(&text) {
        let code_point = entities::repaired(u32::try_from(number).unwrap_or(0xfffd));
        return Quote::Known {
            code_point,
            name: entities::name(code_point),
        };
    }
    match entities::code_point(&text) {
        Some(code_point) => Quote::Known {
            code_point,
            name: entities::known_name(&text),
        },
        None => Quote::Unknown(text),
    }
}

fn wrong_count(name: &str, count: usize) -> OptionError {
    OptionError::Invalid(format!("Option {name} needs exactly {count} values"))
}

/// kramdown takes a list alone here, and trips over anything else.
fn forbidden_inline_options(value: &OptionValue<'_>) -> Result<Vec<String>, OptionError> {
    match value {
        OptionValue::List(_) => names("forbidden_inline_options", value),
        other => {
            let described = other.described();
            Err(OptionError::Invalid(format!(
                "undefined method `map!' for {described}"
            )))
        }
    }
}

/// What kramdown says of text that is no hash in YAML.
fn no_hash(name: &str, text: &str) -> String {
    let text = text.trim();
    if text.contains([
        '{', '}', '[', ']', '"', '\'', '&', '*', '!', '|', '>', '%', '@', '`',
    ]) {
        return format!("Invalid YAML value for option {name}");
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let class = match text {
        "" | "~" | "null" => "NilClass",
        "true" | "yes" | "on" => "TrueClass",
        "false" | "no" | "off" => "FalseClass",
        _ if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => "Integer",
        _ => "String",
    };
    format!("Invalid type {class} for option {name}")
}

type Pairs<'v> = Vec<(String, OptionValue<'v>)>;

/// A hash, or the text of one in YAML's flow style.
fn hash<'v>(name: &str, value: &'v OptionValue<'v>) -> Result<Pairs<'v>, OptionError> {
    match value {
        OptionValue::Map(pairs) => Ok(pairs.clone()),
        OptionValue::Str(text) => {
            super::flow::hash(text).ok_or_else(|| OptionError::Invalid(no_hash(name, text)))
        }
        other => Err(OptionError::Invalid(format!(
            "Invalid type {} for option {name}",
            other.class()
        ))),
    }
}

fn typographic_symbols(value: &OptionValue<'_>) -> Result<[Option<String>; 7], OptionError> {
    let mut symbols: [Option<String>; 7] = Default::default();
    for (key, value) in hash("typographic_symbols", value)? {
        let key = OptionValue::Str(Cow::Owned(key))
            .symbol()
            .unwrap_or_default();
        if let Some(at) = SYMBOLS.iter().position(|&symbol| symbol == key) {
            symbols[at] = Some(value.to_s());
        }
    }
    Ok(symbols)
}

fn link_defs(value: &OptionValue<'_>) -> Result<Vec<(String, LinkTarget)>, OptionError> {
    let text = |value: Option<&OptionValue<'_>>| match value {
        None | Some(OptionValue::Nil) => None,
        Some(value) => Some(value.to_s()),
    };
    hash("link_defs", value)?
        .into_iter()
        .map(|(key, value)| match value {
            OptionValue::List(items) if matches!(items.len(), 1 | 2) => {
                Ok((key, (text(items.first()), text(items.get(1)))))
            }
            _ => Err(OptionError::Invalid(
                "Invalid structure for hash value of option Kramdown::Options".to_string(),
            )),
        })
        .collect()
}

fn footnote_link_text(value: &OptionValue<'_>) -> Result<String, OptionError> {
    let text = value.to_s();
    if text.contains("%s") {
        Ok(text)
    } else {
        Err(OptionError::Invalid(
            "option footnote_link_text needs to contain a '%s'".to_string(),
        ))
    }
}

#[cfg(test)]
impl Options {
    /// Jekyll's, with some that are off by default.
    pub(crate) fn jekyll_with(switches: &[&str]) -> Options {
        let mut options = Options::jekyll();
        for name in switches {
            options.set(name, OptionValue::Bool(true)).unwrap();
        }
        options
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> OptionValue<'_> {
        OptionValue::Str(Cow::Borrowed(text))
    }

    #[test]
    fn values_are_read_as_kramdown_reads_them() {
        let mut options = Options::kramdown();
        options.set("auto_ids", text(" False ")).unwrap();
        assert!(!options.auto_ids);
        options.set("toc_levels", text("2..3")).unwrap();
        assert_eq!(options.toc_levels, [2, 3]);
        assert_eq!(
            options.set("footnote_nr", text("x")),
            Err(OptionError::Invalid(
                "Invalid integer value for option 'footnote_nr': 'x'".to_string()
            ))
        );
        assert_eq!(
            options.set("nope", OptionValue::Nil),
            Err(OptionError::Unknown("nope".to_string()))
        );
        assert!(matches!(
            options.set("template", text("document")),
            Err(OptionError::Unsupported(_))
        ));
    }

    #[test]
    fn jekyll_puts_rouge_in_where_no_highlighter_is_named() {
        let mut options = Options::jekyll();
        options.set("syntax_highlighter", OptionValue::Nil).unwrap();
        assert_eq!(options.syntax_highlighter.as_deref(), Some("rouge"));
        let mut options = Options::kramdown();
        options.set("syntax_highlighter", OptionValue::Nil).unwrap();
        assert_eq!(options.syntax_highlighter, None);
    }
}
