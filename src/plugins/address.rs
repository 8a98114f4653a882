//! What Ruby takes for an address (`URI::RFC3986_Parser`), and `URI.join`.

use crate::error::{Error, Result};
use crate::value::Value;

/// Refuses what is no address.
///
/// # Errors
/// `URI::InvalidURIError`
pub(super) fn check(text: &str) -> Result<()> {
    let message = if !text.is_ascii() {
        format!("URI must be ascii only {}", dump(text)?)
    } else if is_address(text) {
        return Ok(());
    } else {
        let mut shown = String::new();
        Value::from(text).inspect(&mut shown)?;
        format!("bad URI(is not URI?): {shown}")
    };
    Err(Error::ruby("URI::InvalidURIError", message))
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
    let rest = match scheme_of(text) {
        Some(scheme) => &text[scheme.len() + 1..],
        None if first_segment(text).contains(':') => return false,
        None => text,
    };
    let Some(behind) = rest.strip_prefix("//") else {
        return is_path(rest);
    };
    let (authority, path) = behind.split_at(behind.find(['/', '?', '#']).unwrap_or(behind.len()));
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    holds(user, b":")
        && holds(host, b"")
        && port.bytes().all(|b| b.is_ascii_digit())
        && is_path(path)
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
        ] {
            let message = check(wrong).unwrap_err().to_string();
            assert_eq!(message, format!("bad URI(is not URI?): {wrong:?}"));
        }
        let message = check("a/가😀").unwrap_err().to_string();
        assert_eq!(message, r#"URI must be ascii only "a/\uAC00\u{1F600}""#);
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
