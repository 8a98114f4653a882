//! Slugs and titles as Jekyll makes them from file names and titles (utils.rb `slugify`, `titleize_slug`).
//! A slug keeps the letters of every script; case changes go character by character, as Ruby's do.

use crate::text::is_space_char;

use super::log::Log;
use super::slug_letters::is_kept;

/// `Utils.slugify(text, mode:, cased:)`. `mode` is `raw`, `default`, `pretty`, `ascii` or `latin`, none being
/// `default`; with any other the text is only put in lower case. An empty slug is told to `log`.
pub fn slugify(text: &str, mode: Option<&str>, cased: bool, log: &dyn Log) -> String {
    let transliterated;
    let mut text = text;
    let keeps: fn(char) -> bool = match mode.unwrap_or("default") {
        "raw" => |c| !is_space_char(c),
        "default" => is_kept,
        "pretty" => |c| is_kept(c) || "._~!$&'()+,;=@".contains(c),
        "ascii" => |c| c.is_ascii_alphanumeric(),
        "latin" => {
            transliterated = transliterate(text);
            text = &transliterated;
            is_kept
        }
        _ if cased => return text.to_string(),
        _ => return downcase(text),
    };
    let slug = with_hyphens(text, keeps);
    let slug = slug.strip_prefix('-').unwrap_or(&slug);
    let slug = slug.strip_suffix('-').unwrap_or(slug);
    if slug.is_empty() {
        log.warn("Warning:", &format!("Empty `slug` generated for '{text}'."));
    }
    if cased {
        slug.to_string()
    } else {
        downcase(slug)
    }
}

/// `Utils.titleize_slug`: the parts between hyphens capitalized and joined by blanks.
pub fn titleize(slug: &str) -> String {
    let mut title = String::with_capacity(slug.len());
    for (i, word) in slug.trim_end_matches('-').split('-').enumerate() {
        if i > 0 {
            title.push(' ');
        }
        capitalize(word, &mut title);
    }
    title
}

/// `String#downcase`: character by character, so that a sigma at a word's end stays a plain one.
pub fn downcase(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Whether a character is a letter, a mark or a digit of any script.
pub fn is_letter_or_digit(c: char) -> bool {
    is_kept(c)
}

fn with_hyphens(text: &str, keeps: fn(char) -> bool) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut in_gap = false;
    for c in text.chars() {
        let kept = keeps(c);
        if kept {
            slug.push(c);
        } else if !in_gap {
            slug.push('-');
        }
        in_gap = !kept;
    }
    slug
}

fn capitalize(word: &str, out: &mut String) {
    let mut chars = word.chars();
    if let Some(first) = chars.next() {
        titlecase(first, out);
    }
    out.extend(chars.flat_map(char::to_lowercase));
}

/// The character at the beginning of a title: its upper case, but of several letters in one only the first.
fn titlecase(c: char, out: &mut String) {
    match c {
        'Ǆ'..='ǆ' => out.push('ǅ'),
        'Ǉ'..='ǉ' => out.push('ǈ'),
        'Ǌ'..='ǌ' => out.push('ǋ'),
        'Ǳ'..='ǳ' => out.push('ǲ'),
        'ა'..='ჺ' | 'ჽ'..='ჿ' => out.push(c),
        'ᾀ'..='ᾇ' | 'ᾐ'..='ᾗ' | 'ᾠ'..='ᾧ' => {
            out.push(char::from_u32(u32::from(c) + 8).unwrap_or(c));
        }
        'ᾈ'..='ᾏ' | 'ᾘ'..='ᾟ' | 'ᾨ'..='ᾯ' | 'ᾼ' | 'ῌ' | 'ῼ' => out.push(c),
        'ᾳ' => out.push('ᾼ'),
        'ῃ' => out.push('ῌ'),
        'ῳ' => out.push('ῼ'),
        'ᾲ' | 'ᾴ' | 'ᾷ' | 'ῂ' | 'ῄ' | 'ῇ' | 'ῲ' | 'ῴ' | 'ῷ' => {
            let mut upper: Vec<char> = c.to_uppercase().collect();
            if let Some(last) = upper.last_mut() {
                *last = '\u{345}';
            }
            out.extend(upper);
        }
        'ŉ' => out.push_str("ʼN"),
        c => {
            let mut upper = c.to_uppercase();
            out.extend(upper.next());
            out.extend(upper.flat_map(char::to_lowercase));
        }
    }
}

