//! A rule's expression: from the dialect that lexers are written in to what the engines run.
//! The dialect is Ruby's where it differs from the engines' own (see docs/LEXERS.md).

use regex_automata::nfa::thompson::{NFA, State, WhichCaptures};
use regex_automata::util::primitives::NonMaxUsize;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, meta};

/// Where the groups of a match begin and end, two slots a group.
pub(super) type Slots = Vec<Option<NonMaxUsize>>;

/// An expression, translated and sorted by what it needs.
pub(super) struct Pattern {
    /// What the engines compile.
    pub(super) source: String,
    /// What a state's automaton compiles; differs from `source` for an ending `\b` alone.
    pub(super) in_automaton: String,
    /// How the end of the match follows from the end of what was read.
    pub(super) trail: Trail,
    /// It looks around or back, which no automaton can.
    pub(super) fancy: bool,
    /// The expression without what it looks at, for the bytes it can begin with.
    loose: String,
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

impl Pattern {
    /// Translates an expression of the dialect.
    pub(super) fn new(dialect: &str) -> Pattern {
        let mut read = Translator::default();
        read.run(dialect);
        read.finish()
    }

    /// The bytes that a match can begin with; all of them where it can be empty.
    pub(super) fn first_bytes(&self) -> ByteSet {
        match nfa(&[&self.loose], false) {
            Some(nfa) => ByteSet::of(&nfa),
            None => ByteSet::all(),
        }
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

#[derive(Default)]
struct Translator {
    out: String,
    loose: String,
    open: Vec<(Group, usize, usize)>,
    captures: usize,
    looks: usize,
    hard: bool,
    top_alternation: bool,
    /// The last group that closed at the top level: kind, where it begins and ends in `out`, captures before it.
    last: Option<(Group, usize, usize, usize)>,
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
                '+' if self.out.ends_with(['*', '+', '?'])
                    && !self.escaped_quantifier(dialect, rest) =>
                {
                    self.hard = true;
                    self.out.push('+');
                    1
                }
                _ => {
                    if c == '|' && self.open.is_empty() {
                        self.top_alternation = true;
                    }
                    self.both(&rest[..c.len_utf8()]);
                    c.len_utf8()
                }
            };
            rest = &rest[used..];
        }
    }

    /// Whether the quantifier sign before `rest` is a character of its own: `\++`.
    fn escaped_quantifier(&self, dialect: &str, rest: &str) -> bool {
        let before = &dialect[..dialect.len() - rest.len() - 1];
        before.chars().rev().take_while(|&c| c == '\\').count() % 2 == 1
    }

    fn both(&mut self, text: &str) {
        self.out.push_str(text);
        self.loose.push_str(text);
    }

    fn escape(&mut self, rest: &str) -> usize {
        let Some(c) = rest[1..].chars().next() else {
            self.both("\\\\");
            return 1;
        };
        let used = 1 + c.len_utf8();
        match c {
            'w' => self.both(&format!("[{WORD}]")),
            'W' => self.both(&format!("[^{WORD}]")),
            'd' => self.both("[0-9]"),
            'D' => self.both("[^0-9]"),
            's' => self.both(r"[\t-\r ]"),
            'S' => self.both(r"[^\t-\r ]"),
            'h' => self.both("[0-9A-Fa-f]"),
            'H' => self.both("[^0-9A-Fa-f]"),
            'e' => self.both(r"\x1B"),
            'Z' => {
                self.hard = true;
                self.out.push_str(r"(?=\n?\z)");
            }
            'b' => {
                self.ends_in_boundary = self.open.is_empty();
                self.both(r"\b");
            }
            'p' if rest[2..].starts_with("{Word}") => {
                self.both(&format!("[{UNICODE_WORD}]"));
                return used + 6;
            }
            '1'..='9' => {
                self.hard = true;
                self.out.push_str(&rest[..used]);
                self.loose.push_str("(?s:.*)");
            }
            'k' => {
                self.hard = true;
                let end = rest.find('>').map_or(used, |at| at + 1);
                self.out.push_str(&rest[..end]);
                self.loose.push_str("(?s:.*)");
                return end;
            }
            // In the engines `\<` and `\>` are the ends of words.
            '<' | '>' | '/' | '"' | '\'' | '=' | '!' | ':' | ';' | ',' | '@' | '%' | '`' | '_' => {
                self.both(&rest[1..used]);
            }
            _ => self.both(&rest[..used]),
        }
        used
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
        self.both(&text);
        at
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
        self.open.push((kind, self.out.len(), self.loose.len()));
        self.out.push_str(&rest[..used]);
        used
    }

