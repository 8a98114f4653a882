//! URIs as Addressable takes them apart, normalizes and prints them: what `relative_url`, `absolute_url`,
//! `uri_escape` and permalinks rest on (`Addressable::URI`, version 2.8).

use unicode_normalization::char::{canonical_combining_class, compose, decompose_compatible};

use crate::error::{Error, Result};
use crate::text::strip;

/// A URI in its parts, as `Addressable::URI.parse` finds them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Uri {
    scheme: Option<String>,
    user: Option<String>,
    password: Option<String>,
    host: Option<String>,
    port: Option<String>,
    path: String,
    query: Option<String>,
    fragment: Option<String>,
}

/// Which characters of a component stand for themselves; all others are percent-encoded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Reserved and unreserved characters: Addressable's default.
    Uri,
    /// `unreserved`
    Unreserved,
    /// A scheme.
    Scheme,
    /// A host.
    Host,
    /// A segment of a path.
    Pchar,
    /// A query or a fragment.
    Query,
    /// A `key=value` pair of a query that is normalized.
    QueryPair,
}

impl Class {
    fn keeps(self, b: u8) -> bool {
        let unreserved = b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
        let sub_delim = matches!(
            b,
            b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'='
        );
        match self {
            Class::Unreserved => unreserved,
            Class::Uri => {
                unreserved
                    || sub_delim
                    || matches!(b, b':' | b'/' | b'?' | b'#' | b'[' | b']' | b'@')
            }
            Class::Scheme => b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.'),
            Class::Host => unreserved || sub_delim || matches!(b, b'[' | b':' | b']'),
            Class::Pchar => unreserved || sub_delim || matches!(b, b':' | b'@'),
            Class::Query => unreserved || sub_delim || matches!(b, b':' | b'@' | b'/' | b'?'),
            Class::QueryPair => {
                unreserved
                    || (sub_delim && !matches!(b, b'&' | b';'))
                    || matches!(b, b':' | b'@' | b'/' | b'?')
            }
        }
    }
}

fn invalid(message: String) -> Error {
    Error::ruby("Addressable::URI::InvalidURIError", message)
}

impl Uri {
    /// Takes a text apart.
    ///
    /// # Errors
    /// `Addressable::URI::InvalidURIError` in Addressable's words.
    pub(crate) fn parse(text: &str) -> Result<Uri> {
        let mut uri = Uri::split(text);
        uri.check_scheme()?;
        if let Some(port) = uri.port.take() {
            uri.port = checked_port(&port)?;
        }
        uri.validate()?;
        Ok(uri)
    }

    fn split(text: &str) -> Uri {
        let mut uri = Uri::default();
        let mut rest = text;
        let special = rest.find([':', '/', '?', '#']);
        if let Some(at) = special
            && at > 0
            && rest.as_bytes()[at] == b':'
        {
            uri.scheme = Some(rest[..at].to_string());
            rest = &rest[at + 1..];
        }
        if let Some(after) = rest.strip_prefix("//") {
            let end = after.find(['/', '?', '#']).unwrap_or(after.len());
            uri.set_authority(&after[..end]);
            rest = &after[end..];
        }
        let end = rest.find(['?', '#']).unwrap_or(rest.len());
        uri.path = rest[..end].to_string();
        rest = &rest[end..];
        if let Some(after) = rest.strip_prefix('?') {
            let end = after.find('#').unwrap_or(after.len());
            uri.query = Some(after[..end].to_string());
            rest = &after[end..];
        }
        if let Some(after) = rest.strip_prefix('#') {
            let end = after.find('\n').unwrap_or(after.len());
            uri.fragment = Some(after[..end].to_string());
        }
        uri
    }

    fn set_authority(&mut self, authority: &str) {
        let bracket = authority.find(['[', ']']).unwrap_or(authority.len());
        let mut host = authority;
        if let Some(at) = authority[..bracket].rfind('@') {
            let userinfo = strip(&authority[..at]);
            let colon = userinfo.find(':');
            self.user = Some(userinfo[..colon.unwrap_or(userinfo.len())].to_string());
            self.password = colon.map(|c| userinfo[c + 1..].to_string());
            host = &authority[at + 1..];
        }
        // the port: after the last colon, unless a bracket or an @ follows it
        if let Some(colon) = host.rfind(':')
            && !host[colon..].contains(['@', '[', ']'])
        {
            let port = &host[colon + 1..];
            if !port.is_empty() {
                self.port = Some(port.to_string());
            }
            host = &host[..colon];
        }
        self.host = Some(host.to_string());
    }

