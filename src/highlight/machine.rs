//! Reads a text by a language's states and rules, as `Rouge::RegexLexer` does, and hands out its tokens.
//! A machine is one lexer with its stack; it may be handed piece after piece and goes on where it was.

use super::Lexer;
use super::grammar::{Action, Part};
use super::lexers::Way;
use super::program::{Hit, Language, Place, Scratch, StateId};
use super::token::Token;
use foldhash::fast::FixedState;
use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

/// Takes tokens. Neighbours of one class are one token; who takes them joins them.
pub trait Sink {
    /// A piece of the text; never called with an empty one.
    fn token(&mut self, token: Token, text: &str);
}

/// The options that follow a language's name, `console?lang=ruby`.
pub type Options = Arc<Vec<(String, String)>>;

/// The exception that Rouge raises instead of printing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Its class (`RuntimeError`).
    pub class: &'static str,
    /// Its message, in Ruby's words.
    pub message: String,
}

impl Failure {
    /// The class of a guess that does not decide. What it is as text is that name, not its message.
    pub const AMBIGUOUS: &str = "Rouge::Guesser::Ambiguous";

    /// An exception of a class, with its message.
    pub fn new(class: &'static str, message: impl Into<String>) -> Self {
        Failure {
            class,
            message: message.into(),
        }
    }

    /// What Rouge raises where it leaves a state and there is none.
    fn empty_stack() -> Self {
        Failure::new("RuntimeError", "empty stack!")
    }
}

/// So many matches in a row may be empty.
const MAX_NULL_SCANS: usize = 5;

/// So deep may lexers hand text to lexers; below, text is left as it is.
const MAX_DEPTH: usize = 64;

/// One lexer at work.
pub struct Machine {
    lexer: &'static Lexer,
    options: Options,
    stack: Vec<StateId>,
    vars: Option<Box<dyn Any + Send>>,
    parts: Vec<(&'static str, Machine)>,
    depth: usize,
    /// So many texts it has read, wholly or in part.
    texts: usize,
    failure: Option<Failure>,
}

impl Machine {
    /// A lexer at its beginning.
    pub fn new(lexer: &'static Lexer, options: Options) -> Machine {
        Machine::inside(lexer, options, 0)
    }

    fn inside(lexer: &'static Lexer, options: Options, depth: usize) -> Machine {
        let mut machine = Machine {
            lexer,
            options,
            stack: Vec::new(),
            vars: None,
            parts: Vec::new(),
            depth,
            texts: 0,
            failure: None,
        };
        machine.reset();
        machine
    }

    /// Begins anew.
    pub fn reset(&mut self) {
        self.vars = None;
        self.parts.clear();
        self.stack.clear();
        if let Some(language) = self.lexer.language() {
            self.stack.push(language.number("root"));
            if let Some(begin) = language.grammar.on_reset {
                begin(&mut Context::new(self, language, "", &mut Nowhere));
            }
        }
    }

    /// The value of an option that followed the language's name.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options
            .iter()
            .rev()
            .find(|option| option.0 == name)
            .map(|option| option.1.as_str())
    }

    /// The options that followed the language's name.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The values of an option that holds a list, apart by commas.
    pub fn list_option(&self, name: &str) -> Vec<String> {
        let values = self.options.iter().filter(|option| option.0 == name);
        let split = values.flat_map(|option| {
            let kept = option.1.trim_end_matches(',');
            kept.split(',').filter(move |_| !kept.is_empty())
        });
        split.map(String::from).collect()
    }

    /// What went wrong, if Rouge would have raised.
    pub fn failure(&mut self) -> Option<Failure> {
        self.failure.take()
    }

    /// A lexer that this one keeps, made when first asked for.
    pub fn part(&mut self, tag: &'static str) -> Option<&mut Machine> {
        if let Some(at) = self.parts.iter().position(|part| part.0 == tag) {
            return Some(&mut self.parts[at].1);
        }
        let lexer = super::find(tag)?;
        Some(self.set_part(tag, lexer, self.options.clone()))
    }

    /// Keeps a lexer under a name.
    pub fn set_part(
        &mut self,
        name: &'static str,
        lexer: &'static Lexer,
        options: Options,
    ) -> &mut Machine {
        self.parts.retain(|part| part.0 != name);
        let machine = Machine::inside(lexer, options, self.depth + 1);
        self.parts.push((name, machine));
        let last = self.parts.len() - 1;
        &mut self.parts[last].1
    }

