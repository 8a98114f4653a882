//! The words of a Gemfile, as far as Ruby's syntax is needed to tell them apart.

/// A word, and the line on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) line: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, a keyword or a number.
    Word(String),
    /// `:name`
    Symbol(String),
    /// `name:` before the value of an option.
    Label(String),
    /// A literal text; none where Ruby would have to put something in.
    Text(Option<String>),
    /// `%w[…]`, `%i[…]`
    List(Vec<String>),
    /// Anything else, such as `=>`.
    Mark(&'static str),
    /// The end of a statement.
    End,
}

/// Marks of several characters come before those that they begin with.
const MARKS: [&str; 31] = [
    "=>", "->", "==", "!=", "=~", "!~", ">=", "<=", "||", "&&", "::", "&.", "..", "(", ")", "[",
    "]", "{", "}", ",", ".", "|", "=", "<", ">", "+", "-", "*", "!", "?", "&",
];

/// Cuts a Gemfile into its words.
pub(super) fn tokens(source: &str) -> Vec<Token> {
    let mut cutter = Cutter {
        source,
        at: 0,
        line: 1,
        depth: 0,
        heredocs: Vec::new(),
        found: Vec::new(),
    };
    cutter.pass_comment();
    while let Some(rest) = source.get(cutter.at..).filter(|rest| !rest.is_empty()) {
        cutter.step(rest);
    }
    cutter.push(Kind::End);
    cutter.found
}

struct Cutter<'s> {
    source: &'s str,
    at: usize,
    line: usize,
    /// How many `(` and `[` are open: lines do not end statements there.
    depth: usize,
    /// The ends of the heredocs that begin with the next line.
    heredocs: Vec<&'s str>,
    found: Vec<Token>,
}

impl<'s> Cutter<'s> {
    fn push(&mut self, kind: Kind) {
        self.found.push(Token {
            kind,
            line: self.line,
        });
    }

    fn step(&mut self, rest: &'s str) {
        let first = rest.as_bytes()[0];
        match first {
            b'\n' => self.end_line(),
            b'\\' if rest.starts_with("\\\n") => self.pass(2),
            b' ' | b'\t' | b'\r' | b'\\' => self.pass(1),
            b'#' => self.pass(rest.find('\n').unwrap_or(rest.len())),
            b';' => {
                self.push(Kind::End);
                self.pass(1);
            }
            b'"' | b'\'' | b'`' => self.text(1, char::from(first), first != b'\''),
            b'/' if self.begins_value() => {
                self.text(1, '/', true);
                if let Some(regex) = self.found.last_mut() {
                    regex.kind = Kind::Text(None);
                }
            }
            b'%' if self.begins_value() && self.percent(rest) => {}
            b'<' if self.heredoc(rest) => {}
            b':' if rest[1..].starts_with(is_name_start) => {
                let end = name_end(&rest[1..]) + 1;
                self.push(Kind::Symbol(rest[1..end].to_string()));
                self.pass(end);
            }
            b':' if rest[1..].starts_with(['"', '\'']) => {
                self.pass(1);
                self.text(1, char::from(rest.as_bytes()[1]), true);
                if let Some(Token { kind, .. }) = self.found.last_mut()
                    && let Kind::Text(Some(name)) = kind
                {
                    *kind = Kind::Symbol(std::mem::take(name));
                }
            }
            b'$' | b'@' => self.pass(1),
            _ if rest.starts_with(|c: char| is_name_start(c) || c.is_ascii_digit()) => {
                let end = name_end(rest);
                let (name, behind) = rest.split_at(end);
                if behind.starts_with(':') && !behind.starts_with("::") {
                    self.push(Kind::Label(name.to_string()));
                    self.pass(end + 1);
                } else {
                    self.push(Kind::Word(name.to_string()));
                    self.pass(end);
                }
            }
            _ => match MARKS.iter().find(|mark| rest.starts_with(**mark)) {
                Some(mark) => {
                    match *mark {
                        "(" | "[" => self.depth += 1,
                        ")" | "]" => self.depth = self.depth.saturating_sub(1),
                        "." | "&." => self.unend_line(),
                        _ => {}
                    }
                    self.push(Kind::Mark(mark));
                    self.pass(mark.len());
                }
                None => self.pass(rest.chars().next().map_or(1, char::len_utf8)),
            },
        }
    }

    fn pass(&mut self, length: usize) {
        let passed = &self.source[self.at..self.at + length];
        self.line += passed.matches('\n').count();
        self.at += length;
    }

    /// The end of a line: of a statement too, unless that obviously goes on.
    fn end_line(&mut self) {
        let goes_on = match self.found.last() {
            Some(Token {
                kind: Kind::Mark(mark),
                ..
            }) => !matches!(*mark, ")" | "]" | "}" | "|" | "?" | "!"),
            Some(Token {
                kind: Kind::Label(_),
                ..
            }) => true,
            _ => false,
        };
        if !goes_on && self.depth == 0 {
            self.push(Kind::End);
        }
        self.pass(1);
        for end in std::mem::take(&mut self.heredocs) {
            self.pass_lines(|line| line.trim() == end);
        }
        self.pass_comment();
    }

