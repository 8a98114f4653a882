//! Numbers as Liquid's arithmetic filters see them: integers of any size and decimals, which a Float becomes first.

use std::borrow::Cow;
use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::Value;
use super::decimal::Decimal;
use crate::error::{Error, ErrorKind, Result};
use crate::text::{is_space_char, strip};

/// Integers with more bits than this are not calculated.
const MAX_BITS: u64 = 1 << 24;

/// What an arithmetic filter calculates with (`Liquid::Utils.to_number`).
#[derive(Debug, Clone)]
pub enum Number {
    /// An Integer.
    Int(BigInt),
    /// A BigDecimal.
    Decimal(Decimal),
}

impl Number {
    /// The number that Liquid reads from a value: a Float becomes a decimal, text what it begins with; 0 for what is
    /// none.
    pub fn from_value(value: &Value) -> Number {
        match value {
            Value::Int(i) => Number::Int((*i).into()),
            Value::BigInt(i) => Number::Int((**i).clone()),
            Value::Float(f) => Number::Decimal(Decimal::from_float(*f)),
            Value::Str(s) | Value::Symbol(s) => Number::from_text(s),
            Value::Bytes(b) => Number::Int(string_to_i(&String::from_utf8_lossy(b))),
            _ => Number::Int(BigInt::zero()),
        }
    }

    fn from_text(text: &str) -> Number {
        let stripped = strip(text);
        if is_decimal(stripped) {
            Number::Decimal(Decimal::parse(stripped))
        } else {
            Number::Int(string_to_i(text))
        }
    }

    /// The result as a filter returns it: a decimal becomes a Float.
    pub fn into_value(self) -> Value {
        match self {
            Number::Int(i) => Value::from(i),
            Number::Decimal(d) => Value::Float(d.to_f()),
        }
    }

    fn decimal(&self) -> Cow<'_, Decimal> {
        match self {
            Number::Int(i) => Cow::Owned(Decimal::from_integer(i)),
            Number::Decimal(d) => Cow::Borrowed(d),
        }
    }

    /// The filter `plus`.
    ///
    /// # Errors
    /// [`ErrorKind::Limit`] for a number of millions of digits.
    pub fn plus(&self, other: &Number) -> Result<Number> {
        bounded(match (self, other) {
            (Number::Int(a), Number::Int(b)) => Number::Int(a + b),
            _ => Number::Decimal(self.decimal().add(&other.decimal())),
        })
    }

    /// The filter `minus`.
    ///
    /// # Errors
    /// As [`Number::plus`].
    pub fn minus(&self, other: &Number) -> Result<Number> {
        bounded(match (self, other) {
            (Number::Int(a), Number::Int(b)) => Number::Int(a - b),
            _ => Number::Decimal(self.decimal().subtract(&other.decimal())),
        })
    }

    /// The filter `times`.
    ///
    /// # Errors
    /// As [`Number::plus`].
    pub fn times(&self, other: &Number) -> Result<Number> {
        bounded(match (self, other) {
            (Number::Int(a), Number::Int(b)) => Number::Int(a * b),
            _ => Number::Decimal(self.decimal().multiply(&other.decimal())),
        })
    }

    /// The filter `divided_by`: integers are divided down to the next integer, decimals may give Infinity.
    ///
    /// # Errors
    /// `divided by 0` for integers.
    pub fn divided_by(&self, other: &Number) -> Result<Number> {
        match (self, other) {
            (Number::Int(_), Number::Int(b)) if b.is_zero() => Err(divided_by_zero()),
            (Number::Int(a), Number::Int(b)) => Ok(Number::Int(a.div_floor(b))),
            _ => Ok(Number::Decimal(self.decimal().divide(&other.decimal()))),
        }
    }

    /// The filter `modulo`: the result has the sign of the divisor.
    ///
    /// # Errors
    /// `divided by 0`.
    pub fn modulo(&self, other: &Number) -> Result<Number> {
        match (self, other) {
            (Number::Int(_), Number::Int(b)) if b.is_zero() => Err(divided_by_zero()),
            (Number::Int(a), Number::Int(b)) => Ok(Number::Int(a.mod_floor(b))),
            _ => match self.decimal().modulo(&other.decimal()) {
                Some(rest) => Ok(Number::Decimal(rest)),
                None => Err(divided_by_zero()),
            },
        }
    }

    /// The filter `abs`.
    #[must_use]
    pub fn abs(&self) -> Number {
        match self {
            Number::Int(i) => Number::Int(i.abs()),
            Number::Decimal(d) => Number::Decimal(d.abs()),
        }
    }

    /// `<=>`; none beside NaN.
    pub fn compare(&self, other: &Number) -> Option<Ordering> {
        match (self, other) {
            (Number::Int(a), Number::Int(b)) => Some(a.cmp(b)),
            _ => self.decimal().compare(&other.decimal()),
        }
    }

    /// The filter `round`, to so many digits behind the point; an integer where that is none.
    ///
    /// # Errors
    /// `Computation results in 'Infinity'` and the like for what has no integer, and Ruby's RangeError for a count of
    /// digits beyond 32 bits.
    pub fn round(&self, digits: &Number) -> Result<Number> {
        let digits = digits.digit_count()?;
        Ok(match self {
            Number::Int(i) if digits >= 0 => Number::Int(i.clone()),
            Number::Int(i) => Number::Int(round_integer(i, digits.unsigned_abs())),
            Number::Decimal(d) if digits > 0 => Number::Decimal(d.round(digits.into())),
            Number::Decimal(d) => Number::Int(whole(&d.round(digits.into()))?),
        })
    }

    /// The filter `ceil`.
    ///
    /// # Errors
    /// `Computation results in 'Infinity'` and the like.
    pub fn ceil(&self) -> Result<Number> {
        match self {
            Number::Int(i) => Ok(Number::Int(i.clone())),
            Number::Decimal(d) => Ok(Number::Int(whole(&d.ceil())?)),
        }
    }

    /// The filter `floor`.
    ///
    /// # Errors
    /// `Computation results in 'Infinity'` and the like.
    pub fn floor(&self) -> Result<Number> {
        match self {
            Number::Int(i) => Ok(Number::Int(i.clone())),
            Number::Decimal(d) => Ok(Number::Int(whole(&d.floor())?)),
        }
    }

    /// The filter `at_least`: the larger.
    #[must_use]
    pub fn at_least(&self, least: &Number) -> Number {
        match least.compare(self) {
            Some(Ordering::Greater) => least.clone(),
            _ => self.clone(),
        }
    }

    /// The filter `at_most`: the smaller.
    #[must_use]
    pub fn at_most(&self, most: &Number) -> Number {
        match most.compare(self) {
            Some(Ordering::Less) => most.clone(),
            _ => self.clone(),
        }
    }

    /// The number as the C `int` that `round` wants.
    fn digit_count(&self) -> Result<i32> {
        let whole = match self {
            Number::Int(i) => Cow::Borrowed(i),
            Number::Decimal(d) => Cow::Owned(whole(d)?),
        };
        let range_error = |message| Err(Error::ruby("RangeError", message));
        match whole.to_i64() {
            Some(count) => match i32::try_from(count) {
                Ok(count) => Ok(count),
                Err(_) => {
                    let how = if count < 0 { "small" } else { "big" };
                    range_error(format!("integer {count} too {how} to convert to `int'"))
                }
            },
            None => range_error("bignum too big to convert into `long'".to_string()),
        }
    }
}

