//! `date_to_string` and its like (`Jekyll::Filters::DateFilters`).

use super::ruby::to_s;
use crate::error::{Error, Result};
use crate::value::{Clock, Time, Value};

/// `date_to_xmlschema`
pub(super) fn date_to_xmlschema(input: &Value, clock: &Clock) -> Result<Value> {
    if is_blank(input)? {
        return Ok(input.clone());
    }
    Ok(Value::from(time(input, clock)?.xmlschema()))
}

/// `date_to_rfc822`
pub(super) fn date_to_rfc822(input: &Value, clock: &Clock) -> Result<Value> {
    if is_blank(input)? {
        return Ok(input.clone());
    }
    Ok(Value::from(time(input, clock)?.rfc822()))
}

/// `date_to_string` with `month` `%b`, `date_to_long_string` with `%B`.
pub(super) fn stringify_date(
    input: &Value,
    month: &str,
    style: [&Value; 2],
    clock: &Clock,
) -> Result<Value> {
    if is_blank(input)? {
        return Ok(input.clone());
    }
    let time = time(input, clock)?;
    let format = if style[0].as_str() == Some("ordinal") {
        let (_, _, day) = time.civil();
        let ordinal = format!("{day}{}", ordinal_suffix(day));
        if style[1].as_str() == Some("US") {
            format!("{month} {ordinal}, %Y")
        } else {
            format!("{ordinal} {month} %Y")
        }
    } else {
        format!("%d {month} %Y")
    };
    Ok(Value::from(time.strftime(&format)?))
}

/// Whether the input prints nothing; a moment is not printed for that.
fn is_blank(input: &Value) -> Result<bool> {
    match input {
        Value::Time(_) | Value::Date(_) | Value::DateTime(_) => Ok(false),
        _ => Ok(to_s(input)?.is_empty()),
    }
}

fn ordinal_suffix(day: u8) -> &'static str {
    match (day, day % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// A moment as it is shown where the site is built.
fn time(input: &Value, clock: &Clock) -> Result<Time> {
    let time = match input.to_date(clock) {
        Some(Value::Time(time)) => time,
        Some(Value::Date(date)) => date.to_time(clock),
        Some(Value::DateTime(date)) => date.to_time(),
        _ => {
            let mut shown = String::new();
            input.inspect(&mut shown)?;
            return Err(Error::ruby(
                "Jekyll::Errors::InvalidDateError",
                format!("Invalid Date: '{shown}' is not a valid datetime."),
            ));
        }
    };
    Ok(clock.localtime(&time))
}
