//! Source code as HTML spans, as Rouge 4.7.0 prints it: a machine that reads text by a language's rules, a lexer for
//! each language, and Rouge's formatters. Who adds a language reads docs/LEXERS.md.

mod ascii;
mod formatters;
mod grammar;
mod guess;
mod lexers;
mod machine;
mod pattern;
mod program;
mod terminal;
mod tex;
mod themes;
mod token;

pub use formatters::{Table, Tokens, escape};
pub use machine::{Failure, Options};
pub use terminal::Depth;
pub use themes::Theme;
pub use token::Token;

use formatters::Html;
use lexers::Way;
use machine::{Machine, Sink};
use program::Language;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// A language that Rouge knows (`Rouge::Lexer`).
pub struct Lexer {
    tag: &'static str,
    title: &'static str,
    aliases: &'static [&'static str],
    filenames: &'static [&'static str],
    way: Way,
    language: OnceLock<Language>,
}

impl Lexer {
    /// Its name: what the HTML calls the language.
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// Its other names.
    pub fn aliases(&self) -> &'static [&'static str] {
        self.aliases
    }

    /// Its name as people write it.
    pub fn title(&self) -> &'static str {
        self.title
    }

    /// The patterns of names that its files have.
    pub fn filenames(&self) -> &'static [&'static str] {
        self.filenames
    }

    fn way(&self) -> Way {
        self.way
    }

    fn language(&self) -> Option<&Language> {
        match self.way {
            Way::Rules(grammar) => Some(self.language.get_or_init(|| Language::new(grammar()))),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Lexer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lexer({})", self.tag)
    }
}

/// All lexers, in the order of their tags.
pub fn all() -> &'static [Lexer] {
    &lexers::LEXERS
}

/// The lexer of a tag or alias, written exactly (`Rouge::Lexer.find`).
pub fn find(name: &str) -> Option<&'static Lexer> {
    static NAMES: OnceLock<HashMap<&str, &Lexer>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let each = |lexer: &'static Lexer| {
            lexer
                .aliases
                .iter()
                .chain([&lexer.tag])
                .map(move |name| (*name, lexer))
        };
        all().iter().flat_map(each).collect()
    });
    names.get(name).copied()
}

/// A lexer with the options that were asked for along with it.
#[derive(Clone, Debug)]
pub struct Chosen {
    /// The lexer.
    pub lexer: &'static Lexer,
    /// Its options.
    pub options: Options,
}

/// The lexer that a name asks for, which may be `guess` or carry options, as `console?lang=ruby` does
/// (`Rouge::Lexer.find_fancy`). `source` is what to guess by. None for a name that Rouge does not know.
///
/// # Errors
/// Where Rouge raises: a guess that does not decide, options that are not encoded as they should.
pub fn find_fancy(name: &str, source: Option<&str>) -> Result<Option<Chosen>, Failure> {
    choose(name, source, guess::decide)
}

/// As [`find_fancy`], and of several languages that are as likely the first.
fn find_fancy_first(name: &str, source: Option<&str>) -> Result<Option<Chosen>, Failure> {
    choose(name, source, |found| {
        guess::decide(&found[..found.len().min(1)])
    })
}

