//! From the words of a command line to a command and what was set, as Ruby's OptionParser reads them under mercenary:
//! flags anywhere, names shortened where that is clear, and its messages where it refuses.

use std::collections::VecDeque;

use super::flags::{self, Command, Flag, Kind, Takes};
use super::suggest::did_you_mean;

/// A command line that was understood.
#[derive(Debug)]
pub struct Invocation {
    /// The subcommand, if the first word is one.
    pub command: Option<&'static Command>,
    /// Words that are no flags.
    pub arguments: Vec<String>,
    /// What flags set, in order; of two of the same key the later one wins.
    pub given: Vec<(&'static str, Given)>,
    /// `--trace`
    pub trace: bool,
    /// `--help` or `--version`, which end the program as soon as they are met.
    pub shows: Option<Shows>,
}

/// What ends the program before it does anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// `--help`
    Help,
    /// `--version`
    Version,
}

/// What a flag was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// An argument that may be left out, and was.
    Nothing,
    /// The flag by itself, or its `--no-` form.
    Bool(bool),
    /// An argument as it stands.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Names between commas.
    List(Vec<String>),
}

impl Invocation {
    /// The value that was given last for this key.
    pub fn value(&self, key: &str) -> Option<&Given> {
        self.given
            .iter()
            .rev()
            .find(|(k, _)| *k == key)
            .map(|(_, given)| given)
    }

    /// Whether a flag without an argument was given.
    pub fn is_set(&self, key: &str) -> bool {
        self.value(key) == Some(&Given::Bool(true))
    }
}

/// Why a command line was not understood.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such flag: the one case for which mercenary has words of its own.
    InvalidOption(String),
    /// An argument that is missing, not wanted or not what it should be, or a name shortened too far.
    Other(String),
}

impl Refusal {
    /// The message of OptionParser's exception.
    pub fn message(&self) -> &str {
        match self {
            Refusal::InvalidOption(message) | Refusal::Other(message) => message,
        }
    }
}

/// Reads a command line (without the program's own name).
pub fn parse(words: Vec<String>) -> Result<Invocation, Refusal> {
    let mut words = VecDeque::from(words);
    let command = words.front().and_then(|name| flags::find(name));
    if command.is_some() {
        words.pop_front();
    }
    let parser = Parser {
        names: Names::of(command),
    };
    let mut invocation = Invocation {
        command,
        arguments: Vec::new(),
        given: Vec::new(),
        trace: false,
        shows: None,
    };
    while let Some(word) = words.pop_front() {
        if word == "--" {
            break;
        }
        let (flag, given) = if let Some(long) = word.strip_prefix("--") {
            parser.long(&word, long, &mut words)?
        } else if word.len() > 1 && word.starts_with('-') {
            parser.short(&word, &mut words)?
        } else {
            invocation.arguments.push(word);
            continue;
        };
        match flag.key {
            "show_help" => invocation.shows = Some(Shows::Help),
            "show_version" => invocation.shows = Some(Shows::Version),
            "show_backtrace" => invocation.trace = true,
            key => invocation.given.push((key, given)),
        }
        if invocation.shows.is_some() {
            break;
        }
    }
    invocation.arguments.extend(words);
    Ok(invocation)
}

