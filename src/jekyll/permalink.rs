//! URLs of documents, pages and files from permalink templates (url.rb, drops/url_drop.rb), and back to paths.

use std::borrow::Cow;

use crate::error::{Error, Result};

/// `URL.sanitize_url`: one slash in front, no `..`, no `./`, no slash twice.
pub fn sanitize(url: &str) -> String {
    let dotless;
    let url = match url.contains("..") || url.contains("./") {
        true => {
            dotless = format!("/{url}").replace("..", "/").replace("./", "");
            &dotless
        }
        false => url,
    };
    let mut clean = String::with_capacity(url.len() + 2);
    for part in url.split('/').filter(|part| !part.is_empty()) {
        clean.push('/');
        clean.push_str(part);
    }
    if clean.is_empty() || url.ends_with('/') {
        clean.push('/');
    }
    clean
}

/// Fills `:key` in a document's template (`generate_url_from_drop`). `value` answers for the keys that exist.
///
/// # Errors
/// NoMethodError: `The URL template doesn't have KEY keys. Check your permalink template!`, and those of [`escape`].
pub fn fill_document(
    template: &str,
    value: &dyn Fn(&str) -> Option<Result<String>>,
) -> Result<String> {
    let mut url = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(colon) = rest.find(':') {
        url.push_str(&rest[..colon]);
        let after = &rest[colon + 1..];
        let length = after
            .bytes()
            .take_while(|b| b.is_ascii_lowercase() || *b == b'_')
            .count();
        let key = &after[..length];
        rest = &after[length..];
        if key.is_empty() {
            url.push(':');
            continue;
        }
        let shorter = key.strip_suffix('_');
        let (answer, tail) = match (value(key), shorter) {
            (Some(answer), _) => (answer?, ""),
            (None, Some(shorter)) => match value(shorter) {
                Some(answer) => (answer?, "_"),
                None => return Err(unknown_key(&format!("{shorter} or {shorter}"))),
            },
            (None, None) => return Err(unknown_key(key)),
        };
        url.push_str(&escape(&answer)?);
        url.push_str(tail);
    }
    url.push_str(rest);
    Ok(url)
}

fn unknown_key(keys: &str) -> Error {
    Error::ruby(
        "NoMethodError",
        format!(
            "The URL template doesn't have {keys} keys. Check your permalink template!{RAISED}"
        ),
    )
}

/// What Ruby appends to that error: the line of Jekyll's code that raises it.
const RAISED: &str = "\n\n          raise NoMethodError,\n          ^^^^^";

/// Fills `:key` in the template of a page or a static file, one key after the other (`generate_url_from_hash`).
///
/// # Errors
/// Those of [`escape`].
pub fn fill(template: &str, values: &[(&str, &str)]) -> Result<String> {
    let mut url = template.to_string();
    for (key, value) in values {
        if !url.contains(':') {
            break;
        }
        url = url.replace(&format!(":{key}"), &escape(value)?);
    }
    Ok(url)
}

/// `Utils.add_permalink_suffix`: the ending of the site's permalink style.
pub fn with_suffix(template: &str, style: &str) -> String {
    let suffix = match style {
        "pretty" => "/",
        "date" | "ordinal" | "none" => ":output_ext",
        style if style.ends_with('/') => "/",
        style if style.ends_with(":output_ext") => ":output_ext",
        _ => "",
    };
    format!("{template}{suffix}")
}

/// The template behind a style's name (`Configuration::STYLE_TO_PERMALINK`); any other text is a template itself.
pub fn template_of_style(style: &str) -> &str {
    match style {
        "none" => "/:categories/:title:output_ext",
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        template => template,
    }
}

