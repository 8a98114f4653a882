//! Any text as Markdown.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rekyll::Engine;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builder().build().unwrap());

fuzz_target!(|text: &str| {
    let _ = ENGINE.markdown(text);
});
