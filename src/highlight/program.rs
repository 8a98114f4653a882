//! A language made ready: states by number, included rules in their place, and an automaton for the rules of a state.
//! Each part is compiled when a text first needs it.

use super::grammar::{Grammar, Rule, When};
use super::pattern::{self, Pattern, Slots, Trail};
use foldhash::fast::FixedState;
use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::{Anchored, Input};
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

/// A state of a language.
pub(super) type StateId = u16;

/// A language's grammar with what is compiled of it.
pub(super) struct Language {
    pub(super) grammar: Grammar,
    numbers: HashMap<&'static str, StateId, FixedState>,
    states: Vec<OnceLock<States>>,
    spare: Mutex<Vec<Scratch>>,
}

/// A state's rules with those it includes, and how they are run: elsewhere, and at the beginning of a line.
struct States {
    rules: Vec<FlatRule>,
    programs: [OnceLock<Program>; 2],
    /// Whether some rule asks for the beginning of a line.
    lines: bool,
}

/// A rule where it is tried.
struct FlatRule {
    state: StateId,
    index: u32,
    /// The rule after the state that included this one: where it goes on once too many empty matches were made.
    resume: u32,
}

/// The rules of a state that can be tried at a place, in order.
struct Program {
    steps: Vec<Step>,
}

enum Step {
    /// Rules that one automaton tries at once; the numbers say which rule a pattern is.
    Automaton {
        automata: Box<Automata>,
        rules: Vec<u32>,
    },
    /// A rule that is tried by itself.
    Single(u32),
}

/// The automata of some rules: for text that is ASCII alone, and for any, which is compiled when it is needed.
struct Automata {
    ascii: DFA,
    unicode: OnceLock<Option<DFA>>,
    /// How often the one for ASCII met something else.
    stops: AtomicU32,
}

/// So often the rules are tried one by one where text is not ASCII, before the automaton for any text is compiled:
/// Unicode's classes make it large.
const STOPS: u32 = 24;

/// What a text needs while it is read: the automata's caches and the groups of the last match.
#[derive(Default)]
pub(super) struct Scratch {
    caches: Vec<[Vec<Caches>; 2]>,
    /// What the rules' own automata keep, by the state, the number in it and the use.
    own: HashMap<(StateId, u32, Own), Box<Reading>, FixedState>,
    pub(super) slots: Slots,
    /// The number of the text that is being read.
    text: u64,
}

/// The automata that a rule has by itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Own {
    Rough,
    Head,
    Ahead,
}

/// The caches of a step's automata.
#[derive(Default)]
struct Caches {
    ascii: Option<Box<Reading>>,
    unicode: Option<Box<Reading>>,
}

/// What an automaton keeps from one search to the next.
struct Reading {
    cache: Cache,
    outcomes: Outcomes,
}

/// What is found from which state of an automaton on. Without it, rules that read far and then fail, or match little of
/// it, would read a long text's rest again at each of its places.
#[derive(Default)]
struct Outcomes {
    /// The text of which it tells.
    text: u64,
    /// How often the automaton had forgotten its states.
    clears: usize,
    /// The states for each [`BLOCK`] of bytes, counted from the text's end; the last few that there were.
    states: Vec<[Option<(LazyStateID, Outcome)>; STATES]>,
    /// What the present search has passed.
    passed: Vec<(usize, LazyStateID)>,
    /// So many of these it had passed when it last matched.
    passed_before: usize,
    /// Its last match.
    found: Outcome,
}

/// What a search finds.
#[derive(Clone, Copy, Default)]
enum Outcome {
    #[default]
    Nothing,
    /// This pattern matches, where so many bytes are left.
    Match { pattern: usize, left: usize },
    /// It comes to what the automaton cannot read.
    Unknown,
}

/// In texts this long is remembered what searches found.
pub(super) const LONG: usize = 4096;

