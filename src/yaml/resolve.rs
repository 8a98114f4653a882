//! SafeYAML's guesses at what an unquoted scalar means (`SafeYAML::Transform`), in its order: integers, floats, nil,
//! booleans, dates and times, else text. A newline at the very end does not count, as with Ruby's `\Z`.

use std::borrow::Cow;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::error::{Error, Result};
use crate::text::is_space;
use crate::value::{Date, DateTime, Fraction, Time, Value};

/// Longer runs of digits are converted by halves.
const DIGITS_AT_ONCE: usize = 2000;

/// How much of a number's mantissa Ruby's Float() reads where it has to remove underscores.
const FLOAT_BUFFER: usize = 60;

/// The value of a scalar that is not quoted.
///
/// # Errors
/// ArgumentError for what looks like a float to SafeYAML but not to Ruby (`1__0.5`).
pub(super) fn plain(text: &str) -> Result<Value> {
    let Some(first) = text.bytes().next() else {
        return Ok(Value::Nil);
    };
    let value = match first {
        b'a'..=b'z' | b'A'..=b'Z' => word(text),
        b'0'..=b'9' | b'+' | b'-' | b'.' | b',' | b'_' => number_or_time(text)?,
        b'~' if text.len() == 1 => Some(Value::Nil),
        _ => None,
    };
    Ok(value.unwrap_or_else(|| Value::Str(text.into())))
}

/// nil and the booleans, in any case.
fn word(text: &str) -> Option<Value> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    match text.len() {
        2 if is("on") => Some(Value::Bool(true)),
        2 if is("no") => Some(Value::Bool(false)),
        3 if is("yes") => Some(Value::Bool(true)),
        3 if is("off") => Some(Value::Bool(false)),
        4 if is("true") => Some(Value::Bool(true)),
        4 if is("null") => Some(Value::Nil),
        5 if is("false") => Some(Value::Bool(false)),
        _ => None,
    }
}

fn number_or_time(text: &str) -> Result<Option<Value>> {
    if let Some(value) = integer(text) {
        return Ok(Some(value));
    }
    let line = text.strip_suffix('\n').unwrap_or(text);
    if is_float(line) {
        return ruby_float(text).map(|f| Some(Value::Float(f)));
    }
    if let Some(float) = special_float(text) {
        return Ok(Some(Value::Float(float)));
    }
    if is_sexagesimal(line, true) {
        return sexagesimal(text).map(|f| Some(Value::Float(f)));
    }
    Ok(date(line).or_else(|| time(text)))
}

/// An Integer, or the Float that a sexagesimal one becomes.
fn integer(text: &str) -> Option<Value> {
    let could_be = |b: u8| {
        b.is_ascii_hexdigit() || matches!(b, b'+' | b'-' | b'_' | b',' | b':' | b'x' | b'X' | b'\n')
    };
    if !text.bytes().all(could_be) {
        return None;
    }
    let text = if text.contains(['_', ',']) {
        Cow::Owned(text.replace(['_', ','], ""))
    } else {
        Cow::Borrowed(text)
    };
    let line = text.strip_suffix('\n').unwrap_or(&text);
    let (sign, digits) = match line.strip_prefix(['+', '-']) {
        Some(digits) => (&line[..1], digits),
        None => ("", line),
    };
    if digits == "0" || is_digits(digits, 10) && !digits.starts_with('0') {
        return Some(number(sign, digits, 10));
    }
    if let Some(hex) = digits.strip_prefix("0x")
        && is_digits(hex, 16)
    {
        return Some(number(sign, hex, 16));
    }
    if sign.is_empty() {
        for (prefix, radix) in [("0X", 16), ("0b", 2), ("0", 8)] {
            if let Some(digits) = line.strip_prefix(prefix)
                && is_digits(digits, radix)
            {
                return Some(number("", digits, radix));
            }
        }
    }
    if is_sexagesimal(line, false) {
        return sexagesimal(line).ok().map(Value::Float);
    }
    None
}

