//! How Ruby reads times and dates from text: `Date._parse`, which finds what it can wherever it stands, and what
//! `Time.parse`, `Date.parse` and `DateTime.parse` make of that.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::LazyLock;

use num_traits::ToPrimitive;
use regex_automata::Span;
use regex_automata::meta::Regex;

use super::date::{Date, DateTime, days_from_civil};
use super::inspect::inspect_str;
use super::iso_time::Iso;
use super::time::{Clock, Fraction, Time};
use super::{Str, Value};
use crate::error::{Error, Result};

/// `Date._parse` refuses longer text.
const MAX_LENGTH: usize = 128;

/// Years and seconds beyond this are not calculated.
const MAX_YEAR: i128 = 1_000_000_000_000_000_000_000_000_000;
const MAX_EPOCH: i128 = MAX_YEAR * 31_000_000;

impl Time {
    /// `Time.parse`: fields larger than the largest that the text gives come from the clock, smaller ones are the
    /// first there are. Text without an offset means local time.
    ///
    /// # Errors
    /// ArgumentError: `no time information in "…"`, `argument out of range`; RangeError for numbers beyond 32 bits.
    pub fn parse(text: &str, clock: &Clock) -> Result<Time> {
        let parts = match Iso::of(text) {
            Some(iso) => match iso.time(clock) {
                Some(time) => return Ok(time),
                None => Parts::from(iso),
            },
            None => Parts::of(text)?,
        };
        parts.make_time(text, clock)
    }
}

impl Date {
    /// `Date.parse` of a text that names a whole day; none where Ruby raises.
    pub fn parse(text: &str) -> Option<Date> {
        Parts::of(text).ok()?.date()
    }
}

impl DateTime {
    /// `DateTime.parse` of a text that names a whole day; none where Ruby raises, be it only for `to_time`, which takes
    /// no offset of a whole day. No offset means UTC, and so does one of more than a day.
    pub fn parse(text: &str) -> Option<DateTime> {
        let parts = Parts::of(text).ok()?;
        let date = parts.date()?;
        let (hour, minute) = (parts.hour.unwrap_or(0), parts.minute.unwrap_or(0));
        let second = match parts.second.unwrap_or(0) {
            60 => 59,
            second => second,
        };
        let is_midnight = (hour, minute, second) == (24, 0, 0);
        if !(is_midnight || hour < 24) || minute > 59 || second > 59 {
            return None;
        }
        let offset = parts.zone.as_deref().and_then(offset_of).unwrap_or(0);
        let offset = match offset.unsigned_abs().cmp(&86_400) {
            Ordering::Less => offset,
            Ordering::Equal => return None,
            Ordering::Greater => 0,
        };
        let midnight = i128::from(date.days_since_epoch()) * 86_400;
        let secs = midnight + hour * 3600 + minute * 60 + second - i128::from(offset);
        Some(DateTime::from_parts(
            secs,
            parts.fraction.unwrap_or_default(),
            offset,
        ))
    }
}

impl Value {
    /// `Liquid::Utils.to_date`: a time or date as it is, seconds since the epoch, `now`, `today`, or text that
    /// `Time.parse` can read; none for anything else.
    pub fn to_date(&self, clock: &Clock) -> Option<Value> {
        match self {
            Value::Time(_) | Value::Date(_) | Value::DateTime(_) => Some(self.clone()),
            Value::Int(i) => Some(Value::Time(clock.at((*i).into()))),
            Value::BigInt(i) => epoch(i.to_i128(), clock),
            Value::Str(s) | Value::Symbol(s) if !s.is_empty() => {
                let text = lowercase(s);
                if text == "now" || text == "today" {
                    return Some(Value::Time(clock.now()));
                }
                if text.bytes().all(|b| b.is_ascii_digit()) {
                    return epoch(text.parse().ok(), clock);
                }
                Time::parse(&text, clock).ok().map(Value::Time)
            }
            _ => None,
        }
    }
}

/// `downcase`, of a text that mostly has nothing to change.
fn lowercase(text: &str) -> Cow<'_, str> {
    match text.bytes().any(|b| b.is_ascii_uppercase() || b >= 0x80) {
        true => Cow::Owned(text.to_lowercase()),
        false => Cow::Borrowed(text),
    }
}

fn epoch(seconds: Option<i128>, clock: &Clock) -> Option<Value> {
    seconds
        .filter(|seconds| seconds.abs() < MAX_EPOCH)
        .map(|seconds| Value::Time(clock.at(seconds)))
}

/// What `Date._parse` finds in a text.
#[derive(Debug, Default, PartialEq)]
struct Parts {
    year: Option<i128>,
    month: Option<i128>,
    day: Option<i128>,
    yday: Option<i128>,
    hour: Option<i128>,
    minute: Option<i128>,
    second: Option<i128>,
    fraction: Option<Fraction>,
    zone: Option<Str>,
    /// The year counts before Christ.
    bc: bool,
    /// The year may be one of two digits.
    is_short: bool,
}

impl From<Iso<'_>> for Parts {
    fn from(iso: Iso<'_>) -> Parts {
        Parts {
            year: Some(iso.year.into()),
            month: Some(iso.month.into()),
            day: Some(iso.day.into()),
            hour: iso.hour.map(i128::from),
            minute: iso.minute.map(i128::from),
            second: iso.second.map(i128::from),
            fraction: iso.fraction,
            zone: iso.zone.map(Str::from),
            ..Parts::default()
        }
    }
}