    /// Reads a text, going on from where the last one ended.
    pub fn run(&mut self, text: &str, sink: &mut dyn Sink) {
        if text.is_empty() || self.failure.is_some() {
            return;
        }
        if self.depth > MAX_DEPTH {
            return sink.token(Token::Text, text);
        }
        match self.lexer.way() {
            Way::Plain => {
                let token = self.option("token").and_then(Token::named);
                sink.token(token.unwrap_or(Token::Text), text);
            }
            Way::Own(run) => run(self, text, sink),
            Way::Rules(_) => {
                if let Some(language) = self.lexer.language() {
                    let mut scratch = language.take_scratch();
                    Context::new(self, language, text, sink).run(&mut scratch);
                    language.give_back(scratch);
                }
            }
        }
    }
}

struct Nowhere;

impl Sink for Nowhere {
    fn token(&mut self, _: Token, _: &str) {}
}

/// What a rule's callback sees of the lexer, and may change.
pub struct Context<'m, 't> {
    machine: &'m mut Machine,
    language: &'static Language,
    sink: &'m mut dyn Sink,
    text: &'t str,
    /// Which of the machine's texts that is.
    nth: usize,
    /// Where the match begins.
    pos: usize,
    /// The length of the match.
    len: usize,
    /// So many matches in a row were empty.
    nulls: usize,
    /// What was looked for in vain, and up to where it is in vain.
    missing: HashMap<Box<str>, usize, FixedState>,
}

impl<'m, 't> Context<'m, 't> {
    fn new(
        machine: &'m mut Machine,
        language: &'static Language,
        text: &'t str,
        sink: &'m mut dyn Sink,
    ) -> Self {
        machine.texts += 1;
        Context {
            nth: machine.texts,
            machine,
            language,
            sink,
            text,
            pos: 0,
            len: 0,
            nulls: 0,
            missing: HashMap::default(),
        }
    }

    fn run(&mut self, scratch: &mut Scratch) {
        while self.pos < self.text.len() && self.machine.failure.is_none() {
            let Some(&state) = self.machine.stack.last() else {
                return self.fail(Failure::empty_stack());
            };
            if !self.step(state, scratch) {
                let end = self.text[self.pos..]
                    .chars()
                    .next()
                    .map_or(1, char::len_utf8);
                self.sink
                    .token(Token::Error, &self.text[self.pos..self.pos + end]);
                self.pos += end;
            }
        }
    }

    /// Tries the state's rules once. After too many empty matches a rule is carried out, but does not count: the
    /// rules behind the state that it was included from are tried, and then there is an error.
    fn step(&mut self, state: StateId, scratch: &mut Scratch) -> bool {
        let mut from = 0;
        loop {
            let text = self.text;
            let place = Place {
                text: &text[self.pos..],
                line_start: self.pos == 0 || text.as_bytes()[self.pos - 1] == b'\n',
            };
            self.len = 0;
            let language = self.language;
            let hit = language.find(state, place, from, scratch, &mut |scan| scan(self));
            let Some(hit) = hit else {
                return false;
            };
            self.len = hit.len;
            self.act(&hit, scratch);
            if hit.len > 0 {
                self.nulls = 0;
                self.pos += hit.len;
                return true;
            }
            self.nulls += 1;
            if self.nulls <= MAX_NULL_SCANS {
                return true;
            }
            if hit.resume == u32::MAX || self.machine.failure.is_some() {
                return false;
            }
            from = hit.resume;
        }
    }

    fn act(&mut self, hit: &Hit<'static>, scratch: &mut Scratch) {
        let text = self.text;
        let matched = Match {
            text: &text[self.pos..],
            len: hit.len,
            slots: if hit.grouped {
                std::mem::take(&mut scratch.slots)
            } else {
                Vec::new()
            },
        };
        for action in &hit.rule.actions {
            match action {
                Action::Token(token) => self.token(*token, matched.whole()),
                Action::Words(words) => self.token(words.token(matched.whole()), matched.whole()),
                Action::Groups(parts) => self.groups(&matched, parts),
                Action::Push(state) => self.push(state),
                Action::PushSame => self.push_same(),
                Action::Pop(times) => self.pop(*times),
                Action::GoTo(state) => self.goto(state),
                Action::Reset => self.reset_stack(),
                Action::Recurse => self.recurse(matched.whole()),
                Action::Delegate(tag) => self.delegate(tag, matched.whole()),
                Action::Fresh(tag) => self.fresh(tag, matched.whole()),
                Action::Call(function) => function(self, &matched),
            }
        }
        if hit.grouped {
            scratch.slots = matched.slots;
        }
    }