/// The names under which flags are found, in OptionParser's order.
struct Names {
    long: Vec<(String, &'static Flag)>,
    short: Vec<(char, &'static Flag)>,
}

impl Names {
    fn of(command: Option<&'static Command>) -> Self {
        let mut names = Names {
            long: Vec::new(),
            short: Vec::new(),
        };
        for flag in flags::flags_of(command) {
            let name = flag.name();
            if flag.takes() == Takes::Switch {
                set(&mut names.long, format!("no-{name}"), flag);
            }
            set(&mut names.long, name, flag);
            if let Some(short) = flag.short {
                set(&mut names.short, short, flag);
            }
        }
        names
    }
}

/// Puts a flag under a name, over one that has it already: that is how a command's `--source SOURCE` hides the
/// program's `--source [DIR]`.
fn set<K: PartialEq>(names: &mut Vec<(K, &'static Flag)>, name: K, flag: &'static Flag) {
    match names.iter_mut().find(|(k, _)| *k == name) {
        Some(entry) => entry.1 = flag,
        None => names.push((name, flag)),
    }
}

/// What a flag is given in its argument, which is attached to it or is the next word.
fn argument_of(
    flag: &Flag,
    attached: Option<&str>,
    word: &str,
    words: &mut VecDeque<String>,
) -> Result<Given, Refusal> {
    let is_optional = flag.takes() == Takes::Optional;
    let text = match attached {
        Some(text) => Some(text.to_string()),
        None if is_optional && words.front().is_none_or(|next| next.starts_with('-')) => None,
        None => words.pop_front(),
    };
    match text {
        Some(text) => convert(flag.kind, &text).ok_or_else(|| match attached {
            Some(_) => other("invalid argument", word),
            None => other("invalid argument", &format!("{word} {text}")),
        }),
        None if is_optional => Ok(Given::Nothing),
        None => Err(other("missing argument", word)),
    }
}

struct Parser {
    names: Names,
}

/// Why a name leads to no flag.
enum Miss {
    Ambiguous,
    Unknown,
}

impl Parser {
    fn long(
        &self,
        word: &str,
        rest: &str,
        words: &mut VecDeque<String>,
    ) -> Result<(&'static Flag, Given), Refusal> {
        let (name, argument) = match rest.split_once('=') {
            Some((name, argument)) => (name, Some(argument)),
            None => (rest, None),
        };
        let name = name.replace('_', "-");
        let (found, flag) = self
            .complete(&name, true)
            .map_err(|miss| self.refusal(miss, word, &name))?;
        let given = match flag.takes() {
            Takes::Nothing | Takes::Switch => match argument {
                Some(_) => return Err(other("needless argument", word)),
                None => Given::Bool(!(flag.takes() == Takes::Switch && found.starts_with("no-"))),
            },
            _ => argument_of(flag, argument, word, words)?,
        };
        Ok((flag, given))
    }

    fn short(
        &self,
        word: &str,
        words: &mut VecDeque<String>,
    ) -> Result<(&'static Flag, Given), Refusal> {
        let mut chars = word[1..].chars();
        let letter = chars.next().unwrap_or_default();
        let rest = Some(chars.as_str()).filter(|rest| !rest.is_empty());
        let found = self.names.short.iter().find(|(c, _)| *c == letter);
        let (flag, negated) = match found {
            Some((_, flag)) => (*flag, false),
            None => {
                let name = letter.to_string();
                let (found, flag) = self
                    .complete(&name, false)
                    .map_err(|miss| self.refusal(miss, word, &name))?;
                (
                    flag,
                    flag.takes() == Takes::Switch && found.starts_with("no-"),
                )
            }
        };
        let given = match flag.takes() {
            Takes::Nothing | Takes::Switch => {
                match rest {
                    Some(rest) if rest.starts_with('=') => {
                        return Err(other("needless argument", word));
                    }
                    // More letters: flags of their own.
                    Some(rest) => {
                        let more = rest.trim_start_matches('-');
                        if !more.is_empty() {
                            words.push_front(format!("-{more}"));
                        }
                    }
                    None => {}
                }
                Given::Bool(!negated)
            }
            _ => argument_of(flag, rest, word, words)?,
        };
        Ok((flag, given))
    }

    /// The flag of this name, or the one flag whose name begins so; `dis-disk` begins `disable-disk-cache`.
    fn complete(&self, name: &str, any_case: bool) -> Result<(&str, &'static Flag), Miss> {
        if let Some((found, flag)) = self.names.long.iter().find(|(n, _)| n == name) {
            return Ok((found, flag));
        }
        // `--help` is looked up after all others: `--h` is `--host` where there is one.
        let (tail, top): (Vec<_>, Vec<_>) = self
            .names
            .long
            .iter()
            .filter(|(n, _)| begins(n, name, any_case))
            .partition(|(_, flag)| flag.key == "show_help");
        let mut candidates = if top.is_empty() { tail } else { top };
        candidates.sort_by_key(|(n, _)| n.len());
        let Some(((first, flag), others)) = candidates.split_first() else {
            return Err(Miss::Unknown);
        };
        let clear = others
            .iter()
            .all(|(n, f)| std::ptr::eq(*f, *flag) || n.starts_with(first.as_str()));
        if clear {
            Ok((first, flag))
        } else {
            Err(Miss::Ambiguous)
        }
    }

    fn refusal(&self, miss: Miss, word: &str, name: &str) -> Refusal {
        let names: Vec<String> = self.names.long.iter().map(|(n, _)| n.clone()).collect();
        let hint = did_you_mean(&names, name);
        match miss {
            Miss::Ambiguous => Refusal::Other(format!("ambiguous option: {word}{hint}")),
            Miss::Unknown => Refusal::InvalidOption(format!("invalid option: {word}{hint}")),
        }
    }
}

fn other(reason: &str, word: &str) -> Refusal {
    Refusal::Other(format!("{reason}: {word}"))
}

/// Whether a name begins as was typed, where every run of letters, digits and `_` may be cut short.
fn begins(name: &str, typed: &str, any_case: bool) -> bool {
    let is_word = |c: &u8| c.is_ascii_alphanumeric() || *c == b'_';
    let mut left = name.as_bytes();
    let mut typed = typed.as_bytes().iter().peekable();
    while let Some(c) = typed.next() {
        match left.split_first() {
            Some((first, rest)) if first == c || any_case && first.eq_ignore_ascii_case(c) => {
                left = rest;
            }
            _ => return false,
        }
        let run_ends = is_word(c) && typed.peek().is_none_or(|next| !is_word(next));
        if run_ends {
            let skip = left.iter().take_while(|c| is_word(c)).count();
            left = &left[skip..];
        }
    }
    true
}

/// The argument as what it should be; nothing where it is not that.
fn convert(kind: Kind, text: &str) -> Option<Given> {
    match kind {
        Kind::Plain => Some(Given::Text(text.to_string())),
        Kind::Text => (!text.is_empty()).then(|| Given::Text(text.to_string())),
        Kind::List => {
            let mut names: Vec<String> = text.split(',').map(str::to_string).collect();
            while names.last().is_some_and(String::is_empty) {
                names.pop();
            }
            Some(Given::List(names))
        }
        Kind::Integer => integer(text).map(Given::Integer),
    }
}

/// A whole number in Ruby's notation: `12`, `-1_000`, `0x1f`, `0b101`, `017`. What 64 bits do not hold becomes the
/// nearest that they do.
fn integer(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let lower = digits.to_ascii_lowercase();
    let (radix, digits) = match lower.as_str() {
        "0" => (10, "0"),
        s if s.starts_with("0x") => (16, &s[2..]),
        s if s.starts_with("0b") => (2, &s[2..]),
        s if s.starts_with('0') => (8, &s[1..]),
        s => (10, s),
    };
    let mut value: i64 = 0;
    // An underscore may stand between two digits, nowhere else.
    for group in digits.split('_') {
        if group.is_empty() {
            return None;
        }
        for c in group.chars() {
            value = value
                .saturating_mul(radix.into())
                .saturating_add(c.to_digit(radix)?.into());
        }
    }
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Invocation, Refusal> {
        parse(line.split(' ').map(str::to_string).collect())
    }

    fn refused(line: &str) -> String {
        read(line).unwrap_err().message().to_string()
    }

    fn given(line: &str, key: &str) -> Given {
        read(line).unwrap().value(key).cloned().unwrap()
    }

    /// Each as `jekyll` itself answers that line.
    #[test]
    fn refuses_as_option_parser_does() {
        assert_eq!(refused("build --bar"), "invalid option: --bar");
        assert_eq!(refused("build --url=x"), "invalid option: --url=x");
        assert_eq!(refused("build -s"), "missing argument: -s");
        assert_eq!(
            refused("build --limit_posts abc"),
            "invalid argument: --limit_posts abc"
        );
        assert_eq!(
            refused("build --limit_posts=abc"),
            "invalid argument: --limit_posts=abc"
        );
        assert_eq!(refused("build --s"), "ambiguous option: --s");
        assert_eq!(refused("build --watch=3"), "needless argument: --watch=3");
        assert_eq!(refused("build --de"), "missing argument: --de");
        assert_eq!(refused("b -qzz"), "invalid option: -zz");
        assert_eq!(
            refused("build --no-quiet"),
            "invalid option: --no-quiet\nDid you mean?  quiet"
        );
    }

    #[test]
    fn reads_what_option_parser_reads() {
        assert_eq!(given("build --lim 010", "limit_posts"), Given::Integer(8));
        assert_eq!(given("build --no-watch", "watch"), Given::Bool(false));
        assert_eq!(given("build --no-w", "watch"), Given::Bool(false));
        assert_eq!(given("build -qVsdir", "source"), Given::Text("dir".into()));
        assert_eq!(
            given("build --dis-disk", "disable_disk_cache"),
            Given::Bool(true)
        );
        assert_eq!(
            given("build -c a.yml,b.yml", "config"),
            Given::List(vec!["a.yml".into(), "b.yml".into()])
        );
        assert_eq!(given("new x -s", "source"), Given::Nothing);
        assert_eq!(given("new --source x y", "source"), Given::Text("x".into()));
        assert_eq!(
            read("build a --safe b -- -q").unwrap().arguments,
            ["a", "b", "-q"]
        );
        assert_eq!(
            read("build --trace -h --bar").unwrap().shows,
            Some(Shows::Help)
        );
        assert!(read("--safe build").unwrap().command.is_none());
    }
}