    fn plain_group(&mut self, rest: &str) -> usize {
        let here = (Group::Plain, self.out.len(), self.loose.len());
        if rest.starts_with("(?>") {
            self.hard = true;
            self.open.push(here);
            self.out.push_str("(?>");
            self.loose.push_str("(?:");
            return 3;
        }
        if rest.starts_with("(?<") || rest.starts_with("(?P<") {
            self.captures += 1;
            self.open.push(here);
            let end = rest.find('>').map_or(rest.len(), |at| at + 1);
            self.both(&rest[..end]);
            return end;
        }
        if let Some(inner) = rest.strip_prefix("(?") {
            let is_flag = |b: &u8| b.is_ascii_alphabetic() || *b == b'-';
            let flags = inner.bytes().take_while(is_flag).count();
            if inner[flags..].starts_with(':') {
                self.open.push(here);
            }
            let end = (3 + flags).min(rest.len());
            self.both(&rest[..end]);
            return end;
        }
        self.captures += 1;
        self.open.push(here);
        self.both("(");
        1
    }

    fn close(&mut self) -> usize {
        let Some((kind, start, loose_start)) = self.open.pop() else {
            self.both(r"\)");
            return 1;
        };
        self.out.push(')');
        if kind == Group::Plain {
            self.loose.push(')');
        } else {
            self.loose.truncate(loose_start);
        }
        if self.open.is_empty() {
            self.last = Some((kind, start, self.out.len(), self.captures));
        }
        1
    }

    fn finish(self) -> Pattern {
        let simple = !self.hard && !self.top_alternation;
        if let Some((kind, start, end, captures)) = self.last
            && simple
            && self.looks == 1
            && end == self.out.len()
            && kind != Group::Behind
            && (kind != Group::Plain)
        {
            let body = &self.out[start + 3..end - 1];
            let head = &self.out[..start];
            if let Some((source, trail)) = read_on(head, body, kind, captures + 1) {
                return Pattern {
                    in_automaton: source.clone(),
                    source,
                    trail,
                    fancy: false,
                    loose: self.loose,
                };
            }
        }
        let fancy = self.hard || self.looks > 0;
        if self.ends_in_boundary && simple && !fancy {
            let head = &self.out[..self.out.len() - 2];
            if ends_in_word(head) {
                return Pattern {
                    in_automaton: format!(r"{head}(?:[^{WORD}]|\z)"),
                    source: self.out,
                    trail: Trail::WordEnd,
                    fancy,
                    loose: self.loose,
                };
            }
        }
        Pattern {
            in_automaton: self.out.clone(),
            source: self.out,
            trail: Trail::None,
            fancy,
            loose: self.loose,
        }
    }
}

/// `head(?=body)` or `head(?!body)` as an expression that reads the body too, and how to find the match's end.
fn read_on(head: &str, body: &str, kind: Group, group: usize) -> Option<(String, Trail)> {
    match (kind, one_char(body)) {
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
        '[' => {
            let mut depth = 0;
            let mut escaped = false;
            for (at, c) in body.char_indices() {
                match c {
                    _ if escaped => escaped = false,
                    '\\' => escaped = true,
                    '[' => depth += 1,
                    ']' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    return (at + 1 == body.len()).then(|| body.to_string());
                }
            }
            None
        }
        '\\' => {
            let c = chars.next()?;
            (chars.next().is_none() && (c.is_ascii_punctuation() || "ntrfv".contains(c)))
                .then(|| format!("[{body}]"))
        }
        '.' => chars.next().is_none().then(|| r"[^\n]".to_string()),
        '(' | ')' | '|' | '^' | '$' | '*' | '+' | '?' => None,
        _ => chars.next().is_none().then(|| format!("[{body}]")),
    }
}

/// Whether every match of an expression ends in an ASCII word character.
fn ends_in_word(head: &str) -> bool {
    let Some(nfa) = nfa(&[head], true) else {
        return false;
    };
    let last = ByteSet::of(&nfa);
    (0..=255u8).all(|b| !last.has(b) || b.is_ascii_alphanumeric() || b == b'_')
}