    fn check_scheme(&self) -> Result<()> {
        let Some(scheme) = &self.scheme else {
            return Ok(());
        };
        let bytes = scheme.as_bytes();
        let valid = bytes.first().is_some_and(u8::is_ascii_alphabetic)
            && bytes
                .iter()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-'));
        if valid {
            return Ok(());
        }
        Err(invalid(format!("Invalid scheme format: '{scheme}'")))
    }

    fn validate(&self) -> Result<()> {
        let no_host = self.host.as_deref().is_none_or(str::is_empty);
        if let Some(scheme) = &self.scheme
            && default_port(&scheme.to_ascii_lowercase()).is_some()
            && no_host
            && self.path.is_empty()
        {
            return Err(invalid(format!(
                "Absolute URI missing hierarchical segment: '{}'",
                self.assemble()
            )));
        }
        if self.path.starts_with("//") && self.host.is_none() {
            return Err(invalid(format!(
                "Cannot have a path with two leading slashes without an authority set: '{}'",
                self.assemble()
            )));
        }
        if let Some(host) = &self.host
            && !host_is_valid(host)
        {
            return Err(invalid(format!("Invalid character in host: '{host}'")));
        }
        if self.scheme.is_none() && has_ambiguous_colon(&self.path) {
            return Err(invalid(format!(
                "Cannot assemble URI string with ambiguous path: '{}'",
                self.path
            )));
        }
        Ok(())
    }

    /// Whether it names a scheme (`absolute?`).
    pub(crate) fn is_absolute(&self) -> bool {
        self.scheme.is_some()
    }

    fn authority(&self) -> Option<String> {
        let host = self.host.as_ref()?;
        let mut out = String::new();
        if let Some(user) = &self.user {
            out.push_str(user);
            if let Some(password) = &self.password {
                out.push(':');
                out.push_str(password);
            }
            out.push('@');
        }
        out.push_str(host);
        if let Some(port) = &self.port {
            out.push(':');
            out.push_str(port);
        }
        Some(out)
    }

    fn assemble(&self) -> String {
        let mut out = String::new();
        if let Some(scheme) = &self.scheme {
            out.push_str(scheme);
            out.push(':');
        }
        if let Some(authority) = self.authority() {
            out.push_str("//");
            out.push_str(&authority);
        }
        out.push_str(&self.path);
        if let Some(query) = &self.query {
            out.push('?');
            out.push_str(query);
        }
        if let Some(fragment) = &self.fragment {
            out.push('#');
            out.push_str(fragment);
        }
        out
    }

    /// `normalize.to_s`.
    ///
    /// # Errors
    /// `Addressable::URI::InvalidURIError`, where the normal form is none.
    pub(crate) fn normalize(&self) -> Result<String> {
        let scheme = self.normalized_scheme();
        if scheme.as_deref() == Some("feed")
            && let Some(inner) = self.feed_target()
        {
            return Uri::parse(&inner)?.normalize();
        }
        let mut out = Uri {
            path: self.normalized_path(scheme.as_deref()),
            query: self.normalized_query(),
            fragment: self
                .fragment
                .as_ref()
                .map(|f| normalize_component(f, Class::Query))
                .filter(|f| !f.is_empty()),
            ..Uri::default()
        };
        if let Some(host) = &self.host {
            let authority = self.normalized_authority(host, scheme.as_deref());
            out.set_authority(&authority);
            if let Some(port) = out.port.take() {
                out.port = checked_port(&port)?;
            }
            if !out.path.is_empty() && !out.path.starts_with('/') {
                out.path.insert(0, '/');
            }
        }
        out.scheme = scheme;
        out.check_scheme()?;
        out.validate()?;
        Ok(out.assemble())
    }

    fn normalized_scheme(&self) -> Option<String> {
        let scheme = strip(self.scheme.as_ref()?).to_lowercase();
        if scheme == "ssh+svn" {
            return Some("svn+ssh".to_string());
        }
        Some(normalize_component(&scheme, Class::Scheme))
    }

