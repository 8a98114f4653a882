//! A language by what a text says of itself: a mode line, a `#!` line, a doctype.
//! The order and the signs are those of `Rouge::Lexer.guess` with the source alone.

use crate::text::is_space_char;

use super::machine::Failure;
use super::{Lexer, all, find};
use fancy_regex::Regex;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

/// Options as a name carries them, `lang=ruby&prompt=%3E` (`URI.decode_www_form`).
pub(super) fn decode_options(text: &str) -> Result<Vec<(String, String)>, Failure> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    if !text.is_ascii() {
        let message = "the input of URI.decode_www_form must be ASCII only string";
        return Err(Failure::new("ArgumentError", message));
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
                    let message = format!("invalid %-encoding ({part})");
                    return Err(Failure::new("ArgumentError", message));
                };
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => bytes.push(*first),
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The lexers that a text calls for, in Rouge's order.
pub(super) fn candidates(source: Option<&str>) -> Vec<&'static Lexer> {
    let Some(source) = source else {
        return Vec::new();
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
    lexers
}

/// The lexer of a media type; plain text if it is nobody's (`Rouge::Lexer.guess_by_mimetype`).
pub(super) fn by_media_type(media_type: &str) -> Result<&'static Lexer, Failure> {
    let has = |types: &str| types.split(' ').any(|one| one == media_type);
    let found: Vec<_> = MEDIA_TYPES
        .iter()
        .filter(|row| has(row.1))
        .filter_map(|row| find(row.0))
        .collect();
    decide(&found)
}

