//! libyaml's scanner: text → tokens, with its indentation levels, its simple keys and its messages.
//! Bytes are looked at once; a token is scanned only when the parser asks, so errors come up when libyaml's do.

use std::borrow::Cow;
use std::mem;

use smallvec::SmallVec;

use super::reader::Input;
use super::token::{Data, Kind, Mark, Token};
use crate::error::{Error, ErrorKind, Result};

/// A simple key ends at most this many characters after its beginning.
const MAX_SIMPLE_KEY: u32 = 1024;

/// Tokens that were taken are kept in front of others until they are so many, or until there are no others.
const MAX_TAKEN: usize = 4096;

/// Text → tokens.
pub(super) struct Scanner<'a> {
    input: Input<'a>,
    file: Option<&'a str>,
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    /// Without other characters columns need no counting.
    ascii: bool,
    pub(super) pos: usize,
    line: u32,
    line_start: usize,
    /// How many bytes of this line before `pos` only continue a character.
    continuing: usize,
    /// The column of the innermost open block collection; -1 outside all of them.
    pub(super) indent: i64,
    indents: SmallVec<[i64; 8]>,
    /// The latest place in the innermost flow collection, or outside, where a simple key may have begun.
    key: Option<SimpleKey>,
    /// The same for the levels around it.
    outer_keys: Vec<Option<SimpleKey>>,
    /// None of `outer_keys` before this one is left.
    first_outer: usize,
    /// Up to this column of this line none of these keys becomes stale.
    all_fresh: Mark,
    pub(super) simple_key_allowed: bool,
    tokens: Vec<Token<'a>>,
    /// The first of `tokens` that was not taken yet.
    next: usize,
    /// The number of the first of `tokens`, counted from the beginning of the text.
    first_token: usize,
    /// Line breaks that a scalar is collecting.
    pub(super) breaks: String,
}

/// Where a simple key may have begun.
#[derive(Clone, Copy)]
pub(super) struct SimpleKey {
    /// Nothing else may stand at this indentation.
    required: bool,
    /// The number of its `Undecided` token.
    token: usize,
    mark: Mark,
}

impl<'a> Scanner<'a> {
    pub fn new(input: Input<'a>, file: Option<&'a str>) -> Self {
        Scanner {
            input,
            file,
            text: input.text,
            bytes: input.text.as_bytes(),
            ascii: input.text.is_ascii(),
            pos: 0,
            line: 0,
            line_start: 0,
            continuing: 0,
            indent: -1,
            indents: SmallVec::new(),
            key: None,
            outer_keys: Vec::new(),
            first_outer: 0,
            all_fresh: Mark::default(),
            simple_key_allowed: true,
            tokens: Vec::with_capacity(16),
            next: 0,
            first_token: 0,
            breaks: String::new(),
        }
    }

    /// The next token's kind and place. The token stays.
    #[inline]
    pub fn peek(&mut self) -> Result<(Kind, Mark)> {
        match self.tokens.get(self.next) {
            Some(token) if token.kind.is_settled() => Ok((token.kind, token.mark)),
            _ => self.settle(),
        }
    }

    /// Scans until it is known what the next token is.
    fn settle(&mut self) -> Result<(Kind, Mark)> {
        loop {
            match self.tokens.get(self.next) {
                Some(token) if token.kind.is_settled() => return Ok((token.kind, token.mark)),
                Some(token) if token.kind == Kind::Nothing => self.next += 1,
                waiting => {
                    if waiting.is_none() || self.next > MAX_TAKEN {
                        self.forget_taken();
                    }
                    self.fetch()?;
                    self.drop_stale_keys()?;
                }
            }
        }
    }

    fn forget_taken(&mut self) {
        let taken = self.next.min(self.tokens.len());
        self.first_token += taken;
        if taken == self.tokens.len() {
            self.tokens.clear();
        } else {
            self.tokens.drain(..taken);
        }
        self.next = 0;
    }

    /// Takes the token that was peeked at.
    #[inline]
    pub fn skip(&mut self) {
        match self.tokens.get_mut(self.next) {
            Some(token) if token.kind == Kind::BlockMappingStartAndKey => token.kind = Kind::Key,
            _ => self.next += 1,
        }
    }