/// In texts shorter than this, rules that are tried by themselves are tried at once, without their own automaton.
const SHORT: usize = 512;

/// So many bytes lie between the places of which is remembered what was found there.
const BLOCK: usize = 64;

/// So many states are known of each place: one after a match and one without differ, say.
const STATES: usize = 4;

/// What was found at a place.
pub(super) struct Hit<'l> {
    pub(super) rule: &'l Rule,
    /// The length of the match.
    pub(super) len: usize,
    /// Whether `Scratch::slots` holds its groups.
    pub(super) grouped: bool,
    pub(super) resume: u32,
}

/// A place where rules are tried.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    /// The text from the place on.
    pub(super) text: &'t str,
    pub(super) line_start: bool,
}

impl Language {
    /// Makes a grammar ready.
    pub(super) fn new(grammar: Grammar) -> Language {
        let numbers = grammar
            .states
            .iter()
            .enumerate()
            .map(|(at, state)| (state.0, at as StateId))
            .collect();
        let states = grammar.states.iter().map(|_| OnceLock::new()).collect();
        Language {
            grammar,
            numbers,
            states,
            spare: Mutex::default(),
        }
    }

    /// The number of a state; the first state's for a name that is none.
    pub(super) fn number(&self, name: &str) -> StateId {
        debug_assert!(self.numbers.contains_key(name), "no state {name}");
        self.numbers.get(name).copied().unwrap_or(0)
    }

    /// The number of a state, if there is one of the name.
    pub(super) fn find_state(&self, name: &str) -> Option<StateId> {
        self.numbers.get(name).copied()
    }

    /// A scratch that an earlier text left, or a new one.
    pub(super) fn take_scratch(&self) -> Scratch {
        let spare = self.spare.lock().ok().and_then(|mut spare| spare.pop());
        let mut scratch: Scratch = spare.unwrap_or_default();
        scratch.text += 1;
        scratch
    }

    /// Keeps a scratch for the next text.
    pub(super) fn give_back(&self, scratch: Scratch) {
        if let Ok(mut spare) = self.spare.lock() {
            spare.push(scratch);
        }
    }

    fn states(&self, state: StateId) -> &States {
        self.states[usize::from(state)].get_or_init(|| {
            let mut rules = Vec::new();
            self.flatten(state, &mut Vec::new(), &mut rules);
            let lines = rules.iter().any(|flat| self.rule(flat).at_line_start);
            States {
                rules,
                programs: [OnceLock::new(), OnceLock::new()],
                lines,
            }
        })
    }

    fn rule(&self, flat: &FlatRule) -> &Rule {
        &self.grammar.states[usize::from(flat.state)].1[flat.index as usize]
    }

    /// Lists a state's rules. `inside` are the states that include it, so that one which includes itself ends.
    fn flatten(&self, state: StateId, inside: &mut Vec<StateId>, rules: &mut Vec<FlatRule>) {
        if inside.contains(&state) {
            return;
        }
        inside.push(state);
        for (index, rule) in self.grammar.states[usize::from(state)].1.iter().enumerate() {
            if let When::Includes(name) = rule.when {
                let from = rules.len();
                self.flatten(self.number(name), inside, rules);
                let end = rules.len() as u32;
                for included in &mut rules[from..] {
                    included.resume = included.resume.min(end);
                }
            } else {
                rules.push(FlatRule {
                    state,
                    index: index as u32,
                    resume: u32::MAX,
                });
            }
        }
        inside.pop();
    }

