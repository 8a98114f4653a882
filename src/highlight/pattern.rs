//! A rule's expression: from the dialect that lexers are written in to what the engines run.
//! The dialect is Ruby's where it differs from the engines' own (see docs/LEXERS.md).

use super::ascii;
use regex_automata::hybrid::dfa::DFA;
use regex_automata::nfa::thompson::{NFA, State, WhichCaptures};
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, meta};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Where the groups of a match begin and end, two slots a group.
pub(super) type Slots = Vec<Option<NonMaxUsize>>;

/// An expression, translated and sorted by what it needs.
///
/// Each form is there twice: as it is, and for text that is ASCII alone. Unicode's classes are large, and most text
/// never needs them.
pub(super) struct Pattern {
    /// The expression for an engine of its own.
    source: Forms,
    /// The expression for a state's automaton; differs from `source` for an ending `\b` alone.
    in_automaton: Forms,
    /// How the end of the match follows from the end of what was read.
    pub(super) trail: Trail,
    /// It looks around or back, which no automaton can.
    pub(super) fancy: bool,
    /// It may match what is not ASCII, or look at it.
    beyond_ascii: bool,
    /// So many groups it has.
    pub(super) captures: usize,
    /// The expression without what it looks at, for the bytes it can begin with.
    loose: String,
    /// An expression that matches at least where this one does, and whose automaton reads any text: it tells where to
    /// try.
    rough: String,
    /// Where in `source.unicode` the group begins that parts what is matched from what it looks at.
    head: usize,
}

/// An expression as it is, and its ASCII part.
#[derive(Clone, Default)]
struct Forms {
    unicode: String,
    ascii: String,
}

impl Forms {
    fn push(&mut self, unicode: &str, ascii: &str) {
        self.unicode.push_str(unicode);
        self.ascii.push_str(ascii);
    }
}

/// What an expression reads beyond its match. An expression that ends by looking ahead is run as one that reads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trail {
    /// Nothing.
    None,
    /// One character, always.
    OneChar,
    /// One character unless the text ended; the group says which where both could be.
    OneCharOrEnd(usize),
    /// One character that is none of a word's, unless the text ended.
    WordEnd,
    /// As much as follows this group.
    Group(usize),
}

/// What an ASCII word character is, and Ruby's `\w`.
const WORD: &str = "0-9A-Za-z_";

/// The characters of a Unicode word, as Ruby's `\p{Word}` and `[[:word:]]`.
const UNICODE_WORD: &str = r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}";

impl Pattern {
    /// Translates an expression of the dialect.
    pub(super) fn new(dialect: &str) -> Pattern {
        let mut read = Translator::default();
        read.run(dialect);
        read.finish()
    }

    /// What a state's automaton compiles.
    pub(super) fn in_automaton(&self, ascii: bool) -> &str {
        if ascii {
            &self.in_automaton.ascii
        } else {
            &self.in_automaton.unicode
        }
    }

    /// The bytes that a match can begin with; all of them where it can be empty.
    pub(super) fn first_bytes(&self) -> ByteSet {
        let nfa = nfa(&[&self.loose], true, false);
        nfa.map_or(ByteSet::all(), |nfa| {
            ByteSet::of(&nfa, self.fancy || self.beyond_ascii)
        })
    }
}

/// One kind of group that is open while an expression is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Plain,
    Ahead,
    NotAhead,
    Behind,
}

/// A group with where it begins in what was written.
#[derive(Clone, Copy)]
struct Open {
    kind: Group,
    unicode: usize,
    ascii: usize,
    loose: (usize, usize),
}

#[derive(Default)]
struct Translator {
    out: Forms,
    loose: Forms,
    open: Vec<Open>,
    captures: usize,
    looks: usize,
    hard: bool,
    /// It may match what is not ASCII.
    beyond_ascii: bool,
    /// It has a boundary of a word.
    boundaries: bool,
    top_alternation: bool,
    /// The last group that closed at the top level, and where it ends.
    last: Option<(Open, usize)>,
    ends_in_boundary: bool,
}

