//! How the scanner reads scalars: plain, quoted and block. What stands on one line without escapes is borrowed.

use std::borrow::Cow;

use super::scanner::Scanner;
use super::token::{Data, Kind, Mark};
use crate::error::Result;

const BLANK: u8 = 1;
/// `\n`, `\r`, or the first byte of a break that is no ASCII character.
const BREAK: u8 = 2;
const COLON: u8 = 4;
/// `,[]{}`
const FLOW: u8 = 8;
const SINGLE: u8 = 16;
/// `"` and `\`
const DOUBLE: u8 = 32;
/// The NUL that stands for the end.
const END: u8 = 64;

/// What each byte can mean within a scalar.
const CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b' ' | b'\t' => BLANK,
            b'\n' | b'\r' | 0xc2 | 0xe2 => BREAK,
            b':' => COLON,
            b',' | b'[' | b']' | b'{' | b'}' => FLOW,
            b'\'' => SINGLE,
            b'"' | b'\\' => DOUBLE,
            0 => END,
            _ => 0,
        };
        byte += 1;
    }
    class
};

/// What is done with the line breaks at the end of a block scalar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomping {
    Clip,
    Strip,
    Keep,
}

/// What stands behind `|` or `>`.
struct BlockHeader {
    chomping: Chomping,
    /// The indentation indicator, 0 where there is none.
    increment: i64,
}

impl<'a> Scanner<'a> {
    /// The first position from `at` on whose byte is of one of these classes, or the end.
    fn find_class(&self, at: usize, classes: u8) -> usize {
        let rest = &self.bytes[at..];
        rest.iter()
            .position(|&b| CLASS[usize::from(b)] & classes != 0)
            .map_or(self.bytes.len(), |n| at + n)
    }

    /// Steps over a byte that could have begun a break but did not.
    fn past_wide(&self, at: usize) -> usize {
        at + match self.bytes[at] {
            0xc2 => 2,
            0xe2 => 3,
            _ => 1,
        }
    }

    /// Writes what a line break is worth where lines are folded: a blank, or the breaks of the blank lines after it.
    /// `first` is the break itself, if it was not escaped.
    fn write_fold(&self, first: Option<char>, out: &mut String) {
        match first {
            Some('\n') if self.breaks.is_empty() => out.push(' '),
            Some('\n') | None => {}
            Some(wide) => out.push(wide),
        }
        out.push_str(&self.breaks);
    }

    /// Steps over breaks, which are kept, and blanks up to the next text. A plain scalar hands in its indentation
    /// and where it began, for its lines may not be indented less by tabs.
    fn skip_blank_lines(&mut self, plain: Option<(i64, Mark)>) -> Result<()> {
        self.breaks.clear();
        loop {
            match self.byte() {
                b' ' => self.pos += 1,
                b'\t' => {
                    if let Some((indent, start)) = plain
                        && i64::from(self.column()) < indent
                    {
                        let problem = "found a tab character that violates indentation";
                        return Err(self.error_here(
                            problem,
                            "while scanning a plain scalar",
                            start,
                        ));
                    }
                    self.pos += 1;
                }
                _ => match self.line_break() {
                    Some(counts_as) => self.breaks.push(counts_as),
                    None => return Ok(()),
                },
            }
        }
    }

