//! Any text in any language: the first byte says which.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rekyll::highlight;

fuzz_target!(|input: (u8, &str)| {
    let (language, text) = input;
    let all = highlight::all();
    let lexer = &all[usize::from(language) % all.len()];
    let mut html = String::new();
    highlight::html(lexer, text, &mut html);
});
