//! Ruby's upper and lower case: the full mappings of Unicode 13, without regard to what stands around a letter.

/// `text.upcase`
pub(crate) fn upcase(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    let mut upper = String::with_capacity(text.len());
    for c in text.chars() {
        if is_newer(c) {
            upper.push(c);
        } else {
            upper.extend(c.to_uppercase());
        }
    }
    upper
}

/// `text.downcase`; a final sigma is a sigma like any other.
pub(crate) fn downcase(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut lower = String::with_capacity(text.len());
    for c in text.chars() {
        if is_newer(c) {
            lower.push(c);
        } else {
            lower.extend(c.to_lowercase());
        }
    }
    lower
}

/// `text.capitalize`: the first letter in title case, the others in lower case.
pub(crate) fn capitalize(text: &str) -> String {
    let mut characters = text.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    let mut capitalized = String::with_capacity(text.len());
    title_case(first, &mut capitalized);
    capitalized.push_str(&downcase(characters.as_str()));
    capitalized
}

/// Letters that are larger in title case than in upper case are few: digraphs, ligatures, Greek with an iota below,
/// Georgian, which has no title case.
fn title_case(c: char, out: &mut String) {
    match c {
        'Ǆ'..='ǆ' => out.push('ǅ'),
        'Ǉ'..='ǉ' => out.push('ǈ'),
        'Ǌ'..='ǌ' => out.push('ǋ'),
        'Ǳ'..='ǳ' => out.push('ǲ'),
        'ა'..='ჿ' | 'Ა'..='Ჿ' => out.extend(c.to_lowercase()),
        '\u{1f80}'..='\u{1faf}' => out.extend(char::from_u32(c as u32 | 8)),
        'ᾳ' | 'ᾼ' => out.push('ᾼ'),
        'ῃ' | 'ῌ' => out.push('ῌ'),
        'ῳ' | 'ῼ' => out.push('ῼ'),
        'ŉ' => out.extend(c.to_uppercase()),
        _ if is_newer(c) => out.push(c),
        _ => {
            let mut upper = c.to_uppercase();
            out.extend(upper.next());
            for c in upper {
                match c {
                    // The iota that upper case puts behind the letter stays below it.
                    'Ι' => out.push('\u{345}'),
                    _ => out.extend(c.to_lowercase()),
                }
            }
        }
    }
}

/// Letters that got another case only after Unicode 13.
fn is_newer(c: char) -> bool {
    matches!(
        c as u32,
        0x19b | 0x264 | 0x1c89..=0x1c8a | 0x2c2f | 0x2c5f | 0xa7c0..=0xa7c1 | 0xa7cb..=0xa7dc
            | 0x10570..=0x105bc | 0x10d50..=0x10d85 | 0x16ea0..=0x16ed3
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_change_as_ruby_changes_them() {
        assert_eq!(upcase("straße"), "STRASSE");
        assert_eq!(downcase("ΑΣ"), "ασ");
        assert_eq!(capitalize("ﬁSCH"), "Fisch");
        assert_eq!(capitalize("ǆABC"), "ǅabc");
        assert_eq!(capitalize("ᾲ"), "Ὰ\u{345}");
        assert_eq!(capitalize("ა"), "ა");
        assert_eq!(upcase("\u{10597}"), "\u{10597}");
    }
}
