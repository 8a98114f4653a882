//! From the path of a request to a file below the destination, as WEBrick's file handler and Jekyll's servlet find it
//! (serve/servlet.rb, webrick/httpservlet/filehandler.rb). Nothing above the destination is ever looked at.

use std::path::{Path, PathBuf};

/// What a folder is answered with, in this order.
const DIRECTORY_INDEX: [&str; 8] = [
    "index.htm",
    "index.html",
    "index.rhtml",
    "index.xht",
    "index.xhtml",
    "index.cgi",
    "index.xml",
    "index.json",
];

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A file.
    File(PathBuf),
    /// A folder that is to be listed.
    Folder(PathBuf),
    /// A folder whose path lacks the slash at its end.
    WithoutSlash,
    /// Nothing.
    Nothing,
}

/// A path as it was asked for: decoded, and without `.`, `..` and empty segments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestPath(Vec<u8>);

impl RequestPath {
    /// Reads the path of a request; nothing where it is none: one that leaves the root, is wrongly encoded, or holds
    /// what no file's name can.
    pub fn parse(raw: &str) -> Option<Self> {
        let decoded = decoded(raw.as_bytes())?;
        let segments = decoded.strip_prefix(b"/")?;
        let mut kept: Vec<&[u8]> = Vec::new();
        let mut ends_in_slash = false;
        for segment in segments.split(|byte| *byte == b'/') {
            ends_in_slash = matches!(segment, b"" | b"." | b"..");
            match segment {
                b"" | b"." => {}
                b".." => {
                    kept.pop()?;
                }
                _ => kept.push(segment),
            }
        }
        let mut path = Vec::with_capacity(decoded.len());
        for segment in &kept {
            path.push(b'/');
            path.extend_from_slice(segment);
        }
        if ends_in_slash {
            path.push(b'/');
        }
        Some(RequestPath(path))
    }

    /// What follows the path under which the site is mounted; nothing where this lies elsewhere.
    pub fn below(&self, mount: &str) -> Option<Self> {
        let rest = self.0.strip_prefix(mount.as_bytes())?;
        matches!(rest.first(), None | Some(b'/')).then(|| RequestPath(rest.to_vec()))
    }

    /// The path for a person to read.
    pub fn shown(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    /// The path as a URL has it, with a slash at its end.
    pub fn with_slash(&self) -> String {
        let mut path = encoded(&self.0);
        if !path.ends_with('/') {
            path.push('/');
        }
        path
    }

    /// Looks the path up below `root`. With `lists_folders` a folder is listed even where it has an index.
    pub fn find(&self, root: &Path, lists_folders: bool) -> Found {
        let mut at = root.to_path_buf();
        let mut is_root = true;
        for segment in self.0.split(|byte| *byte == b'/').skip(1) {
            if segment.is_empty() {
                return in_folder(at, is_root, lists_folders);
            }
            let Some(name) = file_name(segment) else {
                return Found::Nothing;
            };
            let next = at.join(&name);
            if next.is_dir() {
                if !is_disclosed(&name) {
                    return Found::Nothing;
                }
                (at, is_root) = (next, false);
                continue;
            }
            // What follows a file's name is passed over, as by WEBrick.
            return file(&at, &name);
        }
        if is_root && !root.is_dir() {
            return Found::Nothing;
        }
        Found::WithoutSlash
    }
}

/// The answer for a folder.
fn in_folder(at: PathBuf, is_root: bool, lists_folders: bool) -> Found {
    if !at.is_dir() {
        return Found::Nothing;
    }
    if !lists_folders {
        for name in DIRECTORY_INDEX {
            if let Found::File(file) = file(&at, name) {
                return Found::File(file);
            }
        }
    }
    // `/about/` may be about.html; what lies beside the destination is nobody's business
    if !is_root
        && let (Some(parent), Some(name)) = (at.parent(), at.file_name().and_then(|n| n.to_str()))
    {
        for extension in [".html", ".xhtml"] {
            if let Found::File(file) = file(parent, &format!("{name}{extension}")) {
                return Found::File(file);
            }
        }
    }
    Found::Folder(at)
}

/// The file of this name, or the page whose name this is without its extension.
fn file(folder: &Path, name: &str) -> Found {
    for extension in ["", ".html", ".xhtml"] {
        let name = format!("{name}{extension}");
        let path = folder.join(&name);
        if path.is_file() {
            return if is_disclosed(&name) {
                Found::File(path)
            } else {
                Found::Nothing
            };
        }
    }
    Found::Nothing
}

/// Whether a name may be told of: WEBrick hides `.htaccess` and its like, homes, and names that Windows reads as others.
pub fn is_disclosed(name: &str) -> bool {
    let begins_with_ht = name
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case(".ht"));
    !(begins_with_ht
        || name.starts_with('~')
        || name.ends_with(['.', ' '])
        || name.ends_with("::$DATA"))
}

/// A segment as the name of a file: one that is no text, or that the system would take for more than a name, is none.
fn file_name(segment: &[u8]) -> Option<String> {
    let name = std::str::from_utf8(segment).ok()?;
    let is_taken_apart = name.contains('\0') || cfg!(windows) && name.contains(['\\', ':']);
    (!is_taken_apart).then(|| name.to_string())
}

/// The bytes behind `%41`; nothing where the two digits are missing, or where they stand for NUL.
fn decoded(raw: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((byte, tail)) = rest.split_first() {
        rest = tail;
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let (digits, tail) = rest.split_at_checked(2)?;
        let digit = |at: usize| char::from(digits[at]).to_digit(16);
        let value = u8::try_from(digit(0)? * 16 + digit(1)?).ok()?;
        if value == 0 {
            return None;
        }
        bytes.push(value);
        rest = tail;
    }
    Some(bytes)
}

/// Bytes as the path of a URL has them.
pub fn encoded(path: &[u8]) -> String {
    let mut url = String::with_capacity(path.len());
    for byte in path {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(byte) {
            url.push(char::from(*byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(raw: &str) -> Option<String> {
        RequestPath::parse(raw).map(|path| path.shown())
    }

    /// As WEBrick reads them.
    #[test]
    fn paths_are_made_plain() {
        assert_eq!(shown("/a//b/./c").as_deref(), Some("/a/b/c"));
        assert_eq!(shown("/a/..").as_deref(), Some("/"));
        assert_eq!(shown("/a/b/..").as_deref(), Some("/a/"));
        assert_eq!(shown("//").as_deref(), Some("/"));
        assert_eq!(shown("/a%2fb").as_deref(), Some("/a/b"));
        assert_eq!(shown("/..%5ca").as_deref(), Some("/..\\a"));
        for outside in [
            "/..",
            "/a/../..",
            "/%2e%2e/a",
            "/a/..%2f..%2fb",
            "/%",
            "/%4",
            "/%zz",
            "/a%00",
            "a",
        ] {
            assert_eq!(shown(outside), None, "{outside}");
        }
    }

    #[test]
    fn below_a_mount() {
        let path = RequestPath::parse("/blog/a").unwrap();
        assert_eq!(path.below("/blog").unwrap().shown(), "/a");
        assert_eq!(path.below("").unwrap().shown(), "/blog/a");
        assert_eq!(path.below("/blo"), None);
        assert_eq!(path.below("/blog/a").unwrap().shown(), "");
    }

    #[test]
    fn names_that_are_not_told() {
        for name in [".htaccess", ".HTpasswd", "~root", "a.", "a ", "a::$DATA"] {
            assert!(!is_disclosed(name), "{name}");
        }
        for name in ["a", ".well-known", "a~", ".h"] {
            assert!(is_disclosed(name), "{name}");
        }
    }
}
