//! Any text as a template: parsing ends, with a template or an error.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rekyll::Engine;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builder().build().unwrap());

fuzz_target!(|text: &str| {
    let _ = ENGINE.parse(text);
});
