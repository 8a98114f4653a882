//! Ruby's conversions as tags and filters ask for them: `to_i`, `to_s`, `Integer()`, indexes; with Ruby's complaints.

use std::borrow::Cow;

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Num, Signed, ToPrimitive};

use super::scan::skip_while;
use crate::error::{Error, Result};
use crate::text::is_space_char;
use crate::value::{Value, no_conversion_of, no_method, string_to_i};

/// `value.to_i`; what lies beyond 64 bits becomes the nearest number within.
///
/// # Errors
/// NoMethodError where Ruby has no such method, FloatDomainError for NaN and the infinities.
pub fn to_i(value: &Value) -> Result<i64> {
    Ok(match value {
        Value::Nil => 0,
        Value::Int(i) => *i,
        Value::BigInt(big) => saturate(big),
        Value::Float(f) if f.is_finite() => *f as i64,
        Value::Float(f) => {
            let mut message = String::new();
            crate::value::write_float(*f, &mut message);
            return Err(Error::ruby("FloatDomainError", message));
        }
        Value::Str(text) => text_to_i(text),
        Value::Time(time) => time.epoch() as i64,
        _ => return Err(no_method(value, "to_i")),
    })
}

fn saturate(big: &BigInt) -> i64 {
    let limit = if big.is_negative() {
        i64::MIN
    } else {
        i64::MAX
    };
    big.to_i64().unwrap_or(limit)
}

/// `String#to_i`, within 64 bits.
fn text_to_i(text: &str) -> i64 {
    let plain = text.len() < 18 && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain {
        return text.parse().unwrap_or(0);
    }
    saturate(&string_to_i(text))
}

/// The end of a range (`Liquid::RangeLookup#to_integer`).
///
/// # Errors
/// `invalid integer`
pub(crate) fn to_range_end(value: &Value) -> Result<Value> {
    match value {
        Value::Nil | Value::Int(_) | Value::BigInt(_) | Value::Str(_) | Value::Bytes(_) => {
            to_whole(value)
        }
        _ => to_whole(&to_integer(value)?),
    }
}

/// `value.to_i` of any size.
///
/// # Errors
/// As [`to_i`].
pub(crate) fn to_whole(value: &Value) -> Result<Value> {
    Ok(match value {
        Value::BigInt(_) => value.clone(),
        Value::Str(text) => Value::from(string_to_i(text)),
        Value::Bytes(bytes) => Value::from(string_to_i(&String::from_utf8_lossy(bytes))),
        Value::Float(f) if f.is_finite() => BigInt::from_f64(*f).map_or(Value::Nil, Value::from),
        _ => Value::Int(to_i(value)?),
    })
}

/// `Liquid::Utils.to_integer`: an Integer as it is, anything else by what it prints.
///
/// # Errors
/// `invalid integer`
pub fn to_integer(value: &Value) -> Result<Value> {
    match value {
        Value::Int(_) | Value::BigInt(_) => Ok(value.clone()),
        _ => parse_integer(&to_s(value)?).ok_or_else(|| Error::liquid("invalid integer")),
    }
}

/// `Integer(text)`: the whole text, with a prefix for its base and single underscores.
fn parse_integer(text: &str) -> Option<Value> {
    let text = text.trim_matches(is_space_char);
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &digits[2..]),
        [b'0', b'b' | b'B', ..] => (2, &digits[2..]),
        [b'0', b'o' | b'O', ..] => (8, &digits[2..]),
        [b'0', b'd' | b'D', ..] => (10, &digits[2..]),
        [b'0', b'_', ..] => (8, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        _ => (10, digits),
    };
    let odd = digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
    if odd
        || digits.is_empty()
        || !digits
            .bytes()
            .all(|b| b == b'_' || b.is_ascii_alphanumeric())
    {
        return None;
    }
    let number = BigInt::from_str_radix(&digits.replace('_', ""), radix).ok()?;
    Some(Value::from(if negative { -number } else { number }))
}