/// The characters of a Unicode word, as Ruby's `\p{Word}` and `[[:word:]]`.
const UNICODE_WORD: &str = r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}";

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
        ("[:punct:]", r"\p{P}$+<=>\^`|~"),
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
        '<' | '>' | '/' | '"' | '\'' | '=' | '!' | ':' | ';' | ',' | '@' | '%' | '`' | '_' => {
            text.push(c)
        }
        _ => text.push_str(&here[..used]),
    }
    used
}

/// The NFA of some expressions, tried in their order; backwards for the bytes at their end.
pub(super) fn nfa(sources: &[&str], reverse: bool) -> Option<NFA> {
    NFA::compiler()
        .configure(
            NFA::config()
                .which_captures(WhichCaptures::None)
                .reverse(reverse),
        )
        .syntax(syntax::Config::new().multi_line(true))
        .build_many(sources)
        .ok()
}

/// A set of bytes.
#[derive(Clone, Copy, Default)]
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

    /// The bytes that can be read first from the start of an NFA; all of them where none need be.
    fn of(nfa: &NFA) -> ByteSet {
        let mut set = ByteSet::default();
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
                    for byte in 0..=255 {
                        if dense.matches_byte(byte).is_some() {
                            set.add(byte, byte);
                        }
                    }
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

/// One expression compiled by itself, with its groups.
pub(super) enum Engine {
    /// One that an automaton can run.
    Plain(meta::Regex),
    /// One that looks around.
    Fancy(fancy_regex::Regex),
    /// One that does not compile; it matches nothing, and a test finds it.
    Broken,
}

impl Engine {
    /// Compiles a pattern.
    pub(super) fn new(pattern: &Pattern) -> Engine {
        if pattern.fancy {
            let anchored = format!(r"(?m)\A(?:{})", pattern.source);
            return fancy_regex::Regex::new(&anchored).map_or(Engine::Broken, Engine::Fancy);
        }
        meta::Regex::builder()
            .configure(meta::Config::new().auto_prefilter(false))
            .syntax(syntax::Config::new().multi_line(true))
            .build(&pattern.source)
            .map_or(Engine::Broken, Engine::Plain)
    }

    /// Matches at the beginning of `text`, reading `text[..limit]` at most, and fills the slots of the groups.
    /// Returns the end of what was read.
    pub(super) fn captures(&self, text: &str, limit: usize, slots: &mut Slots) -> Option<usize> {
        slots.clear();
        match self {
            Engine::Plain(regex) => {
                slots.resize(regex.group_info().slot_len(), None);
                let input = Input::new(text).range(..limit).anchored(Anchored::Yes);
                regex.search_slots(&input, slots)?;
                slots.get(1).copied().flatten().map(NonMaxUsize::get)
            }
            Engine::Fancy(regex) => {
                let found = regex.captures(text).ok().flatten()?;
                for group in 0..found.len() {
                    let group = found.get(group);
                    slots.push(group.and_then(|g| NonMaxUsize::new(g.start())));
                    slots.push(group.and_then(|g| NonMaxUsize::new(g.end())));
                }
                found.get(0).map(|g| g.end())
            }
            Engine::Broken => None,
        }
    }

    /// As `captures`, without the groups.
    pub(super) fn end(&self, text: &str) -> Option<usize> {
        match self {
            Engine::Plain(regex) => {
                let input = Input::new(text).anchored(Anchored::Yes);
                regex.search_half(&input).map(|half| half.offset())
            }
            Engine::Fancy(regex) => regex.find(text).ok().flatten().map(|found| found.end()),
            Engine::Broken => None,
        }
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
        assert!(Pattern::new(r"a|b(?=c)").fancy);
        assert!(Pattern::new(r"(?!a)\w+").fancy);
        assert!(!Pattern::new(r"\++|[*+]+").fancy);
        assert!(Pattern::new(r"\w++").fancy);
    }

    #[test]
    fn an_ending_boundary_is_read_where_a_word_comes_before() {
        assert_eq!(Pattern::new(r"(?:if|else)\b").trail, Trail::WordEnd);
        assert_eq!(Pattern::new(r"[\w-]+\b").trail, Trail::None);
    }

    #[test]
    fn first_bytes_do_not_look_around() {
        let set = Pattern::new(r"(?!x)(?:ab|cd)(?<!q)").first_bytes();
        assert!(set.has(b'a') && set.has(b'c') && !set.has(b'x') && !set.has(b'q'));
    }
}
