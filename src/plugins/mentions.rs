//! jekyll-mentions 1.6.0: `@user` becomes a link in finished HTML (`Jekyll::Mentions`, `HTML::Pipeline::MentionFilter`).

use super::html::{self, Tree};
use crate::error::{Error, ErrorKind, Result};
use crate::jekyll::config::Config;
use crate::jekyll::plugin::{Event, Hooked, Hooks, Owner, Plugin};
use crate::jekyll::setup::Setup;
use crate::liquid::Registry;
use crate::value::{Value, no_conversion_of, no_method};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mentions;

/// Text within these elements is left as it is.
const IGNORED: [&str; 5] = ["pre", "code", "a", "style", "script"];

/// What the ASCII letters of ligatures, and of the letter ß, begin with.
const LIGATURES: [&[u8]; 5] = [b"ff", b"fi", b"fl", b"ss", b"st"];

/// Names that mean mentioning as such.
const NOBODY: [&str; 4] = ["mention", "mentions", "mentioned", "mentioning"];

impl Plugin for Mentions {
    fn name(&self) -> &str {
        "jekyll-mentions"
    }

    /// Its html-pipeline brings ActiveSupport.
    fn register(&self, registry: &mut Registry, _config: &Config) {
        registry.answer_to_blank();
    }

    fn hook(&self, hooks: &mut Hooks, _config: &Config) {
        for owner in [Owner::Pages, Owner::Documents] {
            hooks.register(owner, Event::PostRender, Hooks::NORMAL, mentionify);
        }
    }
}

fn mentionify(document: &mut Hooked<'_>) -> Result<()> {
    let is_mentionable =
        document.is_html()? && !matches!((document.lookup)("jekyll-mentions")?, Value::Bool(false));
    if !is_mentionable || !document.text.contains('@') {
        return Ok(());
    }
    let own = match document.data {
        Value::Hash(data) => data.get_str("jekyll-mentions"),
        _ => None,
    };
    let config = own.unwrap_or(document.setup.config.get("jekyll-mentions"));
    let base = base(config, document.setup)?;
    let changed = match html::body_of(document.text, true) {
        Some((head, body, rest)) if next_mention(body, 0, !body.is_ascii()).is_some() => {
            Some([head, &with_links(body, &base)?, rest].concat())
        }
        None if !document.text.contains("<body")
            && next_mention(document.text, 0, !document.text.is_ascii()).is_some() =>
        {
            Some(with_links(document.text, &base)?)
        }
        _ => None,
    };
    if let Some(changed) = changed {
        *document.text = html::in_encoding(changed, document.us_ascii);
    }
    Ok(())
}

/// What links begin with (`Mentions.mention_base`).
fn base(config: &Value, setup: &Setup) -> Result<Value> {
    let given = match config {
        Value::Nil => None,
        Value::Str(_) => return Ok(config.clone()),
        Value::Hash(config) => config.get_str("base_url"),
        other => {
            let message = format!(
                "Your jekyll-mentions config has to either be a string or a hash. It's a {} right now.",
                other.class_name()
            );
            return Err(Error::new(ErrorKind::Fatal, message));
        }
    };
    match given {
        Some(Value::Nil | Value::Bool(false)) => return Ok(Value::from("/")),
        Some(base) => return Ok(base.clone()),
        None => {}
    }
    let variable = |name| setup.environment.get(name).unwrap_or_default();
    Ok(match (variable("SSL"), variable("GITHUB_HOSTNAME")) {
        ("", _) | (_, "") => Value::from("https://github.com"),
        (ssl, host) => {
            let scheme = if ssl == "true" { "https://" } else { "http://" };
            Value::from(format!(
                "{scheme}{}",
                host.strip_suffix('/').unwrap_or(host)
            ))
        }
    })
}

