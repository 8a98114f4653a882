//! jekyll-avatar 0.8.0: `{% avatar %}`, the picture of a GitHub user (`Jekyll::Avatar`).

use super::asking::get;
use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::environment::Environment;
use crate::jekyll::plugin::Plugin;
use crate::jekyll::setup::refuse_keyless;
use crate::jekyll::tags::markup::Markup;
use crate::liquid::{Context, ParseContext, Registry, Tag, TagMarkup, to_s};
use crate::text::strip;
use crate::value::{Value, no_method};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Avatar;

impl Plugin for Avatar {
    fn name(&self) -> &str {
        "jekyll-avatar"
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        registry.tag("avatar", parse);
    }
}

fn parse(tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    let markup = strip(tag.markup);
    let size = option(&markup.to_ascii_lowercase(), "size=", |c| {
        c.is_ascii_digit()
    });
    let user = option(markup, "user=", |c| {
        c.is_ascii_alphanumeric() || "_.".contains(c)
    });
    Ok(Box::new(AvatarTag {
        size: size.unwrap_or_else(|| "40".to_string()),
        user: user.map(|user| user.trim_end_matches('.').to_string()),
        markup: Markup::new(markup),
    }))
}

/// The value of an option that stands at the beginning of a word.
fn option(markup: &str, name: &str, is_part: impl Fn(char) -> bool) -> Option<String> {
    markup.match_indices(name).find_map(|(at, _)| {
        let before = markup[..at].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
            return None;
        }
        let rest = &markup[at + name.len()..];
        let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        let cut = rest[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        (end > 0 && !cut).then(|| rest[..end].to_string())
    })
}

/// `{% avatar %}`
struct AvatarTag {
    markup: Markup,
    size: String,
    user: Option<String>,
}

impl AvatarTag {
    fn username(&self, text: &str, cx: &Context<'_>) -> Result<String> {
        if let Some(user) = &self.user {
            let found = look_up(user, cx)?;
            return Ok(match found.is_truthy() {
                true => to_s(&found)?.into_owned(),
                false => user.clone(),
            });
        }
        let name = match text.contains(' ') {
            true => text.split_whitespace().next().unwrap_or(text),
            false => text,
        };
        Ok(name.strip_prefix('@').unwrap_or(name).to_string())
    }
}

/// The value of a variable; of what has no keys Ruby refuses to give a part.
fn look_up(variable: &str, cx: &Context<'_>) -> Result<Value> {
    let (name, keys) = variable.split_once('.').unwrap_or((variable, ""));
    let mut found = cx.evaluate(name).unwrap_or(Value::Nil);
    for key in keys.split('.').filter(|_| !keys.is_empty()) {
        found = match &found {
            Value::Str(text) if text.contains(key) => Value::from(key),
            Value::Nil | Value::Bool(false) => return Err(no_method(&found, "[]")),
            Value::Drop(_) => get(&found, key)?,
            _ => {
                refuse_keyless(&found)?;
                get(&found, key)?
            }
        };
    }
    Ok(found)
}

impl Tag for AvatarTag {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let text = self.markup.render(cx)?;
        let user = self.username(&text, cx)?;
        let environment = Environment::of_process();
        let own_host = environment.get("PAGES_AVATARS_URL").unwrap_or_default();
        let size: u64 = self.size.parse().unwrap_or(u64::MAX);
        let url = |scale: u64| {
            let scaled = match scale {
                1 => self.size.clone(),
                scale => size.saturating_mul(scale).to_string(),
            };
            let path = format!("{user}?v=3&s={scaled}");
            match own_host {
                "" => {
                    let first = format!("{user}?v=3&s={}", self.size);
                    let server = crc32(first.as_bytes()) % 4;
                    format!("https://avatars{server}.githubusercontent.com/{path}")
                }
                host => format!("{}/{path}", host.strip_suffix('/').unwrap_or(host)),
            }
        };
        let set: Vec<String> = (1..=4).map(|x| format!("{} {x}x", url(x))).collect();
        let set = set.join(", ");
        let class = if size < 48 {
            "avatar avatar-small"
        } else {
            "avatar"
        };
        let size = &self.size;
        out.push_str(&format!(
            "<img class=\"{class}\" alt=\"{user}\" width=\"{size}\" height=\"{size}\" \
             data-proofer-ignore=\"true\" "
        ));
        let url = url(1);
        out.push_str(&match text.contains("lazy=true") {
            true => format!("src=\"\" data-src=\"{url}\" data-srcset=\"{set}\" />"),
            false => format!("src=\"{url}\" srcset=\"{set}\" />"),
        });
        Ok(())
    }
}

/// The check sum of zip files.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{crc32, option};

    #[test]
    fn the_check_sum_is_that_of_zlib() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn options_begin_words() {
        let digits = |c: char| c.is_ascii_digit();
        assert_eq!(option("a size=50", "size=", digits).as_deref(), Some("50"));
        assert_eq!(option("a resize=50", "size=", digits), None);
    }
}
