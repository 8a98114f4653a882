//! Ruby's Time: an exact moment with the offset it is shown at, and the clock and zone that make local ones.

use std::cmp::Ordering;
use std::fmt::Write;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Component, Path};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering as Atomic};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Str;
use super::Value;
use super::date::{civil_from_days, clock_time, days_from_civil, div_rem, write_date};
use super::strftime::{Calendar, Fields, strftime};
use crate::error::Result;

const DAY: i64 = 86_400;

/// A fraction of a second, exact to any number of decimal digits.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fraction {
    nanos: u32,
    /// The digits beyond the ninth, without zeros at the end; none most of the time.
    rest: Option<Arc<str>>,
}

impl Fraction {
    /// So many nanoseconds, less than a second.
    pub fn from_nanos(nanos: u32) -> Fraction {
        Fraction {
            nanos: nanos % 1_000_000_000,
            rest: None,
        }
    }

    /// The fraction 0.DIGITS; what is no digit ends it.
    pub fn from_digits(digits: &str) -> Fraction {
        let end = digits.bytes().take_while(u8::is_ascii_digit).count();
        let digits = digits[..end].trim_end_matches('0');
        let (head, rest) = digits.split_at(digits.len().min(9));
        let nanos = format!("{head:0<9}").parse().unwrap_or(0);
        Fraction {
            nanos,
            rest: (!rest.is_empty()).then(|| rest.into()),
        }
    }

    /// The whole nanoseconds.
    pub fn nanos(&self) -> u32 {
        self.nanos
    }

    /// The digits behind the point: nine, and those beyond.
    pub(super) fn digits(&self) -> String {
        format!("{:09}{}", self.nanos, self.rest.as_deref().unwrap_or(""))
    }

    /// As `Time#inspect` shows it: `.5`, or a ratio where nanoseconds do not suffice.
    fn inspect(&self, out: &mut String) {
        if self.rest.is_some() {
            out.push(' ');
            ratio(&self.digits(), 0, out);
        } else if self.nanos > 0 {
            out.push('.');
            out.push_str(self.digits().trim_end_matches('0'));
        }
    }

    /// As `DateTime#inspect` shows it: nanoseconds, or a ratio of them.
    pub(super) fn inspect_nanos(&self, out: &mut String) {
        if self.rest.is_some() {
            out.push('(');
            ratio(&self.digits(), 9, out);
            out.push(')');
        } else {
            let _ = write!(out, "{}", self.nanos);
        }
    }
}

/// Writes 0.DIGITS × 10^shift as a ratio in lowest terms.
fn ratio(digits: &str, shift: usize, out: &mut String) {
    use num_bigint::BigUint;
    use num_integer::Integer;
    let numerator: BigUint = digits.parse().unwrap_or_default();
    let denominator = BigUint::from(10u8).pow((digits.len() - shift) as u32);
    let common = numerator.gcd(&denominator);
    let _ = write!(out, "{}/{}", numerator / &common, denominator / &common);
}

/// A moment, with the offset it is shown at (`Time`).
#[derive(Clone)]
pub struct Time(Arc<Moment>);

#[derive(Debug, Clone)]
struct Moment {
    epoch: i128,
    fraction: Fraction,
    /// Seconds east of UTC.
    offset: i32,
    utc: bool,
    dst: bool,
    /// The zone's abbreviation, for a local time and for UTC.
    zone: Str,
}

impl Time {
    /// The moment so many seconds after 1970-01-01T00:00:00Z, in UTC.
    pub fn at(epoch: i128, fraction: Fraction) -> Time {
        Time(Arc::new(Moment {
            epoch,
            fraction,
            offset: 0,
            utc: true,
            dst: false,
            zone: "UTC".into(),
        }))
    }

    /// The same moment at a fixed offset in seconds east.
    #[must_use]
    pub fn with_offset(&self, offset: i32) -> Time {
        Time::at_offset(self.0.epoch, self.0.fraction.clone(), offset)
    }

    /// The same moment in UTC.
    #[must_use]
    pub fn to_utc(&self) -> Time {
        Time::at(self.0.epoch, self.0.fraction.clone())
    }

