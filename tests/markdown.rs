//! Forty documents, each about one construct: their HTML must be Jekyll's to the byte, their trees are snapshots to read.

use std::fs;

use rekyll::kramdown::{Options, tree};

use crate::fixtures::{difference, files_under, root};

fn documents() -> Vec<(String, String)> {
    let folder = root().join("fixtures/markdown");
    let documents: Vec<_> = files_under(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ext| ext == "md"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_string();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect();
    assert!(documents.len() >= 40, "documents are missing");
    documents
}

#[test]
fn html() {
    let engine = rekyll::Engine::builder().build().unwrap();
    let wrong: Vec<String> = documents()
        .into_iter()
        .filter_map(|(name, text)| {
            let expected = root().join(format!("fixtures/markdown/{name}.html"));
            let expected = fs::read(&expected).unwrap_or_else(|e| panic!("{name}: {e}"));
            let found = engine.markdown(&text).unwrap();
            (found.as_bytes() != expected)
                .then(|| format!("{name}:\n{}", difference(&expected, found.as_bytes())))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn trees() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots/trees"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (name, text) in documents() {
            insta::assert_snapshot!(name, tree(&text, &Options::jekyll()));
        }
    });
}
