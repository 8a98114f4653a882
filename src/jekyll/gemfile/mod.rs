//! The gems of a Gemfile's `jekyll_plugins` group (`Bundler::Dsl`). What hangs on something that only Ruby knows is told.

mod tokens;

use std::collections::HashMap;

use super::path;
use tokens::{Kind, Token, tokens};

/// What a Gemfile says.
#[derive(Debug, Default)]
pub(super) struct Gemfile {
    /// The gems of the group that Bundler would require, in order.
    pub(super) gems: Vec<String>,
    /// Where it cannot be told whether gems are in the group, and what is taken for it.
    pub(super) doubts: Vec<String>,
}

/// The group whose gems Jekyll loads.
const GROUP: &str = "jekyll_plugins";

/// Gemfiles that read one another are followed no deeper.
const MAX_DEPTH: usize = 20;

/// Platforms other than this one, by what their names begin with.
const OTHER_PLATFORMS: [&str; 6] = ["mingw", "mswin", "x64_", "jruby", "windows", "truffleruby"];

/// Reads a Gemfile, and those that it evaluates; `variable` is what the environment holds.
pub(super) fn read(
    file: &str,
    text_of: &dyn Fn(&str) -> Option<String>,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Gemfile {
    let mut reading = Reading {
        text_of,
        variable,
        found: Gemfile::default(),
        lists: HashMap::new(),
        frames: Vec::new(),
    };
    if let Some(text) = text_of(file) {
        reading.file(file, &text, 0);
    }
    reading.found
}

struct Reading<'f> {
    text_of: &'f dyn Fn(&str) -> Option<String>,
    variable: &'f dyn Fn(&str) -> Option<String>,
    found: Gemfile,
    /// The literal lists that variables hold.
    lists: HashMap<String, Vec<String>>,
    frames: Vec<Frame>,
}

/// A block that is open.
#[derive(Debug, Clone, Default)]
struct Frame {
    is_group: bool,
    runs: Runs,
}

/// Whether a block is run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Runs {
    #[default]
    Yes,
    No,
    Perhaps,
}

