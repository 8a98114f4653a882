//! The name of a post as `{% post_url %}` takes it, and which path it fits (`Jekyll::Tags::PostComparer`).

use crate::error::{Error, Result};
use crate::text::strip;

/// A post's name: `folder/2010-07-21-slug`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PostName {
    /// As it was written.
    pub name: String,
    /// What stands before the date, with the slash at its end.
    pub path: String,
    /// The date, as it was written.
    pub date: String,
    /// What stands behind the date.
    pub slug: String,
}

impl PostName {
    /// Reads the markup of the tag.
    ///
    /// # Errors
    /// `Jekyll::Errors::PostURLError` with Jekyll's text.
    pub(crate) fn parse(markup: &str) -> Result<PostName> {
        let name = strip(markup);
        let text = name.strip_prefix('/').unwrap_or(name);
        text.split('\n')
            .find_map(split_name)
            .map(|(path, date, slug)| PostName {
                name: name.to_string(),
                path: path.to_string(),
                date: date.to_string(),
                slug: slug.to_string(),
            })
            .ok_or_else(|| {
                Error::ruby(
                    "Jekyll::Errors::PostURLError",
                    format!(
                        "Could not parse name of post \"{name}\" in tag 'post_url'.\n \
                         Make sure the post exists and the name is correct.\n \
                         Jekyll::Errors::InvalidPostNameError: '{name}' does not contain valid date and/or title.\n"
                    ),
                )
            })
    }

    /// The message where no post has this name.
    pub(crate) fn not_found(&self) -> Error {
        Error::ruby(
            "Jekyll::Errors::PostURLError",
            format!(
                "Could not find post \"{}\" in tag 'post_url'.\n\
                 Make sure the post exists and the name is correct.\n",
                self.name
            ),
        )
    }

    /// What Jekyll warns of where only the old way of matching finds the post.
    pub(crate) fn deprecated_match(&self) -> String {
        format!(
            "A call to '{{% post_url {} %}}' did not match a post using the new matching method of checking name \
             (path-date-slug) equality. Please make sure that you change this tag to match the post's name exactly.",
            self.name
        )
    }

    /// Date and slug: what the file's name begins with.
    pub(crate) fn basename(&self) -> String {
        format!("{}-{}", self.date, self.slug)
    }

    /// Whether the path of a post, relative to the collections' folder, is meant.
    pub(crate) fn matches(&self, relative_path: &str) -> bool {
        let basename = self.basename();
        let fits = |rest: &str| {
            rest.strip_prefix(basename.as_str())
                .and_then(|rest| rest.strip_prefix('.'))
                .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('.'))
        };
        relative_path.split('\n').any(|line| {
            let inside = line
                .strip_prefix("_posts/")
                .and_then(|rest| strip_pattern(rest, &self.path))
                .is_some_and(fits);
            inside
                || strip_pattern(line, &self.path)
                    .and_then(|rest| rest.strip_prefix("_posts"))
                    .is_some_and(|rest| fits(rest) || rest.strip_prefix('/').is_some_and(fits))
        })
    }
}

/// Jekyll takes the folder as a pattern, in which a dot stands for any character.
fn strip_pattern<'a>(text: &'a str, pattern: &str) -> Option<&'a str> {
    let mut chars = text.chars();
    for expected in pattern.chars() {
        let found = chars.next()?;
        if expected != found && expected != '.' {
            return None;
        }
    }
    Some(chars.as_str())
}

fn split_name(line: &str) -> Option<(&str, &str, &str)> {
    let slashes = line.rmatch_indices('/').filter(|&(at, _)| at > 0);
    slashes.map(|(at, _)| at + 1).chain([0]).find_map(|start| {
        split_date(&line[start..]).map(|(date, slug)| (&line[..start], date, slug))
    })
}

fn split_date(text: &str) -> Option<(&str, &str)> {
    let mut rest = text;
    for _ in 0..3 {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || rest.as_bytes().get(digits) != Some(&b'-') {
            return None;
        }
        rest = &rest[digits + 1..];
    }
    Some((&text[..text.len() - rest.len() - 1], rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_folders_and_dots() {
        let name = PostName::parse(" /es/2016-11-26-special.v2 ").unwrap();
        assert_eq!(
            (name.path.as_str(), name.date.as_str(), name.slug.as_str()),
            ("es/", "2016-11-26", "special.v2")
        );
        assert!(name.matches("_posts/es/2016-11-26-special.v2.md"));
        assert!(name.matches("es/_posts/2016-11-26-special.v2.markdown"));
        assert!(!name.matches("_posts/2016-11-26-special.v2.md"));
        assert!(!name.matches("_posts/es/2016-11-26-special.md"));
        assert!(PostName::parse("special").is_err());
    }
}