/// `URL.escape_path`: percent-encodes what may not stand in a path.
///
/// # Errors
/// `Addressable::URI::InvalidURIError` for text that reads as a URI of a malformed kind, such as `a b:c`.
pub fn escape(path: &str) -> Result<Cow<'_, str>> {
    let plain = |line: &str| {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'/' | b'-');
        !line.is_empty() && line.bytes().all(allowed)
    };
    if path.is_empty() || path.split('\n').any(plain) {
        return Ok(Cow::Borrowed(path));
    }
    Ok(Cow::Owned(encode_uri(path)?.replacen('#', "%23", 1)))
}

const SUB_DELIMITERS: &[u8] = b"!$&'()*+,;=";

fn is_path_character(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-._~:@".contains(&b) || SUB_DELIMITERS.contains(&b)
}

/// `Addressable::URI.encode`.
fn encode_uri(text: &str) -> Result<String> {
    let (scheme, rest) = match text.find([':', '/', '?', '#']) {
        Some(at) if at > 0 && text.as_bytes()[at] == b':' => (Some(&text[..at]), &text[at + 1..]),
        _ => (None, text),
    };
    if let Some(scheme) = scheme {
        check_scheme(scheme)?;
    }
    let (authority, rest) = match rest.strip_prefix("//") {
        Some(rest) => {
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            (Some(&rest[..end]), &rest[end..])
        }
        None => (None, rest),
    };
    if let Some(authority) = authority {
        check_host(authority)?;
    }
    let (rest, fragment) = split_at(rest, '#');
    let (path, query) = split_at(rest, '?');
    check_path(text, scheme, authority, path)?;
    let mut encoded = String::with_capacity(text.len() * 2);
    if let Some(scheme) = scheme {
        encoded.push_str(scheme);
        encoded.push(':');
    }
    if let Some(authority) = authority {
        encoded.push_str("//");
        encode(
            authority,
            &|b| is_path_character(b) || b"[]".contains(&b),
            &mut encoded,
        );
    }
    encode(path, &|b| is_path_character(b) || b == b'/', &mut encoded);
    for (mark, part) in [('?', query), ('#', fragment)] {
        if let Some(part) = part {
            encoded.push(mark);
            encode(
                part,
                &|b| is_path_character(b) || b"/?".contains(&b),
                &mut encoded,
            );
        }
    }
    Ok(encoded)
}

fn split_at(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn encode(part: &str, allowed: &dyn Fn(u8) -> bool, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for b in part.bytes() {
        if allowed(b) {
            out.push(char::from(b));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(b >> 4)]));
            out.push(char::from(HEX[usize::from(b & 15)]));
        }
    }
}

fn invalid(message: String) -> Error {
    Error::ruby("Addressable::URI::InvalidURIError", message)
}

fn check_scheme(scheme: &str) -> Result<()> {
    let starts = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = |b: u8| b.is_ascii_alphanumeric() || b".+-".contains(&b);
    if starts && scheme.bytes().all(goes_on) {
        Ok(())
    } else {
        Err(invalid(format!("Invalid scheme format: '{scheme}'")))
    }
}

fn check_host(authority: &str) -> Result<()> {
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = match host.rfind(':') {
        Some(colon) if !host[colon..].contains(']') => {
            let port = &host[colon + 1..];
            if !port.is_empty() && !port.bytes().all(|b| b.is_ascii_digit()) {
                return Err(invalid(format!("Invalid port number: {port:?}")));
            }
            &host[..colon]
        }
        _ => host,
    };
    let refused = |c: char| c.is_whitespace() || "<>{}/\\?#@\"".contains(c);
    if host.contains(refused) {
        return Err(invalid(format!("Invalid character in host: '{host}'")));
    }
    Ok(())
}

