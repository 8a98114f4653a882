//! Ruby's Date and DateTime: a Julian day number read by the Julian calendar until 1582-10-04 and by the Gregorian
//! one from 1582-10-15 on, and the calendar arithmetic that Time shares.

use std::cmp::Ordering;
use std::fmt::Write;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::strftime::{Calendar, Fields, strftime};
use super::time::{Clock, Fraction, Time};
use crate::error::Result;

/// The first day that the Gregorian calendar counts (`Date::ITALY`).
const REFORM: i64 = 2_299_161;

/// The Julian day number of 1970-01-01.
pub(super) const EPOCH: i64 = 2_440_588;

const DAY: i64 = 86_400;

/// Years that a Date may have: the day number then is far from the bounds of its type.
const MAX_YEAR: i64 = 1_000_000_000_000_000;

/// A day (`Date`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    jd: i64,
}

/// A moment with an offset (`DateTime`).
#[derive(Debug, Clone)]
pub struct DateTime(Arc<Moment>);

#[derive(Debug)]
struct Moment {
    /// Seconds of UTC since 1970-01-01: more than 64 bits hold where the year has many digits.
    secs: i128,
    fraction: Fraction,
    /// Seconds east of UTC.
    offset: i32,
}

/// The days from 1970-01-01 to a day of the Gregorian calendar, which counts backwards without an end.
pub(super) fn days_from_civil(year: i128, month: u8, day: u8) -> i128 {
    let (year, month) = if month <= 2 {
        (year - 1, i64::from(month) + 9)
    } else {
        (year, i64::from(month) - 3)
    };
    let (era, year_of_era) = div_rem(year, 400);
    let day_of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + i128::from(day_of_era) - 719_468
}

/// Quotient, rounded down, and remainder. Nearly always the numbers are short ones, which divide much faster.
pub(super) fn div_rem(number: i128, by: i64) -> (i128, i64) {
    match i64::try_from(number) {
        Ok(number) => (number.div_euclid(by).into(), number.rem_euclid(by)),
        Err(_) => {
            let by = i128::from(by);
            (number.div_euclid(by), number.rem_euclid(by) as i64)
        }
    }
}

/// Hour, minute and second from the seconds since midnight.
pub(super) fn clock_time(seconds: i64) -> (u8, u8, u8) {
    let seconds = seconds as u32;
    (
        (seconds / 3600) as u8,
        (seconds / 60 % 60) as u8,
        (seconds % 60) as u8,
    )
}

