//! `color.channel()`, which came with Dart Sass 1.79 and which grass lacks, for the channels that it has functions for. A
//! sheet that fails is read again with a module of ours that has it.

/// The name of the module's file.
pub(super) const FILE: &str = "rekyll-channels.scss";

/// The module. What it does not know is an error, so that the sheet fails as it did.
pub(super) const SOURCE: &str = r#"@use "sass:color";
@function channel($color, $channel, $space: null) {
  @if $channel == "alpha" { @return color.alpha($color); }
  @if $space == null or $space == rgb {
    @if $channel == "red" { @return color.red($color); }
    @if $channel == "green" { @return color.green($color); }
    @if $channel == "blue" { @return color.blue($color); }
  }
  @if $space == null or $space == hsl {
    @if $channel == "hue" { @return color.hue($color); }
    @if $channel == "saturation" { @return color.saturation($color); }
    @if $channel == "lightness" { @return color.lightness($color); }
  }
  @if $space == hwb {
    @if $channel == "hue" { @return color.hue($color); }
    @if $channel == "whiteness" { @return color.whiteness($color); }
    @if $channel == "blackness" { @return color.blackness($color); }
  }
  @error "unknown channel";
}
"#;

/// Whether this is what grass says where the function is asked for.
pub(super) fn may_lack(error: &grass::Error) -> bool {
    error.to_string().starts_with("Error: Undefined function")
}

/// The text with the module's function in place of Sass's.
pub(super) fn asked(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    let mut name = None;
    while let Some(at) = rest.find("@use") {
        let (before, rule) = rest.split_at(at);
        let end = rule.find([';', '\n']).unwrap_or(rule.len());
        out.push_str(before);
        out.push_str(&rule[..end]);
        rest = &rule[end..];
        let Some(used) = used_as(&rule["@use".len()..end]) else {
            continue;
        };
        let between = if rest.starts_with(';') { "; " } else { "\n" };
        out.extend([between, "@use \"rekyll-channels\""]);
        name = Some(used);
    }
    out.push_str(rest);
    let Some(name) = name else {
        return out;
    };
    let asked = format!("{name}.channel(");
    let mut parts = out.split(asked.as_str());
    let mut replaced = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let is_longer = replaced.ends_with(|c: char| c.is_alphanumeric() || "-_".contains(c));
        replaced.push_str(if is_longer {
            &asked
        } else {
            "rekyll-channels.channel("
        });
        replaced.push_str(part);
    }
    replaced
}

/// The name by which the rest of an `@use` rule brings Sass's module of colours.
fn used_as(rule: &str) -> Option<&str> {
    let rule = rule.trim();
    let name = ["\"sass:color\"", "'sass:color'"]
        .iter()
        .find_map(|url| rule.strip_prefix(url))?
        .trim();
    match name.strip_prefix("as") {
        Some(name) => Some(name.trim()).filter(|&name| name != "*"),
        None => name.is_empty().then_some("color"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_asked_of_the_module() {
        let text = "@use 'sass:color' as c; @use \"sass:math\";\na { b: c.channel(red, \"red\"), abc.channel(1) }";
        let expected = "@use 'sass:color' as c; @use \"rekyll-channels\"; @use \"sass:math\";\n\
                        a { b: rekyll-channels.channel(red, \"red\"), abc.channel(1) }";
        assert_eq!(asked(text), expected);
        assert_eq!(
            asked("@use \"sass:color\"\na\n  b: color.channel(red, \"red\")"),
            "@use \"sass:color\"\n@use \"rekyll-channels\"\na\n  b: rekyll-channels.channel(red, \"red\")"
        );
        assert_eq!(
            asked("@use 'color'; a { b: c }"),
            "@use 'color'; a { b: c }"
        );
    }
}
