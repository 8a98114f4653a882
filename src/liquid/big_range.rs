//! Ranges with an end beyond 64 bits (`(1..n)` where `n` is 10 to the 20th): too rare to make every range larger for them.

use std::any::Any;
use std::cmp::Ordering;
use std::sync::Arc;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::expression::Command;
use super::filters::MAX_ITEMS;
use crate::error::{Error, Result};
use crate::value::{Array, Drop, Str, Value};

/// A range whose ends do not both fit 64 bits.
pub(crate) struct BigRange {
    first: BigInt,
    last: BigInt,
}

/// The range between two Integers.
pub(crate) fn range(first: &Value, last: &Value) -> Value {
    match (first, last) {
        (Value::Int(first), Value::Int(last)) => Value::Range(*first, *last),
        _ => Value::Drop(Arc::new(BigRange {
            first: integer(first),
            last: integer(last),
        })),
    }
}

fn integer(value: &Value) -> BigInt {
    match value {
        Value::Int(small) => BigInt::from(*small),
        Value::BigInt(big) => BigInt::clone(big),
        _ => BigInt::ZERO,
    }
}

impl BigRange {
    /// What it answers to `first`, `last` and `size`.
    pub(crate) fn command(&self, command: Command) -> Value {
        Value::from(match command {
            Command::First => self.first.clone(),
            Command::Last => self.last.clone(),
            Command::Size => self.size(),
        })
    }

    /// Whether a number lies in it.
    pub(crate) fn contains(&self, number: &Value) -> bool {
        let (first, last) = (
            Value::from(self.first.clone()),
            Value::from(self.last.clone()),
        );
        matches!(number, Value::Int(_) | Value::BigInt(_) | Value::Float(_))
            && first.compare(number).is_some_and(Ordering::is_le)
            && last.compare(number).is_some_and(Ordering::is_ge)
    }

    fn size(&self) -> BigInt {
        let size: BigInt = &self.last - &self.first + 1;
        size.max(BigInt::ZERO)
    }

    /// The part of it that a loop could come to the end of.
    pub(crate) fn beginning(&self) -> Option<Value> {
        if self.last < self.first {
            return Some(Value::Range(1, 0));
        }
        Some(Value::Range(self.first.to_i64()?, i64::MAX))
    }
}

impl Drop for BigRange {
    fn class_name(&self) -> &str {
        "Range"
    }

    fn get(&self, _key: &str) -> Result<Value> {
        Ok(Value::Nil)
    }

    fn has_key(&self, _key: &str) -> bool {
        false
    }

    fn to_s(&self) -> Result<Str> {
        Ok(format!("{}..{}", self.first, self.last).into())
    }

    fn to_array(&self) -> Result<Option<Array>> {
        let Some(size) = self.size().to_usize().filter(|size| *size <= MAX_ITEMS) else {
            return Err(Error::ruby("NoMemoryError", "failed to allocate memory"));
        };
        let numbers = (0..size).map(|index| Value::from(&self.first + index));
        Ok(Some(numbers.collect()))
    }

    fn equals(&self, other: &dyn Drop) -> bool {
        other
            .as_any()
            .downcast_ref::<BigRange>()
            .is_some_and(|other| self.first == other.first && self.last == other.last)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
