//! What Liquid prints for a value: Ruby's `to_s`, but nil is nothing and an array its elements without a separator.

use std::borrow::Cow;
use std::fmt::Write;

use super::path::Path;
use super::{Array, Value};
use crate::error::{Error, ErrorKind, Result};

/// More elements than this are not printed: shared arrays can multiply without an end.
pub(super) const MAX_ELEMENTS: usize = 1 << 26;

/// An array whose first item is an array, and so on, is not looked into any deeper for its encoding.
const MAX_NESTING: usize = 100;

/// Longer text than this is not built.
pub(super) const MAX_LENGTH: usize = 1 << 29;

impl Value {
    /// Appends what `{{ value }}` prints.
    ///
    /// # Errors
    /// `recursive array join` for an array that holds itself, what a drop answers with, and [`ErrorKind::Limit`]
    /// where the text would grow beyond all bounds.
    pub fn write_to_s(&self, out: &mut String) -> Result<()> {
        match self {
            Value::Nil => {}
            Value::Bool(true) => out.push_str("true"),
            Value::Bool(false) => out.push_str("false"),
            Value::Int(i) => write_int(*i, out),
            Value::BigInt(i) => out.push_str(&i.to_string()),
            Value::Float(f) => write_float(*f, out),
            Value::Str(s) | Value::Symbol(s) => out.push_str(s),
            Value::Bytes(b) => out.push_str(&String::from_utf8_lossy(b)),
            Value::Time(t) => t.write_to_s(out),
            Value::Date(d) => d.write_to_s(out),
            Value::DateTime(d) => d.write_to_s(out),
            Value::Array(a) => join(a, "", out)?,
            Value::Hash(_) => self.inspect(out)?,
            Value::Range(a, b) => {
                let _ = write!(out, "{a}..{b}");
            }
            Value::Drop(d) => out.push_str(&d.to_s()?),
        }
        Ok(())
    }

    /// Whether Ruby holds what the value prints as US-ASCII, as long as it is ASCII: numbers, times, nil and their like,
    /// and an array or a hash that begins with one.
    pub fn is_us_ascii(&self) -> bool {
        let mut value = self;
        for _ in 0..MAX_NESTING {
            return match value {
                Value::Array(items) => match items.first() {
                    Some(first) => {
                        value = first;
                        continue;
                    }
                    None => true,
                },
                Value::Str(_) | Value::Bytes(_) | Value::Drop(_) => false,
                Value::Symbol(name) => name.is_ascii(),
                Value::Hash(entries) => match entries.iter().next() {
                    Some((first, _)) => {
                        value = first;
                        continue;
                    }
                    None => true,
                },
                _ => true,
            };
        }
        false
    }

    /// What `{{ value }}` prints; borrowed where it is text already.
    ///
    /// # Errors
    /// As [`Value::write_to_s`].
    pub fn to_s(&self) -> Result<Cow<'_, str>> {
        match self {
            Value::Str(s) | Value::Symbol(s) => Ok(Cow::Borrowed(s)),
            Value::Nil => Ok(Cow::Borrowed("")),
            _ => {
                let mut out = String::new();
                self.write_to_s(&mut out)?;
                Ok(Cow::Owned(out))
            }
        }
    }
}

/// `Array#join`: nested arrays are joined flat.
///
/// # Errors
/// As [`Value::write_to_s`].
pub fn join(array: &Array, separator: &str, out: &mut String) -> Result<()> {
    let mut open = vec![(array, 0)];
    let mut path = Path::default();
    path.enter_array(array);
    let mut count = 0;
    let mut first = true;
    while let Some((array, index)) = open.pop() {
        let Some(item) = array.get(index) else {
            path.leave();
            continue;
        };
        count += 1;
        if count > MAX_ELEMENTS || out.len() > MAX_LENGTH {
            return Err(too_large());
        }
        open.push((array, index + 1));
        if let Value::Array(inner) = item {
            if !path.enter_array(inner) {
                return Err(Error::ruby("ArgumentError", "recursive array join"));
            }
            if !inner.is_empty() {
                open.push((inner, 0));
                continue;
            }
            path.leave();
        }
        // An empty array is an element too, though nothing is printed for it.
        if !std::mem::take(&mut first) {
            out.push_str(separator);
        }
        if !matches!(item, Value::Array(_)) {
            item.write_to_s(out)?;
        }
    }
    Ok(())
}