fn bounded(number: Number) -> Result<Number> {
    match &number {
        Number::Int(i) if i.bits() > MAX_BITS => {
            Err(Error::new(ErrorKind::Limit, "integer is too large"))
        }
        _ => Ok(number),
    }
}

fn divided_by_zero() -> Error {
    Error::liquid("divided by 0")
}

/// The integer part of a decimal, where it has one.
fn whole(decimal: &Decimal) -> Result<BigInt> {
    decimal.to_integer().ok_or_else(|| {
        let f = decimal.to_f();
        let name = if f.is_nan() {
            "'NaN' (Not a Number)"
        } else if f > 0.0 {
            "'Infinity'"
        } else {
            "'-Infinity'"
        };
        Error::liquid(format!("Computation results in {name}"))
    })
}

/// Rounds away the last so many digits, half away from zero.
fn round_integer(i: &BigInt, digits: u32) -> BigInt {
    // An integer has fewer decimal digits than a third of its bits, and one.
    if u64::from(digits) > i.bits() / 3 + 2 {
        return BigInt::zero();
    }
    let unit = BigInt::from(10).pow(digits);
    let raised: BigInt = i.abs() + &unit / 2;
    let magnitude = raised.div_floor(&unit) * unit;
    if i.is_negative() {
        -magnitude
    } else {
        magnitude
    }
}

/// Whether `Liquid::Utils.to_number` takes the text for a decimal.
fn is_decimal(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    text.split_once('.')
        .is_some_and(|(whole, fraction)| digits(whole) && digits(fraction))
}

/// `String#to_i`: an integer at the beginning, single underscores between its digits; 0 where there is none.
pub fn string_to_i(text: &str) -> BigInt {
    let text = text.trim_start_matches(is_space_char);
    let (negative, text) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    let magnitude = unsigned(text.as_bytes());
    if negative { -magnitude } else { magnitude }
}

