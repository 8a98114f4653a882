//! Any bytes as YAML: reading ends, with a value or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = rekyll::yaml::load_bytes(bytes, None);
});
