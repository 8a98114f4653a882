//! Ruby's `Dir.glob` and `File.fnmatch?`: which names a pattern matches, and in which order they come.

use super::fs::{Entry, Files, Kind};
use super::path;

/// `File.fnmatch?(pattern, text)` without flags: `*` goes over slashes; a leading dot wants a dot.
pub fn fnmatch(pattern: &str, text: &str) -> bool {
    matches(pattern.as_bytes(), text.as_bytes(), false)
}

/// The paths that `pattern` matches, as `Dir.glob` lists them: each folder sorted by name, a folder before what it
/// holds. A relative pattern is looked up in `folder` and gives relative paths. `hidden` is `File::FNM_DOTMATCH`;
/// the `.` that Ruby lists then is left out.
pub fn glob(files: &dyn Files, folder: &str, pattern: &str, hidden: bool) -> Vec<String> {
    let found = glob_entries(files, folder, pattern, hidden);
    found.into_iter().map(|found| found.path).collect()
}

/// A path that a pattern matches.
pub struct Found {
    /// The path.
    pub path: String,
    /// What lies there, links not followed.
    pub kind: Kind,
}

/// As [`glob`], with what lies at each path.
pub fn glob_entries(files: &dyn Files, folder: &str, pattern: &str, hidden: bool) -> Vec<Found> {
    let mut found = Vec::new();
    for pattern in alternatives(pattern) {
        let parts = parts_of(&pattern);
        if parts.is_empty() {
            continue;
        }
        let walk = Walk {
            files,
            folder,
            hidden,
            parts: &parts,
        };
        let root = if pattern.starts_with('/') { "/" } else { "" };
        let mut waiting = vec![Place {
            path: root.to_string(),
            kind: Kind::Folder,
            is_folder: true,
            states: vec![0],
        }];
        while let Some(place) = waiting.pop() {
            let mut next = walk.visit(&place, &mut found);
            next.reverse();
            waiting.append(&mut next);
        }
    }
    found
}

/// A pattern with more braces than this is taken as it stands.
const MOST_BRACES: usize = 64;

/// One step of a pattern.
enum Part {
    /// `**/`
    AnyDepth,
    /// A name without magic, escapes resolved.
    Name(String),
    /// A pattern for names.
    Pattern(String),
    /// A slash at the end: only folders.
    OnlyFolders,
}

fn parts_of(pattern: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut pieces = pattern.split('/').peekable();
    while let Some(piece) = pieces.next() {
        let last = pieces.peek().is_none();
        match piece {
            "" if last && !parts.is_empty() => parts.push(Part::OnlyFolders),
            "" => {}
            "**" if !last => {
                if !matches!(parts.last(), Some(Part::AnyDepth)) {
                    parts.push(Part::AnyDepth);
                }
            }
            piece if piece.contains(['*', '?', '[']) => {
                parts.push(Part::Pattern(piece.to_string()))
            }
            piece => parts.push(Part::Name(unescaped(piece))),
        }
    }
    parts
}

fn unescaped(piece: &str) -> String {
    let mut name = String::with_capacity(piece.len());
    let mut chars = piece.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => name.extend(chars.next()),
            c => name.push(c),
        }
    }
    name
}

/// Expands `{a,b}`, in order, nested ones too; a brace without its partner stands for itself.
fn alternatives(pattern: &str) -> Vec<String> {
    if pattern.bytes().filter(|b| *b == b'{').count() > MOST_BRACES {
        return vec![pattern.to_string()];
    }
    let bytes = pattern.as_bytes();
    let (mut open, mut depth, mut at) = (None, 0usize, 0);
    let mut commas = Vec::new();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'{' => {
                depth += 1;
                if depth == 1 && open.is_none() {
                    open = Some(at);
                }
            }
            b'}' if depth == 1 && open.is_some() => {
                let open = open.unwrap_or(0);
                commas.push(at);
                return spread(pattern, open, &commas);
            }
            b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 1 => commas.push(at),
            _ => {}
        }
        at += 1;
    }
    vec![pattern.to_string()]
}

fn spread(pattern: &str, open: usize, ends: &[usize]) -> Vec<String> {
    let close = ends.last().copied().unwrap_or(open);
    let mut start = open + 1;
    let mut expanded = Vec::new();
    for &end in ends {
        let one = format!(
            "{}{}{}",
            &pattern[..open],
            &pattern[start..end],
            &pattern[close + 1..]
        );
        start = end + 1;
        // the number of patterns grows with every pair of braces; nobody means thousands
        if expanded.len() < 4096 {
            expanded.extend(alternatives(&one));
        }
    }
    expanded
}

struct Walk<'a> {
    files: &'a dyn Files,
    folder: &'a str,
    hidden: bool,
    parts: &'a [Part],
}

