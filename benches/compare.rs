//! Liquid and YAML side by side: Ruby's Liquid 4.0.4 and SafeYAML, the crate `liquid`, and this library, in one run.
//!
//!     cargo bench --bench compare
//!
//! Ruby is `RUBY`, or `ruby`; ORACLE_LIB names the folders of its libraries (liquid, safe_yaml), with colons between
//! them, where gems do not bring them. Without Ruby its columns stay empty. Every time is the best of many, which
//! a busy machine disturbs least; what is rendered is compared first, for speed over other bytes is no speed. Nothing here
//! is a test: it prints.

use std::env;
use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rekyll::Value;
use rekyll::liquid::{Context, ParseOptions, Registry, Template, TemplateState};
use rekyll::value::{Clock, Map, from_json};
use serde_json::{Value as Json, json};

/// A page over a list, in what all three can read.
const PAGE: &str = r#"<h1>{{ site.title | escape }}</h1>
{% assign shown = 0 %}<ul>
{% for post in site.posts %}{% if post.n > 10 and post.tags contains "b" %}{% assign shown = shown | plus: 1 %}
<li class="{% cycle 'odd', 'even' %}"><a href="{{ site.baseurl }}{{ post.url }}">{{ post.title | escape }}</a>
{{ post.date | date: "%b %-d, %Y" }} {{ post.text | strip_html | truncatewords: 10 }} {{ post.tags | join: ", " }}
{% unless post.draft %}{{ post.author.name | upcase | append: "!" }}{% endunless %}</li>
{% else %}{{ forloop.index }}: {{ post.title | default: "untitled" | replace: "<", "&lt;" }}{% endif %}{% endfor %}
</ul>{{ shown }} of {{ site.posts | size }}
{% comment %} nothing {% endcomment %}{% case site.title %}{% when "Blog" %}a blog{% else %}something else{% endcase %}
"#;

/// What most such pages are: a list with links.
const LIST: &str = r#"<ul>{% for post in site.posts %}
<li><a href="{{ site.baseurl }}{{ post.url }}">{{ post.title | escape }}</a>{% if post.draft %} (draft){% endif %}</li>{% endfor %}
</ul>"#;

/// The lookup that must not cost what it looks at.
const LOOKUP: &str = "{{ site.posts | size }}";

/// How long each thing is measured, in all.
const SPAN: Duration = Duration::from_millis(1500);

/// The program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    if env::args().any(|argument| argument == "--list") {
        return;
    }
    let work = Work::new();
    let ruby = ruby(&work);
    if let Some(ruby) = &ruby {
        let same = ruby["output"].as_str() == Some(&rekyll_page(&work.page, &work.data));
        println!(
            "rekyll renders what Ruby renders: {}",
            if same { "yes" } else { "NO" }
        );
    }
    let same = crate_page(&work.page, &work.data) == rekyll_page(&work.page, &work.data);
    println!(
        "the crate liquid renders what rekyll renders: {}\n",
        if same { "yes" } else { "no" }
    );
    println!(
        "{:34} {:>12} {:>12} {:>12} {:>9} {:>10}",
        "", "Ruby", "crate", "rekyll", "Ruby /", "crate /"
    );
    println!(
        "{:34} {:>12} {:>12} {:>12} {:>9} {:>10}",
        "", "", "liquid", "", "rekyll", "rekyll"
    );
    let of_ruby = |name: &str| {
        let nanoseconds = ruby.as_ref()?[name].as_f64()?;
        Some(Duration::from_nanos(nanoseconds as u64))
    };
    row(
        "parse the page",
        of_ruby("parse"),
        Some(crate_parse(&work.page)),
        rekyll_parse(&work.page),
    );
    row(
        "render it over 1,000 posts",
        of_ruby("render"),
        Some(crate_render(&work.page, &work.data)),
        rekyll_render(&work.page, &work.data),
    );
    row(
        "render a list of 1,000 posts",
        of_ruby("render_list"),
        Some(crate_render(LIST, &work.data)),
        rekyll_render(LIST, &work.data),
    );
    for (name, key, posts) in [
        ("site.posts | size, 10 posts", "lookup_10", 10),
        ("site.posts | size, 10,000 posts", "lookup_10000", 10_000),
    ] {
        let (template, data) = (LOOKUP.repeat(50), data(posts));
        row(
            &format!("{name} (50 times)"),
            of_ruby(key),
            Some(crate_render(&template, &data)),
            rekyll_render(&template, &data),
        );
    }
    row(
        "YAML, a data file",
        of_ruby("yaml_data"),
        None,
        rekyll_yaml(&work.yaml),
    );
    row(
        "YAML, front matter",
        of_ruby("yaml_front_matter"),
        None,
        rekyll_yaml(FRONT_MATTER),
    );
}

fn row(name: &str, ruby: Option<Duration>, crate_liquid: Option<Duration>, rekyll: Duration) {
    let shown = |time: Option<Duration>| time.map_or("-".into(), |time| format!("{time:.2?}"));
    let ratio = |time: Option<Duration>| {
        time.map_or("-".into(), |time| {
            format!("{:.1}", time.as_secs_f64() / rekyll.as_secs_f64())
        })
    };
    println!(
        "{name:34} {:>12} {:>12} {:>12} {:>9} {:>10}",
        shown(ruby),
        shown(crate_liquid),
        shown(Some(rekyll)),
        ratio(ruby),
        ratio(crate_liquid)
    );
}

