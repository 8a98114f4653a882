//! Ruby's `strftime` with all its directives, flags and widths, for Time and, where they differ, for Date.

use std::fmt::Write;

use super::time::Fraction;
use crate::error::{Error, Result};

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
    /// The abbreviation; empty where there is none.
    pub zone: &'t str,
    /// From 1 on.
    pub yday: u16,
    /// Sunday is 0.
    pub wday: u8,
    pub epoch: i128,
    pub calendar: Calendar,
}

/// Appends the formatted time.
///
/// # Errors
/// `invalid format: …` where Time's format ends inside a directive.
pub(super) fn strftime(fields: &Fields<'_>, format: &str, out: &mut String) -> Result<()> {
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let mut chars = rest.chars();
        let Some(c) = chars.next() else {
            if fields.calendar == Calendar::Time {
                return Err(Error::ruby(
                    "ArgumentError",
                    format!("invalid format: {format}"),
                ));
            }
            out.push('%');
            break;
        };
        match c {
            'Y' => drop(write!(out, "{:04}", fields.year)),
            'm' => drop(write!(out, "{:02}", fields.month)),
            'd' => drop(write!(out, "{:02}", fields.day)),
            'H' => drop(write!(out, "{:02}", fields.hour)),
            'M' => drop(write!(out, "{:02}", fields.minute)),
            'S' => drop(write!(out, "{:02}", fields.second)),
            'j' => drop(write!(out, "{:03}", fields.yday)),
            'u' => drop(write!(out, "{}", (fields.wday + 6) % 7 + 1)),
            'N' => out.push_str(&fields.fraction.digits()[..9]),
            's' => drop(write!(out, "{}", fields.epoch)),
            'Z' => out.push_str(fields.zone),
            'z' | ':' => {
                let sign = if fields.offset < 0 { '-' } else { '+' };
                let colon = if c == ':' { ":" } else { "" };
                if c == ':' {
                    chars.next();
                }
                let minutes = fields.offset.abs() / 60;
                let _ = write!(out, "{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60);
            }
            'a' => out.push_str(&DAYS[usize::from(fields.wday % 7)][..3]),
            'b' => out.push_str(&MONTHS[usize::from((fields.month + 11) % 12)][..3]),
            '%' => out.push('%'),
            _ => {
                out.push('%');
                out.push(c);
            }
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    Ok(())
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