impl Translator {
    fn run(&mut self, dialect: &str) {
        let mut rest = dialect;
        while let Some(c) = rest.chars().next() {
            self.ends_in_boundary = false;
            let used = match c {
                '\\' => self.escape(rest),
                '[' => self.class(rest),
                '(' => self.group(rest),
                ')' => self.close(),
                '+' if self.is_possessive(dialect, rest) => {
                    self.hard = true;
                    self.out.unicode.push('+');
                    1
                }
                _ => {
                    self.top_alternation |= c == '|' && self.open.is_empty();
                    self.beyond_ascii |= c == '.' || !c.is_ascii();
                    self.all(&rest[..c.len_utf8()]);
                    c.len_utf8()
                }
            };
            rest = &rest[used..];
        }
    }

    /// Whether a plus sign stands behind another quantifier, and that is none but a character: `\++`.
    fn is_possessive(&self, dialect: &str, rest: &str) -> bool {
        let before = &dialect[..dialect.len() - rest.len()];
        let Some(before) = before.strip_suffix(['*', '+', '?']) else {
            return false;
        };
        before.chars().rev().take_while(|&c| c == '\\').count() % 2 == 0
    }

    fn all(&mut self, text: &str) {
        self.forms(text, text);
    }

    fn forms(&mut self, unicode: &str, ascii: &str) {
        self.out.push(unicode, ascii);
        self.loose.push(unicode, ascii);
    }

    /// Adds a class, and to the other forms its ASCII characters.
    fn add_class(&mut self, class: &str) {
        self.beyond_ascii |= ascii::is_beyond(class);
        self.forms(class, &ascii::class(class));
    }

    fn escape(&mut self, rest: &str) -> usize {
        let Some(c) = rest[1..].chars().next() else {
            self.all("\\\\");
            return 1;
        };
        let used = 1 + c.len_utf8();
        match c {
            'w' => self.add_class(&format!("[{WORD}]")),
            'W' => self.add_class(&format!("[^{WORD}]")),
            'd' => self.add_class("[0-9]"),
            'D' => self.add_class("[^0-9]"),
            's' => self.add_class(r"[\t-\r ]"),
            'S' => self.add_class(r"[^\t-\r ]"),
            'h' => self.add_class("[0-9A-Fa-f]"),
            'H' => self.add_class("[^0-9A-Fa-f]"),
            'e' => self.all(r"\x1B"),
            'Z' => {
                self.hard = true;
                self.out.unicode.push_str(r"(?=\n?\z)");
            }
            'b' => {
                self.ends_in_boundary = self.open.is_empty();
                self.boundaries = true;
                self.out.push(r"\b", r"\b");
            }
            'p' | 'P' => return self.property(rest),
            '1'..='9' | 'k' => {
                self.hard = true;
                let end = rest
                    .find('>')
                    .filter(|_| c == 'k')
                    .map_or(used, |at| at + 1);
                self.out.unicode.push_str(&rest[..end]);
                self.loose.push("(?s:.*)", "(?s:.*)");
                return end;
            }
            // In the engines `\<` and `\>` are the ends of words.
            _ if is_plain(c) => self.all(&rest[1..used]),
            'B' => {
                self.boundaries = true;
                self.out.push(r"\B", r"\B");
            }
            _ => self.all(&rest[..used]),
        }
        used
    }

    fn property(&mut self, rest: &str) -> usize {
        let end = rest.find('}').map_or(2, |at| at + 1);
        match &rest[..end] {
            r"\p{Word}" => self.add_class(&format!("[{UNICODE_WORD}]")),
            property => self.add_class(&format!("[{property}]")),
        }
        end
    }

    fn class(&mut self, rest: &str) -> usize {
        let mut depth = 0;
        let mut at = 0;
        let mut text = String::new();
        while let Some(c) = rest[at..].chars().next() {
            let here = &rest[at..];
            let used = match c {
                '[' => match posix(here).filter(|_| depth > 0) {
                    Some((class, used)) => {
                        text.push_str(class);
                        used
                    }
                    None => {
                        depth += 1;
                        text.push('[');
                        1
                    }
                },
                ']' => {
                    depth -= 1;
                    text.push(']');
                    1
                }
                '\\' => class_escape(here, &mut text),
                _ => {
                    text.push(c);
                    c.len_utf8()
                }
            };
            at += used;
            if depth == 0 {
                break;
            }
        }
        self.add_class(&text);
        at
    }

