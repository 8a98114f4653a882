//! Any file as a page of a site: front matter, Liquid and Markdown together; what stands before the first NUL is the
//! configuration.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rekyll::Engine;
use rekyll_fuzz::LIMITS;

fuzz_target!(|text: &str| {
    let (config, page) = text.split_once('\0').unwrap_or(("", text));
    let Ok(builder) = Engine::builder().config_str(config) else {
        return;
    };
    let engine = builder
        .layout(
            "post.html",
            "<main>{{ content }}{{ page | jsonify }}</main>",
        )
        .limits(LIMITS)
        .build();
    if let Ok(engine) = engine {
        let _ = engine.page("_posts/2024-01-02-a-b.md", page);
        let _ = engine.page("index.md", page);
    }
});
