//! The library as a program that embeds it calls it.

use std::fs;
use std::sync::{Arc, Mutex};

use rekyll::eval::Evaluator;
use rekyll::jekyll::config::Config;
use rekyll::jekyll::environment::Environment;
use rekyll::jekyll::plugin::{Event, Hooks, Owner};
use rekyll::{Engine, ErrorKind, Plugin, Site};

use crate::fixtures::root;

#[test]
fn a_configuration_file_is_merged_like_text() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.yml");
    fs::write(&file, "baseurl: /a\nauthor: {name: A}\n").unwrap();
    let engine = Engine::builder()
        .config_str("title: T\nauthor: {mail: m@example.org}\n")
        .unwrap()
        .config_file(&file)
        .unwrap()
        .build()
        .unwrap();
    let template =
        "{{ site.title }} {{ site.author.mail }} {{ site.author.name }} {{ '/x' | relative_url }}";
    let printed = engine.liquid(template, &()).unwrap();
    assert_eq!(printed, "T m@example.org A /a/x");

    let missing = Engine::builder().config_file(folder.path().join("none.yml"));
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::Io);
    fs::write(&file, "- a\n").unwrap();
    let list = Engine::builder().config_file(&file);
    assert_eq!(list.unwrap_err().kind(), ErrorKind::Config);
}

/// Notes what is called when.
struct Notes(Arc<Mutex<Vec<String>>>);

impl Plugin for Notes {
    fn name(&self) -> &str {
        "notes"
    }

    fn hook(&self, hooks: &mut Hooks, _config: &Config) {
        let notes = |what: &'static str| {
            let notes = self.0.clone();
            move |of: &str| notes.lock().unwrap().push(format!("{what} {of}"))
        };
        let written = |note: Box<dyn Fn(&str) + Send + Sync>| {
            move |setup: &rekyll::jekyll::setup::Setup, files: &[String]| {
                let names = files
                    .iter()
                    .filter_map(|file| file.strip_prefix(&setup.dest));
                note(&names.collect::<Vec<_>>().join(" "));
                Ok(())
            }
        };
        hooks.register_post_write(Hooks::NORMAL, written(Box::new(notes("late"))));
        hooks.register_post_write(Hooks::NORMAL + 10, written(Box::new(notes("early"))));
        let page = notes("page");
        hooks.register(
            Owner::Pages,
            Event::PostWrite,
            Hooks::NORMAL,
            move |hooked| {
                page(hooked.relative_path);
                Ok(())
            },
        );
    }
}

/// A template of the caller's lies in no file, but its errors have a place all the same.
#[test]
fn errors_in_templates_say_where() {
    let engine = Engine::builder()
        .include("outer.html", "x\n{% include inner.html %}")
        .include("inner.html", "한글 {{ 1 | divided_by: 0 }}")
        .build()
        .unwrap();
    let failed = engine
        .liquid("a\n  {{ 1 | modulo: 0 }} b", &())
        .unwrap_err();
    assert_eq!(
        (failed.file(), failed.line(), failed.column()),
        (None, Some(2), Some(3))
    );
    let report = "Liquid error (line 2): divided by 0\n  --> <template>:2:3\n  |\n2 |   {{ 1 | modulo: 0 }} b\n  |   ^^^^^^^^^^^^^^^^^^^";
    assert_eq!(format!("{failed:#}"), report);

    let failed = engine.parse("a\n b {% nothing %}").unwrap_err();
    assert_eq!((failed.line(), failed.column()), (Some(2), Some(4)));

    let failed = engine
        .liquid("{% if true %}\n{% include outer.html %}{% endif %}", &())
        .unwrap_err();
    assert_eq!((failed.line(), failed.column()), (Some(1), Some(4)));
    let chain: Vec<_> = failed
        .chain()
        .iter()
        .map(|it| (it.file.as_str(), it.line))
        .collect();
    assert_eq!(
        chain,
        [
            ("<template>", Some(2)),
            ("/site/_includes/outer.html", Some(2))
        ]
    );

    let failed = engine.liquid("\n{% include none.html %}", &()).unwrap_err();
    assert_eq!((failed.line(), failed.column()), (Some(2), Some(1)));
}

#[test]
fn odd_paths_of_pages_are_taken_or_refused() {
    let engine = Engine::builder().build().unwrap();
    let url = |path: &str| engine.page(path, "---\n---\nx").map(|page| page.url);
    for path in ["a//b.md", "./a/b.md", "/a/./b.md", "//a/b.md"] {
        assert_eq!(url(path).unwrap(), "/a/b.html", "{path}");
    }
    for path in ["", "/", ".", "..", "../a.md", "_posts/a.md", "_data/a.md"] {
        assert_eq!(url(path).unwrap_err().kind(), ErrorKind::Usage, "{path}");
    }
}

