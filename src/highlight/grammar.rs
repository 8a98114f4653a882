//! The vocabulary that lexers are written in: states that hold rules, rules that hold an expression and actions.
//! A lexer's file is a function that returns a [`Grammar`]; docs/LEXERS.md walks through one.

use super::machine::{Context, Match};
use super::pattern::{ByteSet, Engine, Pattern};
use super::token::Token;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// The states of a language, by name. A lexer begins in `root`.
#[derive(Default)]
pub struct Grammar {
    pub(super) states: Vec<(&'static str, Vec<Rule>)>,
    pub(super) on_reset: Option<fn(&mut Context<'_, '_>)>,
}

impl Grammar {
    /// A grammar without states.
    pub fn new() -> Grammar {
        Grammar::default()
    }

    /// Adds a state, in place of one of the same name.
    pub fn state(self, name: &'static str, rules: impl IntoIterator<Item = Rule>) -> Grammar {
        self.with_state(name, rules.into_iter().collect())
    }

    fn with_state(mut self, name: &'static str, rules: Vec<Rule>) -> Grammar {
        match self.states.iter_mut().find(|state| state.0 == name) {
            Some(state) => state.1 = rules,
            None => self.states.push((name, rules)),
        }
        self
    }

    /// Adds rules before those of a state that is there.
    pub fn prepend(mut self, name: &'static str, rules: impl IntoIterator<Item = Rule>) -> Grammar {
        let mut rules: Vec<Rule> = rules.into_iter().collect();
        match self.states.iter_mut().find(|state| state.0 == name) {
            Some(state) => {
                rules.append(&mut state.1);
                state.1 = rules;
            }
            None => self.states.push((name, rules)),
        }
        self
    }

    /// Adds rules behind those of a state that is there.
    pub fn append(mut self, name: &'static str, rules: impl IntoIterator<Item = Rule>) -> Grammar {
        match self.states.iter_mut().find(|state| state.0 == name) {
            Some(state) => state.1.extend(rules),
            None => self.states.push((name, rules.into_iter().collect())),
        }
        self
    }