/// A path, and the parts of the pattern that are to match next below it.
struct Place {
    path: String,
    kind: Kind,
    is_folder: bool,
    states: Vec<usize>,
}

impl Walk<'_> {
    /// Adds the place if the whole pattern has been matched; gives the places below it that are worth a visit.
    fn visit(&self, place: &Place, found: &mut Vec<Found>) -> Vec<Place> {
        let path = &place.path;
        let mut here: Vec<usize> = Vec::with_capacity(place.states.len() + 1);
        for &state in &place.states {
            here.push(state);
            if matches!(self.parts.get(state), Some(Part::AnyDepth)) {
                here.push(state + 1);
            }
        }
        here.dedup();
        if here.contains(&self.parts.len()) && !path.is_empty() {
            found.push(Found {
                path: path.clone(),
                kind: place.kind,
            });
        }
        if !place.is_folder {
            return Vec::new();
        }
        let wants_folder = |s: &usize| matches!(self.parts.get(*s), Some(Part::OnlyFolders));
        if here.iter().any(wants_folder) && !path.is_empty() {
            found.push(Found {
                path: format!("{}/", path.trim_end_matches('/')),
                kind: place.kind,
            });
        }
        let magic =
            |s: &usize| matches!(self.parts.get(*s), Some(Part::AnyDepth | Part::Pattern(_)));
        if here.iter().any(magic) {
            self.listed(path, &here)
        } else {
            self.named(path, &here)
        }
    }

    fn listed(&self, path: &str, here: &[usize]) -> Vec<Place> {
        let Ok(mut entries) = self.files.list(&self.absolute(path)) else {
            return Vec::new();
        };
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        let mut places = Vec::new();
        for entry in entries {
            let mut states: Vec<usize> = here
                .iter()
                .filter_map(|&state| self.after(state, &entry))
                .collect();
            states.dedup();
            if !states.is_empty() {
                let path = below(path, &entry.name);
                places.push(Place {
                    is_folder: self.is_folder(&path, entry.kind, &states),
                    kind: entry.kind,
                    path,
                    states,
                });
            }
        }
        places
    }

    /// Where the pattern goes on below `entry`, if `state` lets it in.
    fn after(&self, state: usize, entry: &Entry) -> Option<usize> {
        let name = &entry.name;
        match self.parts.get(state)? {
            Part::AnyDepth => {
                let goes_in = entry.kind == Kind::Folder && (self.hidden || !name.starts_with('.'));
                goes_in.then_some(state)
            }
            Part::Name(wanted) => (wanted == name).then_some(state + 1),
            Part::Pattern(pattern) => {
                matches(pattern.as_bytes(), name.as_bytes(), self.hidden).then_some(state + 1)
            }
            Part::OnlyFolders => None,
        }
    }

    fn named(&self, path: &str, here: &[usize]) -> Vec<Place> {
        let mut places = Vec::new();
        for &state in here {
            if let Some(Part::Name(name)) = self.parts.get(state) {
                let path = below(path, name);
                if let Ok(found) = self.files.link_metadata(&self.absolute(&path)) {
                    places.push(Place {
                        is_folder: self.is_folder(&path, found.kind, &[state + 1]),
                        kind: found.kind,
                        path,
                        states: vec![state + 1],
                    });
                }
            }
        }
        places
    }

    fn is_folder(&self, path: &str, kind: Kind, next: &[usize]) -> bool {
        let goes_on = next.iter().any(|&s| s < self.parts.len());
        match kind {
            Kind::Folder => true,
            Kind::Link => goes_on && self.files.is_folder(&self.absolute(path)),
            _ => false,
        }
    }

    fn absolute(&self, path: &str) -> String {
        match path {
            "" => self.folder.to_string(),
            path if path.starts_with('/') => path.to_string(),
            path => path::join(self.folder, path),
        }
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_string()
    } else {
        path::join(path, name)
    }
}

/// The byte length of the character that starts at `at`.
fn width(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at) {
        Some(0xf0..) => 4,
        Some(0xe0..) => 3,
        Some(0xc0..) => 2,
        _ => 1,
    }
    .min(bytes.len().saturating_sub(at))
    .max(1)
}

