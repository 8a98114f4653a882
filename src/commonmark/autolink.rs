//! cmark-gfm's `autolink` extension over a run of text: `www.`, `http://`, `https://`, `ftp://` and mail addresses.

use super::escape::{escape_href, escape_html};

/// Writes `text`, with the addresses in it made links.
pub(super) fn write_text(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let (mut kept, mut at) = (0, 0);
    while at < bytes.len() {
        let link = match bytes[at] {
            b'w' => www(text, at),
            b':' => scheme(text, at, kept),
            b'@' => mail(text, at, kept),
            _ => None,
        };
        let Some(link) = link else {
            at += 1;
            continue;
        };
        escape_html(&text[kept..link.start], out);
        let address = &text[link.start..link.end];
        out.push_str("<a href=\"");
        out.push_str(link.prefix);
        escape_href(address, out);
        out.push_str("\">");
        escape_html(address, out);
        out.push_str("</a>");
        kept = link.end;
        at = link.end;
    }
    escape_html(&text[kept..], out);
}

struct Link {
    start: usize,
    end: usize,
    prefix: &'static str,
}

fn www(text: &str, at: usize) -> Option<Link> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|c| !c.is_whitespace() && !"*_~(".contains(c)) {
        return None;
    }
    if !text[at..].starts_with("www.") {
        return None;
    }
    let end = at + domain(&text[at..], false)?;
    Some(Link {
        start: at,
        end: at + trimmed(&text[at..run(text, end)]),
        prefix: "http://",
    })
}

fn scheme(text: &str, colon: usize, floor: usize) -> Option<Link> {
    let after = text[colon..].strip_prefix("://")?;
    let start = text[floor..colon]
        .bytes()
        .rposition(|b| !b.is_ascii_alphabetic())
        .map_or(floor, |p| floor + p + 1);
    let name = &text[start..colon];
    let known = ["http", "https", "ftp"]
        .iter()
        .any(|s| name.eq_ignore_ascii_case(s));
    if !known || !after.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let end = colon + 3 + domain(after, true)?;
    Some(Link {
        start,
        end: start + trimmed(&text[start..run(text, end)]),
        prefix: "",
    })
}

/// How many bytes of `text` are a domain; at least one dot is asked for unless `short`.
fn domain(text: &str, short: bool) -> Option<usize> {
    let (mut dots, mut underscores) = (0usize, [0usize; 2]);
    let mut length = text.len();
    for (at, c) in text.char_indices() {
        match c {
            '_' => underscores[1] += 1,
            '.' => {
                underscores[0] = underscores[1];
                underscores[1] = 0;
                dots += 1;
            }
            c if c.is_alphanumeric() || c == '-' => {}
            _ => {
                length = at;
                break;
            }
        }
    }
    if underscores.iter().any(|&n| n > 0) && dots <= 10 {
        return None;
    }
    (length > 0 && (short || dots > 0)).then_some(length)
}

/// Where the run of characters that may belong to an address ends.
fn run(text: &str, from: usize) -> usize {
    text[from..]
        .find(|c: char| c.is_whitespace() || c == '<')
        .map_or(text.len(), |n| from + n)
}

/// The length of an address without the punctuation, the unmatched bracket or the entity at its end.
fn trimmed(link: &str) -> usize {
    let mut end = link.len();
    let opened = link.matches('(').count();
    let mut closed = link.matches(')').count();
    loop {
        let address = &link[..end];
        let Some(last) = address.chars().next_back() else {
            return 0;
        };
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' => end -= 1,
            ')' if closed > opened => {
                closed -= 1;
                end -= 1;
            }
            ';' => {
                let name = address[..end - 1].trim_end_matches(|c: char| c.is_ascii_alphabetic());
                end = if name.len() < end - 1 && name.ends_with('&') {
                    name.len() - 1
                } else {
                    end - 1
                };
            }
            _ => return end,
        }
    }
}

fn mail(text: &str, at: usize, floor: usize) -> Option<Link> {
    let local = |b: u8| b.is_ascii_alphanumeric() || b".+-_".contains(&b);
    let start = text[floor..at]
        .bytes()
        .rposition(|b| !local(b))
        .map_or(floor, |p| floor + p + 1);
    if start == at {
        return None;
    }
    let bytes = text.as_bytes();
    let (mut end, mut dots) = (at + 1, 0);
    while let Some(&b) = bytes.get(end) {
        match b {
            b'.' if bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric) => dots += 1,
            b'-' | b'_' => {}
            b if b.is_ascii_alphanumeric() => {}
            _ => break,
        }
        end += 1;
    }
    let last = bytes[end - 1];
    if end - at < 2 || dots == 0 || !(last.is_ascii_alphabetic() || last == b'.') {
        return None;
    }
    let length = trimmed(&text[start..end]);
    (start + length > at).then_some(Link {
        start,
        end: start + length,
        prefix: "mailto:",
    })
}
