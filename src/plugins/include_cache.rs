//! jekyll-include-cache 0.2.1: `{% include_cached %}`, an include that is rendered once for the same file and the same
//! parameters (`JekyllIncludeCache::Tag`).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::jekyll::config::Config;
use crate::jekyll::log::Level;
use crate::jekyll::plugin::{Generator, Plugin};
use crate::jekyll::render::Registers;
use crate::jekyll::site::Site;
use crate::liquid::{Context, Expression, ParseContext, Registry, Tag, TagMarkup, Visitor};
use crate::value::Value;

/// The plugin.
#[derive(Clone, Default)]
pub struct IncludeCache {
    cache: Cache,
}

/// What included files printed, by file and parameters.
type Cache = Arc<Mutex<HashMap<(String, Vec<String>), String>>>;

impl Plugin for IncludeCache {
    fn name(&self) -> &str {
        "jekyll-include-cache"
    }

    fn generators(&self, _config: &Config) -> Vec<Box<dyn Generator>> {
        vec![Box::new(Forget(self.cache.clone()))]
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        let Some(include) = registry.find_tag("include").cloned() else {
            return;
        };
        let cache = self.cache.clone();
        registry.tag(
            "include_cached",
            move |tag: TagMarkup<'_>, cx: &mut ParseContext<'_>| {
                Ok(Box::new(IncludeCached {
                    params: params(tag.markup),
                    include: include.parse(tag, cx)?,
                    cache: cache.clone(),
                    file: file(tag.markup).map(str::to_string),
                }) as Box<dyn Tag>)
            },
        );
    }
}

/// Empties the cache before a build.
struct Forget(Cache);

impl Generator for Forget {
    fn class_name(&self) -> &str {
        "JekyllIncludeCache"
    }

    fn generate(&self, _site: &mut Site) -> Result<()> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        Ok(())
    }
}

/// `{% include_cached %}`
struct IncludeCached {
    include: Box<dyn Tag>,
    /// The file, where no variable names it.
    file: Option<String>,
    params: Vec<(String, Param)>,
    cache: Cache,
}

enum Param {
    Text(String),
    Variable(Expression),
}

/// The name of the file, if it is there outright.
fn file(markup: &str) -> Option<&str> {
    let file = markup.split_ascii_whitespace().next()?;
    (!file.contains("{{") && !file.contains("{%")).then_some(file)
}

/// The parameters in the order of their names.
fn params(markup: &str) -> Vec<(String, Param)> {
    let mut params: Vec<(String, Param)> = Vec::new();
    let mut rest = markup;
    while let Some(at) = rest.find('=') {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let name = rest[..at].trim_end();
        let name = &name[name.rfind(|c| !is_word(c)).map_or(0, |i| i + 1)..];
        let name = name.to_string();
        let value = rest[at + 1..].trim_start();
        let (param, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let text = &value[1..];
                let end = closing(text, quote);
                let behind = text.get(end + 1..).unwrap_or_default();
                (Some(Param::Text(text[..end].to_string())), behind)
            }
            _ => {
                let end = value.find(|c: char| c.is_ascii_whitespace());
                let (variable, behind) = value.split_at(end.unwrap_or(value.len()));
                let variable = Expression::parse(variable).ok();
                (variable.map(Param::Variable), behind)
            }
        };
        if let Some(param) = param {
            params.retain(|(known, _)| *known != name);
            params.push((name, param));
        }
        rest = behind;
    }
    params.sort_by(|(a, _), (b, _)| a.cmp(b));
    params
}

/// Where a quoted text ends.
fn closing(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at,
            _ => {}
        }
    }
    text.len()
}

impl IncludeCached {
    fn known(&self, key: &(String, Vec<String>)) -> Option<String> {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.get(key).cloned()
    }

    /// What the output depends on; nothing where the file is named by a variable.
    fn key(&self, cx: &Context<'_>) -> Result<Option<(String, Vec<String>)>> {
        let Some(file) = &self.file else {
            return Ok(None);
        };
        let path = Registers::of(cx)?.inclusion(file)?.path().to_string();
        let mut values = Vec::with_capacity(self.params.len());
        for (_, param) in &self.params {
            values.push(match param {
                Param::Text(text) => shown(&Value::from(text.as_str()))?,
                Param::Variable(expression) => {
                    let value = expression.evaluate(cx)?;
                    shown(&value)?
                }
            });
        }
        Ok(Some((path, values)))
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
        let Some(key) = self.key(cx)? else {
            return self.include.render(cx, out);
        };
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
        cache.insert(key, text);
        Ok(())
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.include.visit(visitor);
    }
}
