//! jekyll-target-blank 2.0.2: links that lead to other sites open a page of their own (`Jekyll::TargetBlank`).

use super::html::{self, NodeId, Tree};
use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::plugin::{Event, Hooked, Hooks, Owner, Plugin};
use crate::text::strip;
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
    let Some(address) = tree.attribute(link, "href") else {
        return Ok(false);
    };
    if address.starts_with("mailto:") || !names_a_host(address) {
        return Ok(false);
    }
    let site = match &wishes.site {
        Value::Str(site) => host(site)?,
        other => return Err(bad_address(&other.shown())),
    };
    if host(address)? == site {
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

/// `URI.parse(address).host`
fn host(address: &str) -> Result<Option<&str>> {
    if !address.is_ascii() {
        let mut shown = String::new();
        crate::value::inspect_str(address, &mut shown);
        let shown: String = shown.chars().map(dumped).collect();
        let message = format!("URI must be ascii only {shown}");
        return Err(Error::ruby("URI::InvalidURIError", message));
    }
    let bad = || bad_address(&Value::from(address).shown());
    if !is_address(address) {
        return Err(bad());
    }
    let behind_scheme = match address.find([':', '/', '?', '#']) {
        Some(at) if address[at..].starts_with(':') && is_scheme(&address[..at]) => {
            &address[at + 1..]
        }
        _ => address,
    };
    let Some(authority) = behind_scheme.strip_prefix("//") else {
        return Ok(None);
    };
    let end = authority.find(['/', '?', '#']).unwrap_or(authority.len());
    let authority = &authority[..end];
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    if host.starts_with('[') {
        let end = host.find(']').ok_or_else(bad)?;
        return Ok(Some(&host[..=end]));
    }
    let (host, port) = host.split_once(':').unwrap_or((host, ""));
    if !port.bytes().all(|b| b.is_ascii_digit()) {
        return Err(bad());
    }
    Ok(Some(host))
}

fn bad_address(shown: &str) -> Error {
    Error::ruby(
        "URI::InvalidURIError",
        format!("bad URI(is not URI?): {shown}"),
    )
}

/// A character as `String#dump` has it.
fn dumped(c: char) -> String {
    match c {
        c if c.is_ascii() => c.to_string(),
        c if u32::from(c) > 0xFFFF => format!("\\u{{{:X}}}", u32::from(c)),
        c => format!("\\u{:04X}", u32::from(c)),
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// Whether only characters stand there that an address may have, and percent signs only before two digits.
fn is_address(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    strip(text) == text
        && text.matches('#').count() <= 1
        && bytes.iter().enumerate().all(|(at, &byte)| match byte {
            b'%' => is_digit(at + 1) && is_digit(at + 2),
            b'[' | b']' => text.contains("//["),
            _ => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?#".contains(&byte),
        })
}

#[cfg(test)]
mod tests {
    use super::{host, names_a_host};

    #[test]
    fn hosts_of_addresses() {
        for (address, expected) in [
            ("https://a.example:8080/x", Some("a.example")),
            ("//u@b.example?x", Some("b.example")),
            ("/go?u=http://x", None),
            ("https:opaque", None),
        ] {
            assert_eq!(host(address).ok(), Some(expected), "{address}");
        }
        assert!(host("http://a b").is_err());
        assert!(names_a_host("/go?u=http://x"));
        assert!(!names_a_host("ftp://x"));
    }
}