    /// Tries a state's rules at a place. Rules before `from` are left out, as they are after too many empty matches.
    pub(super) fn find<'l>(
        &'l self,
        state: StateId,
        place: Place<'_>,
        from: u32,
        scratch: &mut Scratch,
        run_scan: &mut dyn FnMut(super::grammar::Scan) -> Option<usize>,
    ) -> Option<Hit<'l>> {
        let states = self.states(state);
        if from > 0 {
            return self.find_singly(
                states,
                from as usize..states.rules.len(),
                place,
                scratch,
                run_scan,
            );
        }
        let which = usize::from(states.lines && place.line_start);
        let program = states.programs[which].get_or_init(|| self.compile(states, which == 1));
        for (number, step) in program.steps.iter().enumerate() {
            let hit = match step {
                Step::Single(rule) => {
                    let rule = *rule as usize;
                    self.find_singly(states, rule..rule + 1, place, scratch, run_scan)
                }
                Step::Automaton { automata, rules } => {
                    let nth = scratch.text;
                    let caches = scratch.caches(state, which, number);
                    let sources = || self.sources(states, rules);
                    match automata.search(place.text, nth, caches, sources) {
                        Some(None) => None,
                        Some(Some((pattern, read))) => {
                            let flat = &states.rules[rules[pattern] as usize];
                            match self.measure(flat, place.text, read, scratch) {
                                Some(hit) => Some(hit),
                                None => self.find_each(states, rules, place, scratch),
                            }
                        }
                        None => self.find_each(states, rules, place, scratch),
                    }
                }
            };
            if hit.is_some() {
                return hit;
            }
        }
        None
    }

    /// The hit of a rule whose automaton read `read` bytes; nothing where the automaton cannot tell.
    fn measure<'l>(
        &'l self,
        flat: &FlatRule,
        text: &str,
        read: usize,
        scratch: &mut Scratch,
    ) -> Option<Hit<'l>> {
        let rule = self.rule(flat);
        let pattern = rule.pattern();
        let mut grouped = rule.wants_groups();
        let last = || text[..read].chars().next_back();
        let len = match pattern.trail {
            Trail::None => read,
            Trail::OneChar => read - last().map_or(0, char::len_utf8),
            Trail::OneCharOrEnd(_) if read < text.len() => read - last().map_or(0, char::len_utf8),
            Trail::WordEnd => match last() {
                Some(c) if !c.is_ascii() => return None,
                Some(c) if c.is_ascii_alphanumeric() || c == '_' => read,
                _ => read - 1,
            },
            Trail::OneCharOrEnd(group) | Trail::Group(group) => {
                let len = match scratch.match_by_parts(flat, rule, text) {
                    Some(len) => len,
                    None => {
                        rule.engine()
                            .captures(pattern, text, read, &mut scratch.slots)?;
                        slot(&scratch.slots, group * 2)?
                    }
                };
                return Some(Hit {
                    rule,
                    len,
                    grouped: true,
                    resume: flat.resume,
                });
            }
        };
        if grouped {
            let limit = if pattern.trail == Trail::WordEnd {
                len
            } else {
                read
            };
            grouped = rule
                .engine()
                .captures(pattern, text, limit, &mut scratch.slots)
                .is_some();
        }
        Some(Hit {
            rule,
            len,
            grouped,
            resume: flat.resume,
        })
    }

    fn find_each<'l>(
        &'l self,
        states: &'l States,
        rules: &[u32],
        place: Place<'_>,
        scratch: &mut Scratch,
    ) -> Option<Hit<'l>> {
        rules.iter().find_map(|&flat| {
            let flat = flat as usize;
            self.find_singly(states, flat..flat + 1, place, scratch, &mut |_| None)
        })
    }

    /// Tries rules one after the other, each by its own engine.
    fn find_singly<'l>(
        &'l self,
        states: &'l States,
        rules: std::ops::Range<usize>,
        place: Place<'_>,
        scratch: &mut Scratch,
        run_scan: &mut dyn FnMut(super::grammar::Scan) -> Option<usize>,
    ) -> Option<Hit<'l>> {
        for flat in states.rules.get(rules)? {
            let rule = self.rule(flat);
            if rule.at_line_start && !place.line_start {
                continue;
            }
            if let When::Scans(scan) = rule.when {
                if let Some(len) = run_scan(scan) {
                    return Some(Hit {
                        rule,
                        len,
                        grouped: false,
                        resume: flat.resume,
                    });
                }
                continue;
            }
            if let Some(&byte) = place.text.as_bytes().first()
                && !rule.first_bytes().has(byte)
            {
                continue;
            }
            if !scratch.may_match(flat, rule, place.text) {
                continue;
            }
            let found = scratch.match_by_parts(flat, rule, place.text);
            let found = found.map(|len| (len, true));
            let found = found.or_else(|| match_alone(rule, place.text, &mut scratch.slots));
            if let Some((len, grouped)) = found {
                return Some(Hit {
                    rule,
                    len,
                    grouped,
                    resume: flat.resume,
                });
            }
        }
        None
    }

    /// The steps of a state's rules, at the beginning of a line or elsewhere.
    fn compile(&self, states: &States, line_start: bool) -> Program {
        let mut steps = Vec::new();
        let mut run: Vec<u32> = Vec::new();
        for (number, flat) in states.rules.iter().enumerate() {
            let rule = self.rule(flat);
            if rule.at_line_start && !line_start {
                continue;
            }
            let alone = matches!(rule.when, When::Scans(_)) || rule.pattern().fancy;
            if alone {
                self.add_automaton(states, std::mem::take(&mut run), &mut steps);
                steps.push(Step::Single(number as u32));
            } else {
                run.push(number as u32);
            }
        }
        self.add_automaton(states, run, &mut steps);
        Program { steps }
    }

    fn add_automaton(&self, states: &States, rules: Vec<u32>, steps: &mut Vec<Step>) {
        if rules.is_empty() {
            return;
        }
        match Automata::new(&self.sources(states, &rules)) {
            Some(automata) => steps.push(Step::Automaton {
                automata: Box::new(automata),
                rules,
            }),
            None => steps.extend(rules.into_iter().map(Step::Single)),
        }
    }

    fn sources<'l>(&'l self, states: &States, rules: &[u32]) -> Vec<&'l Pattern> {
        let pattern = |number: &u32| self.rule(&states.rules[*number as usize]).pattern();
        rules.iter().map(pattern).collect()
    }

    /// The expressions that do not compile, with their states; for tests.
    #[cfg(test)]
    pub(super) fn broken(&self) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        for (name, rules) in &self.grammar.states {
            for rule in rules.iter() {
                match &rule.when {
                    When::Includes(state) if !self.numbers.contains_key(state) => {
                        found.push((*name, state.to_string()))
                    }
                    When::Matches(source) if pattern::Engine::is_broken(rule.pattern()) => {
                        found.push((*name, source.to_string()));
                    }
                    _ => {}
                }
                for state in rule.states_named() {
                    if !self.numbers.contains_key(state) {
                        found.push((*name, state.to_string()));
                    }
                }
            }
        }
        found
    }
}