impl Parts {
    /// `Date._parse`.
    fn of(text: &str) -> Result<Parts> {
        if text.len() > MAX_LENGTH {
            let message = format!(
                "string length ({}) exceeds the limit {MAX_LENGTH}",
                text.len()
            );
            return Err(Error::ruby("ArgumentError", message));
        }
        let mut parts = Parts {
            is_short: true,
            ..Parts::default()
        };
        let mut text = Text(plain(text));
        if text.has_letter() {
            text.take(&DAY);
        }
        if text.has_digit() {
            parts.find_time(&mut text);
        }
        let _ = parts.find_date(&mut text);
        if text.has_letter() && text.take(&BEFORE_CHRIST).is_some() {
            parts.bc = true;
        }
        if text.has_digit() {
            parts.find_number(&mut text);
        }
        parts.finish_year();
        Ok(parts)
    }

    /// The first form of a date that the text has, in Ruby's order.
    fn find_date(&mut self, text: &mut Text) -> Option<()> {
        let (letter, digit) = (text.has_letter(), text.has_digit());
        let (dash, dot) = (digit && text.has('-'), digit && text.has('.'));
        let found = (letter && digit && self.find_month_name(text).is_some())
            || (dash && self.find_three(text, &ISO))
            || (dot && self.find_era(text).is_some())
            || (letter && dash && self.find_vms(text).is_some())
            || (digit && text.has('/') && self.find_three(text, &SLASHES))
            || (dot && self.find_three(text, &DOTS))
            || (digit && self.find_rarer_iso(text));
        if found {
            return Some(());
        }
        if digit && let Some(found) = text.take(&YEAR) {
            self.year = found.number(1);
        } else if letter && let Some(found) = text.take(&MONTH) {
            self.month = found.month(1);
        } else if digit && let Some(found) = text.take(&DAY_OF_MONTH) {
            self.day = found.number(1);
        } else if digit && let Some(found) = text.take(&DIGITS) {
            self.set_digits(&found);
        }
        Some(())
    }

    /// `10:30`, `10h30m`, `10pm`, with a zone.
    fn find_time(&mut self, text: &mut Text) {
        let Some(found) = text.take(&TIME) else {
            return;
        };
        self.zone = found.get(2).map(Str::from);
        let Some(found) = found.get(1).and_then(|time| Found::of(&TIME_OF_DAY, time)) else {
            return;
        };
        self.hour = found.number(1);
        self.minute = found.number(2);
        self.second = found.number(3);
        self.fraction = found.get(4).map(Fraction::from_digits);
        if let (Some(hour), Some(half)) = (self.hour, found.get(5)) {
            let is_pm = half.eq_ignore_ascii_case("p");
            self.hour = Some(hour % 12 + if is_pm { 12 } else { 0 });
        }
    }

    /// `2nd Jan 2024` and `Jan 2nd, 2024`.
    fn find_month_name(&mut self, text: &mut Text) -> Option<()> {
        let (found, day, month) = match text.take(&DAY_MONTH_YEAR) {
            Some(found) => (found, 1, 2),
            None => (text.take(&MONTH_DAY_YEAR)?, 2, 1),
        };
        self.bc |= found.get(3).is_some_and(|era| era.starts_with(['b', 'B']));
        let name = found.month(month)?.to_string();
        self.set_three(found.get(4), Some(&name), found.get(day));
        Some(())
    }

    /// Three fields of which the pattern does not tell which is which.
    fn find_three(&mut self, text: &mut Text, pattern: &Regex) -> bool {
        let found = text.take(pattern);
        if let Some(found) = &found {
            self.set_three(found.get(1), found.get(2), found.get(3));
        }
        found.is_some()
    }

    /// `H31.04.30`
    fn find_era(&mut self, text: &mut Text) -> Option<()> {
        let found = text.take(&ERA)?;
        let before_first = match found.get(1)?.bytes().next()?.to_ascii_lowercase() {
            b'm' => 1867,
            b't' => 1911,
            b's' => 1925,
            b'h' => 1988,
            _ => 2018,
        };
        self.year = found
            .number(2)
            .map(|year| year.saturating_add(before_first));
        self.month = found.number(3);
        self.day = found.number(4);
        Some(())
    }

    /// `2-Jan-2024` and `Jan-2-2024`.
    fn find_vms(&mut self, text: &mut Text) -> Option<()> {
        let (found, month, day) = match text.take(&DAY_DASH_MONTH) {
            Some(found) => (found, 2, 1),
            None => (text.take(&MONTH_DASH_DAY)?, 1, 2),
        };
        let name = found.month(month)?.to_string();
        self.set_three(found.get(3), Some(&name), found.get(day));
        Some(())
    }

    /// Week dates (which give no date to Time), `--01-02`, `--0102`, `2024-032`, `-032`.
    fn find_rarer_iso(&mut self, text: &mut Text) -> bool {
        if text.take(&WEEK_DATE).is_some() || text.take(&DAY_OF_WEEK).is_some() {
            return true;
        }
        let found = text.take(&MONTH_AND_DAY).or_else(|| text.take(&MONTH_DAY));
        if let Some(found) = found {
            self.month = found.number(1).or(self.month);
            self.day = found.number(2).or(self.day);
            return true;
        }
        if !text.matches(&FRACTION_BEFORE_ORDINAL)
            && let Some(found) = text.take(&ORDINAL)
        {
            self.year = found.number(1);
            self.yday = found.number(2);
            return true;
        }
        if !text.matches(&NUMBER_BEFORE_ORDINAL)
            && let Some(found) = text.take(&ORDINAL_DAY)
        {
            self.yday = found.number(1);
            return true;
        }
        false
    }