/// The one lexer that was found, or plain text if there was none.
pub(super) fn decide(found: &[&'static Lexer]) -> Result<&'static Lexer, Failure> {
    match found {
        [] => Ok(&all()[super::lexers::PLAIN_TEXT]),
        [one] => Ok(one),
        _ => {
            let tags: Vec<_> = found.iter().map(|lexer| lexer.tag()).collect();
            Err(Failure::new(
                Failure::AMBIGUOUS,
                format!("Ambiguous guess: can't decide between {tags:?}"),
            ))
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
        let named = compiled(expression).and_then(|regex| {
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
        let begins = text.trim_start_matches(is_space_char);
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
    compiled(expression).is_some_and(|regex| regex.is_match(text).unwrap_or(false))
}

/// An expression of this file, compiled when it is first asked for: with `guess` every block of code asks for them all.
fn compiled(expression: &str) -> Option<Arc<Regex>> {
    static COMPILED: LazyLock<RwLock<HashMap<String, Arc<Regex>>>> = LazyLock::new(RwLock::default);
    let known = COMPILED.read().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = known.get(expression) {
        return Some(Arc::clone(regex));
    }
    drop(known);
    let regex = Arc::new(Regex::new(expression).ok()?);
    let mut known = COMPILED.write().unwrap_or_else(PoisonError::into_inner);
    known.insert(expression.to_string(), Arc::clone(&regex));
    Some(regex)
}

fn captured(expression: &str, text: &str) -> Option<String> {
    let regex = compiled(expression)?;
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

/// The media types of languages, each language's apart by a space.
#[rustfmt::skip]
const MEDIA_TYPES: &[(&str, &str)] = &[
    ("abap", "text/x-abap"),
    ("actionscript", "application/x-actionscript"),
    ("ada", "text/x-ada"),
    ("apache", "text/x-httpd-conf text/x-apache-conf"),
    ("apex", "text/x-apex"),
    ("apiblueprint", "text/vnd.apiblueprint"),
    ("applescript", "application/x-applescript"),
    ("augeas", "text/x-augeas"),
    ("awk", "application/x-awk"),
    ("batchfile", "application/bat application/x-bat application/x-msdos-program"),
    ("brainfuck", "text/x-brainfuck"),
    ("c", "text/x-chdr text/x-csrc"),
    ("ceylon", "text/x-ceylon"),
    ("cisco_ios", "text/x-cisco-conf"),
    ("clojure", "text/x-clojure application/x-clojure"),
    ("cmake", "text/x-cmake"),
    ("cobol", "text/x-cobol"),
    ("coffeescript", "text/coffeescript"),
    ("common_lisp", "text/x-common-lisp"),
    ("coq", "text/x-coq"),
    ("cpp", "text/x-c++hdr text/x-c++src"),
    ("crystal", "text/x-crystal application/x-crystal"),
    ("csharp", "text/x-csharp"),
    ("css", "text/css"),
    ("cypher", "application/x-cypher-query"),
    ("cython", "text/x-cython application/x-cython"),
    ("d", "application/x-dsrc text/x-dsrc"),
    ("dafny", "text/x-dafny"),
    ("dart", "text/x-dart"),
    ("datastudio", "text/x-datastudio"),
    ("diff", "text/x-diff text/x-patch"),
    ("digdag", "application/x-digdag"),
    ("docker", "text/x-dockerfile-config"),
    ("dot", "text/vnd.graphviz"),
    ("ecl", "application/x-ecl"),
    ("eiffel", "text/x-eiffel"),
    ("elixir", "text/x-elixir application/x-elixir"),
    ("elm", "text/x-elm"),
    ("email", "message/rfc822"),
    ("erlang", "text/x-erlang application/x-erlang"),
    ("factor", "text/x-factor"),
    ("fortran", "text/x-fortran"),
    ("freefem", "text/x-ffhdr text/x-ffsrc"),
    ("fsharp", "application/fsharp-script text/x-fsharp text/x-fsi"),
    ("gdscript", "text/x-gdscript application/x-gdscript"),
    ("gherkin", "text/x-gherkin"),
    ("gjs", "text/x-gjs application/x-gjs"),
    ("glsl", "x-shader/x-vertex x-shader/x-fragment x-shader/x-geometry"),
    ("go", "text/x-go application/x-go"),
    ("gradle", "text/x-gradle"),
    ("graphql", "application/graphql"),
    ("groovy", "text/x-groovy"),
    ("gts", "text/x-gts application/x-gts"),
    ("haml", "text/x-haml"),
    ("handlebars", "text/x-handlebars text/x-mustache"),
    ("haskell", "text/x-haskell"),
    ("haxe", "text/haxe text/x-haxe text/x-hx"),
    ("hlsl", "text/x-hlsl"),
    ("html", "text/html application/xhtml+xml"),
    ("hylang", "text/x-hy application/x-hy"),
    ("idris", "text/x-idris"),
    ("iecst", "text/x-iecst"),
    ("igorpro", "text/x-igorpro"),
    ("ini", "text/x-ini text/inf"),
    ("io", "text/x-iosrc"),
    ("isabelle", "text/x-isabelle"),
    ("janet", "text/x-janet application/x-janet"),
    ("java", "text/x-java"),
    ("javascript", "application/javascript application/x-javascript text/javascript text/x-javascript"),
    ("jinja", "application/x-django-templating application/x-jinja text/html+django text/html+jinja"),
    ("json", "application/json application/vnd.api+json application/hal+json application/problem+json application/schema+json"),
    ("json5", "application/json5 application/x-json5"),
    ("jsonnet", "text/x-jsonnet"),
    ("jsp", "text/x-jsp application/x-jsp"),
    ("jsx", "text/x-jsx application/x-jsx"),
    ("julia", "text/x-julia application/x-julia"),
    ("kotlin", "text/x-kotlin"),
    ("lasso", "text/x-lasso text/html+lasso application/x-httpd-lasso"),
    ("liquid", "text/html+liquid"),
    ("literate_haskell", "text/x-literate-haskell"),
    ("livescript", "text/livescript"),
    ("llvm", "text/x-llvm"),
    ("lua", "text/x-lua application/x-lua"),
    ("lustre", "text/x-lustre"),
    ("lutin", "text/x-lutin"),
    ("magik", "text/x-magik application/x-magik"),
    ("make", "text/x-makefile"),
    ("markdown", "text/x-markdown"),
    ("mason", "text/x-mason application/x-mason"),
    ("mathematica", "application/vnd.wolfram.mathematica.package application/vnd.wolfram.wl"),
    ("matlab", "text/x-matlab application/x-matlab"),
    ("meson", "text/x-meson"),
    ("minizinc", "text/minizinc"),
    ("mojo", "text/x-mojo application/x-mojo"),
    ("moonscript", "text/x-moonscript application/x-moonscript"),
    ("mosel", "text/x-mosel"),
    ("mxml", "application/xv+xml"),
    ("nasm", "text/x-nasm"),
    ("nginx", "text/x-nginx-conf"),
    ("objective_c", "text/x-objective_c application/x-objective_c"),
    ("objective_cpp", "text/x-objective-c++ application/x-objective-c++"),
    ("ocaml", "text/x-ocaml"),
    ("ocl", "text/x-ocl"),
    ("openedge", "text/x-openedge"),
    ("p4", "text/x-p4"),
    ("pascal", "text/x-pascal"),
    ("perl", "text/x-perl application/x-perl"),
    ("php", "text/x-php"),
    ("plaintext", "text/plain"),
    ("plist", "text/x-plist application/x-plist"),
    ("plsql", "text/x-plsql"),
    ("postscript", "application/postscript"),
    ("powershell", "text/x-powershell"),
    ("prolog", "text/x-prolog"),
    ("prometheus", "text/x-prometheus application/x-prometheus"),
    ("properties", "text/x-java-properties"),
    ("protobuf", "text/x-proto"),
    ("python", "text/x-python application/x-python"),
    ("q", "text/x-q application/x-q"),
    ("qml", "application/x-qml text/x-qml"),
    ("r", "text/x-r-source text/x-r text/x-R application/x-r"),
    ("racket", "text/x-racket application/x-racket"),
    ("reasonml", "text/x-reasonml"),
    ("rescript", "text/x-rescript"),
    ("robot_framework", "text/x-robot"),
    ("ruby", "text/x-ruby application/x-ruby"),
    ("rust", "text/x-rust"),
    ("sas", "application/x-sas application/x-stat-sas application/x-sas-syntax"),
    ("sass", "text/x-sass"),
    ("scala", "text/x-scala application/x-scala"),
    ("scheme", "text/x-scheme application/x-scheme"),
    ("scss", "text/x-scss"),
    ("sed", "text/x-sed"),
    ("shell", "application/x-sh application/x-shellscript text/x-sh text/x-shellscript"),
    ("slice", "text/slice"),
    ("smalltalk", "text/x-smalltalk"),
    ("smarty", "application/x-smarty text/x-smarty"),
    ("sml", "text/x-standardml application/x-standardml"),
    ("sparql", "application/sparql-query"),
    ("sql", "text/x-sql"),
    ("stata", "application/x-stata text/x-stata"),
    ("svelte", "text/x-svelte application/x-svelte"),
    ("systemd", "text/x-systemd-unit"),
    ("tap", "text/x-tap application/x-tap"),
    ("tcl", "text/x-tcl text/x-script.tcl application/x-tcl"),
    ("tex", "text/x-tex text/x-latex"),
    ("toml", "text/x-toml"),
    ("ttcn3", "text/x-ttcn3 text/x-ttcn"),
    ("tulip", "text/x-tulip application/x-tulip"),
    ("turtle", "text/turtle application/trig"),
    ("twig", "application/x-twig text/html+twig"),
    ("typescript", "text/typescript"),
    ("vala", "text/x-vala"),
    ("vb", "text/x-visualbasic application/x-visualbasic"),
    ("vcl", "text/x-varnish text/x-vcl"),
    ("velocity", "text/html+velocity"),
    ("verilog", "text/x-verilog text/x-systemverilog"),
    ("vhdl", "text/x-vhdl"),
    ("viml", "text/x-vim"),
    ("vue", "text/x-vue application/x-vue"),
    ("xml", "text/xml application/xml image/svg+xml application/rss+xml application/atom+xml"),
    ("xquery", "application/xquery"),
    ("yaml", "text/x-yaml"),
    ("yang", "application/yang"),
    ("zig", "text/x-zig"),
];
