//! "Did you mean?" for a flag that does not exist, as Ruby's OptionParser adds it to its message.
//! Jaro-Winkler picks the candidates, Levenshtein decides (Ruby's did_you_mean).

/// What is appended to the message: nothing, or a line with the names that were probably meant.
pub fn did_you_mean(names: &[String], typed: &str) -> String {
    let corrections = corrections(names, typed);
    // OptionParser lists them in its own order.
    let listed: Vec<&str> = names
        .iter()
        .filter(|name| corrections.contains(name))
        .map(String::as_str)
        .collect();
    if listed.is_empty() {
        return String::new();
    }
    format!("\nDid you mean?  {}", listed.join("\n               "))
}

fn corrections<'a>(names: &'a [String], typed: &str) -> Vec<&'a String> {
    let input: Vec<char> = typed.to_lowercase().chars().filter(|c| *c != '@').collect();
    let threshold = if input.len() > 3 { 0.834 } else { 0.77 };
    let mut near: Vec<(f64, &String, Vec<char>)> = names
        .iter()
        .map(|name| (name, name.to_lowercase().chars().collect::<Vec<char>>()))
        .map(|(name, chars)| (jaro_winkler(&chars, &input), name, chars))
        .filter(|(score, name, _)| *score >= threshold && *name != typed)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let most = input.len().div_ceil(4);
    let close: Vec<&String> = near
        .iter()
        .filter(|(_, _, chars)| levenshtein(chars, &input) <= most)
        .map(|(_, name, _)| *name)
        .collect();
    if !close.is_empty() {
        return close;
    }
    near.iter()
        .filter(|(_, _, chars)| levenshtein(chars, &input) < input.len().min(chars.len()))
        .map(|(_, name, _)| *name)
        .take(1)
        .collect()
}

fn jaro_winkler(a: &[char], b: &[char]) -> f64 {
    let jaro = jaro(a, b);
    if jaro <= 0.7 {
        return jaro;
    }
    let prefix = a.iter().zip(b).take(4).take_while(|(x, y)| x == y).count();
    jaro + prefix as f64 * 0.1 * (1.0 - jaro)
}

fn jaro(a: &[char], b: &[char]) -> f64 {
    let (short, long) = if a.len() > b.len() { (b, a) } else { (a, b) };
    let range = (long.len() / 2).saturating_sub(1);
    let mut taken = vec![false; long.len()];
    let mut matched = Vec::new();
    for (i, c) in short.iter().enumerate() {
        let window = i.saturating_sub(range)..(i + range + 1).min(long.len());
        if let Some(j) = window.into_iter().find(|j| !taken[*j] && long[*j] == *c) {
            taken[j] = true;
            matched.push(*c);
        }
    }
    if matched.is_empty() {
        return 0.0;
    }
    let other = long.iter().zip(&taken).filter(|(_, t)| **t).map(|(c, _)| c);
    let swapped = matched.iter().zip(other).filter(|(x, y)| x != y).count() / 2;
    let m = matched.len() as f64;
    (m / short.len() as f64 + m / long.len() as f64 + (m - swapped as f64) / m) / 3.0
}

fn levenshtein(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != y))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], next);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggest(typed: &str) -> String {
        let names: Vec<String> = crate::cli::flags::flags_of(crate::cli::flags::find("build"))
            .map(|f| f.name())
            .collect();
        did_you_mean(&names, typed)
    }

    /// As `jekyll build --no-future`, `--drafs`, `--sparkle` answer.
    #[test]
    fn suggests_what_ruby_suggests() {
        assert_eq!(suggest("no-future"), "\nDid you mean?  future");
        assert_eq!(suggest("drafs"), "\nDid you mean?  drafts");
        assert_eq!(suggest("sparkle"), "");
    }
}