    /// A number that alone is left: the day beside a time, the hour beside a date.
    fn find_number(&mut self, text: &mut Text) {
        let Some(number) = text.take(&LAST_NUMBER).and_then(|found| found.number(1)) else {
            return;
        };
        if self.hour.is_some() && self.day.is_none() && (1..=31).contains(&number) {
            self.day = Some(number);
        }
        if self.day.is_some() && self.hour.is_none() && (0..=24).contains(&number) {
            self.hour = Some(number);
        }
    }

    /// Sorts out year, month and day: what has an apostrophe, a sign or more than two digits is the year.
    fn set_three(&mut self, year: Option<&str>, month: Option<&str>, day: Option<&str>) {
        let (mut y, mut m, mut d) = (year, month, day);
        let is_year = |text: &str| text.len() > 2 || text.starts_with('\'');
        if y.is_some() && d.is_none() {
            (y, m, d) = (None, y, m);
        }
        if y.is_none() && d.is_some_and(is_year) {
            (y, d) = (d, None);
        }
        if let Some(text) = y
            && let Some((number, after)) = signed_digits(text)
            && !after.is_empty()
        {
            (y, d) = (d, Some(number));
        }
        if m.is_some_and(is_year) {
            (y, m, d) = (m, d, y);
        }
        if d.is_some_and(is_year) {
            (y, d) = (d, y);
        }
        if let Some((number, _)) = y.and_then(signed_digits) {
            let digits = number.trim_start_matches(['+', '-']);
            if digits.len() != number.len() || digits.len() > 2 {
                self.is_short = false;
            }
            let year = saturating(digits);
            self.year = Some(if number.starts_with('-') { -year } else { year });
        }
        self.month = m.and_then(first_number).or(self.month);
        self.day = d.and_then(first_number).or(self.day);
    }

    /// Digits without anything between: their count tells what they are; before a fraction they end in seconds.
    fn set_digits(&mut self, found: &Found) {
        let Some(digits) = found.get(2) else { return };
        let is_negative = found.get(1) == Some("-");
        let year = |digits: &str| {
            let year = saturating(digits);
            Some(if is_negative { -year } else { year })
        };
        let number = |from: usize, to: usize| digits.get(from..to).map(saturating);
        let length = digits.len();
        if found.get(3).is_none() && found.get(4).is_some() {
            self.set_from_seconds(digits, year);
        } else {
            match length {
                2 => self.day = number(0, 2),
                3 => self.yday = number(0, 3),
                4 => (self.month, self.day) = (number(0, 2), number(2, 4)),
                5 => (self.year, self.yday) = (year(&digits[..2]), number(2, 5)),
                6 => {
                    self.year = year(&digits[..2]);
                    (self.month, self.day) = (number(2, 4), number(4, 6));
                }
                7 => (self.year, self.yday) = (year(&digits[..4]), number(4, 7)),
                8 | 10 | 12 | 14 => {
                    self.year = year(&digits[..4]);
                    (self.month, self.day) = (number(4, 6), number(6, 8));
                    self.hour = number(8, 10).or(self.hour);
                    self.minute = number(10, 12).or(self.minute);
                    self.second = number(12, 14).or(self.second);
                    self.is_short = false;
                }
                _ => {}
            }
        }
        if let Some(time) = found.get(3)
            && time.len() % 2 == 0
        {
            let pair = |index: usize| time.get(index * 2..index * 2 + 2).map(saturating);
            let pairs = time.len() / 2;
            let fields = if found.get(4).is_some() {
                // Seconds come last.
                [
                    pairs.checked_sub(3),
                    pairs.checked_sub(2),
                    pairs.checked_sub(1),
                ]
            } else {
                [Some(0), Some(1), Some(2)]
            };
            let [hour, minute, second] = fields.map(|index| index.and_then(pair));
            self.hour = hour.or(self.hour);
            self.minute = minute.or(self.minute);
            self.second = second.or(self.second);
        }
        self.fraction = found
            .get(4)
            .map(Fraction::from_digits)
            .or(self.fraction.take());
        if let Some(zone) = found.get(5) {
            self.zone = Some(zone_in_brackets(zone).into());
        }
    }

    /// Digits that end in seconds: two each, from the end; what is left at the start is one digit or the year.
    fn set_from_seconds(&mut self, digits: &str, year: impl Fn(&str) -> Option<i128>) {
        let length = digits.len();
        if length > 8 && length % 2 == 1 {
            return;
        }
        let field = |index: usize| {
            let to = length.checked_sub(index * 2).filter(|&to| to > 0)?;
            Some(saturating(&digits[to.saturating_sub(2)..to]))
        };
        self.second = field(0);
        self.minute = field(1).or(self.minute);
        self.hour = field(2).or(self.hour);
        self.day = field(3).or(self.day);
        self.month = field(4).or(self.month);
        match length {
            12 => self.year = year(&digits[..2]),
            14 => {
                self.year = year(&digits[..4]);
                self.is_short = false;
            }
            _ => {}
        }
    }