    /// Takes the token that was peeked at, for what it carries.
    #[inline]
    pub fn take(&mut self) -> Data<'a> {
        let token = self.tokens.get_mut(self.next);
        self.next += 1;
        token.map_or(Data::None, |token| {
            mem::replace(&mut token.data, Data::None)
        })
    }

    /// The next key of a block mapping and the `:` behind it, where these are a plain scalar on the mapping's column
    /// and no token waits: what `Key`, `PlainScalar` and `Value` would say, without making them.
    pub fn plain_key(&mut self) -> Option<(&'a str, Mark)> {
        if !self.may_leave_out_tokens() {
            return None;
        }
        self.skip_to_token();
        let mark = self.mark();
        if !self.simple_key_allowed
            || i64::from(mark.column) != self.indent
            || !begins_plain_scalar(self.byte())
        {
            return None;
        }
        let (start, continuing) = (self.pos, self.continuing);
        let end = self.plain_line(mark).ok()?;
        let short = self.column() <= mark.column.saturating_add(MAX_SIMPLE_KEY);
        if self.byte() == b':' && short {
            self.pos += 1;
            self.simple_key_allowed = false;
            return Some((&self.text[start..end], mark));
        }
        (self.pos, self.continuing) = (start, continuing);
        None
    }

    /// The scalar behind a `:` that was just taken, where no token waits: what its token would say.
    ///
    /// # Errors
    /// Those of scanning its token.
    pub fn scalar_value(&mut self) -> Result<Option<(Kind, Cow<'a, str>, Mark)>> {
        if !self.may_leave_out_tokens() || self.simple_key_allowed {
            return Ok(None);
        }
        self.skip_blanks();
        let mark = self.mark();
        match self.byte() {
            b if begins_plain_scalar(b) => {
                let text = self.plain_text(mark)?;
                Ok(Some((Kind::PlainScalar, text, mark)))
            }
            quote @ (b'"' | b'\'') => {
                let text = self.quoted_text(quote, mark)?;
                Ok(Some((Kind::QuotedScalar, text, mark)))
            }
            _ => Ok(None),
        }
    }

    /// Whether nothing depends on a token: none waits, none may become a key, none may be refused.
    fn may_leave_out_tokens(&self) -> bool {
        self.next >= self.tokens.len()
            && self.key.is_none()
            && !self.in_flow()
            && self.input.refused.is_none()
    }

    /// Scans one more token, if the reader lets it.
    fn fetch(&mut self) -> Result<()> {
        if self.input.refused.is_none() {
            return self.scan_token();
        }
        self.check_readable(1)?;
        let scanned = self.scan_token();
        self.check_readable(1)?;
        scanned
    }

    #[inline]
    /// Fails where the reader would have refused to make `length` more characters available.
    fn check_readable(&self, length: usize) -> Result<()> {
        match self.input.refused {
            Some(refused) if self.bytes.len() - self.pos < length => {
                let at = Mark {
                    line: refused.line,
                    column: refused.column,
                };
                Err(self.error(refused.problem, None, Mark::default(), at))
            }
            _ => Ok(()),
        }
    }

    fn scan_token(&mut self) -> Result<()> {
        self.skip_to_token();
        self.drop_stale_keys()?;
        let column = self.column();
        if self.indent > i64::from(column) {
            self.unroll_indent(i64::from(column));
        }
        self.check_readable(4)?;
        let Some(&first) = self.bytes.get(self.pos) else {
            return self.end_stream();
        };
        let blank_next = self.is_blank_or_end(self.pos + 1);
        let block = !self.in_flow();
        if column == 0 {
            match first {
                b'%' => return self.directive(),
                b'-' if self.at_document_indicator() => {
                    return self.document_indicator(Kind::DocumentStart);
                }
                b'.' if self.at_document_indicator() => {
                    return self.document_indicator(Kind::DocumentEnd);
                }
                _ => {}
            }
        }
        match first {
            b'[' => self.flow_collection_start(Kind::FlowSequenceStart),
            b'{' => self.flow_collection_start(Kind::FlowMappingStart),
            b']' => self.flow_collection_end(Kind::FlowSequenceEnd),
            b'}' => self.flow_collection_end(Kind::FlowMappingEnd),
            b',' => self.flow_entry(),
            b'-' if blank_next => self.block_entry(),
            b'?' if !block || blank_next => self.complex_key(),
            b':' if !block || blank_next => self.value(),
            b'*' => self.anchor(Kind::Alias),
            b'&' => self.anchor(Kind::Anchor),
            b'!' => self.tag(),
            b'|' if block => self.block_scalar(true),
            b'>' if block => self.block_scalar(false),
            b'\'' | b'"' => self.scalar(Kind::QuotedScalar, |scanner, mark| {
                scanner.quoted_text(first, mark)
            }),
            b' ' | b'\t' | b'%' | b'@' | b'`' | b'|' | b'>' | b'#' => {
                let problem = "found character that cannot start any token";
                Err(self.error_here(problem, "while scanning for the next token", self.mark()))
            }
            _ => self.scalar(Kind::PlainScalar, Self::plain_text),
        }
    }

    /// Skips blanks, comments and line breaks. A tab may not indent what could be a simple key.
    fn skip_to_token(&mut self) {
        loop {
            if self.byte() == 0xef
                && self.column() == 0
                && self.bytes[self.pos..].starts_with(b"\xef\xbb\xbf")
            {
                self.advance_to(self.pos + 3);
            }
            let tabs = self.in_flow() || !self.simple_key_allowed;
            while let Some(b' ' | b'\t') = self.bytes.get(self.pos) {
                if self.bytes[self.pos] == b'\t' && !tabs {
                    break;
                }
                self.pos += 1;
            }
            if self.byte() == b'#' {
                self.advance_to(self.line_end());
            }
            if self.line_break().is_none() {
                return;
            }
            if !self.in_flow() {
                self.simple_key_allowed = true;
            }
        }
    }

    fn end_stream(&mut self) -> Result<()> {
        if self.column() != 0 {
            self.new_line();
        }
        self.unroll_indent(-1);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        self.push(Kind::StreamEnd, self.mark(), Data::None);
        Ok(())
    }

    fn document_indicator(&mut self, kind: Kind) -> Result<()> {
        self.leave_all_blocks()?;
        self.push_indicator(kind, 3);
        Ok(())
    }

    /// What a directive or a document indicator does first.
    pub(super) fn leave_all_blocks(&mut self) -> Result<()> {
        self.unroll_indent(-1);
        self.remove_simple_key()?;
        self.simple_key_allowed = false;
        Ok(())
    }

    fn flow_collection_start(&mut self, kind: Kind) -> Result<()> {
        if let Some(key) = self.begin_simple_key()? {
            self.save_simple_key(key);
        }
        self.outer_keys.push(self.key.take());
        self.simple_key_allowed = true;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn flow_collection_end(&mut self, kind: Kind) -> Result<()> {
        self.remove_simple_key()?;
        if let Some(outer) = self.outer_keys.pop() {
            self.key = outer;
            self.first_outer = self.first_outer.min(self.outer_keys.len());
        }
        self.simple_key_allowed = false;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn flow_entry(&mut self) -> Result<()> {
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        self.push_indicator(Kind::FlowEntry, 1);
        Ok(())
    }

    /// `-`; in a flow collection it is the parser that objects.
    fn block_entry(&mut self) -> Result<()> {
        if !self.in_flow() {
            let mark = self.mark();
            if !self.simple_key_allowed {
                let problem = "block sequence entries are not allowed in this context";
                return Err(self.error(problem, None, mark, mark));
            }
            if self.roll_indent(mark.column) {
                self.push(Kind::BlockSequenceStart, mark, Data::None);
            }
        }
        self.remove_simple_key()?;
        self.simple_key_allowed = true;
        self.push_indicator(Kind::BlockEntry, 1);
        Ok(())
    }

    /// `?`
    fn complex_key(&mut self) -> Result<()> {
        if !self.in_flow() {
            self.open_mapping("mapping keys are not allowed in this context")?;
        }
        self.remove_simple_key()?;
        self.simple_key_allowed = !self.in_flow();
        self.push_indicator(Kind::Key, 1);
        Ok(())
    }

    /// `:`, which settles that a simple key began where one might have.
    fn value(&mut self) -> Result<()> {
        if let Some(key) = self.key.take() {
            let kind = self.key_kind(&key);
            self.decide(key, kind);
            self.simple_key_allowed = false;
        } else {
            if !self.in_flow() {
                self.open_mapping("mapping values are not allowed in this context")?;
            }
            self.simple_key_allowed = !self.in_flow();
        }
        self.push_indicator(Kind::Value, 1);
        Ok(())
    }

    /// Begins a block mapping here unless one is open at this column.
    fn open_mapping(&mut self, problem: &str) -> Result<()> {
        let mark = self.mark();
        if !self.simple_key_allowed {
            return Err(self.error(problem, None, mark, mark));
        }
        if self.roll_indent(mark.column) {
            self.push(Kind::BlockMappingStart, mark, Data::None);
        }
        Ok(())
    }

    /// `&name` or `*name`
    fn anchor(&mut self, kind: Kind) -> Result<()> {
        if let Some(key) = self.begin_simple_key()? {
            self.save_simple_key(key);
        }
        self.simple_key_allowed = false;
        let mark = self.mark();
        let start = self.pos + 1;
        let end = start + name_length(&self.bytes[start..]);
        self.advance_to(end);
        let ended = matches!(
            self.byte(),
            b'?' | b':' | b',' | b']' | b'}' | b'%' | b'@' | b'`'
        ) || self.is_blank_or_end(end);
        if end == start || !ended {
            let context = match kind {
                Kind::Anchor => "while scanning an anchor",
                _ => "while scanning an alias",
            };
            let problem = "did not find expected alphabetic or numeric character";
            return Err(self.error_here(problem, context, mark));
        }
        self.push(kind, mark, Data::Name(&self.text[start..end]));
        Ok(())
    }

    pub(super) fn push(&mut self, kind: Kind, mark: Mark, data: Data<'a>) {
        self.tokens.push(Token { kind, mark, data });
    }

    /// Pushes the token of an indicator of `width` ASCII characters and steps over it.
    fn push_indicator(&mut self, kind: Kind, width: usize) {
        self.push(kind, self.mark(), Data::None);
        self.pos += width;
    }

    /// Pushes the token of a plain or quoted scalar. What follows directly often tells at once whether it is a key.
    pub(super) fn scalar(
        &mut self,
        kind: Kind,
        scan: impl FnOnce(&mut Self, Mark) -> Result<Cow<'a, str>>,
    ) -> Result<()> {
        let key = self.begin_simple_key()?;
        self.simple_key_allowed = false;
        let mark = self.mark();
        let text = scan(self, mark)?;
        match (key, self.byte()) {
            (Some(key), b':') if self.ends_simple_key(&key) => {
                let key_kind = self.key_kind(&key);
                self.push(key_kind, mark, Data::None);
                self.push(kind, mark, Data::Text(text));
                self.push_indicator(Kind::Value, 1);
                return Ok(());
            }
            (Some(_), b',' | b']' | b'}') if self.in_flow() => {}
            (Some(key), _) => self.save_simple_key(key),
            (None, _) => {}
        }
        self.push(kind, mark, Data::Text(text));
        Ok(())
    }
}

/// Simple keys and indentation.
impl Scanner<'_> {
    /// A simple key that may begin here, in place of an earlier one.
    pub(super) fn begin_simple_key(&mut self) -> Result<Option<SimpleKey>> {
        if !self.simple_key_allowed {
            return Ok(None);
        }
        self.remove_simple_key()?;
        let mark = self.mark();
        Ok(Some(SimpleKey {
            required: !self.in_flow() && self.indent == i64::from(mark.column),
            token: self.first_token + self.tokens.len(),
            mark,
        }))
    }

    /// Remembers a simple key until it is settled whether it is one. Its tokens come next.
    pub(super) fn save_simple_key(&mut self, key: SimpleKey) {
        let mark = key.mark;
        if mark.line == self.all_fresh.line {
            let longest = mark.column.saturating_add(MAX_SIMPLE_KEY);
            self.all_fresh.column = self.all_fresh.column.min(longest);
        }
        self.key = Some(key);
        self.push(Kind::Undecided, mark, Data::None);
    }

    /// Gives up the simple key of this flow level.
    pub(super) fn remove_simple_key(&mut self) -> Result<()> {
        match self.key.take() {
            Some(key) => self.give_up(key),
            None => Ok(()),
        }
    }

    /// Gives up simple keys that have become too long or left their line.
    #[inline]
    fn drop_stale_keys(&mut self) -> Result<()> {
        if self.line == self.all_fresh.line && self.column() <= self.all_fresh.column {
            return Ok(());
        }
        self.look_for_stale_keys()
    }

    /// The outer keys began earlier, so the search ends at the first that is fresh.
    fn look_for_stale_keys(&mut self) -> Result<()> {
        self.all_fresh = Mark {
            line: self.line,
            column: u32::MAX,
        };
        while let Some(outer) = self.outer_keys.get(self.first_outer) {
            if let Some(key) = outer {
                if self.is_fresh(key) {
                    self.all_fresh.column = key.mark.column.saturating_add(MAX_SIMPLE_KEY);
                    return Ok(());
                }
                if let Some(key) = self.outer_keys[self.first_outer].take() {
                    self.give_up(key)?;
                }
            }
            self.first_outer += 1;
        }
        match &self.key {
            Some(key) if self.is_fresh(key) => {
                self.all_fresh.column = key.mark.column.saturating_add(MAX_SIMPLE_KEY);
                Ok(())
            }
            _ => self.remove_simple_key(),
        }
    }

    fn is_fresh(&self, key: &SimpleKey) -> bool {
        let longest = key.mark.column.saturating_add(MAX_SIMPLE_KEY);
        key.mark.line == self.line && self.column() <= longest
    }

    /// Whether the `:` here ends this key.
    fn ends_simple_key(&self, key: &SimpleKey) -> bool {
        self.is_fresh(key)
            && (self.in_flow() || self.is_blank_or_end(self.pos + 1))
            && self.input.refused.is_none()
    }

    /// What stands before a simple key: its own token, and that of a block mapping which it begins.
    fn key_kind(&mut self, key: &SimpleKey) -> Kind {
        if !self.in_flow() && self.roll_indent(key.mark.column) {
            Kind::BlockMappingStartAndKey
        } else {
            Kind::Key
        }
    }

    fn give_up(&mut self, key: SimpleKey) -> Result<()> {
        if key.required {
            let problem = "could not find expected ':'";
            return Err(self.error_here(problem, "while scanning a simple key", key.mark));
        }
        self.decide(key, Kind::Nothing);
        Ok(())
    }

    fn decide(&mut self, key: SimpleKey, kind: Kind) {
        if let Some(token) = self
            .tokens
            .get_mut(key.token.saturating_sub(self.first_token))
        {
            token.kind = kind;
        }
    }

    /// Opens an indentation level at `column` if that lies further in; whether it did.
    fn roll_indent(&mut self, column: u32) -> bool {
        let deeper = self.indent < i64::from(column);
        if deeper {
            self.indents.push(self.indent);
            self.indent = i64::from(column);
        }
        deeper
    }

    /// Closes the block collections that lie further in than `column`.
    fn unroll_indent(&mut self, column: i64) {
        if self.in_flow() {
            return;
        }
        while self.indent > column {
            self.push(Kind::BlockEnd, self.mark(), Data::None);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    pub(super) fn in_flow(&self) -> bool {
        !self.outer_keys.is_empty()
    }
}

/// Looking at characters and stepping over them.
impl Scanner<'_> {
    /// The byte here; NUL, which no text holds, at the end.
    pub(super) fn byte(&self) -> u8 {
        self.byte_at(self.pos)
    }

    pub(super) fn byte_at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            line: self.line,
            column: self.column(),
        }
    }

    pub(super) fn column(&self) -> u32 {
        u32::try_from(self.pos - self.line_start - self.continuing).unwrap_or(u32::MAX)
    }

    /// Steps forward to `end`, which is in this line.
    pub(super) fn advance_to(&mut self, end: usize) {
        if !self.ascii {
            let skipped = &self.bytes[self.pos..end];
            self.continuing += skipped.iter().filter(|&&b| b & 0xc0 == 0x80).count();
        }
        self.pos = end;
    }

    fn new_line(&mut self) {
        self.line += 1;
        self.line_start = self.pos;
        self.continuing = 0;
    }

    /// Steps over a line break, if one is here, and gives what it counts as in a scalar.
    #[inline]
    pub(super) fn line_break(&mut self) -> Option<char> {
        match self.byte() {
            b'\n' | b'\r' | 0xc2 | 0xe2 => self.any_line_break(),
            _ => None,
        }
    }

    fn any_line_break(&mut self) -> Option<char> {
        let (width, counts_as) = match self.bytes[self.pos..] {
            [b'\r', b'\n', ..] => (2, '\n'),
            [b'\n' | b'\r', ..] => (1, '\n'),
            [0xc2, 0x85, ..] => (2, '\n'),
            [0xe2, 0x80, 0xa8, ..] => (3, '\u{2028}'),
            [0xe2, 0x80, 0xa9, ..] => (3, '\u{2029}'),
            _ => return None,
        };
        self.pos += width;
        self.new_line();
        Some(counts_as)
    }

    pub(super) fn is_break(&self, at: usize) -> bool {
        match self.byte_at(at) {
            b'\n' | b'\r' => true,
            0xc2 => self.byte_at(at + 1) == 0x85,
            0xe2 => self.byte_at(at + 1) == 0x80 && matches!(self.byte_at(at + 2), 0xa8 | 0xa9),
            _ => false,
        }
    }

    /// Whether a blank, a line break or the end is at `at`.
    pub(super) fn is_blank_or_end(&self, at: usize) -> bool {
        matches!(self.byte_at(at), 0 | b' ' | b'\t') || self.is_break(at)
    }

    /// Whether `---` or `...` stands here by itself.
    pub(super) fn at_document_indicator(&self) -> bool {
        let rest = &self.bytes[self.pos..];
        (rest.starts_with(b"---") || rest.starts_with(b"...")) && self.is_blank_or_end(self.pos + 3)
    }

    /// Where this line ends, its break not included.
    pub(super) fn line_end(&self) -> usize {
        let rest = &self.bytes[self.pos..];
        if self.ascii {
            return memchr::memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |n| self.pos + n);
        }
        let mut at = self.pos;
        loop {
            let rest = &self.bytes[at..];
            let Some(n) = rest
                .iter()
                .position(|b| matches!(b, b'\n' | b'\r' | 0xc2 | 0xe2))
            else {
                return self.bytes.len();
            };
            at += n;
            if self.is_break(at) {
                return at;
            }
            at += 1;
        }
    }
}

