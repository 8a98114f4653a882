//! Jekyll's own Liquid filters (filters.rb and filters/*.rb), registered on top of Liquid's.

mod date;
mod json;
mod list;
pub(crate) mod property;
pub(crate) mod ruby;
mod text;
pub(crate) mod uri;
mod url;
pub(crate) mod where_index;

pub(crate) use url::UrlBase;

use std::borrow::Cow;

use crate::error::Result;
use crate::jekyll::render::Registers;
use crate::liquid::{Context, Registry};
use crate::value::{Value, no_method};

/// Adds all of Jekyll 4.4.1's filters; `sort` and `where` take the place of Liquid's.
pub(crate) fn register(registry: &mut Registry) {
    register_text(registry);
    register_dates(registry);
    register_urls(registry);
    register_lists(registry);
    register_converters(registry);
}

/// The argument at `index`, nil where there is none.
fn arg(args: &[Value], index: usize) -> &Value {
    args.get(index).unwrap_or(&Value::Nil)
}

fn register_text(registry: &mut Registry) {
    registry
        .filter("xml_escape", 0, |input, _, _| text::xml_escape(input))
        .filter("cgi_escape", 0, |input, _, _| text::cgi_escape(input))
        .filter("uri_escape", 0, |input, _, _| text::uri_escape(input))
        .filter("normalize_whitespace", 0, |input, _, _| {
            text::normalize_whitespace(input)
        })
        .filter("number_of_words", 0..=1, |input, args, _| {
            text::number_of_words(input, arg(args, 0))
        })
        .filter("array_to_sentence_string", 0..=1, |input, args, _| {
            text::array_to_sentence_string(input, args.first())
        })
        .filter("to_integer", 0, |input, _, _| text::to_integer(input))
        .filter("inspect", 0, |input, _, _| text::inspect(input))
        .filter("jsonify", 0, |input, _, _| json::jsonify(input))
        .filter("slugify", 0..=1, slugify);
}

fn register_dates(registry: &mut Registry) {
    for (name, month) in [("date_to_string", "%b"), ("date_to_long_string", "%B")] {
        registry.filter(name, 0..=2, move |input, args, cx| {
            date::stringify_date(input, month, [arg(args, 0), arg(args, 1)], cx.clock())
        });
    }
    registry
        .filter("date_to_xmlschema", 0, |input, _, cx| {
            date::date_to_xmlschema(input, cx.clock())
        })
        .filter("date_to_rfc822", 0, |input, _, cx| {
            date::date_to_rfc822(input, cx.clock())
        });
}

fn register_urls(registry: &mut Registry) {
    registry
        .filter("strip_index", 0, |input, _, _| url::strip_index(input))
        .text_filter("relative_url", 0, |input, _, cx, out| {
            with_url(input, cx, |urls, text| urls.write_relative(text, out))
        })
        .text_filter("absolute_url", 0, |input, _, cx, out| {
            with_url(input, cx, |urls, text| urls.write_absolute(text, out))
        });
}

/// The URL of a document, or any other value's text, made relative or absolute and appended; nil stays nil.
fn with_url(
    input: &Value,
    cx: &Context<'_>,
    write: impl FnOnce(&UrlBase, &str) -> Result<()>,
) -> Result<Option<Value>> {
    let registers = Registers::of(cx)?;
    let text = match input {
        Value::Nil => return Ok(Some(Value::Nil)),
        Value::Drop(drop) if crate::jekyll::drops::has_url(&**drop) => Cow::Owned(drop.get("url")?),
        _ => Cow::Borrowed(input),
    };
    write(registers.urls(), &ruby::to_s(&text)?)?;
    Ok(None)
}

fn register_lists(registry: &mut Registry) {
    registry
        .filter("where", 2, list::where_property)
        .scoped_filter("where_exp", 2, list::where_exp)
        .filter("find", 2, list::find_property)
        .scoped_filter("find_exp", 2, list::find_exp)
        .filter("group_by", 1, list::group_by)
        .scoped_filter("group_by_exp", 2, list::group_by_exp)
        .filter("sort", 0..=2, list::sort)
        .changing_filter("pop", 0..=1, |input, args, _| list::pop(input, args))
        .changing_filter("push", 1, |input, args, _| list::push(input, args))
        .changing_filter("shift", 0..=1, |input, args, _| list::shift(input, args))
        .changing_filter("unshift", 1, |input, args, _| list::unshift(input, args))
        .filter("sample", 0..=1, |input, args, _| list::sample(input, args));
}

fn register_converters(registry: &mut Registry) {
    registry
        .filter("markdownify", 0, |input, _, cx| {
            let html = Registers::of(cx)?
                .markdownify(&ruby::to_s(input)?, cx.is_us_ascii_as_text(input))?;
            Ok(Value::from(html))
        })
        .filter("smartify", 0, |input, _, cx| {
            let html =
                Registers::of(cx)?.smartify(&ruby::to_s(input)?, cx.is_us_ascii_as_text(input))?;
            Ok(Value::from(html))
        })
        .filter("sassify", 0, |input, _, cx| {
            Registers::of(cx)?
                .sassify(&ruby::to_s(input)?, false)
                .map(Value::from)
        })
        .filter("scssify", 0, |input, _, cx| {
            Registers::of(cx)?
                .sassify(&ruby::to_s(input)?, true)
                .map(Value::from)
        });
}

/// `slugify`
fn slugify(input: &Value, args: &[Value], cx: &Context<'_>) -> Result<Value> {
    if input.is_nil() {
        return Ok(Value::Nil);
    }
    let mode = match args.first() {
        None | Some(Value::Nil | Value::Bool(false)) => None,
        Some(mode) => Some(mode.as_str().unwrap_or("none")),
    };
    let Value::Str(text) = input else {
        let known = matches!(
            mode,
            None | Some("raw" | "default" | "pretty" | "ascii" | "latin")
        );
        return Err(no_method(input, if known { "gsub" } else { "downcase" }));
    };
    let log = Registers::of(cx)?.log();
    let slug = crate::jekyll::slug::slugify(text, mode, false, log);
    Ok(Value::from(slug))
}
