//! jekyll-email-protect 1.1.0: the filter `encode_email`, which hides an address from simple harvesters
//! (`Jekyll::EmailProtect`).

use crate::jekyll::config::Config;
use crate::jekyll::plugin::Plugin;
use crate::liquid::{Registry, to_s};

/// The plugin.
#[derive(Debug, Clone, Copy, Default)]
pub struct EmailProtect;

impl Plugin for EmailProtect {
    fn name(&self) -> &str {
        "jekyll-email-protect"
    }

    fn register(&self, registry: &mut Registry, _config: &Config) {
        registry.text_filter("encode_email", 0, |input, _args, _cx, out| {
            encode(&to_s(input)?, out);
            Ok(None)
        });
    }
}

/// Letters and digits as percent signs with the numbers of their bytes.
fn encode(address: &str, out: &mut String) {
    for c in address.chars() {
        if c.is_alphanumeric() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn letters_and_digits_are_encoded() {
        let mut out = String::new();
        encode("a.1@é-x", &mut out);
        assert_eq!(out, "%61.%31@%C3%A9-%78");
    }
}