    fn begin(&mut self, kind: Group) {
        self.open.push(Open {
            kind,
            unicode: self.out.unicode.len(),
            ascii: self.out.ascii.len(),
            loose: (self.loose.unicode.len(), self.loose.ascii.len()),
        });
    }

    fn group(&mut self, rest: &str) -> usize {
        let (kind, used) = if rest.starts_with("(?=") {
            (Group::Ahead, 3)
        } else if rest.starts_with("(?!") {
            (Group::NotAhead, 3)
        } else if rest.starts_with("(?<=") || rest.starts_with("(?<!") {
            (Group::Behind, 4)
        } else {
            return self.plain_group(rest);
        };
        self.looks += 1;
        self.begin(kind);
        self.out.push(&rest[..used], &rest[..used]);
        used
    }

    fn plain_group(&mut self, rest: &str) -> usize {
        if rest.starts_with("(?>") {
            self.hard = true;
            self.begin(Group::Plain);
            self.out.unicode.push_str("(?>");
            self.loose.push("(?:", "(?:");
            return 3;
        }
        if rest.starts_with("(?<") || rest.starts_with("(?P<") {
            self.captures += 1;
            self.begin(Group::Plain);
            let end = rest.find('>').map_or(rest.len(), |at| at + 1);
            self.all(&rest[..end]);
            return end;
        }
        if let Some(inner) = rest.strip_prefix("(?") {
            let is_flag = |b: &u8| b.is_ascii_alphabetic() || *b == b'-';
            let flags = inner.bytes().take_while(is_flag).count();
            if inner[flags..].starts_with(':') {
                self.begin(Group::Plain);
            }
            let end = (3 + flags).min(rest.len());
            self.all(&rest[..end]);
            return end;
        }
        self.captures += 1;
        self.begin(Group::Plain);
        self.all("(");
        1
    }

    fn close(&mut self) -> usize {
        let Some(open) = self.open.pop() else {
            self.all(r"\)");
            return 1;
        };
        self.out.push(")", ")");
        if open.kind == Group::Plain {
            self.loose.push(")", ")");
        } else {
            self.loose.unicode.truncate(open.loose.0);
            self.loose.ascii.truncate(open.loose.1);
        }
        if self.open.is_empty() {
            self.last = Some((open, self.out.unicode.len()));
        }
        1
    }

    /// What the group at the end looks at; nothing where that asks for a boundary of a word.
    fn last_look(&self) -> String {
        let begin = self.last.map_or(0, |(open, _)| open.unicode);
        let ahead = self.out.unicode[begin..].replacen("(?=", "(?:", 1);
        let is_plain = !ahead.contains(r"\b") && !ahead.contains(r"\B");
        if is_plain { ahead } else { String::new() }
    }

