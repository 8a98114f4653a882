//! Ruby's `strftime` with all its directives, flags and widths, for Time and, where they differ, for Date.

use super::date::{EPOCH, civil_to_jd, days_from_civil};
use super::time::Fraction;
use crate::error::{Error, ErrorKind, Result};

/// Whose rules hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Calendar {
    /// Time: the Gregorian calendar for all years.
    Time,
    /// Date and DateTime.
    Date,
}

/// What the directives ask for.
pub(super) struct Fields<'t> {
    pub year: i128,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub fraction: &'t Fraction,
    /// Seconds east of UTC.
    pub offset: i32,
    pub utc: bool,
    /// What `%Z` prints.
    pub zone: &'t str,
    /// Days since 1970-01-01, as shown.
    pub days: i128,
    /// Sunday is 0.
    pub wday: u8,
    pub epoch: i128,
    pub calendar: Calendar,
}

impl Fields<'_> {
    /// The day of the year, from 1 on.
    pub fn yday(&self) -> u16 {
        let first = match self.calendar {
            Calendar::Time => days_from_civil(self.year, 1, 1),
            Calendar::Date => i128::from(civil_to_jd(self.year as i64, 1, 1) - EPOCH),
        };
        (self.days - first + 1) as u16
    }
}

/// Longer text than this is not made of a width.
const MAX_WIDTH: usize = 1 << 26;

/// Appends the formatted time.
///
/// # Errors
/// `invalid format: …` where Time's format ends inside a directive, `Numerical result out of range` where Date's text
/// gets too long, and [`ErrorKind::Limit`] for a width of millions.
pub(super) fn strftime(fields: &Fields<'_>, format: &str, out: &mut String) -> Result<()> {
    let from = out.len();
    // Date gives up once its buffer, doubled again and again, has 1024 bytes for each of the format.
    let most = match fields.calendar {
        Calendar::Time => i32::MAX as usize,
        Calendar::Date => 1024 * format.len().next_power_of_two(),
    };
    let ending = Formatter { fields, most, out }.format(format)?;
    match (ending, fields.calendar) {
        (Ending::Inside, Calendar::Time) => {
            let message = format!("invalid format: {format}");
            Err(Error::ruby("ArgumentError", message))
        }
        (ending, Calendar::Date) if ending == Ending::TooWide || out.len() - from >= most => {
            let message = format!("Numerical result out of range - {format}");
            Err(Error::ruby("Errno::ERANGE", message))
        }
        _ => Ok(()),
    }
}

/// Whether a format ended between directives or inside one, or a width was more than Date can hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Whole,
    Inside,
    TooWide,
}

/// What stands between `%` and the letter.
#[derive(Clone, Copy, Default)]
struct Flags {
    /// The width; 0 where none is given.
    width: usize,
    pad: Option<char>,
    /// `-`: no padding.
    left: bool,
    upper: bool,
    /// `#`: the other case.
    change_case: bool,
    lower: bool,
    colons: usize,
}

struct Formatter<'f> {
    fields: &'f Fields<'f>,
    /// The largest width.
    most: usize,
    out: &'f mut String,
}