impl Reading<'_> {
    fn file(&mut self, file: &str, text: &str, depth: usize) {
        let tokens = tokens(text);
        let outside = self.frames.len();
        let mut rest = &tokens[..];
        while let Some((first, behind)) = rest.split_first() {
            if first.kind == Kind::End {
                rest = behind;
                continue;
            }
            let end = head_end(rest);
            let (head, behind) = rest.split_at(end);
            rest = self.statement(head, behind, (file, depth), outside);
        }
        self.frames.truncate(outside);
    }

    /// One statement, up to the block that it opens or to its end; returns what follows.
    fn statement<'t>(
        &mut self,
        head: &'t [Token],
        behind: &'t [Token],
        (file, depth): (&str, usize),
        outside: usize,
    ) -> &'t [Token] {
        let word = match head.first().map(|token| &token.kind) {
            Some(Kind::Word(word)) => word.as_str(),
            _ => "",
        };
        let close = |reading: &mut Self| {
            if reading.frames.len() > outside {
                reading.frames.pop();
            }
        };
        match word {
            "end" => {
                close(self);
                return behind;
            }
            "if" | "unless" | "elsif" | "else" | "when" | "case" | "begin" | "while" | "until"
            | "for" | "def" | "class" | "module" | "rescue" | "ensure" | "then" => {
                if word == "def" && head.iter().any(|token| word_of(token) == Some("gem")) {
                    self.doubt(head, file, "gems that Ruby would have to find are left out");
                }
                self.keyword(word, &head[1..], outside);
                return match behind.first().and_then(word_of) {
                    Some("then" | "do") => &behind[1..],
                    _ => behind,
                };
            }
            "gem" if self.frames.iter().all(|frame| frame.runs != Runs::No) => {
                self.gem(&head[1..], file)
            }
            "eval_gemfile" => self.evaluate(&head[1..], (file, depth)),
            "eval" | "instance_eval" | "load" | "require_relative" => {
                self.doubt(head, file, &format!("what `{word}` reads is left out"));
            }
            _ => self.other(head, file),
        }
        match behind.first().map(|token| &token.kind) {
            Some(Kind::Mark("}")) => {
                close(self);
                &behind[1..]
            }
            Some(Kind::Word(word)) if word == "do" => self.open(head, &behind[1..]),
            Some(Kind::Mark("{")) => self.open(head, &behind[1..]),
            _ => behind,
        }
    }

    fn keyword(&mut self, word: &str, condition: &[Token], outside: usize) {
        let runs = match word {
            "begin" => Runs::Yes,
            "if" | "elsif" => self.condition(condition),
            "unless" => not(self.condition(condition)),
            "rescue" => Runs::No,
            "then" | "ensure" => return,
            "else" => match self.frames.last() {
                Some(frame) => not(frame.runs),
                None => Runs::Perhaps,
            },
            _ => Runs::Perhaps,
        };
        let continues = matches!(word, "else" | "elsif" | "when" | "rescue");
        if !continues {
            self.frames.push(Frame {
                runs,
                ..Frame::default()
            });
        } else if let Some(frame) = self.frames[outside..].last_mut() {
            frame.runs = runs;
        }
    }

    /// A block: what stands before it says what holds in it.
    fn open<'t>(&mut self, head: &[Token], mut inside: &'t [Token]) -> &'t [Token] {
        let mut frame = Frame::default();
        let words: Vec<&str> = head.iter().filter_map(word_of).collect();
        match words.first().copied().unwrap_or_default() {
            "group" => frame.is_group = head.iter().any(names_group),
            "platform" | "platforms" if is_elsewhere(head) => frame.runs = Runs::No,
            "install_if" | "env" => frame.runs = Runs::Perhaps,
            _ => {}
        }
        let parameter = match inside {
            [
                Token {
                    kind: Kind::Mark("|"),
                    ..
                },
                Token {
                    kind: Kind::Word(name),
                    ..
                },
                ..,
            ] => Some(name.clone()),
            _ => None,
        };
        if let Some(name) = &parameter
            && let Some(close) = inside[1..]
                .iter()
                .position(|token| token.kind == Kind::Mark("|"))
        {
            inside = &inside[close + 2..];
            if let Some(list) = (words.last() == Some(&"each"))
                .then(|| self.list(head))
                .flatten()
            {
                self.lists.insert(name.clone(), list);
            } else {
                self.lists.remove(name);
            }
        }
        self.frames.push(frame);
        inside
    }

    /// The texts of a literal list, or of a variable that holds one.
    fn list(&self, tokens: &[Token]) -> Option<Vec<String>> {
        match tokens.first().map(|token| &token.kind) {
            Some(Kind::List(list)) => Some(list.clone()),
            Some(Kind::Word(name)) => self.lists.get(name).cloned(),
            Some(Kind::Mark("[")) => tokens
                .get(1..closing(tokens))
                .unwrap_or_default()
                .iter()
                .filter(|token| token.kind != Kind::Mark(","))
                .map(|token| match &token.kind {
                    Kind::Text(text) => text.clone(),
                    Kind::Symbol(name) => Some(name.clone()),
                    _ => None,
                })
                .collect(),
            Some(Kind::Text(Some(text))) => Some(vec![text.clone()]),
            _ => None,
        }
    }

    fn other(&mut self, head: &[Token], file: &str) {
        let in_group = self.frames.iter().any(|frame| frame.is_group);
        let calls_gem = |token: &Token| matches!(&token.kind, Kind::Symbol(name) if name == "gem");
        if in_group && head.iter().any(calls_gem) {
            self.doubt(head, file, "gems that Ruby would have to find are left out");
        }
        if let [
            _,
            Token {
                kind: Kind::Mark("="),
                ..
            },
            value,
            ..,
        ] = head
            && matches!(word_of(value), Some("if" | "unless" | "case" | "begin"))
        {
            self.frames.push(Frame::default());
        }
        if let [
            Token {
                kind: Kind::Word(name),
                ..
            },
            Token {
                kind: Kind::Mark("="),
                ..
            },
            value @ ..,
        ] = head
        {
            match self.list(value) {
                Some(list) => self.lists.insert(name.clone(), list),
                None => self.lists.remove(name),
            };
        }
    }

    fn evaluate(&mut self, arguments: &[Token], (file, depth): (&str, usize)) {
        let name = match without_parentheses(arguments) {
            [
                Token {
                    kind: Kind::Text(Some(name)),
                    ..
                },
            ] => name,
            _ => return self.doubt(arguments, file, "what `eval_gemfile` reads is left out"),
        };
        let other = path::expand(name, path::dirname(file));
        match (self.text_of)(&other) {
            Some(text) if depth < MAX_DEPTH => self.file(&other, &text, depth + 1),
            _ => self.doubt(arguments, file, "what `eval_gemfile` reads is left out"),
        }
    }

    fn gem(&mut self, arguments: &[Token], file: &str) {
        let arguments = without_parentheses(arguments);
        let modifier = arguments
            .iter()
            .position(|token| matches!(word_of(token), Some("if" | "unless")));
        let (arguments, runs) = match modifier {
            Some(at) => {
                let runs = self.condition(&arguments[at + 1..]);
                let is_unless = word_of(&arguments[at]) == Some("unless");
                (
                    without_parentheses(&arguments[..at]),
                    if is_unless { not(runs) } else { runs },
                )
            }
            None => (arguments, Runs::Yes),
        };
        let says_group = |name| option(arguments, name).iter().any(names_group);
        let is_certain = self.frames.iter().any(|frame| frame.is_group)
            || ["group", "groups"].into_iter().any(says_group);
        let in_group = is_certain || arguments.iter().skip(1).any(names_group);
        let elsewhere = ["platform", "platforms"]
            .iter()
            .any(|name| is_elsewhere(option(arguments, name)));
        let required = option(arguments, "require");
        let is_unrequired = match required {
            [
                Token {
                    kind: Kind::Word(word),
                    ..
                },
                ..,
            ] => word == "false" || word == "nil",
            [
                Token {
                    kind: Kind::Mark("["),
                    ..
                },
                Token {
                    kind: Kind::Mark("]"),
                    ..
                },
                ..,
            ] => true,
            _ => false,
        };
        if !in_group || elsewhere || is_unrequired || runs == Runs::No {
            return;
        }
        let Some(names) = self.list(&arguments[..arguments.len().min(1)]) else {
            return self.doubt(
                arguments,
                file,
                "a gem whose name Ruby would have to find is left out",
            );
        };
        let is_sure = is_certain
            && runs == Runs::Yes
            && option(arguments, "install_if").is_empty()
            && self.frames.iter().all(|frame| frame.runs == Runs::Yes);
        if !is_sure {
            let taken = format!("{} is taken, whatever the condition says", names.join(", "));
            self.doubt(arguments, file, &taken);
        }
        self.found.gems.extend(names);
    }

    /// Whether a condition holds, where that is known here: what the environment says, and on what machine this is.
    fn condition(&self, tokens: &[Token]) -> Runs {
        let said = |said: bool| if said { Runs::Yes } else { Runs::No };
        let kinds: Vec<&Kind> = tokens.iter().map(|token| &token.kind).collect();
        match &kinds[..] {
            [Kind::Mark("!"), ..] => not(self.condition(&tokens[1..])),
            [Kind::Word(word)] if word == "true" => Runs::Yes,
            [Kind::Word(word)] if word == "false" || word == "nil" => Runs::No,
            [Kind::Word(gem), _, Kind::Word(asks)] if gem == "Gem" && asks == "win_platform?" => {
                said(cfg!(windows))
            }
            [
                Kind::Word(env),
                Kind::Mark("["),
                Kind::Text(Some(name)),
                Kind::Mark("]"),
                rest @ ..,
            ] if env == "ENV" => {
                let value = (self.variable)(name);
                match rest {
                    [] => said(value.is_some()),
                    [Kind::Mark("=="), Kind::Text(Some(other))] => {
                        said(value.as_ref() == Some(other))
                    }
                    [Kind::Mark("!="), Kind::Text(Some(other))] => {
                        said(value.as_ref() != Some(other))
                    }
                    _ => Runs::Perhaps,
                }
            }
            _ => Runs::Perhaps,
        }
    }

    fn doubt(&mut self, tokens: &[Token], file: &str, what: &str) {
        let line = tokens.first().map_or(0, |token| token.line);
        let name = path::basename(file);
        self.found
            .doubts
            .push(format!("{name}, line {line}: {what}."));
    }
}

