//! kramdown 2.5.2 with the GFM parser 1.1.0: Markdown in, kramdown's very HTML out.
//!
//! Text is parsed for blocks ([`block`]), the text of the blocks for spans ([`span`]), both into a tree in an
//! arena ([`tree`]) that is then written into one buffer ([`html`]). Nothing calls itself along with the nesting
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
mod tree;
mod unicode;
mod update;

pub use highlighter::{Highlighter, Lexer};
pub use options::{OptionError, OptionValue, Options};

/// A converted document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    /// The HTML, ending with a newline unless it is empty.
    pub html: String,
    /// What kramdown warns of, in its words; collected only where the option `show_warnings` is set.
    pub warnings: Vec<String>,
}

/// Converts Markdown as kramdown does (`Kramdown::Document#to_html`). Code goes through `highlighter`; without
/// one it is escaped inside the same wrappers.
///
/// Containers nested deeper than kramdown could follow are read as text.
pub fn to_html(text: &str, options: &Options, highlighter: Option<&dyn Highlighter>) -> Html {
    let mut document = parse(text, options);
    let html = html::write(&mut document, highlighter, text.len());
    Html {
        html,
        warnings: document.warnings.unwrap_or_default(),
    }
}

/// The element tree of a document, one element a line, for tests and for the curious.
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
    for c in id.chars() {
        let space = c.is_ascii() && scan::is_space(c as u8);
        if !space {
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

/// Ruby's `sprintf` for one whole number: `%s`, `%d` and `%i`, with width and flags.
fn sprintf(format: &str, number: i64, out: &mut String) {
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let spec = &rest[at + 1..];
        let flags = spec
            .bytes()
            .take_while(|b| matches!(b, b'-' | b'0' | b' ' | b'+'))
            .count();
        let digits = spec[flags..].bytes().take_while(u8::is_ascii_digit).count();
        let kind = spec.as_bytes().get(flags + digits);
        match kind {
            Some(b's' | b'd' | b'i') => {
                let width = spec[flags..flags + digits]
                    .parse::<usize>()
                    .unwrap_or(0)
                    .min(1000);
                pad(&spec[..flags], width, kind == Some(&b's'), number, out);
                rest = &spec[flags + digits + 1..];
            }
            Some(b'%') => {
                out.push('%');
                rest = &spec[flags + digits + 1..];
            }
            _ => {
                out.push('%');
                rest = spec;
            }
        }
    }
    out.push_str(rest);
}

fn pad(flags: &str, width: usize, text: bool, number: i64, out: &mut String) {
    let mut shown = number.to_string();
    if !text && number >= 0 && flags.contains('+') {
        shown.insert(0, '+');
    } else if !text && number >= 0 && flags.contains(' ') {
        shown.insert(0, ' ');
    }
    let fill = width.saturating_sub(shown.len());
    if flags.contains('-') {
        out.push_str(&shown);
        out.extend(std::iter::repeat_n(' ', fill));
    } else if flags.contains('0') && !text {
        let sign = shown.len() - shown.trim_start_matches(['+', '-', ' ']).len();
        out.push_str(&shown[..sign]);
        out.extend(std::iter::repeat_n('0', fill));
        out.push_str(&shown[sign..]);
    } else {
        out.extend(std::iter::repeat_n(' ', fill));
        out.push_str(&shown);
    }
}