    fn feed_target(&self) -> Option<String> {
        let text = self.assemble();
        let rest = text.strip_prefix("feed:")?.trim_start_matches('/');
        rest.starts_with("http:")
            .then(|| rest.lines().next().unwrap_or_default().to_string())
    }

    fn normalized_authority(&self, host: &str, scheme: Option<&str>) -> String {
        let web = scheme.is_some_and(|s| s.contains("http"));
        let blank = |part: &Option<String>| part.as_ref().is_none_or(|p| strip(p).is_empty());
        let nobody = web && blank(&self.user) && blank(&self.password);
        let mut out = String::new();
        if let Some(user) = &self.user
            && !nobody
        {
            out.push_str(&normalize_component(strip(user), Class::Unreserved));
            if let Some(password) = &self.password {
                out.push(':');
                out.push_str(&normalize_component(strip(password), Class::Unreserved));
            }
            out.push('@');
        }
        out.push_str(&normalized_host(host));
        if let Some(port) = &self.port
            && scheme.and_then(default_port) != Some(port)
        {
            out.push(':');
            out.push_str(port);
        }
        out
    }

    fn normalized_path(&self, scheme: Option<&str>) -> String {
        let mut path = self.path.clone();
        if self.scheme.is_none() && has_ambiguous_colon(&path) {
            path = path.replacen(':', "%2F", 1);
        }
        let mut out = String::with_capacity(path.len());
        for (i, segment) in strip(&path).split('/').enumerate() {
            if i > 0 {
                out.push('/');
            }
            push_normalized(segment, Class::Pchar, &mut out);
        }
        remove_dot_segments(&mut out);
        if out.is_empty() && matches!(scheme, Some("http" | "https" | "ftp" | "tftp")) {
            out.push('/');
        }
        out
    }

    fn normalized_query(&self) -> Option<String> {
        let query = self.query.as_ref()?;
        let mut out = String::with_capacity(query.len());
        for (i, pair) in query.split('&').enumerate() {
            if i > 0 {
                out.push('&');
            }
            push_normalized(pair, Class::QueryPair, &mut out);
        }
        Some(out).filter(|q| !q.is_empty())
    }
}

/// `Addressable::URI.normalize_component`: decodes, brings Unicode to form KC, encodes what `class` does not keep.
pub(crate) fn normalize_component(text: &str, class: Class) -> String {
    let mut out = String::with_capacity(text.len());
    push_normalized(text, class, &mut out);
    out
}

fn push_normalized(text: &str, class: Class, out: &mut String) {
    if text.bytes().all(|b| class.keeps(b)) {
        out.push_str(text);
        return;
    }
    let bytes = unencode(text.as_bytes(), class == Class::QueryPair);
    match String::from_utf8(bytes) {
        Ok(decoded) if decoded.is_ascii() => push_encoded(decoded.as_bytes(), class, out),
        Ok(decoded) => push_encoded(compatibility_form(&decoded).as_bytes(), class, out),
        Err(e) => push_encoded(e.as_bytes(), Class::Uri, out),
    }
}

/// Percent-encodes the bytes that `class` does not keep.
pub(crate) fn encode_component(bytes: &[u8], class: Class) -> String {
    let mut out = String::with_capacity(bytes.len());
    push_encoded(bytes, class, &mut out);
    out
}

fn push_encoded(bytes: &[u8], class: Class, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut i = 0;
    while i < bytes.len() {
        let b = bytes[i];
        let is_plus = class == Class::QueryPair
            && b == b'%'
            && bytes.get(i + 1) == Some(&b'2')
            && matches!(bytes.get(i + 2), Some(b'B' | b'b'));
        if is_plus {
            out.push_str("%2B");
            i += 3;
            continue;
        }
        if class.keeps(b) {
            out.push(char::from(b));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(b >> 4)]));
            out.push(char::from(HEX[usize::from(b & 15)]));
        }
        i += 1;
    }
}

/// Resolves `%XX`; with `keep_plus` a `%2B` stays as it is.
pub(crate) fn unencode(bytes: &[u8], keep_plus: bool) -> Vec<u8> {
    let hex = |b: Option<&u8>| b.and_then(|&b| char::from(b).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == b'%'
            && let (Some(high), Some(low)) = (hex(bytes.get(i + 1)), hex(bytes.get(i + 2)))
        {
            let decoded = (high * 16 + low) as u8;
            if keep_plus && decoded == b'+' {
                out.extend_from_slice(&bytes[i..i + 3]);
            } else {
                out.push(decoded);
            }
            i += 3;
            continue;
        }
        out.push(bytes[i]);
        i += 1;
    }
    out
}