pub(super) fn too_large() -> Error {
    Error::new(ErrorKind::Limit, "value is too large to be printed")
}

pub(super) fn write_int(i: i64, out: &mut String) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    let mut rest = i.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if i < 0 {
        out.push('-');
    }
    out.extend(digits[at..].iter().map(|&d| d as char));
}

/// `Float#to_s`: the shortest digits that read back as the same number, with an exponent from 1e15 on
/// (unless a digit stands behind the point) and below 1e-4.
pub fn write_float(f: f64, out: &mut String) {
    if f.is_nan() {
        return out.push_str("NaN");
    }
    if f.is_sign_negative() {
        out.push('-');
    }
    if f.is_infinite() {
        return out.push_str("Infinity");
    }
    if f == 0.0 {
        return out.push_str("0.0");
    }
    let (digits, point) = shortest_digits(f.abs());
    write_digits(&digits, point, out);
}

/// The digits of a positive number and where the point stands: 0.DIGITS × 10^point.
pub(super) fn shortest_digits(f: f64) -> (String, i32) {
    let mut buffer = ryu::Buffer::new();
    let text = buffer.format_finite(f);
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().unwrap_or(0)),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = format!("{whole}{fraction}");
    let mut point = whole.len() as i32 + exponent;
    let zeros = digits.bytes().take_while(|&b| b == b'0').count();
    digits.drain(..zeros);
    point -= zeros as i32;
    digits.truncate(digits.trim_end_matches('0').len());
    (digits, point)
}

fn write_digits(digits: &str, point: i32, out: &mut String) {
    let length = digits.len() as i32;
    if 0 < point && (point < length || point <= 15) {
        if length <= point {
            out.push_str(digits);
            out.extend(std::iter::repeat_n('0', (point - length) as usize));
            out.push_str(".0");
        } else {
            let (whole, fraction) = digits.split_at(point as usize);
            out.push_str(whole);
            out.push('.');
            out.push_str(fraction);
        }
    } else if -4 < point && point <= 0 {
        out.push_str("0.");
        out.extend(std::iter::repeat_n('0', -point as usize));
        out.push_str(digits);
    } else {
        let (first, rest) = digits.split_at(1);
        let rest = if rest.is_empty() { "0" } else { rest };
        let exponent = point - 1;
        let sign = if exponent < 0 { '-' } else { '+' };
        let _ = write!(out, "{first}.{rest}e{sign}{:02}", exponent.abs());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn print(value: impl Into<Value>) -> String {
        value.into().to_s().unwrap().into_owned()
    }

    #[test]
    fn floats_print_as_in_ruby() {
        for (float, text) in [
            (1e15, "1.0e+15"),
            (999_999_999_999_999.0, "999999999999999.0"),
            (1_000_000_000_000_000.5, "1000000000000000.5"),
            (1e100, "1.0e+100"),
            (0.0001, "0.0001"),
            (0.00001, "1.0e-05"),
            (5e-324, "5.0e-324"),
            (-0.0, "-0.0"),
            (123_456_789.123_456_79, "123456789.12345679"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(print(float), text);
        }
        assert_eq!(print(i64::MIN), "-9223372036854775808");
    }

    #[test]
    fn arrays_are_joined_flat() {
        let array = Array::new(vec![
            vec![1.into(), Vec::new().into(), 2.into()].into(),
            Value::Nil,
            Value::Symbol("s".into()),
        ]);
        assert_eq!(print(array.clone()), "12s");
        let mut joined = String::new();
        join(&array, "-", &mut joined).unwrap();
        assert_eq!(joined, "1--2--s");
    }

    #[test]
    fn an_array_that_holds_itself_cannot_be_printed() {
        let array = Array::hole();
        array.fill(vec![array.clone().into()]);
        let error = Value::Array(array).to_s().unwrap_err();
        assert_eq!(error.bare_message(), "recursive array join");
    }
}
