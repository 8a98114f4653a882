//! `relative_url`, `absolute_url`, `strip_index` (`Jekyll::Filters::URLFilters`), which tags use as well.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::ruby::{no_method, to_s};
use super::uri::Uri;
use crate::error::{Error, Result};
use crate::value::{Hash, Value};

/// What a URL is made with: `url` and `baseurl` of the configuration, printed when they are first asked for, since a
/// plugin may have put there what has to be looked up.
#[derive(Clone, Default)]
pub(crate) struct UrlBase {
    url: Part,
    baseurl: Part,
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
        }
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
        let relative = self.relative(input)?;
        let url = self.url.text()?;
        if url.is_empty() {
            return Ok(relative);
        }
        Uri::parse(&format!("{url}{relative}"))?.normalize()
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
