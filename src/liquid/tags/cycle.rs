//! `{% cycle 'a', 'b' %}` and `{% cycle name: 'a', 'b' %}` (`Liquid::Cycle`).

use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Result};
use crate::liquid::context::Context;
use crate::liquid::expression::Expression;
use crate::liquid::parse_context::ParseContext;
use crate::liquid::scan::{find_fragment, quoted_string, run, skip_space};
use crate::liquid::scope::Name;
use crate::liquid::tag::{Tag, TagMarkup, Visitor};
use crate::value::Value;

struct Cycle {
    name: Expression,
    /// The name, where the template says it and it is text.
    fixed: Option<Name>,
    variables: Vec<Expression>,
}

pub(super) fn parse(tag: TagMarkup<'_>, _cx: &mut ParseContext<'_>) -> Result<Box<dyn Tag>> {
    let markup = tag.markup;
    if let Some((name_end, rest)) = named(markup.as_bytes()) {
        let variables = variables(&markup[rest..])?;
        return Ok(Box::new(Cycle::new(
            Expression::parse(&markup[..name_end])?,
            variables,
        )));
    }
    if run(markup.as_bytes(), 0) == 0 {
        return Err(Error::syntax(
            "Syntax Error in 'cycle' - Valid syntax: cycle [name :] var [, var2, var3 ...]",
        ));
    }
    let variables = variables(markup)?;
    let name = Expression::Literal(Value::from(unnamed(&variables)?));
    Ok(Box::new(Cycle::new(name, variables)))
}

impl Cycle {
    fn new(name: Expression, variables: Vec<Expression>) -> Self {
        let fixed = name.as_literal().and_then(Value::as_str).map(Name::new);
        Cycle {
            name,
            fixed,
            variables,
        }
    }

    /// Shows the variable at a position, and gives the next position.
    fn step(&self, at: Option<&Value>, cx: &Context<'_>, out: &mut String) -> Result<Value> {
        let at = at
            .and_then(Value::as_int)
            .and_then(|at| usize::try_from(at).ok());
        let at = at.unwrap_or(0);
        match self.variables.get(at) {
            Some(variable) => {
                let value = variable.evaluate(cx)?;
                cx.set_us_ascii(cx.holds_us_ascii(variable, &value));
                value.write_to_s(out)?;
            }
            None => cx.set_us_ascii(true),
        }
        let next = at + 1;
        Ok(Value::from(if next < self.variables.len() {
            next
        } else {
            0
        }))
    }
}

/// `\A(QuotedFragment)\s*\:\s*(.*)`: where the name ends, and where the rest begins.
fn named(bytes: &[u8]) -> Option<(usize, usize)> {
    let colon_at = |end: usize| {
        let colon = skip_space(bytes, end);
        (bytes.get(colon) == Some(&b':')).then(|| (end, skip_space(bytes, colon + 1)))
    };
    if let Some(found) = quoted_string(bytes, 0).and_then(colon_at) {
        return Some(found);
    }
    // The run takes colons too, and gives back as little as it can.
    let mut ends = Vec::new();
    let mut at = 0;
    let run_end = run(bytes, 0);
    while at < run_end {
        at = quoted_string(bytes, at).unwrap_or(at + 1);
        if at == run_end || bytes.get(at) == Some(&b':') {
            ends.push(at);
        }
    }
    ends.into_iter().rev().find_map(colon_at)
}

/// What stands between commas, even commas in quotes; `nil` is left out.
fn variables(markup: &str) -> Result<Vec<Expression>> {
    let mut variables = Vec::new();
    for part in markup.split(',') {
        if let Some((start, end)) = find_fragment(part.as_bytes(), 0) {
            let variable = Expression::parse(&part[start..end])?;
            if !variable.as_literal().is_some_and(Value::is_nil) {
                variables.push(variable);
            }
        }
    }
    Ok(variables)
}

/// The name of a cycle without one: what its values look like. A variable looks like no other.
fn unnamed(variables: &[Expression]) -> Result<String> {
    static UNIQUE: AtomicU64 = AtomicU64::new(0);
    let mut name = String::from("[");
    for variable in variables {
        match variable.as_literal() {
            Some(value) => value.inspect(&mut name)?,
            None => name.push_str(&format!("#<{}>", UNIQUE.fetch_add(1, Ordering::Relaxed))),
        }
        name.push_str(", ");
    }
    Ok(name)
}

impl Tag for Cycle {
    fn render(&self, cx: &mut Context<'_>, out: &mut String) -> Result<()> {
        let name = match &self.fixed {
            Some(name) => Cow::Borrowed(name),
            None => match self.name.evaluate(cx)?.into_owned() {
                Value::Str(name) => Cow::Owned(Name::new(&name)),
                name => {
                    cx.recalled_state();
                    let next = self.step(cx.state().odd_cycles.get(&name), cx, out)?;
                    cx.state_mut().odd_cycles.insert(name, next);
                    return Ok(());
                }
            },
        };
        cx.recalled_state();
        let next = self.step(cx.state().cycles.get(&name), cx, out)?;
        cx.state_mut().cycles.set(&name, next);
        Ok(())
    }

    fn visit(&self, visitor: &mut dyn Visitor) {
        self.name.visit(visitor);
        for variable in &self.variables {
            variable.visit(visitor);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn the_last_colon_of_the_first_run_ends_the_name() {
        assert_eq!(named(b"a: b"), Some((1, 3)));
        assert_eq!(named(b"a:b:c, d"), Some((3, 4)));
        assert_eq!(named(b"\"a\":b:c"), Some((3, 4)));
        assert_eq!(named(b"'a', 'b:c'"), None);
        assert_eq!(named(b"a : b"), Some((1, 4)));
    }
}
