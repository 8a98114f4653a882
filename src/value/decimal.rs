//! Decimals that calculate as Ruby's BigDecimal 3.1.1 does, down to where its division stops and how it rounds there.

use std::cmp::Ordering;

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{One, ToPrimitive, Zero};

use super::print::shortest_digits;

/// Digits in a word of BigDecimal: its division counts in words of base 10^9, not in digits.
const WORD: i64 = 9;

/// The fewest digits that a division calculates: twice those of a Float.
const LEAST_DIGITS: i64 = 32;

/// A signed decimal; zero has a sign too, as with Float.
#[derive(Debug, Clone)]
pub struct Decimal {
    negative: bool,
    size: Size,
}

#[derive(Debug, Clone)]
enum Size {
    NaN,
    Infinite,
    Zero,
    /// digits × 10^exponent; the digits are not zero and do not end in one.
    Finite {
        digits: BigUint,
        exponent: i64,
    },
}

impl Decimal {
    fn nan() -> Decimal {
        Decimal {
            negative: false,
            size: Size::NaN,
        }
    }

    fn infinite(negative: bool) -> Decimal {
        Decimal {
            negative,
            size: Size::Infinite,
        }
    }

    fn zero(negative: bool) -> Decimal {
        Decimal {
            negative,
            size: Size::Zero,
        }
    }

    fn finite(negative: bool, digits: BigUint, exponent: i64) -> Decimal {
        if digits.is_zero() {
            return Decimal::zero(negative);
        }
        let (digits, exponent) = without_zeros(digits, exponent);
        Decimal {
            negative,
            size: Size::Finite { digits, exponent },
        }
    }

    /// The decimal with the digits that the Float prints.
    pub fn from_float(f: f64) -> Decimal {
        let negative = f.is_sign_negative();
        if f.is_nan() {
            Decimal::nan()
        } else if f.is_infinite() {
            Decimal::infinite(negative)
        } else if f == 0.0 {
            Decimal::zero(negative)
        } else {
            let (digits, point) = shortest_digits(f.abs());
            let exponent = i64::from(point) - digits.len() as i64;
            Decimal::finite(negative, parse_digits(&digits), exponent)
        }
    }

    /// An integer as a decimal.
    pub fn from_integer(i: &BigInt) -> Decimal {
        Decimal::finite(i.sign() == Sign::Minus, i.magnitude().clone(), 0)
    }

    /// Text of the form `-12.34`.
    pub fn parse(text: &str) -> Decimal {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = parse_digits(&[whole, fraction].concat());
        Decimal::finite(negative, digits, -(fraction.len() as i64))
    }

    /// `to_f`: the nearest Float.
    pub fn to_f(&self) -> f64 {
        let magnitude = match &self.size {
            Size::NaN => return f64::NAN,
            Size::Infinite => f64::INFINITY,
            Size::Zero => 0.0,
            Size::Finite { digits, exponent } => {
                format!("{digits}e{exponent}").parse().unwrap_or(f64::NAN)
            }
        };
        if self.negative { -magnitude } else { magnitude }
    }

    /// The integer part; none for what is not finite.
    pub fn to_integer(&self) -> Option<BigInt> {
        let magnitude = match &self.size {
            Size::NaN | Size::Infinite => return None,
            Size::Zero => return Some(BigInt::zero()),
            Size::Finite { digits, exponent } => shifted(digits, *exponent),
        };
        let sign = if self.negative {
            Sign::Minus
        } else {
            Sign::Plus
        };
        Some(BigInt::from_biguint(sign, magnitude))
    }

    /// `-self`
    #[must_use]
    pub fn negated(&self) -> Decimal {
        Decimal {
            negative: !self.negative,
            size: self.size.clone(),
        }
    }

    /// `abs`
    #[must_use]
    pub fn abs(&self) -> Decimal {
        Decimal {
            negative: false,
            size: self.size.clone(),
        }
    }

    /// `self - other`
    #[must_use]
    pub fn subtract(&self, other: &Decimal) -> Decimal {
        self.add(&other.negated())
    }

