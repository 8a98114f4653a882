//! The links of a Markdown text as jekyll-relative-links finds them, which is by expressions and not as Markdown has them.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memmem};

use crate::text::is_space;

/// A link in brackets and parentheses, or the definition of one. A definition takes the blank lines before it along.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link<'t> {
    /// Where it begins and ends.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) is_inline: bool,
    pub(super) text: &'t str,
    pub(super) path: &'t str,
    /// From the number sign on, or empty.
    pub(super) fragment: &'t str,
    /// The title with the spaces before it and its quotes, or empty.
    pub(super) title: &'t str,
}

/// The links of a text, in order.
pub(super) struct Links<'t> {
    text: &'t str,
    bytes: &'t [u8],
    /// Where the last link ended.
    at: usize,
    /// Up to here no bracket begins a link with parentheses.
    no_inline_until: usize,
    /// Up to here no number sign begins a fragment of such a link.
    no_fragment_until: usize,
    /// From where on which quotation mark is the next that no backslash precedes: `"` and `'`.
    quotes: [Option<(usize, usize)>; 2],
}

impl<'t> Links<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Links {
            text,
            bytes: text.as_bytes(),
            at: 0,
            no_inline_until: 0,
            no_fragment_until: 0,
            quotes: [None, None],
        }
    }

    /// The link in brackets and parentheses whose opening bracket this is.
    fn inline(&mut self, bracket: usize) -> Option<Link<'t>> {
        if bracket < self.no_inline_until {
            return None;
        }
        let line_end = self.line_end(bracket);
        let line = &self.bytes[bracket + 1..line_end];
        let ends = memmem::find_iter(line, b"](").map(|end| bracket + 1 + end);
        let has_path = |end: &usize| self.bytes.get(end + 2) != Some(&b')');
        let Some(end) = ends.into_iter().find(has_path) else {
            self.no_inline_until = line_end;
            return None;
        };
        let path = end + 2;
        let Some(length) = memchr(b')', &self.bytes[path..]) else {
            self.no_inline_until = self.bytes.len();
            return None;
        };
        let head = Head {
            start: bracket,
            text: bracket + 1..end,
            path,
            kind: Kind::Inline,
        };
        self.complete(head, path + length)
    }

    /// The definition that begins at `start` and has its opening bracket there.
    fn definition(&mut self, start: usize, bracket: usize) -> Option<Link<'t>> {
        let line_end = self.line_end(bracket);
        let end = bracket + 1 + memmem::find(&self.bytes[bracket + 1..line_end], b"]: ")?;
        let head = Head {
            start,
            text: bracket + 1..end,
            path: end + 3,
            kind: Kind::Definition,
        };
        self.complete(head, line_end)
    }

    /// What follows the text of a link: a path that ends no later than `last`, as short as can be, a fragment, as short
    /// as can be, and a title.
    fn complete(&mut self, head: Head, last: usize) -> Option<Link<'t>> {
        let mut path_end = head.path + 1;
        while path_end <= last {
            let found = match self.fragment(path_end, head.kind) {
                None => self
                    .title(path_end, head.kind)
                    .map(|title| (path_end, title)),
                found => found,
            };
            if let Some((fragment_end, (title_end, end))) = found {
                return Some(Link {
                    start: head.start,
                    end,
                    is_inline: head.kind == Kind::Inline,
                    text: &self.text[head.text],
                    path: &self.text[head.path..path_end],
                    fragment: &self.text[path_end..fragment_end],
                    title: &self.text[fragment_end..title_end],
                });
            }
            path_end = self.spaces_end(path_end).max(path_end + 1);
        }
        None
    }

    /// The end of the fragment that begins here, with the ends of the title and the link.
    fn fragment(&mut self, start: usize, kind: Kind) -> Option<(usize, (usize, usize))> {
        let is_inline = kind == Kind::Inline;
        if self.bytes.get(start) != Some(&b'#') || is_inline && start < self.no_fragment_until {
            return None;
        }
        let line_end = self.line_end(start);
        let mut end = start + 2;
        while end <= line_end {
            if let Some(title) = self.title(end, kind) {
                return Some((end, title));
            }
            end = self.spaces_end(end).max(end + 1);
        }
        if is_inline {
            self.no_fragment_until = line_end;
        }
        None
    }

    /// The end of the title that may stand here, and of the link behind it. Where there is neither behind the first of
    /// some spaces, there is none behind the others.
    fn title(&mut self, start: usize, kind: Kind) -> Option<(usize, usize)> {
        let opening = self.spaces_end(start);
        if opening > start && self.bytes.get(opening) == Some(&b'"') {
            for quote in *b"\"'" {
                let end = self.quote(quote, opening + 1).map(|closing| closing + 1);
                let link_end = end.and_then(|end| self.link_end(end, kind));
                if let Some((end, link_end)) = end.zip(link_end) {
                    return Some((end, link_end));
                }
            }
        }
        self.link_end(start, kind).map(|end| (start, end))
    }

    /// The next quotation mark of this kind that no backslash precedes.
    fn quote(&mut self, quote: u8, from: usize) -> Option<usize> {
        let known = &mut self.quotes[usize::from(quote == b'\'')];
        if let Some((first, place)) = *known
            && (first..=place).contains(&from)
        {
            return (place < self.bytes.len()).then_some(place);
        }
        let mut places = memchr_iter(quote, &self.bytes[from..]).map(|place| from + place);
        let place = places.find(|&place| self.bytes[place - 1] != b'\\');
        *known = Some((from, place.unwrap_or(self.bytes.len())));
        place
    }

    /// The end of the link, if it ends here: with a parenthesis, or with nothing but spaces on the line.
    fn link_end(&self, at: usize, kind: Kind) -> Option<usize> {
        match kind {
            Kind::Inline => (self.bytes.get(at) == Some(&b')')).then_some(at + 1),
            Kind::Definition => {
                let is_blank = |byte: &&u8| is_space(**byte) && **byte != b'\n';
                let end = at + self.bytes[at..].iter().take_while(is_blank).count();
                matches!(self.bytes.get(end), None | Some(b'\n')).then_some(end)
            }
        }
    }

    fn spaces_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|byte| is_space(**byte)).count()
    }

    fn line_end(&self, from: usize) -> usize {
        memchr(b'\n', &self.bytes[from..]).map_or(self.bytes.len(), |at| from + at)
    }

    /// The first beginning of a line from which nothing but space leads to a bracket.
    fn definition_start(&self, bracket: usize) -> Option<usize> {
        let before = &self.bytes[self.at..bracket];
        let spaces = before
            .iter()
            .rev()
            .take_while(|byte| is_space(**byte))
            .count();
        let mut starts = bracket - spaces..=bracket;
        starts.find(|&start| start == 0 || self.bytes[start - 1] == b'\n')
    }
}

