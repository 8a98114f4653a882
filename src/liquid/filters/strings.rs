//! Filters on text.

use memchr::memmem;

use super::case::{capitalize, downcase, upcase};
use super::{argument, text_or};
use crate::error::{Error, Result};
use crate::liquid::convert::{to_i, to_index, to_integer, to_s};
use crate::liquid::registry::Registry;
use crate::liquid::scan::{is_space, lstrip, rstrip, strip};
use crate::value::{Str, Value};

pub(super) fn register(registry: &mut Registry) {
    registry
        .filter("downcase", 0, |input, _, _| {
            Ok(downcase(&to_s(input)?).into())
        })
        .filter("upcase", 0, |input, _, _| Ok(upcase(&to_s(input)?).into()))
        .filter("capitalize", 0, |input, _, _| {
            Ok(capitalize(&to_s(input)?).into())
        })
        .filter("strip", 0, |input, _, _| map_text(input, strip))
        .filter("lstrip", 0, |input, _, _| map_text(input, lstrip))
        .filter("rstrip", 0, |input, _, _| map_text(input, rstrip))
        .filter("append", 1, |input, args, _| joined(input, &args[0]))
        .filter("prepend", 1, |input, args, _| joined(&args[0], input))
        .filter("slice", 1..=2, |input, args, _| slice(input, args))
        .filter("truncate", 0..=2, |input, args, _| truncate(input, args))
        .filter("truncatewords", 0..=2, |input, args, _| {
            truncate_words(input, args)
        })
        .filter("split", 1, |input, args, _| {
            Ok(split(&to_s(input)?, &to_s(&args[0])?))
        })
        .filter("replace", 1..=2, |input, args, _| {
            replace(input, &args[0], &text_or(args, 1, "")?, usize::MAX)
        })
        .filter("replace_first", 1..=2, |input, args, _| {
            replace(input, &args[0], &text_or(args, 1, "")?, 1)
        })
        .filter("remove", 1, |input, args, _| {
            replace(input, &args[0], "", usize::MAX)
        })
        .filter("remove_first", 1, |input, args, _| {
            replace(input, &args[0], "", 1)
        });
}

fn map_text(input: &Value, map: fn(&str) -> &str) -> Result<Value> {
    let text = to_s(input)?;
    let mapped = map(&text);
    Ok(match input {
        Value::Str(_) if mapped.len() == text.len() => input.clone(),
        _ => mapped.into(),
    })
}

fn joined(first: &Value, second: &Value) -> Result<Value> {
    let (first, second) = (to_s(first)?, to_s(second)?);
    let mut text = Str::with_capacity(first.len() + second.len());
    text.push_str(&first);
    text.push_str(&second);
    Ok(Value::Str(text))
}

/// Characters of text, or items of an array.
fn slice(input: &Value, arguments: &[Value]) -> Result<Value> {
    let offset = to_index(&to_integer(argument(arguments, 0))?);
    let length = match argument(arguments, 1) {
        length if length.is_truthy() => to_index(&to_integer(length)?),
        _ => Ok(1),
    };
    let (offset, length) = (offset?, length?);
    if let Value::Array(array) = input {
        let (start, end) = slice_bounds(array.len(), offset, length).unwrap_or((0, 0));
        return Ok(Value::from(array[start..end].to_vec()));
    }
    let text = to_s(input)?;
    let bounds = match text.is_ascii() {
        true => slice_bounds(text.len(), offset, length),
        false => slice_bounds(text.chars().count(), offset, length)
            .map(|(start, end)| (byte_index(&text, start), byte_index(&text, end))),
    };
    let (start, end) = bounds.unwrap_or((0, 0));
    Ok(text[start..end].into())
}

/// What `slice(offset, length)` takes of so many elements, if it lies within them.
fn slice_bounds(count: usize, offset: i64, length: i64) -> Option<(usize, usize)> {
    let count = i64::try_from(count).ok()?;
    let start = if offset < 0 {
        offset.checked_add(count)?
    } else {
        offset
    };
    if length < 0 || start < 0 || start > count {
        return None;
    }
    let end = start.saturating_add(length).min(count);
    Some((usize::try_from(start).ok()?, usize::try_from(end).ok()?))
}

/// Where the character of this number begins.
fn byte_index(text: &str, character: usize) -> usize {
    text.char_indices()
        .nth(character)
        .map_or(text.len(), |(index, _)| index)
}