    /// A moment at a fixed offset in seconds east.
    pub(super) fn at_offset(epoch: i128, fraction: Fraction, offset: i32) -> Time {
        Time(Arc::new(Moment {
            epoch,
            fraction,
            offset,
            utc: false,
            dst: false,
            zone: Str::new(),
        }))
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    pub fn epoch(&self) -> i128 {
        self.0.epoch
    }

    /// The fraction of the second.
    pub fn fraction(&self) -> &Fraction {
        &self.0.fraction
    }

    /// Seconds east of UTC.
    pub fn offset(&self) -> i32 {
        self.0.offset
    }

    /// `utc?`: whether it was made as UTC, not merely with an offset of nothing.
    pub fn is_utc(&self) -> bool {
        self.0.utc
    }

    /// The zone's abbreviation; empty for a time with a fixed offset.
    pub fn zone(&self) -> &str {
        &self.0.zone
    }

    /// The day of the year, from 1 on.
    pub fn yday(&self) -> u16 {
        self.fields().yday()
    }

    /// Year, month and day as shown.
    pub fn civil(&self) -> (i128, u8, u8) {
        civil_from_days(self.days_and_seconds().0)
    }

    /// Days since 1970-01-01 and seconds since midnight, as shown.
    fn days_and_seconds(&self) -> (i128, i64) {
        div_rem(self.0.epoch + i128::from(self.0.offset), DAY)
    }

    /// Hour, minute and second as shown.
    pub fn clock_time(&self) -> (u8, u8, u8) {
        clock_time(self.days_and_seconds().1)
    }

    /// `strftime` by Time's rules.
    ///
    /// # Errors
    /// `invalid format: …` for a format that ends inside a directive.
    pub fn strftime(&self, format: &str) -> Result<String> {
        let mut out = String::new();
        self.write_strftime(format, &mut out)?;
        Ok(out)
    }

    /// As [`Time::strftime`], appended to a text.
    ///
    /// # Errors
    /// Those of [`Time::strftime`]; the text may have grown then.
    pub fn write_strftime(&self, format: &str, out: &mut String) -> Result<()> {
        strftime(&self.fields(), format, out)
    }

    /// `xmlschema`: `2024-01-02T03:04:05+02:00`, with `Z` where it is UTC.
    pub fn xmlschema(&self) -> String {
        let mut out = String::new();
        let format = if self.0.utc {
            "%Y-%m-%dT%H:%M:%SZ"
        } else {
            "%Y-%m-%dT%H:%M:%S%:z"
        };
        let _ = strftime(&self.fields(), format, &mut out);
        out
    }

    /// `rfc822`: `Tue, 02 Jan 2024 03:04:05 +0200`, with `-0000` where it is UTC.
    pub fn rfc822(&self) -> String {
        let mut out = String::new();
        let format = if self.0.utc {
            "%a, %d %b %Y %H:%M:%S -0000"
        } else {
            "%a, %d %b %Y %H:%M:%S %z"
        };
        let _ = strftime(&self.fields(), format, &mut out);
        out
    }

    /// `to_a`: second, minute, hour, day, month, year, weekday, day of the year, daylight saving, zone.
    pub fn to_a(&self) -> Vec<Value> {
        let f = self.fields();
        vec![
            Value::Int(f.second.into()),
            Value::Int(f.minute.into()),
            Value::Int(f.hour.into()),
            Value::Int(f.day.into()),
            Value::Int(f.month.into()),
            Value::from(num_bigint::BigInt::from(f.year)),
            Value::Int(f.wday.into()),
            Value::Int(f.yday().into()),
            Value::Bool(self.0.dst),
            if self.0.zone.is_empty() {
                Value::Nil
            } else {
                Value::Str(self.0.zone.clone())
            },
        ]
    }

    fn fields(&self) -> Fields<'_> {
        let (days, seconds) = self.days_and_seconds();
        let (year, month, day) = civil_from_days(days);
        let (hour, minute, second) = clock_time(seconds);
        Fields {
            year,
            month,
            day,
            hour,
            minute,
            second,
            fraction: &self.0.fraction,
            offset: self.0.offset,
            utc: self.0.utc,
            zone: &self.0.zone,
            days,
            wday: (days + 4).rem_euclid(7) as u8,
            epoch: self.0.epoch,
            calendar: Calendar::Time,
        }
    }

    pub(super) fn write_to_s(&self, out: &mut String) {
        self.write_seconds(out);
        self.write_zone(out);
    }

    pub(super) fn inspect(&self, out: &mut String) {
        self.write_seconds(out);
        self.0.fraction.inspect(out);
        self.write_zone(out);
        let seconds = self.0.offset.abs() % 60;
        if seconds > 0 {
            let _ = write!(out, "{seconds:02}");
        }
    }

    fn write_seconds(&self, out: &mut String) {
        let (year, month, day) = self.civil();
        let (hour, minute, second) = self.clock_time();
        write_date(year, month, day, out);
        let _ = write!(out, " {hour:02}:{minute:02}:{second:02}");
    }

