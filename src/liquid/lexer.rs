//! The words of strict markup (`Liquid::Lexer`). A whole markup is cut before any of it is parsed, so that a character
//! that is no token is reported before anything else.

use super::scan::{is_segment, skip_space, skip_while};
use crate::error::{Error, Result};
use crate::text::is_space;

/// What a lexeme is; [`Kind::name`] is how messages call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Pipe,
    Dot,
    Colon,
    Comma,
    OpenSquare,
    CloseSquare,
    OpenRound,
    CloseRound,
    Question,
    Dash,
    Comparison,
    String,
    Number,
    Id,
    DotDot,
    EndOfString,
}

/// A word of the markup, by its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexeme {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Pipe => "pipe",
            Kind::Dot => "dot",
            Kind::Colon => "colon",
            Kind::Comma => "comma",
            Kind::OpenSquare => "open_square",
            Kind::CloseSquare => "close_square",
            Kind::OpenRound => "open_round",
            Kind::CloseRound => "close_round",
            Kind::Question => "question",
            Kind::Dash => "dash",
            Kind::Comparison => "comparison",
            Kind::String => "string",
            Kind::Number => "number",
            Kind::Id => "id",
            Kind::DotDot => "dotdot",
            Kind::EndOfString => "end_of_string",
        }
    }
}

/// Cuts `markup` into `lexemes`, the last of which is [`Kind::EndOfString`].
///
/// # Errors
/// `Unexpected character …`
pub(crate) fn lex(markup: &str, lexemes: &mut Vec<Lexeme>) -> Result<()> {
    lexemes.clear();
    let bytes = markup.as_bytes();
    let mut at = skip_space(bytes, 0);
    while at < bytes.len() {
        let Some((kind, end)) = lexeme(bytes, at) else {
            let character = markup[at..].chars().next().unwrap_or_default();
            return Err(Error::syntax(format!("Unexpected character {character}")));
        };
        lexemes.push(Lexeme {
            kind,
            start: at,
            end,
        });
        at = skip_space(bytes, end);
    }
    lexemes.push(Lexeme {
        kind: Kind::EndOfString,
        start: at,
        end: at,
    });
    Ok(())
}

fn lexeme(bytes: &[u8], at: usize) -> Option<(Kind, usize)> {
    let next = bytes.get(at + 1).copied();
    Some(match bytes[at] {
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => identifier(bytes, at),
        b'0'..=b'9' => (Kind::Number, number(bytes, at)),
        b'-' if next.is_some_and(|byte| byte.is_ascii_digit()) => {
            (Kind::Number, number(bytes, at + 1))
        }
        b'.' if next == Some(b'.') => (Kind::DotDot, at + 2),
        b'"' | b'\'' => (Kind::String, super::scan::quoted_string(bytes, at)?),
        b'=' | b'!' if next == Some(b'=') => (Kind::Comparison, at + 2),
        b'<' if matches!(next, Some(b'>' | b'=')) => (Kind::Comparison, at + 2),
        b'>' if next == Some(b'=') => (Kind::Comparison, at + 2),
        b'<' | b'>' => (Kind::Comparison, at + 1),
        b'|' => (Kind::Pipe, at + 1),
        b'.' => (Kind::Dot, at + 1),
        b':' => (Kind::Colon, at + 1),
        b',' => (Kind::Comma, at + 1),
        b'[' => (Kind::OpenSquare, at + 1),
        b']' => (Kind::CloseSquare, at + 1),
        b'(' => (Kind::OpenRound, at + 1),
        b')' => (Kind::CloseRound, at + 1),
        b'?' => (Kind::Question, at + 1),
        b'-' => (Kind::Dash, at + 1),
        _ => return None,
    })
}

/// `contains` is an operator where white space follows, and an identifier elsewhere.
fn identifier(bytes: &[u8], at: usize) -> (Kind, usize) {
    const CONTAINS: &[u8] = b"contains";
    let behind = at + CONTAINS.len();
    if bytes[at..].starts_with(CONTAINS) && bytes.get(behind).copied().is_some_and(is_space) {
        return (Kind::Comparison, behind);
    }
    let end = skip_while(bytes, at, is_segment);
    (Kind::Id, end + usize::from(bytes.get(end) == Some(&b'?')))
}

/// `\d+(\.\d+)?`
fn number(bytes: &[u8], at: usize) -> usize {
    let digits = |at| skip_while(bytes, at, |byte| byte.is_ascii_digit());
    let end = digits(at);
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if fraction > end + 1 {
            return fraction;
        }
    }
    end
}
