//! Characters in whose place others stand while pulldown-cmark reads a text, so that it takes them as cmark does.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use super::Options;
use super::autolink;
use super::escape::escape_href;
use super::source;
use super::text::{is_punctuation, is_space, is_symbol};

/// What Rust takes for white space and cmark does not, and what may stand in for each: as long, and neither white space
/// nor punctuation.
const SEPARATORS: [(&str, RangeInclusive<char>); 3] = [
    ("\u{85}", '\u{80}'..='\u{84}'),
    ("\u{2028}", '\u{e000}'..='\u{efff}'),
    ("\u{2029}", '\u{f000}'..='\u{f8ff}'),
];

/// Punctuation marks that hardly any text has.
const MARKS: RangeInclusive<char> = '\u{2e00}'..='\u{2e2e}';

/// What pulldown-cmark reads otherwise in places.
const LITERALS: [&str; 5] = ["*", "_", "~", "\u{b}", "\u{c}"];

/// What may stand in for symbols, by their length: neither letters nor white space nor punctuation.
const UNLIKE_SYMBOLS: [(usize, RangeInclusive<char>); 3] = [
    (2, '\u{86}'..='\u{9f}'),
    (3, '\u{e100}'..='\u{efff}'),
    (4, '\u{f0000}'..='\u{ffffd}'),
];

/// So many symbols have stand-ins: a text has hardly ever more beside emphasis, and each is looked for in all of it.
const MOST_SYMBOLS: usize = 64;

/// Characters, each with one that the text lacks.
#[derive(Default)]
pub(super) struct StandIns {
    characters: Vec<(Cow<'static, str>, char)>,
    /// What stands on both sides of a tag that is put in to end a block of HTML.
    tag_mark: Option<char>,
}

impl StandIns {
    /// The text with what stands in for the characters that cmark reads otherwise.
    pub(super) fn put_into<'a>(
        mut text: Cow<'a, str>,
        options: &Options,
    ) -> (Cow<'a, str>, StandIns) {
        let mut stand_ins = StandIns::default();
        for (separator, range) in SEPARATORS {
            if let Some(stand_in) = stand_ins.add(&text, separator, range) {
                text = Cow::Owned(text.replace(separator, stand_in.encode_utf8(&mut [0; 4])));
            }
        }
        for symbol in symbols_beside_emphasis(&text) {
            let is_as_long = |(length, _): &&(usize, _)| *length == symbol.len_utf8();
            let range = UNLIKE_SYMBOLS.iter().find(is_as_long);
            let stand_in = range
                .and_then(|(_, range)| stand_ins.add(&text, symbol.to_string(), range.clone()));
            if let Some(stand_in) = stand_in {
                text = Cow::Owned(text.replace(symbol, stand_in.encode_utf8(&mut [0; 4])));
            }
        }
        text = stand_ins.end_html_in(text, options);
        let places = literal_places(&text, options);
        let is_at = |literal: &str, at: usize| text[at..].starts_with(literal);
        let mut chosen = Vec::new();
        for literal in LITERALS {
            if places.iter().any(|&at| is_at(literal, at))
                && let Some(stand_in) = stand_ins.add(&text, literal, '\u{e000}'..='\u{e0ff}')
            {
                chosen.push((literal, stand_in));
            }
        }
        if !chosen.is_empty() {
            text = Cow::Owned(replaced(&text, &places, |byte| {
                let found = chosen.iter().find(|(literal, _)| literal.starts_with(byte));
                found.map(|(_, stand_in)| stand_in.to_string())
            }));
        }
        let places = tildes_in_words(&text, options);
        if !places.is_empty() {
            let mark = stand_ins.add_mark(&text);
            text = Cow::Owned(replaced(&text, &places, |tilde| {
                Some(format!("{0}{tilde}{0}", mark?))
            }));
        }
        (text, stand_ins)
    }

    /// Finds what may stand in for a character, where the text has it.
    fn add(
        &mut self,
        text: &str,
        character: impl Into<Cow<'static, str>>,
        mut range: RangeInclusive<char>,
    ) -> Option<char> {
        let character = character.into();
        if !text.contains(&*character) {
            return None;
        }
        let is_free = |c: &char| {
            self.characters.iter().all(|(_, taken)| taken != c)
                && !text.contains(*c)
                && !text.contains(&in_address(*c))
        };
        let stand_in = range.find(is_free)?;
        self.characters.push((character, stand_in));
        Some(stand_in)
    }

    /// Finds a punctuation mark that the text lacks; it stands for nothing.
    fn add_mark(&mut self, text: &str) -> Option<char> {
        let mark = MARKS.clone().find(|c| !text.contains(*c))?;
        self.characters.push((Cow::Borrowed(""), mark));
        Some(mark)
    }

