//! Text in letters of ASCII, for the option `transliterated_header_ids`: the tables of Perl's Text::Unidecode, which the
//! crate `unidecode` has as they are today and the Ruby gem stringex, which kramdown asks, as they were long ago.
//! Signs that no id keeps may come out otherwise.

use std::borrow::Cow;
use std::ops::RangeInclusive;

/// The text with every character beyond ASCII as stringex 2.8.5 spells it.
pub(super) fn transliterated(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_ascii() {
            true => out.push(c),
            false => out.push_str(spelling(c)),
        }
    }
    Cow::Owned(out)
}

fn spelling(c: char) -> &'static str {
    let number = u32::from(c);
    let is_in = |ranges: &[RangeInclusive<u32>], number| ranges.iter().any(|r| r.contains(&number));
    if is_in(&UNKNOWN_BLOCKS, number >> 8) || is_in(&UNKNOWN, number) {
        return "";
    }
    match c {
        'ǲ' => "D",
        'ʰ' => "k",
        'Ή' | 'Η' => "H",
        'Ύ' | 'Υ' | 'Ϋ' => "Y",
        'Χ' => "X",
        'χ' => "x",
        'ξ' => "ks",
        'ή' | 'η' => "i",
        'ϒ'..='ϔ' | 'Ӏ' | 'ℐ' | 'ℑ' => "I",
        'Є' | 'Е' => "Ie",
        'е' => "ie",
        'г' => "gh",
        '༪' => "0.5",
        '༳' => "-0.5",
        '–' => "--",
        '—' => "---",
        '−' => "-",
        '€' => "EU",
        'ℂ' | 'ℭ' => "C",
        'ℇ' | 'ℰ' => "E",
        'ℋ'..='ℍ' => "H",
        'ℒ' => "L",
        'ℕ' => "N",
        'ℙ' => "P",
        'ℚ' => "Q",
        'ℛ'..='ℝ' => "R",
        'ℤ' | 'ℨ' => "Z",
        '\u{212a}' => "K",
        'ℬ' => "B",
        'ℱ' => "F",
        'ℳ' => "M",
        '一' => "[?] ",
        _ => unidecode::unidecode_char(c),
    }
}

/// The blocks of 256 characters that stringex has no table for.
const UNKNOWN_BLOCKS: [RangeInclusive<u32>; 7] = [
    0x08..=0x08,
    0x19..=0x1d,
    0x29..=0x2d,
    0x34..=0x4c,
    0xa5..=0xab,
    0xd8..=0xf8,
    0x100..=u32::MAX,
];

/// Characters that it does not know, or spells with signs alone.
const UNKNOWN: [RangeInclusive<u32>; 36] = [
    0x80..=0x80,
    0x83..=0x83,
    0x89..=0x8a,
    0x8c..=0x8c,
    0x8e..=0x8e,
    0x96..=0x97,
    0x99..=0x9a,
    0x9c..=0x9c,
    0x9e..=0x9f,
    0x133..=0x133,
    0x220..=0x221,
    0x234..=0x240,
    0x243..=0x244,
    0x246..=0x24f,
    0x2ae..=0x2af,
    0x2e5..=0x2e9,
    0x2ef..=0x2ef,
    0x2f3..=0x2f3,
    0x2f9..=0x2fa,
    0x363..=0x36f,
    0x3f4..=0x3f9,
    0x3fc..=0x3ff,
    0x6ff..=0x6ff,
    0xaf1..=0xaf1,
    0xaf9..=0xaf9,
    0x13f5..=0x13f5,
    0x13f8..=0x13fd,
    0x1e9c..=0x1e9f,
    0x1efa..=0x1eff,
    0x200b..=0x200b,
    0x2122..=0x2122,
    0x25f4..=0x25f7,
    0x3009..=0x3009,
    0x30ff..=0x30ff,
    0x33ff..=0x33ff,
    0xfdf0..=0xfdfd,
];