/// As in Jekyll (`Site#write`), where the site's hooks come once those of all documents and pages are through.
#[test]
fn hooks_are_told_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let (source, dest) = (folder.path().join("site"), folder.path().join("out"));
    fs::create_dir(&source).unwrap();
    fs::write(source.join("a.html"), "---\n---\na").unwrap();
    fs::write(source.join("b.txt"), "b").unwrap();
    let notes = Arc::new(Mutex::new(Vec::new()));
    let build = || {
        let site = Site::load(&source).unwrap();
        site.plugin(Notes(notes.clone())).build(&dest).unwrap();
        std::mem::take(&mut *notes.lock().unwrap())
    };
    let all = ["page a.html", "early /a.html /b.txt", "late /a.html /b.txt"];
    assert_eq!(build(), all);
    // What has its bytes already is not written again.
    fs::write(source.join("a.html"), "---\n---\nnew").unwrap();
    assert_eq!(build(), ["page a.html", "early /a.html", "late /a.html"]);
}

#[test]
fn messages_are_those_of_the_page_and_are_told_once() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let teller = told.clone();
    let engine = Engine::builder()
        .on_message(move |line| teller.lock().unwrap().push(line.to_string()))
        .build()
        .unwrap();
    let wrong = engine
        .page("a.md", "---\nlayout: none-such\n---\n")
        .unwrap();
    let fine = engine.page("b.md", "---\n---\n").unwrap();
    let line = "     Build Warning: Layout 'none-such' requested in a.md does not exist.";
    assert_eq!(wrong.messages, [line]);
    assert!(fine.messages.is_empty());
    assert_eq!(*told.lock().unwrap(), [line]);

    // What a page that fails says before is told too.
    let failed = engine.page("c.md", "---\nlayout: none-such\n---\n{% include none %}");
    assert!(failed.is_err());
    let told = told.lock().unwrap();
    assert!(
        told[1..]
            .iter()
            .any(|line| line.contains("Liquid Exception")),
        "{told:?}"
    );
}