impl<'t> Iterator for Links<'t> {
    type Item = Link<'t>;

    fn next(&mut self) -> Option<Link<'t>> {
        let mut from = self.at;
        loop {
            let bracket = from + memchr(b'[', &self.bytes[from..])?;
            from = bracket + 1;
            let start = self.definition_start(bracket);
            let early = start.filter(|&start| start < bracket);
            let mut found = early.and_then(|start| self.definition(start, bracket));
            found = found.or_else(|| self.inline(bracket));
            if start == Some(bracket) {
                found = found.or_else(|| self.definition(bracket, bracket));
            }
            if let Some(link) = found {
                self.at = link.end;
                return Some(link);
            }
        }
    }
}

/// The beginning of a link, up to its path.
struct Head {
    start: usize,
    text: Range<usize>,
    path: usize,
    kind: Kind,
}

/// What kind of link is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Inline,
    Definition,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kind, text, path, fragment and title of all links.
    fn links(text: &str) -> Vec<(bool, &str, &str, &str, &str)> {
        Links::of(text)
            .map(|it| (it.is_inline, it.text, it.path, it.fragment, it.title))
            .collect()
    }

    #[test]
    fn links_in_parentheses() {
        assert_eq!(
            links("[a](b.md) [c](d.md#e \"t\") ![[f]](g \n \"it's\")"),
            [
                (true, "a", "b.md", "", ""),
                (true, "c", "d.md", "#e", " \"t\""),
                (true, "[f]", "g", "", " \n \"it's\""),
            ]
        );
        assert_eq!(links("[a]() [b](c"), []);
        assert_eq!(links("[a]() [b](c)"), [(true, "a]() [b", "c", "", "")]);
        assert_eq!(links("[a](b#) c)"), [(true, "a", "b", "#) c", "")]);
        assert_eq!(links("[a](b#\nc)"), [(true, "a", "b#\nc", "", "")]);
        assert_eq!(links("[a](b \"c\" d)"), [(true, "a", "b \"c\" d", "", "")]);
        let escaped = r#"[a](b "c\"d" e')"#;
        assert_eq!(links(escaped), [(true, "a", "b", "", r#" "c\"d" e'"#)]);
    }

    #[test]
    fn definitions() {
        assert_eq!(
            links("x\n \n\t[a]: b.md#c \t\n[d]: e f \"g\"\n[h]: #\n[i]: "),
            [
                (false, "a", "b.md", "#c", ""),
                (false, "d", "e f", "", " \"g\""),
                (false, "h", "#", "", ""),
            ]
        );
        assert_eq!(links("x [a]: b"), []);
        let both = "[a](b) [c]: d";
        assert_eq!(links(both), [(true, "a", "b", "", "")]);
        assert_eq!(
            links(&format!(" {both}")),
            [(false, "a](b) [c", "d", "", "")]
        );
    }

    #[test]
    fn long_texts_keep_their_links() {
        for filling in [
            "[a] 1 ",
            "word\n",
            "[](",
            "(# ",
            "[a](b \"c ",
            "[a]: b \"\n",
        ] {
            let text = format!("{}\n[link](other.md)\n", filling.repeat(100_000));
            let last = Links::of(&text).last().unwrap();
            assert!(
                text[last.start..last.end].ends_with("(other.md)"),
                "{filling}"
            );
        }
    }
}