    fn write_zone(&self, out: &mut String) {
        if self.0.utc {
            out.push_str(" UTC");
        } else {
            let _ = strftime(&self.fields(), " %z", out);
        }
    }
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        self.write_to_s(&mut text);
        f.write_str(&text)
    }
}

impl std::fmt::Debug for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::new();
        self.inspect(&mut text);
        f.write_str(&text)
    }
}

impl PartialEq for Time {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Time {}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By the moment alone: how it is shown does not count.
impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.0.epoch, &self.0.fraction).cmp(&(other.0.epoch, &other.0.fraction))
    }
}

impl Hash for Time {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.epoch.hash(state);
    }
}

/// Where a clock stands: what the environment variable TZ says to the C library.
#[derive(Debug, Clone)]
pub struct Zone(Kind);

#[derive(Debug, Clone)]
enum Kind {
    /// A zone of the tz database.
    Known(TimeZone),
    /// A POSIX rule. The C library applies it from 1970 on; before, that year's first day lasts.
    Rule(TimeZone),
    /// No zone that is known: UTC under the name that the text begins with.
    Unknown(Str),
}

impl Default for Zone {
    fn default() -> Self {
        Zone::utc()
    }
}

impl Zone {
    /// `UTC`, as TZ.
    pub fn utc() -> Zone {
        Zone(Kind::Known(TimeZone::UTC))
    }

    /// The zone of this machine.
    pub fn system() -> Zone {
        let zone = of_file(Path::new("/etc/localtime"), "localtime")
            .or_else(|| TimeZone::try_system().ok());
        Zone(Kind::Known(zone.unwrap_or(TimeZone::UTC)))
    }

    /// The zone that TZ with this text would give: a name (`Asia/Seoul`) or a POSIX rule (`EST5EDT,M3.2.0,M11.1.0`);
    /// UTC for anything else.
    pub fn named(text: &str) -> Zone {
        let text = text.strip_prefix(':').unwrap_or(text);
        if text.is_empty() {
            return Zone::utc();
        }
        Zone(
            known(text)
                .or_else(|| rule(text))
                .unwrap_or_else(|| Kind::Unknown(leading_name(text))),
        )
    }

    /// The zone's rules with the moment at which they are to be looked up; the name of one that is not known.
    fn rules(&self, epoch: i128) -> Result<(&TimeZone, Timestamp), &Str> {
        match &self.0 {
            Kind::Known(zone) => Ok((zone, timestamp(epoch))),
            Kind::Rule(zone) => Ok((zone, timestamp(epoch.max(0)))),
            Kind::Unknown(name) => Err(name),
        }
    }

    /// The offset at a moment.
    fn offset_at(&self, epoch: i128) -> i32 {
        self.rules(epoch)
            .map_or(0, |(zone, moment)| zone.to_offset(moment).seconds())
    }

    /// Offset, daylight saving and abbreviation at a moment.
    fn at(&self, epoch: i128) -> (i32, bool, Str) {
        let (zone, moment) = match self.rules(epoch) {
            Ok(rules) => rules,
            Err(name) => return (0, false, name.clone()),
        };
        let info = zone.to_offset_info(moment);
        (
            info.offset().seconds(),
            info.dst().is_dst(),
            info.abbreviation().into(),
        )
    }
}

/// A zone of the database, by its name or its file. Names are told apart by case.
fn known(text: &str) -> Option<Kind> {
    let name = match text.rsplit_once("zoneinfo/") {
        Some((path, name)) if path.starts_with('/') => name,
        _ => text,
    };
    let name = ["posix/", "right/"]
        .iter()
        .find_map(|folder| name.strip_prefix(folder))
        .unwrap_or(name);
    if let Some(zone) = of_machine(name) {
        return Some(Kind::Known(zone));
    }
    let zone = TimeZone::get(name).ok()?;
    (zone.iana_name() == Some(name)).then_some(Kind::Known(zone))
}

/// A zone that lies where most machines have them: to read one file is faster than to list the names of all.
fn of_machine(name: &str) -> Option<TimeZone> {
    let is_plain = |part| matches!(part, Component::Normal(_));
    if !Path::new(name).components().all(is_plain) || std::env::var_os("TZDIR").is_some() {
        return None;
    }
    of_file(&Path::new("/usr/share/zoneinfo").join(name), name)
}

fn of_file(path: &Path, name: &str) -> Option<TimeZone> {
    TimeZone::tzif(name, &fs::read(path).ok()?).ok()
}

