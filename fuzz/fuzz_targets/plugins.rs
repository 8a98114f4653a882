//! Any text as a page that the plugins read and change: the HTML of pages, links, headings, feeds.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rekyll::Engine;
use rekyll_fuzz::LIMITS;

const CONFIG: &str = "
url: https://example.com
plugins: [jekyll-toc, jekyll-target-blank, jekyll-mentions, jemoji, jekyll-relative-links,
  jekyll-titles-from-headings, jekyll-email-protect, jekyll-seo-tag, jekyll-feed, jekyll-avatar, jekyll-gist,
  jekyll-optional-front-matter]
titles_from_headings: {strip_title: true, collections: true}
relative_links: {collections: true}
";

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    Engine::builder()
        .config_str(CONFIG)
        .unwrap()
        .layout(
            "post.html",
            "<html><head>{% seo %}</head><body>{{ content | toc }}{{ content | toc_only }}</body></html>",
        )
        .limits(LIMITS)
        .build()
        .unwrap()
});

fuzz_target!(|text: &str| {
    let _ = ENGINE.page(
        "_posts/2024-01-02-a-b.md",
        &format!("---\nlayout: post\n---\n{text}"),
    );
    let html = format!("---\nlayout: post\n---\n{{% raw %}}{text}{{% endraw %}}");
    let _ = ENGINE.page("index.html", &html);
    let _ = ENGINE.page("a.md", text);
});
