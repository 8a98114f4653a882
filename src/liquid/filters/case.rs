//! Ruby's upper and lower case: full Unicode mappings, without regard to what stands around a letter.

/// `text.upcase`
pub(crate) fn upcase(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    text.chars().flat_map(char::to_uppercase).collect()
}

/// `text.downcase`; a final sigma is a sigma like any other.
pub(crate) fn downcase(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars().flat_map(char::to_lowercase).collect()
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

fn title_case(c: char, out: &mut String) {
    out.extend(c.to_uppercase());
}
