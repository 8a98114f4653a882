//! Numbers as Liquid's arithmetic filters see them: integers of any size and decimals, which a Float becomes first.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

use super::Value;
use super::print::write_float;
use crate::error::{Error, Result};

/// What an arithmetic filter calculates with (`Liquid::Utils.to_number`).
#[derive(Debug, Clone)]
pub enum Number {
    /// An Integer.
    Int(BigInt),
    /// A BigDecimal.
    Decimal(Decimal),
}

/// A decimal: coefficient × 10^exponent, or no finite number.
#[derive(Debug, Clone)]
pub enum Decimal {
    /// A finite number.
    Finite(BigInt, i64),
    /// Infinity or NaN.
    Special(f64),
}

impl Number {
    /// The number that Liquid reads from a value; 0 for what is none.
    pub fn from_value(value: &Value) -> Number {
        match value {
            Value::Int(i) => Number::Int((*i).into()),
            Value::BigInt(i) => Number::Int((**i).clone()),
            Value::Float(f) => Number::Decimal(Decimal::from_float(*f)),
            Value::Str(s) | Value::Symbol(s) => {
                let text = s.trim();
                if is_decimal(text) {
                    Number::Decimal(Decimal::parse(text))
                } else {
                    Number::Int(string_to_i(s))
                }
            }
            _ => Number::Int(BigInt::zero()),
        }
    }

    /// The result as a filter returns it: a decimal becomes a Float.
    pub fn into_value(self) -> Value {
        match self {
            Number::Int(i) => Value::from(i),
            Number::Decimal(d) => Value::Float(d.to_f()),
        }
    }

    fn decimal(&self) -> Decimal {
        match self {
            Number::Int(i) => Decimal::Finite(i.clone(), 0),
            Number::Decimal(d) => d.clone(),
        }
    }

    fn apply(
        &self,
        other: &Number,
        ints: impl Fn(&BigInt, &BigInt) -> Result<BigInt>,
        decimals: impl Fn(&Decimal, &Decimal) -> Result<Decimal>,
    ) -> Result<Number> {
        Ok(match (self, other) {
            (Number::Int(a), Number::Int(b)) => Number::Int(ints(a, b)?),
            _ => Number::Decimal(decimals(&self.decimal(), &other.decimal())?),
        })
    }

    /// The filter `plus`.
    ///
    /// # Errors
    /// None for numbers of a sane size.
    pub fn plus(&self, other: &Number) -> Result<Number> {
        self.apply(other, |a, b| Ok(a + b), |a, b| Ok(a.add(b)))
    }

    /// The filter `minus`.
    ///
    /// # Errors
    /// None for numbers of a sane size.
    pub fn minus(&self, other: &Number) -> Result<Number> {
        self.apply(other, |a, b| Ok(a - b), |a, b| Ok(a.add(&b.negated())))
    }

    /// The filter `times`.
    ///
    /// # Errors
    /// None for numbers of a sane size.
    pub fn times(&self, other: &Number) -> Result<Number> {
        self.apply(other, |a, b| Ok(a * b), |a, b| Ok(a.multiply(b)))
    }

    /// The filter `divided_by`: integers are divided down to the next integer.
    ///
    /// # Errors
    /// `divided by 0`.
    pub fn divided_by(&self, other: &Number) -> Result<Number> {
        self.apply(
            other,
            |a, b| {
                if b.is_zero() {
                    return Err(divided_by_zero());
                }
                Ok(a.div_floor(b))
            },
            |a, b| a.divide(b),
        )
    }

    /// The filter `modulo`: the result has the sign of the divisor.
    ///
    /// # Errors
    /// `divided by 0`.
    pub fn modulo(&self, other: &Number) -> Result<Number> {
        self.apply(
            other,
            |a, b| {
                if b.is_zero() {
                    return Err(divided_by_zero());
                }
                Ok(a.mod_floor(b))
            },
            |a, b| a.modulo(b),
        )
    }

    /// The filter `abs`.
    #[must_use]
    pub fn abs(&self) -> Number {
        match self {
            Number::Int(i) => Number::Int(i.abs()),
            Number::Decimal(Decimal::Finite(c, e)) => Number::Decimal(Decimal::Finite(c.abs(), *e)),
            Number::Decimal(Decimal::Special(f)) => Number::Decimal(Decimal::Special(f.abs())),
        }
    }

    /// `<=>`; none beside NaN.
    pub fn compare(&self, other: &Number) -> Option<Ordering> {
        self.decimal().compare(&other.decimal())
    }

    /// The filter `round`, to so many digits behind the point.
    ///
    /// # Errors
    /// `Computation results in 'Infinity'` and the like.
    pub fn round(&self, digits: &Number) -> Result<Number> {
        let digits = match digits {
            Number::Int(i) => i.to_i64().unwrap_or(0),
            Number::Decimal(d) => d.to_f() as i64,
        };
        match self {
            Number::Int(i) if digits >= 0 => Ok(Number::Int(i.clone())),
            _ => {
                let rounded = self.decimal().round(digits)?;
                Ok(match (self, digits, &rounded) {
                    (Number::Decimal(_), 1.., _) => Number::Decimal(rounded),
                    _ => Number::Int(rounded.floor()?),
                })
            }
        }
    }

    /// The filter `ceil`.
    ///
    /// # Errors
    /// `Computation results in 'Infinity'` and the like.
    pub fn ceil(&self) -> Result<Number> {
        match self {
            Number::Int(i) => Ok(Number::Int(i.clone())),
            Number::Decimal(d) => Ok(Number::Int(-d.negated().floor()?)),
        }
    }