    /// What is done when a lexer of this language begins anew: Rouge's `start` block.
    pub fn on_reset(mut self, begin: fn(&mut Context<'_, '_>)) -> Grammar {
        self.on_reset = Some(begin);
        self
    }
}

/// A callback of a rule: sees the match, gives tokens, moves between states.
pub type Call = fn(&mut Context<'_, '_>, &Match<'_>);

/// A hand-written matcher: how many bytes from the position on it takes, or none.
pub type Scan = fn(&mut Context<'_, '_>) -> Option<usize>;

/// One row of a state. A pointer, so that tables of hundreds of rules move cheaply while they are built.
pub struct Rule(Box<Row>);

/// What a [`Rule`] holds.
pub struct Row {
    pub(super) when: When,
    pub(super) actions: Vec<Action>,
    pub(super) at_line_start: bool,
    engine: Engine,
    pattern: OnceLock<Pattern>,
    first: OnceLock<ByteSet>,
}

/// When a rule is taken.
pub(super) enum When {
    /// Where the expression matches.
    Matches(Cow<'static, str>),
    /// Where the function takes something.
    Scans(Scan),
    /// Where one of another state's rules is.
    Includes(&'static str),
}

/// What a rule does.
pub(super) enum Action {
    Token(Token),
    Groups(Vec<Part>),
    Words(Words),
    Push(&'static str),
    PushSame,
    Pop(usize),
    GoTo(&'static str),
    Reset,
    Recurse,
    Delegate(&'static str),
    Fresh(&'static str),
    Call(Call),
}

/// What becomes of one group of a match.
#[derive(Clone)]
pub enum Part {
    /// It is this token.
    Token(Token),
    /// It is what the table says of it.
    Words(Words),
    /// The language itself reads it, from its beginning.
    Recurse,
    /// Another language reads it, from its beginning.
    Fresh(&'static str),
}

impl From<Token> for Part {
    fn from(token: Token) -> Part {
        Part::Token(token)
    }
}

impl Deref for Rule {
    type Target = Row;

    fn deref(&self) -> &Row {
        &self.0
    }
}

#[inline(never)]
fn when(when: When, actions: Vec<Action>) -> Rule {
    Rule(Box::new(Row {
        when,
        actions,
        at_line_start: false,
        engine: Engine::default(),
        pattern: OnceLock::new(),
        first: OnceLock::new(),
    }))
}

/// An expression, and the token that its match is.
pub fn rule(expression: impl Into<Cow<'static, str>>, token: Token) -> Rule {
    when(When::Matches(expression.into()), vec![Action::Token(token)])
}

/// An expression whose match gives no token: where only the state changes.
pub fn at(expression: impl Into<Cow<'static, str>>) -> Rule {
    when(When::Matches(expression.into()), Vec::new())
}

/// An expression, and a token for each of its groups.
pub fn groups<P: Into<Part>>(
    expression: impl Into<Cow<'static, str>>,
    tokens: impl IntoIterator<Item = P>,
) -> Rule {
    let parts = tokens.into_iter().map(Into::into).collect();
    when(
        When::Matches(expression.into()),
        vec![Action::Groups(parts)],
    )
}

/// An expression, and the token that a table has for its match.
pub fn words(expression: impl Into<Cow<'static, str>>, words: &Words) -> Rule {
    when(
        When::Matches(expression.into()),
        vec![Action::Words(words.clone())],
    )
}

/// An expression, and a function that is called with its match.
pub fn call(expression: impl Into<Cow<'static, str>>, function: Call) -> Rule {
    when(
        When::Matches(expression.into()),
        vec![Action::Call(function)],
    )
}

/// The words of a list, apart by white space, as alternatives in an expression.
pub fn any_of(words: &str) -> String {
    let words: Vec<&str> = words.split_ascii_whitespace().collect();
    format!("(?:{})", words.join("|"))
}

/// The part of a list of words that follows a name in brackets.
pub fn section<'a>(list: &'a str, name: &str) -> &'a str {
    let named = |part: &'a str| part.strip_prefix(name)?.strip_prefix(']');
    list.split('[').find_map(named).unwrap_or_default()
}

/// A hand-written matcher, and the token that its match is.
pub fn scan(matcher: Scan, token: Token) -> Rule {
    when(When::Scans(matcher), vec![Action::Token(token)])
}

/// A hand-written matcher, and a function that is called with its match.
pub fn scan_call(matcher: Scan, function: Call) -> Rule {
    when(When::Scans(matcher), vec![Action::Call(function)])
}

/// The rules of another state, at this place.
pub fn include(state: &'static str) -> Rule {
    when(When::Includes(state), Vec::new())
}

impl Rule {
    #[inline(never)]
    fn and(mut self, action: Action) -> Rule {
        self.0.actions.push(action);
        self
    }

    /// Then enters a state.
    pub fn push(self, state: &'static str) -> Rule {
        self.and(Action::Push(state))
    }

    /// Then enters the present state once more.
    pub fn push_same(self) -> Rule {
        self.and(Action::PushSame)
    }

    /// Then leaves the state.
    pub fn pop(self) -> Rule {
        self.and(Action::Pop(1))
    }

    /// Then leaves so many states.
    pub fn pop_many(self, times: usize) -> Rule {
        self.and(Action::Pop(times))
    }

    /// Then has a state in place of the present one.
    pub fn goto(self, state: &'static str) -> Rule {
        self.and(Action::GoTo(state))
    }

    /// Then leaves all states but `root`.
    pub fn reset(self) -> Rule {
        self.and(Action::Reset)
    }

    /// Has a lexer of the same language read the match, from its beginning.
    pub fn recurse(self) -> Rule {
        self.and(Action::Recurse)
    }

    /// Has a lexer of another language read the match, going on where it was.
    pub fn delegate(self, tag: &'static str) -> Rule {
        self.and(Action::Delegate(tag))
    }

    /// Has a lexer of another language read the match, from its beginning.
    pub fn fresh(self, tag: &'static str) -> Rule {
        self.and(Action::Fresh(tag))
    }

    /// Then calls a function.
    pub fn then(self, function: Call) -> Rule {
        self.and(Action::Call(function))
    }

    /// Is tried at the beginning of a line alone.
    pub fn line_start(mut self) -> Rule {
        self.0.at_line_start = true;
        self
    }
}

impl Row {
    /// Whether an action looks at the groups of the match.
    pub(super) fn wants_groups(&self) -> bool {
        let looks = |action: &Action| matches!(action, Action::Groups(_) | Action::Call(_));
        self.pattern().captures > 0 && self.actions.iter().any(looks)
    }

    /// The states that the rule's actions name.
    #[cfg(test)]
    pub(super) fn states_named(&self) -> Vec<&'static str> {
        let named = self.actions.iter().filter_map(|action| match action {
            Action::Push(state) | Action::GoTo(state) => Some(*state),
            _ => None,
        });
        named.collect()
    }

    fn expression(&self) -> Option<&str> {
        match &self.when {
            When::Matches(source) => Some(source),
            _ => None,
        }
    }

    /// The rule's expression, translated when first asked for.
    pub(super) fn pattern(&self) -> &Pattern {
        self.pattern
            .get_or_init(|| Pattern::new(self.expression().unwrap_or_default()))
    }

    /// The rule's expression, compiled by itself.
    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The bytes that a match of the rule can begin with.
    pub(super) fn first_bytes(&self) -> &ByteSet {
        self.first.get_or_init(|| match self.when {
            When::Matches(_) => self.pattern().first_bytes(),
            _ => ByteSet::all(),
        })
    }
}

/// A table of words and the tokens that they are.
#[derive(Clone)]
pub struct Words(Arc<Table>);

struct Table {
    known: HashMap<Box<str>, Token, std::hash::BuildHasherDefault<Fnv>>,
    other: Token,
    fold: bool,
}

/// A table: for each token its words, apart by white space; and what any other word is. The first row that has a word decides.
pub fn table<'a>(other: Token, rows: impl IntoIterator<Item = (&'a str, Token)>) -> Words {
    Words::new(other, false, rows)
}

/// A table whose words count in any case; they are written in lower case.
pub fn table_any_case<'a>(other: Token, rows: impl IntoIterator<Item = (&'a str, Token)>) -> Words {
    Words::new(other, true, rows)
}

impl Words {
    fn new<'a>(
        other: Token,
        fold: bool,
        rows: impl IntoIterator<Item = (&'a str, Token)>,
    ) -> Words {
        let mut known: HashMap<Box<str>, Token, _> = HashMap::default();
        for (words, token) in rows {
            for word in words.split_ascii_whitespace() {
                known.entry(word.into()).or_insert(token);
            }
        }
        Words(Arc::new(Table { known, other, fold }))
    }

    /// The token of a word that is in the table.
    pub fn find(&self, word: &str) -> Option<Token> {
        if self.0.fold
            && word
                .bytes()
                .any(|b| b.is_ascii_uppercase() || !b.is_ascii())
        {
            return self.0.known.get(word.to_lowercase().as_str()).copied();
        }
        self.0.known.get(word).copied()
    }

    /// The token of a word.
    pub fn token(&self, word: &str) -> Token {
        self.find(word).unwrap_or(self.0.other)
    }
}

/// The FNV-1a hash: quick on short words.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl std::hash::Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
