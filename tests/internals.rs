//! What a person reads: error reports and warnings (../snapshots).

use rekyll::Engine;

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

macro_rules! snapshot {
    ($name:literal, $text:expr) => {
        settings().bind(|| insta::assert_snapshot!($name, $text))
    };
}

/// `{:#}` of an error: Jekyll's words, then the true place.
#[test]
fn error_reports() {
    let engine = Engine::builder()
        .layout(
            "outer.html",
            "---\ntitle: x\n---\n<html>\n{% include broken.html %}\n{{ content }}\n",
        )
        .include("broken.html", "fine\n\n  {{ 'a' | divided_by: 0 }}\n")
        .include(
            "chain.html",
            "한글\n{% if true %}{% include broken.html %}{% endif %}\n",
        )
        .include("unclosed.html", "{% if a %}\n")
        .build()
        .unwrap();
    let mut reports = String::new();
    let sources = [
        ("include_in_layout.md", "---\nlayout: outer\n---\nbody\n"),
        (
            "unknown_tag.md",
            "---\ntitle: T\n---\n\ntext\n{% nothing %}\n",
        ),
        ("never_closed.md", "---\ntitle: T\n---\n{% if a %}\n"),
        (
            "missing_include.md",
            "---\ntitle: T\n---\n한글 {% include nowhere.html %}\n",
        ),
        (
            "include_in_include.md",
            "---\ntitle: T\n---\n\n\ntext {% include chain.html %}\n",
        ),
        (
            "broken_include.md",
            "---\n---\n{% include unclosed.html %}\n",
        ),
        ("front_matter.md", "---\n- a\n---\n"),
    ];
    for (path, source) in sources {
        let error = engine.page(path, source).unwrap_err();
        reports.push_str(&format!("== {path}\n{error}\n-- in full\n{error:#}\n\n"));
    }
    snapshot!("error_reports", reports);
}

#[test]
fn liquid_warnings() {
    let engine = Engine::builder().build().unwrap();
    let template = engine
        .parse(
            "{{ a | | b }}\n{% if a == %}x{% endif %}\n{% for x in (1..2 %}{{ x }}{% endfor %}\n",
        )
        .unwrap();
    snapshot!("liquid_warnings", template.warnings().join("\n"));
}

/// What an engine knows from one page changes nothing about the next.
#[test]
fn pages_of_one_engine_are_those_of_an_engine_each() {
    let engine = |plugins: &str| {
        let builder = Engine::builder().config_str(&format!(
            "title: S\nplugins: [{plugins}]\ninclude: [_includes]\n"
        ));
        let builder = builder.unwrap();
        let builder = builder
            .layout("l.html", "<{{ page.url }}|{% include a.html x=page.title %}|{{ content }}|{% increment n %}>")
            .include("a.html", "{{ include.x }}{% increment n %}{% assign y = page.title %}")
            .include("b.html", "{% cycle 1, 2 %}{{ site.pages.size }}{{ site.posts.size }}");
        builder.build().unwrap()
    };
    let pages = [
        (
            "one.md",
            "---\nlayout: l\ntitle: One\n---\n{% include b.html %}{{ y }} *a*\n",
        ),
        (
            "two.md",
            "---\nlayout: l\ntitle: Two\n---\n{% include b.html %}{{ y }}{% decrement n %}\n",
        ),
        (
            "_posts/2024-01-02-p.md",
            "---\nlayout: l\n---\n{% include a.html x=1 %}\n\nrest\n",
        ),
        (
            "one.md",
            "---\nlayout: l\ntitle: Other\n---\n{% include_relative one.md %}",
        ),
        ("one.md", "no front matter"),
        (
            "_includes/b.html",
            "---\n---\n{% include a.html x=2 %}{% include b.html %}",
        ),
        (
            "_includes/c.html",
            "---\nlayout: l\n---\n{% include a.html %}",
        ),
        (
            "two.md",
            "---\nlayout: l\ntitle: Again\n---\n{% include c.html %}",
        ),
        (
            "two.md",
            "---\nlayout: l\ntitle: Again\n---\n{% include b.html %}",
        ),
    ];
    let cached = "{% include_cached a.html x='k' %}{% include_cached a.html x=page.title %}";
    for plugins in [
        "",
        "jekyll-seo-tag, jekyll-feed",
        "jekyll-include-cache",
        "jekyll-last-modified-at",
    ] {
        let one = engine(plugins);
        for (path, source) in pages {
            let mut source = source.to_string();
            if plugins.contains("cache") {
                source += cached;
            }
            let shown = |engine: &Engine| match engine.page(path, &source) {
                Ok(page) => format!("{}\n{}", page.url, page.output),
                Err(error) => format!("{error:#}"),
            };
            assert_eq!(
                shown(&one),
                shown(&engine(plugins)),
                "{plugins}: {path}: {source}"
            );
        }
    }
}