fn is_digits(text: &str, radix: u32) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_digit(radix))
}

fn number(sign: &str, digits: &str, radix: u32) -> Value {
    if let Ok(small) = i64::from_str_radix(digits, radix) {
        return Value::Int(if sign == "-" { -small } else { small });
    }
    let big = big_number(digits, radix);
    Value::from(if sign == "-" { -big } else { big })
}

/// Halves long decimal numbers, for the conversion takes time by the square of their length.
fn big_number(digits: &str, radix: u32) -> BigInt {
    if digits.len() <= DIGITS_AT_ONCE || radix != 10 {
        return BigInt::parse_bytes(digits.as_bytes(), radix).unwrap_or_default();
    }
    let (high, low) = digits.split_at(digits.len() / 2);
    let shift = BigInt::from(10).pow(u32::try_from(low.len()).unwrap_or(u32::MAX));
    big_number(high, radix) * shift + big_number(low, radix)
}

/// `/\A[-+]?(?:\d[\d_]*)?\.[\d_]+(?:[eE][-+]\d+)?\z/`
fn is_float(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_part = |b: &&u8| b.is_ascii_digit() || **b == b'_';
    let rest = match bytes {
        [b'+' | b'-', rest @ ..] => rest,
        rest => rest,
    };
    let whole = rest.iter().take_while(is_part).count();
    let [b'.', fraction @ ..] = &rest[whole..] else {
        return false;
    };
    if rest.first() == Some(&b'_') {
        return false;
    }
    let length = fraction.iter().take_while(is_part).count();
    length > 0
        && match &fraction[length..] {
            [] => true,
            [b'e' | b'E', b'+' | b'-', digits @ ..] => {
                !digits.is_empty() && digits.iter().all(u8::is_ascii_digit)
            }
            _ => false,
        }
}

/// Ruby's `Float(text)` for text of digits, points, underscores and an exponent.
fn ruby_float(text: &str) -> Result<f64> {
    let number = text.trim_end();
    let bytes = number.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let underscores_fit = bytes
        .iter()
        .enumerate()
        .all(|(at, &b)| b != b'_' || at > 0 && is_digit(at - 1) && is_digit(at + 1));
    let plain = number.len() == text.len() && !number.contains('_');
    let number = if plain {
        Cow::Borrowed(number)
    } else {
        buffered_number(number)
    };
    let parsed = match number.ends_with('.') {
        true => None,
        false => number.parse().ok().filter(|_| underscores_fit),
    };
    parsed.ok_or_else(|| {
        let message = format!("invalid value for Float(): {text:?}");
        Error::ruby("ArgumentError", message)
    })
}

/// A number without its underscores, as far as the buffer goes through which Ruby sends it then.
fn buffered_number(number: &str) -> Cow<'_, str> {
    let exponent = number.find(['e', 'E']).unwrap_or(number.len());
    let (mantissa, exponent) = number.split_at(exponent);
    let unsigned = mantissa.trim_start_matches(['+', '-']);
    let digits = match unsigned.starts_with('0') {
        true => &unsigned[unsigned.bytes().take_while(|&b| b == b'0').count() - 1..],
        false => unsigned,
    };
    let mut buffer = mantissa[..mantissa.len() - unsigned.len()].to_string();
    buffer.extend(digits.chars().filter(|&c| c != '_'));
    buffer.truncate(FLOAT_BUFFER);
    buffer.push_str(exponent);
    Cow::Owned(buffer)
}