    fn finish_year(&mut self) {
        if self.bc {
            self.year = self.year.map(|year| 1 - year);
        }
        if self.is_short {
            self.year = self.year.map(|year| match year {
                0..=68 => year + 2000,
                69..=99 => year + 1900,
                _ => year,
            });
        }
    }

    /// The day, by month and day or by its number in the year.
    fn date(&self) -> Option<Date> {
        let year = self.year?.to_i64()?;
        match (self.month, self.day, self.yday) {
            (Some(month), Some(day), _) => Date::from_civil(year, month.to_u8()?, day.to_u8()?),
            (None, None, Some(yday)) => {
                let first = Date::from_civil(year, 1, 1)?;
                let date = Date::from_jd(first.jd() + yday.to_i64()? - 1);
                (yday > 0 && date.civil().0 == year).then_some(date)
            }
            _ => None,
        }
    }

    fn make_time(&self, text: &str, clock: &Clock) -> Result<Time> {
        let is_empty = self.fraction.is_none()
            && [
                self.year,
                self.month,
                self.day,
                self.yday,
                self.hour,
                self.minute,
                self.second,
            ]
            .iter()
            .all(Option::is_none);
        if is_empty {
            let mut message = String::from("no time information in ");
            inspect_str(text, &mut message);
            return Err(Error::ruby("ArgumentError", message));
        }
        match self.yday {
            Some(yday) => self.make_time_of_yday(yday, clock),
            None => self.make_time_of(self.month, self.day, clock),
        }
    }

    /// By the day's number in the year: Ruby guesses a month and corrects itself.
    fn make_time_of_yday(&self, yday: i128, clock: &Clock) -> Result<Time> {
        let out_of_range = || Error::ruby("ArgumentError", format!("yday {yday} out of range"));
        if !(1..=366).contains(&yday) {
            return Err(out_of_range());
        }
        let (mut month, mut day) = ((yday - 1) / 31 + 1, (yday - 1) % 31 + 1);
        let guess = self.make_time_of(Some(month), Some(day), clock)?;
        let difference = yday - i128::from(guess.yday());
        if difference == 0 {
            return Ok(guess);
        }
        day += difference;
        let year = self.year.unwrap_or_else(|| clock.now().civil().0);
        if let Some(days) = month_days(year, month)
            && day > 28
            && day > days
        {
            month += 1;
            if month > 12 {
                return Err(out_of_range());
            }
            day -= days;
        }
        self.make_time_of(Some(month), Some(day), clock)
    }

    fn make_time_of(&self, month: Option<i128>, day: Option<i128>, clock: &Clock) -> Result<Time> {
        let now = clock.now();
        let offset_year = self.year.unwrap_or(now.civil().0);
        let zone = self.zone.as_deref();
        let mut offset = zone.and_then(|zone| zone_offset(zone, offset_year, clock));
        let now = match offset {
            Some(offset) if offset.abs() >= 86_400 => return Err(out_of_range("utc_offset")),
            Some(offset) if offset != now.offset() => now.with_offset(offset),
            _ => now,
        };
        let moment = self.filled(month, day, &now);
        if moment.year != offset_year {
            offset = zone.and_then(|zone| zone_offset(zone, moment.year, clock));
        }
        let (Some(zone), Some(offset)) = (zone, offset) else {
            return moment.local(clock);
        };
        let time = moment.less_offset(offset.into()).utc()?;
        if is_utc(zone) {
            return Ok(time);
        }
        Ok(clock.local_or_at_offset(time.epoch(), time.fraction().clone(), offset))
    }

    /// Fills in what is larger than the largest known field from now.
    fn filled(&self, month: Option<i128>, day: Option<i128>, now: &Time) -> Moment {
        let mut known = [self.year, month, day, self.hour, self.minute, self.second];
        let (year, now_month, now_day) = now.civil();
        let (hour, minute, second) = now.clock_time();
        let now_fields = [
            year,
            now_month.into(),
            now_day.into(),
            hour.into(),
            minute.into(),
            second.into(),
        ];
        let is_open = known.iter().all(Option::is_none);
        for (field, now) in known.iter_mut().zip(now_fields) {
            if field.is_some() {
                break;
            }
            *field = Some(now);
        }
        let [year, month, day, hour, minute, second] = known;
        let fraction = match &self.fraction {
            Some(fraction) => fraction.clone(),
            None if is_open => Fraction::from_nanos(now.fraction().nanos() / 1000 * 1000),
            None => Fraction::default(),
        };
        Moment {
            year: year.unwrap_or(1970),
            month: month.unwrap_or(1),
            day: day.unwrap_or(1),
            hour: hour.unwrap_or(0),
            minute: minute.unwrap_or(0),
            second: second.unwrap_or(0),
            fraction,
        }
    }
}

/// A moment of which it is not known yet whether it exists.
struct Moment {
    year: i128,
    month: i128,
    day: i128,
    hour: i128,
    minute: i128,
    second: i128,
    fraction: Fraction,
}

impl Moment {
    /// Takes an offset away, field by field.
    fn less_offset(mut self, offset: i128) -> Moment {
        let sign = -offset.signum();
        let mut rest = offset.abs();
        for (field, base) in [
            (&mut self.second, 60),
            (&mut self.minute, 60),
            (&mut self.hour, 24),
        ] {
            let part = rest % base;
            rest /= base;
            // A part of nothing leaves the field as it is, be it second 60 or hour 24.
            if part != 0 {
                let sum = *field + sign * part;
                *field = sum.rem_euclid(base);
                rest += sign * sum.div_euclid(base);
            }
        }
        if rest != 0 {
            self.day += sign * rest;
            self.fix_day(sign);
        }
        self
    }

