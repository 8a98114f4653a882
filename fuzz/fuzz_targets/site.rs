//! Any files as a site: each begins behind a NUL with its path, which a newline ends; what stands before the first NUL is
//! the configuration.
#![no_main]

use std::cell::RefCell;
use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use rekyll::eval::Evaluator;
use rekyll::jekyll::environment::Environment;
use serde_json::{Map, Value, json};

thread_local! {
    static EVALUATOR: RefCell<Evaluator> =
        RefCell::new(Evaluator::new(&Environment::new("/", BTreeMap::new())));
}

fuzz_target!(|text: &str| {
    // a site's loops may be as long as they like
    if text.contains("..") {
        return;
    }
    let mut parts = text.split('\0');
    let mut files = Map::new();
    files.insert(
        "_config.yml".into(),
        parts.next().unwrap_or_default().into(),
    );
    for part in parts {
        let (path, text) = part.split_once('\n').unwrap_or((part, ""));
        files.insert(path.into(), Value::from(text));
    }
    let request = json!({"op": "site", "files": files, "now": 1_700_000_000, "timezone": "UTC"});
    EVALUATOR.with_borrow_mut(|evaluator| evaluator.answer(request.to_string().as_bytes()));
});