fn word_of(token: &Token) -> Option<&str> {
    match &token.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

/// Where a statement ends: before its block, a closing brace, or the end of the line. Braces of hashes and lambdas belong to
/// it.
fn head_end(tokens: &[Token]) -> usize {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match &token.kind {
            Kind::End | Kind::Mark("}") => return at,
            Kind::Word(word) if word == "do" => return at,
            Kind::Word(word) if word == "then" || word == "end" => return at.max(1),
            Kind::Word(word)
                if at == 0 && matches!(word.as_str(), "else" | "begin" | "ensure" | "then") =>
            {
                return 1;
            }
            Kind::Mark("{") => {
                let before = at.checked_sub(1).map(|before| &tokens[before].kind);
                let is_value = matches!(
                    before,
                    None | Some(
                        Kind::Label(_) | Kind::Mark("," | "(" | "[" | "=>" | "=" | "->" | "||")
                    )
                );
                if !is_value {
                    return at;
                }
                at += closing(&tokens[at..]);
            }
            _ => {}
        }
        at += 1;
    }
    tokens.len()
}

/// Where the bracket that comes first is closed.
fn closing(tokens: &[Token]) -> usize {
    let mut depth = 0usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Mark("(" | "[" | "{") => depth += 1,
            Kind::Mark(")" | "]" | "}") => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    tokens.len().saturating_sub(1)
}