    fn finish(self) -> Pattern {
        let simple = !self.hard && !self.top_alternation;
        let fancy = self.hard || self.looks > 0;
        let pattern = |source: Forms, in_automaton: Forms, trail, fancy: bool| Pattern {
            rough: if self.ends_in_boundary && !self.top_alternation {
                // Behind an ASCII word character the boundary is read; behind others there may be one.
                let end = r"(?:(?-u:\b{end})(?:\W|\z)|(?-u:\b{start-half}))";
                format!("{}{end}", self.loose.unicode)
            } else if !fancy && !self.boundaries {
                source.unicode.clone()
            } else if let Trail::OneChar | Trail::Group(_) = trail {
                format!("{}{}", self.loose.unicode, self.last_look())
            } else {
                self.loose.unicode.clone()
            },
            head: self.last.map_or(0, |(open, _)| open.unicode),
            source,
            in_automaton,
            trail,
            fancy,
            beyond_ascii: self.beyond_ascii || self.boundaries,
            captures: self.captures,
            loose: self.loose.ascii.clone(),
        };
        if let Some((open, end)) = self.last
            && simple
            && self.looks == 1
            && end == self.out.unicode.len()
            && matches!(open.kind, Group::Ahead | Group::NotAhead)
        {
            let group = self.captures + 1;
            let unicode = read_on(&self.out.unicode, open.unicode, open.kind, group);
            let ascii = read_on(&self.out.ascii, open.ascii, open.kind, group);
            if let (Some((unicode, trail)), Some((ascii, _))) = (unicode, ascii) {
                let forms = Forms { unicode, ascii };
                return pattern(forms.clone(), forms, trail, false);
            }
        }
        if self.ends_in_boundary && simple && !fancy && !self.beyond_ascii {
            let head = &self.out.ascii[..self.out.ascii.len() - r"\b".len()];
            if ends_in_word(head) {
                let before = &self.out.unicode[..self.out.unicode.len() - r"\b".len()];
                let forms = Forms {
                    unicode: format!(r"{before}(?:[^{WORD}]|\z)"),
                    ascii: format!(r"{head}(?:[^{WORD}]|\z)"),
                };
                return pattern(self.out.clone(), forms, Trail::WordEnd, false);
            }
        }
        pattern(self.out.clone(), self.out.clone(), Trail::None, fancy)
    }
}

/// Whether an escaped character is nothing but itself, and the engines want it bare.
fn is_plain(c: char) -> bool {
    "<>/\"'=!:;,@%`_".contains(c)
}

/// An expression that ends by looking ahead from `at` on, as one that reads what it looks at, and how to find the
/// match's end.
fn read_on(source: &str, at: usize, kind: Group, group: usize) -> Option<(String, Trail)> {
    let head = &source[..at];
    let body = &source[at + 3..source.len() - 1];
    // With this flag a dot is any character.
    let is_other = body == "." && source.contains("(?s");
    match (kind, one_char(body).filter(|_| !is_other)) {
        (Group::Ahead, Some(class)) => Some((format!("{head}{class}"), Trail::OneChar)),
        (Group::Ahead, None) => Some((format!("{head}()(?:{body})"), Trail::Group(group))),
        (Group::NotAhead, Some(class)) => Some((
            format!(r"{head}()(?:[^{class}]|\z)"),
            Trail::OneCharOrEnd(group),
        )),
        _ => None,
    }
}

/// The class of the one character that an expression reads, if it is such an expression.
fn one_char(body: &str) -> Option<String> {
    let mut chars = body.chars();
    let first = chars.next()?;
    match first {
        '[' => (class_end(body)? == body.len()).then(|| body.to_string()),
        '\\' => {
            let c = chars.next()?;
            let is_char = c.is_ascii_punctuation() || "ntrfv".contains(c);
            (chars.next().is_none() && is_char).then(|| format!("[{body}]"))
        }
        '.' => chars.next().is_none().then(|| r"[^\n]".to_string()),
        '(' | ')' | '|' | '^' | '$' | '*' | '+' | '?' => None,
        _ => chars.next().is_none().then(|| format!("[{body}]")),
    }
}

