//! What Ruby takes for an address (`URI::RFC3986_Parser`), its host, and `URI.join`.

use std::net::Ipv6Addr;

use crate::error::{Error, Result};
use crate::value::Value;

/// Refuses what is no address.
///
/// # Errors
/// `URI::InvalidURIError`
pub(super) fn check(text: &str) -> Result<()> {
    if !text.is_ascii() {
        let message = format!("URI must be ascii only {}", dump(text)?);
        return Err(Error::ruby("URI::InvalidURIError", message));
    }
    if !is_address(text) {
        return Err(no_address(&Value::from(text)));
    }
    match broken_escape(text) {
        Some(escape) => {
            let message = format!("invalid percent escape: {escape}");
            Err(Error::ruby("URI::InvalidURIError", message))
        }
        None => Ok(()),
    }
}

/// What is said of a value that is no address.
pub(super) fn no_address(value: &Value) -> Error {
    let message = format!("bad URI(is not URI?): {}", value.shown());
    Error::ruby("URI::InvalidURIError", message)
}

/// The host of an address (`URI.parse(text).host`).
///
/// # Errors
/// Those of [`check`].
pub(super) fn host(text: &str) -> Result<Option<&str>> {
    check(text)?;
    let authority = behind_scheme(text).and_then(split_authority);
    let host = authority.map(|(authority, _)| split_host(authority).1);
    Ok(host.filter(|host| !host.is_empty()))
}

/// `URI.join`, for a folder and what hangs on no `..`.
///
/// # Errors
/// `URI::InvalidURIError`
pub(super) fn join(base: &str, path: &str) -> Result<String> {
    check(base)?;
    check(path)?;
    let scheme = base.find(':').map_or(0, |at| at + 1);
    let root = origin(base);
    Ok(if scheme_of(path).is_some() {
        path.to_string()
    } else if path.starts_with("//") {
        format!("{}{path}", &base[..scheme])
    } else if path.starts_with('/') {
        format!("{root}{path}")
    } else if root.len() == base.len() {
        format!("{root}/{path}")
    } else {
        format!("{base}{path}")
    })
}

/// An address up to its path.
pub(super) fn origin(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let end = url[authority..].find('/');
    &url[..end.map_or(url.len(), |at| authority + at)]
}

fn is_address(text: &str) -> bool {
    let Some(rest) = behind_scheme(text) else {
        return false;
    };
    let Some((authority, path)) = split_authority(rest) else {
        return is_path(rest);
    };
    let (user, host, port) = split_host(authority);
    // Ruby takes an address in brackets only behind a scheme
    let is_bare_literal = host.starts_with('[') && rest.len() == text.len();
    !is_bare_literal
        && holds(user, b":")
        && is_host(host)
        && port.bytes().all(|b| b.is_ascii_digit())
        && is_path(path)
}

/// An address behind its scheme, if it has one; none where its path begins as no path does.
fn behind_scheme(text: &str) -> Option<&str> {
    match scheme_of(text) {
        Some(scheme) => Some(&text[scheme.len() + 1..]),
        None if first_segment(text).contains(':') => None,
        None => Some(text),
    }
}

/// User, host and port in one, and what follows them.
fn split_authority(rest: &str) -> Option<(&str, &str)> {
    let behind = rest.strip_prefix("//")?;
    Some(behind.split_at(behind.find(['/', '?', '#']).unwrap_or(behind.len())))
}

/// The user, the host and the port.
fn split_host(authority: &str) -> (&str, &str, &str) {
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let literal = match host.starts_with('[') {
        true => host.find(']').map_or(host.len(), |at| at + 1),
        false => 0,
    };
    match host[literal..].split_once(':') {
        Some((name, port)) => (user, &host[..literal + name.len()], port),
        None => (user, host, ""),
    }
}

fn is_host(host: &str) -> bool {
    let literal = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let Some(literal) = literal else {
        return holds(host, b"");
    };
    match literal.strip_prefix('v').and_then(|it| it.split_once('.')) {
        Some((version, name)) => {
            let is_number = !version.is_empty() && version.bytes().all(|b| b.is_ascii_hexdigit());
            is_number && !name.is_empty() && !name.contains('%') && holds(name, b":")
        }
        None => literal.parse::<Ipv6Addr>().is_ok(),
    }
}

