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