fn check_path(text: &str, scheme: Option<&str>, authority: Option<&str>, path: &str) -> Result<()> {
    const WITH_HOSTS: [&str; 13] = [
        "http", "https", "ftp", "tftp", "sftp", "ssh", "svn+ssh", "telnet", "nntp", "gopher",
        "wais", "ldap", "prospero",
    ];
    let first = path.split('/').next().unwrap_or("");
    if scheme.is_none() && authority.is_none() && first.contains(':') {
        return Err(invalid(format!(
            "Cannot assemble URI string with ambiguous path: '{path}'"
        )));
    }
    let wants_host = scheme.is_some_and(|s| WITH_HOSTS.contains(&s.to_ascii_lowercase().as_str()));
    if wants_host && authority.is_none_or(str::is_empty) && path.is_empty() {
        return Err(invalid(format!(
            "Absolute URI missing hierarchical segment: '{text}'"
        )));
    }
    Ok(())
}

/// `URL.unescape_path`: percent-encoded bytes as they are. What would be no UTF-8 is replaced.
pub fn unescape(url: &str) -> Cow<'_, str> {
    if !url.contains('%') {
        return Cow::Borrowed(url);
    }
    let plain = unescaped_bytes(url);
    Cow::Owned(
        String::from_utf8(plain)
            .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
    )
}

/// As [`unescape`], for a path at which a file is to be written.
///
/// # Errors
/// ArgumentError for a null byte, and for bytes that are no UTF-8.
pub fn unescape_for_path(url: &str) -> Result<Cow<'_, str>> {
    if url.contains("%00") {
        return Err(Error::ruby("ArgumentError", "path name contains null byte"));
    }
    unescape_text(url)
}

/// As [`unescape`], for text that expressions look at.
///
/// # Errors
/// ArgumentError for bytes that are no UTF-8.
pub fn unescape_text(url: &str) -> Result<Cow<'_, str>> {
    if !url.contains('%') {
        return Ok(Cow::Borrowed(url));
    }
    String::from_utf8(unescaped_bytes(url))
        .map(Cow::Owned)
        .map_err(|_| Error::ruby("ArgumentError", "invalid byte sequence in UTF-8"))
}

fn unescaped_bytes(url: &str) -> Vec<u8> {
    let bytes = url.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                plain.push((high * 16 + low) as u8);
                at += 3;
            }
            (b, ..) => {
                plain.push(b);
                at += 1;
            }
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_as_addressable() {
        for (path, escaped) in [
            ("/a#b", "/a%23b"),
            ("/a%20b", "/a%2520b"),
            ("/a:b", "/a:b"),
            ("/c++", "/c++"),
            ("/日本", "/%E6%97%A5%E6%9C%AC"),
            ("/a?b#c#d", "/a?b%23c%23d"),
            ("/a[b]", "/a%5Bb%5D"),
            ("a b\nc", "a b\nc"),
            ("re: x", "re:%20x"),
            ("x#y z#w", "x%23y%20z%23w"),
            ("///a b", "///a%20b"),
        ] {
            assert_eq!(escape(path).unwrap(), escaped);
        }
        for (path, message) in [
            ("1a:b", "Invalid scheme format: '1a'"),
            ("tï: x", "Invalid scheme format: 'tï'"),
            (":x", "Cannot assemble URI string with ambiguous path: ':x'"),
            (
                "http:",
                "Absolute URI missing hierarchical segment: 'http:'",
            ),
            ("//a b/c", "Invalid character in host: 'a b'"),
        ] {
            assert_eq!(escape(path).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn keys_with_an_underscore_behind() {
        let value = |key: &str| (key == "title" || key == "i_day").then(|| Ok("x".to_string()));
        assert_eq!(fill_document("/:title_:i_day-:", &value).unwrap(), "/x_x-:");
        let error = fill_document("/:nope", &value).unwrap_err().to_string();
        assert_eq!(
            error.lines().next(),
            Some("The URL template doesn't have nope keys. Check your permalink template!")
        );
    }

    #[test]
    fn sanitizes() {
        assert_eq!(sanitize("a/../../b/./c//d"), "/a/b/c/d");
        assert_eq!(sanitize("/a...b"), "/a/.b");
        assert_eq!(sanitize("/a....b"), "/a/b");
        assert_eq!(sanitize("../.."), "/");
    }
}