fn choose(
    name: &str,
    source: Option<&str>,
    decide: fn(&[&'static Lexer]) -> Result<&'static Lexer, Failure>,
) -> Result<Option<Chosen>, Failure> {
    let (name, options) = name.split_once('?').unwrap_or((name, ""));
    let options = Arc::new(guess::decode_options(options)?);
    let lexer = match name {
        "guess" => Some(decide(&guess::candidates(source))?),
        _ => find(name),
    };
    Ok(lexer.map(|lexer| Chosen { lexer, options }))
}

/// The lexer for a text whose language nobody named (`Rouge::Lexer.guess` with the source alone).
///
/// # Errors
/// If more than one language is as likely.
pub fn guess(text: &str) -> Result<&'static Lexer, Failure> {
    guess::decide(&guess::candidates(Some(text)))
}

/// Writes a text's spans, as `Rouge::Formatters::HTML` does. Where Rouge would raise, the rest of the text has no spans.
pub fn html(lexer: &'static Lexer, text: &str, out: &mut String) {
    let chosen = Chosen {
        lexer,
        options: Options::default(),
    };
    if chosen.html(text, out).is_err() {
        out.clear();
        escape(text, out);
    }
}

impl Chosen {
    /// Writes a text's spans, as `Rouge::Formatters::HTML` does.
    ///
    /// # Errors
    /// Where Rouge raises; what is in `out` by then is of no use.
    pub fn html(&self, text: &str, out: &mut String) -> Result<(), Failure> {
        let mut html = Html::new(out);
        let result = self.run(text, &mut html);
        html.finish();
        result
    }

    /// The text's tokens, for the formatters that work by the line.
    ///
    /// # Errors
    /// Where Rouge raises.
    pub fn tokens(&self, text: &str) -> Result<Tokens, Failure> {
        let mut tokens = Tokens::default();
        self.run(text, &mut tokens)?;
        Ok(tokens)
    }

    fn run(&self, text: &str, sink: &mut dyn Sink) -> Result<(), Failure> {
        let mut machine = Machine::new(self.lexer, self.options.clone());
        machine.run(text, sink);
        machine.failure().map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_expression_compiles_and_every_state_exists() {
        for lexer in all() {
            if let Some(language) = lexer.language() {
                assert_eq!(language.broken(), [], "in {}", lexer.tag);
            }
        }
    }

    #[test]
    fn names_are_exact_and_options_follow_a_question_mark() {
        assert_eq!(find("js").map(Lexer::tag), Some("javascript"));
        assert!(find("JS").is_none());
        let chosen = find_fancy("console?lang=ruby&prompt=%3E", None)
            .unwrap()
            .unwrap();
        assert_eq!(chosen.lexer.tag(), "console");
        assert_eq!(chosen.options[1], ("prompt".to_string(), ">".to_string()));
    }

    #[test]
    fn long_texts_are_read_as_their_lines_are() {
        let html = |tag: &str, text: &str| {
            let mut out = String::new();
            html(find(tag).unwrap(), text, &mut out);
            out
        };
        let plain: &[&str] = &["key = value # a\n", "aaaa bbbb cccc\n", "[a]\n", "[[[b\n"];
        let cases: [(&str, &[&str]); 7] = [
            ("ini", plain),
            ("conf", plain),
            ("properties", plain),
            // Words beside what is not ASCII, where each rule is tried by itself.
            ("xojo", &["währung.x if é1 a.é\n", "rem é\n", "currencyé\n"]),
            ("iecst", &["untilÉne aé(b) 16#1fé\n", "ab_c (x) aé\n"]),
            ("ecl", &["a.b.c é aé1 std.str.utilé\n", "#iffé (x)\n"]),
            // A name before parentheses, which may close far behind.
            ("javascript", &["f(g(é, h(2));\n", "new A(1); é(1)\n"]),
        ];
        for (tag, lines) in cases {
            let short: String = lines.iter().map(|line| html(tag, line)).collect();
            let times = 2 * program::LONG / lines.concat().len();
            let long = html(tag, &lines.concat().repeat(times));
            assert!(
                long == short.repeat(times),
                "{tag}: {short}\n{}",
                &long[..600]
            );
        }
    }

    #[test]
    fn what_functions_match_is_what_rouge_prints() {
        let cases = [
            (
                "gjs",
                "`;${a}`<template>{{b}}</template>",
                r#"<span class="s2">`;</span><span class="p">${</span><span class="nx">a</span><span class="p">}</span><span class="s2">`</span><span class="nt">&lt;</span><span class="k">template</span><span class="nt">&gt;</span><span class="k">{{</span><span class="nv">b</span><span class="k">}}</span><span class="nt">&lt;/</span><span class="k">template</span><span class="nt">&gt;</span>"#,
            ),
            (
                "plsql",
                "q'[it's]]' q'(a'))'",
                r#"<span class="o">q'[</span><span class="sx">it's]]</span><span class="err">'</span><span class="sx"> q'(a'))'</span>"#,
            ),
            (
                "openedge",
                "{a{b}} {a{}} {c",
                r#"<span class="cp">{a{b}}</span> <span class="nv">{a{}}</span> <span class="nv">{c</span>"#,
            ),
            (
                "lasso",
                "<!-- [1] --><SCRIPT>[</script><!-- [#a]<!--",
                r#"<span class="c">&lt;!-- [1] --&gt;</span><span class="nt">&lt;SCRIPT&gt;</span>[<span class="nt">&lt;/script&gt;</span><span class="c">&lt;!-- </span><span class="cp">[</span><span class="vi">#a</span><span class="cp">]</span><span class="c">&lt;!--</span>"#,
            ),
            (
                "igorpro",
                "printf/A=(1] cd=()\ncd={ cd=(",
                "<span class=\"kr\">printf</span><span class=\"kp\">/A</span><span class=\"p\">=</span><span class=\"g\">(1]</span> <span class=\"kr\">cd</span><span class=\"p\">=()</span>\n<span class=\"kr\">cd</span><span class=\"p\">=</span><span class=\"g\">{</span> <span class=\"kr\">cd</span><span class=\"p\">=(</span>",
            ),
            (
                "bsl",
                "если СтрДлина (x)",
                r#"<span class="k">если</span> <span class="nb">СтрДлина </span><span class="p">(</span><span class="nv">x</span><span class="p">)</span>"#,
            ),
            (
                "sas",
                "a\n*b\nc; *d; proc sort nodupkey; run; nodupkey",
                "<span class=\"n\">a</span>\n<span class=\"c1\">*b\nc;</span> <span class=\"o\">*</span><span class=\"n\">d</span><span class=\"p\">;</span> <span class=\"k\">proc</span> <span class=\"k\">sort</span> <span class=\"k\">nodupkey</span><span class=\"p\">;</span> <span class=\"k\">run</span><span class=\"p\">;</span> <span class=\"n\">nodupkey</span>",
            ),
            (
                "cpp",
                "R\"(a)\" u8R\"x(b)\" )x\"; uR\"y(c",
                r#"<span class="s">R"(a)"</span> <span class="s">u8R"x(b)" )x"</span><span class="p">;</span> <span class="n">uR</span><span class="s">"y(c</span>"#,
            ),
            (
                "d",
                "q\"!a!b!\" q\"?c? \" d",
                r#"<span class="s">q"!a!b!"</span> <span class="n">q</span><span class="s">"?c? "</span> <span class="n">d</span>"#,
            ),
            (
                "janet",
                "@``a`b`` ``` ` c",
                r#"<span class="sh">@``a`b``</span><span class="w"> </span><span class="sh">``` `</span><span class="w"> </span><span class="n">c</span>"#,
            ),
            (
                "moonscript",
                "[=[a]]]=] [b",
                r#"<span class="sh">[=[a]]]=]</span><span class="w"> </span><span class="p">[</span><span class="n">b</span>"#,
            ),
            (
                "vcl",
                "{a\"b\"}\"a} {c\"d",
                r#"<span class="s1">{a"b"}"a}</span> <span class="p">{</span>c<span class="s2">"d</span>"#,
            ),
            (
                "zig",
                "r#\"a\"b\"# r\"c",
                r##"<span class="s">r#"a"b"#</span> <span class="n">r</span><span class="s">"c</span>"##,
            ),
            (
                "swift",
                "let a = #/b /c/# / d ##",
                r#"<span class="k">let</span> <span class="nv">a</span> <span class="o">=</span> <span class="sr">#/b /c/#</span> <span class="o">/</span> <span class="n">d</span> <span class="err">##</span>"#,
            ),
            (
                "irb",
                "irb(main)> 1\npry 2\n",
                "<span class=\"gp\">irb(main)&gt;</span><span class=\"w\"> </span><span class=\"mi\">1</span>\n<span class=\"go\">pry 2\n</span>",
            ),
            (
                "markdown",
                "a `` b ` c `` d ``` e `",
                r#"a <span class="sb">`` b ` c ``</span> d <span class="sb">```</span> e <span class="err">`</span>"#,
            ),
        ];
        for (tag, text, expected) in cases {
            let mut out = String::new();
            html(find(tag).unwrap(), text, &mut out);
            assert_eq!(out, expected, "in {tag}");
        }
    }

    #[test]
    fn data_that_rouge_refuses_is_an_error() {
        let sas = find_fancy("sas", None).unwrap().unwrap();
        assert!(sas.html("cards;\n1\n;", &mut String::new()).is_ok());
        let refused = sas.html("cards4;\n1\n;;;;", &mut String::new());
        assert!(
            refused
                .unwrap_err()
                .message
                .contains("matches empty string")
        );
    }
}
