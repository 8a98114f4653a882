//! What stands between `{% include` and `%}`: the file, which may hold variables, and the parameters.
//! Hand-written equals of the patterns in Jekyll's tags/include.rb.

use crate::error::{Error, Result};
use crate::text::{is_space_char, strip};

/// The markup of an include tag, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IncludeMarkup {
    /// The file's name, or a template that gives it.
    pub file: String,
    /// Whether [`IncludeMarkup::file`] is a template.
    pub is_template: bool,
    /// The parameters; none at all is not the same as an empty list, which hides the caller's `include`.
    pub params: Option<Vec<Param>>,
}

/// One `key=value` of an include tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Param {
    /// The name under `include`.
    pub key: String,
    /// What it is set to.
    pub value: ParamValue,
}

/// The right side of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ParamValue {
    /// Quoted text; its escaped quotes are resolved.
    Text(String),
    /// A variable, to be looked up where the tag stands.
    Variable(String),
}

impl IncludeMarkup {
    /// Reads the markup of the tag `tag_name`.
    ///
    /// # Errors
    /// `ArgumentError` with Jekyll's text, where the parameters are none.
    pub(crate) fn parse(tag_name: &str, markup: &str) -> Result<IncludeMarkup> {
        let markup = strip(markup);
        let (file, params) = match template_file(markup) {
            Some((from, to)) => (strip(&markup[from..to]), Some(strip(&markup[to..]))),
            None => match markup.find(is_space_char) {
                Some(end) => (
                    &markup[..end],
                    Some(markup[end..].trim_start_matches(is_space_char)),
                ),
                None => (markup, None),
            },
        };
        let params = match params {
            Some(text) => Some(parse_params(text).ok_or_else(|| bad_params(tag_name, text))?),
            None => None,
        };
        Ok(IncludeMarkup {
            file: file.to_string(),
            is_template: template_file(file).is_some(),
            params,
        })
    }
}

/// Where the first `{{ variable | filters }}` with the text around it lies, if there is one: what comes before a
/// brace that opens nothing is not part of it.
fn template_file(markup: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    for (brace, _) in markup.match_indices('{') {
        if let Some(mut end) = variable_group(markup, brace) {
            while let Some(next) = variable_group(markup, end) {
                end = next;
            }
            return Some((from, end));
        }
        from = brace + 1;
    }
    None
}

/// The end of `{{ name | anything }}` and the text right behind it, where one starts at `at`.
fn variable_group(markup: &str, at: usize) -> Option<usize> {
    let inner = markup.get(at..)?.strip_prefix("{{")?;
    let name = inner.trim_start_matches(is_space_char);
    let after_name = name.trim_start_matches(|c: char| is_word(c) || matches!(c, '-' | '.'));
    if after_name.len() == name.len() {
        return None;
    }
    let rest = after_name.trim_start_matches(is_space_char);
    let start = markup.len() - rest.len();
    let close = if rest.starts_with('|') {
        start + rest.rfind("}}")?
    } else if rest.starts_with("}}") {
        start
    } else {
        return None;
    };
    let tail = &markup[close + 2..];
    let text = tail
        .find(|c| is_space_char(c) || matches!(c, '{' | '}'))
        .unwrap_or(tail.len());
    Some(close + 2 + text)
}

fn parse_params(text: &str) -> Option<Vec<Param>> {
    let mut params = Vec::new();
    let mut rest = text.trim_start_matches(is_space_char);
    while !rest.is_empty() {
        let (param, after) = parse_param(rest)?;
        params.push(param);
        rest = after.trim_start_matches(is_space_char);
        if !rest.is_empty() && rest.len() == after.len() {
            return None;
        }
    }
    Some(params)
}

fn parse_param(text: &str) -> Option<(Param, &str)> {
    let key_end = text
        .find(|c| !(is_word(c) || c == '-'))
        .filter(|&end| end > 0)?;
    let rest = text[key_end..].trim_start_matches(is_space_char);
    let rest = rest.strip_prefix('=')?.trim_start_matches(is_space_char);
    let (value, after) = match rest.chars().next()? {
        quote @ ('"' | '\'') => quoted(&rest[1..], quote)?,
        _ => {
            let end = rest
                .find(|c| !(is_word(c) || matches!(c, '.' | '-')))
                .unwrap_or(rest.len());
            if end == 0 {
                return None;
            }
            (ParamValue::Variable(rest[..end].to_string()), &rest[end..])
        }
    };
    let key = text[..key_end].to_string();
    Some((Param { key, value }, after))
}