/// A POSIX rule; one that names daylight saving but not when gets the dates of New York.
fn rule(text: &str) -> Option<Kind> {
    let zone = TimeZone::posix(text)
        .or_else(|_| TimeZone::posix(&format!("{text},M3.2.0,M11.1.0")))
        .ok()?;
    Some(Kind::Rule(zone))
}

/// The abbreviation at the start of a text that is no zone; none of fewer than three letters.
fn leading_name(text: &str) -> Str {
    let end = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if end < 3 {
        Str::new()
    } else {
        text[..end].into()
    }
}

/// The seconds after which the Gregorian calendar and its weekdays repeat.
const CYCLE: i128 = 146_097 * DAY as i128;

/// The moment, or beyond the years that zones are known for one that lies whole cycles of 400 years away.
fn timestamp(epoch: i128) -> Timestamp {
    let late = i128::from(Timestamp::MAX.as_second() - DAY);
    let early = i128::from(Timestamp::MIN.as_second() + DAY);
    let epoch = if epoch > late {
        late - CYCLE + (epoch - late).rem_euclid(CYCLE)
    } else {
        epoch.max(early)
    };
    Timestamp::from_second(epoch as i64).unwrap_or_default()
}

/// What `Time.now` and local times depend on.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// What the clock shows, where it stands still.
    pub now: Option<Time>,
    /// Where it stands.
    pub zone: Zone,
    /// Set when somebody asks what time it is.
    pub asked: Option<Arc<AtomicBool>>,
}

impl Clock {
    /// A clock that always shows this second since the epoch.
    pub fn fixed(epoch: i64, zone: Zone) -> Clock {
        Clock {
            now: Some(Time::at(epoch.into(), Fraction::default())),
            zone,
            asked: None,
        }
    }

    /// The clock of the process's environment.
    pub fn from_env() -> Clock {
        Clock::from_environment(|name| std::env::var(name).ok())
    }

    /// The clock of an environment: SOURCE_DATE_EPOCH where it is set, the machine's otherwise; the zone by TZ, or the
    /// machine's.
    pub fn from_environment<S: AsRef<str>>(get: impl Fn(&str) -> Option<S>) -> Clock {
        let epoch = get("SOURCE_DATE_EPOCH").and_then(|text| text.as_ref().trim().parse().ok());
        let zone = match get("TZ") {
            Some(name) => Zone::named(name.as_ref()),
            None => Zone::system(),
        };
        Clock {
            now: epoch.map(|epoch: i64| Time::at(epoch.into(), Fraction::default())),
            zone,
            asked: None,
        }
    }

    /// `Time.now`: local time.
    pub fn now(&self) -> Time {
        if let Some(asked) = &self.asked {
            asked.store(true, Atomic::Relaxed);
        }
        match &self.now {
            Some(time) => self.localtime(time),
            None => self.localtime(&Clock::system_time(SystemTime::now())),
        }
    }