fn special_float(text: &str) -> Option<f64> {
    match text {
        ".inf" | ".Inf" | ".INF" => Some(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Some(f64::NEG_INFINITY),
        ".nan" | ".NaN" | ".NAN" => Some(f64::NAN),
        _ => None,
    }
}

/// `/\A[-+]?\d[\d_]*(:[0-5]?\d)+\z/`, with `\.[\d_]*` behind it where there is a fraction.
fn is_sexagesimal(line: &str, fraction: bool) -> bool {
    let line = match fraction {
        false => line,
        true => match line.split_once('.') {
            Some((line, digits)) if digits.bytes().all(|b| b.is_ascii_digit() || b == b'_') => line,
            _ => return false,
        },
    };
    let unsigned = line.strip_prefix(['+', '-']).unwrap_or(line);
    let mut parts = unsigned.split(':');
    let first = parts.next().unwrap_or_default();
    let mut places = 0;
    first.starts_with(|c: char| c.is_ascii_digit())
        && first.bytes().all(|b| b.is_ascii_digit() || b == b'_')
        && parts.all(|part| {
            places += 1;
            matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'])
        })
        && places > 0
}

/// `SafeYAML::Parse::Sexagesimal.value`. The first part keeps its sign, and then the whole changes it again.
fn sexagesimal(text: &str) -> Result<f64> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, "")) => (whole, None),
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut sum = 0.0;
    let mut unit = Some(BigInt::from(1));
    for part in whole.rsplit(':') {
        let scale = unit
            .as_ref()
            .and_then(BigInt::to_f64)
            .unwrap_or(f64::INFINITY);
        sum += ruby_float(part)? * scale;
        unit = unit.filter(|_| scale.is_finite()).map(|unit| unit * 60);
    }
    if let Some(fraction) = fraction {
        sum += ruby_float(&format!(".{fraction}"))?;
    }
    Ok(if text.starts_with('-') { -sum } else { sum })
}

/// `dddd-dd-dd`, where there is such a day.
fn date(line: &str) -> Option<Value> {
    let &[_, _, _, _, b'-', _, _, b'-', _, _] = line.as_bytes() else {
        return None;
    };
    let mut fields = Fields(line.as_bytes());
    let year = fields.number(4, 4)?;
    fields.byte(b'-')?;
    let month = fields.number(2, 2)?;
    fields.byte(b'-')?;
    let day = fields.number(2, 2)?;
    Date::from_civil(i64::from(year), month as u8, day as u8).map(Value::Date)
}

/// `SafeYAML::Parse::Date::TIME_MATCHER`, and what `DateTime.parse(text).to_time` makes of it.
fn time(text: &str) -> Option<Value> {
    let mut fields = Fields(text.as_bytes());
    let year = fields.number(4, 4)?;
    fields.byte(b'-')?;
    let month = fields.number(1, 2)?;
    fields.byte(b'-')?;
    let day = fields.number(1, 2)?;
    if fields.byte(b'T').or_else(|| fields.byte(b't')).is_none() && fields.spaces() == 0 {
        return None;
    }
    let hour = fields.number(1, 2)?;
    fields.byte(b':')?;
    let minute = fields.number(2, 2)?;
    fields.byte(b':')?;
    let second = fields.number(2, 2)?;
    let fraction = match fields.byte(b'.') {
        Some(()) => fields.digits(),
        None => "",
    };
    fields.spaces();
    let offset = fields.offset()?;
    if !matches!(fields.0, b"" | b"\n") {
        return None;
    }
    let ends_the_day = hour == 24 && minute == 0 && second == 0;
    if (hour > 23 && !ends_the_day) || minute > 59 || second > 60 {
        return None;
    }
    let civil = (i64::from(year), month as u8, day as u8);
    let clock = (hour as u8, minute as u8, second.min(59) as u8);
    let time = DateTime::from_civil(civil, clock, 0, offset)?.to_time();
    Some(Value::Time(if fraction.is_empty() {
        time
    } else {
        Time::at(time.epoch(), Fraction::from_digits(fraction)).with_offset(offset)
    }))
}