    /// The text with an end tag more on lines that end `<script>`, `<pre>` or `<style>` in cmark, for which the end tag of any
    /// of them will do, in capitals too.
    fn end_html_in<'a>(&mut self, text: Cow<'a, str>, options: &Options) -> Cow<'a, str> {
        let ends = match options.source_positions {
            true => Vec::new(),
            false => source::unlike_ends_of_html(&text),
        };
        let mark = UNLIKE_SYMBOLS[1].1.clone().find(|c| !text.contains(*c));
        let (false, Some(mark)) = (ends.is_empty(), mark) else {
            return text;
        };
        self.tag_mark = Some(mark);
        let mut ended = String::with_capacity(text.len() + 16 * ends.len());
        let mut done = 0;
        for (at, name) in ends {
            ended.push_str(&text[done..at]);
            ended.push_str(&format!("{mark}</{name}>{mark}"));
            done = at;
        }
        ended.push_str(&text[done..]);
        Cow::Owned(ended)
    }

    /// The text with backticks at some places hidden; none where there are no places, or where nothing can stand in.
    pub(super) fn hide_backticks(&mut self, text: &str, places: &[usize]) -> Option<String> {
        if places.is_empty() {
            return None;
        }
        let stand_in = self.add(text, "`", MARKS)?;
        Some(replaced(text, places, |_| Some(stand_in.to_string())))
    }

    /// The text with the characters again, in addresses too.
    pub(super) fn taken_out_of<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(text);
        if let Some(mark) = self.tag_mark.filter(|mark| text.contains(*mark)) {
            text = Cow::Owned(text.split(mark).step_by(2).collect());
        }
        for (character, stand_in) in &self.characters {
            if text.contains(*stand_in) {
                text = Cow::Owned(text.replace(*stand_in, character));
            }
            let stand_in = in_address(*stand_in);
            if text.contains(&stand_in) {
                let mut address = String::new();
                escape_href(character, &mut address);
                text = Cow::Owned(text.replace(&stand_in, &address));
            }
        }
        text
    }
}

/// Symbols that stand beside what may be a delimiter of emphasis, where CommonMark 0.31 takes them for punctuation. cmark
/// goes by 0.29, which does not.
fn symbols_beside_emphasis(text: &str) -> Vec<char> {
    let mut symbols = Vec::new();
    for at in memchr::memchr3_iter(b'*', b'_', b'~', text.as_bytes()) {
        let beside = [
            text[..at].chars().next_back(),
            text[at + 1..].chars().next(),
        ];
        for c in beside.into_iter().flatten() {
            if is_symbol(c) && !symbols.contains(&c) && symbols.len() < MOST_SYMBOLS {
                symbols.push(c);
            }
        }
    }
    symbols
}

fn in_address(c: char) -> String {
    let mut address = String::new();
    escape_href(c.encode_utf8(&mut [0; 4]), &mut address);
    address
}

/// The text with something else where characters of one byte stand.
fn replaced(text: &str, places: &[usize], by: impl Fn(char) -> Option<String>) -> String {
    let mut replaced = String::with_capacity(text.len() + 8 * places.len());
    let mut done = 0;
    for &at in places {
        if let Some(other) = by(char::from(text.as_bytes()[at])) {
            replaced.push_str(&text[done..at]);
            replaced.push_str(&other);
            done = at + 1;
        }
    }
    replaced.push_str(&text[done..]);
    replaced
}

/// Where characters stand that are text to cmark and not to pulldown-cmark: delimiters in bare addresses, and what is no
/// more than white space to others, alone in a line.
fn literal_places(text: &str, options: &Options) -> Vec<usize> {
    let mut places = Vec::new();
    if options.autolink && !options.source_positions {
        places.extend(addresses(text).into_iter().flatten());
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let is_feed = |b: &u8| matches!(b, b'\x0b' | b'\x0c');
        if line.bytes().any(|b| is_feed(&b)) && line.bytes().all(|b| is_feed(&b) || is_blank(b)) {
            places.extend(start..start + line.len());
        }
        start += line.len();
    }
    let bytes = text.as_bytes();
    let is_literal = |at: &usize| {
        LITERALS
            .iter()
            .any(|c| bytes[*at..].starts_with(c.as_bytes()))
    };
    places.retain(is_literal);
    places.sort_unstable();
    places
}

fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n')
}

/// Where bare addresses stand, up to what ends code, an attribute or the address of a link. Within brackets there are none.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut at, mut brackets, mut no_domain_before) = (0, 0usize, 0);
    while at < text.len() {
        let address = match text.as_bytes()[at] {
            b'w' if brackets == 0 && at >= no_domain_before => {
                let found = autolink::www(text, at, text.len());
                found.map_err(|stop| no_domain_before = stop).ok()
            }
            b':' if brackets == 0 => autolink::url(text, at, text.len()),
            _ => None,
        };
        if let Some(address) = address {
            let (before, text) = text[..address.end].split_at(address.start);
            let length = text.find(['`', '"', '\'', '>', ')']).unwrap_or(text.len());
            let length = match is_destination(before) {
                // There a backslash escapes.
                true => text[..length].find('\\').unwrap_or(length),
                false => length,
            };
            at = address.end.max(at + 1);
            found.push(address.start..address.start + length);
            continue;
        }
        match text.as_bytes()[at] {
            b'[' => brackets += 1,
            b']' => brackets = brackets.saturating_sub(1),
            b'\n' if text[at..].starts_with("\n\n") => brackets = 0,
            _ => {}
        }
        at += 1;
    }
    found
}

/// Whether what follows is the address of a link.
fn is_destination(before: &str) -> bool {
    let before = before.strip_suffix('<').unwrap_or(before);
    before.ends_with("](") || before.trim_end().ends_with("]:")
}

/// Where a lone tilde stands within a word, in paragraphs without double ones: for cmark it strikes, for pulldown-cmark only
/// beside punctuation or white space.
fn tildes_in_words(text: &str, options: &Options) -> Vec<usize> {
    let mut places = Vec::new();
    if !options.strikethrough || options.double_tilde || options.source_positions {
        return places;
    }
    let is_of_word = |c: char| !is_space(c) && !is_punctuation(c);
    let mut start = 0;
    for part in text.split_inclusive("\n\n") {
        if !part.contains("~~") {
            places.extend(memchr::memchr_iter(b'~', part.as_bytes()).filter_map(|at| {
                let (before, after) = (&part[..at], &part[at + 1..]);
                let is_within = before.chars().next_back().is_some_and(is_of_word)
                    && after.chars().next().is_some_and(is_of_word);
                is_within.then_some(start + at)
            }));
        }
        start += part.len();
    }
    places
}