/// Messages.
impl Scanner<'_> {
    /// An error whose problem lies here and whose context began at `start`.
    pub(super) fn error_here(&self, problem: &str, context: &str, start: Mark) -> Error {
        self.error(problem, Some(context), start, self.mark())
    }

    /// Psych::SyntaxError: the message names the place of the context, the report that of the problem.
    pub(super) fn error(
        &self,
        problem: &str,
        context: Option<&str>,
        context_mark: Mark,
        problem_mark: Mark,
    ) -> Error {
        let file = self.file.unwrap_or("<unknown>");
        let space = if context.is_some() { " " } else { "" };
        let context = context.unwrap_or_default();
        let Mark { line, column } = context_mark;
        let message = format!(
            "({file}): {problem}{space}{context} at line {} column {}",
            line.saturating_add(1),
            column.saturating_add(1)
        );
        self.place(Error::new(ErrorKind::Yaml, message), problem_mark)
    }

    /// Names the place of an error for the report.
    pub(super) fn place(&self, error: Error, mark: Mark) -> Error {
        let line = mark.line.saturating_add(1);
        let column = Some(mark.column.saturating_add(1));
        let error = match self.file {
            Some(file) => error.at(file, Some(line), column),
            None => error.at_line(line, column),
        };
        let breaks = ['\n', '\u{85}', '\u{2028}', '\u{2029}'];
        match self.text.split(breaks).nth(mark.line as usize) {
            Some(text) => error.with_source_line(text.trim_end_matches('\r')),
            None => error,
        }
    }
}

/// Whether a plain scalar begins with this byte wherever it stands; the others need a closer look.
fn begins_plain_scalar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'/' | b'_' | b'(' | b'$' | b'<' | b'+')
        || (byte >= 0x80 && !matches!(byte, 0xc2 | 0xe2 | 0xef))
}

/// How many of these bytes can belong to the name of an anchor or a tag's handle.
pub(super) fn name_length(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')))
        .unwrap_or(bytes.len())
}
