//! `2024-01-02 03:04:05.678 +0200`, the time and its end being optional: the form of nearly every date there is, read
//! without a search.

use super::date::days_from_civil;
use super::time::{Clock, Fraction, Time};
use super::time_parse::{is_utc, month_days, zone_offset};

/// The fields of such a text.
pub(super) struct Iso<'t> {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    pub hour: Option<u8>,
    pub minute: Option<u8>,
    pub second: Option<u8>,
    pub fraction: Option<Fraction>,
    pub zone: Option<&'t str>,
}

impl<'t> Iso<'t> {
    /// The fields; none where the text has another form.
    pub fn of(text: &'t str) -> Option<Iso<'t>> {
        let mut rest = Rest(text);
        let year = u16::from(rest.two_digits()?) * 100 + u16::from(rest.two_digits()?);
        rest.skip(b'-')?;
        let month = rest.two_digits()?;
        rest.skip(b'-')?;
        let mut iso = Iso {
            year,
            month,
            day: rest.two_digits()?,
            hour: None,
            minute: None,
            second: None,
            fraction: None,
            zone: None,
        };
        if !rest.0.is_empty() {
            iso.read_time(&mut rest)?;
        }
        Some(iso)
    }

    fn read_time(&mut self, rest: &mut Rest<'t>) -> Option<()> {
        rest.skip(b' ')
            .or_else(|| rest.skip(b't'))
            .or_else(|| rest.skip(b'T'))?;
        self.hour = Some(rest.two_digits()?);
        rest.skip(b':')?;
        self.minute = Some(rest.two_digits()?);
        if rest.skip(b':').is_some() {
            self.second = Some(rest.two_digits()?);
            if rest.skip(b'.').is_some() {
                self.fraction = Some(rest.fraction()?);
            }
        }
        let blank = rest.skip(b' ');
        self.zone = match rest.0.as_bytes() {
            // A blank at the end is for the search.
            [] => return blank.is_none().then_some(()),
            b"z" | b"Z" | b"utc" | b"UTC" => Some(rest.0),
            [b'+' | b'-', a, b, c, d] | [b'+' | b'-', a, b, b':', c, d]
                if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()) =>
            {
                Some(rest.0)
            }
            _ => return None,
        };
        Some(())
    }

    /// The time, where the date is one that there is and the zone none, UTC or an offset: nothing comes from the clock
    /// then and nothing runs over.
    pub fn time(&self, clock: &Clock) -> Option<Time> {
        let year = i128::from(self.year);
        let [hour, minute, second] =
            [self.hour, self.minute, self.second].map(|field| field.unwrap_or(0));
        let is_whole = self.month > 0
            && (1..=month_days(year, self.month.into())?).contains(&self.day.into())
            && hour < 24
            && minute < 60
            && second < 60;
        if !is_whole {
            return None;
        }
        let fraction = self.fraction.clone().unwrap_or_default();
        let Some(zone) = self.zone else {
            let (month, day) = (self.month, self.day);
            return Some(clock.local_time(year, month, day, hour, minute, second, fraction));
        };
        let seconds = i128::from(hour) * 3600 + i128::from(minute) * 60 + i128::from(second);
        let wall = days_from_civil(year, self.month, self.day) * 86_400 + seconds;
        if is_utc(zone) {
            return Some(Time::at(wall, fraction));
        }
        let offset = zone_offset(zone, year, clock).filter(|offset| offset.abs() < 86_400)?;
        Some(clock.local_or_at_offset(wall - i128::from(offset), fraction, offset))
    }
}

/// What is not read yet.
struct Rest<'t>(&'t str);

impl Rest<'_> {
    fn skip(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(char::from(byte))?;
        Some(())
    }

    fn two_digits(&mut self) -> Option<u8> {
        match *self.0.as_bytes() {
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9', ..] => {
                self.0 = &self.0[2..];
                Some((tens - b'0') * 10 + (ones - b'0'))
            }
            _ => None,
        }
    }

    fn fraction(&mut self) -> Option<Fraction> {
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at(end);
        self.0 = rest;
        (end > 0).then(|| Fraction::from_digits(digits))
    }
}