fn truncate(input: &Value, arguments: &[Value]) -> Result<Value> {
    if input.is_nil() {
        return Ok(Value::Nil);
    }
    let text = to_s(input)?;
    let length = to_i(&to_integer(arguments.first().unwrap_or(&Value::Int(50)))?)?;
    let ellipsis = text_or(arguments, 1, "...")?;
    if usize::try_from(length)
        .is_ok_and(|length| text.len() <= length || text.chars().count() <= length)
    {
        return Ok(match input {
            Value::Str(_) => input.clone(),
            _ => text.as_ref().into(),
        });
    }
    let kept = length.saturating_sub(ellipsis.chars().count() as i64);
    let end = byte_index(&text, usize::try_from(kept).unwrap_or(0));
    Ok([&text[..end], &ellipsis].concat().into())
}

fn truncate_words(input: &Value, arguments: &[Value]) -> Result<Value> {
    if input.is_nil() {
        return Ok(Value::Nil);
    }
    let text = to_s(input)?;
    let words = to_i(&to_integer(arguments.first().unwrap_or(&Value::Int(15)))?)?;
    // Liquid keeps one word more than it compares with, so a text of exactly so many words gets its ellipsis.
    let last = usize::try_from(words.saturating_sub(1)).unwrap_or(0);
    let mut kept = String::new();
    let mut cut = false;
    for (index, word) in words_of(&text).enumerate() {
        cut = index >= last;
        if index > last {
            break;
        }
        if index > 0 {
            kept.push(' ');
        }
        kept.push_str(word);
    }
    if !cut {
        return Ok(input.clone());
    }
    kept.push_str(&text_or(arguments, 1, "...")?);
    Ok(kept.into())
}

/// `text.split` without a pattern.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_ascii() && is_space(c as u8))
        .filter(|word| !word.is_empty())
}

/// `text.split(pattern)`: empty pieces at the end are left out.
fn split(text: &str, pattern: &str) -> Value {
    let pieces: Vec<Value> = match pattern {
        " " => words_of(text).map(Value::from).collect(),
        "" => {
            let mut buffer = [0; 4];
            text.chars()
                .map(|c| Value::from(&*c.encode_utf8(&mut buffer)))
                .collect()
        }
        _ => {
            let mut pieces: Vec<&str> = text.split(pattern).collect();
            while pieces.last().is_some_and(|piece| piece.is_empty()) {
                pieces.pop();
            }
            pieces.into_iter().map(Value::from).collect()
        }
    };
    pieces.into()
}

/// `gsub` and `sub` with text as pattern; in the replacement `\0`, `\&`, `` \` ``, `\'` and `\\` mean what they mean there.
fn replace(input: &Value, pattern: &Value, replacement: &str, times: usize) -> Result<Value> {
    let text = to_s(input)?;
    let pattern = to_s(pattern)?;
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    for _ in 0..times {
        let Some(found) = memmem::find(&text.as_bytes()[at..], pattern.as_bytes()) else {
            break;
        };
        let start = at + found;
        let end = start + pattern.len();
        out.push_str(&text[copied..start]);
        if replacement.contains('\\') {
            expand(replacement, &text, start, end, &mut out)?;
        } else {
            out.push_str(replacement);
        }
        copied = end;
        at = end;
        if pattern.is_empty() {
            let Some(next) = text[at..].chars().next() else {
                break;
            };
            at += next.len_utf8();
        }
    }
    if copied == 0 && out.is_empty() && matches!(input, Value::Str(_)) {
        return Ok(input.clone());
    }
    out.push_str(&text[copied..]);
    Ok(out.into())
}

/// Writes a replacement whose backslashes have a meaning.
fn expand(replacement: &str, text: &str, start: usize, end: usize, out: &mut String) -> Result<()> {
    let mut rest = replacement;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let Some(escaped) = escape.chars().next() else {
            out.push('\\');
            return Ok(());
        };
        rest = &escape[escaped.len_utf8()..];
        match escaped {
            '0' | '&' => out.push_str(&text[start..end]),
            '1'..='9' => {}
            '`' => out.push_str(&text[..start]),
            '\'' => out.push_str(&text[end..]),
            '\\' => out.push('\\'),
            'k' if rest.starts_with('<') => {
                let message = match rest.find('>') {
                    Some(close) => {
                        let name = &rest[1..close];
                        return Err(Error::ruby(
                            "IndexError",
                            format!("undefined group name reference: {name}"),
                        ));
                    }
                    None => "invalid group name reference format",
                };
                return Err(Error::ruby("RuntimeError", message));
            }
            _ => {
                out.push('\\');
                out.push(escaped);
            }
        }
    }
    out.push_str(rest);
    Ok(())
}