/// Where the class ends that a translated expression begins with.
fn class_end(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

/// Whether every match of an expression ends in an ASCII word character.
fn ends_in_word(head: &str) -> bool {
    let Some(nfa) = nfa(&[head], true, true) else {
        return false;
    };
    let last = ByteSet::of(&nfa, false);
    (0..0x80).all(|b| !last.has(b) || b.is_ascii_alphanumeric() || b == b'_')
}

/// A named class such as `[:alpha:]`, which in Ruby is Unicode's, and how long its name is.
fn posix(here: &str) -> Option<(&'static str, usize)> {
    let classes = [
        ("[:alpha:]", r"\p{Alphabetic}"),
        ("[:alnum:]", r"\p{Alphabetic}\p{Nd}"),
        ("[:upper:]", r"\p{Uppercase}"),
        ("[:lower:]", r"\p{Lowercase}"),
        ("[:digit:]", r"\p{Nd}"),
        ("[:space:]", r"\p{White_Space}"),
        ("[:blank:]", r"\p{Zs}\t"),
        ("[:cntrl:]", r"\p{Cc}"),
        ("[:xdigit:]", r"0-9A-Fa-f"),
        ("[:punct:]", r"\p{P}$+<=>\^`|\~"),
        ("[:word:]", UNICODE_WORD),
    ];
    let row = classes.iter().find(|row| here.starts_with(row.0));
    row.map(|row| (row.1, row.0.len()))
}

/// An escape inside of a class; returns how much of the dialect it took.
fn class_escape(here: &str, text: &mut String) -> usize {
    let Some(c) = here[1..].chars().next() else {
        text.push_str("\\\\");
        return 1;
    };
    let used = 1 + c.len_utf8();
    match c {
        'w' => text.push_str(WORD),
        'W' => text.push_str(&format!("[^{WORD}]")),
        'd' => text.push_str("0-9"),
        'D' => text.push_str("[^0-9]"),
        's' => text.push_str(r"\t-\r "),
        'S' => text.push_str(r"[^\t-\r ]"),
        'h' => text.push_str("0-9A-Fa-f"),
        'b' => text.push_str(r"\x08"),
        'e' => text.push_str(r"\x1B"),
        'p' if here[2..].starts_with("{Word}") => {
            text.push_str(UNICODE_WORD);
            return used + 6;
        }
        _ if is_plain(c) => text.push(c),
        _ => text.push_str(&here[..used]),
    }
    used
}

/// How the engines read expressions.
fn syntax(ascii: bool) -> syntax::Config {
    syntax::Config::new()
        .multi_line(true)
        .unicode(!ascii)
        .utf8(!ascii)
}

/// The NFA of some expressions, tried in their order; backwards for the bytes at their end.
pub(super) fn nfa(sources: &[&str], ascii: bool, reverse: bool) -> Option<NFA> {
    let config = NFA::config()
        .which_captures(WhichCaptures::None)
        .reverse(reverse)
        .utf8(!ascii);
    NFA::compiler()
        .configure(config)
        .syntax(syntax(ascii))
        .build_many(sources)
        .ok()
}

/// The automaton of some expressions, tried in their order. The one for ASCII stops at any other byte.
pub(super) fn automaton(sources: &[&str], ascii: bool) -> Option<DFA> {
    let mut config = DFA::config()
        .unicode_word_boundary(!ascii)
        .skip_cache_capacity_check(true)
        .cache_capacity(4 << 20);
    if ascii {
        config = (0x80..=0xFF).fold(config, |config, byte| config.quit(byte, true));
    }
    let nfa = nfa(sources, ascii, false)?;
    DFA::builder().configure(config).build_from_nfa(nfa).ok()
}

/// A set of bytes.
#[derive(Clone, Copy)]
pub(super) struct ByteSet([u64; 4]);

impl ByteSet {
    /// The set that holds every byte.
    pub(super) fn all() -> ByteSet {
        ByteSet([u64::MAX; 4])
    }

    /// Whether a byte is in the set.
    pub(super) fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] & (1 << (byte & 63)) != 0
    }

    fn add(&mut self, from: u8, to: u8) {
        for byte in from..=to {
            self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
        }
    }

    /// The bytes that can be read first from the start of an ASCII NFA, and perhaps all that are not ASCII; all bytes
    /// where none need be read.
    fn of(nfa: &NFA, beyond_ascii: bool) -> ByteSet {
        let beyond = if beyond_ascii { u64::MAX } else { 0 };
        let mut set = ByteSet([0, 0, beyond, beyond]);
        let mut seen = vec![false; nfa.states().len()];
        let mut todo = vec![nfa.start_anchored()];
        while let Some(id) = todo.pop() {
            if std::mem::replace(&mut seen[id.as_usize()], true) {
                continue;
            }
            match nfa.state(id) {
                State::ByteRange { trans } => set.add(trans.start, trans.end),
                State::Sparse(sparse) => sparse
                    .transitions
                    .iter()
                    .for_each(|t| set.add(t.start, t.end)),
                State::Dense(dense) => {
                    let has = |byte: &u8| dense.matches_byte(*byte).is_some();
                    (0..=255).filter(has).for_each(|byte| set.add(byte, byte));
                }
                State::Look { next, .. } | State::Capture { next, .. } => todo.push(*next),
                State::Union { alternates } => todo.extend(alternates.iter()),
                State::BinaryUnion { alt1, alt2 } => todo.extend([*alt1, *alt2]),
                State::Fail => {}
                State::Match { .. } => return ByteSet::all(),
            }
        }
        set
    }
}