impl Formatter<'_> {
    fn format(&mut self, format: &str) -> Result<Ending> {
        let mut rest = format;
        while let Some(at) = rest.bytes().position(|byte| byte == b'%') {
            self.out.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some((flags, letter, length)) = self.flags(rest) else {
                if self.fields.calendar == Calendar::Time {
                    return Ok(Ending::Inside);
                }
                break;
            };
            if flags.width > self.most {
                return Ok(Ending::TooWide);
            }
            if !self.directive(flags, letter)? {
                self.out.push_str(&rest[..length]);
            }
            rest = &rest[length..];
        }
        self.out.push_str(rest);
        Ok(Ending::Whole)
    }

    /// Reads flags and width of the directive at the start of `text`: with its letter, and how long it is. Where the
    /// directive is none, the letter is NUL and the length says what is to be copied.
    fn flags(&self, text: &str) -> Option<(Flags, char, usize)> {
        let mut flags = Flags::default();
        let bytes = text.as_bytes();
        if let Some(&letter) = bytes.get(1)
            && letter.is_ascii_alphabetic()
            && !matches!(letter, b'E' | b'O')
        {
            return Some((flags, char::from(letter), 2));
        }
        let mut at = 1;
        loop {
            let letter = text[at..].chars().next()?;
            let next = at + letter.len_utf8();
            let no_directive = Some((flags, '\0', next));
            match letter {
                '-' | '^' | '#' | '_' if flags.width > 0 => return no_directive,
                '-' => {
                    flags.left = true;
                    if self.fields.calendar == Calendar::Time {
                        flags.pad = None;
                    }
                }
                '^' => flags.upper = true,
                '#' => flags.change_case = true,
                '_' => flags.pad = Some(' '),
                '0'..='9' => {
                    if letter == '0' {
                        flags.pad = Some('0');
                    }
                    let digits = bytes[at..]
                        .iter()
                        .take_while(|b| b.is_ascii_digit())
                        .count();
                    match text[at..at + digits].parse::<i32>() {
                        Ok(width) => flags.width = width as usize,
                        Err(_) if self.fields.calendar == Calendar::Time => return no_directive,
                        Err(_) => flags.width = usize::MAX,
                    }
                    at += digits;
                    continue;
                }
                ':' => {
                    let colons = bytes[at..].iter().take_while(|&&b| b == b':').count();
                    // Four colons in a row are passed over by Time, whatever follows.
                    flags.colons = if colons > 3 && self.fields.calendar == Calendar::Time {
                        4
                    } else if colons <= 3 && bytes.get(at + colons) == Some(&b'z') {
                        colons
                    } else {
                        return no_directive;
                    };
                    at += flags.colons;
                    continue;
                }
                'E' if bytes.get(next).is_some_and(|b| b"cCxXyY".contains(b)) => {}
                'O' if bytes
                    .get(next)
                    .is_some_and(|b| b"deHkIlmMSuUVwWy".contains(b)) => {}
                _ => return Some((flags, letter, next)),
            }
            at = next;
        }
    }

    /// Writes what a directive stands for; false where there is no such directive.
    fn directive(&mut self, flags: Flags, letter: char) -> Result<bool> {
        let f = self.fields;
        if flags.width > MAX_WIDTH {
            return Err(Error::new(ErrorKind::Limit, "width is too large"));
        }
        match letter {
            'Y' => self.year(flags, f.year),
            'G' => self.year(flags, self.iso_week().0),
            'C' => self.number(flags, '0', 2, f.year.div_euclid(100)),
            'y' => self.number(flags, '0', 2, f.year.rem_euclid(100)),
            'g' => self.number(flags, '0', 2, self.iso_week().0.rem_euclid(100)),
            'V' => self.number(flags, '0', 2, self.iso_week().1.into()),
            'm' => self.number(flags, '0', 2, f.month.into()),
            'd' => self.number(flags, '0', 2, f.day.into()),
            'e' => self.number(flags, ' ', 2, f.day.into()),
            'j' => self.number(flags, '0', 3, f.yday().into()),
            'H' => self.number(flags, '0', 2, f.hour.into()),
            'k' => self.number(flags, ' ', 2, f.hour.into()),
            'I' => self.number(flags, '0', 2, self.hour12()),
            'l' => self.number(flags, ' ', 2, self.hour12()),
            'M' => self.number(flags, '0', 2, f.minute.into()),
            'S' => self.number(flags, '0', 2, f.second.into()),
            'U' => self.number(flags, '0', 2, self.week_from(f.wday)),
            'W' => self.number(flags, '0', 2, self.week_from((f.wday + 6) % 7)),
            'u' => self.number(flags, '0', 1, self.iso_weekday().into()),
            'w' => self.number(flags, '0', 1, f.wday.into()),
            's' => self.number(flags, '0', 1, f.epoch),
            'Q' if f.calendar == Calendar::Date => {
                let millis = f.epoch * 1000 + i128::from(f.fraction.nanos() / 1_000_000);
                self.number(flags, '0', 1, millis);
            }
            'L' => self.fraction(flags, 3),
            'N' => self.fraction(flags, 9),
            'z' if flags.colons > 3 => return Ok(false),
            'z' => self.offset(flags),
            'A' | 'a' | 'B' | 'b' | 'h' | 'p' | 'P' | 'Z' => self.name(flags, letter),
            'n' => self.character(flags, '\n'),
            't' => self.character(flags, '\t'),
            '%' => self.character(flags, '%'),
            _ => return self.composite(flags, letter),
        }
        Ok(true)
    }

    /// A directive that stands for several.
    fn composite(&mut self, flags: Flags, letter: char) -> Result<bool> {
        let is_date = self.fields.calendar == Calendar::Date;
        let format = match letter {
            'c' => "%a %b %e %H:%M:%S %Y",
            'D' | 'x' => "%m/%d/%y",
            'F' => "%Y-%m-%d",
            'R' => "%H:%M",
            'r' => "%I:%M:%S %p",
            'T' | 'X' => "%H:%M:%S",
            'v' if is_date => "%e-%^b-%Y",
            'v' => "%e-%^b-%4Y",
            '+' if is_date => "%a %b %e %H:%M:%S %Z %Y",
            _ => return Ok(false),
        };
        let from = self.out.len();
        self.format(format)?;
        if flags.upper {
            self.out[from..].make_ascii_uppercase();
        }
        let length = self.out.len() - from;
        if flags.width > length && !(flags.left && is_date) {
            let pad = flags.pad.unwrap_or(' ').to_string();
            self.out.insert_str(from, &pad.repeat(flags.width - length));
        }
        Ok(true)
    }

    fn year(&mut self, flags: Flags, year: i128) {
        if let Ok(short @ 0..10_000) = u16::try_from(year)
            && (flags.width, flags.left, flags.pad) == (0, false, None)
        {
            self.two_digits((short / 100) as u8);
            return self.two_digits((short % 100) as u8);
        }
        self.number(flags, '0', if year < 0 { 5 } else { 4 }, year);
    }

    fn number(&mut self, flags: Flags, pad: char, width: usize, number: i128) {
        if let Ok(number @ 0..100) = u8::try_from(number)
            && (width, flags.width, flags.left, flags.pad, pad) == (2, 0, false, None, '0')
        {
            return self.two_digits(number);
        }
        let width = match flags.width {
            _ if flags.left => 1,
            0 => width,
            width => width,
        };
        let mut buffer = [0; 39];
        let digits = decimal(number.unsigned_abs(), &mut buffer);
        let sign = if number < 0 { "-" } else { "" };
        let padding = width.saturating_sub(sign.len() + digits.len());
        if flags.pad.unwrap_or(pad) == '0' {
            self.out.push_str(sign);
            self.repeat('0', padding);
        } else {
            self.repeat(' ', padding);
            self.out.push_str(sign);
        }
        self.out
            .extend(digits.iter().map(|&digit| char::from(digit)));
    }

    fn two_digits(&mut self, number: u8) {
        self.out.push(char::from(b'0' + number / 10));
        self.out.push(char::from(b'0' + number % 10));
    }

    fn repeat(&mut self, c: char, times: usize) {
        self.out.extend(std::iter::repeat_n(c, times));
    }

    fn fraction(&mut self, flags: Flags, digits: usize) {
        let width = if flags.width == 0 {
            digits
        } else {
            flags.width
        };
        let digits = self.fields.fraction.digits();
        let shown = digits.len().min(width);
        self.out.push_str(&digits[..shown]);
        self.repeat('0', width - shown);
    }

    fn character(&mut self, flags: Flags, c: char) {
        self.pad(flags, 1);
        self.out.push(c);
    }

    fn pad(&mut self, flags: Flags, length: usize) {
        if !flags.left && flags.width > length {
            let pad = flags.pad.unwrap_or(' ');
            self.repeat(pad, flags.width - length);
        }
    }

    fn name(&mut self, mut flags: Flags, letter: char) {
        let f = self.fields;
        let day = DAYS[usize::from(f.wday % 7)];
        let month = MONTHS[usize::from(f.month.saturating_sub(1) % 12)];
        let name = match letter {
            'A' => day,
            'a' => &day[..3],
            'B' => month,
            'b' | 'h' => &month[..3],
            'Z' => f.zone,
            _ if f.hour < 12 => "AM",
            _ => "PM",
        };
        if name.is_empty() {
            return;
        }
        let lower = match letter {
            'p' | 'Z' => flags.change_case,
            'P' => !flags.change_case && !flags.upper,
            _ => {
                flags.upper |= flags.change_case;
                false
            }
        };
        flags.upper &= !lower;
        flags.lower = lower;
        self.pad(flags, name.len());
        let from = self.out.len();
        self.out.push_str(name);
        if flags.upper {
            self.out[from..].make_ascii_uppercase();
        } else if flags.lower {
            self.out[from..].make_ascii_lowercase();
        }
    }

    /// `%z`, with colons `%:z` and `%::z`, and `%:::z` as short as it can be.
    fn offset(&mut self, flags: Flags) {
        let offset = self.fields.offset;
        let total = offset.unsigned_abs();
        let (hours, minutes, seconds) = (total / 3600, total / 60 % 60, total % 60);
        if let (0 | 1, 0, false, None) = (flags.colons, flags.width, flags.left, flags.pad)
            && hours < 100
        {
            self.out.push(if offset < 0 { '-' } else { '+' });
            self.two_digits(hours as u8);
            if flags.colons == 1 {
                self.out.push(':');
            }
            return self.two_digits(minutes as u8);
        }
        let tail = match flags.colons {
            0 => format!("{minutes:02}"),
            1 => format!(":{minutes:02}"),
            3 if minutes == 0 && seconds == 0 => String::new(),
            3 if seconds == 0 => format!(":{minutes:02}"),
            _ => format!(":{minutes:02}:{seconds:02}"),
        };
        let short = if hours < 10 { 1 } else { 2 };
        let is_date = self.fields.calendar == Calendar::Date;
        let least = if flags.left && is_date { short } else { 2 };
        let width = flags.width.saturating_sub(tail.len() + 1).max(least);
        // `%-z` of UTC is -0000: no offset is known.
        let sign = if offset < 0 || (flags.left && self.fields.utc) {
            '-'
        } else {
            '+'
        };
        if flags.pad == Some(' ') {
            self.repeat(' ', width - short);
            self.out.push(sign);
        } else {
            self.out.push(sign);
            self.repeat('0', width - short);
        }
        self.out.push_str(&hours.to_string());
        self.out.push_str(&tail);
    }

    fn hour12(&self) -> i128 {
        match self.fields.hour {
            0 => 12,
            hour @ 1..=12 => hour.into(),
            hour => (hour - 12).into(),
        }
    }

    /// The week of the year, where a week's first day is the one that `weekday` counts from 0.
    fn week_from(&self, weekday: u8) -> i128 {
        (i128::from(self.fields.yday()) + 6 - i128::from(weekday)) / 7
    }

    fn iso_weekday(&self) -> u8 {
        (self.fields.wday + 6) % 7 + 1
    }

    /// Year and week by ISO 8601: the year in which the week's Thursday lies.
    fn iso_week(&self) -> (i128, u16) {
        let year = self.fields.year;
        let thursday = self.fields.yday() as i16 + 4 - i16::from(self.iso_weekday());
        let days = self.days_in(year);
        let (year, thursday) = if thursday < 1 {
            (year - 1, thursday + self.days_in(year - 1))
        } else if thursday > days {
            (year + 1, thursday - days)
        } else {
            (year, thursday)
        };
        (year, ((thursday - 1) / 7 + 1) as u16)
    }

    fn days_in(&self, year: i128) -> i16 {
        match (self.fields.calendar, i64::try_from(year)) {
            (Calendar::Date, Ok(year)) => {
                (civil_to_jd(year + 1, 1, 1) - civil_to_jd(year, 1, 1)) as i16
            }
            _ => {
                let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
                if is_leap { 366 } else { 365 }
            }
        }
    }
}

