//! Ruby's `sprintf` for one whole number, as `footnote_link_text`, Rouge's `line_format` and `seo_paginator_message` use it.

use std::borrow::Cow;

/// A directive on its way: what stood between `%` and the letter.
#[derive(Default)]
struct Directive {
    flags: String,
    width: usize,
    precision: Option<usize>,
}

/// Widths beyond this are cut: a document is no place for them.
const WIDEST: usize = 1000;

/// Writes `format` with `number` in it.
///
/// # Errors
/// The message of Ruby's ArgumentError, with what came before already written.
pub(crate) fn sprintf(
    format: &str,
    number: i64,
    out: &mut String,
) -> Result<(), Cow<'static, str>> {
    let mut rest = format;
    let mut used = false;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let (directive, behind) = Directive::parse(&rest[at + 1..]);
        let Some(kind) = behind.chars().next() else {
            if !directive.flags.is_empty() {
                return Err(Cow::Borrowed("invalid format character - %"));
            }
            return Err(Cow::Borrowed(
                "incomplete format specifier; use %% (double %) instead",
            ));
        };
        rest = &behind[kind.len_utf8()..];
        match kind {
            '%' | '\n' | '\0' if !directive.flags.is_empty() => {
                return Err(Cow::Borrowed("invalid format character - %"));
            }
            '%' => out.push('%'),
            '\n' | '\0' => out.extend(['%', kind]),
            's' | 'd' | 'i' | 'u' | 'x' | 'X' | 'o' | 'b' | 'B' | 'c' => {
                if std::mem::replace(&mut used, true) {
                    return Err(Cow::Borrowed("too few arguments"));
                }
                directive.write(kind, number, out);
            }
            _ => {
                return Err(Cow::Owned(format!("malformed format string - %{kind}")));
            }
        }
    }
    out.push_str(rest);
    Ok(())
}

impl Directive {
    /// The flags, the width and the precision; and what is behind them.
    fn parse(text: &str) -> (Directive, &str) {
        let is_flag = |c: char| matches!(c, '-' | '0' | ' ' | '+' | '#');
        let behind = text.trim_start_matches(is_flag);
        let flags = text[..text.len() - behind.len()].to_string();
        let (width, behind) = digits(behind);
        let (precision, behind) = match behind.strip_prefix('.') {
            Some(behind) => {
                let (precision, behind) = digits(behind);
                (Some(precision), behind)
            }
            None => (None, behind),
        };
        let directive = Directive {
            flags,
            width,
            precision,
        };
        (directive, behind)
    }

    fn write(&self, kind: char, number: i64, out: &mut String) {
        let mut shown = self.number(kind, number);
        let is_text = matches!(kind, 's' | 'c');
        if !is_text && number >= 0 && self.flags.contains('+') {
            shown.insert(0, '+');
        } else if !is_text && number >= 0 && self.flags.contains(' ') {
            shown.insert(0, ' ');
        }
        let fill = self.width.saturating_sub(shown.chars().count());
        if self.flags.contains('-') {
            out.push_str(&shown);
            out.extend(std::iter::repeat_n(' ', fill));
        } else if self.flags.contains('0') && !is_text && self.precision.is_none() {
            let sign = shown.len() - shown.trim_start_matches(['+', '-', ' ']).len();
            out.push_str(&shown[..sign]);
            out.extend(std::iter::repeat_n('0', fill));
            out.push_str(&shown[sign..]);
        } else {
            out.extend(std::iter::repeat_n(' ', fill));
            out.push_str(&shown);
        }
    }

    fn number(&self, kind: char, number: i64) -> String {
        let magnitude = number.unsigned_abs();
        let digits = match kind {
            's' => {
                let shown = number.to_string();
                let most = self.precision.unwrap_or(usize::MAX);
                return shown.chars().take(most).collect();
            }
            'c' => {
                let c = u32::try_from(number).ok().and_then(char::from_u32);
                return c.unwrap_or(char::REPLACEMENT_CHARACTER).to_string();
            }
            'x' => format!("{magnitude:x}"),
            'X' => format!("{magnitude:X}"),
            'o' => format!("{magnitude:o}"),
            'b' | 'B' => format!("{magnitude:b}"),
            _ => magnitude.to_string(),
        };
        let zeros = self
            .precision
            .unwrap_or(0)
            .min(WIDEST)
            .saturating_sub(digits.len());
        let sign = if number < 0 { "-" } else { "" };
        format!("{sign}{}{digits}", "0".repeat(zeros))
    }
}

/// The number that `text` begins with, and what is behind it.
fn digits(text: &str) -> (usize, &str) {
    let behind = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = text[..text.len() - behind.len()].parse().unwrap_or(0);
    (WIDEST.min(number), behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Ruby 3.1 printed.
    #[test]
    fn one_number() {
        let shown = |format: &str| {
            let mut out = String::new();
            sprintf(format, 3, &mut out).map(|()| out)
        };
        let message = |format: &str| shown(format).unwrap_err().into_owned();
        assert_eq!(shown("[%s] 100%%").unwrap(), "[3] 100%");
        assert_eq!(shown("%5s|").unwrap(), "    3|");
        assert_eq!(shown("%-5s|").unwrap(), "3    |");
        assert_eq!(shown("%03d").unwrap(), "003");
        assert_eq!(shown("%+.2d").unwrap(), "+03");
        assert_eq!(message("%s %s"), "too few arguments");
        assert_eq!(message("50% "), "invalid format character - %");
        assert_eq!(message("%s %z"), "malformed format string - %z");
        assert_eq!(
            message("%s %"),
            "incomplete format specifier; use %% (double %) instead"
        );
    }
}