/// Compiles an expression, with its groups.
fn compile(source: &str, ascii: bool) -> Option<meta::Regex> {
    let config = meta::Config::new()
        .auto_prefilter(false)
        .hybrid(false)
        .dfa(false)
        .onepass(ascii)
        .utf8_empty(!ascii);
    meta::Regex::builder()
        .configure(config)
        .syntax(syntax(ascii))
        .build(source)
        .ok()
}

/// One expression compiled by itself, when it is first needed. One that does not compile matches nothing.
#[derive(Default)]
pub(super) struct Engine {
    ascii: OnceLock<Option<meta::Regex>>,
    unicode: OnceLock<Option<meta::Regex>>,
    fancy: OnceLock<Option<fancy_regex::Regex>>,
    rough: OnceLock<Option<Box<DFA>>>,
    parts: OnceLock<Option<Box<Parts>>>,
    /// How often the automaton was asked for before it was compiled.
    wishes: AtomicU32,
}

/// An expression that ends by looking ahead, in two: what it matches, and what it looks at.
pub(super) struct Parts {
    pub(super) head: DFA,
    pub(super) ahead: DFA,
    regex: meta::Regex,
}

impl Parts {
    fn new(pattern: &Pattern) -> Option<Parts> {
        let (head, group) = pattern.source.unicode.split_at(pattern.head);
        Some(Parts {
            head: automaton(&[head], false)?,
            ahead: automaton(&[group.strip_prefix("()")?], false)?,
            regex: compile(head, false)?,
        })
    }

    /// The groups of what is matched, which are the rule's, where that ends at `end`.
    pub(super) fn captures(&self, text: &str, end: usize, slots: &mut Slots) {
        slots.clear();
        slots.resize(self.regex.group_info().slot_len(), None);
        let input = Input::new(text).range(..end).anchored(Anchored::Yes);
        self.regex.search_slots(&input, slots);
    }
}

/// So often an engine does without its automaton.
const WISHES: u32 = 100;

impl Engine {
    /// Matches at the beginning of `text`, reading `text[..limit]` at most, and fills the slots of the groups.
    /// Returns the end of what was read.
    pub(super) fn captures(
        &self,
        pattern: &Pattern,
        text: &str,
        limit: usize,
        slots: &mut Slots,
    ) -> Option<usize> {
        slots.clear();
        if pattern.fancy {
            return self.fancy_captures(pattern, text, slots);
        }
        // What follows the match is looked at too.
        let read = &text.as_bytes()[..text.len().min(limit + 1)];
        let regex = self.regex(pattern, read.is_ascii())?;
        slots.resize(regex.group_info().slot_len(), None);
        let input = Input::new(text).range(..limit).anchored(Anchored::Yes);
        regex.search_slots(&input, slots)?;
        slots.get(1).copied().flatten().map(NonMaxUsize::get)
    }

    /// The expression for text that is ASCII, or for any.
    fn regex(&self, pattern: &Pattern, ascii: bool) -> Option<&meta::Regex> {
        let regex = if ascii || !pattern.beyond_ascii {
            self.ascii
                .get_or_init(|| compile(&pattern.source.ascii, true))
        } else {
            self.unicode
                .get_or_init(|| compile(&pattern.source.unicode, false))
        };
        regex.as_ref()
    }

    fn fancy_captures(&self, pattern: &Pattern, text: &str, slots: &mut Slots) -> Option<usize> {
        let found = self.fancy(pattern)?.captures(text).ok().flatten()?;
        for group in 0..found.len() {
            let group = found.get(group);
            slots.push(group.and_then(|g| NonMaxUsize::new(g.start())));
            slots.push(group.and_then(|g| NonMaxUsize::new(g.end())));
        }
        found.get(0).map(|g| g.end())
    }

