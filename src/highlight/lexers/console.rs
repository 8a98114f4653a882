//! What a terminal shows: prompts, commands in the shell's language, output. `console?lang=ruby&prompt=>>`.

use crate::highlight::machine::{Machine, Options, Sink};
use crate::highlight::token::Token;
use crate::highlight::{Lexer, find};
use std::sync::Arc;

pub(in crate::highlight) fn run(machine: &mut Machine, text: &str, sink: &mut dyn Sink) {
    Console::new(machine).run(machine, text, sink);
}

impl Console {
    /// A console with prompts and languages of its own.
    pub(super) fn with(
        self,
        prompt: fn(&Console, &str) -> Option<usize>,
        language: &str,
        output: &str,
    ) -> Console {
        Console {
            prompt,
            language: find(language),
            output: find(output),
            ..self
        }
    }

    /// Reads a text line by line.
    pub(super) fn run(&self, machine: &mut Machine, text: &str, sink: &mut dyn Sink) {
        self.begin(machine);
        for line in text.split_inclusive('\n') {
            self.line(machine, line, sink);
        }
    }
}

/// How lines are told apart, and the languages of their parts.
pub(super) struct Console {
    /// Where a line's prompt ends.
    prompt: fn(&Console, &str) -> Option<usize>,
    /// What ends a prompt.
    ends: Vec<String>,
    /// What begins an error's line.
    errors: Vec<String>,
    comments: bool,
    language: Option<&'static Lexer>,
    output: Option<&'static Lexer>,
    rest: Options,
}

impl Console {
    pub(super) fn new(machine: &Machine) -> Console {
        let list = |name| machine.list_option(name);
        let prompt = list("prompt");
        let mut ends: Vec<String> = prompt
            .iter()
            .filter(|end| !end.is_empty())
            .cloned()
            .collect();
        let comments = match machine.option("comments") {
            Some(value) => !["0", "false", "off"].contains(&value),
            None => !prompt.is_empty() && !ends.iter().any(|end| end == "#"),
        };
        if prompt.is_empty() {
            ends = ["$", "#", ">", ";"].map(String::from).to_vec();
            ends.retain(|end| !comments || end != "#");
        }
        let own = ["prompt", "lang", "output", "error"];
        let rest = machine
            .options()
            .iter()
            .filter(|option| !own.contains(&option.0.as_str()));
        Console {
            prompt: Console::prompt,
            ends,
            errors: list("error"),
            comments,
            language: machine
                .option("lang")
                .and_then(find)
                .or_else(|| find("shell")),
            output: machine.option("output").and_then(find),
            rest: Arc::new(rest.cloned().collect()),
        }
    }

    fn begin(&self, machine: &mut Machine) {
        if let Some(language) = self.language {
            machine.set_part("lang", language, self.rest.clone());
        }
        if let Some(output) = self.output {
            machine.set_part("output", output, self.rest.clone());
        }
    }

    fn line(&self, machine: &mut Machine, line: &str, sink: &mut dyn Sink) {
        let language = |machine: &mut Machine| {
            if let Some(part) = machine.part("lang") {
                part.reset();
            }
        };
        let output = |machine: &mut Machine| {
            if self.output.is_some()
                && let Some(part) = machine.part("output")
            {
                part.reset();
            }
        };
        if is_elision(line) {
            output(machine);
            language(machine);
            sink.token(Token::Comment, line);
        } else if let Some(end) = (self.prompt)(self, line) {
            output(machine);
            if end > 0 {
                sink.token(Token::GenericPrompt, &line[..end]);
            }
            let command = line[end..].trim_start_matches(is_space);
            let space = &line[end..line.len() - command.len()];
            if !space.is_empty() {
                sink.token(Token::Whitespace, space);
            }
            if let Some(part) = machine.part("lang") {
                part.run(command, sink);
            }
        } else if line
            .trim_start_matches(|c| c == '\0' || is_space(c))
            .starts_with('#')
        {
            output(machine);
            language(machine);
            sink.token(Token::Comment, line);
        } else if self.errors.iter().any(|error| line.starts_with(error)) {
            output(machine);
            language(machine);
            sink.token(Token::GenericError, line);
        } else {
            language(machine);
            match self.output.and_then(|_| machine.part("output")) {
                Some(part) => part.run(line, sink),
                None => sink.token(Token::GenericOutput, line),
            }
        }
    }

    /// Where a line's prompt ends. With comments, there is no `#` and no `<` before its end.
    fn prompt(&self, line: &str) -> Option<usize> {
        for (at, c) in line.char_indices() {
            if let Some(end) = self
                .ends
                .iter()
                .find(|end| line[at..].starts_with(end.as_str()))
            {
                return Some(at + end.len());
            }
            if self.comments && (c == '#' || c == '<') {
                return None;
            }
        }
        None
    }
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace() || c == '\x0b'
}

/// A line of dots, or of dots in angle brackets, stands for what was left out.
fn is_elision(line: &str) -> bool {
    let line = line.trim_matches(is_space);
    let inner = line
        .strip_prefix('<')
        .and_then(|inner| inner.strip_suffix('>'))
        .unwrap_or(line);
    !inner.is_empty() && inner.bytes().all(|b| b == b'.')
}
