//! What CSS and SCSS consist of, as far as it has to be known to write them anew: comments, strings, statements, blocks.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A declaration, a rule without a block, a comment.
    Statement,
    /// What stands before a `{`.
    Open,
    Close,
}

pub(super) struct Part<'t> {
    pub(super) kind: Kind,
    /// The blanks before it.
    pub(super) blanks: &'t str,
    pub(super) text: &'t str,
}

/// The byte order mark that CSS may begin with, and the rest.
pub(super) fn byte_order_mark(css: &str) -> (&str, &str) {
    let rest = css.strip_prefix('\u{feff}').unwrap_or(css);
    css.split_at(css.len() - rest.len())
}

/// Whether a semicolon ends the text; one behind a backslash is a part of what stands before it.
pub(super) fn ends_with_semicolon(text: &str) -> bool {
    text.ends_with(';') && !text.ends_with("\\;")
}

/// The parts of CSS; what is left of it.
pub(super) struct Parts<'t>(pub(super) &'t str);

impl<'t> Iterator for Parts<'t> {
    type Item = Part<'t>;

    fn next(&mut self) -> Option<Part<'t>> {
        let text = self.0.trim_ascii_start();
        let blanks = &self.0[..self.0.len() - text.len()];
        let first = *text.as_bytes().first()?;
        let comment = opaque(text).filter(|_| text.starts_with("/*"));
        let (kind, length, taken) = match (first, comment) {
            (_, Some(length)) => (Kind::Statement, length, length),
            (b'}', _) => (Kind::Close, 1, 1),
            _ => {
                let length = head_length(text);
                match text.as_bytes().get(length) {
                    Some(b'{') => (Kind::Open, length, length + 1),
                    Some(b';') => (Kind::Statement, length + 1, length + 1),
                    _ => (Kind::Statement, length, length),
                }
            }
        };
        self.0 = &text[taken..];
        let whole = &text[..length];
        let shown = whole.trim_ascii_end();
        // A blank behind an escape belongs to it.
        let end = shown.len() + usize::from(whole.len() > shown.len() && ends_with_escape(shown));
        Some(Part {
            kind,
            blanks,
            text: whole.get(..end).unwrap_or(shown),
        })
    }
}

/// Whether the text ends with the number of a character (`\9`).
fn ends_with_escape(text: &str) -> bool {
    let before = text.trim_end_matches(|c: char| c.is_ascii_hexdigit());
    let digits = text.len() - before.len();
    let slashes = before.len() - before.trim_end_matches('\\').len();
    (1..=6).contains(&digits) && slashes % 2 == 1
}

/// Whether a name in Sass may have the character in it.
pub(super) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// The selectors without the quotes of attributes that are names with a hyphen before them, as Dart Sass writes them;
/// none where there are no such, or another rule than one of selectors begins so.
pub(super) fn without_quotes(selectors: &str) -> Option<String> {
    const BEFORE: &str = "=\"-";
    if selectors.starts_with('@') {
        return None;
    }
    let mut out = String::new();
    let mut from = 0;
    for (at, _) in selectors.match_indices(BEFORE) {
        let begin = at + "=\"".len();
        let Some(length) = selectors[begin..].find('"') else {
            break;
        };
        let name = &selectors[begin..begin + length];
        let is_one = name[1..].starts_with(|c: char| c.is_alphabetic() || c == '_')
            && name.chars().all(is_name);
        if is_one && selectors[begin + length + 1..].starts_with(']') {
            out.extend([&selectors[from..begin - 1], name]);
            from = begin + length + 1;
        }
    }
    (from > 0).then(|| out + &selectors[from..])
}

/// The name of a rule, by what stands behind its `@`.
pub(super) fn rule_name(rule: &str) -> &str {
    let end = rule.find(|c: char| !c.is_alphanumeric() && c != '-');
    &rule[..end.unwrap_or(rule.len())]
}

/// How long a statement is up to its `;`, its `{` or the `}` behind it.
pub(super) fn head_length(text: &str) -> usize {
    let is_custom = text.starts_with("--");
    let (mut depth, mut before, mut at) = (0_usize, ' ', 0);
    while let Some(c) = text[at..].chars().next() {
        if let Some(length) = opaque(&text[at..]) {
            at += length;
            before = ' ';
            continue;
        }
        match c {
            ';' if depth == 0 => return at,
            '{' if depth == 0 && before != '#' && !is_custom => return at,
            '}' | ')' | ']' => {
                if depth == 0 && c == '}' {
                    return at;
                }
                depth = depth.saturating_sub(1);
            }
            '{' | '(' | '[' => depth += 1,
            '\\' => at += text[at + 1..].chars().next().map_or(0, char::len_utf8),
            _ => {}
        }
        before = c;
        at += c.len_utf8();
    }
    text.len()
}

/// How long the comment, string or address is that the text begins with.
pub(super) fn opaque(text: &str) -> Option<usize> {
    let line = || text.find('\n').unwrap_or(text.len());
    match text.as_bytes() {
        [b'/', b'*', ..] => Some(text[2..].find("*/").map_or(text.len(), |n| n + 4)),
        [b'/', b'/', ..] => Some(line()),
        [quote @ (b'"' | b'\''), rest @ ..] => {
            let mut escaped = false;
            let end = rest.iter().position(|&b| {
                let ends = !escaped && (b == *quote || b == b'\n');
                escaped = !escaped && b == b'\\';
                ends
            })?;
            (rest[end] == *quote).then_some(end + 2)
        }
        [b'u' | b'U', b'r' | b'R', b'l' | b'L', b'(', next, ..] if !b"\"'".contains(next) => {
            let end = text.find([')', '\n']).unwrap_or(text.len());
            Some(end.max(4))
        }
        _ => None,
    }
}
