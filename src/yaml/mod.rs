//! YAML as Jekyll reads it: libyaml's scanner and parser, SafeYAML's handler and guesses, Psych's messages.
//! Only the first document counts, tags build no objects, and what is wrong behind the first document stays unseen.

mod builder;
mod dump;
mod parser;
mod reader;
mod resolve;
mod scalar;
mod scanner;
mod tag;
mod token;
mod typed;

pub use dump::dump;

use crate::error::{Error, Result};
use crate::text;
use crate::value::Value;

pub use typed::{from_typed, typed};

/// The value of a text, as `SafeYAML.load(text, file)` gives it: false where there is no document at all (nothing,
/// comments only), nil for an empty one. `file` is named in messages; without one they say `<unknown>`.
///
/// ```
/// # use rekyll::yaml;
/// let value = yaml::load("a: 1\nb: '1'\n", None)?;
/// assert_eq!(format!("{value:?}"), r#"{"a"=>1, "b"=>"1"}"#);
/// # Ok::<(), rekyll::error::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Yaml`](crate::error::ErrorKind::Yaml) with Psych's message where libyaml refuses the text; a Ruby
/// TypeError or ArgumentError where SafeYAML stumbles (`<<: 1`, `1__0.5`);
/// [`ErrorKind::Limit`](crate::error::ErrorKind::Limit) where collections nest, or merges multiply, beyond reason.
pub fn load(text: &str, file: Option<&str>) -> Result<Value> {
    load_input(reader::Input::new(text), file)
}

/// The value of a file's bytes, as `SafeYAML.load_file` gives it: a byte order mark is no part of the text.
///
/// # Errors
/// Those of [`load`], libyaml's messages for bytes that are no UTF-8, and Ruby's ArgumentError for the byte order mark
/// of another encoding, which it meets on opening the file.
pub fn load_bytes(bytes: &[u8], file: Option<&str>) -> Result<Value> {
    if text::has_wide_mark(bytes) {
        return Err(Error::ruby("ArgumentError", text::NEEDS_BINMODE));
    }
    let unmarked = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    load_input(reader::Input::from_bytes(unmarked), file)
}