    /// `self + other`
    #[must_use]
    pub fn add(&self, other: &Decimal) -> Decimal {
        match (&self.size, &other.size) {
            (Size::NaN, _) | (_, Size::NaN) => Decimal::nan(),
            (Size::Infinite, Size::Infinite) if self.negative != other.negative => Decimal::nan(),
            (Size::Zero, Size::Zero) => Decimal::zero(self.negative && other.negative),
            (Size::Infinite, _) | (_, Size::Zero) => self.clone(),
            (_, Size::Infinite) | (Size::Zero, _) => other.clone(),
            (
                Size::Finite {
                    digits: a,
                    exponent: x,
                },
                Size::Finite {
                    digits: b,
                    exponent: y,
                },
            ) => {
                let exponent = *x.min(y);
                let a = shifted(a, x - exponent);
                let b = shifted(b, y - exponent);
                match (self.negative == other.negative, a.cmp(&b)) {
                    (true, _) => Decimal::finite(self.negative, a + b, exponent),
                    (false, Ordering::Equal) => Decimal::zero(false),
                    (false, Ordering::Greater) => Decimal::finite(self.negative, a - b, exponent),
                    (false, Ordering::Less) => Decimal::finite(other.negative, b - a, exponent),
                }
            }
        }
    }

    /// `self * other`
    #[must_use]
    pub fn multiply(&self, other: &Decimal) -> Decimal {
        let negative = self.negative != other.negative;
        match (&self.size, &other.size) {
            (Size::NaN, _)
            | (_, Size::NaN)
            | (Size::Infinite, Size::Zero)
            | (Size::Zero, Size::Infinite) => Decimal::nan(),
            (Size::Infinite, _) | (_, Size::Infinite) => Decimal::infinite(negative),
            (Size::Zero, _) | (_, Size::Zero) => Decimal::zero(negative),
            (
                Size::Finite {
                    digits: a,
                    exponent: x,
                },
                Size::Finite {
                    digits: b,
                    exponent: y,
                },
            ) => Decimal::finite(negative, a * b, x + y),
        }
    }

    /// `self / other`
    #[must_use]
    pub fn divide(&self, other: &Decimal) -> Decimal {
        let negative = self.negative != other.negative;
        match (&self.size, &other.size) {
            (Size::NaN, _)
            | (_, Size::NaN)
            | (Size::Infinite, Size::Infinite)
            | (Size::Zero, Size::Zero) => Decimal::nan(),
            (Size::Infinite, _) | (_, Size::Zero) => Decimal::infinite(negative),
            (Size::Zero, _) | (_, Size::Infinite) => Decimal::zero(negative),
            (Size::Finite { .. }, Size::Finite { .. }) if other.is_one() => Decimal {
                negative,
                size: self.size.clone(),
            },
            (Size::Finite { .. }, Size::Finite { .. }) => {
                Quotient::of(self, other).rounded(other, negative)
            }
        }
    }

    /// `self % other`, with the sign of `other`; none where that is zero.
    pub fn modulo(&self, other: &Decimal) -> Option<Decimal> {
        Some(match (&self.size, &other.size) {
            (Size::NaN, _) | (_, Size::NaN) | (Size::Infinite, Size::Infinite) => Decimal::nan(),
            (_, Size::Zero) => return None,
            (Size::Infinite, _) => Decimal::nan(),
            (_, Size::Infinite) => self.clone(),
            (Size::Zero, _) => Decimal::zero(false),
            (Size::Finite { .. }, Size::Finite { .. }) => {
                let quotient = Quotient::of(self, other);
                let kept = quotient.length - 1;
                let whole = Decimal::finite(false, quotient.words, quotient.exponent).floor();
                let rest = self.rest_of(&whole.multiply(&other.abs()), kept);
                if self.negative != other.negative && !rest.is_zero() {
                    rest.add(other)
                } else {
                    rest
                }
            }
        })
    }

