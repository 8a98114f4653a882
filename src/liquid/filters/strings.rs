//! Filters on text.

use std::ops::Range;

use memchr::memmem;

use super::case::{capitalize, downcase, upcase};
use super::{argument, map_text, text_or};
use crate::error::{Error, Result};
use crate::liquid::convert::{to_i, to_index, to_integer, to_s};
use crate::liquid::registry::Registry;
use crate::text::{is_space, lstrip, rstrip, strip};
use crate::value::Value;

pub(super) fn register(registry: &mut Registry) {
    registry
        .text_filter("downcase", 0, |input, _, _, out| {
            map_text(input, out, downcase)
        })
        .text_filter("upcase", 0, |input, _, _, out| map_text(input, out, upcase))
        .text_filter("capitalize", 0, |input, _, _, out| {
            map_text(input, out, capitalize)
        })
        .text_filter("strip", 0, |input, _, _, out| {
            map_text(input, out, |text, out| out.push_str(strip(text)))
        })
        .text_filter("lstrip", 0, |input, _, _, out| {
            map_text(input, out, |text, out| out.push_str(lstrip(text)))
        })
        .text_filter("rstrip", 0, |input, _, _, out| {
            map_text(input, out, |text, out| out.push_str(rstrip(text)))
        })
        .text_filter("append", 1, |input, args, _, out| {
            join(input, &args[0], out)
        })
        .text_filter("prepend", 1, |input, args, _, out| {
            join(&args[0], input, out)
        })
        .text_filter("slice", 1..=2, |input, args, _, out| {
            slice(input, args, out)
        })
        .text_filter("truncate", 0..=2, |input, args, _, out| {
            truncate(input, args, out)
        })
        .text_filter("truncatewords", 0..=2, |input, args, _, out| {
            truncate_words(input, args, out)
        })
        .filter("split", 1, |input, args, _| {
            Ok(split(&to_s(input)?, &to_s(&args[0])?))
        })
        .text_filter("replace", 1..=2, |input, args, _, out| {
            replace(input, &args[0], &text_or(args, 1, "")?, usize::MAX, out)
        })
        .text_filter("replace_first", 1..=2, |input, args, _, out| {
            replace(input, &args[0], &text_or(args, 1, "")?, 1, out)
        })
        .text_filter("remove", 1, |input, args, _, out| {
            replace(input, &args[0], "", usize::MAX, out)
        })
        .text_filter("remove_first", 1, |input, args, _, out| {
            replace(input, &args[0], "", 1, out)
        });
}

fn join(first: &Value, second: &Value, out: &mut String) -> Result<Option<Value>> {
    out.push_str(&to_s(first)?);
    out.push_str(&to_s(second)?);
    Ok(None)
}