    fn groups(&mut self, matched: &Match<'t>, parts: &[Part]) {
        for (at, part) in parts.iter().enumerate() {
            let text = matched.group(at + 1);
            match part {
                Part::Token(token) => self.token(*token, text),
                Part::Words(words) => self.token(words.token(text), text),
                Part::Recurse => self.recurse(text),
                Part::Fresh(tag) => self.fresh(tag, text),
            }
        }
    }

    /// Hands out a token.
    pub fn token(&mut self, token: Token, text: &str) {
        if !text.is_empty() {
            self.sink.token(token, text);
        }
    }

    /// Enters a state.
    pub fn push(&mut self, state: &str) {
        let state = self.language.number(state);
        self.machine.stack.push(state);
    }

    /// Enters the present state once more.
    pub fn push_same(&mut self) {
        match self.machine.stack.last() {
            Some(&state) => self.machine.stack.push(state),
            None => self.fail(Failure::empty_stack()),
        }
    }

    /// Leaves so many states.
    pub fn pop(&mut self, times: usize) {
        let stack = &mut self.machine.stack;
        if stack.is_empty() {
            return self.fail(Failure::empty_stack());
        }
        stack.truncate(stack.len().saturating_sub(times));
    }

    /// Has a state in place of the present one.
    pub fn goto(&mut self, state: &str) {
        let state = self.language.number(state);
        match self.machine.stack.last_mut() {
            Some(top) => *top = state,
            None => self.fail(Failure::empty_stack()),
        }
    }

    /// Leaves all states but `root`.
    pub fn reset_stack(&mut self) {
        self.machine.stack.clear();
        self.push("root");
    }

    /// Whether a state is on the stack.
    pub fn in_state(&self, state: &str) -> bool {
        self.machine.stack.contains(&self.language.number(state))
    }

    /// Whether a state is the present one.
    pub fn is_state(&self, state: &str) -> bool {
        self.machine.stack.last() == Some(&self.language.number(state))
    }

    /// How many states are on the stack.
    pub fn depth(&self) -> usize {
        self.machine.stack.len()
    }

