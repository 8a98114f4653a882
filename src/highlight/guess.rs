//! A language by what a text says of itself: a mode line, a `#!` line, a doctype.
//! The order and the signs are those of `Rouge::Lexer.guess` with the source alone.

use super::machine::Failure;
use super::{Lexer, all, find};
use fancy_regex::Regex;

/// Options as a name carries them, `lang=ruby&prompt=%3E` (`URI.decode_www_form`).
pub(super) fn decode_options(text: &str) -> Result<Vec<(String, String)>, Failure> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let decode = |part: &str| decode_component(part);
    let pairs = text.split('&').map(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        Ok((decode(key)?, decode(value)?))
    });
    pairs.collect()
}

fn decode_component(part: &str) -> Result<String, Failure> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
                let code = code.filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
                let Some(byte) = code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) else {
                    return Err(Failure(format!("invalid %-encoding ({part})")));
                };
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => bytes.push(*first),
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The lexer that a text calls for; plain text if it calls for none.
pub(super) fn guess(source: Option<&str>) -> Result<&'static Lexer, Failure> {
    let Some(source) = source else {
        return Ok(&all()[super::lexers::PLAIN_TEXT]);
    };
    let text = source
        .strip_prefix('\u{feff}')
        .unwrap_or(source)
        .replace("\r\n", "\n");
    let mut lexers: Vec<&'static Lexer> = by_mode_line(&text);
    if lexers.len() != 1 {
        let signs = Signs::new(&text);
        let among: Vec<&'static Lexer> = if lexers.is_empty() {
            all().iter().collect()
        } else {
            lexers.clone()
        };
        let detected: Vec<_> = among
            .into_iter()
            .filter(|lexer| detects(lexer.tag(), &signs))
            .collect();
        if !detected.is_empty() {
            lexers = detected;
        }
    }
    match lexers[..] {
        [] => Ok(&all()[super::lexers::PLAIN_TEXT]),
        [one] => Ok(one),
        _ => {
            let tags: Vec<_> = lexers.iter().map(|lexer| lexer.tag()).collect();
            Err(Failure(format!(
                "Ambiguous guess: can't decide between {tags:?}"
            )))
        }
    }
}

/// Emacs' and Vim's ways to name a file's language, in its first or last five lines.
const MODE_LINES: [&str; 3] = [
    r"(?i)-\*-\s*(?:(?!mode)[\w-]+\s*:\s*[\w+-]+\s*;?\s*)*(?:mode\s*:)?\s*([\w+-]+)\s*(?:;\s*(?!mode)[\w-]+\s*:\s*[\w+-]+\s*)*;?\s*-\*-",
    r"(?i)(?:vim|vi|ex):\s*(?:ft|filetype|syntax)=(\w+)\s?",
    r"(?i)(?:vim|vi|ex):\s*set?.*\s(?:ft|filetype|syntax)=(\w+)\s?.*:",
];

fn by_mode_line(text: &str) -> Vec<&'static Lexer> {
    let mut lines: Vec<&str> = text.split('\n').collect();
    while lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    let last = lines.len().saturating_sub(5);
    let searched = [&lines[..lines.len().min(5)], &lines[last..]]
        .concat()
        .join("\n");
    let mut found: Vec<&'static Lexer> = Vec::new();
    for expression in MODE_LINES {
        let named = Regex::new(expression).ok().and_then(|regex| {
            let captures = regex.captures(&searched).ok().flatten()?;
            find(captures.get(1)?.as_str())
        });
        if let Some(lexer) = named
            && !found.iter().any(|other| std::ptr::eq(*other, lexer))
        {
            found.push(lexer);
        }
    }
    let place = |lexer: &&Lexer| all().iter().position(|other| std::ptr::eq(other, *lexer));
    found.sort_by_key(place);
    found
}

/// What a text begins with, for the languages to look at.
struct Signs<'t> {
    text: &'t str,
    shebang: Option<&'t str>,
    doctype: Option<String>,
}