    fn fancy(&self, pattern: &Pattern) -> Option<&fancy_regex::Regex> {
        let compile =
            || fancy_regex::Regex::new(&format!(r"(?m)\A(?:{})", pattern.source.unicode)).ok();
        self.fancy.get_or_init(compile).as_ref()
    }

    /// An automaton of the expression: where that finds nothing, there is no match. None where it is not yet worth
    /// compiling; for a long text it is.
    pub(super) fn rough(&self, pattern: &Pattern, is_long: bool) -> Option<&DFA> {
        let is_rare = || self.wishes.fetch_add(1, Ordering::Relaxed) < WISHES;
        if !is_long && self.rough.get().is_none() && is_rare() {
            return None;
        }
        let compile = || automaton(&[&pattern.rough], false).map(Box::new);
        self.rough.get_or_init(compile).as_deref()
    }

    /// The two parts of an expression that ends by looking ahead.
    pub(super) fn parts(&self, pattern: &Pattern) -> Option<&Parts> {
        let compile = || Parts::new(pattern).map(Box::new);
        self.parts.get_or_init(compile).as_deref()
    }

    /// As `captures` on all of the text, without the groups.
    pub(super) fn end(&self, pattern: &Pattern, text: &str) -> Option<usize> {
        if pattern.fancy {
            return self
                .fancy(pattern)?
                .find(text)
                .ok()
                .flatten()
                .map(|found| found.end());
        }
        let regex = self
            .unicode
            .get_or_init(|| compile(&pattern.source.unicode, false))
            .as_ref()?;
        let input = Input::new(text).anchored(Anchored::Yes);
        regex.search_half(&input).map(|half| half.offset())
    }

    /// Whether an expression does not compile; for tests.
    #[cfg(test)]
    pub(super) fn is_broken(pattern: &Pattern) -> bool {
        if nfa(&[&pattern.rough], false, false).is_none() {
            return true;
        }
        if pattern.fancy {
            return Engine::default().fancy(pattern).is_none();
        }
        let broken = |ascii| nfa(&[pattern.in_automaton(ascii)], ascii, false).is_none();
        broken(true) || broken(false) || compile(&pattern.source.ascii, true).is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_look_ahead_is_read() {
        let one = Pattern::new(r"\w+(?=\()");
        assert_eq!((one.fancy, one.trail), (false, Trail::OneChar));
        let more = Pattern::new(r"(\w+)(?=\s*:)");
        assert_eq!((more.fancy, more.trail), (false, Trail::Group(2)));
        let not = Pattern::new(r"\d+(?!\.)");
        assert_eq!((not.fancy, not.trail), (false, Trail::OneCharOrEnd(1)));
        let any = Pattern::new(r"(?s)(?=.)");
        assert_eq!((any.fancy, any.trail), (false, Trail::Group(1)));
        assert!(any.first_bytes().has(b'\n'));
        assert!(Pattern::new(r"a|b(?=c)").fancy);
        assert!(Pattern::new(r"(?!a)\w+").fancy);
        assert!(!Pattern::new(r"\++|[*+]+").fancy);
        assert!(Pattern::new(r"\w++").fancy);
    }

    #[test]
    fn an_ending_boundary_is_read_where_a_word_comes_before() {
        assert_eq!(Pattern::new(r"(?:if|else)\b").trail, Trail::WordEnd);
        assert_eq!(Pattern::new(r"[\w-]+\b").trail, Trail::None);
        assert_eq!(Pattern::new(r"\p{L}+\b").trail, Trail::None);
    }

    #[test]
    fn first_bytes_do_not_look_around() {
        let set = Pattern::new(r"(?!x)(?:ab|cd)(?<!q)").first_bytes();
        assert!(set.has(b'a') && set.has(b'c') && !set.has(b'x') && !set.has(b'q'));
    }

    #[test]
    fn classes_have_an_ascii_form() {
        let pattern = Pattern::new(r"[\p{L}:_·-]\p{Word}*");
        assert_eq!(
            pattern.in_automaton(true),
            r"[\x2D\x3A\x41-\x5A\x5F\x61-\x7A][\x30-\x39\x41-\x5A\x5F\x61-\x7A]*"
        );
    }
}
