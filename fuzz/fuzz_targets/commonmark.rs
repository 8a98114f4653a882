//! Any text as CommonMark, with any options: four bytes say which.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rekyll::commonmark::{EXTENSION_NAMES, OPTION_NAMES, Options, to_html};

fuzz_target!(|input: (u32, &str)| {
    let (bits, text) = input;
    let mut options = Options::default();
    let mut on = (0..).map(|bit| bits >> bit & 1 == 1);
    for name in OPTION_NAMES {
        if on.next() == Some(true) {
            let _ = options.enable_option(name);
        }
    }
    for name in EXTENSION_NAMES {
        if on.next() == Some(true) {
            let _ = options.enable_extension(name);
        }
    }
    options.is_ghpages = on.next() == Some(true);
    let _ = to_html(text, &options, &|_, _| Ok(None));
});
