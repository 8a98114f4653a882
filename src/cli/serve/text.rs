//! Text in HTML.

use crate::text::{entity, replace_bytes};

/// Text with what HTML would take for its own written as entities.
pub fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    replace_bytes(text, &mut html, |byte, _| entity(byte));
    html
}
