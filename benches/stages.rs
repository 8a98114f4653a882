//! One benchmark a stage: YAML, Liquid parse, Liquid render, Markdown, a whole site. `cargo bench`.

use std::path::Path;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use rekyll::{Engine, Site};
use serde_json::json;

fn main() {
    divan::main();
}

/// A data file of a few hundred lines.
#[divan::bench]
fn yaml(bencher: Bencher<'_, '_>) {
    let text =
        "- title: \"제목\"\n  date: 2024-01-02 03:04:05 +0900\n  tags: [a, b, 'c d']\n  n: 12\n"
            .repeat(200);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| rekyll::yaml::load(black_box(&text), None).unwrap());
}

const LIST: &str = r#"{% for post in posts %}{% if post.n > 10 and post.tags contains "b" %}
<li class="{% cycle 'odd', 'even' %}"><a href="{{ post.url | relative_url }}">{{ post.title | escape }}</a>
{{ post.date | date: "%Y-%m-%d" }} {{ post.text | strip_html | truncatewords: 10 }}{% assign last = post.title %}</li>
{% else %}{{ forloop.index }}: {{ post.title | upcase | append: "!" }}{% endif %}{% endfor %}"#;

#[divan::bench]
fn liquid_parse(bencher: Bencher<'_, '_>) {
    let engine = Engine::builder().build().unwrap();
    let source = LIST.repeat(20);
    bencher
        .counter(BytesCount::of_str(&source))
        .bench(|| engine.parse(black_box(&source)).unwrap());
}

/// A page over 1,000 items.
#[divan::bench]
fn liquid_render(bencher: Bencher<'_, '_>) {
    let engine = Engine::builder().build().unwrap();
    let template = engine.parse(LIST).unwrap();
    let posts: Vec<_> = (0..1000)
        .map(|n| {
            json!({"n": n, "title": format!("제목 <{n}>"), "url": format!("/posts/{n}/"), "tags": ["a", "b"],
                   "date": "2024-01-02 03:04:05 +0000", "text": "<p>one two three</p> ".repeat(8)})
        })
        .collect();
    let data = rekyll::value::to_value(&json!({ "posts": posts })).unwrap();
    bencher
        .counter(ItemsCount::new(1000usize))
        .bench(|| template.render(black_box(&data)).unwrap());
}

#[divan::bench]
fn markdown(bencher: Bencher<'_, '_>) {
    let engine = Engine::builder().build().unwrap();
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sites/markdown-tour/site/index.md");
    let source = std::fs::read_to_string(path).unwrap();
    let (_, body) = source
        .split_once("---\n")
        .unwrap()
        .1
        .split_once("---\n")
        .unwrap();
    let text = body.repeat(5);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| engine.markdown(black_box(&text)).unwrap());
}

/// Reading, rendering and writing 200 posts with layouts, an include and lists of posts; nothing is there yet.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn whole_site(bencher: Bencher<'_, '_>) {
    let work = tempfile::tempdir().unwrap();
    let site = work.path().join("site");
    for folder in ["_posts", "_layouts", "_includes"] {
        std::fs::create_dir_all(site.join(folder)).unwrap();
    }
    let write = |name: &str, text: &str| std::fs::write(site.join(name), text).unwrap();
    write(
        "_layouts/default.html",
        "<html><title>{{ page.title }}</title>{{ content }}{% include foot.html %}</html>",
    );
    write(
        "_layouts/post.html",
        "---\nlayout: default\n---\n<h1>{{ page.title }}</h1>{{ content }}{{ page.next.url }}",
    );
    write(
        "_includes/foot.html",
        "<footer>{{ site.posts | size }} {{ site.time | date: '%Y' }}</footer>",
    );
    write(
        "index.html",
        &format!(
            "---\nlayout: default\n---\n{}",
            LIST.replace("in posts", "in site.posts")
        ),
    );
    for n in 0..200 {
        let body = "A *paragraph* with `code`, a [link](/a) and \"quotes\".\n\n* one\n* two\n\n"
            .repeat(10);
        let post = format!("---\nlayout: post\ntitle: 글 {n}\ntags: [a, b]\n---\n{body}");
        write(
            &format!("_posts/2024-01-{:02}-post-{n}.md", n % 28 + 1),
            &post,
        );
    }
    bencher
        .counter(ItemsCount::new(201usize))
        .with_inputs(|| tempfile::tempdir().unwrap())
        .bench_refs(|dest| Site::load(&site).unwrap().build(dest.path()).unwrap());
}