/// What is left of a date or time.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn byte(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }

    /// At least `least` and at most `most` digits, as many as there are.
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let digits = self.0.iter().take(most);
        let length = digits.take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        let number = digits.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
        (length >= least).then_some(number)
    }

    fn digits(&mut self) -> &'a str {
        let length = self.0.iter().take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        std::str::from_utf8(digits).unwrap_or_default()
    }

    fn spaces(&mut self) -> usize {
        let length = self.0.iter().take_while(|b| is_space(**b)).count();
        self.0 = &self.0[length..];
        length
    }

    /// `Z`, an offset, or nothing. One of more than a day is ignored, one of just a day is no time at all.
    fn offset(&mut self) -> Option<i32> {
        if self.byte(b'Z').is_some() {
            return Some(0);
        }
        let sign = match self.0.first() {
            Some(b'+') => 1,
            Some(b'-') => -1,
            _ => return Some(0),
        };
        self.0 = &self.0[1..];
        let (hours, minutes) = match *self.0 {
            // Of three digits the first is the hour.
            [h, a, b, ref rest @ ..]
                if [h, a, b].iter().all(u8::is_ascii_digit)
                    && !rest.first().is_some_and(u8::is_ascii_digit) =>
            {
                (self.number(1, 1)?, self.number(2, 2)?)
            }
            _ => {
                let hours = self.number(1, 2)?;
                let minutes = match self.byte(b':') {
                    Some(()) => self.number(2, 2)?,
                    None => self.number(2, 2).unwrap_or(0),
                };
                (hours, minutes)
            }
        };
        match (hours * 3600 + minutes * 60) as i32 {
            86_400 => None,
            seconds if seconds > 86_400 => Some(0),
            seconds => Some(sign * seconds),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match plain(text) {
            Ok(value) => format!("{value:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn integers() {
        for (text, value) in [
            ("1,,", "1"),
            ("1\n,", "1"),
            ("1,\n\n", "\"1,\\n\\n\""),
            ("_1", "1"),
            ("0_7", "7"),
            ("08", "\"08\""),
            ("-017", "\"-017\""),
            ("-0x1f", "-31"),
            ("-0X1f", "\"-0X1f\""),
            ("0b__1", "1"),
            ("0B1", "\"0B1\""),
            (
                "123456789012345678901234567890",
                "123456789012345678901234567890",
            ),
            ("-1:30", "30.0"),
            ("1:60", "\"1:60\""),
            ("12:30\n", "750.0"),
        ] {
            assert_eq!(shown(text), value, "{text:?}");
        }
    }

    #[test]
    fn floats() {
        for (text, value) in [
            ("1e3", "\"1e3\""),
            ("+.5_5", "0.55"),
            ("1__0.5", "invalid value for Float(): \"1__0.5\""),
            ("1:30.\n", "invalid value for Float(): \".\\n\""),
            ("1_0:30.5", "630.5"),
            ("1.5e+999", "Infinity"),
            ("+.inf", "\"+.inf\""),
        ] {
            assert_eq!(shown(text), value, "{text:?}");
        }
    }

    #[test]
    fn times() {
        for (text, value) in [
            ("1582-10-10", "\"1582-10-10\""),
            ("2024-01-02 23:59:60.5 +2", "2024-01-02 23:59:59.5 +0200"),
            ("2024-01-02T24:00:00", "2024-01-03 00:00:00 +0000"),
            ("2024-01-02 03:04:05 +0260", "2024-01-02 03:04:05 +0300"),
            ("2024-01-02 03:04:05 -123", "2024-01-02 03:04:05 -0123"),
            ("2024-01-02 03:04:05 +25:00", "2024-01-02 03:04:05 +0000"),
            ("2024-01-02 03:04:05 +24", "\"2024-01-02 03:04:05 +24\""),
            ("2024-01-02 03:04:05 z", "\"2024-01-02 03:04:05 z\""),
        ] {
            assert_eq!(shown(text), value, "{text:?}");
        }
    }
}