fn without_parentheses(tokens: &[Token]) -> &[Token] {
    let Some((first, rest)) = tokens.split_first() else {
        return tokens;
    };
    match (&first.kind, rest.split_last()) {
        (Kind::Mark("("), Some((last, inside))) if last.kind == Kind::Mark(")") => inside,
        (Kind::Mark("("), _) => rest,
        _ => tokens,
    }
}

/// The value of an option: `name: value`, `:name => value`.
fn option<'t>(arguments: &'t [Token], name: &str) -> &'t [Token] {
    let value = arguments
        .iter()
        .enumerate()
        .find_map(|(at, token)| match &token.kind {
            Kind::Label(label) if label == name => Some(at + 1),
            Kind::Symbol(key) | Kind::Text(Some(key)) if key == name => {
                (arguments.get(at + 1)?.kind == Kind::Mark("=>")).then_some(at + 2)
            }
            _ => None,
        });
    match value.and_then(|at| arguments.get(at..)) {
        Some([]) | None => &[],
        Some(value) => &value[..=closing(value)],
    }
}

fn names_group(token: &Token) -> bool {
    match &token.kind {
        Kind::Symbol(name) | Kind::Text(Some(name)) => name == GROUP,
        Kind::List(names) => names.iter().any(|name| name == GROUP),
        _ => false,
    }
}

/// Whether platforms are named, and all of them are other than this one.
fn is_elsewhere(tokens: &[Token]) -> bool {
    let names = tokens.iter().flat_map(|token| match &token.kind {
        Kind::Symbol(name) | Kind::Text(Some(name)) => std::slice::from_ref(name),
        Kind::List(names) => names,
        _ => &[],
    });
    let mut names = names.peekable();
    names.peek().is_some()
        && names.all(|name| OTHER_PLATFORMS.iter().any(|other| name.starts_with(other)))
}