fn with_links(html: &str, base: &Value) -> Result<String> {
    let mut tree = html::parse(html);
    for node in tree.descendants(Tree::ROOT) {
        if !tree.is_text(node) {
            continue;
        }
        let text = tree.node_to_html(node);
        if !text.contains('@') || tree.ancestors(node).any(|name| IGNORED.contains(&name)) {
            continue;
        }
        if let Some(linked) = linked(&text, base)? {
            html::replace(&mut tree, node, &linked);
        }
    }
    Ok(tree.to_html())
}

/// The text with links; none where nobody is mentioned.
fn linked(text: &str, base: &Value) -> Result<Option<String>> {
    let mut out = String::new();
    let mut from = 0;
    let mut written = 0;
    let folds = !text.is_ascii();
    while let Some((start, end)) = next_mention(text, from, folds) {
        from = end;
        let name = &text[start..end];
        if NOBODY.iter().any(|word| word.eq_ignore_ascii_case(name)) {
            continue;
        }
        let base = match base {
            Value::Str(base) => base.as_str(),
            Value::Int(_) => return Err(no_conversion_of("String", "Integer")),
            other => return Err(no_method(other, "<<")),
        };
        let slash = if base.ends_with(['/', '~']) { "" } else { "/" };
        out.push_str(&text[written..start - 1]);
        out.push_str(&format!(
            "<a href='{base}{slash}{name}' class='user-mention'>@{name}</a>"
        ));
        written = end;
    }
    Ok((written > 0).then(|| out + &text[written..]))
}

/// Where the next name that is mentioned begins and ends, without its `@`. `folds` is for text that is not ASCII
/// throughout (see [`ends_name`]).
fn next_mention(text: &str, from: usize, folds: bool) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    memchr::memchr_iter(b'@', &bytes[from..])
        .map(|at| from + at)
        .find_map(|at| {
            // what stands before must not belong to the mention before this one
            let is_free = at == 0
                || (at > from && !is_word(bytes[at - 1]))
                || (at == from && bytes[at - 1] == b'\n');
            let start = at + 1;
            let name = &bytes[start..];
            if !is_free || !name.first().is_some_and(|&byte| is_word(byte)) {
                return None;
            }
            let length = name
                .iter()
                .take_while(|&&b| is_word(b) || b == b'-')
                .count();
            ends_name(&name[length..], folds).then_some((start, start + length))
        })
}

/// Whether a name may end before this: at the end of a line, at dots that end a sentence, at any other character but
/// a slash, a letter or a digit. Ruby's expression takes no notice of case: outside of ASCII the ligature `ﬆ` is the same
/// as `st`, so that behind a dot its letters are no letters.
fn ends_name(behind: &[u8], folds: bool) -> bool {
    match behind.first() {
        None | Some(b'\n') => true,
        Some(b'.') => {
            let dots = behind.iter().take_while(|&&byte| byte == b'.').count();
            let next = behind.get(dots);
            let is_ligature = || {
                let letters = behind[dots..].get(..2).map(<[u8]>::to_ascii_lowercase);
                letters.is_some_and(|it| LIGATURES.contains(&&*it))
            };
            dots > 1
                || next.is_none_or(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'_'))
                || (folds && is_ligature())
        }
        Some(&byte) => !(byte == b'/' || byte == b'_' || byte.is_ascii_alphanumeric()),
    }
}

#[cfg(test)]
mod tests {
    use super::linked;

    #[test]
    fn names_that_are_mentioned() {
        let link = |name| format!("<a href='/{name}' class='user-mention'>@{name}</a>");
        for (text, name) in [
            ("@a", Some("a")),
            ("x@a", None),
            ("(@a-b)", Some("a-b")),
            ("@a/b", None),
            ("@a.b", None),
            ("@a.st", None),
            ("가 @a.st", Some("a")),
            ("가 @a.Find", Some("a")),
            ("가 @a.sb", None),
            ("@a. b", Some("a")),
            ("@a.", Some("a")),
            ("@Mentioned", None),
        ] {
            let expected = name.map(|name| text.replace(&format!("@{name}"), &link(name)));
            let linked = linked(text, &"/".into()).unwrap();
            assert_eq!(linked, expected, "{text}");
        }
    }
}