fn checked_port(port: &str) -> Result<Option<String>> {
    let decoded = unencode(port.as_bytes(), false);
    let Ok(decoded) = String::from_utf8(decoded) else {
        return Err(invalid("Invalid encoding in port".to_string()));
    };
    let is_number = decoded
        .split('\n')
        .any(|line| !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit()));
    if !is_number {
        let mut message = String::from("Invalid port number: ");
        crate::value::inspect_str(&decoded, &mut message);
        return Err(invalid(message));
    }
    let digits = decoded.trim_start();
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    let number = digits[..end].trim_start_matches('0');
    Ok((!number.is_empty()).then(|| number.to_string()))
}

fn default_port(scheme: &str) -> Option<&'static str> {
    Some(match scheme {
        "http" => "80",
        "https" => "443",
        "ftp" => "21",
        "tftp" => "69",
        "sftp" | "ssh" | "svn+ssh" => "22",
        "telnet" => "23",
        "nntp" => "119",
        "gopher" => "70",
        "wais" => "210",
        "ldap" => "389",
        "prospero" => "1525",
        _ => return None,
    })
}

fn host_is_valid(host: &str) -> bool {
    let bad = |c: char| {
        matches!(
            c,
            '<' | '>' | '{' | '}' | '/' | '\\' | '?' | '#' | '@' | '"'
        ) || c.is_whitespace()
    };
    if host.contains(bad) {
        return false;
    }
    match host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        Some(inner) => inner
            .bytes()
            .all(|b| Class::Host.keeps(b) && b != b'[' && b != b']'),
        None => true,
    }
}

/// A path whose first segment has a colon would read as a scheme; each of its lines is taken for the first.
fn has_ambiguous_colon(path: &str) -> bool {
    let mut is_first = true;
    for byte in path.bytes() {
        match byte {
            b'\n' => is_first = true,
            b':' if is_first => return true,
            b'/' | b':' => is_first = false,
            _ => {}
        }
    }
    false
}

/// `/./` and `/x/../` resolved, by the rules and in the order of `Addressable::URI.normalize_path`.
fn remove_dot_segments(path: &mut String) {
    while path.contains("/.") || path.starts_with('.') {
        if remove_single_dots(path)
            || remove_parent(path)
            || remove_leading_dots(path)
            || remove_prefixed_dots(path)
        {
            continue;
        }
        return;
    }
}

fn remove_single_dots(path: &mut String) -> bool {
    let mut out = String::with_capacity(path.len());
    let mut rest = path.as_str();
    while let Some(at) = rest.find("/.") {
        let after = &rest[at + 2..];
        if let Some(after) = after.strip_prefix('/') {
            out.push_str(&rest[..=at]);
            rest = after;
        } else if after.is_empty() {
            out.push_str(&rest[..=at]);
            rest = "";
        } else {
            out.push_str(&rest[..at + 1]);
            rest = &rest[at + 1..];
        }
    }
    out.push_str(rest);
    let changed = out.len() != path.len();
    *path = out;
    changed
}

fn remove_parent(path: &mut String) -> bool {
    let mut from = 0;
    while let Some(at) = path[from..].find("/..") {
        let slash = from + at;
        let after = &path[slash + 3..];
        let Some(start) = path[..slash].rfind('/') else {
            from = slash + 1;
            continue;
        };
        if after.starts_with('/') {
            let pattern = path[start..slash + 4].to_string();
            let mut replaced = path.replace(&pattern, "/");
            if let Some(head) = replaced.strip_suffix("//..") {
                replaced = format!("{head}/");
            }
            *path = replaced;
            return true;
        }
        if after.is_empty() {
            let pattern = path[start..].to_string();
            let mut replaced = path.replace("///../", "/");
            if let Some(head) = replaced.strip_suffix(&pattern) {
                replaced = format!("{head}/");
            }
            *path = replaced;
            return true;
        }
        from = slash + 1;
    }
    false
}