/// A percent sign before two characters in the query that are no digits, with them.
fn broken_escape(text: &str) -> Option<&str> {
    let query = text.split('#').next()?.split_once('?')?.1;
    query
        .match_indices('%')
        .filter_map(|(at, _)| query.get(at..at + 3))
        .find(|escape| escape.bytes().skip(1).all(|b| !b.is_ascii_hexdigit()))
}

fn first_segment(text: &str) -> &str {
    text.split(['/', '?', '#']).next().unwrap_or_default()
}

fn scheme_of(text: &str) -> Option<&str> {
    let (scheme, _) = first_segment(text).split_once(':')?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    let begins = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    (begins && scheme.bytes().all(fits)).then_some(scheme)
}

/// A path, and behind `?` and `#` what may stand there.
fn is_path(text: &str) -> bool {
    let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
    let path = before.split('?').next().unwrap_or_default();
    holds(path, b":@/") && holds(fragment, b":@/?")
}

/// Whether a text is made of what may stand in any part of an address, of these bytes, and of bytes by number.
fn holds(text: &str, more: &[u8]) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| match byte {
        b'%' => bytes[at + 1..]
            .first_chunk::<2>()
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)),
        _ => {
            byte.is_ascii_alphanumeric() || b"!$&'()*+,-.;=_~".contains(byte) || more.contains(byte)
        }
    })
}

/// `String#dump`
fn dump(text: &str) -> Result<String> {
    let mut out = String::new();
    Value::from(text).inspect(&mut out)?;
    Ok(out
        .chars()
        .map(|c| match u32::from(c) {
            0..0x80 => c.to_string(),
            code @ ..0x1_0000 => format!("\\u{code:04X}"),
            code => format!("\\u{{{code:X}}}"),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_ruby() {
        for fine in [
            "http://a/1/raw/",
            "a//b",
            "%41",
            "a?b c|d#e/?f",
            "",
            "http://u:p@h:80?x",
            "http://[v1.a]/",
        ] {
            assert!(check(fine).is_ok(), "{fine}");
        }
        for wrong in [
            "a b",
            "%4",
            "%4g",
            "a#b#c",
            "a[1]",
            "a#b c",
            "1:b",
            "http://https:.a",
            "http://h i/",
            "http://[zz]/",
            "http://[::1",
            "http://[::1]a/",
            "http://a/p[1]",
            "//h:x/",
            "//[::1]/",
        ] {
            let message = check(wrong).unwrap_err().to_string();
            assert_eq!(message, format!("bad URI(is not URI?): {wrong:?}"));
        }
        let message = check("a/가😀").unwrap_err().to_string();
        assert_eq!(message, r#"URI must be ascii only "a/\uAC00\u{1F600}""#);
    }

    #[test]
    fn hosts_are_those_of_ruby() {
        for (address, expected) in [
            ("https://a.example:8080/x", Some("a.example")),
            ("//u@b.example?x", Some("b.example")),
            ("http://[::1]:80/x", Some("[::1]")),
            ("http://a/?b c|[d]", Some("a")),
            ("http://a/?%", Some("a")),
            ("/go?u=http://x", None),
            ("https:opaque", None),
            ("x://:80", None),
            ("http:///x", None),
        ] {
            assert_eq!(host(address).unwrap(), expected, "{address}");
        }
        let message = host("http://a/?%41 %x y%").unwrap_err().to_string();
        assert_eq!(message, "invalid percent escape: %x ");
    }

    #[test]
    fn joins_as_ruby_does() {
        for (base, path, joined) in [
            (
                "https://github.com/pages/",
                "a/b",
                "https://github.com/pages/a/b",
            ),
            ("https://github.com/pages/", "/x", "https://github.com/x"),
            (
                "https://github.com/pages/",
                "http://g.org/a",
                "http://g.org/a",
            ),
            ("http://a.b", "name", "http://a.b/name"),
        ] {
            assert_eq!(join(base, path).unwrap(), joined);
        }
    }
}