    /// West of UTC a day beyond its month becomes the first of the next, however far beyond it is; east of it one
    /// before the first the last of the month before.
    fn fix_day(&mut self, sign: i128) {
        let known = month_days(self.year, self.month);
        if sign > 0 && known.is_some_and(|known| self.day > known) {
            self.month += 1;
            self.day = 1;
            if self.month > 12 {
                self.month = 1;
                self.year += 1;
            }
        } else if sign < 0 && self.day < 1 {
            self.month -= 1;
            if self.month < 1 {
                self.month = 12;
                self.year -= 1;
            }
            self.day = month_days(self.year, self.month).unwrap_or(31);
        }
    }

    /// `Time.utc`: a day that the month does not have is one of the next month, second 60 one of the next minute.
    fn utc(self) -> Result<Time> {
        self.check()?;
        let days = days_from_civil(self.year, self.month as u8, self.day as u8);
        let time = self.hour * 3600 + self.minute * 60 + self.second;
        Ok(Time::at(days * 86_400 + time, self.fraction))
    }

    /// `Time.local`
    fn local(self, clock: &Clock) -> Result<Time> {
        self.check()?;
        Ok(clock.local_time(
            self.year,
            self.month as u8,
            self.day as u8,
            self.hour as u8,
            self.minute as u8,
            self.second as u8,
            self.fraction,
        ))
    }

    fn check(&self) -> Result<()> {
        // First each field must fit the bits that Ruby has for it, then it must be one that there is.
        let fields = [
            ("mon", self.month, 15, 1..=12),
            ("mday", self.day, 31, 1..=31),
            ("hour", self.hour, 31, 0..=24),
            (
                "min",
                self.minute,
                63,
                0..=if self.hour == 24 { 0 } else { 59 },
            ),
            (
                "sec",
                self.second,
                63,
                0..=if self.hour == 24 { 0 } else { 60 },
            ),
        ];
        for (_, number, most, _) in &fields {
            if i32::try_from(*number).is_err() {
                let message = format!("integer {number} too big to convert to `int'");
                return Err(Error::ruby("RangeError", message));
            }
            if number > most || self.year.abs() > MAX_YEAR {
                return Err(out_of_range("argument"));
            }
        }
        match fields
            .iter()
            .find(|(_, number, _, range)| !range.contains(number))
        {
            Some((name, ..)) => Err(out_of_range(name)),
            None => Ok(()),
        }
    }
}

fn out_of_range(what: &str) -> Error {
    Error::ruby("ArgumentError", format!("{what} out of range"))
}

/// The text as `Date._parse` looks at it: whatever can stand in no date is a blank.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut is_blank = false;
    for c in text.chars() {
        if is_part_of_date(c) {
            plain.push(c);
            is_blank = false;
        } else if !is_blank {
            plain.push(' ');
            is_blank = true;
        }
    }
    plain
}

fn is_part_of_date(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || "-+',./:@[]".contains(c);
    }
    c.is_alphabetic() || (c.is_numeric() && DECIMAL_DIGIT.is_match(&*c.encode_utf8(&mut [0; 4])))
}

/// A text out of which the patterns take what they find, a blank remaining in its place.
struct Text(String);

impl Text {
    fn has(&self, c: char) -> bool {
        self.0.contains(c)
    }

    fn has_letter(&self) -> bool {
        self.0.bytes().any(|b| b.is_ascii_alphabetic())
    }

    fn has_digit(&self) -> bool {
        self.0.bytes().any(|b| b.is_ascii_digit())
    }

    fn matches(&self, pattern: &Regex) -> bool {
        pattern.is_match(&self.0)
    }

    fn take(&mut self, pattern: &Regex) -> Option<Found> {
        let found = Found::of(pattern, &self.0)?;
        let span = found.groups.first().copied().flatten()?;
        self.0.replace_range(span.range(), " ");
        Some(found)
    }
}

/// A match, with the text it was found in.
struct Found {
    text: String,
    groups: Vec<Option<Span>>,
}

impl Found {
    fn of(pattern: &Regex, text: &str) -> Option<Found> {
        let mut captures = pattern.create_captures();
        pattern.captures(text, &mut captures);
        captures.is_match().then(|| Found {
            text: text.to_string(),
            groups: captures.iter().collect(),
        })
    }

    fn get(&self, group: usize) -> Option<&str> {
        let span = self.groups.get(group).copied().flatten()?;
        self.text.get(span.range())
    }

    fn number(&self, group: usize) -> Option<i128> {
        self.get(group).map(saturating)
    }

    /// The number of the month that is named.
    fn month(&self, group: usize) -> Option<i128> {
        let name = self.get(group)?.to_ascii_lowercase();
        let at = MONTH_NAMES.iter().position(|month| *month == name)?;
        Some(at as i128 + 1)
    }
}

const MONTH_NAMES: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The number that digits stand for; of more digits than that can be told the largest.
fn saturating(digits: &str) -> i128 {
    if digits.is_empty() {
        return 0;
    }
    digits.parse().unwrap_or(i128::MAX / 4)
}