fn remove_leading_dots(path: &mut String) -> bool {
    let rest = match path.strip_prefix("..").or_else(|| path.strip_prefix('.')) {
        Some(rest) => rest,
        None => return false,
    };
    let rest = rest.strip_prefix('/').unwrap_or(rest).to_string();
    *path = rest;
    true
}

fn remove_prefixed_dots(path: &mut String) -> bool {
    for prefix in ["/../", "/./"] {
        if let Some(rest) = path.strip_prefix(prefix) {
            *path = format!("/{rest}");
            return true;
        }
    }
    let mut rest = path.as_str();
    while let Some(after) = rest.strip_prefix("/..").or_else(|| rest.strip_prefix("/.")) {
        rest = after;
    }
    if rest.len() < path.len() && (rest.is_empty() || rest == "/") {
        *path = "/".to_string();
        return true;
    }
    false
}

fn normalized_host(host: &str) -> String {
    let host = strip(host);
    if host.is_empty() {
        return String::new();
    }
    let bytes = unencode(host.to_lowercase().as_bytes(), false);
    let mut out = match String::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => text,
        Ok(text) => {
            let parts: Vec<String> = text.to_lowercase().split('.').map(ascii_label).collect();
            parts.join(".").trim_end_matches('.').to_string()
        }
        Err(e) => return encode_component(e.as_bytes(), Class::Host),
    };
    if out.ends_with('.') && out.len() > 1 && !out.ends_with("..") {
        out.pop();
    }
    normalize_component(&out, Class::Host)
}

fn ascii_label(label: &str) -> String {
    if label.is_ascii() {
        return label.to_string();
    }
    format!("xn--{}", punycode(&compatibility_form(label)))
}

/// The Punycode of a label (RFC 3492).
fn punycode(label: &str) -> String {
    let digit = |d: u32| {
        char::from(if d < 26 {
            b'a' + d as u8
        } else {
            b'0' + (d as u8 - 26)
        })
    };
    let input: Vec<u32> = label.chars().map(u32::from).collect();
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let basic = out.len() as u32;
    let mut handled = basic;
    if basic > 0 {
        out.push('-');
    }
    let (mut n, mut delta, mut bias) = (128u32, 0u32, 72u32);
    while (handled as usize) < input.len() {
        let Some(next) = input.iter().copied().filter(|&c| c >= n).min() else {
            break;
        };
        delta = delta.saturating_add((next - n).saturating_mul(handled + 1));
        n = next;
        for &c in &input {
            if c < n {
                delta = delta.saturating_add(1);
            }
            if c != n {
                continue;
            }
            let mut q = delta;
            let mut k = 36;
            loop {
                let t = if k <= bias { 1 } else { (k - bias).min(26) };
                if q < t {
                    break;
                }
                out.push(digit(t + (q - t) % (36 - t)));
                q = (q - t) / (36 - t);
                k += 36;
            }
            out.push(digit(q));
            bias = adapt(delta, handled + 1, handled == basic);
            delta = 0;
            handled += 1;
        }
        delta += 1;
        n += 1;
    }
    out
}

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= 35;
        k += 36;
    }
    k + 36 * delta / (delta + 38)
}

/// Unicode form KC by the tables that Addressable ships: those of Unicode 3, so that what came later stays.
fn compatibility_form(text: &str) -> String {
    let mut chars: Vec<char> = Vec::with_capacity(text.len());
    for c in text.chars() {
        if c == '\u{F951}' {
            chars.push('\u{96FB}');
        } else if c.is_ascii() || in_ranges(LATER, c) {
            chars.push(c);
        } else {
            decompose_compatible(c, |d| chars.push(d));
        }
    }
    sort_canonical(&mut chars);
    let Some(&first) = chars.first() else {
        return String::new();
    };
    let composes = combining_class(first) == 0;
    let mut out = String::with_capacity(text.len());
    let mut starter = first;
    for &c in &chars[1..] {
        match compose(starter, c) {
            Some(composite) if composes && !in_ranges(LATER, composite) => starter = composite,
            _ => {
                out.push(starter);
                starter = c;
            }
        }
    }
    out.push(starter);
    out
}

/// Runs of combining characters in the order of their classes.
fn sort_canonical(chars: &mut [char]) {
    let mut i = 0;
    while i < chars.len() {
        let end = i + chars[i..]
            .iter()
            .take_while(|&&c| combining_class(c) != 0)
            .count();
        if end > i {
            chars[i..end].sort_by_key(|&c| combining_class(c));
            i = end;
        } else {
            i += 1;
        }
    }
}

