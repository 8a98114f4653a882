//! `relative_url`, `absolute_url`, `strip_index` (`Jekyll::Filters::URLFilters`), which tags use as well.

use super::ruby::{no_method, to_s};
use super::uri::Uri;
use crate::error::Result;
use crate::value::{Hash, Value};

/// What a URL is made with: `url` and `baseurl` of the configuration.
#[derive(Debug, Clone, Default)]
pub(crate) struct UrlBase {
    url: String,
    baseurl: String,
    /// What stands before a plain path in `relative_url`, if nothing there has to be looked at.
    before_path: Option<String>,
    /// What stands before that in `absolute_url`.
    before_relative: Option<String>,
}

impl UrlBase {
    /// The bases that a configuration names.
    ///
    /// # Errors
    /// Where a value cannot be printed.
    pub(crate) fn of(config: &Hash) -> Result<UrlBase> {
        let text = |key| match config.get_str(key) {
            Some(value) => to_s(value).map(|text| text.into_owned()),
            None => Ok(String::new()),
        };
        let mut baseurl = text("baseurl")?;
        chomp_slash(&mut baseurl);
        let url = text("url")?;
        let before_path = match baseurl.as_str() {
            "" => Some(String::new()),
            path if is_plain_path(path) => Some(path.to_string()),
            _ => None,
        };
        Ok(UrlBase {
            before_relative: (url.is_empty() || is_plain_site(&url)).then(|| url.clone()),
            before_path,
            url,
            baseurl,
        })
    }

    /// Appends what [`UrlBase::relative`] gives.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn write_relative(&self, input: &str, out: &mut String) -> Result<()> {
        match &self.before_path {
            Some(before) if is_plain_path(input) => {
                out.push_str(before);
                out.push_str(input);
            }
            _ => out.push_str(&self.relative(input)?),
        }
        Ok(())
    }

    /// Appends what [`UrlBase::absolute`] gives.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn write_absolute(&self, input: &str, out: &mut String) -> Result<()> {
        match (&self.before_relative, &self.before_path) {
            (Some(site), Some(before)) if is_plain_path(input) => {
                out.push_str(site);
                out.push_str(before);
                out.push_str(input);
            }
            _ => out.push_str(&self.absolute(input)?),
        }
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
        let mut joined = String::with_capacity(self.baseurl.len() + input.len() + 2);
        for part in [self.baseurl.as_str(), input] {
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
        let relative = self.relative(input)?;
        if self.url.is_empty() {
            return Ok(relative);
        }
        Uri::parse(&format!("{}{relative}", self.url))?.normalize()
    }
}

/// Whether a path is its own normal form: letters, digits and `-_~` between single slashes, dots within names.
fn is_plain_path(path: &str) -> bool {
    let mut before = 0;
    path.starts_with('/')
        && path.bytes().all(|byte| {
            let is_plain = match byte {
                b'/' | b'.' => before != b'/',
                _ => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~'),
            };
            before = byte;
            is_plain
        })
}

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

/// `chomp("/")`
fn chomp_slash(text: &mut String) {
    if text.ends_with('/') {
        text.pop();
    }
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
        UrlBase::of(&Hash::new(config)).unwrap()
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
