//! Parsing: cuts the source, hands each tag to its parser, and gives block tags their bodies
//! (`Liquid::ParseContext`, `Document`, `Block`, `ParserSwitching`).

use super::body::Body;
use super::context::nesting_too_deep;
use super::lexer::Lexeme;
use super::parser::Parser;
use super::scan::{is_word, skip_space, skip_while};
use super::tag::TagMarkup;
use super::template::{ErrorMode, ParseOptions};
use super::tokenizer::{Token, TokenKind, Tokenizer};
use super::variable::Variable;
use crate::error::{Error, ErrorKind, Result, Spot};
use crate::text::lstrip;
use crate::value::{Str, Value, no_method};

/// The state of parsing a template. Parsers of tags get it.
pub struct ParseContext<'s> {
    source: &'s str,
    tokenizer: Tokenizer<'s>,
    options: &'s ParseOptions,
    /// The line of the node that is being parsed.
    line: Option<u32>,
    /// Where that node begins.
    start: usize,
    /// Whether the source ended within a block.
    is_unclosed: bool,
    /// Whether the text that follows loses the white space at its beginning.
    trim: bool,
    depth: usize,
    warnings: Vec<Error>,
    lexemes: Vec<Lexeme>,
}

/// Where a node begins.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    /// Its line, where lines are counted.
    pub(crate) line: Option<u32>,
    /// The bytes before it.
    pub(crate) start: u32,
}

/// What ended a body.
#[derive(Debug, Clone, Copy)]
pub enum BlockEnd<'s> {
    /// The tag that ends the block.
    Closed,
    /// A tag that nobody has registered: the block's own (`else`), or a mistake.
    Tag(TagMarkup<'s>),
}

/// Blocks may be nested so deep (`Block::MAX_DEPTH`).
const MAX_DEPTH: usize = 100;

impl<'s> ParseContext<'s> {
    pub(crate) fn new(source: &'s str, options: &'s ParseOptions, trim: bool) -> Self {
        ParseContext {
            source,
            tokenizer: Tokenizer::new(source),
            options,
            line: None,
            start: 0,
            is_unclosed: false,
            trim,
            depth: 0,
            warnings: Vec::new(),
            lexemes: Vec::new(),
        }
    }