/// The first number with its sign, and what stands behind it.
fn signed_digits(text: &str) -> Option<(&str, &str)> {
    let from = text.find(|c: char| matches!(c, '+' | '-' | '0'..='9'))?;
    let text = &text[from..];
    let sign = usize::from(text.starts_with(['+', '-']));
    let digits = text[sign..].bytes().take_while(u8::is_ascii_digit).count();
    Some(text.split_at(sign + digits))
}

fn first_number(text: &str) -> Option<i128> {
    let from = text.find(|c: char| c.is_ascii_digit())?;
    let text = &text[from..];
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    Some(saturating(&text[..length]))
}

fn zone_in_brackets(zone: &str) -> &str {
    match zone
        .strip_prefix('[')
        .and_then(|zone| zone.strip_suffix(']'))
    {
        Some(inner) => inner.split_once(':').map_or(inner, |(_, name)| name),
        None => zone,
    }
}

/// `Time.zone_offset`: what an offset or an abbreviation means to `Time.parse` in this year; none for what it does not
/// know.
pub(super) fn zone_offset(zone: &str, year: i128, clock: &Clock) -> Option<i32> {
    if let [sign @ (b'+' | b'-'), a, b, c, d] = zone.as_bytes()
        && let [a, b, c, d] = [a, b, c, d].map(|digit| i32::from(*digit) - i32::from(b'0'))
        && [a, b, c, d].iter().all(|digit| (0..10).contains(digit))
    {
        let offset = (a * 10 + b) * 3600 + (c * 10 + d) * 60;
        return Some(if *sign == b'-' { -offset } else { offset });
    }
    let zone = zone.to_uppercase();
    let bytes = zone.as_bytes();
    if let Some(sign) = sign_of(bytes) {
        let colons = bytes.get(3) == Some(&b':');
        let digits: Vec<i32> = match (colons, bytes.len()) {
            (false, 3 | 5 | 7) => pairs(&bytes[1..])?,
            (true, 6) => pairs(&[&bytes[1..3], &bytes[4..6]].concat())?,
            (true, 9) if bytes[6] == b':' => {
                pairs(&[&bytes[1..3], &bytes[4..6], &bytes[7..9]].concat())?
            }
            _ => return None,
        };
        let unit = [3600, 60, 1];
        return Some(
            sign * digits
                .iter()
                .zip(unit)
                .map(|(n, unit)| n * unit)
                .sum::<i32>(),
        );
    }
    let hours = match zone.as_str() {
        "UTC" | "Z" | "UT" | "GMT" => 0,
        "EST" | "CDT" => -5,
        "EDT" => -4,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => match bytes {
            [letter @ b'A'..=b'I'] => i32::from(letter - b'A') + 1,
            [letter @ b'K'..=b'M'] => i32::from(letter - b'K') + 10,
            [letter @ b'N'..=b'Y'] => -i32::from(letter - b'N') - 1,
            _ => return local_zone_offset(&zone, year, clock),
        },
    };
    Some(hours * 3600)
}

/// The offset of the local zone, where the abbreviation is its own in January or July.
fn local_zone_offset(zone: &str, year: i128, clock: &Clock) -> Option<i32> {
    if year.abs() > MAX_YEAR {
        return None;
    }
    [1, 7].into_iter().find_map(|month| {
        let time = clock.local_time(year, month, 1, 0, 0, 0, Fraction::default());
        (time.zone().to_uppercase() == zone).then(|| time.offset())
    })
}

fn sign_of(zone: &[u8]) -> Option<i32> {
    match zone.first()? {
        b'+' => Some(1),
        b'-' => Some(-1),
        _ => None,
    }
}

/// Digits in pairs.
fn pairs(digits: &[u8]) -> Option<Vec<i32>> {
    digits
        .chunks(2)
        .map(|pair| match pair {
            [a @ b'0'..=b'9', b @ b'0'..=b'9'] => {
                Some(i32::from(a - b'0') * 10 + i32::from(b - b'0'))
            }
            _ => None,
        })
        .collect()
}

/// Whether the zone makes a UTC time and not one with an offset of nothing.
pub(super) fn is_utc(zone: &str) -> bool {
    ["-00:00", "-0000", "-00", "utc", "z", "ut"]
        .iter()
        .any(|name| zone.eq_ignore_ascii_case(name))
}

/// The offset that `DateTime.parse` reads from `+9`, `+123`, `+09:30`, `UTC`, `Z` and the like. Names of zones mean
/// nothing here.
fn offset_of(zone: &str) -> Option<i32> {
    let lower = zone.to_ascii_lowercase();
    if matches!(lower.as_str(), "z" | "utc" | "gmt" | "ut") {
        return Some(0);
    }
    let numeric = ["utc", "gmt"]
        .iter()
        .find_map(|name| lower.strip_prefix(name))
        .unwrap_or(&lower);
    let sign = i64::from(sign_of(numeric.as_bytes())?);
    let digits = &numeric[1..];
    let number = |text: &str| text.parse::<i64>().unwrap_or(0).min(1 << 30);
    let fields: Vec<i64> = if digits.contains(':') {
        digits.splitn(3, ':').map(number).collect()
    } else if let Some((hours, fraction)) = digits.split_once([',', '.']) {
        let seconds: f64 = format!("0.{fraction}").parse::<f64>().unwrap_or(0.0) * 3600.0;
        vec![number(hours), 0, seconds as i64]
    } else if digits.len() > 2 {
        let (first, rest) = digits.split_at(2 - digits.len() % 2);
        let (second, rest) = rest.split_at(rest.len().min(2));
        vec![
            number(first),
            number(second),
            number(&rest[..rest.len().min(2)]),
        ]
    } else {
        vec![number(digits)]
    };
    let seconds: i64 = fields
        .iter()
        .zip([3600, 60, 1])
        .map(|(n, unit)| n * unit)
        .sum();
    i32::try_from(sign * seconds).ok().or(Some(i32::MAX))
}