/// The digits of a number, written to the end of the buffer. Nearly always it is short, and divides much faster then.
fn decimal(number: u128, buffer: &mut [u8; 39]) -> &[u8] {
    let mut start = buffer.len();
    let mut rest = number;
    while rest > u128::from(u32::MAX) {
        start -= 1;
        buffer[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let mut rest = rest as u32;
    loop {
        start -= 1;
        buffer[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            return &buffer[start..];
        }
    }
}

const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

#[cfg(test)]
mod tests {
    use super::super::time::{Fraction, Time};

    /// 2024-01-02 03:04:05.678 +02:00
    fn format(format: &str) -> String {
        let time = Time::at(1_704_157_445, Fraction::from_digits("678")).with_offset(7200);
        match time.strftime(format) {
            Ok(text) => text,
            Err(e) => e.bare_message().to_string(),
        }
    }

    #[test]
    fn flags_and_widths() {
        assert_eq!(
            format("%-d %_m %010Y %^a %#p %10A|%-10A|%3N %20N"),
            "2  1 0000002024 TUE am    Tuesday|Tuesday|678 67800000000000000000"
        );
        assert_eq!(
            format("%z %:z %::z %:::z %10z %_10z %-:z"),
            "+0200 +02:00 +02:00:00 +02 +000000200       +200 +02:00"
        );
        assert_eq!(
            format("%20c|%^v|%EY %Od %E %Ez"),
            "Tue Jan  2 03:04:05 2024| 2-JAN-2024|2024 02 %E %Ez"
        );
    }

    #[test]
    fn what_is_no_directive_stays() {
        assert_eq!(
            format("%+ %Q %日 %10J %::::Y %3-d"),
            "%+ %Q %日 %10J 2024 %3-d"
        );
        assert_eq!(format("a %"), "invalid format: a %");
        assert_eq!(format("a %-"), "invalid format: a %-");
    }

    #[test]
    fn utc_is_told_from_an_offset_of_nothing() {
        let utc = Time::at(0, Fraction::default());
        assert_eq!(utc.strftime("%Z %-z").unwrap(), "UTC -0000");
        assert_eq!(utc.with_offset(0).strftime("%Z %-z").unwrap(), " +0000");
    }
}
