//! Text on its way out: quotes, dashes and ellipses where `SMART` is on, addresses where the extension `autolink` is.
//! cmark decides on both while it reads; so what counts here is the source, and what was an escape or a reference in it.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::CowStr;
use regex_automata::meta::Regex;

use super::Options;
use super::autolink::{self, Address};
use super::escape::escape_html;

/// Pieces of text that follow one another, each with its place in the source.
#[derive(Default)]
pub(super) struct Run<'a>(Vec<(CowStr<'a>, Range<usize>)>);

impl<'a> Run<'a> {
    pub(super) fn push(&mut self, text: CowStr<'a>, range: Range<usize>) {
        self.0.push((text, range));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(text, _)| text.as_ref())
    }
}

/// A quotation mark.
#[derive(Clone, Copy)]
struct Quote {
    mark: u8,
    /// Where in the output it stands: three bytes, whichever quote it is.
    at: usize,
    may_open: bool,
    may_close: bool,
}

/// The quotes that may open in an element, or in a block outside of any.
#[derive(Default)]
struct Openers {
    quotes: Vec<Quote>,
    /// A link or an image: what closes in it opened in it.
    is_link: bool,
}

/// Writes the runs of text of one block after another.
pub(super) struct Runs<'a> {
    source: &'a str,
    options: &'a Options,
    /// The elements that are open, innermost last.
    openers: Vec<Openers>,
    /// Square brackets that are open.
    brackets: usize,
    /// Up to here no `www.` begins an address.
    no_domain_before: usize,
}

impl<'a> Runs<'a> {
    pub(super) fn new(source: &'a str, options: &'a Options) -> Self {
        Runs {
            source,
            options,
            openers: vec![Openers::default()],
            brackets: 0,
            no_domain_before: 0,
        }
    }

    /// A block with text of its own begins.
    pub(super) fn begin(&mut self) {
        self.openers.clear();
        self.openers.push(Openers::default());
        self.brackets = 0;
    }

    /// An element begins in the text: quotes that open in it close in it.
    pub(super) fn open(&mut self) {
        self.openers.push(Openers::default());
    }

    /// A link or an image begins.
    pub(super) fn open_link(&mut self) {
        let quotes = Vec::new();
        let is_link = true;
        self.openers.push(Openers { quotes, is_link });
    }

    /// The element ends.
    pub(super) fn close(&mut self) {
        self.openers.pop();
    }

    pub(super) fn write(&mut self, run: &Run<'_>, may_link: bool, out: &mut String) {
        let may_link = may_link && self.options.autolink;
        if !self.options.smart && !may_link {
            return run.texts().for_each(|text| escape_html(text, out));
        }
        let end = run.0.last().map_or(0, |(_, range)| range.end);
        let mut text = String::new();
        let mut done = 0;
        for (piece, range) in &run.0 {
            if range.end <= done {
                continue;
            }
            if self.source.get(range.clone()) != Some(piece.as_ref()) {
                text.push_str(piece);
                continue;
            }
            let mut at = range.start.max(done);
            if at == range.start && self.is_escaped(at) {
                at = self.push_char(at, &mut text);
            }
            while at < range.end {
                match self.address(at, end, may_link) {
                    Some(found) if text.ends_with(&self.source[found.start..at]) => {
                        text.truncate(text.len() - (at - found.start));
                        flush(&mut text, may_link, out);
                        let address = &self.source[found.start..found.end];
                        autolink::write(found.prefix, address, out);
                        done = found.end;
                        at = found.end;
                    }
                    _ => at = self.step(at..range.end, may_link, &mut text, out),
                }
            }
        }
        flush(&mut text, may_link, out);
    }

    /// Whether a backslash before `at` takes its meaning from what stands there.
    fn is_escaped(&self, at: usize) -> bool {
        let bytes = self.source.as_bytes();
        at > 0 && bytes[at - 1] == b'\\' && bytes[at].is_ascii_punctuation()
    }

    /// An address that is recognised at `at`.
    fn address(&mut self, at: usize, end: usize, may_link: bool) -> Option<Address> {
        if !may_link || self.brackets > 0 {
            return None;
        }
        match self.source.as_bytes()[at] {
            b'w' if at >= self.no_domain_before => {
                let found = autolink::www(self.source, at, end);
                found.map_err(|stop| self.no_domain_before = stop).ok()
            }
            b':' => autolink::url(self.source, at, end),
            _ => None,
        }
    }

    fn push_char(&self, at: usize, text: &mut String) -> usize {
        let c = self.source[at..].chars().next().unwrap_or_default();
        text.push(c);
        at + c.len_utf8()
    }