    /// A statement goes on in the next line where that begins with a call.
    fn unend_line(&mut self) {
        while self.found.last().is_some_and(|last| last.kind == Kind::End) {
            self.found.pop();
        }
    }

    /// What begins a line and is no part of the program.
    fn pass_comment(&mut self) {
        let rest = &self.source[self.at..];
        if rest.starts_with("=begin") {
            self.pass_lines(|line| line.starts_with("=end"));
        } else if rest.lines().next() == Some("__END__") {
            self.pass(rest.len());
        }
    }

    /// Passes lines up to one, and that one.
    fn pass_lines(&mut self, is_last: impl Fn(&str) -> bool) {
        let rest = &self.source[self.at..];
        let mut length = 0;
        for line in rest.split_inclusive('\n') {
            length += line.len();
            if is_last(line) {
                break;
            }
        }
        self.pass(length);
    }

    /// Whether a value may begin here, so that `/` and `%` do not divide.
    fn begins_value(&self) -> bool {
        match self.found.last().map(|token| &token.kind) {
            Some(Kind::Word(word)) => matches!(
                word.as_str(),
                "if" | "unless"
                    | "and"
                    | "or"
                    | "when"
                    | "gem"
                    | "group"
                    | "groups"
                    | "do"
                    | "return"
            ),
            Some(Kind::Mark(mark)) => !matches!(*mark, ")" | "]" | "}"),
            Some(Kind::Text(_) | Kind::Symbol(_) | Kind::List(_)) => false,
            Some(Kind::Label(_) | Kind::End) | None => true,
        }
    }

    /// A text that ends with `close`; `open` is the length of what it begins with.
    fn text(&mut self, open: usize, close: char, has_values: bool) {
        let (text, length) = delimited(&self.source[self.at + open..], close, has_values);
        self.push(Kind::Text(text));
        self.pass(open + length);
        if self.source[self.at..].starts_with(':')
            && !self.source[self.at..].starts_with("::")
            && let Some(Token { kind, .. }) = self.found.last_mut()
            && let Kind::Text(Some(name)) = kind
        {
            *kind = Kind::Label(std::mem::take(name));
            self.pass(1);
        }
    }

    /// `%w[…]`, `%i[…]`, `%q(…)` and the like.
    fn percent(&mut self, rest: &'s str) -> bool {
        let mut chars = rest[1..].chars();
        let (letter, open) = match chars.next() {
            Some(letter) if letter.is_ascii_alphabetic() => (letter, chars.next()),
            open => ('Q', open),
        };
        let close = match open {
            Some('(') => ')',
            Some('[') => ']',
            Some('{') => '}',
            Some('<') => '>',
            Some(c) if c.is_ascii_punctuation() => c,
            _ => return false,
        };
        let begin = if letter == 'Q' && !rest.starts_with("%Q") {
            2
        } else {
            3
        };
        let has_values = !matches!(letter, 'w' | 'i' | 'q');
        self.text(begin, close, has_values);
        if let Some(Token { kind, .. }) = self.found.last_mut()
            && let Kind::Text(text) = kind
            && matches!(letter, 'w' | 'i' | 'W' | 'I')
            && let Some(text) = text
        {
            *kind = Kind::List(text.split_whitespace().map(str::to_string).collect());
        }
        true
    }

    /// `<<~NAME`: a text that nobody here asks for.
    fn heredoc(&mut self, rest: &'s str) -> bool {
        let Some(behind) = rest.strip_prefix("<<") else {
            return false;
        };
        let name = behind.trim_start_matches(['~', '-', '"', '\'']);
        let end = name_end(name);
        if end == 0 || !name.starts_with(|c: char| c.is_ascii_uppercase()) {
            return false;
        }
        self.heredocs.push(&name[..end]);
        self.push(Kind::Text(None));
        let length = rest.len() - name.len() + end;
        self.pass(length + usize::from(name[end..].starts_with(['"', '\''])));
        true
    }
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn name_end(text: &str) -> usize {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    let end = end.unwrap_or(text.len());
    let asks = text[end..].starts_with(['?', '!']) && !text[end + 1..].starts_with('=');
    end + usize::from(end > 0 && asks)
}

/// A text up to what closes it, and how long that is. Without `has_values` `#{` is nothing special.
fn delimited(text: &str, close: char, has_values: bool) -> (Option<String>, usize) {
    let (mut out, mut is_literal) = (String::new(), true);
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some((_, escaped)) if has_values && escaped.is_ascii_alphanumeric() => {
                    is_literal = false
                }
                Some((_, escaped)) => out.push(escaped),
                None => break,
            },
            '#' if has_values && text[at..].starts_with("#{") => {
                is_literal = false;
                let end = text[at..].find('}').map_or(text.len(), |end| at + end);
                while chars.offset() < end && chars.next().is_some() {}
            }
            c if c == close => return (is_literal.then_some(out), at + c.len_utf8()),
            c => out.push(c),
        }
    }
    (None, text.len())
}
