//! Filters on arrays, and on what they make arrays of (`StandardFilters::InputIterator`).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::ops::Range;

use num_bigint::{BigInt, Sign};

use super::{argument, merge_sort, text_or};
use crate::error::{Error, ErrorKind, Result};
use crate::liquid::condition::is_empty;
use crate::liquid::convert::{at_index, to_i, to_index, to_s};
use crate::liquid::expression::{Command, MethodLiteral, size, to_liquid};
use crate::liquid::registry::Registry;
use crate::value::{Array, Value, no_conversion, no_method};

pub(super) fn register(registry: &mut Registry) {
    registry
        .filter("size", 0, |input, _, _| {
            Ok(size(input).unwrap_or(Value::Int(0)))
        })
        .filter("first", 0, |input, _, _| end(input, Command::First))
        .filter("last", 0, |input, _, _| end(input, Command::Last))
        .text_filter("join", 0..=1, |input, args, _, out| {
            join(input, &text_or(args, 0, " ")?, out)
        })
        .filter("sort", 0..=1, |input, args, _| {
            sort(input, argument(args, 0), &mut |a, b| {
                Ok(compare_or_nil_last(a.1, b.1))
            })
        })
        .filter("sort_natural", 0..=1, |input, args, _| {
            let mut keys = WithoutCase::default();
            sort(input, argument(args, 0), &mut |a, b| keys.compare(a, b))
        })
        .filter("where", 1..=2, |input, args, _| {
            select(input, &args[0], argument(args, 1))
        })
        .filter("uniq", 0..=1, |input, args, _| {
            uniq(input, argument(args, 0))
        })
        .filter("compact", 0..=1, |input, args, _| {
            compact(input, argument(args, 0))
        })
        .filter("reverse", 0, |input, _, _| {
            let mut values = items(input)?.into_owned();
            values.reverse();
            Ok(values.into())
        })
        .filter("map", 1, |input, args, _| map(input, &args[0]))
        .changing_filter("concat", 1, |input, args, _| concat(input, &args[0]))
        .filter("default", 0..=1, |input, args, _| {
            Ok(if !input.is_truthy() || is_empty(input) {
                args.first().cloned().unwrap_or_else(|| Value::from(""))
            } else {
                input.clone()
            })
        });
}

/// What an array filter sees of its input: an array flat, a hash as one item, what is enumerable by its items, nil as
/// nothing, anything else as one item.
///
/// # Errors
/// `tried to flatten recursive array`
pub fn items(input: &Value) -> Result<Cow<'_, [Value]>> {
    Ok(match input {
        Value::Array(array) => flatten(array)?,
        Value::Nil => Cow::Borrowed(&[]),
        Value::Range(start, end) => Cow::Owned(numbers(*start, *end)?),
        Value::Time(time) => Cow::Owned(time.to_a()),
        Value::Drop(drop) => match drop.walk().and_then(|()| drop.to_array())? {
            Some(array) => Cow::Owned(array.iter().cloned().map(to_liquid).collect()),
            None => match changed(input)? {
                Some(value) => Cow::Owned(vec![value]),
                None => Cow::Borrowed(std::slice::from_ref(input)),
            },
        },
        _ => Cow::Borrowed(std::slice::from_ref(input)),
    })
}

/// More items are not made of a range, nor of arrays in arrays.
pub(in crate::liquid) const MAX_ITEMS: usize = 1 << 24;

/// The numbers of a range.
///
/// # Errors
/// `failed to allocate memory`, well before Ruby says so.
pub fn numbers(first: i64, last: i64) -> Result<Vec<Value>> {
    if last.saturating_sub(first) >= MAX_ITEMS as i64 {
        return Err(Error::ruby("NoMemoryError", "failed to allocate memory"));
    }
    Ok((first..=last).map(Value::Int).collect())
}

/// An item as Liquid sees it, if that is another value.
fn changed(item: &Value) -> Result<Option<Value>> {
    match item {
        Value::Symbol(name) => Ok(Some(Value::Str(name.clone()))),
        Value::Drop(drop) => match drop.to_liquid() {
            Some(Value::Drop(seen)) => match seen.failure() {
                Some(error) => Err(error),
                None => Ok(Some(Value::Drop(seen))),
            },
            seen => Ok(seen),
        },
        _ => Ok(None),
    }
}