/// The Gregorian day that lies so many days after 1970-01-01.
pub(super) fn civil_from_days(days: i128) -> (i128, u8, u8) {
    let (era, day_of_era) = div_rem(days + 719_468, 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let (month, day) = month_and_day(day_of_year);
    let year = era * 400 + i128::from(year_of_era) + i128::from(month <= 2);
    (year, month, day)
}

/// Month and day from a day of a year that begins in March.
fn month_and_day(day_of_year: i64) -> (u8, u8) {
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (month as u8, day as u8)
}

fn julian_jd(year: i64, month: u8, day: u8) -> i64 {
    let (year, month) = if month <= 2 {
        (year - 1, i64::from(month) + 9)
    } else {
        (year, i64::from(month) - 3)
    };
    365 * year + year.div_euclid(4) + (153 * month + 2) / 5 + i64::from(day) - 1 + 1_721_118
}

fn julian_civil(jd: i64) -> (i64, u8, u8) {
    let days = jd - 1_721_118;
    let cycle = days.div_euclid(1461);
    let day_of_cycle = days.rem_euclid(1461);
    let year_of_cycle = (day_of_cycle - day_of_cycle / 1460) / 365;
    let (month, day) = month_and_day(day_of_cycle - year_of_cycle * 365);
    (
        cycle * 4 + year_of_cycle + i64::from(month <= 2),
        month,
        day,
    )
}

/// The Julian day number of a date in whichever calendar counted then; the date need not exist.
pub(super) fn civil_to_jd(year: i64, month: u8, day: u8) -> i64 {
    let jd = days_from_civil(i128::from(year), month, day) as i64 + EPOCH;
    if jd < REFORM {
        julian_jd(year, month, day)
    } else {
        jd
    }
}

fn jd_to_civil(jd: i64) -> (i64, u8, u8) {
    if jd < REFORM {
        julian_civil(jd)
    } else {
        let (year, month, day) = civil_from_days(i128::from(jd - EPOCH));
        (year as i64, month, day)
    }
}

impl Date {
    /// The day of this year, month and day, if there is one (`Date.valid_civil?`); neither counts from the end.
    pub fn from_civil(year: i64, month: u8, day: u8) -> Option<Date> {
        if !(-MAX_YEAR..=MAX_YEAR).contains(&year)
            || !(1..=12).contains(&month)
            || !(1..=31).contains(&day)
        {
            return None;
        }
        let jd = civil_to_jd(year, month, day);
        (jd_to_civil(jd) == (year, month, day)).then_some(Date { jd })
    }

    /// The day with this Julian day number (`Date.jd`).
    pub fn from_jd(jd: i64) -> Date {
        let bound = MAX_YEAR * 366;
        Date {
            jd: jd.clamp(-bound, bound),
        }
    }

    /// Year, month and day.
    pub fn civil(self) -> (i64, u8, u8) {
        jd_to_civil(self.jd)
    }

    /// The Julian day number.
    pub fn jd(self) -> i64 {
        self.jd
    }

    /// The days from 1970-01-01.
    pub(super) fn days_since_epoch(self) -> i64 {
        self.jd - EPOCH
    }

    /// Midnight where the clock stands, as `to_time` gives it: by the Gregorian calendar, the only one that Time knows.
    pub fn to_time(self, clock: &Clock) -> Time {
        let (year, month, day) = civil_from_days(i128::from(self.jd - EPOCH));
        clock.local_time(year, month, day, 0, 0, 0, Fraction::default())
    }

    /// Midnight of UTC (`to_datetime`).
    pub fn to_datetime(self) -> DateTime {
        let secs = i128::from(self.days_since_epoch()) * i128::from(DAY);
        DateTime::from_parts(secs, Fraction::default(), 0)
    }

    /// `strftime` by Date's rules.
    ///
    /// # Errors
    /// `Errno::ERANGE` for a width that is too large.
    pub fn strftime(self, format: &str) -> Result<String> {
        self.to_datetime().strftime(format)
    }

    pub(super) fn write_to_s(self, out: &mut String) {
        let (year, month, day) = self.civil();
        write_date(year, month, day, out);
    }

    pub(super) fn inspect(self, out: &mut String) {
        out.push_str("#<Date: ");
        self.write_to_s(out);
        let _ = write!(out, " (({}j,0s,0n),+0s,2299161j)>", self.jd);
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        self.write_to_s(&mut text);
        f.write_str(&text)
    }
}

/// `%Y-%m-%d`, with a sign before a year that is negative.
pub(super) fn write_date(year: impl Into<i128>, month: u8, day: u8, out: &mut String) {
    let year = year.into();
    let sign = if year < 0 { "-" } else { "" };
    let _ = write!(out, "{sign}{:04}-{month:02}-{day:02}", year.unsigned_abs());
}

impl DateTime {
    /// The moment so many seconds after 1970-01-01T00:00:00Z.
    pub(super) fn from_parts(secs: i128, fraction: Fraction, offset: i32) -> DateTime {
        DateTime(Arc::new(Moment {
            secs,
            fraction,
            offset,
        }))
    }

    /// The moment of a date and time of day at an offset in seconds east; none where there is no such date.
    pub fn from_civil(
        (year, month, day): (i64, u8, u8),
        (hour, minute, second): (u8, u8, u8),
        nanos: u32,
        offset: i32,
    ) -> Option<DateTime> {
        let date = Date::from_civil(year, month, day)?;
        let time = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
        let midnight = i128::from(date.days_since_epoch()) * i128::from(DAY);
        let secs = midnight + i128::from(time - i64::from(offset));
        Some(DateTime::from_parts(
            secs,
            Fraction::from_nanos(nanos),
            offset,
        ))
    }

    /// The Julian day number of UTC.
    pub(super) fn utc_jd(&self) -> i64 {
        div_rem(self.0.secs, DAY).0 as i64 + EPOCH
    }

    /// The day, where the offset holds.
    pub fn date(&self) -> Date {
        Date::from_jd(self.local().0 as i64 + EPOCH)
    }

    /// The days since 1970-01-01 and the seconds since midnight, where the offset holds.
    fn local(&self) -> (i128, i64) {
        div_rem(self.0.secs + i128::from(self.0.offset), DAY)
    }

    fn second_of_day(&self) -> i64 {
        self.local().1
    }

    /// The Time with the same date, time of day and offset (`to_time`): before 1582 another moment, for Time knows the
    /// Gregorian calendar alone.
    pub fn to_time(&self) -> Time {
        let (year, month, day) = self.date().civil();
        let days = days_from_civil(i128::from(year), month, day);
        let epoch =
            days * i128::from(DAY) + i128::from(self.second_of_day() - i64::from(self.0.offset));
        Time::at_offset(epoch, self.0.fraction.clone(), self.0.offset)
    }

    /// `ajd`: days since noon of -4712-01-01, as a Float.
    pub(super) fn astronomical(&self) -> f64 {
        let days = self.0.secs as f64 / DAY as f64;
        days + EPOCH as f64 - 0.5
    }

    /// `strftime` by Date's rules.
    ///
    /// # Errors
    /// `Errno::ERANGE` for a width that is too large.
    pub fn strftime(&self, format: &str) -> Result<String> {
        let mut out = String::new();
        self.write_strftime(format, &mut out)?;
        Ok(out)
    }

    /// As [`DateTime::strftime`], appended to a text.
    ///
    /// # Errors
    /// Those of [`DateTime::strftime`]; the text may have grown then.
    pub fn write_strftime(&self, format: &str, out: &mut String) -> Result<()> {
        let minutes = self.0.offset.abs() / 60;
        let sign = if self.0.offset < 0 { '-' } else { '+' };
        let zone = format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        strftime(&self.fields(&zone), format, out)
    }

    fn fields<'t>(&'t self, zone: &'t str) -> Fields<'t> {
        let date = self.date();
        let (year, month, day) = date.civil();
        let (hour, minute, second) = clock_time(self.second_of_day());
        Fields {
            year: i128::from(year),
            month,
            day,
            hour,
            minute,
            second,
            fraction: &self.0.fraction,
            offset: self.0.offset,
            utc: false,
            zone,
            days: i128::from(date.days_since_epoch()),
            wday: (date.jd + 1).rem_euclid(7) as u8,
            epoch: self.0.secs,
            calendar: Calendar::Date,
        }
    }

    pub(super) fn write_to_s(&self, out: &mut String) {
        let _ = self.write_strftime("%Y-%m-%dT%H:%M:%S%:z", out);
    }

    pub(super) fn inspect(&self, out: &mut String) {
        out.push_str("#<DateTime: ");
        self.write_to_s(out);
        let second = div_rem(self.0.secs, DAY).1;
        let _ = write!(out, " (({}j,{second}s,", self.utc_jd());
        self.0.fraction.inspect_nanos(out);
        let _ = write!(out, "n),{:+}s,2299161j)>", self.0.offset);
    }
}

impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.0.secs, &self.0.fraction).cmp(&(other.0.secs, &other.0.fraction))
    }
}

impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.secs.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_days_are_missing_in_1582() {
        assert_eq!(Date::from_civil(1582, 10, 4).unwrap().jd(), 2_299_160);
        assert_eq!(Date::from_civil(1582, 10, 15).unwrap().jd(), 2_299_161);
        assert!(Date::from_civil(1582, 10, 10).is_none());
        assert_eq!(
            Date::from_civil(1500, 2, 29).unwrap().to_string(),
            "1500-02-29"
        );
        assert_eq!(Date::from_civil(-4712, 1, 1).unwrap().jd(), 0);
        assert!(Date::from_civil(2023, 2, 29).is_none());
    }

    #[test]
    fn formats_by_dates_own_rules() {
        let date = Date::from_civil(2024, 2, 9).unwrap();
        assert_eq!(
            date.strftime("%G-W%V-%u %j %U %W %s %Q %+ %Z").unwrap(),
            "2024-W06-5 040 05 06 1707436800 1707436800000 Fri Feb  9 00:00:00 +00:00 2024 +00:00"
        );
        let reformed = Date::from_civil(1582, 10, 20).unwrap();
        assert_eq!(
            reformed.strftime("%j %U %W %V %G").unwrap(),
            "283 40 41 41 1582"
        );
        assert_eq!(
            date.strftime("%8194J ").unwrap_err().bare_message(),
            "Numerical result out of range - %8194J "
        );
    }

    #[test]
    fn years_may_have_many_digits() {
        let date = Date::parse("9999999999999-01-02").unwrap();
        assert_eq!(
            date.strftime("%F %G %a %s").unwrap(),
            "9999999999999-01-02 9999999999998 Sat 315569519937801331200"
        );
        let text = "999999999999-03-04T05:06:07+09:00";
        assert_eq!(
            DateTime::parse(text).unwrap().strftime("%FT%T%:z").unwrap(),
            text
        );
    }

    #[test]
    fn a_datetime_keeps_its_calendar_date_as_a_time() {
        let moment = DateTime::parse("1500-01-02T03:04:05.0000000001+01:00").unwrap();
        let mut text = String::new();
        moment.inspect(&mut text);
        assert_eq!(
            text,
            "#<DateTime: 1500-01-02T03:04:05+01:00 ((2268934j,7445s,(1/10)n),+3600s,2299161j)>"
        );
        assert_eq!(moment.to_time().to_string(), "1500-01-02 03:04:05 +0100");
    }
}