fn matches(pattern: &[u8], text: &[u8], hidden: bool) -> bool {
    let unescaped = |p: usize| {
        if pattern.get(p) == Some(&b'\\') && p + 1 < pattern.len() {
            p + 1
        } else {
            p
        }
    };
    if !hidden && text.first() == Some(&b'.') && pattern.get(unescaped(0)) != Some(&b'.') {
        return false;
    }
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        let step = match pattern.get(p) {
            Some(b'*') => {
                while pattern.get(p) == Some(&b'*') {
                    p += 1;
                }
                if p == pattern.len() {
                    return true;
                }
                if t == text.len() {
                    return false;
                }
                retry = Some((p, t));
                continue;
            }
            Some(b'?') if t < text.len() => Some((p + 1, t + width(text, t))),
            Some(b'[') if t < text.len() => bracket(pattern, p + 1, &text[t..t + width(text, t)])
                .map(|p| (p, t + width(text, t))),
            Some(b'?' | b'[') => return false,
            _ => {
                let at = unescaped(p);
                if t == text.len() {
                    return at == pattern.len();
                }
                let wide = width(pattern, at);
                let same = at < pattern.len() && text[t..].starts_with(&pattern[at..at + wide]);
                same.then_some((at + wide, t + wide))
            }
        };
        match (step, retry) {
            (Some((next_p, next_t)), _) => (p, t) = (next_p, next_t),
            (None, Some((star, tried))) => {
                let further = tried + width(text, tried);
                retry = Some((star, further));
                (p, t) = (star, further);
                if t > text.len() {
                    return false;
                }
            }
            (None, None) => return false,
        }
    }
}

/// Whether the set that opens before `at` holds the character; gives the place behind the set.
fn bracket(pattern: &[u8], mut at: usize, character: &[u8]) -> Option<usize> {
    let negated = matches!(pattern.get(at), Some(b'!' | b'^'));
    if negated {
        at += 1;
    }
    let mut held = false;
    while at < pattern.len() {
        if pattern[at] == b']' {
            return (held != negated).then_some(at + 1);
        }
        let first = one_of_set(pattern, at)?;
        at = first.1;
        if pattern.get(at) == Some(&b'-') && pattern.get(at + 1).is_some_and(|c| *c != b']') {
            let last = one_of_set(pattern, at + 1)?;
            at = last.1;
            // the bytes of UTF-8 sort as its characters do
            held |= first.0 == character
                || last.0 == character
                || (first.0 <= character && character <= last.0);
        } else {
            held |= first.0 == character;
        }
    }
    None
}

fn one_of_set(pattern: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let at = if pattern.get(at) == Some(&b'\\') {
        at + 1
    } else {
        at
    };
    let end = at + width(pattern, at);
    pattern.get(at..end).map(|bytes| (bytes, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jekyll::fs::MemoryFiles;

    #[test]
    fn fnmatch_as_ruby() {
        for (pattern, text, matched) in [
            ("*", "a/b", true),
            ("*", "/.a", true),
            ("*", ".a", false),
            ("**/*.rb", "a/b.rb", true),
            ("[!a]x", "bx", true),
            ("[^a]x", "ax", false),
            ("a?c", "a/c", true),
            ("{a,b}", "a", false),
            ("\\*", "*", true),
            ("[", "[", false),
            ("[a", "a", false),
            ("[]a]", "]", false),
            ("?", ".", false),
            ("[.]", ".", false),
            ("한*", "한글", true),
            ("[가-힣]", "한", true),
            ("A", "a", false),
            ("[a-]", "-", true),
            ("a*b*c", "axxbxxbc", true),
            ("a*b*c", "axxbxxb", false),
            ("*b", "한b", true),
        ] {
            assert_eq!(fnmatch(pattern, text), matched, "{pattern} {text}");
        }
    }

    #[test]
    fn globs_in_rubys_order() {
        let files = MemoryFiles::default();
        for path in [
            "/d/a/b",
            "/d/a.txt",
            "/d/b/.h/x",
            "/d/b/c/d",
            "/d/.z/q",
            "/d/B",
            "/d/_x/y",
            "/d/a/ab/c",
            "/d/c[1]/q",
        ] {
            files.insert(path, *b"");
        }
        let list = |pattern: &str, hidden| glob(&files, "/d", pattern, hidden).join(" ");
        assert_eq!(
            list("**/*", false),
            "B _x _x/y a a/ab a/ab/c a/b a.txt b b/c b/c/d c[1] c[1]/q"
        );
        assert_eq!(list("**/*.*", false), "a.txt");
        assert_eq!(
            list("**/*", true),
            ".z .z/q B _x _x/y a a/ab a/ab/c a/b a.txt b b/.h b/.h/x b/c b/c/d c[1] c[1]/q"
        );
        assert_eq!(list("{b,a}/*", false), "b/c a/ab a/b");
        assert_eq!(list("**/b/*", false), "b/c");
        assert_eq!(list("**/.h/*", false), "b/.h/x");
        assert_eq!(list("c\\[1\\]/*", false), "c[1]/q");
        assert_eq!(list("**/", false), "_x/ a/ a/ab/ b/ b/c/ c[1]/");
        assert_eq!(list("a{,.txt}", false), "a a.txt");
        assert_eq!(list("", false), "");
        assert_eq!(
            glob(&files, "/d", "/d/a*", false).join(" "),
            "/d/a /d/a.txt"
        );
    }
}
