//! Definitions that print nothing where they stand: links, footnotes, abbreviations.

use super::{AbbrevDef, EobKind, FootnoteDef, Id, Kind, LinkDef, NIL, Parser, Then};
use crate::kramdown::scan::*;

impl Parser<'_, '_> {
    pub(super) fn link_definition(&mut self, s: &str, pos: usize) -> bool {
        let Some(found) = LinkLine::parse(s, pos) else {
            return false;
        };
        if found.bare && blank_before_quote(found.url) {
            return false;
        }
        self.set_pos(found.end);
        let line = self.line();
        let def = LinkDef {
            url: Some(found.url.to_string()),
            title: found.title.map(str::to_string),
            eob: NIL,
        };
        let mut id = String::new();
        crate::kramdown::normalize_link_id(found.id, &mut id);
        let twice = self.doc.define_link(found.id, def).is_some();
        if twice {
            self.doc
                .warn(|| format!("Duplicate link ID '{id}' on line {line} - overwriting"));
        }
        let eob = self.add_eob(EobKind::LinkDef);
        if let Some(def) = self.doc.link_defs.get_mut(&id) {
            def.eob = eob;
        }
        true
    }

    pub(super) fn footnote_definition(&mut self, s: &str, pos: usize) -> bool {
        let start = pos + spaces(s, pos, 3);
        if at(s, start + 1) != b'^' {
            return false;
        }
        let name = start + 2;
        let Some(close) = id_name(s, name) else {
            return false;
        };
        if !s[close..].starts_with("]:") || self.too_deep() {
            return false;
        }
        let line = self.line();
        let end = line_end(s, close);
        let end = self.indented_end(s, end);
        self.set_pos(end);
        let mut text = String::with_capacity(end - close);
        let mut from = close + 2;
        while from < end {
            let behind = line_end(s, from);
            text.push_str(&s[indent(s, from).unwrap_or(from)..behind]);
            from = behind;
        }
        let content = self.doc.tree.create(Kind::FootnoteDef);
        self.doc.tree.node_mut(content).line = line;
        let name = s[name..close].to_string();
        self.open(
            content,
            Some((text, line)),
            Then::Footnote {
                name,
                content,
                line,
            },
        );
        true
    }

    pub(super) fn define_footnote(&mut self, name: String, content: Id, line: u32) {
        self.add_eob(EobKind::FootnoteDef);
        let def = FootnoteDef {
            name: name.clone(),
            content,
            line,
            used: false,
        };
        match self.doc.footnote_names.get(&name) {
            Some(&at) => {
                self.doc.warn(|| {
                    format!("Duplicate footnote name '{name}' on line {line} - overwriting")
                });
                self.doc.footnotes[at] = def;
            }
            None => {
                self.doc
                    .footnote_names
                    .insert(name, self.doc.footnotes.len());
                self.doc.footnotes.push(def);
            }
        }
    }

    pub(super) fn abbrev_definition(&mut self, s: &str, pos: usize) -> bool {
        let start = pos + spaces(s, pos, 3);
        if at(s, start + 1) != b'[' {
            return false;
        }
        let end = line_end(s, start);
        let Some(first) = char_at(s, start + 2) else {
            return false;
        };
        let key = start + 2;
        let Some(close) = find(&s[..end], "]:", key + first.len_utf8()) else {
            return false;
        };
        if first == '\n' {
            return false;
        }
        let line = self.line();
        self.set_pos(end);
        let (key, title) = (&s[key..close], strip(&s[close + 2..end]));
        let eob = self.add_eob(EobKind::AbbrevDef);
        let def = AbbrevDef {
            key: key.to_string(),
            title: title.to_string(),
            eob,
        };
        match self.doc.abbrev_names.get(key) {
            Some(&at) => {
                self.doc.warn(|| {
                    format!("Duplicate abbreviation ID '{key}' on line {line} - overwriting")
                });
                self.doc.abbrevs[at] = def;
            }
            None => {
                self.doc
                    .abbrev_names
                    .insert(key.to_string(), self.doc.abbrevs.len());
                self.doc.abbrevs.push(def);
            }
        }
        true
    }
}

/// Whether a bare address holds blanks before a quotation mark: then it is no definition.
fn blank_before_quote(url: &str) -> bool {
    url.as_bytes()
        .windows(2)
        .any(|pair| matches!(pair[0], b' ' | b'\t') && matches!(pair[1], b'"' | b'\''))
}

