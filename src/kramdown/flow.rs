//! Hashes in YAML's flow style, as `{::options key="{a: b}" /}` may hold them inside a document.
//! Plain and quoted scalars, lists and hashes; whatever else YAML has is refused.

use super::options::OptionValue;
use std::borrow::Cow;

/// Reads `{key: value, …}`, or lines of `key: value`.
pub(crate) fn hash(text: &str) -> Option<Vec<(String, OptionValue<'static>)>> {
    let text = text.trim();
    if !text.starts_with('{') {
        return block(text);
    }
    let mut reader = Reader {
        rest: text,
        depth: 0,
    };
    // What stands behind the hash belongs to no document that YAML would go on to read.
    match reader.value()? {
        OptionValue::Map(pairs) => Some(pairs),
        _ => None,
    }
}

fn block(text: &str) -> Option<Vec<(String, OptionValue<'static>)>> {
    let mut pairs = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut reader = Reader {
            rest: line,
            depth: 0,
        };
        let key = reader.scalar(&[':'])?;
        if key == OptionValue::Nil {
            return None;
        }
        reader.eat(':').then_some(())?;
        let value = if reader.rest.trim_start().starts_with(['{', '[']) {
            reader.value()?
        } else {
            reader.scalar(&[])?
        };
        reader.rest.trim().is_empty().then_some(())?;
        pairs.push((key.to_s(), value));
    }
    (!pairs.is_empty()).then_some(pairs)
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn eat(&mut self, c: char) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self) -> Option<OptionValue<'static>> {
        const DEEPEST: usize = 16;
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let value = if self.eat('{') {
            let mut pairs = Vec::new();
            while !self.eat('}') {
                let key = self.scalar(&[':', ',', '}'])?.to_s();
                // A key may stand alone.
                let value = if self.eat(':') {
                    self.value()?
                } else {
                    OptionValue::Nil
                };
                pairs.push((key, value));
                if !self.eat(',') && !self.rest.trim_start().starts_with('}') {
                    return None;
                }
            }
            OptionValue::Map(pairs)
        } else if self.eat('[') {
            let mut items = Vec::new();
            while !self.eat(']') {
                items.push(self.value()?);
                if !self.eat(',') && !self.rest.trim_start().starts_with(']') {
                    return None;
                }
            }
            OptionValue::List(items)
        } else {
            self.scalar(&[',', '}', ']'])?
        };
        self.depth -= 1;
        Some(value)
    }

    /// Where plain text ends; a colon ends it only before white space or another end.
    fn plain_end(&self, ends: &[char]) -> usize {
        let closes = |c: char| c.is_ascii_whitespace() || ends.contains(&c);
        self.rest
            .char_indices()
            .find(|&(at, c)| {
                let behind = self.rest[at + c.len_utf8()..].chars().next();
                ends.contains(&c) && (c != ':' || behind.is_none_or(closes))
            })
            .map_or(self.rest.len(), |(at, _)| at)
    }

    /// A quoted text, or plain text up to one of `ends`.
    fn scalar(&mut self, ends: &[char]) -> Option<OptionValue<'static>> {
        self.rest = self.rest.trim_start();
        for quote in ['"', '\''] {
            if let Some(rest) = self.rest.strip_prefix(quote) {
                let end = rest.find(quote)?;
                let text = rest[..end].to_string();
                self.rest = &rest[end + 1..];
                return Some(OptionValue::Str(Cow::Owned(text)));
            }
        }
        let end = self.plain_end(ends);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(match text.trim() {
            "" | "~" | "null" | "Null" | "NULL" => OptionValue::Nil,
            "true" | "True" | "TRUE" | "yes" | "on" => OptionValue::Bool(true),
            "false" | "False" | "FALSE" | "no" | "off" => OptionValue::Bool(false),
            plain => match plain.parse::<i64>() {
                Ok(number) => OptionValue::Int(number),
                Err(_) => OptionValue::Str(Cow::Owned(plain.to_string())),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_in_an_attribute() {
        let pairs = hash("{hellip: ..., n: 1, l: [a, 'b c']}").unwrap();
        assert_eq!(pairs[0].1.to_s(), "...");
        assert_eq!(pairs[1].1, OptionValue::Int(1));
        assert_eq!(pairs.len(), 3);
        assert_eq!(hash("text"), None);
    }
}
