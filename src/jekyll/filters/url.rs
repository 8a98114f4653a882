//! `relative_url`, `absolute_url`, `strip_index` (`Jekyll::Filters::URLFilters`), which tags use as well.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::ruby::to_s;
use super::uri::Uri;
use crate::error::{Error, Result};
use crate::value::{Hash, Value, no_method};

/// What a URL is made with: `url` and `baseurl` of the configuration, printed when they are first asked for, since a
/// plugin may have put there what has to be looked up.
#[derive(Clone, Default)]
pub(crate) struct UrlBase {
    url: Part,
    baseurl: Part,
    /// What stands before a plain path in `relative_url` and in `absolute_url`, where nothing there has to be looked at.
    before: OnceLock<Before>,
}

#[derive(Clone, Default)]
struct Before {
    relative: Option<String>,
    absolute: Option<String>,
}

#[derive(Clone, Default)]
struct Part {
    value: Value,
    text: OnceLock<Result<String>>,
}

impl Part {
    fn text(&self) -> Result<&str> {
        let text = self
            .text
            .get_or_init(|| to_s(&self.value).map(Cow::into_owned));
        text.as_deref().map_err(Error::clone)
    }
}

impl UrlBase {
    /// The bases that a configuration names.
    pub(crate) fn of(config: &Hash) -> UrlBase {
        let part = |key| Part {
            value: config.get_str(key).cloned().unwrap_or_default(),
            text: OnceLock::new(),
        };
        UrlBase {
            url: part("url"),
            baseurl: part("baseurl"),
            before: OnceLock::new(),
        }
    }

    /// What stands before plain paths.
    fn before(&self) -> &Before {
        self.before.get_or_init(|| {
            let site = self.url.text().ok();
            let relative = self.baseurl.text().ok().and_then(|baseurl| {
                let baseurl = baseurl.strip_suffix('/').unwrap_or(baseurl);
                (baseurl.is_empty() || is_plain_path(baseurl)).then(|| baseurl.to_string())
            });
            let site = site.filter(|site| site.is_empty() || is_plain_site(site));
            let absolute = relative
                .as_ref()
                .zip(site)
                .map(|(relative, site)| format!("{site}{relative}"));
            Before { relative, absolute }
        })
    }

    /// Appends what [`UrlBase::relative`] gives.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn write_relative(&self, input: &str, out: &mut String) -> Result<()> {
        if is_plain_path(input)
            && let Some(before) = &self.before().relative
        {
            out.push_str(before);
            out.push_str(input);
            return Ok(());
        }
        out.push_str(&self.relative(input)?);
        Ok(())
    }

    /// Appends what [`UrlBase::absolute`] gives.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn write_absolute(&self, input: &str, out: &mut String) -> Result<()> {
        if is_plain_path(input)
            && let Some(before) = &self.before().absolute
        {
            out.push_str(before);
            out.push_str(input);
            return Ok(());
        }
        out.push_str(&self.absolute(input)?);
        Ok(())
    }

    /// `relative_url`: the baseurl before a path, normalized; a URL with a scheme as it is.
    ///
    /// # Errors
    /// `Addressable::URI::InvalidURIError`
    pub(crate) fn relative(&self, input: &str) -> Result<String> {
        if Uri::parse(input)?.is_absolute() {
            return Ok(input.to_string());
        }
        let baseurl = self.baseurl.text()?;
        let baseurl = baseurl.strip_suffix('/').unwrap_or(baseurl);
        let mut joined = String::with_capacity(baseurl.len() + input.len() + 2);
        for part in [baseurl, input] {
            if !part.is_empty() && !part.starts_with('/') {
                joined.push('/');
            }
            joined.push_str(part);
        }
        Uri::parse(&joined)?.normalize()
    }

    /// `absolute_url`: the site's url before [`UrlBase::relative`].
    ///
    /// # Errors
    /// `Addressable::URI::InvalidURIError`
    pub(crate) fn absolute(&self, input: &str) -> Result<String> {
        if Uri::parse(input)?.is_absolute() {
            return Ok(input.to_string());
        }
        let url = self.url.text()?;
        let relative = self.relative(input)?;
        if url.is_empty() {
            return Ok(relative);
        }
        Uri::parse(&format!("{url}{relative}"))?.normalize()
    }
}

