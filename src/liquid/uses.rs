//! Which tags and filters a template uses, found without parsing it, so that all of them are found.

use super::tokenizer::{TokenKind, Tokenizer};

/// A tag or a filter, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Use<'s> {
    Tag(&'s str),
    Filter(&'s str),
}

/// The tags and filters of a template, with the lines on which their markup begins. What ends or parts a block is no tag
/// of its own; what stands in `raw` and `comment` does not count.
pub(crate) fn uses(source: &str) -> Vec<(Use<'_>, u32)> {
    let mut found = Vec::new();
    let mut tokens = Tokenizer::new(source);
    let mut passed_over = None;
    loop {
        let line = tokens.line();
        let Some(token) = tokens.next() else {
            return found;
        };
        let markup = token.text.get(2..).unwrap_or_default();
        let markup = markup.trim_start_matches('-').trim_start();
        let name = word(markup);
        match (token.kind, passed_over) {
            (TokenKind::Tag, Some(end)) if name == end => passed_over = None,
            (TokenKind::Text, _) | (_, Some(_)) => {}
            (TokenKind::Variable, None) => filters(markup, line, &mut found),
            (TokenKind::Tag, None) => {
                match name {
                    "raw" => passed_over = Some("endraw"),
                    "comment" => passed_over = Some("endcomment"),
                    "assign" => filters(markup, line, &mut found),
                    _ => {}
                }
                let is_part = matches!(name, "" | "else" | "elsif" | "when");
                if !is_part && !name.starts_with("end") {
                    found.push((Use::Tag(name), line));
                }
            }
        }
    }
}

/// The names behind the pipes of a markup.
fn filters<'s>(markup: &'s str, line: u32, found: &mut Vec<(Use<'s>, u32)>) {
    let mut quote = None;
    for (at, byte) in markup.bytes().enumerate() {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (b'|', None) => {
                let name = word(markup[at + 1..].trim_start());
                if !name.is_empty() {
                    found.push((Use::Filter(name), line));
                }
            }
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
}

fn word(text: &str) -> &str {
    let length = text
        .bytes()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        .count();
    &text[..length]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_a_template_uses() {
        let source = "{{ a | up: 'x | no' | join }}\n{%- if a | b %}\n{% raw %}{% no %}{{ a | no }}{% endraw %}\n\
                      {% comment %}{% no %}{% endcomment %}{% assign a = b\n| sort -%}{% else %}{% endif %}{% x-y %}{{";
        let expected = [
            (Use::Filter("up"), 1),
            (Use::Filter("join"), 1),
            (Use::Tag("if"), 2),
            (Use::Tag("raw"), 3),
            (Use::Tag("comment"), 4),
            (Use::Filter("sort"), 4),
            (Use::Tag("assign"), 4),
            (Use::Tag("x"), 5),
        ];
        assert_eq!(uses(source), expected);
    }
}
