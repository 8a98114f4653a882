//! Front matter: text → (data, body, where the body begins), as Jekyll's Convertible and Document split it.
//! Hand-written for what `Document::YAML_FRONT_MATTER_REGEXP` matches, in one pass over the text.

use crate::error::Result;
use crate::text::is_space;
use crate::value::{Hash, Value};
use crate::yaml;

/// A text and its front matter.
#[derive(Debug)]
pub struct FrontMatter<'a> {
    /// What the front matter holds: an empty hash where there is none, or nothing in it. It may be anything that YAML
    /// can be; Jekyll refuses what is no hash, each kind of document with words of its own.
    pub data: Value,
    /// What follows the front matter; the whole text where there is none.
    pub body: &'a str,
    /// Where the body begins, in bytes.
    pub body_offset: usize,
    /// The line in which the body begins; 1 is the first.
    pub body_line: u32,
}

/// Whether a file is one that Jekyll processes: its first line is `---` and blanks (`Jekyll::Utils.has_yaml_header?`).
pub fn has_header(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"---") else {
        return false;
    };
    let blanks = rest.iter().position(|&b| b == b'\n' || !is_space(b));
    blanks.is_some_and(|end| rest[end] == b'\n')
}

/// The front matter, with its opening line and without the closing one, and the body; none where
/// `Document::YAML_FRONT_MATTER_REGEXP` does not match.
pub fn split(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let rest = bytes.strip_prefix(b"---")?;
    let blanks = rest
        .iter()
        .position(|&b| !is_space(b))
        .unwrap_or(rest.len());
    let opening = &bytes[..3 + blanks];
    let mut line = memchr::memrchr(b'\n', opening)? + 1;
    loop {
        if let Some(body) = after_closing(bytes, line) {
            return Some((&text[..line], &text[body..]));
        }
        line += memchr::memchr(b'\n', &bytes[line..])? + 1;
    }
}

/// Where the body begins if the line at `line` closes the front matter: behind the blank lines after it, too.
fn after_closing(bytes: &[u8], line: usize) -> Option<usize> {
    let rest = &bytes[line..];
    if !rest.starts_with(b"---") && !rest.starts_with(b"...") {
        return None;
    }
    let start = line + 3;
    let blanks = bytes[start..].iter().position(|&b| !is_space(b));
    match blanks {
        None => Some(bytes.len()),
        Some(blanks) => {
            let newline = memchr::memrchr(b'\n', &bytes[start..start + blanks])?;
            Some(start + newline + 1)
        }
    }
}

/// Splits a text and reads its front matter (`Jekyll::Convertible#read_yaml`, `Jekyll::Document#read_content`).
///
/// # Errors
/// Those of [`yaml::load`]; their lines are those of the text.
pub fn read(text: &str) -> Result<FrontMatter<'_>> {
    let Some((front_matter, body)) = split(text) else {
        return Ok(FrontMatter {
            data: Value::Hash(Hash::default()),
            body: text,
            body_offset: 0,
            body_line: 1,
        });
    };
    let data = match yaml::load(front_matter, None)? {
        Value::Nil | Value::Bool(false) => Value::Hash(Hash::default()),
        data => data,
    };
    let body_offset = text.len() - body.len();
    let newlines = memchr::memchr_iter(b'\n', &text.as_bytes()[..body_offset]).count();
    Ok(FrontMatter {
        data,
        body,
        body_offset,
        body_line: u32::try_from(newlines + 1).unwrap_or(u32::MAX),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expected from `Document::YAML_FRONT_MATTER_REGEXP` itself.
    #[test]
    fn splits_as_the_regexp_does() {
        for (text, expected) in [
            ("---\na: 1\n---\nx", Some(("---\na: 1\n", "x"))),
            ("---\n---\nx", Some(("---\n", "x"))),
            (
                "---  \n\na: 1\n...\n\n\n  x",
                Some(("---  \n\na: 1\n", "  x")),
            ),
            ("---\na: 1\n--- \n \n", Some(("---\na: 1\n", ""))),
            ("---\na: 1\n---", Some(("---\na: 1\n", ""))),
            (
                "---\r\na: 1\r\n---\r\n\r\nx",
                Some(("---\r\na: 1\r\n", "x")),
            ),
            ("---\na: 1\n--- x\n----\n ---\n", None),
            ("---\na: 1\n", None),
            ("--- x\n---\n", None),
            (" ---\n---\n", None),
            ("---", None),
        ] {
            assert_eq!(split(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_header_is_dashes_and_blanks() {
        assert!(has_header(b"---\n") && has_header(b"--- \t\r\nx") && has_header(b"---\n\xff"));
        assert!(!has_header(b"---") && !has_header(b"----\n") && !has_header(b"\xef\xbb\xbf---\n"));
        assert!(!has_header(b"") && !has_header(b"---x\n"));
    }

    #[test]
    fn tells_where_the_body_begins() {
        let page = read("---\na: 1\n---\n\n\nx\n").unwrap();
        assert_eq!(
            (page.body, page.body_offset, page.body_line),
            ("x\n", 15, 6)
        );
        assert_eq!(format!("{:?}", page.data), r#"{"a"=>1}"#);
        let page = read("no front matter\n").unwrap();
        assert_eq!((page.body_offset, page.body_line), (0, 1));
        let page = read("---\n# nothing\n---\n").unwrap();
        assert_eq!(format!("{:?}", page.data), "{}");
        let error = read("---\na: 1\nb: [\n---\n").unwrap_err();
        assert_eq!(error.line(), Some(4));
    }
}