/// An Integer as an index.
///
/// # Errors
/// ``bignum too big to convert into `long'``
pub(crate) fn to_index(integer: &Value) -> Result<i64> {
    match integer {
        Value::Int(index) => Ok(*index),
        _ => Err(Error::ruby(
            "RangeError",
            "bignum too big to convert into `long'",
        )),
    }
}

/// `array[index]`: a negative one counts from the end.
pub(crate) fn at_index(array: &[Value], index: i64) -> Option<&Value> {
    let index = if index < 0 {
        index.checked_add(array.len() as i64)?
    } else {
        index
    };
    array.get(usize::try_from(index).ok()?)
}

/// `value.to_s`, which shows an array as `inspect` does.
///
/// # Errors
/// As [`Value::write_to_s`].
pub fn to_s(value: &Value) -> Result<Cow<'_, str>> {
    match value {
        Value::Array(_) => {
            let mut text = String::new();
            value.inspect(&mut text)?;
            Ok(Cow::Owned(text))
        }
        _ => value.to_s(),
    }
}

/// `-?\d+` as a whole, of any size.
pub(crate) fn integer_literal(markup: &str) -> Option<Value> {
    let digits = markup.strip_prefix('-').unwrap_or(markup);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match markup.parse::<i64>() {
        Ok(small) => Some(Value::Int(small)),
        Err(_) => markup.parse::<BigInt>().ok().map(Value::from),
    }
}

/// `String#to_f` for text of digits and points.
pub(crate) fn leading_float(text: &str) -> f64 {
    let bytes = text.as_bytes();
    let digits = |at| skip_while(bytes, at, |byte| byte.is_ascii_digit());
    let whole = digits(usize::from(bytes.first() == Some(&b'-')));
    let fraction = match bytes.get(whole) {
        Some(b'.') => digits(whole + 1),
        _ => whole,
    };
    let end = if fraction > whole + 1 {
        fraction
    } else {
        whole
    };
    text[..end].parse().unwrap_or(0.0)
}

/// How many characters Ruby counts in text that may be no UTF-8: each stray byte is one.
pub(crate) fn count_characters(bytes: &[u8]) -> usize {
    bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().chars().count() + chunk.invalid().len())
        .sum()
}

/// `value + step`, as `increment` and `decrement` add.
///
/// # Errors
/// Ruby's where the value is no number.
pub(crate) fn add(value: &Value, step: i64) -> Result<Value> {
    match value {
        Value::Int(i) => Ok(i
            .checked_add(step)
            .map_or_else(|| Value::from(BigInt::from(*i) + step), Value::Int)),
        Value::BigInt(big) => Ok(Value::from(&**big + step)),
        Value::Float(f) => {
            Ok(f64::from_i64(step).map_or(Value::Nil, |step| Value::Float(f + step)))
        }
        Value::Str(_) if step > 0 => Err(no_conversion_of("Integer", "String")),
        Value::Array(_) => Err(no_conversion_of("Integer", "Array")),
        _ => Err(no_method(value, if step > 0 { "+" } else { "-" })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(text: &str) -> Option<i64> {
        parse_integer(text).and_then(|value| value.as_int())
    }

    #[test]
    fn integer_takes_what_ruby_takes() {
        assert_eq!(integer(" 12\n"), Some(12));
        assert_eq!(integer("-0x1f"), Some(-31));
        assert_eq!(integer("010"), Some(8));
        assert_eq!(integer("1_000"), Some(1000));
        assert_eq!(integer("1__0"), None);
        assert_eq!(integer("1.5"), None);
        assert_eq!(integer(""), None);
    }

    #[test]
    fn a_float_ends_where_ruby_ends_it() {
        assert_eq!(leading_float("1.2.3"), 1.2);
        assert_eq!(leading_float("-1."), -1.0);
        assert_eq!(leading_float("1..2"), 1.0);
    }
}
