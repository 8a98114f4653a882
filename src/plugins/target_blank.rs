//! jekyll-target-blank 2.0.2: links that lead to other sites open a page of their own (`Jekyll::TargetBlank`).

use std::cell::OnceCell;

use super::address;
use super::html::{self, NodeId, Tree};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::merge::ruby_to_s;
use crate::jekyll::plugin::{Event, Hooked, Hooks, Owner, Plugin};
use crate::value::{Value, no_conversion, no_conversion_of, no_method};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct TargetBlank;

impl Plugin for TargetBlank {
    fn name(&self) -> &str {
        "jekyll-target-blank"
    }

    fn hook(&self, hooks: &mut Hooks, _config: &Config) {
        for owner in [Owner::Pages, Owner::Documents] {
            hooks.register(owner, Event::PostRender, Hooks::NORMAL, process);
        }
    }
}

/// What the configuration asks for.
struct Wishes<'a> {
    /// The URL of the site.
    site: &'a Value,
    /// Its host, once a link asks for it.
    host: OnceCell<Result<Option<&'a str>>>,
    /// The class without which a link is left as it is.
    required_class: Option<&'a Value>,
    /// Classes that links get.
    added_classes: Option<String>,
    /// What `rel` gets by itself.
    rel: Vec<&'static str>,
    /// What else it gets.
    more_rel: Option<&'a Value>,
}

impl<'a> Wishes<'a> {
    fn of(config: &'a Config) -> Result<Self> {
        let given = match config.get("target-blank") {
            Value::Hash(given) => Some(given),
            Value::Nil => None,
            Value::Array(_) => return Err(no_conversion_of("String", "Integer")),
            other => return Err(no_method(other, "fetch")),
        };
        let wish = |key: &str| given?.get_str(key).filter(|value| value.is_truthy());
        let is_off = |key: &str| {
            matches!(
                given.and_then(|it| it.get_str(key)),
                Some(Value::Bool(false))
            )
        };
        let added_classes = match wish("add_css_classes") {
            Some(classes) => Some(ruby_to_s(classes)?),
            None => None,
        };
        Ok(Wishes {
            site: config.get("url"),
            host: OnceCell::new(),
            required_class: wish("css_class"),
            added_classes,
            rel: ["noopener", "noreferrer"]
                .into_iter()
                .filter(|word| !is_off(word))
                .collect(),
            more_rel: wish("rel"),
        })
    }

    fn site_host(&self) -> Result<Option<&'a str>> {
        let host = self.host.get_or_init(|| match self.site {
            Value::Str(site) => address::host(site),
            other => Err(address::no_address(other)),
        });
        host.clone()
    }
}

fn process(document: &mut Hooked<'_>) -> Result<()> {
    if !document.text.contains("<a") || !document.is_html()? {
        return Ok(());
    }
    let wishes = Wishes::of(&document.setup.config)?;
    let changed = match html::body_of(document.text, false) {
        Some((head, body, rest)) => Some([head, &with_targets(body, &wishes)?, rest].concat()),
        None if document.text.contains("<body") => None,
        None => Some(with_targets(document.text, &wishes)?),
    };
    if let Some(changed) = changed {
        *document.text = html::in_encoding(changed, document.us_ascii);
    }
    Ok(())
}

fn with_targets(html: &str, wishes: &Wishes<'_>) -> Result<String> {
    let mut tree = html::parse(html);
    for node in tree.descendants(Tree::ROOT) {
        if tree.name(node) == Some("a") && opens_a_page(&tree, node, wishes)? {
            change(&mut tree, node, wishes)?;
        }
    }
    Ok(tree.to_html())
}

fn opens_a_page(tree: &Tree, link: NodeId, wishes: &Wishes<'_>) -> Result<bool> {
    let Some(href) = tree.attribute(link, "href") else {
        return Ok(false);
    };
    if href.starts_with("mailto:") || !names_a_host(href) {
        return Ok(false);
    }
    if address::host(href)? == wishes.site_host()? {
        return Ok(false);
    }
    let has_class = |class: &Value| {
        let classes = tree.attribute(link, "class").unwrap_or_default();
        classes
            .split_ascii_whitespace()
            .any(|own| class.as_str() == Some(own))
    };
    Ok(wishes.required_class.is_none_or(has_class))
}

fn change(tree: &mut Tree, link: NodeId, wishes: &Wishes<'_>) -> Result<()> {
    tree.set_attribute(link, "target", "_blank");
    let mut rel = tree.attribute(link, "rel").unwrap_or_default().to_string();
    let more = match wishes.more_rel {
        Some(Value::Str(more)) => Some(more.as_str()),
        Some(other) => return Err(no_conversion(other, "String")),
        None => None,
    };
    for word in wishes.rel.iter().copied().chain(more) {
        if !rel.is_empty() {
            rel.push(' ');
        }
        rel.push_str(word);
    }
    if !rel.is_empty() {
        tree.set_attribute(link, "rel", &rel);
    }
    if let Some(added) = &wishes.added_classes {
        let own = tree.attribute(link, "class").unwrap_or_default();
        let classes = if own.is_empty() {
            added.clone()
        } else {
            format!("{added} {own}")
        };
        tree.set_attribute(link, "class", &classes);
    }
    Ok(())
}

/// Whether there is an address with a scheme of the web somewhere in the text (`URI.regexp`): the scheme alone is one.
fn names_a_host(text: &str) -> bool {
    text.contains("http:") || text.contains("https:")
}

#[cfg(test)]
mod tests {
    use super::names_a_host;

    #[test]
    fn hosts_may_be_named_anywhere() {
        assert!(names_a_host("/go?u=http://x"));
        assert!(names_a_host("http:"));
        assert!(!names_a_host("ftp://x"));
        assert!(!names_a_host("HTTP://x"));
    }
}
