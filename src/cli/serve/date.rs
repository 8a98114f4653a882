//! Dates in headers (RFC 9110, section 5.6.7).

use std::time::SystemTime;

use jiff::Timestamp;
use jiff::fmt::rfc2822::{DateTimeParser, DateTimePrinter};

/// A time as headers show it, to the second.
pub fn shown(time: SystemTime) -> Option<String> {
    let time = Timestamp::try_from(time).ok()?;
    DateTimePrinter::new()
        .timestamp_to_rfc9110_string(&time)
        .ok()
}

/// The time that a header shows.
pub fn parse(text: &str) -> Option<SystemTime> {
    let time = DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(SystemTime::from(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let text = "Wed, 25 Nov 2026 02:15:46 GMT";
        assert_eq!(shown(parse(text).unwrap()).as_deref(), Some(text));
        assert_eq!(parse("x"), None);
    }
}