/// The text up to `quote`; a backslash takes the next character with it, which may not be a line break.
fn quoted(text: &str, quote: char) -> Option<(ParamValue, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            return Some((ParamValue::Text(value), &text[at + 1..]));
        }
        if c != '\\' {
            value.push(c);
            continue;
        }
        let (_, escaped) = chars.next().filter(|&(_, c)| c != '\n')?;
        if escaped != quote {
            value.push('\\');
        }
        value.push(escaped);
    }
    None
}

/// Refuses a file name with characters or sequences that could lead out of the folder.
///
/// # Errors
/// `ArgumentError` with Jekyll's text.
pub(crate) fn validate_file_name(tag_name: &str, file: &str) -> Result<()> {
    let is_dot_or_slash = |b: &u8| matches!(b, b'.' | b'/');
    let climbs = file
        .as_bytes()
        .windows(2)
        .any(|pair| pair.iter().all(is_dot_or_slash));
    let allowed = |b: u8| {
        b.is_ascii_alphanumeric()
            || matches!(
                b,
                b'_' | b'/' | b'.' | b'-' | b'(' | b')' | b'+' | b'~' | b'#' | b'@'
            )
    };
    let has_good_line = file
        .split('\n')
        .any(|line| !line.is_empty() && line.bytes().all(allowed));
    if !climbs && has_good_line {
        return Ok(());
    }
    Err(Error::ruby(
        "ArgumentError",
        format!(
            "Invalid syntax for include tag. File contains invalid characters or sequences:\n\n  {file}\n\n\
             Valid syntax:\n\n  {}\n\n",
            syntax_example(tag_name)
        ),
    ))
}

fn bad_params(tag_name: &str, params: &str) -> Error {
    Error::ruby(
        "ArgumentError",
        format!(
            "Invalid syntax for include tag:\n\n{params}\n\nValid syntax:\n\n{}\n\n",
            syntax_example(tag_name)
        ),
    )
}

fn syntax_example(tag_name: &str) -> String {
    format!("{{% {tag_name} file.ext param='value' param2='value' %}}")
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(markup: &str) -> IncludeMarkup {
        IncludeMarkup::parse("include", markup).unwrap()
    }

    #[test]
    fn parameters_in_every_form_of_quoting() {
        let read = parse(r#" sig.html a="1 \"x\" \'" b = 'it\'s' c=page.title.0 d-e="" "#);
        assert_eq!(read.file, "sig.html");
        assert!(!read.is_template);
        let params: Vec<(String, ParamValue)> = read
            .params
            .unwrap()
            .into_iter()
            .map(|p| (p.key, p.value))
            .collect();
        let text = |t: &str| ParamValue::Text(t.to_string());
        assert_eq!(
            params,
            [
                ("a".to_string(), text(r#"1 "x" \'"#)),
                ("b".to_string(), text("it's")),
                (
                    "c".to_string(),
                    ParamValue::Variable("page.title.0".to_string())
                ),
                ("d-e".to_string(), text("")),
            ]
        );
    }

    #[test]
    fn no_parameters_are_not_an_empty_list() {
        assert_eq!(parse("a.html").params, None);
        assert_eq!(parse("{{ a }}").params, Some(vec![]));
    }

    #[test]
    fn a_name_made_of_variables() {
        let read = parse("x/{{ page.a | append: '}}' }}-{{b}}.html k=v");
        assert_eq!(read.file, "x/{{ page.a | append: '}}' }}-{{b}}.html");
        assert!(read.is_template);
        assert_eq!(read.params.unwrap().len(), 1);
        let read = parse("a { {{ b }}");
        assert_eq!(read.file, "{{ b }}");
    }

    #[test]
    fn what_is_no_parameter_is_refused() {
        for bad in [
            "a.html b",
            "a.html b=",
            "a.html b=\"x\"c=d",
            "a.html b=\"x",
            "a.html b=\"x\\",
        ] {
            assert!(IncludeMarkup::parse("include", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn names_that_climb_are_refused() {
        for bad in ["../a", "a//b", "a/.b", "", "a b", "é.html"] {
            assert!(validate_file_name("include", bad).is_err(), "{bad}");
        }
        assert!(validate_file_name("include", "nav/foo-1.(x)+~#@.html").is_ok());
        assert!(validate_file_name("include", "b c\nfoo").is_ok());
    }
}