/// What is measured.
struct Work {
    page: String,
    data: Json,
    yaml: String,
}

impl Work {
    fn new() -> Self {
        let entry = "- title: \"제목\"\n  date: 2024-01-02 03:04:05 +0900\n  tags: [a, b, 'c d']\n  n: 12\n  \
                     ratio: 0.75\n  draft: false\n  text: >-\n    some words\n    on two lines\n";
        Work {
            page: PAGE.to_string(),
            data: data(1000),
            yaml: entry.repeat(200),
        }
    }
}

/// Front matter as posts have it.
const FRONT_MATTER: &str = "layout: post\ntitle: \"Hello, world: a title\"\ndate: 2024-01-02 03:04:05 +0900\n\
    categories: [news, rust]\ntags:\n  - one\n  - two\nauthor:\n  name: 지수\n  url: https://example.com\npinned: true\n";

fn data(posts: usize) -> Json {
    let posts: Vec<Json> = (0..posts)
        .map(|n| {
            json!({
                "n": n, "date": format!("2024-{:02}-{:02} 03:04:05 +0900", n % 12 + 1, n % 28 + 1), "title": format!("제목 <{n}>"), "url": format!("/posts/{n}/"), "tags": ["a", "b"],
                "text": "<p>one two three</p> ".repeat(8), "draft": n % 7 == 0, "author": {"name": "지수"},
            })
        })
        .collect();
    json!({"site": {"title": "Blog", "baseurl": "/blog", "posts": posts}})
}

/// What Ruby measures: nanoseconds by name, and what it renders. `None` where there is no Ruby with Liquid.
fn ruby(work: &Work) -> Option<Json> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/compare.rb");
    let request = json!({
        "page": work.page, "list": LIST, "data": work.data, "lookup": LOOKUP.repeat(50), "data_10": data(10),
        "data_10000": data(10_000), "yaml_data": work.yaml, "yaml_front_matter": FRONT_MATTER,
        "span": SPAN.as_secs_f64(),
    });
    let ruby = env::var("RUBY").unwrap_or_else(|_| "ruby".into());
    let mut command = Command::new(&ruby);
    command.arg("-W0");
    for folder in env::var("ORACLE_LIB").unwrap_or_default().split(':') {
        if !folder.is_empty() {
            command.arg("-I").arg(folder);
        }
    }
    let child = command
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("{ruby} cannot be started: its columns stay empty.");
        return None;
    };
    let mut input = child.stdin.take()?;
    input.write_all(request.to_string().as_bytes()).ok()?;
    drop(input);
    let output = child.wait_with_output().ok()?;
    let answer = serde_json::from_slice(&output.stdout).ok();
    if answer.is_none() {
        println!("{ruby} found no Liquid 4.0.4 or SafeYAML: its columns stay empty.");
    }
    answer
}

/// The least time that doing something took.
fn fastest<T>(mut work: impl FnMut() -> T) -> Duration {
    for _ in 0..3 {
        black_box(work());
    }
    let (mut least, mut rounds) = (Duration::MAX, 0);
    let begin = Instant::now();
    while begin.elapsed() < SPAN || rounds < 5 {
        let start = Instant::now();
        black_box(work());
        least = least.min(start.elapsed());
        rounds += 1;
    }
    least
}

fn rekyll_template(source: &str) -> Template {
    let options = ParseOptions::new(Arc::new(Registry::standard()));
    Template::parse(source, &options).expect("a template")
}

fn rekyll_parse(source: &str) -> Duration {
    let options = ParseOptions::new(Arc::new(Registry::standard()));
    fastest(|| Template::parse(black_box(source), &options).expect("a template"))
}

fn variables(data: &Json) -> Map {
    match from_json(data.clone()) {
        Value::Hash(hash) => hash.as_map().clone(),
        _ => Map::default(),
    }
}

fn rekyll_page(source: &str, data: &Json) -> String {
    rendered(&rekyll_template(source), &mut variables(data))
}

fn rendered(template: &Template, variables: &mut Map) -> String {
    let (mut state, clock, mut out) = (TemplateState::new(), Clock::from_env(), String::new());
    let mut context = Context::new(variables, &mut state, &clock);
    template.render(&mut context, &mut out).expect("a page");
    out
}

fn rekyll_render(source: &str, data: &Json) -> Duration {
    let (template, mut variables) = (rekyll_template(source), variables(data));
    fastest(|| rendered(&template, &mut variables))
}

fn rekyll_yaml(text: &str) -> Duration {
    fastest(|| rekyll::yaml::load(black_box(text), None).expect("YAML"))
}

fn crate_template(source: &str) -> liquid::Template {
    let parser = liquid::ParserBuilder::with_stdlib()
        .build()
        .expect("a parser");
    parser.parse(source).expect("a template")
}

fn crate_parse(source: &str) -> Duration {
    let parser = liquid::ParserBuilder::with_stdlib()
        .build()
        .expect("a parser");
    fastest(|| parser.parse(black_box(source)).expect("a template"))
}

fn crate_page(source: &str, data: &Json) -> String {
    let data: liquid::Object = serde_json::from_value(data.clone()).expect("an object");
    crate_template(source).render(&data).expect("a page")
}

fn crate_render(source: &str, data: &Json) -> Duration {
    let (template, data) = (
        crate_template(source),
        liquid::model::to_object(data).expect("an object"),
    );
    fastest(|| template.render(&data).expect("a page"))
}
