//! jekyll-include-cache 0.2.1: `{% include_cached %}`, an include that is rendered once for the same file and the same
//! parameters (`JekyllIncludeCache::Tag`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::log::Level;
use crate::jekyll::plugin::{Hooks, Plugin, SiteEvent};
use crate::jekyll::render::Registers;
use crate::jekyll::tags::include::IncludeTag;
use crate::liquid::{Context, ParseContext, Registry, Tag, TagMarkup, Visitor};
use crate::value::{Hash, Value};

/// The plugin.
#[derive(Clone, Default)]
pub struct IncludeCache {
    cache: Cache,
}

/// What included files printed, by file and parameters.
type Cache = Arc<Mutex<HashMap<Key, Printed>>>;

/// A file, and what tells the values of its parameters from others.
type Key = (String, Vec<String>);

struct Printed {
    text: String,
    /// What the key was made of, held so that no other drop takes the place of one of these in memory.
    _params: Hash,
}

impl Plugin for IncludeCache {
    fn name(&self) -> &str {
        "jekyll-include-cache"
    }

    fn hook(&self, hooks: &mut Hooks, _config: &Config) {
        let cache = self.cache.clone();
        hooks.register_site(SiteEvent::PreRender, Hooks::NORMAL, move |_| {
            cache.lock().unwrap_or_else(PoisonError::into_inner).clear();
            Ok(())
        });
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        let cache = self.cache.clone();
        registry.tag(
            "include_cached",
            move |tag: TagMarkup<'_>, _: &mut ParseContext<'_>| {
                Ok(Box::new(IncludeCached {
                    include: IncludeTag::parse("include_cached", tag.markup)?,
                    cache: cache.clone(),
                }) as Box<dyn Tag>)
            },
        );
    }
}

/// `{% include_cached %}`
struct IncludeCached {
    include: IncludeTag,
    cache: Cache,
}

impl IncludeCached {
    fn known(&self, key: &Key) -> Option<String> {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.get(key).map(|printed| printed.text.clone())
    }

    /// What the output depends on: the file, and the values in the order of the parameters' names; and the parameters.
    fn key(&self, cx: &mut Context<'_>) -> Result<(Key, Hash)> {
        let file = self.include.file_name(cx)?;
        let inclusion = self.include.inclusion(&file, Registers::of(cx)?)?;
        let path = inclusion.path().to_string();
        let params = self.include.params(cx)?.unwrap_or_default();
        let mut sorted: Vec<(&Value, &Value)> = params.iter().collect();
        sorted.sort_by_key(|(name, _)| name.as_str());
        let values = sorted.iter().map(|(_, value)| shown(value));
        let key = (path, values.collect::<Result<_>>()?);
        Ok((key, params))
    }
}

/// What tells one value from another: drops by their identity.
fn shown(value: &Value) -> Result<String> {
    if let Value::Drop(drop) = value {
        return Ok(format!("{:p}", Arc::as_ptr(drop)));
    }
    let mut shown = String::new();
    value.inspect(&mut shown)?;
    Ok(shown)
}

impl Tag for IncludeCached {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let (key, params) = self.key(cx)?;
        let mut known = self.known(&key);
        let mut may_keep = true;
        if known.is_none() {
            // what a document before this one makes of it counts
            may_keep = Registers::of(cx)?.take_turn();
            known = self.known(&key);
        }
        let log = Registers::of(cx)?.log();
        if log.takes(Level::Debug) {
            let hit = if known.is_some() { "hit" } else { "miss" };
            log.debug(&format!("Include cache {hit}:"), &key.0);
        }
        if let Some(text) = known {
            out.push_str(&text);
            return Ok(());
        }
        let before = out.len();
        self.include.render(cx, out)?;
        if !may_keep {
            return Ok(());
        }
        let text = out.get(before..).unwrap_or_default().to_string();
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let printed = Printed {
            text,
            _params: params,
        };
        cache.insert(key, printed);
        Ok(())
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.include.visit(visitor);
    }
}
