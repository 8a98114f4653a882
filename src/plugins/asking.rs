//! How plugins look at what templates see: variables, properties, filters by their names.
//! What a filter does is said once, where Jekyll's filters are.

use std::borrow::Cow;

use crate::error::{Error, Result};
use crate::jekyll::config::Config;
use crate::jekyll::filters::register as register_filters;
use crate::jekyll::setup::{Setup, refuse_keyless};
use crate::liquid::{Context, Registry, TemplateState, to_liquid, to_s};
use crate::value::{Map, Str, Value, join, no_conversion_of};

/// One of the variables that templates start from: `site`, `page`, `paginator`.
pub(super) fn variable(cx: &Context<'_>, name: &str) -> Result<Value> {
    let value = cx.environment().get(name)?.map(Cow::into_owned);
    Ok(to_liquid(value.unwrap_or_default()))
}

/// `object.key` as a template has it: nil where there is no such thing.
pub(super) fn get(object: &Value, key: &str) -> Result<Value> {
    Ok(to_liquid(match object {
        Value::Hash(hash) => hash.get_str(key).cloned().unwrap_or_default(),
        Value::Drop(drop) => drop.get(key)?,
        _ => Value::Nil,
    }))
}

/// `object.key` as the template of a gem has it on this line: under `strict_variables` it is an error where the object has
/// no such key.
///
/// # Errors
/// `undefined variable KEY`.
pub(super) fn demand(cx: &Context<'_>, object: &Value, key: &str, line: u32) -> Result<Value> {
    let has_it = match object {
        Value::Hash(hash) => hash.get_str(key).is_some(),
        Value::Drop(drop) => drop.has_key(key),
        _ => false,
    };
    if cx.strict_variables() && !has_it {
        let mut error = Error::liquid(format!("undefined variable {key}"));
        error.set_template_line(line);
        return Err(error);
    }
    get(object, key)
}

/// `config[section] && config[section][key]`, as the generators of GitHub Pages ask for their options: false below false.
///
/// # Errors
/// What Ruby says of a section that has no keys.
pub(super) fn option<'a>(config: &'a Config, section: &str, key: &str) -> Result<&'a Value> {
    match config.get(section) {
        off @ Value::Bool(false) => Ok(off),
        given => refuse_keyless(given).map(|()| config.below(section, key)),
    }
}

/// What Ruby's `dig` says of a value that has no keys.
///
/// # Errors
/// TypeError.
pub(super) fn refuse_undiggable(value: &Value) -> Result<()> {
    match value {
        Value::Nil | Value::Hash(_) => Ok(()),
        Value::Array(_) => Err(no_conversion_of("String", "Integer")),
        other => Err(Error::ruby(
            "TypeError",
            format!("{} does not have #dig method", other.class_name()),
        )),
    }
}

/// `object.a.b`
pub(super) fn dig(object: &Value, keys: &[&str]) -> Result<Value> {
    keys.iter()
        .try_fold(object.clone(), |value, key| get(&value, key))
}

/// What a filter makes of a value.
pub(super) fn filter(
    cx: &mut Context<'_>,
    name: &str,
    input: &Value,
    args: &[Value],
) -> Result<Value> {
    let options = cx.parse_options();
    let found = options.and_then(|options| options.registry.find_filter(name).cloned());
    match found {
        Some(found) => found.apply(input, args, cx),
        None => Ok(input.clone()),
    }
}

/// What filters, one after the other, make of a value.
pub(super) fn filters(cx: &mut Context<'_>, names: &[&str], input: &Value) -> Result<Value> {
    let mut value = input.clone();
    for name in names {
        value = filter(cx, name, &value, &[])?;
    }
    Ok(value)
}

/// The text that filters make of a value.
pub(super) fn filtered(cx: &mut Context<'_>, names: &[&str], input: &Value) -> Result<Str> {
    let value = filters(cx, names, input)?;
    Ok(Str::from(&*to_s(&value)?))
}

/// What filters that need no page make of a value, while a site is being generated.
pub(super) fn filtered_early(setup: &Setup, names: &[&str], input: &str) -> Result<String> {
    let mut registry = Registry::standard();
    register_filters(&mut registry);
    let (mut variables, mut state) = (Map::default(), TemplateState::new());
    let mut cx = Context::new(&mut variables, &mut state, &setup.clock);
    let mut value = Value::from(input);
    for name in names {
        if let Some(filter) = registry.find_filter(name) {
            value = filter.apply(&value, &[], &mut cx)?;
        }
    }
    Ok(to_s(&value)?.into_owned())
}

/// Liquid's `default`: the value, or the other where it is nil, false or empty.
pub(super) fn or(value: Value, other: Value) -> Value {
    if !value.is_truthy() || is_empty(&value) {
        other
    } else {
        value
    }
}

/// What `{{ value }}` prints.
pub(super) fn printed(value: &Value) -> Result<Str> {
    if let Value::Array(array) = value {
        let mut out = String::new();
        join(array, "", &mut out)?;
        return Ok(out.into());
    }
    Ok(Str::from(&*to_s(value)?))
}

/// Ruby's `||`.
pub(super) fn or_else(value: Value, other: impl FnOnce() -> Result<Value>) -> Result<Value> {
    if value.is_truthy() {
        Ok(value)
    } else {
        other()
    }
}

/// `value == empty`
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Str(text) => text.is_empty(),
        Value::Array(array) => array.is_empty(),
        Value::Hash(hash) => hash.is_empty(),
        _ => false,
    }
}

/// Whether files with this extension are Markdown (`markdown_ext`).
pub(super) fn is_markdown(config: &Config, extension: &str) -> bool {
    let extension = extension.to_lowercase();
    config
        .text("markdown_ext")
        .split(',')
        .any(|known| extension.strip_prefix('.') == Some(known.to_lowercase().as_str()))
}
