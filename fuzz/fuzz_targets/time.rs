//! Any text as a date, a time and a format: what stands before the first NUL is the time, the rest the format.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rekyll::value::{Clock, Date, DateTime, Time, Zone};

static CLOCK: LazyLock<Clock> =
    LazyLock::new(|| Clock::fixed(1_700_000_000, Zone::named("Asia/Seoul")));

fuzz_target!(|text: &str| {
    let (text, format) = text.split_once('\0').unwrap_or((text, ""));
    let _ = Date::parse(text).map(|date| date.strftime(format));
    let _ = DateTime::parse(text).map(|time| time.strftime(format));
    if let Ok(time) = Time::parse(text, &CLOCK) {
        let _ = time.strftime(format);
        let _ = (time.xmlschema(), time.rfc822(), time.to_a());
    }
    let zone = Zone::named(text);
    let _ = Clock::fixed(1_700_000_000, zone).now().strftime(format);
});
