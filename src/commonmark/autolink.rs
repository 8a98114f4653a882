//! cmark-gfm's extension `autolink`: where `www.`, `http://`, `https://`, `ftp://` and mail addresses begin and end.

use super::escape::{escape_href, escape_html};
use super::text::{is_punctuation, is_space};

/// An address by its place, and what its link has in front of it.
pub(super) struct Address {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) prefix: &'static str,
}

/// Writes a link.
pub(super) fn write(prefix: &str, address: &str, out: &mut String) {
    out.push_str("<a href=\"");
    out.push_str(prefix);
    escape_href(address, out);
    out.push_str("\">");
    escape_html(address, out);
    out.push_str("</a>");
}

/// The address that begins at `at` with `www.`; `end` is where the text ends.
///
/// # Errors
/// Where there is none; before the place given no other begins.
pub(super) fn www(source: &str, at: usize, end: usize) -> Result<Address, usize> {
    let before = source[..at].bytes().next_back();
    let may_begin = before.is_none_or(|b| is_ascii_space(b) || b"*_~(".contains(&b));
    let text = &source[at..end];
    if !may_begin || !text.starts_with("www.") {
        return Err(at);
    }
    let domain = domain(text, false).map_err(|stop| at + stop)?;
    let length = trimmed(&text[..run(text, domain)]);
    if length == 0 {
        return Err(at);
    }
    Ok(Address {
        start: at,
        end: at + length,
        prefix: "http://",
    })
}

/// The address whose scheme ends at the colon at `colon`.
pub(super) fn url(source: &str, colon: usize, end: usize) -> Option<Address> {
    let after = source[colon..end].strip_prefix("://")?;
    let letters = source.as_bytes()[..colon]
        .iter()
        .rev()
        .take(6)
        .take_while(|b| b.is_ascii_alphabetic())
        .count();
    let start = colon - letters;
    let scheme = &source[start..colon];
    let is_known = ["http", "https", "ftp"]
        .iter()
        .any(|known| scheme.eq_ignore_ascii_case(known));
    if !is_known || !after.starts_with(is_host) {
        return None;
    }
    let domain = colon + 3 + domain(after, true).ok()?;
    let text = &source[start..end];
    Some(Address {
        start,
        end: start + trimmed(&text[..run(text, domain - start)]),
        prefix: "",
    })
}

fn is_host(c: char) -> bool {
    !is_space(c) && !is_punctuation(c)
}

/// What ends an address, or may stand before one: no form feed and no vertical tab.
fn is_ascii_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

/// How many bytes of `text` are a domain; at least one dot is asked for unless `short`. No domain that begins before the
/// place given in an error is any better.
fn domain(text: &str, short: bool) -> Result<usize, usize> {
    let (mut dots, mut underscores) = (0usize, [0usize; 2]);
    let (mut length, mut last_parts) = (text.len(), [0usize; 2]);
    for (at, c) in text.char_indices() {
        match c {
            '_' => underscores[1] += 1,
            '.' => {
                underscores = [underscores[1], 0];
                last_parts = [last_parts[1], at];
                dots += 1;
            }
            c if is_host(c) || c == '-' => {}
            _ => {
                length = at;
                break;
            }
        }
    }
    if underscores.iter().any(|&n| n > 0) && dots <= 10 {
        return Err(last_parts[0]);
    }
    if length > 0 && (short || dots > 0) {
        Ok(length)
    } else {
        Err(0)
    }
}

/// Where the run of characters that may belong to an address ends.
fn run(text: &str, from: usize) -> usize {
    text.as_bytes()[from..]
        .iter()
        .position(|&b| is_ascii_space(b) || b == b'<')
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

/// cmark looks no further than this many at signs into a text.
const MOST_MAILS: usize = 1000;

/// Writes `text`, with the mail addresses in it made links.
pub(super) fn write_mails(text: &str, out: &mut String) {
    let mut kept = 0;
    for at in memchr::memchr_iter(b'@', text.as_bytes()).take(MOST_MAILS) {
        if at < kept {
            continue;
        }
        if let Some(found) = mail(text, at, kept) {
            escape_html(&text[kept..found.start], out);
            write(found.prefix, &text[found.start..found.end], out);
            kept = found.end;
        }
    }
    escape_html(&text[kept..], out);
}

/// The address round the at sign at `at`.
fn mail(text: &str, at: usize, floor: usize) -> Option<Address> {
    let bytes = text.as_bytes();
    let local = |end: usize| {
        let count = bytes[floor..end]
            .iter()
            .rev()
            .take_while(|b| b.is_ascii_alphanumeric() || b".+-_".contains(b))
            .count();
        end - count
    };
    let mut start = local(at);
    if start == at {
        return None;
    }
    let scheme = ["mailto:", "xmpp:"]
        .into_iter()
        .find(|scheme| text[floor..start].ends_with(scheme));
    let mut prefix = "mailto:";
    if let Some(scheme) = scheme
        && !(bytes[floor..start - scheme.len()].last()).is_some_and(u8::is_ascii_alphanumeric)
    {
        prefix = "";
        start = local(start - 1);
    }
    let may_have_resource = prefix.is_empty() && scheme == Some("xmpp:");
    let (mut end, mut dots) = (at + 1, 0);
    while let Some(&b) = bytes.get(end) {
        match b {
            b'@' => return None,
            b'.' if bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric) => dots += 1,
            b'-' | b'_' => {}
            b'/' if may_have_resource => {}
            b if b.is_ascii_alphanumeric() => {}
            _ => break,
        }
        end += 1;
    }
    let last = bytes[end - 1];
    if end - at < 2 || dots == 0 || !(last.is_ascii_alphabetic() || last == b'.') {
        return None;
    }
    let length = trimmed(&text[at..end]);
    (length > 0).then_some(Address {
        start,
        end: at + length,
        prefix,
    })
}