/// The days of a month; none for a month beyond the last. The month before the first is a December too.
pub(super) fn month_days(year: i128, month: i128) -> Option<i128> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => Some(if is_leap { 29 } else { 28 }),
        4 | 6 | 9 | 11 => Some(30),
        0..=12 => Some(31),
        _ => None,
    }
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $($part:expr),+;)*) => {$(
        $(#[$doc])*
        static $name: LazyLock<Regex> = LazyLock::new(|| compile(&[$($part),+].concat()));
    )*};
}

fn compile(pattern: &str) -> Regex {
    // The patterns are all below, and a test compiles each.
    Regex::new(pattern).expect("a pattern of our own")
}

const MONTHS: &str = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";

/// An era, and the year.
const ERA_AND_YEAR: &str =
    r"(c(?:e|\.e\.)|b(?:ce|\.c\.e\.)|a(?:d|\.d\.)|b(?:c|\.c\.))? *('?-?[0-9]+";

patterns! {
    DECIMAL_DIGIT = r"\p{Nd}";
    DAY = r"(?i)\b(sun|mon|tue|wed|thu|fri|sat)[^-/0-9 ]*";
    TIME = r"(?i)((?:[0-9]+ *: *[0-9]+(?: *: *[0-9]+(?:[,.][0-9]*)?)?",
        r"|[0-9]+ *h(?: *[0-9]+m?(?: *[0-9]+s?)?)?)(?: *[ap](?:m\b|\.m\.))?|[0-9]+ *[ap](?:m\b|\.m\.))",
        r"(?: *((?:gmt|utc?)?[-+][0-9]+(?:[,.:][0-9]+(?::[0-9]+)?)?",
        r"|(?-i:[\p{Alphabetic}. ]+)(?:standard|daylight) time\b|(?-i:\p{Alphabetic}+)(?: dst)?\b))?";
    TIME_OF_DAY = r"(?i)\A([0-9]+)h?(?: *:? *([0-9]+)m?(?: *:? *([0-9]+)(?:[,.]([0-9]+))?s?)?)?",
        r"(?: *([ap])(?:m\b|\.m\.))?";
    DAY_MONTH_YEAR = r"(?i)('?[0-9]+)[^-0-9 ]* *", MONTHS, "[^-0-9 ']*(?: *", ERA_AND_YEAR,
        r"(?:(?:st|nd|rd|th)\b)?))?";
    MONTH_DAY_YEAR = r"(?i)\b", MONTHS, "[^-0-9 ']* *('?[0-9]+)[^-0-9 ']*(?: *,? *", ERA_AND_YEAR, "))?";
    ISO = r"('?[-+]?[0-9]+)-([0-9]+)-('?-?[0-9]+)";
    ERA = r"(?i)\b([mtshr])([0-9]+)\.([0-9]+)\.([0-9]+)";
    DAY_DASH_MONTH = "(?i)('?-?[0-9]+)-", MONTHS, "[^-/.]*-('?-?[0-9]+)";
    MONTH_DASH_DAY = r"(?i)\b", MONTHS, "[^-/.]*-('?-?[0-9]+)(?:-('?-?[0-9]+))?";
    SLASHES = r"('?-?[0-9]+)/ *('?[0-9]+)(?:[^0-9] *('?-?[0-9]+))?";
    DOTS = r"('?-?[0-9]+)\. *('?[0-9]+)\. *('?-?[0-9]+)";
    WEEK_DATE = r"(?i)\b([0-9]{2}|[0-9]{4})?-?w([0-9]{2})(?:-?([0-9]))?\b";
    DAY_OF_WEEK = r"(?i)-w-([0-9])\b";
    MONTH_AND_DAY = r"--([0-9]{2})?-([0-9]{2})\b";
    MONTH_DAY = r"--([0-9]{2})([0-9]{2})?\b";
    FRACTION_BEFORE_ORDINAL = r"[,.](?:[0-9]{2}|[0-9]{4})-[0-9]{3}\b";
    ORDINAL = r"\b([0-9]{2}|[0-9]{4})-([0-9]{3})\b";
    NUMBER_BEFORE_ORDINAL = r"[0-9]-[0-9]{3}\b";
    ORDINAL_DAY = r"\b-([0-9]{3})\b";
    YEAR = r"'([0-9]+)\b";
    MONTH = r"(?i)\b", MONTHS, "[^ ]*";
    DAY_OF_MONTH = r"(?i)([0-9]+)(?:st|nd|rd|th)\b";
    DIGITS = r"(?i)([-+]?)([0-9]{2,14})(?: *t? *([0-9]{2,6})?(?:[,.]([0-9]*))?)?",
        r"(?: *(z\b|[-+][0-9]{1,4}\b|\[[-+]?[0-9][^\]]*\]))?";
    BEFORE_CHRIST = r"(?i)\b(?:bc\b|bce\b|b\.c\.|b\.c\.e\.)";
    LAST_NUMBER = r"\A *([0-9]{1,2}) *\z";
}