fn combining_class(c: char) -> u8 {
    if in_ranges(COMBINING, c) {
        canonical_combining_class(c)
    } else {
        0
    }
}

fn in_ranges(ranges: &[(u32, u32)], c: char) -> bool {
    let c = u32::from(c);
    let at = ranges.partition_point(|&(_, last)| last < c);
    ranges.get(at).is_some_and(|&(first, _)| first <= c)
}

/// What has a decomposition today and had none in Unicode 3.
#[rustfmt::skip]
const LATER: &[(u32, u32)] = &[
    (0x3F4, 0x3F5),
    (0x3F9, 0x3F9),
    (0x10FC, 0x10FC),
    (0x1D2C, 0x1D2E),
    (0x1D30, 0x1D3A),
    (0x1D3C, 0x1D4D),
    (0x1D4F, 0x1D6A),
    (0x1D78, 0x1D78),
    (0x1D9B, 0x1DBF),
    (0x2047, 0x2047),
    (0x2057, 0x2057),
    (0x205F, 0x205F),
    (0x2071, 0x2071),
    (0x2090, 0x209C),
    (0x213B, 0x2140),
    (0x2145, 0x2149),
    (0x2150, 0x2152),
    (0x2189, 0x2189),
    (0x2A0C, 0x2A0C),
    (0x2A74, 0x2A76),
    (0x2ADC, 0x2ADC),
    (0x2C7C, 0x2C7D),
    (0x2D6F, 0x2D6F),
    (0x309F, 0x309F),
    (0x30FF, 0x30FF),
    (0x321D, 0x321E),
    (0x3244, 0x3247),
    (0x3250, 0x325F),
    (0x327C, 0x327E),
    (0x32B1, 0x32BF),
    (0x32CC, 0x32CF),
    (0x32FF, 0x32FF),
    (0x3377, 0x337A),
    (0x33DE, 0x33DF),
    (0x33FF, 0x33FF),
    (0xA69C, 0xA69D),
    (0xA770, 0xA770),
    (0xA7F2, 0xA7F4),
    (0xA7F8, 0xA7F9),
    (0xAB5C, 0xAB5F),
    (0xAB69, 0xAB69),
    (0xFA2E, 0xFA6D),
    (0xFA70, 0xFAD9),
    (0xFB1D, 0xFB1D),
    (0xFDFC, 0xFDFC),
    (0xFE10, 0xFE19),
    (0xFE47, 0xFE48),
    (0xFF5F, 0xFF60),
    (0x10781, 0x10785),
    (0x10787, 0x107B0),
    (0x107B2, 0x107BA),
    (0x1109A, 0x1109A),
    (0x1109C, 0x1109C),
    (0x110AB, 0x110AB),
    (0x1112E, 0x1112F),
    (0x1134B, 0x1134C),
    (0x114BB, 0x114BC),
    (0x114BE, 0x114BE),
    (0x115BA, 0x115BB),
    (0x11938, 0x11938),
    (0x1CCD6, 0x1CCF9),
    (0x1D15E, 0x1D164),
    (0x1D1BB, 0x1D1C0),
    (0x1D400, 0x1D454),
    (0x1D456, 0x1D49C),
    (0x1D49E, 0x1D49F),
    (0x1D4A2, 0x1D4A2),
    (0x1D4A5, 0x1D4A6),
    (0x1D4A9, 0x1D4AC),
    (0x1D4AE, 0x1D4B9),
    (0x1D4BB, 0x1D4BB),
    (0x1D4BD, 0x1D4C3),
    (0x1D4C5, 0x1D505),
    (0x1D507, 0x1D50A),
    (0x1D50D, 0x1D514),
    (0x1D516, 0x1D51C),
    (0x1D51E, 0x1D539),
    (0x1D53B, 0x1D53E),
    (0x1D540, 0x1D544),
    (0x1D546, 0x1D546),
    (0x1D54A, 0x1D550),
    (0x1D552, 0x1D6A5),
    (0x1D6A8, 0x1D7CB),
    (0x1D7CE, 0x1D7FF),
    (0x1E030, 0x1E06D),
    (0x1EE00, 0x1EEFF),
    (0x1F100, 0x1F10A),
    (0x1F110, 0x1F12E),
    (0x1F130, 0x1F14F),
    (0x1F16A, 0x1F16C),
    (0x1F190, 0x1F190),
    (0x1F200, 0x1F202),
    (0x1F210, 0x1F23B),
    (0x1F240, 0x1F248),
    (0x1F250, 0x1F251),
    (0x1FBF0, 0x1FBF9),
    (0x2F800, 0x2FA1D),
];