impl<'t> Signs<'t> {
    fn new(text: &'t str) -> Signs<'t> {
        let begins = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b');
        let shebang = begins
            .strip_prefix("#!")
            .map(|line| line.split('\n').next().unwrap_or_default());
        let doctype = captured(r"(?is)\A\s*(?:<\?.*?\?>\s*)?<!DOCTYPE\s+(.+?)>", text);
        Signs {
            text,
            shebang,
            doctype,
        }
    }

    /// Whether the text's `#!` line names a program.
    fn runs(&self, program: &str) -> bool {
        self.shebang
            .is_some_and(|line| matches(&format!(r"\b{program}(\s|$)"), line))
    }

    fn has(&self, expression: &str) -> bool {
        matches(expression, self.text)
    }

    fn doctype(&self, expression: &str) -> bool {
        self.doctype
            .as_ref()
            .is_some_and(|doctype| matches(expression, doctype))
    }
}

fn matches(expression: &str, text: &str) -> bool {
    Regex::new(expression).is_ok_and(|regex| regex.is_match(text).unwrap_or(false))
}

fn captured(expression: &str, text: &str) -> Option<String> {
    let regex = Regex::new(expression).ok()?;
    let captures = regex.captures(text).ok().flatten()?;
    captures.get(1).map(|group| group.as_str().to_string())
}

/// Whether a text calls for a language: Rouge's `detect?`, for those lexers that have one.
fn detects(tag: &str, signs: &Signs<'_>) -> bool {
    match tag {
        "awk" | "elixir" | "crystal" | "factor" | "haxe" | "io" | "julia" | "lua" | "perl"
        | "praat" | "ruby" | "sed" | "tulip" => signs.runs(tag),
        "biml" => signs.has(r"<\s*Biml\b"),
        "coffeescript" => signs.runs("coffee"),
        "diff" => {
            signs.text.starts_with("Index: ")
                || signs.has(r"\Adiff[^\n]*?\ba/[^\n]*\bb/")
                || signs.has(r"---.*?\n[+][+][+]|[+][+][+].*?\n---")
        }
        "gherkin" => signs.runs("cucumber"),
        "groovy" => signs.runs("groovy") || signs.runs("nextflow"),
        "hack" => signs.has(r"<\?hh|async function [a-zA-Z]|\): Awaitable<") || signs.runs("hhvm"),
        "haskell" => signs.runs("runhaskell"),
        "html" => {
            signs.doctype(r"(?i)\bhtml\b") || !signs.has(r"\A<\?xml\b") && signs.has(r"<\s*html\b")
        }
        "javascript" => signs.runs("node") || signs.runs("jsc"),
        "lasso" => signs.runs("lasso9") || signs.has(r"\A.*?<\?(lasso(script)?|=)"),
        "livescript" => signs.runs("lsc"),
        "mojo" => signs.runs(r"mojow?(?:[23](?:\.\d+)?)?"),
        "moonscript" => signs.runs("moon"),
        "php" => signs.runs("php") || !signs.has(r"(?m)^<\?hh") && signs.has(r"(?m)^<\?php"),
        "postscript" => signs.has("(?m)^%!"),
        "puppet" => signs.runs("puppet-apply") || signs.runs("puppet"),
        "python" => signs.runs(r"pythonw?(?:[23](?:\.\d+)?)?"),
        "r" => signs.runs("Rscript"),
        "racket" => captured(r"(?m)\A#lang\s*(.*?)$", signs.text)
            .is_some_and(|name| matches("racket|scribble", &name)),
        "rust" => signs.runs("rustc"),
        "shell" => {
            signs.runs("(ba|z|k)?sh")
                || signs.text.starts_with("#compdef")
                || signs.text.starts_with("#autoload")
        }
        "tcl" => ["tclsh", "wish", "jimsh"]
            .iter()
            .any(|shell| signs.runs(shell)),
        "tex" => signs
            .has(r"\A\s*\\(documentclass|input|documentstyle|relax|ProvidesPackage|ProvidesClass)"),
        "xml" => !signs.doctype("html") && (signs.has(r"\A<\?xml\b") || signs.doctype.is_some()),
        "yaml" => signs.has(r"\A\s*%YAML"),
        _ => false,
    }
}