/// The length of a rule's match by its own engine, and whether the slots hold its groups.
fn match_alone(rule: &Rule, text: &str, slots: &mut Slots) -> Option<(usize, bool)> {
    let pattern = rule.pattern();
    let engine = rule.engine();
    match pattern.trail {
        Trail::Group(group) | Trail::OneCharOrEnd(group) => {
            engine.captures(pattern, text, text.len(), slots)?;
            Some((slot(slots, group * 2)?, true))
        }
        Trail::None | Trail::WordEnd if !rule.wants_groups() => {
            Some((engine.end(pattern, text)?, false))
        }
        Trail::None | Trail::WordEnd => {
            Some((engine.captures(pattern, text, text.len(), slots)?, true))
        }
        Trail::OneChar => {
            let read = engine.captures(pattern, text, text.len(), slots)?;
            let last = text[..read].chars().next_back();
            Some((read - last.map_or(0, char::len_utf8), true))
        }
    }
}

fn slot(slots: &Slots, at: usize) -> Option<usize> {
    slots.get(at).copied().flatten().map(|offset| offset.get())
}

impl Scratch {
    fn caches(&mut self, state: StateId, which: usize, step: usize) -> &mut Caches {
        let state = usize::from(state);
        if self.caches.len() <= state {
            self.caches.resize_with(state + 1, Default::default);
        }
        let steps = &mut self.caches[state][which];
        if steps.len() <= step {
            steps.resize_with(step + 1, Default::default);
        }
        &mut steps[step]
    }