/// `array.flatten`, each item as Liquid sees it.
fn flatten(array: &Array) -> Result<Cow<'_, [Value]>> {
    let whole = array;
    let mut flat: Option<Vec<Value>> = None;
    let mut open = vec![(array, 0)];
    while let Some((array, index)) = open.pop() {
        let Some(item) = array.get(index) else {
            continue;
        };
        open.push((array, index + 1));
        let Value::Array(inner) = item else {
            match (changed(item)?, &mut flat) {
                (None, None) => {}
                (None, Some(flat)) => flat.push(item.clone()),
                (Some(value), flat) => {
                    flat.get_or_insert_with(|| whole.as_slice()[..index].to_vec())
                        .push(value);
                }
            }
            continue;
        };
        if open.iter().any(|(outer, _)| outer.same(inner)) {
            return Err(Error::ruby(
                "ArgumentError",
                "tried to flatten recursive array",
            ));
        }
        let flat = flat.get_or_insert_with(|| whole.as_slice()[..index].to_vec());
        if flat.len() > MAX_ITEMS {
            return Err(Error::new(
                ErrorKind::Limit,
                "array is too large to be flattened",
            ));
        }
        open.push((inner, 0));
    }
    Ok(flat.map_or(Cow::Borrowed(whole.as_slice()), Cow::Owned))
}

fn end(input: &Value, command: Command) -> Result<Value> {
    let answer = command.of(input)?.map(Cow::into_owned);
    Ok(match (answer, input) {
        (Some(value), _) => value,
        // The loops' own drops answer to `first` and `last` as to any of their keys.
        (None, Value::Drop(drop)) if drop.class_name().ends_with("loopDrop") => {
            drop.get(command.name())?
        }
        _ => Value::Nil,
    })
}

fn join(input: &Value, glue: &str, out: &mut String) -> Result<Option<Value>> {
    match (items(input)?, input) {
        (Cow::Borrowed(_), Value::Array(array)) => crate::value::join(array, glue, out)?,
        (items, _) => crate::value::join(&Array::new(items.into_owned()), glue, out)?,
    }
    Ok(None)
}

/// Whether a value answers to `[]`.
fn is_indexable(value: &Value) -> bool {
    match value {
        Value::Hash(_)
        | Value::Array(_)
        | Value::Str(_)
        | Value::Bytes(_)
        | Value::Int(_)
        | Value::BigInt(_) => true,
        Value::Drop(_) => MethodLiteral::of(value).is_none(),
        _ => false,
    }
}

/// `item[property]`.
///
/// # Errors
/// TypeError where an item does not take such a key, NoMethodError where it takes none.
pub fn property(item: &Value, property: &Value) -> Result<Value> {
    match item {
        Value::Hash(hash) => Ok(hash.get(property).cloned().unwrap_or_default()),
        Value::Array(array) => Ok(match property {
            Value::Range(first, last) => range_bounds(array.len(), *first, *last)
                .map_or(Value::Nil, |range| Value::from(array[range].to_vec())),
            _ => at_index(array, key_index(property)?)
                .cloned()
                .unwrap_or_default(),
        }),
        Value::Str(text) | Value::Symbol(text) => string_property(text, property),
        Value::Int(_) | Value::BigInt(_) if matches!(property, Value::Range(..)) => {
            bits(item, property)
        }
        Value::Int(number) => Ok(match property {
            Value::BigInt(bit) if bit.sign() == Sign::Minus => 0,
            Value::BigInt(_) => i64::from(*number < 0),
            Value::Float(_) => bit_of(*number, to_i(property)?),
            _ => bit_of(*number, key_index(property)?),
        }
        .into()),
        Value::Drop(drop) if MethodLiteral::of(item).is_none() => drop.get(&to_s(property)?),
        Value::Bytes(bytes) => match property {
            Value::Str(part) => Ok(match memchr::memmem::find(bytes, part.as_bytes()) {
                Some(_) => property.clone(),
                None => Value::Nil,
            }),
            _ => Err(no_integer(property)),
        },
        Value::BigInt(number) => {
            let is_set = match property {
                Value::BigInt(bit) if bit.sign() == Sign::Minus => false,
                Value::BigInt(_) => number.sign() == Sign::Minus,
                _ => match u64::try_from(key_index(property)?) {
                    Ok(bit) => number.bit(bit),
                    Err(_) => false,
                },
            };
            Ok(Value::Int(is_set.into()))
        }
        _ => Err(no_method(item, "[]")),
    }
}

/// `integer[bit]`: beyond its bits an Integer has its sign.
fn bit_of(number: i64, bit: i64) -> i64 {
    match bit {
        ..0 => 0,
        0..64 => number >> bit & 1,
        _ => i64::from(number < 0),
    }
}

