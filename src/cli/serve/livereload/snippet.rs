//! The script that is put into every page, wherever the page has room for one.

/// What is put into pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    port: u16,
    html: String,
}

impl Snippet {
    /// A script that loads the client from this port of the host that the page came from; the delays are handed to the
    /// client as they were given.
    pub fn new(port: u16, min_delay: Option<&str>, max_delay: Option<&str>) -> Self {
        let mut query = "snipver=1".to_string();
        for (name, delay) in [("mindelay", min_delay), ("maxdelay", max_delay)] {
            if let Some(delay) = delay {
                let plain = delay
                    .chars()
                    .filter(|c| c.is_ascii_alphanumeric() || *c == '.');
                query.push_str(&format!("&{name}={}", plain.collect::<String>()));
            }
        }
        let html = format!(
            "<script>(function(d,l){{var s=d.createElement(\"script\");s.src=l.protocol+\"//\"+(l.hostname||\"localhost\")+\
             \":{port}/livereload.js?{query}&port={port}\";(d.head||d.documentElement).appendChild(s)}})(document,location)</script>"
        );
        Snippet { port, html }
    }

    /// The port that the client is loaded from.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The page with the script in it: at the beginning of the head, or where the head would begin.
    pub fn put_into(&self, mut page: Vec<u8>) -> Vec<u8> {
        let at = place(&page);
        page.splice(at..at, self.html.bytes());
        page
    }
}

/// Where a script may stand: after `<head>`, else after `<html>`, else after the document type, with the comments and
/// blanks before them; at the beginning where there is none of all that.
fn place(page: &[u8]) -> usize {
    const TAGS: [&str; 3] = ["<!doctype", "<html", "<head"];
    let mut found = 0;
    let mut at = if page.starts_with(b"\xEF\xBB\xBF") {
        3
    } else {
        0
    };
    let mut next = 0;
    found = found.max(at);
    while let Some(start) = skipped(page, at) {
        let Some(index) = (next..TAGS.len()).find(|index| begins_tag(&page[start..], TAGS[*index]))
        else {
            break;
        };
        let Some(end) = end_of_tag(page, start) else {
            break;
        };
        (found, at, next) = (end, end, index + 1);
    }
    found
}

/// The place after blanks, comments and processing instructions.
fn skipped(page: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += page
            .get(at..)?
            .iter()
            .take_while(|byte| byte.is_ascii_whitespace())
            .count();
        let rest = &page[at..];
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<?") {
            b"?>"
        } else {
            return Some(at);
        };
        at += memchr::memmem::find(rest, end)? + end.len();
    }
}

fn begins_tag(rest: &[u8], tag: &str) -> bool {
    let is_named = rest
        .get(..tag.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(tag.as_bytes()));
    is_named
        && rest
            .get(tag.len())
            .is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
}

/// The place after the `>` of a tag; one within quotes does not count.
fn end_of_tag(page: &[u8], start: usize) -> Option<usize> {
    let mut quote = None;
    for (offset, byte) in page[start..].iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(start + offset + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(page: &str) -> String {
        let mut bytes = page.as_bytes().to_vec();
        bytes.insert(place(page.as_bytes()), b'|');
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn every_page_has_a_place() {
        for expected in [
            "<!DOCTYPE html>\n<html lang=\"a>b\"><!-- <head> --><HEAD profile='x'>|<title>",
            "<html><head>|</head>",
            "<!doctype html><html>|<body>",
            "<!doctype html>|<p>no head</p>",
            "<!-- <head> --><head>|",
            "|<header>a</header>",
            "|just text, and later a <head>",
            "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0//EN\" \"x\"><html>|<headers>",
            "\u{FEFF}|a",
            "|",
            "|<html",
            "|<!-- never ends <head>",
            "<!doctype html>|<html lang=\"never ends>",
        ] {
            assert_eq!(marked(&expected.replace('|', "")), expected);
        }
    }

    #[test]
    fn delays_are_handed_on() {
        let page = Snippet::new(35729, Some("1"), Some("\"><b")).put_into(b"<head>".to_vec());
        let page = String::from_utf8(page).unwrap();
        assert!(page.starts_with("<head><script>"));
        assert!(page.contains(":35729/livereload.js?snipver=1&mindelay=1&maxdelay=b&port=35729\""));
    }
}