fn not(runs: Runs) -> Runs {
    match runs {
        Runs::Yes => Runs::No,
        Runs::No => Runs::Yes,
        Runs::Perhaps => Runs::Perhaps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gemfile(text: &str) -> Gemfile {
        let text_of = |path: &str| match path {
            "/site/Gemfile" => Some(text.to_string()),
            "/site/sub/Gemfile" => Some("gem 'p'\neval_gemfile 'Gemfile'".to_string()),
            _ => None,
        };
        let variable = |name: &str| (name == "SET").then(|| "yes".to_string());
        read("/site/Gemfile", &text_of, &variable)
    }

    /// What Bundler 2.3 makes of the same texts.
    #[test]
    fn the_group_however_it_is_written() {
        let cases = [
            (
                "group :jekyll_plugins do gem 'a'; gem 'b' end\ngem 'c'",
                "a b",
            ),
            (
                "group(:jekyll_plugins) { gem 'a'; gem \"b\", require: false }",
                "a",
            ),
            (
                "group :test, :jekyll_plugins do\n  gem('a', # why\n  '1')\nend",
                "a",
            ),
            (
                "group :jekyll_plugins do\n %w[a b].each { |g| gem g }\n ['c', \"d\"]\n  .each do |n|\n gem n\nend\nend\ngem 'e'",
                "a b c d",
            ),
            (
                "P = %w(a b)\nP.each do |x|\n gem x, groups: %i[test jekyll_plugins]\nend",
                "a b",
            ),
            (
                "gem \"a\",\n \"~> 1\",\n group: :jekyll_plugins,\n require: false\ngem 'b', group: [\n :jekyll_plugins,\n :test\n]",
                "b",
            ),
            (
                "gem('c',\n :group => 'jekyll_plugins')\ngem(\n 'd',\n group: :jekyll_plugins\n)",
                "c d",
            ),
            (
                "if true\n gem 'a', group: :jekyll_plugins\nelse\n gem 'b', group: :jekyll_plugins\nend\n\
                 unless false then gem 'c', group: :jekyll_plugins end\ngem 'd', group: :jekyll_plugins if false",
                "a c",
            ),
            (
                "=begin\ngem 'x', group: :jekyll_plugins\n=end\n# gem 'y', group: :jekyll_plugins\nT = <<~EOS\n \
                 gem 'w', group: :jekyll_plugins\nEOS\ngem 'a', group: :jekyll_plugins\n__END__\ngem 'q', group: :jekyll_plugins",
                "a",
            ),
            (
                "source 'https://rubygems.org' do\n group :jekyll_plugins do\n  platforms :mingw, :jruby do\n   gem 'w'\n  end\n  \
                 gem 'm', platforms: %i[mingw x64_mingw]\n  gem 'n', platforms: %i[mri mingw]\n end\nend",
                "n",
            ),
            (
                "install_if -> { false } do\n gem 'a', group: :other\nend\ngroup :jekyll_plugins_old do\n gem 'b'\nend\n\
                 gem 'c', { 'group' => 'jekyll_plugins', require: [] }\ngem 'jekyll_plugins'\ngroup 'jekyll_plugins' do gem 'd' end",
                "d",
            ),
            (
                "group :jekyll_plugins do\n eval_gemfile 'sub/Gemfile'\nend\ngem 'z'",
                "p",
            ),
            (
                "group :jekyll_plugins do\n if ENV['SET']\n  gem 'a'\n else\n  gem 'b'\n end\n gem 'c' unless ENV[\"UNSET\"]\n \
                 gem 'd' if !ENV['SET']\n gem 'e' if ENV['SET'] == 'yes'\n gem 'f' if ENV['SET'] != 'yes'\nend",
                "a c e",
            ),
            (
                "source 'https://rubygems.org'\ngem \"jekyll\", \"~> 4.4\" # not of the group\ngroup :jekyll_plugins do\n  \
                 gem 'jekyll-feed', '~> 0.12'\n  gem \"jekyll-seo-tag\",\n      require: false\n  # gem \"jekyll-gist\"\n  \
                 platforms :mingw, :x64_mingw do\n    gem 'wdm'\n  end\n  gem 'tzinfo-data', platforms: [:mingw, :jruby]\nend\n\
                 gem 'jemoji', group: :jekyll_plugins\ngem 'jekyll-sitemap', :groups => [:development, :jekyll_plugins]\n\
                 group :test, :jekyll_plugins do\n  if true\n    gem('jekyll-avatar')\n  end\nend\ngem 'html-proofer'\n",
                "jekyll-feed jemoji jekyll-sitemap jekyll-avatar",
            ),
        ];
        for (text, gems) in cases {
            let mut found = gemfile(text);
            // a Gemfile that reads itself is read no deeper than that
            found.gems.dedup();
            assert_eq!(found.gems.join(" "), gems, "{text}");
            let is_endless = text.contains("eval_gemfile");
            assert_eq!(
                found.doubts.is_empty(),
                !is_endless,
                "{text}: {:?}",
                found.doubts
            );
        }
    }

    #[test]
    fn what_only_ruby_knows_is_told() {
        let text = "gem 'a', group: :jekyll_plugins if RUBY_VERSION > '2'\ngroup :jekyll_plugins do\n gem \"b#{1}\"\n \
                    %w[c].each(&method(:gem))\nend\neval_gemfile 'none'\n gem 'd', group: a ? :x : :jekyll_plugins\n\
                    def add(name) gem name, group: :jekyll_plugins end";
        let found = gemfile(text);
        assert_eq!(found.gems, ["a", "d"]);
        assert_eq!(
            found.doubts,
            [
                "Gemfile, line 1: a is taken, whatever the condition says.",
                "Gemfile, line 3: a gem whose name Ruby would have to find is left out.",
                "Gemfile, line 4: gems that Ruby would have to find are left out.",
                "Gemfile, line 6: what `eval_gemfile` reads is left out.",
                "Gemfile, line 7: d is taken, whatever the condition says.",
                "Gemfile, line 8: gems that Ruby would have to find are left out.",
            ]
        );
    }

    #[test]
    fn halves_of_statements_end() {
        for text in [
            "[",
            "(",
            "gem(",
            "then",
            "}",
            "{",
            "group :jekyll_plugins do |",
            "%w[",
            "gem [",
            "end end",
            "<<A",
            "'",
        ] {
            assert!(gemfile(text).gems.is_empty());
        }
    }
}