/// Every request in docs/EVAL.md gets the answer that stands below it.
#[test]
fn requests_are_answered_as_documented() {
    let page = fs::read_to_string(root().join("docs/EVAL.md")).unwrap();
    let block = page
        .split("```json\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let lines: Vec<&str> = block.lines().collect();
    assert!(lines.len() >= 4);
    for pair in lines.chunks(2) {
        let answer = Evaluator::new(&Environment::default()).answer(pair[0].as_bytes());
        assert_eq!(answer.to_string(), pair[1]);
    }
}

#[test]
fn each_operation_answers_with_its_fields() {
    let asked = [
        (
            r#"{"op":"liquid","template":"{{ a }}{{ b | date: '%Y' }}{% include i %}","data":{"a":1,"b":2},"values":{"b":{"t":"date","v":"2020-01-02"}},"includes":{"i":"I"}}"#,
            r#"{"output":"12020I"}"#,
        ),
        (
            r#"{"op":"liquid","dialect":"liquid","template":"{% include 'i' %}{{ a | }}","includes":{"i":"I"},"data":{"a":2}}"#,
            r#"{"output":"I2","warnings":["Liquid syntax error (line 1): Expected id but found end_of_string in \"{{ a | }}\""]}"#,
        ),
        (
            r#"{"op":"liquid","template":"{{ 'now' | date: '%s %Z' }}","now":5,"timezone":"Asia/Seoul"}"#,
            r#"{"output":"5 KST"}"#,
        ),
        (
            r#"{"op":"markdown","text":"a\nb","options":{"hard_wrap":true}}"#,
            r#"{"output":"<p>a<br />\nb</p>\n"}"#,
        ),
        (
            r#"{"op":"markdown","text":"a\nb","profile":"kramdown"}"#,
            r#"{"output":"<p>a\nb</p>\n"}"#,
        ),
        (
            r#"{"op":"highlight","language":"ruby","text":"puts 1"}"#,
            r#"{"output":"<span class=\"nb\">puts</span> <span class=\"mi\">1</span>"}"#,
        ),
        (
            r#"{"op":"yaml","text":"a: 1"}"#,
            r#"{"value":{"t":"hash","v":[[{"t":"str","v":"a","enc":"UTF-8"},{"t":"int","v":"1"}]]}}"#,
        ),
        (
            r#"{"op":"page","path":"a.md","source":"---\nlayout: l\n---\n{{ site.data.x }}{% include i %}{{ site.title }}","layouts":{"l.html":"<{{ content }}>"},"includes":{"i":"I"},"data":{"x":3},"config":{"title":"T"}}"#,
            r#"{"output":"<<p>3IT</p>\n>","url":"/a.html"}"#,
        ),
        (
            r#"{"op":"site","files":{"a.md":"---\n---\nx","_config.yml":"permalink: none"},"config":{"permalink":"pretty"}}"#,
            r#"{"files":{"a/index.html":"<p>x</p>\n"}}"#,
        ),
        (
            r#"{"op":"nope"}"#,
            r#"{"error":{"message":"there is no op \"nope\"","kind":"usage"}}"#,
        ),
    ];
    let mut evaluator = Evaluator::new(&Environment::default());
    for (request, expected) in asked {
        let answer = evaluator.answer(request.as_bytes());
        assert_eq!(answer.to_string(), expected, "{request}");
    }
}

/// What is kept from request to request shows in no answer.
#[test]
fn an_answer_does_not_depend_on_the_requests_before() {
    let asked = [
        r#"{"op":"liquid","template":"{% include i %}{% increment n %}","includes":{"i":"{% cycle 1, 2 %}"}}"#,
        r#"{"op":"liquid","template":"{% assign x = 1 %}{{ x }}","includes":{"i":"{{ x }}"}}"#,
        r#"{"op":"liquid","template":"{{ x }}{% include i %}","includes":{"i":"{{ x }}"}}"#,
        r#"{"op":"liquid","template":"{% if %}","includes":{"i":"{{ x }}"},"config":{"plugins":["jekyll-include-cache"]}}"#,
        r#"{"op":"liquid","template":"{% include_cached i %}","includes":{"i":"{{ x }}"},"data":{"x":1},"config":{"plugins":["jekyll-include-cache"]}}"#,
        r#"{"op":"liquid","template":"{% include_cached i %}","includes":{"i":"{{ x }}"},"data":{"x":2},"config":{"plugins":["jekyll-include-cache"]}}"#,
        r#"{"op":"markdown","text":"{:x}\n[^1]","config":{"kramdown":{"show_warnings":true}}}"#,
        r#"{"op":"markdown","text":"- a","config":{"kramdown":{"show_warnings":true}}}"#,
        r#"{"op":"markdown","text":"a","config":{"markdown":"none such"}}"#,
        r#"{"op":"page","path":"a.md","source":"---\nlayout: l\n---\na","layouts":{"l.html":"{% for d in site.data %}{{ d[0] }}{% endfor %}"},"data":{"a":1,"b":2}}"#,
        r#"{"op":"page","path":"a.md","source":"---\nlayout: l\n---\na","layouts":{"l.html":"{% for d in site.data %}{{ d[0] }}{% endfor %}"},"data":{"b":2,"a":1}}"#,
        r#"{"op":"page","path":"b.md","source":"---\nlayout: none\n---\nb","config":{"plugins":["jekyll-paginate"],"paginate":"x"}}"#,
        r#"{"op":"page","path":"_layouts/l.html","source":"---\n---\nb","layouts":{"l.html":"l"}}"#,
    ];
    let environment = Environment::default();
    let mut one = Evaluator::new(&environment);
    for request in asked.iter().chain(&asked).flat_map(|it| [it, it]) {
        let alone = Evaluator::new(&environment).answer(request.as_bytes());
        assert_eq!(one.answer(request.as_bytes()), alone, "{request}");
    }
    let warned = one.answer(asked[6].as_bytes());
    assert!(warned["warnings"].is_array(), "{warned}");
}

/// kramdown takes what stands behind `string://` for a template, and `a` for `a.html`: it is said that there are no templates,
/// not that there is no such file.
#[test]
fn a_template_of_kramdown_is_found_where_kramdown_finds_it() {
    let site = tempfile::tempdir().unwrap();
    fs::write(site.path().join("_config.yml"), "title: T\n").unwrap();
    fs::write(site.path().join("a.md"), "---\n---\n# a\n").unwrap();
    fs::write(site.path().join("frame.html"), "<%= @body %>").unwrap();
    let frame = site.path().join("frame");
    let built = |template: &str| {
        let options = std::collections::BTreeMap::from([("template", template)]);
        let site = Site::load(site.path()).unwrap();
        let site = site.set("kramdown", &options).unwrap();
        Ok::<_, rekyll::Error>(site.build(frame.with_file_name("_site"))?.warnings)
    };
    let warning = "          Markdown: kramdown option 'template' is not supported";
    for template in ["string://x", "document", frame.to_str().unwrap()] {
        assert_eq!(built(template).unwrap(), [warning], "{template}");
    }
    let message = "The specified template file none does not exist";
    assert_eq!(built("none").unwrap_err().to_string(), message);
}
