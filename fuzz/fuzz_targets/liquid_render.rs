//! Any template over data that is anything: what stands before the first NUL is YAML, the rest the template. Loops may be
//! as long as the library lets those have them who do not trust their templates.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rekyll::{Engine, Value, yaml};
use rekyll_fuzz::LIMITS;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    Engine::builder()
        .include("a.html", "{{ include.x }}{% include b.html %}")
        .include("b.html", "{{ include.y | default: page }}")
        .limits(LIMITS)
        .build()
        .unwrap()
});

fuzz_target!(|text: &str| {
    let (data, template) = text.split_once('\0').unwrap_or(("", text));
    let data = match yaml::load(data, None) {
        Ok(value @ Value::Hash(_)) => value,
        _ => Value::Nil,
    };
    if let Ok(template) = ENGINE.parse(template) {
        let _ = template.render(&data);
    }
});
