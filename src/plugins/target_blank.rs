//! jekyll-target-blank 2.0.2: links that lead to other sites open a page of their own (`Jekyll::TargetBlank`).

use super::address;
use super::html::{self, NodeId, Tree};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::plugin::{Event, Hooked, Hooks, Owner, Plugin};
use crate::value::{Hash, Value};

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
struct Wishes {
    /// The URL of the site.
    site: Value,
    /// The class without which a link is left as it is.
    required_class: Option<String>,
    /// Classes that links get.
    added_classes: Option<String>,
    /// What `rel` gets.
    rel: Vec<String>,
}

impl Wishes {
    fn of(config: &Config) -> Result<Self> {
        let given = match config.get("target-blank") {
            Value::Hash(given) => given.clone(),
            _ => Hash::default(),
        };
        let text = |key: &str| -> Result<Option<String>> {
            match given.get_str(key) {
                Some(value) if value.is_truthy() => Ok(Some(value.to_s()?.into_owned())),
                _ => Ok(None),
            }
        };
        let is_off = |key: &str| matches!(given.get_str(key), Some(Value::Bool(false)));
        let mut rel: Vec<String> = ["noopener", "noreferrer"]
            .into_iter()
            .filter(|word| !is_off(word))
            .map(str::to_string)
            .collect();
        rel.extend(text("rel")?);
        Ok(Wishes {
            site: config.get("url").clone(),
            required_class: text("css_class")?,
            added_classes: text("add_css_classes")?,
            rel,
        })
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
        *document.text = changed;
    }
    Ok(())
}

fn with_targets(html: &str, wishes: &Wishes) -> Result<String> {
    let mut tree = html::parse(html);
    for node in tree.descendants(Tree::ROOT) {
        if tree.name(node) == Some("a") && opens_a_page(&tree, node, wishes)? {
            change(&mut tree, node, wishes);
        }
    }
    Ok(tree.to_html())
}

fn opens_a_page(tree: &Tree, link: NodeId, wishes: &Wishes) -> Result<bool> {
    let Some(href) = tree.attribute(link, "href") else {
        return Ok(false);
    };
    if href.starts_with("mailto:") || !names_a_host(href) {
        return Ok(false);
    }
    let site = match &wishes.site {
        Value::Str(site) => address::host(site)?,
        other => return Err(address::no_address(other)),
    };
    if address::host(href)? == site {
        return Ok(false);
    }
    let has_class = |class: &str| {
        let classes = tree.attribute(link, "class").unwrap_or_default();
        classes.split_ascii_whitespace().any(|own| own == class)
    };
    Ok(wishes.required_class.as_deref().is_none_or(has_class))
}

fn change(tree: &mut Tree, link: NodeId, wishes: &Wishes) {
    tree.set_attribute(link, "target", "_blank");
    let mut rel = tree.attribute(link, "rel").unwrap_or_default().to_string();
    for word in &wishes.rel {
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
}

/// Whether there is an address with a scheme of the web somewhere in the text.
fn names_a_host(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_.!~*'();?:@&=+$,%/".contains(c);
    ["http:", "https:"].iter().any(|scheme| {
        text.match_indices(scheme)
            .any(|(at, _)| text[at + scheme.len()..].starts_with(is_part))
    })
}

#[cfg(test)]
mod tests {
    use super::names_a_host;

    #[test]
    fn hosts_may_be_named_anywhere() {
        assert!(names_a_host("/go?u=http://x"));
        assert!(!names_a_host("ftp://x"));
    }
}