    /// How the template is to be parsed.
    pub fn options(&self) -> &'s ParseOptions {
        self.options
    }

    /// The line of the node that is being parsed, where lines are counted.
    pub fn line(&self) -> Option<u32> {
        self.line
    }

    /// Where the node begins that is being parsed.
    pub(crate) fn place(&self) -> Place {
        Place {
            line: self.line,
            start: u32::try_from(self.start).unwrap_or(u32::MAX),
        }
    }

    /// Notes a warning.
    pub fn warn(&mut self, warning: Error) {
        self.warnings.push(warning);
    }

    /// The warnings, and whether what would follow would be trimmed.
    pub(crate) fn finish(self) -> (Vec<Error>, bool) {
        (self.warnings, self.trim)
    }

    /// Parses the whole source (`Liquid::Document`).
    pub(crate) fn parse_document(&mut self) -> Result<Body> {
        let mut body = Body::default();
        let result = match self.parse_nodes(&mut body) {
            Ok(None) => return Ok(body),
            Ok(Some(tag)) => Err(match tag.name {
                "else" | "end" => Error::syntax(format!("Unexpected outer '{}' tag", tag.name)),
                name => Error::syntax(format!("Unknown tag '{name}'")),
            })
            .map_err(|error| self.spotted(error, self.start, self.line)),
            Err(error) => Err(error),
        };
        result.map_err(|mut error| {
            if let (ErrorKind::LiquidSyntax, Some(line)) = (error.kind(), self.line) {
                error.set_template_line(line);
            }
            error
        })
    }

    /// Parses the body of a block that knows no tags of its own, up to its `end…` tag.
    ///
    /// # Errors
    /// Those of the tags in it; what [`ParseContext::unknown_tag`] says; `'…' tag was never closed`.
    pub fn parse_block(&mut self, block: &str) -> Result<Body> {
        let mut body = Body::default();
        match self.parse_body(block, &mut body)? {
            BlockEnd::Closed => Ok(body),
            BlockEnd::Tag(tag) => Err(Self::unknown_tag(block, tag.name)),
        }
    }

    /// Parses into `body` up to the block's `end…` tag or a tag that is not registered.
    ///
    /// # Errors
    /// Those of the tags in it, `'…' tag was never closed`, `Nesting too deep`.
    pub fn parse_body(&mut self, block: &str, body: &mut Body) -> Result<BlockEnd<'s>> {
        if self.depth >= MAX_DEPTH {
            return Err(nesting_too_deep());
        }
        self.depth += 1;
        let end = self.parse_nodes(body);
        self.depth -= 1;
        match end? {
            None => Err(self.never_closed(block)),
            Some(tag) if tag.name.strip_prefix("end") == Some(block) => Ok(BlockEnd::Closed),
            Some(tag) => Ok(BlockEnd::Tag(tag)),
        }
    }

    /// What a block says to a tag that is neither registered nor its own (`Block#unknown_tag`).
    pub fn unknown_tag(block: &str, name: &str) -> Error {
        Error::syntax(if name == "else" {
            format!("{block} tag does not expect 'else' tag")
        } else if name.starts_with("end") {
            format!("'{name}' is not a valid delimiter for {block} tags. use end{block}")
        } else {
            format!("Unknown tag '{name}'")
        })
    }

    /// Parses nodes up to a tag that is not registered, which it gives, or the end (`BlockBody#parse`).
    fn parse_nodes(&mut self, body: &mut Body) -> Result<Option<TagMarkup<'s>>> {
        self.begin_node();
        while let Some(token) = self.tokenizer.next() {
            match token.kind {
                TokenKind::Text => {
                    let text = if std::mem::take(&mut self.trim) {
                        lstrip(token.text)
                    } else {
                        token.text
                    };
                    body.push_text(text);
                }
                TokenKind::Variable => {
                    self.control_space(token, body);
                    let parsed = variable_markup(token)
                        .and_then(|markup| Variable::parse(markup, self))
                        .map_err(|error| self.spotted(error, self.start, self.line))?;
                    body.push_variable(parsed);
                }
                TokenKind::Tag => {
                    self.control_space(token, body);
                    let (start, line, place) = (self.start, self.line, self.place());
                    let tag = tag_markup(token, line)
                        .map_err(|error| self.spotted(error, start, line))?;
                    let Some(parser) = self.options.registry.find_tag(tag.name) else {
                        return Ok(Some(tag));
                    };
                    let parsed = parser
                        .parse(tag, self)
                        .map_err(|error| self.tag_failed(error, start, line))?;
                    body.push_tag(tag.name, place, parsed);
                }
            }
            self.begin_node();
        }
        Ok(None)
    }

    fn begin_node(&mut self) {
        self.start = self.tokenizer.at();
        self.line = self.options.line_numbers.then(|| self.tokenizer.line());
    }

    /// An error in a tag lies where parsing stood, but for a block that is not closed, which is to be seen by its
    /// first tag.
    #[cold]
    fn tag_failed(&mut self, error: Error, start: usize, line: Option<u32>) -> Error {
        if std::mem::take(&mut self.is_unclosed) {
            self.spotted(error, start, line)
        } else {
            self.spotted(error, self.start, self.line)
        }
    }

    /// The error with the place of the node that begins at `start`.
    #[cold]
    fn spotted(&self, mut error: Error, start: usize, line: Option<u32>) -> Error {
        if let Some(spot) = line.and_then(|line| spot_of(self.source, start, line)) {
            error.set_spot(spot);
        }
        error
    }

    fn never_closed(&mut self, block: &str) -> Error {
        self.is_unclosed = true;
        Error::syntax(format!("'{block}' tag was never closed"))
    }

    /// A `-` inside of the delimiters trims what stands outside of them.
    fn control_space(&mut self, token: Token<'_>, body: &mut Body) {
        let bytes = token.text.as_bytes();
        if bytes.get(2) == Some(&b'-') {
            body.trim_end();
        }
        self.trim = bytes.len() > 2 && bytes[bytes.len() - 3] == b'-';
    }

    /// Takes the source as it stands up to the block's `end…` tag (`Liquid::Raw#parse`).
    ///
    /// # Errors
    /// `'…' tag was never closed`
    pub fn parse_raw(&mut self, block: &str) -> Result<Str> {
        let mut raw = String::new();
        for token in self.tokenizer.by_ref() {
            if let Some((text, name)) = raw_tag(token.text) {
                raw.push_str(text);
                if name.strip_prefix("end") == Some(block) {
                    return Ok(raw.into());
                }
            }
            raw.push_str(token.text);
        }
        Err(self.never_closed(block))
    }

    /// Parses the markup of a tag strictly, laxly, or strictly and after a warning laxly, as the error mode has it.
    ///
    /// # Errors
    /// Those of the parser that has the last word.
    pub(crate) fn parse_tag_markup<T>(
        &mut self,
        tag: TagMarkup<'_>,
        markup: &str,
        strict: impl FnOnce(&mut Parser<'_>) -> Result<T>,
        lax: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        let line = self.options.line_numbers.then_some(tag.line);
        let context = || format!("in \"{}\"", crate::text::strip(markup));
        self.switch(markup, line, context, strict, lax)
    }

    pub(crate) fn switch<T>(
        &mut self,
        markup: &str,
        line: Option<u32>,
        context: impl FnOnce() -> String,
        strict: impl FnOnce(&mut Parser<'_>) -> Result<T>,
        lax: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        match self.options.error_mode {
            ErrorMode::Lax => return lax(),
            ErrorMode::Unknown => return Err(no_method(&Value::Nil, "attach")),
            ErrorMode::Warn | ErrorMode::Strict => {}
        }
        let mut error = match self.parse_strictly(markup, strict) {
            Err(error) if error.kind() == ErrorKind::LiquidSyntax => error,
            done => return done,
        };
        if let Some(line) = line {
            error.set_template_line(line);
        }
        error.set_markup_context(&context());
        if self.options.error_mode == ErrorMode::Strict {
            return Err(error);
        }
        self.warnings.push(error);
        lax()
    }

    fn parse_strictly<T>(
        &mut self,
        markup: &str,
        strict: impl FnOnce(&mut Parser<'_>) -> Result<T>,
    ) -> Result<T> {
        let mut parser = Parser::with_buffer(markup, std::mem::take(&mut self.lexemes))?;
        let result = strict(&mut parser);
        self.lexemes = parser.into_buffer();
        result
    }
}

/// `FullToken`: the name and the markup of a tag.
fn tag_markup(token: Token<'_>, line: Option<u32>) -> Result<TagMarkup<'_>> {
    let bytes = token.text.as_bytes();
    let end = bytes.len().saturating_sub(2);
    let open = 2 + usize::from(bytes.get(2) == Some(&b'-'));
    let start = skip_space(bytes, open.min(bytes.len()));
    let name_end = skip_while(bytes, start, is_word);
    if name_end == start || end < name_end || &bytes[end..] != b"%}" {
        return Err(unterminated("Tag", token, r"/\%\}/"));
    }
    let markup = skip_space(bytes, name_end).min(end);
    let markup_end = end - usize::from(end > markup && bytes[end - 1] == b'-');
    Ok(TagMarkup {
        name: &token.text[start..name_end],
        markup: &token.text[markup..markup_end],
        line: line.unwrap_or(0),
    })
}

/// `ContentOfVariable`
fn variable_markup(token: Token<'_>) -> Result<&str> {
    let inner = token
        .text
        .strip_prefix("{{")
        .and_then(|text| text.strip_suffix("}}"))
        .ok_or_else(|| unterminated("Variable", token, r"/\}\}/"))?;
    let inner = inner.strip_prefix('-').unwrap_or(inner);
    Ok(inner.strip_suffix('-').unwrap_or(inner))
}

fn unterminated(what: &str, token: Token<'_>, end: &str) -> Error {
    Error::syntax(format!(
        "{what} '{}' was not properly terminated with regexp: {end}",
        token.text
    ))
}

/// `FullTokenPossiblyInvalid`: what stands before the last tag in a token, and that tag's name.
fn raw_tag(token: &str) -> Option<(&str, &str)> {
    let inner = token.strip_suffix("%}")?;
    let bytes = inner.as_bytes();
    memchr::memmem::rfind_iter(bytes, b"{%").find_map(|at| {
        let start = skip_space(bytes, at + 2);
        let end = skip_while(bytes, start, is_word);
        (end > start).then(|| (&inner[..at], &inner[start..end]))
    })
}

/// The first line of the node that begins at `start`, in this line.
#[cold]
pub(super) fn spot_of(source: &str, start: usize, line: u32) -> Option<Spot> {
    let token = Tokenizer::new(source.get(start..)?).next()?;
    let line_start = memchr::memrchr(b'\n', &source.as_bytes()[..start]);
    let before = &source[line_start.map_or(0, |at| at + 1)..start];
    let shown = token.text.lines().next().unwrap_or_default();
    let count = |text: &str| u32::try_from(text.chars().count()).ok();
    Some(Spot {
        line,
        column: count(before).map(|count| count.saturating_add(1)),
        length: count(shown),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Option<(&str, &str)> {
        let token = Token {
            kind: TokenKind::Tag,
            text,
        };
        tag_markup(token, None)
            .ok()
            .map(|tag| (tag.name, tag.markup))
    }

    #[test]
    fn a_tag_is_its_name_and_its_markup() {
        assert_eq!(tag("{%-a b -%}"), Some(("a", "b ")));
        assert_eq!(tag("{% a --%}"), Some(("a", "-")));
        assert_eq!(tag("{%a-%}"), Some(("a", "")));
        assert_eq!(tag("{% a\n\n%}"), Some(("a", "")));
        assert_eq!(tag("{%%}"), None);
        assert_eq!(tag("{%-%}"), None);
        assert_eq!(tag("{%"), None);
    }

    #[test]
    fn the_last_tag_of_a_raw_token_counts() {
        assert_eq!(raw_tag("{{ x {% endraw %}"), Some(("{{ x ", "endraw")));
        assert_eq!(raw_tag("{%- endraw %}"), None);
        assert_eq!(raw_tag("text"), None);
    }
}