/// `integer[first..last]`: these bits; all from `first` on where `last` lies below it.
fn bits(number: &Value, range: &Value) -> Result<Value> {
    let Value::Range(first, last) = *range else {
        return Ok(Value::Nil);
    };
    let number = match number {
        Value::Int(small) => BigInt::from(*small),
        Value::BigInt(big) => BigInt::clone(big),
        _ => return Ok(Value::Nil),
    };
    let too_wide = || Error::ruby("RangeError", "shift width too big");
    let shifted = match first {
        // A shift to the right by more than there are bits leaves the sign.
        0.. => number >> first.unsigned_abs().min(MAX_SHIFT),
        _ if first.unsigned_abs() > MAX_SHIFT => return Err(too_wide()),
        _ => number << first.unsigned_abs(),
    };
    if last < first {
        return Ok(shifted.into());
    }
    let width = last.abs_diff(first).saturating_add(1);
    if shifted.sign() != Sign::Minus && shifted.bits() <= width {
        return Ok(shifted.into());
    }
    if width > MAX_SHIFT {
        return Err(too_wide());
    }
    let mask: BigInt = (BigInt::from(1) << width) - 1;
    let bits: BigInt = shifted & mask;
    Ok(bits.into())
}

/// Numbers are not shifted further.
const MAX_SHIFT: u64 = 1 << 20;

/// An index that Ruby takes: an Integer, or a Float without what follows its point.
fn key_index(key: &Value) -> Result<i64> {
    match key {
        Value::Int(_) | Value::BigInt(_) => to_index(key),
        Value::Float(f) if f.is_finite() => Ok(*f as i64),
        Value::Float(f) => {
            let name = match f.is_nan() {
                true => "NaN",
                false if *f > 0.0 => "Inf",
                false => "-Inf",
            };
            let message = format!("float {name} out of range of integer");
            Err(Error::ruby("RangeError", message))
        }
        _ => Err(no_integer(key)),
    }
}

fn no_integer(value: &Value) -> Error {
    match value {
        Value::Nil => Error::ruby("TypeError", "no implicit conversion from nil to integer"),
        value => no_conversion(value, "Integer"),
    }
}

/// `text[key]`: the text itself where it holds that text, a character, or some of them.
fn string_property(text: &str, key: &Value) -> Result<Value> {
    if let Value::Str(part) = key {
        return Ok(if text.contains(part.as_str()) {
            key.clone()
        } else {
            Value::Nil
        });
    }
    let length = text.chars().count();
    let range = match key {
        Value::Range(first, last) => range_bounds(length, *first, *last),
        _ => {
            let index = key_index(key)?;
            range_bounds(length, index, index).filter(|range| !range.is_empty())
        }
    };
    let characters = |range: Range<usize>| text.chars().skip(range.start).take(range.len());
    Ok(range.map_or(Value::Nil, |range| {
        characters(range).collect::<String>().into()
    }))
}

/// What a Range takes of so many elements; negative ends count from the last.
fn range_bounds(length: usize, first: i64, last: i64) -> Option<Range<usize>> {
    let length = i64::try_from(length).ok()?;
    let from_end = |index: i64| {
        if index < 0 {
            index.saturating_add(length)
        } else {
            index
        }
    };
    let (first, last) = (from_end(first), from_end(last));
    if first < 0 || first > length {
        return None;
    }
    let end = last.saturating_add(1).clamp(first, length);
    Some(usize::try_from(first).ok()?..usize::try_from(end).ok()?)
}

/// `raise_property_error`: what a filter with a property says to a TypeError.
fn property_error(error: Error, property: &Value) -> Error {
    match (error.kind(), to_s(property)) {
        (ErrorKind::Ruby("TypeError"), Ok(name)) => {
            Error::liquid(format!("cannot select the property '{name}'"))
        }
        _ => error,
    }
}

/// How two items are compared, by their keys and by where they stand in the input.
type Compare<'c> = &'c mut dyn FnMut((usize, &Value), (usize, &Value)) -> Result<Option<Ordering>>;

/// Ruby names the items, not the properties, that have no order.
fn compared(order: Option<Ordering>, a: &Value, b: &Value) -> Result<Ordering> {
    order.ok_or_else(|| Error::ruby("ArgumentError", a.comparison_failed(b)))
}

/// Sorts by what each item has at `by`; nil where an item has no properties.
fn sort(input: &Value, by: &Value, compare: Compare<'_>) -> Result<Value> {
    let values = items(input)?;
    let keys: Cow<'_, [Value]> = match by {
        Value::Nil => Cow::Borrowed(&*values),
        _ if !values.iter().all(is_indexable) => return Ok(Value::Nil),
        _ if values.len() < 2 => return Ok(values.into_owned().into()),
        _ => {
            let key = |value: &Value| property(value, by);
            let keys: Result<Vec<Value>> = values.iter().map(key).collect();
            Cow::Owned(keys.map_err(|error| property_error(error, by))?)
        }
    };
    let mut places: Vec<usize> = (0..values.len()).collect();
    merge_sort(&mut places, &mut |&a, &b| {
        let order = compare((a, &keys[a]), (b, &keys[b]))?;
        compared(order, &values[a], &values[b])
    })?;
    let sorted = places.into_iter().map(|place| values[place].clone());
    Ok(sorted.collect::<Array>().into())
}