/// What had a combining class in Unicode 3.
#[rustfmt::skip]
const COMBINING: &[(u32, u32)] = &[
    (0x300, 0x34E),
    (0x360, 0x362),
    (0x483, 0x486),
    (0x591, 0x5A1),
    (0x5A3, 0x5B9),
    (0x5BB, 0x5BD),
    (0x5BF, 0x5BF),
    (0x5C1, 0x5C2),
    (0x5C4, 0x5C4),
    (0x64B, 0x655),
    (0x670, 0x670),
    (0x6D6, 0x6DC),
    (0x6DF, 0x6E4),
    (0x6E7, 0x6E8),
    (0x6EA, 0x6ED),
    (0x711, 0x711),
    (0x730, 0x74A),
    (0x93C, 0x93C),
    (0x94D, 0x94D),
    (0x951, 0x954),
    (0x9BC, 0x9BC),
    (0x9CD, 0x9CD),
    (0xA3C, 0xA3C),
    (0xA4D, 0xA4D),
    (0xABC, 0xABC),
    (0xACD, 0xACD),
    (0xB3C, 0xB3C),
    (0xB4D, 0xB4D),
    (0xBCD, 0xBCD),
    (0xC4D, 0xC4D),
    (0xC55, 0xC56),
    (0xCCD, 0xCCD),
    (0xD4D, 0xD4D),
    (0xDCA, 0xDCA),
    (0xE38, 0xE3A),
    (0xE48, 0xE4B),
    (0xEB8, 0xEB9),
    (0xEC8, 0xECB),
    (0xF18, 0xF19),
    (0xF35, 0xF35),
    (0xF37, 0xF37),
    (0xF39, 0xF39),
    (0xF71, 0xF72),
    (0xF74, 0xF74),
    (0xF7A, 0xF7D),
    (0xF80, 0xF80),
    (0xF82, 0xF84),
    (0xF86, 0xF87),
    (0xFC6, 0xFC6),
    (0x1037, 0x1037),
    (0x1039, 0x1039),
    (0x17D2, 0x17D2),
    (0x18A9, 0x18A9),
    (0x20D0, 0x20DC),
    (0x20E1, 0x20E1),
    (0x302A, 0x302F),
    (0x3099, 0x309A),
    (0xFB1E, 0xFB1E),
    (0xFE20, 0xFE23),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalizes_as_addressable_does() {
        for (uri, normal) in [
            (
                "/a b/../ü%2f?q=a b%2bc&d#x y",
                "/%C3%BC%2F?q=a%20b%2Bc&d#x%20y",
            ),
            ("//CDN.com:80/x", "//cdn.com:80/x"),
            ("http://Bücher.DE:80", "http://xn--bcher-kva.de/"),
            ("/a/./b/../../c/..", "/"),
            ("/%E2%84%AB", "/%C3%85"),
            ("/x;y:z@", "/x;y:z@"),
            ("feed:http://a/b c", "http://a/b%20c"),
        ] {
            let found = Uri::parse(uri).and_then(|parsed| parsed.normalize());
            assert_eq!(found.unwrap(), normal);
        }
    }

    #[test]
    fn refuses_in_addressables_words() {
        for (uri, message) in [
            ("12:30", "Invalid scheme format: '12'"),
            ("//a b/", "Invalid character in host: 'a b'"),
            ("http://a:x/", "Invalid port number: \"x\""),
            (
                "http://",
                "Absolute URI missing hierarchical segment: 'http://'",
            ),
        ] {
            assert_eq!(Uri::parse(uri).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn components_are_composed_by_old_tables() {
        for (text, normal) in [
            ("foo, bar \\baz?", "foo,%20bar%20%5Cbaz?"),
            ("a%20b", "a%20b"),
            ("ﬁ ½", "fi%201%E2%81%842"),
        ] {
            assert_eq!(normalize_component(text, Class::Uri), normal);
        }
    }
}
