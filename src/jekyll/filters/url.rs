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
        Ok(UrlBase {
            url: text("url")?,
            baseurl,
        })
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