    /// The text of a plain scalar that begins here, at `mark`, over all its lines.
    pub(super) fn plain_text(&mut self, mark: Mark) -> Result<Cow<'a, str>> {
        let indent = self.indent + 1;
        let start = self.pos;
        let end = self.plain_line(mark)?;
        let source = self.text;
        let mut text = Cow::Borrowed(&source[start..end]);
        while let Some(first) = self.line_break() {
            self.skip_blank_lines(Some((indent, mark)))?;
            let from = self.pos;
            let column = i64::from(self.column());
            let outside = (!self.in_flow() && column < indent)
                || (column == 0 && self.at_document_indicator())
                || self.byte() == b'#';
            let end = if outside {
                from
            } else {
                self.plain_line(mark)?
            };
            if end == from {
                self.simple_key_allowed = true;
                break;
            }
            let text = text.to_mut();
            self.write_fold(Some(first), text);
            text.push_str(&source[from..end]);
        }
        Ok(text)
    }

    /// Steps over what of this line belongs to a plain scalar and the blanks after it; gives where the text ends.
    pub(super) fn plain_line(&mut self, start: Mark) -> Result<usize> {
        let flow = self.in_flow();
        let special = END | BLANK | BREAK | COLON | if flow { FLOW } else { 0 };
        let is_special = |byte| CLASS[usize::from(byte)] & special != 0;
        let mut at = self.pos;
        let end = loop {
            while !is_special(self.byte_at(at)) {
                at += 1;
            }
            let end = at;
            while matches!(self.byte_at(at), b' ' | b'\t') {
                at += 1;
            }
            match self.byte_at(at) {
                b'#' if at > end => break end,
                b':' => {
                    let after = self.byte_at(at + 1);
                    if flow && matches!(after, b',' | b'?' | b'[' | b']' | b'{' | b'}') {
                        self.advance_to(at);
                        let problem = "found unexpected ':'";
                        return Err(self.error_here(
                            problem,
                            "while scanning a plain scalar",
                            start,
                        ));
                    }
                    if self.is_blank_or_end(at + 1) {
                        break end;
                    }
                    at += 1;
                }
                0xc2 | 0xe2 if !self.is_break(at) => at = self.past_wide(at),
                // A break, a flow indicator or the end
                byte if is_special(byte) => break end,
                _ => {}
            }
        };
        self.advance_to(at);
        Ok(end)
    }

    /// The text between this quote and the closing one. Both are stepped over.
    pub(super) fn quoted_text(&mut self, quote: u8, start: Mark) -> Result<Cow<'a, str>> {
        self.pos += 1;
        let source = self.text;
        let first = self.pos;
        let classes = BREAK | if quote == b'"' { DOUBLE } else { SINGLE };
        let mut text = String::new();
        // What is not written to `text` yet begins at `from`.
        let (mut from, mut at) = (first, first);
        loop {
            at = self.find_class(at, classes);
            match self.byte_at(at) {
                0 => {
                    self.advance_to(at);
                    return Err(self.unclosed("found unexpected end of stream", start));
                }
                0xc2 | 0xe2 if !self.is_break(at) => at = self.past_wide(at),
                b'\'' if self.byte_at(at + 1) == b'\'' => {
                    text.push_str(&source[from..=at]);
                    at += 2;
                    from = at;
                }
                byte if byte == quote => {
                    self.advance_to(at + 1);
                    if from == first {
                        return Ok(Cow::Borrowed(&source[from..at]));
                    }
                    text.push_str(&source[from..at]);
                    return Ok(Cow::Owned(text));
                }
                b'\\' if !self.is_break(at + 1) => {
                    text.push_str(&source[from..at]);
                    self.advance_to(at);
                    text.push(self.escape(start)?);
                    (from, at) = (self.pos, self.pos);
                }
                b'\\' => {
                    text.push_str(&source[from..at]);
                    self.advance_to(at + 1);
                    self.line_break();
                    self.quoted_line(None, start, &mut text)?;
                    (from, at) = (self.pos, self.pos);
                }
                _ => {
                    text.push_str(source[from..at].trim_end_matches([' ', '\t']));
                    self.advance_to(at);
                    let first = self.line_break();
                    self.quoted_line(first, start, &mut text)?;
                    (from, at) = (self.pos, self.pos);
                }
            }
        }
    }

    /// Goes on to the next line with text in a quoted scalar.
    fn quoted_line(&mut self, first: Option<char>, start: Mark, text: &mut String) -> Result<()> {
        self.skip_blank_lines(None)?;
        self.write_fold(first, text);
        if self.column() == 0 && self.at_document_indicator() {
            return Err(self.unclosed("found unexpected document indicator", start));
        }
        Ok(())
    }

    fn unclosed(&self, problem: &str, start: Mark) -> crate::error::Error {
        self.error_here(problem, "while scanning a quoted scalar", start)
    }

    /// Steps over an escape sequence and gives the character it stands for.
    fn escape(&mut self, start: Mark) -> Result<char> {
        let context = "while parsing a quoted scalar";
        let (digits, plain) = match self.byte_at(self.pos + 1) {
            b'0' => (0, '\0'),
            b'a' => (0, '\x07'),
            b'b' => (0, '\x08'),
            b't' | b'\t' => (0, '\t'),
            b'n' => (0, '\n'),
            b'v' => (0, '\x0b'),
            b'f' => (0, '\x0c'),
            b'r' => (0, '\r'),
            b'e' => (0, '\x1b'),
            b' ' => (0, ' '),
            b'"' => (0, '"'),
            b'/' => (0, '/'),
            b'\\' => (0, '\\'),
            b'N' => (0, '\u{85}'),
            b'_' => (0, '\u{a0}'),
            b'L' => (0, '\u{2028}'),
            b'P' => (0, '\u{2029}'),
            b'x' => (2, ' '),
            b'u' => (4, ' '),
            b'U' => (8, ' '),
            _ => return Err(self.error_here("found unknown escape character", context, start)),
        };
        self.pos += 2;
        if digits == 0 {
            return Ok(plain);
        }
        let mut code = 0;
        for k in 0..digits {
            match char::from(self.byte_at(self.pos + k)).to_digit(16) {
                Some(digit) => code = code << 4 | digit,
                None => {
                    let problem = "did not find expected hexdecimal number";
                    return Err(self.error_here(problem, context, start));
                }
            }
        }
        let Some(decoded) = char::from_u32(code) else {
            let problem = "found invalid Unicode character escape code";
            return Err(self.error_here(problem, context, start));
        };
        self.pos += digits;
        Ok(decoded)
    }

    pub(super) fn block_scalar(&mut self, literal: bool) -> Result<()> {
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        let start = self.mark();
        let header = self.block_header(start)?;
        let least = match header.increment {
            0 => 0,
            increment => self.indent.max(0) + increment,
        };
        self.breaks.clear();
        let indent = self.block_indentation(least, start)?;
        let mut text = String::new();
        let mut last = None;
        let mut more_indented = false;
        while i64::from(self.column()) == indent && self.pos < self.bytes.len() {
            let blank = matches!(self.byte(), b' ' | b'\t');
            if literal || more_indented || blank {
                text.extend(last);
                text.push_str(&self.breaks);
            } else {
                self.write_fold(last, &mut text);
            }
            self.breaks.clear();
            more_indented = blank;
            let end = self.line_end();
            text.push_str(&self.text[self.pos..end]);
            self.advance_to(end);
            last = self.line_break();
            self.block_indentation(indent, start)?;
        }
        if header.chomping != Chomping::Strip {
            text.extend(last);
        }
        if header.chomping == Chomping::Keep {
            text.push_str(&self.breaks);
        }
        self.push(Kind::QuotedScalar, start, Data::Text(Cow::Owned(text)));
        Ok(())
    }

    /// `|` or `>`, the two indicators in either order, and the rest of the line.
    fn block_header(&mut self, start: Mark) -> Result<BlockHeader> {
        let context = "while scanning a block scalar";
        self.pos += 1;
        let mut chomping = None;
        let mut increment = 0;
        loop {
            match self.byte() {
                sign @ (b'+' | b'-') if chomping.is_none() => {
                    chomping = Some(if sign == b'+' {
                        Chomping::Keep
                    } else {
                        Chomping::Strip
                    });
                }
                b'0' if increment == 0 => {
                    let problem = "found an indentation indicator equal to 0";
                    return Err(self.error_here(problem, context, start));
                }
                digit @ b'1'..=b'9' if increment == 0 => increment = i64::from(digit - b'0'),
                _ => break,
            }
            self.pos += 1;
        }
        self.skip_rest_of_line(context, start)?;
        Ok(BlockHeader {
            chomping: chomping.unwrap_or(Chomping::Clip),
            increment,
        })
    }

    /// Steps over blanks, a comment and the break after it; nothing else may stand there.
    pub(super) fn skip_rest_of_line(&mut self, context: &str, start: Mark) -> Result<()> {
        self.skip_blanks();
        if self.byte() == b'#' {
            self.advance_to(self.line_end());
        }
        if self.line_break().is_none() && self.pos < self.bytes.len() {
            let problem = "did not find expected comment or line break";
            return Err(self.error_here(problem, context, start));
        }
        Ok(())
    }

    pub(super) fn skip_blanks(&mut self) {
        while matches!(self.byte(), b' ' | b'\t') {
            self.pos += 1;
        }
    }

    /// Steps over blank lines, whose breaks are kept, and the indentation of the next line. An `indent` of 0 is not
    /// known yet: the longest of these lines gives it.
    fn block_indentation(&mut self, indent: i64, start: Mark) -> Result<i64> {
        let mut longest = 0;
        loop {
            let mut column = i64::from(self.column());
            while self.byte() == b' ' && (indent == 0 || column < indent) {
                self.pos += 1;
                column += 1;
            }
            longest = longest.max(column);
            if self.byte() == b'\t' && (indent == 0 || column < indent) {
                let problem = "found a tab character where an indentation space is expected";
                return Err(self.error_here(problem, "while scanning a block scalar", start));
            }
            match self.line_break() {
                Some(counts_as) => self.breaks.push(counts_as),
                None if indent == 0 => return Ok(longest.max(self.indent + 1).max(1)),
                None => return Ok(indent),
            }
        }
    }
}
