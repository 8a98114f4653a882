//! `color.channel()` and the argument `$space`, which came with Dart Sass 1.79 and which grass lacks, for the spaces that
//! it knows. A sheet that fails is read again with a module of ours that has them.

use super::flat::is_name;

/// The name of the module's file.
pub(super) const FILE: &str = "rekyll-colors.scss";

/// The module. What it does not know is an error, so that the sheet fails as it did.
pub(super) const SOURCE: &str = r#"@use "sass:color";
@use "sass:map";
@use "sass:meta";
@function known($args) {
  $args: meta.keywords($args);
  $space: map.get($args, "space");
  @if $space != null and $space != rgb and $space != hsl and $space != hwb { @error "unknown space"; }
  @return map.remove($args, "space");
}
@function adjust($color, $args...) { @return color.adjust($color, known($args)...); }
@function change($color, $args...) { @return color.change($color, known($args)...); }
@function scale($color, $args...) { @return color.scale($color, known($args)...); }
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

/// What is asked of the module.
const FUNCTIONS: [&str; 4] = ["channel(", "adjust(", "change(", "scale("];

/// Whether this is what grass says where they are asked for.
pub(super) fn may_lack(error: &grass::Error) -> bool {
    let message = error.to_string();
    ["Undefined function", "No argument named $space"]
        .iter()
        .any(|what| {
            message
                .strip_prefix("Error: ")
                .is_some_and(|message| message.starts_with(what))
        })
}

/// The text with the module's functions in place of Sass's.
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
        out.extend([between, "@use \"rekyll-colors\""]);
        name = Some(used);
    }
    out.push_str(rest);
    let Some(name) = name else {
        return out;
    };
    let mut asked = String::with_capacity(out.len() * 2);
    let mut rest = out.as_str();
    while let Some(at) = rest.find(name).filter(|_| !name.is_empty()) {
        let (before, found) = rest.split_at(at);
        asked.push_str(before);
        rest = &found[name.len()..];
        let call = rest.strip_prefix('.').unwrap_or_default();
        let is_whole = !asked.ends_with(is_name);
        let is_ours = is_whole && FUNCTIONS.iter().any(|function| call.starts_with(function));
        asked.push_str(if is_ours { "rekyll-colors" } else { name });
    }
    asked + rest
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
    fn colours_are_asked_of_the_module() {
        let text = "@use 'sass:color' as c; @use \"sass:math\";\na { b: c.channel(red, \"red\"), abc.channel(1) }";
        let expected = "@use 'sass:color' as c; @use \"rekyll-colors\"; @use \"sass:math\";\n\
                        a { b: rekyll-colors.channel(red, \"red\"), abc.channel(1) }";
        assert_eq!(asked(text), expected);
        assert_eq!(
            asked("@use \"sass:color\"\na\n  b: color.channel(red, \"red\")"),
            "@use \"sass:color\"\n@use \"rekyll-colors\"\na\n  b: rekyll-colors.channel(red, \"red\")"
        );
        assert_eq!(
            asked("@use 'color'; a { b: c }"),
            "@use 'color'; a { b: c }"
        );
    }
}