fn load_input(input: reader::Input<'_>, file: Option<&str>) -> Result<Value> {
    let document = parser::Parser::new(input, file).document()?;
    Ok(document.unwrap_or(Value::Bool(false)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn shown(text: &str) -> String {
        match load(text, None) {
            Ok(value) => format!("{value:?}"),
            Err(error) => error.to_string(),
        }
    }

    #[track_caller]
    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(shown(text), *expected, "{text:?}");
        }
    }

    /// `SafeYAML::PsychHandler`: one pending key for all levels, `<<` as a command.
    #[test]
    fn the_handler_has_one_pending_key() {
        check(&[
            ("", "false"),
            ("# c\n", "false"),
            ("---\n", "nil"),
            ("{1: 2, ~: 4, z: 5}", r#"{1=>2, 4=>"z"}"#),
            ("? {a: b}\n: c\n", r#"{"b"=>"c"}"#),
            ("? [a]\n: 1\n? [a]\n: 2\n", r#"{["a"]=>2}"#),
            (
                "1: a\n1.0: b\n'1': c\nyes: d\ntrue: e\n",
                r#"{1=>"a", 1.0=>"b", "1"=>"c", true=>"e"}"#,
            ),
            (
                "b: &b {x: 1, y: 2}\nc:\n  y: 0\n  <<: *b\n  z: 3\n",
                r#"{"b"=>{"x"=>1, "y"=>2}, "c"=>{"y"=>2, "x"=>1, "z"=>3}}"#,
            ),
            ("<<: {a: 1}\nb: 2\n", r#"{"b"=>2}"#),
            ("<<: [1]\n", "no implicit conversion of Array into Hash"),
            ("<<: ~\n", "no implicit conversion of nil into Hash"),
        ]);
    }

    #[test]
    fn aliases_share_and_guess_again() {
        check(&[
            (
                "x: &a \"123\"\ny: *a\nz: *nope\n",
                r#"{"x"=>"123", "y"=>123, "z"=>nil}"#,
            ),
            ("&a [*a]", "[[...]]"),
            (
                "&a {x: 1, y: {<<: *a, z: 2}}",
                r#"{"x"=>1, "y"=>{"x"=>1, "y"=>{...}, "z"=>2}}"#,
            ),
            (
                "a: &x !!binary /w==\nb: *x\n",
                "invalid byte sequence in UTF-8",
            ),
        ]);
        let value = load("a: &a {k: 1}\nb: *a\n", None).unwrap();
        let hash = value.as_hash().unwrap();
        let (a, b) = (hash.get_str("a"), hash.get_str("b"));
        assert!(
            a.unwrap()
                .as_hash()
                .unwrap()
                .same(b.unwrap().as_hash().unwrap())
        );
    }

    /// The event's `quoted` is false for whatever has a tag.
    #[test]
    fn tags_only_make_scalars_plain() {
        check(&[
            ("[!!str 5, ! \"5\", !foo '5', '5']", r#"[5, 5, 5, "5"]"#),
            ("!!binary aGVs\tbG8=", r#""hello""#),
            (
                "%TAG !e! tag:yaml.org,2002:\n---\n!e!binary aGk=",
                r#""hi""#,
            ),
            ("!!set {a}", r#"{"a"=>nil}"#),
            ("[!a,b]", r#"[nil, "b"]"#),
        ]);
    }

    #[test]
    fn scalars_are_folded() {
        check(&[
            ("a b\n  c\n\n d # e", r#""a b c\nd""#),
            ("\"a \\\n  b\n\n  c\\x41\"", r#""a b\ncA""#),
            ("'it''s \n  so'", r#""it's so""#),
            (
                "x: >\n  a\n  b\n\n    c\n  d\n",
                r#"{"x"=>"a b\n\n  c\nd\n"}"#,
            ),
            ("x: |2-\n   a\n\n", r#"{"x"=>" a"}"#),
            ("x: |+\n  a\n\n", r#"{"x"=>"a\n\n"}"#),
            ("x: |\n  a", r#"{"x"=>"a"}"#),
        ]);
    }

    /// Psych names the place of libyaml's context; the report has that of the problem.
    #[test]
    fn messages_are_those_of_psych() {
        check(&[
            (
                "a: b: c",
                "(<unknown>): mapping values are not allowed in this context at line 1 column 5",
            ),
            (
                "a: [1\nb: 2",
                "(<unknown>): did not find expected ',' or ']' while parsing a flow sequence at line 1 column 4",
            ),
            (
                "a: 1\n b: 2",
                "(<unknown>): mapping values are not allowed in this context at line 2 column 3",
            ),
            (
                "a: 1\nb\nc: 2",
                "(<unknown>): could not find expected ':' while scanning a simple key at line 2 column 1",
            ),
            (
                "\"a\\",
                "(<unknown>): found unknown escape character while parsing a quoted scalar at line 1 column 1",
            ),
            (
                "\"\\xZZ\"",
                "(<unknown>): did not find expected hexdecimal number while parsing a quoted scalar at line 1 column 1",
            ),
            (
                "a: @b",
                "(<unknown>): found character that cannot start any token while scanning for the next token at line 1 column 4",
            ),
            (
                "!x!y z",
                "(<unknown>): found undefined tag handle while parsing a node at line 1 column 1",
            ),
            (
                "%YAML 2.0\n---\n",
                "(<unknown>): found incompatible YAML document at line 1 column 1",
            ),
            (
                "x: \u{1}",
                "(<unknown>): control characters are not allowed at line 1 column 1",
            ),
            (
                "[? : x]",
                "(<unknown>): did not find expected ',' or ']' while parsing a flow sequence at line 1 column 1",
            ),
        ]);
        let error = load("a: 1\nb: [2\nc: 3\n", Some("_config.yml")).unwrap_err();
        assert_eq!((error.line(), error.column()), (Some(3), Some(2)));
        assert_eq!(error.file(), Some("_config.yml"));
        assert!(error.to_string().starts_with("(_config.yml): did not find"));
    }

    #[test]
    fn what_follows_the_first_document_is_not_parsed() {
        check(&[
            ("a: 1\n---\nb: [\n", r#"{"a"=>1}"#),
            ("   x: 1\n  y: 2\n", r#"{"x"=>1}"#),
            ("\"x\":1", r#""x""#),
        ]);
    }

    #[test]
    fn simple_keys_end_within_1024_characters() {
        let long = |n| format!("{}: 1", "é".repeat(n));
        assert!(shown(&long(1024)).starts_with('{'));
        let message =
            "(<unknown>): mapping values are not allowed in this context at line 1 column 1026";
        assert_eq!(shown(&long(1025)), message);
    }

    #[test]
    fn depth_and_merges_are_limited() {
        let kind = |text: &str| load(text, None).err().map(|error| error.kind());
        assert_eq!(kind(&("[".repeat(1000) + &"]".repeat(1000))), None);
        assert_eq!(kind(&"[".repeat(1001)), Some(ErrorKind::Limit));
        let chain: String = (1..1001)
            .map(|n| format!("- &a{n} [*a{}]\n", n - 1))
            .collect();
        assert_eq!(kind(&format!("- &a0 []\n{chain}")), Some(ErrorKind::Limit));
        let keys: String = (0..2000).map(|n| format!("k{n}: 1, ")).collect();
        let merges = "- <<: *b\n".repeat(501);
        assert_eq!(
            kind(&format!("- &b {{{keys}}}\n{merges}")),
            Some(ErrorKind::Limit)
        );
    }

    #[test]
    fn files_are_bytes() {
        let shown = |bytes| match load_bytes(bytes, Some("d.yml")) {
            Ok(value) => format!("{value:?}"),
            Err(error) => error.to_string(),
        };
        assert_eq!(shown(b"\xef\xbb\xbfa: 1"), r#"{"a"=>1}"#);
        let message = "(d.yml): invalid leading UTF-8 octet at line 1 column 1";
        assert_eq!(shown(b"a: \xff"), message);
        assert_eq!(
            shown(b"\xff\xfea\0"),
            "ASCII incompatible encoding needs binmode"
        );
    }
}
