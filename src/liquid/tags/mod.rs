//! The tags of Liquid 4.0.4, one a file.

mod assign;
mod capture;
mod case;
mod comment;
mod counter;
mod cycle;
mod for_loop;
mod if_unless;
mod ifchanged;
mod include;
mod interrupt;
mod raw;
mod tablerow;

use std::borrow::Cow;

use super::big_range::BigRange;
use super::registry::Registry;
use super::tag::Interrupt;
use crate::error::{Error, Result};
use crate::value::{Array, Hash, Value};

pub use include::{BlankFiles, PartialFiles, register_include};

/// Adds all tags; `include` without files to include.
pub(crate) fn register(registry: &mut Registry) {
    registry
        .tag("assign", assign::parse)
        .tag("break", interrupt::Parser(Interrupt::Break))
        .tag("capture", capture::parse)
        .tag("case", case::parse)
        .tag("comment", comment::parse)
        .tag("continue", interrupt::Parser(Interrupt::Continue))
        .tag("cycle", cycle::parse)
        .tag("decrement", counter::parse_decrement)
        .tag("for", for_loop::parse)
        .tag("if", if_unless::parse_if)
        .tag("ifchanged", ifchanged::parse)
        .tag("increment", counter::parse_increment)
        .tag("raw", raw::parse)
        .tag("tablerow", tablerow::parse)
        .tag("unless", if_unless::parse_unless);
    register_include(registry, BlankFiles);
}

/// The items of a collection that a loop goes over, not copied where they lie in an array (`Utils.slice_collection`).
enum Segment {
    Items(Array, usize, usize),
    Pairs(Hash, usize, usize),
    Numbers(i64, usize),
    One(Value),
    Nothing,
}

impl Segment {
    /// The items from `from` up to `to`; text that is not empty is one item, whatever the bounds.
    fn new(collection: &Value, from: i64, to: Option<i64>) -> Result<Self> {
        let bounds = |length: usize| {
            let end = to.map_or(length, |to| clamp(to, length));
            let start = clamp(from, end);
            (start, end - start)
        };
        Ok(match collection {
            Value::Array(array) => {
                let (start, length) = bounds(array.len());
                Segment::Items(array.clone(), start, length)
            }
            Value::Hash(hash) => {
                let (start, length) = bounds(hash.len());
                Segment::Pairs(hash.clone(), start, length)
            }
            Value::Range(first, last) => {
                let all = last.saturating_sub(*first).saturating_add(1).max(0);
                let (start, length) = bounds(usize::try_from(all).unwrap_or(usize::MAX));
                if length > MOST_NUMBERS {
                    return Err(no_memory());
                }
                Segment::Numbers(first.saturating_add(start as i64), length)
            }
            Value::Str(text) if !text.is_empty() => Segment::One(collection.clone()),
            Value::Bytes(bytes) if !bytes.is_empty() => Segment::One(collection.clone()),
            Value::Drop(drop) => match long_range(collection) {
                Some(range) => return Self::new(&range, from, to),
                None => match drop.to_array()? {
                    Some(array) => {
                        if to.is_none() {
                            drop.walk()?;
                        }
                        let (start, length) = bounds(array.len());
                        Segment::Items(array, start, length)
                    }
                    None => Segment::Nothing,
                },
            },
            _ => Segment::Nothing,
        })
    }

    fn len(&self) -> usize {
        match self {
            Segment::Items(_, _, length)
            | Segment::Pairs(_, _, length)
            | Segment::Numbers(_, length) => *length,
            Segment::One(_) => 1,
            Segment::Nothing => 0,
        }
    }

    fn get(&self, index: usize) -> Value {
        match self {
            Segment::Items(array, start, _) => {
                array.get(start + index).cloned().unwrap_or_default()
            }
            Segment::Pairs(hash, start, _) => match hash.get_index(start + index) {
                Some((key, value)) => Value::from(vec![key.clone(), value.clone()]),
                None => Value::Nil,
            },
            Segment::Numbers(first, _) => Value::Int(first.saturating_add(index as i64)),
            Segment::One(value) => value.clone(),
            Segment::Nothing => Value::Nil,
        }
    }
}

/// Ruby makes an array of the numbers that a loop goes over; it has no memory for many more than these.
const MOST_NUMBERS: usize = 1 << 28;

/// A loop stops where so many bytes have been written.
const LONGEST_OUTPUT: usize = 1 << 30;

fn no_memory() -> Error {
    Error::ruby("NoMemoryError", "failed to allocate memory")
}

/// Whether a loop may go on writing.
fn check_length(out: &str) -> Result<()> {
    match out.len() > LONGEST_OUTPUT {
        true => Err(no_memory()),
        false => Ok(()),
    }
}

/// The numbers that a loop over a range without an end in sight begins with.
fn long_range(collection: &Value) -> Option<Value> {
    collection.downcast_drop::<BigRange>()?.beginning()
}

fn clamp(bound: i64, length: usize) -> usize {
    usize::try_from(bound.max(0)).map_or(length, |bound| bound.min(length))
}

/// `value.to_i` of an attribute that may be absent.
fn bound(value: Result<Cow<'_, Value>>) -> Result<i64> {
    super::convert::to_i(&*value?)
}
