//! `{% assign name = value | filter %}` (`Liquid::Assign`).

use crate::error::{Error, Result};
use crate::liquid::context::Context;
use crate::liquid::parse_context::ParseContext;
use crate::liquid::scan::{signature, skip_space};
use crate::liquid::scope::Name;
use crate::liquid::tag::{Tag, TagMarkup, Visitor};
use crate::liquid::variable::Variable;
use crate::value::Value;

struct Assign {
    to: Name,
    from: Variable,
    /// Whether it changes the variable that it sets.
    changes: bool,
}

pub(super) fn parse(tag: TagMarkup<'_>, cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    let (name, value) = split(tag.markup).ok_or_else(|| {
        Error::syntax("Syntax Error in 'assign' - Valid syntax: assign [var] = [source]")
    })?;
    let (to, from) = (Name::new(name), Variable::parse(value, cx)?);
    Ok(Box::new(Assign {
        changes: from.changes(&to),
        to,
        from,
    }))
}

/// `(VariableSignature+)\s*=\s*(.*)\s*`, wherever it is found first.
fn split(markup: &str) -> Option<(&str, &str)> {
    let bytes = markup.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let end = signature(bytes, start);
        if end == start {
            start += 1;
            continue;
        }
        let equals = skip_space(bytes, end);
        if bytes.get(equals) == Some(&b'=') {
            return Some((
                &markup[start..end],
                &markup[skip_space(bytes, equals + 1)..],
            ));
        }
        start = end;
    }
    None
}

impl Tag for Assign {
    fn render(&self, cx: &mut Context<'_>, _out: &mut String) -> Result<()> {
        if self.changes && !cx.counts_assigned() && self.from.change_assigned(cx, &self.to)? {
            return Ok(());
        }
        let mut value = Value::Nil;
        self.from.evaluate_into(cx, &mut value)?;
        cx.add_assigned(|| score(&value));
        let us_ascii = matches!(value, Value::Str(_)) && cx.is_us_ascii();
        cx.note_us_ascii(&self.to, us_ascii);
        cx.assign(&self.to, value);
        Ok(())
    }

    fn is_blank(&self) -> bool {
        true
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.from.visit(visitor);
        visitor.set(self.to.as_str());
    }
}

/// What a value counts against the limit on assigned things.
fn score(value: &Value) -> u64 {
    const MANY: u64 = 1 << 40;
    let mut score = 0;
    let mut open = vec![value.clone()];
    while let Some(value) = open.pop() {
        score += match &value {
            Value::Str(text) => text.chars().count() as u64,
            Value::Array(array) => {
                open.extend(array.iter().cloned());
                1
            }
            Value::Hash(hash) => {
                for (key, value) in hash.iter() {
                    open.push(Value::from(vec![key.clone(), value.clone()]));
                }
                1
            }
            _ => 1,
        };
        if score > MANY {
            break;
        }
    }
    score
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::split;
    use crate::liquid::{Context, ParseOptions, Registry, RenderOptions, Template, TemplateState};
    use crate::value::{Clock, Map};

    /// Who else holds a list that is added to keeps what it had; what fails changes nothing.
    #[test]
    fn a_list_that_grows_in_place_is_nobody_elses() {
        let source = "{% assign a = 'x y' | split: ' ' %}{% assign b = a %}{% assign a = a | concat: a %}\
                      {% assign a = a | concat: 5 %}{% for i in a %}{% assign a = a | concat: b %}{{ i }}{% endfor %} \
                      {{ a | size }} {{ b | size }}";
        let options = ParseOptions::new(Arc::new(Registry::standard()));
        let template = Template::parse(source, &options).unwrap_or_else(|e| panic!("{e}"));
        let (mut variables, mut state) = (Map::default(), TemplateState::new());
        let (clock, mut out) = (Clock::default(), String::new());
        let options = RenderOptions {
            lenient: true,
            ..RenderOptions::default()
        };
        let cx = Context::new(&mut variables, &mut state, &clock);
        let mut cx = cx.with_options(options);
        template
            .render(&mut cx, &mut out)
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            out,
            "Liquid error (line 1): concat filter requires an array argumentxyxy 12 2"
        );
    }

    #[test]
    fn the_first_name_before_an_equals_sign_is_taken() {
        assert_eq!(split("a = b "), Some(("a", "b ")));
        assert_eq!(split("a b.c[0]=d=e"), Some(("b.c[0]", "d=e")));
        assert_eq!(split("((a) = 1"), Some(("(a)", "1")));
        assert_eq!(split("a b"), None);
    }
}