/// `I18n.transliterate`: accented Latin letters as plain ones, everything else outside ASCII as `?`.
fn transliterate(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            plain.push(c);
            continue;
        }
        match PLAIN.binary_search_by_key(&c, |(accented, _)| *accented) {
            Ok(found) => plain.push_str(PLAIN[found].1),
            Err(_) => plain.push('?'),
        }
    }
    plain
}

/// What each accented letter becomes; sorted.
#[rustfmt::skip]
const PLAIN: &[(char, &str)] = &[
    ('À', "A"), ('Á', "A"), ('Â', "A"), ('Ã', "A"), ('Ä', "A"), ('Å', "A"), ('Æ', "AE"), ('Ç', "C"),
    ('È', "E"), ('É', "E"), ('Ê', "E"), ('Ë', "E"), ('Ì', "I"), ('Í', "I"), ('Î', "I"), ('Ï', "I"),
    ('Ð', "D"), ('Ñ', "N"), ('Ò', "O"), ('Ó', "O"), ('Ô', "O"), ('Õ', "O"), ('Ö', "O"), ('×', "x"),
    ('Ø', "O"), ('Ù', "U"), ('Ú', "U"), ('Û', "U"), ('Ü', "U"), ('Ý', "Y"), ('Þ', "Th"), ('ß', "ss"),
    ('à', "a"), ('á', "a"), ('â', "a"), ('ã', "a"), ('ä', "a"), ('å', "a"), ('æ', "ae"), ('ç', "c"),
    ('è', "e"), ('é', "e"), ('ê', "e"), ('ë', "e"), ('ì', "i"), ('í', "i"), ('î', "i"), ('ï', "i"),
    ('ð', "d"), ('ñ', "n"), ('ò', "o"), ('ó', "o"), ('ô', "o"), ('õ', "o"), ('ö', "o"), ('ø', "o"),
    ('ù', "u"), ('ú', "u"), ('û', "u"), ('ü', "u"), ('ý', "y"), ('þ', "th"), ('ÿ', "y"), ('Ā', "A"),
    ('ā', "a"), ('Ă', "A"), ('ă', "a"), ('Ą', "A"), ('ą', "a"), ('Ć', "C"), ('ć', "c"), ('Ĉ', "C"),
    ('ĉ', "c"), ('Ċ', "C"), ('ċ', "c"), ('Č', "C"), ('č', "c"), ('Ď', "D"), ('ď', "d"), ('Đ', "D"),
    ('đ', "d"), ('Ē', "E"), ('ē', "e"), ('Ĕ', "E"), ('ĕ', "e"), ('Ė', "E"), ('ė', "e"), ('Ę', "E"),
    ('ę', "e"), ('Ě', "E"), ('ě', "e"), ('Ĝ', "G"), ('ĝ', "g"), ('Ğ', "G"), ('ğ', "g"), ('Ġ', "G"),
    ('ġ', "g"), ('Ģ', "G"), ('ģ', "g"), ('Ĥ', "H"), ('ĥ', "h"), ('Ħ', "H"), ('ħ', "h"), ('Ĩ', "I"),
    ('ĩ', "i"), ('Ī', "I"), ('ī', "i"), ('Ĭ', "I"), ('ĭ', "i"), ('Į', "I"), ('į', "i"), ('İ', "I"),
    ('ı', "i"), ('Ĳ', "IJ"), ('ĳ', "ij"), ('Ĵ', "J"), ('ĵ', "j"), ('Ķ', "K"), ('ķ', "k"), ('ĸ', "k"),
    ('Ĺ', "L"), ('ĺ', "l"), ('Ļ', "L"), ('ļ', "l"), ('Ľ', "L"), ('ľ', "l"), ('Ŀ', "L"), ('ŀ', "l"),
    ('Ł', "L"), ('ł', "l"), ('Ń', "N"), ('ń', "n"), ('Ņ', "N"), ('ņ', "n"), ('Ň', "N"), ('ň', "n"),
    ('ŉ', "'n"), ('Ŋ', "NG"), ('ŋ', "ng"), ('Ō', "O"), ('ō', "o"), ('Ŏ', "O"), ('ŏ', "o"), ('Ő', "O"),
    ('ő', "o"), ('Œ', "OE"), ('œ', "oe"), ('Ŕ', "R"), ('ŕ', "r"), ('Ŗ', "R"), ('ŗ', "r"), ('Ř', "R"),
    ('ř', "r"), ('Ś', "S"), ('ś', "s"), ('Ŝ', "S"), ('ŝ', "s"), ('Ş', "S"), ('ş', "s"), ('Š', "S"),
    ('š', "s"), ('Ţ', "T"), ('ţ', "t"), ('Ť', "T"), ('ť', "t"), ('Ŧ', "T"), ('ŧ', "t"), ('Ũ', "U"),
    ('ũ', "u"), ('Ū', "U"), ('ū', "u"), ('Ŭ', "U"), ('ŭ', "u"), ('Ů', "U"), ('ů', "u"), ('Ű', "U"),
    ('ű', "u"), ('Ų', "U"), ('ų', "u"), ('Ŵ', "W"), ('ŵ', "w"), ('Ŷ', "Y"), ('ŷ', "y"), ('Ÿ', "Y"),
    ('Ź', "Z"), ('ź', "z"), ('Ż', "Z"), ('ż', "z"), ('Ž', "Z"), ('ž', "z"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jekyll::log::{Collected, Level, Silent};

    #[test]
    fn modes() {
        let slug = |text, mode| slugify(text, mode, false, &Silent);
        assert_eq!(slug("The _config.yml file", None), "the-config-yml-file");
        assert_eq!(
            slug("The _config.yml file", Some("pretty")),
            "the-_config.yml-file"
        );
        assert_eq!(
            slug("The _config.yml file", Some("raw")),
            "the-_config.yml-file"
        );
        assert_eq!(slug("Ünï Æ 日本 €", Some("latin")), "uni-ae");
        assert_eq!(slug("a-^日", Some("ascii")), "a");
        assert_eq!(slug("---", Some("raw")), "-");
        assert_eq!(slug("A B", Some("none")), "a b");
        assert_eq!(slug("a—b ⅷ ² ٣ ", None), "a-b-٣");
        assert_eq!(slug("안녕, 세계", None), "안녕-세계");
        assert_eq!(slug("İstanbul ΣΑΣ ǅ", None), "i̇stanbul-σασ-ǆ");
        assert_eq!(
            slug("x\u{a0}\u{3000}y\u{b}z", Some("raw")),
            "x\u{a0}\u{3000}y-z"
        );
        assert_eq!(slugify("A b.C", Some("pretty"), true, &Silent), "A-b.C");
    }

    #[test]
    fn an_empty_slug_is_told() {
        let log = Collected::from(Level::Warn);
        assert_eq!(slugify("!!", None, false, &log), "");
        assert_eq!(
            log.entries()[0].line(),
            "           Warning: Empty `slug` generated for '!!'."
        );
    }

    #[test]
    fn titles() {
        assert_eq!(titleize("ǆungla-ßa-éCOLE--x-"), "ǅungla Ssa École  X");
        assert_eq!(
            titleize("ﬁn-ŉa-ᾳx-ΣΑΣ-\u{390}a"),
            "Fin ʼNa ᾼx Σασ \u{399}\u{308}\u{301}a"
        );
        assert_eq!(titleize(""), "");
    }
}
