//! Forty documents, each about one construct. tests/sites.rs compares their HTML with Jekyll's; here are their trees, to read.

use std::fs;

use rekyll::front_matter;
use rekyll::kramdown::{Options, tree};

use crate::fixtures::{files_under, root};

#[test]
fn trees() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots/trees"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let documents = files_under(&root().join("fixtures/sites/markdown-forms/site"));
    assert!(documents.len() >= 40, "documents are missing");
    settings.bind(|| {
        for path in documents {
            let text = fs::read_to_string(&path).unwrap();
            let body = front_matter::read(&text).unwrap().body;
            let name = path.file_stem().unwrap().to_str().unwrap();
            insta::assert_snapshot!(name, tree(body, &Options::jekyll()));
        }
    });
}
