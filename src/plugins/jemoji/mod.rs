//! jemoji 0.13.0: `:cat:` becomes a picture in finished HTML (`Jekyll::Emoji`).

mod names;

use super::html::{self, Kind, Tree};
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::path;
use crate::jekyll::plugin::{Event, Hooked, Hooks, Owner, Plugin};
use crate::jekyll::setup::Setup;
use crate::liquid::Registry;
use crate::value::{Value, no_conversion, no_method};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Jemoji;

/// Text within these elements is left as it is.
const IGNORED: [&str; 3] = ["pre", "code", "tt"];

impl Plugin for Jemoji {
    fn name(&self) -> &str {
        "jemoji"
    }

    /// Its html-pipeline brings ActiveSupport.
    fn register(&self, registry: &mut Registry, _config: &Config) {
        registry.answer_to_blank();
    }

    fn hook(&self, hooks: &mut Hooks, _config: &Config) {
        for owner in [Owner::Pages, Owner::Documents] {
            hooks.register(owner, Event::PostRender, Hooks::NORMAL, emojify);
        }
    }
}

fn emojify(document: &mut Hooked<'_>) -> Result<()> {
    if next_emoji(document.text, 0).is_none() || !document.is_html()? {
        return Ok(());
    }
    let root = root(document.setup)?;
    let changed = match html::body_of(document.text, true) {
        Some((head, body, rest)) => Some([head, &with_pictures(body, &root)?, rest].concat()),
        None if document.text.contains("<body") => None,
        None => Some(with_pictures(document.text, &root)?),
    };
    if let Some(changed) = changed {
        *document.text = html::in_encoding(changed, document.us_ascii);
    }
    Ok(())
}

/// Where the pictures lie (`Emoji.emoji_src`).
fn root(setup: &Setup) -> Result<Value> {
    match setup.config.get("emoji") {
        Value::Hash(config) => {
            if let Some(given) = config.get_str("src") {
                return Ok(given.clone());
            }
        }
        Value::Nil if setup.config.entries().get_str("emoji").is_none() => {}
        other => return Err(no_method(other, "key?")),
    }
    let host = setup.environment.get("ASSET_HOST_URL").unwrap_or_default();
    let host = match host {
        "" => "https://github.githubassets.com",
        host => host.strip_suffix('/').unwrap_or(host),
    };
    Ok(Value::from(format!("{host}/images/icons/")))
}

fn with_pictures(html: &str, root: &Value) -> Result<String> {
    let mut tree = html::parse(html);
    for node in tree.descendants(Tree::ROOT) {
        let (Kind::Text(text) | Kind::Raw(text)) = tree.kind(node) else {
            continue;
        };
        if !text.contains(':') || tree.ancestors(node).any(|name| IGNORED.contains(&name)) {
            continue;
        }
        if let Some(replaced) = replaced(text, root)? {
            html::replace(&mut tree, node, &replaced);
        }
    }
    Ok(tree.to_html())
}

/// The text with pictures; none where there are no emoji in it.
fn replaced(text: &str, root: &Value) -> Result<Option<String>> {
    let mut out = String::new();
    let mut from = 0;
    while let Some((start, end, picture)) = next_emoji(text, from) {
        out.push_str(&text[from..start]);
        let shown = &text[start..end];
        let Value::Str(root) = root else {
            return Err(no_conversion(root, "String"));
        };
        let address = path::join(root, &format!("emoji/unicode/{picture}.png"));
        out.push_str(&format!(
            "<img class=\"emoji\" title=\"{shown}\" alt=\"{shown}\" src=\"{address}\" \
             height=\"20\" width=\"20\">"
        ));
        from = end;
    }
    Ok((from > 0).then(|| out + &text[from..]))
}

/// Where the next emoji begins and ends, its colons with it, and the name of its picture.
fn next_emoji(text: &str, from: usize) -> Option<(usize, usize, &'static str)> {
    let mut colons = memchr::memchr_iter(b':', &text.as_bytes()[from..]).map(|at| from + at);
    let mut start = colons.next()?;
    for end in colons {
        if end - start <= names::LONGEST + 1
            && let Some(picture) = names::picture(&text[start + 1..end])
        {
            return Some((start, end + 1, picture));
        }
        start = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::next_emoji;

    #[test]
    fn emoji_stand_between_colons() {
        let found = next_emoji("a :none:cat: 10:30", 0);
        assert_eq!(found, Some((7, 12, "1f431")));
        assert_eq!(next_emoji(":octocat: ::", 0), None);
    }
}