#[cfg(test)]
mod tests {
    use super::super::time::Zone;
    use super::*;

    fn clock() -> Clock {
        Clock::fixed(1_704_164_645, Zone::named("America/New_York"))
    }

    /// What goes the short way comes out as the long way makes it.
    #[test]
    fn whole_dates_the_short_way() {
        let zones = [
            "", " +0900", " -05:30", " Z", " utc", " -0000", "+2359", "+2460",
        ];
        let days = [
            "2024-02-29",
            "2023-02-29",
            "2024-00-10",
            "2024-03-10",
            "2024-11-03",
            "0001-01-01",
        ];
        let times = [
            "",
            " 00:00",
            " 02:30:00",
            " 01:30:59.25",
            " 24:00:00",
            " 23:59:60",
        ];
        let clocks = [
            clock(),
            Clock::fixed(0, Zone::utc()),
            Clock::fixed(0, Zone::named("Asia/Seoul")),
        ];
        let mut short = 0;
        for clock in &clocks {
            for number in 0..days.len() * times.len() * zones.len() {
                let (day, rest) = (number % days.len(), number / days.len());
                let (time, zone) = (rest % times.len(), rest / times.len());
                let text = format!("{}{}{}", days[day], times[time], zones[zone]);
                if let Some(iso) = Iso::of(&text)
                    && let Some(time) = iso.time(clock)
                {
                    let long = Parts::from(iso)
                        .make_time(&text, clock)
                        .map(|time| format!("{time:?}"));
                    assert_eq!(long.ok(), Some(format!("{time:?}")), "{text}");
                    short += 1;
                }
            }
        }
        assert!(short > 100);
    }

    fn parse(text: &str) -> String {
        match Time::parse(text, &clock()) {
            Ok(time) => format!("{time:?}"),
            Err(e) => e.bare_message().to_string(),
        }
    }

    #[test]
    fn dates_in_many_forms() {
        for (text, time) in [
            ("01/02/2024", "2024-02-01 00:00:00 -0500"),
            ("2/1/24", "2002-01-24 00:00:00 -0500"),
            ("March 14, 2016", "2016-03-14 00:00:00 -0400"),
            ("2nd of January 2024", "2024-01-01 00:00:00 -0500"),
            ("14 mar '16 10pm", "2016-03-14 22:00:00 -0400"),
            ("20240102T103000", "2024-01-02 10:30:00 -0500"),
            ("H31.04.30", "2019-04-30 00:00:00 -0400"),
            ("2024-060", "2024-02-29 00:00:00 -0500"),
            ("5 Mar 44 BC", "-0043-03-05 00:00:00 -045602"),
            ("2024-02-30", "2024-03-01 00:00:00 -0500"),
            ("10h30m", "2024-01-01 10:30:00 -0500"),
            ("Tue", "no time information in \"Tue\""),
            ("02/13/2024", "mon out of range"),
            ("2024-01-32", "argument out of range"),
        ] {
            assert_eq!(parse(text), time, "{text}");
        }
    }

    #[test]
    fn zones_that_time_knows() {
        for (text, time) in [
            ("2024-01-02 10:30 UTC", "2024-01-02 10:30:00 UTC"),
            ("2024-01-02 10:30 EST", "2024-01-02 10:30:00 -0500"),
            ("2024-01-02 10:30 PDT", "2024-01-02 10:30:00 -0700"),
            ("2024-01-02 10:30 CET", "2024-01-02 10:30:00 -0500"),
            ("2024-01-02 10:30 +9", "2024-01-02 10:30:00 -0500"),
            ("2024-02-30 23:00 -0700", "2024-02-29 23:00:00 -0700"),
        ] {
            assert_eq!(parse(text), time, "{text}");
        }
    }

    #[test]
    fn the_short_way_gives_what_the_long_way_gives() {
        for text in [
            "2024-01-02",
            "2024-01-02 03:04",
            "2024-01-02T03:04:05Z",
            "0024-01-02 03:04:05.678901234567 +02:00",
            "2024-01-02 24:00:00utc",
            "2024-01-02 03:04:05 -0000",
        ] {
            let short = Parts::from(Iso::of(text).unwrap());
            let mut long = Parts::of(text).unwrap();
            long.is_short = short.is_short;
            assert_eq!(short, long, "{text}");
        }
    }

    #[test]
    fn every_pattern_compiles() {
        // Each is met on the way when nothing is found.
        for text in ["a1-./", "'", "--", "a", "1", "٣ ²"] {
            let _ = Parts::of(text);
        }
        assert!(Date::parse("2024-02-30").is_none());
        assert_eq!(plain("٣²\u{a0}x"), "٣ x");
    }

    #[test]
    fn liquid_reads_seconds_now_and_text() {
        let read = |value: Value| {
            value
                .to_date(&clock())
                .map(|v| v.to_s().unwrap().into_owned())
        };
        assert_eq!(read("2024".into()).unwrap(), "1969-12-31 19:33:44 -0500");
        assert_eq!(read("Now".into()).unwrap(), "2024-01-01 22:04:05 -0500");
        assert_eq!(read("".into()), None);
        assert_eq!(read(1.5.into()), None);
        assert_eq!(read("tomorrow".into()), None);
    }
}