    /// The text from the beginning of the match on.
    pub fn rest(&self) -> &'t str {
        &self.text[self.pos..]
    }

    /// Looks for something in the text from the beginning of the match on. Where it is not there, `find` says for how
    /// many of the next bytes that holds, and `what`, a name for all that it depends on, is not looked for again in them.
    pub fn seek<T>(
        &mut self,
        what: &str,
        find: impl FnOnce(&'t str) -> Result<T, usize>,
    ) -> Option<T> {
        if self.missing.get(what).is_some_and(|&end| self.pos < end) {
            return None;
        }
        let found = find(self.rest());
        if let Err(bytes) = found {
            self.missing.insert(what.into(), self.pos + bytes);
        }
        found.ok()
    }

    /// The text from the beginning of the match up to a mark. Where there is none, none is looked for again.
    pub fn up_to(&mut self, mark: &str) -> Option<&'t str> {
        self.after_up_to(0, mark)
    }

    /// The same where the mark is looked for from so many bytes on; those are part of the text.
    pub fn after_up_to(&mut self, bytes: usize, mark: &str) -> Option<&'t str> {
        self.seek(mark, |rest| {
            let at = rest[bytes..].find(mark).ok_or(rest.len())?;
            Ok(&rest[..bytes + at])
        })
    }

    /// Where the match begins, to be remembered.
    pub fn spot(&self) -> Spot {
        Spot {
            text: self.nth,
            at: self.pos,
        }
    }

    /// Whether the match is at the beginning of a line.
    pub fn at_line_start(&self) -> bool {
        self.pos == 0 || self.text.as_bytes()[self.pos - 1] == b'\n'
    }

    /// What the lexer remembers; of one type for each language, empty when it begins anew.
    pub fn vars<T: Any + Send + Default>(&mut self) -> &mut T {
        let machine = &mut *self.machine;
        if !machine.vars.as_ref().is_some_and(|vars| vars.is::<T>()) {
            machine.vars = Some(Box::new(T::default()));
        }
        let vars = machine.vars.as_mut().and_then(|vars| vars.downcast_mut());
        vars.expect("was made of this type")
    }

    /// The value of an option that followed the language's name.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.machine.option(name)
    }

    /// The values of an option that holds a list, apart by commas.
    pub fn list_option(&self, name: &str) -> Vec<String> {
        self.machine.list_option(name)
    }

    /// Has a lexer of the same language read a text from its beginning.
    pub fn recurse(&mut self, text: &str) {
        self.run_anew(self.machine.lexer, text);
    }

    /// Reads a text in between, in the present state; what state that leaves stays.
    pub fn read_inside(&mut self, text: &str) {
        let mut scratch = self.language.take_scratch();
        Context::new(self.machine, self.language, text, self.sink).run(&mut scratch);
        self.language.give_back(scratch);
    }

    /// Has a lexer of another language read a text from its beginning.
    pub fn fresh(&mut self, tag: &str, text: &str) {
        match super::find(tag) {
            Some(lexer) => self.run_anew(lexer, text),
            None => self.token(Token::Text, text),
        }
    }

    fn run_anew(&mut self, lexer: &'static Lexer, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut inner = Machine::inside(lexer, Options::default(), self.machine.depth + 1);
        inner.run(text, self.sink);
        if let Some(failure) = inner.failure() {
            self.machine.failure = Some(failure);
        }
    }

    /// Has a lexer that this one keeps read a text, going on where it was.
    pub fn delegate(&mut self, tag: &'static str, text: &str) {
        let Some(part) = self.machine.part(tag) else {
            return self.token(Token::Text, text);
        };
        part.run(text, self.sink);
        if let Some(failure) = part.failure() {
            self.machine.failure = Some(failure);
        }
    }

    /// Has a lexer that this one keeps begin anew.
    pub fn reset_part(&mut self, tag: &'static str) {
        if let Some(part) = self.machine.part(tag) {
            part.reset();
        }
    }

    /// Has a lexer that this one keeps leave a state, if that is its present one.
    pub fn leave_in_part(&mut self, name: &'static str, state: &str) {
        let Some(part) = self.machine.part(name) else {
            return;
        };
        let number = part
            .lexer
            .language()
            .and_then(|language| language.find_state(state));
        if number.is_some() && part.stack.last().copied() == number {
            part.stack.pop();
        }
    }

    /// Keeps a lexer under a name of this one's own, for `delegate`.
    pub fn set_part(&mut self, name: &'static str, lexer: &'static Lexer, options: Options) {
        self.machine.set_part(name, lexer, options);
    }

    /// The options that followed the language's name.
    pub fn options(&self) -> &Options {
        &self.machine.options
    }

    /// Keeps the lexer of the language that a template is in as `parent`: the one asked for, or HTML.
    pub fn begin_template(&mut self) {
        self.begin_template_in("html");
    }

    /// The same, with another language than HTML.
    pub fn begin_template_in(&mut self, otherwise: &str) {
        let parent = self
            .option("parent")
            .and_then(super::find)
            .or_else(|| super::find(otherwise));
        if let Some(parent) = parent {
            let own = self
                .options()
                .iter()
                .filter(|option| option.0 != "parent")
                .cloned()
                .collect();
            self.set_part("parent", parent, Arc::new(own));
        }
    }

    /// Ends the reading as an exception ends Rouge's.
    pub fn fail(&mut self, failure: Failure) {
        self.machine.failure = Some(failure);
    }
}

/// A place in one of the texts that a lexer is handed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Spot {
    text: usize,
    at: usize,
}

impl Spot {
    /// The place so many bytes behind this one.
    pub fn behind(self, bytes: usize) -> Spot {
        Spot {
            at: self.at + bytes,
            ..self
        }
    }
}

/// What a rule matched.
pub struct Match<'t> {
    text: &'t str,
    len: usize,
    slots: super::pattern::Slots,
}

impl<'t> Match<'t> {
    /// All of it.
    pub fn whole(&self) -> &'t str {
        &self.text[..self.len]
    }

    /// A group; empty if it took no part.
    pub fn group(&self, number: usize) -> &'t str {
        self.get(number).unwrap_or_default()
    }

    /// A group, if it took part.
    pub fn get(&self, number: usize) -> Option<&'t str> {
        let slot = |at: usize| {
            self.slots
                .get(at)
                .copied()
                .flatten()
                .map(|offset| offset.get())
        };
        if number == 0 {
            return Some(self.whole());
        }
        self.text.get(slot(number * 2)?..slot(number * 2 + 1)?)
    }
}
