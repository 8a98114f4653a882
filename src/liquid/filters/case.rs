//! Ruby's upper and lower case: the full mappings of Unicode 13, without regard to what stands around a letter.

/// `text.upcase`
pub(crate) fn upcase(text: &str, out: &mut String) {
    change(text, out, str::make_ascii_uppercase, |c, out| {
        out.extend(c.to_uppercase());
    });
}

/// `text.downcase`; a final sigma is a sigma like any other.
pub(crate) fn downcase(text: &str, out: &mut String) {
    change(text, out, str::make_ascii_lowercase, |c, out| {
        out.extend(c.to_lowercase());
    });
}

/// Changes runs of ASCII as a whole, other characters one by one.
fn change(text: &str, out: &mut String, ascii: fn(&mut str), other: fn(char, &mut String)) {
    out.reserve(text.len());
    let mut rest = text;
    loop {
        let run = rest.bytes().position(|b| !b.is_ascii());
        let (run, behind) = rest.split_at(run.unwrap_or(rest.len()));
        let start = out.len();
        out.push_str(run);
        ascii(&mut out[start..]);
        let mut characters = behind.chars();
        match characters.next() {
            None => return,
            Some(c) if has_no_case(c) => out.push(c),
            Some(c) => other(c, out),
        }
        rest = characters.as_str();
    }
}

/// `text.capitalize`: the first letter in title case, the others in lower case.
pub(crate) fn capitalize(text: &str, out: &mut String) {
    let mut characters = text.chars();
    if let Some(first) = characters.next() {
        title_case(first, out);
        downcase(characters.as_str(), out);
    }
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

/// What needs no look into the tables: Chinese, Japanese and Korean, and letters that are newer.
fn has_no_case(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a63f}' | '\u{ac00}'..='\u{d7ff}') || is_newer(c)
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

    fn changed(change: fn(&str, &mut String), text: &str) -> String {
        let mut out = String::new();
        change(text, &mut out);
        out
    }

    #[test]
    fn letters_change_as_ruby_changes_them() {
        assert_eq!(changed(upcase, "straße"), "STRASSE");
        assert_eq!(changed(downcase, "ΑΣ"), "ασ");
        assert_eq!(changed(capitalize, "ﬁSCH"), "Fisch");
        assert_eq!(changed(capitalize, "ǆABC"), "ǅabc");
        assert_eq!(changed(capitalize, "ᾲ"), "Ὰ\u{345}");
        assert_eq!(changed(capitalize, "ა"), "ა");
        assert_eq!(changed(upcase, "\u{10597}"), "\u{10597}");
    }
}