    /// A time of the file system, in UTC.
    pub fn system_time(time: SystemTime) -> Time {
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Time::at(
                after.as_secs().into(),
                Fraction::from_nanos(after.subsec_nanos()),
            ),
            Err(before) => {
                let before = before.duration();
                let nanos = before.subsec_nanos();
                let borrowed = i128::from(nanos > 0);
                Time::at(
                    -i128::from(before.as_secs()) - borrowed,
                    Fraction::from_nanos((1_000_000_000 - nanos) % 1_000_000_000),
                )
            }
        }
    }

    /// `Time.at`: local time.
    pub fn at(&self, epoch: i128) -> Time {
        self.localtime(&Time::at(epoch, Fraction::default()))
    }

    /// `localtime`: the same moment as it is shown here.
    pub fn localtime(&self, time: &Time) -> Time {
        self.local(time.epoch(), time.fraction().clone())
    }

    /// A moment as it is shown here.
    pub(super) fn local(&self, epoch: i128, fraction: Fraction) -> Time {
        let (offset, dst, zone) = self.zone.at(epoch);
        Time(Arc::new(Moment {
            epoch,
            fraction,
            offset,
            utc: false,
            dst,
            zone,
        }))
    }

    /// A moment with an offset that a text gave: as it is shown here where the offset is the one here.
    pub(super) fn local_or_at_offset(&self, epoch: i128, fraction: Fraction, offset: i32) -> Time {
        if self.zone.offset_at(epoch) == offset {
            self.local(epoch, fraction)
        } else {
            Time::at_offset(epoch, fraction, offset)
        }
    }

    /// `Time.local`: the moment at which the clock here shows this date and time. In the hour that daylight saving
    /// skips the time moves forward; of the two that it repeats the later is meant.
    #[allow(clippy::too_many_arguments)]
    pub fn local_time(
        &self,
        year: i128,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
        fraction: Fraction,
    ) -> Time {
        let day_seconds = i128::from(DAY);
        let wall = days_from_civil(year, month, day) * day_seconds
            + i128::from(hour) * 3600
            + i128::from(minute) * 60
            + i128::from(second);
        let before = i128::from(self.zone.offset_at(wall - day_seconds));
        let after = i128::from(self.zone.offset_at(wall + day_seconds));
        let fits = |offset: i128| i128::from(self.zone.offset_at(wall - offset)) == offset;
        let offset = if fits(before.min(after)) {
            before.min(after)
        } else if fits(before.max(after)) {
            before.max(after)
        } else {
            before
        };
        self.localtime(&Time::at(wall - offset, fraction))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_york() -> Clock {
        Clock::fixed(1_704_164_645, Zone::named("America/New_York"))
    }

    fn local(clock: &Clock, month: u8, day: u8, hour: u8, minute: u8) -> String {
        let time = clock.local_time(2024, month, day, hour, minute, 0, Fraction::default());
        format!("{time} {}", time.zone())
    }

    #[test]
    fn skipped_hours_move_on_and_repeated_ones_are_the_later() {
        let clock = new_york();
        assert_eq!(local(&clock, 3, 10, 2, 30), "2024-03-10 03:30:00 -0400 EDT");
        assert_eq!(local(&clock, 11, 3, 1, 30), "2024-11-03 01:30:00 -0500 EST");
    }

    #[test]
    fn zones_are_what_the_c_library_makes_of_tz() {
        for (name, shown) in [
            ("Asia/Kolkata", "1970-01-01 05:30:00 +0530 IST"),
            (":Asia/Tokyo", "1970-01-01 09:00:00 +0900 JST"),
            ("JST-9", "1970-01-01 09:00:00 +0900 JST"),
            (
                "<-0330>+3:30<-0230>,M3.2.0,M11.1.0",
                "1969-12-31 20:30:00 -0330 -0330",
            ),
            ("asia/tokyo", "1970-01-01 00:00:00 +0000 asia"),
            ("A", "1970-01-01 00:00:00 +0000 "),
            ("", "1970-01-01 00:00:00 +0000 UTC"),
        ] {
            let time = Clock::fixed(0, Zone::named(name)).at(0);
            assert_eq!(format!("{time} {}", time.zone()), shown);
        }
    }

    #[test]
    fn shows_utc_offsets_and_fractions() {
        let time = Time::at(0, Fraction::from_digits("123456789012345"));
        assert_eq!(
            format!("{time:?}"),
            "1970-01-01 00:00:00 24691357802469/200000000000000 UTC"
        );
        let time = Time::at(0, Fraction::from_digits("5")).with_offset(33_539);
        assert_eq!(format!("{time:?}"), "1970-01-01 09:18:59.5 +091859");
        assert_eq!(time.to_string(), "1970-01-01 09:18:59 +0918");
        assert_eq!(new_york().now().rfc822(), "Mon, 01 Jan 2024 22:04:05 -0500");
        assert_eq!(
            new_york().now().to_utc().rfc822(),
            "Tue, 02 Jan 2024 03:04:05 -0000"
        );
        assert_eq!(new_york().now().xmlschema(), "2024-01-01T22:04:05-05:00");
        assert_eq!(
            new_york().now().to_utc().xmlschema(),
            "2024-01-02T03:04:05Z"
        );
        let far = new_york().at(123_456_789_012_345_678_901_234_567_890);
        assert_eq!(
            far.to_utc().strftime("%F").unwrap(),
            "3912189903902812887740-04-16"
        );
    }

    #[test]
    fn moments_are_compared_and_not_how_they_are_shown() {
        let time = Time::at(5, Fraction::default());
        assert_eq!(time, time.with_offset(7200));
        assert!(time < Time::at(5, Fraction::from_digits("0000000001")));
        let before = Clock::system_time(UNIX_EPOCH - std::time::Duration::from_millis(1));
        assert_eq!(before, Time::at(-1, Fraction::from_digits("999")));
    }

    #[test]
    fn to_a_is_rubys() {
        let clock = new_york();
        let time = clock.local_time(2024, 7, 1, 0, 0, 0, Fraction::default());
        let mut text = String::new();
        Value::from(time.to_a()).inspect(&mut text).unwrap();
        assert_eq!(text, "[0, 0, 0, 1, 7, 2024, 1, 183, true, \"EDT\"]");
    }
}
