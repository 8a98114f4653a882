//! What a template remembers from one rendering to the next (`Template#registers`), and the limits of a rendering.

use std::any::{Any, TypeId};
use std::collections::HashMap;

use super::scope::Scope;
use super::template::Template;
use crate::value::{Map, Str};

/// The memory of one template: where its `cycle`s stand, what its `ifchanged`s printed last, how far its loops came for
/// `offset: continue`. It is the caller's: keep it beside the template, and the next rendering goes on counting; hand
/// in a new one, and it starts again. Includes use the memory of the template that calls them.
#[derive(Default)]
pub struct TemplateState {
    /// The positions of cycles whose names are text, and of those with other names.
    pub(crate) cycles: Scope,
    pub(crate) odd_cycles: Map,
    /// Where loops ended, by name.
    pub(crate) offsets: Scope,
    pub(crate) ifchanged: Option<String>,
    pub(crate) partials: HashMap<Str, Template>,
    /// Whether the text that an include of Liquid's own begins with is to be trimmed: what was parsed last says so.
    pub(crate) trim: Option<bool>,
    extensions: HashMap<TypeId, Box<dyn Any + Send>>,
}

impl TemplateState {
    /// No memory yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in what a later rendering of the template has written: it counts, the rest stays.
    pub fn take_in(&mut self, later: TemplateState) {
        self.cycles.take_in(later.cycles);
        self.odd_cycles.extend(later.odd_cycles);
        self.offsets.take_in(later.offsets);
        self.ifchanged = later.ifchanged.or(self.ifchanged.take());
        self.partials.extend(later.partials);
        self.trim = later.trim.or(self.trim);
        self.extensions.extend(later.extensions);
    }

    /// What a tag or filter of the caller's keeps here, made when first asked for.
    pub fn extension<T: Any + Default + Send>(&mut self) -> &mut T {
        let slot = self
            .extensions
            .entry(TypeId::of::<T>())
            .or_insert_with(|| Box::new(T::default()));
        if !slot.is::<T>() {
            *slot = Box::new(T::default());
        }
        slot.downcast_mut().expect("the slot was filled with a T")
    }
}

/// How much a rendering may do (`Liquid::ResourceLimits`); `None` is no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Characters written, counted again at every level of nesting.
    pub render_length: Option<u64>,
    /// Nodes rendered.
    pub render_score: Option<u64>,
    /// Characters and elements kept in variables.
    pub assign_score: Option<u64>,
}

/// What a rendering has used up.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Usage {
    pub(crate) length: u64,
    pub(crate) score: u64,
    pub(crate) assigned: u64,
}

impl Limits {
    pub(crate) fn is_some(&self) -> bool {
        *self != Limits::default()
    }

    pub(crate) fn reached(&self, usage: &Usage) -> bool {
        let over = |limit: Option<u64>, used| limit.is_some_and(|limit| used > limit);
        over(self.render_length, usage.length)
            || over(self.render_score, usage.score)
            || over(self.assign_score, usage.assigned)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::sync::Arc;

    use super::*;
    use crate::error::{Error, Result};
    use crate::liquid::{
        Context, ParseOptions, PartialFiles, Registry, RenderOptions, register_include,
    };
    use crate::value::{Clock, Hash, Value};

    struct OneFile;

    impl PartialFiles for OneFile {
        fn read(&self, name: &str) -> Result<Cow<'_, str>> {
            match name {
                "a" => Ok(Cow::Borrowed("in {{ x }}{% assign y = x %}")),
                _ => Err(Error::liquid(format!("No such template '{name}'"))),
            }
        }
    }

    fn render(template: &str, limits: Limits) -> Result<()> {
        let mut registry = Registry::standard();
        register_include(&mut registry, OneFile);
        let template = Template::parse(template, &ParseOptions::new(Arc::new(registry)))?;
        let list = Value::from(vec![Value::from(1), Value::from("bc")]);
        let mut variables = Map::from_iter([
            (Value::from("x"), Value::from("word")),
            (
                Value::from("h"),
                Value::Hash(Hash::from_iter([("a", list), ("k", Value::Nil)])),
            ),
        ]);
        let (mut state, clock) = (TemplateState::new(), Clock::from_env());
        let mut cx = Context::new(&mut variables, &mut state, &clock).with_options(RenderOptions {
            limits,
            ..RenderOptions::default()
        });
        template.render(&mut cx, &mut String::new())
    }

    /// The least limits of length, score and assignments under which Liquid 4.0.4 renders each template.
    const LEAST: &[(&str, [u64; 3])] = &[
        ("abc", [3, 1, 0]),
        ("{{ x }}", [4, 1, 0]),
        ("é{{ 'éé' }}", [3, 2, 0]),
        ("{% if x %}a{% else %}b{% endif %}c", [3, 3, 0]),
        ("{% for i in (1..10) %}{{ i }}{% endfor %}", [22, 11, 0]),
        ("{% for i in (1..3) %} {% endfor %}", [6, 4, 0]),
        (
            "{% assign a = 'héllo' %}{% assign b = 5 %}{% assign c = x | split: '' %}{% assign d = h %}",
            [0, 4, 21],
        ),
        ("{% capture a %}{{ x }}é{% endcapture %}{{ a }}", [10, 4, 5]),
        (
            "{% for i in (1..3) %}{% for j in (1..3) %}{{ j }}{% break %}{% endfor %}{% endfor %}",
            [9, 10, 0],
        ),
        (
            "{% tablerow i in (1..3) cols:2 %}{{ i }}{% endtablerow %}",
            [119, 4, 0],
        ),
        (
            "{% case x %}{% when 'word' %}a{% when 'b' %}b{% endcase %}{% unless x %}q{% endunless %}",
            [2, 3, 0],
        ),
        (
            "{% comment %}aaa{% endcomment %}{% raw %}{{ a }}{% endraw %}",
            [7, 2, 0],
        ),
        ("{% include 'a' %}{{ x }}", [18, 3, 4]),
        ("{{ x }}{% include 'a' %}", [14, 3, 4]),
        (
            "{% cycle 'a', 'b' %}{% increment n %}{% ifchanged %}q{% endifchanged %}",
            [4, 4, 0],
        ),
        ("a {{- x -}} b", [6, 3, 0]),
        (
            "{% assign f = 1.5 %}{% assign n = nil %}{% assign t = true %}{% assign e = '' %}",
            [0, 4, 3],
        ),
    ];

    #[test]
    fn limits_are_reached_where_ruby_reaches_them() -> Result<()> {
        for (template, [length, score, assigned]) in LEAST {
            let limits = |less: [u64; 3]| Limits {
                render_length: Some(length - less[0]),
                render_score: Some(score - less[1]),
                assign_score: Some(assigned - less[2]),
            };
            render(template, limits([0, 0, 0]))?;
            let used = [*length, *score, *assigned];
            for which in 0..3 {
                if used[which] == 0 {
                    continue;
                }
                let mut less = [0; 3];
                less[which] = 1;
                let error = render(template, limits(less)).expect_err(template);
                assert_eq!(error.to_string(), "Liquid error: Memory limits exceeded");
            }
        }
        Ok(())
    }
}
