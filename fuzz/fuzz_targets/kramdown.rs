//! Any text as Markdown, with any of kramdown's switches on or off.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rekyll::kramdown::{OptionValue, Options, to_html, tree};

const SWITCHES: [&str; 11] = [
    "html_to_native",
    "parse_block_html",
    "parse_span_html",
    "hard_wrap",
    "auto_ids",
    "auto_id_stripping",
    "header_links",
    "transliterated_header_ids",
    "remove_line_breaks_for_cjk",
    "footnote_backlink_inline",
    "show_warnings",
];

fuzz_target!(|input: (u16, &str)| {
    let (bits, text) = input;
    let on = |bit: usize| bits >> bit & 1 == 1;
    let mut options = match on(11) {
        true => Options::kramdown(),
        false => Options::jekyll(),
    };
    for (bit, name) in SWITCHES.iter().enumerate() {
        options.set(name, OptionValue::Bool(on(bit))).unwrap();
    }
    let parser = OptionValue::Str(["GFM", "Kramdown"][usize::from(on(12))].into());
    options.set("input", parser).unwrap();
    let _ = to_html(text, &options, None);
    let _ = tree(text, &options);
});