    /// Takes over what stands at the beginning of a range; where the next begins.
    fn step(
        &mut self,
        range: Range<usize>,
        may_link: bool,
        text: &mut String,
        out: &mut String,
    ) -> usize {
        let at = range.start;
        let rest = &self.source.as_bytes()[range];
        match rest[0] {
            b'[' => self.brackets += 1,
            b']' => self.brackets = self.brackets.saturating_sub(1),
            b'-' if self.options.smart => {
                let count = rest.iter().take_while(|&&b| b == b'-').count();
                dashes(count, text);
                return at + count;
            }
            b'.' if self.options.smart && rest.starts_with(b"..") => {
                let three = rest.starts_with(b"...");
                text.push_str(if three { "…" } else { ".." });
                return at + if three { 3 } else { 2 };
            }
            mark @ (b'"' | b'\'') if self.options.smart => {
                flush(text, may_link, out);
                let quote = self.quote(at, mark, out.len());
                self.write_quote(quote, out);
                return at + 1;
            }
            _ => {}
        }
        self.push_char(at, text)
    }

    /// The quotation mark at `at`: whether it may open and close, by what is round it (cmark's `scan_delims`).
    fn quote(&self, at: usize, mark: u8, place: usize) -> Quote {
        let (mut before, mut after) = (&self.source[..at], &self.source[at + 1..]);
        if self.options.strikethrough {
            before = before.trim_end_matches('~');
            after = after.trim_start_matches('~');
        }
        let before = match before.chars().next_back() {
            Some(c) if !self.is_at_line_start(at) => c,
            _ => '\n',
        };
        let after = after.chars().next().unwrap_or('\n');
        let left = !is_space(after)
            && (!is_punctuation(after) || is_space(before) || is_punctuation(before));
        let right = !is_space(before)
            && (!is_punctuation(before) || is_space(after) || is_punctuation(after));
        Quote {
            mark,
            at: place,
            may_open: left && !right && before != ']' && before != ')',
            may_close: right,
        }
    }

    /// Whether only marks of blocks stand before `at` in its line.
    fn is_at_line_start(&self, at: usize) -> bool {
        self.source.as_bytes()[..at]
            .iter()
            .rev()
            .take_while(|&&b| b != b'\n')
            .all(|b| matches!(b, b' ' | b'\t' | b'>'))
    }

    /// Writes a quote as what it is alone, and makes one that it closes an opening one.
    fn write_quote(&mut self, quote: Quote, out: &mut String) {
        let is_single = quote.mark == b'\'';
        out.push(match is_single {
            true => '’',
            false if quote.may_close => '”',
            false => '“',
        });
        if quote.may_close
            && let Some(opener) = self.opener_of(quote.mark)
        {
            let left = if is_single { "‘" } else { "“" };
            out.replace_range(opener.at..opener.at + left.len(), left);
        }
        if quote.may_open
            && let Some(Openers { quotes, .. }) = self.openers.last_mut()
        {
            // One of each kind is enough: it may close as many as come.
            quotes.retain(|known| known.mark != quote.mark);
            quotes.push(quote);
        }
    }

    /// The last quote that may open, up to the beginning of the link or image that is open.
    fn opener_of(&self, mark: u8) -> Option<Quote> {
        let inside = self.openers.iter().rposition(|known| known.is_link);
        let open = &self.openers[inside.unwrap_or(0)..];
        let mut quotes = open.iter().flat_map(|known| &known.quotes).rev();
        quotes.find(|known| known.mark == mark).copied()
    }
}

/// Writes finished text, with the mail addresses in it made links.
fn flush(text: &mut String, may_link: bool, out: &mut String) {
    if may_link {
        autolink::write_mails(text, out);
    } else {
        escape_html(text, out);
    }
    text.clear();
}

/// A run of hyphens as dashes: long ones where that comes out even, else short ones, else both.
fn dashes(count: usize, text: &mut String) {
    let (long, short) = match count {
        1 => return text.push('-'),
        n if n % 3 == 0 => (n / 3, 0),
        n if n % 2 == 0 => (0, n / 2),
        n if n % 3 == 2 => ((n - 2) / 3, 1),
        n => ((n - 4) / 3, 2),
    };
    text.extend(std::iter::repeat_n('—', long));
    text.extend(std::iter::repeat_n('–', short));
}

/// cmark's white space.
pub(super) fn is_space(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\x0c' | '\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

static PUNCTUATION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\A\p{P}").ok());

static SYMBOL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\A\p{S}").ok());

/// cmark's punctuation: ASCII's, and Unicode's without its symbols.
pub(super) fn is_punctuation(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_punctuation(),
        false => is_of(&PUNCTUATION, c),
    }
}

/// Whether it is one of Unicode's symbols and none of ASCII.
pub(super) fn is_symbol(c: char) -> bool {
    !c.is_ascii() && is_of(&SYMBOL, c)
}

fn is_of(class: &Option<Regex>, c: char) -> bool {
    let mut bytes = [0; 4];
    let text: &str = c.encode_utf8(&mut bytes);
    class.as_ref().is_some_and(|class| class.is_match(text))
}