    /// The magnitude less a product that is not larger, both cut off after so many words, with the sign of `self`.
    fn rest_of(&self, product: &Decimal, words: i64) -> Decimal {
        let (a, x) = self.parts();
        let (b, y) = product.parts();
        if (&a, x) == (&b, y) {
            return Decimal::zero(false);
        }
        let unit = WORD * (word_exponent(&a, x).max(word_exponent(&b, y)) - words);
        let exponent = x.min(y).max(unit);
        let rest =
            BigInt::from(shifted(&a, x - exponent)) - BigInt::from(shifted(&b, y - exponent));
        let negative = self.negative != (rest.sign() == Sign::Minus);
        Decimal::finite(negative, rest.into_parts().1, exponent)
    }

    /// `<=>`; none beside NaN.
    pub fn compare(&self, other: &Decimal) -> Option<Ordering> {
        let rank = |d: &Decimal| match (&d.size, d.negative) {
            (Size::Zero, _) => 0,
            (Size::Finite { .. }, false) => 1,
            (Size::Finite { .. }, true) => -1,
            (_, false) => 2,
            (_, true) => -2,
        };
        match (&self.size, &other.size) {
            (Size::NaN, _) | (_, Size::NaN) => None,
            (Size::Finite { .. }, Size::Finite { .. }) if self.negative == other.negative => {
                let difference = self.subtract(other);
                Some(match (difference.is_zero(), difference.negative) {
                    (true, _) => Ordering::Equal,
                    (false, true) => Ordering::Less,
                    (false, false) => Ordering::Greater,
                })
            }
            _ => Some(rank(self).cmp(&rank(other))),
        }
    }

    /// `round(places)`, half away from zero.
    #[must_use]
    pub fn round(&self, places: i64) -> Decimal {
        match &self.size {
            Size::Finite { digits, exponent } if *exponent < -places => {
                // One digit more than is kept: it alone decides.
                let kept = shifted(digits, exponent + places + 1);
                let kept = (kept + 5u8) / 10u8;
                Decimal::finite(self.negative, kept, -places)
            }
            _ => self.clone(),
        }
    }

    /// `floor`, of what is finite.
    #[must_use]
    pub fn floor(&self) -> Decimal {
        match &self.size {
            Size::Finite { digits, exponent } if *exponent < 0 => {
                let whole = shifted(digits, *exponent);
                let whole = if self.negative { whole + 1u8 } else { whole };
                Decimal::finite(self.negative, whole, 0)
            }
            _ => self.clone(),
        }
    }

    /// `ceil`, of what is finite.
    #[must_use]
    pub fn ceil(&self) -> Decimal {
        self.negated().floor().negated()
    }

    fn is_zero(&self) -> bool {
        matches!(self.size, Size::Zero)
    }

    fn is_one(&self) -> bool {
        matches!(&self.size, Size::Finite { digits, exponent: 0 } if digits.is_one())
    }

    fn parts(&self) -> (BigUint, i64) {
        match &self.size {
            Size::Finite { digits, exponent } => (digits.clone(), *exponent),
            _ => (BigUint::zero(), 0),
        }
    }
}

/// What BigDecimal's long division leaves: whole words of the quotient, and the rest.
struct Quotient {
    words: BigUint,
    /// How many words BigDecimal keeps for it.
    length: i64,
    /// The power of ten that the last word's unit has.
    exponent: i64,
    rest: BigUint,
    rest_exponent: i64,
}

impl Quotient {
    /// Divides two finite numbers, neither of them zero, disregarding their signs.
    fn of(a: &Decimal, b: &Decimal) -> Quotient {
        let (a, x) = a.parts();
        let (b, y) = b.parts();
        let digits = precision(&a, x).max(precision(&b, y)).max(LEAST_DIGITS);
        let length = (digits + 2 * WORD + WORD - 1) / WORD;
        let exponent = WORD * (word_exponent(&a, x) - word_exponent(&b, y) + 2 - length);
        // a × 10^x = quotient × b × 10^(y + exponent) + rest
        let scale = x - y - exponent;
        let (dividend, divisor, rest_exponent) = if scale >= 0 {
            (shifted(&a, scale), b, x - scale)
        } else {
            (a, shifted(&b, -scale), x)
        };
        Quotient {
            words: &dividend / &divisor,
            length,
            exponent,
            rest: dividend % divisor,
            rest_exponent,
        }
    }