    /// The filter `floor`.
    ///
    /// # Errors
    /// `Computation results in 'Infinity'` and the like.
    pub fn floor(&self) -> Result<Number> {
        match self {
            Number::Int(i) => Ok(Number::Int(i.clone())),
            Number::Decimal(d) => Ok(Number::Int(d.floor()?)),
        }
    }

    /// The filter `at_least`: the larger.
    ///
    /// # Errors
    /// `comparison of … failed` beside NaN.
    pub fn at_least(&self, least: &Number) -> Result<Number> {
        Ok(match least.compare(self) {
            Some(Ordering::Greater) => least.clone(),
            _ => self.clone(),
        })
    }

    /// The filter `at_most`: the smaller.
    ///
    /// # Errors
    /// `comparison of … failed` beside NaN.
    pub fn at_most(&self, most: &Number) -> Result<Number> {
        Ok(match most.compare(self) {
            Some(Ordering::Less) => most.clone(),
            _ => self.clone(),
        })
    }
}

fn divided_by_zero() -> Error {
    Error::liquid("divided by 0")
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
    let text = text.trim_start_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r']);
    let (negative, text) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    let mut digits = String::new();
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'0'..=b'9' => digits.push(byte as char),
            b'_' if !digits.is_empty() && bytes.peek().is_some_and(u8::is_ascii_digit) => {}
            _ => break,
        }
    }
    let magnitude: BigInt = digits.parse().unwrap_or_default();
    if negative { -magnitude } else { magnitude }
}

impl Decimal {
    fn from_float(f: f64) -> Decimal {
        if !f.is_finite() {
            return Decimal::Special(f);
        }
        let mut text = String::new();
        write_float(f, &mut text);
        Decimal::parse(&text)
    }

    fn parse(text: &str) -> Decimal {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let coefficient = format!("{whole}{fraction}").parse().unwrap_or_default();
        let exponent = exponent.parse().unwrap_or(0i64) - fraction.len() as i64;
        Decimal::Finite(coefficient, exponent)
    }

    fn to_f(&self) -> f64 {
        match self {
            Decimal::Special(f) => *f,
            Decimal::Finite(c, e) => format!("{c}e{e}").parse().unwrap_or(f64::NAN),
        }
    }

    fn negated(&self) -> Decimal {
        match self {
            Decimal::Finite(c, e) => Decimal::Finite(-c, *e),
            Decimal::Special(f) => Decimal::Special(-f),
        }
    }

    fn add(&self, other: &Decimal) -> Decimal {
        match (self, other) {
            (Decimal::Finite(a, x), Decimal::Finite(b, y)) => {
                let e = *x.min(y);
                Decimal::Finite(scaled(a, x - e) + scaled(b, y - e), e)
            }
            _ => Decimal::Special(self.to_f() + other.to_f()),
        }
    }

    fn multiply(&self, other: &Decimal) -> Decimal {
        match (self, other) {
            (Decimal::Finite(a, x), Decimal::Finite(b, y)) => Decimal::Finite(a * b, x + y),
            _ => Decimal::Special(self.to_f() * other.to_f()),
        }
    }

    fn divide(&self, other: &Decimal) -> Result<Decimal> {
        Ok(match (self, other) {
            (Decimal::Finite(a, x), Decimal::Finite(b, y)) if !b.is_zero() => {
                Decimal::Finite(scaled(a, 32) / b, x - y - 32)
            }
            _ => Decimal::Special(self.to_f() / other.to_f()),
        })
    }

    fn modulo(&self, other: &Decimal) -> Result<Decimal> {
        match (self, other) {
            (Decimal::Finite(..), Decimal::Finite(b, _)) if b.is_zero() => Err(divided_by_zero()),
            (Decimal::Finite(a, x), Decimal::Finite(b, y)) => {
                let e = *x.min(y);
                Ok(Decimal::Finite(
                    scaled(a, x - e).mod_floor(&scaled(b, y - e)),
                    e,
                ))
            }
            _ => Ok(Decimal::Special(f64::NAN)),
        }
    }

    fn compare(&self, other: &Decimal) -> Option<Ordering> {
        match (self, other) {
            (Decimal::Finite(a, x), Decimal::Finite(b, y)) => {
                let e = *x.min(y);
                Some(scaled(a, x - e).cmp(&scaled(b, y - e)))
            }
            _ => self.to_f().partial_cmp(&other.to_f()),
        }
    }

    fn floor(&self) -> Result<BigInt> {
        match self {
            Decimal::Finite(c, e) if *e >= 0 => Ok(scaled(c, *e)),
            Decimal::Finite(c, e) => Ok(c.div_floor(&scaled(&1.into(), -e))),
            Decimal::Special(f) => Err(special(*f)),
        }
    }

    fn round(&self, digits: i64) -> Result<Decimal> {
        match self {
            Decimal::Finite(c, e) if *e >= -digits => Ok(Decimal::Finite(c.clone(), *e)),
            Decimal::Finite(c, e) => {
                let unit = scaled(&1.into(), -digits - e);
                let doubled: BigInt = c.abs() * 2 + &unit;
                let magnitude = doubled.div_floor(&(unit * 2));
                let rounded = if c.is_negative() {
                    -magnitude
                } else {
                    magnitude
                };
                Ok(Decimal::Finite(rounded, -digits))
            }
            Decimal::Special(f) => Err(special(*f)),
        }
    }
}

fn scaled(coefficient: &BigInt, power: i64) -> BigInt {
    coefficient * BigInt::from(10).pow(power.clamp(0, 10_000) as u32)
}

fn special(f: f64) -> Error {
    let name = if f.is_nan() {
        "'NaN' (Not a Number)"
    } else if f > 0.0 {
        "'Infinity'"
    } else {
        "'-Infinity'"
    };
    Error::ruby("FloatDomainError", format!("Computation results in {name}"))
}