/// Characters of text, or items of an array.
fn slice(input: &Value, arguments: &[Value], out: &mut String) -> Result<Option<Value>> {
    let offset = to_integer(argument(arguments, 0))?;
    let length = match argument(arguments, 1) {
        length if length.is_truthy() => to_integer(length)?,
        _ => Value::Int(1),
    };
    let (offset, length) = (to_index(&offset)?, to_index(&length)?);
    if let Value::Array(array) = input {
        let (start, end) = slice_bounds(array.len(), offset, length).unwrap_or((0, 0));
        return Ok(Some(Value::from(array[start..end].to_vec())));
    }
    let text = to_s(input)?;
    let bounds = match text.is_ascii() {
        true => slice_bounds(text.len(), offset, length),
        false => slice_bounds(text.chars().count(), offset, length)
            .map(|(start, end)| (byte_index(&text, start), byte_index(&text, end))),
    };
    let (start, end) = bounds.unwrap_or((0, 0));
    out.push_str(&text[start..end]);
    Ok(None)
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

fn truncate(input: &Value, arguments: &[Value], out: &mut String) -> Result<Option<Value>> {
    if input.is_nil() {
        return Ok(Some(Value::Nil));
    }
    let text = to_s(input)?;
    let length = to_i(&to_integer(arguments.first().unwrap_or(&Value::Int(50)))?)?;
    let ellipsis = text_or(arguments, 1, "...")?;
    let fits = |length| text.len() <= length || text.chars().count() <= length;
    if usize::try_from(length).is_ok_and(fits) {
        out.push_str(&text);
        return Ok(None);
    }
    let kept = length.saturating_sub(ellipsis.chars().count() as i64);
    let end = byte_index(&text, usize::try_from(kept).unwrap_or(0));
    out.push_str(&text[..end]);
    out.push_str(&ellipsis);
    Ok(None)
}

fn truncate_words(input: &Value, arguments: &[Value], out: &mut String) -> Result<Option<Value>> {
    if input.is_nil() {
        return Ok(Some(Value::Nil));
    }
    let text = to_s(input)?;
    let words = to_i(&to_integer(arguments.first().unwrap_or(&Value::Int(15)))?)?;
    // Liquid keeps one word more than it compares with, so a text of exactly so many words gets its ellipsis.
    let last = usize::try_from(words.saturating_sub(1)).unwrap_or(0);
    let mut kept = words_of(&text).take(last.saturating_add(1));
    let Some(mut run) = kept.next() else {
        return Ok(Some(input.clone()));
    };
    let begin = out.len();
    let mut count = 1;
    for word in kept {
        count += 1;
        // Words that stand one blank apart are copied together.
        if word.start != run.end + 1 || text.as_bytes()[run.end] != b' ' {
            out.push_str(&text[run]);
            out.push(' ');
            run = word.clone();
        }
        run.end = word.end;
    }
    if count <= last {
        out.truncate(begin);
        return Ok(Some(input.clone()));
    }
    out.push_str(&text[run]);
    out.push_str(&text_or(arguments, 1, "...")?);
    Ok(None)
}

/// Where the words lie that `text.split` gives without a pattern.
fn words_of(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && is_space(bytes[at]) {
            at += 1;
        }
        let start = at;
        while at < bytes.len() && !is_space(bytes[at]) {
            at += 1;
        }
        (at > start).then_some(start..at)
    })
}

/// `text.split(pattern)`: empty pieces at the end are left out.
fn split(text: &str, pattern: &str) -> Value {
    let pieces: Vec<Value> = match pattern {
        " " => {
            let mut words = Vec::with_capacity(text.len() / 8 + 4);
            words.extend(words_of(text).map(|word| Value::from(&text[word])));
            words
        }
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
fn replace(
    input: &Value,
    pattern: &Value,
    replacement: &str,
    times: usize,
    out: &mut String,
) -> Result<Option<Value>> {
    let text = to_s(input)?;
    let pattern = to_s(pattern)?;
    let has_escapes = replacement.contains('\\');
    let mut copied = 0;
    let mut at = 0;
    for _ in 0..times {
        let Some(found) = memmem::find(&text.as_bytes()[at..], pattern.as_bytes()) else {
            break;
        };
        let start = at + found;
        let end = start + pattern.len();
        out.push_str(&text[copied..start]);
        if has_escapes {
            expand(replacement, &text, start, end, out)?;
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
    out.push_str(&text[copied..]);
    Ok(None)
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
            'k' if rest.starts_with('<') => return Err(no_group(rest)),
            _ => {
                out.push('\\');
                out.push(escaped);
            }
        }
    }
    out.push_str(rest);
    Ok(())
}

/// What Ruby says to `\k<name>` where nothing has a name.
fn no_group(reference: &str) -> Error {
    match reference.find('>') {
        Some(close) => {
            let message = format!("undefined group name reference: {}", &reference[1..close]);
            Error::ruby("IndexError", message)
        }
        None => Error::ruby("RuntimeError", "invalid group name reference format"),
    }
}
