//! How Ruby reads times and dates from text: `Time.parse`, `Date.parse`, `DateTime.parse`.

use super::Value;
use super::date::{Date, DateTime, days_from_civil};
use super::time::{Clock, Fraction, Time};
use crate::error::{Error, Result};

impl Time {
    /// `Time.parse`: what the text leaves out comes from the clock, or is nothing.
    ///
    /// # Errors
    /// ArgumentError: `no time information in "…"`, `argument out of range`.
    pub fn parse(text: &str, clock: &Clock) -> Result<Time> {
        let none = || {
            Error::ruby(
                "ArgumentError",
                format!("no time information in {:?}", text),
            )
        };
        let (date, time, fraction, offset) = iso(text).ok_or_else(none)?;
        let (year, month, day) = date;
        let (hour, minute, second) = time;
        Ok(match offset {
            None => clock.local_time(year.into(), month, day, hour, minute, second, fraction),
            Some(offset) => {
                let secs = i128::from(hour) * 3600 + i128::from(minute) * 60 + i128::from(second);
                let epoch =
                    days_from_civil(year.into(), month, day) * 86_400 + secs - i128::from(offset);
                Time::at(epoch, fraction).with_offset(offset)
            }
        })
    }
}

impl Date {
    /// `Date.parse`; none where Ruby raises.
    pub fn parse(text: &str) -> Option<Date> {
        let ((year, month, day), ..) = iso(text)?;
        Date::from_civil(year, month, day)
    }
}

impl DateTime {
    /// `DateTime.parse`; none where Ruby raises.
    pub fn parse(text: &str) -> Option<DateTime> {
        let (date, time, fraction, offset) = iso(text)?;
        DateTime::from_civil(date, time, fraction.nanos(), offset.unwrap_or(0))
    }
}

impl Value {
    /// `Liquid::Utils.to_date`: a time or date as it is, seconds since the epoch, `now`, or text that `Time.parse` can
    /// read; none for anything else.
    pub fn to_date(&self, clock: &Clock) -> Option<Value> {
        match self {
            Value::Time(_) | Value::Date(_) | Value::DateTime(_) => Some(self.clone()),
            Value::Int(i) => Some(Value::Time(clock.at(i128::from(*i)))),
            Value::Str(s) | Value::Symbol(s) if !s.is_empty() => {
                let text = s.to_lowercase();
                if text == "now" || text == "today" {
                    return Some(Value::Time(clock.now()));
                }
                if text.bytes().all(|b| b.is_ascii_digit()) {
                    return Some(Value::Time(clock.at(text.parse().ok()?)));
                }
                Time::parse(&text, clock).ok().map(Value::Time)
            }
            _ => None,
        }
    }
}

type Parts = ((i64, u8, u8), (u8, u8, u8), Fraction, Option<i32>);

/// `2024-01-02 03:04:05.678 +02:00`, the time and what follows it may be absent.
fn iso(text: &str) -> Option<Parts> {
    let text = text.trim();
    let (date, time) = text.split_once([' ', 't', 'T']).unwrap_or((text, ""));
    let mut date = date.splitn(3, '-');
    let date = (
        date.next()?.parse().ok()?,
        date.next()?.parse().ok()?,
        date.next()?.parse().ok()?,
    );
    let at = time.find(['+', '-', 'z', 'Z', ' ']).unwrap_or(time.len());
    let (time, zone) = time.split_at(at);
    let zone = zone.trim();
    let offset = match zone {
        "" => None,
        "z" | "Z" => Some(0),
        _ => {
            let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
            let number: i32 = digits.parse().ok()?;
            let seconds = number / 100 * 3600 + number % 100 * 60;
            Some(if zone.starts_with('-') {
                -seconds
            } else {
                seconds
            })
        }
    };
    let (time, fraction) = time.split_once('.').unwrap_or((time, ""));
    let mut numbers = time.split(':').map(|n| n.parse::<u8>().unwrap_or(0));
    let time = (
        numbers.next().unwrap_or(0),
        numbers.next().unwrap_or(0),
        numbers.next().unwrap_or(0),
    );
    Some((date, time, Fraction::from_digits(fraction), offset))
}