/// A link definition as it stands in the text.
struct LinkLine<'s> {
    id: &'s str,
    url: &'s str,
    title: Option<&'s str>,
    /// The address is not in angle brackets.
    bare: bool,
    end: usize,
}

impl LinkLine<'_> {
    fn parse(s: &str, pos: usize) -> Option<LinkLine<'_>> {
        let start = pos + spaces(s, pos, 3);
        if at(s, start) != b'[' {
            return None;
        }
        let bytes = s.as_bytes();
        let close = start + 1 + memchr::memchr2(b']', b'\n', &bytes[start + 1..])?;
        if close == start + 1 || bytes[close] != b']' || at(s, close + 1) != b':' {
            return None;
        }
        let id = &s[start + 1..close];
        let url = skip_blanks(s, close + 2);
        if at(s, url) == b'<' {
            let mut from = url + 1;
            while let Some(len) = memchr::memchr2(b'>', b'\n', &bytes[from..]) {
                let angle = from + len;
                if bytes[angle] == b'\n' {
                    break;
                }
                if let Some((title, end)) = title_and_end(s, angle + 1) {
                    return Some(LinkLine {
                        id,
                        url: &s[url + 1..angle],
                        title,
                        bare: false,
                        end,
                    });
                }
                from = angle + 1;
            }
        }
        Self::bare(s, id, url)
    }

    /// The shortest address such that the rest of the line is a title or nothing.
    fn bare<'s>(s: &'s str, id: &'s str, url: usize) -> Option<LinkLine<'s>> {
        let bytes = s.as_bytes();
        let first = skip_space_in_line(s, url);
        if bytes.get(first).is_none_or(|&b| b == b'\n') {
            return None;
        }
        let mut end = first + char_at(s, first)?.len_utf8();
        loop {
            let stop = match bytes.get(end) {
                Some(b' ' | b'\t' | b'\n') => title_and_end(s, end),
                Some(_) => None,
                None => return None,
            };
            if let Some((title, stop)) = stop {
                return Some(LinkLine {
                    id,
                    url: &s[url..end],
                    title,
                    bare: true,
                    end: stop,
                });
            }
            if bytes[end] == b'\n' {
                return None;
            }
            end += 1;
        }
    }
}

/// The first byte from `pos` on that is no white space other than a newline.
fn skip_space_in_line(s: &str, pos: usize) -> usize {
    let rest = s.as_bytes()[pos..]
        .iter()
        .take_while(|&&b| is_space(b) && b != b'\n')
        .count();
    pos + rest
}

/// A title behind an address, on the same line or alone on the next, and the end of its line; or the end of
/// this line if there is nothing more.
fn title_and_end(s: &str, pos: usize) -> Option<(Option<&str>, usize)> {
    let same = skip_blanks(s, pos);
    let newline = at(s, same) == b'\n';
    let quote = if newline {
        skip_blanks(s, same + 1)
    } else {
        same
    };
    if (newline || same > pos)
        && let Some((title, end)) = title(s, quote)
    {
        return Some((Some(title), end));
    }
    newline.then_some((None, same + 1))
}

fn title(s: &str, quote: usize) -> Option<(&str, usize)> {
    let mark = at(s, quote);
    if mark != b'"' && mark != b'\'' {
        return None;
    }
    let end = line_end(s, quote);
    let text = s[quote + 1..end]
        .strip_suffix('\n')?
        .trim_end_matches([' ', '\t']);
    let title = text.strip_suffix(mark as char)?;
    (!title.is_empty()).then_some((title, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(s: &str) -> Option<(&str, Option<&str>, usize)> {
        LinkLine::parse(s, 0).map(|found| (found.url, found.title, found.end))
    }

    #[test]
    fn addresses_and_titles() {
        assert_eq!(parse("[a]: u\n"), Some(("u", None, 7)));
        assert_eq!(parse("[a]: u  \"t\" \n"), Some(("u", Some("t"), 13)));
        assert_eq!(parse("[a]: u\n  'it's'\nx"), Some(("u", Some("it's"), 16)));
        assert_eq!(parse("[a]: <u v> \"t\"\n"), Some(("u v", Some("t"), 15)));
        assert_eq!(parse("[a]: u v\n"), Some(("u v", None, 9)));
        assert_eq!(parse("[a]:\n"), None);
    }
}