    /// Whether a rule may match at the beginning of a text, by its own automaton where it has one.
    fn may_match(&mut self, flat: &FlatRule, rule: &Rule, text: &str) -> bool {
        if text.len() < SHORT {
            return true;
        }
        let Some(dfa) = rule.engine().rough(rule.pattern(), text.len() >= LONG) else {
            return true;
        };
        let input = Input::new(text).earliest(true);
        !matches!(self.search(flat, Own::Rough, dfa, input), Some(None))
    }

    /// The length of a rule's match that ends by looking ahead, where what it looks at follows the first way to match
    /// the rest; the slots hold the groups. Nothing is said for other rules, nor where the text is short.
    fn match_by_parts(&mut self, flat: &FlatRule, rule: &Rule, text: &str) -> Option<usize> {
        if text.len() < LONG || !matches!(rule.pattern().trail, Trail::Group(_)) {
            return None;
        }
        let parts = rule.engine().parts(rule.pattern())?;
        let (_, len) = self.search(flat, Own::Head, &parts.head, Input::new(text))??;
        let ahead = Input::new(text).range(len..).earliest(true);
        self.search(flat, Own::Ahead, &parts.ahead, ahead)??;
        if rule.wants_groups() {
            parts.captures(text, len, &mut self.slots);
        } else {
            self.slots.clear();
        }
        Some(len)
    }

    /// Searches by an automaton of a rule's own.
    fn search(
        &mut self,
        flat: &FlatRule,
        own: Own,
        dfa: &DFA,
        input: Input<'_>,
    ) -> Option<Option<(usize, usize)>> {
        let reading = self.own.entry((flat.state, flat.index, own));
        let reading = reading.or_insert_with(|| Reading::new(dfa));
        reading.search(dfa, &input.anchored(Anchored::Yes), self.text)
    }
}

impl Automata {
    fn new(patterns: &[&Pattern]) -> Option<Automata> {
        Some(Automata {
            ascii: automaton(patterns, true)?,
            unicode: OnceLock::new(),
            stops: AtomicU32::new(0),
        })
    }

    /// The first of the patterns that matches at the beginning of a text, and where what was read of it ends. None at
    /// all if the automata cannot tell, as at a boundary of a word beside what is not ASCII. The text is what is left of
    /// the one with the number `nth`.
    fn search<'l>(
        &self,
        text: &str,
        nth: u64,
        caches: &mut Caches,
        patterns: impl FnOnce() -> Vec<&'l Pattern>,
    ) -> Option<Option<(usize, usize)>> {
        let reading = caches
            .ascii
            .get_or_insert_with(|| Reading::new(&self.ascii));
        let input = Input::new(text).anchored(Anchored::Yes);
        if let Some(found) = reading.search(&self.ascii, &input, nth) {
            return Some(found);
        }
        let is_rare = || self.stops.fetch_add(1, Ordering::Relaxed) < STOPS;
        if text.len() < LONG && self.unicode.get().is_none() && is_rare() {
            return None;
        }
        let unicode = self
            .unicode
            .get_or_init(|| automaton(&patterns(), false))
            .as_ref()?;
        let reading = caches.unicode.get_or_insert_with(|| Reading::new(unicode));
        reading.search(unicode, &input, nth)
    }
}

impl Reading {
    fn new(automaton: &DFA) -> Box<Reading> {
        Box::new(Reading {
            cache: automaton.create_cache(),
            outcomes: Outcomes::default(),
        })
    }