/// Whether a path is its own normal form: letters, digits and `-_~` between single slashes, dots within names.
fn is_plain_path(path: &str) -> bool {
    let (mut refused, mut forbidden) = (0, NOWHERE);
    for byte in path.bytes() {
        let kind = IN_PATH[usize::from(byte)];
        refused |= kind & forbidden;
        forbidden = match byte {
            b'/' => NOWHERE | BEHIND_SLASH,
            _ => NOWHERE,
        };
    }
    path.starts_with('/') && refused == 0
}

/// What may not stand in a plain path.
const NOWHERE: u8 = 1;
/// What may not stand there behind a slash.
const BEHIND_SLASH: u8 = 2;

/// Where a byte may not stand.
const IN_PATH: [u8; 256] = {
    let mut table = [NOWHERE; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() || matches!(byte as u8, b'-' | b'_' | b'~') {
            table[byte] = 0;
        }
        byte += 1;
    }
    table[b'.' as usize] = BEHIND_SLASH;
    table[b'/' as usize] = BEHIND_SLASH;
    table
};

/// Whether a URL is its own normal form, and a path may stand right behind it: `https://example.org`.
fn is_plain_site(url: &str) -> bool {
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let is_label = |label: &str| {
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && !label.starts_with("xn--") && label.bytes().all(is_plain)
    };
    host.is_some_and(|host| host.split('.').all(is_label))
}

/// `strip_index`
pub(super) fn strip_index(input: &Value) -> Result<Value> {
    if to_s(input)?.is_empty() {
        return Ok(Value::Nil);
    }
    let Value::Str(text) = input else {
        return Err(no_method(input, "sub"));
    };
    for (at, found) in text.match_indices("/index.htm") {
        let rest = &text[at + found.len()..];
        for rest in [rest.strip_prefix('l'), Some(rest)].into_iter().flatten() {
            if rest.is_empty() || rest.starts_with('\n') {
                return Ok(Value::from(format!("{}/{rest}", &text[..at])));
            }
        }
    }
    Ok(input.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Map;

    fn base(url: &str, baseurl: &str) -> UrlBase {
        let config: Map = [("url", url), ("baseurl", baseurl)]
            .into_iter()
            .map(|(key, value)| (Value::from(key), Value::from(value)))
            .collect();
        UrlBase::of(&Hash::new(config))
    }

    /// What goes the short way comes out as what is taken apart and put together again.
    #[test]
    fn plain_urls_are_their_own_normal_form() {
        let sites = [
            "",
            "https://a-1.example.org",
            "http://localhost",
            "https://E.org",
            "https://e.org/",
            "//e.org",
        ];
        let paths = [
            "/",
            "/a",
            "/a/b.html",
            "/a.b/c-d_e~/",
            "/.a",
            "/a/./b",
            "/a/..",
            "//a",
            "/a//b",
            "a",
            "",
            "/a b",
            "/\u{e9}",
            "/%7e",
            "/a?b#c",
            "/a:b",
        ];
        let mut short = 0;
        for (site, baseurl) in sites
            .iter()
            .flat_map(|site| ["", "/b", "b", "/b/", "/."].map(|b| (site, b)))
        {
            let base = base(site, baseurl);
            for path in paths {
                let shown =
                    |result: Result<String>| result.unwrap_or_else(|error| error.to_string());
                let written = |write: &dyn Fn(&mut String) -> Result<()>| {
                    let mut out = String::new();
                    write(&mut out).map(|()| out)
                };
                let relative = shown(written(&|out| base.write_relative(path, out)));
                assert_eq!(
                    relative,
                    shown(base.relative(path)),
                    "{site} {baseurl} {path}"
                );
                let absolute = shown(written(&|out| base.write_absolute(path, out)));
                assert_eq!(
                    absolute,
                    shown(base.absolute(path)),
                    "{site} {baseurl} {path}"
                );
                short += usize::from(is_plain_path(path));
            }
        }
        assert!(short > 0);
    }
}
