//! jekyll-gist 1.5.0: `{% gist %}` (`Jekyll::Gist::GistTag`). The text for readers without JavaScript, which the gem
//! fetches from the network, is left out, as the gem does where the network does not answer.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::address;
use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::log::Level;
use crate::jekyll::plugin::Plugin;
use crate::jekyll::render::Registers;
use crate::liquid::{Context, ParseContext, Registry, Tag, TagMarkup, to_s};
use crate::text::{is_space_char, strip};
use crate::value::Value;

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Gist;

impl Plugin for Gist {
    fn name(&self) -> &str {
        "jekyll-gist"
    }

    fn register(&self, registry: &mut Registry, config: &Config) {
        let has_noscript = !matches!(config.below("gist", "noscript"), Value::Bool(false));
        registry.tag(
            "gist",
            move |tag: TagMarkup<'_>, _: &mut ParseContext<'_>| {
                Ok(Box::new(GistTag {
                    markup: tag.markup.to_string(),
                    has_noscript,
                }) as Box<dyn Tag>)
            },
        );
    }
}

/// `{% gist %}`
struct GistTag {
    markup: String,
    has_noscript: bool,
}

impl Tag for GistTag {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let Some((id, file)) = arguments(strip(&self.markup)) else {
            return Err(self.refusal());
        };
        let (id, file) = (variable_or_text(id, cx)?, variable_or_text(file, cx)?);
        if self.has_noscript {
            let address = format!("https://gist.githubusercontent.com/{id}/raw/{file}");
            if address::check(&address).is_err() {
                // what the gem would rescue there is a class that Ruby 3 has no longer
                let message = "uninitialized constant Jekyll::Gist::GistTag::TimeoutError";
                return Err(Error::ruby("NameError", message));
            }
            let log = Registers::of(cx)?.log();
            let failed = format!("The <noscript> tag for your gist {id} ");
            log.warn("Warning:", &failed);
            log.warn("", "could not be generated. This will affect users who do ");
            log.warn("", "not have JavaScript enabled in their browsers.");
            // what the last warning returns stands for the text: whether it was printed
            let _ = write!(out, "{}", log.takes(Level::Warn));
        }
        out.push_str("<script src=\"https://gist.github.com/");
        out.push_str(&id);
        out.push_str(".js");
        if !file.is_empty() {
            out.push_str("?file=");
            out.push_str(&file);
        }
        out.push_str("\"> </script>");
        Ok(())
    }
}

impl GistTag {
    fn refusal(&self) -> Error {
        let markup = &self.markup;
        Error::ruby(
            "ArgumentError",
            format!(
                "  Syntax error in tag 'gist' while parsing the following markup:\n\n    {markup}\n\n  \
                 Valid syntax:\n    {{% gist user/1234567 %}}\n    {{% gist user/1234567 foo.js %}}\n    \
                 {{% gist 28949e1d5ee2273f9fd3 %}}\n    {{% gist 28949e1d5ee2273f9fd3 best.md %}}\n"
            ),
        )
    }
}

/// The gist and the file in it: `\A(\S+|.*(?=/).+)\s?(\S*)\Z`.
fn arguments(markup: &str) -> Option<(&str, &str)> {
    let end = markup.find(is_space_char).unwrap_or(markup.len());
    let (id, rest) = markup.split_at(end);
    let file = rest.strip_prefix(is_space_char).unwrap_or(rest);
    if !id.is_empty() && !file.contains(is_space_char) {
        return Some((id, file));
    }
    let is_path = markup.contains('/') && !markup.contains('\n');
    (is_path && !markup.ends_with('/')).then_some((markup, ""))
}

/// The value of a variable of this name, or the name itself.
fn variable_or_text<'a>(name: &'a str, cx: &Context<'_>) -> Result<Cow<'a, str>> {
    if name.is_empty() {
        return Ok(Cow::Borrowed(""));
    }
    match cx.evaluate(name)? {
        Value::Nil => Ok(Cow::Borrowed(name)),
        value => Ok(Cow::Owned(to_s(&value)?.into_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::arguments;

    #[test]
    fn arguments_are_parted_as_the_gem_parts_them() {
        assert_eq!(arguments("user/1 foo.js"), Some(("user/1", "foo.js")));
        assert_eq!(arguments("28949"), Some(("28949", "")));
        assert_eq!(arguments("1 a b"), None);
        assert_eq!(arguments(""), None);
    }
}
