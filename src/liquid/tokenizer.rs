//! Cuts a template into text, `{{ … }}` and `{% … %}`, one token at a time (`Liquid::Tokenizer`).
//! Where a delimiter is not closed the bare `{{` or `{%` is a token; the parser refuses it.

use memchr::{memchr, memchr_iter};

/// What a token is by its first two bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Text,
    Variable,
    Tag,
}

/// A piece of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'s> {
    pub(crate) kind: TokenKind,
    pub(crate) text: &'s str,
}

pub(crate) struct Tokenizer<'s> {
    source: &'s str,
    at: usize,
    line: u32,
    /// No `%}` stands behind this position.
    no_tag_end: bool,
    /// No `}` stands behind this position.
    no_variable_end: bool,
}

impl<'s> Tokenizer<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Tokenizer {
            source,
            at: 0,
            line: 1,
            no_tag_end: false,
            no_variable_end: false,
        }
    }

    /// The line behind the last token.
    pub(crate) fn line(&self) -> u32 {
        self.line
    }

    /// Where the next token begins.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Where the next delimiter opens.
    fn opening(&self) -> Option<(usize, TokenKind)> {
        let bytes = &self.source.as_bytes()[self.at..];
        memchr_iter(b'{', bytes).find_map(|n| match bytes.get(n + 1) {
            Some(b'%') => Some((self.at + n, TokenKind::Tag)),
            Some(b'{') => Some((self.at + n, TokenKind::Variable)),
            _ => None,
        })
    }

    fn tag_end(&mut self, start: usize) -> usize {
        if !self.no_tag_end {
            let rest = &self.source.as_bytes()[start + 2..];
            match memchr_iter(b'%', rest).find(|n| rest.get(n + 1) == Some(&b'}')) {
                Some(n) => return start + n + 4,
                None => self.no_tag_end = true,
            }
        }
        start + 2
    }

    fn variable_end(&mut self, start: usize) -> usize {
        let bytes = self.source.as_bytes();
        if !self.no_variable_end {
            match memchr(b'}', &bytes[start + 2..]) {
                Some(n) => {
                    let end = start + n + 3;
                    return end + usize::from(bytes.get(end) == Some(&b'}'));
                }
                None => self.no_variable_end = true,
            }
        }
        start + 2
    }
}

impl<'s> Iterator for Tokenizer<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        let start = self.at;
        if start == self.source.len() {
            return None;
        }
        let (kind, end) = match self.opening() {
            None => (TokenKind::Text, self.source.len()),
            Some((open, _)) if open > start => (TokenKind::Text, open),
            Some((open, TokenKind::Tag)) => (TokenKind::Tag, self.tag_end(open)),
            Some((open, kind)) => (kind, self.variable_end(open)),
        };
        self.at = end;
        let text = &self.source[start..end];
        self.line += super::scan::count_lines(text);
        Some(Token { kind, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(source: &str) -> Vec<&str> {
        Tokenizer::new(source).map(|token| token.text).collect()
    }

    #[test]
    fn delimiters_are_cut_like_the_regular_expression_cuts_them() {
        assert_eq!(cut("a{{ b }}c"), ["a", "{{ b }}", "c"]);
        assert_eq!(cut("{{ a }b}}"), ["{{ a }", "b}}"]);
        assert_eq!(cut("{{{ a }}}"), ["{{{ a }}", "}"]);
        assert_eq!(cut("{%%}{%}"), ["{%%}", "{%", "}"]);
        assert_eq!(cut("{% a {{ b %}"), ["{% a {{ b %}"]);
        assert_eq!(cut("{ {{ open"), ["{ ", "{{", " open"]);
    }

    #[test]
    fn lines_are_counted_behind_each_token() {
        let mut tokens = Tokenizer::new("a\n{{\nb }}");
        tokens.next();
        assert_eq!(tokens.line(), 2);
        tokens.next();
        assert_eq!(tokens.line(), 3);
    }
}
