//! The strict grammar of expressions (`Liquid::Parser`). It checks markup and puts it in normal form: what it accepts is
//! read by [`Expression::parse`](super::Expression::parse), the same that reads what the lax scanners find.

use std::borrow::Cow;

use super::lexer::{Kind, Lexeme, lex};
use crate::error::{Error, Result};

pub(crate) struct Parser<'m> {
    markup: &'m str,
    lexemes: Vec<Lexeme>,
    at: usize,
}

/// What still has to follow while an expression is being read.
enum Open {
    /// The `]` of `name[expression]`, and what may follow it.
    Square,
    /// The `..` of a range, and its end.
    RangeStart,
    /// The `)` of a range.
    RangeEnd,
}

/// Ruby's stack ends at about this many open brackets.
const MAX_OPEN: usize = 4_000;

impl<'m> Parser<'m> {
    /// Cuts the markup into words.
    ///
    /// # Errors
    /// `Unexpected character …`
    pub(crate) fn new(markup: &'m str) -> Result<Self> {
        Self::with_buffer(markup, Vec::new())
    }

    /// As [`Parser::new`], with a buffer that [`Parser::into_buffer`] gives back.
    pub(crate) fn with_buffer(markup: &'m str, mut lexemes: Vec<Lexeme>) -> Result<Self> {
        lex(markup, &mut lexemes)?;
        Ok(Parser {
            markup,
            lexemes,
            at: 0,
        })
    }

    /// The buffer, for the next parser.
    pub(crate) fn into_buffer(self) -> Vec<Lexeme> {
        self.lexemes
    }

    fn peek(&self, ahead: usize) -> Lexeme {
        let last = self.lexemes.len() - 1;
        self.lexemes[(self.at + ahead).min(last)]
    }

    fn text(&self, lexeme: Lexeme) -> &'m str {
        &self.markup[lexeme.start..lexeme.end]
    }

    /// Whether the word `ahead` of the next one is of this kind.
    pub(crate) fn look(&self, kind: Kind, ahead: usize) -> bool {
        self.peek(ahead).kind == kind
    }

    /// Takes the next word, which must be of this kind.
    ///
    /// # Errors
    /// `Expected … but found …`
    pub(crate) fn consume(&mut self, kind: Kind) -> Result<&'m str> {
        let lexeme = self.peek(0);
        if lexeme.kind != kind {
            return Err(Error::syntax(format!(
                "Expected {} but found {}",
                kind.name(),
                lexeme.kind.name()
            )));
        }
        self.at += 1;
        Ok(self.text(lexeme))
    }

    /// Takes the next word if it is of this kind.
    pub(crate) fn accept(&mut self, kind: Kind) -> Option<&'m str> {
        let lexeme = self.peek(0);
        (lexeme.kind == kind).then(|| {
            self.at += 1;
            self.text(lexeme)
        })
    }

    /// Takes the next word if it is this identifier.
    pub(crate) fn accept_id(&mut self, name: &str) -> bool {
        let lexeme = self.peek(0);
        let found = lexeme.kind == Kind::Id && self.text(lexeme) == name;
        self.at += usize::from(found);
        found
    }

    /// Takes an argument of a filter: an expression, or one behind `name:`.
    ///
    /// # Errors
    /// As [`Parser::expression`].
    pub(crate) fn argument(&mut self) -> Result<(Option<&'m str>, Cow<'m, str>)> {
        let mut name = None;
        if self.look(Kind::Id, 0) && self.look(Kind::Colon, 1) {
            name = Some(self.consume(Kind::Id)?);
            self.at += 1;
        }
        Ok((name, self.expression()?))
    }

    /// Takes an expression and gives it in normal form: without white space between its words.
    ///
    /// # Errors
    /// `… is not a valid expression`, `Expected … but found …`
    pub(crate) fn expression(&mut self) -> Result<Cow<'m, str>> {
        let first = self.at;
        let mut open: Vec<Open> = Vec::new();
        'expression: loop {
            let next = self.peek(0);
            match next.kind {
                Kind::String | Kind::Number => self.at += 1,
                Kind::OpenRound => {
                    self.at += 1;
                    open.push(Open::RangeStart);
                    if open.len() > MAX_OPEN {
                        return Err(super::context::stack_too_deep());
                    }
                    continue;
                }
                Kind::Id => {
                    self.at += 1;
                    if self.signature_tail(&mut open)? {
                        continue;
                    }
                }
                _ => return Err(self.invalid_expression(next)),
            }
            // An expression is complete: close what it completes.
            loop {
                match open.pop() {
                    None => return Ok(self.normalised(first)),
                    Some(Open::RangeStart) => {
                        self.consume(Kind::DotDot)?;
                        open.push(Open::RangeEnd);
                        continue 'expression;
                    }
                    Some(Open::RangeEnd) => {
                        self.consume(Kind::CloseRound)?;
                    }
                    Some(Open::Square) => {
                        self.consume(Kind::CloseSquare)?;
                        if self.signature_tail(&mut open)? {
                            continue 'expression;
                        }
                    }
                }
            }
        }
    }

    /// What may follow a name or a `]`: `[`, which opens an expression (true), or `.name` and again; then the end (false).
    fn signature_tail(&mut self, open: &mut Vec<Open>) -> Result<bool> {
        loop {
            if self.accept(Kind::OpenSquare).is_some() {
                open.push(Open::Square);
                if open.len() > MAX_OPEN {
                    return Err(super::context::stack_too_deep());
                }
                return Ok(true);
            }
            if self.accept(Kind::Dot).is_none() {
                return Ok(false);
            }
            self.consume(Kind::Id)?;
        }
    }

    /// The words from `first` to here, joined.
    fn normalised(&self, first: usize) -> Cow<'m, str> {
        let words = &self.lexemes[first..self.at];
        let (Some(head), Some(tail)) = (words.first(), words.last()) else {
            return Cow::Borrowed("");
        };
        if words.windows(2).all(|pair| pair[0].end == pair[1].start) {
            return Cow::Borrowed(&self.markup[head.start..tail.end]);
        }
        Cow::Owned(words.iter().map(|&word| self.text(word)).collect())
    }

    fn invalid_expression(&self, lexeme: Lexeme) -> Error {
        let name = lexeme.kind.name();
        Error::syntax(match lexeme.kind {
            Kind::EndOfString => format!("[:{name}] is not a valid expression"),
            _ => format!(
                "[:{name}, \"{}\"] is not a valid expression",
                self.text(lexeme)
            ),
        })
    }
}