    /// As [`Automata::search`], by one automaton.
    fn search(&mut self, dfa: &DFA, input: &Input<'_>, nth: u64) -> Option<Option<(usize, usize)>> {
        if input.haystack().len() >= LONG {
            return self.search_long(dfa, input, nth);
        }
        let found = dfa.try_search_fwd(&mut self.cache, input).ok()?;
        Some(found.map(|half| (half.pattern().as_usize(), half.offset())))
    }

    /// As the engine's own search, but it ends where one before it has read on.
    fn search_long(
        &mut self,
        dfa: &DFA,
        input: &Input<'_>,
        nth: u64,
    ) -> Option<Option<(usize, usize)>> {
        let Reading { cache, outcomes } = self;
        outcomes.begin(nth, cache.clear_count());
        let text = input.haystack();
        let mut state = dfa.start_state_forward(cache, input).ok()?;
        let mut rest = Outcome::Nothing;
        for at in input.start()..=text.len() {
            state = match text.get(at) {
                Some(&byte) => dfa.next_state(cache, state, byte).ok()?,
                None => dfa.next_eoi_state(cache, state).ok()?,
            };
            let left = text.len() - at;
            if state.is_match() {
                let pattern = dfa.match_pattern(cache, state, 0).as_usize();
                outcomes.matched(Outcome::Match { pattern, left });
                if input.get_earliest() {
                    break;
                }
            } else if state.is_quit() {
                rest = Outcome::Unknown;
                break;
            } else if state.is_dead() {
                break;
            }
            if left.is_multiple_of(BLOCK)
                && let Some(known) = outcomes.find(left / BLOCK, state, cache)
            {
                rest = known;
                break;
            }
        }
        match outcomes.keep(rest, cache) {
            Outcome::Nothing => Some(None),
            Outcome::Match { pattern, left } => Some(Some((pattern, text.len() - left))),
            Outcome::Unknown => None,
        }
    }
}

impl Outcomes {
    /// Begins a search in a text.
    fn begin(&mut self, text: u64, clears: usize) {
        self.passed.clear();
        self.matched(Outcome::Nothing);
        if (self.text, self.clears) != (text, clears) {
            self.states.clear();
            (self.text, self.clears) = (text, clears);
        }
    }

    /// Takes what the present search has found by now.
    fn matched(&mut self, found: Outcome) {
        self.found = found;
        self.passed_before = self.passed.len();
    }

    /// What a search found that came to this state here before; if none did, the present one will tell.
    fn find(&mut self, block: usize, state: LazyStateID, cache: &Cache) -> Option<Outcome> {
        let mut states = self.states.get(block).into_iter().flatten().flatten();
        if let Some(known) = states.find(|known| known.0 == state)
            && self.clears == cache.clear_count()
        {
            return Some(known.1);
        }
        self.passed.push((block, state));
        None
    }

    /// Remembers what the present search found from each state on that it has passed, and returns what it found in all.
    /// `rest` is what it came to after its last match.
    fn keep(&mut self, rest: Outcome, cache: &Cache) -> Outcome {
        let all = match rest {
            Outcome::Nothing => self.found,
            _ => rest,
        };
        if self.clears == cache.clear_count() {
            for (at, &(block, state)) in self.passed.iter().enumerate() {
                let outcome = if at < self.passed_before { all } else { rest };
                if self.states.len() <= block {
                    self.states.resize(block + 1, [None; STATES]);
                }
                self.states[block].rotate_right(1);
                self.states[block][0] = Some((state, outcome));
            }
        }
        all
    }
}

/// The automaton of a step's rules.
fn automaton(patterns: &[&Pattern], ascii: bool) -> Option<DFA> {
    let sources = patterns.iter().map(|pattern| pattern.in_automaton(ascii));
    pattern::automaton(&sources.collect::<Vec<_>>(), ascii)
}