/// `<=>`, with nil behind all else.
fn compare_or_nil_last(a: &Value, b: &Value) -> Option<Ordering> {
    match (a.is_nil(), b.is_nil()) {
        (false, false) => a.compare(b),
        (true, _) => Some(Ordering::Greater),
        _ => Some(Ordering::Less),
    }
}

/// `casecmp` of what the values print, which knows ASCII letters only; nil behind all else. What is no text is printed
/// once, not for each comparison.
#[derive(Default)]
struct WithoutCase {
    printed: Vec<Option<String>>,
}

impl WithoutCase {
    fn compare(&mut self, a: (usize, &Value), b: (usize, &Value)) -> Result<Option<Ordering>> {
        Ok(Some(match (a.1.is_nil(), b.1.is_nil()) {
            (false, false) => {
                self.print(a)?;
                self.print(b)?;
                let lower = |byte: u8| byte.to_ascii_lowercase();
                self.bytes(a).map(lower).cmp(self.bytes(b).map(lower))
            }
            (true, _) => Ordering::Greater,
            _ => Ordering::Less,
        }))
    }

    fn print(&mut self, (place, key): (usize, &Value)) -> Result<()> {
        if matches!(key, Value::Str(_)) {
            return Ok(());
        }
        if self.printed.len() <= place {
            self.printed.resize(place + 1, None);
        }
        if self.printed[place].is_none() {
            self.printed[place] = Some(to_s(key)?.into_owned());
        }
        Ok(())
    }

    fn bytes<'a>(&'a self, (place, key): (usize, &'a Value)) -> std::str::Bytes<'a> {
        match key {
            Value::Str(text) => text.bytes(),
            _ => self.printed[place].as_deref().unwrap_or_default().bytes(),
        }
    }
}

/// Keeps the items that `keep` wants; nil where the first item has no properties.
fn with_property(input: &Value, by: &Value, mut keep: impl FnMut(Value) -> bool) -> Result<Value> {
    let values = items(input)?;
    let Some(first) = values.first() else {
        return Ok(Value::from(Vec::new()));
    };
    if !is_indexable(first) {
        return Ok(Value::Nil);
    }
    let mut kept = Vec::new();
    for value in values.iter() {
        if keep(property(value, by).map_err(|error| property_error(error, by))?) {
            kept.push(value.clone());
        }
    }
    Ok(kept.into())
}

fn select(input: &Value, by: &Value, target: &Value) -> Result<Value> {
    match target {
        Value::Nil => with_property(input, by, |value| value.is_truthy()),
        _ => with_property(input, by, |value| value.equals(target)),
    }
}

#[expect(
    clippy::mutable_key_type,
    reason = "a value is filled before it is seen"
)]
fn uniq(input: &Value, by: &Value) -> Result<Value> {
    let mut seen = HashSet::new();
    if by.is_nil() {
        let values = items(input)?;
        let unique = values.iter().filter(|value| seen.insert((*value).clone()));
        return Ok(unique.cloned().collect::<Array>().into());
    }
    // A single item has no other to be told from: Ruby does not ask for its property.
    match &*items(input)? {
        [one] if is_indexable(one) => Ok(Value::from(vec![one.clone()])),
        _ => with_property(input, by, |value| seen.insert(value)),
    }
}

fn compact(input: &Value, by: &Value) -> Result<Value> {
    if by.is_nil() {
        let values = items(input)?;
        return Ok(values
            .iter()
            .filter(|value| !value.is_nil())
            .cloned()
            .collect::<Array>()
            .into());
    }
    with_property(input, by, |value| !value.is_nil())
}

fn map(input: &Value, by: &Value) -> Result<Value> {
    let values = items(input)?;
    let mut mapped = Vec::with_capacity(values.len());
    for value in values.iter() {
        mapped.push(if by.as_str() == Some("to_liquid") {
            value.clone()
        } else if is_indexable(value) {
            property(value, by).map_err(|error| property_error(error, by))?
        } else {
            Value::Nil
        });
    }
    Ok(mapped.into())
}

fn concat(input: &mut Value, array: &Value) -> Result<()> {
    let Value::Array(array) = array else {
        return Err(Error::liquid("concat filter requires an array argument"));
    };
    let flat = match items(input)? {
        Cow::Borrowed(_) if matches!(input, Value::Array(_)) => None,
        flat => Some(flat.into_owned()),
    };
    match (flat, &mut *input) {
        (None, Value::Array(values)) => values.change(|values| values.extend_from_slice(array)),
        (flat, input) => {
            let mut values = flat.unwrap_or_default();
            values.extend_from_slice(array);
            *input = values.into();
        }
    }
    Ok(())
}