fn unsigned(text: &[u8]) -> BigInt {
    let text = match text {
        [b'0', b'd' | b'D', rest @ ..] if rest.first().is_some_and(u8::is_ascii_digit) => rest,
        _ => text,
    };
    let mut digits = Vec::new();
    let mut bytes = text.iter().peekable();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'0'..=b'9' => digits.push(byte),
            b'_' if !digits.is_empty() && bytes.peek().is_some_and(|b| b.is_ascii_digit()) => {}
            _ => break,
        }
    }
    BigInt::parse_bytes(&digits, 10).unwrap_or_default()
}

/// `String#to_f`: a number at the beginning, single underscores between its digits; 0.0 where there is none.
pub fn string_to_f(text: &str) -> f64 {
    let text = text.trim_start_matches(is_space_char);
    let mut number = String::new();
    let mut seen_digit = false;
    let mut seen_point = false;
    let mut seen_exponent = false;
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'0'..=b'9' => seen_digit = true,
            b'+' | b'-' if at == 0 || matches!(bytes[at - 1], b'e' | b'E') => {}
            b'_' if at > 0 && is_digit(at - 1) && is_digit(at + 1) => continue,
            b'.' if !seen_point && !seen_exponent && is_digit(at + 1) => {
                seen_point = true;
            }
            b'e' | b'E' if seen_digit && !seen_exponent && exponent_follows(&bytes[at + 1..]) => {
                seen_exponent = true;
            }
            _ => break,
        }
        number.push(byte as char);
    }
    number.parse().unwrap_or(0.0)
}

fn exponent_follows(bytes: &[u8]) -> bool {
    match bytes {
        [b'+' | b'-', digit, ..] | [digit, ..] => digit.is_ascii_digit(),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calculate(a: impl Into<Value>, op: &str, b: impl Into<Value>) -> String {
        let (a, b) = (Number::from_value(&a.into()), Number::from_value(&b.into()));
        let result = match op {
            "+" => a.plus(&b),
            "-" => a.minus(&b),
            "*" => a.times(&b),
            "/" => a.divided_by(&b),
            "%" => a.modulo(&b),
            _ => a.round(&b),
        };
        match result {
            Ok(number) => number.into_value().to_s().unwrap().into_owned(),
            Err(e) => e.bare_message().to_string(),
        }
    }

    #[test]
    fn integers_stay_integers_and_decimals_are_exact() {
        assert_eq!(calculate(10, "/", 4), "2");
        assert_eq!(calculate(-7, "/", 2), "-4");
        assert_eq!(calculate(-7, "%", 3), "2");
        assert_eq!(calculate(0.1, "+", 0.2), "0.3");
        assert_eq!(calculate(2, "/", 3.0), "0.6666666666666666");
        assert_eq!(calculate(1.1, "*", 1.1), "1.21");
        assert_eq!(calculate(-7, "%", 2.5), "0.5");
        assert_eq!(calculate("3.5", "+", "1_000"), "1003.5");
        assert_eq!(calculate(" 12abc", "*", "-2"), "-24");
    }

    #[test]
    fn zero_infinity_and_nan() {
        assert_eq!(calculate(1, "/", 0), "divided by 0");
        assert_eq!(calculate(1.5, "%", 0.0), "divided by 0");
        assert_eq!(calculate(-1.5, "/", 0), "-Infinity");
        assert_eq!(calculate(0.0, "/", 0), "NaN");
        assert_eq!(calculate(-0.0, "*", 3), "-0.0");
        assert_eq!(
            calculate(f64::INFINITY, "round", 0),
            "Computation results in 'Infinity'"
        );
        assert_eq!(
            calculate(f64::NAN, "round", 0),
            "Computation results in 'NaN' (Not a Number)"
        );
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(calculate(2.675, "round", 2), "2.68");
        assert_eq!(calculate(-2.5, "round", 0), "-3");
        assert_eq!(calculate(-0.04, "round", 1), "-0.0");
        assert_eq!(calculate(1250, "round", -2), "1300");
        assert_eq!(calculate(1250.0, "round", -2), "1300");
        assert_eq!(
            calculate(1, "round", 3_000_000_000i64),
            "integer 3000000000 too big to convert to `int'"
        );
    }

    #[test]
    fn reads_integers_and_floats_from_text() {
        for (text, integer, float) in [
            ("0d12", 12, 0.0),
            ("1__2", 1, 1.0),
            ("-0_8x", -8, -8.0),
            ("\u{b}+5", 5, 5.0),
            ("1e3", 1, 1000.0),
            ("1.e3", 1, 1.0),
            (".5", 0, 0.5),
        ] {
            assert_eq!(string_to_i(text), integer.into(), "{text}");
            assert_eq!(string_to_f(text), float, "{text}");
        }
    }
}
