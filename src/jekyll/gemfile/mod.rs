//! The gems of a Gemfile's `jekyll_plugins` group (`Bundler::Dsl`). What hangs on something that only Ruby knows is told.

mod tokens;

use std::collections::HashMap;
use std::rc::Rc;

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

/// So many Gemfiles are read at most, where they read one another.
const MAX_FILES: usize = 100;

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
        open_files: Vec::new(),
        files: 0,
    };
    if let Some(text) = text_of(file) {
        reading.file(file, &text);
    }
    reading.found
}

struct Reading<'f> {
    text_of: &'f dyn Fn(&str) -> Option<String>,
    variable: &'f dyn Fn(&str) -> Option<String>,
    found: Gemfile,
    /// The literal lists that variables hold.
    lists: HashMap<String, Rc<[String]>>,
    frames: Vec<Frame>,
    /// The Gemfiles that are being read, each by the one before it.
    open_files: Vec<String>,
    /// How many have been read.
    files: usize,
}

/// A block that is open.
#[derive(Debug, Clone, Copy, Default)]
struct Frame {
    /// Whether this block or one around it is of the group.
    is_group: bool,
    /// Whether the blocks around it are run.
    around: Runs,
    /// Whether it is run where they are.
    own: Runs,
    /// Whether one of its branches up to this one is run.
    taken: Runs,
}

impl Frame {
    fn runs(&self) -> Runs {
        self.around.and(self.own)
    }
}

/// Whether a block is run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Runs {
    #[default]
    Yes,
    No,
    Perhaps,
}

impl Runs {
    fn not(self) -> Self {
        match self {
            Runs::Yes => Runs::No,
            Runs::No => Runs::Yes,
            Runs::Perhaps => Runs::Perhaps,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Runs::No, _) | (_, Runs::No) => Runs::No,
            (Runs::Yes, Runs::Yes) => Runs::Yes,
            _ => Runs::Perhaps,
        }
    }

    fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }
}