    /// Rounds as BigDecimal does: by the first words of rest and divisor, wherever they stand, and at the last word of
    /// the quotient that is not zero.
    fn rounded(self, divisor: &Decimal, negative: bool) -> Decimal {
        let base = BigUint::from(1_000_000_000u32);
        let (mut words, mut exponent) = (self.words, self.exponent);
        while !words.is_zero() && (&words % &base).is_zero() {
            words /= &base;
            exponent += WORD;
        }
        let (divisor, y) = divisor.parts();
        let next = match first_word(&divisor, y) {
            0 => 0,
            first => (first_word(&self.rest, self.rest_exponent) * 1_000_000_000 / first) as u32,
        };
        if !words.is_zero() && next / 100_000_000 >= 5 {
            words += 1u8;
        }
        Decimal::finite(negative, words, exponent)
    }
}

/// Where the first digit stands: the number is 0.DIGITS × 10^this.
fn point(digits: &BigUint, exponent: i64) -> i64 {
    digit_count(digits) + exponent
}

fn word_exponent(digits: &BigUint, exponent: i64) -> i64 {
    let point = point(digits, exponent);
    point.div_euclid(WORD) + i64::from(point.rem_euclid(WORD) > 0)
}

/// The first word of base 10^9, words being counted from the point.
fn first_word(digits: &BigUint, exponent: i64) -> u64 {
    if digits.is_zero() {
        return 0;
    }
    let unit = WORD * (word_exponent(digits, exponent) - 1);
    shifted(digits, exponent - unit).to_u64().unwrap_or(0)
}

/// `BigDecimal#precision`: the digits from the first, or from the point for what is less than 1, to the last.
fn precision(digits: &BigUint, exponent: i64) -> i64 {
    point(digits, exponent).max(0) + (-exponent).max(0)
}

fn digit_count(digits: &BigUint) -> i64 {
    if digits.is_zero() {
        return 0;
    }
    // log10(2) as a ratio, a little too small: the guess is exact or one or so too low.
    let guess = ((digits.bits() - 1) as i64 * 30_103 / 100_000).max(0);
    let mut count = guess;
    let mut power = BigUint::from(10u8).pow(count as u32);
    while *digits >= power {
        power *= 10u8;
        count += 1;
    }
    count
}

fn parse_digits(digits: &str) -> BigUint {
    BigUint::parse_bytes(digits.as_bytes(), 10).unwrap_or_default()
}

/// digits × 10^by, cut off behind the point.
fn shifted(digits: &BigUint, by: i64) -> BigUint {
    match u32::try_from(by.unsigned_abs()) {
        Ok(0) => digits.clone(),
        Ok(power) if by > 0 => digits * BigUint::from(10u8).pow(power),
        Ok(power) if u64::from(power) <= digits.bits() => digits / BigUint::from(10u8).pow(power),
        _ => BigUint::zero(),
    }
}

fn without_zeros(mut digits: BigUint, mut exponent: i64) -> (BigUint, i64) {
    if (&digits % 10u8).is_zero() {
        let text = digits.to_string();
        let zeros = text.len() - text.trim_end_matches('0').len();
        digits = shifted(&digits, -(zeros as i64));
        exponent += zeros as i64;
    }
    (digits, exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(d: &Decimal) -> String {
        let sign = if d.negative { "-" } else { "" };
        match &d.size {
            Size::Finite { digits, exponent } => format!("{sign}{digits}e{exponent}"),
            other => format!("{sign}{other:?}"),
        }
    }

    #[test]
    fn division_stops_where_bigdecimal_stops() {
        let divide = |a, b| show(&Decimal::parse(a).divide(&Decimal::parse(b)));
        assert_eq!(divide("1.0", "3.0"), format!("{}e-36", "3".repeat(36)));
        assert_eq!(divide("2.0", "3.0"), format!("{}7e-36", "6".repeat(35)));
        assert_eq!(divide("1.0", "8.0"), "125e-3");
    }
}