impl Reading<'_> {
    fn file(&mut self, file: &str, text: &str) {
        self.files += 1;
        self.open_files.push(file.to_string());
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
            rest = self.statement(head, behind, file, outside);
        }
        self.frames.truncate(outside);
        self.open_files.pop();
    }

    /// One statement, up to the block that it opens or to its end; returns what follows.
    fn statement<'t>(
        &mut self,
        head: &'t [Token],
        behind: &'t [Token],
        file: &str,
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
            "gem" if self.block().runs() != Runs::No => self.gem(head, file),
            "eval_gemfile" => self.evaluate(head, file),
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

    /// The innermost block that is open.
    fn block(&self) -> Frame {
        self.frames.last().copied().unwrap_or_default()
    }

    /// A block within that one, of which nothing more is known.
    fn block_within(&self) -> Frame {
        let outer = self.block();
        Frame {
            is_group: outer.is_group,
            around: outer.runs(),
            ..Frame::default()
        }
    }

    fn keyword(&mut self, word: &str, condition: &[Token], outside: usize) {
        let holds = match word {
            "then" => return,
            "if" | "elsif" => self.condition(condition),
            "unless" => self.condition(condition).not(),
            "begin" | "else" | "ensure" => Runs::Yes,
            "rescue" => Runs::No,
            _ => Runs::Perhaps,
        };
        let before = self.frames[outside..].last();
        let before = before.map_or(Runs::Perhaps, |frame| frame.taken);
        let (own, taken) = match word {
            "elsif" | "else" => (before.not().and(holds), before.or(holds)),
            // what stands behind `else` is run where nothing is rescued
            "begin" | "rescue" | "ensure" => (holds, Runs::No),
            _ => (holds, holds),
        };
        if matches!(word, "else" | "elsif" | "when" | "rescue" | "ensure") {
            if let Some(frame) = self.frames[outside..].last_mut() {
                (frame.own, frame.taken) = (own, taken);
            }
        } else {
            let frame = self.block_within();
            self.frames.push(Frame {
                own,
                taken,
                ..frame
            });
        }
    }

    /// A block: what stands before it says what holds in it.
    fn open<'t>(&mut self, head: &[Token], mut inside: &'t [Token]) -> &'t [Token] {
        let mut frame = self.block_within();
        let words: Vec<&str> = head.iter().filter_map(word_of).collect();
        match words.first().copied().unwrap_or_default() {
            "group" => frame.is_group |= head.iter().any(names_group),
            "platform" | "platforms" if is_elsewhere(head) => frame.own = Runs::No,
            "install_if" | "env" => frame.own = Runs::Perhaps,
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
    fn list(&self, tokens: &[Token]) -> Option<Rc<[String]>> {
        match tokens.first().map(|token| &token.kind) {
            Some(Kind::List(list)) => Some(list.as_slice().into()),
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
            Some(Kind::Text(Some(text))) => Some(Rc::from([text.clone()])),
            _ => None,
        }
    }

    fn other(&mut self, head: &[Token], file: &str) {
        let calls_gem = |token: &Token| matches!(&token.kind, Kind::Symbol(name) if name == "gem");
        if self.block().is_group && head.iter().any(calls_gem) {
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
            self.frames.push(self.block_within());
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

    fn evaluate(&mut self, head: &[Token], file: &str) {
        let name = match without_parentheses(&head[1..]) {
            [
                Token {
                    kind: Kind::Text(Some(name)),
                    ..
                },
            ] => name,
            _ => return self.doubt(head, file, "what `eval_gemfile` reads is left out"),
        };
        let other = path::expand(name, path::dirname(file));
        let may_read = self.files < MAX_FILES && !self.open_files.contains(&other);
        match may_read.then(|| (self.text_of)(&other)).flatten() {
            Some(text) => self.file(&other, &text),
            None => self.doubt(head, file, "what `eval_gemfile` reads is left out"),
        }
    }

    fn gem(&mut self, head: &[Token], file: &str) {
        let arguments = without_parentheses(&head[1..]);
        let modifier = arguments
            .iter()
            .position(|token| matches!(word_of(token), Some("if" | "unless")));
        let (arguments, runs) = match modifier {
            Some(at) => {
                let runs = self.condition(&arguments[at + 1..]);
                let is_unless = word_of(&arguments[at]) == Some("unless");
                (
                    without_parentheses(&arguments[..at]),
                    if is_unless { runs.not() } else { runs },
                )
            }
            None => (arguments, Runs::Yes),
        };
        let says_group = |name| option(arguments, name).iter().any(names_group);
        let is_certain = self.block().is_group || ["group", "groups"].into_iter().any(says_group);
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
                head,
                file,
                "a gem whose name Ruby would have to find is left out",
            );
        };
        let is_sure = is_certain
            && runs == Runs::Yes
            && option(arguments, "install_if").is_empty()
            && self.block().runs() == Runs::Yes;
        if !is_sure {
            let taken = format!("{} is taken, whatever the condition says", names.join(", "));
            self.doubt(head, file, &taken);
        }
        self.found.gems.extend(names.iter().cloned());
    }

    /// Whether a condition holds, where that is known here: what the environment says, and on what machine this is.
    fn condition(&self, tokens: &[Token]) -> Runs {
        let said = |said: bool| if said { Runs::Yes } else { Runs::No };
        let kinds: Vec<&Kind> = tokens.iter().map(|token| &token.kind).collect();
        match &kinds[..] {
            [Kind::Mark("!"), ..] => self.condition(&tokens[1..]).not(),
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
                "group :jekyll_plugins do\n if ENV['SET']\n  gem 'a'\n elsif true\n  gem 'b'\n else\n  gem 'c'\n end\n \
                 if false\n  gem 'd'\n elsif ENV['SET']\n  gem 'e'\n elsif true\n  gem 'f'\n end\nend",
                "a e",
            ),
            (
                "group :jekyll_plugins do\n begin\n  gem 'a'\n rescue LoadError\n  gem 'b'\n else\n  gem 'c'\n ensure\n  \
                 gem 'd'\n end\nend",
                "a c d",
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
            let found = gemfile(text);
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

    /// Ruby's stack ends those that read themselves, and nothing those that read others in ever greater number.
    #[test]
    fn gemfiles_that_read_one_another_end() {
        let text_of = |path: &str| {
            let number: usize = path.rsplit('/').next()?.parse().ok()?;
            let others = format!("eval_gemfile '{}'\n", number + 1).repeat(9);
            Some(format!(
                "gem 'g', group: :jekyll_plugins\neval_gemfile '{number}'\n{others}"
            ))
        };
        let found = read("/site/1", &text_of, &|_| None);
        assert_eq!(found.gems.len(), MAX_FILES);
        assert_eq!(
            found.doubts[0],
            "1, line 2: what `eval_gemfile` reads is left out."
        );
    }

    /// Where reading takes the square of the length, this does not end in any time that one waits.
    #[test]
    fn long_gemfiles_end() {
        let blanks = "\n".repeat(400_000);
        let deep = "if a;".repeat(100_000) + &"gem 'a';".repeat(100_000);
        let known = "gem 'b', group: :jekyll_plugins\n";
        for text in [blanks, deep] {
            assert_eq!(gemfile(&(text + "\n" + known)).gems, ["b"]);
        }
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
